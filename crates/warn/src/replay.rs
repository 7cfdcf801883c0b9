//! A policy over history: what it would have raised, how early, and how often for nothing.
//!
//! Nothing is written, and the hours are the stored ones: in a day that has closed, an hour of fewer than k voices counts as silent, for
//! the policy in force and a draft alike. So two policies are compared fairly, though neither exactly with what was raised live.

use crate::policy::Policy;
use crate::scene::StoryHours;
use crate::verdict::Verdict;
use crate::watch::watch;
use model::{HOUR_MS, Level, StoryId, Time, Zone};
use std::collections::BTreeMap;

/// One story of the past, with what became of it.
pub struct Course {
    pub hours: StoryHours,
    /// When a person first acted on it: acknowledged a warning, opened an incident, or answered in public.
    pub noticed: Option<Time>,
    pub verdict: Option<Verdict>,
}

/// One time that an alert was raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    pub story: StoryId,
    pub at: Time,
    pub level_peak: Level,
}

/// What a policy would have done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// In the order of their moments.
    pub raised: Vec<Raised>,
    pub days: u32,
    /// Alerts on the day with the most.
    pub busiest_day: u32,
    /// Stories that were judged useful: how many it warned of, and of how many there were.
    pub useful_kept: u32,
    pub useful_all: u32,
    /// Stories that were judged false or not useful, in the same way.
    pub idle_raised: u32,
    pub idle_all: u32,
    /// By how many hours each alert came before a person acted, ascending; below 0 it came later.
    pub lead_hours: Vec<i64>,
}

impl Account {
    pub fn count(&self, level: Level) -> u32 {
        u32::try_from(self.raised.iter().filter(|raised| raised.level_peak == level).count()).unwrap_or(u32::MAX)
    }

    /// Alerts a day, in tenths.
    pub fn tenths_a_day(&self) -> u32 {
        u32::try_from(self.raised.len()).unwrap_or(u32::MAX).saturating_mul(10) / self.days.max(1)
    }

    /// The lead that half of the alerts had at least.
    pub fn lead_median(&self) -> Option<i64> {
        (!self.lead_hours.is_empty()).then(|| self.lead_hours[(self.lead_hours.len() - 1) / 2])
    }
}

/// Runs a policy over the past of many stories.
///
/// - `from`, `until`: the span; alerts are raised from the hour of `from` on, with whatever past is in the courses
/// - cost: as [`watch`] for each story
pub fn replay(courses: &[Course], policy: &Policy, zone: &Zone, from: Time, until: Time) -> Account {
    let mut account = Account { days: days(from, until), ..Account::default() };
    let mut by_day: BTreeMap<_, u32> = BTreeMap::new();
    for course in courses {
        let raised = raisings(&course.hours, policy, from, until);
        match course.verdict {
            Some(Verdict::Useful) => {
                account.useful_all += 1;
                account.useful_kept += u32::from(!raised.is_empty());
            }
            Some(Verdict::NotUseful | Verdict::False) => {
                account.idle_all += 1;
                account.idle_raised += u32::from(!raised.is_empty());
            }
            None => {}
        }
        if let (Some(first), Some(noticed)) = (raised.first(), course.noticed) {
            account.lead_hours.push(noticed.since(first.at).div_euclid(HOUR_MS));
        }
        for raised in raised {
            *by_day.entry(zone.day(raised.at)).or_default() += 1;
            account.raised.push(raised);
        }
    }
    account.busiest_day = by_day.values().copied().max().unwrap_or(0);
    account.lead_hours.sort_unstable();
    account.raised.sort_by(|a, b| (a.at, &a.story).cmp(&(b.at, &b.story)));
    account
}

fn days(from: Time, until: Time) -> u32 {
    u32::try_from((until.since(from) + model::DAY_MS - 1) / model::DAY_MS).unwrap_or(1).max(1)
}

/// The times at which a story's alert would have been raised from silence, each with the highest level that it reached.
fn raisings(story: &StoryHours, policy: &Policy, from: Time, until: Time) -> Vec<Raised> {
    let Some(outcome) = watch(story, policy, None, from, until) else { return Vec::new() };
    let mut raised: Vec<Raised> = Vec::new();
    let mut is_open = false;
    for step in outcome.steps {
        match (step.level, raised.last_mut().filter(|_| is_open)) {
            (Some(level), Some(open)) => open.level_peak = open.level_peak.max(level),
            (Some(level), None) => {
                raised.push(Raised { story: story.story.clone(), at: step.at, level_peak: level });
            }
            (None, _) => {}
        }
        is_open = step.level.is_some();
    }
    raised
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::StoryHour;
    use model::Voices;

    const START: Time = Time::from_ms(1_760_000_400_000 / HOUR_MS * HOUR_MS);

    fn course(name: &str, voices: &[u32], noticed_hour: Option<i64>, verdict: Option<Verdict>) -> Course {
        let mut so_far = 0;
        let mut hours = Vec::new();
        for (index, &count) in (0..).zip(voices).filter(|(_, count)| **count > 0) {
            so_far += count;
            hours.push(StoryHour {
                at: START.plus_hours(index).ms(),
                voices: Voices::counted(count),
                voices_so_far: Voices::counted(so_far),
                items: count,
                ..StoryHour::default()
            });
        }
        let hours = StoryHours { story: StoryId::new(name), voices: Voices::counted(so_far), hours };
        Course { hours, noticed: noticed_hour.map(|hour| START.plus_hours(hour)), verdict }
    }

    fn account(policy: &Policy) -> Account {
        let mut twice = vec![3, 5, 9, 20, 60];
        twice.resize(80, 0);
        twice.extend([30, 90, 200]);
        let courses = [
            course("rumour", &[3, 5, 9, 20, 60], Some(9), Some(Verdict::Useful)),
            course("again", &twice, None, None),
            course("small", &[0, 6, 8], Some(1), Some(Verdict::False)),
            course("calm", &[1, 1, 2, 1], None, Some(Verdict::Useful)),
        ];
        replay(&courses, policy, &Zone::utc(), START, START.plus_hours(7 * 24))
    }

    #[test]
    fn an_account_tells_what_how_early_and_how_often_for_nothing() {
        let account = account(&Policy::default());
        let raised: Vec<_> =
            account.raised.iter().map(|raised| (raised.story.as_str(), raised.level_peak.code())).collect();
        assert_eq!(raised, [("again", "orange"), ("rumour", "orange"), ("small", "blue"), ("again", "yellow")]);
        assert_eq!((account.count(Level::Orange), account.count(Level::Red)), (2, 0));
        assert_eq!((account.useful_kept, account.useful_all), (1, 2));
        assert_eq!((account.idle_raised, account.idle_all), (1, 1));
        assert_eq!((account.lead_hours.as_slice(), account.lead_median()), ([-1, 7].as_slice(), Some(-1)));
        assert_eq!((account.days, account.tenths_a_day()), (7, 5));
    }

    #[test]
    fn a_stricter_policy_raises_less() {
        let stricter = crate::DEFAULT.replace("voices = 10\n", "voices = 20\n").replace("score = 25", "score = 39");
        let stricter = account(&Policy::parse(&stricter).expect("it parses"));
        assert!(stricter.raised.len() < account(&Policy::default()).raised.len());
        assert_eq!((stricter.idle_raised, stricter.useful_kept), (0, 1));
    }
}
