//! The warning policy: a file that the office writes, reads aloud in a meeting, and signs.
//!
//! The program sets no criteria of its own. It ships `policy/default.toml` as a starting point.

use crate::rules::RULES;
use model::{K_MIN, Level, Threshold, Voices};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use toml::Spanned;

/// The policy that stands until an office writes its own.
pub const DEFAULT: &str = include_str!("../policy/default.toml");

const HOURS_MAX: u32 = 14 * 24;
const WEIGHT_MAX: u32 = 100;

/// A policy that has passed every check.
#[derive(Clone, Debug)]
pub struct Policy {
    pub k: Threshold,
    pub recent_hours: u32,
    pub fall_after_hours: u32,
    pub close_after_hours: u32,
    /// SHA-256 of the file as written, in hex: every alert says under which policy it was raised.
    pub digest: String,
    rises_on: Vec<String>,
    /// Lowest first.
    levels: Vec<Criteria>,
    rules: BTreeMap<String, Bounds>,
}

/// What a level asks for.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    pub score: u32,
    pub voices: u32,
    /// Within how many hours somebody on duty acknowledges it.
    pub acknowledge_hours: u32,
}

/// How much a rule may give, and between which measurements.
#[derive(Clone, Copy, Debug, Deserialize)]
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
        let file: File = toml::from_str(text).map_err(|error| Fault {
            line: error.span().map_or(1, |span| line_of(text, span.start)),
            what: error.message().to_owned(),
        })?;
        file.check(text)?;
        let Levels { blue, yellow, orange, red } = file.levels;
        Ok(Policy {
            k: Threshold::new(file.k.into_inner()),
            recent_hours: file.recent_hours.into_inner(),
            fall_after_hours: file.fall_after_hours.into_inner(),
            close_after_hours: file.close_after_hours.into_inner(),
            digest: Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect(),
            rises_on: file.rises_on.into_iter().map(Spanned::into_inner).collect(),
            levels: [blue, yellow, orange, red].map(Spanned::into_inner).to_vec(),
            rules: file.rules.into_iter().map(|(name, bounds)| (name.into_inner(), bounds.into_inner())).collect(),
        })
    }

    /// What a level asks for, as the desk explains it.
    pub fn criteria(&self, level: Level) -> Criteria {
        let index =
            Level::ALL.iter().position(|other| *other == level).expect("every level stands in the list of levels");
        self.levels[index]
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
        self.rises_on.iter().any(|name| name == rule)
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
        glance.voices.reaches(self.k) && self.rises_on.iter().any(|rule| may(rule))
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

/// The file as written; the spans let a fault name its line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    k: Spanned<u32>,
    recent_hours: Spanned<u32>,
    rises_on: Vec<Spanned<String>>,
    fall_after_hours: Spanned<u32>,
    close_after_hours: Spanned<u32>,
    levels: Levels,
    rules: BTreeMap<Spanned<String>, Spanned<Bounds>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Levels {
    blue: Spanned<Criteria>,
    yellow: Spanned<Criteria>,
    orange: Spanned<Criteria>,
    red: Spanned<Criteria>,
}

impl File {
    fn check(&self, text: &str) -> Result<(), Fault> {
        let fault = |at: usize, what: String| Err(Fault { line: line_of(text, at), what });
        if *self.k.get_ref() < K_MIN {
            return fault(self.k.span().start, format!("k is {}, but may never be under {K_MIN}", self.k.get_ref()));
        }
        let hours = [
            ("recent_hours", &self.recent_hours),
            ("fall_after_hours", &self.fall_after_hours),
            ("close_after_hours", &self.close_after_hours),
        ];
        for (name, value) in hours {
            if !(1..=HOURS_MAX).contains(value.get_ref()) {
                let what = format!("{name} is {}, but must lie between 1 and {HOURS_MAX}", value.get_ref());
                return fault(value.span().start, what);
            }
        }
        let levels = [&self.levels.blue, &self.levels.yellow, &self.levels.orange, &self.levels.red];
        for (index, pair) in levels.windows(2).enumerate() {
            let (lower, higher) = (pair[0].get_ref(), pair[1].get_ref());
            if higher.score <= lower.score || higher.voices < lower.voices {
                let (name, below) = (Level::ALL[index + 1].code(), Level::ALL[index].code());
                let what = format!("{name} must ask for a higher score than {below}, and for no fewer voices");
                return fault(pair[1].span().start, what);
            }
        }
        for level in levels {
            if !(1..=HOURS_MAX).contains(&level.get_ref().acknowledge_hours) {
                return fault(level.span().start, format!("acknowledge_hours must lie between 1 and {HOURS_MAX}"));
            }
        }
        if levels[0].get_ref().score == 0 {
            return fault(levels[0].span().start, "blue must ask for a score above 0".to_owned());
        }
        for (name, bounds) in &self.rules {
            if RULES.iter().all(|rule| rule.name != name.get_ref()) {
                return fault(name.span().start, unknown_rule(name.get_ref()));
            }
            let Bounds { weight, from, full, .. } = bounds.get_ref();
            let at = bounds.span().start;
            if *weight > WEIGHT_MAX {
                return fault(at, format!("the weight of {} is {weight}, but at most {WEIGHT_MAX}", name.get_ref()));
            }
            if !(from.is_finite() && full.is_finite() && *from > 0.0 && *full > 0.0 && from != full) {
                let what = format!("`from` and `full` of {} must be two different numbers above 0", name.get_ref());
                return fault(at, what);
            }
        }
        for name in &self.rises_on {
            if RULES.iter().all(|rule| rule.name != name.get_ref()) {
                return fault(name.span().start, unknown_rule(name.get_ref()));
            }
        }
        Ok(())
    }
}

fn unknown_rule(name: &str) -> String {
    let known: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    format!("there is no rule named {name}; the rules are {}", known.join(", "))
}

fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_rule_gives_half_at_from_and_all_at_full() {
        let faster = Bounds { weight: 20, from: 6.0, full: 1.0, least: 0 };
        assert_eq!(faster.weigh(7.0), None);
        assert_eq!(faster.weigh(6.0), Some(10));
        assert_eq!(faster.weigh(1.0), Some(20));
        assert_eq!(faster.weigh(0.1), Some(20));
    }
}
