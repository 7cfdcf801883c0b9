//! How a source is doing, against its own past: silent, flooding, failing, or well.

use crate::store::Registered;
use model::{Day, Time, Zone};
use std::collections::BTreeMap;

/// A band is drawn from this many weeks.
pub const WEEKS: i64 = 4;
/// Fewer days than this say nothing about what is usual.
const DAYS_MIN: usize = 7;
/// Under this many items a day, doubling is chance.
const FLOOD_ITEMS_MIN: u32 = 20;
/// A flood is this many times the median, and beyond the band too.
const FLOOD_TIMES: f64 = 3.0;
/// Failures in a row after which a source counts as failing; one or two pass by themselves.
const FAILURES_MIN: u32 = 3;

/// What is usual for one day, in items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    pub lower: f64,
    pub median: f64,
    pub upper: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    Ok,
    /// It answers, but a whole day passed without the items it usually has.
    Silent,
    /// Far more than usual today.
    Flooding,
    /// It does not answer.
    Failing,
    /// Too young to know what is usual.
    New,
}

impl Health {
    /// As JSON and the style sheet call it.
    pub const fn code(self) -> &'static str {
        match self {
            Health::Ok => "ok",
            Health::Silent => "silent",
            Health::Flooding => "flooding",
            Health::Failing => "failing",
            Health::New => "new",
        }
    }
}

/// Items by day, as the register's small chart draws them.
///
/// - `hours`: of [`crate::store::hours`], reaching back [`WEEKS`] weeks
/// - `added`: when the source was added; days before it are not counted as empty
/// - returns: each day from the first to today, oldest first, empty ones as 0
pub fn days(hours: &[(Time, u32)], added: Time, zone: &Zone, now: Time) -> Vec<(Day, u32)> {
    let today = zone.day(now);
    let first = zone.day(added).max(Day(today.0 - WEEKS * 7));
    let mut days: BTreeMap<Day, u32> = (first.0..=today.0).map(|day| (Day(day), 0)).collect();
    for (hour, items) in hours {
        if let Some(day) = days.get_mut(&zone.day(*hour)) {
            *day = day.saturating_add(*items);
        }
    }
    days.into_iter().collect()
}

/// What is usual for a day: quartiles of the same weekday in the four weeks before, or of all those days while there
/// are fewer than three such weekdays.
///
/// - returns: nothing while less than a week is known
pub fn band(days: &[(Day, u32)], day: Day) -> Option<Band> {
    let past: Vec<_> = days.iter().filter(|(past, _)| *past < day && past.0 >= day.0 - WEEKS * 7).collect();
    if past.len() < DAYS_MIN {
        return None;
    }
    let same: Vec<u32> = past.iter().filter(|(past, _)| (day.0 - past.0) % 7 == 0).map(|(_, items)| *items).collect();
    let mut items = if same.len() >= 3 { same } else { past.iter().map(|(_, items)| *items).collect() };
    items.sort_unstable();
    Some(Band { lower: quantile(&items, 0.25), median: quantile(&items, 0.5), upper: quantile(&items, 0.75) })
}

/// Linear between the two nearest, as most statistics packages have it (Hyndman and Fan 1996, type 7).
fn quantile(sorted: &[u32], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    f64::from(below) + (f64::from(above) - f64::from(below)) * place.fract()
}

/// - `days`: of [`days`]; the last is today and still growing
pub fn health(source: &Registered, days: &[(Day, u32)]) -> Health {
    if source.failures >= FAILURES_MIN {
        return Health::Failing;
    }
    let [.., (yesterday, before), (today, items)] = days else { return Health::New };
    let (Some(of_yesterday), Some(of_today)) = (band(days, *yesterday), band(days, *today)) else { return Health::New };
    let bound = (of_today.median * FLOOD_TIMES).max(of_today.upper + 3.0 * (of_today.upper - of_today.lower));
    if *items >= FLOOD_ITEMS_MIN && f64::from(*items) > bound {
        Health::Flooding
    } else if *before == 0 && *items == 0 && of_yesterday.lower >= 1.0 {
        // Today alone may only be young.
        Health::Silent
    } else {
        Health::Ok
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{SourceId, SourceKind};

    fn source(failures: u32) -> Registered {
        Registered {
            id: SourceId::new("a"),
            name_zh: String::new(),
            name_en: String::new(),
            connector: String::new(),
            kind: SourceKind::Public,
            purpose_zh: String::new(),
            purpose_en: String::new(),
            public_url: None,
            added: Time::from_ms(0),
            removed: None,
            removal_reason: None,
            next_poll: None,
            last_success: None,
            last_error: None,
            error: None,
            error_detail: None,
            failures,
            options: crate::Options::default(),
        }
    }

    /// Four weeks of weekdays with 10 items and weekends with none, then yesterday and today.
    fn check(yesterday: u32, today: u32, expected: Health) {
        let mut days: Vec<_> = (0..28).map(|day| (Day(day), if day % 7 < 5 { 10 } else { 0 })).collect();
        days.extend([(Day(28), yesterday), (Day(29), today)]);
        assert_eq!(health(&source(0), &days), expected, "{yesterday} {today}");
    }

    #[test]
    fn silence_and_flood_are_told_against_the_same_weekday() {
        check(10, 4, Health::Ok);
        check(0, 0, Health::Silent);
        check(10, 31, Health::Flooding);
        check(10, 19, Health::Ok);
        let weekend: Vec<_> = (0..28).map(|day| (Day(day), if day % 7 < 5 { 10 } else { 0 })).collect();
        assert_eq!(health(&source(0), &weekend), Health::Ok);
        assert_eq!(health(&source(3), &weekend), Health::Failing);
        assert_eq!(health(&source(0), &weekend[..5]), Health::New);
    }
}
