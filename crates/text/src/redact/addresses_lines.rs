//! Addresses as forms and letters write them: over several lines, with a suite, a country and a post code, or of a
//! post office of the armed forces.

use super::PersonalKind::Address;
use super::claims::{Claims, stands_alone, sweep, sweep_cued};
use super::signs::Signs;
use regex::Regex;
use std::sync::LazyLock;

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a pattern of ours")
}

const WORD: &str = r"\p{Lu}[\p{L}'’]*(?:-\p{L}[\p{L}'’]*)*";
const COUNTRIES: &str = concat!(
    "United States|United Kingdom|USA|UK|Ireland|Canada|Australia|New Zealand|South Africa|Germany|Austria|Switzerland|France|Belgium|",
    "Netherlands|Luxembourg|Denmark|Norway|Sweden|Finland|Iceland|Greenland|Poland|Czech Republic|Czechia|Slovakia|Slovenia|Hungary|",
    "Croatia|Serbia|Romania|Bulgaria|Greece|Cyprus|Turkey|Italy|Spain|Portugal|Brazil|Argentina|Chile|Mexico|Uruguay|Tunisia|Morocco|",
    "Estonia|Latvia|Lithuania|Ukraine|Russia|Israel|India|China|Japan|Malaysia|Singapore|Philippines|Thailand|Vietnam|Indonesia"
);
const STREET_ENDS: &str = "gatan|vägen|veien|vegen|vej|gade|allé|katu|tie|kuja|polku|straat|laan|dijk|weg|gata|stræti|braut|vegur|utca|útja|straße|gasse";
const STREET_BEGINS: &str = r"Via|Viale|Piazza|Corso|Rue|Avenue|Rua|Rúa|Avenida|Calle|Travessa|Praça|ul\.|al\.|ulica|Ulica|Rruga|Strada|Bulevardul|Chemin|Impasse";

static MILITARY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:PSC [0-9]{{3,5}},? Box [0-9]{{3,5}}|Unit [0-9]{{3,5}},? Box [0-9]{{3,5}}|US[A-Z]{{1,4}} {WORD})\s*,?\s*(?:APO|DPO|FPO),? A[AEP],? [0-9]{{5}}"
    ))
});

/// A box at a post office, which is somebody's as a flat is.
static BOX: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?-u:\b)(?:P\.? ?O\.? ?Box|Postfach|Apartado(?: de [Cc]orreos)?) [0-9]{1,6}(?-u:\b)"));

/// A street with its number behind, or between two numbers, and what else of the address follows.
static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"((?:[0-9]{{1,5}} )?(?:\p{{Lu}}\p{{L}}*(?:{STREET_ENDS})|(?:{STREET_BEGINS}) (?:(?:de|da|do|del|della|des|du|la|le) ){{0,2}}{WORD}(?: {WORD}){{0,2}}) [0-9]{{1,4}}[a-zA-Z]?)(?-u:\b)"
    ))
});

/// Any street before its number, in any script, where a town and a code follow.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"((?:[0-9]{{1,5}} )?{WORD}(?: (?:(?:de|da|do|del|della|van|z|na|u) )?{WORD}){{0,3}}(?: \p{{Ll}}[\p{{L}}.]{{0,7}})? [0-9]{{1,4}}\.?[a-z]?)\s*[\n,]"
    ))
});

/// The corner of two streets.
static CORNER: LazyLock<Regex> = LazyLock::new(|| {
    let side = format!(
        r"(?:[0-9]{{1,5}}[a-z]? )?(?:\p{{Ll}}{{1,4}}\.? ){{0,2}}{WORD}\.?(?: (?:(?:de|da|do|del|della|des|du|la|le|van|z|na|u) )?{WORD}\.?){{0,4}}(?: \p{{Ll}}{{1,6}}\.?)?(?: [0-9]{{1,4}}[a-z]?\.?)?"
    );
    pattern(&format!(r"(?-u:\b)the corner of {side} and (?:(?:van|von|ten|de|der) ){{0,2}}{WORD}(?: {WORD}){{0,3}}"))
});

/// What follows the street: the suite, the town with its part of the country, and the country or code. Where a table
/// has nothing, exports write `nan`.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    let word = r"[\p{Lu}∆][\p{L}'’∆-]*\.?";
    let town = format!(
        r"[\s,]+{word}(?: (?:(?:u|v|i|na|pri|nad|de|del|di|la|le|am|an der|im|bei) )?{word}){{0,3}}(?: \([^()\n]{{2,24}}\))?"
    );
    let region = r"(?:[A-Z0-9]{2,3}|nan)";
    let country = format!(r"(?:{COUNTRIES})(?-u:\b)(?: \(\p{{L}}+\))?");
    let code = r"[0-9]{4,6}(?-u:\b)";
    pattern(&format!(
        r"^(?:(?:{town}){{1,2}}\s*,?\s(?:{region},?\s+)?{code}|(?:{town}){{0,2}}(?:\s*,\s*{region})?[\s,]+{country}(?:,? {code})?|[\s,]+{region},?\s+{code})"
    ))
});
/// A code before the town, as on the continent.
static CODE_AND_TOWN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"^ ?,[ ][0-9]{{5}} {WORD}(?:(?: (?:de|del|la|am|an der|im|in|bei|ob der))? {WORD}){{0,3}}"))
});
/// What follows a suite in its own line.
static TOWN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^ [\p{Lu}∆][\p{L}'’∆-]+(?: [\p{Lu}∆][\p{L}'’∆-]+){0,3}(?: nan(?-u:\b))?"));
static SUITES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?-u:\b)(?:Apt\.|Suite) [0-9]{1,4}[A-Za-z]?(?-u:\b)(?:,?\s+(?:Apt\.|Suite) [0-9]{1,4}[A-Za-z]?(?-u:\b))?")
});
static CODE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?-u:\b)(?:{COUNTRIES})(?: \(\p{{L}}+\))?[, ]\s?([0-9]{{5}})(?-u:\b)")));

static COUNTRY: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?:{COUNTRIES})")));

/// The longest end of an address, in bytes.
const TAIL_BYTES: usize = 160;

/// Whether four digits stand in a row.
fn has_code(text: &str) -> bool {
    text.as_bytes().windows(4).any(|bytes| bytes.iter().all(u8::is_ascii_digit))
}

/// How far an address that ends here goes on: 0 where nothing of one follows.
pub(super) fn tail(rest: &str) -> usize {
    // What is far away belongs to another address, and a long text may hold thousands.
    let beside = &rest[..rest.floor_char_boundary(TAIL_BYTES)];
    let suites = SUITES.find(beside).filter(|found| rest[..found.start()].trim_matches([',', ' ', '\n']).is_empty());
    let from = suites.map_or(0, |found| found.end());
    // A hyphen or a digit behind the code: it is the beginning of a telephone number.
    let is_code = |end: usize| !matches!(&rest.as_bytes()[end..], [b'-', b'0'..=b'9', ..] | [b' ', b'0'..=b'9', ..]);
    // The patterns hold classes of thousands of letters, so what they end with is looked for first.
    let near = &rest[from..rest.floor_char_boundary(from + TAIL_BYTES)];
    let near = &near[..[". ", "; ", ": ", " - ", "?", "@", "+"]
        .iter()
        .filter_map(|end| near.find(end))
        .min()
        .unwrap_or(near.len())];
    let may_follow = near.starts_with([' ', ',', '\n']) && (has_code(near) || COUNTRY.is_match(near));
    let has_code_first = near.trim_start_matches([' ', ',']).starts_with(|c: char| c.is_ascii_digit());
    let place = if has_code_first { &CODE_AND_TOWN } else { &TAIL };
    let places = may_follow.then(|| place.find(near)).flatten();
    if let Some(end) = places.map(|found| from + found.end()).filter(|end| is_code(*end)) {
        return end;
    }
    // In capitals only it is the sign of a region: `NO` of Norway.
    let is_small = |word: &str| word.chars().any(char::is_lowercase) && crate::is_stop(&word.to_lowercase());
    let is_place = |town: &str| !town.split_ascii_whitespace().any(is_small);
    let town = TOWN.find(&rest[from..]).filter(|town| from > 0 && is_place(town.as_str()));
    from + town.map_or(0, |town| town.end())
}

pub(super) fn find(text: &str, signs: &Signs, claims: &mut Claims) {
    if signs.digit_count < 2 || !signs.has_upper() {
        return;
    }
    if text.contains("PO A") {
        sweep(&MILITARY, text, |range| claims.claim(range.clone(), Address).then_some(range.end));
    }
    if text.contains("corner of ") {
        sweep(&CORNER, text, |range| {
            // Without a number it is a place of the town.
            let is_house = text[range.clone()].bytes().any(|byte| byte.is_ascii_digit());
            (is_house && claims.claim(range.clone(), Address)).then_some(range.end)
        });
    }
    if has_suite(text) {
        sweep(&SUITES, text, |suites| {
            let start = street_before(text, suites.start)?;
            let street = text[start..suites.start].trim_end_matches([',', ' ', '\n']).len();
            let end = start + street + tail(&text[start + street..]);
            claims.claim(start..end, Address).then_some(end)
        });
    }
    if has_foreign_street(text) {
        sweep_cued(&FOREIGN, text, |mut range| {
            range.end += tail(&text[range.end..]);
            (stands_alone(text, &range) && claims.claim(range.clone(), Address)).then_some(range.end)
        });
    }
    if signs.run_longest >= 4 && text.contains('\n') {
        sweep_cued(&NUMBERED, text, |mut range| {
            let tail = tail(&text[range.end..]);
            range.end += tail;
            let is_coded = tail > 0 && text[..range.end].ends_with(|c: char| c.is_ascii_digit());
            (is_coded && stands_alone(text, &range) && claims.claim(range.clone(), Address)).then_some(range.end)
        });
    }
}

/// Where the street begins that stands before a suite: words with a capital and numbers, what may stand between
/// them, and one word without a capital before a number: `Farkas u. 12`.
fn street_before(text: &str, suite: usize) -> Option<usize> {
    const WORDS_MAX: usize = 10;
    const BETWEEN: [&str; 27] = [
        "de", "da", "do", "dos", "del", "della", "delle", "dei", "di", "des", "du", "la", "le", "van", "von", "der",
        "den", "nad", "na", "pod", "u", "z", "ul.", "al.", "rue", "avenue", "calle",
    ];
    let street = text[..suite].trim_end_matches([' ', '\n', ',']);
    if text[street.len()..suite].matches('\n').count() > 1 {
        return None;
    }
    let line = street.rfind('\n').map_or(0, |at| at + 1);
    let (mut start, mut end, mut has_number, mut is_before_number) = (None, street.len(), false, false);
    for _ in 0..WORDS_MAX {
        let begin = text[line..end].rfind(' ').map_or(line, |at| line + at + 1);
        let word = &text[begin..end];
        let bare = word.strip_suffix('.').unwrap_or(word);
        let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
        let is_number = (1..=5).contains(&digits) && bare.len() <= digits + 1;
        let is_last_of_sentence = bare.len() < word.len() && bare.chars().count() > 5;
        let is_name = (word.starts_with(char::is_uppercase) || word.starts_with("d'") || word.starts_with("l'"))
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.' | '∆'))
            && !is_last_of_sentence
            && (word == "Via" || !crate::is_stop(&word.to_lowercase()));
        let is_between = BETWEEN.contains(&word)
            || is_before_number && !crate::is_stop(bare) && word.chars().all(|c| c.is_lowercase() || c == '.');
        if is_number || is_name {
            start = Some(begin);
        } else if !is_between {
            break;
        }
        has_number |= is_number;
        is_before_number = is_number;
        if begin == line {
            break;
        }
        end = begin - 1;
    }
    start.filter(|_| has_number)
}

/// What is left of an address whose street nobody recognised.
pub(super) fn find_parts(text: &str, signs: &Signs, claims: &mut Claims) {
    if signs.digit_count < 2 || !signs.has_upper() {
        return;
    }
    if has_suite(text) {
        sweep(&SUITES, text, |range| claims.claim(range.clone(), Address).then_some(range.end));
    }
    if ["Box ", "Postfach ", "Apartado "].iter().any(|word| text.contains(word)) {
        sweep(&BOX, text, |range| claims.claim(range.clone(), Address).then_some(range.end));
    }
    if signs.run_longest >= 5 {
        sweep_cued(&CODE, text, |range| claims.claim(range.clone(), Address).then_some(range.end));
    }
}

fn has_suite(text: &str) -> bool {
    text.contains("Suite ") || text.contains("Apt. ")
}

/// Whether a number stands after a word that may be a street of the continent: ` 12` after what ends or begins like one.
fn has_foreign_street(text: &str) -> bool {
    static STREET: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!(r"(?:{STREET_ENDS}) [0-9]|(?:{STREET_BEGINS}) \p{{L}}")));
    STREET.is_match(text)
}
