//! Incidents: those on which work goes on, nearest deadline first; those that are over; and opening one.

use super::clock::ClockCard;
use askama::Template;
use model::Time;
use web::{Field, Frame, Input, Link, Spoken, Staff};

#[derive(Template)]
#[template(path = "incidents.html")]
pub struct IncidentsView {
    pub f: Frame,
    pub staff: Staff,
    /// Nearest deadline first.
    pub open: Vec<IncidentRow>,
    /// Last changed first.
    pub past: Vec<PastRow>,
    /// How many duties of the rule file nobody has confirmed.
    pub unconfirmed: u32,
    pub may_act: bool,
}

/// An incident on which work goes on.
pub struct IncidentRow {
    pub href: String,
    pub number: String,
    pub title: Spoken,
    pub kind: String,
    pub lead: String,
    /// The clock that ends next; nothing where all were met.
    pub next: Option<ClockCard>,
    pub tasks_open: u32,
    pub people: u32,
}

pub struct PastRow {
    pub href: String,
    pub number: String,
    pub title: Spoken,
    pub kind: String,
    pub opened: Time,
    /// When it was closed, or went into another.
    pub ended: Time,
    /// In a sentence: why it was closed, or where it went.
    pub how: String,
}

#[derive(Template)]
#[template(path = "new_incident.html")]
pub struct NewIncidentView {
    pub f: Frame,
    pub staff: Staff,
    /// Id and name of each kind.
    pub kinds: Vec<(String, String)>,
    pub kind: String,
    pub title: String,
    pub title_error: Option<&'static str>,
    /// Playbooks that can be taken up at once: id and title.
    pub playbooks: Vec<(String, String)>,
    pub playbook: String,
    /// Id and name of each department.
    pub departments: Vec<(String, String)>,
    pub department: String,
    /// When the office learned of it, in its own zone: `2026-11-25T14:00`.
    pub known: String,
    /// What it is about, as the form carries it: `story/ID alert/ID`.
    pub subjects: String,
    /// The headline of the story, where it is opened from one.
    pub about: Option<Spoken>,
    /// The incident that is open about it already.
    pub already: Option<Link>,
    /// The duties of each kind, in sentences, so that whoever opens one knows what it starts.
    pub duties: Vec<(String, Vec<String>)>,
}

impl NewIncidentView {
    fn title_field(&self) -> Field {
        Field::new("title", "incident-new-title-label")
            .hint("incident-new-title-hint")
            .value(self.title.as_str())
            .error(self.title_error)
    }

    fn kind_field(&self) -> Field {
        Field::new("kind", "incident-new-kind-label")
            .hint("incident-new-kind-hint")
            .input(Input::Choice(self.kinds.clone()))
            .value(self.kind.as_str())
    }

    fn playbook_field(&self) -> Field {
        let mut choices = vec![(String::new(), self.f.t("incident-new-playbook-none"))];
        choices.extend(self.playbooks.iter().cloned());
        Field::new("playbook", "incident-new-playbook-label")
            .hint("incident-new-playbook-hint")
            .input(Input::Choice(choices))
            .value(self.playbook.as_str())
            .optional()
    }

    fn department_field(&self) -> Field {
        Field::new("department", "incident-new-department-label")
            .input(Input::Choice(self.departments.clone()))
            .value(self.department.as_str())
    }
}
