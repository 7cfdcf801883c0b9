//! The policy of warnings: the one in force, a form for the next, and one version with what it would have raised.

use askama::Template;
use model::{Level, Time};
use std::collections::BTreeMap;
use warn::versions::VersionState;
use warn::{HOURS_MAX, Problem, RULES};
use web::{Frame, Staff};

/// What is in force, and all that led to it.
#[derive(Template)]
#[template(path = "policy.html")]
pub struct PolicyView {
    pub f: Frame,
    pub staff: Staff,
    pub in_force: VersionLine,
    pub k: u32,
    /// Highest first, as everywhere on the desk.
    pub levels: Vec<LevelLine>,
    pub rules: Vec<RuleLine>,
    pub tuning_percent: u32,
    pub tunings: Vec<TuningLine>,
    /// The newest month first.
    pub months: Vec<MonthLine>,
    /// The newest version first.
    pub versions: Vec<VersionLine>,
    pub may_write: bool,
    pub may_undo: bool,
}

pub struct LevelLine {
    pub level: Level,
    pub score: u32,
    pub voices: u32,
    pub acknowledge_hours: u32,
}

pub struct RuleLine {
    pub name: String,
    /// As written, and as the verdicts have moved it.
    pub weight: u32,
    pub weight_now: u32,
    pub from: f64,
    pub full: f64,
    pub least: u32,
    pub rises: bool,
}

pub struct TuningLine {
    pub id: String,
    pub rule: String,
    pub percent: u32,
    pub useful: u32,
    pub false_alarms: u32,
    pub judged: u32,
    pub at: Time,
    pub undone: Option<(Time, String)>,
}

/// How the alerts of one month turned out.
pub struct MonthLine {
    /// Its name.
    pub month: String,
    pub alerts: u32,
    pub judged: u32,
    pub useful: u32,
    pub false_alarms: u32,
    /// Between the first post and the warning, for half of the useful ones at most.
    pub late_hours: Option<i64>,
    /// Between the warning and someone's acknowledging it, for half of them at most.
    pub acknowledged_minutes: Option<i64>,
}

#[derive(Clone)]
pub struct VersionLine {
    pub number: u32,
    pub state: VersionState,
    pub note: String,
    pub digest: String,
    pub written: Time,
    pub written_by: Option<String>,
    pub in_force: Option<Time>,
    pub approved_by: Option<String>,
    pub superseded: Option<Time>,
}

impl VersionLine {
    pub(crate) const fn state_key(&self) -> &'static str {
        match self.state {
            VersionState::Draft => "policy-state-draft",
            VersionState::InForce => "policy-state-in-force",
            VersionState::Superseded => "policy-state-superseded",
            VersionState::Dropped => "policy-state-dropped",
        }
    }

    pub(crate) fn path(&self) -> String {
        format!("/desk/policy/{}", self.number)
    }

    pub(crate) fn digest_start(&self) -> &str {
        self.digest.get(..12).unwrap_or(&self.digest)
    }
}

impl RuleLine {
    pub(crate) fn name_key(&self) -> String {
        rule_key(&self.name)
    }

    pub(crate) fn measure_key(&self) -> String {
        measure_key(&self.name)
    }
}

impl TuningLine {
    pub(crate) fn name_key(&self) -> String {
        rule_key(&self.rule)
    }
}

fn rule_key(rule: &str) -> String {
    format!("policy-rule-{rule}")
}

fn measure_key(rule: &str) -> String {
    format!("policy-measure-{rule}")
}

/// The form in which the next version is written.
#[derive(Template)]
#[template(path = "policy_edit.html")]
pub struct PolicyEditView {
    pub f: Frame,
    pub staff: Staff,
    /// By the place that problems name; what was typed comes back as it was.
    pub fields: BTreeMap<String, String>,
    pub note: String,
    pub note_error: Option<&'static str>,
    pub problems: Vec<Problem>,
}

impl PolicyEditView {
    fn value(&self, place: &str) -> &str {
        self.fields.get(place).map_or("", String::as_str)
    }

    fn is_wrong(&self, place: &str) -> bool {
        self.problems.iter().any(|problem| problem.place == place)
    }

    fn is_set(&self, place: &str) -> bool {
        !self.value(place).is_empty()
    }

    fn rules(&self) -> impl Iterator<Item = &'static str> {
        RULES.iter().map(|rule| rule.name)
    }

    fn levels(&self) -> [Level; 4] {
        [Level::Red, Level::Orange, Level::Yellow, Level::Blue]
    }

    fn rule_key(&self, rule: &str) -> String {
        rule_key(rule)
    }

    fn measure_key(&self, rule: &str) -> String {
        measure_key(rule)
    }

    const fn hours_max(&self) -> u32 {
        HOURS_MAX
    }

    /// Where a problem stands, in the words of the form.
    fn place(&self, problem: &Problem) -> String {
        place(&self.f, &problem.place)
    }
}

/// The name of a number of the policy, such as "Orange: score".
pub fn place(f: &Frame, place: &str) -> String {
    let parts: Vec<&str> = place.split('.').collect();
    match parts[..] {
        ["levels", level, what] => {
            let level = Level::from_code(level).map_or_else(String::new, |level| web::level_word(f.words(), level));
            f.t2("policy-place", "part", level, "number", f.t(&format!("policy-level-{}", what.replace('_', "-"))))
        }
        ["rules", rule, what] => {
            f.t2("policy-place", "part", f.t(&rule_key(rule)), "number", f.t(&format!("policy-number-{what}")))
        }
        ["rises_on", ..] => f.t("policy-rises-on"),
        _ => f.t(&format!("policy-head-{}", place.replace('_', "-"))),
    }
}

/// One version: what it changes, what it would have done, and who may let it pass.
#[derive(Template)]
#[template(path = "policy_version.html")]
pub struct PolicyVersionView {
    pub f: Frame,
    pub staff: Staff,
    pub version: VersionLine,
    pub text: String,
    /// Against the version in force.
    pub changes: Vec<Change>,
    /// Over the last days: the one in force first, then this one if it is another.
    pub replay: Vec<ReplayColumn>,
    pub replay_days: u32,
    pub replay_stories: u32,
    pub may_approve: bool,
    pub may_drop: bool,
    /// Why the reader cannot let it pass, if it waits for someone.
    pub why_not: Option<&'static str>,
}

pub struct Change {
    pub place: String,
    pub was: String,
    pub is: String,
}

pub struct ReplayColumn {
    pub title: String,
    pub alerts: u32,
    /// By the highest level that was reached.
    pub by_level: Vec<(Level, u32)>,
    pub a_day: String,
    pub busiest_day: u32,
    pub useful: (u32, u32),
    pub idle: (u32, u32),
    pub lead_hours: Option<i64>,
}

impl ReplayColumn {
    pub(crate) fn at(&self, level: &Level) -> u32 {
        self.by_level.iter().find(|(known, _)| known == level).map_or(0, |(_, count)| *count)
    }
}

impl PolicyVersionView {
    fn is_draft(&self) -> bool {
        self.version.state == VersionState::Draft
    }

    fn levels(&self) -> [Level; 4] {
        [Level::Red, Level::Orange, Level::Yellow, Level::Blue]
    }

    /// Earlier than a person, at the same hour, or later.
    fn lead(&self, hours: &i64) -> String {
        match hours {
            0 => self.f.t("policy-lead-same"),
            1.. => self.f.t1("policy-lead-earlier", "hours", *hours),
            _ => self.f.t1("policy-lead-later", "hours", -*hours),
        }
    }
}
