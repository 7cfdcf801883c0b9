//! Reminders of time limits, before they end.

use super::Work;
use super::queue::{JobKind, Run};
use model::{ClockId, Result};

/// Looks at one clock of an incident.
pub const REMIND: JobKind = JobKind {
    name: respond::jobs::REMIND,
    at_once: 4,
    attempts_max: 20,
    run: |work, key| -> Run { Box::pin(remind(work, key)) },
};

async fn remind(work: Work, key: String) -> Result<()> {
    let (id, measure) = (ClockId::new(key), work.library.measure(&work.zone));
    let mut tx = work.db.write().await?;
    let reminded = respond::jobs::remind(&mut tx, measure, &id, work.clock.now()).await?;
    tx.commit().await?;
    if !reminded.given.is_empty() {
        tracing::info!(clock.id = %id, "reminded of a time limit before its end");
    }
    Ok(())
}
