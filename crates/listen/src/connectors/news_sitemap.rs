//! News sitemaps: what a newspaper published in the last two days, by title and address.

use super::xml::guard;
use super::{Connector, Context};
use crate::decode::{decode, without_declaration};
use crate::limits::Reason;
use crate::moment;
use crate::raw::{Moment, Parsed, RawPost};
use quick_xml::Reader;
use quick_xml::events::Event;

pub const CONNECTOR: Connector = Connector { name: "news_sitemap", parse, ..Connector::PLAIN };

/// The elements that are read, by their names without prefix.
#[derive(Default)]
struct Entry {
    loc: String,
    title: String,
    name: String,
    language: String,
    publication_date: String,
    lastmod: String,
    is_news: bool,
}

fn parse(bytes: &[u8], context: &Context) -> Result<Parsed, Reason> {
    let decoded = decode(bytes, context.charset.as_deref());
    let text = without_declaration(&decoded.text);
    if text.contains("<!DOCTYPE") || text.contains("<!ENTITY") {
        return Err(Reason::XmlDtd);
    }
    guard(text)?;
    let mut parsed = Parsed::default();
    let mut reader = Reader::from_str(text);
    let mut entry = Entry::default();
    let mut element = String::new();
    let (mut is_sitemap, mut index, mut newest) = (false, 0, (String::new(), String::new()));
    loop {
        // A document that breaks off keeps what stood before the break.
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                element = tag.local_name().as_ref().to_owned();
                match element.as_str() {
                    "urlset" | "sitemapindex" => is_sitemap = true,
                    "url" | "sitemap" => entry = Entry::default(),
                    "news" => entry.is_news = true,
                    _ => {}
                }
            }
            Ok(Event::Text(words)) => entry.add(&element, &words),
            Ok(Event::CData(words)) => entry.add(&element, &words),
            Ok(Event::GeneralRef(name)) => entry.add(&element, &known(&name)),
            Ok(Event::End(tag)) => {
                element.clear();
                match tag.local_name().as_ref() {
                    "url" => {
                        index += 1;
                        take(&mut parsed, index, std::mem::take(&mut entry), context);
                    }
                    "sitemap" if entry.lastmod >= newest.0 => {
                        newest = (std::mem::take(&mut entry.lastmod), std::mem::take(&mut entry.loc));
                    }
                    _ => {}
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    if !is_sitemap {
        return Err(Reason::NotThisFormat);
    }
    // An index leads to the sitemap that changed last.
    parsed.next = Some(newest.1).filter(|place| !place.trim().is_empty());
    if decoded.replaced {
        parsed.met.note(Reason::BytesReplaced);
    }
    Ok(parsed)
}

impl Entry {
    fn add(&mut self, element: &str, words: &str) {
        let field = match element {
            "loc" => &mut self.loc,
            "title" => &mut self.title,
            "name" => &mut self.name,
            "language" => &mut self.language,
            "publication_date" => &mut self.publication_date,
            "lastmod" => &mut self.lastmod,
            _ => return,
        };
        field.push_str(words);
    }
}

/// The five entities of XML and numbered characters; any other stands as it was written.
fn known(name: &str) -> String {
    crate::html::plain(&format!("&{name};"))
}

/// An address alone, as ordinary sitemaps have it, says nothing.
fn take(parsed: &mut Parsed, index: u64, entry: Entry, context: &Context) {
    if !entry.is_news {
        return;
    }
    let title = entry.title.trim().to_owned();
    if title.is_empty() || entry.loc.trim().is_empty() {
        return parsed.skip(index, Reason::ItemBroken);
    }
    let date = [&entry.publication_date, &entry.lastmod].into_iter().find(|date| !date.trim().is_empty());
    parsed.push(RawPost {
        id: Some(entry.loc.trim().to_owned()),
        title,
        text: String::new(),
        // The paper itself; a sitemap knows no pens.
        author: Some(entry.name.trim().to_owned()).filter(|name| !name.is_empty()),
        link: Some(entry.loc.trim().to_owned()),
        at: date.map_or(Moment::Unsaid, |date| moment::read(date, &context.zone)),
        lang: Some(entry.language.trim().to_owned()).filter(|lang| !lang.is_empty()),
        origin: None,
    });
}
