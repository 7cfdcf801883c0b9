//! Subscriptions by mail: asked for, answered, and ended with one click.
//!
//! An address is stored to write to its owner and for nothing else. Whoever asks is told the same, whether the address was
//! known or not, so that nobody can find out who reads what the body publishes.

use ::store::{Db, Row, Tx, args, job};
use model::{Lang, Result, Time};
use std::time::Duration;

/// The kind of the job that asks whether someone really wants to be written to; its key is the subscription's id.
pub const CONFIRM: &str = "publish.confirm";
/// How long a question waits for its answer.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(48 * 60 * 60);
const ADDRESS_CHARACTERS_MAX: usize = 254;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    pub id: String,
    pub address: String,
    pub is_chinese: bool,
    pub token: String,
    pub confirmed: Option<Time>,
}

impl Subscription {
    pub fn lang(&self) -> Lang {
        if self.is_chinese { Lang::ZhHans } else { Lang::En }
    }

    /// The first segment of the addresses that its letters name.
    pub fn segment(&self) -> &'static str {
        if self.is_chinese { "zh" } else { "en" }
    }
}

/// Whether something could be an address that mail is sent to. Whether it is one, only an answer tells.
pub fn is_address(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let is_plain =
        text.chars().all(|c| !c.is_control() && !c.is_whitespace() && !matches!(c, '<' | '>' | ',' | ';' | '"'));
    is_plain
        && !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && text.chars().count() <= ADDRESS_CHARACTERS_MAX
}

/// Asks an address whether its owner wants to be written to. One that is known already and has answered is left in peace;
/// one that has not is asked again, at most once an hour.
///
/// - needs: [`is_address`]
/// - returns: the token that the letter carries, by which its reader answers; nothing if none is written
pub async fn ask(tx: &mut Tx, address: &str, is_chinese: bool, now: Time) -> Result<Option<String>> {
    let address = address.trim().to_lowercase();
    let changed = tx
        .rows(
            "insert into subscription as s (subscription_id, address, lang, token, asked_ms) values ($1, $2, $3, $4, $5)
             on conflict (address) do update set asked_ms = excluded.asked_ms, lang = excluded.lang
               where s.confirmed_ms is null and s.asked_ms <= excluded.asked_ms - 3600000
             returning subscription_id, token",
            args![
                model::random_hex(8),
                address,
                if is_chinese { "zh" } else { "en" },
                model::random_hex(24),
                now
            ],
        )
        .await?;
    let Some(row) = changed.first() else { return Ok(None) };
    job::enqueue(tx, CONFIRM, &row.text(0), now).await?;
    Ok(Some(row.text(1)))
}

/// Confirms a subscription by the token of its first letter.
///
/// - returns: nothing if the token is not known (any more)
pub async fn confirm(tx: &mut Tx, token: &str, now: Time) -> Result<Option<Subscription>> {
    tx.run("update subscription set confirmed_ms = $2 where token = $1 and confirmed_ms is null", args![token, now])
        .await?;
    Ok(tx.maybe(BY_TOKEN, args![token]).await?.map(|row| subscription(&row)))
}

/// Ends a subscription and forgets the address.
///
/// - returns: whether there was one; the reader is told the same either way
pub async fn end(tx: &mut Tx, token: &str) -> Result<bool> {
    Ok(tx.run("delete from subscription where token = $1", args![token]).await? > 0)
}

/// Forgets those who never answered.
pub async fn expire(tx: &mut Tx, now: Time) -> Result<u64> {
    tx.run("delete from subscription where confirmed_ms is null and asked_ms <= $1", args![now.minus(ANSWER_WITHIN)])
        .await
}

/// How many get letters.
pub async fn count(db: &Db) -> Result<u32> {
    Ok(db.one("select count(*) from subscription where confirmed_ms is not null", args![]).await?.count(0))
}

const BY_TOKEN: &str = "select subscription_id, address, lang, token, confirmed_ms from subscription where token = $1";

pub(crate) async fn find(db: &Db, id: &str) -> Result<Option<Subscription>> {
    let sql = "select subscription_id, address, lang, token, confirmed_ms from subscription where subscription_id = $1";
    Ok(db.maybe(sql, args![id]).await?.map(|row| subscription(&row)))
}

/// The ids of all who get letters.
pub(crate) async fn confirmed(tx: &mut Tx) -> Result<Vec<String>> {
    let sql = "select subscription_id from subscription where confirmed_ms is not null order by subscription_id";
    Ok(tx.rows(sql, args![]).await?.iter().map(|row| row.text(0)).collect())
}

pub(crate) async fn is_sent(db: &Db, edition: &str, what: &str, id: &str) -> Result<bool> {
    let sql = "select 1 from letter where edition_id = $1 and what = $2 and subscription_id = $3";
    Ok(db.maybe(sql, args![edition, what, id]).await?.is_some())
}

pub(crate) async fn sent(tx: &mut Tx, edition: &str, what: &str, id: &str, now: Time) -> Result<()> {
    // A reader who left while the letter was under way has no row to file it under.
    tx.run(
        "insert into letter (edition_id, what, subscription_id, sent_ms)
         select $1, $2, subscription_id, $4 from subscription where subscription_id = $3
         on conflict do nothing",
        args![edition, what, id, now],
    )
    .await
    .map(drop)
}

fn subscription(row: &Row) -> Subscription {
    Subscription {
        id: row.text(0),
        address: row.text(1),
        is_chinese: row.text(2) == "zh",
        token: row.text(3),
        confirmed: row.time_or_null(4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::store::testing::{count as rows, databases};

    const NOON: Time = Time::from_ms(1_800_000_000_000);
    const ALL: &[&[::store::Migration]] = &[job::MIGRATIONS, org::MIGRATIONS, ledger::MIGRATIONS, crate::MIGRATIONS];

    #[test]
    fn what_could_not_be_an_address_is_told_at_once() {
        for address in ["lin@example.org", "林@例子.公司", "a.b+c@mail.example.org"] {
            assert!(is_address(address), "{address}");
        }
        for wrong in
            ["", "lin", "lin@", "@example.org", "lin@host", "a b@example.org", "a@b.org,c@d.org", "a@b.org\r\nBcc: x"]
        {
            assert!(!is_address(wrong), "{wrong:?}");
        }
    }

    #[tokio::test]
    async fn nobody_is_written_to_who_has_not_answered_and_leaving_forgets() {
        for db in databases("subscription", ALL).await {
            let mut tx = db.write().await.expect("it begins");
            ask(&mut tx, "Lin@Example.org", true, NOON).await.expect("it is asked");
            ask(&mut tx, "lin@example.org", false, NOON).await.expect("and not twice at once");
            assert_eq!(confirmed(&mut tx).await.expect("a list"), Vec::<String>::new());
            let row = tx.one("select token, lang from subscription", args![]).await.expect("one row");
            let (token, lang) = (row.text(0), row.text(1));
            assert_eq!(lang, "zh", "a second question changes nothing within the hour");
            assert_eq!(confirm(&mut tx, "0000", NOON).await.expect("it answers"), None);
            assert!(confirm(&mut tx, &token, NOON).await.expect("it answers").is_some());
            ask(&mut tx, "lin@example.org", false, NOON.plus_hours(5)).await.expect("it is left in peace");
            assert_eq!(confirmed(&mut tx).await.expect("a list").len(), 1);
            tx.commit().await.expect("it commits");
            let jobs =
                job::claim(&db, CONFIRM, 9, Duration::from_secs(60), NOON.plus_hours(6), NOON).await.expect("jobs");
            assert_eq!(jobs.len(), 1);
            let id = find(&db, &jobs[0].key).await.expect("a look").expect("it is there").id;
            let mut tx = db.write().await.expect("it begins");
            sent(&mut tx, "e1", "publication", &id, NOON).await.expect("it is filed");
            assert!(end(&mut tx, &token).await.expect("it ends"));
            assert!(!end(&mut tx, &token).await.expect("twice is no fault"));
            sent(&mut tx, "e2", "publication", &id, NOON).await.expect("a late letter has no row");
            tx.commit().await.expect("it commits");
            assert_eq!(
                rows(&db, "select (select count(*) from subscription) + (select count(*) from letter)").await,
                0
            );
        }
    }

    #[tokio::test]
    async fn who_never_answers_is_forgotten() {
        for db in databases("subscription_expire", ALL).await {
            let mut tx = db.write().await.expect("it begins");
            ask(&mut tx, "lin@example.org", true, NOON).await.expect("it is asked");
            assert_eq!(expire(&mut tx, NOON.plus_hours(47)).await.expect("it looks"), 0);
            assert_eq!(expire(&mut tx, NOON.plus_hours(48)).await.expect("it looks"), 1);
        }
    }
}
