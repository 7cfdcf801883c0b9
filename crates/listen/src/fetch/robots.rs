//! Robots rules of the hosts that were asked, kept for a day.

use super::{Failure, Fetched};
use crate::limits::{ROBOTS_FAILURE_KEPT, ROBOTS_KEPT, Reason};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use texting_robots::Robot;

#[derive(Default)]
pub(super) struct Robots(Mutex<HashMap<String, (Instant, Arc<Rules>)>>);

/// What a host lets us read. Its source is RFC 9309.
pub(super) enum Rules {
    /// It has no robots file.
    All,
    Some(Box<Robot>),
    /// It could not be asked, so it is left alone for a while; the reason is the one to report.
    Unasked(Reason),
}

impl Rules {
    /// - returns: the pause that the file asks for between two requests
    pub fn pause(&self, url: &str) -> Result<Duration, Reason> {
        match self {
            Rules::All => Ok(Duration::ZERO),
            Rules::Unasked(reason) => Err(*reason),
            Rules::Some(robot) if !robot.allowed(url) => Err(Reason::RobotsRefused),
            Rules::Some(robot) => {
                let seconds = robot.delay.unwrap_or(0.0).max(0.0);
                Ok(Duration::try_from_secs_f32(seconds).unwrap_or(crate::limits::HOST_PAUSE_MAX))
            }
        }
    }
}

impl Robots {
    pub fn known(&self, origin: &str) -> Option<Arc<Rules>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(origin).filter(|(until, _)| Instant::now() < *until).map(|(_, rules)| rules.clone())
    }

    pub fn learn(&self, origin: &str, agent: &str, answer: Result<Fetched, Failure>) -> Arc<Rules> {
        // Robots files name us without our version.
        let agent = agent.split(['/', ' ']).next().unwrap_or(agent);
        let rules = match answer {
            Ok(Fetched::Body(body)) => match Robot::new(agent, &body.bytes) {
                Ok(robot) => Rules::Some(Box::new(robot)),
                Err(_) => Rules::All,
            },
            Ok(Fetched::Unchanged) => Rules::All,
            // Any status of the client's fault means that there are no rules; one of the server's, that it may have some.
            Err(failure) if failure.reason == Reason::StatusRefused && failure.detail.starts_with('4') => Rules::All,
            Err(failure) => Rules::Unasked(failure.reason),
        };
        let kept = if matches!(rules, Rules::Unasked(_)) { ROBOTS_FAILURE_KEPT } else { ROBOTS_KEPT };
        let rules = Arc::new(rules);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(origin.to_owned(), (Instant::now() + kept, rules.clone()));
        rules
    }
}
