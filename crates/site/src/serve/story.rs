//! One story, as a page and as JSON.

use super::answered::answer_item;
use super::{Lang, Site, print};
use crate::pages::story::{Publication, Sample, StoryView};
use ::mirror::answers::{Answer, answers_to};
use analyse::mirror::{self, StoryCard, StoryHour};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Html as Page;
use model::{Error, StoryId, Time};
use serde::Serialize;
use web::{Fault, Spoken, UiLang};

const HOURS: u32 = 24 * 60;
const PUBLICATIONS: u32 = 20;
const SAMPLES: u32 = 5;

pub async fn page(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
) -> Result<Page<String>, Fault> {
    let id = StoryId::new(id);
    let (card, hours) = read(&site, &id).await?;
    let id = card.id.clone();
    let f = site.frame(lang, &format!("/stories/{id}"));
    let k = site.k.get();
    let register = listen::store::register(&site.db).await?;
    let name = |source: &str| {
        let known = register.iter().find(|known| known.id.as_str() == source);
        known.map_or_else(String::new, |known| known.name(lang == UiLang::Zh).to_owned())
    };
    let publications = mirror::publications(&site.db, &id, PUBLICATIONS).await?;
    let samples = mirror::samples(&site.db, site.k, &id, SAMPLES).await?;
    let voices_head = f.t("story-voices-head");
    let answers = answers_to(&site.db, &id).await?;
    let spoke: Vec<Time> = answers.iter().map(|answer| answer.at).collect();
    let first_word = spoke.first().copied();
    let view = StoryView {
        headline: ::mirror::headline(&f, &card),
        voices: card.voices,
        mentions: card.items,
        first_seen: card.first,
        last_seen: card.last,
        terms: ::mirror::terms(&card),
        timeline: ::mirror::course(&f, &card, &hours, &[], &spoke),
        sources: ::mirror::bars(
            f.t("story-sources-title"),
            (f.t("story-sources-head"), voices_head.clone()),
            &card.kinds,
            |code| ::mirror::kind_label(&f, code),
        ),
        places: (!card.places.is_empty()).then(|| {
            let head = (f.t("story-places-head"), voices_head.clone());
            ::mirror::bars(f.t("story-places-title"), head, &card.places, |id| {
                Some(::mirror::district_name(&site.districts, id, lang).to_owned())
            })
        }),
        sentiment: ::mirror::mood(&f, &hours, k),
        samples: samples
            .into_iter()
            .map(|sample| Sample { text: Spoken::new(sample.text, sample.lang), voices: sample.voices })
            .collect(),
        publications: publications
            .into_iter()
            .map(|text| Publication {
                title: Spoken::new(text.title, text.lang),
                source: name(text.source.as_str()),
                href: text.link,
                at: text.at,
            })
            .collect(),
        answers: answers.iter().map(|answer| answer_item(&f, answer)).collect(),
        first_word_ms: first_word.map(|at| at.since(card.first).max(0)),
        after: first_word.map(|at| ::mirror::spread(&site.zone, [(&card, hours.as_slice())], at, k).after),
        k,
        sources_answered: register.iter().filter(|source| source.answers(f.now)).count() as u32,
        sources_total: register.iter().filter(|source| source.removed.is_none()).count() as u32,
        json_href: format!("/heard/{id}.json"),
        f,
    };
    Ok(print(&view)?)
}

#[derive(Serialize)]
pub struct StoryJson {
    voices_min: u32,
    story: StoryCard,
    /// Hours in which something was heard, oldest first.
    hours: Vec<StoryHour>,
    /// What the body published about it, oldest first.
    answers: Vec<Answer>,
}

pub async fn json(State(site): State<Site>, Path(name): Path<String>) -> Result<Json<StoryJson>, Fault> {
    let id = StoryId::new(name.strip_suffix(".json").ok_or(Error::not_found())?);
    let (story, hours) = read(&site, &id).await?;
    let answers = answers_to(&site.db, &story.id).await?;
    Ok(Json(StoryJson { voices_min: site.k.get(), story, hours, answers }))
}

/// - errors: `NotFound` for a story that fewer than k voices told: it does not exist for anyone outside the count
async fn read(site: &Site, id: &StoryId) -> model::Result<(StoryCard, Vec<StoryHour>)> {
    let card = mirror::story(&site.db, site.k, id).await?.ok_or(Error::not_found())?;
    let hours = mirror::story_hours(&site.db, site.k, &card.id, HOURS).await?;
    Ok((card, hours))
}
