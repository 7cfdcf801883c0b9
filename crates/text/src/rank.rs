//! Ranking documents for a query: BM25 over words, and over parts of words and pairs of Chinese characters beside them.
//!
//! Source: Robertson and Zaragoza 2009. A title counts as if its words stood in the text several times.

use crate::fold::fold;
use crate::segment::{is_han, is_stop, tokens_of_folded};
use std::borrow::Cow;
use std::collections::HashMap;

const K1: f32 = 1.0;
const B: f32 = 0.75;
/// What is rare decides: the power of a term's rarity by which it counts. A query of a citizen or a post holds names beside
/// much that could stand anywhere.
const RARE: f32 = 1.25;
const TITLE_TIMES: f32 = 2.0;
/// The score at which words alone make half sure.
const SCORE_HALF: f32 = 20.0;
const WORD_WEIGHT: f32 = 1.0;
/// A pair of characters says less than a word, but is there when segmentation errs.
const PAIR_WEIGHT: f32 = 0.5;
/// Four letters of a Latin word say little, and are there where its ending or its spelling is another, or a tag glues
/// words together.
const PART_WEIGHT: f32 = 0.2;
const PART_LETTERS: usize = 4;

/// Documents by the terms that they hold.
#[derive(Default)]
pub struct Ranking {
    /// Terms by their number.
    numbers: HashMap<u64, u32>,
    /// Of each term: document and how often the term stands in it.
    postings: Vec<Vec<(u32, f32)>>,
    /// Of each document: its terms, but for parts of words.
    held: Vec<Box<[u32]>>,
    lengths: Vec<f32>,
    length_sum: f32,
}

impl Ranking {
    /// Adds a document. Its number is how many there were before.
    pub fn add(&mut self, title: &str, text: &str) {
        let titled = terms(title).into_iter().map(|term| Term { count: TITLE_TIMES * term.count, ..term });
        let counted = gathered(titled.chain(terms(text)).collect());
        let document = u32::try_from(self.lengths.len()).expect("fewer than four billion documents are ranked");
        let mut length = 0.0;
        let mut held = Vec::with_capacity(counted.len());
        for Term { hash, count, is_part } in counted {
            length += count;
            let fresh = u32::try_from(self.postings.len()).expect("fewer than four billion terms are known");
            let number = *self.numbers.entry(hash).or_insert(fresh);
            if number == fresh {
                self.postings.push(Vec::new());
            }
            self.postings[number as usize].push((document, count));
            if !is_part {
                held.push(number);
            }
        }
        held.sort_unstable();
        self.held.push(held.into());
        self.lengths.push(length);
        self.length_sum += length;
    }

    /// The documents that share a term with the query, best first; of equals the one added first.
    ///
    /// - returns: at most `limit` documents, each with a score that compares within this query only
    /// - cost: linear in the documents and in the postings of the query's terms
    pub fn rank(&self, query: &str, limit: usize) -> Vec<(u32, f32)> {
        let usual = (self.length_sum / (self.lengths.len() as f32).max(1.0)).max(1.0);
        let mut scores = vec![0.0f32; self.lengths.len()];
        for Term { hash, count, .. } in gathered(terms(query)) {
            let Some(number) = self.numbers.get(&hash) else { continue };
            // What a long post says again and again it asks for once.
            let worth = count.min(WORD_WEIGHT) * self.rarity(*number).powf(RARE);
            for (document, times) in &self.postings[*number as usize] {
                let length = self.lengths[*document as usize] / usual;
                let gain = times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length));
                scores[*document as usize] += worth * gain;
            }
        }
        let mut ranked: Vec<(u32, f32)> = (0u32..).zip(scores).filter(|(_, score)| *score > 0.0).collect();
        let best_first = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if limit < ranked.len() {
            ranked.select_nth_unstable_by(limit, best_first);
            ranked.truncate(limit);
        }
        ranked.sort_unstable_by(best_first);
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
        let held = &self.held[document as usize];
        let unknown = (1.0 + 2.0 * self.lengths.len() as f32).ln();
        let (mut all_asked, mut shared) = (0.0, 0.0);
        for Term { hash, .. } in gathered(terms(query)).into_iter().filter(|term| !term.is_part) {
            let number = self.numbers.get(&hash).copied();
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

/// What a text is found by.
struct Term {
    hash: u64,
    /// How often it stands there, times what one of its kind counts.
    count: f32,
    /// Whether it is but a part of a word.
    is_part: bool,
}

/// Each term once, in an order of its own: sums of floats depend on their order, and answers must not.
fn gathered(mut terms: Vec<Term>) -> Vec<Term> {
    terms.sort_unstable_by_key(|term| term.hash);
    terms.dedup_by(|next, first| {
        let is_same = next.hash == first.hash;
        first.count += if is_same { next.count } else { 0.0 };
        is_same
    });
    terms
}

/// Words by their roots, parts of Latin words, pairs of Chinese characters, and a number or Latin word with the character
/// behind it, which tells line 2 from line 3.
fn terms(text: &str) -> Vec<Term> {
    let folded = fold(&apart(text));
    let folded = without_links(&folded);
    let whole = |term: &str, count| Term { hash: hash(b"", term.as_bytes()), count, is_part: false };
    let mut terms = Vec::with_capacity(folded.len() / 2);
    for token in tokens_of_folded(&folded) {
        if is_stop(&token) {
            continue;
        }
        if token.len() >= PART_LETTERS && token.bytes().all(|byte| byte.is_ascii_lowercase()) {
            let letters = format!(" {token} ");
            let part = |part| Term { hash: hash(b"#", part), count: PART_WEIGHT, is_part: true };
            terms.extend(letters.as_bytes().windows(PART_LETTERS).map(part));
        }
        terms.push(whole(root(&token), WORD_WEIGHT));
    }
    let mut before = ' ';
    let (mut start, mut run) = (0, 0);
    for (at, c) in folded.char_indices() {
        if is_han(c) && is_han(before) {
            terms.push(whole(&folded[start..at + c.len_utf8()], PAIR_WEIGHT));
        } else if is_han(c) && before.is_ascii_alphanumeric() {
            terms.push(whole(&folded[run..at + c.len_utf8()], PAIR_WEIGHT));
        }
        if !before.is_ascii_alphanumeric() {
            run = at;
        }
        (before, start) = (c, at);
    }
    terms
}

/// FNV-1a, over what kind of term it is and the term.
fn hash(kind: &[u8], term: &[u8]) -> u64 {
    kind.iter()
        .chain(term)
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
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
