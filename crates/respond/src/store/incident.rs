//! Incidents: opening, finding, merging and closing them.

use super::{clock, hold, log, typed};
use crate::library::Library;
use crate::room::{Clock, Closed, Incident, IncidentState};
use ::store::{Db, Row, Tx, args};
use ledger::{LeafKind, NewLeaf, Public};
use model::{Error, IncidentId, Result, StaffId, Time, Zone};
use org::{DepartmentId, Recent};
use serde_json::json;
use std::collections::HashMap;

const LIST_MAX: i64 = 500;

/// Every column of an incident, in the order in which [`read`] reads them.
macro_rules! select_incident {
    ($rest:literal) => {
        concat!(
            "select r.incident_id, r.number, r.room_id, r.kind, r.title, r.state, r.department_id, r.known_ms,
                    r.opened_ms, r.opened_by, r.rules_digest, r.changed_ms, r.merged_ms, r.closed_ms, r.closed_by,
                    r.closed_reason
             from incident r ",
            $rest
        )
    };
}
pub(super) use select_incident;

/// What someone who opens an incident says of it.
#[derive(Clone, Debug)]
pub struct NewIncident {
    pub kind: String,
    pub title: String,
    pub department: DepartmentId,
    /// When the office learned of it; never after now.
    pub known: Time,
    /// `story/ID`, `alert/ID`, `claim/ID`.
    pub subjects: Vec<String>,
}

/// Opens an incident: gives it its number and starts the clock of every duty of its kind.
///
/// - errors: `Invalid` if the kind is none that opens a room, or the title is empty
pub async fn open(
    tx: &mut Tx,
    library: &Library,
    zone: &Zone,
    new: NewIncident,
    by: &StaffId,
    now: Time,
) -> Result<IncidentId> {
    let kind = library.rules.incident_kinds().find(|kind| kind.id == new.kind);
    let kind = kind.ok_or_else(|| Error::invalid("respond-error-kind"))?;
    let title = typed(&new.title)?;
    let known = new.known.min(now);
    let year = zone.civil(now).year();
    let last = tx
        .one(
            "insert into incident_number (year, last_number) values ($1, 1)
             on conflict (year) do update set last_number = incident_number.last_number + 1
             returning last_number",
            args![i64::from(year)],
        )
        .await?
        .int(0);
    let id = IncidentId::new(model::random_hex(8));
    let number = format!("{year}-{last:04}");
    tx.run(
        "insert into incident (incident_id, number, room_id, kind, title, state, department_id, known_ms, opened_ms,
                               opened_by, rules_digest, changed_ms)
         values ($1, $2, $1, $3, $4, 'open', $5, $6, $7, $8, $9, $7)",
        args![
            id.as_str(),
            number.as_str(),
            kind.id.as_str(),
            title,
            new.department.as_str(),
            known,
            now,
            by.as_str(),
            library.rules.digest.as_str(),
        ],
    )
    .await?;
    log(tx, &id, Some(by), "opened", &[("number", &number), ("department", new.department.as_str())], now).await?;
    for subject in &new.subjects {
        add_subject(tx, &id, subject, now).await?;
    }
    for duty in library.rules.duties_of(&kind.id) {
        clock::start_duty(tx, library, zone, &id, duty, known, now).await?;
    }
    Ok(id)
}

/// Ties a story, an alert or a claim to an incident.
///
/// - `words`: the subject as people know it, in Chinese and English, for the log
pub async fn tie(
    tx: &mut Tx,
    id: &IncidentId,
    subject: &str,
    words: (&str, &str),
    by: &StaffId,
    now: Time,
) -> Result<()> {
    hold(tx, id, now).await?;
    if add_subject(tx, id, typed(subject)?, now).await? {
        log(tx, id, Some(by), "subject", &[("subject_zh", words.0), ("subject_en", words.1)], now).await?;
    }
    Ok(())
}

async fn add_subject(tx: &mut Tx, id: &IncidentId, subject: &str, now: Time) -> Result<bool> {
    let added = tx
        .run(
            "insert into incident_subject (incident_id, subject, added_ms) values ($1, $2, $3)
             on conflict (incident_id, subject) do nothing",
            args![id.as_str(), subject, now],
        )
        .await?;
    Ok(added > 0)
}

/// Joins two incidents that turned out to be one: the smaller leads to the larger, and nothing is lost. The larger is the
/// one on which more was noted and done; of two alike, the older.
///
/// - returns: the one that goes on
/// - errors: `Conflict` if one of them is not open; `Invalid` if they are the same
pub async fn merge(tx: &mut Tx, one: &IncidentId, other: &IncidentId, by: &StaffId, now: Time) -> Result<IncidentId> {
    if one == other {
        return Err(Error::invalid("respond-error-same"));
    }
    // Always in the same order, so that two people merging the same two do not wait for each other for ever.
    let (first, second) = if one < other { (one, other) } else { (other, one) };
    let (first, second) = (hold(tx, first, now).await?, hold(tx, second, now).await?);
    let (weight_first, weight_second) = (weight(tx, &first.id).await?, weight(tx, &second.id).await?);
    let first_is_larger =
        weight_first > weight_second || (weight_first == weight_second && first.number < second.number);
    let (larger, smaller) = if first_is_larger { (first, second) } else { (second, first) };
    tx.run(
        "update incident set state = 'merged', merged_ms = $2 where incident_id = $1",
        args![smaller.id.as_str(), now],
    )
    .await?;
    // What was merged into the smaller one before comes along.
    tx.run("update incident set room_id = $2 where room_id = $1", args![smaller.id.as_str(), larger.id.as_str()])
        .await?;
    log(tx, &smaller.id, Some(by), "merged-into", &[("number", &larger.number)], now).await?;
    log(tx, &larger.id, Some(by), "merged-here", &[("number", &smaller.number), ("title", &smaller.title)], now)
        .await?;
    Ok(larger.id)
}

/// How much was noted and done in a room.
async fn weight(tx: &mut Tx, id: &IncidentId) -> Result<i64> {
    let row = tx
        .one(
            "select cast(count(*) as bigint) from incident_log l join incident i on i.incident_id = l.incident_id
             where i.room_id = $1",
            args![id.as_str()],
        )
        .await?;
    Ok(row.int(0))
}

/// Closes an incident with the reason, for good and in the log. Clocks that still run stop, and say so.
///
/// - errors: `Conflict` if it is not open; `Invalid` without a reason
pub async fn close(tx: &mut Tx, id: &IncidentId, reason: &str, by: Recent<'_>, now: Time) -> Result<()> {
    let incident = hold(tx, id, now).await?;
    let reason = typed(reason)?;
    tx.run(
        "update incident set state = 'closed', closed_ms = $2, closed_by = $3, closed_reason = $4
         where incident_id = $1",
        args![incident.id.as_str(), now, by.id().as_str(), reason],
    )
    .await?;
    tx.run(
        "update incident_clock set stopped_ms = $2
         where met_ms is null and stopped_ms is null
           and incident_id in (select incident_id from incident where room_id = $1)",
        args![id.as_str(), now],
    )
    .await?;
    tx.run(
        "update incident_person set left_ms = $2
         where left_ms is null and incident_id in (select incident_id from incident where room_id = $1)",
        args![id.as_str(), now],
    )
    .await?;
    log(tx, id, Some(by.id()), "closed", &[("reason", reason)], now).await?;
    let closed = find(tx, id).await?.ok_or_else(Error::not_found)?;
    let content = closure(&closed, &clock::of_room(tx, id).await?)?;
    let leaf = NewLeaf {
        kind: LeafKind::Closure,
        subject: format!("{LEAF}/{id}"),
        content: &content,
        public: Public { unit: Some(closed.department.to_string()), ..Public::default() },
    };
    ledger::append(tx, leaf, now).await?;
    Ok(())
}

/// The word by which leaves name an incident.
pub const LEAF: &str = "incident";

/// How the log gets back at what was digested when an incident was closed.
pub const CONTENTS: ledger::Contents = ledger::Contents {
    prefix: LEAF,
    content: |db, about| {
        let id = about.subject.strip_prefix("incident/").unwrap_or_default();
        Box::pin(async move { closure_content(db, &IncidentId::new(id)).await })
    },
    ..ledger::Contents::PLAIN
};

/// What the log's leaf of a closure was made from, made anew from what is stored.
///
/// - returns: nothing for an incident that is not closed
pub async fn closure_content(db: &Db, id: &IncidentId) -> Result<Option<Vec<u8>>> {
    match super::room::load(db, id).await? {
        Some(room) if room.incident.closed.is_some() => closure(&room.incident, &room.clocks).map(Some),
        _ => Ok(None),
    }
}

/// The canonical form: what happened, why it was closed, and every time limit with when it was met.
fn closure(incident: &Incident, clocks: &[Clock]) -> Result<Vec<u8>> {
    let limit = |clock: &Clock| {
        json!({
            "step": clock.step.code(), "number": clock.span.number, "unit": clock.span.unit.code(),
            "started_ms": clock.started.ms(), "met_ms": clock.met.as_ref().map(|met| met.at.ms()),
            "stopped_ms": clock.stopped.map(Time::ms),
        })
    };
    let closed = incident.closed.as_ref().ok_or_else(|| Error::broken("a closure of an open incident"))?;
    let whole = json!({
        "number": incident.number, "kind": incident.kind, "title": incident.title,
        "department": incident.department.as_str(), "rules": incident.rules_digest,
        "known_ms": incident.known.ms(), "opened_ms": incident.opened.ms(), "closed_ms": closed.at.ms(),
        "reason": closed.reason, "limits": clocks.iter().map(limit).collect::<Vec<_>>(),
    });
    Ok(serde_json::to_vec(&whole)?)
}

/// Puts a decision on record.
pub async fn decide(tx: &mut Tx, id: &IncidentId, text: &str, by: &StaffId, now: Time) -> Result<()> {
    hold(tx, id, now).await?;
    log(tx, id, Some(by), "decided", &[("text", typed(text)?)], now).await
}

/// Puts on record what was learned; also when the incident is closed, since that is when people look back.
pub async fn learn(tx: &mut Tx, id: &IncidentId, text: &str, by: &StaffId, now: Time) -> Result<()> {
    tx.run("update incident set changed_ms = $2 where incident_id = $1", args![id.as_str(), now]).await?;
    find(tx, id).await?.ok_or_else(Error::not_found)?;
    log(tx, id, Some(by), "lesson", &[("text", typed(text)?)], now).await
}

/// Lets the public see the room's time limits, or takes that back. Nothing else of it is shown.
pub async fn show_limits(tx: &mut Tx, id: &IncidentId, is_shown: bool, by: Recent<'_>, now: Time) -> Result<()> {
    hold(tx, id, now).await?;
    let (changed, kind) = if is_shown {
        let sql = "insert into incident_shown (incident_id, shown_ms, shown_by) values ($1, $2, $3)
                   on conflict (incident_id) do nothing";
        (tx.run(sql, args![id.as_str(), now, by.id().as_str()]).await?, "limits-shown")
    } else {
        (tx.run("delete from incident_shown where incident_id = $1", args![id.as_str()]).await?, "limits-hidden")
    };
    if changed > 0 { log(tx, id, Some(by.id()), kind, &[], now).await } else { Ok(()) }
}

/// Whether the public may see the room's time limits.
pub async fn shows_limits(db: &Db, id: &IncidentId) -> Result<bool> {
    let row = db.maybe("select incident_id from incident_shown where incident_id = $1", args![id.as_str()]).await?;
    Ok(row.is_some())
}

/// Comes to the room, or leaves it.
pub async fn join(tx: &mut Tx, id: &IncidentId, who: &StaffId, now: Time) -> Result<()> {
    hold(tx, id, now).await?;
    let here = tx
        .maybe(
            "select joined_ms from incident_person where incident_id = $1 and staff_id = $2 and left_ms is null",
            args![id.as_str(), who.as_str()],
        )
        .await?;
    if here.is_none() {
        tx.run(
            "insert into incident_person (incident_id, staff_id, joined_ms) values ($1, $2, $3)",
            args![id.as_str(), who.as_str(), now],
        )
        .await?;
        log(tx, id, Some(who), "joined", &[], now).await?;
    }
    Ok(())
}

pub async fn leave(tx: &mut Tx, id: &IncidentId, who: &StaffId, now: Time) -> Result<()> {
    hold(tx, id, now).await?;
    let left = tx
        .run(
            "update incident_person set left_ms = $3
             where incident_id = $1 and staff_id = $2 and left_ms is null",
            args![id.as_str(), who.as_str(), now],
        )
        .await?;
    if left > 0 { log(tx, id, Some(who), "left", &[], now).await } else { Ok(()) }
}

/// Incidents on which work goes on, oldest first.
pub async fn list_open(db: &Db) -> Result<Vec<Incident>> {
    let rows = db
        .rows(select_incident!("where r.state = 'open' order by r.opened_ms, r.incident_id limit $1"), args![LIST_MAX])
        .await?;
    rows.iter().map(read).collect()
}

/// Incidents that are closed or went into another, the last changed first.
pub async fn list_past(db: &Db, limit: u32) -> Result<Vec<Incident>> {
    let rows = db
        .rows(
            select_incident!("where r.state <> 'open' order by r.changed_ms desc, r.incident_id limit $1"),
            args![limit],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The open incident about a subject, the newest if there are several; of a merged one, where its work goes on.
pub async fn of_subject(db: &Db, subject: &str) -> Result<Option<Incident>> {
    let row = db
        .maybe(
            select_incident!(
                "join incident i on i.room_id = r.incident_id join incident_subject s on s.incident_id = i.incident_id
                 where s.subject = $1 and r.state = 'open' order by r.opened_ms desc, r.incident_id limit 1"
            ),
            args![subject],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// The rooms about a subject on which work goes on.
pub async fn rooms_about(tx: &mut Tx, subject: &str) -> Result<Vec<IncidentId>> {
    let rows = tx
        .rows(
            "select r.incident_id from incident r
             join incident i on i.room_id = r.incident_id
             join incident_subject s on s.incident_id = i.incident_id
             where s.subject = $1 and r.state = 'open' group by r.incident_id order by r.incident_id limit $2",
            args![subject, LIST_MAX],
        )
        .await?;
    Ok(rows.iter().map(|row| IncidentId::new(row.text(0))).collect())
}

/// When the first incident about each subject of a kind was opened, for those opened since a moment.
///
/// - `kind`: such as `story`
/// - returns: by the subject's id
pub async fn first_opened(db: &Db, kind: &str, since: Time) -> Result<HashMap<String, Time>> {
    let prefix = format!("{kind}/");
    let rows = db
        .rows(
            "select s.subject, min(i.opened_ms) from incident_subject s
             join incident i on i.incident_id = s.incident_id
             where i.opened_ms >= $1 and substr(s.subject, 1, $2) = $3
             group by s.subject order by s.subject limit 10000",
            args![since, i64::try_from(prefix.len())?, &prefix],
        )
        .await?;
    Ok(rows.iter().map(|row| (row.text(0)[prefix.len()..].to_owned(), row.time(1))).collect())
}

/// Every incident about a subject, the last opened first; of merged ones, the room in which their work goes on.
pub async fn all_about(db: &Db, subject: &str) -> Result<Vec<Incident>> {
    let rows = db
        .rows(
            select_incident!(
                "where r.incident_id in (
                   select i.room_id from incident i join incident_subject s on s.incident_id = i.incident_id
                   where s.subject = $1)
                 order by r.opened_ms desc, r.incident_id limit $2"
            ),
            args![subject, LIST_MAX],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The room in which an incident's work goes on; nothing if it is closed or there is none.
pub(super) async fn open_room(tx: &mut Tx, id: &IncidentId) -> Result<Option<IncidentId>> {
    let row = tx
        .maybe(
            "select r.incident_id from incident i join incident r on r.incident_id = i.room_id
             where i.incident_id = $1 and r.state = 'open'",
            args![id.as_str()],
        )
        .await?;
    Ok(row.map(|row| IncidentId::new(row.text(0))))
}

pub(super) async fn find(tx: &mut Tx, id: &IncidentId) -> Result<Option<Incident>> {
    let row = tx.maybe(select_incident!("where r.incident_id = $1"), args![id.as_str()]).await?;
    row.as_ref().map(read).transpose()
}

pub(super) fn read(row: &Row) -> Result<Incident> {
    let state = row.text(5);
    let closed = row.time_or_null(13).zip(row.text_or_null(14)).zip(row.text_or_null(15));
    Ok(Incident {
        id: IncidentId::new(row.text(0)),
        number: row.text(1),
        room: IncidentId::new(row.text(2)),
        kind: row.text(3),
        title: row.text(4),
        state: IncidentState::from_code(&state)
            .ok_or_else(|| Error::broken(format!("no state of an incident is named {state}")))?,
        department: DepartmentId::new(row.text(6)),
        known: row.time(7),
        opened: row.time(8),
        opened_by: StaffId::new(row.text(9)),
        rules_digest: row.text(10),
        changed: row.time(11),
        merged: row.time_or_null(12),
        closed: closed.map(|((at, by), reason)| Closed { at, by: StaffId::new(by), reason }),
    })
}
