//! Names in Latin letters: capitalised words after a word that announces a person.

use super::PersonalKind::Name;
use super::claims::{Claims, sweep};
use regex::Regex;
use std::sync::LazyLock;

const WORD: &str = r"\p{Lu}[\p{L}'’]*(?:-\p{Lu}?[\p{L}'’]+)*";

static CUED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        concat!(
            r"(?:((?i:\bmy name is|\bname ?:|\bmein name ist|\bich hei(?:ß|ss)e|\bme llamo|\bmi nombre es|\bnombre ?:|\bje m'appelle|\bmon nom est|\bnom ?:)|\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Señor|Señora|Sr|Sra|Mme|Monsieur|Madame)\b\.?)",
            r"|((?i:\bi am|\bi'm|\bcontact|\bich bin|\bsoy|\bje suis|\bask for|\bregards,|\bsincerely,|\bkontakt|\bcontacto)))",
            r"[ ]({w}(?:(?: (?:de la|de|del|van|von|der|la|di|da|el))? (?:{w}|\p{{Lu}}\.)){{0,3}})"
        ),
        w = WORD
    ))
    .expect("a pattern of ours")
});

pub(super) fn find(text: &str, claims: &mut Claims) {
    if !text.bytes().any(|b| b.is_ascii_uppercase()) {
        return;
    }
    sweep(&CUED, text, |captures| {
        let name = captures.get(3)?;
        let is_sure = captures.get(1).is_some();
        let fits = is_sure || name.as_str().contains(' ');
        (fits && claims.claim(name.range(), Name)).then_some(name.end())
    });
}
