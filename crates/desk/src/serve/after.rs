//! The account afterwards: it fills itself from the clocks, the log, what was published and what was heard.

use super::clock::{Known, card};
use super::incidents::{kind_name, spoken};
use super::room::{documents, log_row};
use super::{Desk, Lang, draft_checks, print};
use crate::pages::after::{AfterView, SaidWhen};
use crate::pages::room::LogRow;
use analyse::mirror::{self, StoryCard, StoryHour};
use axum::extract::{Path, State};
use axum::response::Html as Page;
use model::{Error, Figure, IncidentId, StoryId, Time};
use org::{Permission, Purpose};
use publish::store::Listed;
use respond::store::room;
use respond::{Room, State as ClockState};
use web::session::SignedIn;
use web::{Fault, Frame};

/// How many hours before and after a word are compared.
const HOURS: u32 = 12;
const STORY_HOURS: u32 = 24 * 60;

pub async fn page(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    who: SignedIn,
) -> Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    let room = room::load(&desk.db, &IncidentId::new(id)).await?.ok_or(Error::not_found())?;
    desk.record(&who, Purpose::Incident, &format!("account of {}", room.incident.number)).await?;
    let f = desk.frame(lang, &format!("/desk/incidents/{}/after", room.incident.id));
    let known = Known::load(&desk, lang).await?;
    let measure = desk.respond.measure(&desk.zone);
    let mut duties: Vec<_> = room.clocks.iter().map(|clock| card(&f, &known, measure, clock)).collect();
    duties.sort_by_key(|card| (card.ends, card.started));
    let over: Vec<_> = duties.iter().filter(|card| !card.is_open()).collect();
    let story = largest_story(&desk, &room).await?;
    let hours = match &story {
        Some(card) => mirror::story_hours(&desk.db, desk.k, &card.id, STORY_HOURS).await?,
        None => Vec::new(),
    };
    // A correction or an update is a word of its own, and one that is being written hides none.
    let mut appeared: Vec<Listed> = Vec::new();
    for document in documents(&desk, &room).await? {
        let editions = publish::store::editions(&desk.db, &document.edition.document).await?;
        appeared.extend(editions.into_iter().filter(|listed| listed.edition.published.is_some()));
    }
    let mut said: Vec<SaidWhen> =
        appeared.iter().filter_map(|listed| said_when(&desk, &f, &room, listed, &hours)).collect();
    said.sort_by_key(|one| one.at);
    let spoken_at: Vec<Time> = said.iter().map(|one| one.at).collect();
    let lines = |kind: &str| -> Vec<LogRow> {
        room.log
            .iter()
            .rev()
            .filter(|entry| entry.kind == kind)
            .map(|entry| log_row(&f, &known, &room, entry))
            .collect()
    };
    let view = AfterView {
        id: room.incident.id.to_string(),
        number: room.incident.number.clone(),
        title: spoken(&room.incident.title),
        kind: kind_name(&desk, &known, &room.incident.kind),
        known: room.incident.known,
        opened: room.incident.opened,
        closed: room.incident.closed.as_ref().map(|closed| (closed.at, closed.reason.clone())),
        met_in_time: over.iter().filter(|card| card.state == ClockState::Met && !card.rests_on_nothing).count() as u32,
        met_of: over.len() as u32,
        said,
        timeline: story.as_ref().map(|card| ::mirror::course(&f, card, &hours, &[], &spoken_at)),
        hand_overs: room.hand_overs.len() as u32,
        tasks_done: room.tasks.iter().filter(|task| task.done.is_some()).count() as u32,
        tasks: room.tasks.len() as u32,
        facts_withdrawn: room.facts.iter().filter(|fact| fact.withdrawn.is_some()).count() as u32,
        decisions: lines("decided"),
        lessons: lines("lesson"),
        may_act: who.may(Permission::HandleAlerts),
        hours: HOURS,
        duties,
        staff: desk.staff_here(&who).await?,
        f,
    };
    Ok(print(&view)?)
}

/// The story of the incident that most people spoke of; none that stays under the threshold.
async fn largest_story(desk: &Desk, room: &Room) -> model::Result<Option<StoryCard>> {
    let mut largest: Option<StoryCard> = None;
    for id in room.subjects.iter().filter_map(|subject| subject.strip_prefix("story/")) {
        let card = mirror::story(&desk.db, desk.k, &StoryId::new(id)).await?;
        let voices = |card: &StoryCard| card.voices.exact().unwrap_or(0);
        if let Some(card) = card
            && largest.as_ref().is_none_or(|known| voices(&card) > voices(known))
        {
            largest = Some(card);
        }
    }
    Ok(largest)
}

fn said_when(desk: &Desk, f: &Frame, room: &Room, listed: &Listed, hours: &[StoryHour]) -> Option<SaidWhen> {
    let at = listed.edition.published?;
    let is_over = f.now >= at.plus_hours(i64::from(HOURS));
    let pair = |of: fn(&StoryHour) -> Figure| {
        let sum = |from: Time, until: Time| sum(hours, from, until, of, desk.k.get());
        (sum(at.plus_hours(-i64::from(HOURS)), at), sum(at, at.plus_hours(i64::from(HOURS))))
    };
    let is_known = !hours.is_empty() && is_over;
    Some(SaidWhen {
        title: draft_checks::title(f, &listed.edition),
        href: draft_checks::editor(f, &listed.edition),
        change: listed.edition.change.kind,
        at,
        withdrawn: listed.edition.withdrawn.as_ref().map(|withdrawn| withdrawn.at),
        after: f.t1("after-known-after", "span", f.long_span(at.since(room.incident.known))),
        voices: is_known.then(|| pair(|hour| hour.voices)),
        negative: is_known.then(|| pair(|hour| hour.negative)),
    })
}

/// The figures of some hours together. Hours under the threshold add nothing, as everywhere.
fn sum(hours: &[StoryHour], from: Time, until: Time, of: fn(&StoryHour) -> Figure, k: u32) -> Figure {
    let within = hours.iter().filter(|hour| hour.hour >= from.hour() && hour.hour < until.hour());
    let shown: u32 = within.filter_map(|hour| of(hour).exact()).sum();
    if shown >= k { Figure::Exactly(shown) } else { Figure::FewerThan(k) }
}
