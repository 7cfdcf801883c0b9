//! The commands of the program, each in a file of its own.

mod app;
mod check;
mod demo;
mod demo_answers;
mod demo_mail;
mod import;
mod replay;
mod serve;
mod train;
mod verify;
mod witness;

use crate::config::{Config, Fault};
use crate::eval;
use analyse::Knowledge;
use clap::{Parser, Subcommand};
use model::{Error, Kind, Result};
use std::path::PathBuf;
use std::process::ExitCode;
use store::{Db, Migration};
use text::Gazetteer;
use text::trained::{Task, Trained};
use web::{UiLang, Words};

/// Candor (坦诚): hears what people say, answers in time, and lets anyone check.
#[derive(Parser)]
#[command(version, about, propagate_version = true)]
struct Arguments {
    /// The configuration file; without one every setting has its safe default
    #[arg(long, short, global = true, env = "CANDOR_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Plays a month of an invented town and serves everything on this machine
    Demo(demo::Options),
    /// Serves the site and the desk, and listens
    Serve,
    /// Reads mentions from a JSONL or CSV file; safe to stop and to run again
    Import(import::Options),
    /// Learns from labelled texts of your own
    Train {
        #[command(subcommand)]
        command: train::Command,
    },
    /// Looks for what is wrong with configuration, database, sources and log
    Check,
    /// Tries a policy of warnings over the past
    Warn {
        #[command(subcommand)]
        command: replay::Command,
    },
    /// Checks a log, a page's proof or a receipt, offline
    Verify(verify::Options),
    /// Watches the logs of others, and cosigns them
    Witness,
    /// Runs one analysis over JSON lines, for measuring
    Eval {
        #[command(subcommand)]
        task: eval::Task,
    },
    /// Parses what strangers wrote, apart from everything else; the program starts it by itself
    #[command(hide = true, name = listen::isolate::SUBCOMMAND)]
    ParseChild,
}

pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    // The child must touch nothing but its pipes.
    if matches!(arguments.command, Command::ParseChild) {
        return listen::isolate::child_main();
    }
    if let Command::Eval { task } = &arguments.command {
        return end(eval::run(task));
    }
    if let Command::Train { command } = &arguments.command {
        return end(train::run(command));
    }
    if let Command::Verify(options) = &arguments.command {
        return verify::run(options);
    }
    if let Command::Demo(options) = arguments.command {
        // A newcomer is to see the address and the sign-in; how the town's warnings rise stands on the pages.
        crate::observe::start_log("warn");
        return end(block_on(demo::run(options)));
    }
    let config = match Config::load(arguments.config.as_deref()) {
        Ok(config) => config,
        Err(fault) => return complain(&[fault]),
    };
    let faults = config.faults();
    if !faults.is_empty() && !matches!(arguments.command, Command::Check) {
        return complain(&faults);
    }
    crate::observe::start_log("info,sqlx=warn");
    match arguments.command {
        Command::Serve => end(block_on(serve::run(config))),
        Command::Warn { command } => end(block_on(replay::run(config, command))),
        Command::Witness => end(block_on(witness::run(config))),
        Command::Import(options) => end(block_on(import::run(config, options))),
        Command::Check => match block_on(check::run(&config, faults)) {
            Ok(faults) if faults.is_empty() => ExitCode::SUCCESS,
            Ok(faults) => complain(&faults),
            Err(error) => end(Err(error)),
        },
        Command::Demo(_) | Command::Verify(_) | Command::Train { .. } | Command::Eval { .. } | Command::ParseChild => {
            unreachable!("they were run above")
        }
    }
}

/// Every context's tables, owners before those whose views read theirs.
pub const MIGRATIONS: &[&[Migration]] = &[
    store::job::MIGRATIONS,
    org::MIGRATIONS,
    notify::MIGRATIONS,
    ledger::MIGRATIONS,
    publish::MIGRATIONS,
    claims::MIGRATIONS,
    respond::MIGRATIONS,
    listen::MIGRATIONS,
    analyse::MIGRATIONS,
    warn::MIGRATIONS,
    brief::MIGRATIONS,
    search::MIGRATIONS,
];

/// Rules, calendars and playbooks: those of the office's own folder, and those that ship with the program.
fn library(config: &Config) -> Result<respond::Library> {
    respond::Library::load(config.respond_folder.as_deref(), &config.jurisdiction)
        .map_err(|refused| Error::invalid("check-library").with_detail(refused.to_string()))
}

/// The policy of warnings that a new database begins with: the office's own file, or the one that ships with the program.
fn configured_policy(config: &Config) -> Result<String> {
    let text = match &config.warning_policy {
        Some(file) => std::fs::read_to_string(file)?,
        None => warn::DEFAULT.to_owned(),
    };
    warn::Policy::parse(&text).map_err(|fault| Error::invalid("check-policy").with_detail(fault.to_string()))?;
    Ok(text)
}

/// What the office knows beside the texts: its districts, and the labels that it taught.
fn knowledge(config: &Config) -> Result<Knowledge> {
    let taught = |file: &PathBuf| Trained::from_bytes(&std::fs::read(file)?, Task::Sentiment);
    let feelings = config.sentiment_model.as_ref().map(taught).transpose()?;
    Ok(Knowledge { gazetteer: Gazetteer::new(&config.districts), feelings })
}

/// The policy that is in force. Its threshold is never under the one that everything else keeps to.
async fn policy_in_force(config: &Config, db: &Db, now: model::Time) -> Result<warn::InForce> {
    let configured = configured_policy(config)?;
    let mut tx = db.write().await?;
    let in_force = warn::InForce::load(&mut tx, &configured, config.threshold(), now).await?;
    tx.commit().await?;
    Ok(in_force)
}

/// Opens the database that the configuration names and brings its tables up to date.
async fn open(config: &Config, now: model::Time) -> Result<Db> {
    if config.database.is_empty() {
        std::fs::create_dir_all(&config.data)?;
    }
    let db = Db::open(&config.database_url()).await?;
    db.migrate(MIGRATIONS, now).await?;
    Ok(db)
}

fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

fn complain(faults: &[Fault]) -> ExitCode {
    for fault in faults {
        eprintln!("{fault}");
    }
    ExitCode::FAILURE
}

/// Says in one sentence why a command failed.
fn end(result: Result<()>) -> ExitCode {
    let Err(error) = result else { return ExitCode::SUCCESS };
    let sentence = Words::for_lang(UiLang::En).t(error.message);
    match error.kind {
        Kind::Broken => eprintln!("{}", error.detail()),
        _ if error.detail().is_empty() => eprintln!("{sentence}"),
        _ => eprintln!("{sentence} ({})", error.detail()),
    }
    ExitCode::FAILURE
}
