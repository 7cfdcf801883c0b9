//! Staff and departments, looked after by administrators and seen by everyone on the desk.

use super::{Desk, Lang, print};
use crate::pages::people::{
    DepartmentRow, DepartmentsView, PeopleView, PersonCodeView, PersonForm, PersonRow, PersonView,
};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use model::{Error, Kind, Result, StaffId};
use org::staff::{self, CODE_LIFETIME, Invitation, Outcome};
use org::{DepartmentId, Permission, Role, Staff as Person, department, factor, link, passkey};
use std::collections::HashMap;
use web::input::{Posted, refusal};
use web::session::SignedIn;
use web::{Fault, Frame, UiLang};

pub async fn list(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    Ok(people(&desk, lang, &who, PersonForm::default()).await?)
}

async fn people(desk: &Desk, lang: UiLang, who: &SignedIn, form: PersonForm) -> Result<Page<String>> {
    let f = desk.frame(lang, "/desk/staff");
    let departments = desk.departments(lang).await?;
    let row = |person: &Person| PersonRow {
        href: f.href(&format!("/desk/staff/{}", person.id)),
        name: person.name.clone(),
        sign_in_name: person.sign_in_name.clone(),
        role: person.role.code(),
        department: person.department.as_ref().and_then(|id| departments.get(id).cloned()),
        ended: person.ended.map(|ended| desk.shown(ended)),
    };
    let everyone = staff::list(&desk.db).await?;
    let (left, people): (Vec<&Person>, Vec<&Person>) = everyone.iter().partition(|person| person.ended.is_some());
    let form = PersonForm {
        roles: role_choices(&f),
        departments: department_choices(desk, &f).await?,
        role: if form.role.is_empty() { Role::Officer.code().to_owned() } else { form.role },
        ..form
    };
    print(&PeopleView {
        staff: desk.staff_here(who).await?,
        people: people.into_iter().map(row).collect(),
        left: left.into_iter().map(row).collect(),
        form: who.may(Permission::ManageStaff).then_some(form),
        f,
    })
}

pub async fn add(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    let who = &posted.staff;
    who.require(Permission::ManageStaff)?;
    let by = who.recent().await?;
    let fields = &posted.fields;
    let role = Role::from_code(&fields.text("role")).ok_or(Error::invalid("input-choice"))?;
    let new = Invitation {
        name: fields.text("name"),
        sign_in_name: fields.text("sign_in_name"),
        role,
        department: chosen_department(&fields.text("department")),
    };
    let mut tx = desk.db.write().await?;
    match staff::invite(&mut tx, by, new, desk.gate.wall.now()).await? {
        Outcome::Done((person, code)) => {
            tx.commit().await?;
            Ok(code_page(&desk, lang, who, &person, code).await?.into_response())
        }
        Outcome::Refused(refusals) => {
            drop(tx);
            let form = PersonForm {
                name: fields.text("name"),
                sign_in_name: fields.text("sign_in_name"),
                role: role.code().to_owned(),
                department: fields.text("department"),
                name_error: refusal(&refusals, "name"),
                sign_in_name_error: refusal(&refusals, "sign_in_name"),
                ..PersonForm::default()
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, people(&desk, lang, who, form).await?).into_response())
        }
    }
}

pub async fn one(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::ManageStaff)?;
    Ok(person(&desk, lang, &who, &StaffId::new(id), None).await?)
}

async fn person(
    desk: &Desk,
    lang: UiLang,
    who: &SignedIn,
    id: &StaffId,
    refused: Option<&'static str>,
) -> Result<Page<String>> {
    let f = desk.frame(lang, &format!("/desk/staff/{id}"));
    let person = staff::find(&desk.db, id).await?;
    let links = link::list(&desk.db, id).await?;
    print(&PersonView {
        staff: desk.staff_here(who).await?,
        id: id.to_string(),
        role: person.role.code(),
        department: person.department.as_ref().map_or_else(String::new, DepartmentId::to_string),
        roles: role_choices(&f),
        departments: department_choices(desk, &f).await?,
        since: desk.shown(person.created),
        ended: person.ended.map(|ended| desk.shown(ended)),
        app_since: factor::standing(&desk.db, id).await?.app_since.map(|since| desk.shown(since)),
        key_count: u32::try_from(passkey::list(&desk.db, id).await?.len()).unwrap_or(u32::MAX),
        links: links.into_iter().map(|link| (link.issuer, link.subject)).collect(),
        refused,
        is_self: who.id() == id,
        name: person.name,
        sign_in_name: person.sign_in_name,
        f,
    })
}

/// Does one thing for a colleague, all of which matter, and shows their page again.
pub async fn change(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id, verb)): Path<(String, String, String)>,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    let who = &posted.staff;
    who.require(Permission::ManageStaff)?;
    let by = who.recent().await?;
    let (id, now) = (StaffId::new(id), desk.gate.wall.now());
    let fields = &posted.fields;
    let mut tx = desk.db.write().await?;
    let done = match verb.as_str() {
        "role" => {
            let role = Role::from_code(&fields.text("role")).ok_or(Error::invalid("input-choice"))?;
            let department = chosen_department(&fields.text("department"));
            let was = staff::find(&desk.db, &id).await?.department;
            match staff::change_role(&mut tx, by, &id, role, now).await {
                Ok(()) if was != department => {
                    staff::change_department(&mut tx, by, &id, department.as_ref(), now).await
                }
                done => done,
            }
        }
        "reset" => {
            let code = staff::reset_password(&mut tx, by, &id, now).await?;
            tx.commit().await?;
            let person = staff::find(&desk.db, &id).await?;
            return Ok(code_page(&desk, lang, who, &person, code).await?.into_response());
        }
        "factor" => factor::end(&mut tx, by, &id, now).await,
        "link" => link::add(&mut tx, by, &id, &fields.text("issuer"), &fields.text("subject"), now).await,
        "unlink" => link::remove(&mut tx, by, &id, &fields.text("issuer"), &fields.text("subject"), now).await,
        "end" if *by.id() == id => Err(Error::conflict("people-not-oneself")),
        "end" => staff::end(&mut tx, by, &id, now).await,
        _ => return Err(Error::not_found().into()),
    };
    match done {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&desk.frame(lang, "").href(&format!("/desk/staff/{id}"))).into_response())
        }
        Err(error) if matches!(error.kind, Kind::Conflict | Kind::Invalid) => {
            drop(tx);
            let page = person(&desk, lang, who, &id, Some(error.message)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn code_page(desk: &Desk, lang: UiLang, who: &SignedIn, person: &Person, code: String) -> Result<Page<String>> {
    let f = desk.frame(lang, "/desk/staff");
    print(&PersonCodeView {
        staff: desk.staff_here(who).await?,
        name: person.name.clone(),
        sign_in_name: person.sign_in_name.clone(),
        code,
        address: format!("{}{}", desk.public_url, f.href("/desk/password")),
        until: f.now.plus(CODE_LIFETIME),
        f,
    })
}

pub async fn departments(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    Ok(departments_page(&desk, lang, &who, Typed::default()).await?)
}

/// What was typed into the form of a department, and why it was refused.
#[derive(Default)]
struct Typed {
    name_zh: String,
    name_en: String,
    zh_error: Option<&'static str>,
    en_error: Option<&'static str>,
    refused: Option<&'static str>,
}

async fn departments_page(desk: &Desk, lang: UiLang, who: &SignedIn, typed: Typed) -> Result<Page<String>> {
    let mut count: HashMap<DepartmentId, u32> = HashMap::new();
    for person in staff::list(&desk.db).await?.into_iter().filter(|person| person.ended.is_none()) {
        if let Some(department) = person.department {
            *count.entry(department).or_default() += 1;
        }
    }
    let row = |department: org::Department| DepartmentRow {
        people_count: count.get(&department.id).copied().unwrap_or_default(),
        id: department.id.to_string(),
        name_zh: department.name_zh,
        name_en: department.name_en,
        ended: department.ended.map(|ended| desk.shown(ended)),
    };
    print(&DepartmentsView {
        f: desk.frame(lang, "/desk/departments"),
        staff: desk.staff_here(who).await?,
        departments: department::list(&desk.db).await?.into_iter().map(row).collect(),
        name_zh: typed.name_zh,
        name_en: typed.name_en,
        zh_error: typed.zh_error,
        en_error: typed.en_error,
        refused: typed.refused,
        may_change: who.may(Permission::ManageStaff),
    })
}

pub async fn add_department(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::ManageStaff)?;
    let by = posted.staff.recent().await?;
    let (name_zh, name_en) = (posted.fields.text("name_zh"), posted.fields.text("name_en"));
    let mut tx = desk.db.write().await?;
    match department::add(&mut tx, by, &name_zh, &name_en, desk.gate.wall.now()).await? {
        Outcome::Done(_) => {
            tx.commit().await?;
            Ok(to_departments(&desk, lang))
        }
        Outcome::Refused(refusals) => {
            drop(tx);
            let typed = Typed {
                zh_error: refusal(&refusals, "name_zh"),
                en_error: refusal(&refusals, "name_en"),
                name_zh,
                name_en,
                refused: None,
            };
            refused_department(&desk, lang, &posted.staff, typed).await
        }
    }
}

pub async fn rename_department(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::ManageStaff)?;
    let by = posted.staff.recent().await?;
    let text = |name: &str| posted.fields.text(name);
    let id = DepartmentId::new(text("department"));
    let mut tx = desk.db.write().await?;
    let now = desk.gate.wall.now();
    match department::rename(&mut tx, by, &id, &text("name_zh"), &text("name_en"), now).await? {
        Outcome::Done(()) => {
            tx.commit().await?;
            Ok(to_departments(&desk, lang))
        }
        Outcome::Refused(refusals) => {
            drop(tx);
            let typed = Typed { refused: refusals.first().map(|refusal| refusal.message), ..Typed::default() };
            refused_department(&desk, lang, &posted.staff, typed).await
        }
    }
}

pub async fn end_department(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::ManageStaff)?;
    let by = posted.staff.recent().await?;
    let id = DepartmentId::new(posted.fields.text("department"));
    let mut tx = desk.db.write().await?;
    match department::end(&mut tx, by, &id, desk.gate.wall.now()).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(to_departments(&desk, lang))
        }
        Err(error) if error.kind == Kind::Conflict => {
            drop(tx);
            let typed = Typed { refused: Some(error.message), ..Typed::default() };
            let page = departments_page(&desk, lang, &posted.staff, typed).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The page again with what was typed and what is wrong with it.
async fn refused_department(
    desk: &Desk,
    lang: UiLang,
    who: &SignedIn,
    typed: Typed,
) -> std::result::Result<Response, Fault> {
    let page = departments_page(desk, lang, who, typed).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn to_departments(desk: &Desk, lang: UiLang) -> Response {
    Redirect::to(&desk.frame(lang, "").href("/desk/departments")).into_response()
}

fn role_choices(f: &Frame) -> Vec<(String, String)> {
    Role::ALL.iter().map(|role| (role.code().to_owned(), f.t(&format!("role-{}", role.code())))).collect()
}

pub async fn department_choices(desk: &Desk, f: &Frame) -> Result<Vec<(String, String)>> {
    let none = (String::new(), f.t("people-department-none"));
    let is_chinese = f.lang == UiLang::Zh;
    let open = department::open(&desk.db).await?.into_iter();
    let choice = |department: org::Department| (department.id.to_string(), department.name(is_chinese).to_owned());
    Ok(std::iter::once(none).chain(open.map(choice)).collect())
}

pub fn chosen_department(text: &str) -> Option<DepartmentId> {
    (!text.is_empty()).then(|| DepartmentId::new(text))
}
