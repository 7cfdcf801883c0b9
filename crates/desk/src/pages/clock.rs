//! One clock as a page shows it: the rule, when it started, what paused it and why, when it ends, who holds it.

use model::Time;
use respond::State;

pub struct ClockCard {
    pub id: String,
    pub name: String,
    pub state: State,
    /// "2 h 14 min left", "40 min late", "met on time".
    pub left: String,
    pub ends: Time,
    /// How much of the time has passed, in hundredths; 100 when it is over.
    pub elapsed: u32,
    /// "within 5 hours"
    pub rule: String,
    /// Empty for a task's own limit.
    pub citation: String,
    pub is_confirmed: bool,
    pub started: Time,
    /// Each pause in a sentence with its reason.
    pub pauses: Vec<String>,
    /// What became of the words that met it, each in a sentence.
    pub words: Vec<String>,
    /// Met by a word that was withdrawn after the incident had closed.
    pub rests_on_nothing: bool,
    pub is_paused: bool,
    pub holder: String,
    pub met: Option<Time>,
    /// A sentence about years without a calendar, where it was counted over one.
    pub caveat: Option<String>,
    pub is_task: bool,
}

impl ClockCard {
    pub(crate) const fn class(&self) -> &'static str {
        match self.state {
            State::Running => "clock-running",
            State::Soon => "clock-soon",
            State::Overdue => "clock-over",
            State::Paused => "clock-paused",
            State::Met => "clock-met",
            State::MetLate => "clock-late",
            State::Stopped => "clock-stopped",
        }
    }

    pub(crate) const fn state_key(&self) -> &'static str {
        match self.state {
            State::Running => "clock-state-running",
            State::Soon => "clock-state-soon",
            State::Overdue => "clock-state-overdue",
            State::Paused => "clock-state-paused",
            State::Met => "clock-state-met",
            State::MetLate => "clock-state-late",
            State::Stopped => "clock-state-stopped",
        }
    }

    pub(crate) const fn is_open(&self) -> bool {
        matches!(self.state, State::Running | State::Soon | State::Overdue | State::Paused)
    }
}
