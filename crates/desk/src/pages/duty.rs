//! Duty: who is on now, what was handed over, and the roster.

use askama::Template;
use model::Time;
use web::{Field, Frame, Input, Staff};

#[derive(Template)]
#[template(path = "duty.html")]
pub struct DutyView {
    pub f: Frame,
    pub staff: Staff,
    /// Names of those on duty, with when their shift ends.
    pub now: Vec<(String, Time)>,
    pub head: Option<String>,
    pub next: Vec<(String, Time)>,
    pub notes: Vec<NoteRow>,
    pub shifts: Vec<ShiftRow>,
    pub may_write: bool,
    /// What was typed into the note before it was refused.
    pub note: String,
    pub note_error: Option<&'static str>,
    /// The form of a shift; nothing for those who do not keep the roster.
    pub form: Option<ShiftForm>,
    pub head_choices: Vec<(String, String)>,
    pub head_value: String,
}

pub struct NoteRow {
    pub id: String,
    pub name: String,
    pub at: Time,
    pub note: String,
    pub acknowledged: Option<(String, Time)>,
    /// Whether the reader may say that they read it.
    pub is_waiting: bool,
}

pub struct ShiftRow {
    pub id: String,
    pub name: String,
    pub department: Option<String>,
    pub from: Time,
    pub to: Time,
    pub is_now: bool,
}

#[derive(Default)]
pub struct ShiftForm {
    pub people: Vec<(String, String)>,
    pub departments: Vec<(String, String)>,
    pub person: String,
    pub department: String,
    pub from: String,
    pub to: String,
    pub error: Option<&'static str>,
}

impl ShiftForm {
    fn fields(&self) -> [Field; 4] {
        [
            Field::new("person", "duty-person").input(Input::Choice(self.people.clone())).value(&self.person),
            Field::new("from", "duty-from").input(Input::Moment).value(&self.from).error(self.error),
            Field::new("to", "duty-to").input(Input::Moment).value(&self.to),
            Field::new("department", "people-department")
                .input(Input::Choice(self.departments.clone()))
                .value(&self.department),
        ]
    }
}

impl DutyView {
    /// Whom warnings reach while nobody is on duty.
    fn instead(&self) -> &'static str {
        match (self.next.is_empty(), &self.head) {
            (false, _) => "roster-nobody-next",
            (true, Some(_)) => "roster-nobody-head",
            (true, None) => "roster-nobody-all",
        }
    }

    fn note_field(&self) -> Field {
        Field::new("note", "duty-note")
            .input(Input::Area)
            .hint("duty-note-hint")
            .value(&self.note)
            .error(self.note_error)
    }

    fn head_field(&self) -> Field {
        Field::new("head", "duty-head")
            .input(Input::Choice(self.head_choices.clone()))
            .hint("duty-head-hint")
            .value(&self.head_value)
    }
}
