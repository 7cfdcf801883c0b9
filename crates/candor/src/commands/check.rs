//! `candor check`: what is wrong, each fault in one sentence that says what to do.

use crate::config::{Config, Fault};
use listen::band;
use model::{Clock, Result};
use web::{UiLang, Words};

/// - `faults`: those of the configuration itself
/// - returns: all faults; an empty list means that nothing was found
pub async fn run(config: &Config, mut faults: Vec<Fault>) -> Result<Vec<Fault>> {
    if let Err(error) = super::configured_policy(config) {
        faults.push(format!("warning_policy: {}", error.detail()));
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
    tracing::debug!(kinds = crate::contents::CONTENTS.len(), "kinds of content that the log tells of");
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
    if config.districts.is_empty() {
        eprintln!("No districts are configured, so places cannot be told; see the README. This is no fault.");
    }
    if faults.is_empty() {
        eprintln!("Nothing is wrong with configuration, database and sources.");
    }
    db.close().await;
    Ok(faults)
}
