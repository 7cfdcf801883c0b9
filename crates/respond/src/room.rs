//! What a room holds: the incident, its clocks, facts, tasks, hand-overs, people, playbooks and the log of decisions.

use crate::clock::{self, Deadline, Measure, Pause, State};
use crate::rules::{Span, Step};
use model::{ClockId, FactId, HandOverId, IncidentId, StaffId, TaskId, Time};
use org::DepartmentId;
use std::collections::BTreeMap;

/// Something that the office must answer for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    pub id: IncidentId,
    /// `2026-0007`. It never changes and is never given again.
    pub number: String,
    /// Where its work goes on: itself, or the incident it was merged into.
    pub room: IncidentId,
    pub kind: String,
    pub title: String,
    pub state: IncidentState,
    /// Who leads now.
    pub department: DepartmentId,
    /// When the office learned of it.
    pub known: Time,
    pub opened: Time,
    pub opened_by: StaffId,
    pub rules_digest: String,
    pub changed: Time,
    pub merged: Option<Time>,
    pub closed: Option<Closed>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    pub at: Time,
    pub by: StaffId,
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncidentState {
    Open,
    Closed,
    Merged,
}

impl IncidentState {
    pub const fn code(self) -> &'static str {
        match self {
            IncidentState::Open => "open",
            IncidentState::Closed => "closed",
            IncidentState::Merged => "merged",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [IncidentState::Open, IncidentState::Closed, IncidentState::Merged]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// A time limit in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    pub id: ClockId,
    pub incident: IncidentId,
    pub task: Option<TaskId>,
    pub duty: Option<String>,
    pub step: Step,
    pub name_zh: String,
    pub name_en: String,
    /// Empty for a task's own limit, which the room set.
    pub citation_zh: String,
    pub citation_en: String,
    pub is_confirmed: bool,
    pub span: Span,
    pub escalate: Vec<u32>,
    pub repeats: bool,
    pub started: Time,
    pub met: Option<Met>,
    pub stopped: Option<Time>,
    /// Oldest first.
    pub stood: Vec<Stood>,
    /// The words that had met it and were withdrawn since, oldest first; known in a room alone.
    pub fallen: Vec<Fallen>,
    /// Who holds it: the department of its task, or the one that leads.
    pub holder: DepartmentId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    pub at: Time,
    pub by: StaffId,
    /// In a sentence; perhaps empty.
    pub how: String,
    /// The word by which it was met; nothing where a person marked it.
    pub word: Option<String>,
    /// When that word was corrected first, by a later edition; known in a room alone.
    pub corrected: Option<Time>,
}

/// A word that had met a clock and was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fallen {
    pub title_zh: String,
    pub title_en: String,
    pub spoken: Time,
    pub withdrawn: Time,
    pub reason_zh: String,
    pub reason_en: String,
}

/// A pause with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stood {
    pub pause: Pause,
    pub reason: String,
    pub by: StaffId,
}

impl Clock {
    pub fn pauses(&self) -> Vec<Pause> {
        self.stood.iter().map(|stood| stood.pause).collect()
    }

    pub fn is_paused(&self) -> bool {
        self.stood.iter().any(|stood| stood.pause.until.is_none())
    }

    pub fn is_open(&self) -> bool {
        self.met.is_none() && self.stopped.is_none()
    }

    /// Whether what met it no longer stands. Of a closed room the record stays as it was closed, and says so.
    pub fn rests_on_nothing(&self) -> bool {
        self.met.as_ref().is_some_and(|met| self.fallen.iter().any(|fallen| fallen.spoken == met.at))
    }

    /// When it ends; for one that was met or stopped, as it stood then.
    pub fn deadline(&self, measure: Measure<'_>, now: Time) -> Deadline {
        let now = self.met.as_ref().map(|met| met.at).or(self.stopped).unwrap_or(now);
        clock::deadline(measure, self.started, self.span, &self.pauses(), now)
    }

    /// When somebody is reminded, the earliest first.
    pub fn reminders(&self, measure: Measure<'_>, now: Time) -> Vec<Time> {
        let pauses = self.pauses();
        let at = |before: &u32| clock::reminder(measure, self.started, self.span, *before, &pauses, now);
        self.escalate.iter().map(at).collect()
    }

    pub fn state(&self, measure: Measure<'_>, now: Time) -> State {
        let at = self.deadline(measure, now).at;
        let remind = self.reminders(measure, now).first().copied();
        let met = self.met.as_ref().map(|met| met.at);
        clock::state(at, self.started, remind, met, self.stopped, self.is_paused(), now)
    }
}

/// What is known, from whom and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub id: FactId,
    pub what: String,
    /// Who says so.
    pub origin: String,
    /// The moment of which it tells.
    pub as_of: Time,
    pub noted: (Time, StaffId),
    pub confirmed: Option<(Time, StaffId)>,
    pub withdrawn: Option<(Time, StaffId, String)>,
}

/// What a department does about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub id: TaskId,
    pub what: String,
    pub department: DepartmentId,
    pub given: (Time, StaffId),
    pub done: Option<(Time, StaffId, String)>,
}

/// Work that went from one department to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    pub id: HandOverId,
    /// Nothing when the lead went over.
    pub task: Option<TaskId>,
    pub from: DepartmentId,
    pub to: DepartmentId,
    pub reason: String,
    pub handed: (Time, StaffId),
    pub taken: Option<(Time, StaffId)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub staff: StaffId,
    pub joined: Time,
    pub left: Option<Time>,
}

/// A playbook taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub playbook: String,
    pub digest: String,
    pub begun: (Time, StaffId),
    /// By step.
    pub checked: BTreeMap<String, (Time, StaffId)>,
}

/// One line of the log. Its sentence is `respond-log-KIND` in the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whose log it stands in: that of the room, or of an incident merged into it.
    pub incident: IncidentId,
    pub at: Time,
    /// Nothing for what the program did by itself.
    pub by: Option<StaffId>,
    pub kind: String,
    /// Names ending in `_zh` and `_en` are two languages of one; `department`, `from` and `to` are ids of departments.
    pub said: BTreeMap<String, String>,
}

/// All that stands in one room, with what came in by merging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    pub incident: Incident,
    /// Oldest first.
    pub merged: Vec<Incident>,
    pub subjects: Vec<String>,
    /// In the order in which they started.
    pub clocks: Vec<Clock>,
    /// Newest moment first.
    pub facts: Vec<Fact>,
    /// Open ones first, then by when they were given.
    pub tasks: Vec<Task>,
    pub hand_overs: Vec<HandOver>,
    pub people: Vec<Person>,
    pub runs: Vec<Run>,
    /// Newest first.
    pub log: Vec<Entry>,
}

impl Room {
    /// The departments that have a part in it: whoever leads, and whoever has or had a task.
    pub fn departments(&self) -> Vec<DepartmentId> {
        let mut all = vec![self.incident.department.clone()];
        all.extend(self.tasks.iter().map(|task| task.department.clone()));
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|id| seen.insert(id.clone()));
        all
    }

    /// The facts that stand.
    pub fn standing_facts(&self) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(|fact| fact.withdrawn.is_none())
    }

    /// What was handed over and not taken on yet.
    pub fn waiting(&self) -> impl Iterator<Item = &HandOver> {
        self.hand_overs.iter().filter(|hand_over| hand_over.taken.is_none())
    }
}
