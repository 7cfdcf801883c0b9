//! Many phrases in one pass: Chinese anywhere, Latin on word borders.

use crate::fold::fold;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

const FEW: usize = 1_500;

/// Phrases, each with what it stands for.
pub(crate) struct Matcher<T> {
    automaton: AhoCorasick,
    values: Vec<T>,
}

impl<T: Copy> Matcher<T> {
    /// - `phrases`: in any script and case; they are folded here. Of two that overlap the longer one counts.
    pub fn new(phrases: impl IntoIterator<Item = (String, T)>) -> Self {
        let (patterns, values): (Vec<String>, Vec<T>) = phrases
            .into_iter()
            .map(|(phrase, value)| (fold(&phrase), value))
            .filter(|(phrase, _)| !phrase.is_empty())
            .unzip();
        // One look-up a byte, for some megabytes; thousands of phrases would take a hundred.
        let kind = (patterns.len() <= FEW).then_some(AhoCorasickKind::DFA);
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(kind)
            .build(&patterns)
            .expect("the phrases are few enough for an automaton");
        Matcher { automaton, values }
    }

    /// What stands in a folded text, in its order: the place in bytes and the value of each phrase.
    pub fn find<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = (std::ops::Range<usize>, T)> + 'a {
        self.automaton.find_iter(folded).filter_map(|found| {
            let range = found.range();
            is_whole(folded, &range).then(|| (range, self.values[found.pattern().as_usize()]))
        })
    }
}

/// Whether a Latin phrase begins and ends where words do; in Chinese every place will do.
fn is_whole(text: &str, range: &std::ops::Range<usize>) -> bool {
    let is_latin = |c: char| c.is_alphanumeric() && (c as u32) < 0x2e80;
    let phrase = &text[range.clone()];
    let begins = !phrase.starts_with(is_latin) || !text[..range.start].ends_with(is_latin);
    let ends = !phrase.ends_with(is_latin) || !text[range.end..].starts_with(is_latin);
    begins && ends
}
