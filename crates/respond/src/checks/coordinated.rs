//! Coordinated (协同): have the departments seen it, and does it agree with what the office said before?

use super::numbers::numbers;
use super::sentence::{DENIES, content, sentences};
use super::{Draft, Finding, Quality, Scene, placed, whole};
use std::collections::BTreeSet;

/// Two sentences are about the same thing when they share so many of their words.
const ALIKE: f64 = 0.5;
const WORDS_MIN: usize = 3;

/// Departments that have a part in it and have not read this very text.
pub fn seen(_: &Draft, scene: &Scene) -> Vec<Finding> {
    let missing = scene.departments.iter().filter(|(id, _)| !scene.seen.contains(id));
    missing.map(|(_, name)| whole(Quality::Coordinated, "unseen", vec![("department", name.clone())], true)).collect()
}

/// Sentences that say of the same thing another number, or the opposite, than what was published in the last days.
pub fn contradiction(draft: &Draft, scene: &Scene) -> Vec<Finding> {
    let mut found = Vec::new();
    for (lang, text) in draft.texts() {
        for sentence in sentences(text) {
            for published in &scene.published {
                if let Some(other) = contradicts(sentence.text, &published.text) {
                    let said = vec![("title", published.title.clone()), ("other", other)];
                    let place = (lang, text, sentence.from, sentence.until);
                    found.push(placed(Quality::Coordinated, "contradicts", said, true, place));
                    break;
                }
            }
        }
    }
    found
}

/// - returns: the sentence of the published text that disagrees
fn contradicts(said: &str, published: &str) -> Option<String> {
    let words = content(said);
    if words.len() < WORDS_MIN {
        return None;
    }
    sentences(published).into_iter().find_map(|other| {
        let known = content(other.text);
        let shared = words.intersection(&known).count() as f64;
        let alike = shared / words.len().min(known.len()).max(1) as f64;
        if known.len() < WORDS_MIN || alike < ALIKE {
            return None;
        }
        let (mine, theirs) = (figures(said), figures(other.text));
        let differs = !mine.is_empty() && !theirs.is_empty() && mine.is_disjoint(&theirs);
        // The opposite is told apart only where nearly all words are the same.
        let opposes = alike >= 0.8 && DENIES.is_match(said) != DENIES.is_match(other.text);
        (differs || opposes).then(|| other.text.to_owned())
    })
}

/// Figures alone: a later statement naturally tells of a later hour.
fn figures(text: &str) -> BTreeSet<String> {
    numbers(text).into_iter().filter(|number| !number.is_moment).map(|number| number.value).collect()
}
