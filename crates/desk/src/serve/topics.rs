//! Topics: the list, one topic, and the editor with its preview. Nothing here reads a private person's text.

use super::{Desk, Lang, print};
use crate::pages::topics::{
    EndedTopic, NearClause, QueryFault, Reading, ReadingView, ShownText, TopicEditorView, TopicPreview, TopicRow,
    TopicStory, TopicVersion, TopicView, TopicsView,
};
use analyse::mirror;
use analyse::topics::review::{self, Preview};
use analyse::topics::store as topics;
use analyse::topics::{NewTopic, Stored};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use model::{DAY_MS, Day, Error, Figure, Kind, Time, TopicId};
use org::{Permission, Purpose};
use text::query::{Arg, Explained, Named, Query, QueryError, Why};
use web::chart::Timeline;
use web::input::{Asked, Fields, Posted};
use web::session::SignedIn;
use web::{Fault, Frame, Spoken, UiLang};

/// A list and a topic's page speak of four weeks.
const DAYS: i64 = 28;
const HOURS: u32 = 28 * 24;
const STORIES: usize = 12;
/// How far back a preview looks; texts of private persons are held no longer by default.
const PREVIEW_DAYS: i64 = 7;

pub async fn list(State(desk): State<Desk>, Lang(lang): Lang, who: SignedIn) -> Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    desk.record(&who, Purpose::RoutineWatch, "topics").await?;
    let f = desk.live_frame(lang, "/desk/topics");
    let is_chinese = lang == UiLang::Zh;
    let (since, until) = span(&desk, f.now);
    let (running, ended): (Vec<_>, Vec<_>) =
        mirror::topics(&desk.db, desk.k, since, until).await?.into_iter().partition(|card| card.ended.is_none());
    let href = |id: &TopicId| f.href(&format!("/desk/topics/{id}"));
    let name = |card: &mirror::TopicCard| if is_chinese { &card.name_zh } else { &card.name_en }.clone();
    let row = |card: &mirror::TopicCard| TopicRow {
        href: href(&card.id),
        name: name(card),
        purpose: if is_chinese { &card.purpose_zh } else { &card.purpose_en }.clone(),
        voices: card.voices,
        mentions: card.items,
        spark: ::mirror::spark_of(&f, &card.days, until, desk.k.get()),
        since: card.since,
    };
    let view = TopicsView {
        topics: running.iter().map(row).collect(),
        ended: ended
            .iter()
            .map(|card| EndedTopic {
                href: href(&card.id),
                name: name(card),
                until: card.ended.unwrap_or(card.since),
                reason: card.end_reason.clone().unwrap_or_default(),
            })
            .collect(),
        may_edit: who.require(Permission::ManageSources).is_ok(),
        k: desk.k.get(),
        staff: desk.staff_here(&who).await?,
        f,
    };
    Ok(print(&view)?)
}

fn span(desk: &Desk, now: Time) -> (Day, Day) {
    let today = desk.zone.day(now);
    (Day(today.0 - DAYS + 1), today)
}

pub async fn one(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    who: SignedIn,
) -> Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    desk.record(&who, Purpose::RoutineWatch, &format!("topic {id}")).await?;
    Ok(print(&described(&desk, lang, &TopicId::new(id), &who).await?)?)
}

async fn described(desk: &Desk, lang: UiLang, id: &TopicId, who: &SignedIn) -> model::Result<TopicView> {
    let f = desk.live_frame(lang, &format!("/desk/topics/{id}"));
    let stored = topics::one(&desk.db, id).await?.ok_or(Error::not_found())?;
    let (since, until) = span(desk, f.now);
    let topic = mirror::topic(&desk.db, desk.k, id, since, until).await?.ok_or(Error::not_found())?;
    let hours = mirror::topic_hours(&desk.db, desk.k, id, HOURS).await?;
    let cards = mirror::stories_by_id(&desk.db, desk.k, &mirror::story_ids(&topic, STORIES)).await?;
    let names = desk.names().await?;
    let register = listen::store::register(&desk.db).await?;
    let is_chinese = lang == UiLang::Zh;
    let source_name = |code: &str| {
        register.iter().find(|source| source.id.as_str() == code).map(|source| source.name(is_chinese).to_owned())
    };
    let voices_head = f.t("topic-voices-head");
    let k = desk.k.get();
    let stories = topic.stories.iter().filter_map(|share| {
        let card = cards.values().find(|card| card.id.as_str() == share.value)?;
        Some(TopicStory {
            href: f.href(&format!("/desk/stories/{}", card.id)),
            headline: ::mirror::headline(&f, card),
            voices: share.voices,
            spark: ::mirror::spark(&f, card, k),
        })
    });
    let counted = desk.zone.day(stored.since);
    let is_recounted = topic.card.days.iter().any(|day| day.day <= counted && day.voices.exact().is_some());
    let view = TopicView {
        id: id.to_string(),
        name: if is_chinese { &stored.name_zh } else { &stored.name_en }.clone(),
        purpose: if is_chinese { &stored.purpose_zh } else { &stored.purpose_en }.clone(),
        explained: Query::parse(&stored.query).map(|query| say(&f, &query.explain())).unwrap_or_default(),
        query: stored.query,
        owner: super::alerts::name(&names, &stored.owner),
        made: stored.made,
        since: stored.since,
        is_recounted,
        voices: topic.card.voices,
        mentions: topic.card.items,
        timeline: ::mirror::days(&f, "topic", f.t("topic-days-title"), &topic.card.days),
        places: (!desk.districts.is_empty()).then(|| {
            let note = f.t("topic-weeks");
            ::mirror::places(&f, f.t("topic-places"), note, &desk.districts, &topic.places, k)
        }),
        kinds: ::mirror::bars(
            f.t("topic-kinds"),
            (f.t("topic-kinds-head"), voices_head.clone()),
            &topic.kinds,
            |code| ::mirror::kind_label(&f, code),
        ),
        sources: ::mirror::bars(
            f.t("topic-sources"),
            (f.t("topic-sources-head"), voices_head.clone()),
            &topic.sources,
            source_name,
        ),
        needs: ::mirror::bars(f.t("topic-needs"), (f.t("topic-needs-head"), voices_head), &topic.needs, |code| {
            ::mirror::need_label(&f, code)
        }),
        feeling: ::mirror::split_of(&f, &topic.sentiments, k),
        mood: ::mirror::mood(&f, &hours, k),
        stories: stories.collect(),
        versions: topics::versions(&desk.db, id)
            .await?
            .into_iter()
            .map(|version| TopicVersion {
                number: version.version,
                query: version.query,
                at: version.made,
                by: super::alerts::name(&names, &version.made_by),
            })
            .collect(),
        ended: stored.ended.map(|ended| (ended, stored.end_reason.unwrap_or_default())),
        may_edit: who.require(Permission::ManageSources).is_ok(),
        reason: String::new(),
        reason_error: None,
        k,
        staff: desk.staff_here(who).await?,
        f,
    };
    Ok(view)
}

pub async fn new_form(State(desk): State<Desk>, Lang(lang): Lang, who: SignedIn) -> Result<Page<String>, Fault> {
    who.require(Permission::ManageSources)?;
    Ok(print(&editor(&desk, lang, &who, None, &Fields::default()).await?)?)
}

pub async fn edit_form(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    who: SignedIn,
) -> Result<Page<String>, Fault> {
    who.require(Permission::ManageSources)?;
    let stored = running(&desk, &TopicId::new(id)).await?;
    let mut view = editor(&desk, lang, &who, Some(&stored.id), &Fields::default()).await?;
    (view.name_zh, view.name_en) = (stored.name_zh, stored.name_en);
    (view.purpose_zh, view.purpose_en) = (stored.purpose_zh, stored.purpose_en);
    view.version = stored.version;
    view.reading.reading = read(&view.f, &stored.query);
    view.query = stored.query;
    Ok(print(&view)?)
}

async fn running(desk: &Desk, id: &TopicId) -> model::Result<Stored> {
    topics::one(&desk.db, id).await?.filter(|topic| topic.ended.is_none()).ok_or(Error::not_found())
}

/// The editor with what was typed.
async fn editor(
    desk: &Desk,
    lang: UiLang,
    who: &SignedIn,
    id: Option<&TopicId>,
    fields: &Fields,
) -> model::Result<TopicEditorView> {
    let path = id.map_or("/desk/topics/new".to_owned(), |id| format!("/desk/topics/{id}/edit"));
    let f = desk.frame(lang, &path);
    let query = fields.text("query");
    Ok(TopicEditorView {
        id: id.map(TopicId::to_string),
        version: fields.text("version").parse().unwrap_or(0),
        name_zh: fields.text("name_zh"),
        name_en: fields.text("name_en"),
        purpose_zh: fields.text("purpose_zh"),
        purpose_en: fields.text("purpose_en"),
        name_error: None,
        purpose_error: None,
        conflict: None,
        reading: ReadingView { reading: read(&f, &query), f: f.clone() },
        query,
        preview: None,
        k: desk.k.get(),
        staff: desk.staff_here(who).await?,
        f,
    })
}

/// What a query means, or where it is wrong: for the editor while one types. It reads no data, so it is no look.
pub async fn reading(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
    Asked(asked): Asked,
) -> Result<Page<String>, Fault> {
    who.require(Permission::ManageSources)?;
    let f = desk.frame(lang, "/desk/topics/new");
    Ok(print(&ReadingView { reading: read(&f, &asked.text("query")), f })?)
}

pub async fn make(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> Result<Response, Fault> {
    enter(&desk, lang, None, posted).await
}

pub async fn change(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let stored = running(&desk, &TopicId::new(id)).await?;
    enter(&desk, lang, Some(stored.id), posted).await
}

/// Previews what was typed, or saves it.
async fn enter(desk: &Desk, lang: UiLang, id: Option<TopicId>, posted: Posted) -> Result<Response, Fault> {
    posted.staff.require(Permission::ManageSources)?;
    let mut view = editor(desk, lang, &posted.staff, id.as_ref(), &posted.fields).await?;
    let Ok(query) = Query::parse(&view.query) else { return refused(&view) };
    let written = query.canonical();
    let now = desk.clock.now();
    let since = Time::from_ms(now.ms() - PREVIEW_DAYS * DAY_MS);
    if posted.fields.text("do") != "save" {
        desk.record(&posted.staff, Purpose::SourceCare, &format!("preview of a topic: {written}")).await?;
        let review = review::review(&desk.db, desk.k, &desk.zone, &query, since).await?;
        view.preview = Some(preview(&view.f, review.preview(desk.k)));
        return Ok(print(&view)?.into_response());
    }
    let new = NewTopic {
        name_zh: view.name_zh.clone(),
        name_en: view.name_en.clone(),
        purpose_zh: view.purpose_zh.clone(),
        purpose_en: view.purpose_en.clone(),
        query,
    };
    if let Err(error) = new.check() {
        match error.message {
            "topic-name-missing" => view.name_error = Some(error.message),
            other => view.purpose_error = Some(other),
        }
        return refused(&view);
    }
    let recount = review::review(&desk.db, desk.k, &desk.zone, &new.query, since).await?.recount();
    let by = posted.staff.id();
    let mut tx = desk.db.write().await?;
    let id = match id {
        None => topics::make(&mut tx, &new, &recount, by, now).await?,
        Some(id) => match topics::change(&mut tx, &id, view.version, &new, &recount, by, now).await {
            Ok(_) => id,
            Err(error) if error.kind == Kind::Conflict => {
                drop(tx);
                view.conflict = Some(error.message);
                return refused(&view);
            }
            Err(error) => return Err(error.into()),
        },
    };
    tx.commit().await?;
    tracing::info!(topic.id = %id, "a topic was saved");
    Ok(Redirect::to(&view.f.href(&format!("/desk/topics/{id}"))).into_response())
}

fn refused(view: &TopicEditorView) -> Result<Response, Fault> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, print(view)?).into_response())
}

pub async fn end(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.staff.require(Permission::ManageSources)?;
    let id = TopicId::new(id);
    let reason = posted.fields.text("reason");
    let mut tx = desk.db.write().await?;
    match topics::end(&mut tx, &id, &reason, desk.clock.now()).await {
        Ok(()) => tx.commit().await?,
        Err(error) if error.kind == Kind::Invalid => {
            drop(tx);
            let mut view = described(&desk, lang, &id, &posted.staff).await?;
            (view.reason, view.reason_error) = (reason, Some(error.message));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
        }
        Err(error) => return Err(error.into()),
    }
    tracing::info!(topic.id = %id, "a topic ended");
    Ok(Redirect::to(&desk.frame(lang, "").href("/desk/topics")).into_response())
}

fn read(f: &Frame, query: &str) -> Reading {
    if query.is_empty() {
        return Reading::Empty;
    }
    match Query::parse(query) {
        Ok(parsed) => Reading::Good { explained: say(f, &parsed.explain()), canonical: parsed.canonical() },
        Err(errors) => Reading::Wrong { marked: marked(query, &errors), faults: faults(f, &errors) },
    }
}

fn marked(query: &str, errors: &[QueryError]) -> Vec<text::Piece> {
    let ranges: Vec<_> = errors.iter().map(|error| error.range.clone()).collect();
    text::excerpt(query, &ranges, text::query::LENGTH_MAX)
}

fn faults(f: &Frame, errors: &[QueryError]) -> Vec<QueryFault> {
    let fault = |error: &QueryError| QueryFault {
        character: u32::try_from(error.range.start + 1).unwrap_or(u32::MAX),
        text: sentence(f, error.key, &error.args),
    };
    errors.iter().map(fault).collect()
}

/// An explanation in the page's language.
pub(crate) fn say(f: &Frame, explained: &Explained) -> String {
    explained.say(&|key, args| sentence(f, key, args))
}

fn sentence(f: &Frame, key: &str, args: &[Named]) -> String {
    let args: Vec<(&str, _)> = args
        .iter()
        .map(|(name, arg)| match arg {
            Arg::Text(text) => (*name, text.clone().into()),
            Arg::Count(count) => (*name, (*count as u64).into()),
            Arg::Part(part) => (*name, say(f, part).into()),
        })
        .collect();
    f.words().t_with(key, &args)
}

fn preview(f: &Frame, preview: Preview) -> TopicPreview {
    let shown = |text: review::ShownText| ShownText {
        tag: Spoken::new(String::new(), text.lang).tag(),
        pieces: text.pieces,
        voices: text.voices,
        href: text.link,
    };
    let near = |near: review::Near| {
        let what = say(f, &near.explained);
        let text = match near.why {
            Why::Missing => f.t1("topic-near-missing", "what", what),
            Why::Excluded => f.t1("topic-near-excluded", "what", what),
            Why::TooFar(distance) => f.t2("topic-near-far", "distance", distance, "what", what),
        };
        NearClause { text, mentions: near.mentions, texts: near.texts.into_iter().map(shown).collect() }
    };
    let is_any_shown = preview.days.iter().any(|day| matches!(day.voices, Figure::Exactly(_)));
    let days = is_any_shown.then(|| {
        let timeline = ::mirror::days(f, "preview", f.t("topic-preview-days"), &preview.days);
        Timeline { band: Vec::new(), ..timeline }
    });
    TopicPreview {
        read: preview.read,
        since: preview.since.map(|day| f.zone.start(day)),
        mentions: preview.mentions,
        voices: preview.voices,
        days,
        hits: preview.hits.into_iter().map(shown).collect(),
        barely: preview.barely.into_iter().map(shown).collect(),
        near: preview.near.into_iter().map(near).collect(),
    }
}
