//! Tasks by department, and the work that goes from one department to another.

use super::{clock, hold, log, typed};
use crate::library::Library;
use crate::room::{HandOver, Task};
use crate::rules::Span;
use ::store::{Row, Tx, args};
use model::{ClockId, Error, HandOverId, IncidentId, Result, StaffId, TaskId, Time, Zone};
use org::DepartmentId;

/// What someone who gives a task says of it.
#[derive(Clone, Debug)]
pub struct NewTask {
    pub what: String,
    pub department: DepartmentId,
    /// Within which time, if the room sets one.
    pub within: Option<Span>,
}

/// Gives a task to a department, with a clock of its own.
pub async fn give(
    tx: &mut Tx,
    library: &Library,
    zone: &Zone,
    incident: &IncidentId,
    new: NewTask,
    by: &StaffId,
    now: Time,
) -> Result<TaskId> {
    hold(tx, incident, now).await?;
    let what = typed(&new.what)?;
    let id = TaskId::new(model::random_hex(8));
    tx.run(
        "insert into incident_task (task_id, incident_id, what, department_id, given_ms, given_by)
         values ($1, $2, $3, $4, $5, $6)",
        args![id.as_str(), incident.as_str(), what, new.department.as_str(), now, by.as_str()],
    )
    .await?;
    log(tx, incident, Some(by), "task-given", &[("text", what), ("department", new.department.as_str())], now).await?;
    if let Some(span) = new.within {
        clock::start_task(tx, library, zone, incident, (&id, what), span, now).await?;
    }
    Ok(id)
}

/// Notes that a task is done, with what came of it. Its clock is met.
pub async fn finish(
    tx: &mut Tx,
    library: &Library,
    zone: &Zone,
    id: &TaskId,
    outcome: &str,
    by: &StaffId,
    now: Time,
) -> Result<()> {
    let (room, what, _) = held(tx, id, now).await?;
    let outcome = typed(outcome)?;
    let done = tx
        .run(
            "update incident_task set done_ms = $2, done_by = $3, outcome = $4 where task_id = $1 and done_ms is null",
            args![id.as_str(), now, by.as_str(), outcome],
        )
        .await?;
    if done == 0 {
        return Err(Error::conflict("respond-error-task"));
    }
    log(tx, &room, Some(by), "task-done", &[("text", &what), ("outcome", outcome)], now).await?;
    let open = tx
        .maybe(
            "select clock_id from incident_clock where task_id = $1 and met_ms is null and stopped_ms is null",
            args![id.as_str()],
        )
        .await?;
    match open {
        Some(row) => clock::meet(tx, library, zone, &ClockId::new(row.text(0)), outcome, by, now).await,
        None => Ok(()),
    }
}

/// Hands a task, or the lead of the whole incident, to another department. Number, clocks and history stay; the clock goes
/// on running, now with the other side.
///
/// - errors: `Invalid` if it is with them already or no reason is given
pub async fn hand_over(
    tx: &mut Tx,
    incident: &IncidentId,
    task: Option<&TaskId>,
    to: &DepartmentId,
    reason: &str,
    by: &StaffId,
    now: Time,
) -> Result<HandOverId> {
    let reason = typed(reason)?;
    let (room, from, what) = match task {
        Some(task) => {
            let (room, what, from) = held(tx, task, now).await?;
            (room, from, Some(what))
        }
        None => {
            let incident = hold(tx, incident, now).await?;
            (incident.id, incident.department, None)
        }
    };
    if from == *to {
        return Err(Error::invalid("respond-error-same-department"));
    }
    let id = HandOverId::new(model::random_hex(8));
    tx.run(
        "insert into incident_hand_over (hand_over_id, incident_id, task_id, from_department, to_department, reason,
                                         handed_ms, handed_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            id.as_str(),
            room.as_str(),
            task.map(TaskId::as_str),
            from.as_str(),
            to.as_str(),
            reason,
            now,
            by.as_str(),
        ],
    )
    .await?;
    let said = [("from", from.as_str()), ("to", to.as_str()), ("reason", reason)];
    match (task, &what) {
        (Some(task), Some(what)) => {
            tx.run("update incident_task set department_id = $2 where task_id = $1", args![task.as_str(), to.as_str()])
                .await?;
            let [from, to, reason] = said;
            log(tx, &room, Some(by), "handed-over", &[from, to, reason, ("text", what)], now).await?;
        }
        _ => {
            tx.run("update incident set department_id = $2 where incident_id = $1", args![room.as_str(), to.as_str()])
                .await?;
            log(tx, &room, Some(by), "handed-lead", &said, now).await?;
        }
    }
    Ok(id)
}

/// Takes on what was handed over.
pub async fn take_on(tx: &mut Tx, id: &HandOverId, by: &StaffId, now: Time) -> Result<()> {
    let row = tx
        .one(
            "select i.room_id, h.to_department from incident_hand_over h
             join incident i on i.incident_id = h.incident_id where h.hand_over_id = $1",
            args![id.as_str()],
        )
        .await?;
    let room = IncidentId::new(row.text(0));
    hold(tx, &room, now).await?;
    let taken = tx
        .run(
            "update incident_hand_over set taken_ms = $2, taken_by = $3 where hand_over_id = $1 and taken_ms is null",
            args![id.as_str(), now, by.as_str()],
        )
        .await?;
    if taken > 0 { log(tx, &room, Some(by), "taken-on", &[("department", &row.text(1))], now).await } else { Ok(()) }
}

/// The room of a task, held; the task's words and who has it.
async fn held(tx: &mut Tx, id: &TaskId, now: Time) -> Result<(IncidentId, String, DepartmentId)> {
    let row = tx
        .one(
            "select i.room_id, t.what from incident_task t join incident i on i.incident_id = t.incident_id
             where t.task_id = $1",
            args![id.as_str()],
        )
        .await?;
    let room = IncidentId::new(row.text(0));
    hold(tx, &room, now).await?;
    let department = tx.one("select department_id from incident_task where task_id = $1", args![id.as_str()]).await?;
    Ok((room, row.text(1), DepartmentId::new(department.text(0))))
}

/// - columns: task, what, department, given, by, done, by, outcome
pub(super) fn read(row: &Row) -> Task {
    let done = row.time_or_null(5).zip(row.text_or_null(6)).zip(row.text_or_null(7));
    Task {
        id: TaskId::new(row.text(0)),
        what: row.text(1),
        department: DepartmentId::new(row.text(2)),
        given: (row.time(3), StaffId::new(row.text(4))),
        done: done.map(|((at, by), outcome)| (at, StaffId::new(by), outcome)),
    }
}

/// - columns: hand-over, task, from, to, reason, handed, by, taken, by
pub(super) fn read_hand_over(row: &Row) -> HandOver {
    HandOver {
        id: HandOverId::new(row.text(0)),
        task: row.text_or_null(1).map(TaskId::new),
        from: DepartmentId::new(row.text(2)),
        to: DepartmentId::new(row.text(3)),
        reason: row.text(4),
        handed: (row.time(5), StaffId::new(row.text(6))),
        taken: row.time_or_null(7).zip(row.text_or_null(8).map(StaffId::new)),
    }
}
