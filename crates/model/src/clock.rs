//! Time as data: moments in milliseconds, days in the office's zone, and clocks that come in as arguments.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A moment in UTC, in milliseconds since 1970. It is what every `_ms` column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(i64);

pub const HOUR_MS: i64 = 3_600_000;
pub const DAY_MS: i64 = 24 * HOUR_MS;

impl Time {
    pub const fn from_ms(ms: i64) -> Self {
        Time(ms)
    }

    pub const fn ms(self) -> i64 {
        self.0
    }

    /// The start of the UTC hour this moment lies in: as exact as a private person's post may be kept.
    pub const fn hour(self) -> Self {
        Time(self.0.div_euclid(HOUR_MS) * HOUR_MS)
    }

    pub fn plus(self, duration: Duration) -> Self {
        Time(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    pub fn minus(self, duration: Duration) -> Self {
        Time(self.0.saturating_sub(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    pub const fn plus_hours(self, hours: i64) -> Self {
        Time(self.0.saturating_add(hours.saturating_mul(HOUR_MS)))
    }

    /// Milliseconds from `earlier` to this moment; negative if it lies after.
    pub const fn since(self, earlier: Time) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The moment that [`Time::to_rfc3339`] wrote.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|moment| Time(moment.as_millisecond()))
    }

    /// RFC 3339 in UTC, to the second, as JSON carries it.
    pub fn to_rfc3339(self) -> String {
        Timestamp::from_second(self.0.div_euclid(1000)).map(|t| t.to_string()).unwrap_or_default()
    }
}

/// A calendar day in an office's zone, counted from 1970-01-01 there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i64);

/// The office's time zone. Days begin, clocks run and voices are counted by it.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// - `name`: an IANA name such as `Asia/Shanghai`
    /// - returns: nothing for a name that the bundled database does not know
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Zone)
    }

    pub fn utc() -> Self {
        Zone(TimeZone::UTC)
    }

    pub fn day(&self, time: Time) -> Day {
        let epoch = Date::constant(1970, 1, 1);
        let days = self.civil(time).date().since(epoch).map(|span| i64::from(span.get_days())).unwrap_or_default();
        Day(days)
    }

    pub fn start(&self, day: Day) -> Time {
        let date = Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().try_days(day.0).unwrap_or_default());
        let moment = date.to_zoned(self.0.clone()).map(|zoned| zoned.timestamp().as_millisecond());
        Time(moment.unwrap_or(day.0.saturating_mul(DAY_MS)))
    }

    /// The wall-clock reading of a moment in this zone.
    pub fn civil(&self, time: Time) -> jiff::civil::DateTime {
        self.0.to_datetime(Timestamp::from_millisecond(time.0).unwrap_or(Timestamp::UNIX_EPOCH))
    }

    /// Reads a wall-clock time of this zone as a form sends it, such as `2026-11-25T08:00`. Where clocks go forward and there
    /// is no such time, it is the one an hour later; where they go back, the first of the two.
    pub fn read(&self, text: &str) -> Option<Time> {
        let civil: jiff::civil::DateTime = text.trim().parse().ok()?;
        Some(Time(self.0.to_ambiguous_zoned(civil).compatible().ok()?.timestamp().as_millisecond()))
    }

    /// The wall-clock time of a moment as a form holds it, to the minute.
    pub fn written(&self, time: Time) -> String {
        self.civil(time).strftime("%Y-%m-%dT%H:%M").to_string()
    }

    pub fn time_zone(&self) -> &TimeZone {
        &self.0
    }
}

/// Where a moment comes from. Code that needs the time takes a clock, so that tests and the demo can hand in theirs.
#[derive(Clone)]
pub struct Clock(Arc<Face>);

enum Face {
    Wall,
    /// Stands where it was set, until it runs.
    Set {
        at_ms: AtomicI64,
        run: OnceLock<Run>,
    },
}

struct Run {
    start: Time,
    until: Time,
    speed: f64,
    begun: Instant,
}

impl Clock {
    pub fn wall() -> Self {
        Clock(Arc::new(Face::Wall))
    }

    /// A clock that a test moves by hand with [`Clock::set`].
    pub fn fixed(time: Time) -> Self {
        Clock(Arc::new(Face::Set { at_ms: time.0.into(), run: OnceLock::new() }))
    }

    /// Lets a fixed clock run from where it stands: `speed` times as fast as the wall's until it reads `until`, and as fast
    /// as the wall's from there on. It can be started once.
    pub fn run(&self, until: Time, speed: f64) {
        if let Face::Set { run, .. } = &*self.0 {
            let start = self.now();
            let _ = run.set(Run { start, until, speed, begun: Instant::now() });
        }
    }

    pub fn now(&self) -> Time {
        match &*self.0 {
            Face::Wall => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Time(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Face::Set { at_ms, run } => match run.get() {
                None => Time(at_ms.load(Ordering::SeqCst)),
                Some(run) => run.now(),
            },
        }
    }

    /// Sets a fixed clock that does not run; the others cannot be moved.
    pub fn set(&self, time: Time) {
        if let Face::Set { at_ms, .. } = &*self.0 {
            at_ms.store(time.0, Ordering::SeqCst);
        }
    }
}

impl Run {
    fn now(&self) -> Time {
        let real_ms = self.begun.elapsed().as_millis() as f64;
        let fast_ms = (self.until.since(self.start) as f64 / self.speed).max(0.0);
        if real_ms <= fast_ms {
            Time(self.start.0 + (real_ms * self.speed) as i64)
        } else {
            Time(self.until.0 + (real_ms - fast_ms) as i64)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_in_the_office_and_not_in_greenwich() {
        let shanghai = Zone::named("Asia/Shanghai").expect("the zone is bundled");
        let late_in_greenwich = Time::from_ms(20 * HOUR_MS);
        assert_eq!(Zone::utc().day(late_in_greenwich), Day(0));
        assert_eq!(shanghai.day(late_in_greenwich), Day(1));
        assert_eq!(shanghai.start(Day(1)), Time::from_ms(16 * HOUR_MS));
    }

    #[test]
    fn a_day_of_25_hours_is_one_day() {
        let london = Zone::named("Europe/London").expect("the zone is bundled");
        let day = london.day(Time::from_ms(1_792_900_000_000));
        assert_eq!(london.day(london.start(day)), day);
        assert_eq!(london.day(Time::from_ms(london.start(Day(day.0 + 1)).ms() - 1)), day);
    }

    #[test]
    fn a_wall_clock_time_is_read_where_the_office_is() {
        let shanghai = Zone::named("Asia/Shanghai").expect("the zone is bundled");
        let time = shanghai.read("1970-01-01T08:30").expect("a time");
        assert_eq!((time.ms(), shanghai.written(time)), (30 * 60_000, "1970-01-01T08:30".to_owned()));
        assert_eq!(shanghai.read("tomorrow"), None);
        let london = Zone::named("Europe/London").expect("the zone is bundled");
        assert!(london.read("2026-03-29T01:30").is_some(), "an hour that the clocks leave out");
    }

    #[test]
    fn an_hour_before_1970_rounds_down() {
        assert_eq!(Time::from_ms(-1).hour(), Time::from_ms(-HOUR_MS));
    }
}
