//! From a submitted draft to the page, and back to a tombstone: the verbs that need a second person.

use crate::edition::{Edition, EditionId, State, Withdrawn};
use crate::{ChangeKind, DocumentId, channels, store};
use ::store::{Db, Tx, job};
use ledger::{LeafId, LeafKind, NewLeaf, Public};
use model::{Error, Result, StaffId, Time};
use org::{Approval, Permission, Recent};
use serde::Serialize;

/// What was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub edition: EditionId,
    pub document: DocumentId,
    pub leaf: LeafId,
}

/// Approves a submitted text that someone else wrote.
///
/// - `digest`: of the text that the approver has seen
/// - errors: `Forbidden` if the approver wrote any of it or may not approve; `Conflict` if the text changed since they saw it
pub async fn approve(tx: &mut Tx, id: &EditionId, digest: &str, by: Recent<'_>, now: Time) -> Result<Approval> {
    let edition = store::edition(tx, id).await?;
    let document = store::document(tx, &edition.document).await?;
    let is_seen = edition.digest.as_deref() == Some(digest) && edition.digest_of(&document) == digest;
    if !edition.waits_for_approval() || !is_seen {
        return Err(Error::conflict("publish-changed-since"));
    }
    let writers = store::writers(tx, id).await?;
    // Whoever wrote one line is its author; the others' names do not matter for the question.
    let author = writers.iter().find(|writer| *writer == by.id()).or(writers.first());
    let author = author.ok_or_else(|| Error::broken("an edition without a writer"))?;
    let approval = org::approval::approve(tx, &id.subject(), digest, author, by, now).await?;
    if !store::update_approved(tx, id, digest, approval.by(), approval.at()).await? {
        return Err(Error::conflict("publish-changed-since"));
    }
    Ok(approval)
}

/// Sets when an approved edition appears by itself, or takes that back.
///
/// - `due`: nothing for "when someone says so"
/// - `by`: who says so, and by that publishes it
/// - errors: `Invalid` for a moment that is over; `Conflict` if it is not approved
pub async fn schedule(tx: &mut Tx, id: &EditionId, due: Option<Time>, by: Recent<'_>, now: Time) -> Result<()> {
    if due.is_some_and(|due| due <= now) {
        return Err(Error::invalid("publish-due-past"));
    }
    if !store::update_due(tx, id, due, by.id()).await? {
        return Err(Error::conflict("publish-not-approved"));
    }
    if let Some(due) = due {
        job::enqueue(tx, DUE, id.as_str(), due).await?;
    }
    Ok(())
}

/// The kind of the job that publishes what is due; its key is the edition's id.
pub const DUE: &str = "publish.due";

/// Publishes an edition whose moment has come. One that was taken back or put off in the meantime is left alone.
///
/// - returns: with whoever set the moment, since it is they who publish; nothing where there was nothing to do
/// - errors: `Conflict` if what it was written against is no longer in force
pub async fn publish_due(tx: &mut Tx, id: &EditionId, now: Time) -> Result<Option<(Published, StaffId)>> {
    let edition = match store::edition(tx, id).await {
        Ok(edition) => edition,
        // Drafts are discarded, and their moment with them.
        Err(error) if error.kind == model::Kind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some((_, by)) = edition.due.filter(|(due, _)| edition.state == State::Approved && *due <= now) else {
        return Ok(None);
    };
    let published = publish_approved(tx, id, now).await?;
    org::audit::note(tx, &by, "published", &id.subject(), "", now).await?;
    Ok(Some((published, by)))
}

/// Publishes an approved edition: supersedes the previous one and writes the log leaf.
///
/// - needs: `approval` for this very text
/// - errors: `Forbidden` if the approval is for something else; `Conflict` if it is not approved (any more), or what it was
///   written against is no longer in force
/// - atomic: all rows, the deliveries and the log leaf commit together or not at all
pub async fn publish(tx: &mut Tx, id: &EditionId, approval: &Approval, now: Time) -> Result<Published> {
    let edition = store::edition(tx, id).await?;
    if edition.state != State::Approved {
        return Err(Error::conflict("publish-not-approved"));
    }
    let document = store::document(tx, &edition.document).await?;
    // The digest is made anew from what is stored now: what is published is what was read and approved, to the letter.
    let content = edition.canonical(&document);
    let digest = edition.digest_of(&document);
    if edition.digest.as_deref() != Some(digest.as_str()) {
        return Err(Error::conflict("publish-changed-since"));
    }
    let last = store::last_public(tx, &edition.document).await?;
    if last.as_ref().map(|last| &last.id) != edition.base.as_ref() {
        return Err(Error::conflict("publish-overtaken"));
    }
    // A message that is over before it is out would only teach people not to listen.
    if edition.emergency.as_ref().is_some_and(|emergency| emergency.expires() <= now) {
        return Err(Error::conflict("publish-emergency-expired"));
    }
    approval.spend(tx, &id.subject(), &digest, now).await?;
    let leaf = NewLeaf {
        kind: match edition.change.kind {
            ChangeKind::First => LeafKind::Publication,
            ChangeKind::Update => LeafKind::Edition,
            ChangeKind::Correction => LeafKind::Correction,
        },
        subject: id.subject(),
        content: &content,
        public: Public {
            of: Some(format!("document/{}", edition.document.as_str())),
            version: Some(edition.index),
            replaces: edition.base.as_ref().map(EditionId::subject),
            ..Public::default()
        },
    };
    let leaf = ledger::append(tx, leaf, now).await?;
    store::update_superseded(tx, &edition.document, now).await?;
    if !store::update_published(tx, id, &digest, leaf.as_str(), now).await? {
        return Err(Error::conflict("publish-not-approved"));
    }
    channels::announce(tx, id, channels::What::Publication, now).await?;
    tracing::info!(edition.id = id.as_str(), document = document.slug, leaf = leaf.as_str(), "published an edition");
    Ok(Published { edition: id.clone(), document: edition.document, leaf })
}

/// Publishes an approved edition because someone says so, and notes who said it.
///
/// - errors: as [`publish_approved`]
pub async fn publish_by(tx: &mut Tx, id: &EditionId, by: Recent<'_>, now: Time) -> Result<Published> {
    let published = publish_approved(tx, id, now).await?;
    org::audit::note(tx, by.id(), "published", &id.subject(), "", now).await?;
    Ok(published)
}

/// Publishes an edition with the approval that is on record for its text, at the moment it is due.
///
/// - errors: as [`publish`]; `Forbidden` if nobody has approved it
pub async fn publish_approved(tx: &mut Tx, id: &EditionId, now: Time) -> Result<Published> {
    let edition = store::edition(tx, id).await?;
    if edition.state != State::Approved {
        return Err(Error::conflict("publish-not-approved"));
    }
    let digest = edition.digest.unwrap_or_default();
    let approval = org::approval::find(tx, &id.subject(), &digest).await?.ok_or(Error::forbidden())?;
    publish(tx, id, &approval, now).await
}

/// Takes back what is in force. Its address stays and says why.
///
/// - `zh`, `en`: the reason for the public; one at least
/// - errors: `Forbidden` for who may not approve; `Invalid` without a reason; `Conflict` if it is not in force
pub async fn withdraw(tx: &mut Tx, id: &EditionId, zh: &str, en: &str, by: Recent<'_>, now: Time) -> Result<LeafId> {
    if !by.staff().role.may(Permission::Approve) || by.staff().ended.is_some() {
        return Err(Error::forbidden());
    }
    let (zh, en) = (zh.trim(), en.trim());
    if zh.is_empty() && en.is_empty() {
        return Err(Error::invalid("publish-withdraw-reason"));
    }
    let mut edition = store::edition(tx, id).await?;
    if edition.state != State::Published {
        return Err(Error::conflict("publish-not-in-force"));
    }
    let document = store::document(tx, &edition.document).await?;
    edition.withdrawn = Some(Withdrawn { at: now, zh: zh.to_owned(), en: en.to_owned(), leaf: None });
    let content = withdrawal(&edition, &document.slug);
    let leaf = NewLeaf {
        kind: LeafKind::Withdrawal,
        subject: id.subject(),
        content: &content,
        public: Public {
            of: Some(format!("document/{}", edition.document.as_str())),
            version: Some(edition.index),
            replaces: Some(id.subject()),
            ..Public::default()
        },
    };
    let leaf = ledger::append(tx, leaf, now).await?;
    let withdrawn = Withdrawn { at: now, zh: zh.to_owned(), en: en.to_owned(), leaf: Some(leaf.as_str().to_owned()) };
    if !store::update_withdrawn(tx, id, &withdrawn, by.id()).await? {
        return Err(Error::conflict("publish-not-in-force"));
    }
    channels::announce(tx, id, channels::What::Withdrawal, now).await?;
    org::audit::note(tx, by.id(), "withdrawn", &id.subject(), &document.slug, now).await?;
    tracing::info!(edition.id = id.as_str(), document = document.slug, leaf = leaf.as_str(), "withdrew an edition");
    Ok(leaf)
}

/// How the log gets back at what was digested: editions and withdrawals, made anew from the rows.
pub const CONTENTS: ledger::Contents = ledger::Contents {
    prefix: "edition",
    content: |db, about| Box::pin(content(db, about)),
    is_shown: |db, about| Box::pin(is_shown(db, about)),
    changed: |db| Box::pin(crate::audit::changed(db)),
};

async fn content(db: &Db, about: &ledger::About) -> Result<Option<Vec<u8>>> {
    let Some(id) = about.subject.strip_prefix("edition/") else { return Ok(None) };
    let listed = match store::find_edition(db, &EditionId::new(id)).await {
        Ok(listed) => listed,
        Err(error) if error.kind == model::Kind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let document = store::find_document(db, &listed.edition.document).await?;
    Ok(Some(match about.kind {
        LeafKind::Withdrawal => withdrawal(&listed.edition, &document.slug),
        _ => listed.edition.canonical(&document),
    }))
}

async fn is_shown(db: &Db, about: &ledger::About) -> Result<bool> {
    let id = EditionId::new(about.subject.strip_prefix("edition/").unwrap_or_default());
    Ok(about.kind == LeafKind::Withdrawal || !store::is_taken_back(db, &id).await?)
}

/// The form of a withdrawal that is logged.
fn withdrawal(edition: &Edition, slug: &str) -> Vec<u8> {
    #[derive(Serialize)]
    struct Withdrawal<'a> {
        form: &'static str,
        document: &'a str,
        edition: u32,
        digest: &'a str,
        zh: &'a str,
        en: &'a str,
    }
    let (zh, en) = edition.withdrawn.as_ref().map_or(("", ""), |reason| (&reason.zh, &reason.en));
    let digest = edition.digest.as_deref().unwrap_or_default();
    let form = Withdrawal { form: "candor withdrawal 1", document: slug, edition: edition.index, digest, zh, en };
    serde_json::to_vec(&form).expect("a reason can be written as JSON")
}
