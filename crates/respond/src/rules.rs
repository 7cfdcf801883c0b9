//! The duties of a jurisdiction: what an office owes the public, within which time, and by which text of law.
//!
//! The numbers are the office's, in a file that it edits, cites and approves; this module only reads and checks it.

use crate::calendar::date;
use crate::fault::{Fault, located};
use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use toml::Spanned;

const WITHIN_MAX: u32 = 1_000;
const COMPARE_DAYS_MAX: u32 = 365;

/// A rule file that has passed every check.
#[derive(Clone, Debug)]
pub struct Rules {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    /// The folder of its calendars.
    pub calendar: String,
    pub week_off: Vec<Weekday>,
    /// How many days back a draft is compared with what was published.
    pub compare_days: u32,
    pub kinds: Vec<Kind>,
    pub duties: Vec<Duty>,
    /// SHA-256 of the file as written, in hex: every incident says under which rules it was opened.
    pub digest: String,
    /// The file as written, which a second person reads before approving it.
    pub text: String,
}

/// What can happen, and what can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    pub id: String,
    pub scope: Scope,
    pub name_zh: String,
    pub name_en: String,
    pub note_zh: String,
    pub note_en: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// It opens a room.
    Incident,
    /// It is handled elsewhere; the time limit stands here so that all of them stand in one place.
    Request,
}

/// One thing that is owed within a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    pub id: String,
    pub step: Step,
    /// The kinds to which it applies.
    pub kinds: Vec<String>,
    pub span: Span,
    /// How long before the end somebody is reminded, in the unit of the span, longest first.
    pub escalate: Vec<u32>,
    /// Whether meeting it starts it anew.
    pub repeats: bool,
    pub name_zh: String,
    pub name_en: String,
    pub citation_zh: String,
    pub citation_en: String,
    pub note_zh: String,
    pub note_en: String,
    pub checked: Date,
    pub is_confirmed: bool,
}

/// What a duty asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    FirstWord,
    Briefing,
    FullResponse,
    FollowUp,
    Answer,
    Disclosure,
    Consultation,
    /// A department's task in a room. No rule file names it.
    #[serde(skip_deserializing)]
    Task,
}

/// A length of time as rules say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub number: u32,
    pub unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Hours,
    WorkingDays,
    Days,
}

impl Step {
    pub const ALL: &'static [Step] = &[
        Step::FirstWord,
        Step::Briefing,
        Step::FullResponse,
        Step::FollowUp,
        Step::Answer,
        Step::Disclosure,
        Step::Consultation,
        Step::Task,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Step::FirstWord => "first_word",
            Step::Briefing => "briefing",
            Step::FullResponse => "full_response",
            Step::FollowUp => "follow_up",
            Step::Answer => "answer",
            Step::Disclosure => "disclosure",
            Step::Consultation => "consultation",
            Step::Task => "task",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Step::ALL.iter().copied().find(|step| step.code() == code)
    }
}

impl Unit {
    pub const ALL: &'static [Unit] = &[Unit::Hours, Unit::WorkingDays, Unit::Days];

    pub const fn code(self) -> &'static str {
        match self {
            Unit::Hours => "hours",
            Unit::WorkingDays => "working_days",
            Unit::Days => "days",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Unit::ALL.iter().copied().find(|unit| unit.code() == code)
    }
}

impl Rules {
    /// Reads a rule file and checks every line of it.
    ///
    /// - errors: the first fault with its line, in words that an office can act on
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let file: File = toml::from_str(text).map_err(|error| Fault::of_toml(text, &error))?;
        let week_off = file.week_off.iter().map(|day| weekday(text, day)).collect::<Result<Vec<_>, _>>()?;
        if week_off.len() > 4 {
            return located(text, &file.week_off[0], "a week needs at least three working days".to_owned());
        }
        if !(1..=COMPARE_DAYS_MAX).contains(file.compare_days.get_ref()) {
            let what = format!("compare_days must lie between 1 and {COMPARE_DAYS_MAX}");
            return located(text, &file.compare_days, what);
        }
        let mut kinds: Vec<Kind> = Vec::new();
        for kind in file.kinds {
            if kinds.iter().any(|known| known.id == *kind.id.get_ref()) {
                return located(text, &kind.id, format!("the kind {} stands twice", kind.id.get_ref()));
            }
            kinds.push(Kind {
                id: kind.id.into_inner(),
                scope: kind.scope,
                name_zh: kind.name_zh,
                name_en: kind.name_en,
                note_zh: kind.note_zh,
                note_en: kind.note_en,
            });
        }
        let mut duties: Vec<Duty> = Vec::new();
        for duty in file.duties {
            let duty = duty.check(text, &kinds, &duties)?;
            duties.push(duty);
        }
        Ok(Rules {
            id: file.id,
            name_zh: file.name_zh,
            name_en: file.name_en,
            calendar: file.calendar,
            week_off,
            compare_days: file.compare_days.into_inner(),
            kinds,
            duties,
            digest: Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect(),
            text: text.to_owned(),
        })
    }

    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }

    /// The kinds that open a room, in the order of the file.
    pub fn incident_kinds(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter().filter(|kind| kind.scope == Scope::Incident)
    }

    /// What is owed when something of this kind happens.
    pub fn duties_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Duty> {
        self.duties.iter().filter(move |duty| duty.kinds.iter().any(|known| known == kind))
    }

    /// The duties whose numbers nobody has held against their source.
    pub fn unconfirmed(&self) -> impl Iterator<Item = &Duty> {
        self.duties.iter().filter(|duty| !duty.is_confirmed)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    name_zh: String,
    name_en: String,
    calendar: String,
    week_off: Vec<Spanned<String>>,
    compare_days: Spanned<u32>,
    kinds: Vec<KindFile>,
    duties: Vec<DutyFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindFile {
    id: Spanned<String>,
    #[serde(default = "incident")]
    scope: Scope,
    name_zh: String,
    name_en: String,
    #[serde(default)]
    note_zh: String,
    #[serde(default)]
    note_en: String,
}

const fn incident() -> Scope {
    Scope::Incident
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DutyFile {
    id: Spanned<String>,
    step: Step,
    kinds: Vec<Spanned<String>>,
    within: Spanned<u32>,
    unit: Unit,
    #[serde(default)]
    escalate: Vec<Spanned<u32>>,
    #[serde(default)]
    repeats: bool,
    name_zh: String,
    name_en: String,
    citation_zh: Spanned<String>,
    citation_en: Spanned<String>,
    #[serde(default)]
    note_zh: String,
    #[serde(default)]
    note_en: String,
    checked: Spanned<String>,
    confirmed: bool,
}

impl DutyFile {
    fn check(self, text: &str, kinds: &[Kind], before: &[Duty]) -> Result<Duty, Fault> {
        let id = self.id.get_ref();
        if before.iter().any(|known| known.id == *id) {
            return located(text, &self.id, format!("the duty {id} stands twice"));
        }
        if let Some(kind) = self.kinds.iter().find(|kind| kinds.iter().all(|known| known.id != *kind.get_ref())) {
            return located(text, kind, format!("there is no kind named {}", kind.get_ref()));
        }
        if !(1..=WITHIN_MAX).contains(self.within.get_ref()) {
            return located(text, &self.within, format!("within must lie between 1 and {WITHIN_MAX}"));
        }
        if let Some(early) = self.escalate.iter().find(|early| *early.get_ref() >= *self.within.get_ref()) {
            let what = format!("a reminder {} before the end comes no earlier than the start", early.get_ref());
            return located(text, early, what);
        }
        for citation in [&self.citation_zh, &self.citation_en] {
            if citation.get_ref().trim().is_empty() {
                return located(
                    text,
                    citation,
                    format!("the duty {id} cites nothing; say at least whose number it is"),
                );
            }
        }
        let mut escalate: Vec<u32> = self.escalate.into_iter().map(Spanned::into_inner).collect();
        escalate.sort_unstable_by(|a, b| b.cmp(a));
        escalate.dedup();
        Ok(Duty {
            checked: date(text, &self.checked)?,
            id: self.id.into_inner(),
            step: self.step,
            kinds: self.kinds.into_iter().map(Spanned::into_inner).collect(),
            span: Span { number: self.within.into_inner(), unit: self.unit },
            escalate,
            repeats: self.repeats,
            name_zh: self.name_zh,
            name_en: self.name_en,
            citation_zh: self.citation_zh.into_inner(),
            citation_en: self.citation_en.into_inner(),
            note_zh: self.note_zh,
            note_en: self.note_en,
            is_confirmed: self.confirmed,
        })
    }
}

fn weekday(text: &str, written: &Spanned<String>) -> Result<Weekday, Fault> {
    Ok(match written.get_ref().as_str() {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        other => return located(text, written, format!("`{other}` is no day of the week; write for example sunday")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CN: &str = include_str!("../library/rules/cn.toml");

    fn refused(old: &str, new: &str) -> String {
        assert!(CN.contains(old), "the file says {old}");
        Rules::parse(&CN.replacen(old, new, 1)).expect_err("it is refused").to_string()
    }

    #[test]
    fn what_an_emergency_asks_for_stands_in_the_file_with_its_source() {
        let rules = Rules::parse(CN).expect("the file that ships is read");
        let owed: Vec<_> = rules.duties_of("serious_emergency").map(|duty| (duty.step.code(), duty.span)).collect();
        let hours = |number| Span { number, unit: Unit::Hours };
        assert_eq!(owed, [("first_word", hours(5)), ("briefing", hours(24)), ("follow_up", hours(24))]);
        let first = rules.duties_of("serious_emergency").next().expect("there is one");
        assert!(first.citation_zh.contains("80号") && first.is_confirmed);
        let unconfirmed: Vec<&str> = rules.unconfirmed().map(|duty| duty.id.as_str()).collect();
        assert_eq!(
            unconfirmed,
            ["follow_up", "answer_request", "consult", "fix_poor_rating", "return_dispatch", "answer_site_error"]
        );
    }

    #[test]
    fn a_fault_is_named_with_its_line() {
        let line = |needle: &str| CN[..CN.find(needle).expect("it stands there")].lines().count() + 1;
        let first = line("kinds = [\"serious_emergency\"]");
        assert_eq!(
            refused("kinds = [\"serious_emergency\"]", "kinds = [\"eruption\"]"),
            format!("line {first}: there is no kind named eruption")
        );
        assert!(refused("within = 5", "within = 0").contains("within must lie between 1"));
        assert!(refused("escalate = [2, 1]", "escalate = [5]").contains("comes no earlier than the start"));
        assert!(refused("\"saturday\"", "\"someday\"").contains("`someday` is no day of the week"));
        assert!(refused("unit = \"hours\"", "unit = \"moons\"").contains("moons"));
        assert!(refused("\nconfirmed = true", "\ncertain = true").contains("certain"));
    }

    #[test]
    fn a_duty_without_a_source_is_refused() {
        let citation = "citation_en = \"State Council General Office circular 80 of 2016 (10 November 2016)\"";
        assert!(refused(citation, "citation_en = \" \"").contains("first_word cites nothing"));
    }

    #[test]
    fn other_rules_have_another_digest() {
        let rules = Rules::parse(CN).expect("it is read");
        let stricter = Rules::parse(&CN.replace("within = 48", "within = 36")).expect("it is read");
        assert_ne!(rules.digest, stricter.digest);
        assert_eq!(rules.digest.len(), 64);
    }
}
