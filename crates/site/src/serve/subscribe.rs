//! Subscribing by mail: a form, a letter, a button; and leaving with one more.

use super::{Lang, Site, print};
use crate::pages::subscribe::{SubscribeState, SubscribeView};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html as Page, IntoResponse, Response};
use publish::subscription;
use web::input::Sent;
use web::{Fault, UiLang};

fn page(site: &Site, lang: UiLang, state: SubscribeState) -> model::Result<Page<String>> {
    print(&SubscribeView { f: site.frame(lang, "/subscribe"), state })
}

pub async fn form(State(site): State<Site>, Lang(lang): Lang) -> Result<Page<String>, Fault> {
    let fresh = SubscribeState::Form { address: String::new(), error: None };
    Ok(page(&site, lang, if site.sends_mail { fresh } else { SubscribeState::NoMail })?)
}

/// Everyone who asks is told the same, so that nobody finds out who reads what.
pub async fn ask(State(site): State<Site>, Lang(lang): Lang, Sent(sent): Sent) -> Result<Response, Fault> {
    if !site.sends_mail {
        return Ok(page(&site, lang, SubscribeState::NoMail)?.into_response());
    }
    let address = sent.text("address");
    if !subscription::is_address(&address) {
        let again = SubscribeState::Form { address, error: Some("subscribe-address-wrong") };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&site, lang, again)?).into_response());
    }
    let mut tx = site.db.write().await?;
    subscription::ask(&mut tx, &address, lang == UiLang::Zh, site.clock.now()).await?;
    tx.commit().await?;
    Ok(page(&site, lang, SubscribeState::Asked)?.into_response())
}

/// The letter leads here. Opening it changes nothing, since mail services open links by themselves.
pub async fn answer(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, token)): Path<(String, String)>,
) -> Result<Page<String>, Fault> {
    Ok(page(&site, lang, SubscribeState::Confirm { token })?)
}

pub async fn confirm(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, token)): Path<(String, String)>,
) -> Result<Page<String>, Fault> {
    let mut tx = site.db.write().await?;
    let confirmed = subscription::confirm(&mut tx, &token, site.clock.now()).await?;
    tx.commit().await?;
    let reader = confirmed.ok_or(model::Error::not_found())?;
    Ok(page(&site, lang, SubscribeState::Confirmed { address: reader.address })?)
}

pub async fn leaving(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, token)): Path<(String, String)>,
) -> Result<Page<String>, Fault> {
    Ok(page(&site, lang, SubscribeState::Leave { token })?)
}

pub async fn leave(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, token)): Path<(String, String)>,
) -> Result<Page<String>, Fault> {
    let mut tx = site.db.write().await?;
    subscription::end(&mut tx, &token).await?;
    tx.commit().await?;
    Ok(page(&site, lang, SubscribeState::Left)?)
}
