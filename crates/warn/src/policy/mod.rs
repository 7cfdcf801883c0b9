//! The warning policy: a file that the office writes, reads aloud in a meeting, and signs.
//!
//! The program sets no criteria of its own. It ships `policy/default.toml` as a starting point.

mod file;
mod plain;

use model::{Level, Threshold, Voices};
pub use plain::{HOURS_MAX, Plain, Problem, What};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// The policy that stands until an office writes its own.
pub const DEFAULT: &str = include_str!("../../policy/default.toml");

/// A policy that has passed every check.
#[derive(Clone, Debug)]
pub struct Policy {
    pub k: Threshold,
    /// SHA-256 of the file as written, in hex: every alert says under which policy it was raised.
    pub digest: String,
    /// As the office wrote it.
    written: Plain,
    /// As the verdicts have tuned it.
    rules: BTreeMap<String, Bounds>,
}

/// What a level asks for.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    pub score: u32,
    pub voices: u32,
    /// Within how many hours somebody on duty acknowledges it.
    pub acknowledge_hours: u32,
}

/// How much a rule may give, and between which measurements.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    pub weight: u32,
    /// At this measurement the rule gives half of its weight. It may lie above `full` where less is stronger.
    pub from: f64,
    /// From here on it gives all of it.
    pub full: f64,
    /// How many posts or voices the measurement must rest on, for rules that measure a share or an hour.
    #[serde(default)]
    pub least: u32,
}

/// What can be told of a story's hour without its past.
#[derive(Clone, Copy, Default)]
pub struct Glance {
    /// Of the story so far.
    pub voices: Voices,
    /// In the hour.
    pub hour: Voices,
    /// At least as many voices as were new in the hour and the [`Policy::speed_hours`] before it.
    pub gained: u32,
    /// Reports of a danger in the story so far.
    pub danger: u32,
}

/// Why a policy file was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    pub what: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for Fault {}

impl Policy {
    /// Reads a policy file and checks every number in it.
    ///
    /// - errors: the first fault with its line, in words that an office can act on
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let written = file::read(text)?;
        Ok(Policy {
            k: Threshold::new(written.k),
            digest: Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect(),
            rules: written.rules.clone(),
            written,
        })
    }

    /// The numbers as the office wrote them.
    pub fn written(&self) -> &Plain {
        &self.written
    }

    /// The same policy with weights as the verdicts have moved them, never further than it allows.
    ///
    /// - `percent`: of the written weight, by rule; rules that are not named weigh what is written
    #[must_use]
    pub fn tuned(mut self, percent: &BTreeMap<String, u32>) -> Self {
        let most = self.written.tuning_percent;
        for (name, bounds) in &mut self.rules {
            let percent = percent.get(name).copied().unwrap_or(100).clamp(100 - most, 100 + most);
            bounds.weight = (bounds.weight * percent + 50) / 100;
        }
        self
    }

    pub fn recent_hours(&self) -> u32 {
        self.written.recent_hours
    }

    pub fn fall_after_hours(&self) -> u32 {
        self.written.fall_after_hours
    }

    pub fn close_after_hours(&self) -> u32 {
        self.written.close_after_hours
    }

    /// What a level asks for, as the desk explains it.
    pub fn criteria(&self, level: Level) -> Criteria {
        let index =
            Level::ALL.iter().position(|other| *other == level).expect("every level stands in the list of levels");
        self.written.levels[index]
    }

    /// The highest level whose criteria are met.
    pub fn level(&self, score: u32, voices: u32) -> Option<Level> {
        let met = |level: &&Level| {
            let criteria = self.criteria(**level);
            score >= criteria.score && voices >= criteria.voices
        };
        Level::ALL.iter().rev().find(met).copied()
    }

    /// The bounds of a rule, unless the office switched it off or left it out.
    pub fn bounds(&self, rule: &str) -> Option<&Bounds> {
        self.rules.get(rule).filter(|bounds| bounds.weight > 0)
    }

    /// Whether a reason by this rule is one on which an alert may rise.
    pub fn rises_on(&self, rule: &str) -> bool {
        self.written.rises_on.iter().any(|name| name == rule)
    }

    /// Within how many hours the rules on speed look, beside the hour itself.
    pub fn speed_hours(&self) -> u32 {
        self.bounds("speed").map_or(0, |bounds| bounds.from.max(bounds.full) as u32)
    }

    /// Whether an hour can raise an alert at all, told from counts at hand. Most hours of most stories cannot, and looking at
    /// a story's whole past for each of them would cost more than everything else that is done with a post.
    ///
    /// - returns: false only where [`watch`](crate::watch) would raise nothing
    pub fn may_rise(&self, glance: &Glance) -> bool {
        let may = |rule: &str| match (rule, self.bounds(rule)) {
            (_, None) => false,
            ("surge", Some(bounds)) => glance.hour.count() >= bounds.least,
            // Voices that doubled came in the hours in which they doubled.
            ("speed", Some(_)) => 2 * glance.gained >= glance.voices.count(),
            ("danger", Some(bounds)) => f64::from(glance.danger) >= bounds.from.min(bounds.full),
            _ => true,
        };
        glance.voices.reaches(self.k) && self.written.rises_on.iter().any(|rule| may(rule))
    }
}

impl Default for Policy {
    fn default() -> Self {
        Policy::parse(DEFAULT).expect("the policy that ships with the program passes its own checks")
    }
}

impl Bounds {
    /// - `measured`: on the same scale as `from` and `full`
    /// - returns: nothing short of `from`; half of the weight there, all of it from `full` on
    pub fn weigh(&self, measured: f64) -> Option<u32> {
        let way = (measured - self.from) / (self.full - self.from);
        let weight = f64::from(self.weight) * (0.5 + 0.5 * way.min(1.0));
        (way >= 0.0).then_some(weight.round() as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_of(text: &str, byte: usize) -> usize {
        text[..byte].matches('\n').count() + 1
    }

    fn refused(old: &str, new: &str) -> String {
        assert!(DEFAULT.contains(old), "the default policy says {old}");
        Policy::parse(&DEFAULT.replacen(old, new, 1)).expect_err("the policy is refused").to_string()
    }

    #[test]
    fn a_fault_is_named_with_its_line() {
        let line = |needle: &str| line_of(DEFAULT, DEFAULT.find(needle).expect("it stands there"));
        let k = line("k = 10");
        assert_eq!(refused("k = 10", "k = 4"), format!("line {k}: k is 4, but may never be under 5"));
        let danger = line("[\"surge\"");
        assert!(
            refused("\"danger\"]", "\"peril\"]").starts_with(&format!("line {danger}: there is no rule named peril"))
        );
        let orange = line("[levels.orange]");
        assert_eq!(
            refused("score = 55", "score = 30"),
            format!("line {orange}: orange must ask for a higher score than yellow, and for no fewer voices")
        );
        assert!(refused("weight = 25", "weight = heavy").starts_with("line "));
        assert!(refused("least = 10", "lest = 10").contains("lest"));
        assert!(refused("full = 5\n", "full = 2\n").contains("places"));
    }

    #[test]
    fn another_policy_has_another_digest() {
        let stricter = Policy::parse(&DEFAULT.replace("score = 55", "score = 50")).expect("it parses");
        assert_ne!(stricter.digest, Policy::default().digest);
        assert_eq!(Policy::default().digest.len(), 64);
    }

    #[test]
    fn what_a_form_reads_is_what_it_printed() {
        let plain = Policy::default().written().clone();
        let fields: BTreeMap<String, String> = plain.fields().into_iter().collect();
        let read = Plain::read(|place| fields.get(place).cloned().unwrap_or_default()).expect("all are numbers");
        assert_eq!(read, plain);
        let again = Policy::parse(&read.write()).expect("what it writes can be read");
        assert_eq!(again.written(), &plain);
        let empty = Plain::read(|_| String::new()).expect_err("nothing is no number");
        assert!(empty.iter().any(|problem| problem.place == "levels.red.voices"));
    }

    #[test]
    fn every_problem_of_a_form_is_named_at_its_place() {
        let mut plain = Policy::default().written().clone();
        plain.k = 4;
        plain.levels[2].score = plain.levels[1].score;
        plain.rules.insert("surge".to_owned(), Bounds { weight: 101, from: 1.0, full: 1.0, least: 0 });
        let places: Vec<String> = plain.problems().into_iter().map(|problem| problem.place).collect();
        assert_eq!(places, ["k", "levels.orange.score", "rules.surge.weight", "rules.surge.full"]);
    }

    #[test]
    fn verdicts_move_a_weight_no_further_than_the_policy_allows() {
        let weight = |percent: u32| {
            let tuned = Policy::default().tuned(&BTreeMap::from([("surge".to_owned(), percent)]));
            (tuned.bounds("surge").expect("it is on").weight, tuned.bounds("speed").expect("it is on").weight)
        };
        assert_eq!([weight(100), weight(90), weight(10), weight(900)], [(30, 25), (27, 25), (24, 25), (36, 25)]);
    }

    #[test]
    fn a_rule_gives_half_at_from_and_all_at_full() {
        let faster = Bounds { weight: 20, from: 6.0, full: 1.0, least: 0 };
        assert_eq!(faster.weigh(7.0), None);
        assert_eq!(faster.weigh(6.0), Some(10));
        assert_eq!(faster.weigh(1.0), Some(20));
        assert_eq!(faster.weigh(0.1), Some(20));
    }
}
