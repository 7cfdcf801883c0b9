//! Bytes to UTF-8, whatever they were: byte order mark, then what HTTP says, then what XML says, then a guess.
//!
//! This comes before every parser, because feed parsers trust one of these alone and fail, or panic, on the others.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// A guess looks at this much; the encodings told apart differ long before.
const GUESS_BYTES: usize = 64 * 1024;
/// An XML declaration ends within this, or it is none.
const DECLARATION_BYTES: usize = 512;

pub(crate) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// Whether bytes that are no character were replaced with U+FFFD.
    pub replaced: bool,
}

/// - `charset`: the one HTTP named, if any
/// - returns: text without its byte order mark; every bad byte is one U+FFFD and costs nothing else
/// - cost: one pass; none at all for valid UTF-8
pub(crate) fn decode<'a>(bytes: &'a [u8], charset: Option<&str>) -> Decoded<'a> {
    let (encoding, mark) = encoding(bytes, charset);
    let (text, had_errors) = encoding.decode_without_bom_handling(&bytes[mark..]);
    Decoded { text, replaced: had_errors }
}

/// - returns: the encoding, and the length of the byte order mark that named it
pub(crate) fn encoding(bytes: &[u8], charset: Option<&str>) -> (&'static Encoding, usize) {
    if let Some(marked) = Encoding::for_bom(bytes) {
        return marked;
    }
    if let Some(unmarked) = utf16_without_mark(bytes) {
        return (unmarked, 0);
    }
    let named = charset.and_then(|name| Encoding::for_label(name.trim().as_bytes()));
    let declared = || declared(bytes).and_then(|name| Encoding::for_label(name.as_bytes())).map(not_utf16);
    // A server's default charset is often wrong for a file it merely hands out, and valid UTF-8 that is not
    // plain ASCII is next to never anything else.
    let is_utf8 = |bytes: &[u8]| !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok();
    let encoding = match named.map(not_utf16) {
        Some(named) if named != UTF_8 && is_utf8(bytes) => UTF_8,
        Some(named) => named,
        None => declared().unwrap_or_else(|| guess(bytes)),
    };
    (encoding, 0)
}

/// Names that say UTF-16 where the bytes plainly are not would turn a whole document to rubble.
fn not_utf16(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == UTF_16BE || encoding == UTF_16LE { UTF_8 } else { encoding }
}

/// A document opens with `<`, `{` or `[`, so its first two bytes tell.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0, b'<' | b'{' | b'[', 0, ..] => Some(UTF_16BE),
        [b'<' | b'{' | b'[', 0, _, 0, ..] => Some(UTF_16LE),
        _ => None,
    }
}

/// The name in `<?xml … encoding="…"?>`, which is ASCII in every encoding that comes this far.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?;
    let value = declaration.trim_start().strip_prefix("<?xml")?.split_once("encoding")?.1;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split_once(quote).map(|(name, _)| name)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    // A feed with one bad byte is UTF-8 with one bad byte, not a text in a rare encoding. In bytes of any other encoding
    // the characters that happen to be UTF-8 are far fewer than those that are not.
    let lossy = bytes.utf8_chunks().fold((0, 0), |(good, bad), chunk| {
        (good + chunk.valid().chars().filter(|c| !c.is_ascii()).count(), bad + usize::from(!chunk.invalid().is_empty()))
    });
    if lossy.1 == 0 || lossy.0 > lossy.1 * 3 {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let head = &bytes[..bytes.len().min(GUESS_BYTES)];
    detector.feed(head, head.len() == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

/// Takes the XML declaration away: the text is UTF-8 now, and a parser that believed it would decode twice.
pub(crate) fn without_declaration(text: &str) -> &str {
    let trimmed = text.trim_start();
    match trimmed.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest,
        None => trimmed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, GB18030, GBK};

    fn check(bytes: &[u8], charset: Option<&str>, expected: &str) {
        assert_eq!(decode(bytes, charset).text, expected);
    }

    const CHINESE: &str = "<?xml version=\"1.0\"?><rss><title>停水通知：东湖路今晚检修</title></rss>";

    #[test]
    fn a_mark_wins_then_http_then_the_declaration_then_a_guess() {
        let mut marked = vec![0xFE, 0xFF];
        marked.extend(CHINESE.encode_utf16().flat_map(u16::to_be_bytes));
        check(&marked, Some("gbk"), CHINESE);
        check(&marked[2..], None, CHINESE);
        check(&GBK.encode(CHINESE).0, Some("gb2312"), CHINESE);
        let declared = CHINESE.replace("1.0\"", "1.0\" encoding='GB18030'");
        check(&GB18030.encode(&declared).0, None, &declared);
        check(&GBK.encode(CHINESE).0, None, CHINESE);
        let traditional = "<title>臺北市政府公告：明日停水，請市民儲水備用</title>";
        check(&BIG5.encode(traditional).0, None, traditional);
        check("café".as_bytes(), Some("iso-8859-1"), "café");
        check(b"caf\xe9", Some("iso-8859-1"), "café");
        check(CHINESE.as_bytes(), Some("utf-16"), CHINESE);
    }

    #[test]
    fn one_bad_byte_is_one_mark_and_nothing_more() {
        let mut bytes = CHINESE.as_bytes().to_vec();
        let place = CHINESE.find('东').expect("the sample has it");
        bytes.insert(place, 0xFF);
        let decoded = decode(&bytes, None);
        assert!(decoded.replaced);
        assert_eq!(decoded.text, CHINESE.replace('东', "\u{FFFD}东"));
    }

    #[test]
    fn the_declaration_is_taken_away() {
        assert_eq!(without_declaration("\n<?xml version='1.0' encoding='GBK'?><rss/>"), "<rss/>");
        assert_eq!(without_declaration("<rss/>"), "<rss/>");
    }
}
