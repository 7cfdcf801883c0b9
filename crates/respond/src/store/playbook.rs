//! Playbook runs, their steps, and who has read which draft.

use super::{ROWS_MAX, hold, log};
use crate::playbook::Playbook;
use ::store::{Db, Tx, args};
use model::{IncidentId, Result, StaffId, Time};
use org::DepartmentId;
use std::collections::BTreeSet;

/// Takes up a playbook. Taking it up twice changes nothing.
pub async fn begin(tx: &mut Tx, incident: &IncidentId, playbook: &Playbook, by: &StaffId, now: Time) -> Result<()> {
    hold(tx, incident, now).await?;
    let begun = tx
        .run(
            "insert into playbook_run (incident_id, playbook_id, digest, begun_ms, begun_by)
             values ($1, $2, $3, $4, $5) on conflict (incident_id, playbook_id) do nothing",
            args![incident.as_str(), playbook.id.as_str(), playbook.digest.as_str(), now, by.as_str()],
        )
        .await?;
    if begun > 0 {
        let said = [("playbook_zh", playbook.title.zh.as_str()), ("playbook_en", playbook.title.en.as_str())];
        log(tx, incident, Some(by), "playbook-begun", &said, now).await?;
    }
    Ok(())
}

/// Checks a step off, or takes the check back. The log keeps both.
///
/// - errors: `NotFound` if the playbook has no such step
pub async fn check(
    tx: &mut Tx,
    incident: &IncidentId,
    playbook: &Playbook,
    step: &str,
    is_done: bool,
    by: &StaffId,
    now: Time,
) -> Result<()> {
    hold(tx, incident, now).await?;
    let step = playbook.steps.iter().find(|known| known.id == step).ok_or_else(model::Error::not_found)?;
    let key = args![incident.as_str(), playbook.id.as_str(), step.id.as_str()];
    let (changed, kind) = if is_done {
        let mut row = key;
        row.extend(args![now, by.as_str()]);
        let sql = "insert into playbook_check (incident_id, playbook_id, step_id, checked_ms, checked_by)
                   values ($1, $2, $3, $4, $5) on conflict (incident_id, playbook_id, step_id) do nothing";
        (tx.run(sql, row).await?, "step-checked")
    } else {
        let sql = "delete from playbook_check where incident_id = $1 and playbook_id = $2 and step_id = $3";
        (tx.run(sql, key).await?, "step-unchecked")
    };
    if changed == 0 {
        return Ok(());
    }
    log(tx, incident, Some(by), kind, &[("step_zh", &step.what.zh), ("step_en", &step.what.en)], now).await
}

/// Notes that a draft was begun.
pub async fn draft_begun(tx: &mut Tx, incident: &IncidentId, title: &str, by: &StaffId, now: Time) -> Result<()> {
    hold(tx, incident, now).await?;
    log(tx, incident, Some(by), "draft-begun", &[("text", title)], now).await
}

/// Notes that a department has read a draft as it stands. A changed text has another digest and must be read again.
///
/// - `draft`: such as `document/ID`
/// - `digest`: SHA-256 of the text, in hex
pub async fn seen(
    tx: &mut Tx,
    incident: &IncidentId,
    (draft, digest): (&str, &str),
    department: &DepartmentId,
    by: &StaffId,
    now: Time,
) -> Result<()> {
    hold(tx, incident, now).await?;
    let new = tx
        .run(
            "insert into draft_seen (incident_id, draft, digest, department_id, seen_ms, seen_by)
             values ($1, $2, $3, $4, $5, $6) on conflict (draft, digest, department_id) do nothing",
            args![incident.as_str(), draft, digest, department.as_str(), now, by.as_str()],
        )
        .await?;
    if new == 0 {
        return Ok(());
    }
    log(tx, incident, Some(by), "draft-seen", &[("department", department.as_str())], now).await
}

/// The departments that have read this very text.
pub async fn seen_by(db: &Db, draft: &str, digest: &str) -> Result<BTreeSet<DepartmentId>> {
    let rows = db
        .rows(
            "select department_id from draft_seen where draft = $1 and digest = $2 order by department_id limit $3",
            args![draft, digest, ROWS_MAX],
        )
        .await?;
    Ok(rows.iter().map(|row| DepartmentId::new(row.text(0))).collect())
}
