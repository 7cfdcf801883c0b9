//! How bytes go to the parsing child and posts come back, over pipes and never over a disk.
//!
//! Written by hand for these few types: a post that could be serialised by a library could be serialised anywhere.

use crate::connectors::Context;
use crate::limits::{Met, Reason, Skipped};
use crate::options::Options;
use crate::raw::{Moment, Parsed, RawPost};
use model::{Time, Zone};

/// What the child is asked: which connector, in what context, over what bytes.
pub(crate) struct Question<'a> {
    pub connector: &'a str,
    pub context: Context,
    pub bytes: &'a [u8],
}

pub(crate) fn write_question(question: &Question) -> Vec<u8> {
    let mut out = Writer(Vec::with_capacity(question.bytes.len() + 256));
    out.text(question.connector);
    out.optional(question.context.charset.as_deref());
    out.text(question.context.zone.time_zone().iana_name().unwrap_or("UTC"));
    out.text(&question.context.options.to_json());
    out.optional(question.context.next.as_deref());
    out.bytes(question.bytes);
    out.0
}

/// - returns: nothing if it is not what [`write_question`] wrote
pub(crate) fn read_question(bytes: &[u8]) -> Option<Question<'_>> {
    let mut from = Reader(bytes);
    let connector = from.str()?;
    let charset = from.optional()?;
    let zone = Zone::named(from.str()?).unwrap_or_else(Zone::utc);
    let options = Options::from_json(from.str()?);
    let next = from.optional()?;
    Some(Question { connector, context: Context { charset, zone, options, next }, bytes: from.bytes()? })
}

pub(crate) fn write_answer(answer: &Result<Parsed, Reason>) -> Vec<u8> {
    let mut out = Writer(Vec::new());
    let parsed = match answer {
        Ok(parsed) => parsed,
        Err(reason) => {
            out.number(0);
            out.text(reason.code());
            return out.0;
        }
    };
    out.number(1);
    out.length(parsed.posts.len());
    for post in &parsed.posts {
        let RawPost { id, title, text, author, link, at, lang, origin } = post;
        out.text(title);
        out.text(text);
        for field in [id, author, link, lang, origin] {
            out.optional(field.as_deref());
        }
        match at {
            Moment::Unsaid => out.number(0),
            Moment::Unread => out.number(1),
            Moment::Said(time) => {
                out.number(2);
                out.number(time.ms());
            }
        }
    }
    out.length(parsed.skipped.len());
    for skipped in &parsed.skipped {
        out.number(i64::try_from(skipped.line).unwrap_or(i64::MAX));
        out.text(skipped.reason.code());
    }
    out.length(parsed.met.iter().count());
    for (reason, count) in parsed.met.iter() {
        out.text(reason.code());
        out.number(count.into());
    }
    out.optional(parsed.next.as_deref());
    out.0
}

/// - returns: nothing if it is not what [`write_answer`] wrote; a child that was taken over is not believed either
pub(crate) fn read_answer(bytes: &[u8]) -> Option<Result<Parsed, Reason>> {
    let mut from = Reader(bytes);
    if from.number()? == 0 {
        return Some(Err(Reason::from_code(from.str()?)?));
    }
    let mut parsed = Parsed::default();
    for _ in 0..from.length()? {
        let (title, text) = (from.str()?.to_owned(), from.str()?.to_owned());
        let [id, author, link, lang, origin] =
            [from.optional()?, from.optional()?, from.optional()?, from.optional()?, from.optional()?];
        let at = match from.number()? {
            0 => Moment::Unsaid,
            1 => Moment::Unread,
            _ => Moment::Said(Time::from_ms(from.number()?)),
        };
        parsed.push(RawPost { id, title, text, author, link, at, lang, origin });
    }
    for _ in 0..from.length()? {
        let line = u64::try_from(from.number()?).ok()?;
        parsed.skipped.push(Skipped { line, reason: Reason::from_code(from.str()?)? });
    }
    let mut met = Met::default();
    for _ in 0..from.length()? {
        let reason = Reason::from_code(from.str()?)?;
        met.add(reason, u32::try_from(from.number()?).ok()?);
    }
    parsed.met.merge(&met);
    parsed.next = from.optional()?;
    Some(Ok(parsed))
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, number: i64) {
        self.0.extend(number.to_le_bytes());
    }

    fn length(&mut self, length: usize) {
        self.number(i64::try_from(length).expect("nothing in memory is longer"));
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.0.extend(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn optional(&mut self, text: Option<&str>) {
        self.number(text.is_some().into());
        if let Some(text) = text {
            self.text(text);
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn number(&mut self) -> Option<i64> {
        let (number, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(i64::from_le_bytes(*number))
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    fn str(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    fn optional(&mut self) -> Option<Option<String>> {
        Some(match self.number()? {
            0 => None,
            _ => Some(self.str()?.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_back_as_it_was_and_half_an_answer_does_not() {
        let mut parsed = Parsed { next: Some("n".to_owned()), ..Parsed::default() };
        parsed.push(RawPost {
            author: Some("a".to_owned()),
            at: Moment::Said(Time::from_ms(-5)),
            ..RawPost::default()
        });
        parsed.skip(7, Reason::ItemBroken);
        parsed.met.add(Reason::BytesReplaced, 3);
        let bytes = write_answer(&Ok(parsed));
        let back = read_answer(&bytes).expect("it is whole").unwrap_or_else(|reason| panic!("{reason:?}"));
        assert_eq!(back.posts[0].author.as_deref(), Some("a"));
        assert!(matches!(back.posts[0].at, Moment::Said(time) if time.ms() == -5));
        assert_eq!((back.skipped[0].line, back.met.count(Reason::BytesReplaced)), (7, 3));
        assert_eq!(back.next.as_deref(), Some("n"));
        assert!((0..bytes.len()).all(|end| read_answer(&bytes[..end]).is_none()));
    }
}
