//! The door: signing in and out, and the first account.

use super::{Desk, Lang, print};
use crate::pages::door::{ChoosePasswordView, SecondStepView};
use crate::pages::setup::SetupView;
use crate::pages::sign_in::{SignInState, SignInView};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use org::setup::SetupForm;
use org::{HalfToken, Outcome, Refusal, SecondStep, SignIn, sign_in as try_sign_in};
use std::time::Duration;
use web::input::{Asked, Posted, Sent, refusal};
use web::limit::Client;
use web::session::{escaped, local_path};
use web::{Fault, Link, UiLang};

pub async fn sign_in_page(State(desk): State<Desk>, Lang(lang): Lang, Asked(asked): Asked) -> Result<Response, Fault> {
    if org::setup::is_needed(&desk.db).await? {
        return Ok(Redirect::to(&desk.frame(lang, "").href("/desk/setup")).into_response());
    }
    let state = if asked.text("left").is_empty() { SignInState::Fresh } else { SignInState::SignedOut };
    Ok(page(&desk, lang, state, "", &asked.text("next"))?.into_response())
}

pub fn page(desk: &Desk, lang: UiLang, state: SignInState, name: &str, next: &str) -> model::Result<Page<String>> {
    let f = desk.frame(lang, "/desk/sign-in");
    let house = desk.house.name(lang == UiLang::Zh).map(|house| Link {
        href: format!("{}?next={}", f.href("/desk/house"), escaped(local_path(next).unwrap_or_default())),
        text: f.t1("house-do", "house", house),
    });
    print(&SignInView {
        f,
        // Nobody is signed in yet, so there is no token to repeat; the origin of the form is checked instead.
        csrf: String::new(),
        name: name.to_owned(),
        state,
        next: local_path(next).unwrap_or_default().to_owned(),
        house,
        has_keys: desk.place().is_some(),
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
    match try_sign_in(&desk.doors(), (&name, password), block, previous.as_ref(), now).await? {
        SignIn::Welcome(token, _) => {
            let home = desk.frame(lang, "").href("/desk");
            let next = local_path(&next).unwrap_or(&home);
            Ok(([(header::SET_COOKIE, desk.gate.cookie.set(&token))], Redirect::to(next)).into_response())
        }
        SignIn::Half(half) => Ok(step_page(&desk, lang, &half, &next, false).await?.into_response()),
        SignIn::Wrong => {
            let page = page(&desk, lang, SignInState::Wrong, &name, &next)?;
            Ok((StatusCode::UNAUTHORIZED, page).into_response())
        }
        SignIn::Wait(wait) => locked(&desk, lang, wait, &name, &next),
    }
}

fn locked(desk: &Desk, lang: UiLang, wait: Duration, name: &str, next: &str) -> Result<Response, Fault> {
    // The wait is told by the page's own clock, which a demo replays.
    let until = desk.clock.now().plus(wait);
    let page = page(desk, lang, SignInState::LockedUntil(until), name, next)?;
    let after = [(header::RETRY_AFTER, wait.as_secs().max(1).to_string())];
    Ok((StatusCode::TOO_MANY_REQUESTS, after, page).into_response())
}

async fn step_page(
    desk: &Desk,
    lang: UiLang,
    half: &HalfToken,
    next: &str,
    is_wrong: bool,
) -> model::Result<Page<String>> {
    let proofs = org::step_proofs(&desk.db, half, desk.gate.wall.now()).await?.unwrap_or_default();
    print(&SecondStepView {
        f: desk.frame(lang, "/desk/sign-in"),
        half: half.for_form().to_owned(),
        next: local_path(next).unwrap_or_default().to_owned(),
        is_wrong,
        has_app: proofs.has_app,
        has_keys: proofs.has_key && desk.place().is_some(),
    })
}

pub async fn second_step(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Client(block): Client,
    headers: HeaderMap,
    Sent(sent): Sent,
) -> Result<Response, Fault> {
    let (half, next) = (HalfToken::from_form(sent.raw("half")), sent.text("next"));
    let previous = desk.gate.cookie.read(&headers);
    let now = desk.gate.wall.now();
    match org::second_step(&desk.doors(), &half, &sent.text("code"), block, previous.as_ref(), now).await? {
        SecondStep::Welcome(token, _) => {
            let home = desk.frame(lang, "").href("/desk");
            let next = local_path(&next).unwrap_or(&home);
            Ok(([(header::SET_COOKIE, desk.gate.cookie.set(&token))], Redirect::to(next)).into_response())
        }
        SecondStep::Wrong => {
            Ok((StatusCode::UNAUTHORIZED, step_page(&desk, lang, &half, &next, true).await?).into_response())
        }
        SecondStep::Late => {
            Ok((StatusCode::UNAUTHORIZED, page(&desk, lang, SignInState::Expired, "", &next)?).into_response())
        }
        SecondStep::Wait(wait) => locked(&desk, lang, wait, "", &next),
    }
}

pub async fn password_page(State(desk): State<Desk>, Lang(lang): Lang) -> Result<Page<String>, Fault> {
    Ok(choose_page(&desk, lang, "", &[])?)
}

fn choose_page(desk: &Desk, lang: UiLang, code: &str, refusals: &[Refusal]) -> model::Result<Page<String>> {
    print(&ChoosePasswordView {
        f: desk.frame(lang, "/desk/password"),
        code: code.to_owned(),
        code_error: refusal(refusals, "code"),
        password_error: refusal(refusals, "password"),
    })
}

/// Chooses a password with a one-time code. Signing in comes after, so that whoever holds the code alone meets the second
/// step like everyone.
pub async fn choose_password(State(desk): State<Desk>, Lang(lang): Lang, Sent(sent): Sent) -> Result<Response, Fault> {
    let code = sent.text("code");
    let password = sent.raw("password").to_owned();
    let now = desk.gate.wall.now();
    match org::staff::choose_password(&desk.db, &desk.passwords, &code, password, now).await? {
        Outcome::Done(person) => {
            let page = page(&desk, lang, SignInState::Chosen, &person.sign_in_name, "")?;
            Ok(page.into_response())
        }
        Outcome::Refused(refusals) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, choose_page(&desk, lang, &code, &refusals)?).into_response())
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
            let signed = try_sign_in(&desk.doors(), (&name, password), block, None, now).await?;
            let home = desk.frame(lang, "").href("/desk");
            Ok(match signed {
                SignIn::Welcome(token, _) => {
                    ([(header::SET_COOKIE, desk.gate.cookie.set(&token))], Redirect::to(&home)).into_response()
                }
                SignIn::Half(_) | SignIn::Wrong | SignIn::Wait(_) => Redirect::to(&home).into_response(),
            })
        }
    }
}
