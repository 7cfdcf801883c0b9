//! The tables of analysis: written here alone, in the one transaction in which a batch becomes durable.

use crate::Merge;
use crate::count::{Book, Rows, StoredCell, StoryRow};
use ::store::{Db, Migration, Row, Tx, args, row};
use model::{Day, Error, Lang, Need, Result, Sentiment, SourceKind, StoryId, Threshold, Time, Voices};
use std::collections::{BTreeMap, HashMap};

pub const MIGRATIONS: &[Migration] = &[
    Migration { context: "analyse", name: "0001_story", sql: include_str!("../migrations/0001_story.sql") },
    Migration { context: "analyse", name: "0002_topic", sql: include_str!("../migrations/0002_topic.sql") },
    Migration { context: "analyse", name: "0003_searchable", sql: include_str!("../migrations/0003_searchable.sql") },
    Migration {
        context: "analyse",
        name: "0004_story_hour_shown",
        sql: include_str!("../migrations/0004_story_hour_shown.sql"),
    },
];

/// What was found in one mention.
pub struct FindingRow {
    /// Its number.
    pub mention: u64,
    pub story: u64,
    pub kind: SourceKind,
    /// The first half of the id of the mention it nearly repeats.
    pub copy_of: Option<u64>,
    pub lang: Lang,
    pub sentiment: Sentiment,
    pub need: Need,
}

/// The words of a story as they now stand.
pub struct StoryWords {
    pub story: u64,
    pub headline: String,
    pub headline_by: HeadlineBy,
    pub headline_lang: Lang,
    pub terms: Vec<String>,
}

/// Where the stored state stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// How many batches were committed.
    pub epoch: i64,
    /// How many mentions were placed.
    pub mentions: u64,
    /// The mention after which the stored states of the stories stood.
    pub checkpoint: u64,
}

/// Where a headline comes from. One private person's words are not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadlineBy {
    /// The title of an institution or of the press.
    Press,
    /// A text that at least k voices said nearly the same.
    Copies,
    /// Its key terms.
    Terms,
}

impl HeadlineBy {
    pub const fn code(self) -> &'static str {
        match self {
            HeadlineBy::Press => "press",
            HeadlineBy::Copies => "copies",
            HeadlineBy::Terms => "terms",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [HeadlineBy::Press, HeadlineBy::Copies, HeadlineBy::Terms].into_iter().find(|by| by.code() == code)
    }
}

/// Story ids are the number in hex, so that they sort and link the same everywhere.
pub fn story_id(story: u64) -> StoryId {
    StoryId::new(format!("{story:016x}"))
}

pub fn story_number(id: &StoryId) -> Option<u64> {
    u64::from_str_radix(id.as_str(), 16).ok()
}

/// Where the last committed batch left the tables.
pub async fn mark(db: &Db) -> Result<Mark> {
    let row = db.one("select epoch, mentions, checkpoint from epoch where epoch_id = 1", args![]).await?;
    let number = |column: usize| u64::try_from(row.int(column)).unwrap_or(0);
    Ok(Mark { epoch: row.int(0), mentions: number(1), checkpoint: number(2) })
}

/// Enters the next batch.
///
/// - `epoch`: the one that this batch makes
/// - `mentions`: how many were placed with it
/// - errors: `Conflict` if another process committed a batch since; the caller then takes up its state
pub async fn enter(tx: &mut Tx, epoch: i64, mentions: u64) -> Result<()> {
    let moved = tx
        .run(
            "update epoch set epoch = $1, mentions = $2 where epoch_id = 1 and epoch = $3",
            args![epoch, mentions, epoch - 1],
        )
        .await?;
    if moved == 0 { Err(Error::conflict("error-heard-elsewhere")) } else { Ok(()) }
}

/// Writes what a batch found and changed.
///
/// - `epoch`: the one that this batch makes, entered before
pub async fn write(
    tx: &mut Tx,
    epoch: i64,
    day: Day,
    findings: &[FindingRow],
    words: Vec<StoryWords>,
    rows: Rows,
    steps_version: u32,
) -> Result<()> {
    write_findings(tx, findings, steps_version).await?;
    write_stories(tx, epoch, day, words, rows.stories).await?;
    tx.bulk(
        "insert into story_hour (story_id, hour_ms, items, voices, negative, positive, danger, press,
                                 voices_so_far, sources_so_far, places_so_far) values",
        "on conflict (story_id, hour_ms) do update set
           items = case when story_hour.items < 0 then excluded.items else story_hour.items + excluded.items end,
           voices = case when story_hour.voices > excluded.voices then story_hour.voices else excluded.voices end,
           negative = story_hour.negative + excluded.negative,
           positive = story_hour.positive + excluded.positive,
           danger = story_hour.danger + excluded.danger,
           press = story_hour.press + excluded.press,
           voices_so_far = excluded.voices_so_far,
           sources_so_far = excluded.sources_so_far,
           places_so_far = excluded.places_so_far",
        rows.story_hours
            .iter()
            .map(|row| {
                row![
                    story_id(row.story).as_str(),
                    row.hour_ms,
                    row.items,
                    row.voices,
                    row.negative,
                    row.positive,
                    row.danger,
                    row.press,
                    row.voices_so_far,
                    row.sources_so_far,
                    row.places_so_far,
                ]
            })
            .collect(),
    )
    .await?;
    tx.bulk(
        "insert into tally_hour (hour_ms, items, voices) values",
        "on conflict (hour_ms) do update set
           items = case when tally_hour.items < 0 then excluded.items else tally_hour.items + excluded.items end,
           voices = case when tally_hour.voices > excluded.voices then tally_hour.voices else excluded.voices end",
        rows.hours.iter().map(|row| row![row.hour, row.items, row.voices]).collect(),
    )
    .await?;
    tx.bulk(
        "insert into tally_day (day, facet, value, items, voices) values",
        "on conflict (day, facet, value) do update set
           items = case when tally_day.items < 0 then excluded.items else tally_day.items + excluded.items end,
           voices = case when tally_day.voices > excluded.voices then tally_day.voices else excluded.voices end",
        rows.days.iter().map(|row| row![row.day.0, row.facet, &row.value, row.items, row.voices]).collect(),
    )
    .await?;
    crate::topics::store::write_counts(tx, rows.topic_hours, rows.topic_days).await
}

async fn write_findings(tx: &mut Tx, findings: &[FindingRow], steps_version: u32) -> Result<()> {
    let rows = findings.iter().map(|finding| {
        row![
            finding.mention,
            story_id(finding.story).as_str(),
            finding.kind.code(),
            finding.copy_of.map(|original| format!("{original:016x}")),
            finding.lang.code(),
            finding.sentiment.code(),
            finding.need.code(),
            steps_version,
        ]
    });
    tx.bulk(
        "insert into finding (mention_no, story_id, kind, copy_of, lang, sentiment, need, steps) values",
        "",
        rows.collect(),
    )
    .await?;
    Ok(())
}

/// Stories with new words are written whole; those whose day was merely closed get their counts alone.
async fn write_stories(tx: &mut Tx, epoch: i64, day: Day, words: Vec<StoryWords>, counts: Vec<StoryRow>) -> Result<()> {
    let mut words: HashMap<u64, StoryWords> = words.into_iter().map(|words| (words.story, words)).collect();
    let mut whole = Vec::with_capacity(words.len());
    for row in counts {
        let Some(words) = words.remove(&row.story) else {
            tx.run(
                "update story set settled = $2, open = $3, peak = $4, open_day = $5, facets = $6, epoch = $7
                 where story_id = $1",
                args![
                    story_id(row.story).as_str(),
                    row.all.settled,
                    row.all.open,
                    row.all.peak,
                    day.0,
                    row.facets,
                    epoch
                ],
            )
            .await?;
            continue;
        };
        whole.push(row![
            story_id(row.story).as_str(),
            words.headline,
            words.headline_by.code(),
            words.headline_lang.code(),
            serde_json::to_string(&words.terms)?,
            row.first,
            row.last,
            row.all.items,
            row.copies,
            row.all.settled,
            row.all.open,
            row.all.peak,
            day.0,
            row.facets,
            1,
            epoch,
        ]);
    }
    tx.bulk(
        "insert into story (story_id, headline, headline_by, headline_lang, terms, first_ms, last_ms, items, copies,
                            settled, open, peak, open_day, facets, is_live, epoch) values",
        "on conflict (story_id) do update set
           headline = excluded.headline, headline_by = excluded.headline_by, headline_lang = excluded.headline_lang, terms = excluded.terms,
           first_ms = excluded.first_ms, last_ms = excluded.last_ms, items = excluded.items, copies = excluded.copies,
           settled = excluded.settled, open = excluded.open, peak = excluded.peak, open_day = excluded.open_day,
           facets = excluded.facets, epoch = excluded.epoch",
        whole,
    )
    .await?;
    Ok(())
}

/// Makes one story of two: hours, samples and addresses of the first become the second's. Its counts come with the batch.
///
/// - cost: the hours of both
pub async fn merge(tx: &mut Tx, merge: &Merge) -> Result<()> {
    let (from, into) = (story_id(merge.from), story_id(merge.into));
    let all = Time::from_ms(i64::MIN);
    let (theirs, own) = (hours(tx, merge.from, all).await?, hours(tx, merge.into, all).await?);
    let rows = both(&theirs, &own).into_iter().map(|hour| {
        row![
            into.as_str(),
            hour.hour,
            hour.items,
            hour.voices,
            hour.negative,
            hour.positive,
            hour.danger,
            hour.press,
            hour.voices_so_far.count(),
            hour.sources_so_far,
            hour.places_so_far,
        ]
    });
    let rows = rows.collect();
    tx.run("delete from story_hour where story_id = $1", args![from.as_str()]).await?;
    tx.run("delete from story_hour where story_id = $1", args![into.as_str()]).await?;
    tx.bulk(
        "insert into story_hour (story_id, hour_ms, items, voices, negative, positive, danger, press,
                                 voices_so_far, sources_so_far, places_so_far) values",
        "",
        rows,
    )
    .await?;
    tx.run("update sample set story_id = $2 where story_id = $1", args![from.as_str(), into.as_str()]).await?;
    tx.run("update story_merge set into_id = $2 where into_id = $1", args![from.as_str(), into.as_str()]).await?;
    tx.run("insert into story_merge (story_id, into_id) values ($1, $2)", args![from.as_str(), into.as_str()]).await?;
    tx.run("delete from story where story_id = $1", args![from.as_str()]).await?;
    Ok(())
}

/// The hours of two stories as those of one. Who spoke in both within an hour is not known any more, so the greater number
/// stands; an hour that was closed as "fewer than k" in both stays so.
fn both(theirs: &[HourOfStory], own: &[HourOfStory]) -> Vec<HourOfStory> {
    let mut hours: BTreeMap<Time, [Option<&HourOfStory>; 2]> = BTreeMap::new();
    theirs.iter().for_each(|hour| hours.entry(hour.hour).or_default()[0] = Some(hour));
    own.iter().for_each(|hour| hours.entry(hour.hour).or_default()[1] = Some(hour));
    let mut so_far: [Option<&HourOfStory>; 2] = [None, None];
    let mut merged = Vec::with_capacity(hours.len());
    for (hour, pair) in hours {
        so_far = [pair[0].or(so_far[0]), pair[1].or(so_far[1])];
        let sum = |part: fn(&HourOfStory) -> u32| pair.iter().flatten().map(|hour| part(hour)).sum::<u32>();
        let sum_so_far = |part: fn(&HourOfStory) -> u32| so_far.iter().flatten().map(|hour| part(hour)).sum::<u32>();
        let most = |part: fn(&HourOfStory) -> i64| pair.iter().flatten().map(|hour| part(hour)).max().unwrap_or(0);
        let most_so_far = |part: fn(&HourOfStory) -> u32| so_far.iter().flatten().map(|hour| part(hour)).max();
        let open_items = pair.iter().flatten().map(|hour| hour.items).filter(|items| *items >= 0);
        merged.push(HourOfStory {
            hour,
            items: if open_items.clone().next().is_some() { open_items.sum() } else { -1 },
            voices: most(|hour| hour.voices),
            negative: sum(|hour| hour.negative),
            positive: sum(|hour| hour.positive),
            danger: sum(|hour| hour.danger),
            press: sum(|hour| hour.press),
            voices_so_far: Voices::counted(sum_so_far(|hour| hour.voices_so_far.count())),
            sources_so_far: most_so_far(|hour| hour.sources_so_far).unwrap_or(0),
            places_so_far: most_so_far(|hour| hour.places_so_far).unwrap_or(0),
        });
    }
    merged
}

/// What the clustering needs of the stories that changed since the last checkpoint.
#[derive(Default)]
pub struct Checkpoint {
    /// The mention after which all of them stood so.
    pub number: u64,
    pub states: Vec<(u64, Vec<u8>)>,
    pub retired: Vec<u64>,
}

/// Writes a checkpoint, in the transaction of the batch that made it.
pub async fn write_checkpoint(tx: &mut Tx, checkpoint: Checkpoint) -> Result<()> {
    let rows = checkpoint.states.into_iter().map(|(story, state)| row![story_id(story).as_str(), state]);
    tx.bulk(
        "insert into story_state (story_id, state) values",
        "on conflict (story_id) do update set state = excluded.state",
        rows.collect(),
    )
    .await?;
    for story in checkpoint.retired {
        tx.run("delete from story_state where story_id = $1", args![story_id(story).as_str()]).await?;
    }
    tx.run("update epoch set checkpoint = $1 where epoch_id = 1", args![checkpoint.number]).await?;
    Ok(())
}

/// The clustering states of the last checkpoint, in the order of the stories.
pub async fn states(db: &Db) -> Result<Vec<(u64, Vec<u8>)>> {
    let rows = db.rows("select story_id, state from story_state order by story_id", args![]).await?;
    let state = |row: &Row| Some((story_number(&StoryId::new(row.text(0)))?, row.blob(1)));
    Ok(rows.iter().filter_map(state).collect())
}

/// Where mentions were placed.
pub struct Placed {
    pub number: u64,
    pub story: u64,
    pub copy_of: Option<u64>,
}

/// Where the mentions after a number were placed, in their order.
pub async fn placed_after(db: &Db, number: u64, limit: u32) -> Result<Vec<Placed>> {
    let rows = db
        .rows(
            "select mention_no, story_id, copy_of from finding where mention_no > $1 order by mention_no limit $2",
            args![number, limit],
        )
        .await?;
    let placed = |row: &Row| {
        Ok(Placed {
            number: u64::try_from(row.int(0))?,
            story: story_number(&StoryId::new(row.text(1))).ok_or(Error::broken("a story's id is no number"))?,
            copy_of: row.text_or_null(2).and_then(|original| u64::from_str_radix(&original, 16).ok()),
        })
    };
    rows.iter().map(placed).collect()
}

/// One hour of a story as it is stored: a closed hour under the threshold holds -1, "fewer than k".
pub struct HourOfStory {
    pub hour: Time,
    pub items: i64,
    pub voices: i64,
    pub negative: u32,
    pub positive: u32,
    pub danger: u32,
    pub press: u32,
    pub voices_so_far: Voices,
    pub sources_so_far: u32,
    pub places_so_far: u32,
}

const HOURS: &str =
    "select hour_ms, items, voices, negative, positive, danger, press, voices_so_far, sources_so_far, places_so_far
 from story_hour where story_id = $1 and hour_ms >= $2 order by hour_ms";

/// A story's hours since a moment, oldest first, as they stand in this transaction.
pub async fn hours(tx: &mut Tx, story: u64, since: Time) -> Result<Vec<HourOfStory>> {
    let rows = tx.rows(HOURS, args![story_id(story).as_str(), since]).await?;
    Ok(rows.iter().map(hour_of_story).collect())
}

/// The same as last committed, for whoever only looks back.
pub async fn past_hours(db: &Db, story: &StoryId, since: Time) -> Result<Vec<HourOfStory>> {
    let rows = db.rows(HOURS, args![story.as_str(), since]).await?;
    Ok(rows.iter().map(hour_of_story).collect())
}

fn hour_of_story(row: &Row) -> HourOfStory {
    HourOfStory {
        hour: row.time(0),
        items: row.int(1),
        voices: row.int(2),
        negative: row.count(3),
        positive: row.count(4),
        danger: row.count(5),
        press: row.count(6),
        voices_so_far: Voices::stored(row.int(7)),
        sources_so_far: row.count(8),
        places_so_far: row.count(9),
    }
}

/// Takes up the counts of live stories that changed after an epoch: into the book, and their headlines into what is returned.
pub async fn restore(db: &Db, epoch: i64, book: &mut Book) -> Result<Vec<LiveStory>> {
    let rows = db
        .rows(
            "select story_id, first_ms, last_ms, items, copies, settled, open, peak, open_day, facets, headline, headline_by, headline_lang
             from story where is_live = 1 and epoch > $1 order by story_id",
            args![epoch],
        )
        .await?;
    let mut live = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(story) = story_number(&StoryId::new(row.text(0))) else { continue };
        let counts = StoryRow {
            story,
            first: row.time(1),
            last: row.time(2),
            all: StoredCell { items: row.count(3), settled: row.count(5), open: row.count(6), peak: row.count(7) },
            copies: row.count(4),
            facets: row.text(9),
        };
        book.restore(&counts, Day(row.int(8)));
        live.push(LiveStory {
            story,
            headline: row.text(10),
            headline_by: HeadlineBy::from_code(&row.text(11)).unwrap_or(HeadlineBy::Terms),
            headline_lang: Lang::from_code(&row.text(12)).unwrap_or(Lang::Other),
        });
    }
    Ok(live)
}

/// A story that mentions may still join, and what it is called.
pub struct LiveStory {
    pub story: u64,
    pub headline: String,
    pub headline_by: HeadlineBy,
    pub headline_lang: Lang,
}

/// A masked text that at least k voices said nearly the same.
pub struct SampleRow {
    /// The first half of the id of the mention that the others nearly repeat.
    pub group: u64,
    pub story: u64,
    pub lang: Lang,
    pub text: String,
    pub voices: Voices,
    pub expires: Time,
}

/// Writes samples; of several of one group the last stands.
pub async fn write_samples(tx: &mut Tx, samples: Vec<SampleRow>) -> Result<()> {
    let by_group: std::collections::BTreeMap<u64, SampleRow> =
        samples.into_iter().map(|sample| (sample.group, sample)).collect();
    let rows = by_group.into_values().map(|sample| {
        row![
            format!("{:016x}", sample.group),
            story_id(sample.story).as_str(),
            sample.lang.code(),
            sample.text,
            sample.voices.count(),
            sample.expires,
        ]
    });
    tx.bulk(
        "insert into sample (mention_id, story_id, lang, text, voices, expires_ms) values",
        "on conflict (mention_id) do update set
           voices = case when sample.voices > excluded.voices then sample.voices else excluded.voices end,
           text = excluded.text, expires_ms = excluded.expires_ms",
        rows.collect(),
    )
    .await?;
    Ok(())
}

/// Forgets the samples whose time is over.
pub async fn expire_samples(tx: &mut Tx, now: Time) -> Result<u64> {
    tx.run("delete from sample where expires_ms <= $1", args![now]).await
}

/// Notes that nothing joins these stories any more; their aggregates stay.
pub async fn retire(tx: &mut Tx, stories: &[u64]) -> Result<()> {
    for story in stories {
        tx.run("update story set is_live = 0 where story_id = $1", args![story_id(*story).as_str()]).await?;
    }
    Ok(())
}

/// Writes every closed cell under the threshold as "fewer than k": its exact count is gone for good.
///
/// - `before`: the start of the open day
pub async fn close_days(tx: &mut Tx, k: Threshold, before: Time, day: Day) -> Result<u64> {
    let k = k.get();
    let mut closed = 0;
    closed += tx
        .run(
            "update story_hour set voices = -1, items = -1, negative = 0, positive = 0, danger = 0, press = 0,
               voices_so_far = case when voices_so_far < $2 then 0 else voices_so_far end
             where hour_ms < $1 and voices >= 0 and voices < $2",
            args![before, k],
        )
        .await?;
    closed += tx
        .run(
            "update tally_hour set voices = -1, items = -1 where hour_ms < $1 and voices >= 0 and voices < $2",
            args![before, k],
        )
        .await?;
    closed += tx
        .run(
            "update tally_day set voices = -1, items = -1 where day < $1 and voices >= 0 and voices < $2",
            args![day.0, k],
        )
        .await?;
    closed += crate::topics::store::close_days(tx, k, before, day).await?;
    Ok(closed)
}
