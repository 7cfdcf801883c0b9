//! A query over what is still held: a preview for whoever writes it, and a count of the days before it.
//!
//! Who spoke is not known any more, since voices leave no trace. What can be proved is the fewest voices that there can have
//! been: where a source heard V voices in I items in a day and m of these items match, at least V - (I - m) voices are among
//! them; likewise for a story. Voices of two sources differ by their keys, so over sources that adds up. The threshold
//! is held against this least number: what cannot be proved to be many is not shown.

use crate::count::{StoredCell, TopicDayRow, TopicKey};
use crate::mirror::DayShare;
use ::store::{Db, Row, args};
use model::{Day, Figure, Lang, Result, SourceId, SourceKind, Threshold, Time, Voices, Zone};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use text::query::{Explained, Prepared, Query, Why};
use text::{Piece, excerpt};

/// Mentions that one review reads at most, newest first: about a second's work.
pub const MENTIONS_MAX: u32 = 20_000;
const PAGE: u32 = 1_000;
/// The most talked about stories, of which the cells are looked up.
const STORIES_MAX: usize = 40;
const SAMPLES_READ: u32 = 500;
const SHOWN: usize = 5;
const NEAR_SHOWN: usize = 4;
const EXCERPT: usize = 120;

/// What a review looked at and what it found.
pub struct Review {
    /// Mentions that were read; all that is held of the span unless they were too many.
    pub read: u32,
    /// The first day of which anything was read.
    pub since: Option<Day>,
    found: Found,
    cells: Cells,
    /// Texts that match and may be shown: of institutions and the press, and samples that k voices said.
    texts: Vec<(usize, ShownText)>,
    near: Vec<(Found, Near)>,
}

/// A text that may be shown.
#[derive(Clone, Debug)]
pub struct ShownText {
    pub pieces: Vec<Piece>,
    pub lang: Lang,
    /// Of a sample; nothing for what was published.
    pub voices: Option<Figure>,
    /// Where it was published.
    pub link: Option<String>,
}

/// Texts that fail by one clause alone.
#[derive(Clone, Debug)]
pub struct Near {
    pub explained: Explained,
    pub why: Why,
    pub mentions: Figure,
    pub texts: Vec<ShownText>,
}

/// What the editor is shown.
pub struct Preview {
    pub read: u32,
    pub since: Option<Day>,
    pub mentions: Figure,
    /// The fewest that there can have been.
    pub voices: Figure,
    pub days: Vec<DayShare>,
    /// The surest first.
    pub hits: Vec<ShownText>,
    /// Those that match by the least.
    pub barely: Vec<ShownText>,
    pub near: Vec<Near>,
}

/// The days before a query, counted from what is still held.
#[derive(Default)]
pub struct Recount(Vec<(Day, &'static str, String, u32, u32)>);

impl Recount {
    pub(super) fn rows(&self, topic: &Arc<TopicKey>) -> Vec<TopicDayRow> {
        let row = |(day, facet, value, items, voices): &(Day, &'static str, String, u32, u32)| TopicDayRow {
            topic: topic.clone(),
            day: *day,
            facet,
            value: value.clone(),
            items: *items,
            voices: *voices,
        };
        self.0.iter().map(row).collect()
    }
}

/// Items that match, by what bounds their voices.
#[derive(Default)]
struct Found {
    days: BTreeMap<Day, u32>,
    sources: BTreeMap<(Day, SourceId), u32>,
    stories: BTreeMap<(Day, String), u32>,
}

impl Found {
    fn add(&mut self, held: &Held, day: Day) {
        *self.days.entry(day).or_default() += 1;
        *self.sources.entry((day, held.source.clone())).or_default() += 1;
        *self.stories.entry((day, held.story.clone())).or_default() += 1;
    }

    fn items(&self) -> u32 {
        self.days.values().sum()
    }
}

/// What was counted of sources and stories: items and voices of a day.
#[derive(Default)]
struct Cells {
    sources: HashMap<(Day, SourceId), (u32, u32)>,
    stories: HashMap<(Day, String), (u32, u32)>,
}

/// The fewest voices among `matched` of a cell's items.
fn fewest(matched: u32, cell: Option<&(u32, u32)>) -> u32 {
    let least = cell.map_or(0, |(items, voices)| voices.saturating_sub(items.saturating_sub(matched)));
    // No more voices than items, however the cell was counted.
    least.max(1).min(matched)
}

impl Cells {
    fn fewest_on(&self, found: &Found, day: Day) -> u32 {
        let of = |key: &(Day, SourceId), matched: &u32| fewest(*matched, self.sources.get(key));
        let first = (day, SourceId::new(""));
        let sources: u32 =
            found.sources.range(first..).take_while(|((on, _), _)| *on == day).map(|(key, m)| of(key, m)).sum();
        let first = (day, String::new());
        let stories = found.stories.range(first..).take_while(|((on, _), _)| *on == day);
        let story = stories.map(|(key, m)| fewest(*m, self.stories.get(key))).max().unwrap_or(0);
        sources.max(story)
    }

    /// Items and the fewest voices, days under the threshold left out, so that no sum tells of them.
    fn sums(&self, found: &Found, k: Threshold) -> (Figure, Figure) {
        let (mut items, mut voices) = (0, 0);
        for (day, matched) in &found.days {
            let least = self.fewest_on(found, *day);
            if Voices::counted(least).reaches(k) {
                items += matched;
                voices += least;
            }
        }
        let all = Voices::counted(voices);
        (rounded(Figure::items(items, all, k), k), rounded(Figure::of(all, k), k))
    }
}

/// A figure of a preview is rounded down to a multiple of the threshold: whoever writes two queries that differ by one
/// word must not learn from two figures how few said that word.
fn rounded(figure: Figure, k: Threshold) -> Figure {
    match figure {
        Figure::Exactly(count) => Figure::Exactly(count / k.get() * k.get()),
        hidden @ (Figure::FewerThan(_) | Figure::AtLeast(_)) => hidden,
    }
}

struct Held {
    number: i64,
    source: SourceId,
    kind: SourceKind,
    at: Time,
    title: String,
    text: String,
    link: Option<String>,
    story: String,
    lang: Lang,
}

impl Held {
    fn full_text(&self) -> String {
        match (self.title.is_empty() || self.text.starts_with(&self.title), self.text.is_empty()) {
            (true, _) => self.text.clone(),
            (false, true) => self.title.clone(),
            (false, false) => format!("{}\n{}", self.title, self.text),
        }
    }
}

/// Looks at what is still held with a query.
///
/// - `since`: what was said before is not looked at
/// - cost: [`MENTIONS_MAX`] texts at most, cut and matched; about a second
pub async fn review(db: &Db, k: Threshold, zone: &Zone, query: &Query, since: Time) -> Result<Review> {
    let mut review = Review {
        read: 0,
        since: None,
        found: Found::default(),
        cells: Cells::default(),
        texts: Vec::new(),
        near: Vec::new(),
    };
    let mut near: HashMap<String, (Found, Near)> = HashMap::new();
    let mut before = i64::MAX;
    let mut seen = 0;
    while seen < MENTIONS_MAX {
        let page = held(db, before).await?;
        let Some(last) = page.last() else { break };
        before = last.number;
        seen += page.len() as u32;
        for held in page.iter().filter(|held| held.at >= since) {
            review.read += 1;
            let day = zone.day(held.at);
            review.since = Some(review.since.map_or(day, |known| known.min(day)));
            look(query, held, day, &mut review, &mut near);
        }
        if page.len() < PAGE as usize {
            break;
        }
    }
    add_samples(db, k, query, &mut review, &mut near).await?;
    review.near = near.into_values().collect();
    review.near.sort_by(|a, b| b.0.items().cmp(&a.0.items()).then_with(|| a.1.explained.key.cmp(b.1.explained.key)));
    review.near.truncate(NEAR_SHOWN);
    review.cells = cells(db, &review).await?;
    Ok(review)
}

fn look(query: &Query, held: &Held, day: Day, review: &mut Review, near: &mut HashMap<String, (Found, Near)>) {
    let text = held.full_text();
    let prepared = Prepared::of(&text);
    let may_show = !held.kind.is_private();
    let shown = |hits: &[text::query::Hit]| ShownText {
        pieces: pieces(&text, hits),
        lang: held.lang,
        voices: None,
        link: held.link.clone(),
    };
    if let Some(matched) = query.matches(&prepared) {
        review.found.add(held, day);
        if may_show && review.texts.len() < 200 {
            review.texts.push((matched.hits.len(), shown(&matched.hits)));
        }
    } else if let Some(nearly) = query.nearly(&prepared) {
        let known = near.entry(nearly.clause.clone()).or_insert_with(|| (Found::default(), nothing(&nearly)));
        known.0.add(held, day);
        if may_show && known.1.texts.len() < 2 {
            known.1.texts.push(shown(&nearly.hits));
        }
    }
}

fn nothing(nearly: &text::query::Nearly) -> Near {
    Near { explained: nearly.explained.clone(), why: nearly.why, mentions: Figure::FewerThan(0), texts: Vec::new() }
}

fn pieces(text: &str, hits: &[text::query::Hit]) -> Vec<Piece> {
    let ranges: Vec<_> = hits.iter().map(|hit| hit.range.clone()).collect();
    excerpt(text, &ranges, EXCERPT)
}

/// Private persons' words are shown as samples alone: texts that k voices said nearly the same.
async fn add_samples(
    db: &Db,
    k: Threshold,
    query: &Query,
    review: &mut Review,
    near: &mut HashMap<String, (Found, Near)>,
) -> Result<()> {
    let rows = db
        .rows(
            "select text, lang, voices from public_sample where voices >= $1 order by voices desc, mention_id limit $2",
            args![k.get(), SAMPLES_READ],
        )
        .await?;
    for row in &rows {
        let text = row.text(0);
        let prepared = Prepared::of(&text);
        let shown = |hits: &[text::query::Hit]| ShownText {
            pieces: pieces(&text, hits),
            lang: Lang::from_code(&row.text(1)).unwrap_or(Lang::Other),
            voices: Some(Figure::of(Voices::stored(row.int(2)), k)),
            link: None,
        };
        if let Some(matched) = query.matches(&prepared) {
            review.texts.push((matched.hits.len(), shown(&matched.hits)));
        } else if let Some(nearly) = query.nearly(&prepared)
            && let Some((_, known)) = near.get_mut(&nearly.clause)
            && known.texts.len() < 3
        {
            known.texts.push(shown(&nearly.hits));
        }
    }
    Ok(())
}

async fn held(db: &Db, before: i64) -> Result<Vec<Held>> {
    let rows = db
        .rows(
            "select m.mention_no, m.source_id, m.kind, m.at_ms, m.title, m.text, m.link, f.story_id, f.lang
             from shared_mention m join finding f on f.mention_no = m.mention_no
             where m.mention_no < $1 and m.text is not null order by m.mention_no desc limit $2",
            args![before, PAGE],
        )
        .await?;
    let held = |row: &Row| Held {
        number: row.int(0),
        source: SourceId::new(row.text(1)),
        // What is unknown is treated as private: it is counted and never shown.
        kind: SourceKind::from_code(&row.text(2)).unwrap_or(SourceKind::Public),
        at: row.time(3),
        title: row.text(4),
        text: row.text(5),
        link: row.text_or_null(6),
        story: row.text(7),
        lang: Lang::from_code(&row.text(8)).unwrap_or(Lang::Other),
    };
    Ok(rows.iter().map(held).collect())
}

async fn cells(db: &Db, review: &Review) -> Result<Cells> {
    let mut cells = Cells::default();
    let all = || std::iter::once(&review.found).chain(review.near.iter().map(|(found, _)| found));
    let days: Vec<Day> = all().flat_map(|found| found.days.keys().copied()).collect();
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return Ok(cells) };
    let rows = db
        .rows(
            "select day, value, items, voices from tally_day
             where day >= $1 and day <= $2 and facet = 'source' and voices > 0 order by day, value",
            args![first.0, last.0],
        )
        .await?;
    for row in &rows {
        cells.sources.insert((Day(row.int(0)), SourceId::new(row.text(1))), (row.count(2), row.count(3)));
    }
    let mut stories: HashMap<&str, u32> = HashMap::new();
    for ((_, story), items) in all().flat_map(|found| &found.stories) {
        *stories.entry(story).or_default() += items;
    }
    let mut stories: Vec<(&str, u32)> = stories.into_iter().collect();
    stories.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    for (story, _) in stories.into_iter().take(STORIES_MAX) {
        let Some(row) = db.maybe("select facets from story where story_id = $1", args![story]).await? else { continue };
        let mut facets: BTreeMap<String, BTreeMap<String, StoredCell>> =
            serde_json::from_str(&row.text(0)).unwrap_or_default();
        for (day, cell) in facets.remove("day").unwrap_or_default() {
            if let Ok(day) = day.parse() {
                // The best day alone: over days a voice counts again.
                cells.stories.insert((Day(day), story.to_owned()), (cell.items, cell.peak));
            }
        }
    }
    Ok(cells)
}

impl Review {
    pub fn preview(mut self, k: Threshold) -> Preview {
        let (mentions, voices) = self.cells.sums(&self.found, k);
        let day = |(day, items): (&Day, &u32)| {
            let least = Voices::counted(self.cells.fewest_on(&self.found, *day));
            DayShare {
                day: *day,
                items: rounded(Figure::items(*items, least, k), k),
                voices: rounded(Figure::of(least, k), k),
            }
        };
        let days = self.found.days.iter().map(day).collect();
        let near = std::mem::take(&mut self.near).into_iter().map(|(found, near)| {
            let (mentions, _) = self.cells.sums(&found, k);
            Near { mentions, ..near }
        });
        let near = near.collect();
        self.texts.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
        let mut texts: Vec<ShownText> = self.texts.into_iter().map(|(_, text)| text).collect();
        let barely = if texts.len() > SHOWN { texts.split_off(texts.len().max(SHOWN + 3) - 3) } else { Vec::new() };
        texts.truncate(SHOWN);
        Preview { read: self.read, since: self.since, mentions, voices, days, hits: texts, barely, near }
    }

    /// What a new version can begin with.
    pub fn recount(&self) -> Recount {
        let mut rows = Vec::new();
        for (day, items) in &self.found.days {
            rows.push((*day, "all", String::new(), *items, self.cells.fewest_on(&self.found, *day)));
        }
        for (key, items) in &self.found.sources {
            let least = fewest(*items, self.cells.sources.get(key));
            rows.push((key.0, "source", key.1.to_string(), *items, least));
        }
        for (key, items) in &self.found.stories {
            let least = fewest(*items, self.cells.stories.get(key));
            rows.push((key.0, "story", key.1.clone(), *items, least));
        }
        Recount(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_voices_are_those_that_the_rest_cannot_hold() {
        // Twenty items by fifteen voices; eighteen match, so the two others hold two voices at most.
        assert_eq!(fewest(18, Some(&(20, 15))), 13);
        assert_eq!(fewest(3, Some(&(20, 15))), 1);
        assert_eq!(fewest(3, None), 1);
        assert_eq!(fewest(2, Some(&(1, 9))), 2);
    }

    #[test]
    fn figures_of_a_preview_do_not_tell_of_a_few() {
        let k = Threshold::default();
        assert_eq!(rounded(Figure::Exactly(127), k), Figure::Exactly(120));
        assert_eq!(rounded(Figure::FewerThan(10), k), Figure::FewerThan(10));
    }
}
