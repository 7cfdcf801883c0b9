//! From Markdown to HTML that is safe to print, in one place for pages, previews and feeds.
//!
//! Raw HTML in the source is printed as the text it is. Nesting is measured before the sanitiser, which is quadratic in it.

use model::{Error, Result};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

/// A list in a quotation in a list is three; nobody reads past eight.
const DEPTH_MAX: usize = 16;
const BYTES_MAX: usize = crate::BODY_CHARACTERS_MAX * 4;
/// Where pictures of ours lie. No page shows a picture from elsewhere: its host would learn who reads.
pub const FILES: &str = "/files/";

/// HTML that has been through the sanitiser; only this module makes one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed(String);

impl Printed {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same with its files under another address: staff see a draft's pictures where strangers cannot.
    ///
    /// - `address`: such as `/zh/desk/files/`; a path of this site
    #[must_use]
    pub fn with_files_at(&self, address: &str) -> Self {
        Printed(
            self.0
                .replace("src=\"/files/", &format!("src=\"{address}"))
                .replace("href=\"/files/", &format!("href=\"{address}")),
        )
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Prints Markdown. Headings begin at the second level, since the page has its own first, and skip none.
///
/// - errors: `Invalid` if it is nested too deep or too long
pub fn print(body: &str) -> Result<Printed> {
    let events = events(body)?;
    let mut page = String::with_capacity(body.len() * 3 / 2);
    html::push_html(&mut page, events.into_iter());
    Ok(Printed(CLEANER.clean(&page).to_string()))
}

/// Whether Markdown can be printed, and each picture says in words what it shows.
pub fn check(body: &str) -> Result<()> {
    let mut picture: Option<String> = None;
    for event in events(body)? {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                if !is_own_file(&dest_url) {
                    return Err(Error::invalid("publish-picture-elsewhere"));
                }
                picture = Some(String::new());
            }
            Event::Text(text) => {
                if let Some(picture) = &mut picture {
                    picture.push_str(&text);
                }
            }
            Event::End(TagEnd::Image) if picture.take().is_some_and(|text| text.trim().is_empty()) => {
                return Err(Error::invalid("publish-picture-silent"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The names of the files that a text shows or links to, each once.
pub fn files(body: &str) -> Vec<String> {
    let mut names = Vec::new();
    for event in events(body).unwrap_or_default() {
        if let Event::Start(Tag::Image { dest_url, .. } | Tag::Link { dest_url, .. }) = event
            && is_own_file(&dest_url)
        {
            names.push(dest_url[FILES.len()..].to_owned());
        }
    }
    names.sort();
    names.dedup();
    names
}

/// The events of a text that keeps the limits, raw HTML turned to words and headings brought in order.
fn events(body: &str) -> Result<Vec<Event<'_>>> {
    if body.len() > BYTES_MAX {
        return Err(Error::invalid("publish-too-long"));
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut depth = 0usize;
    let mut levels: Vec<HeadingLevel> = Vec::new();
    let mut open_level = HeadingLevel::H2;
    let mut events = Vec::new();
    for event in Parser::new_ext(body, options) {
        events.push(match event {
            Event::Start(Tag::Heading { level, .. }) => {
                // The highest level that is used is the page's second, and a level that would be skipped is drawn up.
                while levels.last().is_some_and(|outer| *outer >= level) {
                    levels.pop();
                }
                levels.push(level);
                open_level = HeadingLevel::try_from((levels.len() + 1).min(6)).unwrap_or(HeadingLevel::H2);
                depth += 1;
                Event::Start(Tag::Heading { level: open_level, id: None, classes: Vec::new(), attrs: Vec::new() })
            }
            Event::End(TagEnd::Heading(_)) => {
                depth = depth.saturating_sub(1);
                Event::End(TagEnd::Heading(open_level))
            }
            Event::Start(Tag::HtmlBlock) => {
                depth += 1;
                Event::Start(Tag::Paragraph)
            }
            Event::End(TagEnd::HtmlBlock) => {
                depth = depth.saturating_sub(1);
                Event::End(TagEnd::Paragraph)
            }
            Event::Html(markup) | Event::InlineHtml(markup) => Event::Text(markup),
            Event::Start(tag) => {
                depth += 1;
                Event::Start(tag)
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                Event::End(tag)
            }
            // A single line break in Chinese text means nothing; a space there would be seen.
            Event::SoftBreak => soft_break(events.last()),
            other => other,
        });
        if depth > DEPTH_MAX {
            return Err(Error::invalid("publish-too-deep"));
        }
    }
    Ok(events)
}

fn soft_break<'a>(before: Option<&Event<'a>>) -> Event<'a> {
    let is_han = |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{f900}'..='\u{ffef}').contains(&c);
    match before {
        Some(Event::Text(text)) if text.chars().next_back().is_some_and(is_han) => Event::Text(CowStr::Borrowed("")),
        _ => Event::SoftBreak,
    }
}

fn is_own_file(url: &str) -> bool {
    let name = url.strip_prefix(FILES).unwrap_or_default();
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
}

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(HashSet::from([
            "p",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "li",
            "strong",
            "em",
            "del",
            "blockquote",
            "code",
            "pre",
            "a",
            "img",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "hr",
            "br",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("img", HashSet::from(["src", "alt", "title"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(ammonia::UrlRelative::Custom(Box::new(own_address)))
        .attribute_filter(|element, attribute, value| {
            let is_elsewhere = element == "img" && attribute == "src" && !is_own_file(value);
            (!is_elsewhere).then(|| value.into())
        })
        .link_rel(Some("noreferrer"));
    cleaner
});

/// Addresses of this site alone: `//host/…` is another host in disguise.
fn own_address(url: &str) -> Option<Cow<'_, str>> {
    let is_own = url.starts_with('#') || (url.starts_with('/') && !url.starts_with("//") && !url.contains('\\'));
    is_own.then_some(Cow::Borrowed(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_print(body: &str, expected: &str) {
        assert_eq!(print(body).expect("it can be printed").as_str().trim(), expected, "{body}");
    }

    #[test]
    fn what_people_write_is_printed() {
        check_print("# One\n\n### Two\n\nText", "<h2>One</h2>\n<h3>Two</h3>\n<p>Text</p>");
        check_print(
            "## One\n\n## Two\n\n#### Three\n\n# Four",
            "<h2>One</h2>\n<h2>Two</h2>\n<h3>Three</h3>\n<h2>Four</h2>",
        );
        check_print("自来水\n是安全的", "<p>自来水是安全的</p>");
        check_print("two\nlines", "<p>two\nlines</p>");
        check_print("[us](/en/)", r#"<p><a href="/en/" rel="noreferrer">us</a></p>"#);
        check_print("![tap](/files/ab.png)", r#"<p><img src="/files/ab.png" alt="tap"></p>"#);
    }

    #[test]
    fn nothing_runs_and_nothing_is_fetched_from_elsewhere() {
        for body in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](data:text/html;base64,AAAA)",
            "![x](https://elsewhere.example/spy.png)",
            "![x](//elsewhere.example/spy.png)",
            "<style>*{display:none}</style>",
            "<a href='/x' style='position:fixed'>x</a>",
            "[x](//elsewhere.example)",
            "`<b onclick=x>`",
        ] {
            let printed = print(body).expect("it can be printed");
            for trap in [
                "<script",
                "<style",
                "<img src=\"http",
                "<img src=\"//",
                "href=\"//",
                "href=\"javascript",
                "href=\"data",
                "<b ",
                "<a href=\"/x\"",
            ] {
                assert!(!printed.as_str().contains(trap), "{body}: {printed}");
            }
        }
    }

    #[test]
    fn what_is_nested_too_deep_or_too_long_is_refused_at_once() {
        assert_eq!(print(&">".repeat(5_000)).expect_err("deep").message, "publish-too-deep");
        assert_eq!(print(&"长".repeat(100_000)).expect_err("long").message, "publish-too-long");
    }

    #[test]
    fn a_picture_says_what_it_shows() {
        assert!(check("![The tap in the hall](/files/ab12.png)").is_ok());
        assert_eq!(check("![ ](/files/ab12.png)").expect_err("silent").message, "publish-picture-silent");
        assert_eq!(check("![x](https://x.example/a.png)").expect_err("remote").message, "publish-picture-elsewhere");
    }
}
