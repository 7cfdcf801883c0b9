//! The door: signing in and out, and the first account.

use super::{Desk, Lang, print};
use crate::pages::setup::SetupView;
use crate::pages::sign_in::{SignInState, SignInView};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use org::setup::SetupForm;
use org::{Outcome, SignIn, sign_in as try_sign_in};
use web::input::{Asked, Posted, Sent, refusal};
use web::limit::Client;
use web::session::local_path;
use web::{Fault, UiLang};

pub async fn sign_in_page(State(desk): State<Desk>, Lang(lang): Lang, Asked(asked): Asked) -> Result<Response, Fault> {
    if org::setup::is_needed(&desk.db).await? {
        return Ok(Redirect::to(&desk.frame(lang, "").href("/desk/setup")).into_response());
    }
    let state = if asked.text("left").is_empty() { SignInState::Fresh } else { SignInState::SignedOut };
    Ok(page(&desk, lang, state, "", &asked.text("next"))?.into_response())
}

fn page(desk: &Desk, lang: UiLang, state: SignInState, name: &str, next: &str) -> model::Result<Page<String>> {
    print(&SignInView {
        f: desk.frame(lang, "/desk/sign-in"),
        // Nobody is signed in yet, so there is no token to repeat; the origin of the form is checked instead.
        csrf: String::new(),
        name: name.to_owned(),
        state,
        next: local_path(next).unwrap_or_default().to_owned(),
    })
}

pub async fn sign_in(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Client(block): Client,
    headers: HeaderMap,
    Sent(sent): Sent,
) -> Result<Response, Fault> {
    let (name, next) = (sent.text("name"), sent.text("next"));
    let now = desk.gate.wall.now();
    let previous = desk.gate.cookie.read(&headers);
    let password = sent.raw("password").to_owned();
    let signed =
        try_sign_in(&desk.db, &desk.passwords, &desk.lockout, (&name, password), block, previous.as_ref(), now).await?;
    match signed {
        SignIn::Welcome(token, _) => {
            let home = desk.frame(lang, "").href("/desk");
            let next = local_path(&next).unwrap_or(&home);
            Ok(([(header::SET_COOKIE, desk.gate.cookie.set(&token))], Redirect::to(next)).into_response())
        }
        SignIn::Wrong => {
            let page = page(&desk, lang, SignInState::Wrong, &name, &next)?;
            Ok((StatusCode::UNAUTHORIZED, page).into_response())
        }
        SignIn::Wait(wait) => {
            // The wait is told by the page's own clock, which a demo replays.
            let until = desk.clock.now().plus(wait);
            let page = page(&desk, lang, SignInState::LockedUntil(until), &name, &next)?;
            let after = [(header::RETRY_AFTER, wait.as_secs().max(1).to_string())];
            Ok((StatusCode::TOO_MANY_REQUESTS, after, page).into_response())
        }
    }
}

pub async fn sign_out(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    headers: HeaderMap,
    _: Posted,
) -> Result<Response, Fault> {
    if let Some(token) = desk.gate.cookie.read(&headers) {
        let mut tx = desk.db.write().await?;
        org::session::sign_out(&mut tx, &token).await?;
        tx.commit().await?;
    }
    let door = format!("{}?left=1", desk.frame(lang, "").href("/desk/sign-in"));
    Ok(([(header::SET_COOKIE, desk.gate.cookie.clear())], Redirect::to(&door)).into_response())
}

pub async fn setup_page(State(desk): State<Desk>, Lang(lang): Lang) -> Result<Response, Fault> {
    if !org::setup::is_needed(&desk.db).await? {
        return Ok(Redirect::to(&desk.frame(lang, "").href("/desk/sign-in")).into_response());
    }
    let view = SetupView {
        f: desk.frame(lang, "/desk/setup"),
        csrf: String::new(),
        name: String::new(),
        code_error: None,
        name_error: None,
        password_error: None,
    };
    Ok(print(&view)?.into_response())
}

pub async fn setup(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Client(block): Client,
    Sent(sent): Sent,
) -> Result<Response, Fault> {
    let name = sent.text("name");
    let now = desk.gate.wall.now();
    let form = SetupForm {
        code: sent.text("code"),
        name: name.clone(),
        sign_in_name: name.clone(),
        password: sent.raw("password").to_owned(),
    };
    let password = form.password.clone();
    match org::setup::complete(&desk.db, &desk.passwords, form, now).await? {
        Outcome::Refused(refusals) => {
            let view = SetupView {
                f: desk.frame(lang, "/desk/setup"),
                csrf: String::new(),
                code_error: refusal(&refusals, "code"),
                name_error: refusal(&refusals, "name").or(refusal(&refusals, "sign_in_name")),
                password_error: refusal(&refusals, "password"),
                name,
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response())
        }
        Outcome::Done(_) => {
            // Whoever has just chosen a password need not type it again.
            let signed =
                try_sign_in(&desk.db, &desk.passwords, &desk.lockout, (&name, password), block, None, now).await?;
            let home = desk.frame(lang, "").href("/desk");
            Ok(match signed {
                SignIn::Welcome(token, _) => {
                    ([(header::SET_COOKIE, desk.gate.cookie.set(&token))], Redirect::to(&home)).into_response()
                }
                SignIn::Wrong | SignIn::Wait(_) => Redirect::to(&home).into_response(),
            })
        }
    }
}
