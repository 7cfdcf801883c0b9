//! Exports of a hotline, one ticket a row. Which column is what, the desk draws once for each source; until then columns
//! are known by the names that hotlines give them. Columns that are not named are never read: they hold names,
//! numbers and addresses of people who called.

use super::{Connector, Context, Input, Setting};
use crate::decode::decode;
use crate::limits::Reason;
use crate::options::Column;
use crate::raw::Parsed;
use crate::rows::{Format, Header, Rows, lines, read_all};

pub const CONNECTOR: Connector = Connector {
    name: "hotline",
    inputs: &[Input::Upload],
    settings: &[Setting::Columns],
    parse,
    has_persons: true,
    ..Connector::PLAIN
};

/// What a column of this name usually holds, to begin a mapping with.
pub fn usual(name: &str) -> Option<Column> {
    Some(match name.trim().trim_start_matches('\u{FEFF}').to_lowercase().replace([' ', '-', '_'], "").as_str() {
        "工单编号" | "工单号" | "诉求编号" | "编号" | "序号" | "id" | "ticketid" | "ticketno" | "caseid"
        | "casenumber" | "requestid" => Column::Id,
        "标题" | "诉求标题" | "工单标题" | "主题" | "title" | "subject" => Column::Title,
        "诉求内容" | "工单内容" | "反映内容" | "问题描述" | "内容" | "来电内容" | "text" | "content"
        | "description" | "details" => Column::Text,
        "来电时间" | "受理时间" | "登记时间" | "诉求时间" | "创建时间" | "时间" | "日期" | "time" | "date"
        | "createdat" | "receivedat" | "opened" => Column::Time,
        "来电人" | "诉求人" | "反映人" | "市民姓名" | "来电号码" | "联系电话" | "caller" | "callernumber"
        | "requester" | "phone" => Column::Caller,
        _ => return None,
    })
}

/// The columns of an export in their order.
///
/// - errors: why its first row cannot be read
pub fn columns(bytes: &[u8]) -> Result<Vec<String>, Reason> {
    let decoded = decode(bytes, None);
    let length = Rows::of_unread_csv().first(decoded.text.as_bytes()).unwrap_or(decoded.text.len());
    Header::names(&decoded.text[..length])
}

fn parse(bytes: &[u8], context: &Context) -> Result<Parsed, Reason> {
    let decoded = decode(bytes, context.charset.as_deref());
    let text = decoded.text.as_ref();
    let length = Rows::of_unread_csv().first(text.as_bytes()).unwrap_or(text.len());
    let (header, body) = text.split_at(length);
    let mut taken = Vec::new();
    let header = Header::mapped(header, |name| {
        let drawn = &context.options.columns;
        let known = drawn.iter().find(|(known, _)| known.trim() == name.trim()).map(|(_, column)| *column);
        // Of two columns that usually hold the same, the first is taken.
        let column = if drawn.is_empty() { usual(name) } else { known }.filter(|column| !taken.contains(column))?;
        taken.push(column);
        Some(column)
    })?;
    let mut parsed = read_all(body, &Format::Csv(header), 1 + lines(&text[..length]), &context.zone);
    if decoded.replaced {
        parsed.met.note(Reason::BytesReplaced);
    }
    Ok(parsed)
}
