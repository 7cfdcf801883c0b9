//! What an office taught: a model learnt from labelled texts, kept as a file that says what it is.
//!
//! The file is one line in plain words (what it is, its version, its task, the digest of all that follows) and then the
//! weights. It holds hashes of words and no text, but whoever has it can try whether a word was among the labels: it is
//! no less confidential than they are. The same labels give the same file, byte for byte.

use crate::fold::fold;
use crate::linear::{Cost, HINTS, Model};
use crate::rows;
use crate::sentiment::{Feeling, hints_of_folded, sentiment};
use model::{Error, Result, Sentiment};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

/// Raised when older files would be misread.
const VERSION: &str = "1";
const NAME: &str = "candor-model";

/// Left out a part at a time, so that a model is tried on what it has not seen.
const PARTS: usize = 5;
/// The likeliest feeling must have this share of all the odds, or the text is unclear.
const SHARE_MIN: f32 = 0.42;

/// What a model is trained for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// `pos`, `neg` or `neu`.
    Sentiment,
    /// Departments or classes, as the office names them.
    Route,
}

impl Task {
    pub const fn code(self) -> &'static str {
        match self {
            Task::Sentiment => "sentiment",
            Task::Route => "route",
        }
    }

    const fn hints(self) -> fn(&str) -> [f32; HINTS] {
        match self {
            Task::Sentiment => hints_of_folded,
            Task::Route => |_| [0.0; HINTS],
        }
    }

    const fn cost(self) -> Cost {
        match self {
            Task::Sentiment => Cost::FEW,
            Task::Route => Cost::MANY,
        }
    }
}

/// A text with its label.
pub type Labelled = (String, String);

#[derive(serde::Deserialize)]
struct Row {
    title: Option<String>,
    text: String,
    label: String,
}

/// Reads labelled texts.
///
/// - `input`: JSONL `{title?, text, label}`; the title counts where texts are routed, since it mostly names the matter;
///   other fields are ignored
/// - errors: `Invalid` with the number of the first line that is not of this shape, or whose label the task does not know
pub fn labels(input: impl BufRead, task: Task) -> Result<Vec<Labelled>> {
    let mut labels = Vec::new();
    let mut number = 0;
    rows::read(input, |row: Row| {
        number += 1;
        let is_known = match task {
            Task::Sentiment => matches!(row.label.as_str(), "pos" | "neg" | "neu"),
            Task::Route => !row.label.is_empty(),
        };
        if !is_known {
            let detail = format!("row {number}: the label is \"{}\"", row.label);
            return Err(Error::invalid("error-label").with_detail(detail));
        }
        let text = match task {
            Task::Sentiment => row.text,
            Task::Route => rows::titled(row.title.as_deref(), &row.text),
        };
        labels.push((text, row.label));
        Ok(())
    })?;
    Ok(labels)
}

/// How well labels can be told when a fifth of them at a time is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial {
    /// Macro F1 with the model.
    pub trained: f64,
    /// The same without it; nothing where only a model can answer.
    pub untrained: Option<f64>,
}

/// A model, and what it is for.
pub struct Trained {
    task: Task,
    model: Model,
    digest: String,
}

impl Trained {
    /// Learns from an office's own labels, beside what ships with the program.
    ///
    /// - errors: `Invalid` if there are fewer than two different labels
    pub fn train(task: Task, rows: &[Labelled]) -> Result<Self> {
        if rows.iter().map(|(_, label)| label).collect::<BTreeSet<_>>().len() < 2 {
            return Err(Error::invalid("error-labels-few"));
        }
        Ok(Trained::of(task, Model::train_with(rows, task.hints(), task.cost())))
    }

    /// Tries what a model of these labels would reach.
    ///
    /// - cost: that of training, five times over
    /// - errors: `Invalid` if there are too few labels to leave any out
    pub fn try_out(task: Task, rows: &[Labelled]) -> Result<Trial> {
        let mut told: Vec<(String, &str)> = Vec::with_capacity(rows.len());
        for part in 0..PARTS {
            let (out, kept): (Vec<_>, Vec<_>) = rows.iter().zip(0..).partition(|(_, place)| place % PARTS == part);
            let kept: Vec<Labelled> = kept.into_iter().map(|(row, _)| row.clone()).collect();
            let trained = Trained::train(task, &kept)?;
            told.extend(out.into_iter().map(|((text, label), _)| (trained.label(text).0.to_owned(), label.as_str())));
        }
        let untrained = || macro_f1(rows.iter().map(|(text, label)| (code(sentiment(text).sentiment), label.as_str())));
        Ok(Trial {
            trained: macro_f1(told.iter().map(|(told, label)| (told.as_str(), *label))),
            untrained: (task == Task::Sentiment).then(untrained),
        })
    }

    fn of(task: Task, model: Model) -> Self {
        let digest = digest(&model.to_bytes());
        Trained { task, model, digest }
    }

    /// A number by which what one model found is told from what another did.
    pub fn number(&self) -> u32 {
        u32::from_str_radix(&self.digest[..6], 16).unwrap_or_default() << 8
    }

    pub(crate) fn into_model(self) -> Model {
        self.model
    }

    /// - returns: the likeliest label and its probability against the rest
    pub fn label(&self, text: &str) -> (&str, f32) {
        self.model.predict(text)
    }

    /// How a text feels, to a model of sentiment.
    ///
    /// - `folded`: a text that is folded already
    pub fn feeling_of_folded(&self, folded: &str) -> Feeling {
        let odds = self.odds(folded);
        let [positive, negative, neutral] = odds;
        let best = odds.into_iter().fold(0.0, f32::max);
        let sentiment = if best < SHARE_MIN {
            Sentiment::Unclear
        } else if best == neutral {
            Sentiment::Neutral
        } else if best == positive {
            Sentiment::Positive
        } else {
            Sentiment::Negative
        };
        Feeling { sentiment, score: positive - negative }
    }

    /// The same for whoever needs one of two answers.
    pub fn feeling_binary(&self, text: &str) -> Feeling {
        let [positive, negative, _] = self.odds(&fold(text));
        let sentiment = if positive >= negative { Sentiment::Positive } else { Sentiment::Negative };
        Feeling { sentiment, score: positive - negative }
    }

    /// The shares of positive, negative and neutral.
    fn odds(&self, folded: &str) -> [f32; 3] {
        let mut odds = [0.0; 3];
        for (label, odd) in self.model.odds(folded) {
            if let Some(place) = ["pos", "neg", "neu"].iter().position(|known| *known == label) {
                odds[place] = odd;
            }
        }
        let sum: f32 = odds.iter().sum();
        odds.map(|odd| odd / sum.max(f32::MIN_POSITIVE))
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let body = self.model.to_bytes();
        let mut file = format!("{NAME} {VERSION} {} sha256:{}\n", self.task.code(), self.digest).into_bytes();
        file.extend(body);
        file
    }

    /// Reads a file that [`Trained::to_bytes`] made.
    ///
    /// - errors: `Invalid`, saying what is wrong with it: no model, another version, another task, damaged
    pub fn from_bytes(bytes: &[u8], task: Task) -> Result<Self> {
        let refuse = |detail: String| Err(Error::invalid("error-model").with_detail(detail));
        let head = bytes.iter().position(|byte| *byte == b'\n').map(|end| bytes.split_at(end + 1));
        let Some((head, body)) = head.and_then(|(head, body)| Some((std::str::from_utf8(head).ok()?, body))) else {
            return refuse("it does not begin as a model does".to_owned());
        };
        let words: Vec<&str> = head.split_whitespace().collect();
        let [NAME, version, its_task, its_digest] = words[..] else {
            return refuse("it does not begin as a model does".to_owned());
        };
        if version != VERSION {
            return refuse(format!(
                "it is of version {version}, and this program reads version {VERSION}; train it anew"
            ));
        }
        if its_task != task.code() {
            return refuse(format!("it was trained for {its_task}, not for {}", task.code()));
        }
        if its_digest.strip_prefix("sha256:") != Some(digest(body).as_str()) {
            return refuse("its digest does not fit what it holds: it was damaged or changed".to_owned());
        }
        match Model::from_bytes(body, task.hints()) {
            Some(model) => Ok(Trained { task, model, digest: digest(body) }),
            None => refuse("what it holds cannot be read".to_owned()),
        }
    }
}

fn digest(body: &[u8]) -> String {
    Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As label files and answers write it; what is unclear is no feeling that could be counted.
pub(crate) const fn code(sentiment: Sentiment) -> &'static str {
    match sentiment {
        Sentiment::Positive => "pos",
        Sentiment::Negative => "neg",
        Sentiment::Neutral | Sentiment::Unclear => "neu",
    }
}

/// The mean over the true labels of the harmonic mean of how much of what was told is right and how much was found.
pub(crate) fn macro_f1<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> f64 {
    let mut counts: BTreeMap<&str, [f64; 3]> = BTreeMap::new();
    for (told, label) in pairs {
        counts.entry(label).or_default()[0] += 1.0;
        counts.entry(told).or_default()[1] += 1.0;
        if told == label {
            counts.entry(label).or_default()[2] += 1.0;
        }
    }
    let known = counts.values().filter(|[labelled, ..]| *labelled > 0.0);
    let scores: Vec<f64> = known.map(|[labelled, told, right]| 2.0 * right / (labelled + told)).collect();
    scores.iter().sum::<f64>() / scores.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &str = r#"{"text":"窗口的小伙子真耐心，办得又快又好","label":"pos"}
{"text":"新来的师傅把路灯修好了，点赞","label":"pos"}
{"text":"The clerk was kind and quick","label":"pos"}
{"text":"排了三小时队，窗口说系统坏了","label":"neg"}
{"text":"路灯坏了两个月没人管","label":"neg"}
{"text":"Nobody answers the phone, useless","label":"neg"}
{"text":"窗口周一至周五九点开门","label":"neu"}
{"text":"路灯一共三十二盏","label":"neu"}
{"text":"The office is on the second floor","label":"neu"}
"#;

    fn trained() -> Trained {
        let rows = labels(ROWS.as_bytes(), Task::Sentiment).expect("the rows are sound");
        Trained::train(Task::Sentiment, &rows).expect("there is enough to learn from")
    }

    fn refused(bytes: &[u8], task: Task) -> String {
        Trained::from_bytes(bytes, task).err().expect("it is refused").detail().to_owned()
    }

    #[test]
    fn a_model_answers_from_its_file_as_it_did_when_it_was_trained() {
        let before = trained();
        let bytes = before.to_bytes();
        assert_eq!(bytes, trained().to_bytes(), "the same labels give the same file");
        let after = Trained::from_bytes(&bytes, Task::Sentiment).expect("it reads what it wrote");
        for text in ["师傅真耐心", "两个月没人管", "窗口在二楼", "kind and quick"] {
            assert_eq!(before.feeling_of_folded(text), after.feeling_of_folded(text), "{text}");
        }
        assert_eq!(after.feeling_of_folded("师傅真耐心，点赞").sentiment, Sentiment::Positive);
        assert_eq!(after.feeling_of_folded("没人管，排了三小时").sentiment, Sentiment::Negative);
        assert_eq!(after.feeling_of_folded("周一至周五九点开门").sentiment, Sentiment::Neutral);
    }

    #[test]
    fn what_is_no_sound_model_says_why() {
        let bytes = trained().to_bytes();
        assert!(refused(b"PK\x03\x04", Task::Sentiment).contains("does not begin"));
        assert!(refused(&bytes, Task::Route).contains("trained for sentiment"));
        let mut damaged = bytes.clone();
        *damaged.last_mut().expect("it is not empty") ^= 1;
        assert!(refused(&damaged, Task::Sentiment).contains("digest"));
        assert!(refused(&bytes[..bytes.len() - 7], Task::Sentiment).contains("digest"));
        let newer = [b"candor-model 9 sentiment sha256:00\n", &bytes[..]].concat();
        assert!(refused(&newer, Task::Sentiment).contains("version 9"));
    }

    #[test]
    fn labels_that_teach_nothing_are_refused() {
        let unknown = labels(r#"{"text":"a","label":"sad"}"#.as_bytes(), Task::Sentiment).err();
        assert!(unknown.expect("it is refused").detail().contains("row 1"));
        let one_sided = labels(r#"{"text":"a","label":"pos"}"#.as_bytes(), Task::Sentiment).expect("the row is sound");
        assert!(Trained::train(Task::Sentiment, &one_sided).is_err());
        assert!(Trained::try_out(Task::Sentiment, &[]).is_err());
    }

    #[test]
    fn the_mean_of_labels_counts_each_label_alike() {
        let pairs = [("a", "a"), ("a", "a"), ("a", "a"), ("a", "b")];
        assert!((macro_f1(pairs.into_iter()) - 3.0 / 7.0).abs() < 1e-9);
    }
}
