//! The tables of search, written here alone.

use crate::{Corpus, Passage};
use ::store::fulltext::FullText;
use ::store::{Db, Migration, Row, Tx, args, each};
use model::Result;
use std::collections::HashMap;
use text::TOKENS_VERSION;

pub const MIGRATIONS: &[Migration] =
    &[Migration { context: "search", name: "0001_search", sql: include_str!("../migrations/0001_search.sql") }];

pub(crate) const TOKENS: FullText = FullText("passage_tokens");

/// How far a corpus is indexed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    pub position: i64,
    pub subject: String,
}

/// Passages of an old tokenizer that are dropped at once: intake waits for it.
const DROPPED_AT_ONCE: u32 = 1_000;

/// - returns: nothing while what another tokenizer indexed is being dropped; whoever asks comes back, and then begins anew
pub(crate) async fn cursor(tx: &mut Tx, corpus: &Corpus) -> Result<Option<Cursor>> {
    let known = tx
        .maybe("select position, subject, tokens_version from search_cursor where corpus = $1", args![corpus.name])
        .await?;
    match known {
        Some(row) if row.int(2) == i64::from(TOKENS_VERSION) => {
            return Ok(Some(Cursor { position: row.int(0), subject: row.text(1) }));
        }
        Some(_) => {}
        None => return Ok(Some(Cursor::default())),
    }
    let old = tx
        .rows(
            "select passage_no from passage where corpus = $1 order by passage_no limit $2",
            args![corpus.name, DROPPED_AT_ONCE],
        )
        .await?;
    if old.is_empty() {
        tracing::info!(corpus = corpus.name, "the tokenizer has changed; this is indexed anew");
        write_cursor(tx, corpus, &Cursor::default()).await?;
    }
    for row in old {
        TOKENS.remove(tx, row.int(0)).await?;
        tx.run("delete from passage where passage_no = $1", args![row.int(0)]).await?;
    }
    Ok(None)
}

pub(crate) async fn write_cursor(tx: &mut Tx, corpus: &Corpus, cursor: &Cursor) -> Result<()> {
    tx.run(
        "insert into search_cursor (corpus, position, subject, tokens_version) values ($1, $2, $3, $4)
         on conflict (corpus) do update set position = excluded.position, subject = excluded.subject,
           tokens_version = excluded.tokens_version",
        args![corpus.name, cursor.position, &cursor.subject, TOKENS_VERSION],
    )
    .await
    .map(drop)
}

pub(crate) async fn last(tx: &mut Tx) -> Result<i64> {
    Ok(tx.one("select coalesce(max(passage_no), 0) from passage", args![]).await?.int(0))
}

/// The number and the digest under which subjects are indexed by now; those that are not are left out.
pub(crate) async fn known(db: &Db, corpus: &Corpus, subjects: &[String]) -> Result<HashMap<String, (i64, String)>> {
    let sql =
        concat!("select subject, passage_no, digest from passage where subject in (", each!(), ") and corpus = $65");
    let rows = db.rows_of_each(sql, subjects, &[corpus.name.into()]).await?;
    Ok(rows.iter().map(|row| (row.text(0), (row.int(1), row.text(2)))).collect())
}

/// Takes a passage out of the index.
pub(crate) async fn take_out(tx: &mut Tx, number: i64) -> Result<()> {
    TOKENS.remove(tx, number).await?;
    tx.run("delete from passage where passage_no = $1", args![number]).await.map(drop)
}

pub(crate) async fn put(tx: &mut Tx, corpus: &Corpus, passages: Vec<(i64, Passage, String)>) -> Result<()> {
    let tokens = passages.iter().map(|(number, passage, _)| (*number, passage.tokens(corpus))).collect();
    let rows = passages.into_iter().map(|(number, passage, digest)| {
        let places = passage.places();
        ::store::row![
            number,
            corpus.name,
            passage.subject,
            passage.at,
            passage.source,
            passage.kind.map(model::SourceKind::code),
            passage.lang.code(),
            passage.sentiment.map(model::Sentiment::code),
            places,
            passage.title,
            passage.body,
            passage.link,
            digest,
        ]
    });
    tx.bulk(
        "insert into passage (passage_no, corpus, subject, at_ms, source_id, kind, lang, sentiment, places, title, body, link,
                              digest) values",
        "",
        rows.collect(),
    )
    .await?;
    TOKENS.add(tx, tokens).await
}

pub(crate) async fn page(db: &Db, corpus: &Corpus, cursor: &Cursor, limit: u32) -> Result<Vec<Row>> {
    db.rows(corpus.page, args![cursor.position, &cursor.subject, limit]).await
}
