//! One story's alert over time: when it is raised, climbs, falls and closes.
//!
//! An alert rises at once and falls slowly: a desk that is called back from a false calm loses more than one that
//! waits a few hours. Everything here depends on the hours alone and never on when they are looked at, so an import
//! that replays a month gives the alerts that the month would have given.

use crate::policy::Policy;
use crate::rules::{Reason, reasons};
use crate::scene::{OwnPast, Scene, StoryHours};
use model::{AlertId, HOUR_MS, Level, StoryId, Time};
use sha2::{Digest as _, Sha256};

/// The alert of a story; a story has at most one, which can be raised again after it closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    pub id: AlertId,
    pub story: StoryId,
    /// Where it stands, or stood when it closed.
    pub level: Level,
    /// The highest level since it was last raised.
    pub level_peak: Level,
    /// The hour in which it was last raised.
    pub raised: Time,
    /// The hour of its last step.
    pub changed: Time,
    pub closed: Option<Time>,
    /// The last hour in which the criteria of its level were met.
    pub held: Time,
    /// The last hour it was looked at; earlier ones are never judged again.
    pub seen: Time,
    pub step_count: u32,
    /// The policy under which it last changed.
    pub policy_digest: String,
}

/// One change of an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub at: Time,
    /// Nothing when it closed.
    pub level: Option<Level>,
    /// By falling weight.
    pub reasons: Vec<Reason>,
}

/// The alert as it now stands, and what happened to it on the way; often no step at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub alert: Alert,
    pub steps: Vec<Step>,
    /// The highest level it rose to in these steps, if it rose: what someone on duty should hear of.
    pub rose_to: Option<Level>,
}

impl Alert {
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}

/// Looks at a story's hours in order, and carries its alert through them.
///
/// - `alert`: as the last look left it
/// - `since`: the first hour in which something new was heard; `until`: now
/// - returns: nothing if there is no alert, or nothing about it changed
/// - cost: O(hours in 14 days) for each day with an hour that has posts, or in which an alert is open
pub fn watch(story: &StoryHours, policy: &Policy, alert: Option<&Alert>, since: Time, until: Time) -> Option<Outcome> {
    let mut now = alert.cloned();
    let mut steps = Vec::new();
    let mut rose_to = None;
    let mut past = None;
    let from = alert.map_or(since, |alert| if alert.is_open() { alert.seen } else { alert.seen.max(since) });
    let mut at = from.hour();
    while at <= until {
        // While an alert is open silence counts too; otherwise only an hour with posts can raise one.
        if !now.as_ref().is_some_and(Alert::is_open) {
            let Some(next) = story.hours.iter().find(|hour| hour.at >= at.ms() && hour.at <= until.ms()) else { break };
            at = Time::from_ms(next.at);
        }
        let stood = now.as_ref().filter(|alert| alert.is_open()).map(|alert| alert.level);
        if let Some(step) = look(story, policy, &mut now, at, &mut past) {
            if step.level > stood {
                rose_to = rose_to.max(step.level);
            }
            steps.push(step);
        }
        at = at.plus_hours(1);
    }
    now.filter(|now| Some(now) != alert).map(|alert| Outcome { alert, steps, rose_to })
}

/// Closes the alert of a story that turned out to be part of another, which is watched on.
///
/// - returns: nothing if it was closed already
pub fn join(alert: &Alert, policy: &Policy, at: Time) -> Option<Outcome> {
    let mut alert = Some(alert).filter(|alert| alert.is_open())?.clone();
    take(&mut alert, None, at, policy);
    Some(Outcome { alert, steps: vec![Step { at, level: None, reasons: Vec::new() }], rose_to: None })
}

/// Judges one hour.
fn look(
    story: &StoryHours,
    policy: &Policy,
    alert: &mut Option<Alert>,
    at: Time,
    past: &mut Option<OwnPast>,
) -> Option<Step> {
    let open = alert.as_mut().filter(|alert| alert.is_open());
    let voices = story.voices_so_far(at);
    // The promise comes before every rule: under k nothing warns.
    if open.is_none() && !voices.reaches(policy.k) {
        return None;
    }
    let reasons = reasons(&Scene::of(story, at, policy, past), policy);
    let score = reasons.iter().map(|reason| reason.weight).sum();
    let met = policy.level(score, voices.count()).filter(|_| voices.reaches(policy.k));
    let rising = met.filter(|_| reasons.iter().any(|reason| policy.rises_on(&reason.rule)));
    let level = match open {
        Some(alert) => {
            alert.seen = at;
            let level = next_level(alert, policy, met, rising, at);
            if met.is_some_and(|met| met >= alert.level) {
                alert.held = at;
            }
            level?
        }
        None => Some(rising?),
    };
    let alert = match alert {
        Some(alert) => alert,
        none => none.insert(Alert {
            id: id_of(&story.story, at),
            story: story.story.clone(),
            level: Level::Blue,
            level_peak: Level::Blue,
            raised: at,
            changed: at,
            // It counts as closed until the step below opens it.
            closed: Some(at),
            held: at,
            seen: at,
            step_count: 0,
            policy_digest: String::new(),
        }),
    };
    take(alert, level, at, policy);
    Some(Step { at, level, reasons: if level.is_some() { reasons } else { Vec::new() } })
}

/// - returns: nothing to stay, a level to move to, or no level to close
fn next_level(
    alert: &Alert,
    policy: &Policy,
    met: Option<Level>,
    rising: Option<Level>,
    at: Time,
) -> Option<Option<Level>> {
    if rising > Some(alert.level) {
        return Some(rising);
    }
    let quiet_hours = at.since(alert.held) / HOUR_MS;
    if met >= Some(alert.level) {
        None
    } else if alert.level > Level::Blue {
        (quiet_hours >= i64::from(policy.fall_after_hours())).then(|| met.or(Some(Level::Blue)))
    } else {
        (quiet_hours >= i64::from(policy.close_after_hours())).then_some(None)
    }
}

fn take(alert: &mut Alert, level: Option<Level>, at: Time, policy: &Policy) {
    match level {
        Some(level) => {
            let is_raised = !alert.is_open();
            if is_raised {
                alert.raised = at;
                alert.closed = None;
            }
            alert.level_peak = if is_raised { level } else { alert.level_peak.max(level) };
            alert.level = level;
            alert.held = at;
        }
        None => alert.closed = Some(at),
    }
    alert.changed = at;
    alert.seen = at;
    alert.step_count += 1;
    alert.policy_digest.clone_from(&policy.digest);
}

/// The same story raised in the same hour is the same alert, on every machine and in every replay.
fn id_of(story: &StoryId, raised: Time) -> AlertId {
    let digest = Sha256::digest(format!("alert\n{story}\n{}", raised.ms()).as_bytes());
    AlertId::new(digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Glance;
    use crate::scene::StoryHour;
    use model::Voices;

    const START: i64 = 1_760_000_400_000 / HOUR_MS * HOUR_MS;

    fn hour(index: usize) -> Time {
        Time::from_ms(START + index as i64 * HOUR_MS)
    }

    /// A story whose hours bring so many new voices each; each voice posts once, and silent hours are left out.
    fn story(voices: &[u32]) -> StoryHours {
        let mut so_far = 0;
        let mut hours = Vec::new();
        for (index, &count) in voices.iter().enumerate().filter(|(_, count)| **count > 0) {
            so_far += count;
            hours.push(StoryHour {
                at: hour(index).ms(),
                voices: Voices::counted(count),
                voices_so_far: Voices::counted(so_far),
                items: count,
                sources_so_far: 1,
                places_so_far: 1,
                ..StoryHour::default()
            });
        }
        StoryHours { story: StoryId::new("s"), voices: Voices::counted(so_far), hours }
    }

    fn replay(story: &StoryHours, until: usize) -> Option<Outcome> {
        watch(story, &Policy::default(), None, hour(0), hour(until))
    }

    /// The steps as `hour:level`, so that a test reads like a log.
    fn log(outcome: Option<&Outcome>) -> String {
        let step =
            |step: &Step| format!("{}:{}", step.at.since(hour(0)) / HOUR_MS, step.level.map_or("closed", Level::code));
        outcome.map_or(String::new(), |outcome| outcome.steps.iter().map(step).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn a_rumour_climbs_from_blue_to_orange() {
        let outcome = replay(&story(&[3, 5, 9, 20, 60]), 4).expect("it warns");
        assert_eq!(log(Some(&outcome)), "2:blue 3:yellow 4:orange");
        let strongest = &outcome.steps[2].reasons[0];
        assert_eq!((strongest.rule.as_str(), strongest.numbers["voices"]), ("surge", 60));
        assert_eq!(outcome.rose_to, Some(Level::Orange));
    }

    #[test]
    fn k_minus_one_voices_never_warn_whatever_else_is_true() {
        let mut rumour = story(&[1, 3, 5]);
        for hour in &mut rumour.hours {
            (hour.items, hour.negative, hour.danger, hour.press) = (500, 500, 500, 50);
            (hour.sources_so_far, hour.places_so_far) = (40, 9);
        }
        assert_eq!(replay(&rumour, 100), None);
        // Not even where the hours, in which a voice may speak again, add up to more.
        rumour.hours[2].voices_so_far = Voices::counted(14);
        assert_eq!(replay(&rumour, 100), None);
        rumour.voices = Voices::counted(10);
        assert!(replay(&rumour, 100).is_some());
    }

    #[test]
    fn no_reason_holds_a_number_under_k() {
        let mut rumour = story(&[3, 5, 9, 20, 60]);
        rumour.hours.iter_mut().for_each(|hour| (hour.negative, hour.danger) = (hour.items / 2, 1));
        let outcome = replay(&rumour, 4).expect("it warns");
        let hidden = ["voices", "usual", "before", "now", "negative", "danger", "items"];
        for reason in outcome.steps.iter().flat_map(|step| &step.reasons) {
            for name in hidden {
                let number = reason.numbers.get(name).copied().unwrap_or_default();
                assert!(number == 0 || number >= 10, "{} shows {name} {number}", reason.rule);
            }
        }
    }

    #[test]
    fn a_daily_rhythm_does_not_warn() {
        let day = [2, 1, 0, 0, 1, 3, 8, 20, 35, 40, 38, 36, 42, 39, 35, 34, 36, 40, 45, 50, 44, 30, 15, 6];
        let wobble = |index: usize, count: u32| count + (index as u32 * 7 % 5) * count / 20;
        let voices: Vec<u32> = (0..14 * 24).map(|index| wobble(index, day[index % 24])).collect();
        let rhythm = story(&voices);
        // Its first day is news, and may warn.
        let later = watch(&rhythm, &Policy::default(), None, hour(48), hour(voices.len()));
        assert_eq!(log(later.as_ref()), "");
    }

    #[test]
    fn it_falls_after_quiet_and_closes_after_long_quiet() {
        let outcome = replay(&story(&[3, 5, 9, 20, 60]), 200).expect("it warns");
        assert_eq!(log(Some(&outcome)), "2:blue 3:yellow 4:orange 10:blue 34:closed");
        assert_eq!((outcome.alert.level_peak, outcome.alert.closed), (Level::Orange, Some(hour(34))));
    }

    #[test]
    fn an_hour_that_raises_an_alert_never_looks_as_if_it_could_not() {
        let policy = Policy::default();
        let mut random = 7_u64;
        let mut next = |below: u64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) % below
        };
        let (mut raised, mut passed_over) = (0, 0);
        for _ in 0..2_000 {
            let top = 1 + next(40);
            let mut story = story(&(0..60).map(|_| next(top).saturating_sub(next(top)) as u32).collect::<Vec<_>>());
            for hour in &mut story.hours {
                hour.danger = u32::from(next(9) == 0).min(hour.items);
                hour.sources_so_far += next(4) as u32;
            }
            let mut danger = 0;
            for index in 0..story.hours.len() {
                let at = Time::from_ms(story.hours[index].at);
                let known = StoryHours { hours: story.hours[..=index].to_vec(), ..story.clone() };
                let since = at.plus_hours(-i64::from(policy.speed_hours()));
                let gained =
                    known.hours.iter().filter(|hour| hour.at >= since.ms()).map(|hour| hour.voices.count()).sum();
                danger += story.hours[index].danger;
                let glance =
                    Glance { voices: known.voices_so_far(at), hour: story.hours[index].voices, gained, danger };
                if watch(&known, &policy, None, at, at).is_some() {
                    raised += 1;
                    assert!(policy.may_rise(&glance), "{gained} gained, {danger} dangers");
                } else {
                    passed_over += usize::from(!policy.may_rise(&glance));
                }
            }
        }
        assert!(raised > 1_000 && passed_over > 10_000, "{raised} raised, {passed_over} passed over");
    }

    #[test]
    fn looking_every_hour_or_once_in_the_end_gives_the_same() {
        let rumour = story(&[3, 5, 9, 20, 60, 40, 0, 0, 5, 2, 0, 0, 0, 0, 30, 90, 10]);
        let at_once = replay(&rumour, 120).expect("it warns");
        let (mut alert, mut steps) = (None, Vec::new());
        for index in 0..=120 {
            let known = StoryHours { hours: rumour.until(hour(index)).to_vec(), ..rumour.clone() };
            if let Some(outcome) = watch(&known, &Policy::default(), alert.as_ref(), hour(index), hour(index)) {
                alert = Some(outcome.alert);
                steps.extend(outcome.steps);
            }
        }
        assert_eq!(steps, at_once.steps);
        assert_eq!(alert.as_ref(), Some(&at_once.alert));
        // And looking again at what is known changes nothing.
        assert_eq!(watch(&rumour, &Policy::default(), alert.as_ref(), hour(0), hour(120)), None);
    }

    #[test]
    fn a_story_that_comes_back_raises_its_own_alert_again() {
        let mut voices = vec![3, 5, 9, 20, 60];
        voices.resize(80, 0);
        voices.extend([30, 90, 200]);
        let outcome = replay(&story(&voices), 82).expect("it warns");
        assert!(outcome.alert.is_open());
        assert_eq!(outcome.alert.id, replay(&story(&[3, 5, 9, 20, 60]), 4).expect("it warns").alert.id);
        assert!(outcome.alert.raised >= hour(80));
    }
}
