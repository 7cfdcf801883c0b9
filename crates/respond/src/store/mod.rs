//! The tables of this context. Only this folder writes them; others read the views `shared_incident` and
//! `shared_incident_clock`.
//!
//! Every verb that changes a room first touches its row, so that two people at once come one after the other, and
//! ends with a line in the log of decisions.

pub mod clock;
pub mod fact;
pub mod incident;
pub mod playbook;
pub mod room;
pub mod rules;
pub mod task;
pub mod word;

use crate::room::{Incident, IncidentState};
use ::store::{Migration, Tx, args};
use model::{Error, IncidentId, Result, StaffId, Time};
use std::collections::BTreeMap;

pub const MIGRATIONS: &[Migration] = &[
    Migration { context: "respond", name: "0001_incident", sql: include_str!("../../migrations/0001_incident.sql") },
    Migration { context: "respond", name: "0002_speaking", sql: include_str!("../../migrations/0002_speaking.sql") },
    Migration { context: "respond", name: "0003_words", sql: include_str!("../../migrations/0003_words.sql") },
];

/// The kinds of lines in the log. Each has its sentence `respond-log-KIND` in both languages.
pub const LOG_KINDS: &[&str] = &[
    "opened",
    "subject",
    "clock-started",
    "clock-paused",
    "clock-resumed",
    "clock-met",
    "reminded",
    "reminded-late",
    "fact-noted",
    "fact-confirmed",
    "fact-withdrawn",
    "task-given",
    "task-done",
    "handed-over",
    "handed-lead",
    "taken-on",
    "joined",
    "left",
    "playbook-begun",
    "step-checked",
    "step-unchecked",
    "draft-begun",
    "draft-seen",
    "draft-gives",
    "draft-gives-not",
    "spoke",
    "corrected",
    "unsaid",
    "clock-unmet",
    "clock-rests",
    "decided",
    "lesson",
    "merged-into",
    "merged-here",
    "limits-shown",
    "limits-hidden",
    "closed",
];

/// How many rows of one kind a room hands out at most.
const ROWS_MAX: i64 = 2_000;

/// An incident on which work goes on, held for this transaction.
///
/// - errors: `NotFound`; `Conflict` if it is closed or was merged into another
async fn hold(tx: &mut Tx, id: &IncidentId, now: Time) -> Result<Incident> {
    // On PostgreSQL the update locks the row; SQLite writes one at a time anyway.
    tx.run("update incident set changed_ms = $2 where incident_id = $1", args![id.as_str(), now]).await?;
    let incident = incident::find(tx, id).await?.ok_or_else(Error::not_found)?;
    match incident.state {
        IncidentState::Open => Ok(incident),
        IncidentState::Closed | IncidentState::Merged => Err(Error::conflict("respond-error-closed")),
    }
}

/// Adds a line to the log.
///
/// - needs: the incident is held by this transaction
async fn log(
    tx: &mut Tx,
    incident: &IncidentId,
    by: Option<&StaffId>,
    kind: &'static str,
    said: &[(&str, &str)],
    now: Time,
) -> Result<()> {
    debug_assert!(LOG_KINDS.contains(&kind), "{kind} is a kind of the log");
    let said: BTreeMap<&str, &str> = said.iter().copied().collect();
    tx.run(
        "insert into incident_log (incident_id, entry_index, at_ms, by_staff, kind, said)
         select $1, coalesce(max(entry_index), -1) + 1, $2, $3, $4, $5 from incident_log where incident_id = $1",
        args![incident.as_str(), now, by.map(StaffId::as_str), kind, serde_json::to_string(&said)?],
    )
    .await?;
    Ok(())
}

/// Text that a person typed, without the spaces around it.
///
/// - errors: `Invalid` if nothing is left
fn typed(text: &str) -> Result<&str> {
    let text = text.trim();
    if text.is_empty() { Err(Error::invalid("respond-error-empty")) } else { Ok(text) }
}

#[cfg(test)]
mod tests;
