//! The facts of an emergency: the part of the editor that asks for them, and what a second person reads of them.

use askama::Template;
use publish::{Emergency, Status, emergency};
use web::{Frame, Spoken};

/// The fields that an emergency adds to the editor.
#[derive(Template)]
#[template(path = "emergency_form.html")]
pub struct EmergencyForm {
    pub f: Frame,
    pub facts: Emergency,
    /// As the browser's own field writes a moment.
    pub expires: String,
    /// Id, name, and whether it is chosen.
    pub areas: Vec<(String, String, bool)>,
    /// Fields that something is wrong with.
    pub wrong: Vec<&'static str>,
}

/// One choice of the standard's words.
pub(crate) struct Choice {
    pub name: &'static str,
    pub label: String,
    pub value: String,
    pub options: Vec<(&'static str, String)>,
    /// One of them is chosen from the start.
    pub has_default: bool,
}

/// One fact as it will go out.
pub struct Fact {
    pub label: String,
    pub parts: Vec<Spoken>,
}

/// One fact that is not what it was.
pub struct FactChange {
    pub label: String,
    pub old: Vec<Spoken>,
    pub new: Vec<Spoken>,
}

/// The word for a code of the standard, such as that of a severity.
pub(crate) fn word(f: &Frame, what: &str, code: &str) -> String {
    let code = code.to_ascii_lowercase();
    f.t(&format!("cap-{what}-{code}"))
}

impl EmergencyForm {
    fn is_wrong(&self, field: &str) -> bool {
        self.wrong.contains(&field)
    }

    fn choices(&self) -> Vec<Choice> {
        let facts = &self.facts;
        let choice = |name: &'static str, label: &str, value: &str, codes: &'static [&'static str]| Choice {
            name,
            label: self.f.t(label),
            value: value.to_owned(),
            options: codes.iter().map(|code| (*code, word(&self.f, name, code))).collect(),
            has_default: false,
        };
        vec![
            // What is meant stands first and is chosen unless someone says otherwise.
            Choice {
                options: Status::ALL.iter().map(|one| (one.code(), word(&self.f, "status", one.code()))).collect(),
                has_default: true,
                ..choice("status", "emergency-status", facts.status.code(), &[])
            },
            choice("category", "emergency-category", &facts.category, emergency::CATEGORIES),
            choice("urgency", "emergency-urgency", &facts.urgency, emergency::URGENCIES),
            choice("severity", "emergency-severity", &facts.severity, emergency::SEVERITIES),
            choice("certainty", "emergency-certainty", &facts.certainty, emergency::CERTAINTIES),
        ]
    }
}
