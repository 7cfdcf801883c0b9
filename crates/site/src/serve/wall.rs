//! The wall: the mirror's own figures, for whoever holds a link that is open.

use super::{Lang, Period, Site, print};
use crate::pages::wall::{Loudest, Panel, Rising, WallClock, WallSource, WallView};
use analyse::mirror::{self, Span, StoryCard};
use axum::extract::{Path, State};
use axum::response::Html as Page;
use model::{Clock, DAY_MS, Day, Error, Figure, Result, Time};
use respond::public::Limit;
use web::chart::{Bin, Wide};
use web::input::Asked;
use web::{Fault, Frame, UiLang};

const STORIES: u32 = 60;
/// Stories that one panel shows.
const RISING: usize = 5;
/// Days before yesterday that a story's ordinary day is taken from.
const BEFORE_DAYS: i64 = 5;
const COURSE_DAYS: i64 = 30;
const SOURCES: usize = 24;
/// Limits that fit on the screen, and how many sources each takes the place of.
const CLOCKS: usize = 3;
const SOURCES_A_CLOCK: usize = 3;

pub async fn page(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, token)): Path<(String, String)>,
    Asked(asked): Asked,
) -> std::result::Result<Page<String>, Fault> {
    if !org::wall::opens(&site.db, &token, Clock::wall().now()).await? {
        return Err(Error::not_found().into());
    }
    let index = asked.text("panel").parse::<usize>().unwrap_or(0) % Panel::ALL.len();
    let view = view(&site, lang, &token, index).await?;
    Ok(print(&view)?)
}

async fn view(site: &Site, lang: UiLang, token: &str, index: usize) -> Result<WallView> {
    let f = site.frame(lang, &format!("/wall/{token}"));
    let newest = site.newest().await?;
    let period = Period::of(site, newest);
    let (since, until) = (site.zone.day(period.since), site.zone.day(period.until));
    let overview = mirror::overview(&site.db, site.k, since, until).await?;
    let month = mirror::overview(&site.db, site.k, Day(until.0 - COURSE_DAYS + 1), until).await?;
    let span = Span { since: Time::from_ms(period.until.ms() - 2 * DAY_MS), until: period.until, limit: STORIES };
    let stories = mirror::stories(&site.db, site.k, span).await?;
    let open = site.limits.open(&site.db, f.now).await?;
    let register = listen::store::register(&site.db).await?;
    let listened: Vec<_> = register.iter().filter(|source| source.removed.is_none()).collect();
    let k = site.k.get();
    let note = f.t("home-period-note");
    let civil = site.zone.civil(f.now);
    let mut sources: Vec<WallSource> = listened
        .iter()
        .map(|source| WallSource { name: source.name(lang == UiLang::Zh).to_owned(), answers: source.answers(f.now) })
        .collect();
    // What is silent is what one looks for.
    sources.sort_by_key(|source| source.answers);
    let answered = sources.iter().filter(|source| source.answers).count();
    let clocks = clocks(site, &f, &open.shown).await?;
    let room = if clocks.is_empty() { SOURCES } else { SOURCES / 2 + SOURCES_A_CLOCK - SOURCES_A_CLOCK * clocks.len() };
    sources.truncate(room);
    Ok(WallView {
        panel: Panel::ALL[index],
        next: f.href(&format!("/wall/{token}?panel={}", (index + 1) % Panel::ALL.len())),
        clock: format!("{:02}:{:02}", civil.hour(), civil.minute()),
        date: f.day(&f.now),
        voices: overview.voices,
        mentions: overview.items,
        sources_answered: u32::try_from(answered).unwrap_or(u32::MAX),
        sources_total: u32::try_from(listened.len()).unwrap_or(u32::MAX),
        k,
        map: (!site.districts.is_empty())
            .then(|| ::mirror::places(&f, f.t("wall-map"), note.clone(), &site.districts, &overview.places, k)),
        rising: rising(site, &f, &stories, until),
        loudest: stories.first().map(|card| loudest(site, &f, card, until)),
        needs: newest.is_some().then(|| {
            let head = (f.t("home-needs-head"), note);
            ::mirror::bars(f.t("home-needs-title"), head, &overview.needs, |code| ::mirror::need_label(&f, code))
        }),
        days: newest.is_some().then(|| days(&f, f.t("wall-days"), &month.days)),
        incidents_open: open.incidents,
        limits_open: open.limits,
        clocks,
        sources,
        f,
    })
}

/// The limits that the office shows, each under the title of what it last published about the matter. Where it has said
/// nothing in public yet, the matter has no name that anyone may read, and the limit is counted only.
async fn clocks(site: &Site, f: &Frame, shown: &[Limit]) -> Result<Vec<WallClock>> {
    let is_chinese = f.lang == UiLang::Zh;
    let mut clocks = Vec::new();
    for limit in shown {
        if clocks.len() == CLOCKS {
            break;
        }
        let said = publish::public::about(&site.db, &format!("incident/{}", limit.incident)).await?;
        let Some(last) = said.into_iter().find(|entry| entry.withdrawn.is_none()) else { continue };
        clocks.push(WallClock {
            subject: super::published::item(f, &last).title,
            duty: if is_chinese { limit.name_zh.clone() } else { limit.name_en.clone() },
            left: left(f, limit),
            is_over: !limit.is_paused && limit.ends < f.now,
        });
    }
    Ok(clocks)
}

fn left(f: &Frame, limit: &Limit) -> String {
    let (key, ms) = match limit.ends.since(f.now) {
        ms if limit.is_paused => ("clock-paused-left", ms),
        ms if ms >= 0 => ("clock-left", ms),
        ms => ("clock-late", -ms),
    };
    f.t1(key, "span", f.long_span(ms))
}

/// Stories by how many more spoke of them on their louder day of today and yesterday than on an ordinary day before.
fn rising(site: &Site, f: &Frame, stories: &[StoryCard], today: Day) -> Vec<Rising> {
    let on = |card: &StoryCard, day: i64| {
        card.days.iter().find(|share| share.day.0 == day).and_then(|share| share.voices.exact())
    };
    let mut rising: Vec<(i64, Rising)> = stories
        .iter()
        .filter_map(|card| {
            let now = on(card, today.0).max(on(card, today.0 - 1))?;
            let before: u32 = (2..2 + BEFORE_DAYS).filter_map(|back| on(card, today.0 - back)).sum();
            let usual = before / u32::try_from(BEFORE_DAYS).unwrap_or(1);
            let is_new = f.zone.day(card.first).0 >= today.0 - 1;
            let more = now.saturating_sub(usual);
            let told = Rising {
                headline: ::mirror::headline(f, card),
                voices: Figure::Exactly(now),
                more: (!is_new && more > 0).then_some(more),
                is_new,
                places: places(site, f, card, 2),
                spark: ::mirror::spark(f, card, site.k.get()),
            };
            Some((i64::from(more), told))
        })
        .collect();
    rising.sort_by_key(|(more, _)| -more);
    rising.into_iter().take(RISING).map(|(_, story)| story).collect()
}

fn places(site: &Site, f: &Frame, card: &StoryCard, most: usize) -> Vec<String> {
    let shown = card.places.iter().filter(|share| share.voices.exact().is_some()).take(most);
    shown.map(|share| ::mirror::district_name(&site.districts, &share.value, f.lang).to_owned()).collect()
}

fn loudest(site: &Site, f: &Frame, card: &StoryCard, today: Day) -> Loudest {
    let k = site.k.get();
    let first = f.zone.day(card.first).0.max(today.0 - 20);
    let course: Vec<mirror::DayShare> = (first.min(today.0 - 6)..=today.0)
        .map(|day| {
            let hidden = mirror::DayShare { day: Day(day), items: Figure::FewerThan(k), voices: Figure::FewerThan(k) };
            card.days.iter().find(|share| share.day.0 == day).cloned().unwrap_or(hidden)
        })
        .collect();
    Loudest {
        headline: ::mirror::headline(f, card),
        voices: card.voices,
        mentions: card.items,
        since: f.day(&card.first),
        places: places(site, f, card, 3),
        course: days(f, f.t("story-timeline-title"), &course),
        feeling: ::mirror::split(f, card, k),
    }
}

fn days(f: &Frame, label: String, days: &[mirror::DayShare]) -> Wide {
    let every = days.len().div_ceil(4).max(1);
    let last = days.len().saturating_sub(1);
    let bin = |(index, share): (usize, &mirror::DayShare)| {
        let label = f.day(&f.zone.start(share.day));
        Bin { tick: (last - index).is_multiple_of(every).then(|| label.clone()), label, value: share.voices }
    };
    Wide { label, bins: days.iter().enumerate().map(bin).collect() }
}
