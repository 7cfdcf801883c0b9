//! A linear classifier over hashed n-grams: learns an office's own labels in seconds and answers in microseconds.
//!
//! One logistic model a label against the rest, trained by stochastic gradient descent with averaging (Bottou 2010), always in the
//! same order, so that the same rows give the same model.

use crate::fold::fold;
use crate::segment::is_han;
use std::collections::{BTreeSet, HashMap};

const BITS: u32 = 18;
const ROUNDS: usize = 12;
const RATE: f32 = 0.6;
const SHRINK: f32 = 2e-6;

/// A trained model.
pub struct Model {
    labels: Vec<String>,
    /// For each label its weights by feature, and its bias.
    weights: Vec<(Vec<f32>, f32)>,
    rarity: Vec<f32>,
}

impl Model {
    /// - `rows`: texts with their labels; at least one
    /// - cost: linear in texts, labels and rounds
    pub fn train(rows: &[(String, String)]) -> Self {
        let labels: Vec<String> =
            rows.iter().map(|(_, label)| label.clone()).collect::<BTreeSet<_>>().into_iter().collect();
        let counted: Vec<HashMap<u32, f32>> = rows.iter().map(|(text, _)| counts(text)).collect();
        let mut holders = vec![0u32; 1 << BITS];
        for feature in counted.iter().flat_map(HashMap::keys) {
            holders[*feature as usize] += 1;
        }
        let total = rows.len() as f32;
        let rarity: Vec<f32> = holders.iter().map(|count| ((total + 1.0) / (*count as f32 + 1.0)).ln() + 0.2).collect();
        let texts: Vec<Vec<(u32, f32)>> = counted.into_iter().map(|counts| weigh(counts, &rarity)).collect();
        let weights = labels.iter().map(|label| train_one(&texts, rows, label)).collect();
        Model { labels, weights, rarity }
    }

    /// - returns: the likeliest label and its probability against the rest
    pub fn predict(&self, text: &str) -> (&str, f32) {
        let features = weigh(counts(text), &self.rarity);
        let scored = self.weights.iter().zip(&self.labels).map(|((weights, bias), label)| {
            let margin = features.iter().map(|(feature, value)| weights[*feature as usize] * value).sum::<f32>() + bias;
            (label.as_str(), margin)
        });
        let best = scored.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or(("", 0.0));
        (best.0, sigmoid(best.1))
    }
}

fn train_one(texts: &[Vec<(u32, f32)>], rows: &[(String, String)], label: &str) -> (Vec<f32>, f32) {
    let mut weights = vec![0.0f32; 1 << BITS];
    let mut bias = 0.0;
    let ours = rows.iter().filter(|(_, known)| known == label).count().max(1) as f32;
    // Rare labels weigh more, or a model of many labels would never name them.
    let balance = ((rows.len() as f32 - ours) / ours).clamp(1.0, 20.0).sqrt();
    for round in 0..ROUNDS {
        let rate = RATE / (1.0 + round as f32);
        for step in 0..texts.len() {
            // A stride that visits every row once, so that rows sorted by label do not pull one way for long.
            let row = (step * stride(texts.len()) + round) % texts.len();
            let is_ours = rows[row].1 == label;
            let margin =
                texts[row].iter().map(|(feature, value)| weights[*feature as usize] * value).sum::<f32>() + bias;
            let error = if is_ours { balance * (1.0 - sigmoid(margin)) } else { -sigmoid(margin) };
            for (feature, value) in &texts[row] {
                let weight = &mut weights[*feature as usize];
                *weight += rate * (error * value - SHRINK * *weight);
            }
            bias += rate * 0.1 * error;
        }
    }
    (weights, bias)
}

/// A number near the golden section of the length that shares no divisor with it.
fn stride(length: usize) -> usize {
    let mut stride = (length as f64 * 0.618) as usize | 1;
    while gcd(stride, length) != 1 {
        stride += 1;
    }
    stride
}

const fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn sigmoid(margin: f32) -> f32 {
    1.0 / (1.0 + (-margin).exp())
}

/// Features of a text: one to three Chinese characters, Latin words, pairs of words, and the beginnings of words.
fn counts(text: &str) -> HashMap<u32, f32> {
    let folded = fold(text);
    let mut counts: HashMap<u32, f32> = HashMap::new();
    let mut add = |kind: u8, parts: &[&str]| {
        let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64 ^ u64::from(kind), |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        *counts.entry((hash >> (64 - BITS)) as u32).or_default() += 1.0;
    };
    let places: Vec<(usize, char)> = folded.char_indices().collect();
    let end = |index: usize| places.get(index).map_or(folded.len(), |(place, _)| *place);
    for (index, (start, c)) in places.iter().enumerate() {
        if !is_han(*c) {
            continue;
        }
        for length in 1..=3 {
            if index + length <= places.len() && places[index..index + length].iter().all(|(_, c)| is_han(*c)) {
                add(0, &[&folded[*start..end(index + length)]]);
            }
        }
    }
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric() || is_han(c)).filter(|word| !word.is_empty()).collect();
    for (index, word) in words.iter().enumerate() {
        add(1, &[word]);
        if let Some(next) = words.get(index + 1) {
            add(2, &[word, next]);
        }
        if let Some((beginning, _)) = word.char_indices().nth(4) {
            add(3, &[&word[..beginning]]);
        }
    }
    counts
}

/// Sublinear counts times rarity, of length one.
fn weigh(counts: HashMap<u32, f32>, rarity: &[f32]) -> Vec<(u32, f32)> {
    let mut features: Vec<(u32, f32)> =
        counts.into_iter().map(|(feature, count)| (feature, (1.0 + count.ln()) * rarity[feature as usize])).collect();
    features.sort_unstable_by_key(|(feature, _)| *feature);
    let length = features.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    for (_, value) in &mut features {
        *value /= length;
    }
    features
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handful_of_labels_is_learnt_in_both_languages() {
        let rows: Vec<(String, String)> = [
            ("水管爆了，家里没水", "water"),
            ("自来水发黄，谁来修", "water"),
            ("The tap is dry again", "water"),
            ("No water since noon, pipes burst", "water"),
            ("公交车又晚点了", "transport"),
            ("地铁口的电梯坏了很久", "transport"),
            ("Bus 17 never came", "transport"),
            ("The metro was late again", "transport"),
        ]
        .into_iter()
        .map(|(text, label)| (text.to_owned(), label.to_owned()))
        .collect();
        let model = Model::train(&rows);
        assert_eq!(model.predict("我们楼的水管漏水").0, "water");
        assert_eq!(model.predict("the bus is late").0, "transport");
        assert_eq!(model.predict("地铁晚点").0, "transport");
    }
}
