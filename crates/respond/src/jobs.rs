//! What runs later: reminders before a deadline, so that nobody learns of it afterwards.

use crate::clock::Measure;
use crate::room::Clock;
use crate::store::{clock as clocks, word};
use ::store::{Tx, job};
use model::{ClockId, IncidentId, Result, StaffId, Time};
use org::DepartmentId;
use std::time::Duration;

/// The kind of job that looks at one clock. Its key is the clock's id.
pub const REMIND: &str = "respond.remind";

/// While a clock stands still its end moves on, so it is looked at again after this.
const STANDING: Duration = Duration::from_secs(60 * 60);

/// What a look at a clock came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminded {
    /// The reminders that were given now: 0 to whoever holds the clock, 1 and on also to whoever leads. After it was met by a word
    /// that was withdrawn they go on counting, so that all hear of it.
    pub given: Vec<usize>,
    /// What whoever is told must know; nothing where nothing was given.
    pub step: Option<Step>,
    /// When to look again; nothing once no reminder can come any more.
    pub again: Option<Time>,
}

/// What a reminder is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub clock: Clock,
    pub room: IncidentId,
    /// Who leads the room.
    pub lead: DepartmentId,
    /// Who is on it now.
    pub people: Vec<StaffId>,
    pub ends: Time,
}

/// Enqueues the first look at a clock that starts.
pub(crate) async fn schedule(tx: &mut Tx, clock: &Clock, measure: Measure<'_>, now: Time) -> Result<()> {
    match clock.reminders(measure, now).first() {
        Some(first) => job::enqueue(tx, REMIND, clock.id.as_str(), *first).await,
        None => Ok(()),
    }
}

/// Gives the reminders of a clock that are due, and enqueues the next look. Safe to run twice: each is given once.
///
/// - returns: nothing given and no further look for a clock that was met, stopped or is not there
pub async fn remind(tx: &mut Tx, measure: Measure<'_>, id: &ClockId, now: Time) -> Result<Reminded> {
    let done = Reminded { given: Vec::new(), step: None, again: None };
    let Some(clock) = clocks::find(tx, id).await?.filter(Clock::is_open) else { return Ok(done) };
    if clock.is_paused() {
        let again = now.plus(STANDING);
        job::enqueue(tx, REMIND, id.as_str(), again).await?;
        return Ok(Reminded { again: Some(again), ..done });
    }
    let ends = clock.deadline(measure, now).at;
    let minutes_left = ends.since(now) / 60_000;
    let mut given = Vec::new();
    let reminders = clock.reminders(measure, now);
    // Whoever was reminded once and saw it met must hear that it is owed again.
    let before = reminders.len() * word::rounds(tx, id).await?;
    for (index, at) in reminders.iter().enumerate() {
        if *at <= now && clocks::remind(tx, &clock, before + index, minutes_left, now).await? {
            given.push(before + index);
        }
    }
    let again = reminders.into_iter().find(|at| *at > now);
    if let Some(again) = again {
        job::enqueue(tx, REMIND, id.as_str(), again).await?;
    }
    let step = if given.is_empty() {
        None
    } else {
        let (room, lead) = clocks::room_of(tx, &clock.incident).await?;
        let people = clocks::people_in(tx, &room).await?;
        Some(Step { clock, room, lead, people, ends })
    };
    Ok(Reminded { given, step, again })
}
