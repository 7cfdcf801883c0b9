//! Links that open the wall, made and ended by name.

use super::{Desk, Lang, print};
use crate::pages::wall::{WallLinkRow, WallLinksView};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use model::Result;
use org::Permission;
use org::wall::WallLink;
use web::input::Posted;
use web::session::SignedIn;
use web::{Fault, UiLang};

/// Whoever looks after sources looks after screens.
const CHANGES: Permission = Permission::ManageSources;

pub async fn list(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    Ok(print(&view(&desk, lang, &who).await?)?)
}

async fn view(desk: &Desk, lang: UiLang, who: &SignedIn) -> Result<WallLinksView> {
    let row = |link: WallLink| WallLinkRow {
        id: link.id,
        label: link.label,
        made_by: link.made_by,
        made: link.made,
        ended: link.ended,
        seen: link.seen,
    };
    let (open, ended): (Vec<_>, Vec<_>) =
        org::wall::list(&desk.db).await?.into_iter().map(row).partition(|link| link.ended.is_none());
    // Links are dated by the wall's clock, as people are, also where the town's runs fast.
    let f = web::Frame { now: desk.gate.wall.now(), ..desk.frame(lang, "/desk/wall") };
    Ok(WallLinksView {
        staff: desk.staff_here(who).await?,
        open,
        ended,
        label: String::new(),
        label_error: None,
        made: None,
        may_change: who.may(CHANGES),
        f,
    })
}

/// Makes a link and shows its address, this once: it is in no log and no cache.
pub async fn make(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    posted.staff.require(CHANGES)?;
    let by = posted.staff.recent().await?;
    let label = posted.fields.text("label");
    let mut tx = desk.db.write().await?;
    let made = match org::wall::make(&mut tx, &label, by, desk.gate.wall.now()).await {
        Ok(token) => token,
        Err(error) if matches!(error.kind, model::Kind::Invalid | model::Kind::Conflict) => {
            drop(tx);
            let mut view = view(&desk, lang, &posted.staff).await?;
            (view.label, view.label_error) = (label, Some(error.message));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
        }
        Err(error) => return Err(error.into()),
    };
    tx.commit().await?;
    let mut view = view(&desk, lang, &posted.staff).await?;
    view.made = Some(format!("{}/{}/wall/{made}", desk.public_url, lang.segment()));
    Ok(print(&view)?.into_response())
}

pub async fn end(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Redirect, Fault> {
    posted.staff.require(CHANGES)?;
    let by = posted.staff.recent().await?;
    let mut tx = desk.db.write().await?;
    org::wall::end(&mut tx, &posted.fields.text("id"), by, desk.gate.wall.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&desk.frame(lang, "").href("/desk/wall")))
}
