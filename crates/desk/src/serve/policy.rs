//! The policy of warnings: read, written anew, tried over history, and let pass by a second person.

use super::{Desk, Lang, print};
use crate::course::courses;
use crate::pages::policy::{
    Change, LevelLine, MonthLine, PolicyEditView, PolicyVersionView, PolicyView, ReplayColumn, RuleLine, TuningLine,
    VersionLine, place,
};
use analyse::mirror;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use model::{DAY_MS, Error, HOUR_MS, Level, Result, StaffId, Time};
use org::{Permission, Purpose};
use std::collections::{BTreeMap, HashMap};
use warn::replay::{Account, Course, replay};
use warn::store::Outcomes;
use warn::versions::{self, Version, VersionState};
use warn::{Plain, Policy, Verdict};
use web::input::{Asked, Posted};
use web::session::SignedIn;
use web::{Fault, Frame, UiLang};

/// How far back a version is tried.
const REPLAY_DAYS: u32 = 30;
/// How many months the account goes back.
const MONTHS: usize = 6;

pub async fn page(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    let f = desk.frame(lang, "/desk/policy");
    let names = desk.names().await?;
    let all = versions::list(&desk.db).await?;
    let version = all.iter().find(|version| version.state == VersionState::InForce).ok_or(Error::not_found())?;
    let (written, now) = (version.policy()?, desk.policy.get());
    let tunings = versions::tunings(&desk.db, version.number).await?;
    let view = PolicyView {
        in_force: line(version, &names),
        k: now.k.get(),
        levels: levels(&written),
        rules: rules(&written, &now),
        tuning_percent: written.written().tuning_percent,
        tunings: tunings.into_iter().map(|step| tuning(step, &names)).collect(),
        months: months(&desk, &f).await?,
        versions: all.iter().map(|version| line(version, &names)).collect(),
        may_write: who.may(Permission::HandleAlerts),
        may_undo: who.may(Permission::Approve),
        staff: desk.staff_here(&who).await?,
        f,
    };
    Ok(print(&view)?)
}

fn levels(policy: &Policy) -> Vec<LevelLine> {
    let line = |level: &Level| {
        let criteria = policy.criteria(*level);
        LevelLine {
            level: *level,
            score: criteria.score,
            voices: criteria.voices,
            acknowledge_hours: criteria.acknowledge_hours,
        }
    };
    Level::ALL.iter().rev().map(line).collect()
}

fn rules(written: &Policy, now: &Policy) -> Vec<RuleLine> {
    let line = |rule: &warn::Rule| {
        let bounds = written.written().rules.get(rule.name)?;
        Some(RuleLine {
            name: rule.name.to_owned(),
            weight: bounds.weight,
            weight_now: now.bounds(rule.name).map_or(0, |bounds| bounds.weight),
            from: bounds.from,
            full: bounds.full,
            least: bounds.least,
            rises: written.rises_on(rule.name),
        })
    };
    warn::RULES.iter().filter_map(line).collect()
}

fn tuning(step: versions::Tuning, names: &HashMap<StaffId, String>) -> TuningLine {
    TuningLine {
        id: step.id,
        rule: step.rule,
        percent: step.percent,
        useful: step.because.useful,
        false_alarms: step.because.false_alarms,
        judged: step.because.judged(),
        at: step.at,
        undone: step.undone.map(|(at, by)| (at, super::alerts::name(names, &by))),
    }
}

fn line(version: &Version, names: &HashMap<StaffId, String>) -> VersionLine {
    let name = |id: &Option<StaffId>| id.as_ref().map(|id| super::alerts::name(names, id));
    VersionLine {
        number: version.number,
        state: version.state,
        note: version.note.clone(),
        digest: version.digest.clone(),
        written: version.written,
        written_by: name(&version.written_by),
        in_force: version.in_force,
        approved_by: name(&version.approved_by),
        superseded: version.superseded,
    }
}

/// The account of the last months: how many alerts were useful, and how late they were.
async fn months(desk: &Desk, f: &Frame) -> Result<Vec<MonthLine>> {
    let from = Time::from_ms(f.now.ms() - 31 * MONTHS as i64 * DAY_MS);
    let outcomes = warn::store::raised_between(&desk.db, from, f.now.plus_hours(1)).await?;
    let ids: Vec<_> = outcomes.iter().map(|outcome| outcome.story.clone()).collect();
    let cards = mirror::stories_by_id(&desk.db, desk.k, &ids).await?;
    // An alert with the moment at which its story was first heard.
    type Told<'a> = (&'a Outcomes, Option<Time>);
    let mut by_month: BTreeMap<(i16, i8), Vec<Told<'_>>> = BTreeMap::new();
    for outcome in &outcomes {
        let civil = desk.zone.civil(outcome.raised);
        let first = cards.get(&outcome.story).map(|card| card.first);
        by_month.entry((civil.year(), civil.month())).or_default().push((outcome, first));
    }
    let line = |((year, month), outcomes): ((i16, i8), Vec<Told<'_>>)| {
        let judged = |verdict| outcomes.iter().filter(|(outcome, _)| outcome.verdict == Some(verdict)).count();
        let useful = outcomes.iter().filter(|(outcome, _)| outcome.verdict == Some(Verdict::Useful));
        let late = useful.filter_map(|(outcome, first)| Some(outcome.raised.since((*first)?) / HOUR_MS));
        let seen =
            outcomes.iter().filter_map(|(outcome, _)| Some(outcome.acknowledged?.since(outcome.raised) / 60_000));
        MonthLine {
            month: f.t2("policy-month-name", "year", year.to_string(), "month", i64::from(month)),
            alerts: count(outcomes.len()),
            judged: count(outcomes.iter().filter(|(outcome, _)| outcome.verdict.is_some()).count()),
            useful: count(judged(Verdict::Useful)),
            false_alarms: count(judged(Verdict::False)),
            late_hours: median(late.collect()),
            acknowledged_minutes: median(seen.collect()),
        }
    };
    Ok(by_month.into_iter().rev().take(MONTHS).map(line).collect())
}

fn count(things: usize) -> u32 {
    u32::try_from(things).unwrap_or(u32::MAX)
}

fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    (!values.is_empty()).then(|| values[values.len() / 2].max(0))
}

pub async fn form(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
    Asked(asked): Asked,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::HandleAlerts)?;
    // A draft may begin from any earlier version; without a word it begins from the one in force.
    let asked: Option<u32> = asked.text("from").parse().ok();
    let plain = match asked {
        Some(number) => find(&desk, number).await?.policy()?.written().clone(),
        None => desk.policy.get().written().clone(),
    };
    let view = PolicyEditView {
        f: desk.frame(lang, "/desk/policy/new"),
        staff: desk.staff_here(&who).await?,
        fields: plain.fields().into_iter().collect(),
        note: String::new(),
        note_error: None,
        problems: Vec::new(),
    };
    Ok(print(&view)?)
}

async fn find(desk: &Desk, number: u32) -> Result<Version> {
    versions::find(&desk.db, number).await?.ok_or_else(Error::not_found)
}

pub async fn keep(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::HandleAlerts)?;
    let note = posted.fields.text("note");
    let note_error = note.is_empty().then_some("input-required");
    let read = Plain::read(|place| posted.fields.text(place));
    let problems = match &read {
        Ok(plain) => plain.problems(),
        Err(problems) => problems.clone(),
    };
    if let (Ok(plain), true, None) = (&read, problems.is_empty(), note_error) {
        let mut tx = desk.db.write().await?;
        let version = versions::draft(&mut tx, plain, &note, posted.staff.id(), desk.clock.now()).await?;
        tx.commit().await?;
        return Ok(to_version(&desk, lang, version.number));
    }
    let places = desk.policy.get().written().fields().into_iter().map(|(place, _)| place);
    let view = PolicyEditView {
        f: desk.frame(lang, "/desk/policy/new"),
        fields: places.map(|place| (place.clone(), posted.fields.text(&place))).collect(),
        staff: desk.staff_here(&posted.staff).await?,
        note,
        note_error,
        problems,
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response())
}

fn to_version(desk: &Desk, lang: UiLang, number: u32) -> Response {
    Redirect::to(&desk.frame(lang, "").href(&format!("/desk/policy/{number}"))).into_response()
}

pub async fn version(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, number)): Path<(String, u32)>,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    desk.record(&who, Purpose::RoutineWatch, &format!("policy {number}")).await?;
    let f = desk.frame(lang, &format!("/desk/policy/{number}"));
    let version = find(&desk, number).await?;
    let (policy, in_force) = (version.policy()?, desk.policy.get());
    let until = f.now;
    let from = Time::from_ms(until.ms() - i64::from(REPLAY_DAYS) * DAY_MS);
    let past = courses(&desk.db, desk.k, from, until).await?;
    let stories = count(past.len());
    let mut tried = vec![(f.t("policy-column-in-force"), (*in_force).clone())];
    if version.state != VersionState::InForce {
        tried.push((f.t1("policy-number", "number", number), policy.clone()));
    }
    let is_writer = version.written_by.as_ref() == Some(who.id());
    let is_draft = version.state == VersionState::Draft;
    let may_approve = is_draft && !is_writer && who.may(Permission::Approve);
    let view = PolicyVersionView {
        changes: changes(&f, in_force.written(), policy.written()),
        replay: columns(&desk, past, tried, (from, until)).await?,
        replay_days: REPLAY_DAYS,
        replay_stories: stories,
        may_approve,
        may_drop: is_draft && (is_writer || who.may(Permission::Approve)),
        why_not: (is_draft && !may_approve).then_some(if is_writer {
            "policy-own-draft"
        } else {
            "policy-needs-approver"
        }),
        text: version.text.clone(),
        version: line(&version, &desk.names().await?),
        staff: desk.staff_here(&who).await?,
        f,
    };
    Ok(print(&view)?)
}

/// The numbers in which two policies differ.
fn changes(f: &Frame, was: &Plain, is: &Plain) -> Vec<Change> {
    let (was, is): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (was.fields().into_iter().collect(), is.fields().into_iter().collect());
    let places: std::collections::BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let shown = |value: Option<&String>, place: &str| match value {
        // What can raise an alert is a box that is ticked or not.
        _ if place.starts_with("rises_on") => f.t(if value.is_some() { "policy-yes" } else { "policy-no" }),
        Some(value) => value.clone(),
        None => String::new(),
    };
    let differs = places.into_iter().filter(|place| was.get(*place) != is.get(*place));
    differs
        .map(|at| Change { place: change_place(f, at), was: shown(was.get(at), at), is: shown(is.get(at), at) })
        .collect()
}

fn change_place(f: &Frame, at: &str) -> String {
    match at.strip_prefix("rises_on.") {
        Some(rule) => f.t2("policy-place", "part", f.t(&format!("policy-rule-{rule}")), "number", f.t("policy-rises")),
        None => place(f, at),
    }
}

async fn columns(
    desk: &Desk,
    past: Vec<Course>,
    tried: Vec<(String, Policy)>,
    (from, until): (Time, Time),
) -> Result<Vec<ReplayColumn>> {
    let zone = desk.zone.clone();
    // Hundreds of stories with hundreds of hours each: not for the threads that answer other people.
    let accounts = tokio::task::spawn_blocking(move || {
        tried.into_iter().map(|(title, policy)| (title, replay(&past, &policy, &zone, from, until))).collect::<Vec<_>>()
    });
    Ok(accounts.await?.into_iter().map(|(title, account)| column(title, &account)).collect())
}

fn column(title: String, account: &Account) -> ReplayColumn {
    let tenths = account.tenths_a_day();
    ReplayColumn {
        title,
        alerts: count(account.raised.len()),
        by_level: Level::ALL.iter().map(|level| (*level, account.count(*level))).collect(),
        a_day: format!("{}.{}", tenths / 10, tenths % 10),
        busiest_day: account.busiest_day,
        useful: (account.useful_kept, account.useful_all),
        idle: (account.idle_raised, account.idle_all),
        lead_hours: account.lead_median(),
    }
}

pub async fn approve(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, number)): Path<(String, u32)>,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::Approve)?;
    let version = find(&desk, number).await?;
    // What the approver saw is what passes: a page that was open while the draft changed approves nothing.
    if posted.fields.text("digest") != version.digest {
        return Err(Error::conflict("error-conflict").into());
    }
    let writer = version.written_by.as_ref().ok_or(Error::conflict("error-conflict"))?;
    let second = posted.staff.recent().await?;
    let mut tx = desk.db.write().await?;
    let now = desk.clock.now();
    let approval = org::approval::approve(&mut tx, &version.subject(), &version.digest, writer, second, now).await?;
    versions::bring_into_force(&mut tx, number, &approval, now).await?;
    desk.policy.refresh(&mut tx).await?;
    tx.commit().await?;
    Ok(to_version(&desk, lang, number))
}

pub async fn drop_draft(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, number)): Path<(String, u32)>,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    let version = find(&desk, number).await?;
    if version.written_by.as_ref() != Some(posted.staff.id()) {
        posted.staff.require(Permission::Approve)?;
    }
    let mut tx = desk.db.write().await?;
    versions::drop_draft(&mut tx, number, posted.staff.id(), desk.clock.now()).await?;
    tx.commit().await?;
    Ok(to_version(&desk, lang, number))
}

pub async fn undo(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::Approve)?;
    let by = posted.staff.recent().await?;
    let mut tx = desk.db.write().await?;
    versions::undo(&mut tx, &posted.fields.text("tuning"), by, desk.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&desk.frame(lang, "").href("/desk/policy")).into_response())
}
