//! Hides what names or reaches a person, before anything is stored.
//!
//! Each family of personal data has its file and claims what it recognises; the surer families come first, and what
//! is claimed stays claimed. Where a number carries a check digit the check decides, so that an order number of the
//! same length stays readable.

mod addresses;
mod addresses_lines;
mod claims;
mod handles;
mod names;
mod names_beside;
mod names_known;
mod names_latin;
mod numbers;
mod phones;
mod signs;
#[cfg(test)]
mod tests;

use claims::Claims;
use signs::{Signs, cue, narrow};
use std::borrow::Cow;

/// A text without its personal data, and where that stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// The text with every span replaced by its kind's token.
    pub text: String,
    /// In order, not overlapping, none empty.
    pub spans: Vec<Span>,
}

/// A place in the text as it came in: code points, `end` not inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: u32,
    pub end: u32,
    pub kind: PersonalKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonalKind {
    Phone,
    /// The Chinese resident identity number.
    IdCard,
    /// Any other state's number for a person: social security, insurance, tax.
    NationalId,
    Passport,
    BankCard,
    Iban,
    Email,
    Plate,
    Address,
    Name,
    /// A handle on a platform, which leads to a person as surely as a telephone number does.
    SocialId,
    Ip,
    /// The address of a post or profile, from which its author can be read.
    Link,
}

impl PersonalKind {
    const ALL: [PersonalKind; 13] = {
        use PersonalKind::*;
        [Phone, IdCard, NationalId, Passport, BankCard, Iban, Email, Plate, Address, Name, SocialId, Ip, Link]
    };

    /// The name used in measured files.
    pub const fn code(self) -> &'static str {
        match self {
            PersonalKind::Phone => "PHONE",
            PersonalKind::IdCard => "ID_CARD",
            PersonalKind::NationalId => "NATIONAL_ID",
            PersonalKind::Passport => "PASSPORT",
            PersonalKind::BankCard => "BANK_CARD",
            PersonalKind::Iban => "IBAN",
            PersonalKind::Email => "EMAIL",
            PersonalKind::Plate => "PLATE",
            PersonalKind::Address => "ADDRESS",
            PersonalKind::Name => "NAME",
            PersonalKind::SocialId => "SOCIAL_ID",
            PersonalKind::Ip => "IP",
            PersonalKind::Link => "LINK",
        }
    }

    /// What stands in the masked text.
    pub const fn token(self) -> &'static str {
        match self {
            PersonalKind::Phone => "[phone]",
            PersonalKind::IdCard => "[id-card]",
            PersonalKind::NationalId => "[national-id]",
            PersonalKind::Passport => "[passport]",
            PersonalKind::BankCard => "[bank-card]",
            PersonalKind::Iban => "[iban]",
            PersonalKind::Email => "[email]",
            PersonalKind::Plate => "[plate]",
            PersonalKind::Address => "[address]",
            PersonalKind::Name => "[name]",
            PersonalKind::SocialId => "[handle]",
            PersonalKind::Ip => "[ip]",
            PersonalKind::Link => "[link]",
        }
    }
}

/// Finds and masks personal data in a post of any language.
///
/// - returns: the masked text and the spans; masking a masked text changes nothing
/// - cost: one to three microseconds for a short post without personal data, some tens for one with some, since that
///   one is read again after masking; `cargo bench -p text` measures it
pub fn redact(text: &str) -> Redacted {
    let mut spans = find(text);
    let mut masked = mask(text, &spans);
    // A mask can bring a new reading of what stands beside it, so a text in which something was found is looked at
    // until nothing more is. Each round masks something more, and three have always been enough.
    for _ in 0..ROUNDS_MAX {
        if spans.is_empty() {
            break;
        }
        let more = find(&masked);
        if more.is_empty() {
            break;
        }
        spans = merge(spans, more);
        masked = mask(text, &spans);
    }
    Redacted { text: masked, spans }
}

const ROUNDS_MAX: usize = 8;

fn find(text: &str) -> Vec<Span> {
    let mut signs = Signs::of(text);
    let mut flat = Cow::Borrowed(text);
    if signs.has_cue(cue::WIDE) {
        // One character for one, so that offsets in code points stay.
        flat = Cow::Owned(text.chars().map(narrow).collect());
        signs = Signs::of(&flat);
    }
    find_signed(&flat, &signs)
}

fn find_signed(flat: &str, signs: &Signs) -> Vec<Span> {
    let mut claims = Claims::over(flat, signs);
    handles::find(flat, signs, &mut claims);
    numbers::find(flat, signs, &mut claims);
    addresses::find(flat, signs, &mut claims);
    phones::find(flat, signs, &mut claims);
    handles::find_cued(flat, signs, &mut claims);
    names::find(flat, signs, &mut claims);
    names::find_again(flat, &mut claims);
    names_latin::find(flat, signs, &mut claims);
    names_known::find(flat, signs, &mut claims);
    claims.into_spans(flat)
}

fn mask(text: &str, spans: &[Span]) -> String {
    if spans.is_empty() {
        return text.to_owned();
    }
    let mut masked = String::with_capacity(text.len());
    let mut spans = spans.iter().peekable();
    for (c, position) in text.chars().zip(0u32..) {
        while spans.next_if(|span| span.end <= position).is_some() {}
        match spans.peek() {
            Some(span) if position == span.start => masked.push_str(span.kind.token()),
            Some(span) if position > span.start => {}
            _ => masked.push(c),
        }
    }
    masked
}

/// Adds spans found in the masked text, whose offsets count tokens, to those of the original text.
fn merge(known: Vec<Span>, more: Vec<Span>) -> Vec<Span> {
    let mut merged = Vec::with_capacity(known.len() + more.len());
    let mut known = known.into_iter().peekable();
    // What to add to an offset of the masked text to get back to the original.
    let mut shift = 0i64;
    for span in more {
        while let Some(earlier) = known.next_if(|earlier| i64::from(earlier.start) - shift <= i64::from(span.start)) {
            shift += i64::from(earlier.end - earlier.start) - earlier.kind.token().len() as i64;
            merged.push(earlier);
        }
        let back = |offset: u32| (i64::from(offset) + shift) as u32;
        merged.push(Span { start: back(span.start), end: back(span.end), kind: span.kind });
    }
    merged.extend(known);
    merged
}
