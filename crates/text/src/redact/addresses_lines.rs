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

/// Any street between two numbers, where a suite follows.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"((?:[0-9]{{1,5}} )?[0-9]{{1,5}} {WORD}(?: (?:(?:de|da|do|del|della|van|z|na|u) )?{WORD}){{0,3}} [0-9]{{1,4}}[a-z]?),?\s+(?:Apt\.|Suite) [0-9]"
    ))
});

/// What follows the street: the suite, the town and the country or code.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    let town = format!(r"(?:[\s,]+{WORD}(?: (?:u |v |i |na |pri )?{WORD}){{0,3}}){{1,2}}");
    pattern(&format!(
        r"^(?:,?\s+(?:Apt\.|Suite) [0-9]{{1,4}}[A-Za-z]?){{0,2}}(?:{town}\s*,?\s(?:[A-Z]{{2,3}},?\s+)?[0-9]{{4,6}}(?-u:\b)|{town}?[\s,]+(?:{COUNTRIES})(?-u:\b)(?: [0-9]{{4,6}}(?-u:\b))?|[\s,]+[A-Z]{{2,3}},?\s+[0-9]{{4,6}}(?-u:\b))"
    ))
});
static SUITE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?-u:\b)(?:Apt\.|Suite) [0-9]{1,4}[A-Za-z]?(?-u:\b)"));
static CODE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?-u:\b)(?:{COUNTRIES})[, ]\s?([0-9]{{5}})(?-u:\b)")));

/// How far an address that ends here goes on: 0 where nothing of one follows.
pub(super) fn tail(rest: &str) -> usize {
    TAIL.find(rest).map_or(0, |found| found.end())
}

pub(super) fn find(text: &str, signs: &Signs, claims: &mut Claims) {
    if signs.digit_count < 2 || !signs.has_upper() {
        return;
    }
    if text.contains("PO A") {
        sweep(&MILITARY, text, |range| claims.claim(range.clone(), Address).then_some(range.end));
    }
    if text.contains("Suite ") || text.contains("Apt. ") {
        sweep_cued(&NUMBERED, text, |mut range| {
            range.end += tail(&text[range.end..]);
            (stands_alone(text, &range) && claims.claim(range.clone(), Address)).then_some(range.end)
        });
    }
    if has_foreign_street(text) {
        sweep_cued(&FOREIGN, text, |mut range| {
            range.end += tail(&text[range.end..]);
            (stands_alone(text, &range) && claims.claim(range.clone(), Address)).then_some(range.end)
        });
    }
}

/// What is left of an address whose street nobody recognised.
pub(super) fn find_parts(text: &str, signs: &Signs, claims: &mut Claims) {
    if signs.digit_count < 2 || !signs.has_upper() {
        return;
    }
    if text.contains("Suite ") || text.contains("Apt. ") {
        sweep(&SUITE, text, |range| claims.claim(range.clone(), Address).then_some(range.end));
    }
    if ["Box ", "Postfach ", "Apartado "].iter().any(|word| text.contains(word)) {
        sweep(&BOX, text, |range| claims.claim(range.clone(), Address).then_some(range.end));
    }
    if signs.run_longest >= 5 {
        sweep_cued(&CODE, text, |range| claims.claim(range.clone(), Address).then_some(range.end));
    }
}

/// Whether a number stands after a word that may be a street of the continent: ` 12` after what ends or begins like one.
fn has_foreign_street(text: &str) -> bool {
    static STREET: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!(r"(?:{STREET_ENDS}) [0-9]|(?:{STREET_BEGINS}) \p{{L}}")));
    STREET.is_match(text)
}
