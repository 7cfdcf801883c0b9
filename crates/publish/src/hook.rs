//! Other systems that are told of each release: where they are, and what they answered.

use ::store::{Db, Row, Tx, args};
use model::{Error, Result, Time};
use org::Recent;

/// Attempts that a log hands out.
const LOG_MAX: i64 = 200;

/// One other system. It has no `Debug`, since it carries a secret.
#[derive(Clone)]
pub struct Hook {
    pub id: String,
    pub name: String,
    pub url: String,
    pub(crate) secret: String,
    pub added: Time,
}

/// One attempt to tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub hook: String,
    pub slug: String,
    pub what: String,
    pub attempt: u32,
    pub at: Time,
    /// A status, or why there was none.
    pub answer: String,
    pub is_taken: bool,
}

/// Enters another system.
///
/// - returns: its id and the secret that the two share, which is shown this once
/// - errors: `Invalid` for an address that is neither http nor https
pub async fn add(tx: &mut Tx, name: &str, url: &str, by: Recent<'_>, now: Time) -> Result<(String, String)> {
    if !(url.starts_with("https://") || url.starts_with("http://")) || url.chars().any(char::is_whitespace) {
        return Err(Error::invalid("hook-url"));
    }
    let (id, secret) = (model::random_hex(8), model::random_hex(32));
    tx.run(
        "insert into hook (hook_id, name, url, secret, added_by, added_ms) values ($1, $2, $3, $4, $5, $6)",
        args![id.as_str(), name, url, secret.as_str(), by.id().as_str(), now],
    )
    .await?;
    org::audit::note(tx, by.id(), "hook_added", &format!("hook/{id}"), name, now).await?;
    Ok((id, secret))
}

/// Ends one. What it was told stays in the log.
pub async fn end(tx: &mut Tx, id: &str, by: Recent<'_>, now: Time) -> Result<()> {
    let ended = tx
        .run("update hook set ended_ms = $2, secret = '' where hook_id = $1 and ended_ms is null", args![id, now])
        .await?;
    if ended == 0 {
        return Err(Error::not_found());
    }
    org::audit::note(tx, by.id(), "hook_ended", &format!("hook/{id}"), "", now).await
}

/// Those that are told, by name.
pub async fn list(db: &Db) -> Result<Vec<Hook>> {
    let sql = "select hook_id, name, url, secret, added_ms from hook where ended_ms is null order by name, hook_id";
    Ok(db.rows(sql, args![]).await?.iter().map(hook).collect())
}

pub(crate) async fn ids(tx: &mut Tx) -> Result<Vec<String>> {
    let rows = tx.rows("select hook_id from hook where ended_ms is null order by hook_id", args![]).await?;
    Ok(rows.iter().map(|row| row.text(0)).collect())
}

pub(crate) async fn find(db: &Db, id: &str) -> Result<Option<Hook>> {
    let sql = "select hook_id, name, url, secret, added_ms from hook where hook_id = $1 and ended_ms is null";
    Ok(db.maybe(sql, args![id]).await?.map(|row| hook(&row)))
}

/// The last attempts, the latest first.
pub async fn log(db: &Db) -> Result<Vec<Attempt>> {
    let rows = db
        .rows(
            "select h.name, coalesce(d.slug, ''), p.what, p.attempt, p.at_ms, p.answer, p.is_taken
             from push p join hook h on h.hook_id = p.hook_id
             left join edition e on e.edition_id = p.edition_id left join document d on d.document_id = e.document_id
             order by p.at_ms desc, p.edition_id, p.hook_id, p.attempt desc limit $1",
            args![LOG_MAX],
        )
        .await?;
    let attempt = |row: &Row| Attempt {
        hook: row.text(0),
        slug: row.text(1),
        what: row.text(2),
        attempt: row.count(3),
        at: row.time(4),
        answer: row.text(5),
        is_taken: row.int(6) == 1,
    };
    Ok(rows.iter().map(attempt).collect())
}

/// How often it was tried so far, and whether it was taken.
pub(crate) async fn tried(db: &Db, edition: &str, what: &str, hook: &str) -> Result<(u32, bool)> {
    let row = db
        .one(
            "select count(*), coalesce(max(is_taken), 0) from push where edition_id = $1 and what = $2 and hook_id = $3",
            args![edition, what, hook],
        )
        .await?;
    Ok((row.count(0), row.int(1) == 1))
}

pub(crate) async fn note(
    tx: &mut Tx,
    (edition, what, hook): (&str, &str, &str),
    attempt: u32,
    answer: &str,
    is_taken: bool,
    now: Time,
) -> Result<()> {
    tx.run(
        "insert into push (edition_id, what, hook_id, attempt, at_ms, answer, is_taken)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        args![edition, what, hook, attempt, now, answer, i64::from(is_taken)],
    )
    .await
    .map(drop)
}

fn hook(row: &Row) -> Hook {
    Hook { id: row.text(0), name: row.text(1), url: row.text(2), secret: row.text(3), added: row.time(4) }
}
