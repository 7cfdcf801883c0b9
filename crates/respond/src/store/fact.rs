//! Facts: noting them with their source, confirming them, and withdrawing what turned out wrong.

use super::{hold, log, typed};
use crate::room::Fact;
use ::store::{Row, Tx, args};
use model::{Error, FactId, IncidentId, Result, StaffId, Time};

/// Notes a fact.
///
/// - `origin`: who says so; a fact without a source is a rumour
/// - `as_of`: the moment of which it tells
pub async fn note(
    tx: &mut Tx,
    incident: &IncidentId,
    (what, origin): (&str, &str),
    as_of: Time,
    by: &StaffId,
    now: Time,
) -> Result<FactId> {
    hold(tx, incident, now).await?;
    let (what, origin) = (typed(what)?, typed(origin)?);
    let id = FactId::new(model::random_hex(8));
    tx.run(
        "insert into incident_fact (fact_id, incident_id, what, origin, as_of_ms, noted_ms, noted_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![id.as_str(), incident.as_str(), what, origin, as_of.min(now), now, by.as_str()],
    )
    .await?;
    log(tx, incident, Some(by), "fact-noted", &[("text", what), ("origin", origin)], now).await?;
    Ok(id)
}

/// Confirms a fact. Confirming it twice changes nothing.
pub async fn confirm(tx: &mut Tx, id: &FactId, by: &StaffId, now: Time) -> Result<()> {
    let (room, what) = held(tx, id, now).await?;
    let confirmed = tx
        .run(
            "update incident_fact set confirmed_ms = $2, confirmed_by = $3
             where fact_id = $1 and confirmed_ms is null and withdrawn_ms is null",
            args![id.as_str(), now, by.as_str()],
        )
        .await?;
    if confirmed > 0 { log(tx, &room, Some(by), "fact-confirmed", &[("text", &what)], now).await } else { Ok(()) }
}

/// Withdraws a fact with the reason. It stays readable, struck through.
pub async fn withdraw(tx: &mut Tx, id: &FactId, reason: &str, by: &StaffId, now: Time) -> Result<()> {
    let (room, what) = held(tx, id, now).await?;
    let reason = typed(reason)?;
    let withdrawn = tx
        .run(
            "update incident_fact set withdrawn_ms = $2, withdrawn_by = $3, withdrawn_reason = $4
             where fact_id = $1 and withdrawn_ms is null",
            args![id.as_str(), now, by.as_str(), reason],
        )
        .await?;
    if withdrawn == 0 {
        return Err(Error::conflict("respond-error-fact"));
    }
    log(tx, &room, Some(by), "fact-withdrawn", &[("text", &what), ("reason", reason)], now).await
}

/// The room of a fact, held, and the fact's words.
async fn held(tx: &mut Tx, id: &FactId, now: Time) -> Result<(IncidentId, String)> {
    let row = tx
        .one(
            "select i.room_id, f.what from incident_fact f join incident i on i.incident_id = f.incident_id
             where f.fact_id = $1",
            args![id.as_str()],
        )
        .await?;
    let room = IncidentId::new(row.text(0));
    hold(tx, &room, now).await?;
    Ok((room, row.text(1)))
}

/// - columns: fact, what, origin, as of, noted, by, confirmed, by, withdrawn, by, reason
pub(super) fn read(row: &Row) -> Fact {
    let withdrawn = row.time_or_null(8).zip(row.text_or_null(9)).zip(row.text_or_null(10));
    Fact {
        id: FactId::new(row.text(0)),
        what: row.text(1),
        origin: row.text(2),
        as_of: row.time(3),
        noted: (row.time(4), StaffId::new(row.text(5))),
        confirmed: row.time_or_null(6).zip(row.text_or_null(7).map(StaffId::new)),
        withdrawn: withdrawn.map(|((at, by), reason)| (at, StaffId::new(by), reason)),
    }
}
