//! The account afterwards: what was owed, when it was given, and how far the one lay from the other.

use crate::clock::{Measure, State, paused_ms};
use crate::room::Room;
use crate::rules::Step;
use model::Time;

/// One duty against its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub step: Step,
    pub name_zh: String,
    pub name_en: String,
    pub citation_zh: String,
    pub citation_en: String,
    pub started: Time,
    pub deadline: Time,
    pub met: Option<Time>,
    pub state: State,
    /// How long it stood still, and why.
    pub paused_ms: i64,
    pub reasons: Vec<String>,
}

/// The duties of a room against their times, in the order in which they ended or will end.
pub fn account(room: &Room, measure: Measure<'_>, now: Time) -> Vec<Answered> {
    let mut answered: Vec<Answered> = room
        .clocks
        .iter()
        .map(|clock| {
            let until = clock.met.as_ref().map(|met| met.at).or(clock.stopped).unwrap_or(now);
            Answered {
                step: clock.step,
                name_zh: clock.name_zh.clone(),
                name_en: clock.name_en.clone(),
                citation_zh: clock.citation_zh.clone(),
                citation_en: clock.citation_en.clone(),
                started: clock.started,
                deadline: clock.deadline(measure, now).at,
                met: clock.met.as_ref().map(|met| met.at),
                state: clock.state(measure, now),
                paused_ms: paused_ms(&clock.pauses(), clock.started, until),
                reasons: clock.stood.iter().map(|stood| stood.reason.clone()).collect(),
            }
        })
        .collect();
    answered.sort_by_key(|one| (one.deadline, one.started));
    answered
}
