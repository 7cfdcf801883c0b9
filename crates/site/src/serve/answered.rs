//! What we heard, what we did: the mirror joined with what was published, as a page and as JSON.

use super::{Lang, Site, print};
use crate::pages::answered::{AnswerItem, AnsweredItem, AnsweredView};
use axum::Json;
use axum::extract::State;
use axum::response::Html as Page;
use mirror::answers::{Answer, Answered, Sum, answered, sum};
use model::{DAY_MS, Lang as TextLang, Result, Time};
use serde::Serialize;
use web::{Fault, Frame, Spoken, UiLang};

const DAYS: u32 = 30;

pub async fn page(State(site): State<Site>, Lang(lang): Lang) -> std::result::Result<Page<String>, Fault> {
    let told = told(&site).await?;
    let f = site.frame(lang, "/answered");
    let Sum { warned, warned_answered, answered, first_word_ms_median, after_warning_ms_median } = sum(&told);
    let view = AnsweredView {
        days: DAYS,
        stories: told.iter().map(|one| item(&f, one)).collect(),
        warned,
        warned_answered,
        answered,
        first_word_ms: first_word_ms_median,
        after_warning_ms: after_warning_ms_median,
        json_href: "/answered.json".to_owned(),
        k: site.k.get(),
        f,
    };
    Ok(print(&view)?)
}

#[derive(Serialize)]
pub struct AnsweredJson {
    voices_min: u32,
    since: String,
    until: String,
    sum: Sum,
    stories: Vec<Answered>,
}

pub async fn json(State(site): State<Site>) -> std::result::Result<Json<AnsweredJson>, Fault> {
    let stories = told(&site).await?;
    let (since, until) = period(&site).await?;
    Ok(Json(AnsweredJson {
        voices_min: site.k.get(),
        since: since.to_rfc3339(),
        until: until.to_rfc3339(),
        sum: sum(&stories),
        stories,
    }))
}

async fn told(site: &Site) -> Result<Vec<Answered>> {
    let (since, until) = period(site).await?;
    answered(&site.db, site.k, since, until).await
}

async fn period(site: &Site) -> Result<(Time, Time)> {
    let until = super::Period::of(site, site.newest().await?).until;
    Ok((Time::from_ms(until.ms() - i64::from(DAYS) * DAY_MS), until.plus_hours(1)))
}

fn item(f: &Frame, one: &Answered) -> AnsweredItem {
    AnsweredItem {
        href: f.href(&format!("/stories/{}", one.story.id)),
        headline: mirror::headline(f, &one.story),
        voices: one.story.voices,
        first_heard: one.story.first,
        warned: one.warned,
        answers: one.answers.iter().map(|answer| answer_item(f, answer)).collect(),
        first_word_ms: one.first_word_ms,
        after_warning_ms: one.after_warning_ms,
    }
}

/// An answer as a page links it.
pub fn answer_item(f: &Frame, answer: &Answer) -> AnswerItem {
    let (title, is_chinese) = answer.title(f.lang == UiLang::Zh);
    AnswerItem {
        href: f.href(&answer.path),
        title: Spoken::new(title, if is_chinese { TextLang::ZhHans } else { TextLang::En }),
        at: answer.at,
        verdict: answer.verdict,
    }
}
