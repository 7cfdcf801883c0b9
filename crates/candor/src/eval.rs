//! `candor eval`: the analyses by themselves, so that anyone can measure them from outside.
//!
//! Each task reads JSON lines and writes JSON lines, with the very code that the pipeline runs. What it took goes to
//! standard error in one line.

use clap::Subcommand;
use model::Result;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;
use text::eval::Teacher;

#[derive(Subcommand)]
pub enum Task {
    /// Groups texts into stories, in the order of the rows
    Stories(Rows),
    /// Positive, negative, neutral or unclear
    Sentiment {
        #[command(flatten)]
        rows: Rows,
        /// Answer positive or negative only
        #[arg(long)]
        binary: bool,
        #[command(flatten)]
        teacher: Taught,
    },
    /// Finds and masks personal data
    Redact(Rows),
    /// Pairs of texts that nearly repeat each other
    Duplicates(Rows),
    /// Matches texts to claims already checked
    Claims {
        #[command(flatten)]
        rows: Rows,
        /// The claims ({id, title, text})
        #[arg(long)]
        claims: PathBuf,
    },
    /// Finds claims in texts at the two thresholds by which the desk finds them in stories
    Matches {
        #[command(flatten)]
        rows: Rows,
        /// The claims ({id, text}), each in its wording
        #[arg(long)]
        claims: PathBuf,
    },
    /// Scores each point of a series against its own past
    Warn(Rows),
    /// Sends texts to departments or classes
    Route {
        #[command(flatten)]
        rows: Rows,
        #[command(flatten)]
        teacher: Taught,
    },
    /// Ranks documents for queries
    Search {
        #[command(flatten)]
        rows: Rows,
        /// The documents ({id, title, text})
        #[arg(long)]
        docs: PathBuf,
    },
}

#[derive(clap::Args)]
pub struct Rows {
    /// A file of JSON lines, or - for standard input
    #[arg(long = "in", default_value = "-")]
    input: PathBuf,
    /// Where the answers go, or - for standard output
    #[arg(long = "out", default_value = "-")]
    output: PathBuf,
}

/// By what labels are told, beside what ships with the program.
#[derive(clap::Args)]
pub struct Taught {
    /// Learn from labels of your own first ({text, label}), and from these alone
    #[arg(long)]
    train: Option<PathBuf>,
    /// A model that `candor train` made
    #[arg(long, conflicts_with = "train")]
    model: Option<PathBuf>,
}

impl Taught {
    fn teacher(&self) -> Result<Teacher<BufReader<File>>> {
        Ok(match (&self.train, &self.model) {
            (Some(labels), _) => Teacher::Labels(read(labels)?),
            (None, Some(model)) => Teacher::File(std::fs::read(model)?),
            (None, None) => Teacher::Nobody,
        })
    }
}

impl Rows {
    fn open(&self) -> Result<(Box<dyn BufRead>, Box<dyn Write>)> {
        let input: Box<dyn BufRead> = if self.input == Path::new("-") {
            Box::new(BufReader::new(std::io::stdin()))
        } else {
            Box::new(read(&self.input)?)
        };
        let output: Box<dyn Write> = if self.output == Path::new("-") {
            Box::new(std::io::stdout())
        } else {
            Box::new(File::create(&self.output)?)
        };
        Ok((input, Box::new(BufWriter::with_capacity(1 << 20, output))))
    }
}

fn read(path: &Path) -> Result<BufReader<File>> {
    Ok(BufReader::with_capacity(1 << 20, File::open(path)?))
}

pub fn run(task: &Task) -> Result<()> {
    let rows = match task {
        Task::Stories(rows) | Task::Redact(rows) | Task::Duplicates(rows) | Task::Warn(rows) => rows,
        Task::Sentiment { rows, .. }
        | Task::Claims { rows, .. }
        | Task::Matches { rows, .. }
        | Task::Route { rows, .. }
        | Task::Search { rows, .. } => rows,
    };
    let (input, mut output) = rows.open()?;
    let started = Instant::now();
    let items = match task {
        Task::Stories(_) => analyse::eval::stories(input, &mut output)?,
        Task::Redact(_) => text::eval::redact(input, &mut output)?,
        Task::Duplicates(_) => text::eval::duplicates(input, &mut output)?,
        Task::Warn(_) => warn::eval::warn(input, &mut output)?,
        Task::Sentiment { binary, teacher, .. } => {
            text::eval::sentiment(input, &mut output, *binary, teacher.teacher()?)?
        }
        Task::Claims { claims, .. } => text::eval::claims(read(claims)?, input, &mut output)?,
        Task::Matches { claims, .. } => claims::eval::matches(read(claims)?, input, &mut output)?,
        Task::Route { teacher, .. } => text::eval::route(teacher.teacher()?, input, &mut output)?,
        Task::Search { docs, .. } => text::eval::search(read(docs)?, input, &mut output)?,
    };
    output.flush()?;
    let seconds = started.elapsed().as_secs_f64();
    let speed = items as f64 / seconds.max(1e-9);
    let memory = peak_memory_mib().map_or_else(String::new, |mib| format!(", peak RSS {mib} MiB"));
    eprintln!("{items} items, {seconds:.2} seconds, {speed:.0}/s{memory}");
    Ok(())
}

/// The most memory this process has held, where the system tells.
pub fn peak_memory_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok().map(|kib| kib / 1024)
}
