//! Ranking documents for a query: BM25 over words, and over pairs of Chinese characters beside them.
//!
//! Source: Robertson and Zaragoza 2009. A title counts as if its words stood in the text several times.

use crate::fold::fold;
use crate::segment::{is_han, is_stop, tokens_of_folded};
use std::borrow::Cow;
use std::collections::HashMap;

const K1: f32 = 1.6;
const B: f32 = 0.6;
const TITLE_TIMES: f32 = 2.0;
/// The score at which words alone make half sure.
const SCORE_HALF: f32 = 20.0;
/// A pair of characters says less than a word, but is there when segmentation errs.
const PAIR_WEIGHT: f32 = 0.5;

/// Documents by the terms that they hold.
#[derive(Default)]
pub struct Ranking {
    /// Terms by their number.
    numbers: HashMap<String, u32>,
    /// Of each term: document and how often the term stands in it.
    postings: Vec<Vec<(u32, f32)>>,
    /// Of each document: its terms.
    held: Vec<Box<[u32]>>,
    lengths: Vec<f32>,
    length_sum: f32,
}

impl Ranking {
    /// Adds a document. Its number is how many there were before.
    pub fn add(&mut self, title: &str, text: &str) {
        let mut counts: HashMap<String, f32> = HashMap::new();
        for (part, times) in [(title, TITLE_TIMES), (text, 1.0)] {
            for (term, weight) in terms(part) {
                *counts.entry(term).or_default() += times * weight;
            }
        }
        let document = u32::try_from(self.lengths.len()).expect("fewer than four billion documents are ranked");
        let length: f32 = counts.values().sum();
        let mut held = Vec::with_capacity(counts.len());
        for (term, count) in counts {
            let fresh = u32::try_from(self.postings.len()).expect("fewer than four billion terms are known");
            let number = *self.numbers.entry(term).or_insert(fresh);
            if number == fresh {
                self.postings.push(Vec::new());
            }
            self.postings[number as usize].push((document, count));
            held.push(number);
        }
        held.sort_unstable();
        self.held.push(held.into());
        self.lengths.push(length);
        self.length_sum += length;
    }

    /// The documents that share a term with the query, best first; of equals the one added first.
    ///
    /// - returns: at most `limit` documents, each with a score that compares within this query only
    /// - cost: linear in the postings of the query's terms
    pub fn rank(&self, query: &str, limit: usize) -> Vec<(u32, f32)> {
        let usual = (self.length_sum / (self.lengths.len() as f32).max(1.0)).max(1.0);
        let mut scores: HashMap<u32, f32> = HashMap::new();
        let mut asked: HashMap<String, f32> = HashMap::new();
        for (term, weight) in terms(query) {
            *asked.entry(term).or_default() += weight;
        }
        let mut asked: Vec<(String, f32)> = asked.into_iter().collect();
        // Sums of floats depend on their order, and answers must not.
        asked.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for (term, weight) in asked {
            let Some(number) = self.numbers.get(&term) else { continue };
            let rarity = self.rarity(*number);
            for (document, times) in &self.postings[*number as usize] {
                let length = self.lengths[*document as usize] / usual;
                let gain = times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length));
                *scores.entry(*document).or_default() += weight.min(2.0) * rarity * gain;
            }
        }
        let mut ranked: Vec<(u32, f32)> = scores.into_iter().collect();
        ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(limit);
        ranked
    }

    /// How sure one may be that the first of a ranking is right: how much of what it says stands in the query, or the
    /// other way round, and how far it stands above the second. A post about the same thing that claims something else
    /// shares a few words with a claim, and seldom the rare ones.
    ///
    /// - `ranked`: as [`Ranking::rank`] gave it for this query
    /// - returns: from 0 to 1
    pub fn confidence(&self, query: &str, ranked: &[(u32, f32)]) -> f32 {
        let Some((document, first)) = ranked.first().copied() else { return 0.0 };
        let second = ranked.get(1).map_or(0.0, |(_, score)| *score);
        let mut asked: Vec<Option<u32>> =
            terms(query).into_iter().map(|(term, _)| self.numbers.get(&term).copied()).collect();
        asked.sort_unstable();
        asked.dedup_by(|a, b| a.is_some() && a == b);
        let held = &self.held[document as usize];
        let unknown = (1.0 + 2.0 * self.lengths.len() as f32).ln();
        let (mut all_asked, mut shared) = (0.0, 0.0);
        for number in asked {
            let rarity = number.map_or(unknown, |number| self.rarity(number));
            all_asked += rarity;
            if number.is_some_and(|number| held.binary_search(&number).is_ok()) {
                shared += rarity;
            }
        }
        let all_held: f32 = held.iter().map(|number| self.rarity(*number)).sum();
        let share = shared / all_held.min(all_asked).max(f32::MIN_POSITIVE);
        share * (first / (first + SCORE_HALF)) * (1.0 - 0.5 * second / first.max(f32::MIN_POSITIVE))
    }

    fn rarity(&self, number: u32) -> f32 {
        let holders = self.postings[number as usize].len() as f32;
        (1.0 + (self.lengths.len() as f32 - holders + 0.5) / (holders + 0.5)).ln()
    }
}

fn terms(text: &str) -> Vec<(String, f32)> {
    let folded = fold(&apart(text));
    let folded = without_links(&folded);
    let mut terms: Vec<(String, f32)> = tokens_of_folded(&folded)
        .into_iter()
        .filter(|token| !is_stop(token))
        .map(|token| (root(&token).to_owned(), 1.0))
        .collect();
    let letters: Vec<char> = folded.chars().collect();
    let pairs = letters.windows(2).filter(|pair| is_han(pair[0]) && is_han(pair[1]));
    terms.extend(pairs.map(|pair| (pair.iter().collect(), PAIR_WEIGHT)));
    terms
}

/// Tags and handles are written as one word, and what they say stands in their capitals: `#CandleStreet`.
fn apart(text: &str) -> Cow<'_, str> {
    let is_joint = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
    if !text.as_bytes().windows(2).any(is_joint) {
        return Cow::Borrowed(text);
    }
    let mut words = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        if before.is_ascii_lowercase() && c.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(c);
        before = c;
    }
    Cow::Owned(words)
}

/// Links say where something stands, not what; posts have them, claims and documents mostly have not.
fn without_links(folded: &str) -> Cow<'_, str> {
    if !folded.contains("://") && !folded.contains("pic.twitter.com") {
        return Cow::Borrowed(folded);
    }
    let cut = |word: &str| word.find("http").or_else(|| word.find("pic.twitter.com")).unwrap_or(word.len());
    Cow::Owned(folded.split(' ').map(|word| &word[..cut(word)]).collect::<Vec<_>>().join(" "))
}

/// The part of an English word that its forms share: `released`, `release` and `releases` ask for the same. It need be
/// no word, and the index and its tokens know nothing of it.
pub fn root(word: &str) -> &str {
    const ENDINGS: [&str; 20] = [
        "ational", "ations", "ation", "ingly", "ings", "ing", "edly", "ed", "ments", "ment", "ness", "ions", "ion",
        "ers", "er", "ly", "es", "al", "e", "y",
    ];
    if word.len() < 5 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word;
    }
    let base =
        ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(|base| base.len() >= 4)).unwrap_or(word);
    let bytes = base.as_bytes();
    let is_doubled = bytes.len() > 4
        && bytes[bytes.len() - 1] == bytes[bytes.len() - 2]
        && !matches!(bytes[bytes.len() - 1], b'l' | b's');
    if is_doubled || base.ends_with('i') { &base[..base.len() - 1] } else { base }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_that_answers_stands_first_in_either_script() {
        let mut ranking = Ranking::default();
        ranking.add("居住证办理", "居住证在户籍窗口办理，需要租房合同。");
        ranking.add("图书馆开放时间", "市图书馆周一闭馆。");
        ranking.add("", "Library cards are free for residents.");
        let first = |query: &str| ranking.rank(query, 3).first().map(|(document, _)| *document);
        assert_eq!(first("怎么办居住证"), Some(0));
        assert_eq!(first("圖書館什麼時候開"), Some(1));
        assert_eq!(first("how do I get a library card"), Some(2));
        assert_eq!(first("xyzzy"), None);
        let sure = |query: &str| ranking.confidence(query, &ranking.rank(query, 3));
        assert!(sure("居住证在户籍窗口办理，需要租房合同") > 2.0 * sure("昨天在窗口丢了一把伞，谁看见了"));
        assert_eq!(sure("xyzzy"), 0.0);
    }
}
