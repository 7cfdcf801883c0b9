//! Keys by which people sign in without a password: added on one's account page, used at the door and where the desk asks
//! again who it is. A page's script carries the question to the device and the answer back in the page's own form.

use super::{Desk, Lang, account, gate, print};
use crate::pages::account::{PasskeyAddView, PasskeyRow};
use crate::pages::sign_in::SignInState;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use model::{Error, Kind, Result, StaffId};
use org::passkey::{self, Question};
use org::webauthn::{Algorithm, Assertion, Registration};
use org::{HalfToken, Place};
use serde_json::json;
use web::input::{Fields, Posted, Sent};
use web::limit::Client;
use web::session::{SignedIn, local_path};
use web::{Fault, UiLang};

/// Before the names of the fields in which a form carries what a device said.
pub const PREFIX: &str = "key-";

impl Desk {
    /// Where this desk is for browsers that keep keys; nothing where none would make one.
    pub fn place(&self) -> Option<Place> {
        Place::of(&self.own_address)
    }
}

/// The keys of a person; nothing where no browser would make one.
pub async fn rows(desk: &Desk, staff: &StaffId) -> Result<Option<Vec<PasskeyRow>>> {
    if desk.place().is_none() {
        return Ok(None);
    }
    let row = |key: passkey::Passkey| PasskeyRow {
        id: key.id,
        name: key.name,
        added: desk.shown(key.added),
        used: key.used.map(|used| desk.shown(used)),
    };
    Ok(Some(passkey::list(&desk.db, staff).await?.into_iter().map(row).collect()))
}

/// What a device said, as its form carried it.
pub struct Said<'a>(&'a Fields, &'static str);

impl<'a> Said<'a> {
    /// - `prefix`: before the names of its fields
    /// - returns: nothing if the form was sent without a device
    pub fn of(fields: &'a Fields, prefix: &'static str) -> Option<Self> {
        let said = Said(fields, prefix);
        (!said.part("client").is_empty()).then_some(said)
    }

    fn part(&self, name: &str) -> &'a str {
        self.0.raw(&format!("{}{name}", self.1))
    }

    pub fn assertion(&self) -> Assertion<'a> {
        Assertion {
            id: self.part("id"),
            client_data: self.part("client"),
            authenticator_data: self.part("data"),
            signature: self.part("signature"),
            user: self.part("user"),
        }
    }

    fn registration(&self) -> Registration<'a> {
        Registration { client_data: self.part("client"), attestation: self.part("attestation") }
    }
}

fn asked(desk: &Desk, lang: UiLang, question: Question) -> Response {
    let owner = question.owner.map(|(id, name, shown)| json!({ "id": id, "name": name, "shown": shown }));
    let body = json!({
        "challenge": question.challenge,
        "host": question.host,
        "office": desk.office(lang),
        "credentials": question.credentials,
        "owner": owner,
        "algorithms": [Algorithm::Es256.number(), Algorithm::EdDsa.number()],
    });
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (headers, body.to_string()).into_response()
}

/// The question at the door, or for the second step of a try that is half way.
pub async fn ask(State(desk): State<Desk>, Lang(lang): Lang, Sent(sent): Sent) -> std::result::Result<Response, Fault> {
    let place = desk.place().ok_or_else(Error::not_found)?;
    let now = desk.gate.wall.now();
    let half = sent.raw("half");
    let question = if half.is_empty() {
        passkey::ask_to_enter(&desk.db, &place, now).await?
    } else {
        let asked = passkey::ask_for_step(&desk.db, &place, &HalfToken::from_form(half), now).await?;
        asked.ok_or_else(Error::not_found)?
    };
    Ok(asked(&desk, lang, question))
}

/// Signs in by a key, or finishes the second step by one.
pub async fn enter(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Client(block): Client,
    headers: HeaderMap,
    Sent(sent): Sent,
) -> std::result::Result<Response, Fault> {
    let place = desk.place().ok_or_else(Error::not_found)?;
    let (half, next, now) = (sent.raw("half"), sent.text("next"), desk.gate.wall.now());
    let previous = desk.gate.cookie.read(&headers);
    let said = Said::of(&sent, PREFIX).ok_or(Error::invalid("passkey-refused"))?.assertion();
    let (doors, previous) = (desk.doors(), previous.as_ref());
    let entered = if half.is_empty() {
        passkey::enter(&doors, &place, &said, block, previous, now).await?
    } else {
        passkey::second_step(&doors, &place, &HalfToken::from_form(half), &said, block, previous, now).await?
    };
    let Some((token, _)) = entered else {
        let page = gate::page(&desk, lang, SignInState::KeyRefused, "", &next)?;
        return Ok((StatusCode::UNAUTHORIZED, page).into_response());
    };
    let home = desk.frame(lang, "").href("/desk");
    let next = local_path(&next).unwrap_or(&home);
    Ok(([(header::SET_COOKIE, desk.gate.cookie.set(&token))], Redirect::to(next)).into_response())
}

/// The question to someone who is asked again who they are.
pub async fn ask_again(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    let place = desk.place().ok_or_else(Error::not_found)?;
    let question = passkey::ask_to_confirm(&desk.db, &place, &posted.staff.session, desk.gate.wall.now()).await?;
    Ok(asked(&desk, lang, question.ok_or_else(Error::not_found)?))
}

pub async fn form(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    desk.place().ok_or_else(Error::not_found)?;
    // Asked before the page opens, so that the device is not asked in vain.
    who.recent().await?;
    Ok(form_page(&desk, lang, &who, "", None).await?)
}

async fn form_page(
    desk: &Desk,
    lang: UiLang,
    who: &SignedIn,
    name: &str,
    refused: Option<&'static str>,
) -> Result<Page<String>> {
    let f = desk.frame(lang, "/desk/account/passkeys");
    print(&PasskeyAddView { staff: desk.staff_here(who).await?, name: name.to_owned(), refused, f })
}

/// The question for a device that is to make a key.
pub async fn ask_to_add(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    let place = desk.place().ok_or_else(Error::not_found)?;
    let by = posted.staff.recent().await?;
    let mut tx = desk.db.write().await?;
    let question = passkey::ask_to_add(&mut tx, &place, by, desk.gate.wall.now()).await?;
    tx.commit().await?;
    Ok(asked(&desk, lang, question))
}

pub async fn add(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    let place = desk.place().ok_or_else(Error::not_found)?;
    let by = posted.staff.recent().await?;
    let name = posted.fields.text("name");
    let name = if name.is_empty() { desk.frame(lang, "").t("passkey-unnamed") } else { name };
    let said = Said::of(&posted.fields, PREFIX);
    let mut tx = desk.db.write().await?;
    let added = match &said {
        Some(said) => passkey::add(&mut tx, &place, by, &name, &said.registration(), desk.gate.wall.now()).await,
        None => Err(Error::invalid("passkey-refused")),
    };
    match added {
        Ok(codes) => {
            tx.commit().await?;
            match codes {
                Some(codes) => Ok(account::recovery(&desk, lang, &posted.staff, codes).await?.into_response()),
                None => Ok(account::back(&desk, lang)),
            }
        }
        Err(error) if matches!(error.kind, Kind::Invalid | Kind::Conflict) => {
            drop(tx);
            tracing::warn!(detail = error.detail(), "a passkey was not added");
            let page = form_page(&desk, lang, &posted.staff, &name, Some(error.message)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn end(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    let by = posted.staff.recent().await?;
    let mut tx = desk.db.write().await?;
    passkey::remove(&mut tx, by, &posted.fields.text("passkey"), desk.gate.wall.now()).await?;
    tx.commit().await?;
    Ok(account::back(&desk, lang))
}
