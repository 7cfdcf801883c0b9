//! What an emergency needs beyond its text: the facts that programs of radio, screens and phones act on, in the words of CAP 1.2.
//!
//! They are part of the edition's canonical form, so a second person approves them together with the text.

use crate::{Side, Texts};
use model::{Error, Result, Time};
use serde::{Deserialize, Serialize};

pub const CATEGORIES: &[&str] =
    &["Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"];
pub const URGENCIES: &[&str] = &["Immediate", "Expected", "Future", "Past", "Unknown"];
pub const SEVERITIES: &[&str] = &["Extreme", "Severe", "Moderate", "Minor", "Unknown"];
pub const CERTAINTIES: &[&str] = &["Observed", "Likely", "Possible", "Unlikely", "Unknown"];

/// Whether a message is meant. Whoever acts on emergencies must never take a drill for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    #[default]
    Actual,
    /// For those who take part in it alone.
    Exercise,
    /// That the technique works; nobody does anything.
    Test,
}

impl Status {
    pub const ALL: &'static [Status] = &[Status::Actual, Status::Exercise, Status::Test];

    /// The standard's word.
    pub const fn code(self) -> &'static str {
        match self {
            Status::Actual => "Actual",
            Status::Exercise => "Exercise",
            Status::Test => "Test",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Status::ALL.iter().copied().find(|status| status.code() == code)
    }

    pub const fn is_actual(&self) -> bool {
        matches!(self, Status::Actual)
    }

    /// What stands before the title of a drill. It is part of the text that is approved and logged, so that no page, feed, card,
    /// letter or copy of a copy can lose it; the words of the pages may change, these may not.
    pub const fn mark(self, side: Side) -> &'static str {
        match (self, side) {
            (Status::Actual, _) => "",
            (Status::Exercise, Side::Zh) => "【演练】",
            (Status::Exercise, Side::En) => "[EXERCISE] ",
            (Status::Test, Side::Zh) => "【测试】",
            (Status::Test, Side::En) => "[TEST] ",
        }
    }

    /// A title with the mark of this status, and without that of any other.
    pub fn marked(self, title: &str, side: Side) -> String {
        let mut bare = title.trim();
        while let Some(rest) = Status::ALL
            .iter()
            .filter(|status| !status.is_actual())
            .find_map(|status| bare.strip_prefix(status.mark(side).trim_end()))
        {
            bare = rest.trim_start();
        }
        if bare.is_empty() { String::new() } else { format!("{}{bare}", self.mark(side)) }
    }
}

const EVENT_CHARACTERS_MAX: usize = 60;
const INSTRUCTION_CHARACTERS_MAX: usize = 1_000;
const AREAS_MAX: usize = 200;

/// The facts of an emergency. While it is a draft any of them may still be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emergency {
    /// Left out where it is meant, as it was before drills could be told apart: the digests of those days stay the same.
    #[serde(default, skip_serializing_if = "Status::is_actual")]
    pub status: Status,
    /// What happens, in a word or three: `Flood`.
    pub event_zh: String,
    pub event_en: String,
    /// One of [`CATEGORIES`].
    pub category: String,
    /// One of [`URGENCIES`].
    pub urgency: String,
    /// One of [`SEVERITIES`].
    pub severity: String,
    /// One of [`CERTAINTIES`].
    pub certainty: String,
    /// Where; empty for everywhere the body is responsible for.
    pub areas: Vec<Area>,
    /// Until when it holds unless something else is said; 0 while nobody has said.
    pub expires_ms: i64,
    /// What people are to do.
    pub instruction_zh: String,
    pub instruction_en: String,
}

/// One district, with its names as they were when it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    pub id: String,
    pub zh: String,
    pub en: String,
}

impl Emergency {
    pub const fn expires(&self) -> Time {
        Time::from_ms(self.expires_ms)
    }

    /// As it is stored and digested.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        for line in [&mut self.event_zh, &mut self.event_en, &mut self.instruction_zh, &mut self.instruction_en] {
            let text = line.replace("\r\n", "\n").replace('\r', "\n");
            *line = text.chars().filter(|c| !c.is_control() || *c == '\n').collect::<String>().trim().to_owned();
        }
        for line in [&mut self.event_zh, &mut self.event_en] {
            *line = line.replace('\n', " ");
        }
        self.areas.truncate(AREAS_MAX);
        self
    }

    pub(crate) fn within_limits(&self) -> Result<()> {
        let is_long = [&self.event_zh, &self.event_en].iter().any(|text| text.chars().count() > EVENT_CHARACTERS_MAX)
            || [&self.instruction_zh, &self.instruction_en]
                .iter()
                .any(|text| text.chars().count() > INSTRUCTION_CHARACTERS_MAX);
        if is_long { Err(Error::invalid("publish-too-long")) } else { Ok(()) }
    }

    /// What stands in the way of submitting it: form fields with keys.
    pub fn faults(&self, texts: &Texts, now: Time) -> Vec<(&'static str, &'static str)> {
        let mut faults = Vec::new();
        let sides = [
            (&texts.zh, &self.event_zh, "event_zh", &self.instruction_zh, "instruction_zh"),
            (&texts.en, &self.event_en, "event_en", &self.instruction_en, "instruction_en"),
        ];
        for (text, event, event_field, instruction, instruction_field) in sides {
            if text.is_empty() {
                continue;
            }
            if event.is_empty() {
                faults.push((event_field, "publish-emergency-event"));
            }
            if instruction.is_empty() {
                faults.push((instruction_field, "publish-emergency-instruction"));
            }
        }
        let choices = [
            (CATEGORIES, &self.category, "category"),
            (URGENCIES, &self.urgency, "urgency"),
            (SEVERITIES, &self.severity, "severity"),
            (CERTAINTIES, &self.certainty, "certainty"),
        ];
        for (known, chosen, field) in choices {
            if !known.contains(&chosen.as_str()) {
                faults.push((field, "publish-emergency-choose"));
            }
        }
        if self.expires() <= now {
            faults.push(("expires", "publish-emergency-expires"));
        }
        faults
    }

    /// A text in a language, or the other one where that was not written.
    pub fn event(&self, is_chinese: bool) -> &str {
        either(&self.event_zh, &self.event_en, is_chinese)
    }

    pub fn instruction(&self, is_chinese: bool) -> &str {
        either(&self.instruction_zh, &self.instruction_en, is_chinese)
    }
}

fn either<'a>(zh: &'a str, en: &'a str, is_chinese: bool) -> &'a str {
    let (own, other) = if is_chinese { (zh, en) } else { (en, zh) };
    if own.is_empty() { other } else { own }
}
