//! Editions: one text of a document, from its first word to its tombstone.

use crate::document::{Document, DocumentId, describe};
use crate::{
    BODY_CHARACTERS_MAX, Emergency, Kind, SUMMARY_CHARACTERS_MAX, Side, TITLE_CHARACTERS_MAX, Text, Texts, markdown,
    rules, store,
};
use ::store::Tx;
use model::{Error, Result, StaffId, Time};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

const CHANGE_CHARACTERS_MAX: usize = 2_000;
/// The canonical form of what is begun now.
const FORM: u32 = 2;

/// The id of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EditionId(String);

impl EditionId {
    pub fn new(id: impl Into<String>) -> Self {
        EditionId(id.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What an approval and the log name it by.
    pub fn subject(&self) -> String {
        format!("edition/{}", self.0)
    }
}

/// Where an edition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Being written, or submitted and waiting for a second person: see [`Edition::submitted`].
    Draft,
    /// A second person has approved this very text.
    Approved,
    /// In force.
    Published,
    /// A later edition took its place; it can still be read.
    Superseded,
    /// Taken back, with a reason.
    Withdrawn,
}

/// What an edition is to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    First,
    /// There is more to say, and what was said was not wrong.
    Update,
    /// Something was wrong.
    Correction,
}

/// What changed since the edition before, in words for the public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    pub kind: ChangeKind,
    pub zh: String,
    pub en: String,
}

/// One text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub id: EditionId,
    pub document: DocumentId,
    /// 1 for the first.
    pub index: u32,
    pub state: State,
    pub texts: Texts,
    /// Of an emergency, and of nothing else.
    pub emergency: Option<Emergency>,
    pub change: Change,
    /// Raised by each save.
    pub revision: u32,
    /// The edition that was in force when this one was begun.
    pub base: Option<EditionId>,
    pub saved: Time,
    pub saved_by: StaffId,
    pub submitted: Option<(Time, StaffId)>,
    /// Of the canonical form; nothing while it is still being written.
    pub digest: Option<String>,
    pub approved: Option<(Time, StaffId)>,
    /// When it is to appear by itself once approved, and who said so.
    pub due: Option<(Time, StaffId)>,
    pub published: Option<Time>,
    pub superseded: Option<Time>,
    pub withdrawn: Option<Withdrawn>,
    /// Of its publication in the log.
    pub leaf: Option<String>,
    /// Which canonical form it is digested by.
    pub form: u32,
}

/// That an edition was taken back, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    pub at: Time,
    pub zh: String,
    pub en: String,
    pub leaf: Option<String>,
}

/// What someone sends who saves a draft.
#[derive(Clone, Debug)]
pub struct Draft {
    pub kind: Kind,
    pub slug: String,
    pub texts: Texts,
    pub change_zh: String,
    pub change_en: String,
    /// Kept where the kind is an emergency, and left out otherwise.
    pub emergency: Option<Emergency>,
    /// The one that the writer began from.
    pub revision: u32,
}

/// What came of saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// At this revision.
    Done(u32),
    /// Someone else saved in between: what they wrote. Nothing was stored, and what was sent is still the sender's.
    Overtaken(Box<Edition>),
}

impl State {
    pub const fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Approved => "approved",
            State::Published => "published",
            State::Superseded => "superseded",
            State::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [State::Draft, State::Approved, State::Published, State::Superseded, State::Withdrawn]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

impl ChangeKind {
    pub const fn code(self) -> &'static str {
        match self {
            ChangeKind::First => "first",
            ChangeKind::Update => "update",
            ChangeKind::Correction => "correction",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [ChangeKind::First, ChangeKind::Update, ChangeKind::Correction].into_iter().find(|kind| kind.code() == code)
    }
}

impl Edition {
    /// Whether it waits for a second person.
    pub fn waits_for_approval(&self) -> bool {
        self.state == State::Draft && self.submitted.is_some()
    }

    /// The form of an edition that is digested, approved and logged: JSON with its fields in this order. Anyone can rebuild it
    /// from the public JSON of the document.
    pub fn canonical(&self, document: &Document) -> Vec<u8> {
        #[derive(Serialize)]
        struct Canonical<'a> {
            form: String,
            document: &'a str,
            kind: &'static str,
            edition: u32,
            change: &'a Change,
            zh: &'a Text,
            en: &'a Text,
            #[serde(skip_serializing_if = "Option::is_none")]
            emergency: Option<&'a Emergency>,
            #[serde(skip_serializing_if = "Option::is_none")]
            answers: Option<Vec<&'a str>>,
        }
        let canonical = Canonical {
            form: format!("candor edition {}", self.form),
            document: &document.slug,
            kind: document.kind.code(),
            edition: self.index,
            change: &self.change,
            zh: &self.texts.zh,
            en: &self.texts.en,
            emergency: self.emergency.as_ref(),
            answers: (self.form > 1).then(|| document.answers()),
        };
        serde_json::to_vec(&canonical).expect("texts can be written as JSON")
    }

    /// SHA-256 of the canonical form, in hex.
    pub fn digest_of(&self, document: &Document) -> String {
        Sha256::digest(self.canonical(document)).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Saves what someone wrote. A text that waits for approval goes back to being written: what was submitted is no longer what stands there.
///
/// - returns: `Overtaken` if someone else saved since the writer began; then nothing is stored
/// - errors: `Conflict` if it is not a draft any more, the address is taken or fixed; `Invalid` for what is too long
pub async fn save(tx: &mut Tx, id: &EditionId, draft: Draft, by: &StaffId, now: Time) -> Result<Saved> {
    let mut edition = store::edition(tx, id).await?;
    if edition.state != State::Draft {
        return Err(Error::conflict("publish-not-a-draft"));
    }
    if edition.revision != draft.revision {
        return Ok(Saved::Overtaken(Box::new(edition)));
    }
    let texts = draft.texts.tidied();
    within_limits(&texts)?;
    if [&draft.change_zh, &draft.change_en].iter().any(|note| note.chars().count() > CHANGE_CHARACTERS_MAX) {
        return Err(Error::invalid("publish-too-long"));
    }
    describe(tx, &edition.document, draft.kind, &draft.slug).await?;
    edition.texts = texts;
    edition.emergency = match draft.kind {
        Kind::Emergency => Some(draft.emergency.unwrap_or_default().tidied()),
        _ => None,
    };
    if let Some(emergency) = &edition.emergency {
        for (text, side) in [(&mut edition.texts.zh, Side::Zh), (&mut edition.texts.en, Side::En)] {
            text.title = emergency.status.marked(&text.title, side);
        }
        within_limits(&edition.texts)?;
    }
    edition.emergency.as_ref().map_or(Ok(()), Emergency::within_limits)?;
    edition.change.zh = draft.change_zh.trim().to_owned();
    edition.change.en = draft.change_en.trim().to_owned();
    if store::update_draft(tx, &edition, by, now).await? {
        Ok(Saved::Done(edition.revision + 1))
    } else {
        Ok(Saved::Overtaken(Box::new(store::edition(tx, id).await?)))
    }
}

/// Hands a draft to whoever may approve it. From here its digest is fixed.
///
/// - `revision`: the one that the sender saw
/// - returns: the digest, or what still stands in the way, as form fields with keys
/// - errors: `Conflict` if it is not a draft any more or was saved in between
pub async fn submit(
    tx: &mut Tx,
    id: &EditionId,
    revision: u32,
    by: &StaffId,
    now: Time,
) -> Result<Result<String, Vec<(&'static str, &'static str)>>> {
    let edition = store::edition(tx, id).await?;
    if edition.state != State::Draft || edition.revision != revision {
        return Err(Error::conflict("publish-changed-since"));
    }
    let document = store::document(tx, &edition.document).await?;
    let mut faults = rules::faults(&edition);
    if document.kind == Kind::Emergency {
        let facts = edition.emergency.clone().unwrap_or_default();
        faults.extend(facts.faults(&edition.texts, now));
        // Under one address and in one chain of messages a drill must not turn into the real thing, or the other way round.
        let last = store::last_public(tx, &edition.document).await?.and_then(|last| last.emergency);
        if last.is_some_and(|last| last.status != facts.status) {
            faults.push(("status", "publish-emergency-status"));
        }
        // It would count as the office's word about what really happens, in a room and on the mirror.
        if !facts.status.is_actual() && !document.subjects.is_empty() {
            faults.push(("status", "publish-emergency-drill-answers"));
        }
    }
    let files = store::files_of(tx, &edition.document).await?;
    let mut named = Vec::new();
    for (text, field) in [(&edition.texts.zh, "body_zh"), (&edition.texts.en, "body_en")] {
        for name in markdown::files(&text.body) {
            match files.iter().find(|file| file.name == name) {
                None => faults.push((field, "publish-file-gone")),
                Some(file) if !file.faults.is_empty() => faults.push((field, "publish-file-faulty")),
                Some(_) => named.push(name),
            }
        }
    }
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    store::replace_edition_files(tx, id, &named).await?;
    let digest = edition.digest_of(&document);
    if !store::update_submitted(tx, &edition, &digest, by, now).await? {
        return Err(Error::conflict("publish-changed-since"));
    }
    Ok(Ok(digest))
}

/// Takes a submitted or approved edition back to being written. An approval that was given no longer fits what will be written.
///
/// - errors: `Conflict` if it appeared in the meantime
pub async fn reopen(tx: &mut Tx, id: &EditionId, by: &StaffId, now: Time) -> Result<()> {
    if store::update_reopened(tx, id, by, now).await? { Ok(()) } else { Err(Error::conflict("publish-not-a-draft")) }
}

/// Drops a draft that never appeared.
///
/// - errors: `Conflict` if it is approved or appeared: what a second person has approved is taken back first
pub async fn discard(tx: &mut Tx, id: &EditionId) -> Result<()> {
    if store::delete_draft(tx, id).await? { Ok(()) } else { Err(Error::conflict("publish-not-a-draft")) }
}

/// Begins the next edition of something published or withdrawn, with the text in force to start from.
///
/// - errors: `Conflict` if nothing was published yet or a next edition is already open
pub async fn begin_next(
    tx: &mut Tx,
    document: &DocumentId,
    kind: ChangeKind,
    by: &StaffId,
    now: Time,
) -> Result<EditionId> {
    let last = store::last_public(tx, document).await?.ok_or(Error::conflict("publish-nothing-published"))?;
    if kind == ChangeKind::First || store::open_edition(tx, document).await?.is_some() {
        return Err(Error::conflict("publish-already-open"));
    }
    let next = Edition {
        emergency: last.emergency,
        ..blank(document.clone(), last.index + 1, kind, last.texts, Some(last.id), by, now)
    };
    store::insert_edition(tx, &next, by).await?;
    Ok(next.id)
}

/// A new edition as it is before anyone wrote on.
pub(crate) fn blank(
    document: DocumentId,
    index: u32,
    kind: ChangeKind,
    texts: Texts,
    base: Option<EditionId>,
    by: &StaffId,
    now: Time,
) -> Edition {
    Edition {
        id: EditionId::new(model::random_hex(8)),
        document,
        index,
        state: State::Draft,
        texts,
        emergency: None,
        change: Change { kind, zh: String::new(), en: String::new() },
        revision: 1,
        base,
        saved: now,
        saved_by: by.clone(),
        submitted: None,
        digest: None,
        approved: None,
        due: None,
        published: None,
        superseded: None,
        withdrawn: None,
        leaf: None,
        form: FORM,
    }
}

pub(crate) fn within_limits(texts: &Texts) -> Result<()> {
    let is_long = |text: &Text| {
        text.title.chars().count() > TITLE_CHARACTERS_MAX
            || text.summary.chars().count() > SUMMARY_CHARACTERS_MAX
            || text.body.chars().count() > BODY_CHARACTERS_MAX
    };
    if is_long(&texts.zh) || is_long(&texts.en) { Err(Error::invalid("publish-too-long")) } else { Ok(()) }
}
