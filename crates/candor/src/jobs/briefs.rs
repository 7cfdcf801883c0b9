//! The brief of yesterday, written once the office's hour has come.

use super::Work;
use model::{Day, Result, Threshold};
use std::time::Duration;
use tokio::sync::watch;

/// How often the clock is looked at. The demo's town lives a day in minutes.
const LOOK: Duration = Duration::from_secs(5);

/// Writes each day's brief until told to stop.
///
/// - `hour`: of the office, from which on the day before is written about
pub async fn run(work: Work, k: Threshold, hour: u32, mut stop: watch::Receiver<bool>) {
    loop {
        match once(&work, k, hour).await {
            Ok(true) => tracing::info!("the daily brief is written"),
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "the daily brief could not be written; trying again"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// - returns: whether one was written. Several processes may try at once; the archive keeps the first.
async fn once(work: &Work, k: Threshold, hour: u32) -> Result<bool> {
    let now = work.clock.now();
    if u32::try_from(work.zone.civil(now).hour()).unwrap_or(0) < hour {
        return Ok(false);
    }
    let yesterday = Day(work.zone.day(now).0 - 1);
    if brief::has(&work.db, &desk::brief::daily_id(&work.zone, yesterday)).await? {
        return Ok(false);
    }
    let written = desk::brief::written(&work.db, k, &work.zone, yesterday, yesterday, None, now).await?;
    let mut tx = work.db.write().await?;
    let is_new = brief::add(&mut tx, &written).await?;
    tx.commit().await?;
    Ok(is_new)
}
