//! Clocks: starting, pausing and meeting them, and the reminders before they end.

use super::{ROWS_MAX, hold, log, typed};
use crate::library::Library;
use crate::room::{Clock, Incident, Met, Stood};
use crate::rules::{Duty, Span, Step, Unit};
use ::store::{Db, Row, Tx, args};
use model::{ClockId, Error, IncidentId, Result, StaffId, TaskId, Time, Zone};
use org::DepartmentId;
use std::collections::{BTreeMap, BTreeSet};

/// Every column of a clock and who holds it, in the order in which [`read_all`] reads them.
macro_rules! select_clock {
    ($rest:literal) => {
        concat!(
            "select c.clock_id, c.incident_id, c.task_id, c.duty_id, c.step, c.name_zh, c.name_en, c.citation_zh,
                    c.citation_en, c.confirmed, c.span_number, c.span_unit, c.escalate, c.repeats, c.started_ms,
                    c.met_ms, c.met_by, c.met_how, c.stopped_ms, coalesce(t.department_id, r.department_id), c.met_word
             from incident_clock c
             join incident i on i.incident_id = c.incident_id
             join incident r on r.incident_id = i.room_id
             left join incident_task t on t.task_id = c.task_id ",
            $rest
        )
    };
}
pub(super) use select_clock;

/// Starts the clock of a duty.
///
/// - `from`: when the matter became known, or when the duty was last met
pub(super) async fn start_duty(
    tx: &mut Tx,
    library: &Library,
    zone: &Zone,
    incident: &IncidentId,
    duty: &Duty,
    from: Time,
    now: Time,
) -> Result<ClockId> {
    let clock = Clock {
        id: ClockId::new(model::random_hex(8)),
        incident: incident.clone(),
        task: None,
        duty: Some(duty.id.clone()),
        step: duty.step,
        name_zh: duty.name_zh.clone(),
        name_en: duty.name_en.clone(),
        citation_zh: duty.citation_zh.clone(),
        citation_en: duty.citation_en.clone(),
        is_confirmed: duty.is_confirmed,
        span: duty.span,
        escalate: duty.escalate.clone(),
        repeats: duty.repeats,
        started: from,
        met: None,
        stopped: None,
        stood: Vec::new(),
        fallen: Vec::new(),
        holder: DepartmentId::new(""),
    };
    start(tx, library, zone, &clock, now).await?;
    Ok(clock.id)
}

/// Starts the clock of a task, which the room itself sets.
pub(super) async fn start_task(
    tx: &mut Tx,
    library: &Library,
    zone: &Zone,
    incident: &IncidentId,
    (task, what): (&TaskId, &str),
    span: Span,
    now: Time,
) -> Result<()> {
    let clock = Clock {
        id: ClockId::new(model::random_hex(8)),
        incident: incident.clone(),
        task: Some(task.clone()),
        duty: None,
        step: Step::Task,
        name_zh: what.to_owned(),
        name_en: what.to_owned(),
        citation_zh: String::new(),
        citation_en: String::new(),
        is_confirmed: true,
        span,
        escalate: if span.number > 1 { vec![(span.number / 4).max(1)] } else { Vec::new() },
        repeats: false,
        started: now,
        met: None,
        stopped: None,
        stood: Vec::new(),
        fallen: Vec::new(),
        holder: DepartmentId::new(""),
    };
    start(tx, library, zone, &clock, now).await
}

async fn start(tx: &mut Tx, library: &Library, zone: &Zone, clock: &Clock, now: Time) -> Result<()> {
    tx.run(
        "insert into incident_clock (clock_id, incident_id, task_id, duty_id, step, name_zh, name_en, citation_zh,
                                     citation_en, confirmed, span_number, span_unit, escalate, repeats, started_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        args![
            clock.id.as_str(),
            clock.incident.as_str(),
            clock.task.as_ref().map(TaskId::as_str),
            clock.duty.as_deref(),
            clock.step.code(),
            clock.name_zh.as_str(),
            clock.name_en.as_str(),
            clock.citation_zh.as_str(),
            clock.citation_en.as_str(),
            i64::from(clock.is_confirmed),
            clock.span.number,
            clock.span.unit.code(),
            serde_json::to_string(&clock.escalate)?,
            i64::from(clock.repeats),
            clock.started,
        ],
    )
    .await?;
    if clock.task.is_none() {
        log(tx, &clock.incident, None, "clock-started", &names(clock), now).await?;
    }
    crate::jobs::schedule(tx, clock, library.measure(zone), now).await
}

pub(super) fn names(clock: &Clock) -> [(&'static str, &str); 2] {
    [("duty_zh", clock.name_zh.as_str()), ("duty_en", clock.name_en.as_str())]
}

/// Lets a clock stand still, with the reason.
///
/// - errors: `Conflict` if it stands still, was met or stopped; `Invalid` without a reason
pub async fn pause(tx: &mut Tx, id: &ClockId, reason: &str, by: &StaffId, now: Time) -> Result<()> {
    let clock = held(tx, id, now).await?;
    let reason = typed(reason)?;
    if clock.is_paused() {
        return Err(Error::conflict("respond-error-clock"));
    }
    tx.run(
        "insert into incident_pause (clock_id, pause_index, from_ms, reason, paused_by) values ($1, $2, $3, $4, $5)",
        args![id.as_str(), clock.stood.len(), now, reason, by.as_str()],
    )
    .await?;
    let [zh, en] = names(&clock);
    log(tx, &clock.incident, Some(by), "clock-paused", &[zh, en, ("reason", reason)], now).await
}

/// Lets a clock run on.
///
/// - errors: `Conflict` if it runs, was met or stopped
pub async fn resume(tx: &mut Tx, id: &ClockId, by: &StaffId, now: Time) -> Result<()> {
    let clock = held(tx, id, now).await?;
    let resumed = tx
        .run(
            "update incident_pause set until_ms = $2, resumed_by = $3 where clock_id = $1 and until_ms is null",
            args![id.as_str(), now, by.as_str()],
        )
        .await?;
    if resumed == 0 {
        return Err(Error::conflict("respond-error-clock"));
    }
    log(tx, &clock.incident, Some(by), "clock-resumed", &names(&clock), now).await
}

/// Notes that a duty was met. One that repeats starts anew from this moment.
///
/// - errors: `Conflict` if it was met or stopped before
pub async fn meet(
    tx: &mut Tx,
    library: &Library,
    zone: &Zone,
    id: &ClockId,
    how: &str,
    by: &StaffId,
    now: Time,
) -> Result<()> {
    meet_by(tx, library, zone, id, (how, None), by, now).await
}

/// - `how`: in a sentence, and the word by which it is met
async fn meet_by(
    tx: &mut Tx,
    library: &Library,
    zone: &Zone,
    id: &ClockId,
    (how, word): (&str, Option<&str>),
    by: &StaffId,
    now: Time,
) -> Result<()> {
    let clock = held(tx, id, now).await?;
    tx.run(
        "update incident_pause set until_ms = $2, resumed_by = $3 where clock_id = $1 and until_ms is null",
        args![id.as_str(), now, by.as_str()],
    )
    .await?;
    tx.run(
        "update incident_clock set met_ms = $2, met_by = $3, met_how = $4, met_word = $5 where clock_id = $1",
        args![id.as_str(), now, by.as_str(), how.trim(), word],
    )
    .await?;
    let [zh, en] = names(&clock);
    log(tx, &clock.incident, Some(by), "clock-met", &[zh, en, ("how", how.trim())], now).await?;
    if clock.repeats {
        let again = Clock { id: ClockId::new(model::random_hex(8)), started: now, stood: Vec::new(), ..clock };
        start(tx, library, zone, &again, now).await?;
    }
    Ok(())
}

/// What was published, as the log and the clocks tell it.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// `document/ID`, `claim/ID`.
    pub what: &'a str,
    pub title_zh: &'a str,
    pub title_en: &'a str,
    /// It says what was wrong with an earlier word of the same matter.
    pub is_correction: bool,
}

/// The office spoke about an incident: the duties to give a first and a further word are met, and those that its writer
/// said it gives.
///
/// - `incident`: perhaps one that was merged; its room hears of it
/// - returns: the room that was told; nothing for one on which no work goes on any more, since what is public is not held up by it
pub async fn spoke(
    tx: &mut Tx,
    library: &Library,
    zone: &Zone,
    incident: &IncidentId,
    said: Said<'_>,
    by: &StaffId,
    now: Time,
) -> Result<Option<IncidentId>> {
    let Some(room) = super::incident::open_room(tx, incident).await? else { return Ok(None) };
    hold(tx, &room, now).await?;
    let kind = if said.is_correction { "corrected" } else { "spoke" };
    log(tx, &room, Some(by), kind, &[("text_zh", said.title_zh), ("text_en", said.title_en)], now).await?;
    let word = super::word::insert(tx, &room, said, by, now).await?;
    let given = gives(tx, said.what).await?;
    for clock in of_room(tx, &room).await?.iter().filter(|clock| clock.is_open() && clock.task.is_none()) {
        if is_word(clock.step) || given.contains(&clock.step) {
            meet_by(tx, library, zone, &clock.id, (said.title_zh, Some(&word)), by, now).await?;
        }
    }
    Ok(Some(room))
}

/// Whether any publication meets it, whatever it says.
pub const fn is_word(step: Step) -> bool {
    matches!(step, Step::FirstWord | Step::FollowUp)
}

/// Says which further duties of the room a document meets once it is published, in place of what was said before.
///
/// - `draft`: `document/ID`
/// - `steps`: those that no open clock of the room asks for are left out
pub async fn set_gives(
    tx: &mut Tx,
    incident: &IncidentId,
    draft: &str,
    steps: &[Step],
    by: &StaffId,
    now: Time,
) -> Result<()> {
    let incident = hold(tx, incident, now).await?;
    let before = gives(tx, draft).await?;
    let mut seen = BTreeSet::new();
    for clock in of_room(tx, &incident.id).await? {
        let may = clock.is_open() && clock.task.is_none() && !is_word(clock.step);
        if !may || !seen.insert(clock.step.code()) {
            continue;
        }
        let (was, is) = (before.contains(&clock.step), steps.contains(&clock.step));
        let kind = match (was, is) {
            (false, true) => {
                tx.run(
                    "insert into draft_gives (draft, step, incident_id, said_ms, said_by) values ($1, $2, $3, $4, $5)",
                    args![draft, clock.step.code(), incident.id.as_str(), now, by.as_str()],
                )
                .await?;
                "draft-gives"
            }
            (true, false) => {
                tx.run("delete from draft_gives where draft = $1 and step = $2", args![draft, clock.step.code()])
                    .await?;
                "draft-gives-not"
            }
            _ => continue,
        };
        log(tx, &incident.id, Some(by), kind, &names(&clock), now).await?;
    }
    Ok(())
}

pub(super) async fn gives(tx: &mut Tx, draft: &str) -> Result<Vec<Step>> {
    let rows = tx.rows("select step from draft_gives where draft = $1 order by step", args![draft]).await?;
    Ok(steps_of(&rows))
}

/// The further duties that a document meets once it is published.
pub async fn given_by(db: &Db, draft: &str) -> Result<Vec<Step>> {
    let rows = db.rows("select step from draft_gives where draft = $1 order by step", args![draft]).await?;
    Ok(steps_of(&rows))
}

fn steps_of(rows: &[Row]) -> Vec<Step> {
    rows.iter().filter_map(|row| Step::from_code(&row.text(0))).collect()
}

/// Notes that a reminder was given.
///
/// - returns: false if it was given before
pub(crate) async fn remind(tx: &mut Tx, clock: &Clock, index: usize, minutes_left: i64, now: Time) -> Result<bool> {
    let row = tx.one("select room_id from incident where incident_id = $1", args![clock.incident.as_str()]).await?;
    hold(tx, &IncidentId::new(row.text(0)), now).await?;
    let given = tx
        .run(
            "insert into incident_reminder (clock_id, reminder_index, given_ms) values ($1, $2, $3)
             on conflict (clock_id, reminder_index) do nothing",
            args![clock.id.as_str(), index, now],
        )
        .await?;
    if given == 0 {
        return Ok(false);
    }
    let [zh, en] = names(clock);
    let (minutes, holder) = (minutes_left.unsigned_abs().to_string(), clock.holder.to_string());
    let kind = if minutes_left < 0 { "reminded-late" } else { "reminded" };
    log(tx, &clock.incident, None, kind, &[zh, en, ("minutes", &minutes), ("department", &holder)], now).await?;
    Ok(true)
}

/// The room in which an incident's work goes on, and who leads it.
pub(crate) async fn room_of(tx: &mut Tx, incident: &IncidentId) -> Result<(IncidentId, DepartmentId)> {
    let row = tx
        .one(
            "select r.incident_id, r.department_id from incident i join incident r on r.incident_id = i.room_id
             where i.incident_id = $1",
            args![incident.as_str()],
        )
        .await?;
    Ok((IncidentId::new(row.text(0)), DepartmentId::new(row.text(1))))
}

/// Who is on it now.
pub(crate) async fn people_in(tx: &mut Tx, room: &IncidentId) -> Result<Vec<StaffId>> {
    let rows = tx
        .rows(
            "select p.staff_id from incident_person p join incident i on i.incident_id = p.incident_id
             where i.room_id = $1 and p.left_ms is null group by p.staff_id order by p.staff_id limit $2",
            args![room.as_str(), ROWS_MAX],
        )
        .await?;
    Ok(rows.iter().map(|row| StaffId::new(row.text(0))).collect())
}

const PAUSES_OF_CLOCK: &str = "select clock_id, from_ms, until_ms, reason, paused_by from incident_pause
 where clock_id = $1 order by pause_index limit $2";

/// A clock that runs, with the incident in whose room it does.
///
/// - returns: nothing for one that was met or stopped, that stands still, or that is not there
pub async fn running(db: &Db, id: &ClockId) -> Result<Option<(Clock, Incident)>> {
    let rows = db.rows(select_clock!("where c.clock_id = $1"), args![id.as_str()]).await?;
    let pauses = db.rows(PAUSES_OF_CLOCK, args![id.as_str(), ROWS_MAX]).await?;
    let Some(clock) = read_all(&rows, &pauses)?.pop().filter(|clock| clock.is_open() && !clock.is_paused()) else {
        return Ok(None);
    };
    let room = super::room::load(db, &clock.incident).await?;
    Ok(room.map(|room| (clock, room.incident)))
}

/// An open clock whose incident is held by this transaction.
async fn held(tx: &mut Tx, id: &ClockId, now: Time) -> Result<Clock> {
    let clock = find(tx, id).await?.ok_or_else(Error::not_found)?;
    let row = tx.one("select room_id from incident where incident_id = $1", args![clock.incident.as_str()]).await?;
    hold(tx, &IncidentId::new(row.text(0)), now).await?;
    // Once more, now that nobody else can change it.
    let clock = find(tx, id).await?.ok_or_else(Error::not_found)?;
    if clock.is_open() { Ok(clock) } else { Err(Error::conflict("respond-error-clock")) }
}

pub(crate) async fn find(tx: &mut Tx, id: &ClockId) -> Result<Option<Clock>> {
    let rows = tx.rows(select_clock!("where c.clock_id = $1"), args![id.as_str()]).await?;
    let pauses = tx.rows(PAUSES_OF_CLOCK, args![id.as_str(), ROWS_MAX]).await?;
    Ok(read_all(&rows, &pauses)?.pop())
}

pub(super) async fn of_room(tx: &mut Tx, room: &IncidentId) -> Result<Vec<Clock>> {
    let rows = tx
        .rows(
            select_clock!("where i.room_id = $1 order by c.started_ms, c.clock_id limit $2"),
            args![room.as_str(), ROWS_MAX],
        )
        .await?;
    read_all(&rows, &[])
}

/// The clocks of every open incident that were neither met nor stopped, in the order in which they started.
pub async fn list_open(db: &Db) -> Result<Vec<Clock>> {
    let rows = db
        .rows(
            select_clock!("where c.met_ms is null and c.stopped_ms is null and r.state = 'open' order by c.started_ms, c.clock_id limit $1"),
            args![ROWS_MAX],
        )
        .await?;
    let pauses = db
        .rows(
            "select p.clock_id, p.from_ms, p.until_ms, p.reason, p.paused_by
             from incident_pause p join incident_clock c on c.clock_id = p.clock_id
             where c.met_ms is null and c.stopped_ms is null
             order by p.clock_id, p.pause_index limit $1",
            args![ROWS_MAX],
        )
        .await?;
    read_all(&rows, &pauses)
}

/// - `rows`: the columns of [`find`]
/// - `pauses`: clock, from, until, reason, by; those of a clock in order
pub(super) fn read_all(rows: &[Row], pauses: &[Row]) -> Result<Vec<Clock>> {
    let mut stood: BTreeMap<String, Vec<Stood>> = BTreeMap::new();
    for row in pauses {
        let pause = crate::clock::Pause { from: row.time(1), until: row.time_or_null(2) };
        let one = Stood { pause, reason: row.text(3), by: StaffId::new(row.text(4)) };
        stood.entry(row.text(0)).or_default().push(one);
    }
    rows.iter()
        .map(|row| {
            let (step, unit) = (row.text(4), row.text(11));
            let met = row.time_or_null(15).zip(row.text_or_null(16));
            Ok(Clock {
                id: ClockId::new(row.text(0)),
                incident: IncidentId::new(row.text(1)),
                task: row.text_or_null(2).map(TaskId::new),
                duty: row.text_or_null(3),
                step: Step::from_code(&step).ok_or_else(|| Error::broken(format!("no step is named {step}")))?,
                name_zh: row.text(5),
                name_en: row.text(6),
                citation_zh: row.text(7),
                citation_en: row.text(8),
                is_confirmed: row.int(9) == 1,
                span: Span {
                    number: row.count(10),
                    unit: Unit::from_code(&unit).ok_or_else(|| Error::broken(format!("no unit is named {unit}")))?,
                },
                escalate: serde_json::from_str(&row.text(12))?,
                repeats: row.int(13) == 1,
                started: row.time(14),
                met: met.map(|(at, by)| Met {
                    at,
                    by: StaffId::new(by),
                    how: row.text_or_null(17).unwrap_or_default(),
                    word: row.text_or_null(20),
                    corrected: None,
                }),
                stopped: row.time_or_null(18),
                stood: stood.remove(&row.text(0)).unwrap_or_default(),
                fallen: Vec::new(),
                holder: DepartmentId::new(row.text(19)),
            })
        })
        .collect()
}
