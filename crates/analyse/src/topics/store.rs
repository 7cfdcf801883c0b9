//! The tables of topics, written here alone.

use super::review::Recount;
use crate::count::{TopicDayRow, TopicHourRow, TopicKey};
use ::store::{Db, Row, Tx, args, row};
use model::{Day, Error, Result, StaffId, Time, TopicId};
use std::sync::Arc;
use text::query::{Queries, Query};

const TOPICS_MAX: u32 = 500;
const END_REASON_CHARS_MAX: usize = 500;

/// What a person enters of a topic.
#[derive(Clone, Debug)]
pub struct NewTopic {
    pub name_zh: String,
    pub name_en: String,
    pub purpose_zh: String,
    pub purpose_en: String,
    pub query: Query,
}

/// A topic as it is stored.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: TopicId,
    pub name_zh: String,
    pub name_en: String,
    pub purpose_zh: String,
    pub purpose_en: String,
    /// In canonical form.
    pub query: String,
    pub version: u32,
    /// From when the version in force counts voices.
    pub since: Time,
    pub owner: StaffId,
    pub made: Time,
    pub ended: Option<Time>,
    pub end_reason: Option<String>,
}

/// One query that a topic had.
#[derive(Clone, Debug)]
pub struct Version {
    pub version: u32,
    pub query: String,
    pub made: Time,
    pub made_by: StaffId,
}

/// All topics that count, ready for matching. It is loaded anew when its revision has moved.
pub struct TopicSet {
    pub revision: i64,
    keys: Vec<Arc<TopicKey>>,
    queries: Queries,
}

impl Default for TopicSet {
    fn default() -> Self {
        TopicSet { revision: -1, keys: Vec::new(), queries: Queries::new([]) }
    }
}

impl TopicSet {
    pub async fn load(db: &Db) -> Result<Self> {
        // The revision first: what changes meanwhile is loaded again.
        let revision = revision(db).await?;
        let mut keys = Vec::new();
        let mut queries = Vec::new();
        for topic in list(db).await?.into_iter().filter(|topic| topic.ended.is_none()) {
            match Query::parse(&topic.query) {
                Ok(query) => {
                    keys.push(Arc::new(TopicKey { id: topic.id, version: topic.version }));
                    queries.push(query);
                }
                Err(_) => {
                    tracing::error!(topic.id = %topic.id, "the query of a topic cannot be read; it does not count")
                }
            }
        }
        Ok(TopicSet { revision, keys, queries: Queries::new(queries) })
    }

    /// The topics whose queries a text matches.
    ///
    /// - returns: places in this set, valid with its revision alone
    /// - cost: see [`Queries::which`]
    pub fn which(&self, text: &str) -> Vec<usize> {
        self.queries.which(text)
    }

    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    pub fn keys(&self, places: &[usize]) -> Vec<Arc<TopicKey>> {
        places.iter().filter_map(|place| self.keys.get(*place).cloned()).collect()
    }
}

/// Rises with every change of any topic.
pub async fn revision(db: &Db) -> Result<i64> {
    Ok(db.one("select revision from topic_set where topic_set_id = 1", args![]).await?.int(0))
}

/// All topics that ever were: those that count first, then by name.
pub async fn list(db: &Db) -> Result<Vec<Stored>> {
    let rows = db
        .rows(
            "select topic_id, name_zh, name_en, purpose_zh, purpose_en, query, version, since_ms, owner, made_ms, ended_ms,
                    end_reason
             from topic order by case when ended_ms is null then 0 else 1 end, made_ms, topic_id limit $1",
            args![TOPICS_MAX],
        )
        .await?;
    Ok(rows.iter().map(stored).collect())
}

pub async fn one(db: &Db, id: &TopicId) -> Result<Option<Stored>> {
    let row = db
        .maybe(
            "select topic_id, name_zh, name_en, purpose_zh, purpose_en, query, version, since_ms, owner, made_ms, ended_ms,
                    end_reason
             from topic where topic_id = $1",
            args![id.as_str()],
        )
        .await?;
    Ok(row.as_ref().map(stored))
}

fn stored(row: &Row) -> Stored {
    Stored {
        id: TopicId::new(row.text(0)),
        name_zh: row.text(1),
        name_en: row.text(2),
        purpose_zh: row.text(3),
        purpose_en: row.text(4),
        query: row.text(5),
        version: row.count(6),
        since: row.time(7),
        owner: StaffId::new(row.text(8)),
        made: row.time(9),
        ended: row.time_or_null(10),
        end_reason: row.text_or_null(11),
    }
}

/// The queries that a topic had, newest first.
pub async fn versions(db: &Db, id: &TopicId) -> Result<Vec<Version>> {
    let rows = db
        .rows(
            "select version, query, made_ms, made_by from topic_version where topic_id = $1 order by version desc limit 100",
            args![id.as_str()],
        )
        .await?;
    let version = |row: &Row| Version {
        version: row.count(0),
        query: row.text(1),
        made: row.time(2),
        made_by: StaffId::new(row.text(3)),
    };
    Ok(rows.iter().map(version).collect())
}

/// Enters a topic, with what could be counted again of what is still held.
///
/// - errors: `Invalid` as [`NewTopic::check`] says
pub async fn make(tx: &mut Tx, new: &NewTopic, recount: &Recount, by: &StaffId, now: Time) -> Result<TopicId> {
    new.check()?;
    let id = TopicId::new(model::random_hex(6));
    let query = new.query.canonical();
    tx.run(
        "insert into topic (topic_id, name_zh, name_en, purpose_zh, purpose_en, query, version, since_ms, owner, made_ms,
                            ended_ms, end_reason)
         values ($1, $2, $3, $4, $5, $6, 1, $7, $8, $7, null, null)",
        args![
            id.as_str(),
            new.name_zh.trim(),
            new.name_en.trim(),
            new.purpose_zh.trim(),
            new.purpose_en.trim(),
            &query,
            now,
            by.as_str()
        ],
    )
    .await?;
    enter_version(tx, &id, 1, &query, recount, by, now).await?;
    Ok(id)
}

/// Changes a topic. Another query is another version, which begins to count now.
///
/// - `seen`: the version that whoever changes it has seen
/// - errors: `Conflict` if another version was made since; `NotFound` if it is not there or has ended
pub async fn change(
    tx: &mut Tx,
    id: &TopicId,
    seen: u32,
    new: &NewTopic,
    recount: &Recount,
    by: &StaffId,
    now: Time,
) -> Result<u32> {
    new.check()?;
    let row = tx
        .maybe("select version, query from topic where topic_id = $1 and ended_ms is null", args![id.as_str()])
        .await?
        .ok_or(Error::not_found())?;
    if row.count(0) != seen {
        return Err(Error::conflict("topic-changed-since"));
    }
    let query = new.query.canonical();
    let names =
        args![id.as_str(), new.name_zh.trim(), new.name_en.trim(), new.purpose_zh.trim(), new.purpose_en.trim()];
    tx.run("update topic set name_zh = $2, name_en = $3, purpose_zh = $4, purpose_en = $5 where topic_id = $1", names)
        .await?;
    if row.text(1) == query {
        return Ok(seen);
    }
    let version = seen + 1;
    let moved = tx
        .run(
            "update topic set query = $2, version = $3, since_ms = $4 where topic_id = $1 and version = $5",
            args![id.as_str(), &query, version, now, seen],
        )
        .await?;
    if moved == 0 {
        return Err(Error::conflict("topic-changed-since"));
    }
    enter_version(tx, id, version, &query, recount, by, now).await?;
    Ok(version)
}

async fn enter_version(
    tx: &mut Tx,
    id: &TopicId,
    version: u32,
    query: &str,
    recount: &Recount,
    by: &StaffId,
    now: Time,
) -> Result<()> {
    tx.run(
        "insert into topic_version (topic_id, version, query, made_ms, made_by) values ($1, $2, $3, $4, $5)",
        args![id.as_str(), version, query, now, by.as_str()],
    )
    .await?;
    write_counts(tx, Vec::new(), recount.rows(&Arc::new(TopicKey { id: id.clone(), version }))).await?;
    raise(tx).await
}

/// Ends a topic: it counts no more. It stays in the register with what it counted.
///
/// - `reason`: for the public; personal data in it is masked
pub async fn end(tx: &mut Tx, id: &TopicId, reason: &str, now: Time) -> Result<()> {
    let reason: String = text::redact(reason.trim()).text.chars().take(END_REASON_CHARS_MAX).collect();
    if reason.is_empty() {
        return Err(Error::invalid("input-required"));
    }
    let ended = tx
        .run(
            "update topic set ended_ms = $2, end_reason = $3 where topic_id = $1 and ended_ms is null",
            args![id.as_str(), now, reason],
        )
        .await?;
    if ended == 0 {
        return Err(Error::not_found());
    }
    raise(tx).await
}

async fn raise(tx: &mut Tx) -> Result<()> {
    tx.run("update topic_set set revision = revision + 1 where topic_set_id = 1", args![]).await.map(drop)
}

/// Adds what a batch counted: items to items, and voices raised to voices.
pub(crate) async fn write_counts(tx: &mut Tx, hours: Vec<TopicHourRow>, days: Vec<TopicDayRow>) -> Result<()> {
    let hours = hours.into_iter().map(|TopicHourRow { topic, hour }| {
        row![
            topic.id.as_str(),
            topic.version,
            hour.hour_ms,
            hour.items,
            hour.voices,
            hour.negative,
            hour.positive,
            hour.danger,
            hour.press,
            hour.voices_so_far,
            hour.sources_so_far,
            hour.places_so_far,
        ]
    });
    tx.bulk(
        "insert into topic_hour (topic_id, version, hour_ms, items, voices, negative, positive, danger, press,
                                 voices_so_far, sources_so_far, places_so_far) values",
        "on conflict (topic_id, version, hour_ms) do update set
           items = case when topic_hour.items < 0 then excluded.items else topic_hour.items + excluded.items end,
           voices = case when topic_hour.voices > excluded.voices then topic_hour.voices else excluded.voices end,
           negative = topic_hour.negative + excluded.negative,
           positive = topic_hour.positive + excluded.positive,
           danger = topic_hour.danger + excluded.danger,
           press = topic_hour.press + excluded.press,
           voices_so_far = excluded.voices_so_far,
           sources_so_far = excluded.sources_so_far,
           places_so_far = excluded.places_so_far",
        hours.collect(),
    )
    .await?;
    let days = days.into_iter().map(|row| {
        row![row.topic.id.as_str(), row.topic.version, row.day.0, row.facet, row.value, row.items, row.voices]
    });
    tx.bulk(
        "insert into topic_day (topic_id, version, day, facet, value, items, voices) values",
        "on conflict (topic_id, version, day, facet, value) do update set
           items = case when topic_day.items < 0 then excluded.items else topic_day.items + excluded.items end,
           voices = case when topic_day.voices > excluded.voices then topic_day.voices else excluded.voices end",
        days.collect(),
    )
    .await?;
    Ok(())
}

/// Writes every closed cell under k as "fewer than k", and lets go of the stories that so few told.
pub(crate) async fn close_days(tx: &mut Tx, k: u32, before: Time, day: Day) -> Result<u64> {
    let mut closed = tx
        .run(
            "update topic_hour set voices = -1, items = -1, negative = 0, positive = 0, danger = 0, press = 0,
               voices_so_far = case when voices_so_far < $2 then 0 else voices_so_far end
             where hour_ms < $1 and voices >= 0 and voices < $2",
            args![before, k],
        )
        .await?;
    closed += tx
        .run(
            "delete from topic_day where day < $1 and facet = 'story' and voices >= 0 and voices < $2",
            args![day.0, k],
        )
        .await?;
    closed += tx
        .run(
            "update topic_day set voices = -1, items = -1 where day < $1 and voices >= 0 and voices < $2",
            args![day.0, k],
        )
        .await?;
    Ok(closed)
}
