//! Asking again: whoever does what matters most proves within the last five minutes that it is still they who sit there.

use crate::{AddressBlock, Lockout, Passwords, Seal, Session, factor, session, store};
use ::store::Db;
use model::{Result, StaffId, Time};
use std::time::Duration;

/// By what someone can prove who they are, so that nobody is asked for what they do not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proofs {
    pub has_password: bool,
    pub has_app: bool,
    pub has_key: bool,
}

pub async fn proofs(db: &Db, staff: &StaffId) -> Result<Proofs> {
    store::account::proofs(db, staff).await
}

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    Yes,
    No,
    /// Too many failures: try again after this long.
    Wait(Duration),
}

/// The doors that all proofs of who one is pass through.
pub struct Doors<'a> {
    pub db: &'a Db,
    pub passwords: &'a Passwords,
    pub lockout: &'a Lockout,
    pub seal: &'a Seal,
}

/// Takes the owner's password, or a code of their app, for the next five minutes.
pub async fn confirm(
    doors: &Doors<'_>,
    session: &Session,
    typed: String,
    block: AddressBlock,
    now: Time,
) -> Result<Confirmed> {
    let staff = &session.staff;
    let attempt = match doors.lockout.attempt(&staff.sign_in_name, block, now) {
        Ok(attempt) => attempt,
        Err(wait) => return Ok(Confirmed::Wait(wait)),
    };
    let is_right = if factor::is_app_code(&typed) && factor::is_on(doors.db, &staff.id).await? {
        let mut tx = doors.db.write().await?;
        let is_right = factor::check(&mut tx, doors.seal, &staff.id, &typed, now).await?;
        tx.commit().await?;
        is_right
    } else {
        let hash = store::staff_to_sign_in(doors.db, &staff.sign_in_name).await?.map(|(_, hash)| hash);
        doors.passwords.verify(typed, hash).await?
    };
    if !is_right {
        return Ok(Confirmed::No);
    }
    let mut tx = doors.db.write().await?;
    session::confirm(&mut tx, session, now).await?;
    tx.commit().await?;
    doors.lockout.succeeded(attempt);
    Ok(Confirmed::Yes)
}
