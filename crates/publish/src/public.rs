//! What strangers may read. Everything here reads `public_*` views alone; the site knows no other door to this crate.

use crate::edition::{Change, ChangeKind, EditionId, State, Withdrawn};
use crate::{Emergency, Kind, Text, Texts};
use ::store::{Db, Row, args};
use model::{Error, Result, Time};

/// A document in a list: its latest edition without the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub slug: String,
    pub kind: Kind,
    pub edition: EditionId,
    pub edition_index: u32,
    /// Titles and summaries; a withdrawn one has titles alone.
    pub texts: Texts,
    pub first: Time,
    /// When the latest edition appeared.
    pub changed: Time,
    pub withdrawn: Option<Time>,
}

/// An edition as it appeared. Where the document is withdrawn, the texts are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeared {
    pub id: EditionId,
    pub index: u32,
    pub state: State,
    pub texts: Texts,
    pub change: Change,
    pub digest: String,
    pub published: Time,
    pub superseded: Option<Time>,
    pub withdrawn: Option<Withdrawn>,
    pub leaf: String,
    /// Which canonical form its digest is of.
    pub form: u32,
    /// Of an emergency that is not withdrawn; a page alone knows it.
    pub emergency: Option<Emergency>,
    /// What its CAP message is called, once it is out.
    pub cap: Option<String>,
}

/// A CAP message in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cap {
    pub identifier: String,
    /// `Alert`, `Update` or `Cancel`.
    pub kind: String,
    /// `Actual`, `Exercise` or `Test`.
    pub status: String,
    pub slug: String,
    /// Titles alone.
    pub texts: Texts,
    pub sent: Time,
    pub expires: Time,
    pub log_index: u64,
}

/// A document with its whole history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub entry: Entry,
    /// What it answers: `story/ID`, `claim/ID`.
    pub subjects: Vec<String>,
    /// Latest first.
    pub editions: Vec<Appeared>,
}

impl Page {
    /// What it answers in public, as the canonical form has it.
    pub fn answers(&self) -> Vec<&str> {
        crate::document::public_answers(&self.subjects)
    }
}

/// One line of the register of corrections and withdrawals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub slug: String,
    pub kind: Kind,
    pub edition: EditionId,
    pub edition_index: u32,
    pub is_withdrawal: bool,
    pub at: Time,
    /// Titles alone.
    pub texts: Texts,
    pub note_zh: String,
    pub note_en: String,
}

/// Every column of a list entry, in the order in which [`entry_of`] reads them.
macro_rules! select_entry {
    ($rest:literal) => {
        concat!(
            "select d.slug, d.kind, d.edition_id, d.edition_index, d.title_zh, d.summary_zh, d.title_en, d.summary_en,
                    d.first_ms, d.changed_ms, d.withdrawn_ms, d.state
             from public_document d ",
            $rest
        )
    };
}

/// Documents, the last changed first.
///
/// - `kind`: of this kind alone, or all
pub async fn list(db: &Db, kind: Option<Kind>, limit: u32, offset: u32) -> Result<Vec<Entry>> {
    let rows = match kind {
        None => {
            db.rows(select_entry!("order by d.changed_ms desc, d.slug limit $1 offset $2"), args![limit, offset])
                .await?
        }
        Some(kind) => {
            db.rows(
                select_entry!("where d.kind = $1 order by d.changed_ms desc, d.slug limit $2 offset $3"),
                args![kind.code(), limit, offset],
            )
            .await?
        }
    };
    rows.iter().map(entry_of).collect()
}

/// The kinds that something was published of, with how many.
pub async fn kinds(db: &Db) -> Result<Vec<(Kind, u32)>> {
    let rows = db.rows("select kind, count(*) from public_document group by kind order by kind", args![]).await?;
    rows.iter().map(|row| Ok((kind_of(&row.text(0))?, u32::try_from(row.int(1))?))).collect()
}

/// What was published about something, the last changed first.
///
/// - `subject`: `story/ID`, `incident/ID`, `claim/ID`
pub async fn about(db: &Db, subject: &str) -> Result<Vec<Entry>> {
    let rows = db
        .rows(
            select_entry!(
                "join public_document_subject s on s.document_id = d.document_id
                 where s.subject = $1 order by d.changed_ms desc, d.slug limit 50"
            ),
            args![subject],
        )
        .await?;
    rows.iter().map(entry_of).collect()
}

/// The document at an address, with all its editions; nothing if nothing was ever published there.
pub async fn page(db: &Db, slug: &str) -> Result<Option<Page>> {
    let Some(found) = db.maybe(select_entry!("where d.slug = $1"), args![slug]).await? else { return Ok(None) };
    let entry = entry_of(&found)?;
    let subjects = db
        .rows(
            "select s.subject from public_document_subject s
             join public_document d on d.document_id = s.document_id where d.slug = $1 order by s.subject",
            args![slug],
        )
        .await?;
    let editions = db
        .rows(
            "select e.edition_id, e.edition_index, e.state, e.title_zh, e.summary_zh, e.body_zh, e.title_en,
                    e.summary_en, e.body_en, e.change_kind, e.change_zh, e.change_en, e.digest, e.published_ms,
                    e.superseded_ms, e.withdrawn_ms, e.withdrawn_zh, e.withdrawn_en, e.leaf_id, e.withdrawn_leaf, e.form
             from public_edition e join public_document d on d.document_id = e.document_id
             where d.slug = $1 order by e.edition_index desc limit 200",
            args![slug],
        )
        .await?;
    let mut editions = editions.iter().map(appeared_of).collect::<Result<Vec<_>>>()?;
    if entry.kind == Kind::Emergency {
        add_emergencies(db, slug, &mut editions).await?;
    }
    Ok(Some(Page { entry, subjects: subjects.iter().map(|row| row.text(0)).collect(), editions }))
}

async fn add_emergencies(db: &Db, slug: &str, editions: &mut [Appeared]) -> Result<()> {
    let rows = db
        .rows(
            "select p.edition_id, p.emergency, m.identifier from public_emergency p
             left join public_cap_message m on m.edition_id = p.edition_id and m.what = 'publication'
             where p.slug = $1 order by p.edition_id limit 200",
            args![slug],
        )
        .await?;
    for row in rows {
        let Some(edition) = editions.iter_mut().find(|edition| edition.id.as_str() == row.text(0)) else { continue };
        edition.emergency = Some(serde_json::from_str(&row.text(1))?);
        edition.cap = row.text_or_null(2);
    }
    Ok(())
}

/// A CAP message as it was issued, and when.
pub async fn cap(db: &Db, identifier: &str) -> Result<Option<(String, Time)>> {
    let found =
        db.maybe("select xml, sent_ms from public_cap_message where identifier = $1", args![identifier]).await?;
    Ok(found.map(|row| (row.text(0), row.time(1))))
}

/// CAP messages, the last first.
pub async fn caps(db: &Db, limit: u32) -> Result<Vec<Cap>> {
    let rows = db
        .rows(
            "select identifier, kind, slug, title_zh, title_en, sent_ms, expires_ms, log_index, status from public_cap_message
             order by sent_ms desc, identifier limit $1",
            args![limit],
        )
        .await?;
    rows.iter().map(cap_of).collect()
}

/// The CAP messages that hold now, the last first. A drill holds nobody.
pub async fn caps_in_force(db: &Db, now: Time, limit: u32) -> Result<Vec<Cap>> {
    let rows = db
        .rows(
            "select identifier, kind, slug, title_zh, title_en, sent_ms, expires_ms, log_index, status from public_cap_message
             where what = 'publication' and state = 'published' and expires_ms > $1 and status = 'Actual'
             order by sent_ms desc, identifier limit $2",
            args![now, limit],
        )
        .await?;
    rows.iter().map(cap_of).collect()
}

fn cap_of(row: &Row) -> Result<Cap> {
    Ok(Cap {
        identifier: row.text(0),
        kind: row.text(1),
        slug: row.text(2),
        texts: Texts { zh: Text::new(row.text(3), "", ""), en: Text::new(row.text(4), "", "") },
        sent: row.time(5),
        expires: row.time(6),
        log_index: u64::try_from(row.int(7))?,
        status: row.text(8),
    })
}

/// Documents with their bodies, for feeds: the last changed first. Of a withdrawn one the titles are left.
pub async fn recent(db: &Db, kind: Option<Kind>, limit: u32) -> Result<Vec<(Entry, Appeared)>> {
    let rows = db
        .rows(
            "select e.edition_id, e.edition_index, e.state, e.title_zh, e.summary_zh, e.body_zh, e.title_en,
                    e.summary_en, e.body_en, e.change_kind, e.change_zh, e.change_en, e.digest, e.published_ms,
                    e.superseded_ms, e.withdrawn_ms, e.withdrawn_zh, e.withdrawn_en, e.leaf_id, e.withdrawn_leaf,
                    e.form, d.slug, d.kind, d.first_ms
             from public_document d join public_edition e on e.edition_id = d.edition_id
             where $1 = '' or d.kind = $1 order by d.changed_ms desc, d.slug limit $2",
            args![kind.map_or("", Kind::code), limit],
        )
        .await?;
    let one = |row: &Row| {
        let edition = appeared_of(row)?;
        let entry = Entry {
            slug: row.text(21),
            kind: kind_of(&row.text(22))?,
            edition: edition.id.clone(),
            edition_index: edition.index,
            texts: edition.texts.clone(),
            first: row.time(23),
            changed: edition.published,
            withdrawn: edition.withdrawn.as_ref().map(|withdrawn| withdrawn.at),
        };
        Ok((entry, edition))
    };
    rows.iter().map(one).collect()
}

/// Corrections and withdrawals, latest first.
pub async fn corrections(db: &Db, limit: u32, offset: u32) -> Result<Vec<Correction>> {
    let rows = db
        .rows(
            "select slug, kind, edition_id, edition_index, what, at_ms, title_zh, title_en, note_zh, note_en
             from public_correction order by at_ms desc, edition_id, what limit $1 offset $2",
            args![limit, offset],
        )
        .await?;
    let one = |row: &Row| {
        Ok(Correction {
            slug: row.text(0),
            kind: kind_of(&row.text(1))?,
            edition: EditionId::new(row.text(2)),
            edition_index: u32::try_from(row.int(3))?,
            is_withdrawal: row.text(4) == "withdrawal",
            at: row.time(5),
            texts: Texts { zh: Text::new(row.text(6), "", ""), en: Text::new(row.text(7), "", "") },
            note_zh: row.text(8),
            note_en: row.text(9),
        })
    };
    rows.iter().map(one).collect()
}

/// The titles and addresses of some editions; of drafts and of what was withdrawn none.
///
/// - returns: an edition's id, the slug of its document, its titles
pub async fn titles(db: &Db, editions: &[&str]) -> Result<Vec<(String, String, Texts)>> {
    let sql = concat!(
        "select e.edition_id, d.slug, e.title_zh, e.title_en
         from public_edition e join public_document d on d.document_id = e.document_id
         where d.state <> 'withdrawn' and e.withdrawn_ms is null and e.edition_id in (",
        store::each!(),
        ") order by e.edition_id"
    );
    let texts = |row: &Row| Texts { zh: Text::new(row.text(2), "", ""), en: Text::new(row.text(3), "", "") };
    let rows = db.rows_of_each(sql, editions, &[]).await?;
    Ok(rows.iter().map(|row| (row.text(0), row.text(1), texts(row))).collect())
}

/// A picture or attachment of something published, with its content.
///
/// - returns: nothing for one that no stranger may read
pub async fn file(db: &Db, name: &str) -> Result<Option<Download>> {
    let found =
        db.maybe("select called, bytes from public_file where name = $1 order by called limit 1", args![name]).await?;
    let Some(format) = name.rsplit('.').next().and_then(crate::file::format) else { return Ok(None) };
    Ok(found.map(|row| Download { called: row.text(0), content_type: format.content_type, bytes: row.blob(1) }))
}

/// What is sent to a reader.
pub struct Download {
    pub called: String,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Moves whenever anything public of this crate does: for feeds and caches.
///
/// - returns: when something last appeared or was withdrawn
pub async fn stamp(db: &Db) -> Result<Option<Time>> {
    let row = db.one("select published_ms, withdrawn_ms from public_publish_stamp", args![]).await?;
    Ok(row.time_or_null(0).max(row.time_or_null(1)))
}

fn entry_of(row: &Row) -> Result<Entry> {
    let is_withdrawn = row.text(11) == State::Withdrawn.code();
    Ok(Entry {
        slug: row.text(0),
        kind: kind_of(&row.text(1))?,
        edition: EditionId::new(row.text(2)),
        edition_index: u32::try_from(row.int(3))?,
        texts: Texts { zh: Text::new(row.text(4), row.text(5), ""), en: Text::new(row.text(6), row.text(7), "") },
        first: row.time(8),
        changed: row.time(9),
        withdrawn: row.time_or_null(10).filter(|_| is_withdrawn),
    })
}

fn appeared_of(row: &Row) -> Result<Appeared> {
    Ok(Appeared {
        id: EditionId::new(row.text(0)),
        index: u32::try_from(row.int(1))?,
        state: State::from_code(&row.text(2)).ok_or_else(|| Error::broken("an edition in no known state"))?,
        texts: Texts {
            zh: Text::new(row.text(3), row.text(4), row.text(5)),
            en: Text::new(row.text(6), row.text(7), row.text(8)),
        },
        change: Change {
            kind: ChangeKind::from_code(&row.text(9)).ok_or_else(|| Error::broken("a change of no known kind"))?,
            zh: row.text(10),
            en: row.text(11),
        },
        digest: row.text_or_null(12).unwrap_or_default(),
        published: row.time(13),
        superseded: row.time_or_null(14),
        withdrawn: row.time_or_null(15).map(|at| Withdrawn {
            at,
            zh: row.text(16),
            en: row.text(17),
            leaf: row.text_or_null(19),
        }),
        leaf: row.text_or_null(18).unwrap_or_default(),
        form: row.count(20),
        emergency: None,
        cap: None,
    })
}

fn kind_of(code: &str) -> Result<Kind> {
    Kind::from_code(code).ok_or_else(|| Error::broken("a document of no known kind"))
}
