//! `candor verify`: a whole log from its files, one page's proof, or a receipt; offline, in one sentence.

use ledger::note::{KeyKind, VerifierKey};
use ledger::policy::Policy;
use ledger::{folder, proof};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Options {
    /// A folder with a downloaded log, or a proof file or receipt
    path: PathBuf,
    /// The log's key, or a file that holds it; take it from somewhere other than the log
    #[arg(long, required_unless_present = "policy")]
    key: Option<String>,
    /// A C2SP policy file: the log's key, and which witnesses must have signed
    #[arg(long, conflicts_with = "key")]
    policy: Option<PathBuf>,
}

/// 0: verified; 1: not what was logged; 2: it could not be checked.
pub fn run(options: &Options) -> ExitCode {
    let policy = match believed(options) {
        Ok(policy) => policy,
        Err(why) => return say(&format!("Nothing was checked: {why}"), 2),
    };
    if options.path.is_dir() { whole(&options.path, &policy) } else { file(&options.path, &policy) }
}

fn believed(options: &Options) -> Result<Policy, String> {
    if let Some(path) = &options.policy {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}.", path.display()))?;
        return Policy::parse(&text).map_err(|line| format!("line {line} of {} cannot be followed.", path.display()));
    }
    let given = options.key.as_deref().unwrap_or_default();
    let text = match std::fs::read_to_string(given) {
        Ok(text) => text,
        Err(_) => given.to_owned(),
    };
    let key = VerifierKey::parse(&text).filter(|key| key.kind() == KeyKind::Log);
    key.map(Policy::of_key).ok_or_else(|| "--key holds no key of a log.".to_owned())
}

fn whole(path: &Path, policy: &Policy) -> ExitCode {
    match folder::verify(path, policy) {
        Ok(believed) => {
            let (origin, size) = (&believed.checkpoint.origin, believed.checkpoint.size);
            let by = witnessed(&believed.witnesses);
            say(
                &format!("Verified: all {size} entries of the log {origin} lead to the root that its key signed{by}."),
                0,
            )
        }
        Err(faults) => {
            let named: Vec<String> = faults.iter().take(20).map(ToString::to_string).collect();
            let more = faults.len().saturating_sub(named.len());
            let more = if more > 0 { format!(" And {more} more.") } else { String::new() };
            say(&format!("Not verified: {}{more}", named.join(" ")), 1)
        }
    }
}

fn file(path: &Path, policy: &Policy) -> ExitCode {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return say(&format!("Nothing was checked: {}: {error}.", path.display()), 2),
    };
    match proof::verify(&bytes, policy) {
        Ok(proven) => {
            let entries =
                proven.entries.iter().map(|(index, entry)| format!("{} ({}, {})", index, entry.kind.code(), entry.at));
            let entries: Vec<String> = entries.collect();
            let texts = match (proven.with_content, proven.entries.len()) {
                (with, all) if with == all => "with the very texts that the file holds".to_owned(),
                (with, all) => format!("{with} of {all} with the very texts that the file holds"),
            };
            let by = witnessed(&proven.witnesses);
            let (subject, origin, size) = (&proven.subject, &proven.origin, proven.size);
            let list = entries.join(", ");
            say(
                &format!(
                    "Verified: the log {origin} of {size} entries, signed by its key{by}, holds about {subject} the entries {list}, {texts}."
                ),
                0,
            )
        }
        Err(why) => say(&format!("Not verified: {why}."), 1),
    }
}

fn witnessed(witnesses: &[String]) -> String {
    match witnesses {
        [] => String::new(),
        witnesses => format!(" and by the witnesses {}", witnesses.join(", ")),
    }
}

/// The verdict is the program's result, so it goes to standard output.
fn say(sentence: &str, code: u8) -> ExitCode {
    match writeln!(std::io::stdout(), "{sentence}") {
        Ok(()) => ExitCode::from(code),
        Err(_) => ExitCode::from(2),
    }
}
