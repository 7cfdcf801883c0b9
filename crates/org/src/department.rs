//! Departments (部门): the parts of the office that staff and work belong to.

use crate::staff::{Outcome, Refusal};
use crate::{Recent, audit, store};
use ::store::{Db, Tx};
use model::{Error, Result, Time};

const NAME_CHARACTERS_MAX: usize = 80;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    pub id: DepartmentId,
    pub name_zh: String,
    pub name_en: String,
    pub created: Time,
    pub ended: Option<Time>,
}

/// The id of a department.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DepartmentId(String);

impl DepartmentId {
    pub fn new(id: impl Into<String>) -> Self {
        DepartmentId(id.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for DepartmentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Department {
    pub fn name(&self, is_chinese: bool) -> &str {
        if is_chinese { &self.name_zh } else { &self.name_en }
    }
}

/// Adds a department.
///
/// - returns: it, or what is wrong with which field (`name_zh`, `name_en`)
pub async fn add(tx: &mut Tx, by: Recent<'_>, name_zh: &str, name_en: &str, now: Time) -> Result<Outcome<Department>> {
    let refusals = refusals(name_zh, name_en);
    if !refusals.is_empty() {
        return Ok(Outcome::Refused(refusals));
    }
    let department = Department {
        id: DepartmentId::new(model::random_hex(6)),
        name_zh: name_zh.trim().to_owned(),
        name_en: name_en.trim().to_owned(),
        created: now,
        ended: None,
    };
    store::insert_department(tx, &department).await?;
    let subject = format!("department/{}", department.id);
    audit::note(tx, by.id(), "department_added", &subject, &format!("{name_zh} / {name_en}"), now).await?;
    Ok(Outcome::Done(department))
}

/// Gives a department other names. What was written under the old ones stays as it was.
///
/// - errors: `NotFound`
pub async fn rename(
    tx: &mut Tx,
    by: Recent<'_>,
    id: &DepartmentId,
    name_zh: &str,
    name_en: &str,
    now: Time,
) -> Result<Outcome<()>> {
    let refusals = refusals(name_zh, name_en);
    if !refusals.is_empty() {
        return Ok(Outcome::Refused(refusals));
    }
    if !store::rename_department(tx, id, name_zh.trim(), name_en.trim()).await? {
        return Err(Error::not_found());
    }
    let subject = format!("department/{id}");
    audit::note(tx, by.id(), "department_renamed", &subject, &format!("{name_zh} / {name_en}"), now).await?;
    Ok(Outcome::Done(()))
}

/// Ends a department that nobody belongs to any more.
///
/// - errors: `NotFound`; `Conflict` while someone belongs to it
pub async fn end(tx: &mut Tx, by: Recent<'_>, id: &DepartmentId, now: Time) -> Result<()> {
    if store::has_staff(tx, id).await? {
        return Err(Error::conflict("department-has-staff"));
    }
    if !store::end_department(tx, id, now).await? {
        return Err(Error::not_found());
    }
    audit::note(tx, by.id(), "department_ended", &format!("department/{id}"), "", now).await
}

/// All departments, those that exist first, then by name.
pub async fn list(db: &Db) -> Result<Vec<Department>> {
    store::departments(db).await
}

/// Those that exist, by name: for the choices of a form.
pub async fn open(db: &Db) -> Result<Vec<Department>> {
    Ok(list(db).await?.into_iter().filter(|department| department.ended.is_none()).collect())
}

fn refusals(name_zh: &str, name_en: &str) -> Vec<Refusal> {
    let is_bad = |name: &str| {
        let name = name.trim();
        name.is_empty() || name.chars().count() > NAME_CHARACTERS_MAX || name.chars().any(char::is_control)
    };
    let fields = [("name_zh", name_zh), ("name_en", name_en)];
    fields
        .iter()
        .filter(|(_, name)| is_bad(name))
        .map(|(field, _)| Refusal { field, message: "department-name-length" })
        .collect()
}
