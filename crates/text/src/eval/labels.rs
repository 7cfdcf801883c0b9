//! One label a text: its feeling, or where it belongs.

use super::rows::{self, Row};
use crate::linear::{self, Model};
use crate::sentiment::{sentiment as feel, sentiment_binary};
use model::{Error, Result, Sentiment};
use std::io::{BufRead, Write};

#[derive(serde::Deserialize)]
struct Labelled {
    #[serde(default)]
    text: String,
    label: String,
}

#[derive(serde::Serialize)]
struct Answer<'a> {
    id: &'a str,
    label: &'a str,
    score: f32,
}

/// Says how texts feel.
///
/// - `binary`: answer `pos` or `neg` only; otherwise `neu` too, which also stands for what is unclear
/// - `train`: JSONL `{text, label}` of an office's own, which then decide beside the shipped lexicon
/// - output: JSONL `{id, label, score}`, the score from -1 to 1, or the label's probability after training
pub fn sentiment(
    input: impl BufRead,
    mut output: impl Write,
    binary: bool,
    train: Option<impl BufRead>,
) -> Result<usize> {
    let model = train.map(|rows| learn(rows, |label| !binary || label != "neu", feeling_hints)).transpose()?;
    rows::read(input, |row: Row| {
        let (label, score) = match &model {
            Some(model) => model.predict(&row.text),
            None => {
                let feeling = if binary { sentiment_binary(&row.text) } else { feel(&row.text) };
                let label = match feeling.sentiment {
                    Sentiment::Positive => "pos",
                    Sentiment::Negative => "neg",
                    Sentiment::Neutral | Sentiment::Unclear => "neu",
                };
                (label, feeling.score)
            }
        };
        rows::write(&mut output, &Answer { id: &row.id, label, score })
    })
}

/// Sends texts to the departments or classes of the rows it learnt from.
///
/// - `train`: JSONL `{text, label}`; `input`: JSONL `{id, text}`; `output`: JSONL `{id, label, score}`
pub fn route(train: impl BufRead, input: impl BufRead, mut output: impl Write) -> Result<usize> {
    let model = learn(train, |_| true, |_| [0.0; linear::HINTS])?;
    rows::read(input, |row: Row| {
        let (label, score) = model.predict(&row.text);
        rows::write(&mut output, &Answer { id: &row.id, label, score })
    })
}

/// How the words feel, and how much they feel at all.
fn feeling_hints(text: &str) -> [f32; linear::HINTS] {
    let score = sentiment_binary(text).score;
    [score, score.abs()]
}

fn learn(rows: impl BufRead, keep: impl Fn(&str) -> bool, hints: linear::Hints) -> Result<Model> {
    let mut learnt = Vec::new();
    rows::read(rows, |row: Labelled| {
        if keep(&row.label) {
            learnt.push((row.text, row.label));
        }
        Ok(())
    })?;
    if learnt.is_empty() {
        return Err(Error::invalid("error-row").with_detail("there is nothing to learn from"));
    }
    Ok(Model::train_with(&learnt, hints))
}
