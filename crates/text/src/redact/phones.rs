//! Telephone numbers, with and without a word that announces them.

use super::PersonalKind::Phone;
use super::claims::{Claims, digits, is_serial, stands_alone, sweep_cued, sweep_within};
use super::signs::{Signs, cue};
use regex::Regex;
use std::sync::LazyLock;

static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:\+?(?:00)?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}",
        r"|[(（]0(?:10|2[0-9]|[3-9][0-9]{2})[)）][- ]?[2-8][0-9]{2,3}[- ]?[0-9]{4}(?:转[0-9]{1,5}|-[0-9]{1,5})?",
        r"|(?:\+?86[- ]?)?0(?:10|2[0-9]|[3-9][0-9]{2})[- ]?[2-8][0-9]{2,3}[- ]?[0-9]{4}(?:转[0-9]{1,5}|-[0-9]{1,5})?"
    ))
    .expect("a pattern of ours")
});
/// An own form for each way of grouping: a country code, an area code in brackets, groups after a trunk 0, ten digits
/// of North America, nine of Spain.
static GROUPED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\+[1-9][0-9]{0,2}(?:(?:[ ./-]|[ -]?\(|\)[ -]?)?[0-9]){6,12}(?: ?(?:x|ext\.?) ?[0-9]{1,6})?",
        r"|(?:\+?1[ .-]?)?\([0-9]{2,4}\)[ .-]?[0-9]{3,4}[ .-]?[0-9]{3,4}(?: ?(?:x|ext\.?) ?[0-9]{1,6})?",
        r"|(?:00)?1?[ .-]?[2-9][0-9]{2}[ .-][0-9]{3}[ .-][0-9]{4}(?: ?(?:x|ext\.?) ?[0-9]{1,6})?",
        r"|0[0-9]{1,4}[ /-][0-9]{3,8}(?:[ -][0-9]{2,4}){0,2}",
        r"|0[0-9](?:[ .-][0-9]{2}){4}",
        r"|[6-9][0-9]{2} [0-9]{3} [0-9]{3}|[6-9][0-9]{2}(?: [0-9]{2}){3}|[89][0-9] [0-9]{3} [0-9]{2} [0-9]{2}"
    ))
    .expect("a pattern of ours")
});
static CUED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?:电话|手机|联系方式|致电|热线|(?-u:\b)phone|(?-u:\b)call(?: me)? (?:at|on)|answering (?:at|on)|(?-u:\b)reach me (?:on|at)|(?-u:\b)tel|(?-u:\b)mobile|(?-u:\b)cell|(?-u:\b)fax|(?-u:\b)office|(?-u:\b)desk|telefono?|teléfono|(?-u:\b)handy|téléphone|(?-u:\b)tél|mich an unter)",
        r"(?:号码?| number| nummer)?(?:\.|是|为| is| es| ist| est(?: le)?)?[ ]?[:：]?\s?([+(]?[0-9](?:(?:[ ./-]|[ -]?\(|\)[ -]?)?[0-9]){5,14}(?: ?x[0-9]{1,6})?)"
    ))
    .expect("a pattern of ours")
});

pub(super) fn find(text: &str, signs: &Signs, claims: &mut Claims) {
    if signs.digit_count < 7 {
        return;
    }
    if signs.number_longest >= 10 {
        sweep_within(signs.numbers.clone(), &CHINESE, text, |range| {
            (stands_alone(text, &range) && !is_serial(text, range.start) && claims.claim(range.clone(), Phone))
                .then_some(range.end)
        });
    }
    if signs.has_cue(cue::PHONE) && signs.number_longest >= 6 {
        sweep_cued(&CUED, text, |range| {
            let value = &text[range.clone()];
            let fits = digits(value).len() >= 7 && stands_alone(text, &range) && !is_public(value);
            (fits && claims.claim(range.clone(), Phone)).then_some(range.end)
        });
    }
    if signs.number_longest >= 7 && signs.is_grouped {
        sweep_within(signs.numbers.clone(), &GROUPED, text, |range| {
            let value = &text[range.clone()];
            let fits = (9..=20).contains(&digits(value).len()) && !is_toll_free(value);
            (fits && stands_alone(text, &range) && !is_serial(text, range.start) && claims.claim(range.clone(), Phone))
                .then_some(range.end)
        });
    }
}

/// The numbers of ten digits that companies and offices of China print on their doors.
fn is_toll_free(number: &str) -> bool {
    number.starts_with("400-") || number.starts_with("800-")
}

/// Numbers of services, which belong in a complaint about them.
fn is_public(number: &str) -> bool {
    ["400", "800", "95", "96", "12"].iter().any(|start| number.starts_with(start))
        && number.chars().all(|c| c.is_ascii_digit() || c == '-')
        && number.len() <= 12
        && !number.starts_with("12") | (number.len() <= 6)
}
