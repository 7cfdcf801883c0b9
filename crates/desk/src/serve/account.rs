//! One's own account: sessions and the second step. Everything here is about the person who is signed in.

use super::{Desk, Lang, print};
use crate::pages::account::{AccountView, FactorView, RecoveryView, SessionRow};
use axum::extract::State;
use axum::http::header;
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use model::{Error, Result};
use org::factor;
use web::input::Posted;
use web::session::SignedIn;
use web::{Fault, UiLang};

pub async fn page(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    let me = &who.session.staff;
    let now = desk.gate.wall.now();
    let f = desk.frame(lang, "/desk/account");
    let mut sessions: Vec<SessionRow> = org::session::list(&desk.db, &me.id, desk.gate.limits, now)
        .await?
        .into_iter()
        .map(|open| SessionRow {
            is_this: open.id == who.session.id,
            since: desk.shown(open.started),
            seen: desk.shown(open.seen),
            block: open.block,
            id: open.id,
        })
        .collect();
    sessions.sort_by_key(|session| !session.is_this);
    let standing = factor::standing(&desk.db, &me.id).await?;
    let view = AccountView {
        staff: desk.staff_here(&who).await?,
        role: me.role.code(),
        department: desk.department_name(lang, me.department.as_ref()).await?,
        app_since: standing.app_since.map(|since| desk.shown(since)),
        recovery_left: standing.recovery_left,
        sessions,
        passkeys: super::passkeys::rows(&desk, &me.id).await?,
        links: org::link::list(&desk.db, &me.id).await?.into_iter().map(|link| link.issuer).collect(),
        f,
    };
    Ok(print(&view)?)
}

/// Offers an app. It is one of the things that matter, since whoever adds a second step to an open desk owns the account.
pub async fn offer(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Page<String>, Fault> {
    let by = posted.staff.recent().await?;
    let mut tx = desk.db.write().await?;
    let offer = factor::offer(&mut tx, &desk.seal, by, &desk.office(lang), desk.gate.wall.now()).await?;
    tx.commit().await?;
    Ok(offered(&desk, lang, &posted.staff, &offer, false).await?)
}

pub async fn prove(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Page<String>, Fault> {
    let me = &posted.staff.session.staff;
    let mut tx = desk.db.write().await?;
    let typed = posted.fields.text("code");
    let codes = factor::take_up(&mut tx, &desk.seal, &me.id, &typed, desk.gate.wall.now()).await?;
    let Some(codes) = codes else {
        let offer = factor::offered(&mut tx, &desk.seal, me, &desk.office(lang)).await?;
        let offer = offer.ok_or(Error::conflict("factor-in-use"))?;
        drop(tx);
        return Ok(offered(&desk, lang, &posted.staff, &offer, true).await?);
    };
    tx.commit().await?;
    Ok(recovery(&desk, lang, &posted.staff, codes).await?)
}

pub async fn renew(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Page<String>, Fault> {
    let by = posted.staff.recent().await?;
    if !factor::is_on(&desk.db, by.id()).await? {
        return Err(Error::not_found().into());
    }
    let mut tx = desk.db.write().await?;
    let codes = factor::renew(&mut tx, by, desk.gate.wall.now()).await?;
    tx.commit().await?;
    Ok(recovery(&desk, lang, &posted.staff, codes).await?)
}

pub async fn end_factor(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    let by = posted.staff.recent().await?;
    let mut tx = desk.db.write().await?;
    factor::end(&mut tx, by, by.id(), desk.gate.wall.now()).await?;
    tx.commit().await?;
    Ok(back(&desk, lang))
}

pub async fn end_session(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    let id = posted.fields.text("session");
    let mut tx = desk.db.write().await?;
    org::session::end(&mut tx, posted.staff.id(), &id).await?;
    tx.commit().await?;
    Ok(if id == posted.staff.session.id { out(&desk, lang) } else { back(&desk, lang) })
}

pub async fn end_all_sessions(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    let mut tx = desk.db.write().await?;
    org::session::end_all(&mut tx, posted.staff.id()).await?;
    tx.commit().await?;
    Ok(out(&desk, lang))
}

async fn offered(
    desk: &Desk,
    lang: UiLang,
    who: &SignedIn,
    offer: &factor::Offer,
    is_wrong: bool,
) -> Result<Page<String>> {
    let f = desk.frame(lang, "/desk/account");
    print(&FactorView {
        staff: desk.staff_here(who).await?,
        square: web::square(&offer.address, &f.t("factor-square"))?,
        secret: offer.secret.clone(),
        is_wrong,
        f,
    })
}

pub async fn recovery(desk: &Desk, lang: UiLang, who: &SignedIn, codes: Vec<String>) -> Result<Page<String>> {
    let f = desk.frame(lang, "/desk/account");
    print(&RecoveryView { staff: desk.staff_here(who).await?, codes, f })
}

pub fn back(desk: &Desk, lang: UiLang) -> Response {
    Redirect::to(&desk.frame(lang, "").href("/desk/account")).into_response()
}

/// Whoever ended their own session is at the door again.
fn out(desk: &Desk, lang: UiLang) -> Response {
    let door = format!("{}?left=1", desk.frame(lang, "").href("/desk/sign-in"));
    ([(header::SET_COOKIE, desk.gate.cookie.clear())], Redirect::to(&door)).into_response()
}
