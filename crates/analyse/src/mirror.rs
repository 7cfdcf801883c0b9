//! What was heard, as it may be shown: the one set of queries behind the desk, the public mirror and its JSON.
//!
//! Every number about people that leaves this module is a [`Figure`]. A cell under the threshold adds nothing to a
//! sum either, since two sums that differ by it would tell it; nor does what is left of a total once everything shown is
//! taken from it, see [`remainder`].

use crate::count::{Facet, StoredCell};
use ::store::{Db, Row, args, each};
use model::{Day, Figure, Lang, Result, SourceId, StoryId, Threshold, Time, Voices, Zone};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

mod remainder;
mod topics;

use remainder::{Cell, Sum, Told};
pub use topics::{Topic, TopicCard, story_ids, topic, topic_hours, topics};

/// Items and voices of one value of a facet, for example of one district.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    pub value: String,
    pub items: Figure,
    pub voices: Figure,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayShare {
    pub day: Day,
    pub items: Figure,
    pub voices: Figure,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HourShare {
    pub hour: Time,
    pub items: Figure,
    pub voices: Figure,
}

/// Everything heard in a span of days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overview {
    pub since: Day,
    pub until: Day,
    pub items: Figure,
    pub voices: Figure,
    /// Every day from `since` to `until`, oldest first; days without anything included.
    pub days: Vec<DayShare>,
    pub places: Vec<Share>,
    pub kinds: Vec<Share>,
    pub sources: Vec<Share>,
    pub sentiments: Vec<Share>,
    pub needs: Vec<Share>,
    pub langs: Vec<Share>,
}

/// A story as it stands in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryCard {
    pub id: StoryId,
    /// From an institution, the press, or a text that k voices said nearly the same; else empty, and the terms stand for it.
    pub headline: String,
    pub headline_lang: Lang,
    pub terms: Vec<String>,
    pub first: Time,
    pub last: Time,
    pub items: Figure,
    pub voices: Figure,
    /// How many of the items nearly repeat another.
    pub copies: Figure,
    /// Days with anything, oldest first.
    pub days: Vec<DayShare>,
    pub places: Vec<Share>,
    pub kinds: Vec<Share>,
    pub sources: Vec<Share>,
    pub sentiments: Vec<Share>,
    pub needs: Vec<Share>,
    pub langs: Vec<Share>,
}

/// One hour of a story, with the mood of what was said in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryHour {
    pub hour: Time,
    pub voices: Figure,
    pub items: Figure,
    pub negative: Figure,
    pub positive: Figure,
}

/// What [`card`] reads of a story, in its order.
macro_rules! card_columns {
    () => {
        "story_id, headline, terms, first_ms, last_ms, items, copies, settled, open, peak, facets, headline_lang"
    };
}

/// Which stories to list. Stories under the threshold are never among them.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// Heard at or after this moment.
    pub since: Time,
    /// First heard before this moment.
    pub until: Time,
    pub limit: u32,
}

/// What was heard on some days, read once for however many spans within them are asked for.
pub struct Days {
    k: Threshold,
    heard: BTreeMap<i64, BTreeMap<String, Vec<(String, Cell)>>>,
    stories: Vec<Told>,
    told: BTreeMap<i64, Cell>,
}

impl Days {
    /// From day `since` to day `until`, both included.
    ///
    /// - cost: one indexed query over the days' rows, whatever the number of mentions, and one over the stories that
    ///   reach the threshold
    pub async fn read(db: &Db, k: Threshold, since: Day, until: Day) -> Result<Self> {
        let rows = db
            .rows(
                "select day, facet, value, items, voices from public_tally_day
                 where day >= $1 and day <= $2 order by day, facet, value",
                args![since.0, until.0],
            )
            .await?;
        let mut heard: BTreeMap<i64, BTreeMap<String, Vec<(String, Cell)>>> = BTreeMap::new();
        for row in &rows {
            let cell = (row.count(3), Voices::stored(row.int(4)));
            heard.entry(row.int(0)).or_default().entry(row.text(1)).or_default().push((row.text(2), cell));
        }
        let stories = remainder::told_by_stories(db, k, since, until).await?;
        Ok(Days { k, heard, told: remainder::by_day(&stories), stories })
    }

    /// The stories of which most was said on these days, most first.
    pub fn loudest(&self, limit: usize) -> Vec<StoryId> {
        let voices = |told: &&Told| told.days.iter().map(|(_, (_, voices))| voices.count()).sum::<u32>();
        let mut stories: Vec<&Told> = self.stories.iter().collect();
        stories.sort_by_cached_key(|told| (Reverse(voices(told)), told.story.clone()));
        stories.into_iter().take(limit).map(|told| told.story.clone()).collect()
    }

    /// How many of the stories were first heard at this moment or later.
    pub fn begun(&self, since: Time) -> usize {
        self.stories.iter().filter(|told| told.first >= since).count()
    }

    /// What was heard from day `since` to day `until`, both included and among those that were read.
    pub fn overview(&self, since: Day, until: Day) -> Overview {
        let k = self.k;
        let mut all = Sum::default();
        let mut sums: BTreeMap<&str, BTreeMap<&str, Sum>> = BTreeMap::new();
        let mut shares: BTreeMap<i64, (Figure, Figure)> = BTreeMap::new();
        for (day, facets) in self.heard.iter().filter(|(day, _)| (since.0..=until.0).contains(*day)) {
            let heard =
                facets.get(Facet::All.code()).and_then(|all| all.first().map(|(_, cell)| *cell)).unwrap_or_default();
            let total = remainder::total(heard, self.told.get(day).copied().unwrap_or_default(), k);
            let cell = (total.items, total.voices);
            shares.insert(*day, (Figure::items(cell.0, cell.1, k), Figure::of(cell.1, k)));
            all.add(cell, false, k);
            for (facet, cells) in facets.iter().filter(|(facet, _)| *facet != Facet::All.code()) {
                let out = remainder::withheld(cell, cells.iter().map(|(value, cell)| (value.as_str(), *cell)), k);
                let sums = sums.entry(facet).or_default();
                for (value, cell) in cells {
                    let is_withheld = !total.is_whole || out.contains(value.as_str());
                    sums.entry(value).or_default().add(*cell, is_withheld, k);
                }
            }
        }
        let mut facet = |facet: &str| ranked(sums.remove(facet).unwrap_or_default(), k);
        let (items, voices) = all.figures(k);
        let few = Figure::FewerThan(k.get());
        Overview {
            since,
            until,
            items,
            voices,
            days: (since.0..=until.0)
                .map(|day| {
                    let (items, voices) = shares.get(&day).copied().unwrap_or((few, few));
                    DayShare { day: Day(day), items, voices }
                })
                .collect(),
            places: facet("place"),
            kinds: facet("kind"),
            sources: facet("source"),
            sentiments: facet("sentiment"),
            needs: facet("need"),
            langs: facet("lang"),
        }
    }
}

/// What was heard from day `since` to day `until`, both included. Cost as [`Days::read`].
pub async fn overview(db: &Db, k: Threshold, since: Day, until: Day) -> Result<Overview> {
    Ok(Days::read(db, k, since, until).await?.overview(since, until))
}

/// The hours of a span, oldest first; hours in which nothing was heard are left out.
pub async fn hours(db: &Db, k: Threshold, since: Time, until: Time) -> Result<Vec<HourShare>> {
    let rows = db
        .rows(
            "select hour_ms, items, voices from public_tally_hour where hour_ms >= $1 and hour_ms < $2 order by hour_ms",
            args![since, until],
        )
        .await?;
    let told = remainder::told_by_hours(db, k, since, until).await?;
    Ok(rows
        .iter()
        .map(|row| {
            let heard = (row.count(1), Voices::stored(row.int(2)));
            let total = remainder::total(heard, told.get(&row.int(0)).copied().unwrap_or_default(), k);
            HourShare {
                hour: row.time(0),
                items: Figure::items(total.items, total.voices, k),
                voices: Figure::of(total.voices, k),
            }
        })
        .collect())
}

/// Voices by weekday (Monday first) and hour of the day in the office's zone, summed over the hours given.
pub fn week(hours: &[HourShare], zone: &Zone, k: Threshold) -> [[Figure; 24]; 7] {
    let mut week = [[Figure::FewerThan(k.get()); 24]; 7];
    for share in hours {
        let civil = zone.civil(share.hour);
        let weekday = civil.date().weekday().to_monday_zero_offset() as usize;
        let cell = &mut week[weekday][civil.hour() as usize];
        if let Some(voices) = share.voices.exact() {
            *cell = Figure::Exactly(cell.exact().unwrap_or(0) + voices);
        }
    }
    week
}

/// The stories of a span, most voices first.
///
/// - cost: walks the stories by their voices until the limit is reached, in an index alone
pub async fn stories(db: &Db, k: Threshold, span: Span) -> Result<Vec<StoryCard>> {
    let rows = db
        .rows(
            concat!(
                "select ",
                card_columns!(),
                " from public_story
             where story_id in (
               -- The signs keep SQLite on the index of the loudest, which ends the walk at the limit.
               select story_id from public_story where +peak >= $1 and +last_ms >= $2 and +first_ms < $3
               order by settled + open desc, story_id limit $4)"
            ),
            args![k.get(), span.since, span.until, span.limit],
        )
        .await?;
    let mut cards: Vec<StoryCard> = rows.iter().map(|row| card(row, k)).collect();
    // Their order is public too: by what is printed, so that it tells nothing of an open day under the threshold.
    cards.sort_by_cached_key(|card| (Reverse(card.voices.exact().unwrap_or(0)), card.id.clone()));
    Ok(cards)
}

/// The stories named, each under the id that it was asked for by; those under the threshold are left out.
pub async fn stories_by_id(db: &Db, k: Threshold, ids: &[StoryId]) -> Result<HashMap<StoryId, StoryCard>> {
    let merged = concat!("select story_id, into_id from public_story_merge where story_id in (", each!(), ")");
    let merged = db.rows_of_each(merged, ids, &[]).await?;
    let merged: HashMap<StoryId, StoryId> =
        merged.iter().map(|row| (StoryId::new(row.text(0)), StoryId::new(row.text(1)))).collect();
    let now: Vec<StoryId> = ids.iter().map(|id| merged.get(id).unwrap_or(id).clone()).collect();
    let told =
        concat!("select ", card_columns!(), " from public_story where story_id in (", each!(), ") and peak >= $65");
    let rows = db.rows_of_each(told, &now, &[k.get().into()]).await?;
    let told: HashMap<StoryId, StoryCard> =
        rows.iter().map(|row| card(row, k)).map(|card| (card.id.clone(), card)).collect();
    let named = ids.iter().zip(now).filter_map(|(id, now)| Some((id.clone(), told.get(&now)?.clone())));
    Ok(named.collect())
}

/// One story, if as many as k voices told it.
///
/// - returns: the story that it is part of now, under that one's id, if it turned out to tell of the same event
pub async fn story(db: &Db, k: Threshold, id: &StoryId) -> Result<Option<StoryCard>> {
    let row = db
        .maybe(
            concat!(
                "select ",
                card_columns!(),
                " from public_story
             where peak >= $2 and story_id = coalesce((select into_id from public_story_merge where story_id = $1), $1)"
            ),
            args![id.as_str(), k.get()],
        )
        .await?;
    Ok(row.map(|row| card(&row, k)))
}

/// Every id under which a story was ever known: its own, and those of stories that turned out to be part of it.
pub async fn names_of(db: &Db, id: &StoryId) -> Result<Vec<StoryId>> {
    let rows = db
        .rows("select story_id from public_story_merge where into_id = $1 order by story_id", args![id.as_str()])
        .await?;
    let merged = rows.iter().map(|row| StoryId::new(row.text(0)));
    Ok(std::iter::once(id.clone()).chain(merged).collect())
}

/// The newest hours of a story, oldest first. Call it for a story that [`story`] has given.
///
/// - `limit`: how many hours with anything said in them
pub async fn story_hours(db: &Db, k: Threshold, id: &StoryId, limit: u32) -> Result<Vec<StoryHour>> {
    let mut rows = db
        .rows(
            "select hour_ms, items, voices, negative, positive from public_story_hour
             where story_id = $1 order by hour_ms desc limit $2",
            args![id.as_str(), limit],
        )
        .await?;
    rows.reverse();
    Ok(rows.iter().map(|row| hour_share(row, k)).collect())
}

/// - `row`: hour, items, voices, negative, positive
fn hour_share(row: &Row, k: Threshold) -> StoryHour {
    let voices = Voices::stored(row.int(2));
    StoryHour {
        hour: row.time(0),
        voices: Figure::of(voices, k),
        items: Figure::items(row.count(1), voices, k),
        negative: Figure::items(row.count(3), voices, k),
        positive: Figure::items(row.count(4), voices, k),
    }
}

/// A text that an institution or the press published, with its link.
pub struct Publication {
    pub source: SourceId,
    pub title: String,
    pub lang: Lang,
    pub link: String,
    pub at: Time,
}

/// A masked text that at least k voices said nearly the same.
pub struct Sample {
    pub text: String,
    pub lang: Lang,
    pub voices: Figure,
}

/// What institutions and the press published about a story, newest first.
pub async fn publications(db: &Db, id: &StoryId, limit: u32) -> Result<Vec<Publication>> {
    let rows = db
        .rows(
            "select t.source_id, t.title, f.lang, t.link, t.at_ms
             from finding f join public_text t on t.mention_no = f.mention_no
             where f.kind <> 'public'
               and (f.story_id = $1 or f.story_id in (select story_id from public_story_merge where into_id = $1))
             order by t.at_ms desc, t.mention_no limit $2",
            args![id.as_str(), limit],
        )
        .await?;
    Ok(rows
        .iter()
        .map(|row| Publication {
            source: SourceId::new(row.text(0)),
            title: row.text(1),
            lang: Lang::from_code(&row.text(2)).unwrap_or(Lang::Other),
            link: row.text(3),
            at: row.time(4),
        })
        .collect())
}

/// Texts of a story that at least k voices said nearly the same, most voices first.
pub async fn samples(db: &Db, k: Threshold, id: &StoryId, limit: u32) -> Result<Vec<Sample>> {
    let rows = db
        .rows(
            "select text, lang, voices from public_sample
             where story_id = $1 and voices >= $2 order by voices desc, mention_id limit $3",
            args![id.as_str(), k.get(), limit],
        )
        .await?;
    Ok(rows
        .iter()
        .map(|row| Sample {
            text: row.text(0),
            lang: Lang::from_code(&row.text(1)).unwrap_or(Lang::Other),
            voices: Figure::of(Voices::stored(row.int(2)), k),
        })
        .collect())
}

/// Most voices first, then by name, so that two runs agree.
fn ranked(sums: BTreeMap<impl Into<String>, Sum>, k: Threshold) -> Vec<Share> {
    let mut shares: Vec<Share> = sums
        .into_iter()
        .map(|(value, sum)| {
            let (items, voices) = sum.figures(k);
            Share { value: value.into(), items, voices }
        })
        .collect();
    shares.sort_by(|a, b| b.voices.cmp(&a.voices).then_with(|| a.value.cmp(&b.value)));
    shares
}

fn card(row: &Row, k: Threshold) -> StoryCard {
    let all = StoredCell { items: row.count(5), settled: row.count(7), open: row.count(8), peak: row.count(9) };
    let mut facets: BTreeMap<String, BTreeMap<String, StoredCell>> =
        serde_json::from_str(&row.text(10)).unwrap_or_default();
    let days = facets.remove("day").unwrap_or_default();
    let mut days: Vec<DayShare> = days
        .into_iter()
        .filter_map(|(day, cell)| {
            let day = Day(day.parse().ok()?);
            Some(DayShare { day, items: cell.shown_items(k), voices: cell.shown(k) })
        })
        .collect();
    days.sort_by_key(|share| share.day);
    let shown = |cell: &StoredCell| (cell.items, Voices::counted(cell.shown(k).exact().unwrap_or(0)));
    let mut shares = |facet: &str| {
        let cells = facets.remove(facet).unwrap_or_default();
        let cells: Vec<(String, Cell)> = cells.iter().map(|(value, cell)| (value.clone(), shown(cell))).collect();
        let out = remainder::withheld(shown(&all), cells.iter().map(|(value, cell)| (value.as_str(), *cell)), k);
        let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
        for (value, cell) in &cells {
            sums.entry(value.clone()).or_default().add(*cell, out.contains(value.as_str()), k);
        }
        ranked(sums, k)
    };
    StoryCard {
        id: StoryId::new(row.text(0)),
        headline: row.text(1),
        headline_lang: Lang::from_code(&row.text(11)).unwrap_or(Lang::Other),
        terms: serde_json::from_str(&row.text(2)).unwrap_or_default(),
        first: row.time(3),
        last: row.time(4),
        items: all.shown_items(k),
        voices: all.shown(k),
        copies: Figure::items(row.count(6), Voices::counted(all.peak), k),
        days,
        places: shares("place"),
        kinds: shares("kind"),
        sources: shares("source"),
        sentiments: shares("sentiment"),
        needs: shares("need"),
        langs: shares("lang"),
    }
}
