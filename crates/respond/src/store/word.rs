//! Words: what the office said about an incident in public, and what becomes of the clocks it met when it is withdrawn.

use super::clock::{Said, find, gives, is_word, names, of_room};
use super::{ROWS_MAX, log};
use crate::jobs;
use crate::library::Library;
use crate::room::{Clock, Fallen};
use ::store::{Db, Row, Tx, args};
use model::{ClockId, IncidentId, Result, StaffId, Time, Zone};
use std::collections::BTreeMap;

/// - returns: its id
pub(super) async fn insert(tx: &mut Tx, room: &IncidentId, said: Said<'_>, by: &StaffId, now: Time) -> Result<String> {
    let id = model::random_hex(8);
    tx.run(
        "insert into incident_word (word_id, incident_id, what, title_zh, title_en, is_correction, spoken_ms, spoken_by,
                                    reason_zh, reason_en)
         values ($1, $2, $3, $4, $5, $6, $7, $8, '', '')",
        args![
            id.as_str(),
            room.as_str(),
            said.what,
            said.title_zh,
            said.title_en,
            i64::from(said.is_correction),
            now,
            by.as_str(),
        ],
    )
    .await?;
    Ok(id)
}

/// What was withdrawn, and why, as its tombstone tells the public.
#[derive(Clone, Copy, Debug)]
pub struct Unsaid<'a> {
    /// `document/ID`, `claim/ID`.
    pub what: &'a str,
    pub title_zh: &'a str,
    pub title_en: &'a str,
    pub reason_zh: &'a str,
    pub reason_en: &'a str,
}

/// A word that stands.
struct Standing {
    id: String,
    what: String,
    title_zh: String,
    title_en: String,
    spoken: Time,
    by: StaffId,
}

/// What was said in public was withdrawn: each clock that it had met rests on the next word that would have met it, or counts again
/// from its own start, as if it had never been met.
///
/// - returns: the rooms that had heard it
/// - of a room that is closed the record stays, since it is in the log; its pages tell of the withdrawal
pub async fn unsaid(
    tx: &mut Tx,
    library: &Library,
    zone: &Zone,
    unsaid: Unsaid<'_>,
    by: &StaffId,
    now: Time,
) -> Result<Vec<IncidentId>> {
    let rooms = tx
        .rows(
            "select i.room_id from incident_word w join incident i on i.incident_id = w.incident_id
             where w.what = $1 and w.withdrawn_ms is null group by i.room_id order by i.room_id",
            args![unsaid.what],
        )
        .await?;
    let rooms: Vec<IncidentId> = rooms.iter().map(|row| IncidentId::new(row.text(0))).collect();
    let reason = (unsaid.reason_zh, unsaid.reason_en);
    let told = [
        ("text_zh", unsaid.title_zh),
        ("text_en", unsaid.title_en),
        ("reason_zh", if reason.0.is_empty() { reason.1 } else { reason.0 }),
        ("reason_en", if reason.1.is_empty() { reason.0 } else { reason.1 }),
    ];
    for room in &rooms {
        // Whoever changes the room meanwhile waits, as everywhere.
        tx.run("update incident set changed_ms = $2 where incident_id = $1", args![room.as_str(), now]).await?;
        tx.run(
            "update incident_word set withdrawn_ms = $3, withdrawn_by = $4, reason_zh = $5, reason_en = $6
             where what = $2 and withdrawn_ms is null
               and incident_id in (select incident_id from incident where room_id = $1)",
            args![room.as_str(), unsaid.what, now, by.as_str(), reason.0, reason.1],
        )
        .await?;
        log(tx, room, Some(by), "unsaid", &told, now).await?;
        if super::incident::open_room(tx, room).await?.is_none() {
            continue;
        }
        for clock in of_room(tx, room).await? {
            unmeet(tx, library, zone, room, &clock.id, now).await?;
        }
    }
    Ok(rooms)
}

/// Takes back that a clock was met, as often as what it rests on is withdrawn.
async fn unmeet(tx: &mut Tx, library: &Library, zone: &Zone, room: &IncidentId, id: &ClockId, now: Time) -> Result<()> {
    // One that was taken up into the clock before it is gone by now.
    let Some(mut clock) = find(tx, id).await? else { return Ok(()) };
    let mut was_unmet = false;
    while let Some(word) = fallen_word(tx, &clock).await? {
        was_unmet = true;
        tx.run(
            "insert into incident_unmet (clock_id, word_id) values ($1, $2) on conflict do nothing",
            args![id.as_str(), word.as_str()],
        )
        .await?;
        let next = if clock.repeats { successor(tx, &clock).await? } else { None };
        match next {
            Some(next) => take_up(tx, &clock, &next).await?,
            None => rest_on(tx, room, &clock).await?,
        }
        clock = find(tx, id).await?.ok_or_else(model::Error::not_found)?;
    }
    if !was_unmet {
        return Ok(());
    }
    let [zh, en] = names(&clock);
    match &clock.met {
        Some(met) => log(tx, &clock.incident, None, "clock-rests", &[zh, en, ("how", &met.how)], now).await,
        None => {
            log(tx, &clock.incident, None, "clock-unmet", &[zh, en], now).await?;
            jobs::schedule(tx, &clock, library.measure(zone), now).await
        }
    }
}

/// How often a clock was met by a word that was withdrawn.
pub(crate) async fn rounds(tx: &mut Tx, id: &ClockId) -> Result<usize> {
    let row = tx.one("select count(*) from incident_unmet where clock_id = $1", args![id.as_str()]).await?;
    Ok(usize::try_from(row.int(0))?)
}

/// The word that a clock rests on, if that is withdrawn.
async fn fallen_word(tx: &mut Tx, clock: &Clock) -> Result<Option<String>> {
    let Some(word) = clock.met.as_ref().and_then(|met| met.word.clone()) else { return Ok(None) };
    let found = tx
        .maybe(
            "select word_id from incident_word where word_id = $1 and withdrawn_ms is not null",
            args![word.as_str()],
        )
        .await?;
    Ok(found.map(|row| row.text(0)))
}

/// The clock that started because this one was met.
async fn successor(tx: &mut Tx, clock: &Clock) -> Result<Option<ClockId>> {
    let met = clock.met.as_ref().map(|met| met.at);
    let found = tx
        .maybe(
            "select clock_id from incident_clock
             where incident_id = $1 and duty_id = $2 and started_ms = $3 and clock_id <> $4
             order by clock_id limit 1",
            args![clock.incident.as_str(), clock.duty.as_deref(), met, clock.id.as_str()],
        )
        .await?;
    Ok(found.map(|row| ClockId::new(row.text(0))))
}

/// Of a duty that repeats, the next clock began only because this one was met. It becomes one with it: what met the next one meets
/// this one, and if nothing did, this one runs.
async fn take_up(tx: &mut Tx, clock: &Clock, next: &ClockId) -> Result<()> {
    let count =
        tx.one("select count(*) from incident_pause where clock_id = $1", args![clock.id.as_str()]).await?.int(0);
    tx.run(
        "update incident_pause set clock_id = $1, pause_index = pause_index + $3 where clock_id = $2",
        args![clock.id.as_str(), next.as_str(), count],
    )
    .await?;
    tx.run(
        "update incident_clock
         set met_ms = (select n.met_ms from incident_clock n where n.clock_id = $2),
             met_by = (select n.met_by from incident_clock n where n.clock_id = $2),
             met_how = (select n.met_how from incident_clock n where n.clock_id = $2),
             met_word = (select n.met_word from incident_clock n where n.clock_id = $2)
         where clock_id = $1",
        args![clock.id.as_str(), next.as_str()],
    )
    .await?;
    tx.run(
        "insert into incident_unmet (clock_id, word_id)
         select $1, u.word_id from incident_unmet u where u.clock_id = $2 on conflict do nothing",
        args![clock.id.as_str(), next.as_str()],
    )
    .await?;
    tx.run("delete from incident_unmet where clock_id = $1", args![next.as_str()]).await?;
    tx.run("delete from incident_reminder where clock_id = $1", args![next.as_str()]).await?;
    tx.run("delete from incident_clock where clock_id = $1", args![next.as_str()]).await?;
    Ok(())
}

/// Of a duty that is owed once: the earliest word that stands and gives it, or none.
async fn rest_on(tx: &mut Tx, room: &IncidentId, clock: &Clock) -> Result<()> {
    let mut found = None;
    for word in standing(tx, room).await?.into_iter().filter(|word| word.spoken >= clock.started) {
        if is_word(clock.step) || gives(tx, &word.what).await?.contains(&clock.step) {
            found = Some(word);
            break;
        }
    }
    let (at, by, how, word) = match &found {
        Some(word) => {
            let how = if word.title_zh.is_empty() { &word.title_en } else { &word.title_zh };
            (Some(word.spoken), Some(word.by.as_str()), Some(how.as_str()), Some(word.id.as_str()))
        }
        None => (None, None, None, None),
    };
    tx.run(
        "update incident_clock set met_ms = $2, met_by = $3, met_how = $4, met_word = $5 where clock_id = $1",
        args![clock.id.as_str(), at, by, how, word],
    )
    .await?;
    Ok(())
}

/// The words of a room that stand, in the order in which they were said.
async fn standing(tx: &mut Tx, room: &IncidentId) -> Result<Vec<Standing>> {
    let rows = tx
        .rows(
            "select w.word_id, w.what, w.title_zh, w.title_en, w.spoken_ms, w.spoken_by
             from incident_word w join incident i on i.incident_id = w.incident_id
             where i.room_id = $1 and w.withdrawn_ms is null order by w.spoken_ms, w.word_id limit $2",
            args![room.as_str(), ROWS_MAX],
        )
        .await?;
    let standing = |row: &Row| Standing {
        id: row.text(0),
        what: row.text(1),
        title_zh: row.text(2),
        title_en: row.text(3),
        spoken: row.time(4),
        by: StaffId::new(row.text(5)),
    };
    Ok(rows.iter().map(standing).collect())
}

/// The clocks of a room with what became of the words that met them.
pub(super) async fn remembered(db: &Db, room: &str, mut clocks: Vec<Clock>) -> Result<Vec<Clock>> {
    let fallen = db
        .rows(
            "select c.clock_id, w.title_zh, w.title_en, w.spoken_ms, w.withdrawn_ms, w.reason_zh, w.reason_en
             from incident_word w
             join incident_clock c on c.met_word = w.word_id
               or exists (select 1 from incident_unmet u where u.clock_id = c.clock_id and u.word_id = w.word_id)
             join incident i on i.incident_id = c.incident_id
             where i.room_id = $1 and w.withdrawn_ms is not null
             order by w.spoken_ms, w.word_id, c.clock_id limit $2",
            args![room, ROWS_MAX],
        )
        .await?;
    let mut fallen_of: BTreeMap<String, Vec<Fallen>> = BTreeMap::new();
    for row in &fallen {
        fallen_of.entry(row.text(0)).or_default().push(Fallen {
            title_zh: row.text(1),
            title_en: row.text(2),
            spoken: row.time(3),
            withdrawn: row.time(4),
            reason_zh: row.text(5),
            reason_en: row.text(6),
        });
    }
    let corrected = db
        .rows(
            "select c.clock_id, min(l.spoken_ms)
             from incident_clock c
             join incident i on i.incident_id = c.incident_id
             join incident_word w on w.word_id = c.met_word
             join incident_word l on l.what = w.what and l.is_correction = 1 and l.spoken_ms > w.spoken_ms
             where i.room_id = $1 and w.withdrawn_ms is null group by c.clock_id order by c.clock_id limit $2",
            args![room, ROWS_MAX],
        )
        .await?;
    for clock in &mut clocks {
        clock.fallen = fallen_of.remove(clock.id.as_str()).unwrap_or_default();
        if let Some(met) = &mut clock.met {
            met.corrected =
                corrected.iter().find(|row| row.text(0) == clock.id.as_str()).and_then(|row| row.time_or_null(1));
        }
    }
    Ok(clocks)
}
