//! Everything that stands in one room, read at once.

use super::{ROWS_MAX, clock, fact, incident, task, word};
use crate::room::{Entry, Person, Room, Run};
use ::store::{Db, args};
use model::{IncidentId, Result, StaffId};
use std::collections::BTreeMap;

/// The room of an incident. Of one that was merged, the room in which its work goes on.
pub async fn load(db: &Db, id: &IncidentId) -> Result<Option<Room>> {
    let found = db.maybe("select room_id from incident where incident_id = $1", args![id.as_str()]).await?;
    let Some(room) = found.map(|row| row.text(0)) else { return Ok(None) };
    let room = room.as_str();
    let mut all = db
        .rows(incident::select_incident!("where r.room_id = $1 order by r.number limit $2"), args![room, ROWS_MAX])
        .await?
        .iter()
        .map(incident::read)
        .collect::<Result<Vec<_>>>()?;
    let Some(own) = all.iter().position(|one| one.id.as_str() == room) else { return Ok(None) };
    let subjects = db
        .rows(
            "select s.subject from incident_subject s join incident i on i.incident_id = s.incident_id
             where i.room_id = $1 group by s.subject order by min(s.added_ms), s.subject limit $2",
            args![room, ROWS_MAX],
        )
        .await?;
    let clocks = db
        .rows(
            clock::select_clock!("where i.room_id = $1 order by c.started_ms, c.clock_id limit $2"),
            args![room, ROWS_MAX],
        )
        .await?;
    let pauses = db
        .rows(
            "select p.clock_id, p.from_ms, p.until_ms, p.reason, p.paused_by
             from incident_pause p
             join incident_clock c on c.clock_id = p.clock_id
             join incident i on i.incident_id = c.incident_id
             where i.room_id = $1 order by p.clock_id, p.pause_index limit $2",
            args![room, ROWS_MAX],
        )
        .await?;
    let facts = db
        .rows(
            "select f.fact_id, f.what, f.origin, f.as_of_ms, f.noted_ms, f.noted_by, f.confirmed_ms, f.confirmed_by,
                    f.withdrawn_ms, f.withdrawn_by, f.withdrawn_reason
             from incident_fact f join incident i on i.incident_id = f.incident_id
             where i.room_id = $1 order by f.as_of_ms desc, f.noted_ms desc, f.fact_id limit $2",
            args![room, ROWS_MAX],
        )
        .await?;
    let tasks = db
        .rows(
            "select t.task_id, t.what, t.department_id, t.given_ms, t.given_by, t.done_ms, t.done_by, t.outcome
             from incident_task t join incident i on i.incident_id = t.incident_id
             where i.room_id = $1
             order by case when t.done_ms is null then 0 else 1 end, t.given_ms, t.task_id limit $2",
            args![room, ROWS_MAX],
        )
        .await?;
    let hand_overs = db
        .rows(
            "select h.hand_over_id, h.task_id, h.from_department, h.to_department, h.reason, h.handed_ms, h.handed_by,
                    h.taken_ms, h.taken_by
             from incident_hand_over h join incident i on i.incident_id = h.incident_id
             where i.room_id = $1 order by h.handed_ms, h.hand_over_id limit $2",
            args![room, ROWS_MAX],
        )
        .await?;
    Ok(Some(Room {
        incident: all.remove(own),
        merged: all,
        subjects: subjects.iter().map(|row| row.text(0)).collect(),
        clocks: word::remembered(db, room, clock::read_all(&clocks, &pauses)?).await?,
        facts: facts.iter().map(fact::read).collect(),
        tasks: tasks.iter().map(task::read).collect(),
        hand_overs: hand_overs.iter().map(task::read_hand_over).collect(),
        people: people(db, room).await?,
        runs: runs(db, room).await?,
        log: log(db, room).await?,
    }))
}

/// Who is or was on it, those who are first.
async fn people(db: &Db, room: &str) -> Result<Vec<Person>> {
    let rows = db
        .rows(
            "select p.staff_id, p.joined_ms, p.left_ms
             from incident_person p join incident i on i.incident_id = p.incident_id
             where i.room_id = $1
             order by case when p.left_ms is null then 0 else 1 end, p.joined_ms, p.staff_id limit $2",
            args![room, ROWS_MAX],
        )
        .await?;
    let person = |row: &::store::Row| Person {
        staff: StaffId::new(row.text(0)),
        joined: row.time(1),
        left: row.time_or_null(2),
    };
    Ok(rows.iter().map(person).collect())
}

async fn runs(db: &Db, room: &str) -> Result<Vec<Run>> {
    let rows = db
        .rows(
            "select r.playbook_id, r.digest, r.begun_ms, r.begun_by
             from playbook_run r join incident i on i.incident_id = r.incident_id
             where i.room_id = $1 order by r.begun_ms, r.playbook_id limit $2",
            args![room, ROWS_MAX],
        )
        .await?;
    let checks = db
        .rows(
            "select c.playbook_id, c.step_id, c.checked_ms, c.checked_by
             from playbook_check c join incident i on i.incident_id = c.incident_id
             where i.room_id = $1 order by c.playbook_id, c.step_id, c.checked_ms limit $2",
            args![room, ROWS_MAX],
        )
        .await?;
    let mut runs: Vec<Run> = Vec::new();
    for row in &rows {
        // Two incidents that became one may have taken up the same playbook.
        if runs.iter().all(|run| run.playbook != row.text(0)) {
            runs.push(Run {
                playbook: row.text(0),
                digest: row.text(1),
                begun: (row.time(2), StaffId::new(row.text(3))),
                checked: BTreeMap::new(),
            });
        }
    }
    for row in &checks {
        if let Some(run) = runs.iter_mut().find(|run| run.playbook == row.text(0)) {
            run.checked.entry(row.text(1)).or_insert((row.time(2), StaffId::new(row.text(3))));
        }
    }
    Ok(runs)
}

/// Newest first; of one moment, the last written first.
async fn log(db: &Db, room: &str) -> Result<Vec<Entry>> {
    let rows = db
        .rows(
            "select l.incident_id, l.at_ms, l.by_staff, l.kind, l.said
             from incident_log l join incident i on i.incident_id = l.incident_id
             where i.room_id = $1 order by l.at_ms desc, l.incident_id, l.entry_index desc limit $2",
            args![room, ROWS_MAX],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Entry {
                incident: IncidentId::new(row.text(0)),
                at: row.time(1),
                by: row.text_or_null(2).map(StaffId::new),
                kind: row.text(3),
                said: serde_json::from_str(&row.text(4))?,
            })
        })
        .collect()
}
