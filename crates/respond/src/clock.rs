//! When a duty ends: hours, working days and days, across weekends, holidays, make-up days, year ends and pauses.
//!
//! Everything here is arithmetic on moments in the office's own zone. It reads no time and no table.

use crate::calendar::Calendar;
use crate::rules::{Span, Unit};
use jiff::civil::Date;
use model::{Time, Zone};
use std::time::Duration;

/// A deadline further away than this is a fault of the calendar, not a date.
const DAYS_MAX: u32 = 4_000;
/// A day ends at its last minute as clocks show it, not at the first moment of the next.
const MINUTE: Duration = Duration::from_secs(60);

/// A time during which a clock stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    pub from: Time,
    /// Nothing while it lasts.
    pub until: Option<Time>,
}

/// When a duty ends, and how sure that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub at: Time,
    /// Years over which it was counted without a calendar: by the week alone.
    pub years_missing: Vec<i16>,
    /// Years whose calendar nobody has held against its notice.
    pub years_unconfirmed: Vec<i16>,
}

/// What a clock counts by.
#[derive(Clone, Copy)]
pub struct Measure<'a> {
    pub calendar: &'a Calendar,
    pub zone: &'a Zone,
}

/// What a reader of a clock wants to know first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Running,
    /// The first reminder is due.
    Soon,
    Overdue,
    Paused,
    Met,
    MetLate,
    /// The incident closed before it was met.
    Stopped,
}

/// When something that is owed ends.
///
/// - `pauses`: in any order; one that still lasts is counted up to `now`, so the end moves on while the clock stands
/// - hours are counted as they pass, through nights, holidays and changes of the clock
/// - the day of the start never counts; the duty ends with the last minute of its last day in the office's zone
/// - a day does not count if the clock stood still when that day ended
pub fn deadline(measure: Measure<'_>, start: Time, span: Span, pauses: &[Pause], now: Time) -> Deadline {
    let pauses = joined(pauses, start, now);
    match span.unit {
        Unit::Hours => {
            let mut at = start.plus_hours(i64::from(span.number));
            for (from, until) in &pauses {
                if *from < at {
                    at = Time::from_ms(at.ms().saturating_add(until.since(*from)));
                }
            }
            Deadline { at, years_missing: Vec::new(), years_unconfirmed: Vec::new() }
        }
        Unit::Days => counted(measure, start, span.number, &pauses, |_| true, false),
        Unit::WorkingDays => {
            counted(measure, start, span.number, &pauses, |date| measure.calendar.is_working(date), true)
        }
    }
}

/// When somebody is reminded of a duty: so much before its end, in its own unit.
pub fn reminder(measure: Measure<'_>, start: Time, span: Span, before: u32, pauses: &[Pause], now: Time) -> Time {
    match span.unit {
        Unit::Hours => deadline(measure, start, span, pauses, now).at.plus_hours(-i64::from(before)),
        Unit::Days | Unit::WorkingDays => {
            let earlier = Span { number: span.number.saturating_sub(before), ..span };
            if earlier.number == 0 { start } else { deadline(measure, start, earlier, pauses, now).at }
        }
    }
}

/// - `remind`: when the first reminder is due; a duty without reminders is urgent for the last quarter of its time
pub fn state(
    deadline: Time,
    start: Time,
    remind: Option<Time>,
    met: Option<Time>,
    stopped: Option<Time>,
    is_paused: bool,
    now: Time,
) -> State {
    let soon = remind.unwrap_or(Time::from_ms(deadline.ms() - deadline.since(start) / 4));
    match (met, stopped) {
        (Some(met), _) if met > deadline => State::MetLate,
        (Some(_), _) => State::Met,
        (None, Some(_)) => State::Stopped,
        (None, None) if is_paused => State::Paused,
        (None, None) if now > deadline => State::Overdue,
        (None, None) if now >= soon => State::Soon,
        (None, None) => State::Running,
    }
}

/// How long a clock stood still between its start and `now`.
pub fn paused_ms(pauses: &[Pause], start: Time, now: Time) -> i64 {
    joined(pauses, start, now).iter().map(|(from, until)| until.since(*from)).sum()
}

/// Pauses in order, clipped to what lies between start and now, with overlapping ones joined.
fn joined(pauses: &[Pause], start: Time, now: Time) -> Vec<(Time, Time)> {
    let mut clipped: Vec<(Time, Time)> = pauses
        .iter()
        .map(|pause| (pause.from.max(start), pause.until.unwrap_or(now)))
        .filter(|(from, until)| until > from)
        .collect();
    clipped.sort_unstable();
    let mut joined: Vec<(Time, Time)> = Vec::with_capacity(clipped.len());
    for (from, until) in clipped {
        match joined.last_mut() {
            Some((_, last)) if from <= *last => *last = until.max(*last),
            _ => joined.push((from, until)),
        }
    }
    joined
}

/// - `counts`: whether a day may count at all
/// - `by_calendar`: whether what the calendar knows of the years matters
fn counted(
    measure: Measure<'_>,
    start: Time,
    number: u32,
    pauses: &[(Time, Time)],
    counts: impl Fn(Date) -> bool,
    by_calendar: bool,
) -> Deadline {
    let mut date = measure.zone.civil(start).date();
    let mut left = number;
    let mut years = vec![date.year()];
    for _ in 0..DAYS_MAX {
        if left == 0 {
            break;
        }
        let Ok(next) = date.tomorrow() else { break };
        date = next;
        if years.last() != Some(&date.year()) {
            years.push(date.year());
        }
        let end = day_end(measure.zone, date);
        let stood = pauses.iter().any(|(from, until)| *from < end && end <= *until);
        if counts(date) && !stood {
            left -= 1;
        }
    }
    let known = |year: &i16| measure.calendar.year(*year);
    let missing = |year: &i16| by_calendar && known(year).is_none();
    let unconfirmed = |year: &i16| by_calendar && known(year).is_some_and(|year| !year.is_confirmed);
    Deadline {
        at: day_end(measure.zone, date).minus(MINUTE),
        years_missing: years.iter().copied().filter(missing).collect(),
        years_unconfirmed: years.iter().copied().filter(unconfirmed).collect(),
    }
}

/// The first moment of the next day, however long this one is.
fn day_end(zone: &Zone, date: Date) -> Time {
    let next = date.tomorrow().unwrap_or(date);
    let moment = next.to_zoned(zone.time_zone().clone()).map(|zoned| zoned.timestamp().as_millisecond());
    moment.map_or(Time::from_ms(i64::MAX), Time::from_ms)
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
