//! What we hear: the mirror, as a page and as JSON, from one query each.

use super::{Lang, Period, Site, print};
use crate::pages::home::{HomeView, StoryItem};
use analyse::mirror::{self, Days, Overview, Span, StoryCard};
use axum::Json;
use axum::extract::State;
use axum::response::Html as Page;
use model::{DAY_MS, Day, Result, Time};
use serde::Serialize;
use web::input::Asked;
use web::{Fault, Frame};

/// How many stories the page lists; the JSON has them too.
const STORIES: u32 = 30;
/// How many of the latest publications the page names.
const SAID: u32 = 4;
const TIMELINE_DAYS: i64 = 30;
/// Hours of the week are summed over four weeks.
const WEEK_DAYS: i64 = 28;

pub async fn page(State(site): State<Site>, Lang(lang): Lang, Asked(asked): Asked) -> Result<Page<String>, Fault> {
    let f = site.frame(lang, "/");
    let newest = site.newest().await?;
    let period = Period::asked(&site, newest, &asked.text("from"), &asked.text("to"));
    let today = site.zone.day(period.until);
    let month = Day(today.0 - TIMELINE_DAYS + 1);
    let (days, overview, stories) = heard(&site, &period, month).await?;
    let register = listen::store::register(&site.db).await?;
    let hours =
        mirror::hours(&site.db, site.k, Time::from_ms(period.until.ms() - WEEK_DAYS * DAY_MS), period.until).await?;

    let k = site.k.get();
    let anything = newest.is_some();
    let note = f.t("home-period-note");
    let said = super::published::latest(&site, &f, SAID).await?;
    let view = HomeView {
        said,
        period_from: period.since,
        period_to: period.until,
        heard_last: newest,
        mentions: overview.items,
        voices: overview.voices,
        sources_answered: register.iter().filter(|source| source.answers(f.now)).count() as u32,
        sources_total: register.iter().filter(|source| source.removed.is_none()).count() as u32,
        k,
        json_href: "/heard.json".to_owned(),
        stories: stories.iter().map(|card| item(&site, &f, card)).collect(),
        timeline: anything
            .then(|| ::mirror::days(&f, "month", f.t("home-time-title"), &days.overview(month, today).days)),
        heat: anything.then(|| ::mirror::week_of(&f, f.t("home-hours-title"), &hours, site.k)),
        tiles: (anything && !site.districts.is_empty()).then(|| {
            ::mirror::places(&f, f.t("home-places-title"), note.clone(), &site.districts, &overview.places, k)
        }),
        needs: anything.then(|| {
            let head = (f.t("home-needs-head"), note.clone());
            ::mirror::bars(f.t("home-needs-title"), head, &overview.needs, |code| ::mirror::need_label(&f, code))
        }),
        f,
    };
    Ok(print(&view)?)
}

/// The mirror as data: the same figures as the page.
#[derive(Serialize)]
pub struct HeardJson {
    /// What the numbers mean, for whoever reads them without the page.
    voices_min: u32,
    since: String,
    until: String,
    overview: Overview,
    stories: Vec<StoryCard>,
}

pub async fn json(State(site): State<Site>, Asked(asked): Asked) -> Result<Json<HeardJson>, Fault> {
    let period = Period::asked(&site, site.newest().await?, &asked.text("from"), &asked.text("to"));
    let (_, overview, stories) = heard(&site, &period, site.zone.day(period.since)).await?;
    let date = |time| site.zone.civil(time).date().to_string();
    Ok(Json(HeardJson {
        voices_min: site.k.get(),
        since: date(period.since),
        until: date(period.until),
        overview,
        stories,
    }))
}

/// The figures and stories of a period, one function for the page, for its JSON and for whoever compares them, and the days
/// that they are taken from.
///
/// - `earliest`: the first day that is read, if it lies before the period
async fn heard(site: &Site, period: &Period, earliest: Day) -> Result<(Days, Overview, Vec<StoryCard>)> {
    let (since, until) = (site.zone.day(period.since), site.zone.day(period.until));
    let days = Days::read(&site.db, site.k, since.min(earliest), until).await?;
    let overview = days.overview(since, until);
    let span = Span { since: period.since, until: period.until, limit: STORIES };
    Ok((days, overview, mirror::stories(&site.db, site.k, span).await?))
}

fn item(site: &Site, f: &Frame, card: &StoryCard) -> StoryItem {
    let k = site.k.get();
    let shown = card.places.iter().filter(|share| share.voices.exact().is_some());
    StoryItem {
        href: f.href(&format!("/stories/{}", card.id)),
        headline: ::mirror::headline(f, card),
        voices: card.voices,
        mentions: card.items,
        spark: ::mirror::spark(f, card, k),
        places: shown.map(|share| ::mirror::district_name(&site.districts, &share.value, f.lang).to_owned()).collect(),
        sentiment: ::mirror::split(f, card, k),
        terms: ::mirror::terms(card),
        first_seen: card.first,
        last_seen: card.last,
    }
}
