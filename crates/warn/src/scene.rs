//! What the rules look at: one story as it stood at the end of one hour, and never later.

use crate::policy::Policy;
use crate::surge::{Score, Surge};
use model::{DAY_MS, HOUR_MS, StoryId, Threshold, Time, Voices};

/// How far back a story's own past is looked at, in whole days and in hours at most: the day of the hour looked at has begun.
const PAST_DAYS: i64 = 14;
pub const PAST_HOURS: i64 = (PAST_DAYS + 1) * 24;
/// Before a story's first post there was silence, and this much of it counts as its past, in hours.
const SILENCE_HOURS: i64 = 24;

/// One story's hours, ascending; hours in which nothing was heard may be left out.
#[derive(Clone)]
pub struct StoryHours {
    pub story: StoryId,
    /// Distinct voices of the whole story as they are known now. It bounds every count of voices so far.
    pub voices: Voices,
    pub hours: Vec<StoryHour>,
}

/// What was heard of a story in one hour.
#[derive(Clone, Copy, Default)]
pub struct StoryHour {
    /// Start of the hour, in milliseconds UTC.
    pub at: i64,
    /// Distinct voices within this hour.
    pub voices: Voices,
    /// Distinct voices from the story's beginning to the end of this hour.
    pub voices_so_far: Voices,
    pub items: u32,
    pub negative: u32,
    pub danger: u32,
    /// Items from the press.
    pub press: u32,
    /// Sources and districts in which it was heard up to the end of this hour.
    pub sources_so_far: u32,
    pub places_so_far: u32,
}

/// A story at the end of one hour, with its recent hours summed up.
pub struct Scene<'a> {
    /// Up to and including the hour looked at.
    pub hours: &'a [StoryHour],
    pub at: Time,
    pub k: Threshold,
    pub recent_hours: u32,
    pub recent: Recent,
    /// Distinct voices of the story so far.
    pub voices_so_far: Voices,
    /// The hour's voices against the story's own past.
    pub surge: Score,
}

/// Sums over the recent hours. Sources and places are those that were new in them.
#[derive(Clone, Copy, Default)]
pub struct Recent {
    /// At least so many distinct voices spoke: the greater of the busiest hour's and of those first heard.
    pub voices: Voices,
    pub items: u32,
    pub negative: u32,
    pub danger: u32,
    pub press: u32,
    pub sources: u32,
    pub places: u32,
}

impl StoryHours {
    /// The hours up to the one that starts at `at`.
    pub(crate) fn until(&self, at: Time) -> &[StoryHour] {
        &self.hours[..self.hours.partition_point(|hour| hour.at <= at.ms())]
    }

    /// Distinct voices of the story up to the end of an hour.
    pub fn voices_so_far(&self, at: Time) -> Voices {
        let so_far = self.until(at).last().map_or(Voices::default(), |hour| hour.voices_so_far);
        so_far.min(self.voices)
    }
}

impl<'a> Scene<'a> {
    /// - `at`: the start of the hour looked at
    /// - `past`: what was learnt when an earlier hour of the same story was looked at
    /// - cost: O(hours in the last 14 days), or O(hours since the last one looked at) within a day
    pub fn of(story: &'a StoryHours, at: Time, policy: &Policy, past: &mut Option<OwnPast>) -> Self {
        let hours = story.until(at);
        let recent_from = at.ms() - (i64::from(policy.recent_hours()) - 1) * HOUR_MS;
        Scene {
            hours,
            at,
            k: policy.k,
            recent_hours: policy.recent_hours(),
            recent: recent(hours, recent_from),
            voices_so_far: story.voices_so_far(at),
            surge: against_own_past(hours, at.ms(), past),
        }
    }
}

fn recent(hours: &[StoryHour], from: i64) -> Recent {
    let (before, within) = hours.split_at(hours.partition_point(|hour| hour.at < from));
    let start = before.last().copied().unwrap_or_default();
    let end = within.last().copied().unwrap_or(start);
    let mut sum = Recent {
        voices: Voices::counted(end.voices_so_far.count().saturating_sub(start.voices_so_far.count())),
        sources: end.sources_so_far.saturating_sub(start.sources_so_far),
        places: end.places_so_far.saturating_sub(start.places_so_far),
        ..Recent::default()
    };
    for hour in within {
        sum.voices = sum.voices.max(hour.voices);
        sum.items += hour.items;
        sum.negative += hour.negative;
        sum.danger += hour.danger;
        sum.press += hour.press;
    }
    sum
}

/// The detector after a story's hours, silent ones included. Its past begins with a day, so that all hours of one day
/// are judged in one passage over it.
pub struct OwnPast {
    from: i64,
    /// The hour that it has not seen yet.
    next: i64,
    detector: Surge,
    score: Score,
}

/// The score of an hour against those before it.
fn against_own_past(hours: &[StoryHour], at: i64, past: &mut Option<OwnPast>) -> Score {
    let first = hours.first().map_or(at, |hour| hour.at) - SILENCE_HOURS * HOUR_MS;
    let from = first.max(at.div_euclid(DAY_MS) * DAY_MS - PAST_DAYS * DAY_MS);
    let known = past.take().filter(|past| past.from == from && past.next <= at);
    let past = past.insert(known.unwrap_or_else(|| OwnPast {
        from,
        next: from,
        detector: Surge::new(60.0),
        score: Score::default(),
    }));
    let mut left = &hours[hours.partition_point(|hour| hour.at < past.next)..];
    while past.next <= at {
        let voices = match left.split_first() {
            Some((hour, rest)) if hour.at <= past.next => {
                left = rest;
                hour.voices.count()
            }
            _ => 0,
        };
        past.score = past.detector.push(f64::from(voices), past.next / 60_000);
        past.next += HOUR_MS;
    }
    past.score
}
