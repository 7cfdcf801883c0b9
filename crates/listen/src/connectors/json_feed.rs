//! JSON Feed 1.0 and 1.1.

use super::{Connector, Context, Input, Setting};
use crate::decode::decode;
use crate::fields::{List, Listed};
use crate::html;
use crate::limits::Reason;
use crate::raw::Parsed;
use serde::de::DeserializeSeed as _;

pub const CONNECTOR: Connector = Connector {
    name: "json_feed",
    inputs: &[Input::Poll],
    settings: &[Setting::Url, Setting::PollMinutes],
    parse,
    ..Connector::PLAIN
};

fn parse(bytes: &[u8], context: &Context) -> Result<Parsed, Reason> {
    let decoded = decode(bytes, context.charset.as_deref());
    let mut reader = serde_json::Deserializer::from_str(&decoded.text);
    let list = List { key: "items", zone: &context.zone };
    let listed = list.deserialize(&mut reader).map_err(|_| Reason::NotThisFormat)?;
    if !listed.is_list {
        return Err(Reason::NotThisFormat);
    }
    let mut parsed = collect(listed);
    // A title is plain text by the standard and HTML by habit.
    for post in &mut parsed.posts {
        post.title = html::plain(&post.title);
    }
    if decoded.replaced {
        parsed.met.note(Reason::BytesReplaced);
    }
    Ok(parsed)
}

/// Sorts what stood in a list into posts and what was skipped.
pub(super) fn collect(listed: Listed) -> Parsed {
    let mut parsed = Parsed { next: listed.next, ..Parsed::default() };
    for (index, post) in (1..).zip(listed.posts) {
        match post {
            Some(post) => parsed.push(post),
            None => parsed.skip(index, Reason::ItemBroken),
        }
    }
    parsed
}
