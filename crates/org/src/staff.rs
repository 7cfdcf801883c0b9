//! Members of staff: adding them, changing them, ending them.

use crate::department::DepartmentId;
use crate::{Passwords, Role, audit, password, store};
use ::store::{Db, Tx};
use model::{Error, Result, StaffId, Time};

const NAME_CHARACTERS_MAX: usize = 80;
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
pub async fn change_role(tx: &mut Tx, by: &StaffId, id: &StaffId, role: Role, now: Time) -> Result<()> {
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
    audit::note(tx, by, "role_changed", &format!("staff/{id}"), &detail, now).await
}

/// Puts a member of staff into a department, or into none.
///
/// - errors: `NotFound`
pub async fn change_department(
    tx: &mut Tx,
    by: &StaffId,
    id: &StaffId,
    department: Option<&DepartmentId>,
    now: Time,
) -> Result<()> {
    if !store::update_department(tx, id, department).await? {
        return Err(Error::not_found());
    }
    let detail = department.map_or("", DepartmentId::as_str);
    audit::note(tx, by, "department_changed", &format!("staff/{id}"), detail, now).await
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
pub async fn end(tx: &mut Tx, by: &StaffId, id: &StaffId, now: Time) -> Result<()> {
    keep_an_administrator(tx, id).await?;
    if !store::end_staff(tx, id, now).await? {
        return Err(Error::not_found());
    }
    store::delete_sessions_of(tx, id).await?;
    audit::note(tx, by, "staff_ended", &format!("staff/{id}"), "", now).await
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
    let mut refusals = Vec::new();
    let name_characters = new.name.trim().chars().count();
    if name_characters == 0 || name_characters > NAME_CHARACTERS_MAX || new.name.chars().any(char::is_control) {
        refusals.push(Refusal { field: "name", message: "staff-name-length" });
    }
    let sign_in_name = fold_sign_in_name(&new.sign_in_name);
    let is_plain = sign_in_name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-' | '@'));
    if !SIGN_IN_NAME_CHARACTERS.contains(&sign_in_name.chars().count()) || !is_plain {
        refusals.push(Refusal { field: "sign_in_name", message: "staff-sign-in-name-form" });
    }
    if let Some(message) = password::weakness(&new.password, &sign_in_name) {
        refusals.push(Refusal { field: "password", message });
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
