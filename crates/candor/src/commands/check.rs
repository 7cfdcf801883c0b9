//! `candor check`: what is wrong, each fault in one sentence that says what to do.

use crate::config::{Config, Fault};
use ledger::keyfile::{self, HighWater};
use ledger::rebuild::rebuild;
use ledger::{files, history};
use listen::band;
use model::{Clock, Result};
use store::Db;
use web::{UiLang, Words};

/// - `faults`: those of the configuration itself
/// - returns: all faults; an empty list means that nothing was found
pub async fn run(config: &Config, mut faults: Vec<Fault>) -> Result<Vec<Fault>> {
    if let Err(error) = super::configured_policy(config) {
        faults.push(format!("warning_policy: {}", error.detail()));
    }
    if let Err(error) = super::knowledge(config) {
        faults.push(format!("sentiment_model: {} ({})", Words::for_lang(UiLang::En).t(error.message), error.detail()));
    }
    match super::library(config) {
        Ok(library) => tell_of(&library),
        Err(error) => faults.push(format!("jurisdiction, respond_folder: {}", error.detail())),
    }
    if !faults.is_empty() {
        return Ok(faults);
    }
    let now = Clock::wall().now();
    let words = Words::for_lang(UiLang::En);
    let db = match super::open(config, now).await {
        Ok(db) => db,
        Err(error) => {
            faults.push(format!("database: {} ({})", words.t(error.message), error.detail()));
            return Ok(faults);
        }
    };
    let zone = config.zone();
    for source in listen::store::register(&db).await?.iter().filter(|source| source.removed.is_none()) {
        let since = model::Time::from_ms(now.ms() - band::WEEKS * 7 * model::DAY_MS);
        let hours = listen::store::hours(&db, &source.id, since).await?;
        let days = band::days(&hours, source.added, &zone, now);
        match band::health(source, &days) {
            band::Health::Failing => {
                let reason = source.error.map_or_else(String::new, |reason| words.t(reason.key()));
                faults
                    .push(format!("source {}: it has failed {} times in a row. {reason}", source.id, source.failures));
            }
            band::Health::Silent => {
                faults.push(format!("source {}: it says less than it ever did; look whether it moved.", source.id))
            }
            band::Health::Flooding => faults.push(format!(
                "source {}: it says more than it ever did; look whether something floods it.",
                source.id
            )),
            band::Health::Ok | band::Health::New => {}
        }
    }
    faults.extend(log(config, &db, words).await?);
    if config.districts.is_empty() {
        eprintln!("No districts are configured, so places cannot be told; see the README. This is no fault.");
    }
    if faults.is_empty() {
        eprintln!("Nothing is wrong with configuration, database, sources and log.");
    }
    db.close().await;
    Ok(faults)
}

/// Makes the log anew from what is stored and compares; names what was changed behind Candor's back, and why nothing is signed.
async fn log(config: &Config, db: &Db, words: &Words) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    let path = config.log_key();
    let key = match keyfile::load(&path) {
        Ok(key) => key,
        Err(error) => {
            faults.push(format!("log: {} ({})", words.t(error.message), error.detail()));
            None
        }
    };
    let Some(vkey) = files::vkey(db).await? else { return Ok(faults) };
    match &key {
        Some(key) => eprintln!("The log's key, to publish outside of this site: {}", key.verifier()),
        None => eprintln!("The log's key is not on this machine; the database names {vkey}."),
    }
    let mark = HighWater::beside(&path);
    let verifier = key.as_ref().map(|key| key.verifier().clone());
    let (spare, witnesses) = (db.clone(), config.witnesses());
    // A row whose bytes are of no type that we read is a difference too, and must not end the check without a word.
    let walk = tokio::spawn(async move {
        rebuild(&spare, crate::contents::CONTENTS, verifier.as_ref(), &witnesses, Some(&mark)).await
    });
    match walk.await {
        Ok(Ok(rebuilt)) => {
            eprintln!(
                "The log was made anew: {} entries, {} contents digested again, {} waiting.",
                rebuilt.size, rebuilt.contents, rebuilt.waiting
            );
            faults.extend(rebuilt.findings.iter().map(ToString::to_string));
        }
        Ok(Err(error)) => faults.push(format!("log: it could not be read to its end: {}", error.detail())),
        Err(_) => faults.push("log: a row of its tables cannot be read any more.".to_owned()),
    }
    if let Some((code, detail, _)) = history::state(db).await?.refusal {
        let why = words.t(&format!("ledger-refusal-{code}"));
        faults.push(format!("log: nothing is signed. {why} ({detail})"));
    }
    Ok(faults)
}

/// Lists the time limits that nobody has held against their source, and the calendars. This is no fault: an office goes
/// through them before it goes live.
fn tell_of(library: &respond::Library) {
    for duty in library.rules.unconfirmed() {
        eprintln!(
            "duty {}: {} {}, unconfirmed ({}).",
            duty.id,
            duty.span.number,
            duty.span.unit.code(),
            duty.citation_en
        );
    }
    for year in library.calendar.years().filter(|year| !year.is_confirmed) {
        eprintln!("calendar {}: unconfirmed ({}).", year.year, year.notice);
    }
}
