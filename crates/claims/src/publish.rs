//! The second person's step: an approved edition becomes public, or a public claim is withdrawn; both enter the log.

use crate::claim::{edition_columns, edition_of};
use crate::draft::load_draft;
use crate::rules::{canonical, digest, faults};
use crate::{ClaimState, Edition};
use ledger::{About, BoxFuture, Contents, LeafKind, NewLeaf, Public};
use model::{ClaimId, Error, Result, StaffId, Time};
use org::Recent;
use org::approval::{Approval, approve};
use serde::Serialize;
use store::{Db, Tx, args};

/// What the log and the approvals call an edition and the withdrawal of a claim.
pub(crate) const EDITION: &str = "claim-edition";
pub(crate) const WITHDRAWAL: &str = "claim-withdrawal";

/// What someone is asked to approve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What the approval is for, such as `claim-edition/3f2a`.
    pub subject: String,
    /// Of the exact text: an approval holds for no other.
    pub digest: String,
}

/// The request for an edition as it stands now.
pub fn request(edition: &Edition) -> Request {
    Request { subject: format!("{EDITION}/{}", edition.id), digest: digest(&canonical(edition)) }
}

/// Approves the draft of a claim.
///
/// - `seen`: the digest of what the approver had before them
/// - errors: `Forbidden` if they wrote a word of it or may not approve; `Conflict` if it changed since they looked, or is
///   not finished
pub async fn approve_draft(tx: &mut Tx, claim: &ClaimId, seen: &str, by: Recent<'_>, now: Time) -> Result<Approval> {
    let draft = load_draft(tx, claim).await?;
    let request = request(&draft);
    if request.digest != seen || draft.ready.is_none() || !faults(&draft).is_empty() {
        return Err(Error::conflict("claims-changed-since"));
    }
    let wrote = tx
        .rows("select staff_id from claim_writer where edition_id = $1 order by staff_id", args![draft.id.as_str()])
        .await?;
    // The approval itself refuses the last writer; whoever wrote before is as little a second pair of eyes.
    if wrote.iter().any(|row| row.text(0) == by.id().as_str()) {
        return Err(Error::forbidden());
    }
    approve(tx, &request.subject, &request.digest, &draft.written_by, by, now).await
}

/// Publishes the approved draft: the edition before it is superseded, and the log gets its entry.
///
/// - needs: the approval of exactly this text
/// - errors: `Forbidden` for an approval of something else; `Conflict` if nothing is being written
/// - atomic: all of it commits with the caller's transaction or not at all
pub async fn publish(tx: &mut Tx, claim: &ClaimId, approval: &Approval, now: Time) -> Result<Edition> {
    let mut draft = load_draft(tx, claim).await?;
    let content = canonical(&draft);
    let Request { subject, digest } = request(&draft);
    approval.spend(tx, &subject, &digest, now).await?;
    let state = state(tx, claim).await?;
    if state == ClaimState::Withdrawn {
        return Err(Error::conflict("claims-withdrawn-already"));
    }
    let before = tx
        .maybe(
            "update claim_edition set state = 'superseded', superseded_ms = $2
             where claim_id = $1 and state = 'published' returning edition_id",
            args![claim.as_str(), now],
        )
        .await?
        .map(|row| row.text(0));
    let leaf = NewLeaf {
        kind: if before.is_some() { LeafKind::Correction } else { LeafKind::Claim },
        subject,
        content: &content,
        public: Public {
            of: Some(format!("claim/{claim}")),
            version: Some(draft.index),
            unit: draft.department.clone(),
            replaces: before.map(|edition| format!("{EDITION}/{edition}")),
            ..Public::default()
        },
    };
    let leaf = ledger::append(tx, leaf, now).await?.to_string();
    tx.run(
        "update claim_edition set state = 'published', published_ms = $2, approved_by = $3, digest = $4, leaf = $5
         where edition_id = $1 and state = 'draft'",
        args![draft.id.as_str(), now, approval.by().as_str(), &digest, &leaf],
    )
    .await?;
    tx.run(
        "update claim set state = 'published', published_ms = coalesce(published_ms, $2), department_id = $3
         where claim_id = $1",
        args![claim.as_str(), now, draft.department.as_deref()],
    )
    .await?;
    draft.state = crate::EditionState::Published;
    draft.published = Some(now);
    draft.approved_by = Some(approval.by().clone());
    draft.leaf = Some(leaf);
    Ok(draft)
}

/// Proposes to withdraw what is published. It stays public until a second person agrees.
pub async fn propose_withdrawal(
    tx: &mut Tx,
    claim: &ClaimId,
    reason_zh: &str,
    reason_en: &str,
    by: &StaffId,
    now: Time,
) -> Result<()> {
    if reason_zh.is_empty() && reason_en.is_empty() {
        return Err(Error::invalid("claims-withdraw-reason"));
    }
    let changed = tx
        .run(
            "update claim set leaving_by = $2, leaving_zh = $3, leaving_en = $4, leaving_ms = $5
             where claim_id = $1 and state = 'published'",
            args![claim.as_str(), by.as_str(), reason_zh, reason_en, now],
        )
        .await?;
    if changed == 0 { Err(Error::conflict("claims-none-stands")) } else { Ok(()) }
}

#[derive(Serialize)]
struct Withdrawal<'a> {
    kind: &'static str,
    claim: &'a str,
    reason_zh: &'a str,
    reason_en: &'a str,
}

/// Withdraws a claim as proposed, by a second person. Its address stays and says why.
///
/// - errors: `Forbidden` if the same person proposed it; `Conflict` if nobody did, or what stands changed since
pub async fn withdraw(tx: &mut Tx, claim: &ClaimId, second: Recent<'_>, now: Time) -> Result<()> {
    let row = tx
        .maybe(
            "select leaving_by, leaving_zh, leaving_en from claim
             where claim_id = $1 and state = 'published' and leaving_by is not null",
            args![claim.as_str()],
        )
        .await?
        .ok_or_else(|| Error::conflict("claims-nobody-proposed"))?;
    let (by, reason_zh, reason_en) = (StaffId::new(row.text(0)), row.text(1), row.text(2));
    let form =
        Withdrawal { kind: "claim-withdrawal", claim: claim.as_str(), reason_zh: &reason_zh, reason_en: &reason_en };
    let content = serde_json::to_vec(&form)?;
    let (subject, digest) = (format!("{WITHDRAWAL}/{claim}"), digest(&content));
    approve(tx, &subject, &digest, &by, second, now).await?.spend(tx, &subject, &digest, now).await?;
    let standing = tx
        .one("select edition_id from claim_edition where claim_id = $1 and state = 'published'", args![claim.as_str()])
        .await?;
    let leaf = NewLeaf {
        kind: LeafKind::Withdrawal,
        subject,
        content: &content,
        public: Public {
            of: Some(format!("claim/{claim}")),
            unit: department(tx, claim).await?,
            replaces: Some(format!("{EDITION}/{}", standing.text(0))),
            ..Public::default()
        },
    };
    let leaf = ledger::append(tx, leaf, now).await?.to_string();
    tx.run(
        "update claim set state = 'withdrawn', withdrawn_ms = $2, withdrawn_zh = $3, withdrawn_en = $4,
                withdrawn_leaf = $5, leaving_by = null, leaving_ms = null
         where claim_id = $1",
        args![claim.as_str(), now, &reason_zh, &reason_en, &leaf],
    )
    .await?;
    tx.run(
        "update claim_edition set state = 'withdrawn' where claim_id = $1 and state = 'published'",
        args![claim.as_str()],
    )
    .await?;
    Ok(())
}

async fn state(tx: &mut Tx, claim: &ClaimId) -> Result<ClaimState> {
    let row = tx.one("select state from claim where claim_id = $1", args![claim.as_str()]).await?;
    ClaimState::from_code(&row.text(0))
}

/// The department's code, as the log names the unit that published.
pub(crate) async fn department(tx: &mut Tx, claim: &ClaimId) -> Result<Option<String>> {
    let row = tx.one("select department_id from claim where claim_id = $1", args![claim.as_str()]).await?;
    Ok(row.text_or_null(0))
}

/// How the log gets back what was digested for an edition.
pub const EDITIONS: Contents = Contents {
    prefix: EDITION,
    content: edition_content,
    is_shown: |db, about| Box::pin(is_shown(db, about)),
    changed: |db| Box::pin(crate::audit::changed(db)),
};
/// How it gets back what was digested for a withdrawal.
pub const WITHDRAWALS: Contents = Contents { prefix: WITHDRAWAL, content: withdrawal_content, ..Contents::PLAIN };

fn edition_content<'a>(db: &'a Db, about: &'a About) -> BoxFuture<'a, Result<Option<Vec<u8>>>> {
    Box::pin(async move {
        let Some((_, id)) = about.subject.split_once('/') else { return Ok(None) };
        let row = db
            .maybe(
                concat!(
                    "select ",
                    edition_columns!(),
                    " from claim_edition where edition_id = $1 and state <> 'draft'"
                ),
                args![id],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let mut edition = edition_of(&row)?;
        edition.evidence = crate::read::evidence(db, id).await?;
        Ok(Some(canonical(&edition)))
    })
}

async fn is_shown(db: &Db, about: &About) -> Result<bool> {
    let id = about.subject.split_once('/').map_or("", |(_, id)| id);
    let row = db
        .maybe(
            "select c.state from claim c join claim_edition e on e.claim_id = c.claim_id where e.edition_id = $1",
            args![id],
        )
        .await?;
    Ok(row.is_some_and(|row| row.text(0) != "withdrawn"))
}

fn withdrawal_content<'a>(db: &'a Db, about: &'a About) -> BoxFuture<'a, Result<Option<Vec<u8>>>> {
    Box::pin(async move {
        let Some((_, id)) = about.subject.split_once('/') else { return Ok(None) };
        let row = db
            .maybe(
                "select withdrawn_zh, withdrawn_en from claim where claim_id = $1 and withdrawn_ms is not null",
                args![id],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let (reason_zh, reason_en) = (row.text(0), row.text(1));
        let form = Withdrawal { kind: "claim-withdrawal", claim: id, reason_zh: &reason_zh, reason_en: &reason_en };
        Ok(Some(serde_json::to_vec(&form)?))
    })
}
