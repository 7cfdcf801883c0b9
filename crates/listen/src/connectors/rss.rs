//! RSS 0.9x, 1.0 and 2.0, and Atom.

use super::xml::{Feed, guard, mended, without_doctype};
use super::{Connector, Context, Input, Setting};
use crate::decode::{decode, without_declaration};
use crate::limits::{ITEMS_MAX, Reason};
use crate::raw::{Moment, Parsed, RawPost};
use crate::{html, moment};
use feed_rs::model::Entry;
use model::{Time, Zone};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, UNIX_EPOCH};

pub const CONNECTOR: Connector = Connector {
    name: "rss",
    inputs: &[Input::Poll],
    settings: &[Setting::Url, Setting::PollMinutes],
    parse,
    ..Connector::PLAIN
};

/// The namespace of RSS 0.90, which the parser does not know; its elements are those of RSS 1.0.
const RSS_090: &str = "http://my.netscape.com/rdf/simple/0.9/";
const RSS_100: &str = "http://purl.org/rss/1.0/";

fn parse(bytes: &[u8], context: &Context) -> Result<Parsed, Reason> {
    let decoded = decode(bytes, context.charset.as_deref());
    let text = without_doctype(without_declaration(&decoded.text))?;
    let text = known_version(&text);
    let feed = Feed::cut(&text);
    guard(feed.head())?;

    let mut parsed = Parsed::default();
    if decoded.replaced {
        parsed.met.note(Reason::BytesReplaced);
    }
    let mut items = Vec::new();
    for (index, range) in (1..).zip(&feed.items) {
        if items.len() == ITEMS_MAX {
            parsed.met.add(Reason::ItemsOver, u32::try_from(feed.items.len() - ITEMS_MAX).unwrap_or(u32::MAX));
            break;
        }
        match guard(feed.item(range)) {
            Ok(()) => items.push((index, feed.item(range))),
            Err(Reason::XmlDtd) => return Err(Reason::XmlDtd),
            Err(reason) => parsed.skip(index, reason),
        }
    }

    let whole = feed.document(items.iter().map(|(_, item)| *item));
    match entries(&whole, &context.zone) {
        // The parser drops an item without an address silently; told apart by count, it is read by itself.
        Some(posts) if posts.len() == items.len() => posts.into_iter().for_each(|post| parsed.push(post)),
        Some(_) | None if !items.is_empty() => {
            let mut is_any_read = false;
            for (index, item) in items {
                match one(&feed, item, &context.zone) {
                    Some(post) => {
                        is_any_read = true;
                        parsed.push(post);
                    }
                    None => parsed.skip(index, Reason::ItemBroken),
                }
            }
            if !is_any_read {
                return Err(Reason::NotThisFormat);
            }
        }
        Some(_) => {}
        None => return Err(Reason::NotThisFormat),
    }
    Ok(parsed)
}

/// One item by itself: as it stands, then mended.
fn one(feed: &Feed, item: &str, zone: &Zone) -> Option<RawPost> {
    let alone = |item: &str| entries(&feed.alone(item), zone).and_then(|mut posts| posts.pop());
    let fixed = |item: String| guard(&item).ok().and_then(|()| alone(&item));
    alone(item).or_else(|| fixed(mended(item))).or_else(|| fixed(with_address(item)))
}

/// RSS 1.0 demands an address, and so does the parser; a post is no less said without one.
fn with_address(item: &str) -> String {
    match item.rfind("</item") {
        Some(end) if !item.contains("<link") => format!("{}<link></link>{}", &item[..end], &item[end..]),
        _ => String::new(),
    }
}

/// The parser knows three versions by name and refuses every other, such as 0.93 or 2.0.1, which differ in nothing it reads.
fn known_version(text: &str) -> String {
    let Some(start) = text
        .find("<rss")
        .filter(|start| text[..*start].trim().is_empty() || text[..*start].ends_with("-->") || *start < 512)
    else {
        return text.replace(RSS_090, RSS_100);
    };
    let Some(length) = text[start..].find('>') else { return text.to_owned() };
    let tag = &text[start..start + length];
    let version = ["version=\"", "version='"].iter().find_map(|opening| {
        let value = tag.find(opening)? + opening.len();
        let end = value + tag[value..].find(['"', '\''])?;
        Some(value..end)
    });
    let mut text = text.to_owned();
    match version {
        Some(version) if matches!(&tag[version.clone()], "2.0" | "0.91" | "0.92") => {}
        Some(version) => text.replace_range(start + version.start..start + version.end, "2.0"),
        None => text.insert_str(start + "<rss".len(), " version=\"2.0\""),
    }
    text
}

/// - returns: nothing if the document cannot be parsed; a panic of the parser counts as that
fn entries(document: &str, zone: &Zone) -> Option<Vec<RawPost>> {
    let zone = zone.clone();
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        let parser = feed_rs::parser::Builder::new()
            // Where an item has no id, the parser makes one up at random; intake derives one that stays.
            .id_generator(|_, _, _| String::new())
            .sanitize_content(false)
            .timestamp_parser(move |text| match moment::read(text, &zone) {
                Moment::Said(time) => {
                    let since_1970 = Duration::from_millis(u64::try_from(time.ms()).ok()?);
                    Some((UNIX_EPOCH + since_1970).into())
                }
                Moment::Unsaid | Moment::Unread => None,
            })
            .build();
        parser.parse(document.as_bytes()).ok()
    }));
    let feed = parsed.ok()??;
    let lang = feed.language;
    let post = |entry: Entry| {
        let lang = entry.language.clone().or_else(|| lang.clone());
        RawPost { lang, ..post(entry) }
    };
    Some(feed.entries.into_iter().map(post).collect())
}

fn post(entry: Entry) -> RawPost {
    let body = entry.content.and_then(|content| content.body).filter(|body| !body.trim().is_empty());
    let summary = entry.summary.map(|summary| summary.content);
    let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let author = entry.authors.into_iter().find_map(|author| author.name.or(author.email).or(author.uri));
    RawPost {
        id: Some(entry.id),
        title: html::plain(&entry.title.map(|title| title.content).unwrap_or_default()),
        text: html::plain(&body.or(summary).unwrap_or_default()),
        author,
        link: link.map(|link| link.href.clone()),
        at: entry
            .published
            .or(entry.updated)
            .map_or(Moment::Unsaid, |at| Moment::Said(Time::from_ms(at.timestamp_millis()))),
        lang: None,
        origin: None,
    }
}
