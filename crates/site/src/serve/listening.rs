//! How we listen: the public register, as a page and as JSON.

use super::reports::{self, Month};
use super::{Lang, Site, print};
use crate::pages::listening::{ListeningView, MonthRow, QueryCount, RegisteredSource, RegisteredTopic};
use analyse::mirror::{self, TopicCard};
use axum::Json;
use axum::extract::State;
use axum::response::Html as Page;
use listen::store::Registered;
use model::{DAY_MS, Result, Time};
use org::Purpose;
use serde::Serialize;
use web::{Fault, UiLang};

const QUERIES_DAYS: u32 = 30;
const TOPIC_DAYS: i64 = 28;

pub async fn page(State(site): State<Site>, Lang(lang): Lang) -> Result<Page<String>, Fault> {
    let f = site.frame(lang, "/listening");
    let register = listen::store::register(&site.db).await?;
    let line = |source: &Registered| RegisteredSource {
        name: source.name(lang == UiLang::Zh).to_owned(),
        kind: source.kind,
        purpose: source.purpose(lang == UiLang::Zh).to_owned(),
        since: source.added,
        until: source.removed,
        reason: source.removal_reason.clone(),
        asks: (!source.options.query.is_empty()).then(|| source.options.query.clone()),
        is_silent: source.removed.is_none() && !source.answers(f.now),
    };
    let mut removed: Vec<&Registered> = register.iter().filter(|source| source.removed.is_some()).collect();
    removed.sort_by_key(|source| std::cmp::Reverse(source.removed));
    let months = reports::months(&site, &register).await?;
    let name_of = |id: &String| {
        let source = register.iter().find(|source| source.id.as_str() == id);
        source.map_or_else(|| id.clone(), |source| source.name(lang == UiLang::Zh).to_owned())
    };
    let month = |month: &Month| MonthRow {
        month: month.month.clone(),
        queries: Purpose::ALL
            .iter()
            .filter_map(|purpose| Some((purpose, month.queries.get(purpose.code())?)))
            .map(|(purpose, count)| QueryCount { purpose: f.t(&format!("purpose-{}", purpose.code())), count: *count })
            .collect(),
        added: month.sources_added.iter().map(name_of).collect(),
        removed: month.sources_removed.iter().map(name_of).collect(),
        policies: month.policies_changed,
    };
    let view = ListeningView {
        months: months.iter().map(month).collect(),
        sources: register.iter().filter(|source| source.removed.is_none()).map(line).collect(),
        removed: removed.into_iter().map(line).collect(),
        topics: topics(&site)
            .await?
            .into_iter()
            .map(|card| RegisteredTopic {
                href: f.href(&format!("/topics/{}", card.id)),
                name: if lang == UiLang::Zh { card.name_zh } else { card.name_en },
                purpose: if lang == UiLang::Zh { card.purpose_zh } else { card.purpose_en },
                query: card.query,
                since: card.made,
                ended: card.ended.map(|ended| (ended, card.end_reason.unwrap_or_default())),
            })
            .collect(),
        k: site.k.get(),
        retention_days: site.text_days,
        queries_days: QUERIES_DAYS,
        queries: queries(&site)
            .await?
            .into_iter()
            .map(|(purpose, count)| QueryCount { purpose: f.t(&format!("purpose-{purpose}")), count })
            .collect(),
        f,
    };
    Ok(print(&view)?)
}

#[derive(Serialize)]
pub struct ListeningJson {
    voices_min: u32,
    text_days: u32,
    sources: Vec<SourceJson>,
    /// What is listened for on purpose, with the days of the last four weeks.
    topics: Vec<TopicCard>,
    /// Looks of staff at listening data in the last `queries_days`, by purpose.
    queries: Vec<(&'static str, u32)>,
    queries_days: u32,
    /// Latest first: looks by purpose, sources that came and went, changes of policy.
    months: Vec<Month>,
}

#[derive(Serialize)]
struct SourceJson {
    id: String,
    name_zh: String,
    name_en: String,
    kind: &'static str,
    purpose_zh: String,
    purpose_en: String,
    url: Option<String>,
    added: Time,
    removed: Option<Time>,
    removal_reason: Option<String>,
    /// What narrows it, where something does.
    query: Option<String>,
    /// Whether it answered within the last day.
    answers: bool,
}

pub async fn json(State(site): State<Site>) -> Result<Json<ListeningJson>, Fault> {
    let register = listen::store::register(&site.db).await?;
    let months = reports::months(&site, &register).await?;
    let now = site.clock.now();
    let source = |source: Registered| SourceJson {
        answers: source.answers(now),
        query: Some(source.options.query).filter(|query| !query.is_empty()),
        id: source.id.to_string(),
        name_zh: source.name_zh,
        name_en: source.name_en,
        kind: source.kind.code(),
        purpose_zh: source.purpose_zh,
        purpose_en: source.purpose_en,
        url: source.public_url,
        added: source.added,
        removed: source.removed,
        removal_reason: source.removal_reason,
    };
    Ok(Json(ListeningJson {
        voices_min: site.k.get(),
        text_days: site.text_days,
        sources: register.into_iter().map(source).collect(),
        topics: topics(&site).await?,
        queries: queries(&site).await?,
        queries_days: QUERIES_DAYS,
        months,
    }))
}

async fn topics(site: &Site) -> Result<Vec<TopicCard>> {
    let today = site.zone.day(site.clock.now());
    mirror::topics(&site.db, site.k, model::Day(today.0 - TOPIC_DAYS + 1), today).await
}

/// Looks by purpose, most frequent first. They are counted by the wall's clock, since staff act in real time.
async fn queries(site: &Site) -> Result<Vec<(&'static str, u32)>> {
    let since = Time::from_ms(model::Clock::wall().now().ms() - i64::from(QUERIES_DAYS) * DAY_MS);
    let mut counts: Vec<(&'static str, u32)> = org::audit::counts(&site.db, since)
        .await?
        .into_iter()
        .map(|(purpose, count)| (purpose.code(), u32::try_from(count).unwrap_or(u32::MAX)))
        .collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(counts)
}
