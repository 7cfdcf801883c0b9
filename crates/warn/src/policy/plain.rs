//! A policy as plain numbers, before anything has been checked: what a file or a form holds.

use super::{Bounds, Criteria};
use crate::rules::RULES;
use model::{K_MIN, Level};
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub const HOURS_MAX: u32 = 14 * 24;
pub const WEIGHT_MAX: u32 = 100;
/// How far verdicts may move a weight at most, in percent of what is written.
pub const TUNING_PERCENT_MAX: u32 = 50;

#[derive(Clone, Debug, PartialEq)]
pub struct Plain {
    pub k: u32,
    pub recent_hours: u32,
    pub fall_after_hours: u32,
    pub close_after_hours: u32,
    pub tuning_percent: u32,
    pub rises_on: Vec<String>,
    /// Lowest first.
    pub levels: [Criteria; 4],
    pub rules: BTreeMap<String, Bounds>,
}

/// One thing that is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Such as `levels.orange.score`, `rules.surge.from` or `rises_on.2`: where it stands in a file and in a form.
    pub place: String,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Nothing may ask for fewer voices than this in all.
    KUnderLeast(u32),
    /// Hours lie between 1 and 336.
    Hours,
    /// A level asks for a higher score than the one below it, and for no fewer voices.
    LevelOrder {
        level: Level,
        below: Level,
    },
    /// Even the lowest level asks for a score.
    ScoreZero,
    RuleUnknown(String),
    Weight,
    /// `from` and `full` are two different numbers above 0.
    Bounds,
    Tuning,
    /// It is no number.
    Number,
}

impl What {
    /// Its words in `locales/`.
    pub const fn key(&self) -> &'static str {
        match self {
            What::KUnderLeast(_) => "policy-problem-k",
            What::Hours => "policy-problem-hours",
            What::LevelOrder { .. } => "policy-problem-order",
            What::ScoreZero => "policy-problem-score",
            What::RuleUnknown(_) => "policy-problem-rule",
            What::Weight => "policy-problem-weight",
            What::Bounds => "policy-problem-bounds",
            What::Tuning => "policy-problem-tuning",
            What::Number => "policy-problem-number",
        }
    }
}

/// For whoever edits a file; a page has its own words, see [`What::key`].
impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = &self.place;
        match &self.what {
            What::KUnderLeast(k) => write!(f, "k is {k}, but may never be under {K_MIN}"),
            What::Hours => write!(f, "{place} must lie between 1 and {HOURS_MAX}"),
            What::LevelOrder { level, below } => {
                let (name, below) = (level.code(), below.code());
                write!(f, "{name} must ask for a higher score than {below}, and for no fewer voices")
            }
            What::ScoreZero => f.write_str("blue must ask for a score above 0"),
            What::RuleUnknown(name) => {
                let known: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
                write!(f, "there is no rule named {name}; the rules are {}", known.join(", "))
            }
            What::Weight => write!(f, "{place} is over {WEIGHT_MAX}"),
            What::Bounds => {
                let rule = place.split('.').nth(1).unwrap_or_default();
                write!(f, "`from` and `full` of {rule} must be two different numbers above 0")
            }
            What::Tuning => write!(f, "{place} must lie between 0 and {TUNING_PERCENT_MAX}"),
            What::Number => write!(f, "{place} is no number"),
        }
    }
}

impl Plain {
    /// Everything that is wrong with it, in the order in which it is written.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut found = |place: String, what: What| problems.push(Problem { place, what });
        if self.k < K_MIN {
            found("k".to_owned(), What::KUnderLeast(self.k));
        }
        let is_hours = |hours: u32| (1..=HOURS_MAX).contains(&hours);
        let hours = [
            ("recent_hours", self.recent_hours),
            ("fall_after_hours", self.fall_after_hours),
            ("close_after_hours", self.close_after_hours),
        ];
        for (name, _) in hours.iter().filter(|(_, value)| !is_hours(*value)) {
            found((*name).to_owned(), What::Hours);
        }
        if self.tuning_percent > TUNING_PERCENT_MAX {
            found("tuning_percent".to_owned(), What::Tuning);
        }
        for (index, name) in self.rises_on.iter().enumerate() {
            if !is_rule(name) {
                found(format!("rises_on.{index}"), What::RuleUnknown(name.clone()));
            }
        }
        if self.levels[0].score == 0 {
            found("levels.blue.score".to_owned(), What::ScoreZero);
        }
        for (index, level) in Level::ALL.iter().enumerate() {
            let criteria = self.levels[index];
            if !is_hours(criteria.acknowledge_hours) {
                found(format!("levels.{}.acknowledge_hours", level.code()), What::Hours);
            }
            let below = index.checked_sub(1).map(|below| (Level::ALL[below], self.levels[below]));
            let Some((below, lower)) = below else { continue };
            let what = What::LevelOrder { level: *level, below };
            if criteria.score <= lower.score {
                found(format!("levels.{}.score", level.code()), what);
            } else if criteria.voices < lower.voices {
                found(format!("levels.{}.voices", level.code()), what);
            }
        }
        for (name, Bounds { weight, from, full, .. }) in &self.rules {
            if !is_rule(name) {
                found(format!("rules.{name}"), What::RuleUnknown(name.clone()));
            }
            if *weight > WEIGHT_MAX {
                found(format!("rules.{name}.weight"), What::Weight);
            }
            if !(from.is_finite() && full.is_finite() && *from > 0.0 && *full > 0.0 && from != full) {
                found(format!("rules.{name}.full"), What::Bounds);
            }
        }
        problems
    }

    /// Writes it as a file, always in the same form, so that the same numbers have the same digest.
    pub fn write(&self) -> String {
        let mut text = String::new();
        let mut line = |words: std::fmt::Arguments<'_>| {
            text.write_fmt(words).expect("memory takes it");
            text.push('\n');
        };
        line(format_args!("k = {}", self.k));
        line(format_args!("recent_hours = {}", self.recent_hours));
        let rises: Vec<String> = self.rises_on.iter().map(|name| format!("\"{name}\"")).collect();
        line(format_args!("rises_on = [{}]", rises.join(", ")));
        line(format_args!("fall_after_hours = {}", self.fall_after_hours));
        line(format_args!("close_after_hours = {}", self.close_after_hours));
        line(format_args!("tuning_percent = {}", self.tuning_percent));
        for (level, criteria) in Level::ALL.iter().zip(&self.levels) {
            line(format_args!("\n[levels.{}]", level.code()));
            line(format_args!("score = {}", criteria.score));
            line(format_args!("voices = {}", criteria.voices));
            line(format_args!("acknowledge_hours = {}", criteria.acknowledge_hours));
        }
        for rule in RULES {
            let Some(bounds) = self.rules.get(rule.name) else { continue };
            line(format_args!("\n[rules.{}]", rule.name));
            line(format_args!("weight = {}", bounds.weight));
            line(format_args!("from = {:?}", bounds.from));
            line(format_args!("full = {:?}", bounds.full));
            line(format_args!("least = {}", bounds.least));
        }
        text
    }

    /// Its numbers by the places that problems name, as a form prints them; rules that it leaves out weigh nothing.
    pub fn fields(&self) -> Vec<(String, String)> {
        let mut fields = vec![
            ("k".to_owned(), self.k.to_string()),
            ("recent_hours".to_owned(), self.recent_hours.to_string()),
            ("fall_after_hours".to_owned(), self.fall_after_hours.to_string()),
            ("close_after_hours".to_owned(), self.close_after_hours.to_string()),
            ("tuning_percent".to_owned(), self.tuning_percent.to_string()),
        ];
        for (level, criteria) in Level::ALL.iter().zip(&self.levels) {
            let place = format!("levels.{}", level.code());
            fields.push((format!("{place}.score"), criteria.score.to_string()));
            fields.push((format!("{place}.voices"), criteria.voices.to_string()));
            fields.push((format!("{place}.acknowledge_hours"), criteria.acknowledge_hours.to_string()));
        }
        for rule in RULES {
            let place = format!("rules.{}", rule.name);
            let silent = Bounds { weight: 0, from: 1.0, full: 2.0, least: 0 };
            let bounds = self.rules.get(rule.name).copied().unwrap_or(silent);
            fields.push((format!("{place}.weight"), bounds.weight.to_string()));
            fields.push((format!("{place}.from"), bounds.from.to_string()));
            fields.push((format!("{place}.full"), bounds.full.to_string()));
            fields.push((format!("{place}.least"), bounds.least.to_string()));
            if self.rises_on.iter().any(|name| name == rule.name) {
                fields.push((format!("rises_on.{}", rule.name), "1".to_owned()));
            }
        }
        fields
    }

    /// Reads the fields of a form.
    ///
    /// - `field`: what was typed at a place; empty where nothing was
    /// - errors: the places where no number stands; what else is wrong, [`Plain::problems`] tells
    pub fn read(field: impl Fn(&str) -> String) -> Result<Self, Vec<Problem>> {
        let problems = std::cell::RefCell::new(Vec::new());
        let refuse = |place: &str| problems.borrow_mut().push(Problem { place: place.to_owned(), what: What::Number });
        let whole = |place: &str| {
            field(place).parse::<u32>().unwrap_or_else(|_| {
                refuse(place);
                0
            })
        };
        let real = |place: &str| {
            field(place).parse::<f64>().ok().filter(|value| value.is_finite()).unwrap_or_else(|| {
                refuse(place);
                0.0
            })
        };
        let level = |level: Level| {
            let place = format!("levels.{}", level.code());
            Criteria {
                score: whole(&format!("{place}.score")),
                voices: whole(&format!("{place}.voices")),
                acknowledge_hours: whole(&format!("{place}.acknowledge_hours")),
            }
        };
        let rule = |name: &str| {
            let place = format!("rules.{name}");
            Bounds {
                weight: whole(&format!("{place}.weight")),
                from: real(&format!("{place}.from")),
                full: real(&format!("{place}.full")),
                least: whole(&format!("{place}.least")),
            }
        };
        let plain = Plain {
            k: whole("k"),
            recent_hours: whole("recent_hours"),
            fall_after_hours: whole("fall_after_hours"),
            close_after_hours: whole("close_after_hours"),
            tuning_percent: whole("tuning_percent"),
            rises_on: RULES
                .iter()
                .filter(|rule| !field(&format!("rises_on.{}", rule.name)).is_empty())
                .map(|rule| rule.name.to_owned())
                .collect(),
            levels: [Level::Blue, Level::Yellow, Level::Orange, Level::Red].map(level),
            rules: RULES.iter().map(|known| (known.name.to_owned(), rule(known.name))).collect(),
        };
        let problems = problems.into_inner();
        if problems.is_empty() { Ok(plain) } else { Err(problems) }
    }
}

fn is_rule(name: &str) -> bool {
    RULES.iter().any(|rule| rule.name == name)
}
