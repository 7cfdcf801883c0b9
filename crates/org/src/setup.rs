//! The first run. There is no default password: whoever can read the program's output makes the first account.

use crate::{NewStaff, Outcome, Passwords, Refusal, Role, Staff, staff, store};
use ::store::{Db, Tx};
use model::{Result, Time};
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// How long a setup code is good for. The program makes a new one at each start.
pub const SETUP_CODE_LIFETIME: Duration = Duration::from_secs(60 * 60);

/// Without 0, 1, I, L, O and U: it is read from a terminal and typed by hand. 30 letters, so 20 of them are 98 bits.
const LETTERS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTER_COUNT: usize = 20;

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
    let code = new_code()?;
    store::put_setup_code(tx, &digest(&code), now.plus(SETUP_CODE_LIFETIME)).await?;
    Ok(Some(code))
}

/// Makes the first account, an administrator, and uses the code up.
///
/// The code has 98 bits, so it needs no lockout; whoever guesses meets the rate limit of the form.
///
/// - returns: the first member of staff, or what is wrong with which field (`code`, `name`, `sign_in_name`, `password`)
/// - atomic: of two who hold the same code, one gets in
pub async fn complete(db: &Db, passwords: &Passwords, form: SetupForm, now: Time) -> Result<Outcome<Staff>> {
    let code_hash = digest(&form.code);
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
    tx.commit().await?;
    tracing::info!(staff.id = %first.id, "the first member of staff was set up");
    Ok(Outcome::Done(first))
}

/// One message for wrong, used and expired, so that a guess learns nothing.
const CODE_WRONG: Refusal = Refusal { field: "code", message: "setup-code-wrong" };

/// Four groups of five letters, such as `7K3QF-92ABC-MXTRW-4HJ8D`.
fn new_code() -> Result<String> {
    let mut code = String::with_capacity(LETTER_COUNT + 3);
    let mut letters = 0;
    while letters < LETTER_COUNT {
        let mut byte = [0u8];
        getrandom::fill(&mut byte)?;
        // 240 is the largest multiple of 30 in a byte; taking what lies above would favour the first letters.
        if byte[0] < 240 {
            if letters > 0 && letters % 5 == 0 {
                code.push('-');
            }
            code.push(char::from(LETTERS[usize::from(byte[0]) % LETTERS.len()]));
            letters += 1;
        }
    }
    Ok(code)
}

/// The digest of a code however it was typed: case, dashes and spaces do not count.
fn digest(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    store::hex(&Sha256::digest(plain.as_bytes()))
}
