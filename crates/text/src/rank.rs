//! Ranking documents for a query: BM25 over words, and over pairs of Chinese characters beside them.
//!
//! Source: Robertson and Zaragoza 2009. A title counts as if its words stood in the text several times.

use crate::fold::fold;
use crate::segment::{is_han, is_stop, tokens_of_folded};
use std::collections::HashMap;

const K1: f32 = 1.2;
const B: f32 = 0.6;
const TITLE_TIMES: f32 = 2.0;
/// A pair of characters says less than a word, but is there when segmentation errs.
const PAIR_WEIGHT: f32 = 0.5;

/// Documents by the terms that they hold.
#[derive(Default)]
pub struct Ranking {
    /// Document and how often the term stands in it.
    postings: HashMap<String, Vec<(u32, f32)>>,
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
        for (term, count) in counts {
            self.postings.entry(term).or_default().push((document, count));
        }
        self.lengths.push(length);
        self.length_sum += length;
    }

    /// The documents that share a term with the query, best first; of equals the one added first.
    ///
    /// - returns: at most `limit` documents, each with a score that compares within this query only
    /// - cost: linear in the postings of the query's terms
    pub fn rank(&self, query: &str, limit: usize) -> Vec<(u32, f32)> {
        let count = self.lengths.len() as f32;
        let usual = (self.length_sum / count.max(1.0)).max(1.0);
        let mut scores: HashMap<u32, f32> = HashMap::new();
        let mut asked: HashMap<String, f32> = HashMap::new();
        for (term, weight) in terms(query) {
            *asked.entry(term).or_default() += weight;
        }
        let mut asked: Vec<(String, f32)> = asked.into_iter().collect();
        // Sums of floats depend on their order, and answers must not.
        asked.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for (term, weight) in asked {
            let Some(postings) = self.postings.get(&term) else { continue };
            let holders = postings.len() as f32;
            let rarity = (1.0 + (count - holders + 0.5) / (holders + 0.5)).ln();
            for (document, times) in postings {
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
}

/// How sure one may be that the first of a ranking is right: how far it stands above the second.
///
/// - returns: from 0 to 1
pub fn confidence(ranked: &[(u32, f32)]) -> f32 {
    match ranked {
        [] => 0.0,
        [(_, only)] => only / (only + 8.0),
        [(_, first), (_, second), ..] => (first / (first + 8.0)) * (1.0 - 0.5 * second / first.max(f32::MIN_POSITIVE)),
    }
}

fn terms(text: &str) -> Vec<(String, f32)> {
    let folded = fold(text);
    let mut terms: Vec<(String, f32)> =
        tokens_of_folded(&folded).into_iter().filter(|token| !is_stop(token)).map(|token| (token, 1.0)).collect();
    let letters: Vec<char> = folded.chars().collect();
    let pairs = letters.windows(2).filter(|pair| is_han(pair[0]) && is_han(pair[1]));
    terms.extend(pairs.map(|pair| (pair.iter().collect(), PAIR_WEIGHT)));
    terms
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
    }
}
