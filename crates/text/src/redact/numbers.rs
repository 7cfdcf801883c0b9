//! Numbers that a state or a bank gives a person, and the plates of their cars.

use super::PersonalKind::{BankCard, Iban, IdCard, NationalId, Passport, Plate};
use super::claims::{Claims, before, digits, is_serial, stands_alone, sweep, sweep_cued, sweep_within};
use super::signs::{Signs, cue};
use regex::Regex;
use std::sync::LazyLock;

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a pattern of ours")
}

static ID_CARD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[1-9][0-9]{5}[ -]?(?:(?:18|19|20)[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]{3}[0-9Xx]|[0-9]{9})"));
static CARD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[1-9][0-9]{3}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{1,4}(?:[ -][0-9]{1,3})?|3[47][0-9]{2}[ -][0-9]{6}[ -][0-9]{5}|[1-9][0-9]{11,18}",
    )
});
static IBAN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?"));
static SSN: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}"));
static NINO: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]"));
static DNI: LazyLock<Regex> = LazyLock::new(|| pattern(r"[XYZ]?[0-9]{7,8}-?[A-Z]"));
static NIR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[12] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}"));
static TAX: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[1-9][0-9]{2} ?[0-9]{3} ?[0-9]{3}|[1-9][0-9] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}"));
static CUED_ID: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:(?-u:\b)ssn|social security(?: number| no\.?)?|(?-u:\b)ni number|national insurance(?: number| no\.?)?|(?-u:\b)tfn|tax file number|(?-u:\b)steuer-?id|steueridentifikationsnummer",
        r"|sozialversicherungsnummer|(?-u:\b)dni|(?-u:\b)nie|sécurité sociale|personalausweis(?:nummer)?)(?: is| ist| es| est)?[ ]?[:：]?[ ]?([A-Z]{0,2} ?[0-9](?:[ -]?[0-9]){5,14}(?: ?-?[A-Z](?-u:\b))?)"
    ))
});
static PASSPORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:护照号?码?|通行证号?码?|passport(?: number| no\.?)?|reisepass(?:nummer|-nr\.?)?|passeport|pasaporte)",
        r"(?: ?(?:nº|n°|nr\.?|número|numéro))?(?:是|为| is| ist| es| est)?[ ]?[:：#]?[ ]?([A-Z0-9]{1,4}[0-9]{4,9}[A-Z0-9]{0,2}(?-u:\b))"
    ))
});
static PASSPORT_BARE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[EG][A-HJ-NP-Z]?[0-9]{7,8}"));
static PLATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Z][ ·•・.-]?",
        r"[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]"
    ))
});
static PLATE_BRITISH: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-HJ-PR-Y][A-HJ-PR-Y][0-9]{2} ?[A-HJ-PR-Z]{3}"));

pub(super) fn find(text: &str, signs: &Signs, claims: &mut Claims) {
    if signs.digit_count < 2 {
        return;
    }
    if signs.has_upper() && !signs.is_ascii() && has_provincial_letter(text) {
        sweep(&PLATE, text, |range| {
            (stands_alone_after(text, range.end) && claims.claim(range.clone(), Plate)).then_some(range.end)
        });
    }
    let has_lettered = signs.has_upper() && has_letters_before_digits(text);
    if has_lettered {
        sweep(&PLATE_BRITISH, text, |range| {
            (stands_alone(text, &range) && claims.claim(range.clone(), Plate)).then_some(range.end)
        });
    }
    if signs.digit_count < 6 {
        return;
    }
    if has_lettered {
        sweep(&IBAN, text, |mut range| {
            // The pattern is greedy: letters of the next word may have been swept in, so shorter readings are tried.
            while range.len() >= 15 {
                if stands_alone(text, &range) && iban_checks(&text[range.clone()]) {
                    return claims.claim(range.clone(), Iban).then_some(range.end);
                }
                range.end -= 1;
            }
            None
        });
    }
    if signs.number_longest >= 15 && signs.run_longest >= 6 {
        sweep_within(signs.numbers.clone(), &ID_CARD, text, |range| {
            let value = &text[range.clone()];
            let is_id = stands_alone(text, &range)
                && (resident_id_checks(value) || is_cued(text, range.start, &["身份证", "证件", "身份号"]));
            (is_id && claims.claim(range.clone(), IdCard)).then_some(range.end)
        });
    }
    if signs.has_cue(cue::PASSPORT) && signs.run_longest >= 4 {
        sweep_cued(&PASSPORT, text, |range| claims.claim(range.clone(), Passport).then_some(range.end));
    }
    if signs.has_cue(cue::NATIONAL_ID) && signs.number_longest >= 6 {
        sweep_cued(&CUED_ID, text, |range| {
            let range = range.end - text[range.clone()].trim_start().len()..range.end;
            claims.claim(range.clone(), NationalId).then_some(range.end)
        });
    }
    if signs.number_longest >= 15 {
        sweep_within(signs.numbers.clone(), &NIR, text, |range| {
            (stands_alone(text, &range)
                && social_security_checks(&text[range.clone()])
                && claims.claim(range.clone(), NationalId))
            .then_some(range.end)
        });
    }
    if signs.number_longest >= 12 {
        sweep_within(signs.numbers.clone(), &CARD, text, |mut range| {
            let is_card_cued = is_cued(text, range.start, &["card", "card number", "card #", "卡号"]);
            loop {
                let numbers = digits(&text[range.clone()]);
                let is_long_enough = numbers.len() >= 13 || numbers.len() == 12 && is_card_cued;
                if !is_long_enough {
                    return None;
                }
                if stands_alone(text, &range) && luhn(&numbers) && (is_card_cued || !is_serial(text, range.start)) {
                    return claims.claim(range.clone(), BankCard).then_some(range.end);
                }
                // The last group may be the next number of the sentence.
                range.end = range.start + text[range.clone()].rfind([' ', '-'])?;
            }
        });
    }
    if signs.number_longest >= 9 && signs.is_grouped {
        sweep_within(signs.numbers.clone(), &SSN, text, |range| {
            let value = &text[range.clone()];
            let is_issued =
                !value.starts_with("000") && !value.starts_with("666") && value.as_bytes()[3] == value.as_bytes()[6];
            (is_issued && stands_alone(text, &range) && claims.claim(range.clone(), NationalId)).then_some(range.end)
        });
    }
    if has_lettered {
        sweep(&NINO, text, |range| {
            (stands_alone(text, &range) && claims.claim(range.clone(), NationalId)).then_some(range.end)
        });
    }
    if signs.has_upper() && signs.run_longest >= 7 {
        sweep(&DNI, text, |range| {
            (stands_alone(text, &range) && dni_checks(&text[range.clone()]) && claims.claim(range.clone(), NationalId))
                .then_some(range.end)
        });
    }
    if signs.has_cue(cue::TAX) && signs.number_longest >= 9 {
        sweep_within(signs.numbers.clone(), &TAX, text, |range| {
            let numbers = digits(&text[range.clone()]);
            let is_cued = is_cued(text, range.start, &["tfn", "tax file", "steuernummer", "idnr", "steuer-id"]);
            let checks = if numbers.len() == 9 { tax_file_checks(&numbers) } else { tax_id_checks(&numbers) };
            (is_cued && checks && stands_alone(text, &range) && claims.claim(range.clone(), NationalId))
                .then_some(range.end)
        });
    }
    if signs.has_upper() && signs.run_longest >= 7 {
        sweep(&PASSPORT_BARE, text, |range| {
            let is_passport = range.len() == 9 && stands_alone(text, &range) && !is_serial(text, range.start);
            (is_passport && claims.claim(range.clone(), Passport)).then_some(range.end)
        });
    }
}

/// Whether a capital stands right after a character beyond ASCII, as on every Chinese plate.
fn has_provincial_letter(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| pair[0] >= 0x80 && pair[1].is_ascii_uppercase())
}

/// Whether two capitals stand before two digits, as on British plates and in the numbers of banks and of British
/// insurance; these alone allow a space between.
fn has_letters_before_digits(text: &str) -> bool {
    text.as_bytes().windows(4).any(|bytes| {
        bytes[0].is_ascii_uppercase()
            && bytes[1].is_ascii_uppercase()
            && bytes[3].is_ascii_digit()
            && (bytes[2].is_ascii_digit() || bytes[2] == b' ')
    })
}

fn stands_alone_after(text: &str, end: usize) -> bool {
    !text[end..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn is_cued(text: &str, at: usize, cues: &[&str]) -> bool {
    let cue = before(text, at, 14).to_lowercase();
    let cue = cue.trim_end_matches([' ', ':', '：', '为', '是', '号', '码']);
    cues.iter().any(|known| cue.ends_with(known.trim_end_matches(['号', '码'])))
}

/// The check digit of GB 11643 (ISO 7064 MOD 11-2); the older form of fifteen digits has none, so its date decides.
fn resident_id_checks(value: &str) -> bool {
    let value: Vec<u8> = value.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_uppercase()).collect();
    let number =
        |range: std::ops::Range<usize>| value[range].iter().fold(0u32, |sum, b| sum * 10 + u32::from(b - b'0'));
    let is_date = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_province =
        matches!(number(0..2), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91);
    match value.len() {
        18 => {
            const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
            let sum: u32 = value.iter().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
            is_date(number(10..12), number(12..14)) && value[17] == b"10X98765432"[(sum % 11) as usize]
        }
        15 => is_province && is_date(number(8..10), number(10..12)),
        _ => false,
    }
}

/// ISO/IEC 7812-1, annex B. A number of one repeated digit passes and is nobody's card.
fn luhn(numbers: &[u32]) -> bool {
    let doubled = |(index, digit): (usize, &u32)| match index % 2 {
        0 => *digit,
        _ if *digit > 4 => digit * 2 - 9,
        _ => digit * 2,
    };
    numbers.iter().any(|digit| *digit != numbers[0])
        && numbers.iter().rev().enumerate().map(doubled).sum::<u32>().is_multiple_of(10)
}

/// ISO 13616: the country moved to the end, letters as numbers, remainder 1 of 97.
fn iban_checks(value: &str) -> bool {
    let value: Vec<u8> = value.bytes().filter(u8::is_ascii_alphanumeric).collect();
    if !(15..=34).contains(&value.len()) {
        return false;
    }
    let remainder = value[4..].iter().chain(&value[..4]).fold(0u32, |sum, b| match b {
        b'0'..=b'9' => (sum * 10 + u32::from(b - b'0')) % 97,
        _ => (sum * 100 + u32::from(b - b'A') + 10) % 97,
    });
    remainder == 1
}

/// The French key: 97 less the remainder of the thirteen digits.
fn social_security_checks(value: &str) -> bool {
    let numbers = digits(value);
    let number = |part: &[u32]| part.iter().fold(0u64, |sum, digit| sum * 10 + u64::from(*digit));
    numbers.len() == 15 && 97 - number(&numbers[..13]) % 97 == number(&numbers[13..])
}

/// The Spanish letter: the remainder of 23, where a foreigner's leading letter counts as a digit.
fn dni_checks(value: &str) -> bool {
    let value: Vec<u8> = value.bytes().filter(u8::is_ascii_alphanumeric).collect();
    if value.len() != 9 {
        return false;
    }
    let number = value[..8]
        .iter()
        .fold(0u32, |sum, b| sum * 10 + u32::from(if b.is_ascii_digit() { b - b'0' } else { b - b'X' }));
    b"TRWAGMYFPDXBNJZSQVHLCKE"[(number % 23) as usize] == value[8]
}

fn tax_file_checks(numbers: &[u32]) -> bool {
    numbers
        .iter()
        .zip([1, 4, 3, 7, 5, 8, 6, 9, 10])
        .map(|(digit, weight)| digit * weight)
        .sum::<u32>()
        .is_multiple_of(11)
}

/// The German tax number: ISO 7064 MOD 11,10.
fn tax_id_checks(numbers: &[u32]) -> bool {
    let Some((check, rest)) = numbers.split_last() else { return false };
    let product = rest.iter().fold(10, |product, digit| {
        let sum = (digit + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == *check
}
