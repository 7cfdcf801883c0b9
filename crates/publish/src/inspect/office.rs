//! Word and Excel files: a ZIP of XML parts, read within limits.

use super::Finding;
use model::{Error, Result};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// Parts of one file.
const PARTS_MAX: usize = 4_000;
/// Of one part after it was unpacked, and of all that are read together.
const PART_BYTES_MAX: u64 = 32 * 1024 * 1024;
const ALL_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Elements of one part; a document of a thousand pages has some hundred thousand.
const EVENTS_MAX: usize = 4_000_000;

pub(super) fn look(bytes: &[u8]) -> Result<Vec<Finding>> {
    let broken = || Error::invalid("publish-file-broken");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > PARTS_MAX {
        return Err(broken());
    }
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.map(|name| name.into_owned()))
        .collect::<Result<_, _>>()
        .map_err(|_| broken())?;
    if !names.iter().any(|name| name == "[Content_Types].xml") {
        return Err(broken());
    }
    let mut findings = Vec::new();
    let mut read_bytes = 0;
    for name in &names {
        let lower = name.to_ascii_lowercase();
        if let Some(code) = by_name(&lower) {
            findings.push(Finding::new(code, part(name)));
        }
        let Some(check) = check_of(&lower) else { continue };
        let file = archive.by_name(name).map_err(|_| broken())?;
        let mut text = Vec::new();
        // Read through a limit, since what a file says of its own size is not believed.
        file.take(PART_BYTES_MAX + 1).read_to_end(&mut text).map_err(|_| broken())?;
        read_bytes += text.len() as u64;
        if text.len() as u64 > PART_BYTES_MAX || read_bytes > ALL_BYTES_MAX {
            return Err(Error::invalid("publish-file-large"));
        }
        elements(&text, &mut |element| check(element, &mut findings))?;
    }
    Ok(findings)
}

/// What a part is by its name alone.
fn by_name(lower: &str) -> Option<&'static str> {
    let file = lower.rsplit('/').next().unwrap_or(lower);
    if file == "vbaproject.bin" {
        Some("macro")
    } else if lower.contains("/externallinks/") && lower.ends_with(".xml") {
        Some("external")
    } else if lower.contains("/embeddings/") {
        Some("embedded")
    } else if lower.starts_with("xl/") && (file.starts_with("comments") || lower.contains("/threadedcomments/")) {
        Some("comment")
    } else {
        None
    }
}

type Check = fn(&Element<'_>, &mut Vec<Finding>);

/// Which parts are read, and for what.
fn check_of(lower: &str) -> Option<Check> {
    let is_text = lower.starts_with("word/")
        && ["document", "header", "footer", "footnotes", "endnotes"].iter().any(|part| lower[5..].starts_with(part));
    match lower {
        "xl/workbook.xml" => Some(workbook),
        "docprops/core.xml" | "docprops/app.xml" | "docprops/custom.xml" => Some(properties),
        "word/comments.xml" => Some(word_comment),
        _ if is_text && lower.ends_with(".xml") => Some(word),
        _ if lower.starts_with("xl/worksheets/") && lower.ends_with(".xml") => Some(worksheet),
        _ => None,
    }
}

/// One element: its name without prefix, its attributes, and the text up to the next one.
struct Element<'a> {
    name: &'a str,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Element<'_> {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn elements(bytes: &[u8], each: &mut dyn FnMut(&Element<'_>)) -> Result<()> {
    let broken = || Error::invalid("publish-file-broken");
    let text = std::str::from_utf8(bytes).map_err(|_| broken())?.trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(text);
    // The name, the attributes and the text so far of the element that is open.
    type Open = (String, Vec<(String, String)>, String);
    let mut open: Option<Open> = None;
    for _ in 0..EVENTS_MAX {
        let event = reader.read_event().map_err(|_| broken())?;
        if let Event::Text(text) = &event {
            if let Some((.., said)) = &mut open {
                said.push_str(text);
            }
            continue;
        }
        if let Event::DocType(_) = event {
            return Err(broken());
        }
        let is_reference = matches!(event, Event::GeneralRef(_));
        if is_reference {
            continue;
        }
        if let Some((name, attributes, text)) = open.take() {
            each(&Element { name: &name, attributes, text });
        }
        match event {
            Event::Start(start) | Event::Empty(start) => {
                let attributes = start
                    .attributes()
                    .flatten()
                    .map(|attribute| {
                        let key = attribute.key.as_ref().rsplit(':').next().unwrap_or_default().to_owned();
                        (key, attribute.value.into_owned())
                    })
                    .collect();
                let name = start.name().as_ref().rsplit(':').next().unwrap_or_default().to_owned();
                open = Some((name, attributes, String::new()));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
    Err(broken())
}

fn workbook(element: &Element<'_>, findings: &mut Vec<Finding>) {
    let is_hidden = matches!(element.attribute("state"), Some("hidden" | "veryHidden"));
    if element.name == "sheet" && is_hidden {
        findings.push(Finding::new("hidden-sheet", element.attribute("name").unwrap_or_default()));
    }
}

fn worksheet(element: &Element<'_>, findings: &mut Vec<Finding>) {
    let is_hidden = element.attribute("hidden").is_some_and(|value| value == "1" || value == "true");
    if is_hidden && (element.name == "row" || element.name == "col") {
        let place = element.attribute("r").or(element.attribute("min")).unwrap_or_default();
        findings.push(Finding::new(if element.name == "row" { "hidden-row" } else { "hidden-column" }, place));
    }
}

fn word(element: &Element<'_>, findings: &mut Vec<Finding>) {
    let author = || element.attribute("author").unwrap_or_default();
    match element.name {
        "ins" | "del" | "moveFrom" | "moveTo" if element.attribute("author").is_some() => {
            findings.push(Finding::new("tracked-change", author()));
        }
        "vanish" if !matches!(element.attribute("val"), Some("0" | "false")) => {
            findings.push(Finding::new("hidden-text", ""));
        }
        _ => {}
    }
}

fn word_comment(element: &Element<'_>, findings: &mut Vec<Finding>) {
    if element.name == "comment" {
        findings.push(Finding::new("comment", element.attribute("author").unwrap_or_default()));
    }
}

fn properties(element: &Element<'_>, findings: &mut Vec<Finding>) {
    let value = element.text.trim();
    if value.is_empty() {
        return;
    }
    match element.name {
        "creator" | "lastModifiedBy" | "Manager" => findings.push(Finding::new("author", value)),
        "lpwstr" => findings.push(Finding::new("property", value)),
        _ => {}
    }
}

fn part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
