//! Incidents: the list, and opening one.

use super::clock::{Known, cards, span_args};
use super::{Desk, Lang, print};
use crate::pages::incidents::{IncidentRow, IncidentsView, NewIncidentView, PastRow};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use claims::matches::Decision;
use model::{AlertId, ClaimId, IncidentId, StoryId, Time, Zone};
use org::{DepartmentId, Permission, Purpose};
use respond::store::{incident, playbook, room};
use respond::{Incident, IncidentState};
use std::collections::HashMap;
use web::input::{Asked, Fields, Posted};
use web::live::Update;
use web::session::SignedIn;
use web::{Fault, Frame, Link, Spoken, UiLang};

const PAST_MAX: u32 = 50;
/// What an incident may be about, as addresses say it.
const SUBJECTS: &[&str] = &["story", "alert", "claim"];
const SUBJECTS_MAX: usize = 8;

pub async fn list(State(desk): State<Desk>, Lang(lang): Lang, who: SignedIn) -> Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    let f = desk.live_frame(lang, "/desk/incidents");
    let known = Known::load(&desk, lang).await?;
    let mut rows = Vec::new();
    for one in &incident::list_open(&desk.db).await? {
        if let Some(room) = room::load(&desk.db, &one.id).await? {
            rows.push(open_row(&desk, &f, &known, &room));
        }
    }
    rows.sort_by_key(|row| row.next.as_ref().map_or(i64::MAX, |clock| clock.ends.ms()));
    let past = incident::list_past(&desk.db, PAST_MAX).await?;
    let numbers: HashMap<&IncidentId, &str> = past.iter().map(|one| (&one.id, one.number.as_str())).collect();
    let mut past_rows = Vec::new();
    for one in &past {
        let into = match numbers.get(&one.room) {
            Some(number) => (*number).to_owned(),
            None => room::load(&desk.db, &one.room).await?.map_or_else(String::new, |room| room.incident.number),
        };
        past_rows.push(past_row(&desk, &f, &known, one, &into));
    }
    let view = IncidentsView {
        open: rows,
        past: past_rows,
        unconfirmed: desk.respond.rules.unconfirmed().count() as u32,
        may_act: who.may(Permission::HandleAlerts),
        staff: desk.staff_here(&who).await?,
        f,
    };
    Ok(print(&view)?)
}

fn open_row(desk: &Desk, f: &Frame, known: &Known, room: &respond::Room) -> IncidentRow {
    IncidentRow {
        href: f.href(&format!("/desk/incidents/{}", room.incident.id)),
        number: room.incident.number.clone(),
        title: spoken(&room.incident.title),
        kind: kind_name(desk, known, &room.incident.kind),
        lead: known.department(f, &room.incident.department),
        next: cards(f, known, desk.respond.measure(&desk.zone), &room.clocks).into_iter().next(),
        tasks_open: room.tasks.iter().filter(|task| task.done.is_none()).count() as u32,
        people: room.people.iter().filter(|person| person.left.is_none()).count() as u32,
    }
}

fn past_row(desk: &Desk, f: &Frame, known: &Known, one: &Incident, into: &str) -> PastRow {
    PastRow {
        href: f.href(&format!("/desk/incidents/{}", one.id)),
        number: one.number.clone(),
        title: spoken(&one.title),
        kind: kind_name(desk, known, &one.kind),
        opened: one.opened,
        ended: one.closed.as_ref().map(|closed| closed.at).or(one.merged).unwrap_or(one.changed),
        how: match (&one.closed, one.state) {
            (Some(closed), _) => closed.reason.clone(),
            (None, IncidentState::Merged) => f.t1("incidents-merged-into", "number", into.to_owned()),
            (None, _) => String::new(),
        },
    }
}

/// Text that staff typed, with the language it is in.
pub fn spoken(text: &str) -> Spoken {
    Spoken::new(text, text::language(text))
}

pub fn kind_name(desk: &Desk, known: &Known, id: &str) -> String {
    let kind = desk.respond.rules.kind(id);
    kind.map_or_else(|| id.to_owned(), |kind| known.in_words(&kind.name_zh, &kind.name_en).to_owned())
}

pub async fn form(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
    Asked(asked): Asked,
) -> Result<Page<String>, Fault> {
    who.require(Permission::HandleAlerts)?;
    let subjects = with_stories(&desk, subjects_of(&asked.text("subject"))).await?;
    desk.record(&who, Purpose::Incident, &format!("new incident {}", subjects.join(" "))).await?;
    Ok(print(&new_view(&desk, lang, &who, subjects, &asked, None).await?)?)
}

/// - `filled`: what was typed or asked for already
async fn new_view(
    desk: &Desk,
    lang: UiLang,
    who: &SignedIn,
    subjects: Vec<String>,
    filled: &Fields,
    title_error: Option<&'static str>,
) -> model::Result<NewIncidentView> {
    let f = desk.frame(lang, "/desk/incidents/new");
    let known = Known::load(desk, lang).await?;
    let story = match subjects.iter().find_map(|subject| subject.strip_prefix("story/")) {
        Some(id) => analyse::mirror::story(&desk.db, desk.k, &StoryId::new(id)).await?,
        None => None,
    };
    let mut already = None;
    for subject in &subjects {
        if let Some(open) = incident::of_subject(&desk.db, subject).await? {
            already = Some(Link {
                href: f.href(&format!("/desk/incidents/{}", open.id)),
                text: format!("{} {}", open.number, open.title),
            });
        }
    }
    let mut about = story.as_ref().map(|card| ::mirror::headline(&f, card));
    if let Some(id) = subjects.iter().find_map(|subject| subject.strip_prefix("claim/")) {
        let claim = claims::read::one(&desk.db, &ClaimId::new(id)).await?;
        about = Some(super::claims::words(&f, claim.newest()));
    }
    let rules = &desk.respond.rules;
    let name = |zh: &str, en: &str| known.in_words(zh, en).to_owned();
    let typed = filled.text("title");
    let own = known.of_staff.get(who.id()).map(ToString::to_string).unwrap_or_default();
    let sentence = |duty: &respond::Duty| {
        let within = f.words().t_with("clock-within", &span_args(duty.span));
        f.t2("incident-new-duty", "duty", known.in_words(&duty.name_zh, &duty.name_en), "rule", within)
    };
    Ok(NewIncidentView {
        kinds: rules.incident_kinds().map(|kind| (kind.id.clone(), name(&kind.name_zh, &kind.name_en))).collect(),
        kind: filled.text("kind"),
        title: if typed.is_empty() {
            about.as_ref().map_or_else(String::new, |about| about.text.clone())
        } else {
            typed
        },
        title_error,
        playbooks: desk
            .respond
            .playbooks
            .iter()
            .map(|book| (book.id.clone(), name(&book.title.zh, &book.title.en)))
            .collect(),
        playbook: filled.text("playbook"),
        departments: known.choices(&f),
        department: if filled.text("department").is_empty() { own } else { filled.text("department") },
        known: local(&f.zone, f.now),
        subjects: subjects.join(" "),
        about,
        already,
        duties: rules
            .incident_kinds()
            .map(|kind| (name(&kind.name_zh, &kind.name_en), rules.duties_of(&kind.id).map(sentence).collect()))
            .collect(),
        staff: desk.staff_here(who).await?,
        f,
    })
}

pub async fn open(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> Result<Response, Fault> {
    posted.staff.require(Permission::HandleAlerts)?;
    let subjects = with_stories(&desk, subjects_of(&posted.fields.text("subjects"))).await?;
    let title = posted.fields.text("title");
    if title.is_empty() {
        let view = new_view(&desk, lang, &posted.staff, subjects, &posted.fields, Some("input-required")).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
    }
    let now = desk.clock.now();
    let new = incident::NewIncident {
        kind: posted.fields.text("kind"),
        title,
        department: DepartmentId::new(posted.fields.text("department")),
        known: moment(&desk.zone, &posted.fields.text("known")).unwrap_or(now),
        subjects,
    };
    let mut tx = desk.db.write().await?;
    let id = incident::open(&mut tx, &desk.respond, &desk.zone, new, posted.staff.id(), now).await?;
    incident::join(&mut tx, &id, posted.staff.id(), now).await?;
    if let Some(book) = desk.respond.playbook(&posted.fields.text("playbook")) {
        playbook::begin(&mut tx, &id, book, posted.staff.id(), now).await?;
    }
    tx.commit().await?;
    desk.hub.send(Update { name: "incident", id: id.to_string() });
    Ok(Redirect::to(&desk.frame(lang, "").href(&format!("/desk/incidents/{id}"))).into_response())
}

/// Whoever opens one from an alert means its story as well; from a claim, the stories that tell it.
async fn with_stories(desk: &Desk, mut subjects: Vec<String>) -> model::Result<Vec<String>> {
    for id in subjects.clone().iter().filter_map(|subject| subject.strip_prefix("claim/")) {
        for found in claims::matches::of_claim(&desk.db, &ClaimId::new(id)).await? {
            let story = format!("story/{}", found.story);
            if found.decision == Some(Decision::Attached) && !subjects.contains(&story) && subjects.len() < SUBJECTS_MAX
            {
                subjects.push(story);
            }
        }
    }
    // The alert may have closed since its card was read, as it does when its story turns out to be part of another.
    for id in subjects.clone().iter().filter_map(|subject| subject.strip_prefix("alert/")) {
        if let Some(record) = warn::store::find(&desk.db, &AlertId::new(id)).await? {
            let story = format!("story/{}", record.alert.story);
            if !subjects.contains(&story) && subjects.len() < SUBJECTS_MAX {
                subjects.push(story);
            }
        }
    }
    Ok(subjects)
}

/// Those on which work goes on, by number and title, for the choices of a form.
///
/// - `known`: subjects of what is being tied, such as `incident/ID`; an incident among them is not offered again
pub async fn choices(desk: &Desk, known: &[String]) -> model::Result<Vec<(String, String)>> {
    let open = incident::list_open(&desk.db).await?;
    let is_new = |one: &&Incident| !known.contains(&format!("incident/{}", one.id));
    Ok(open.iter().filter(is_new).map(|one| (one.id.to_string(), format!("{} · {}", one.number, one.title))).collect())
}

/// Subjects as an address or a form names them; anything else is dropped.
fn subjects_of(text: &str) -> Vec<String> {
    let is_subject = |subject: &&str| {
        let plain = |id: &str| {
            !id.is_empty() && id.len() < 80 && id.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c))
        };
        subject.split_once('/').is_some_and(|(kind, id)| SUBJECTS.contains(&kind) && plain(id))
    };
    text.split_whitespace().filter(is_subject).take(SUBJECTS_MAX).map(str::to_owned).collect()
}

/// A moment as a form takes it, in the office's zone: `2026-11-25T14:00`.
pub fn local(zone: &Zone, time: Time) -> String {
    zone.civil(time).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// - returns: nothing for what is no moment
pub fn moment(zone: &Zone, written: &str) -> Option<Time> {
    let civil: jiff::civil::DateTime = written.parse().ok()?;
    let zoned = civil.to_zoned(zone.time_zone().clone()).ok()?;
    Some(Time::from_ms(zoned.timestamp().as_millisecond()))
}

/// What Today says of incidents: for each, the time limit that ends next.
pub async fn due(desk: &Desk, f: &Frame) -> model::Result<Vec<crate::pages::today::Due>> {
    let known = Known::load(desk, f.lang).await?;
    let mut due = Vec::new();
    for one in &incident::list_open(&desk.db).await? {
        let Some(room) = room::load(&desk.db, &one.id).await? else { continue };
        let clocks = cards(f, &known, desk.respond.measure(&desk.zone), &room.clocks);
        // A clock that stands still asks for nothing.
        let next = clocks.into_iter().find(|clock| !clock.is_paused);
        if let Some(next) = next {
            due.push(crate::pages::today::Due {
                level: None,
                what: "today-incident",
                subject: spoken(&one.title),
                href: f.href(&format!("/desk/incidents/{}", one.id)),
                reason: f.t2("today-incident-due", "duty", next.name.as_str(), "department", next.holder.as_str()),
                until: crate::pages::today::Until::By(next.ends),
            });
        }
    }
    Ok(due)
}
