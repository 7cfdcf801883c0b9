//! Playbooks: the list, and one to read before it is needed.

use askama::Template;
use web::{Frame, Spoken, Staff};

#[derive(Template)]
#[template(path = "playbooks.html")]
pub struct PlaybooksView {
    pub f: Frame,
    pub staff: Staff,
    pub playbooks: Vec<PlaybookRow>,
}

pub struct PlaybookRow {
    pub href: String,
    pub title: String,
    pub when: String,
    pub steps: u32,
    pub statements: u32,
}

#[derive(Template)]
#[template(path = "playbook.html")]
pub struct PlaybookView {
    pub f: Frame,
    pub staff: Staff,
    pub title: String,
    pub when: String,
    pub kinds: Vec<String>,
    pub first_hour: Vec<String>,
    pub signers: Vec<String>,
    pub steps: Vec<PlaybookStepRow>,
    pub statements: Vec<StatementText>,
    pub digest: String,
}

pub struct PlaybookStepRow {
    pub within: String,
    pub who: String,
    pub what: String,
}

pub struct StatementText {
    pub name: String,
    /// In both languages, since both are published.
    pub zh: (Spoken, Spoken),
    pub en: (Spoken, Spoken),
}
