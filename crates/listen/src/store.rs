//! The tables of listening, written here alone.

use crate::connectors::Input;
use crate::fetch::{Failure, Validators, back_off};
use crate::intake::Heard;
use crate::keys::{IntakeKey, hex, random};
use crate::limits::{HELD_DAYS_MAX, Met, Reason, Skipped, WEBHOOK_WINDOW};
use crate::options::Options;
use crate::source::Source;
use ::store::{Db, Migration, Row, Tx, args, row};
use model::{DistrictId, Error, HOUR_MS, Lang, Mention, MentionId, Result, SourceId, SourceKind, Time};
use std::collections::BTreeMap;
use std::time::Duration;

const REMOVAL_REASON_CHARS_MAX: usize = 500;
pub const MIGRATIONS: &[Migration] = &[
    Migration { context: "listen", name: "0001_listen", sql: include_str!("../migrations/0001_listen.sql") },
    Migration {
        context: "listen",
        name: "0002_more_sources",
        sql: include_str!("../migrations/0002_more_sources.sql"),
    },
    Migration { context: "listen", name: "0003_searchable", sql: include_str!("../migrations/0003_searchable.sql") },
];

/// A worker that claimed a source and died gives it up after this.
const CLAIM: Duration = Duration::from_secs(3 * 60);

/// The key of this installation, made at the first call.
pub async fn intake_key(tx: &mut Tx, now: Time) -> Result<IntakeKey> {
    tx.run(
        "insert into intake_key (intake_key_id, key, made_ms) values (1, $1, $2) on conflict do nothing",
        args![random().to_vec(), now],
    )
    .await?;
    let key = tx.one("select key from intake_key where intake_key_id = 1", args![]).await?.blob(0);
    Ok(IntakeKey::new(&key))
}

/// Stores what was heard, and counts it for its sources.
///
/// - `first`: the number of the first of them; the others follow
/// - `heard`: each mention once
/// - `expires`: when the text of private persons' posts must be gone; later than [`HELD_DAYS_MAX`] from now counts as that
/// - errors: `Conflict` if any of them is stored already; the caller then drops the transaction
pub async fn add(tx: &mut Tx, first: u64, heard: &[&Heard], expires: Time, now: Time) -> Result<()> {
    // To the hour, and rather early than late: a minute here would be the minute of our hearing it.
    let expires = expires.min(now.plus_hours(24 * i64::from(HELD_DAYS_MAX))).hour();
    let mut mentions = Vec::with_capacity(heard.len());
    let mut held = Vec::with_capacity(heard.len());
    let mut by_source: BTreeMap<&SourceId, i64> = BTreeMap::new();
    for (number, mention) in (first..).zip(heard.iter().map(|heard| &heard.mention)) {
        let is_private = mention.kind.is_private();
        // Of a private post not even the minute of our hearing it: a feed is polled often enough to tell the two alike.
        let heard_at = if is_private { now.hour() } else { now };
        mentions.push(row![
            number,
            mention.id.as_str(),
            mention.source.as_str(),
            mention.kind.code(),
            mention.at,
            heard_at,
            mention.lang_hint.map(Lang::code),
            mention.district.as_ref().map(DistrictId::as_str),
        ]);
        held.push(row![
            number,
            mention.title.as_str(),
            mention.text.as_str(),
            mention.link.as_deref(),
            is_private.then_some(expires),
        ]);
        *by_source.entry(&mention.source).or_default() += 1;
    }
    tx.bulk(
        "insert into mention (mention_no, mention_id, source_id, kind, at_ms, heard_ms, lang_hint, district_id) values",
        "",
        mentions,
    )
    .await?;
    tx.bulk("insert into held (mention_no, title, text, link, expires_ms) values", "", held).await?;
    for (source, items) in by_source {
        tx.run(
            "insert into source_hour (source_id, hour_ms, items) values ($1, $2, $3)
             on conflict (source_id, hour_ms) do update set items = source_hour.items + excluded.items",
            args![source.as_str(), now.hour(), items],
        )
        .await?;
    }
    Ok(())
}

/// Deletes the text of private persons' posts that has been held long enough. Mentions and what was counted stay.
///
/// - returns: how many texts went
pub async fn expire(tx: &mut Tx, now: Time) -> Result<u64> {
    tx.run("delete from held where expires_ms <= $1", args![now]).await
}

/// A mention as it is stored, with its number.
pub struct Stored {
    pub number: u64,
    /// Without title and text once they have expired.
    pub mention: Mention,
}

/// Mentions in the order in which they were placed, after a number.
///
/// - `limit`: the page; one that is shorter was the last
pub async fn after(db: &Db, number: u64, limit: u32) -> Result<Vec<Stored>> {
    let rows = db
        .rows(
            "select mention_no, mention_id, source_id, kind, at_ms, lang_hint, district_id, title, text, link
             from shared_mention where mention_no > $1 order by mention_no limit $2",
            args![number, limit],
        )
        .await?;
    let stored = |row: &Row| {
        let kind = SourceKind::from_code(&row.text(3)).ok_or(Error::broken("a mention of an unknown kind"))?;
        Ok(Stored {
            number: u64::try_from(row.int(0))?,
            mention: Mention {
                id: MentionId::new(row.text(1)),
                source: SourceId::new(row.text(2)),
                kind,
                at: row.time(4),
                lang_hint: row.text_or_null(5).as_deref().and_then(Lang::from_code),
                district: row.text_or_null(6).map(DistrictId::new),
                title: row.text_or_null(7).unwrap_or_default(),
                text: row.text_or_null(8).unwrap_or_default(),
                link: row.text_or_null(9),
            },
        })
    };
    rows.iter().map(stored).collect()
}

/// Tells the names of all mentions, so that what was heard before is known before it is studied again.
///
/// - cost: one pass over the table, in pages
pub async fn known(db: &Db, mut note: impl FnMut(MentionId)) -> Result<()> {
    const PAGE: usize = 20_000;
    let mut last = 0;
    loop {
        let page = db
            .rows(
                "select mention_no, mention_id from mention where mention_no > $1 order by mention_no limit $2",
                args![last, PAGE],
            )
            .await?;
        page.iter().for_each(|row| note(MentionId::new(row.text(1))));
        if page.len() < PAGE {
            return Ok(());
        }
        last = page.last().map_or(last, |row| row.int(0));
    }
}

/// Whether a mention of this name is stored.
pub async fn is_known(db: &Db, name: &MentionId) -> Result<bool> {
    Ok(db.maybe("select mention_no from mention where mention_id = $1", args![name.as_str()]).await?.is_some())
}

/// What is written in the same transaction as what was heard, so that neither stands without the other.
#[derive(Clone, Debug, Default)]
pub enum Along {
    #[default]
    Nothing,
    /// A poll: where the source goes on, and that it is well.
    Poll { source: SourceId, validators: Validators, next_poll: Time, skipped: Vec<Skipped>, met: Met },
    /// A push: its nonce, so that it holds once.
    Push { source: SourceId, nonce: String, skipped: Vec<Skipped>, met: Met },
    /// A part of a stream, letters of a folder, or rows of an upload: how far it came, and until when it is claimed.
    Part { source: SourceId, cursor: Option<String>, next_poll: Option<Time>, skipped: Vec<Skipped>, met: Met },
    /// A block of a file. It holds only after the one before it, which ended at `from`.
    Import { run: ImportRun, from: u64, skipped: Vec<Skipped>, met: Met },
}

impl Along {
    /// - errors: `Conflict` for a push that came before, for a block whose predecessor is not stored, and for a part of what
    ///   is no longer listened to; nothing of it must be stored then
    pub async fn write(&self, tx: &mut Tx, now: Time) -> Result<()> {
        match self {
            Along::Nothing => Ok(()),
            Along::Poll { source, validators, next_poll, skipped, met } => {
                tx.run(
                    "update source set etag = $2, last_modified = $3, next_poll_ms = $4 where source_id = $1",
                    args![source.as_str(), validators.etag.clone(), validators.last_modified.clone(), *next_poll],
                )
                .await?;
                succeeded(tx, source, now).await?;
                note(tx, source, skipped, met, now).await
            }
            Along::Part { source, cursor, next_poll, skipped, met } => {
                let gone_on = tx
                    .run(
                        "update source set cursor = coalesce($2, cursor), next_poll_ms = coalesce($3, next_poll_ms)
                         where source_id = $1 and removed_ms is null",
                        args![source.as_str(), cursor.clone(), *next_poll],
                    )
                    .await?;
                if gone_on == 0 {
                    return Err(Error::conflict("listen-error-source-gone"));
                }
                succeeded(tx, source, now).await?;
                note(tx, source, skipped, met, now).await
            }
            Along::Push { source, nonce, skipped, met } => {
                if !use_nonce(tx, source, nonce, now).await? {
                    return Err(Error::conflict(Reason::SignatureUsed.key()));
                }
                succeeded(tx, source, now).await?;
                note(tx, source, skipped, met, now).await
            }
            Along::Import { run, from, skipped, met } => {
                run.write(tx, *from, now).await?;
                succeeded(tx, &run.source, now).await?;
                note(tx, &run.source, skipped, met, now).await
            }
        }
    }
}

/// How far the import of one file came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRun {
    pub source: SourceId,
    /// SHA-256 of the file, hex.
    pub digest: String,
    pub bytes_done: u64,
    pub lines_done: u64,
    pub heard: u64,
    pub skipped: u64,
    pub is_done: bool,
}

impl ImportRun {
    /// Takes up an earlier run of the same file, or begins one.
    pub async fn take_up(db: &Db, source: &SourceId, digest: &str) -> Result<Self> {
        let known = db
            .maybe(
                "select bytes_done, lines_done, heard, skipped, ended_ms from import_run where source_id = $1 and digest = $2",
                args![source.as_str(), digest],
            )
            .await?;
        let number = |column: usize| known.as_ref().map_or(0, |row| u64::try_from(row.int(column)).unwrap_or(0));
        Ok(ImportRun {
            source: source.clone(),
            digest: digest.to_owned(),
            bytes_done: number(0),
            lines_done: number(1),
            heard: number(2),
            skipped: number(3),
            is_done: known.as_ref().is_some_and(|row| row.int_or_null(4).is_some()),
        })
    }

    async fn write(&self, tx: &mut Tx, from: u64, now: Time) -> Result<()> {
        let stored = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let is_begun = "insert into import_run (source_id, digest, bytes_done, lines_done, heard, skipped, started_ms)
             values ($1, $2, 0, 0, 0, 0, $3) on conflict do nothing";
        if from == 0 {
            tx.run(is_begun, args![self.source.as_str(), self.digest.as_str(), now]).await?;
        }
        let gone_on = tx.run(
            "update import_run set bytes_done = $3, lines_done = $4, heard = $5, skipped = $6, ended_ms = $7
             where source_id = $1 and digest = $2 and bytes_done = $8",
            args![
                self.source.as_str(),
                self.digest.as_str(),
                stored(self.bytes_done),
                stored(self.lines_done),
                stored(self.heard),
                stored(self.skipped),
                self.is_done.then_some(now),
                stored(from),
            ],
        );
        if gone_on.await? == 0 { Err(Error::conflict("error-import-order")) } else { Ok(()) }
    }
}

/// - returns: whether the nonce was never used; older ones than the window need not be remembered
pub async fn use_nonce(tx: &mut Tx, source: &SourceId, nonce: &str, now: Time) -> Result<bool> {
    // Twice the window: a sender's clock may be ahead by one and its push arrive late by another.
    tx.run("delete from webhook_nonce where seen_ms < $1", args![now.minus(WEBHOOK_WINDOW * 2)]).await?;
    let used = tx
        .run(
            "insert into webhook_nonce (source_id, nonce, seen_ms) values ($1, $2, $3) on conflict do nothing",
            args![source.as_str(), nonce, now],
        )
        .await?;
    Ok(used == 1)
}

/// Counts limits that were met and items that were left out, for the operator.
pub async fn note(tx: &mut Tx, source: &SourceId, skipped: &[Skipped], met: &Met, now: Time) -> Result<()> {
    let mut all = met.clone();
    for skipped in skipped {
        all.note(skipped.reason);
    }
    for (reason, count) in all.iter() {
        tx.run(
            "insert into limit_met (source_id, hour_ms, reason, count) values ($1, $2, $3, $4)
             on conflict (source_id, hour_ms, reason) do update set count = limit_met.count + excluded.count",
            args![source.as_str(), now.hour(), reason.code(), count],
        )
        .await?;
    }
    Ok(())
}

async fn succeeded(tx: &mut Tx, source: &SourceId, now: Time) -> Result<()> {
    tx.run(
        "insert into source_health (source_id, last_success_ms, failures) values ($1, $2, 0)
         on conflict (source_id) do update set last_success_ms = excluded.last_success_ms, failures = 0",
        args![source.as_str(), now],
    )
    .await?;
    Ok(())
}

/// Records that a source failed, and when it is tried again: later with each failure in a row, and no sooner than it asked.
pub async fn failed(tx: &mut Tx, source: &SourceId, failure: &Failure, now: Time) -> Result<()> {
    tx.run(
        "insert into source_health (source_id, last_error_ms, last_error, last_detail, failures) values ($1, $2, $3, $4, 1)
         on conflict (source_id) do update set last_error_ms = excluded.last_error_ms, last_error = excluded.last_error,
           last_detail = excluded.last_detail, failures = source_health.failures + 1",
        args![source.as_str(), now, failure.reason.code(), failure.detail.as_str()],
    )
    .await?;
    let row = tx.one("select failures from source_health where source_id = $1", args![source.as_str()]).await?;
    let wait = back_off(row.count(0)).max(failure.wait.unwrap_or_default());
    tx.run(
        "update source set next_poll_ms = $2 where source_id = $1 and next_poll_ms is not null",
        args![source.as_str(), now.plus(wait)],
    )
    .await?;
    let mut met = Met::default();
    met.note(failure.reason);
    note(tx, source, &[], &met, now).await
}

/// Adds a source to the register.
///
/// - returns: the secret of a webhook, to be shown once; nothing for others
/// - errors: `Invalid` with the field's key; `Conflict` if the id was ever used
pub async fn add_source(tx: &mut Tx, source: &Source, now: Time) -> Result<Option<String>> {
    source.check()?;
    let is_push = source.connector == crate::connectors::webhook::CONNECTOR.name;
    let secret = is_push.then(|| hex(&random()[..]));
    let added = tx
        .run(
            "insert into source (source_id, name_zh, name_en, connector, kind, purpose_zh, purpose_en, url, public_url, secret,
               lang_hint, district_id, poll_minutes, next_poll_ms, added_ms, options)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict do nothing",
            args![
                source.id.as_str(),
                source.name_zh.trim(),
                source.name_en.trim(),
                source.connector.as_str(),
                source.kind.code(),
                source.purpose_zh.trim(),
                source.purpose_en.trim(),
                source.url.clone(),
                source.public_url(),
                secret.clone(),
                source.lang_hint.map(Lang::code),
                source.district.as_ref().map(DistrictId::as_str),
                source.poll_minutes,
                (source.url.is_some() || source.has_input(Input::Folder)).then_some(now),
                now,
                (!source.options.is_empty()).then(|| source.options.to_json()),
            ],
        )
        .await?;
    if added == 0 { Err(Error::conflict("listen-error-source-id-used")) } else { Ok(secret) }
}

/// Gives a webhook a new secret; the old one holds no more.
///
/// - returns: the secret, which is shown once
/// - errors: `NotFound` if it is no webhook that is listened to
pub async fn renew_secret(tx: &mut Tx, source: &SourceId) -> Result<String> {
    let secret = hex(&random()[..]);
    let changed = tx
        .run(
            "update source set secret = $2 where source_id = $1 and secret is not null and removed_ms is null",
            args![source.as_str(), secret.as_str()],
        )
        .await?;
    if changed == 0 { Err(Error::not_found()) } else { Ok(secret) }
}

/// Stops listening to a source. It stays in the register, with the day on which it ended, but without its address's keys.
///
/// - errors: `NotFound` if it is not listened to
///
/// - `reason`: for the public register, 1 to 500 characters; personal data is masked before it is stored
/// - errors: `Invalid` without such a reason, `NotFound` if it is not listened to
pub async fn remove_source(tx: &mut Tx, source: &SourceId, reason: &str, now: Time) -> Result<()> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REMOVAL_REASON_CHARS_MAX {
        return Err(Error::invalid("listen-error-removal-reason"));
    }
    let removed = tx
        .run(
            "update source set removed_ms = $2, removal_reason = $3, next_poll_ms = null, url = null, secret = null, etag = null, last_modified = null, cursor = null
             where source_id = $1 and removed_ms is null",
            args![source.as_str(), now, crate::redact::redact(reason)],
        )
        .await?;
    if removed == 0 { Err(Error::not_found()) } else { Ok(()) }
}

/// A source whose poll is due, claimed by who asked.
pub struct Due {
    pub source: Source,
    pub validators: Validators,
    /// Where a stream goes on.
    pub cursor: Option<String>,
}

const SOURCE_COLUMNS: usize = 12;

/// Claims the sources that are due, longest overdue first, so that of several processes one polls each.
pub async fn claim_due(tx: &mut Tx, now: Time, limit: u32) -> Result<Vec<Due>> {
    // The condition is repeated outside, since another process may have claimed a row between choosing and changing it.
    let rows = tx
        .rows(
            "update source set next_poll_ms = $2
             where next_poll_ms <= $1 and removed_ms is null and source_id in (
               select source_id from source where next_poll_ms <= $1 and removed_ms is null
               order by next_poll_ms, source_id limit $3)
             returning source_id, name_zh, name_en, connector, kind, purpose_zh, purpose_en, url, lang_hint, district_id,
               poll_minutes, options, etag, last_modified, cursor",
            args![now, now.plus(CLAIM), limit],
        )
        .await?;
    let due = |row: &Row| {
        let validators =
            Validators { etag: row.text_or_null(SOURCE_COLUMNS), last_modified: row.text_or_null(SOURCE_COLUMNS + 1) };
        Ok(Due { source: read_source(row)?, validators, cursor: row.text_or_null(SOURCE_COLUMNS + 2) })
    };
    rows.iter().map(due).collect()
}

/// The sources that are listened to, in the order in which they were added.
pub async fn sources(db: &Db) -> Result<Vec<Source>> {
    let rows = db
        .rows(
            "select source_id, name_zh, name_en, connector, kind, purpose_zh, purpose_en, url, lang_hint, district_id, poll_minutes,
               options
             from source where removed_ms is null order by added_ms, source_id limit 10000",
            args![],
        )
        .await?;
    rows.iter().map(read_source).collect()
}

/// A source that is listened to, and its secret if it pushes.
pub async fn source(db: &Db, id: &SourceId) -> Result<Option<(Source, Option<String>)>> {
    let row = db
        .maybe(
            "select source_id, name_zh, name_en, connector, kind, purpose_zh, purpose_en, url, lang_hint, district_id, poll_minutes,
               options, secret from source where source_id = $1 and removed_ms is null",
            args![id.as_str()],
        )
        .await?;
    row.map(|row| Ok((read_source(&row)?, row.text_or_null(SOURCE_COLUMNS)))).transpose()
}

fn read_source(row: &Row) -> Result<Source> {
    let kind = row.text(4);
    Ok(Source {
        id: SourceId::new(row.text(0)),
        name_zh: row.text(1),
        name_en: row.text(2),
        connector: row.text(3),
        kind: SourceKind::from_code(&kind).ok_or_else(|| Error::broken(format!("a source is of kind {kind}")))?,
        purpose_zh: row.text(5),
        purpose_en: row.text(6),
        url: row.text_or_null(7),
        lang_hint: row.text_or_null(8).and_then(|code| Lang::from_code(&code)),
        district: row.text_or_null(9).map(DistrictId::new),
        poll_minutes: row.count(10),
        options: row.text_or_null(11).map(|json| Options::from_json(&json)).unwrap_or_default(),
    })
}

/// Draws which column of an export holds what. Later uploads of the source are read by it.
///
/// - errors: `Invalid` for a mapping without a text; `NotFound` if the source is not listened to
pub async fn map_columns(tx: &mut Tx, source: &SourceId, options: &Options) -> Result<()> {
    options.check_columns()?;
    let changed = tx
        .run(
            "update source set options = $2 where source_id = $1 and removed_ms is null",
            args![source.as_str(), options.to_json()],
        )
        .await?;
    if changed == 0 { Err(Error::not_found()) } else { Ok(()) }
}

/// When a source last answered; nothing before the first time.
pub async fn last_success(db: &Db, source: &SourceId) -> Result<Option<Time>> {
    let row =
        db.maybe("select last_success_ms from source_health where source_id = $1", args![source.as_str()]).await?;
    Ok(row.and_then(|row| row.time_or_null(0)))
}

/// Addresses that are listened to, so that an import offers none of them twice.
pub async fn addresses(db: &Db) -> Result<Vec<String>> {
    let rows = db
        .rows(
            "select url from source where removed_ms is null and url is not null order by source_id limit 10000",
            args![],
        )
        .await?;
    Ok(rows.iter().map(|row| row.text(0)).collect())
}

/// One source in the register, with how it is doing.
pub struct Registered {
    pub id: SourceId,
    pub name_zh: String,
    pub name_en: String,
    pub connector: String,
    pub kind: SourceKind,
    pub purpose_zh: String,
    pub purpose_en: String,
    pub public_url: Option<String>,
    pub added: Time,
    pub removed: Option<Time>,
    /// Masked; of a removed source.
    pub removal_reason: Option<String>,
    pub next_poll: Option<Time>,
    pub last_success: Option<Time>,
    pub last_error: Option<Time>,
    pub error: Option<Reason>,
    pub error_detail: Option<String>,
    /// In a row.
    pub failures: u32,
    /// What narrows it, and how an export is read.
    pub options: Options,
}

/// The whole register: what is listened to, then what no longer is, each in the order in which it was added.
pub async fn register(db: &Db) -> Result<Vec<Registered>> {
    let rows = db
        .rows(
            "select s.source_id, s.name_zh, s.name_en, s.connector, s.kind, s.purpose_zh, s.purpose_en, s.public_url, s.added_ms,
               s.removed_ms, s.next_poll_ms, h.last_success_ms, h.last_error_ms, h.last_error, h.last_detail,
               coalesce(h.failures, cast(0 as bigint)), s.removal_reason, s.options
             from source s left join source_health h on h.source_id = s.source_id
             order by case when s.removed_ms is null then 0 else 1 end, s.added_ms, s.source_id limit 10000",
            args![],
        )
        .await?;
    let registered = |row: &Row| {
        let kind = row.text(4);
        Ok(Registered {
            id: SourceId::new(row.text(0)),
            name_zh: row.text(1),
            name_en: row.text(2),
            connector: row.text(3),
            kind: SourceKind::from_code(&kind).ok_or_else(|| Error::broken(format!("a source is of kind {kind}")))?,
            purpose_zh: row.text(5),
            purpose_en: row.text(6),
            public_url: row.text_or_null(7),
            added: row.time(8),
            removed: row.time_or_null(9),
            removal_reason: row.text_or_null(16),
            next_poll: row.time_or_null(10),
            last_success: row.time_or_null(11),
            last_error: row.time_or_null(12),
            error: row.text_or_null(13).and_then(|code| Reason::from_code(&code)),
            error_detail: row.text_or_null(14),
            failures: row.count(15),
            options: row.text_or_null(17).map(|json| Options::from_json(&json)).unwrap_or_default(),
        })
    };
    rows.iter().map(registered).collect()
}

/// New mentions by hour of arrival, oldest first, hours without any left out: what [`crate::band`] reads.
pub async fn hours(db: &Db, source: &SourceId, since: Time) -> Result<Vec<(Time, u32)>> {
    let rows = db
        .rows(
            "select hour_ms, items from source_hour where source_id = $1 and hour_ms >= $2 order by hour_ms limit 10000",
            args![source.as_str(), Time::from_ms(since.ms() / HOUR_MS * HOUR_MS)],
        )
        .await?;
    Ok(rows.iter().map(|row| (row.time(0), row.count(1))).collect())
}

/// Limits met since a moment, most frequent first.
pub async fn limits_met(db: &Db, source: &SourceId, since: Time) -> Result<Vec<(Reason, u32)>> {
    let rows = db
        .rows(
            "select reason, cast(sum(count) as bigint) as met from limit_met where source_id = $1 and hour_ms >= $2
             group by reason order by met desc, reason limit 100",
            args![source.as_str(), since.hour()],
        )
        .await?;
    Ok(rows.iter().filter_map(|row| Some((Reason::from_code(&row.text(0))?, row.count(1)))).collect())
}

#[cfg(test)]
mod tests;
