//! Briefs: the archive, asking for one, and one as it is read, printed and carried away.

use askama::Template;
use model::Time;
use web::{Frame, Staff};

#[derive(Template)]
#[template(path = "briefs.html")]
pub struct BriefsView {
    pub f: Frame,
    pub staff: Staff,
    /// Latest first.
    pub briefs: Vec<BriefItem>,
    /// At which hour of the office the daily one is written, in two digits.
    pub hour: String,
    /// First and last day as they stand in the form, such as 2026-11-21.
    pub from: String,
    pub to: String,
    pub error: Option<&'static str>,
}

pub struct BriefItem {
    pub href: String,
    /// "Daily brief, 21 November".
    pub title: String,
    pub made: Time,
    /// Who asked; nobody for a daily one.
    pub made_by: Option<String>,
}

#[derive(Template)]
#[template(path = "brief.html")]
pub struct BriefView {
    pub f: Frame,
    pub staff: Staff,
    pub title: String,
    pub period: String,
    pub made: Time,
    pub made_by: Option<String>,
    pub sections: Vec<BriefSection>,
    pub pdf_href: String,
    /// The public data of the same days, against which everyone can check it.
    pub data_href: String,
    pub k: u32,
}

pub struct BriefSection {
    pub title: String,
    pub sentences: Vec<BriefSentence>,
}

pub struct BriefSentence {
    pub text: String,
    pub is_thin: bool,
    pub proof: Vec<BriefProof>,
}

/// A figure that a sentence rests on, with what it is of.
pub struct BriefProof {
    pub label: String,
    pub value: String,
    /// Where the story is, if it is of one.
    pub href: Option<String>,
}
