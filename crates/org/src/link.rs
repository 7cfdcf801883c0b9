//! Accounts of another house, such as the city's own directory, that stand for members of staff here.
//!
//! An administrator links them by issuer and subject, the two that OpenID Connect promises never to hand to another
//! person; names and addresses may change hands, so they open nothing. A stranger's sign-in makes no account.

use crate::confirm::Doors;
use crate::{AddressBlock, Recent, Session, Staff, Token, audit, sign_in, store};
use ::store::{Db, Tx};
use model::{Error, Result, StaffId, Time};
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// How long someone may take at the other house.
const ERRAND: Duration = Duration::from_secs(10 * 60);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    pub issuer: String,
    pub subject: String,
    pub at: Time,
}

/// Someone on the way to the other house: what must come back with them.
#[derive(Clone)]
pub struct Errand {
    pub nonce: String,
    /// Of PKCE; it never leaves this program but to the other house's token endpoint.
    pub verifier: String,
    pub next: String,
}

/// Links an account of another house.
///
/// - errors: `Conflict` if it stands for someone already; `Invalid` for an empty issuer or subject
pub async fn add(tx: &mut Tx, by: Recent<'_>, staff: &StaffId, issuer: &str, subject: &str, now: Time) -> Result<()> {
    let (issuer, subject) = (issuer.trim(), subject.trim());
    if issuer.is_empty() || subject.is_empty() || issuer.len() > 512 || subject.len() > 255 {
        return Err(Error::invalid("link-empty"));
    }
    if !store::account::insert_link(tx, issuer, subject, staff, by.id(), now).await? {
        return Err(Error::conflict("link-taken"));
    }
    audit::note(tx, by.id(), "account_linked", &format!("staff/{staff}"), &format!("{issuer} {subject}"), now).await
}

pub async fn remove(
    tx: &mut Tx,
    by: Recent<'_>,
    staff: &StaffId,
    issuer: &str,
    subject: &str,
    now: Time,
) -> Result<()> {
    if !store::account::delete_link(tx, issuer, subject, staff).await? {
        return Err(Error::not_found());
    }
    audit::note(tx, by.id(), "account_unlinked", &format!("staff/{staff}"), &format!("{issuer} {subject}"), now).await
}

pub async fn list(db: &Db, staff: &StaffId) -> Result<Vec<Linked>> {
    store::account::links(db, staff).await
}

/// Sends someone on an errand.
///
/// - returns: the state that the other house hands back
pub async fn set_out(tx: &mut Tx, errand: &Errand, now: Time) -> Result<String> {
    let state = model::random_hex(32);
    store::account::insert_errand(tx, &digest(&state), errand, now, now.minus(ERRAND)).await?;
    Ok(state)
}

/// Takes back what belongs to a state. It can be had once.
pub async fn come_back(tx: &mut Tx, state: &str, now: Time) -> Result<Option<Errand>> {
    store::account::take_errand(tx, &digest(state), now.minus(ERRAND)).await
}

/// Signs in whoever a verified account of the other house stands for.
///
/// - returns: nothing if it stands for nobody who works here
pub async fn enter(
    doors: &Doors<'_>,
    issuer: &str,
    subject: &str,
    block: AddressBlock,
    previous: Option<&Token>,
    now: Time,
) -> Result<Option<(Token, Session)>> {
    let Some(person) = linked(doors.db, issuer, subject).await? else {
        tracing::warn!("an account that stands for nobody here was turned away");
        return Ok(None);
    };
    sign_in::enter(doors, &person, previous, block, now).await.map(Some)
}

async fn linked(db: &Db, issuer: &str, subject: &str) -> Result<Option<Staff>> {
    Ok(store::account::staff_of_link(db, issuer, subject).await?.filter(|person| person.ended.is_none()))
}

fn digest(state: &str) -> String {
    store::hex(&Sha256::digest(state.as_bytes()))
}
