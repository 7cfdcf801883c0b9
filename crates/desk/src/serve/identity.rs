//! The body's look and voice: its form, and the templates of new drafts.

use super::{Desk, Lang, print};
use crate::pages::identity::{IdentityView, TemplateForm};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use model::{Error, Result};
use org::Permission;
use publish::Kind;
use publish::identity::{self, NewIdentity};
use web::input::{Asked, Posted, Uploaded};
use web::session::SignedIn;
use web::{Fault, UiLang};

pub async fn page(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Asked(asked): Asked,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::ManageStaff)?;
    let mut view = filled(&desk, lang, &who).await?;
    view.is_saved = asked.text("saved") == "yes";
    Ok(print(&view)?)
}

async fn filled(desk: &Desk, lang: UiLang, who: &SignedIn) -> Result<IdentityView> {
    desk.identity.refresh(&desk.db).await?;
    let now = desk.identity.get();
    let mut templates = Vec::new();
    for kind in Kind::ALL {
        let (zh, en) = identity::template(&desk.db, *kind).await?;
        templates.push(TemplateForm { kind: *kind, body_zh: zh.body, body_en: en.body });
    }
    Ok(IdentityView {
        name_zh: now.name_zh.clone(),
        name_en: now.name_en.clone(),
        accent: now.accent.clone(),
        tone_zh: now.tone_zh.clone(),
        tone_en: now.tone_en.clone(),
        mark_href: now.mark.as_ref().map(|_| format!("/identity/mark?{}", now.index)),
        fault: None,
        is_saved: false,
        templates,
        staff: desk.staff_here(who).await?,
        f: desk.frame(lang, "/desk/identity"),
    })
}

pub async fn save(State(desk): State<Desk>, Lang(lang): Lang, sent: Uploaded) -> std::result::Result<Response, Fault> {
    sent.staff.require(Permission::ManageStaff)?;
    let by = sent.staff.recent().await?;
    desk.identity.refresh(&desk.db).await?;
    let text = |name: &str| sent.fields.text(name);
    let new = NewIdentity {
        name_zh: text("name_zh"),
        name_en: text("name_en"),
        accent: text("accent"),
        tone_zh: text("tone_zh"),
        tone_en: text("tone_en"),
        mark: sent.file,
        without_mark: sent.fields.text("without_mark") == "yes",
    };
    let mut tx = desk.db.write().await?;
    if let Err(fault) = identity::save(&mut tx, &desk.identity.get(), new, by, desk.clock.now()).await? {
        drop(tx);
        let mut view = filled(&desk, lang, &sent.staff).await?;
        (view.name_zh, view.name_en) = (text("name_zh"), text("name_en"));
        (view.tone_zh, view.tone_en) = (text("tone_zh"), text("tone_en"));
        view.accent = text("accent");
        view.fault = Some(fault);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
    }
    tx.commit().await?;
    desk.identity.refresh(&desk.db).await?;
    Ok(Redirect::to(&desk.frame(lang, "").href("/desk/identity?saved=yes")).into_response())
}

pub async fn save_template(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::ManageStaff)?;
    let kind = Kind::from_code(&posted.fields.text("kind")).ok_or(Error::invalid("input-choice"))?;
    let (zh, en) = (posted.fields.text("body_zh"), posted.fields.text("body_en"));
    let mut tx = desk.db.write().await?;
    identity::save_template(&mut tx, kind, &zh, &en, posted.staff.id(), desk.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&desk.frame(lang, "").href("/desk/identity?saved=yes")).into_response())
}
