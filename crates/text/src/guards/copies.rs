//! Near duplicates: copies of a hundred texts of our own in the ways in which people copy, among a thousand others.

use crate::near::{Index, Signature};
use crate::trained::{Task, labels};
use std::collections::HashSet;

/// A way of copying.
type Edit = fn(&str) -> String;
const EDITS: [(&str, Edit); 5] = [
    ("forwarded", |text| format!("转发微博：{text} http://t.example/a1")),
    ("full width", |text| text.replace(',', "，").replace('!', "！！").to_uppercase()),
    ("unseen signs", |text| text.chars().flat_map(|c| [c, '\u{200b}']).collect()),
    ("a word put in", |text| {
        let letters: Vec<char> = text.chars().collect();
        let (first, second) = letters.split_at(letters.len() / 2);
        format!("{}（亲眼所见）{}，求扩散", first.iter().collect::<String>(), second.iter().collect::<String>())
    }),
    ("cut short", |text| {
        let letters: Vec<char> = text.chars().collect();
        letters[..letters.len() * 3 / 4].iter().collect()
    }),
];
/// Shorter texts are alike by chance.
const LETTERS_MIN: usize = 30;
const ORIGINALS: usize = 100;

#[test]
fn copies_are_paired_and_others_are_not() {
    let rows = labels(include_str!("../../data/labelled_texts.jsonl").as_bytes(), Task::Sentiment).expect("sound rows");
    let mut texts: Vec<String> = rows.into_iter().map(|(text, _)| text).collect();
    let long = texts.iter().filter(|text| text.chars().count() >= LETTERS_MIN);
    let originals: Vec<String> = long.take(ORIGINALS).cloned().collect();
    assert_eq!(originals.len(), ORIGINALS);
    let mut copies: HashSet<(usize, usize)> = HashSet::new();
    for (number, text) in originals.iter().enumerate() {
        let original = texts.iter().position(|known| known == text).expect("it is one of them");
        let (_, edit) = EDITS[number % EDITS.len()];
        copies.insert((original, texts.len()));
        texts.push(edit(text));
    }
    let mut index = Index::default();
    let mut found: HashSet<(usize, usize)> = HashSet::new();
    for (number, text) in texts.iter().enumerate() {
        let signature = Signature::of(text);
        found.extend(index.near(&signature).into_iter().map(|earlier| (earlier as usize, number)));
        index.insert(number as u64, signature);
    }
    let right = found.intersection(&copies).count();
    let score = 2.0 * right as f64 / (found.len() + copies.len()) as f64;
    let missed: Vec<&str> = copies.difference(&found).map(|(_, copy)| texts[*copy].as_str()).collect();
    assert!(score >= 0.96, "pair F1 {score:.3}, {right} of {} found; missed {missed:?}", found.len());
}
