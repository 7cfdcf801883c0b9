//! A linear classifier over n-grams: learns an office's own labels in seconds and answers in microseconds.
//!
//! One support vector machine a label against the rest, trained by dual coordinate descent (Hsieh, Chang and others 2008), always in
//! the same order, so that the same rows give the same model.

use crate::fold::fold;
use crate::segment::is_han;
use std::collections::{BTreeSet, HashMap};
use std::str::from_utf8;

const ROUNDS_MAX: usize = 60;
/// A round in which no weight of a text moves by more than this is the last.
const ENOUGH: f32 = 0.02;

/// What an error costs while a model is learnt.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Against a large weight.
    pub error: f32,
    /// How much more where a label is rare: this power of how many times rarer it is than the usual one.
    pub rare: f32,
}

impl Cost {
    /// For two or three labels that are nearly alike in number.
    pub const FEW: Self = Self { error: 1.0, rare: 1.0 };
    /// For a dozen labels, some with a handful of examples: what is guessed of these must be guessed more boldly, and
    /// no single text may weigh much.
    pub const MANY: Self = Self { error: 0.5, rare: 1.25 };
}

/// What is known of a folded text without any label, such as how its words feel: numbers from -1 to 1 that are learnt
/// from beside the n-grams. The fewer labels there are, the more they decide.
pub type Hints = fn(&str) -> [f32; HINTS];
pub const HINTS: usize = 3;
/// A hint weighs as much as this many times all that a text says in n-grams.
const HINT_SIZE: f32 = 1.5;

/// A trained model.
pub struct Model {
    hints: Hints,
    labels: Vec<String>,
    /// The features that the training texts hold, with their places in the weights and their rarities.
    features: HashMap<u64, (u32, f32)>,
    /// For each label its weights by feature, then its bias, then those of the hints.
    weights: Vec<Vec<f32>>,
}

impl Model {
    /// - `rows`: texts with their labels; at least one
    /// - cost: linear in texts, labels and rounds
    pub fn train(rows: &[(String, String)]) -> Self {
        Model::train_with(rows, |_| [0.0; HINTS], Cost::MANY)
    }

    /// The same with what is known without labels.
    pub fn train_with(rows: &[(String, String)], hints: Hints, cost: Cost) -> Self {
        let labels: Vec<String> =
            rows.iter().map(|(_, label)| label.clone()).collect::<BTreeSet<_>>().into_iter().collect();
        let folded: Vec<String> = rows.iter().map(|(text, _)| fold(text)).collect();
        let counted: Vec<[Counts; 2]> = folded.iter().map(|text| counts(text)).collect();
        let mut holders: HashMap<u64, u32> = HashMap::new();
        for feature in counted.iter().flatten().flat_map(HashMap::keys) {
            *holders.entry(*feature).or_default() += 1;
        }
        let total = rows.len() as f32;
        let mut known: Vec<(u64, u32)> = holders.into_iter().collect();
        known.sort_unstable();
        let features: HashMap<u64, (u32, f32)> = (0u32..)
            .zip(known)
            .map(|(place, (feature, count))| (feature, (place, ((total + 1.0) / (count as f32 + 1.0)).ln() + 1.0)))
            .collect();
        let texts: Vec<Vec<(u32, f32)>> =
            counted.into_iter().zip(&folded).map(|(counts, text)| weigh(counts, &features, hints(text))).collect();
        let learn = |label| train_one(&texts, rows, label, labels.len(), features.len(), cost);
        let weights = labels.iter().map(|label| learn(label)).collect();
        Model { hints, labels, features, weights }
    }

    /// - returns: the likeliest label and its probability against the rest
    pub fn predict(&self, text: &str) -> (&str, f32) {
        self.odds(&fold(text)).max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or(("", 0.0))
    }

    /// Each label with its probability against the rest; they do not add up to one.
    ///
    /// - `folded`: a text that is folded already
    pub fn odds(&self, folded: &str) -> impl Iterator<Item = (&str, f32)> {
        let features = weigh(counts(folded), &self.features, (self.hints)(folded));
        let odds = move |weights: &Vec<f32>| sigmoid(2.0 * margin(weights, &features));
        self.labels.iter().map(String::as_str).zip(self.weights.iter().map(odds))
    }

    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The model without its hints. The same model gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut features: Vec<(u64, u32, f32)> =
            self.features.iter().map(|(feature, (place, rarity))| (*feature, *place, *rarity)).collect();
        features.sort_unstable_by_key(|(_, place, _)| *place);
        let mut out = Vec::with_capacity(features.len() * (12 + 4 * self.labels.len()));
        out.extend((self.labels.len() as u32).to_le_bytes());
        for label in &self.labels {
            out.extend((label.len() as u32).to_le_bytes());
            out.extend(label.as_bytes());
        }
        out.extend((features.len() as u32).to_le_bytes());
        for (feature, _, rarity) in features {
            out.extend(feature.to_le_bytes());
            out.extend(rarity.to_le_bytes());
        }
        out.extend(self.weights.iter().flatten().flat_map(|weight| weight.to_le_bytes()));
        out
    }

    /// - returns: nothing if these are not the bytes of a model
    pub fn from_bytes(bytes: &[u8], hints: Hints) -> Option<Self> {
        let mut rest = bytes;
        let mut labels = Vec::new();
        for _ in 0..take_u32(&mut rest)? {
            let length = take_u32(&mut rest)? as usize;
            labels.push(from_utf8(rest.split_off(..length)?).ok()?.to_owned());
        }
        let count = take_u32(&mut rest)?;
        let mut features = HashMap::new();
        for place in 0..count {
            let feature = u64::from_le_bytes(rest.split_off(..8)?.try_into().ok()?);
            features.insert(feature, (place, take_f32(&mut rest)?));
        }
        let width = count as usize + 1 + HINTS;
        let mut weights = Vec::new();
        for _ in &labels {
            weights.push((0..width).map(|_| take_f32(&mut rest)).collect::<Option<Vec<f32>>>()?);
        }
        rest.is_empty().then_some(Model { hints, labels, features, weights })
    }
}

fn take_u32(rest: &mut &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(rest.split_off(..4)?.try_into().ok()?))
}

fn take_f32(rest: &mut &[u8]) -> Option<f32> {
    Some(f32::from_le_bytes(rest.split_off(..4)?.try_into().ok()?))
}

fn margin(weights: &[f32], features: &[(u32, f32)]) -> f32 {
    features.iter().map(|(feature, value)| weights[*feature as usize] * value).sum()
}

/// - returns: the weights of the features, the bias as that of one more, which every text holds, and those of the hints
pub(crate) fn train_one(
    texts: &[Vec<(u32, f32)>],
    rows: &[(String, String)],
    label: &str,
    labels: usize,
    features: usize,
    cost: Cost,
) -> Vec<f32> {
    let mut weights = vec![0.0f32; features + 1 + HINTS];
    let ours = rows.iter().filter(|(_, known)| known == label).count().max(1) as f32;
    let total = rows.len() as f32;
    // Rare labels weigh more, or a model of many labels would never name them.
    let cost_ours = cost.error * (total / (labels as f32 * ours)).powf(cost.rare);
    let cost_rest = cost.error;
    let mut pulls = vec![0.0f32; texts.len()];
    let lengths: Vec<f32> = texts.iter().map(|text| text.iter().map(|(_, value)| value * value).sum()).collect();
    for round in 0..ROUNDS_MAX {
        let mut moved = 0.0f32;
        for step in 0..texts.len() {
            // A stride that visits every row once, so that rows sorted by label do not pull one way for long.
            let row = (step * stride(texts.len()) + round) % texts.len();
            let (sign, cost) = if rows[row].1 == label { (1.0, cost_ours) } else { (-1.0, cost_rest) };
            let slack = 0.5 / cost;
            let gradient = sign * margin(&weights, &texts[row]) - 1.0 + slack * pulls[row];
            let pull = (pulls[row] - gradient / (lengths[row] + slack)).max(0.0);
            let by = pull - pulls[row];
            if by == 0.0 {
                continue;
            }
            moved = moved.max(by.abs() / cost);
            pulls[row] = pull;
            for (feature, value) in &texts[row] {
                weights[*feature as usize] += by * sign * value;
            }
        }
        if moved < ENOUGH {
            break;
        }
    }
    weights
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

type Counts = HashMap<u64, f32>;

/// Features of a text in two families: what it says (one or two Chinese characters, Latin words and pairs of words), and
/// how its Latin words are made (three to five letters in a row), so that endings and misspellings matter little.
fn counts(folded: &str) -> [Counts; 2] {
    let mut said = Counts::new();
    let mut made = Counts::new();
    let places: Vec<(usize, char)> = folded.char_indices().collect();
    let end = |index: usize| places.get(index).map_or(folded.len(), |(place, _)| *place);
    for (index, (start, c)) in places.iter().enumerate() {
        if !is_han(*c) {
            continue;
        }
        add(&mut said, 0, &[&folded[*start..end(index + 1)]]);
        if places.get(index + 1).is_some_and(|(_, next)| is_han(*next)) {
            add(&mut said, 0, &[&folded[*start..end(index + 2)]]);
        }
    }
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric() || is_han(c)).filter(|word| !word.is_empty()).collect();
    for (index, word) in words.iter().enumerate() {
        add(&mut said, 1, &[word]);
        if let Some(next) = words.get(index + 1) {
            add(&mut said, 2, &[word, next]);
        }
        let letters: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
        for size in 3..=5 {
            for part in letters.windows(size) {
                add(&mut made, 3, &[&part.iter().collect::<String>()]);
            }
        }
    }
    [said, made]
}

fn add(counts: &mut Counts, kind: u8, parts: &[&str]) {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64 ^ u64::from(kind), |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    *counts.entry(hash).or_default() += 1.0;
}

/// Sublinear counts times rarity, what is said of length one, how it is made by the share of its Latin words, and the
/// constant one of the bias behind them, and the hints.
fn weigh(counts: [Counts; 2], known: &HashMap<u64, (u32, f32)>, hints: [f32; HINTS]) -> Vec<(u32, f32)> {
    let mut features: Vec<(u32, f32)> = Vec::new();
    // A Latin word has about five times as many parts as it counts in what is said.
    let [said, made] = [counts[0].len() as f32, counts[1].len() as f32 / 3.0];
    for (family, size) in counts.into_iter().zip([1.0, (made / said.max(1.0)).min(1.0)]) {
        let from = features.len();
        features.extend(family.into_iter().filter_map(|(feature, count)| {
            known.get(&feature).map(|(place, rarity)| (*place, (1.0 + count.ln()) * rarity))
        }));
        features[from..].sort_unstable_by_key(|(place, _)| *place);
        let length = features[from..].iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
        for (_, value) in &mut features[from..] {
            *value *= size / length.max(f32::MIN_POSITIVE);
        }
    }
    let bias = known.len() as u32;
    features.push((bias, 1.0));
    features.extend((bias + 1..).zip(hints.map(|hint| HINT_SIZE * hint)).filter(|(_, hint)| *hint != 0.0));
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
