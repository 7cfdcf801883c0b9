//! The second factor: an app that shows six digits, or a [`crate::passkey`], and recovery codes for the day both are lost.
//!
//! It begins as an offer and counts only once its first code came back, so that nobody locks themselves out with a square
//! they never scanned. A code is taken once: its step of thirty seconds is kept, and earlier ones are refused.

use crate::oidc::escaped;
use crate::{Recent, Seal, Staff, audit, code, store};
use ::store::{Db, Tx};
use model::{Error, Result, StaffId, Time};
use totp_rs::{Builder, Secret, Totp};

const SECRET_BYTES: usize = 20;
const RECOVERY_CODES: usize = 10;

/// How someone's second factor stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Since when codes of an app are asked for; nothing while none is set up.
    pub app_since: Option<Time>,
    /// Recovery codes that are left.
    pub recovery_left: u32,
}

/// What an app needs, shown to its owner once. It has neither `Debug` nor `Display`.
pub struct Offer {
    /// In groups of four, for typing.
    pub secret: String,
    /// What the square says.
    pub address: String,
}

pub async fn standing(db: &Db, staff: &StaffId) -> Result<Standing> {
    store::account::standing(db, staff).await
}

/// Whether a second step is asked of this person.
pub async fn is_on(db: &Db, staff: &StaffId) -> Result<bool> {
    Ok(standing(db, staff).await?.app_since.is_some() || store::passkey::has_any(db, staff).await?)
}

/// Offers a new secret. An earlier offer that was not taken up is replaced; what is already in use stays until it is ended.
///
/// - `office`: what the app lists the account under
/// - errors: `Conflict` if an app is in use
pub async fn offer(tx: &mut Tx, seal: &Seal, by: Recent<'_>, office: &str, now: Time) -> Result<Offer> {
    let staff = by.staff();
    let mut secret = [0u8; SECRET_BYTES];
    getrandom::fill(&mut secret)?;
    let sealed = seal.close(&purpose(&staff.id), &secret)?;
    if !store::account::offer_authenticator(tx, &staff.id, sealed, now).await? {
        return Err(Error::conflict("factor-in-use"));
    }
    Ok(written(&secret, staff, office))
}

/// The offer that waits for its first code, to be shown again after a wrong one.
pub async fn offered(tx: &mut Tx, seal: &Seal, staff: &Staff, office: &str) -> Result<Option<Offer>> {
    let Some(sealed) = store::account::authenticator(tx, &staff.id, false).await? else { return Ok(None) };
    Ok(Some(written(&seal.open(&purpose(&staff.id), &sealed)?, staff, office)))
}

fn written(secret: &[u8], staff: &Staff, office: &str) -> Offer {
    let base32 = Secret::from(secret.to_vec()).to_base32();
    let (office, name) = (escaped(office), escaped(&staff.sign_in_name));
    let address = format!("otpauth://totp/{office}:{name}?secret={base32}&issuer={office}");
    let letters: Vec<char> = base32.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Offer { secret: groups.join(" "), address }
}

/// Takes the offer up with the first code of the app.
///
/// - returns: the recovery codes, to be shown once; nothing if the code is wrong
pub async fn take_up(tx: &mut Tx, seal: &Seal, staff: &StaffId, typed: &str, now: Time) -> Result<Option<Vec<String>>> {
    if !check_code(tx, seal, staff, typed, now, false).await? {
        return Ok(None);
    }
    store::account::prove_authenticator(tx, staff, now).await?;
    let codes = renew_recovery(tx, staff).await?;
    audit::note(tx, staff, "factor_added", &format!("staff/{staff}"), "", now).await?;
    Ok(Some(codes))
}

/// Makes new recovery codes; the old ones open nothing any more.
pub async fn renew(tx: &mut Tx, by: Recent<'_>, now: Time) -> Result<Vec<String>> {
    let staff = by.id();
    let codes = renew_recovery(tx, staff).await?;
    audit::note(tx, staff, "recovery_renewed", &format!("staff/{staff}"), "", now).await?;
    Ok(codes)
}

/// Ends the second factor. Its owner gives up the app alone; an administrator helps someone who lost everything, and the
/// keys go with it.
pub async fn end(tx: &mut Tx, by: Recent<'_>, staff: &StaffId, now: Time) -> Result<()> {
    store::account::delete_authenticator(tx, staff).await?;
    if by.id() != staff {
        store::passkey::delete_all(tx, staff).await?;
    }
    forget_recovery_if_last(tx, staff).await?;
    audit::note(tx, by.id(), "factor_ended", &format!("staff/{staff}"), "", now).await
}

/// Takes a code of the app or a recovery code, and uses it up.
///
/// - returns: whether it was right and unused
pub async fn check(tx: &mut Tx, seal: &Seal, staff: &StaffId, typed: &str, now: Time) -> Result<bool> {
    if is_app_code(typed) {
        return check_code(tx, seal, staff, typed, now, true).await;
    }
    let used = store::account::use_recovery_code(tx, staff, &code::digest(typed), now).await?;
    if used {
        audit::note(tx, staff, "recovery_used", &format!("staff/{staff}"), "", now).await?;
    }
    Ok(used)
}

/// Six digits, with or without a space in the middle as apps show them.
pub(crate) fn is_app_code(typed: &str) -> bool {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    plain.len() == 6 && plain.bytes().all(|byte| byte.is_ascii_digit())
}

async fn check_code(tx: &mut Tx, seal: &Seal, staff: &StaffId, typed: &str, now: Time, proved: bool) -> Result<bool> {
    let Some(sealed) = store::account::authenticator(tx, staff, proved).await? else { return Ok(false) };
    let app = app(&seal.open(&purpose(staff), &sealed)?)?;
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(now.ms().div_euclid(1000)).unwrap_or(0);
    let Some(step) = app.check(&plain, seconds) else { return Ok(false) };
    // Of two who hold the same code at the same instant, one gets in.
    store::account::use_step(tx, staff, i64::try_from(step)?).await
}

/// Recovery codes stand in for an app or a key; without either there is nothing that they could recover.
pub(crate) async fn forget_recovery_if_last(tx: &mut Tx, staff: &StaffId) -> Result<()> {
    let has_app = store::account::authenticator(tx, staff, true).await?.is_some();
    if has_app || !store::passkey::ids(tx, staff).await?.is_empty() {
        return Ok(());
    }
    store::account::delete_recovery_codes(tx, staff).await
}

pub(crate) async fn renew_recovery(tx: &mut Tx, staff: &StaffId) -> Result<Vec<String>> {
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| code::short()).collect::<Result<_>>()?;
    let digests: Vec<String> = codes.iter().map(|known| code::digest(known)).collect();
    store::account::replace_recovery_codes(tx, staff, &digests).await?;
    Ok(codes)
}

/// SHA-1, six digits, thirty seconds: what every app can do.
fn app(secret: &[u8]) -> Result<Totp> {
    Builder::new()
        .with_secret(secret.to_vec())
        .build()
        .map_err(|error| Error::broken(format!("a stored secret: {error}")))
}

fn purpose(staff: &StaffId) -> String {
    format!("totp/{staff}")
}

/// What an app would show, for tests of other crates.
pub fn code_of(secret: &str, now: Time) -> Option<String> {
    let plain: String = secret.chars().filter(|c| !c.is_whitespace()).collect();
    let secret = Secret::try_from_base32(plain).ok()?;
    let app = app(secret.as_bytes()).ok()?;
    Some(app.generate(u64::try_from(now.ms().div_euclid(1000)).ok()?).to_string())
}
