//! Lists of feeds as feed readers exchange them (OPML): what an import would add, and what the register holds.

use crate::decode::{decode, without_declaration};
use crate::limits::{FIELD_BYTES_MAX, OUTLINES_MAX, Reason, XML_DEPTH_MAX};
use crate::store::Registered;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// One feed of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    pub title: String,
    /// As the list names it; whether it can be read, adding it tells.
    pub url: String,
}

/// The feeds of a list, in its order, each address once.
///
/// - errors: `NotThisFormat` for anything else, `XmlDtd` for one that declares entities
pub fn read(bytes: &[u8]) -> Result<Vec<Outline>, Reason> {
    let decoded = decode(bytes, None);
    let text = without_declaration(&decoded.text);
    if text.contains("<!DOCTYPE") || text.contains("<!ENTITY") {
        return Err(Reason::XmlDtd);
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let (mut outlines, mut is_opml, mut depth) = (Vec::<Outline>::new(), false, 0);
    loop {
        let event = reader.read_event();
        match &event {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                "opml" => is_opml = true,
                "outline" => {
                    let found = outline(tag);
                    outlines.extend(found.filter(|found| !outlines.iter().any(|known| known.url == found.url)));
                }
                _ => {}
            },
            // A list that breaks off keeps what stood before the break.
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
        match event {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth -= 1,
            _ => {}
        }
        if depth > XML_DEPTH_MAX as i64 {
            return Err(Reason::XmlDepth);
        }
        if outlines.len() == OUTLINES_MAX {
            break;
        }
    }
    if is_opml { Ok(outlines) } else { Err(Reason::NotThisFormat) }
}

fn outline(tag: &BytesStart) -> Option<Outline> {
    let mut outline = Outline { title: String::new(), url: String::new() };
    for attribute in tag.attributes().with_checks(false).filter_map(Result::ok) {
        let raw = attribute.value.clone().into_owned();
        let mut value = quick_xml::escape::unescape(&raw).map(|value| value.into_owned()).unwrap_or(raw);
        crate::raw::cut(&mut value, FIELD_BYTES_MAX);
        let value = value.trim().to_owned();
        match attribute.key.as_ref().to_ascii_lowercase().as_str() {
            "xmlurl" => outline.url = value,
            "title" => outline.title = value,
            "text" if outline.title.is_empty() => outline.title = value,
            _ => {}
        }
    }
    (!outline.url.is_empty()).then_some(outline)
}

/// The polled sources of the register as a list. Addresses go without the keys that they may carry.
pub fn write(title: &str, sources: &[Registered], is_chinese: bool) -> String {
    use quick_xml::escape::escape;
    let mut list = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>{}</title></head>\n<body>\n",
        escape(title)
    );
    let polled = sources.iter().filter(|source| source.removed.is_none() && source.next_poll.is_some());
    for source in polled {
        let Some(url) = &source.public_url else { continue };
        let (name, purpose) = (source.name(is_chinese), source.purpose(is_chinese));
        list.push_str(&format!(
            "<outline type=\"rss\" text=\"{}\" xmlUrl=\"{}\" description=\"{}\" category=\"/{}\"/>\n",
            escape(name),
            escape(url.as_str()),
            escape(purpose),
            source.kind.code()
        ));
    }
    list.push_str("</body>\n</opml>\n");
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_found_in_groups_once_each_and_traps_are_refused() {
        let list = "<?xml version='1.0'?><opml version='1.0'><head/><body><outline text='News'><outline type='rss' text='A &amp; B' xmlUrl='https://a.example/feed?x=1&amp;y=2'/><outline text='C' title='港口日报' xmlUrl='https://c.example/rss'></outline></outline><outline text='again' xmlurl='https://c.example/rss'/></body></opml>";
        let found = read(list.as_bytes()).expect("a list");
        let found: Vec<_> = found.iter().map(|outline| (outline.title.as_str(), outline.url.as_str())).collect();
        assert_eq!(found, [("A & B", "https://a.example/feed?x=1&y=2"), ("港口日报", "https://c.example/rss")]);
        assert_eq!(read(b"<html></html>"), Err(Reason::NotThisFormat));
        assert_eq!(read(b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml/>"), Err(Reason::XmlDtd));
    }
}
