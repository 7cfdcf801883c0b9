//! What the log holds about a page, and what was logged last, for those who read pages rather than files.

use crate::files;
use crate::leaf::{LeafId, LeafKind};
use crate::store;
use ::store::{Db, Row, args};
use model::{Result, Time};

/// One line of a history.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub leaf: LeafId,
    pub subject: String,
    pub kind: LeafKind,
    pub at: Time,
    /// Its place in the log; nothing while it waits for a served checkpoint, which takes seconds.
    pub index: Option<u64>,
    pub version: Option<u32>,
    pub lang: Option<String>,
}

/// All that was logged about a subject, or about all subjects of a parent, oldest first.
pub async fn of(db: &Db, name: &str, limit: u32) -> Result<Vec<Line>> {
    let rows = db
        .rows(
            "select leaf_id, subject, kind, at_ms, leaf_index, public from public_leaf
             where subject = $1 or parent = $1 order by at_ms, subject_index, leaf_id limit $2",
            args![name, limit],
        )
        .await?;
    lines(db, rows).await
}

/// What was logged last, newest first. Answers and closures are among it: their subjects tell nobody anything.
pub async fn latest(db: &Db, limit: u32) -> Result<Vec<Line>> {
    let rows = db
        .rows(
            "select leaf_id, subject, kind, at_ms, leaf_index, public from public_leaf
             where leaf_index is not null order by leaf_index desc limit $1",
            args![limit],
        )
        .await?;
    lines(db, rows).await
}

/// Under which name the history of a leaf is found: that of its parent, or of its subject where it has none.
pub async fn name_of(db: &Db, leaf: &str) -> Result<Option<String>> {
    let row = db.maybe("select coalesce(parent, subject) from public_leaf where leaf_id = $1", args![leaf]).await?;
    Ok(row.map(|row| row.text(0)))
}

/// The place of a leaf in the log that is served; nothing for the seconds until it has one.
pub async fn place_of(db: &Db, leaf: &str) -> Result<Option<u64>> {
    let row = db.maybe("select leaf_index from public_leaf where leaf_id = $1", args![leaf]).await?;
    let Some(index) = row.and_then(|row| row.int_or_null(0)) else { return Ok(None) };
    let index = u64::try_from(index)?;
    Ok((index < files::served_size(db).await?).then_some(index))
}

async fn lines(db: &Db, rows: Vec<Row>) -> Result<Vec<Line>> {
    let served = files::served_size(db).await?;
    rows.iter()
        .map(|row| {
            let public: serde_json::Value = serde_json::from_str(&row.text(5)).unwrap_or_default();
            let index = row.int_or_null(4).and_then(|index| u64::try_from(index).ok());
            let version = public.get("version").and_then(serde_json::Value::as_u64);
            Ok(Line {
                leaf: LeafId::new(row.text(0)),
                subject: row.text(1),
                kind: store::kind(row, 2)?,
                at: row.time(3),
                index: index.filter(|index| *index < served),
                version: version.and_then(|version| u32::try_from(version).ok()),
                lang: public.get("lang").and_then(serde_json::Value::as_str).map(str::to_owned),
            })
        })
        .collect()
}

/// How the log does, for the desk and for `check`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Why nothing is signed, as a code, with its numbers and since when.
    pub refusal: Option<(String, String, Time)>,
    pub waiting: u64,
    pub served: u64,
}

pub async fn state(db: &Db) -> Result<State> {
    let row = db.maybe("select refusal, detail, since_ms from shared_log_state", args![]).await?;
    let refusal = row.and_then(|row| Some((row.text_or_null(0)?, row.text(1), row.time(2))));
    Ok(State { refusal, waiting: store::waiting_count(db).await?, served: files::served_size(db).await? })
}
