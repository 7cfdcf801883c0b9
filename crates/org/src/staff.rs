//! Members of staff: adding them, changing them, ending them.

use crate::department::DepartmentId;
use crate::{Passwords, Recent, Role, audit, code, password, store};
use ::store::{Db, Tx};
use model::{Error, Result, StaffId, Time};
use std::time::Duration;

const NAME_CHARACTERS_MAX: usize = 80;
/// What stands in place of a hash until a password was chosen. It is no hash of anything.
const NO_PASSWORD: &str = "";
const SIGN_IN_NAME_CHARACTERS: std::ops::RangeInclusive<usize> = 2..=64;

/// A member of staff. The password's hash is not here, so no page can show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    pub id: StaffId,
    pub sign_in_name: String,
    pub name: String,
    pub role: Role,
    pub department: Option<DepartmentId>,
    pub created: Time,
    /// When they stopped working here, if they did.
    pub ended: Option<Time>,
}

/// Someone to be added. It has no `Debug`, since it carries a password.
pub struct NewStaff {
    pub name: String,
    pub sign_in_name: String,
    pub role: Role,
    pub password: String,
}

/// What came of a form: it was done, or its fields were refused with reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    Done(T),
    Refused(Vec<Refusal>),
}

/// Why one field of a form was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The name of the field in the form.
    pub field: &'static str,
    /// A key in `locales/`.
    pub message: &'static str,
}

/// The form in which sign-in names are stored and compared: in lower case, with single spaces inside and none around,
/// so that people may sign in with their own name.
pub fn fold_sign_in_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Adds a member of staff.
///
/// - returns: them, or what is wrong with which field (`name`, `sign_in_name`, `password`)
/// - cost: one password hash
pub async fn add(db: &Db, passwords: &Passwords, new: NewStaff, now: Time) -> Result<Outcome<Staff>> {
    let refusals = refusals(&new);
    if !refusals.is_empty() {
        return Ok(Outcome::Refused(refusals));
    }
    let (staff, hash) = prepare(passwords, new, now).await?;
    let mut tx = db.write().await?;
    if !store::insert_staff(&mut tx, &staff, &hash).await? {
        return Ok(Outcome::Refused(vec![NAME_TAKEN]));
    }
    tx.commit().await?;
    tracing::info!(staff.id = %staff.id, role = staff.role.code(), "added a member of staff");
    Ok(Outcome::Done(staff))
}

/// How long a one-time code for choosing a password is good for.
pub const CODE_LIFETIME: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// Someone to be invited: they choose their password themselves.
pub struct Invitation {
    pub name: String,
    pub sign_in_name: String,
    pub role: Role,
    pub department: Option<DepartmentId>,
}

/// Adds a member of staff who will choose their password with a one-time code, which the administrator hands over.
///
/// - returns: them and the code, to be shown once; or what is wrong with which field
pub async fn invite(tx: &mut Tx, by: Recent<'_>, new: Invitation, now: Time) -> Result<Outcome<(Staff, String)>> {
    let refusals = name_refusals(&new.name, &new.sign_in_name);
    if !refusals.is_empty() {
        return Ok(Outcome::Refused(refusals));
    }
    let staff = Staff {
        id: StaffId::new(model::random_hex(8)),
        sign_in_name: fold_sign_in_name(&new.sign_in_name),
        name: new.name.trim().to_owned(),
        role: new.role,
        department: None,
        created: now,
        ended: None,
    };
    // No password has an empty hash, so nothing opens the account until the code was used.
    if !store::insert_staff(tx, &staff, NO_PASSWORD).await? {
        return Ok(Outcome::Refused(vec![NAME_TAKEN]));
    }
    let subject = format!("staff/{}", staff.id);
    audit::note(tx, by.id(), "staff_added", &subject, &format!("{}, {}", staff.name, staff.role.code()), now).await?;
    if let Some(department) = &new.department {
        change_department(tx, by, &staff.id, Some(department), now).await?;
    }
    let code = give_code(tx, &staff.id, now).await?;
    Ok(Outcome::Done((staff, code)))
}

/// Lets someone choose a new password with a one-time code; until then the old one is gone and every session ends.
///
/// - returns: the code, to be shown once
/// - errors: `NotFound`
pub async fn reset_password(tx: &mut Tx, by: Recent<'_>, id: &StaffId, now: Time) -> Result<String> {
    if !store::update_password(tx, id, NO_PASSWORD).await? {
        return Err(Error::not_found());
    }
    store::delete_sessions_of(tx, id).await?;
    audit::note(tx, by.id(), "password_reset", &format!("staff/{id}"), "", now).await?;
    give_code(tx, id, now).await
}

async fn give_code(tx: &mut Tx, id: &StaffId, now: Time) -> Result<String> {
    let code = code::new()?;
    store::account::put_password_code(tx, id, &code::digest(&code), now.plus(CODE_LIFETIME)).await?;
    Ok(code)
}

/// Chooses a password with a one-time code, which is then used up.
///
/// The code has 98 bits, so it needs no lockout; whoever guesses meets the rate limit of the form.
///
/// - returns: whose it is, or what is wrong with which field (`code`, `password`)
pub async fn choose_password(
    db: &Db,
    passwords: &Passwords,
    typed: &str,
    password: String,
    now: Time,
) -> Result<Outcome<Staff>> {
    let code_hash = code::digest(typed);
    // Asked before hashing, so that only the holder of a code can make the program hash.
    let Some(person) = store::account::staff_of_code(db, &code_hash, now).await? else {
        return Ok(Outcome::Refused(vec![Refusal { field: "code", message: "setup-code-wrong" }]));
    };
    if let Some(message) = password::weakness(&password, &person.sign_in_name) {
        return Ok(Outcome::Refused(vec![Refusal { field: "password", message }]));
    }
    let hash = passwords.hash(password).await?;
    let mut tx = db.write().await?;
    if !store::account::take_password_code(&mut tx, &person.id, &code_hash).await? {
        return Ok(Outcome::Refused(vec![Refusal { field: "code", message: "setup-code-wrong" }]));
    }
    store::update_password(&mut tx, &person.id, &hash).await?;
    audit::note(&mut tx, &person.id, "password_chosen", &format!("staff/{}", person.id), "", now).await?;
    tx.commit().await?;
    Ok(Outcome::Done(person))
}

/// All members of staff, those who still work here first, then by name.
pub async fn list(db: &Db) -> Result<Vec<Staff>> {
    store::all_staff(db).await
}

pub async fn find(db: &Db, id: &StaffId) -> Result<Staff> {
    store::staff(db, id).await?.ok_or_else(Error::not_found)
}

/// Gives a member of staff another role. It holds from their next request.
///
/// - errors: `NotFound`; `Conflict` if nobody would be left to administer, or if an administrator would read the record of
///   their own changes as its auditor, or the other way round
pub async fn change_role(tx: &mut Tx, by: Recent<'_>, id: &StaffId, role: Role, now: Time) -> Result<()> {
    let before = store::role(tx, id).await?.ok_or_else(Error::not_found)?;
    if before == role {
        return Ok(());
    }
    if matches!((before, role), (Role::Administrator, Role::Auditor) | (Role::Auditor, Role::Administrator)) {
        return Err(Error::conflict("staff-administrator-auditor"));
    }
    if role != Role::Administrator {
        keep_an_administrator(tx, id).await?;
    }
    if !store::update_role(tx, id, role).await? {
        return Err(Error::not_found());
    }
    let detail = format!("{} → {}", before.code(), role.code());
    audit::note(tx, by.id(), "role_changed", &format!("staff/{id}"), &detail, now).await
}

/// Puts a member of staff into a department, or into none.
///
/// - errors: `NotFound`
pub async fn change_department(
    tx: &mut Tx,
    by: Recent<'_>,
    id: &StaffId,
    department: Option<&DepartmentId>,
    now: Time,
) -> Result<()> {
    if !store::update_department(tx, id, department).await? {
        return Err(Error::not_found());
    }
    let detail = department.map_or("", DepartmentId::as_str);
    audit::note(tx, by.id(), "department_changed", &format!("staff/{id}"), detail, now).await
}

/// Sets a new password and ends every session of its owner.
///
/// - cost: one password hash
pub async fn change_password(db: &Db, passwords: &Passwords, staff: &Staff, password: String) -> Result<Outcome<()>> {
    if let Some(message) = password::weakness(&password, &staff.sign_in_name) {
        return Ok(Outcome::Refused(vec![Refusal { field: "password", message }]));
    }
    let hash = passwords.hash(password).await?;
    let mut tx = db.write().await?;
    if !store::update_password(&mut tx, &staff.id, &hash).await? {
        return Err(Error::not_found());
    }
    store::delete_sessions_of(&mut tx, &staff.id).await?;
    tx.commit().await?;
    Ok(Outcome::Done(()))
}

/// Ends someone's account: no password opens it any more and their sessions stop. Their name stays for the audit.
///
/// - errors: `NotFound`; `Conflict` if nobody would be left to administer
pub async fn end(tx: &mut Tx, by: Recent<'_>, id: &StaffId, now: Time) -> Result<()> {
    keep_an_administrator(tx, id).await?;
    if !store::end_staff(tx, id, now).await? {
        return Err(Error::not_found());
    }
    store::delete_sessions_of(tx, id).await?;
    store::account::drop_password_code(tx, id).await?;
    store::passkey::delete_all(tx, id).await?;
    audit::note(tx, by.id(), "staff_ended", &format!("staff/{id}"), "", now).await
}

async fn keep_an_administrator(tx: &mut Tx, leaving: &StaffId) -> Result<()> {
    let left = store::administrators(tx).await?;
    if left.iter().any(|id| id == leaving) && left.len() == 1 {
        return Err(Error::conflict("staff-last-administrator"));
    }
    Ok(())
}

pub(crate) const NAME_TAKEN: Refusal = Refusal { field: "sign_in_name", message: "staff-name-taken" };

/// Everything that is wrong with a form, so that its writer can mend all of it at once.
pub(crate) fn refusals(new: &NewStaff) -> Vec<Refusal> {
    let mut refusals = name_refusals(&new.name, &new.sign_in_name);
    if let Some(message) = password::weakness(&new.password, &fold_sign_in_name(&new.sign_in_name)) {
        refusals.push(Refusal { field: "password", message });
    }
    refusals
}

fn name_refusals(name: &str, sign_in_name: &str) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let name_characters = name.trim().chars().count();
    if name_characters == 0 || name_characters > NAME_CHARACTERS_MAX || name.chars().any(char::is_control) {
        refusals.push(Refusal { field: "name", message: "staff-name-length" });
    }
    let sign_in_name = fold_sign_in_name(sign_in_name);
    let is_plain = sign_in_name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-' | '@'));
    if !SIGN_IN_NAME_CHARACTERS.contains(&sign_in_name.chars().count()) || !is_plain {
        refusals.push(Refusal { field: "sign_in_name", message: "staff-sign-in-name-form" });
    }
    refusals
}

/// Hashes the password and makes the row, outside any transaction: hashing would hold the one writer.
pub(crate) async fn prepare(passwords: &Passwords, new: NewStaff, now: Time) -> Result<(Staff, String)> {
    let hash = passwords.hash(new.password).await?;
    let staff = Staff {
        id: StaffId::new(model::random_hex(8)),
        sign_in_name: fold_sign_in_name(&new.sign_in_name),
        name: new.name.trim().to_owned(),
        role: new.role,
        department: None,
        created: now,
        ended: None,
    };
    Ok((staff, hash))
}
