//! The room of an incident, as everybody sees it.

use super::clock::{Known, card, cards};
use super::draft_checks;
use super::incidents::{kind_name, local, spoken};
use super::stories::{story_claim, story_claims};
use super::{Desk, Lang, print};
use crate::pages::room::{
    ClosedNote, DraftRow, FactRow, LogRow, PersonRow, RoomView, RunView, Said, StepRow, StoryVoice, TaskRow, Waiting,
};
use crate::pages::story::StoryClaim;
use analyse::mirror;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use model::{ClaimId, Error, Figure, IncidentId, Need, StoryId};
use org::{Permission, Purpose};
use publish::State as EditionState;
use publish::store::Listed;
use respond::store::{incident, room};
use respond::{Clock, Entry, IncidentState, Room};
use std::time::Duration;
use web::session::SignedIn;
use web::{Fault, Frame, Link, Spoken, UiLang};

const SAMPLES: u32 = 6;

pub async fn page(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    who: SignedIn,
) -> Result<Response, Fault> {
    who.require(Permission::Read)?;
    let id = IncidentId::new(id);
    let room = room::load(&desk.db, &id).await?.ok_or(Error::not_found())?;
    let f = desk.live_frame(lang, &format!("/desk/incidents/{}", room.incident.id));
    if room.incident.id != id {
        // The smaller one leads to the larger.
        return Ok(Redirect::to(&f.href(&format!("/desk/incidents/{}", room.incident.id))).into_response());
    }
    desk.record(&who, Purpose::Incident, &format!("incident {}", room.incident.number)).await?;
    Ok(print(&view(&desk, f, &room, &who).await?)?.into_response())
}

async fn view(desk: &Desk, f: Frame, room: &Room, who: &SignedIn) -> model::Result<RoomView> {
    let known = Known::load(desk, f.lang).await?;
    let measure = desk.respond.measure(&desk.zone);
    let is_chinese = f.lang == UiLang::Zh;
    let may_act = who.may(Permission::HandleAlerts) && room.incident.state == IncidentState::Open;
    let mut clocks = cards(&f, &known, measure, &room.clocks);
    clocks.retain(|clock| !clock.is_task);
    let mut clocks_done: Vec<_> = room
        .clocks
        .iter()
        .filter(|clock| !clock.is_open() && clock.task.is_none())
        .map(|clock| card(&f, &known, measure, clock))
        .collect();
    clocks_done.sort_by_key(|clock| std::cmp::Reverse(clock.met.unwrap_or(clock.ends)));
    let mut others = Vec::new();
    for other in incident::list_open(&desk.db).await?.into_iter().filter(|other| other.id != room.incident.id) {
        others.push((other.id.to_string(), format!("{} {}", other.number, other.title)));
    }
    let playbooks = desk.respond.playbooks_for(&room.incident.kind);
    let mut statements = Vec::new();
    for book in &playbooks {
        for one in &book.statements {
            let name = format!("{} · {}", book.title.in_chinese(is_chinese), one.name.in_chinese(is_chinese));
            statements.push((format!("{}/{}", book.id, one.id), name));
        }
    }
    Ok(RoomView {
        id: room.incident.id.to_string(),
        number: room.incident.number.clone(),
        title: spoken(&room.incident.title),
        kind: kind_name(desk, &known, &room.incident.kind),
        lead: known.department(&f, &room.incident.department),
        known: room.incident.known,
        opened: room.incident.opened,
        opened_by: known.person(&room.incident.opened_by),
        subjects: room.subjects.iter().filter_map(|subject| subject_link(&f, subject)).collect(),
        merged: room.merged.iter().map(|one| (one.number.clone(), spoken(&one.title))).collect(),
        closed: room.incident.closed.as_ref().map(|closed| ClosedNote {
            at: closed.at,
            by: known.person(&closed.by),
            reason: closed.reason.clone(),
        }),
        may_act,
        clocks,
        clocks_done,
        facts: room.facts.iter().map(|fact| fact_row(&known, fact)).collect(),
        people_say: people_say(desk, &f, room).await?,
        claims: claims(desk, &f, room).await?,
        story_id: room
            .subjects
            .iter()
            .find_map(|subject| subject.strip_prefix("story/"))
            .unwrap_or_default()
            .to_owned(),
        shows_limits: incident::shows_limits(&desk.db, &room.incident.id).await?,
        tasks: room.tasks.iter().map(|task| task_row(desk, &f, &known, room, task)).collect(),
        drafts: drafts(desk, &f, &known, room).await?,
        people: room
            .people
            .iter()
            .filter(|person| person.left.is_none())
            .map(|person| PersonRow {
                name: known.person(&person.staff),
                department: known.of_staff.get(&person.staff).map_or_else(String::new, |id| known.department(&f, id)),
                since: person.joined,
            })
            .collect(),
        am_here: room.people.iter().any(|person| person.left.is_none() && person.staff == *who.id()),
        waiting: room.waiting().map(|one| waiting(&f, &known, one)).collect(),
        run: room.runs.first().and_then(|run| run_view(desk, &f, &known, room, run)),
        playbooks: playbooks
            .iter()
            .map(|book| (book.id.clone(), book.title.in_chinese(is_chinese).to_owned()))
            .collect(),
        statements,
        log: room.log.iter().map(|entry| log_row(&f, &known, room, entry)).collect(),
        departments: known.choices(&f),
        others,
        now_local: local(&f.zone, f.now),
        k: desk.k.get(),
        staff: desk.staff_here(who).await?,
        f,
    })
}

/// A story, an alert or a claim that an incident is about.
fn subject_link(f: &Frame, subject: &str) -> Option<Link> {
    let (kind, id) = subject.split_once('/')?;
    let (path, word) = match kind {
        "story" => (format!("/desk/stories/{id}"), "room-about-story"),
        "alert" => ("/desk/alerts".to_owned(), "room-about-alert"),
        "claim" => (format!("/desk/claims/{id}"), "room-about-claim"),
        _ => return None,
    };
    Some(Link { href: f.href(&path), text: f.t(word) })
}

fn fact_row(known: &Known, fact: &respond::Fact) -> FactRow {
    FactRow {
        id: fact.id.to_string(),
        what: spoken(&fact.what),
        origin: fact.origin.clone(),
        as_of: fact.as_of,
        noted_by: known.person(&fact.noted.1),
        confirmed: fact.confirmed.as_ref().map(|(at, by)| (known.person(by), *at)),
        withdrawn: fact.withdrawn.as_ref().map(|(_, by, reason)| (known.person(by), reason.clone())),
    }
}

/// What is said in the stories of the incident, through the one set of queries behind desk and site.
async fn people_say(desk: &Desk, f: &Frame, room: &Room) -> model::Result<Vec<StoryVoice>> {
    let mut said: Vec<StoryVoice> = Vec::new();
    for id in room.subjects.iter().filter_map(|subject| subject.strip_prefix("story/")) {
        // Stories that became one are heard once.
        let Some(card) = mirror::story(&desk.db, desk.k, &StoryId::new(id)).await? else { continue };
        let href = f.href(&format!("/desk/stories/{}", card.id));
        if said.iter().any(|known| known.href == href) {
            continue;
        }
        let asking = card.needs.iter().find(|share| share.value == Need::Question.code());
        let mut samples: Vec<Said> = mirror::samples(&desk.db, desk.k, &card.id, SAMPLES)
            .await?
            .into_iter()
            .map(|sample| Said {
                is_question: text::needs(&sample.text) == Need::Question,
                text: Spoken::new(sample.text, sample.lang),
                voices: sample.voices,
            })
            .collect();
        samples.sort_by_key(|sample| !sample.is_question);
        said.push(StoryVoice {
            headline: ::mirror::headline(f, &card),
            href,
            voices: card.voices,
            asking: asking.map_or(Figure::FewerThan(desk.k.get()), |share| share.voices),
            samples,
        });
    }
    Ok(said)
}

/// The claims that the incident is about, and those that its stories tell or may tell, each once.
async fn claims(desk: &Desk, f: &Frame, room: &Room) -> model::Result<Vec<StoryClaim>> {
    let mut told: Vec<StoryClaim> = Vec::new();
    for subject in &room.subjects {
        let found = match subject.split_once('/') {
            Some(("claim", id)) => vec![story_claim(desk, f, &ClaimId::new(id), None).await?],
            Some(("story", id)) => story_claims(desk, f, &StoryId::new(id)).await?,
            _ => continue,
        };
        for one in found {
            if told.iter().all(|known| known.href != one.href) {
                told.push(one);
            }
        }
    }
    told.sort_by_key(|claim| claim.suggested.is_some());
    Ok(told)
}

fn task_row(desk: &Desk, f: &Frame, known: &Known, room: &Room, task: &respond::Task) -> TaskRow {
    let clock: Option<&Clock> = room.clocks.iter().find(|clock| clock.task.as_ref() == Some(&task.id));
    TaskRow {
        id: task.id.to_string(),
        what: spoken(&task.what),
        department: known.department(f, &task.department),
        given_by: known.person(&task.given.1),
        given: task.given.0,
        clock: clock.map(|clock| card(f, known, desk.respond.measure(&desk.zone), clock)),
        done: task.done.as_ref().map(|(at, by, outcome)| (outcome.clone(), known.person(by), *at)),
    }
}

/// What was drafted and published about the incident and those that went into it.
pub async fn documents(desk: &Desk, room: &Room) -> model::Result<Vec<Listed>> {
    let mut all = publish::store::about(&desk.db, &format!("incident/{}", room.incident.id)).await?;
    for one in &room.merged {
        all.extend(publish::store::about(&desk.db, &format!("incident/{}", one.id)).await?);
    }
    Ok(all)
}

async fn drafts(desk: &Desk, f: &Frame, known: &Known, room: &Room) -> model::Result<Vec<DraftRow>> {
    let mut rows = Vec::new();
    for listed in documents(desk, room).await? {
        let edition = &listed.edition;
        let is_published = matches!(edition.state, EditionState::Published | EditionState::Superseded);
        let findings = if is_published || edition.state == EditionState::Withdrawn {
            (0, 0)
        } else {
            draft_checks::panel(desk, f, known, Some(room), edition).await?.counts()
        };
        let state = match edition.state {
            EditionState::Draft if edition.submitted.is_some() => "room-draft-submitted",
            EditionState::Draft => "room-draft-draft",
            EditionState::Approved => "room-draft-approved",
            EditionState::Published => "room-draft-published",
            EditionState::Superseded => "room-draft-superseded",
            EditionState::Withdrawn => "room-draft-withdrawn",
        };
        rows.push(DraftRow {
            title: draft_checks::title(f, edition),
            href: draft_checks::editor(f, edition),
            checks_href: f.href(&format!("/desk/incidents/{}/drafts/{}", room.incident.id, edition.document.as_str())),
            state: f.t(state),
            saved: edition.published.unwrap_or(edition.saved),
            saved_by: known.person(&edition.saved_by),
            is_published,
            findings,
        });
    }
    Ok(rows)
}

fn waiting(f: &Frame, known: &Known, one: &respond::HandOver) -> Waiting {
    let key = if one.task.is_some() { "room-waiting-task" } else { "room-waiting-lead" };
    let args = [
        ("from", known.department(f, &one.from).into()),
        ("to", known.department(f, &one.to).into()),
        ("reason", one.reason.clone().into()),
    ];
    Waiting { id: one.id.to_string(), text: f.words().t_with(key, &args), handed: one.handed.0 }
}

fn run_view(desk: &Desk, f: &Frame, known: &Known, room: &Room, run: &respond::Run) -> Option<RunView> {
    let book = desk.respond.playbook(&run.playbook)?;
    let is_chinese = f.lang == UiLang::Zh;
    let say = |both: &respond::Both| both.in_chinese(is_chinese).to_owned();
    let step = |step: &respond::PlaybookStep| {
        let due = room.incident.known.plus(Duration::from_secs(u64::from(step.within_minutes) * 60));
        let done = run.checked.get(&step.id).map(|(at, by)| (known.person(by), *at));
        StepRow {
            id: step.id.clone(),
            what: say(&step.what),
            who: say(&step.who),
            due,
            is_late: done.is_none() && f.now > due,
            done,
        }
    };
    let steps: Vec<StepRow> = book.steps.iter().map(step).collect();
    Some(RunView {
        id: book.id.clone(),
        title: say(&book.title),
        href: f.href(&format!("/desk/playbooks/{}", book.id)),
        done_count: steps.iter().filter(|step| step.done.is_some()).count() as u32,
        steps,
        first_hour: book.first_hour.iter().map(say).collect(),
        signers: book.signers.iter().map(say).collect(),
    })
}

/// A line of the log as a sentence.
pub fn log_row(f: &Frame, known: &Known, room: &Room, entry: &Entry) -> LogRow {
    let mut args: Vec<(String, web::Value<'_>)> = Vec::new();
    let (own, other) = if f.lang == UiLang::Zh { ("_zh", "_en") } else { ("_en", "_zh") };
    for (name, value) in &entry.said {
        if name.ends_with(other) {
            continue;
        }
        let value: web::Value<'_> = match name.as_str() {
            "department" | "from" | "to" => known.department(f, &org::DepartmentId::new(value.as_str())).into(),
            _ => value.as_str().into(),
        };
        args.push((name.strip_suffix(own).unwrap_or(name).to_owned(), value));
    }
    let named: Vec<(&str, web::Value<'_>)> = args.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let merged = room.merged.iter().find(|one| one.id == entry.incident);
    LogRow {
        at: entry.at,
        by: entry.by.as_ref().map_or_else(String::new, |by| known.person(by)),
        text: f.words().t_with(&format!("respond-log-{}", entry.kind), &named),
        is_decision: entry.kind == "decided",
        number: merged.map(|one| one.number.clone()),
    }
}
