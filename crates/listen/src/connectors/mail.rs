//! Letters that a desk forwards to an address of its own: one message, or several in the form of an mbox.
//!
//! Of a letter its subject and its words are read. The sender is a voice and nothing else; attachments are not looked at,
//! and what a mail program writes above a forwarded letter, which names sender and receiver, is cut away.

use super::{Connector, Context, Input, Setting};
use crate::limits::Reason;
use crate::raw::{Moment, Parsed, RawPost};
use mail_parser::{Message, MessageParser, MimeHeaders as _};
use model::Time;

pub const CONNECTOR: Connector = Connector {
    name: "mail",
    inputs: &[Input::Folder],
    settings: &[Setting::Folder, Setting::PollMinutes],
    parse,
    has_persons: true,
    ..Connector::PLAIN
};

fn parse(bytes: &[u8], _: &Context) -> Result<Parsed, Reason> {
    let mut parsed = Parsed::default();
    for (number, message) in (1..).zip(messages(bytes)) {
        match MessageParser::default().parse(&message).as_ref().and_then(letter) {
            Some(post) => parsed.push(post),
            None => parsed.skip(number, Reason::ItemBroken),
        }
    }
    if parsed.post_count() == 0 { Err(Reason::NotThisFormat) } else { Ok(parsed) }
}

/// An mbox begins with `From `, and so does each of its messages; within one that line is quoted.
fn messages(bytes: &[u8]) -> Vec<Vec<u8>> {
    if !bytes.starts_with(b"From ") {
        return vec![bytes.to_vec()];
    }
    let mut messages: Vec<Vec<u8>> = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b"From ") {
            messages.push(Vec::new());
        } else if let Some(message) = messages.last_mut() {
            let quoted = line
                .strip_prefix(b">")
                .filter(|rest| rest.trim_ascii_start().starts_with(b"From ") || rest.starts_with(b">"));
            message.extend_from_slice(quoted.filter(|rest| unquoted(rest).starts_with(b"From ")).unwrap_or(line));
        }
    }
    messages
}

fn unquoted(line: &[u8]) -> &[u8] {
    let start = line.iter().position(|byte| *byte != b'>').unwrap_or(line.len());
    &line[start..]
}

fn letter(message: &Message) -> Option<RawPost> {
    // A letter that was forwarded as an attachment is the letter; what carries it is an envelope.
    let inner = message.attachments().find_map(|part| part.message());
    let letter = inner.unwrap_or(message);
    let said = letter.body_text(0)?.into_owned();
    let (forwarded_by, said) = unwrapped(&said);
    let sender = letter.from().and_then(|from| from.first());
    let sender = sender.and_then(|sender| sender.address.as_deref().or(sender.name.as_deref())).map(str::to_owned);
    let title = letter.subject().map(unprefixed).unwrap_or_default();
    if title.is_empty() && said.trim().is_empty() {
        return None;
    }
    Some(RawPost {
        id: letter.message_id().map(|id| format!("mid:{id}")),
        title,
        text: said,
        author: forwarded_by.or(sender),
        link: None,
        at: letter.date().map_or(Moment::Unsaid, |date| Moment::Said(Time::from_ms(date.to_timestamp() * 1000))),
        lang: letter.content_language().as_text().map(str::to_owned),
        origin: None,
    })
}

/// `Fwd: Re: 转发：` says how a letter came here, not what it is about.
fn unprefixed(subject: &str) -> String {
    const PREFIXES: &[&str] = &["fwd", "fw", "re", "wg", "tr", "转发", "转寄", "轉寄", "轉發", "答复", "回复", "回覆"];
    let mut rest = subject.trim();
    while let Some((prefix, after)) = rest.split_once([':', '：']) {
        if !PREFIXES.contains(&prefix.trim().to_lowercase().as_str()) {
            break;
        }
        rest = after.trim();
    }
    rest.to_owned()
}

/// Names of the lines that a mail program writes above what it forwards.
const HEADERS: &[&str] = &[
    "from",
    "sent",
    "date",
    "to",
    "cc",
    "subject",
    "reply-to",
    "发件人",
    "发送时间",
    "发送日期",
    "日期",
    "时间",
    "收件人",
    "抄送",
    "抄送人",
    "主题",
    "寄件者",
    "收件者",
    "寄件日期",
    "副本",
    "主旨",
];
/// Those that name who wrote.
const SENDERS: &[&str] = &["from", "发件人", "寄件者"];

/// Cuts what stands around a letter: the lines above a forwarded one, marks of quoting, and the signature below.
///
/// - returns: who those lines say wrote it, and the words
fn unwrapped(said: &str) -> (Option<String>, String) {
    let header = |line: &str| {
        let line = line.trim().trim_start_matches('>').trim().trim_start_matches('*');
        let (name, value) = line.split_once([':', '：'])?;
        let name = name.trim().trim_end_matches('*').trim().to_lowercase();
        HEADERS.contains(&name.as_str()).then(|| (name, value.trim().trim_matches('*').trim().to_owned()))
    };
    let is_rule = |line: &str| {
        let line = line.trim();
        line.len() > 5 && (line.starts_with("---") || line.starts_with("___") || line.starts_with("==="))
            || line.starts_with("Begin forwarded message")
    };
    let lines: Vec<&str> = said.lines().collect();
    let (mut words, mut sender) = (Vec::new(), None);
    let mut index = 0;
    while index < lines.len() {
        let run = lines[index..].iter().take_while(|line| header(line).is_some()).count();
        // One such line may be the letter's own; two are a mail program's.
        if run >= 2 {
            let named = lines[index..index + run].iter().filter_map(|line| header(line));
            sender =
                named.filter(|(name, _)| SENDERS.contains(&name.as_str())).map(|(_, value)| value).next().or(sender);
            index += run;
            continue;
        }
        let line = lines[index];
        if line.trim_end() == "--" {
            break;
        }
        if !is_rule(line) {
            words.push(line.trim_start_matches('>').trim_start_matches(' ').trim_end());
        }
        index += 1;
    }
    (sender, words.join("\n").trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mail_program_adds_is_cut_away_and_the_letter_stays() {
        let said = "请处理。\n\n---------- Forwarded message ---------\nFrom: seeded_author_9 <seeded@mail.example>\nDate: Sat, 2 Mar 2024\nSubject: 停水\nTo: <desk@city.example>\n\n东湖路停水三天了。\n时间：不知道什么时候恢复\n-- \nseeded signature";
        let (sender, words) = unwrapped(said);
        assert_eq!(words, "请处理。\n\n\n东湖路停水三天了。\n时间：不知道什么时候恢复");
        assert_eq!(sender.as_deref(), Some("seeded_author_9 <seeded@mail.example>"));
        assert_eq!(unprefixed("Fwd: 转发：Re: 停水: 三天"), "停水: 三天");
    }
}
