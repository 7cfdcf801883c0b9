//! `candor warn replay`: what a policy would have raised, beside the one in force; over what is stored, or over series from a file.

use crate::config::Config;
use desk::course::courses;
use model::{Clock, DAY_MS, Error, HOUR_MS, Level, Result, StoryId, Time, Voices, Zone};
use serde::Deserialize;
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use warn::replay::{Account, Course, replay};
use warn::{Policy, StoryHour, StoryHours};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Runs a policy over the past and says what it would have raised
    Replay(Options),
}

#[derive(clap::Args)]
pub struct Options {
    /// The policy to try; without one only the policy in force is run
    #[arg(long)]
    policy: Option<PathBuf>,
    /// How many days back
    #[arg(long, default_value_t = 30)]
    days: u32,
    /// Series instead of what is stored: JSON rows {series, values, bin_minutes}, a value being the voices of one bin
    #[arg(long)]
    series: Option<PathBuf>,
    /// When something began in each series: JSON rows {series, onset, warmup, horizon, bin_minutes}, in bins
    #[arg(long, requires = "series")]
    onsets: Option<PathBuf>,
}

pub async fn run(config: Config, command: Command) -> Result<()> {
    let Command::Replay(options) = command;
    let draft = options.policy.as_deref().map(read_policy).transpose()?;
    match &options.series {
        Some(series) => {
            let configured = Policy::parse(&super::configured_policy(&config)?)?;
            over_series(series, options.onsets.as_deref(), &configured, draft.as_ref())
        }
        None => over_stored(&config, options.days, draft).await,
    }
}

fn read_policy(file: &Path) -> Result<Policy> {
    let text = std::fs::read_to_string(file)?;
    Policy::parse(&text).map_err(|fault| Error::invalid("check-policy").with_detail(fault.to_string()))
}

async fn over_stored(config: &Config, days: u32, draft: Option<Policy>) -> Result<()> {
    let now = Clock::wall().now();
    let db = super::open(config, now).await?;
    let in_force = super::policy_in_force(config, &db, now).await?.get();
    let (from, zone) = (Time::from_ms(now.ms() - i64::from(days) * DAY_MS), config.zone());
    let past = courses(&db, config.threshold(), from, now).await?;
    db.close().await;
    let mut accounts = vec![("in force", replay(&past, &in_force, &zone, from, now))];
    if let Some(draft) = draft {
        accounts.push(("draft", replay(&past, &draft, &zone, from, now)));
    }
    say(&format!("{} stories of the last {days} days", past.len()))?;
    for (name, account) in &accounts {
        say(&described(name, account))?;
    }
    Ok(())
}

fn described(name: &str, account: &Account) -> String {
    let by_level = Level::ALL.iter().rev().map(|level| format!("{} {}", account.count(*level), level.code()));
    let lead = account.lead_median().map_or("nobody has acted yet".to_owned(), |hours| {
        format!("half of them {hours} h or more before a person acted")
    });
    let tenths = account.tenths_a_day();
    format!(
        "{name}: {} alerts ({}), {}.{} a day, {} on the busiest; warns of {} of {} judged useful and {} of {} judged idle; {lead}",
        account.raised.len(),
        by_level.collect::<Vec<_>>().join(", "),
        tenths / 10,
        tenths % 10,
        account.busiest_day,
        account.useful_kept,
        account.useful_all,
        account.idle_raised,
        account.idle_all,
    )
}

/// What a command is asked to print goes to standard output, so that it can be piped.
fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout().lock(), "{line}")?)
}

#[derive(Deserialize)]
struct Series {
    series: String,
    values: Vec<f64>,
    bin_minutes: Option<f64>,
}

#[derive(Deserialize)]
struct Onset {
    series: String,
    onset: Option<usize>,
    #[serde(default)]
    warmup: usize,
    horizon: usize,
    bin_minutes: f64,
}

/// What became of one policy over all series.
#[derive(Default)]
struct Tally {
    began: u32,
    found: u32,
    /// From the onset to the alert, in hours.
    delays: Vec<i64>,
    false_alarms: u32,
    quiet_hours: i64,
}

fn over_series(series: &Path, onsets: Option<&Path>, in_force: &Policy, draft: Option<&Policy>) -> Result<()> {
    let onsets: HashMap<String, Onset> = match onsets {
        Some(file) => rows::<Onset>(file)?.into_iter().map(|onset| (onset.series.clone(), onset)).collect(),
        None => HashMap::new(),
    };
    let series: Vec<Series> = rows(series)?;
    let tried = [("in force", Some(in_force)), ("draft", draft)];
    for (name, policy) in tried.into_iter().filter_map(|(name, policy)| Some((name, policy?))) {
        let mut tally = Tally::default();
        for row in &series {
            count(&mut tally, row, onsets.get(&row.series), policy);
        }
        tally.delays.sort_unstable();
        let median = tally.delays.get(tally.delays.len().saturating_sub(1) / 2);
        let weeks = tally.quiet_hours as f64 / (7.0 * 24.0);
        say(&format!(
            "{name}: found {} of {} onsets, half within {} h; {} alerts in {weeks:.1} quiet weeks, {:.2} a week",
            tally.found,
            tally.began,
            median.map_or("-".to_owned(), i64::to_string),
            tally.false_alarms,
            f64::from(tally.false_alarms) / weeks.max(f64::MIN_POSITIVE),
        ))?;
    }
    Ok(())
}

fn rows<T: serde::de::DeserializeOwned>(file: &Path) -> Result<Vec<T>> {
    let lines = BufReader::new(std::fs::File::open(file)?).lines();
    let mut rows = Vec::new();
    for (line, number) in lines.zip(1..) {
        let line = line?;
        if !line.trim().is_empty() {
            let row = serde_json::from_str(&line);
            let refuse = |error| Error::invalid("warn-input-row").with_detail(format!("line {number}: {error}"));
            rows.push(row.map_err(refuse)?);
        }
    }
    Ok(rows)
}

/// Runs one series as the hours of one story, and holds its alerts against when something began.
fn count(tally: &mut Tally, row: &Series, onset: Option<&Onset>, policy: &Policy) {
    let minutes = row.bin_minutes.or(onset.map(|onset| onset.bin_minutes)).unwrap_or(60.0).max(1.0);
    let hour_of = |bin: usize| (bin as f64 * minutes / 60.0) as i64;
    let last = hour_of(row.values.len().saturating_sub(1));
    let course = course(row, hour_of, last);
    let until = Time::from_ms((last + 1) * HOUR_MS);
    let warmup = hour_of(onset.map_or(0, |onset| onset.warmup));
    let account = replay(&[course], policy, &Zone::utc(), Time::from_ms(warmup * HOUR_MS), until);
    let hours = account.raised.iter().map(|raised| raised.at.ms() / HOUR_MS).collect::<Vec<_>>();
    let span = onset.and_then(|onset| Some((hour_of(onset.onset?), hour_of(onset.onset? + onset.horizon))));
    tally.quiet_hours += last + 1 - warmup - span.map_or(0, |(from, until)| until.min(last + 1) - from);
    let is_due = |hour: i64| span.is_some_and(|(from, until)| (from..=until).contains(&hour));
    tally.false_alarms += u32::try_from(hours.iter().filter(|hour| !is_due(**hour)).count()).unwrap_or(u32::MAX);
    if let Some((from, _)) = span {
        tally.began += 1;
        if let Some(first) = hours.iter().find(|hour| is_due(**hour)) {
            tally.found += 1;
            tally.delays.push(first - from);
        }
    }
}

fn course(row: &Series, hour_of: impl Fn(usize) -> i64, last: i64) -> Course {
    let mut voices = vec![0_u32; usize::try_from(last + 1).unwrap_or(0)];
    for (bin, value) in row.values.iter().enumerate() {
        voices[usize::try_from(hour_of(bin)).unwrap_or(0)] += value.max(0.0).round() as u32;
    }
    let mut so_far = 0_u32;
    let mut hours = Vec::new();
    for (index, count) in (0..).zip(voices).filter(|(_, count)| *count > 0) {
        so_far = so_far.saturating_add(count);
        hours.push(StoryHour {
            at: index * HOUR_MS,
            voices: Voices::counted(count),
            voices_so_far: Voices::counted(so_far),
            items: count,
            ..StoryHour::default()
        });
    }
    let story = StoryId::new(row.series.clone());
    Course { hours: StoryHours { story, voices: Voices::counted(so_far), hours }, noticed: None, verdict: None }
}
