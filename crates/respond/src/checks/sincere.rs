//! Sincere (诚恳): does it say what is not known, is it sorry without an excuse, does it leave the blame where it belongs?

use super::sentence::{BLAME, CONDITIONAL, EXCUSE, REGRET, UNKNOWN, sentences};
use super::{Draft, Finding, Quality, Scene, placed, whole};

/// A statement that knows everything is believed by nobody, least of all while facts are open.
pub fn unknown(draft: &Draft, scene: &Scene) -> Vec<Finding> {
    let open = scene.facts.iter().filter(|fact| !fact.is_confirmed).count();
    let missing = draft.texts().into_iter().filter(|(_, text)| !UNKNOWN.is_match(text));
    missing
        .map(|(lang, _)| {
            let said = vec![super::language(lang), ("open", open.to_string())];
            whole(Quality::Sincere, "unknown-missing", said, open > 0)
        })
        .collect()
}

/// Regret: missing, on a condition, or taken back in the same breath.
pub fn regret(draft: &Draft, scene: &Scene) -> Vec<Finding> {
    let mut found = Vec::new();
    for (lang, text) in draft.texts() {
        // Where nothing has happened nobody need be sorry.
        if !REGRET.is_match(text) && !scene.is_without_room {
            found.push(whole(Quality::Sincere, "regret-missing", vec![super::language(lang)], false));
        }
        for sentence in sentences(text).into_iter().filter(|sentence| REGRET.is_match(sentence.text)) {
            let place = (lang, text, sentence.from, sentence.until);
            if CONDITIONAL.is_match(sentence.text) {
                found.push(placed(Quality::Sincere, "regret-conditional", Vec::new(), true, place));
            } else if EXCUSE.is_match(sentence.text) {
                found.push(placed(Quality::Sincere, "regret-excuse", Vec::new(), true, place));
            }
        }
    }
    found
}

/// Words that put it on the residents.
pub fn blame(draft: &Draft, _: &Scene) -> Vec<Finding> {
    let mut found = Vec::new();
    for (lang, text) in draft.texts() {
        for word in BLAME.find_iter(text) {
            let place = (lang, text, word.start(), word.end());
            found.push(placed(Quality::Sincere, "blame", Vec::new(), true, place));
        }
    }
    found
}
