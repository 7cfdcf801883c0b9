//! Clocks in words: how long is left, by which rule, what they stood still for, and who holds them.

use super::Desk;
use crate::pages::clock::ClockCard;
use model::{StaffId, Time};
use org::{Department, DepartmentId};
use respond::{Clock, Measure, Span, State, Unit};
use std::collections::HashMap;
use web::{Frame, UiLang};

/// Who is who, for saying who did what.
pub struct Known {
    pub names: HashMap<StaffId, String>,
    pub departments: Vec<Department>,
    /// Of each member of staff.
    pub of_staff: HashMap<StaffId, DepartmentId>,
    is_chinese: bool,
}

impl Known {
    pub async fn load(desk: &Desk, lang: UiLang) -> model::Result<Self> {
        let staff = org::staff::list(&desk.db).await?;
        let of_staff = staff.iter().filter_map(|one| Some((one.id.clone(), one.department.clone()?))).collect();
        Ok(Known {
            names: staff.into_iter().map(|one| (one.id, one.name)).collect(),
            departments: org::department::list(&desk.db).await?,
            of_staff,
            is_chinese: lang == UiLang::Zh,
        })
    }

    pub fn person(&self, id: &StaffId) -> String {
        super::alerts::name(&self.names, id)
    }

    pub fn department(&self, f: &Frame, id: &DepartmentId) -> String {
        let known = self.departments.iter().find(|department| department.id == *id);
        known.map_or_else(
            || if id.as_str().is_empty() { f.t("incident-no-department") } else { id.to_string() },
            |department| department.name(self.is_chinese).to_owned(),
        )
    }

    /// Those that exist: id and name, for the choices of a form.
    pub fn choices(&self, f: &Frame) -> Vec<(String, String)> {
        let open = self.departments.iter().filter(|department| department.ended.is_none());
        let mut choices: Vec<(String, String)> =
            open.map(|department| (department.id.to_string(), department.name(self.is_chinese).to_owned())).collect();
        if choices.is_empty() {
            choices.push((String::new(), f.t("incident-no-department")));
        }
        choices
    }

    /// The text in the reader's language.
    pub fn in_words<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        if self.is_chinese { zh } else { en }
    }
}

pub fn card(f: &Frame, known: &Known, measure: Measure<'_>, clock: &Clock) -> ClockCard {
    let (now, deadline) = (f.now, clock.deadline(measure, f.now));
    let state = clock.state(measure, now);
    let whole = deadline.at.since(clock.started).max(1);
    let passed = if clock.is_open() { now.since(clock.started) } else { whole };
    let rule = f.words().t_with("clock-within", &span_args(clock.span));
    ClockCard {
        id: clock.id.to_string(),
        name: known.in_words(&clock.name_zh, &clock.name_en).to_owned(),
        state,
        left: match clock.rests_on_nothing() {
            true => f.t("clock-rests-on-nothing"),
            false => left(f, state, deadline.at, clock.met.as_ref().map(|met| met.at)),
        },
        ends: deadline.at,
        elapsed: u32::try_from((passed * 100 / whole).clamp(0, 100)).unwrap_or(100),
        rule: if clock.repeats { f.t1("clock-within-again", "rule", rule) } else { rule },
        citation: known.in_words(&clock.citation_zh, &clock.citation_en).to_owned(),
        is_confirmed: clock.is_confirmed,
        started: clock.started,
        pauses: clock.stood.iter().map(|stood| pause(f, known, stood)).collect(),
        words: words(f, known, clock),
        rests_on_nothing: clock.rests_on_nothing(),
        is_paused: clock.is_paused(),
        holder: known.department(f, &clock.holder),
        met: clock.met.as_ref().map(|met| met.at),
        caveat: caveat(f, &deadline.years_missing, &deadline.years_unconfirmed),
        is_task: clock.task.is_some(),
    }
}

fn left(f: &Frame, state: State, ends: Time, met: Option<Time>) -> String {
    let say = |key: &str, ms: i64| f.t1(key, "span", f.long_span(ms));
    match (state, met) {
        (State::Running | State::Soon, _) => say("clock-left", ends.since(f.now)),
        (State::Overdue, _) => say("clock-late", f.now.since(ends)),
        (State::Paused, _) => say("clock-paused-left", ends.since(f.now)),
        (State::MetLate, Some(met)) => say("clock-met-late", met.since(ends)),
        (State::Met, Some(met)) => say("clock-met-early", ends.since(met)),
        (State::Stopped | State::Met | State::MetLate, _) => f.t("clock-stopped"),
    }
}

/// What became of the words that met it: withdrawn since, or corrected.
fn words(f: &Frame, known: &Known, clock: &Clock) -> Vec<String> {
    let fallen = |word: &respond::Fallen| {
        let either = |zh: &str, en: &str| {
            let own = known.in_words(zh, en);
            if own.is_empty() { format!("{zh}{en}") } else { own.to_owned() }
        };
        let args = [
            ("spoken", f.when(&word.spoken).text.into()),
            ("title", either(&word.title_zh, &word.title_en).into()),
            ("withdrawn", f.when(&word.withdrawn).text.into()),
            ("reason", either(&word.reason_zh, &word.reason_en).into()),
        ];
        f.words().t_with("clock-word-withdrawn", &args)
    };
    let corrected = clock.met.as_ref().and_then(|met| met.corrected);
    let corrected = corrected.map(|at| f.t1("clock-word-corrected", "when", f.when(&at).text));
    clock.fallen.iter().map(fallen).chain(corrected).collect()
}

fn pause(f: &Frame, known: &Known, stood: &respond::Stood) -> String {
    let from = f.when(&stood.pause.from).text;
    let mut args =
        vec![("from", from.into()), ("reason", stood.reason.clone().into()), ("name", known.person(&stood.by).into())];
    match stood.pause.until {
        Some(until) => {
            args.push(("until", f.when(&until).text.into()));
            f.words().t_with("clock-pause-ended", &args)
        }
        None => f.words().t_with("clock-pause-lasts", &args),
    }
}

fn caveat(f: &Frame, missing: &[i16], unconfirmed: &[i16]) -> Option<String> {
    let list = |years: &[i16]| years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if !missing.is_empty() {
        Some(f.t1("clock-year-missing", "years", list(missing)))
    } else if !unconfirmed.is_empty() {
        Some(f.t1("clock-year-unconfirmed", "years", list(unconfirmed)))
    } else {
        None
    }
}

/// The placeholders of a sentence about a span.
pub fn span_args(span: Span) -> [(&'static str, web::Value<'static>); 2] {
    let unit = match span.unit {
        Unit::Hours => "hours",
        Unit::WorkingDays => "working_days",
        Unit::Days => "days",
    };
    [("number", span.number.into()), ("unit", unit.into())]
}

/// The cards of open clocks, nearest end first.
pub fn cards(f: &Frame, known: &Known, measure: Measure<'_>, clocks: &[Clock]) -> Vec<ClockCard> {
    let mut cards: Vec<ClockCard> =
        clocks.iter().filter(|clock| clock.is_open()).map(|clock| card(f, known, measure, clock)).collect();
    cards.sort_by_key(|card| card.ends);
    cards
}
