//! What comes before a feed parser sees XML: limits, and a cut into items, so that one bad item costs one item.

use crate::limits::{Reason, XML_ATTRIBUTES_MAX, XML_DEPTH_MAX, XML_TOKEN_BYTES_MAX};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::borrow::Cow;
use std::ops::Range;

/// A feed as text, with the places of its items.
pub(super) struct Feed<'a> {
    text: &'a str,
    /// Each from its `<item` to behind its `</item>`, in order.
    pub items: Vec<Range<usize>>,
    /// The elements that the head leaves open, outermost first.
    open: Vec<Open>,
}

struct Open {
    name: String,
    /// What stands between the signs of its start tag: its name and attributes.
    start: String,
}

/// A longer head is not repeated for every item that is read by itself: of it the open elements suffice.
const HEAD_REPEATED_BYTES_MAX: usize = 16 * 1024;

/// The names of what holds one post.
const ITEM_TAGS: &[&str] = &["item", "entry"];

impl<'a> Feed<'a> {
    pub fn cut(text: &'a str) -> Self {
        let mut items = Vec::new();
        let mut from = 0;
        while let Some((start, tag)) = next_start(text, from) {
            let Some(end) = end_of_item(text, start, tag) else { break };
            items.push(start..end);
            from = end;
        }
        let head = &text[..items.first().map_or(text.len(), |first| first.start)];
        Feed { text, items, open: open_elements(head) }
    }

    pub fn item(&self, range: &Range<usize>) -> &'a str {
        &self.text[range.clone()]
    }

    /// What stands before the first item.
    pub fn head(&self) -> &'a str {
        &self.text[..self.items.first().map_or(self.text.len(), |first| first.start)]
    }

    /// A document of some of the items.
    ///
    /// - `items`: their texts, perhaps mended
    pub fn document<'i>(&self, items: impl Iterator<Item = &'i str>) -> String {
        let mut document = String::with_capacity(self.text.len());
        document.push_str(self.head());
        items.for_each(|item| document.push_str(item));
        self.close(document)
    }

    /// A document of one item.
    pub fn alone(&self, item: &str) -> String {
        if self.head().len() <= HEAD_REPEATED_BYTES_MAX {
            return self.document([item].into_iter());
        }
        let mut document: String = self.open.iter().map(|open| format!("<{}>", open.start)).collect();
        document.push_str(item);
        self.close(document)
    }

    fn close(&self, mut document: String) -> String {
        for open in self.open.iter().rev() {
            document.push_str("</");
            document.push_str(&open.name);
            document.push('>');
        }
        document
    }
}

/// The next item's start outside of comments and CDATA.
fn next_start(text: &str, from: usize) -> Option<(usize, &'static str)> {
    let mut at = from;
    loop {
        at += text[at..].find('<')?;
        let rest = &text[at..];
        if let Some(skipped) = skip_opaque(rest) {
            at += skipped;
            continue;
        }
        if let Some(tag) = started(rest) {
            return Some((at, tag));
        }
        at += 1;
    }
}

/// The name of the item whose start tag begins here.
fn started(rest: &str) -> Option<&'static str> {
    ITEM_TAGS.iter().copied().find(|tag| {
        let follows = rest[1..].strip_prefix(tag).and_then(|after| after.chars().next());
        follows.is_some_and(|c| c == '>' || c == '/' || c.is_whitespace())
    })
}

/// - returns: where the item ends; if it never does, where the next one begins, so that a missing end costs one item
fn end_of_item(text: &str, start: usize, tag: &'static str) -> Option<usize> {
    let mut at = start + 1;
    while let Some(found) = text[at..].find('<') {
        at += found;
        let rest = &text[at..];
        if let Some(skipped) = skip_opaque(rest) {
            at += skipped;
        } else if let Some(after) = rest.strip_prefix("</").and_then(|rest| rest.strip_prefix(tag)) {
            if let Some(close) = after.trim_start().strip_prefix('>') {
                return Some(text.len() - close.len());
            }
            at += 2;
        } else if started(rest) == Some(tag) {
            return Some(at);
        } else {
            at += 1;
        }
    }
    // A document that was cut off ends within an item; an empty `<item/>` holds nothing anyway.
    None
}

/// The length of a comment or CDATA section, if one begins here and ends at all.
fn skip_opaque(rest: &str) -> Option<usize> {
    let (opening, closing) = if rest.starts_with("<![CDATA[") {
        (9, "]]>")
    } else if rest.starts_with("<!--") {
        (4, "-->")
    } else {
        return None;
    };
    rest[opening..].find(closing).map(|at| opening + at + closing.len())
}

fn open_elements(head: &str) -> Vec<Open> {
    let mut open = Vec::new();
    let mut reader = reader(head);
    loop {
        match reader.read_event() {
            // Deeper than the limit the guard refuses it anyway.
            Ok(Event::Start(start)) if open.len() <= XML_DEPTH_MAX => {
                open.push(Open { name: start.name().as_ref().to_owned(), start: start.to_string() });
            }
            Ok(Event::End(_)) => drop(open.pop()),
            Ok(Event::Eof) | Err(_) => return open,
            Ok(_) => {}
        }
    }
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    reader
}

/// Measures a piece of XML against the limits, without building anything.
///
/// - errors: the first limit that is passed. Faults of syntax are left to the parser, which names them by item
pub(super) fn guard(text: &str) -> Result<(), Reason> {
    let mut reader = reader(text);
    let mut depth = 0usize;
    loop {
        let event = match reader.read_event() {
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(event) => event,
        };
        if event.len() > XML_TOKEN_BYTES_MAX {
            return Err(Reason::XmlToken);
        }
        match event {
            Event::DocType(_) => return Err(Reason::XmlDtd),
            Event::Start(start) => {
                depth += 1;
                if depth > XML_DEPTH_MAX {
                    return Err(Reason::XmlDepth);
                }
                attributes(&start)?;
            }
            Event::Empty(start) => attributes(&start)?,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

fn attributes(start: &quick_xml::events::BytesStart) -> Result<(), Reason> {
    // Counted by their signs: the count must not cost more than the limit it guards.
    let count = start.bytes().filter(|byte| *byte == b'=').count();
    if count > XML_ATTRIBUTES_MAX { Err(Reason::XmlAttributes) } else { Ok(()) }
}

/// Takes away a document type without declarations of its own, as RSS 0.91 has it: nothing of it is ever fetched, and
/// nothing in it can expand.
///
/// - errors: `XmlDtd` if it declares anything
pub(super) fn without_doctype(text: &str) -> Result<Cow<'_, str>, Reason> {
    let Some(start) = text.find("<!DOCTYPE").or_else(|| text.find("<!doctype")) else {
        return Ok(Cow::Borrowed(text));
    };
    // Elsewhere than before the root it is either the text of a post or an attack; the guard tells.
    let is_before_root = !text[..start].contains('<') || text[..start].trim_end().ends_with("-->");
    if !is_before_root {
        return Ok(Cow::Borrowed(text));
    }
    let length = text[start..].find('>').ok_or(Reason::XmlDtd)?;
    if text[start..start + length].contains('[') {
        return Err(Reason::XmlDtd);
    }
    Ok(Cow::Owned(format!("{}{}", &text[..start], &text[start + length + 1..])))
}

/// Mends what feeds most often get wrong: ampersands that begin no entity of XML, such as in addresses and `&nbsp;`.
pub(super) fn mended(item: &str) -> String {
    let mut mended = String::with_capacity(item.len() + 64);
    let mut rest = item;
    while let Some(at) = rest.find('&') {
        mended.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name = rest.split_once(';').map_or("", |(name, _)| name);
        let is_number = name.len() <= 8 && name.starts_with('#') && name.len() > 1;
        let is_known = matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") || is_number;
        mended.push_str(if is_known { "&" } else { "&amp;" });
    }
    mended.push_str(rest);
    mended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_cut_where_they_end_and_not_within_their_texts() {
        let text = "<rss><channel><title>t</title><item>a<![CDATA[</item><item>]]></item><!--<item>--><item>b<item>c</item></channel></rss>";
        let feed = Feed::cut(text);
        let items: Vec<_> = feed.items.iter().map(|range| feed.item(range)).collect();
        assert_eq!(items, ["<item>a<![CDATA[</item><item>]]></item>", "<item>b", "<item>c</item>"]);
        assert_eq!(feed.document(["<item/>"].into_iter()), "<rss><channel><title>t</title><item/></channel></rss>");
    }

    #[test]
    fn nothing_over_a_limit_passes() {
        assert_eq!(guard(&"<a>".repeat(XML_DEPTH_MAX + 1)), Err(Reason::XmlDepth));
        assert_eq!(guard(&"<a>".repeat(XML_DEPTH_MAX)), Ok(()));
        assert_eq!(guard(&format!("<a {}/>", "x='' ".repeat(XML_ATTRIBUTES_MAX + 1))), Err(Reason::XmlAttributes));
        assert_eq!(guard(&format!("<a>{}</a>", "x".repeat(XML_TOKEN_BYTES_MAX + 1))), Err(Reason::XmlToken));
        assert_eq!(guard("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), Err(Reason::XmlDtd));
    }

    #[test]
    fn only_ampersands_of_no_entity_are_mended() {
        assert_eq!(mended("a?b=1&c=2 &amp; &nbsp; &#20013;"), "a?b=1&amp;c=2 &amp; &amp;nbsp; &#20013;");
    }
}
