//! Names in Latin letters: capitalised words after a word that announces a person.

use super::PersonalKind::Name;
use super::claims::{Claims, sweep_groups};
use super::signs::{Signs, cue};
use regex::Regex;
use std::sync::LazyLock;

const WORD: &str = r"\p{Lu}[\p{L}'’]*(?:-\p{Lu}?[\p{L}'’]+)*";

static CUED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        concat!(
            r"(?:((?i:(?-u:\b)my name is|(?-u:\b)name ?:|(?-u:\b)name\?|(?-u:\b)mein name ist|(?-u:\b)ich hei(?:ß|ss)e|(?-u:\b)me llamo|(?-u:\b)mi nombre es|(?-u:\b)nombre ?:|(?-u:\b)je m'appelle|(?-u:\b)mon nom est|(?-u:\b)nom ?:)|(?-u:\b)(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Señor|Señora|Sr|Sra|Mme|Monsieur|Madame)(?-u:\b)\.?)",
            r"|((?i:(?-u:\b)i am|(?-u:\b)i'm|(?-u:\b)contact|(?-u:\b)ich bin|(?-u:\b)soy|(?-u:\b)je suis|(?-u:\b)ask for|(?-u:\b)regards,|(?-u:\b)sincerely,|(?-u:\b)kontakt|(?-u:\b)contacto)))",
            r"[ ]{{1,12}}({w}(?:(?: (?:de la|de|del|van|von|der|la|di|da|el))? (?:\p{{Lu}}\.|{w})){{0,3}})"
        ),
        w = WORD
    ))
    .expect("a pattern of ours")
});

pub(super) fn find(text: &str, signs: &Signs, claims: &mut Claims) {
    if !signs.has_upper() || !signs.has_cue(cue::NAME_LATIN) {
        return;
    }
    sweep_groups(&CUED, text, |groups| {
        let (start, end) = groups.get(3)?;
        let is_sure = groups.get(1).is_some();
        // What follows a question begins a sentence as often as it answers.
        let is_asked = text[..start].trim_end().ends_with('?');
        let first = text[start..end].split(' ').next().unwrap_or_default().to_lowercase();
        let fits = (is_sure || text[start..end].contains(' ')) && !(is_asked && crate::is_stop(&first));
        (fits && claims.claim(start..end, Name)).then_some(end)
    });
}
