//! `candor train`: a small model from labelled texts of an office's own, for `serve` and `eval` to use.

use clap::Subcommand;
use model::Result;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use text::trained::{Labelled, Task, Trained, labels};

#[derive(Subcommand)]
pub enum Command {
    /// How texts feel, from rows {text, label} with the labels pos, neg and neu
    Sentiment(Files),
    /// Where texts belong, from rows {title, text, label} with departments or classes as you name them
    Route(Files),
}

#[derive(clap::Args)]
pub struct Files {
    /// JSON lines, one or more files
    #[arg(required = true)]
    labels: Vec<PathBuf>,
    /// Where the model goes
    #[arg(long, short)]
    out: PathBuf,
}

pub fn run(command: &Command) -> Result<()> {
    let (task, files) = match command {
        Command::Sentiment(files) => (Task::Sentiment, files),
        Command::Route(files) => (Task::Route, files),
    };
    let mut rows: Vec<Labelled> = Vec::new();
    for file in &files.labels {
        rows.extend(labels(BufReader::new(File::open(file)?), task)?);
    }
    let trial = Trained::try_out(task, &rows)?;
    let bytes = Trained::train(task, &rows)?.to_bytes();
    std::fs::write(&files.out, &bytes)?;
    let out = files.out.display();
    eprintln!("{out}: learnt from {} labels, {} bytes.", rows.len(), bytes.len());
    // What can be expected of it, before it is used.
    let without = trial.untrained.map_or_else(String::new, |untrained| format!(", and {untrained:.3} without it"));
    eprintln!(
        "Tried on a fifth of the labels at a time, which it had not seen: macro F1 {:.3}{without}.",
        trial.trained
    );
    if task == Task::Sentiment {
        eprintln!("To use it, write sentiment_model = \"{out}\" into the configuration and start again.");
    }
    Ok(())
}
