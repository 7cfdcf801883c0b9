//! The room: one page on which everybody sees what is known, asked, done, drafted and decided, and until when.

use super::claims::strength_word;
use super::clock::ClockCard;
use super::story::StoryClaim;
use askama::Template;
use claims::Verdict;
use claims::matching::Strength;
use model::{Figure, Time};
use web::{Frame, Html, Link, Spoken, Staff};

#[derive(Template)]
#[template(path = "room.html")]
pub struct RoomView {
    pub f: Frame,
    pub staff: Staff,
    pub id: String,
    pub number: String,
    pub title: Spoken,
    pub kind: String,
    pub lead: String,
    pub known: Time,
    pub opened: Time,
    pub opened_by: String,
    /// What it is about: stories, alerts, claims.
    pub subjects: Vec<Link>,
    /// Incidents that went into this one: number and title.
    pub merged: Vec<(String, Spoken)>,
    /// Nothing while work goes on.
    pub closed: Option<ClosedNote>,
    /// Whether the reader may act here: their role allows it and the incident is open.
    pub may_act: bool,
    /// Nearest end first.
    pub clocks: Vec<ClockCard>,
    /// Those that were met or stopped, the last first.
    pub clocks_done: Vec<ClockCard>,
    /// Newest first.
    pub facts: Vec<FactRow>,
    pub people_say: Vec<StoryVoice>,
    /// Checked claims, and those being checked, that its stories tell or may tell.
    pub claims: Vec<StoryClaim>,
    /// The story in which a claim would be met; empty if it is about none.
    pub story_id: String,
    /// Whether the public may see its time limits.
    pub shows_limits: bool,
    pub tasks: Vec<TaskRow>,
    pub drafts: Vec<DraftRow>,
    pub people: Vec<PersonRow>,
    pub am_here: bool,
    /// What was handed over and waits to be taken on.
    pub waiting: Vec<Waiting>,
    pub run: Option<RunView>,
    /// Playbooks that can be taken up: id and title.
    pub playbooks: Vec<(String, String)>,
    /// Statements of the playbooks, for a new draft: playbook/statement and name.
    pub statements: Vec<(String, String)>,
    /// Newest first.
    pub log: Vec<LogRow>,
    /// Id and name.
    pub departments: Vec<(String, String)>,
    /// Other open incidents, for merging: id and name.
    pub others: Vec<(String, String)>,
    /// The office's now, as a form takes it: `2026-11-25T14:00`.
    pub now_local: String,
    pub k: u32,
}

pub struct ClosedNote {
    pub at: Time,
    pub by: String,
    pub reason: String,
}

pub struct FactRow {
    pub id: String,
    pub what: Spoken,
    pub origin: String,
    /// The moment of which it tells.
    pub as_of: Time,
    pub noted_by: String,
    pub confirmed: Option<(String, Time)>,
    /// Who withdrew it, and why.
    pub withdrawn: Option<(String, String)>,
}

/// What is said in one story of the incident.
pub struct StoryVoice {
    pub headline: Spoken,
    pub href: String,
    pub voices: Figure,
    /// How many of them ask something.
    pub asking: Figure,
    /// Texts that at least k voices said nearly alike, questions first.
    pub samples: Vec<Said>,
}

pub struct Said {
    pub text: Spoken,
    pub voices: Figure,
    pub is_question: bool,
}

pub struct TaskRow {
    pub id: String,
    pub what: Spoken,
    pub department: String,
    pub given_by: String,
    pub given: Time,
    pub clock: Option<ClockCard>,
    /// What came of it, by whom, when.
    pub done: Option<(String, String, Time)>,
}

pub struct DraftRow {
    pub title: Spoken,
    pub href: String,
    /// The page of the checks beside it.
    pub checks_href: String,
    pub state: String,
    pub saved: Time,
    pub saved_by: String,
    pub is_published: bool,
    /// How many findings mislead, and how many there are.
    pub findings: (u32, u32),
}

pub struct PersonRow {
    pub name: String,
    pub department: String,
    pub since: Time,
}

pub struct Waiting {
    pub id: String,
    /// In a sentence: from whom to whom, and why.
    pub text: String,
    pub handed: Time,
}

pub struct RunView {
    pub id: String,
    pub title: String,
    pub href: String,
    pub steps: Vec<StepRow>,
    pub done_count: u32,
    /// What must be said in the first hour.
    pub first_hour: Vec<String>,
    pub signers: Vec<String>,
}

pub struct StepRow {
    pub id: String,
    pub what: String,
    pub who: String,
    pub due: Time,
    /// By whom, when.
    pub done: Option<(String, Time)>,
    pub is_late: bool,
}

pub struct LogRow {
    pub at: Time,
    /// Empty for what the program did by itself.
    pub by: String,
    /// A finished sentence in the page's language.
    pub text: String,
    /// Whether it is a decision, which stands out among what merely happened.
    pub is_decision: bool,
    /// The number of the incident in whose log it stands, if that one was merged into this.
    pub number: Option<String>,
}

impl RoomView {
    fn at(&self, path: &str) -> String {
        self.f.href(&format!("/desk/incidents/{}{path}", self.id))
    }

    /// Where the reader says that they come or go.
    fn presence(&self) -> String {
        self.at(if self.am_here { "/leave" } else { "/join" })
    }

    fn mark(&self, verdict: &Verdict) -> Html {
        mirror::verdict(&self.f, verdict)
    }

    fn strength(&self, strength: &Strength) -> String {
        strength_word(&self.f, *strength)
    }

    fn tasks_open(&self) -> u32 {
        self.tasks.iter().filter(|task| task.done.is_none()).count() as u32
    }

    fn facts_confirmed(&self) -> u32 {
        self.facts.iter().filter(|fact| fact.confirmed.is_some() && fact.withdrawn.is_none()).count() as u32
    }

    fn facts_standing(&self) -> u32 {
        self.facts.iter().filter(|fact| fact.withdrawn.is_none()).count() as u32
    }
}

impl FactRow {
    pub(crate) const fn class(&self) -> &'static str {
        match (&self.withdrawn, &self.confirmed) {
            (Some(_), _) => "fact-withdrawn",
            (None, Some(_)) => "fact-confirmed",
            (None, None) => "fact-open",
        }
    }

    pub(crate) const fn state_key(&self) -> &'static str {
        match (&self.withdrawn, &self.confirmed) {
            (Some(_), _) => "room-fact-withdrawn",
            (None, Some(_)) => "room-fact-confirmed",
            (None, None) => "room-fact-open",
        }
    }
}
