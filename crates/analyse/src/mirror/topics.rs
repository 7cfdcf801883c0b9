//! Topics as the desk and the public see them: the version in force, in figures.

use super::remainder::{self, Cell};
use super::{DayShare, Share, StoryHour, Sum, ranked};
use ::store::{Db, Row, args};
use model::{Day, Figure, Result, StoryId, Threshold, Time, TopicId, Voices};
use serde::Serialize;
use std::collections::BTreeMap;

const TOPICS_MAX: u32 = 500;

/// A topic as it stands in the register, with its days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicCard {
    pub id: TopicId,
    pub name_zh: String,
    pub name_en: String,
    pub purpose_zh: String,
    pub purpose_en: String,
    /// In its canonical form.
    pub query: String,
    pub version: u32,
    pub made: Time,
    /// From when the version in force counts voices. Days before it were counted from what was still held, and their
    /// voices are the fewest that there can have been.
    pub since: Time,
    pub ended: Option<Time>,
    pub end_reason: Option<String>,
    pub items: Figure,
    pub voices: Figure,
    /// Every day of the span, oldest first.
    pub days: Vec<DayShare>,
}

/// One topic with its shares.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Topic {
    #[serde(flatten)]
    pub card: TopicCard,
    pub places: Vec<Share>,
    pub kinds: Vec<Share>,
    pub sources: Vec<Share>,
    pub sentiments: Vec<Share>,
    pub needs: Vec<Share>,
    pub langs: Vec<Share>,
    /// Most voices first; the value is the story's id. Only those that k voices told within the topic.
    pub stories: Vec<Share>,
}

/// All topics that ever were, those that count first, with their days from `since` to `until`, both included.
///
/// - cost: one indexed query over the days of each
pub async fn topics(db: &Db, k: Threshold, since: Day, until: Day) -> Result<Vec<TopicCard>> {
    let rows = db
        .rows(
            "select topic_id, name_zh, name_en, purpose_zh, purpose_en, query, version, made_ms, since_ms, ended_ms, end_reason
             from public_topic order by case when ended_ms is null then 0 else 1 end, made_ms, topic_id limit $1",
            args![TOPICS_MAX],
        )
        .await?;
    let mut cards = Vec::with_capacity(rows.len());
    for row in &rows {
        let days = db
            .rows(
                "select day, items, voices from public_topic_day
                 where topic_id = $1 and facet = 'all' and day >= $2 and day <= $3 order by day",
                args![row.text(0), since.0, until.0],
            )
            .await?;
        let mut cells: BTreeMap<i64, (u32, Voices)> = BTreeMap::new();
        for day in &days {
            cells.insert(day.int(0), (day.count(1), Voices::stored(day.int(2))));
        }
        cards.push(card(row, k, since, until, &cells));
    }
    Ok(cards)
}

fn card(row: &Row, k: Threshold, since: Day, until: Day, cells: &BTreeMap<i64, Cell>) -> TopicCard {
    let mut sum = Sum::default();
    cells.values().for_each(|cell| sum.add(*cell, false, k));
    let (items, voices) = sum.figures(k);
    let day = |day: i64| {
        let (items, voices) = cells.get(&day).copied().unwrap_or_default();
        DayShare { day: Day(day), items: Figure::items(items, voices, k), voices: Figure::of(voices, k) }
    };
    TopicCard {
        id: TopicId::new(row.text(0)),
        name_zh: row.text(1),
        name_en: row.text(2),
        purpose_zh: row.text(3),
        purpose_en: row.text(4),
        query: row.text(5),
        version: row.count(6),
        made: row.time(7),
        since: row.time(8),
        ended: row.time_or_null(9),
        end_reason: row.text_or_null(10),
        items,
        voices,
        days: (since.0..=until.0).map(day).collect(),
    }
}

/// One topic over a span of days.
pub async fn topic(db: &Db, k: Threshold, id: &TopicId, since: Day, until: Day) -> Result<Option<Topic>> {
    let row = db
        .maybe(
            "select topic_id, name_zh, name_en, purpose_zh, purpose_en, query, version, made_ms, since_ms, ended_ms, end_reason
             from public_topic where topic_id = $1",
            args![id.as_str()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let rows = db
        .rows(
            "select d.day, d.facet, coalesce(m.into_id, d.value), d.items, d.voices
             from public_topic_day d left join public_story_merge m on m.story_id = d.value and d.facet = 'story'
             where d.topic_id = $1 and d.day >= $2 and d.day <= $3 order by d.day, d.facet, d.value",
            args![id.as_str(), since.0, until.0],
        )
        .await?;
    // Stories that became one stand twice in a day. Who is in both is not known any more, so the greater number stands.
    let mut by_day: BTreeMap<(String, String, i64), (u32, Voices)> = BTreeMap::new();
    for row in &rows {
        let cell = by_day.entry((row.text(1), row.text(2), row.int(0))).or_default();
        *cell = (cell.0 + row.count(3), cell.1.max(Voices::stored(row.int(4))));
    }
    let mut by_facet: BTreeMap<i64, BTreeMap<String, Vec<(String, Cell)>>> = BTreeMap::new();
    for ((facet, value, day), cell) in by_day {
        by_facet.entry(day).or_default().entry(facet).or_default().push((value, cell));
    }
    let mut days: BTreeMap<i64, Cell> = BTreeMap::new();
    let mut sums: BTreeMap<String, BTreeMap<String, Sum>> = BTreeMap::new();
    for (day, mut facets) in by_facet {
        let heard = facets.remove("all").and_then(|all| all.first().map(|(_, cell)| *cell)).unwrap_or_default();
        let stories = facets.get("story").into_iter().flatten().filter(|(_, cell)| cell.1.reaches(k));
        let told = stories.fold((0, 0), |sum: (u32, u32), (_, cell)| (sum.0 + cell.0, sum.1 + cell.1.count()));
        let total = remainder::total(heard, (told.0, Voices::counted(told.1)), k);
        let cell = (total.items, total.voices);
        days.insert(day, cell);
        for (facet, cells) in facets {
            // What a day has beyond its stories is in its total already.
            let is_story = facet == "story";
            let out = remainder::withheld(cell, cells.iter().map(|(value, cell)| (value.as_str(), *cell)), k);
            let sums = sums.entry(facet).or_default();
            for (value, cell) in &cells {
                let is_withheld = !is_story && (!total.is_whole || out.contains(value.as_str()));
                sums.entry(value.clone()).or_default().add(*cell, is_withheld, k);
            }
        }
    }
    let mut shares = |facet: &str| ranked(sums.remove(facet).unwrap_or_default(), k);
    let mut stories = shares("story");
    stories.retain(|share| share.voices.exact().is_some());
    Ok(Some(Topic {
        card: card(&row, k, since, until, &days),
        places: shares("place"),
        kinds: shares("kind"),
        sources: shares("source"),
        sentiments: shares("sentiment"),
        needs: shares("need"),
        langs: shares("lang"),
        stories,
    }))
}

/// The newest hours of a topic, oldest first; hours in which nothing was heard are left out.
pub async fn topic_hours(db: &Db, k: Threshold, id: &TopicId, limit: u32) -> Result<Vec<StoryHour>> {
    let mut rows = db
        .rows(
            "select hour_ms, items, voices, negative, positive from public_topic_hour
             where topic_id = $1 order by hour_ms desc limit $2",
            args![id.as_str(), limit],
        )
        .await?;
    rows.reverse();
    Ok(rows.iter().map(|row| super::hour_share(row, k)).collect())
}

/// The ids of the stories of a topic, for reading their cards.
pub fn story_ids(topic: &Topic, most: usize) -> Vec<StoryId> {
    topic.stories.iter().take(most).map(|share| StoryId::new(share.value.clone())).collect()
}
