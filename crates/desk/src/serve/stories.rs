//! Stories: the list with its filter, and one story from headline to evidence to history.

use super::{Desk, Lang, alerts, level_name, print};
use crate::pages::stories::{Change, StoriesView, StoryFilter, StoryRow};
use crate::pages::story::{DeskStoryView, HistoryItem, Publication, Sample, StoryAnswer, StoryClaim};
use ::mirror::answers::{Answer, answers_to};
use analyse::mirror::{self, Span, StoryCard};
use axum::extract::{Path, State};
use axum::response::Html as Page;
use claims::matching::Strength;
use model::{ClaimId, DAY_MS, Error, Level, StoryId, Time};
use org::{Permission, Purpose};
use std::collections::HashMap;
use warn::store::Record;
use web::input::{Asked, Fields};
use web::session::SignedIn;
use web::{Fault, Frame, Spoken, UiLang};

/// A filter looks through at most so many of the largest stories.
const STORIES_MAX: u32 = 400;
const A_PAGE: usize = 40;
const HOURS: u32 = 24 * 60;
const PUBLICATIONS: u32 = 20;
const SAMPLES: u32 = 5;

pub async fn list(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
    Asked(asked): Asked,
) -> Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    let filter = StoryFilter {
        kind: asked.text("kind"),
        level: asked.text("level"),
        time: asked.text("time"),
        lang: asked.text("lang"),
    };
    let query = query(&filter);
    desk.record(&who, Purpose::RoutineWatch, &format!("stories {query}")).await?;
    let path = if query.is_empty() { "/desk/stories".to_owned() } else { format!("/desk/stories?{query}") };
    let f = desk.live_frame(lang, &path);
    let open = warn::store::list_open(&desk.db).await?;
    let levels: HashMap<&StoryId, Level> =
        open.iter().map(|record| (&record.alert.story, record.alert.level)).collect();

    let span = Span { since: since(&filter, f.now), until: f.now.plus_hours(24), limit: STORIES_MAX };
    let mut cards = mirror::stories(&desk.db, desk.k, span).await?;
    cards.retain(|card| fits(card, &filter, levels.get(&card.id).copied()));
    let page = page_of(&asked);
    let shown = cards.iter().skip(page * A_PAGE).take(A_PAGE);
    let join = if query.is_empty() { String::new() } else { format!("{query}&") };
    let next = (cards.len() > (page + 1) * A_PAGE).then(|| f.href(&format!("/desk/stories?{join}page={}", page + 2)));
    let view = StoriesView {
        stories: shown.map(|card| row(&desk, &f, card, levels.get(&card.id).copied())).collect(),
        count: cards.len() as u32,
        k: desk.k.get(),
        next_href: next,
        staff: desk.staff(&who, &open),
        filter,
        f,
    };
    Ok(print(&view)?)
}

/// Counted from 0; addresses count from 1.
fn page_of(asked: &Fields) -> usize {
    asked.text("page").parse::<usize>().unwrap_or(1).clamp(1, 1_000) - 1
}

/// The filter as an address says it. Only known codes come back, so the address cannot carry anything else.
fn query(filter: &StoryFilter) -> String {
    [("kind", &filter.kind), ("level", &filter.level), ("time", &filter.time), ("lang", &filter.lang)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty() && value.chars().all(|c| c.is_ascii_lowercase()))
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("&")
}

fn since(filter: &StoryFilter, now: Time) -> Time {
    let days = match filter.time.as_str() {
        "day" => 1,
        "week" => 7,
        "month" => 30,
        _ => return Time::from_ms(0),
    };
    Time::from_ms(now.ms() - days * DAY_MS)
}

fn fits(card: &StoryCard, filter: &StoryFilter, level: Option<Level>) -> bool {
    let has = |shares: &[mirror::Share], begins: &str| {
        shares.iter().any(|share| share.value.starts_with(begins) && share.voices.exact().is_some())
    };
    (filter.kind.is_empty() || has(&card.needs, &filter.kind))
        && (filter.lang.is_empty() || has(&card.langs, &filter.lang))
        && match filter.level.as_str() {
            "" => true,
            "none" => level.is_none(),
            code => level.is_some_and(|level| level.code() == code),
        }
}

fn row(desk: &Desk, f: &Frame, card: &StoryCard, level: Option<Level>) -> StoryRow {
    StoryRow {
        href: f.href(&format!("/desk/stories/{}", card.id)),
        headline: ::mirror::headline(f, card),
        level,
        voices: card.voices,
        mentions: card.items,
        change: change(card, desk, f.now),
        spark: ::mirror::spark(f, card, desk.k.get()),
        places: places(desk, f, card),
        first_seen: card.first,
    }
}

fn places(desk: &Desk, f: &Frame, card: &StoryCard) -> Vec<String> {
    let shown = card.places.iter().filter(|share| share.voices.exact().is_some());
    shown.map(|share| ::mirror::district_name(&desk.districts, &share.value, f.lang).to_owned()).collect()
}

/// The last day against the day before, told only where both reach k.
fn change(card: &StoryCard, desk: &Desk, now: Time) -> Change {
    let today = desk.zone.day(now).0;
    if desk.zone.day(card.first).0 == today {
        return Change::New;
    }
    let voices = |day: i64| card.days.iter().find(|share| share.day.0 == day).and_then(|share| share.voices.exact());
    match (voices(today), voices(today - 1)) {
        (Some(now), Some(before)) if now > before => Change::Up((now - before) * 100 / before.max(1)),
        (Some(now), Some(before)) if now < before => Change::Down((before - now) * 100 / before.max(1)),
        (Some(_), Some(_)) => Change::Same,
        _ => Change::Hidden,
    }
}

pub async fn one(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    who: SignedIn,
) -> Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    let id = StoryId::new(id);
    let card = mirror::story(&desk.db, desk.k, &id).await?.ok_or(Error::not_found())?;
    let id = card.id.clone();
    let record = warn::store::of_story(&desk.db, &id).await?;
    let is_open = record.as_ref().is_some_and(|record| record.alert.is_open());
    let purpose = if is_open { Purpose::Incident } else { Purpose::RoutineWatch };
    desk.record(&who, purpose, &format!("story {id}")).await?;

    let f = desk.live_frame(lang, &format!("/desk/stories/{id}"));
    let hours = mirror::story_hours(&desk.db, desk.k, &id, HOURS).await?;
    let names = desk.names().await?;
    let steps = match &record {
        Some(record) => warn::store::steps(&desk.db, &record.alert.id).await?,
        None => Vec::new(),
    };
    let marks: Vec<(Time, Level)> = steps.iter().filter_map(|step| Some((step.at, step.level?))).collect();
    let register = listen::store::register(&desk.db).await?;
    let source_name = |source: &model::SourceId| {
        let known = register.iter().find(|known| known.id == *source);
        known.map_or_else(String::new, |known| known.name(lang == UiLang::Zh).to_owned())
    };
    let voices_head = f.t("desk-story-voices-head");
    let answers = answers_to(&desk.db, &id).await?;
    let spoke: Vec<Time> = answers.iter().map(|answer| answer.at).collect();
    let may_act = who.may(Permission::HandleAlerts);
    let view = DeskStoryView {
        may_act,
        headline: ::mirror::headline(&f, &card),
        level: record.as_ref().filter(|_| is_open).map(|record| record.alert.level),
        voices: card.voices,
        mentions: card.items,
        copies: card.copies,
        places_named: places(&desk, &f, &card),
        first_seen: card.first,
        last_seen: card.last,
        terms: ::mirror::terms(&card),
        alert: record.as_ref().filter(|_| is_open).map(|record| alerts::card(&desk, &f, &card, record, &names)),
        timeline: ::mirror::course(&f, &card, &hours, &marks, &spoke),
        sentiment: ::mirror::mood(&f, &hours, desk.k.get()),
        sources: ::mirror::bars(
            f.t("desk-story-sources"),
            (f.t("desk-story-sources-head"), voices_head.clone()),
            &card.kinds,
            |code| ::mirror::kind_label(&f, code),
        ),
        places: (!card.places.is_empty()).then(|| {
            let head = (f.t("desk-story-places-head"), voices_head.clone());
            ::mirror::bars(f.t("desk-story-places"), head, &card.places, |id| {
                Some(::mirror::district_name(&desk.districts, id, lang).to_owned())
            })
        }),
        samples: mirror::samples(&desk.db, desk.k, &id, SAMPLES)
            .await?
            .into_iter()
            .map(|sample| Sample { text: Spoken::new(sample.text, sample.lang), voices: sample.voices })
            .collect(),
        publications: mirror::publications(&desk.db, &id, PUBLICATIONS)
            .await?
            .into_iter()
            .map(|text| Publication {
                title: Spoken::new(text.title, text.lang),
                source: source_name(&text.source),
                href: text.link,
                at: text.at,
            })
            .collect(),
        first_word: spoke.first().map(|at| {
            (
                at.since(card.first).max(0),
                ::mirror::spread(&desk.zone, [(&card, hours.as_slice())], *at, desk.k.get()).after,
            )
        }),
        answers: answers.iter().map(|answer| story_answer(&f, answer)).collect(),
        claims: story_claims(&desk, &f, &id).await?,
        check_href: may_act.then(|| f.href(&format!("/desk/claims/new?story={id}"))),
        history: history(&f, record.as_ref(), &steps, &names),
        k: desk.k.get(),
        staff: desk.staff_here(&who).await?,
        f,
    };
    Ok(print(&view)?)
}

fn story_answer(f: &Frame, answer: &Answer) -> StoryAnswer {
    let (title, is_chinese) = answer.title(f.lang == UiLang::Zh);
    StoryAnswer {
        title: Spoken::new(title, if is_chinese { model::Lang::ZhHans } else { model::Lang::En }),
        href: f.href(&answer.path),
        at: answer.at,
        verdict: answer.verdict,
    }
}

/// The claims that are told in a story, under whichever of its names they were found.
pub async fn story_claims(desk: &Desk, f: &Frame, story: &StoryId) -> model::Result<Vec<StoryClaim>> {
    let mut told = Vec::new();
    let names = mirror::names_of(&desk.db, story).await?;
    for found in claims::matches::of_story(&desk.db, &names).await? {
        let suggested = found.decision.is_none().then_some(found.strength);
        told.push(story_claim(desk, f, &found.claim, suggested).await?);
    }
    Ok(told)
}

/// - `suggested`: how alike it is, while nobody has decided
pub async fn story_claim(
    desk: &Desk,
    f: &Frame,
    id: &ClaimId,
    suggested: Option<Strength>,
) -> model::Result<StoryClaim> {
    let claim = claims::read::one(&desk.db, id).await?;
    let newest = claim.newest();
    Ok(StoryClaim {
        claim: super::claims::words(f, newest),
        href: f.href(&format!("/desk/claims/{id}")),
        verdict: newest.verdict,
        suggested,
    })
}

/// What happened to a story's alert, newest first.
fn history(
    f: &Frame,
    record: Option<&Record>,
    steps: &[warn::Step],
    names: &HashMap<model::StaffId, String>,
) -> Vec<HistoryItem> {
    let mut items = Vec::new();
    let mut was_open = false;
    for step in steps {
        let text = match step.level {
            Some(level) => {
                let key = if was_open { "duty-moved" } else { "duty-raised" };
                f.t1(key, "level", level_name(f, level))
            }
            None => f.t("duty-closed"),
        };
        was_open = step.level.is_some();
        items.push(HistoryItem { at: step.at, text });
    }
    if let Some(record) = record {
        if let Some((at, by)) = &record.acknowledged {
            items.push(HistoryItem { at: *at, text: f.t1("duty-acknowledged", "name", alerts::name(names, by)) });
        }
        if let Some((verdict, at, by)) = &record.verdict {
            let said = f.t(alerts::shown(*verdict).key());
            let text = f.t2("duty-judged", "name", alerts::name(names, by), "verdict", said);
            items.push(HistoryItem { at: *at, text });
        }
    }
    items.sort_by_key(|item| std::cmp::Reverse(item.at));
    items
}
