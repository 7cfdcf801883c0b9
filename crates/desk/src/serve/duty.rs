//! Duty: the roster, what is handed over, and who is the head.

use super::{Desk, Lang, alerts, people, print};
use crate::pages::duty::{DutyView, NoteRow, ShiftForm, ShiftRow};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use model::{Kind, Result, StaffId, Time};
use org::duty::{self, Shift};
use org::{Permission, Role};
use web::input::Posted;
use web::session::SignedIn;
use web::{Fault, UiLang};

const NOTES: u32 = 10;

pub async fn page(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    Ok(view(&desk, lang, &who, Typed::default()).await?)
}

/// What was typed into one of the page's forms, and why it was refused.
#[derive(Default)]
struct Typed {
    note: String,
    note_error: Option<&'static str>,
    shift: ShiftForm,
}

async fn view(desk: &Desk, lang: UiLang, who: &SignedIn, typed: Typed) -> Result<Page<String>> {
    // Duty runs by the wall's time, like sessions: it is about the people at the desk.
    let now = desk.gate.wall.now();
    let f = desk.frame(lang, "/desk/duty");
    let names = desk.names().await?;
    let departments = desk.departments(lang).await?;
    let shifts = duty::roster(&desk.db, now).await?;
    let head = duty::head(&desk.db).await?;
    let name = |id: &StaffId| alerts::name(&names, id);
    let here = duty::on_duty(&shifts, now);
    let coming = duty::next_on(&shifts, now);
    let ends = |id: &StaffId| shifts.iter().filter(|s| s.staff == *id && s.from <= now).map(|s| s.to).max();
    let begins = |id: &StaffId| shifts.iter().filter(|s| s.staff == *id && s.from > now).map(|s| s.from).min();
    let may_keep = may_keep_roster(who);
    let people_choices: Vec<(String, String)> = org::staff::list(&desk.db)
        .await?
        .into_iter()
        .filter(|person| person.ended.is_none() && person.role.may(Permission::HandleAlerts))
        .map(|person| (person.id.to_string(), person.name))
        .collect();
    let form = ShiftForm {
        people: people_choices.clone(),
        departments: people::department_choices(desk, &f).await?,
        from: or(typed.shift.from, || desk.zone.written(now.hour().plus_hours(1))),
        to: or(typed.shift.to, || desk.zone.written(now.hour().plus_hours(9))),
        person: or(typed.shift.person, || who.id().to_string()),
        ..typed.shift
    };
    let view = DutyView {
        staff: desk.staff_here(who).await?,
        now: here.iter().filter_map(|id| Some((name(id), desk.shown(ends(id)?)))).collect(),
        next: coming.iter().filter_map(|id| Some((name(id), desk.shown(begins(id)?)))).collect(),
        notes: duty::notes(&desk.db, NOTES)
            .await?
            .into_iter()
            .map(|note| NoteRow {
                is_waiting: note.staff != *who.id() && who.may(Permission::HandleAlerts),
                name: name(&note.staff),
                at: desk.shown(note.at),
                acknowledged: note.acknowledged.map(|(at, by)| (name(&by), desk.shown(at))),
                note: note.note,
                id: note.id,
            })
            .collect(),
        shifts: shifts.iter().map(|shift| row(desk, shift, name(&shift.staff), &departments, now)).collect(),
        may_write: who.may(Permission::HandleAlerts),
        note: typed.note,
        note_error: typed.note_error,
        form: may_keep.then_some(form),
        head_value: head.as_ref().map_or_else(String::new, StaffId::to_string),
        head_choices: people_choices,
        head: head.as_ref().map(name),
        f,
    };
    print(&view)
}

fn row(
    desk: &Desk,
    shift: &Shift,
    name: String,
    departments: &std::collections::HashMap<org::DepartmentId, String>,
    now: Time,
) -> ShiftRow {
    ShiftRow {
        id: shift.id.clone(),
        name,
        department: shift.department.as_ref().and_then(|id| departments.get(id).cloned()),
        from: desk.shown(shift.from),
        to: desk.shown(shift.to),
        is_now: shift.from <= now && now < shift.to,
    }
}

/// Those who approve lead the desk, and administrators look after it; both may keep the roster.
fn may_keep_roster(who: &SignedIn) -> bool {
    matches!(who.session.staff.role, Role::Approver | Role::Administrator)
}

fn or(typed: String, otherwise: impl FnOnce() -> String) -> String {
    if typed.is_empty() { otherwise() } else { typed }
}

pub async fn enter(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    require_keeper(&posted.staff)?;
    let fields = &posted.fields;
    let typed = ShiftForm {
        person: fields.text("person"),
        department: fields.text("department"),
        from: fields.text("from"),
        to: fields.text("to"),
        error: Some("duty-shift-times"),
        ..ShiftForm::default()
    };
    if let Some(times) = desk.zone.read(&typed.from).zip(desk.zone.read(&typed.to)) {
        let (by, staff) = (posted.staff.id(), StaffId::new(&*typed.person));
        let department = people::chosen_department(&typed.department);
        let mut tx = desk.db.write().await?;
        match duty::enter(&mut tx, by, &staff, department.as_ref(), times, desk.gate.wall.now()).await {
            Ok(_) => {
                tx.commit().await?;
                return Ok(back(&desk, lang));
            }
            Err(error) if error.kind == Kind::Invalid => {}
            Err(error) => return Err(error.into()),
        }
    }
    let page = view(&desk, lang, &posted.staff, Typed { shift: typed, ..Typed::default() }).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

pub async fn drop_shift(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    require_keeper(&posted.staff)?;
    let mut tx = desk.db.write().await?;
    duty::drop_shift(&mut tx, posted.staff.id(), &posted.fields.text("id"), desk.gate.wall.now()).await?;
    tx.commit().await?;
    Ok(back(&desk, lang))
}

pub async fn set_head(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    require_keeper(&posted.staff)?;
    let by = posted.staff.recent().await?;
    let mut tx = desk.db.write().await?;
    let head = StaffId::new(posted.fields.text("head"));
    duty::set_head(&mut tx, by, &head, desk.gate.wall.now()).await?;
    tx.commit().await?;
    Ok(back(&desk, lang))
}

pub async fn hand_over(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::HandleAlerts)?;
    let note = posted.fields.text("note");
    let mut tx = desk.db.write().await?;
    match duty::hand_over(&mut tx, posted.staff.id(), &note, desk.gate.wall.now()).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(back(&desk, lang))
        }
        Err(error) if error.kind == Kind::Invalid => {
            drop(tx);
            let typed = Typed { note, note_error: Some(error.message), ..Typed::default() };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view(&desk, lang, &posted.staff, typed).await?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn read(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::HandleAlerts)?;
    let mut tx = desk.db.write().await?;
    duty::acknowledge(&mut tx, &posted.fields.text("id"), posted.staff.id(), desk.gate.wall.now()).await?;
    tx.commit().await?;
    // Whoever read it on their way into the day goes on from there.
    if posted.fields.text("from") == "today" {
        return Ok(Redirect::to(&desk.frame(lang, "").href("/desk")).into_response());
    }
    Ok(back(&desk, lang))
}

fn require_keeper(who: &SignedIn) -> std::result::Result<(), Fault> {
    if may_keep_roster(who) { Ok(()) } else { Err(model::Error::forbidden().into()) }
}

fn back(desk: &Desk, lang: UiLang) -> Response {
    Redirect::to(&desk.frame(lang, "").href("/desk/duty")).into_response()
}
