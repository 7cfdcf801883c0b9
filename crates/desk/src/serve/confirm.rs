//! Asking again who it is, and then going on with what was under way.

use super::passkeys::Said;
use super::{Desk, Lang, print};
use crate::pages::door::ConfirmView;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use org::Proofs;
use org::confirm::{Confirmed, confirm as prove};
use web::input::Posted;
use web::limit::Client;
use web::session::{Again, local_path};
use web::{Fault, Frame};

/// The fields that are this page's own; all others belong to the form that was interrupted.
const OWN: &str = "confirm-";
/// Before those in which a device speaks.
const KEY: &str = "confirm-key-";

impl ConfirmView {
    /// The page that asks, around what someone was about to do.
    ///
    /// - `has_place`: whether a browser would use keys at this desk
    pub fn of(f: Frame, again: &Again, has_place: bool) -> Self {
        let fields = again.fields.as_deref().unwrap_or_default();
        let is_kept = |name: &str| name != web::csrf::FIELD && !name.starts_with(OWN);
        ConfirmView {
            f,
            csrf: again.csrf.clone(),
            next: again.path.clone(),
            kept: fields.iter().filter(|(name, _)| is_kept(name)).cloned().collect(),
            is_form: again.fields.is_some(),
            has_file: again.has_file,
            is_wrong: false,
            proofs: Proofs { has_key: again.proofs.has_key && has_place, ..again.proofs },
            locked_until: None,
        }
    }
}

/// After the right password, 307 makes the browser send the very same form on to where it was going; no field is lost and
/// nothing of it is kept here.
pub async fn confirm(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Client(block): Client,
    posted: Posted,
) -> Result<Response, Fault> {
    let session = &posted.staff.session;
    let home = desk.frame(lang, "").href("/desk");
    let next = posted.fields.text("confirm-next");
    let next = local_path(&next).filter(|next| next.contains("/desk")).unwrap_or(&home).to_owned();
    let is_form = !posted.fields.text("confirm-form").is_empty();
    let now = desk.gate.wall.now();
    let outcome = match (Said::of(&posted.fields, KEY), desk.place()) {
        (Some(said), Some(place)) => {
            let is_right = org::passkey::confirm(&desk.doors(), &place, session, &said.assertion(), block, now).await?;
            if is_right { Confirmed::Yes } else { Confirmed::No }
        }
        _ => prove(&desk.doors(), session, posted.fields.raw("confirm-proof").to_owned(), block, now).await?,
    };
    if outcome == Confirmed::Yes {
        let on = if is_form { Redirect::temporary(&next) } else { Redirect::to(&next) };
        return Ok(on.into_response());
    }
    let fields = is_form.then(|| posted.fields.pairs());
    let proofs = org::confirm::proofs(&desk.db, posted.staff.id()).await?;
    let again = Again { path: next, fields, has_file: false, proofs, csrf: session.csrf().to_owned() };
    let mut view = ConfirmView::of(desk.frame(lang, "/desk#main"), &again, desk.place().is_some());
    let status = match outcome {
        Confirmed::Wait(wait) => {
            view.locked_until = Some(desk.clock.now().plus(wait));
            StatusCode::TOO_MANY_REQUESTS
        }
        _ => {
            view.is_wrong = true;
            StatusCode::UNAUTHORIZED
        }
    };
    Ok((status, print(&view)?).into_response())
}
