//! E-mail, links, network addresses and names on platforms.

use super::PersonalKind::{Email, Ip, Link, SocialId};
use super::claims::{Claims, stands_alone, sweep};
use super::signs::{Signs, cue};
use regex::Regex;
use std::net::Ipv6Addr;
use std::sync::LazyLock;

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[A-Za-z0-9_%+][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
        .expect("a pattern of ours")
});
static LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)https?://[!-~]*[A-Za-z0-9/_=&#%-]").expect("a pattern of ours"));
static IPV4: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}").expect("a pattern of ours"));
static IPV6: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[0-9A-Fa-f:]*:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*").expect("a pattern of ours"));
static CUED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?:微信号?码?|威信|薇信|v信|抖音号?|小红书号?|微博号?|快手号?|(?-u:\b)wechat|(?-u:\b)weixin|(?-u:\b)[vw]x|(?-u:\b)telegram|(?-u:\b)whatsapp|(?-u:\b)insta(?:gram)?|(?-u:\b)twitter|(?-u:\b)snapchat|(?-u:\b)skype|(?-u:\b)line id)",
        r"(?: ?(?:号码?|id|handle|account))?(?:是|为| is)?[ ]?[:：]?[ ]?([A-Za-z][A-Za-z0-9_-]{4,29})"
    ))
    .expect("a pattern of ours")
});
static QQ: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:(?-u:\b)qq|企鹅|扣扣|球球)群?(?:号码?)?(?:是|为| is)?[ ]?[:：]?[ ]?([1-9][0-9]{4,11})")
        .expect("a pattern of ours")
});

/// What shows by its own form.
pub(super) fn find(text: &str, signs: &Signs, claims: &mut Claims) {
    if signs.has_colon() && text.contains("://") {
        for link in LINK.find_iter(text) {
            claims.claim(link.range(), Link);
        }
    }
    if signs.has_at() && has_inner_at(text) {
        for email in EMAIL.find_iter(text) {
            claims.claim(email.range(), Email);
        }
    }
    if signs.digit_count >= 4 && has_four_dotted(text) {
        sweep(&IPV4, text, |range| {
            let parts_fit = text[range.clone()].split('.').all(|part| part.parse::<u8>().is_ok());
            let is_ip = parts_fit && stands_alone(text, &range) && !is_numbered(text, range.start);
            (is_ip && claims.claim(range.clone(), Ip)).then_some(range.end)
        });
    }
    if signs.has_colon() && has_near_colons(text) {
        for candidate in IPV6.find_iter(text) {
            let is_ip = candidate
                .as_str()
                .parse::<Ipv6Addr>()
                .is_ok_and(|ip| ip.segments().iter().filter(|s| **s != 0).count() > 2);
            if is_ip && stands_alone(text, &candidate.range()) {
                claims.claim(candidate.range(), Ip);
            }
        }
    }
}

/// Whether an at sign stands between letters or digits, as in every e-mail address and in few handles.
fn has_inner_at(text: &str) -> bool {
    text.as_bytes().windows(3).any(|bytes| {
        bytes[1] == b'@'
            && (bytes[0].is_ascii_alphanumeric() || b"._%+-".contains(&bytes[0]))
            && (bytes[2].is_ascii_alphanumeric() || bytes[2] == b'-')
    })
}

/// Whether points stand between digits three times.
fn has_four_dotted(text: &str) -> bool {
    let is_inner = |bytes: &&[u8]| bytes[1] == b'.' && bytes[0].is_ascii_digit() && bytes[2].is_ascii_digit();
    text.as_bytes().windows(3).filter(is_inner).nth(2).is_some()
}

/// Whether at most four hexadecimal digits, and nothing else, stand between two colons.
fn has_near_colons(text: &str) -> bool {
    let mut digits_since_colon = None;
    for byte in text.bytes() {
        digits_since_colon = match (byte, digits_since_colon) {
            (b':', Some(0..=4)) => return true,
            (b':', _) => Some(0),
            (_, Some(count)) if byte.is_ascii_hexdigit() => Some(count + 1),
            _ => None,
        };
    }
    false
}

/// What only a cue tells apart from a word or a number; after telephones, since many handles are one.
pub(super) fn find_cued(text: &str, signs: &Signs, claims: &mut Claims) {
    if signs.has_at() {
        find_at(text, claims);
    }
    if !signs.has_cue(cue::HANDLE) {
        return;
    }
    for pattern in [&CUED, &QQ] {
        for captures in pattern.captures_iter(text) {
            let whole = captures.get_match();
            let range = captures.get(1).unwrap_or(whole).range();
            // A Latin word after "微信" is a handle; after "telegram" it may be the next word of a sentence.
            let is_word = whole.as_str().is_ascii() && text[range.clone()].bytes().all(|b| b.is_ascii_lowercase());
            if !is_word || whole.as_str().contains(':') {
                claims.claim(range, SocialId);
            }
        }
    }
}

/// An at sign that no Latin letter, digit, point or underscore stands before, with two to thirty characters after it.
/// By hand, since some posts hold little else, and a pattern would bring all of the Chinese script.
fn find_at(text: &str, claims: &mut Claims) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || is_han_script(c);
    let mut free_from = 0;
    for (at, _) in text.match_indices('@') {
        let before = text[free_from.min(at)..at].chars().next_back();
        let begins = at == 0 || before.is_some_and(|c| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'));
        if !begins || at < free_from || !text[at + 1..].starts_with(is_part) {
            continue;
        }
        let parts = text[at + 1..].chars().take(HANDLE_LENGTH_MAX).take_while(|c| is_part(*c) || *c == '-');
        let (count, length) = parts.fold((0, 0), |(count, length), c| (count + 1, length + c.len_utf8()));
        if count > 1 {
            free_from = at + 1 + length;
            claims.claim(at..free_from, SocialId);
        }
    }
}

const HANDLE_LENGTH_MAX: usize = 30;

/// Whether a character belongs to the Chinese script, which is more than the common characters.
fn is_han_script(c: char) -> bool {
    static HAN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\p{Han}").expect("a pattern of ours"));
    match c {
        '\u{4e00}'..='\u{9fff}' => true,
        '\0'..='\u{2e7f}' => false,
        '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{301f}' | '\u{ff00}'..='\u{ffff}' => false,
        _ => HAN.is_match(c.encode_utf8(&mut [0; 4])),
    }
}

/// Whether four dotted numbers are a version or a section.
fn is_numbered(text: &str, at: usize) -> bool {
    let cue = super::claims::before(text, at, 8).to_lowercase();
    let cue = cue.trim_end_matches([' ', ':', '：']);
    ["version", "版本", "版本号", "section", "v", "第"].iter().any(|known| cue.ends_with(known))
}
