//! One topic, as a page and as JSON: the figures that the desk sees.

use super::{Lang, Site, print};
use crate::pages::topic::{TopicStory, TopicView};
use analyse::mirror::{self, Topic};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Html as Page;
use model::{DAY_MS, Day, Error, TopicId};
use serde::Serialize;
use web::{Fault, UiLang};

const DAYS: i64 = 28;
const STORIES: usize = 12;

pub async fn page(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
) -> Result<Page<String>, Fault> {
    let id = TopicId::new(id);
    let topic = read(&site, &id).await?;
    let f = site.frame(lang, &format!("/topics/{id}"));
    let cards = mirror::stories_by_id(&site.db, site.k, &mirror::story_ids(&topic, STORIES)).await?;
    let k = site.k.get();
    let is_chinese = lang == UiLang::Zh;
    let stories = topic.stories.iter().filter_map(|share| {
        let card = cards.values().find(|card| card.id.as_str() == share.value)?;
        Some(TopicStory {
            href: f.href(&format!("/stories/{}", card.id)),
            headline: ::mirror::headline(&f, card),
            voices: share.voices,
            spark: ::mirror::spark(&f, card, k),
        })
    });
    let stories = stories.collect();
    let card = topic.card;
    let counted = site.zone.day(card.since);
    let view = TopicView {
        is_recounted: card.days.iter().any(|day| day.day <= counted && day.voices.exact().is_some()),
        timeline: ::mirror::days(&f, "topic", f.t("topic-days-title"), &card.days),
        kinds: ::mirror::bars(
            f.t("topic-kinds"),
            (f.t("topic-kinds-head"), f.t("topic-voices-head")),
            &topic.kinds,
            |code| ::mirror::kind_label(&f, code),
        ),
        feeling: ::mirror::split_of(&f, &topic.sentiments, k),
        places: (!site.districts.is_empty()).then(|| {
            let note = f.t("topic-weeks");
            ::mirror::places(&f, f.t("topic-places"), note, &site.districts, &topic.places, k)
        }),
        name: if is_chinese { card.name_zh } else { card.name_en },
        purpose: if is_chinese { card.purpose_zh } else { card.purpose_en },
        query: card.query,
        since: card.since,
        ended: card.ended.map(|ended| (ended, card.end_reason.unwrap_or_default())),
        voices: card.voices,
        mentions: card.items,
        stories,
        k,
        json_href: format!("/topics/{id}.json"),
        f,
    };
    Ok(print(&view)?)
}

#[derive(Serialize)]
pub struct TopicJson {
    voices_min: u32,
    topic: Topic,
}

pub async fn json(State(site): State<Site>, Path(name): Path<String>) -> Result<Json<TopicJson>, Fault> {
    let id = TopicId::new(name.strip_suffix(".json").ok_or(Error::not_found())?);
    Ok(Json(TopicJson { voices_min: site.k.get(), topic: read(&site, &id).await? }))
}

async fn read(site: &Site, id: &TopicId) -> model::Result<Topic> {
    let now = site.clock.now();
    let newest = site.newest().await?.filter(|newest| now.since(*newest) > DAYS * DAY_MS).unwrap_or(now);
    let until = site.zone.day(newest);
    mirror::topic(&site.db, site.k, id, Day(until.0 - DAYS + 1), until).await?.ok_or(Error::not_found())
}
