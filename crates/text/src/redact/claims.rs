//! Which stretches of a text are already taken, and the small tests that every family needs.

use super::signs::Signs;
use super::{PersonalKind, Span};
use regex::{CaptureLocations, Regex};
use std::ops::Range;

/// Stretches in bytes of the flattened text.
pub(super) struct Claims {
    taken: Vec<(Range<usize>, Option<PersonalKind>)>,
}

impl Claims {
    /// Tokens that already stand in the text are taken by nobody, which is what makes masking idempotent.
    pub fn over(text: &str, signs: &Signs) -> Claims {
        let mut taken = Vec::new();
        if signs.has_bracket() {
            for (at, _) in text.match_indices('[') {
                let token = PersonalKind::ALL.map(PersonalKind::token).into_iter().find(|t| text[at..].starts_with(t));
                taken.extend(token.map(|token| (at..at + token.len(), None)));
            }
        }
        Claims { taken }
    }

    /// - returns: whether the stretch was free and is now claimed
    pub fn claim(&mut self, range: Range<usize>, kind: PersonalKind) -> bool {
        if range.is_empty() || !self.is_free(&range) {
            return false;
        }
        self.taken.push((range, Some(kind)));
        true
    }

    pub fn is_free(&self, range: &Range<usize>) -> bool {
        self.taken.iter().all(|(taken, _)| taken.end <= range.start || range.end <= taken.start)
    }

    /// What is claimed as one kind, in the order of claiming.
    pub fn of(&self, kind: PersonalKind) -> impl Iterator<Item = Range<usize>> {
        self.taken.iter().filter(move |(_, taken)| *taken == Some(kind)).map(|(range, _)| range.clone())
    }

    pub fn into_spans(mut self, text: &str) -> Vec<Span> {
        self.taken.sort_unstable_by_key(|(range, _)| range.start);
        let (mut bytes, mut points) = (0, 0u32);
        let mut count = |to: usize| {
            points += text[bytes..to].chars().count() as u32;
            bytes = to;
            points
        };
        let mut spans = Vec::new();
        for (range, kind) in self.taken {
            if let Some(kind) = kind {
                spans.push(Span { start: count(range.start), end: count(range.end), kind });
            }
        }
        spans
    }
}

/// Offers every match, also those that overlap one that was refused.
///
/// - `judge`: returns where to go on if it took the match
pub(super) fn sweep(regex: &Regex, text: &str, judge: impl FnMut(Range<usize>) -> Option<usize>) {
    sweep_within(0..text.len(), regex, text, judge);
}

/// The same for the matches that lie in a part of the text.
pub(super) fn sweep_within(
    part: Range<usize>,
    regex: &Regex,
    text: &str,
    mut judge: impl FnMut(Range<usize>) -> Option<usize>,
) {
    let mut at = part.start;
    while let Some(found) = regex.find_at(&text[..part.end], at) {
        at = judge(found.range()).unwrap_or(0).max(character_after(text, found.start()));
        if at > part.end {
            break;
        }
    }
}

/// The same for a pattern whose first group is the datum, and what stands before it the cue.
///
/// - `judge`: is given the datum
pub(super) fn sweep_cued(regex: &Regex, text: &str, mut judge: impl FnMut(Range<usize>) -> Option<usize>) {
    sweep_groups(regex, text, |groups| judge(groups.get(1).map_or(0..0, |(start, end)| start..end)));
}

/// The same for a pattern whose groups are read one by one.
pub(super) fn sweep_groups(regex: &Regex, text: &str, mut judge: impl FnMut(&CaptureLocations) -> Option<usize>) {
    let mut groups = regex.capture_locations();
    let mut at = 0;
    while let Some(found) = regex.captures_read_at(&mut groups, text, at) {
        at = judge(&groups).unwrap_or(0).max(character_after(text, found.start()));
        if at > text.len() {
            break;
        }
    }
}

fn character_after(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

/// Whether a number stands alone, not inside a longer number, word or decimal.
pub(super) fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = &text.as_bytes()[..range.start];
    let after = &text.as_bytes()[range.end..];
    let joined = |near: Option<&u8>, far: Option<&u8>| match near {
        Some(b) if b.is_ascii_alphanumeric() || *b == b'+' => true,
        Some(b'.' | b'-' | b'/') => far.is_some_and(u8::is_ascii_digit),
        _ => false,
    };
    !joined(before.last(), before.iter().rev().nth(1)) && !joined(after.first(), after.get(1))
}

/// The last `count` characters before a place, for looking at its cue.
pub(super) fn before(text: &str, at: usize, count: usize) -> &str {
    let start = text[..at].char_indices().rev().take(count).last().map_or(at, |(index, _)| index);
    &text[start..at]
}

pub(super) fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// Whether what stands before names a thing that is no person's: an order, a parcel, a document.
pub(super) fn is_serial(text: &str, at: usize) -> bool {
    const CUES: [&str; 32] = [
        "单号",
        "流水号",
        "编号",
        "案号",
        "文号",
        "工单",
        "订单",
        "批号",
        "税号",
        "信用代码",
        "房价",
        "统计数据",
        "order",
        "tracking",
        "ticket",
        "invoice",
        "reference",
        "ref",
        "isbn",
        "flight",
        "parcel",
        "case",
        "serial",
        "pedido",
        "commande",
        "bestellung",
        "rechnung",
        "sendung",
        "factura",
        "facture",
        "colis",
        "envío",
    ];
    let cue = before(text, at, 16).to_lowercase();
    let cue = cue.trim_end_matches([' ', ':', '：', '#', '.', '为', '是', '-']);
    let cue = [" number", " no", " nummer", " número", " numéro", " nr"]
        .iter()
        .find_map(|end| cue.strip_suffix(end))
        .unwrap_or(cue);
    CUES.iter().any(|known| cue.ends_with(known))
}
