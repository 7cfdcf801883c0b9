//! Signing in through another house: there and back.

use super::{Desk, Lang, gate};
use crate::pages::sign_in::SignInState;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use courier::Request;
use model::{Error, Kind, Result};
use org::link::{self, Errand};
use org::oidc::Answer;
use web::input::Asked;
use web::limit::Client;
use web::session::{cookie, local_path};
use web::{Fault, UiLang};

/// Only the browser that set out may come back with this errand: another's state would sign its owner in here.
const COOKIE: &str = "candor-errand";

pub async fn set_out(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Asked(asked): Asked,
) -> std::result::Result<Response, Fault> {
    if desk.house.issuer.is_empty() {
        return Err(Error::not_found().into());
    }
    let home = desk.frame(lang, "").href("/desk");
    let next = asked.text("next");
    let next = local_path(&next).unwrap_or(&home).to_owned();
    let provider = match fetch(&desk, desk.house.description(), None).await.and_then(|json| desk.house.provider(&json))
    {
        Ok(provider) => provider,
        Err(error) => return refuse(&desk, lang, &error),
    };
    let errand = Errand { nonce: model::random_hex(16), verifier: model::random_hex(32), next };
    let mut tx = desk.db.write().await?;
    let state = link::set_out(&mut tx, &errand, desk.gate.wall.now()).await?;
    tx.commit().await?;
    let address = desk.house.address(&provider, &back_address(&desk), &state, &errand.nonce, &errand.verifier);
    Ok(([(header::SET_COOKIE, kept(&desk, &state, 600))], Redirect::to(&address)).into_response())
}

pub async fn come_back(
    State(desk): State<Desk>,
    Client(block): Client,
    headers: HeaderMap,
    Asked(asked): Asked,
) -> std::result::Result<Response, Fault> {
    let now = desk.gate.wall.now();
    let lang = UiLang::from_segment(desk.gate.languages.wanted("/", &headers)).unwrap_or(UiLang::Zh);
    let state = asked.text("state");
    let is_own = cookie(&headers, COOKIE).is_some_and(|own| own == state && !state.is_empty());
    let mut tx = desk.db.write().await?;
    let errand = if is_own { link::come_back(&mut tx, &state, now).await? } else { None };
    tx.commit().await?;
    let Some(errand) = errand else {
        return refuse(&desk, lang, &Error::invalid("house-failed").with_detail("an errand that nobody set out on"));
    };
    let lang = desk.gate.languages.of_path(&errand.next).and_then(UiLang::from_segment).unwrap_or(lang);
    let subject = match subject(&desk, &asked.text("code"), &errand).await {
        Ok(subject) => subject,
        Err(error) => return refuse(&desk, lang, &error),
    };
    let previous = desk.gate.cookie.read(&headers);
    match link::enter(&desk.doors(), &desk.house.issuer, &subject, block, previous.as_ref(), now).await? {
        Some((token, _)) => {
            let mut response = Redirect::to(&errand.next).into_response();
            response.headers_mut().append(header::SET_COOKIE, desk.gate.cookie.set(&token));
            response.headers_mut().append(header::SET_COOKIE, kept(&desk, "", 0));
            Ok(response)
        }
        None => {
            let page = gate::page(&desk, lang, SignInState::Unknown, "", &errand.next)?;
            Ok((StatusCode::FORBIDDEN, page).into_response())
        }
    }
}

/// Hands in the code and says whom the answer stands for.
async fn subject(desk: &Desk, code: &str, errand: &Errand) -> Result<String> {
    let house = &desk.house;
    if code.is_empty() {
        return Err(Error::invalid("house-failed").with_detail("the person was not let in there"));
    }
    let provider = house.provider(&fetch(desk, house.description(), None).await?)?;
    let (body, authorization) = house.question(code, &back_address(desk), &errand.verifier);
    let answer: Answer =
        serde_json::from_slice(&fetch(desk, provider.token_endpoint.clone(), Some((body, authorization))).await?)?;
    let keys = fetch(desk, provider.jwks_uri.clone(), None).await?;
    house.subject(&answer.id_token, &keys, &errand.nonce, desk.gate.wall.now())
}

/// - `question`: a form to be posted, and who asks; without one the address is only read
async fn fetch(desk: &Desk, url: String, question: Option<(String, Option<String>)>) -> Result<Vec<u8>> {
    let mut headers = vec![("accept", "application/json".to_owned())];
    let (method, body) = match question {
        None => ("GET", Vec::new()),
        Some((body, authorization)) => {
            headers.push(("content-type", "application/x-www-form-urlencoded".to_owned()));
            headers.extend(authorization.map(|value| ("authorization", value)));
            ("POST", body.into_bytes())
        }
    };
    let reply = desk.courier.send(Request { method, url, headers, body }).await?;
    if !reply.is_success() {
        return Err(Error::invalid("house-failed").with_detail(format!("the house answers {}", reply.status)));
    }
    Ok(reply.body)
}

fn refuse(desk: &Desk, lang: UiLang, error: &Error) -> std::result::Result<Response, Fault> {
    if error.kind == Kind::Busy {
        return Err(Fault::new(StatusCode::SERVICE_UNAVAILABLE, "error-busy"));
    }
    tracing::warn!(detail = error.detail(), "a sign-in through the other house failed");
    Ok((StatusCode::BAD_GATEWAY, gate::page(desk, lang, SignInState::HouseFailed, "", "")?).into_response())
}

fn back_address(desk: &Desk) -> String {
    format!("{}/desk/house/back", desk.own_address)
}

fn kept(desk: &Desk, state: &str, seconds: u32) -> HeaderValue {
    let secure = if desk.gate.cookie.secure { "; Secure" } else { "" };
    let text = format!("{COOKIE}={state}; Path=/desk/house; HttpOnly; SameSite=Lax{secure}; Max-Age={seconds}");
    let mut value = HeaderValue::try_from(text).expect("a state is plain ASCII");
    value.set_sensitive(true);
    value
}
