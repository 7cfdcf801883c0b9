//! Signing in: lockout, then the password, then a new session.

use crate::{AddressBlock, Lockout, Passwords, Session, Token, session, staff, store};
use ::store::Db;
use model::{Result, Time};
use std::time::Duration;

/// What came of a try to sign in.
pub enum SignIn {
    Welcome(Token, Session),
    /// Name or password is wrong. Which of the two is not known here, so that no page can tell.
    Wrong,
    /// Too many failures: try again after this long.
    Wait(Duration),
}

/// Tries to sign in.
///
/// - `previous`: the token that the browser already had, which ends
/// - errors: `Busy` while too many others are signing in
/// - cost: one password hash, also for a name that does not exist
pub async fn sign_in(
    db: &Db,
    passwords: &Passwords,
    lockout: &Lockout,
    credentials: (&str, String),
    block: AddressBlock,
    previous: Option<&Token>,
    now: Time,
) -> Result<SignIn> {
    let (sign_in_name, password) = credentials;
    let sign_in_name = staff::fold_sign_in_name(sign_in_name);
    let attempt = match lockout.attempt(&sign_in_name, block, now) {
        Ok(attempt) => attempt,
        Err(wait) => return Ok(SignIn::Wait(wait)),
    };
    let known = store::staff_to_sign_in(db, &sign_in_name).await?;
    let (found, hash) = known.unzip();
    let is_right = passwords.verify(password, hash).await?;
    let Some(person) = found.filter(|_| is_right) else {
        tracing::warn!("a sign-in was refused");
        return Ok(SignIn::Wrong);
    };
    let mut tx = db.write().await?;
    let (token, session) = session::start(&mut tx, &person, previous, Some(block), now).await?;
    tx.commit().await?;
    lockout.succeeded(attempt);
    tracing::info!(staff.id = %person.id, "signed in");
    Ok(SignIn::Welcome(token, session))
}
