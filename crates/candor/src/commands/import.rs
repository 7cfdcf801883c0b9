//! `candor import`: mentions from a file, with progress; safe to stop and to run again.

use crate::config::Config;
use crate::pipeline::{Outcome, Pipeline, Settings};
use indicatif::{ProgressBar, ProgressStyle};
use listen::import::{Block, Position, Reader, digest};
use listen::store::{ImportRun, add_source, source};
use listen::{Along, Intake, IntakeKey, Source};
use model::{Clock, Error, Result, SourceId, SourceKind};
use rayon::prelude::*;
use std::collections::VecDeque;
use std::path::PathBuf;
use store::Db;
use tokio::task::JoinHandle;

/// How many deliveries may wait for the disk: one that is placed and one that is written.
const UNDER_WAY_MAX: usize = 2;

#[derive(clap::Args)]
pub struct Options {
    /// A file of JSON lines or a CSV file
    file: PathBuf,
    /// The id of the source in the register; a new one is entered under this id
    #[arg(long)]
    source: Option<String>,
    /// Who speaks in the file: institution, press or public
    #[arg(long, default_value = "public")]
    kind: String,
    /// Why it is listened to, for the public register
    #[arg(long, default_value = "An archive that the office imported")]
    purpose: String,
    /// The same in Chinese
    #[arg(long, default_value = "本机关导入的存档")]
    purpose_zh: String,
}

pub async fn run(config: Config, options: Options) -> Result<()> {
    let clock = Clock::wall();
    let db = super::open(&config, clock.now()).await?;
    let source = entered(&db, &options, &clock).await?;
    let policy = super::policy_in_force(&config, &db, clock.now()).await?;
    let settings = Settings::of(&config, clock.clone(), policy, super::knowledge(&config)?);
    let (pipeline, task) = Pipeline::start(db.clone(), settings).await?;
    let imported = import(&db, &pipeline, &config, &options, &source, &clock).await;
    drop(pipeline);
    task.await?;
    db.close().await;
    imported
}

/// The source that the file belongs to, entered into the register if it is new: nothing is listened to outside it.
async fn entered(db: &Db, options: &Options, clock: &Clock) -> Result<Source> {
    let stem = options.file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("import").to_lowercase();
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let id = options.source.clone().unwrap_or_else(|| stem.chars().map(plain).take(40).collect());
    let id = SourceId::new(id);
    if let Some((known, _)) = source(db, &id).await? {
        return Ok(known);
    }
    let new = Source {
        id: id.clone(),
        name_zh: id.to_string(),
        name_en: id.to_string(),
        connector: if options.file.extension().is_some_and(|end| end == "csv") { "csv_file" } else { "jsonl" }
            .to_owned(),
        kind: SourceKind::from_code(&options.kind).ok_or(Error::invalid("import-kind"))?,
        purpose_zh: options.purpose_zh.clone(),
        purpose_en: options.purpose.clone(),
        url: None,
        lang_hint: None,
        district: None,
        poll_minutes: listen::source::POLL_MINUTES_DEFAULT,
        options: listen::Options::default(),
    };
    let mut tx = db.write().await?;
    add_source(&mut tx, &new, clock.now()).await?;
    tx.commit().await?;
    Ok(new)
}

async fn import(
    db: &Db,
    pipeline: &Pipeline,
    config: &Config,
    options: &Options,
    source: &Source,
    clock: &Clock,
) -> Result<()> {
    let mut tx = db.write().await?;
    let intake_key = listen::store::intake_key(&mut tx, clock.now()).await?;
    tx.commit().await?;
    let mut run = ImportRun::take_up(db, &source.id, &digest(&options.file)?).await?;
    if run.is_done {
        eprintln!(
            "This file was imported before: {} mentions, {} rows left out. Nothing to do.",
            run.heard, run.skipped
        );
        return Ok(());
    }
    let from = Position { bytes: run.bytes_done, lines: run.lines_done };
    let mut reader = Reader::open(&options.file, config.zone(), from)?;
    let bar = progress(reader.size_bytes(), run.bytes_done);
    let begun = (std::time::Instant::now(), run.heard);
    let mut before = 0;
    // Some blocks are read, taken in and studied while those before them are placed, and those before these are stored.
    let mut under_way: VecDeque<JoinHandle<Result<Outcome>>> = VecDeque::with_capacity(UNDER_WAY_MAX);
    loop {
        let blocks = next_blocks(&mut reader)?;
        let Some(last) = blocks.last() else { break };
        let from = run.bytes_done;
        (run.bytes_done, run.lines_done) = (last.end.bytes, last.end.lines);
        run.is_done = run.bytes_done >= reader.size_bytes();
        let intake = |block| take_in(pipeline, &intake_key, &reader, block, source, clock);
        let batch = tokio::task::block_in_place(|| take_in_all(blocks, &intake));
        run.heard += batch.heard.len() as u64;
        run.skipped += batch.skipped.len() as u64;
        let studied = pipeline.study(batch.heard);
        let along = Along::Import { run: run.clone(), from, skipped: batch.skipped, met: batch.met };
        if under_way.len() == UNDER_WAY_MAX
            && let Some(earlier) = under_way.pop_front()
        {
            before += earlier.await??.known;
        }
        bar.set_position(run.bytes_done);
        bar.set_message(format!("{} mentions", run.heard));
        let pipeline = pipeline.clone();
        under_way.push_back(tokio::spawn(async move { pipeline.deliver(studied, along).await }));
    }
    for last in under_way {
        before += last.await??.known;
    }
    pipeline.settle().await?;
    bar.finish();
    let seconds = begun.0.elapsed().as_secs_f64();
    let speed = (run.heard - begun.1) as f64 / seconds.max(1e-9);
    let memory = crate::eval::peak_memory_mib().map_or_else(String::new, |mib| format!(", peak RSS {mib} MiB"));
    eprintln!("{} mentions heard, {before} of them known before, {} rows left out.", run.heard, run.skipped);
    eprintln!("{seconds:.2} seconds, {speed:.0}/s{memory}");
    Ok(())
}

/// As many blocks as there are cores.
fn next_blocks(reader: &mut Reader) -> Result<Vec<Block>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut blocks = Vec::with_capacity(cores);
    while blocks.len() < cores {
        let Some(block) = reader.next_block()? else { break };
        blocks.push(block);
    }
    Ok(blocks)
}

/// Takes in the blocks on all cores; what comes out is in the order of the file.
fn take_in_all(blocks: Vec<Block>, intake: &(impl Fn(Block) -> listen::Batch + Sync)) -> listen::Batch {
    let parts: Vec<listen::Batch> = blocks.into_par_iter().map(intake).collect();
    let mut whole = listen::Batch::default();
    for batch in parts {
        whole.heard.extend(batch.heard);
        whole.skipped.extend(batch.skipped);
        whole.met.merge(&batch.met);
    }
    whole
}

fn take_in(
    pipeline: &Pipeline,
    intake_key: &IntakeKey,
    reader: &Reader,
    block: Block,
    source: &Source,
    clock: &Clock,
) -> listen::Batch {
    let parsed = reader.parse(block);
    pipeline.with_day_key(|day_key| Intake { day_key, intake_key, now: clock.now() }.hear(parsed, source))
}

fn progress(size_bytes: u64, done_bytes: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {percent:>3}%  {msg}  {eta} left")
        .expect("the template of the bar is well-formed");
    let bar = ProgressBar::new(size_bytes).with_style(style);
    bar.set_position(done_bytes);
    bar
}
