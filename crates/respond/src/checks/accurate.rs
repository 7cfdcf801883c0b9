//! Accurate (准确): does every number and every claim have a source in the room?

use super::numbers::{Number, numbers as numbers_in};
use super::sentence::{ADVICE, BLANK, CERTAIN, NEXT, REGRET, UNKNOWN, content, sentences};
use super::{Draft, Finding, KnownFact, Quality, Scene, placed};
use model::Lang;
use std::collections::BTreeSet;

/// So much of a sentence's words must stand in one fact, or so much in all of them together.
const IN_ONE: f64 = 0.4;
const IN_ALL: f64 = 0.7;
/// A sentence of fewer words than this claims little.
const WORDS_MIN: usize = 4;

/// Blanks of a playbook's statement that nobody has filled.
pub fn blanks(draft: &Draft, _: &Scene) -> Vec<Finding> {
    let mut found = Vec::new();
    let titles = [(Lang::ZhHans, draft.title_zh.as_str()), (Lang::En, draft.title_en.as_str())];
    for (lang, text) in draft.texts().into_iter().chain(titles) {
        for blank in BLANK.find_iter(text) {
            let closed = blank.as_str().rfind(['】', ']']).unwrap_or(0);
            let end =
                blank.start() + closed + if blank.as_str()[closed..].starts_with('】') { '】'.len_utf8() } else { 1 };
            found.push(placed(Quality::Accurate, "blank", Vec::new(), true, (lang, text, blank.start(), end)));
        }
    }
    found
}

/// Numbers that no fact of the room has, or only one that is not confirmed.
pub fn numbers(draft: &Draft, scene: &Scene) -> Vec<Finding> {
    let confirmed = values(scene.facts.iter().filter(|fact| fact.is_confirmed));
    let all = values(scene.facts.iter());
    let mut found = Vec::new();
    for (lang, text) in draft.texts() {
        for sentence in sentences(text) {
            // When the next word comes is promised, not known.
            let is_promise = NEXT.is_match(sentence.text);
            for number in numbers_in(sentence.text) {
                if confirmed.contains(&number.value) || is_promise && number.is_moment {
                    continue;
                }
                let key = if all.contains(&number.value) { "number-unconfirmed" } else { "number-unsourced" };
                let place = (lang, text, sentence.from + number.from, sentence.from + number.until);
                // A moment is often the draft's own; a figure never is.
                let said = vec![("number", sentence.text[number.from..number.until].to_owned())];
                found.push(placed(Quality::Accurate, key, said, !number.is_moment, place));
            }
        }
    }
    found
}

fn values<'a>(facts: impl Iterator<Item = &'a KnownFact>) -> BTreeSet<String> {
    facts
        .flat_map(|fact| {
            let mut found: Vec<Number> = numbers_in(&fact.what);
            found.extend(numbers_in(&fact.as_of.replace('-', " ")));
            found.into_iter().map(|number| number.value)
        })
        .collect()
}

/// Sentences that claim something of which the room knows nothing.
pub fn claims(draft: &Draft, scene: &Scene) -> Vec<Finding> {
    let facts: Vec<(&KnownFact, BTreeSet<String>)> =
        scene.facts.iter().map(|fact| (fact, content(&fact.what))).collect();
    let all: BTreeSet<String> = facts.iter().flat_map(|(_, words)| words.iter().cloned()).collect();
    let mut found = Vec::new();
    for (lang, text) in draft.texts() {
        for sentence in sentences(text) {
            let said = sentence.text;
            let claims_nothing = [&*UNKNOWN, &*REGRET, &*NEXT, &*ADVICE].iter().any(|kind| kind.is_match(said))
                || said.ends_with(['?', '？'])
                || BLANK.is_match(said);
            let words = content(said);
            if claims_nothing || words.len() < WORDS_MIN || !speaks(lang, &facts) {
                continue;
            }
            let share = |known: &BTreeSet<String>| words.intersection(known).count() as f64 / words.len() as f64;
            let best = facts.iter().max_by(|a, b| share(&a.1).total_cmp(&share(&b.1)));
            let place = (lang, text, sentence.from, sentence.until);
            match best.filter(|(_, known)| share(known) >= IN_ONE) {
                Some((fact, _)) if !fact.is_confirmed => {
                    let said = vec![("origin", fact.origin.clone())];
                    found.push(placed(Quality::Accurate, "claim-unconfirmed", said, true, place));
                }
                Some(_) => {}
                None if share(&all) >= IN_ALL => {}
                None => found.push(placed(Quality::Accurate, "claim-unsourced", Vec::new(), false, place)),
            }
        }
    }
    found
}

/// Whether some fact is written in the language, so that its words can be compared; with no fact at all everything can.
fn speaks(lang: Lang, facts: &[(&KnownFact, BTreeSet<String>)]) -> bool {
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    facts.is_empty() || facts.iter().any(|(fact, _)| is_chinese(&fact.what) == (lang == Lang::ZhHans))
}

/// Words that leave no room for error.
pub fn certainty(draft: &Draft, _: &Scene) -> Vec<Finding> {
    let mut found = Vec::new();
    for (lang, text) in draft.texts() {
        for word in CERTAIN.find_iter(text) {
            let place = (lang, text, word.start(), word.end());
            found.push(placed(Quality::Accurate, "certain", Vec::new(), false, place));
        }
    }
    found
}

/// Figures that stand in one language and not in the other.
pub fn languages(draft: &Draft, _: &Scene) -> Vec<Finding> {
    let texts = draft.texts();
    let [(first, zh), (second, en)] = texts[..] else { return Vec::new() };
    let figures = |text: &str| numbers_in(text).into_iter().filter(|number| !number.is_moment).collect::<Vec<Number>>();
    let (in_zh, in_en) = (figures(zh), figures(en));
    let mut found = Vec::new();
    for (lang, text, own, other) in [(first, zh, &in_zh, &in_en), (second, en, &in_en, &in_zh)] {
        for number in own.iter().filter(|number| other.iter().all(|known| known.value != number.value)) {
            let said = vec![("number", text[number.from..number.until].to_owned())];
            let place = (lang, text, number.from, number.until);
            found.push(placed(Quality::Accurate, "number-one-language", said, true, place));
        }
    }
    found
}
