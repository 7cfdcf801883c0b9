//! The first run. There is no default password: whoever can read the program's output makes the first account.

use crate::{NewStaff, Outcome, Passwords, Refusal, Role, Staff, audit, code, staff, store};
use ::store::{Db, Tx};
use model::{Result, Time};
use std::time::Duration;

/// How long a setup code is good for. The program makes a new one at each start.
pub const SETUP_CODE_LIFETIME: Duration = Duration::from_secs(60 * 60);

/// What the setup form says. It has no `Debug`, since it carries a password.
pub struct SetupForm {
    pub code: String,
    pub name: String,
    pub sign_in_name: String,
    pub password: String,
}

/// Whether nobody can sign in yet, so that the sign-in page points to the setup form.
pub async fn is_needed(db: &Db) -> Result<bool> {
    Ok(!store::any_staff(db).await?)
}

/// Makes a fresh setup code while no staff exists; an earlier code stops working.
///
/// - returns: the code, to be printed once and nowhere else; nothing if staff exists
pub async fn offer(tx: &mut Tx, now: Time) -> Result<Option<String>> {
    if store::any_staff_in(tx).await? {
        return Ok(None);
    }
    let code = code::new()?;
    store::put_setup_code(tx, &code::digest(&code), now.plus(SETUP_CODE_LIFETIME)).await?;
    Ok(Some(code))
}

/// Makes the first account, an administrator, and uses the code up.
///
/// The code has 98 bits, so it needs no lockout; whoever guesses meets the rate limit of the form.
///
/// - returns: the first member of staff, or what is wrong with which field (`code`, `name`, `sign_in_name`, `password`)
/// - atomic: of two who hold the same code, one gets in
pub async fn complete(db: &Db, passwords: &Passwords, form: SetupForm, now: Time) -> Result<Outcome<Staff>> {
    let code_hash = code::digest(&form.code);
    // Asked before hashing, so that only the holder of a code can make the program hash.
    if !store::setup_code_is_good(db, &code_hash, now).await? {
        return Ok(Outcome::Refused(vec![CODE_WRONG]));
    }
    let new = NewStaff {
        name: form.name,
        sign_in_name: form.sign_in_name,
        role: Role::Administrator,
        password: form.password,
    };
    let refusals = staff::refusals(&new);
    if !refusals.is_empty() {
        return Ok(Outcome::Refused(refusals));
    }
    let (first, hash) = staff::prepare(passwords, new, now).await?;
    let mut tx = db.write().await?;
    if !store::take_setup_code(&mut tx, &code_hash, now).await? || store::any_staff_in(&mut tx).await? {
        return Ok(Outcome::Refused(vec![CODE_WRONG]));
    }
    store::insert_staff(&mut tx, &first, &hash).await?;
    audit::note(&mut tx, &first.id, "first_account", &format!("staff/{}", first.id), &first.name, now).await?;
    tx.commit().await?;
    tracing::info!(staff.id = %first.id, "the first member of staff was set up");
    Ok(Outcome::Done(first))
}

/// One message for wrong, used and expired, so that a guess learns nothing.
const CODE_WRONG: Refusal = Refusal { field: "code", message: "setup-code-wrong" };
