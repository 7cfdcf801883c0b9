//! Approvals (审签): a second signed-in person lets one text pass, once.
//!
//! An [`Approval`] has private fields and two ways into the world: [`approve`], which a role and another author allow, and
//! [`find`], which loads one that is on record and unused. So whatever asks for an `Approval` cannot be called without one.

use crate::{Permission, Recent, audit, store};
use ::store::Tx;
use model::{Error, Result, StaffId, Time};

/// What lets one text pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    pub(crate) id: String,
    pub(crate) subject: String,
    pub(crate) digest: String,
    pub(crate) author: StaffId,
    pub(crate) by: StaffId,
    pub(crate) at: Time,
}

impl Approval {
    /// What was approved, such as `edition/3f2a`.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The digest of the very text that was approved.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    pub fn author(&self) -> &StaffId {
        &self.author
    }

    pub fn by(&self) -> &StaffId {
        &self.by
    }

    pub fn at(&self) -> Time {
        self.at
    }

    /// Uses the approval up, in the transaction of what it approved. Call it with what is really about to pass.
    ///
    /// - errors: `Forbidden` if it was given for something else; `Conflict` if it was used before
    pub async fn spend(&self, tx: &mut Tx, subject: &str, digest: &str, now: Time) -> Result<()> {
        if self.subject != subject || self.digest != digest {
            return Err(Error::forbidden());
        }
        if store::use_approval(tx, &self.id, now).await? { Ok(()) } else { Err(Error::conflict("approval-used")) }
    }
}

/// Approves a text that someone else wrote. A second click finds the first one's approval.
///
/// - `digest`: of the very text that the approver has seen; another text has another digest and needs its own approval
/// - errors: `Forbidden` if the approver wrote it or their role may not approve
pub async fn approve(
    tx: &mut Tx,
    subject: &str,
    digest: &str,
    author: &StaffId,
    by: Recent<'_>,
    now: Time,
) -> Result<Approval> {
    let approver = by.staff();
    if approver.id == *author || approver.ended.is_some() || !approver.role.may(Permission::Approve) {
        return Err(Error::forbidden());
    }
    if subject.is_empty() || digest.is_empty() {
        return Err(Error::broken("an approval needs a subject and a digest"));
    }
    if let Some(known) = find(tx, subject, digest).await? {
        return Ok(known);
    }
    let approval = Approval {
        id: model::random_hex(8),
        subject: subject.to_owned(),
        digest: digest.to_owned(),
        author: author.clone(),
        by: approver.id.clone(),
        at: now,
    };
    store::insert_approval(tx, &approval, by.session().digest_start()).await?;
    audit::note(tx, &approver.id, "approved", subject, digest, now).await?;
    Ok(approval)
}

/// The unused approval of exactly this text, if there is one.
pub async fn find(tx: &mut Tx, subject: &str, digest: &str) -> Result<Option<Approval>> {
    store::unused_approval(tx, subject, digest).await
}
