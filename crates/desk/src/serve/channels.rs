//! Where what is published goes: who gets letters, which systems are told, and what they answered.

use super::{Desk, Lang, print};
use crate::pages::channels::{AttemptLine, ChannelsView, HookLine};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{AppendHeaders, Html as Page, IntoResponse, Redirect, Response};
use model::{Kind, Result};
use org::Permission;
use publish::{hook, subscription};
use web::input::{Posted, refusal};
use web::session::SignedIn;
use web::{Fault, UiLang};

pub async fn page(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    Ok(print(&view(&desk, lang, &who).await?)?)
}

async fn view(desk: &Desk, lang: UiLang, who: &SignedIn) -> Result<ChannelsView> {
    let hooks = hook::list(&desk.db).await?.into_iter();
    let log = hook::log(&desk.db).await?.into_iter();
    Ok(ChannelsView {
        subscribers: if desk.sends_mail { Some(subscription::count(&desk.db).await?) } else { None },
        hooks: hooks
            .map(|hook| HookLine { host: host(&hook.url), id: hook.id, name: hook.name, added: hook.added })
            .collect(),
        attempts: log
            .map(|attempt| AttemptLine {
                hook: attempt.hook,
                slug: attempt.slug,
                is_withdrawal: attempt.what == "withdrawal",
                attempt: attempt.attempt,
                at: attempt.at,
                answer: attempt.answer,
                is_taken: attempt.is_taken,
            })
            .collect(),
        fresh: None,
        may_change: who.may(Permission::ManageSources),
        name: String::new(),
        url: String::new(),
        name_error: None,
        url_error: None,
        staff: desk.staff_here(who).await?,
        f: desk.frame(lang, "/desk/channels"),
    })
}

fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let place = rest.split(['/', '?', '#']).next().unwrap_or_default();
    place.rsplit('@').next().unwrap_or_default().to_owned()
}

pub async fn add(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::ManageSources)?;
    let by = posted.staff.recent().await?;
    let mut reader = posted.fields.reader();
    let (name, url) = (reader.required("name"), reader.required("url"));
    let refusals = reader.refusals();
    let mut again = view(&desk, lang, &posted.staff).await?;
    again.name_error = refusal(&refusals, "name");
    again.url_error = refusal(&refusals, "url");
    if refusals.is_empty() {
        let mut tx = desk.db.write().await?;
        match hook::add(&mut tx, &name, &url, by, desk.clock.now()).await {
            Ok((_, secret)) => {
                tx.commit().await?;
                let shown = ChannelsView { fresh: Some((name, secret)), ..view(&desk, lang, &posted.staff).await? };
                // A secret is shown once and kept by no cache on the way.
                return Ok((AppendHeaders([(CACHE_CONTROL, "no-store")]), print(&shown)?).into_response());
            }
            Err(error) if error.kind == Kind::Invalid => again.url_error = Some(error.message),
            Err(error) => return Err(error.into()),
        }
    }
    (again.name, again.url) = (name, url);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&again)?).into_response())
}

pub async fn end(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::ManageSources)?;
    let by = posted.staff.recent().await?;
    let mut tx = desk.db.write().await?;
    hook::end(&mut tx, &id, by, desk.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&desk.frame(lang, "").href("/desk/channels")).into_response())
}

#[cfg(test)]
mod tests {
    #[test]
    fn of_an_address_only_the_host_is_shown() {
        assert_eq!(super::host("https://user:pass@hooks.example.org:8443/a/secret?t=1"), "hooks.example.org:8443");
    }
}
