//! The rules in use: which duties apply to what, by which text, confirmed or not; the calendar; who approved them.

use askama::Template;
use model::Time;
use web::{Frame, Staff};

#[derive(Template)]
#[template(path = "duties.html")]
pub struct DutiesView {
    pub f: Frame,
    pub staff: Staff,
    pub jurisdiction: String,
    pub digest: String,
    pub zone: String,
    pub incidents: Vec<KindDuties>,
    pub requests: Vec<KindDuties>,
    pub unconfirmed: Vec<String>,
    pub years: Vec<YearRow>,
    /// The year that a deadline of today may run into, if it has no calendar.
    pub year_missing: Option<String>,
    pub approval: ApprovalState,
    pub history: Vec<RuleRow>,
}

pub struct KindDuties {
    pub name: String,
    pub note: String,
    pub duties: Vec<DutyRow>,
}

pub struct DutyRow {
    pub name: String,
    pub rule: String,
    pub reminders: String,
    pub citation: String,
    pub note: String,
    pub checked: String,
    pub is_confirmed: bool,
}

pub struct YearRow {
    pub year: String,
    pub notice: String,
    pub off_days: u32,
    pub work_days: u32,
    pub breaks: Vec<String>,
    pub checked: String,
    pub is_confirmed: bool,
}

/// Whether two people stand behind the file in use.
pub enum ApprovalState {
    /// Nobody has put it up yet.
    None {
        may_propose: bool,
    },
    /// Put up by someone, and waiting for a second person.
    Waiting {
        by: String,
        at: Time,
        may_approve: bool,
    },
    Approved {
        by: String,
        at: Time,
    },
}

pub struct RuleRow {
    pub digest: String,
    pub proposed_by: String,
    pub proposed: Time,
    pub approved: Option<(String, Time)>,
}
