//! The records, for the auditor: what was changed, and who looked at what.

use askama::Template;
use model::Time;
use web::{Frame, Link, Staff};

#[derive(Template)]
#[template(path = "records.html")]
pub struct RecordsView {
    pub f: Frame,
    pub staff: Staff,
    /// Latest first.
    pub changes: Vec<ChangeRow>,
    pub looks: Vec<LookRow>,
    /// Purpose in words, and how many looks had it in thirty days.
    pub counts: Vec<(String, u32)>,
}

pub struct ChangeRow {
    pub at: Time,
    pub name: String,
    /// What was done, in words.
    pub what: String,
    /// To whom or what, by its name and where it is.
    pub thing: Option<Link>,
    /// As it stands on record; shown where no name is known.
    pub subject: String,
    pub detail: String,
}

pub struct LookRow {
    pub at: Time,
    pub name: String,
    pub purpose: String,
    pub what: String,
}
