//! Documents: one matter, one address.

use crate::edition::{self, ChangeKind, EditionId, State};
use crate::{Kind, Texts, slug, store};
use ::store::Tx;
use model::{Error, Result, StaffId, Time};

/// The id of a document. It is nowhere public; readers know its address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DocumentId(String);

impl DocumentId {
    pub fn new(id: impl Into<String>) -> Self {
        DocumentId(id.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One matter that the body speaks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub id: DocumentId,
    pub slug: String,
    pub kind: Kind,
    /// What it answers: `story/ID`, `incident/ID`, `claim/ID`.
    pub subjects: Vec<String>,
    pub created: Time,
}

impl Document {
    /// What it answers in public.
    pub fn answers(&self) -> Vec<&str> {
        public_answers(&self.subjects)
    }
}

/// In order, and without the office's own incidents, which are no stranger's to know of.
pub(crate) fn public_answers(subjects: &[String]) -> Vec<&str> {
    let is_public = |subject: &&str| subject.starts_with("story/") || subject.starts_with("claim/");
    let mut answers: Vec<&str> = subjects.iter().map(String::as_str).filter(is_public).collect();
    answers.sort_unstable();
    answers
}

/// A document to be begun.
#[derive(Clone, Debug)]
pub struct NewDraft {
    pub kind: Kind,
    /// What it answers: `story/ID`, `incident/ID`, `claim/ID`.
    pub subjects: Vec<String>,
    pub texts: Texts,
    pub author: StaffId,
}

/// Most subjects a document may answer at once.
const SUBJECTS_MAX: usize = 20;

/// Begins a document with its first edition, as a draft that nobody outside the desk can see.
///
/// - errors: `Invalid` if a text is longer than it may be
pub async fn draft(tx: &mut Tx, new: NewDraft, now: Time) -> Result<DocumentId> {
    let texts = new.texts.tidied();
    edition::within_limits(&texts)?;
    let id = DocumentId::new(model::random_hex(8));
    let wanted = slug::slugged(&texts.en.title).unwrap_or_else(|| new.kind.code().to_owned());
    let slug = free_slug(tx, &wanted).await?;
    let document = Document {
        id: id.clone(),
        slug,
        kind: new.kind,
        subjects: new.subjects.into_iter().filter(|subject| is_subject(subject)).take(SUBJECTS_MAX).collect(),
        created: now,
    };
    store::insert_document(tx, &document, &new.author).await?;
    let edition = edition::blank(document.id.clone(), 1, ChangeKind::First, texts, None, &new.author, now);
    store::insert_edition(tx, &edition, &new.author).await?;
    tracing::info!(document.id = id.as_str(), kind = new.kind.code(), "began a draft");
    Ok(id)
}

/// Changes what a document is and what it answers, while nothing of it was published.
///
/// - errors: `Invalid` for an address that will not do; `Conflict` if it is taken, or something was published under the old one
pub(crate) async fn describe(tx: &mut Tx, document: &DocumentId, kind: Kind, slug: &str) -> Result<()> {
    let known = store::document(tx, document).await?;
    if known.kind == kind && known.slug == slug {
        return Ok(());
    }
    if store::was_published(tx, document).await? {
        return Err(Error::conflict("publish-address-fixed"));
    }
    if !slug::is_slug(slug) {
        return Err(Error::invalid("publish-slug-form"));
    }
    if known.slug != slug && store::is_slug_taken(tx, slug).await? {
        return Err(Error::conflict("publish-slug-taken"));
    }
    store::update_document(tx, document, kind, slug).await
}

/// Says of a document whose next text is being written what it answers beside the rest.
///
/// - `subjects`: once something was published, the office's own incidents alone: what it answers in public stands in what was logged
/// - errors: `Conflict` if its text waits for a second person or is out, since what it answers was read with it
pub async fn answer(tx: &mut Tx, edition: &EditionId, subjects: &[String]) -> Result<()> {
    let edition = store::edition(tx, edition).await?;
    if edition.state != State::Draft || edition.submitted.is_some() {
        return Err(Error::conflict("publish-not-a-draft"));
    }
    let document = store::document(tx, &edition.document).await?;
    let was_published = store::was_published(tx, &document.id).await?;
    let is_new = |subject: &&String| {
        let may = !was_published || public_answers(std::slice::from_ref(*subject)).is_empty();
        may && is_subject(subject) && !document.subjects.contains(subject)
    };
    let room = SUBJECTS_MAX.saturating_sub(document.subjects.len());
    for subject in subjects.iter().filter(is_new).take(room) {
        store::insert_subject(tx, &document.id, subject).await?;
    }
    Ok(())
}

async fn free_slug(tx: &mut Tx, wanted: &str) -> Result<String> {
    let mut slug = wanted.to_owned();
    while store::is_slug_taken(tx, &slug).await? {
        slug = format!("{wanted}-{}", model::random_hex(2));
    }
    Ok(slug)
}

/// A word and an id, as `story/2.1`.
fn is_subject(subject: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    subject.len() <= 120 && subject.split_once('/').is_some_and(|(what, id)| plain(what) && plain(id))
}
