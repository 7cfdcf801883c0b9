//! How texts sound that their words of feeling do not tell apart: plain or moved, glad or sad.
//!
//! A linear model over characters, pairs of characters, words and pairs of words, learnt from `data/labelled_texts.jsonl`, which we
//! wrote: a city's life of all kinds, in both languages. `data/tone.txt` holds what was learnt; the test below makes it anew.

use crate::segment::is_han;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::LazyLock;

/// What a text sounds like, each about -3 to 3.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tone {
    /// Tells something without any feeling.
    pub plain: f32,
    /// Glad rather than sad.
    pub glad: f32,
}

struct Learnt {
    features: HashMap<u64, Tone>,
    /// Of a text that holds nothing known.
    bias: Tone,
}

static LEARNT: LazyLock<Learnt> = LazyLock::new(|| {
    let mut learnt = Learnt { features: HashMap::new(), bias: Tone::default() };
    for line in include_str!("../data/tone.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split('\t');
        let (Some(plain), Some(glad), Some(feature)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let weight = |part: &str| part.parse().unwrap_or(0.0);
        let tone = Tone { plain: weight(plain), glad: weight(glad) };
        if feature.is_empty() {
            learnt.bias = tone;
        } else {
            let (first, second) = feature.split_once(' ').unwrap_or((feature, ""));
            learnt.features.insert(key(first, second), tone);
        }
    }
    learnt
});

/// - `folded`: a text that is folded already
/// - cost: one look-up a character and one a pair
pub(crate) fn tone(folded: &str) -> Tone {
    let (mut plain, mut glad, mut count) = (0.0, 0.0, 0u32);
    features(folded, |first, second| {
        count += 1;
        if let Some(tone) = LEARNT.features.get(&key(first, second)) {
            plain += tone.plain;
            glad += tone.glad;
        }
    });
    let length = (count.max(1) as f32).sqrt();
    Tone { plain: LEARNT.bias.plain + plain / length, glad: LEARNT.bias.glad + glad / length }
}

fn key(first: &str, second: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (first, second).hash(&mut hasher);
    hasher.finish()
}

/// Names each feature of a text as often as it stands there: a Chinese character or pair of them, with nothing beside it;
/// a Latin word, alone and with the next; a question or exclamation mark.
fn features<'a>(folded: &'a str, mut each: impl FnMut(&'a str, &'a str)) {
    let mut before: Option<(usize, char)> = None;
    let mut word_start: Option<usize> = None;
    let mut word_before: &str = "";
    for (at, c) in folded.char_indices().chain([(folded.len(), ' ')]) {
        let is_letter = (c.is_alphanumeric() || c == '\'') && !is_han(c);
        match (word_start, is_letter) {
            (None, true) => word_start = Some(at),
            (Some(start), false) => {
                let word = &folded[start..at];
                each(word, "");
                if !word_before.is_empty() {
                    each(word_before, word);
                }
                word_before = word;
                word_start = None;
            }
            _ => {}
        }
        if is_han(c) {
            let end = at + c.len_utf8();
            each(&folded[at..end], "");
            if let Some((start, _)) = before.filter(|(_, other)| is_han(*other)) {
                each(&folded[start..end], "");
            }
        } else if matches!(c, '?' | '!') {
            each(&folded[at..=at], "");
        }
        before = Some((at, c));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use crate::linear::{Cost, train_one};
    use crate::trained::{Labelled, Task, labels};
    use std::collections::{BTreeMap, BTreeSet};
    use std::fmt::Write as _;

    /// A feature that only one text holds tells more of the text than of feelings.
    const HOLDERS_MIN: usize = 2;

    /// The weights of one question over all texts that have an answer, in units of how far its answers spread.
    fn learn(rows: &[Labelled], texts: &[Vec<(u32, f32)>], features: usize, yes: &str) -> Vec<f32> {
        let labels: Vec<Labelled> = rows
            .iter()
            .map(|(text, label)| (text.clone(), if label == yes { "yes" } else { "no" }.to_owned()))
            .collect();
        let mut weights = train_one(texts, &labels, "yes", 2, features, Cost::FEW);
        let answers: Vec<f32> =
            texts.iter().map(|text| text.iter().map(|(at, value)| weights[*at as usize] * value).sum()).collect();
        let mean = answers.iter().sum::<f32>() / answers.len() as f32;
        let spread = (answers.iter().map(|a| (a - mean).powi(2)).sum::<f32>() / answers.len() as f32).sqrt();
        weights.iter_mut().for_each(|weight| *weight /= spread);
        weights
    }

    fn table() -> String {
        let rows = include_str!("../data/labelled_texts.jsonl").as_bytes();
        let rows = labels(rows, Task::Sentiment).expect("the rows are sound");
        let folded: Vec<String> = rows.iter().map(|(text, _)| fold(text)).collect();
        let named: Vec<Vec<String>> = folded
            .iter()
            .map(|text| {
                let mut named = Vec::new();
                features(text, |first, second| {
                    named.push(if second.is_empty() { first.to_owned() } else { format!("{first} {second}") });
                });
                named
            })
            .collect();
        let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
        for feature in named.iter().flat_map(|named| named.iter().map(String::as_str).collect::<BTreeSet<_>>()) {
            *holders.entry(feature).or_default() += 1;
        }
        holders.retain(|_, count| *count >= HOLDERS_MIN);
        let places: BTreeMap<&str, u32> = holders.keys().copied().zip(0..).collect();
        let bias = places.len() as u32;
        let texts: Vec<Vec<(u32, f32)>> = named
            .iter()
            .map(|named| {
                let value = 1.0 / (named.len().max(1) as f32).sqrt();
                let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
                for place in named.iter().filter_map(|feature| places.get(feature.as_str())) {
                    *counts.entry(*place).or_default() += value;
                }
                counts.into_iter().chain([(bias, 1.0)]).collect()
            })
            .collect();
        let plain = learn(&rows, &texts, places.len(), "neu");
        let moved = |place: &usize| rows[*place].1 != "neu";
        let moved: Vec<usize> = (0..rows.len()).filter(moved).collect();
        let moved_rows: Vec<Labelled> = moved.iter().map(|place| rows[*place].clone()).collect();
        let moved_texts: Vec<Vec<(u32, f32)>> = moved.iter().map(|place| texts[*place].clone()).collect();
        let glad = learn(&moved_rows, &moved_texts, places.len(), "pos");
        let mut table = String::from(
            "# Made from labelled_texts.jsonl by the test of tone.rs. A line: plain, glad, feature; the bias has none.\n",
        );
        for (feature, place) in places.iter().map(|(feature, place)| (*feature, *place)).chain([("", bias)]) {
            let (plain, glad) = (plain[place as usize], glad[place as usize]);
            writeln!(table, "{plain:.2}\t{glad:.2}\t{feature}").expect("a string takes all");
        }
        table
    }

    /// With `CANDOR_UPDATE=1` the table is made anew.
    #[test]
    fn the_table_is_what_is_learnt_from_the_labelled_texts() {
        let table = table();
        if std::env::var_os("CANDOR_UPDATE").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/data/tone.txt"), &table).expect("it can be written");
        } else {
            assert!(table == include_str!("../data/tone.txt"), "run this test with CANDOR_UPDATE=1");
        }
    }
}
