//! Answering (应对, 危机公关): incidents with their clocks, facts, tasks and decisions in one room, playbooks that a team
//! follows, and checks that stand beside every draft.
//!
//! What it must never do: set a time limit of its own (limits, citations and calendars are the office's files), show a
//! deadline without saying what it rests on, lose a number, a clock or a line of the log, or decide for people: the
//! checks advise and nothing else.
//!
//! Start with [`clock`], which says when a duty ends; [`Library`] holds the files; [`store`] keeps the rooms;
//! [`CHECKS`] is what is asked of a draft.

mod after;
mod calendar;
mod checks;
pub mod clock;
mod fault;
pub mod jobs;
mod library;
mod playbook;
pub mod public;
mod room;
mod rules;
pub mod store;

pub use after::{Answered, account};
pub use calendar::{Break, Calendar, Year};
pub use checks::plain::{Plain, measure as measure_plain};
pub use checks::{CHECKS, Check, Draft, Finding, KnownFact, OpenClock, Published, Quality, Scene, run as run_checks};
pub use clock::{Deadline, Measure, Pause, State};
pub use fault::Fault;
pub use library::{Library, Refused, shipped_file};
pub use playbook::{Both, Playbook, Statement, Step as PlaybookStep};
pub use room::{
    Clock, Closed, Entry, Fact, Fallen, HandOver, Incident, IncidentState, Met, Person, Room, Run, Stood, Task,
};
pub use rules::{Duty, Kind, Rules, Scope, Span, Step, Unit};
pub use store::MIGRATIONS;
