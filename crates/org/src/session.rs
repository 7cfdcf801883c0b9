//! Sessions: kept on the server, found by a token of which only the digest is stored.

use crate::{AddressBlock, Staff, store};
use ::store::{Db, Tx};
use model::{Result, StaffId, Time};
use sha2::{Digest as _, Sha256};
use std::time::Duration;
use subtle::ConstantTimeEq as _;

/// The row says when someone was last seen to this accuracy, so that reading pages does not mean a write for each.
const SEEN_STEP: Duration = Duration::from_secs(60);

/// How long a proof of who one is holds for what matters most: approving, roles, keys.
pub const RECENT: Duration = Duration::from_secs(5 * 60);

/// How long a session lasts.
#[derive(Clone, Copy, Debug)]
pub struct SessionLimits {
    /// Without a request by the person.
    pub idle: Duration,
    /// From sign-in, whatever the person does.
    pub absolute: Duration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        SessionLimits { idle: Duration::from_secs(30 * 60), absolute: Duration::from_secs(12 * 60 * 60) }
    }
}

/// What the browser holds: 256 random bits in hex. It has neither `Debug` nor `Display`, so it reaches no log.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    fn new() -> Self {
        Token(model::random_hex(32))
    }

    /// - returns: nothing for what cannot be a token, so that no such text costs a look into the database
    pub fn from_cookie(value: &str) -> Option<Self> {
        let is_token = value.len() == 64 && value.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_token.then(|| Token(value.to_owned()))
    }

    /// The text that goes into the cookie, and nowhere else.
    pub fn for_cookie(&self) -> &str {
        &self.0
    }

    fn digest(&self) -> String {
        store::hex(&Sha256::digest(self.0.as_bytes()))
    }

    /// The form token of this session. One cannot get from it to the session's token, nor from the stored digest to it.
    fn csrf(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"candor form token\0");
        hash.update(self.0.as_bytes());
        store::hex(&hash.finalize())
    }
}

/// A signed-in person's session.
#[derive(Clone)]
pub struct Session {
    pub id: String,
    pub staff: Staff,
    pub started: Time,
    pub seen: Time,
    /// When its owner last proved to be who they are: at sign-in, or when asked again.
    pub confirmed: Time,
    csrf: String,
    digest: String,
}

impl Session {
    /// The token that every form of this session carries in the field `csrf`.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Compares in constant time.
    pub fn accepts_csrf(&self, token: &str) -> bool {
        self.csrf.as_bytes().ct_eq(token.as_bytes()).into()
    }

    /// Enough of the digest of the token to tell sessions apart in a record, and far too little to find a token by.
    pub fn digest_start(&self) -> &str {
        &self.digest[..16]
    }

    /// The proof that its owner showed within the last minutes who they are: what matters most is done only with it.
    ///
    /// - `now`: the wall's time, as everywhere with sessions
    pub fn recent(&self, now: Time) -> Option<Recent<'_>> {
        (now < self.confirmed.plus(RECENT)).then_some(Recent(self))
    }

    /// When it ends if nothing more is heard, for a page that wants to say so.
    pub fn ends(&self, limits: SessionLimits) -> Time {
        self.seen.plus(limits.idle).min(self.started.plus(limits.absolute))
    }
}

/// A signed-in person who proved within the last minutes that it is still they.
///
/// Whatever changes what the public reads, who may do what, or which key opens something asks for one of these and not for
/// a name, so no handler can forget to ask: there is no other way to get one than [`Session::recent`].
#[derive(Clone, Copy)]
pub struct Recent<'a>(&'a Session);

impl<'a> Recent<'a> {
    pub fn session(self) -> &'a Session {
        self.0
    }

    pub fn staff(self) -> &'a Staff {
        &self.0.staff
    }

    pub fn id(self) -> &'a StaffId {
        &self.0.staff.id
    }
}

/// One line in the list of someone's sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    pub id: String,
    pub started: Time,
    pub seen: Time,
    /// The block of addresses it was opened from; empty if that is not known.
    pub block: String,
}

/// Starts a session under a new token and ends the one that the browser had before.
///
/// - `previous`: the token that came with the sign-in form, whoever's it was
/// - `block`: where the browser is, for the owner's list of sessions
pub async fn start(
    tx: &mut Tx,
    staff: &Staff,
    previous: Option<&Token>,
    block: Option<AddressBlock>,
    now: Time,
) -> Result<(Token, Session)> {
    if let Some(previous) = previous {
        store::delete_session(tx, &previous.digest()).await?;
    }
    let token = Token::new();
    let session = Session {
        id: model::random_hex(8),
        staff: staff.clone(),
        started: now,
        seen: now,
        confirmed: now,
        csrf: token.csrf(),
        digest: token.digest(),
    };
    let block = block.map_or_else(String::new, |block| block.to_string());
    store::insert_session(tx, &session.digest, &session, &block).await?;
    Ok((token, session))
}

/// Finds the session of a token, with its owner as they are now.
///
/// - returns: nothing if there is none, it sat idle or lasted too long, or its owner's account ended
pub async fn resume(db: &Db, token: &Token, limits: SessionLimits, now: Time) -> Result<Option<Session>> {
    let digest = token.digest();
    let found = store::session(db, &digest).await?;
    Ok(found
        .map(|row| Session {
            id: row.id,
            staff: row.staff,
            started: row.started,
            seen: row.seen,
            confirmed: row.confirmed,
            csrf: token.csrf(),
            digest,
        })
        .filter(|session| now < session.ends(limits) && session.staff.ended.is_none()))
}

/// Notes that the person did something. Call it for what a person does, not for what a script on their page polls.
pub async fn touch(db: &Db, session: &Session, now: Time) -> Result<()> {
    if now < session.seen.plus(SEEN_STEP) {
        return Ok(());
    }
    let mut tx = db.write().await?;
    store::update_seen(&mut tx, &session.id, now).await?;
    tx.commit().await
}

/// Notes that its owner has just proved again to be who they are.
pub async fn confirm(tx: &mut Tx, session: &Session, now: Time) -> Result<()> {
    store::confirm_session(tx, &session.id, now).await
}

/// Signs out.
pub async fn sign_out(tx: &mut Tx, token: &Token) -> Result<()> {
    store::delete_session(tx, &token.digest()).await
}

/// The sessions someone has open, latest first.
pub async fn list(db: &Db, staff: &StaffId, limits: SessionLimits, now: Time) -> Result<Vec<OpenSession>> {
    store::sessions_of(db, staff, now.minus(limits.idle), now.minus(limits.absolute)).await
}

/// Ends one of someone's sessions by the id in their list.
pub async fn end(tx: &mut Tx, staff: &StaffId, session_id: &str) -> Result<()> {
    store::delete_session_by_id(tx, staff, session_id).await
}

/// Ends all of someone's sessions.
pub async fn end_all(tx: &mut Tx, staff: &StaffId) -> Result<()> {
    store::delete_sessions_of(tx, staff).await
}

/// Drops the rows of sessions that are over. Run it now and then; correctness does not wait for it.
///
/// - returns: how many there were
pub async fn expire(tx: &mut Tx, limits: SessionLimits, now: Time) -> Result<u64> {
    store::delete_old_sessions(tx, now.minus(limits.idle), now.minus(limits.absolute)).await
}
