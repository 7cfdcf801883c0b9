//! Bluesky's public Jetstream, one event a line. What the source's query does not ask for ends here, in the parsing child.

use super::{Connector, Context, Input, Setting};
use crate::limits::Reason;
use crate::moment;
use crate::raw::{Moment, Parsed, RawPost};
use serde::Deserialize;
use std::borrow::Cow;

pub const CONNECTOR: Connector = Connector {
    name: "jetstream",
    inputs: &[Input::Stream],
    settings: &[Setting::Url, Setting::Query, Setting::Langs],
    parse,
    has_persons: true,
    ..Connector::PLAIN
};

/// The one collection that is asked for: posts. Likes, follows and profiles are about persons.
pub(crate) const COLLECTION: &str = "app.bsky.feed.post";

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow)]
    did: Cow<'a, str>,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    commit: Option<Commit<'a>>,
}

#[derive(Deserialize)]
struct Commit<'a> {
    #[serde(borrow)]
    operation: Cow<'a, str>,
    #[serde(borrow)]
    collection: Cow<'a, str>,
    #[serde(borrow)]
    rkey: Cow<'a, str>,
    record: Option<Record>,
}

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    text: String,
    #[serde(rename = "createdAt", default)]
    created_at: String,
    #[serde(default)]
    langs: Vec<String>,
}

fn parse(bytes: &[u8], context: &Context) -> Result<Parsed, Reason> {
    let text = std::str::from_utf8(bytes).map_err(|_| Reason::NotThisFormat)?;
    let asked = context.options.filter();
    let mut parsed = Parsed::default();
    let mut is_any_event = false;
    for (line, row) in (1..).zip(text.lines()).filter(|(_, row)| !row.trim().is_empty()) {
        let Ok(event) = serde_json::from_str::<Event>(row) else {
            parsed.skip(line, Reason::RowBroken);
            continue;
        };
        is_any_event = true;
        let Some(commit) = event.commit.filter(|_| event.kind == "commit") else { continue };
        let Some(record) = commit.record.filter(|_| commit.operation == "create" && commit.collection == COLLECTION)
        else {
            continue;
        };
        let is_asked_for =
            |asked: &crate::options::Filter| asked.lets_in(&record.text, record.langs.iter().map(String::as_str));
        if asked.as_ref().is_none_or(|asked| !is_asked_for(asked)) {
            continue;
        }
        parsed.push(RawPost {
            id: Some(format!("at://{}/{COLLECTION}/{}", event.did, commit.rkey)),
            title: String::new(),
            at: if record.created_at.is_empty() {
                Moment::Unsaid
            } else {
                moment::read(&record.created_at, &context.zone)
            },
            lang: record.langs.into_iter().next(),
            text: record.text,
            author: Some(event.did.into_owned()),
            link: None,
            origin: None,
        });
    }
    if is_any_event || text.trim().is_empty() { Ok(parsed) } else { Err(Reason::NotThisFormat) }
}
