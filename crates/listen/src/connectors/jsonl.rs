//! JSON lines: one post a line, with the names of fields that `fields.rs` knows.

use super::{Connector, Context, Input, Setting};
use crate::decode::decode;
use crate::limits::Reason;
use crate::raw::Parsed;
use crate::rows::{Format, read_all};

pub const CONNECTOR: Connector = Connector {
    name: "jsonl",
    inputs: &[Input::Poll, Input::File],
    settings: &[Setting::Url, Setting::PollMinutes],
    parse,
    ..Connector::PLAIN
};

fn parse(bytes: &[u8], context: &Context) -> Result<Parsed, Reason> {
    let decoded = decode(bytes, context.charset.as_deref());
    let mut parsed = read_all(&decoded.text, &Format::Jsonl, 1, &context.zone);
    if parsed.posts.is_empty() && !parsed.skipped.is_empty() {
        return Err(Reason::NotThisFormat);
    }
    if decoded.replaced {
        parsed.met.note(Reason::BytesReplaced);
    }
    Ok(parsed)
}
