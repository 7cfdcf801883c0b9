//! CSV with a header, parted by commas, semicolons or tabs.

use super::{Connector, Context, Input, Setting};
use crate::decode::decode;
use crate::limits::Reason;
use crate::raw::Parsed;
use crate::rows::{Format, Header, Rows, lines, read_all};

pub const CONNECTOR: Connector = Connector {
    name: "csv_file",
    inputs: &[Input::Poll, Input::File],
    settings: &[Setting::Url, Setting::PollMinutes],
    parse,
    ..Connector::PLAIN
};

fn parse(bytes: &[u8], context: &Context) -> Result<Parsed, Reason> {
    let decoded = decode(bytes, context.charset.as_deref());
    let text = decoded.text.as_ref();
    let length = Rows::of_unread_csv().first(text.as_bytes()).unwrap_or(text.len());
    let (header, body) = text.split_at(length);
    let format = Format::Csv(Header::read(header)?);
    let mut parsed = read_all(body, &format, 1 + lines(header), &context.zone);
    if decoded.replaced {
        parsed.met.note(Reason::BytesReplaced);
    }
    Ok(parsed)
}
