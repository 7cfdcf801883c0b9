//! The tables of this context. Only this file writes them; strangers read `public_*` views.

use crate::edition::{Change, ChangeKind, Edition, EditionId, State, Withdrawn};
use crate::file::File;
use crate::identity::{Identity, Mark};
use crate::inspect::Finding;
use crate::{Document, DocumentId, Emergency, Kind, Status, Text, Texts};
use ::store::{Db, Migration, Row, Tx, args, each, row};
use model::{Error, Result, StaffId, Time};

pub const MIGRATIONS: &[Migration] = &[
    Migration { context: "publish", name: "0001_publish", sql: include_str!("../migrations/0001_publish.sql") },
    Migration { context: "publish", name: "0002_file", sql: include_str!("../migrations/0002_file.sql") },
    Migration {
        context: "publish",
        name: "0003_subscription",
        sql: include_str!("../migrations/0003_subscription.sql"),
    },
    Migration { context: "publish", name: "0004_identity", sql: include_str!("../migrations/0004_identity.sql") },
    Migration { context: "publish", name: "0005_emergency", sql: include_str!("../migrations/0005_emergency.sql") },
    Migration {
        context: "publish",
        name: "0006_held_by_the_log",
        sql: include_str!("../migrations/0006_held_by_the_log.sql"),
    },
];

/// Every column of an edition, in the order in which [`edition_of`] reads them.
macro_rules! select_edition {
    ($($rest:tt)+) => {
        concat!(
            "select e.edition_id, e.document_id, e.edition_index, e.state, e.title_zh, e.summary_zh, e.body_zh,
                    e.title_en, e.summary_en, e.body_en, e.change_kind, e.change_zh, e.change_en, e.revision, e.base_id,
                    e.saved_by, e.saved_ms, e.submitted_by, e.submitted_ms, e.digest, e.approved_by, e.approved_ms,
                    e.due_ms, e.published_ms, e.superseded_ms, e.withdrawn_ms, e.withdrawn_zh, e.withdrawn_en,
                    e.leaf_id, e.withdrawn_leaf, d.slug, d.kind, e.emergency, e.due_by, e.form
             from edition e join document d on d.document_id = e.document_id ",
            $($rest)+
        )
    };
}

/// An edition with what a list says of its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub edition: Edition,
    pub slug: String,
    pub kind: Kind,
}

pub(crate) async fn insert_document(tx: &mut Tx, document: &Document, by: &StaffId) -> Result<()> {
    tx.run(
        "insert into document (document_id, slug, kind, created_ms, created_by) values ($1, $2, $3, $4, $5)",
        args![document.id.as_str(), document.slug.as_str(), document.kind.code(), document.created, by.as_str()],
    )
    .await?;
    let rows = document.subjects.iter().map(|subject| row![document.id.as_str(), subject.as_str()]).collect();
    tx.bulk("insert into document_subject (document_id, subject) values", "on conflict do nothing", rows).await?;
    Ok(())
}

pub(crate) async fn insert_subject(tx: &mut Tx, document: &DocumentId, subject: &str) -> Result<()> {
    tx.run(
        "insert into document_subject (document_id, subject) values ($1, $2) on conflict do nothing",
        args![document.as_str(), subject],
    )
    .await?;
    Ok(())
}

pub(crate) async fn update_document(tx: &mut Tx, id: &DocumentId, kind: Kind, slug: &str) -> Result<()> {
    tx.run("update document set kind = $2, slug = $3 where document_id = $1", args![id.as_str(), kind.code(), slug])
        .await?;
    Ok(())
}

pub(crate) async fn is_slug_taken(tx: &mut Tx, slug: &str) -> Result<bool> {
    Ok(tx.maybe("select slug from document where slug = $1", args![slug]).await?.is_some())
}

pub(crate) async fn was_published(tx: &mut Tx, document: &DocumentId) -> Result<bool> {
    let found = tx
        .maybe(
            "select edition_id from edition where document_id = $1 and published_ms is not null limit 1",
            args![document.as_str()],
        )
        .await?;
    Ok(found.is_some())
}

/// A document by its id.
///
/// - errors: `NotFound`
pub async fn document(tx: &mut Tx, id: &DocumentId) -> Result<Document> {
    let found = tx
        .one("select document_id, slug, kind, created_ms from document where document_id = $1", args![id.as_str()])
        .await?;
    let subjects = tx
        .rows("select subject from document_subject where document_id = $1 order by subject", args![id.as_str()])
        .await?;
    document_of(&found, &subjects)
}

/// The same, for a page.
pub async fn find_document(db: &Db, id: &DocumentId) -> Result<Document> {
    let found = db
        .one("select document_id, slug, kind, created_ms from document where document_id = $1", args![id.as_str()])
        .await?;
    let subjects = db
        .rows("select subject from document_subject where document_id = $1 order by subject", args![id.as_str()])
        .await?;
    document_of(&found, &subjects)
}

fn document_of(row: &Row, subjects: &[Row]) -> Result<Document> {
    Ok(Document {
        id: DocumentId::new(row.text(0)),
        slug: row.text(1),
        kind: kind_of(&row.text(2))?,
        subjects: subjects.iter().map(|row| row.text(0)).collect(),
        created: row.time(3),
    })
}

pub(crate) async fn insert_edition(tx: &mut Tx, edition: &Edition, by: &StaffId) -> Result<()> {
    let (zh, en) = (&edition.texts.zh, &edition.texts.en);
    tx.run(
        "insert into edition (edition_id, document_id, edition_index, state, title_zh, summary_zh, body_zh, title_en,
                              summary_en, body_en, change_kind, change_zh, change_en, revision, base_id, saved_by,
                              saved_ms, emergency, form, withdrawn_zh, withdrawn_en)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, '', '')",
        args![
            edition.id.as_str(),
            edition.document.as_str(),
            edition.index,
            edition.state.code(),
            zh.title.as_str(),
            zh.summary.as_str(),
            zh.body.as_str(),
            en.title.as_str(),
            en.summary.as_str(),
            en.body.as_str(),
            edition.change.kind.code(),
            edition.change.zh.as_str(),
            edition.change.en.as_str(),
            edition.revision,
            edition.base.as_ref().map(|base| base.as_str().to_owned()),
            by.as_str(),
            edition.saved,
            written(edition.emergency.as_ref())?,
            edition.form,
        ],
    )
    .await?;
    note_writer(tx, &edition.id, by).await
}

async fn note_writer(tx: &mut Tx, edition: &EditionId, by: &StaffId) -> Result<()> {
    tx.run(
        "insert into edition_writer (edition_id, staff_id) values ($1, $2) on conflict do nothing",
        args![edition.as_str(), by.as_str()],
    )
    .await?;
    Ok(())
}

/// Stores what was written. It is a draft again, whatever it waited for.
///
/// - returns: whether nobody else saved in between
pub(crate) async fn update_draft(tx: &mut Tx, edition: &Edition, by: &StaffId, now: Time) -> Result<bool> {
    let (zh, en) = (&edition.texts.zh, &edition.texts.en);
    let changed = tx
        .run(
            "update edition
             set title_zh = $3, summary_zh = $4, body_zh = $5, title_en = $6, summary_en = $7, body_en = $8,
                 change_zh = $9, change_en = $10, revision = revision + 1, saved_by = $11, saved_ms = $12,
                 emergency = $13, submitted_by = null, submitted_ms = null, digest = null
             where edition_id = $1 and revision = $2 and state = 'draft'",
            args![
                edition.id.as_str(),
                edition.revision,
                zh.title.as_str(),
                zh.summary.as_str(),
                zh.body.as_str(),
                en.title.as_str(),
                en.summary.as_str(),
                en.body.as_str(),
                edition.change.zh.as_str(),
                edition.change.en.as_str(),
                by.as_str(),
                now,
                written(edition.emergency.as_ref())?,
            ],
        )
        .await?;
    if changed > 0 {
        note_writer(tx, &edition.id, by).await?;
    }
    Ok(changed > 0)
}

pub(crate) async fn update_submitted(
    tx: &mut Tx,
    edition: &Edition,
    digest: &str,
    by: &StaffId,
    now: Time,
) -> Result<bool> {
    let changed = tx
        .run(
            "update edition set submitted_by = $3, submitted_ms = $4, digest = $5
             where edition_id = $1 and revision = $2 and state = 'draft'",
            args![edition.id.as_str(), edition.revision, by.as_str(), now, digest],
        )
        .await?;
    Ok(changed > 0)
}

pub(crate) async fn update_approved(tx: &mut Tx, id: &EditionId, digest: &str, by: &StaffId, at: Time) -> Result<bool> {
    let changed = tx
        .run(
            "update edition set state = 'approved', approved_by = $3, approved_ms = $4
             where edition_id = $1 and digest = $2 and state = 'draft' and submitted_ms is not null",
            args![id.as_str(), digest, by.as_str(), at],
        )
        .await?;
    Ok(changed > 0)
}

pub(crate) async fn update_reopened(tx: &mut Tx, id: &EditionId, by: &StaffId, now: Time) -> Result<bool> {
    let changed = tx
        .run(
            "update edition
             set state = 'draft', submitted_by = null, submitted_ms = null, digest = null, approved_by = null,
                 approved_ms = null, due_ms = null, due_by = null, revision = revision + 1, saved_by = $2, saved_ms = $3
             where edition_id = $1 and state in ('draft', 'approved')",
            args![id.as_str(), by.as_str(), now],
        )
        .await?;
    Ok(changed > 0)
}

pub(crate) async fn update_due(tx: &mut Tx, id: &EditionId, due: Option<Time>, by: &StaffId) -> Result<bool> {
    let changed = tx
        .run(
            "update edition set due_ms = $2, due_by = $3 where edition_id = $1 and state = 'approved'",
            args![id.as_str(), due, due.map(|_| by.as_str().to_owned())],
        )
        .await?;
    Ok(changed > 0)
}

/// The one statement that makes anything public. The digest is repeated, so a text that changed under it does not appear.
pub(crate) async fn update_published(tx: &mut Tx, id: &EditionId, digest: &str, leaf: &str, now: Time) -> Result<bool> {
    let changed = tx
        .run(
            "update edition set state = 'published', published_ms = $3, due_ms = null, due_by = null, leaf_id = $4
             where edition_id = $1 and digest = $2 and state = 'approved'",
            args![id.as_str(), digest, now, leaf],
        )
        .await?;
    Ok(changed > 0)
}

pub(crate) async fn update_superseded(tx: &mut Tx, document: &DocumentId, now: Time) -> Result<()> {
    tx.run(
        "update edition set state = 'superseded', superseded_ms = $2 where document_id = $1 and state = 'published'",
        args![document.as_str(), now],
    )
    .await?;
    Ok(())
}

pub(crate) async fn update_withdrawn(tx: &mut Tx, id: &EditionId, withdrawn: &Withdrawn, by: &StaffId) -> Result<bool> {
    let changed = tx
        .run(
            "update edition
             set state = 'withdrawn', withdrawn_ms = $2, withdrawn_by = $3, withdrawn_zh = $4, withdrawn_en = $5,
                 withdrawn_leaf = $6
             where edition_id = $1 and state = 'published'",
            args![
                id.as_str(),
                withdrawn.at,
                by.as_str(),
                withdrawn.zh.as_str(),
                withdrawn.en.as_str(),
                withdrawn.leaf.clone(),
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// Drops a draft, and its document if nothing else is left of it.
pub(crate) async fn delete_draft(tx: &mut Tx, id: &EditionId) -> Result<bool> {
    let Some(found) = tx
        .maybe("select document_id from edition where edition_id = $1 and state = 'draft'", args![id.as_str()])
        .await?
    else {
        return Ok(false);
    };
    let document = found.text(0);
    tx.run("delete from edition_writer where edition_id = $1", args![id.as_str()]).await?;
    tx.run("delete from edition_file where edition_id = $1", args![id.as_str()]).await?;
    tx.run("delete from edition where edition_id = $1 and state = 'draft'", args![id.as_str()]).await?;
    let left =
        tx.maybe("select edition_id from edition where document_id = $1 limit 1", args![document.as_str()]).await?;
    if left.is_none() {
        tx.run("delete from document_subject where document_id = $1", args![document.as_str()]).await?;
        tx.run("delete from file where document_id = $1", args![document.as_str()]).await?;
        tx.run("delete from document where document_id = $1", args![document.as_str()]).await?;
    }
    Ok(true)
}

/// An edition by its id, inside the transaction that will change it.
///
/// - errors: `NotFound`
pub async fn edition(tx: &mut Tx, id: &EditionId) -> Result<Edition> {
    Ok(edition_of(&tx.one(select_edition!("where e.edition_id = $1"), args![id.as_str()]).await?)?.edition)
}

/// An edition for a page.
///
/// - errors: `NotFound`
pub async fn find_edition(db: &Db, id: &EditionId) -> Result<Listed> {
    edition_of(&db.one(select_edition!("where e.edition_id = $1"), args![id.as_str()]).await?)
}

/// The editions named, in no telling order; what is not there is left out.
pub async fn find_editions(db: &Db, ids: &[String]) -> Result<Vec<Listed>> {
    let rows = db.rows_of_each(select_edition!("where e.edition_id in (", each!(), ")"), ids, &[]).await?;
    rows.iter().map(edition_of).collect()
}

/// The edition of a document that is being written or waits, if there is one.
pub async fn open_edition(tx: &mut Tx, document: &DocumentId) -> Result<Option<EditionId>> {
    let found = tx
        .maybe(
            "select edition_id from edition where document_id = $1 and state in ('draft', 'approved')",
            args![document.as_str()],
        )
        .await?;
    Ok(found.map(|row| EditionId::new(row.text(0))))
}

/// The latest edition that strangers have seen.
pub(crate) async fn last_public(tx: &mut Tx, document: &DocumentId) -> Result<Option<Edition>> {
    let found = tx
        .maybe(
            select_edition!(
                "where e.document_id = $1 and e.published_ms is not null order by e.edition_index desc limit 1"
            ),
            args![document.as_str()],
        )
        .await?;
    found.map(|row| Ok(edition_of(&row)?.edition)).transpose()
}

/// Everyone who wrote any of an edition, in no telling order.
pub async fn writers(tx: &mut Tx, id: &EditionId) -> Result<Vec<StaffId>> {
    let rows = tx
        .rows("select staff_id from edition_writer where edition_id = $1 order by staff_id", args![id.as_str()])
        .await?;
    Ok(rows.iter().map(|row| StaffId::new(row.text(0))).collect())
}

/// The same, for a page.
pub async fn list_writers(db: &Db, id: &EditionId) -> Result<Vec<StaffId>> {
    let rows = db
        .rows("select staff_id from edition_writer where edition_id = $1 order by staff_id", args![id.as_str()])
        .await?;
    Ok(rows.iter().map(|row| StaffId::new(row.text(0))).collect())
}

/// All editions of a document, latest first.
pub async fn editions(db: &Db, document: &DocumentId) -> Result<Vec<Listed>> {
    let rows = db
        .rows(
            select_edition!("where e.document_id = $1 order by e.edition_index desc limit 200"),
            args![document.as_str()],
        )
        .await?;
    rows.iter().map(edition_of).collect()
}

/// Editions that are being written or wait for someone, last touched first.
pub async fn list_open(db: &Db, limit: u32) -> Result<Vec<Listed>> {
    let rows = db
        .rows(
            select_edition!("where e.state in ('draft', 'approved') order by e.saved_ms desc, e.edition_id limit $1"),
            args![limit],
        )
        .await?;
    rows.iter().map(edition_of).collect()
}

/// Editions that are in force or withdrawn, latest first.
pub async fn list_appeared(db: &Db, limit: u32, offset: u32) -> Result<Vec<Listed>> {
    let rows = db
        .rows(
            select_edition!(
                "where e.state in ('published', 'withdrawn') and e.edition_index = (
                   select max(l.edition_index) from edition l
                   where l.document_id = e.document_id and l.published_ms is not null)
                 order by e.published_ms desc, e.edition_id limit $1 offset $2"
            ),
            args![limit, offset],
        )
        .await?;
    rows.iter().map(edition_of).collect()
}

/// What was drafted and published about something, the open edition of each document first and the latest otherwise; for the
/// desk alone, since drafts are among it.
///
/// - `subject`: `story/ID`, `incident/ID`, `claim/ID`
pub async fn about(db: &Db, subject: &str) -> Result<Vec<Listed>> {
    let rows = db
        .rows(
            select_edition!(
                "join document_subject s on s.document_id = e.document_id
                 where s.subject = $1 and e.edition_index = (
                   select max(l.edition_index) from edition l where l.document_id = e.document_id)
                 order by e.saved_ms desc, e.edition_id limit 100"
            ),
            args![subject],
        )
        .await?;
    rows.iter().map(edition_of).collect()
}

pub(crate) async fn file_count(tx: &mut Tx, document: &DocumentId) -> Result<i64> {
    Ok(tx.one("select count(*) from file where document_id = $1", args![document.as_str()]).await?.int(0))
}

pub(crate) async fn upsert_file(
    tx: &mut Tx,
    document: &DocumentId,
    file: &File,
    bytes: Vec<u8>,
    by: &StaffId,
    now: Time,
) -> Result<()> {
    let faults: Vec<(&str, &str)> =
        file.faults.iter().map(|finding| (finding.code.as_str(), finding.place.as_str())).collect();
    tx.run(
        "insert into file (document_id, name, called, content_type, size_bytes, bytes, alt_zh, alt_en, faults, added_by,
                           added_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (document_id, name) do update set
           called = excluded.called, alt_zh = excluded.alt_zh, alt_en = excluded.alt_en
         where not exists (
           select 1 from edition_file r join edition e on e.edition_id = r.edition_id
           where r.name = file.name and e.document_id = file.document_id and e.published_ms is not null)",
        args![
            document.as_str(),
            file.name.as_str(),
            file.called.as_str(),
            file.content_type,
            file.size_bytes,
            bytes,
            file.alt_zh.as_str(),
            file.alt_en.as_str(),
            serde_json::to_string(&faults)?,
            by.as_str(),
            now,
        ],
    )
    .await?;
    Ok(())
}

const FILES: &str = "select name, called, content_type, size_bytes, alt_zh, alt_en, faults from file
     where document_id = $1 order by added_ms, name";

pub(crate) async fn files(db: &Db, document: &DocumentId) -> Result<Vec<File>> {
    db.rows(FILES, args![document.as_str()]).await?.iter().map(file_of).collect()
}

pub(crate) async fn files_of(tx: &mut Tx, document: &DocumentId) -> Result<Vec<File>> {
    tx.rows(FILES, args![document.as_str()]).await?.iter().map(file_of).collect()
}

pub(crate) async fn replace_edition_files(tx: &mut Tx, id: &EditionId, names: &[String]) -> Result<()> {
    tx.run("delete from edition_file where edition_id = $1", args![id.as_str()]).await?;
    let rows = names.iter().map(|name| row![id.as_str(), name.as_str()]).collect();
    tx.bulk("insert into edition_file (edition_id, name) values", "on conflict do nothing", rows).await?;
    Ok(())
}

/// A file with its content, for staff: those of drafts are among them.
///
/// - errors: `NotFound`
pub async fn file_bytes(db: &Db, name: &str) -> Result<(File, Vec<u8>)> {
    let found = db
        .one(
            "select name, called, content_type, size_bytes, alt_zh, alt_en, faults, bytes from file where name = $1
             order by document_id limit 1",
            args![name],
        )
        .await?;
    Ok((file_of(&found)?, found.blob(7)))
}

fn file_of(row: &Row) -> Result<File> {
    let name = row.text(0);
    let ending = name.rsplit('.').next().unwrap_or_default();
    let format = crate::file::format(ending).ok_or_else(|| Error::broken("a file of no known kind"))?;
    let faults: Vec<(String, String)> = serde_json::from_str(&row.text(6))?;
    Ok(File {
        called: row.text(1),
        content_type: format.content_type,
        size_bytes: u64::try_from(row.int(3))?,
        alt_zh: row.text(4),
        alt_en: row.text(5),
        faults: faults.iter().map(|(code, place)| Finding::new(code, place.as_str())).collect(),
        name,
    })
}

pub(crate) async fn identity(db: &Db) -> Result<Option<Identity>> {
    let found = db
        .maybe(
            "select identity_index, name_zh, name_en, accent, tone_zh, tone_en, mark_type, mark from identity
             order by identity_index desc limit 1",
            args![],
        )
        .await?;
    let Some(row) = found else { return Ok(None) };
    let content_type = match row.text(6).as_str() {
        "image/svg+xml" => Some("image/svg+xml"),
        "image/png" => Some("image/png"),
        "image/jpeg" => Some("image/jpeg"),
        _ => None,
    };
    Ok(Some(Identity {
        index: u32::try_from(row.int(0))?,
        name_zh: row.text(1),
        name_en: row.text(2),
        accent: row.text(3),
        tone_zh: row.text(4),
        tone_en: row.text(5),
        mark: content_type.map(|content_type| Mark { content_type, bytes: row.blob(7) }),
    }))
}

pub(crate) async fn insert_identity(tx: &mut Tx, identity: &Identity, by: &StaffId, now: Time) -> Result<()> {
    let (mark_type, mark) =
        identity.mark.as_ref().map_or(("", Vec::new()), |mark| (mark.content_type, mark.bytes.clone()));
    tx.run(
        "insert into identity (identity_index, name_zh, name_en, accent, mark_type, mark, tone_zh, tone_en, saved_by,
                               saved_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            identity.index,
            identity.name_zh.as_str(),
            identity.name_en.as_str(),
            identity.accent.as_str(),
            mark_type,
            mark,
            identity.tone_zh.as_str(),
            identity.tone_en.as_str(),
            by.as_str(),
            now,
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn template(db: &Db, kind: Kind) -> Result<Option<(String, String)>> {
    let found = db.maybe("select body_zh, body_en from body_template where kind = $1", args![kind.code()]).await?;
    Ok(found.map(|row| (row.text(0), row.text(1))))
}

pub(crate) async fn upsert_template(
    tx: &mut Tx,
    kind: Kind,
    zh: &str,
    en: &str,
    by: &StaffId,
    now: Time,
) -> Result<()> {
    tx.run(
        "insert into body_template (kind, body_zh, body_en, saved_by, saved_ms) values ($1, $2, $3, $4, $5)
         on conflict (kind) do update set
           body_zh = excluded.body_zh, body_en = excluded.body_en, saved_by = excluded.saved_by,
           saved_ms = excluded.saved_ms",
        args![kind.code(), zh, en, by.as_str(), now],
    )
    .await?;
    Ok(())
}

/// One copy that went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub what: String,
    pub channel: String,
    pub at: Time,
    pub receipt: String,
}

pub(crate) async fn is_delivered(db: &Db, id: &EditionId, what: &str, channel: &str) -> Result<bool> {
    let found = db
        .maybe(
            "select channel from delivery where edition_id = $1 and what = $2 and channel = $3",
            args![id.as_str(), what, channel],
        )
        .await?;
    Ok(found.is_some())
}

pub(crate) async fn insert_delivery(tx: &mut Tx, id: &EditionId, delivery: &Delivery) -> Result<()> {
    tx.run(
        "insert into delivery (edition_id, what, channel, delivered_ms, receipt) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        args![id.as_str(), delivery.what.as_str(), delivery.channel.as_str(), delivery.at, delivery.receipt.as_str()],
    )
    .await?;
    Ok(())
}

/// The copies of an edition that went out, in the order in which they did.
pub async fn deliveries(db: &Db, id: &EditionId) -> Result<Vec<Delivery>> {
    let rows = db
        .rows(
            "select what, channel, delivered_ms, receipt from delivery where edition_id = $1
             order by delivered_ms, what, channel",
            args![id.as_str()],
        )
        .await?;
    let delivery =
        |row: &Row| Delivery { what: row.text(0), channel: row.text(1), at: row.time(2), receipt: row.text(3) };
    Ok(rows.iter().map(delivery).collect())
}

/// A CAP message before it is written.
pub(crate) struct Message {
    pub(crate) identifier: String,
    pub(crate) kind: &'static str,
    pub(crate) status: Status,
    pub(crate) sender: String,
    pub(crate) sent: Time,
    pub(crate) expires: Time,
    pub(crate) log_index: u64,
}

/// What a later message names an earlier one by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) sender: String,
    pub(crate) identifier: String,
    pub(crate) sent: Time,
}

/// Stores a message, unless it is there already.
///
/// - returns: whether it was not
pub(crate) async fn insert_message(
    tx: &mut Tx,
    id: &EditionId,
    what: &str,
    message: &Message,
    xml: &str,
) -> Result<bool> {
    let stored = tx
        .run(
            "insert into cap_message (identifier, edition_id, what, kind, sender, sent_ms, expires_ms, log_index, xml,
                                  status)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
            args![
                message.identifier.as_str(),
                id.as_str(),
                what,
                message.kind,
                message.sender.as_str(),
                message.sent,
                message.expires,
                i64::try_from(message.log_index)?,
                xml,
                message.status.code(),
            ],
        )
        .await?;
    Ok(stored > 0)
}

/// Whether the document of an edition is withdrawn, so that none of its texts is shown any more.
pub(crate) async fn is_taken_back(db: &Db, id: &EditionId) -> Result<bool> {
    let found = db
        .maybe(
            "select d.state from public_document d join edition e on e.document_id = d.document_id
             where e.edition_id = $1",
            args![id.as_str()],
        )
        .await?;
    Ok(found.is_some_and(|row| row.text(0) == State::Withdrawn.code()))
}

/// Editions in the order of their ids, for going through them all.
pub(crate) async fn editions_after(db: &Db, after: &str, limit: u32) -> Result<Vec<Listed>> {
    let rows =
        db.rows(select_edition!("where e.edition_id > $1 order by e.edition_id limit $2"), args![after, limit]).await?;
    rows.iter().map(edition_of).collect()
}

/// Which file names each edition gives to readers.
pub(crate) async fn edition_files(db: &Db, id: &EditionId) -> Result<Vec<String>> {
    let rows = db.rows("select name from edition_file where edition_id = $1 order by name", args![id.as_str()]).await?;
    Ok(rows.iter().map(|row| row.text(0)).collect())
}

/// The content of a file of a document.
pub(crate) async fn content_of_file(db: &Db, document: &DocumentId, name: &str) -> Result<Option<Vec<u8>>> {
    let found =
        db.maybe("select bytes from file where document_id = $1 and name = $2", args![document.as_str(), name]).await?;
    Ok(found.map(|row| row.blob(0)))
}

/// A message as it is stored, with every column.
pub(crate) struct Stored {
    pub(crate) identifier: String,
    pub(crate) edition: EditionId,
    pub(crate) what: String,
    pub(crate) kind: String,
    pub(crate) status: String,
    pub(crate) sender: String,
    pub(crate) sent: Time,
    pub(crate) expires: Time,
    pub(crate) log_index: i64,
    pub(crate) xml: String,
}

/// All messages that were issued.
pub(crate) async fn stored_messages(db: &Db) -> Result<Vec<Stored>> {
    let rows = db
        .rows(
            "select identifier, edition_id, what, kind, status, sender, sent_ms, expires_ms, log_index, xml
             from cap_message order by identifier",
            args![],
        )
        .await?;
    let stored = |row: &Row| Stored {
        identifier: row.text(0),
        edition: EditionId::new(row.text(1)),
        what: row.text(2),
        kind: row.text(3),
        status: row.text(4),
        sender: row.text(5),
        sent: row.time(6),
        expires: row.time(7),
        log_index: row.int(8),
        xml: row.text(9),
    };
    Ok(rows.iter().map(stored).collect())
}

/// The text of a message.
pub(crate) async fn message_text(db: &Db, identifier: &str) -> Result<Option<String>> {
    let found = db.maybe("select xml from cap_message where identifier = $1", args![identifier]).await?;
    Ok(found.map(|row| row.text(0)))
}

/// The messages of a document that are out, without cancellations.
pub(crate) async fn sent_messages(db: &Db, document: &DocumentId) -> Result<Vec<Sent>> {
    let rows = db
        .rows(
            "select m.sender, m.identifier, m.sent_ms from cap_message m join edition e on e.edition_id = m.edition_id
             where e.document_id = $1 and m.what = 'publication' order by e.edition_index limit 200",
            args![document.as_str()],
        )
        .await?;
    let sent = |row: &Row| Sent { sender: row.text(0), identifier: row.text(1), sent: row.time(2) };
    Ok(rows.iter().map(sent).collect())
}

/// How many editions wait for approval.
pub async fn waiting(db: &Db) -> Result<u32> {
    let found =
        db.one("select count(*) from edition where state = 'draft' and submitted_ms is not null", args![]).await?;
    Ok(u32::try_from(found.int(0)).unwrap_or(u32::MAX))
}

/// The facts of an emergency as they are stored.
fn written(emergency: Option<&Emergency>) -> Result<Option<String>> {
    Ok(emergency.map(serde_json::to_string).transpose()?)
}

fn edition_of(row: &Row) -> Result<Listed> {
    let both = |time: Option<Time>, by: Option<String>| time.zip(by.map(StaffId::new));
    let edition = Edition {
        id: EditionId::new(row.text(0)),
        document: DocumentId::new(row.text(1)),
        index: u32::try_from(row.int(2))?,
        state: State::from_code(&row.text(3)).ok_or_else(|| Error::broken("an edition in no known state"))?,
        texts: Texts {
            zh: Text::new(row.text(4), row.text(5), row.text(6)),
            en: Text::new(row.text(7), row.text(8), row.text(9)),
        },
        emergency: row.text_or_null(32).map(|text| serde_json::from_str(&text)).transpose()?,
        change: Change {
            kind: ChangeKind::from_code(&row.text(10)).ok_or_else(|| Error::broken("a change of no known kind"))?,
            zh: row.text(11),
            en: row.text(12),
        },
        revision: u32::try_from(row.int(13))?,
        base: row.text_or_null(14).map(EditionId::new),
        saved_by: StaffId::new(row.text(15)),
        saved: row.time(16),
        submitted: both(row.time_or_null(18), row.text_or_null(17)),
        digest: row.text_or_null(19),
        approved: both(row.time_or_null(21), row.text_or_null(20)),
        due: both(row.time_or_null(22), row.text_or_null(33)),
        published: row.time_or_null(23),
        superseded: row.time_or_null(24),
        withdrawn: row.time_or_null(25).map(|at| Withdrawn {
            at,
            zh: row.text(26),
            en: row.text(27),
            leaf: row.text_or_null(29),
        }),
        leaf: row.text_or_null(28),
        form: row.count(34),
    };
    Ok(Listed { edition, slug: row.text(30), kind: kind_of(&row.text(31))? })
}

fn kind_of(code: &str) -> Result<Kind> {
    Kind::from_code(code).ok_or_else(|| Error::broken("a document of no known kind"))
}
