//! Signing in: lockout, then the password, then the second step if there is one, then a new session.

use crate::confirm::{Doors, Proofs, proofs};
use crate::{AddressBlock, Session, Staff, Token, factor, session, staff, store};
use ::store::Db;
use model::{Result, Time};
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// Whoever has given the password has this long for the second step.
const HALF_WAY: Duration = Duration::from_secs(5 * 60);

/// What came of a try to sign in.
pub enum SignIn {
    Welcome(Token, Box<Session>),
    /// The password is right; now a code is asked for. The token names this try in the next form.
    Half(HalfToken),
    /// Name or password is wrong. Which of the two is not known here, so that no page can tell.
    Wrong,
    /// Too many failures: try again after this long.
    Wait(Duration),
}

/// What came of the second step.
pub enum SecondStep {
    Welcome(Token, Box<Session>),
    Wrong,
    /// The password was given too long ago; begin again.
    Late,
    Wait(Duration),
}

/// 256 random bits in hex, in the form of the second step alone.
#[derive(Clone)]
pub struct HalfToken(String);

impl HalfToken {
    pub fn from_form(value: &str) -> Self {
        HalfToken(value.to_owned())
    }

    pub fn for_form(&self) -> &str {
        &self.0
    }

    fn digest(&self) -> String {
        store::hex(&Sha256::digest(self.0.as_bytes()))
    }
}

/// Tries to sign in.
///
/// - `previous`: the token that the browser already had, which ends
/// - errors: `Busy` while too many others are signing in
/// - cost: one password hash, also for a name that does not exist
pub async fn sign_in(
    doors: &Doors<'_>,
    credentials: (&str, String),
    block: AddressBlock,
    previous: Option<&Token>,
    now: Time,
) -> Result<SignIn> {
    let (sign_in_name, password) = credentials;
    let sign_in_name = staff::fold_sign_in_name(sign_in_name);
    let attempt = match doors.lockout.attempt(&sign_in_name, block, now) {
        Ok(attempt) => attempt,
        Err(wait) => return Ok(SignIn::Wait(wait)),
    };
    let known = store::staff_to_sign_in(doors.db, &sign_in_name).await?;
    let (found, hash) = known.unzip();
    let is_right = doors.passwords.verify(password, hash).await?;
    let Some(person) = found.filter(|_| is_right) else {
        tracing::warn!("a sign-in was refused");
        return Ok(SignIn::Wrong);
    };
    if factor::is_on(doors.db, &person.id).await? {
        // The try still counts as failed: a stolen password alone must not clear the lockout that slows guesses at codes.
        let token = HalfToken(model::random_hex(32));
        let mut tx = doors.db.write().await?;
        store::account::insert_half_session(&mut tx, &token.digest(), &person.id, now).await?;
        tx.commit().await?;
        return Ok(SignIn::Half(token));
    }
    let (token, session) = enter(doors, &person, previous, block, now).await?;
    doors.lockout.succeeded(attempt);
    Ok(SignIn::Welcome(token, Box::new(session)))
}

/// The second step: a code of the app, or a recovery code.
pub async fn second_step(
    doors: &Doors<'_>,
    half: &HalfToken,
    typed: &str,
    block: AddressBlock,
    previous: Option<&Token>,
    now: Time,
) -> Result<SecondStep> {
    let Some(person) = half_way(doors.db, half, now).await? else { return Ok(SecondStep::Late) };
    let attempt = match doors.lockout.attempt(&person.sign_in_name, block, now) {
        Ok(attempt) => attempt,
        Err(wait) => return Ok(SecondStep::Wait(wait)),
    };
    let mut tx = doors.db.write().await?;
    let is_right = factor::check(&mut tx, doors.seal, &person.id, typed, now).await?;
    if !is_right {
        tracing::warn!("a second step was refused");
        return Ok(SecondStep::Wrong);
    }
    tx.commit().await?;
    let (token, session) = finish_half(doors, half, &person, previous, block, now).await?;
    doors.lockout.succeeded_in_two(attempt);
    Ok(SecondStep::Welcome(token, Box::new(session)))
}

/// By what the second step of this try can be taken.
///
/// - returns: nothing if the try is over
pub async fn step_proofs(db: &Db, half: &HalfToken, now: Time) -> Result<Option<Proofs>> {
    match half_way(db, half, now).await? {
        Some(person) => proofs(db, &person.id).await.map(Some),
        None => Ok(None),
    }
}

/// Whoever gave the right password in this try, while it is young enough.
pub(crate) async fn half_way(db: &Db, half: &HalfToken, now: Time) -> Result<Option<Staff>> {
    store::account::half_session(db, &half.digest(), now.minus(HALF_WAY)).await
}

/// Opens the session of someone whose second step was right; the try is used up.
pub(crate) async fn finish_half(
    doors: &Doors<'_>,
    half: &HalfToken,
    person: &Staff,
    previous: Option<&Token>,
    block: AddressBlock,
    now: Time,
) -> Result<(Token, Session)> {
    let mut tx = doors.db.write().await?;
    store::account::delete_half_session(&mut tx, &half.digest()).await?;
    tx.commit().await?;
    enter(doors, person, previous, block, now).await
}

/// Opens the session of someone who has proved to be who they are: by password and code, by a key, or through the house
/// that an administrator linked.
pub(crate) async fn enter(
    doors: &Doors<'_>,
    person: &Staff,
    previous: Option<&Token>,
    block: AddressBlock,
    now: Time,
) -> Result<(Token, Session)> {
    let mut tx = doors.db.write().await?;
    let (token, session) = session::start(&mut tx, person, previous, Some(block), now).await?;
    tx.commit().await?;
    tracing::info!(staff.id = %person.id, "signed in");
    Ok((token, session))
}
