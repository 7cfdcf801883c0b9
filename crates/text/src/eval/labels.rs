//! One label a text: its feeling, or where it belongs.

use crate::fold::fold;
use crate::linear::Model;
use crate::rows::{self, Row};
use crate::sentiment::{sentiment as feel, sentiment_binary};
use crate::trained::{Labelled, Task, Trained, code, labels};
use model::{Error, Result};
use std::io::{BufRead, Write};

#[derive(serde::Serialize)]
struct Answer<'a> {
    id: &'a str,
    label: &'a str,
    score: f32,
}

/// What labels are told by.
pub enum Teacher<R> {
    /// What ships with the program.
    Nobody,
    /// JSONL `{title?, text, label}` of an office's own, which are learnt before anything is answered.
    Labels(R),
    /// The file that `candor train` made of them.
    File(Vec<u8>),
}

/// Says how texts feel.
///
/// - `binary`: answer `pos` or `neg` only; otherwise `neu` too, which also stands for what is unclear
/// - output: JSONL `{id, label, score}`, the score from -1 to 1, or the label's probability where labels were learnt
pub fn sentiment(
    input: impl BufRead,
    mut output: impl Write,
    binary: bool,
    teacher: Teacher<impl BufRead>,
) -> Result<usize> {
    let mut answer = |id: &str, label: &str, score| rows::write(&mut output, &Answer { id, label, score });
    match teacher {
        Teacher::Nobody => rows::read(input, |row: Row| {
            let feeling = if binary { sentiment_binary(&row.text) } else { feel(&row.text) };
            answer(&row.id, code(feeling.sentiment), feeling.score)
        }),
        Teacher::Labels(known) => {
            let model = learn(known, Task::Sentiment, |label| !binary || label != "neu")?;
            rows::read(input, |row: Row| {
                let (label, score) = model.predict(&row.text);
                answer(&row.id, label, score)
            })
        }
        Teacher::File(file) => {
            let trained = Trained::from_bytes(&file, Task::Sentiment)?;
            rows::read(input, |row: Row| {
                let feeling = if binary {
                    trained.feeling_binary(&row.text)
                } else {
                    trained.feeling_of_folded(&fold(&row.text))
                };
                answer(&row.id, code(feeling.sentiment), feeling.score)
            })
        }
    }
}

/// Sends texts to the departments or classes of the rows it learnt from.
///
/// - `input`: JSONL `{id, title?, text}`; `output`: JSONL `{id, label, score}`
/// - errors: `Invalid` if nobody taught it
pub fn route(teacher: Teacher<impl BufRead>, input: impl BufRead, mut output: impl Write) -> Result<usize> {
    let model = match teacher {
        Teacher::Nobody => return Err(Error::invalid("error-labels-few")),
        Teacher::Labels(known) => learn(known, Task::Route, |_| true)?,
        Teacher::File(file) => Trained::from_bytes(&file, Task::Route)?.into_model(),
    };
    rows::read(input, |row: Row| {
        let (label, score) = model.predict(&rows::titled(row.title.as_deref(), &row.text));
        rows::write(&mut output, &Answer { id: &row.id, label, score })
    })
}

fn learn(known: impl BufRead, task: Task, keep: impl Fn(&str) -> bool) -> Result<Model> {
    let mut known: Vec<Labelled> = labels(known, task)?;
    known.retain(|(_, label)| keep(label));
    Ok(Trained::train(task, &known)?.into_model())
}
