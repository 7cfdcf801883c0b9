//! Other systems that are told of each release: one signed request each, tried again until it is taken.

use super::{Channel, Delivering, Outlet, Release, What};
use crate::edition::EditionId;
use crate::{hook, store};
use ::store::job;
use courier::{Request, sign};
use model::{Clock, Error, Kind, Result};
use serde::Serialize;

/// The kind of the job that tells one system; its key is `EDITION/WHAT/HOOK`.
pub const PUSH: &str = "publish.push";

pub const CHANNEL: Channel = Channel {
    name: "webhook",
    is_numbered: true,
    wants: |_| true,
    deliver: |outlet, release| deliver(outlet, release),
};

fn deliver<'a>(outlet: &'a Outlet, release: &'a Release) -> Delivering<'a> {
    Box::pin(hand_out(outlet, release))
}

async fn hand_out(outlet: &Outlet, release: &Release) -> Result<String> {
    let now = outlet.clock.now();
    let mut tx = outlet.db.write().await?;
    let hooks = hook::ids(&mut tx).await?;
    for hook in &hooks {
        let key = format!("{}/{}/{hook}", release.listed.edition.id.as_str(), release.what.code());
        job::enqueue(&mut tx, PUSH, &key, now).await?;
    }
    tx.commit().await?;
    Ok(hooks.len().to_string())
}

/// What is told: enough to show it and to check it, and the address of the rest.
#[derive(Serialize)]
struct Told<'a> {
    what: &'static str,
    kind: &'static str,
    /// Of an emergency, whether it is meant: `Actual`, `Exercise` or `Test`.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    /// Its page and, beside it, its data; without a language in it for the data.
    zh: Side<'a>,
    en: Side<'a>,
    data: String,
    edition: u32,
    digest: Option<&'a str>,
    log_index: Option<u64>,
    office_zh: &'a str,
    office_en: &'a str,
}

#[derive(Serialize)]
struct Side<'a> {
    url: String,
    title: &'a str,
    summary: &'a str,
}

/// Tells one system of one release, unless it has taken it already.
///
/// - `key`: `EDITION/WHAT/HOOK`
/// - errors: `Busy` while it does not take it, so that it is tried again
pub async fn push(outlet: &Outlet, key: &str) -> Result<()> {
    let mut parts = key.splitn(3, '/');
    let mut next = || parts.next().unwrap_or_default();
    let (edition, what, id) = (next(), next(), next());
    let kind = What::from_code(what).ok_or(Error::invalid("error-invalid"))?;
    let Some(hook) = hook::find(&outlet.db, id).await? else { return Ok(()) };
    let (attempts, is_taken) = hook::tried(&outlet.db, edition, what, id).await?;
    if is_taken {
        return Ok(());
    }
    let listed = store::find_edition(&outlet.db, &EditionId::new(edition)).await?;
    let mut release = Release { what: kind, listed, subjects: Vec::new(), log_index: None };
    release.log_index = Some(super::log_index(&outlet.db, &release).await?);
    let body = serde_json::to_vec(&told(outlet, &release))?;
    // The wall's time: the other side holds it against its own.
    let time = (Clock::wall().now().ms() / 1000).to_string();
    let nonce = model::random_hex(12);
    let headers = vec![
        ("content-type", "application/json".to_owned()),
        ("candor-event", format!("{edition}/{what}")),
        (sign::SIGNATURE_HEADER, sign::sign(&hook.secret, &time, &nonce, &body)),
        (sign::TIME_HEADER, time),
        (sign::NONCE_HEADER, nonce),
    ];
    let answer = outlet.courier.send(Request { method: "POST", url: hook.url, headers, body }).await;
    let (said, is_taken, is_final) = match &answer {
        Ok(reply) => (reply.status.to_string(), reply.is_success(), reply.status == 410),
        Err(failure) => (failure.detail.clone(), false, failure.is_final),
    };
    let mut tx = outlet.db.write().await?;
    hook::note(&mut tx, (edition, what, id), attempts + 1, &said, is_taken, outlet.clock.now()).await?;
    tx.commit().await?;
    match (is_taken, is_final) {
        (true, _) => Ok(()),
        (false, true) => Err(Error::invalid("hook-refused").with_detail(said)),
        (false, false) => Err(Error::new(Kind::Busy, "error-busy").with_detail(said)),
    }
}

fn told<'a>(outlet: &'a Outlet, release: &'a Release) -> Told<'a> {
    let edition = &release.listed.edition;
    let side = |segment: &str, text: &'a crate::Text| Side {
        url: format!("{}/{segment}{}", outlet.public_url, release.path()),
        title: &text.title,
        summary: &text.summary,
    };
    Told {
        what: release.what.code(),
        kind: release.listed.kind.code(),
        status: edition.emergency.as_ref().map(|emergency| emergency.status.code()),
        zh: side("zh", &edition.texts.zh),
        en: side("en", &edition.texts.en),
        data: format!("{}{}.json", outlet.public_url, release.path()),
        edition: edition.index,
        digest: edition.digest.as_deref(),
        log_index: release.log_index,
        office_zh: &outlet.office_zh,
        office_en: &outlet.office_en,
    }
}
