//! Concepts of a city's life: what a Chinese and an English text about the same thing have in common.

use crate::fold::fold;
use crate::matcher::Matcher;
use std::sync::LazyLock;

static CONCEPTS: LazyLock<Matcher<u16>> = LazyLock::new(|| {
    Matcher::new(include_str!("../data/concepts.tsv").lines().zip(0u16..).flat_map(|(line, concept)| {
        line.split('\t').skip(1).flat_map(|lang| lang.split('|')).map(move |phrase| (phrase.to_owned(), concept))
    }))
});

/// - returns: line numbers in `data/concepts.tsv`, from 0, sorted, each once
pub fn concepts(text: &str) -> Vec<u16> {
    concepts_of_folded(&fold(text))
}

/// The same for a text that is folded already.
pub fn concepts_of_folded(folded: &str) -> Vec<u16> {
    let mut found: Vec<u16> = CONCEPTS.find(folded).map(|(_, concept)| concept).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_speak_of_the_same_things() {
        let zh = concepts("地铁晚点，公交也堵在路上");
        let en = concepts("The metro is delayed and the buses are stuck in a traffic jam");
        assert!(zh.iter().filter(|concept| en.contains(concept)).count() >= 3, "{zh:?} {en:?}");
    }
}
