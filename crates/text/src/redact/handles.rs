//! E-mail, links, network addresses and names on platforms.

use super::PersonalKind::{Email, Ip, Link, SocialId};
use super::claims::{Claims, datum, stands_alone, sweep};
use aho_corasick::AhoCorasick;
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
static AT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^A-Za-z0-9_.])(@[A-Za-z0-9_\p{Han}][A-Za-z0-9_\p{Han}-]{1,29})").expect("a pattern of ours")
});
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

/// The words that the two patterns above begin with. A post without any, which is most posts, is told by one automaton
/// that knows only them. The last two letters are what Unicode also counts as an s and a k.
static CUES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    const WORDS: [&str; 25] = [
        "微信",
        "威信",
        "薇信",
        "v信",
        "抖音",
        "小红书",
        "微博",
        "快手",
        "wechat",
        "weixin",
        "vx",
        "wx",
        "telegram",
        "whatsapp",
        "insta",
        "twitter",
        "snapchat",
        "skype",
        "line id",
        "qq",
        "企鹅",
        "扣扣",
        "球球",
        "ſ",
        "\u{212a}",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(WORDS).expect("a few words of ours")
});

/// What shows by its own form.
pub(super) fn find(text: &str, claims: &mut Claims) {
    if text.contains("://") {
        for link in LINK.find_iter(text) {
            claims.claim(link.range(), Link);
        }
    }
    if text.contains('@') {
        for email in EMAIL.find_iter(text) {
            claims.claim(email.range(), Email);
        }
    }
    let bytes = text.as_bytes();
    if bytes.windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1] == b'.') {
        sweep(&IPV4, text, |captures| {
            let range = datum(captures);
            let parts_fit = text[range.clone()].split('.').all(|part| part.parse::<u8>().is_ok());
            let is_ip = parts_fit && stands_alone(text, &range) && !is_numbered(text, range.start);
            (is_ip && claims.claim(range.clone(), Ip)).then_some(range.end)
        });
    }
    if bytes.iter().filter(|b| **b == b':').count() >= 2 {
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

/// What only a cue tells apart from a word or a number; after telephones, since many handles are one.
pub(super) fn find_cued(text: &str, claims: &mut Claims) {
    if text.contains('@') {
        for captures in AT.captures_iter(text) {
            claims.claim(datum(&captures), SocialId);
        }
    }
    if !CUES.is_match(text) {
        return;
    }
    for pattern in [&CUED, &QQ] {
        for captures in pattern.captures_iter(text) {
            let range = datum(&captures);
            // A Latin word after "微信" is a handle; after "telegram" it may be the next word of a sentence.
            let is_word =
                captures.get_match().as_str().is_ascii() && text[range.clone()].bytes().all(|b| b.is_ascii_lowercase());
            if !is_word || captures.get_match().as_str().contains(':') {
                claims.claim(range, SocialId);
            }
        }
    }
}

/// Whether four dotted numbers are a version or a section.
fn is_numbered(text: &str, at: usize) -> bool {
    let cue = super::claims::before(text, at, 8).to_lowercase();
    let cue = cue.trim_end_matches([' ', ':', '：']);
    ["version", "版本", "版本号", "section", "v", "第"].iter().any(|known| cue.ends_with(known))
}
