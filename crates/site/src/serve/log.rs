//! The log: its files as anyone downloads them, its page, proofs, and the history under a page.

use super::claims::spoken;
use super::{Lang, Site, print};
use crate::pages::history::{History, HistoryLine};
use crate::pages::log::{LogCheckView, LogLine, LogNow, LogProof, LogView, LogWitness, kind};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, header};
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use claims::public::pick;
use ledger::note::{Note, VerifierKey};
use ledger::path::TilePath;
use ledger::proof::ProofFile;
use ledger::{LeafId, files, history, proof};
use model::{Error, Result};
use serde::Deserialize;
use std::collections::HashMap;
use web::static_files::CACHE_FOREVER;
use web::{Fault, Frame, Spoken, UiLang};

const LATEST: u32 = 20;
const HISTORY: u32 = 200;
const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";
/// A checkpoint is old after seconds, but a crowd need not all ask the database.
const CACHE_SECONDS: &str = "public, max-age=2";

pub async fn checkpoint(State(site): State<Site>) -> Result<Response, Fault> {
    let served = files::checkpoint(&site.db).await?.ok_or(Error::not_found())?;
    Ok(file(TEXT, CACHE_SECONDS, served.note))
}

pub async fn tile(State(site): State<Site>, Path(path): Path<String>) -> Result<Response, Fault> {
    let path = TilePath::parse(&path).ok_or(Error::not_found())?;
    let bytes = files::tile(&site.db, &path).await?.ok_or(Error::not_found())?;
    Ok(file(BYTES, CACHE_FOREVER, bytes))
}

/// The script by which a whole log is downloaded.
pub async fn fetch_script() -> Response {
    file("text/x-shellscript; charset=utf-8", "public, max-age=3600", include_str!("fetch.sh"))
}

fn file(content_type: &'static str, caching: &'static str, body: impl IntoResponse) -> Response {
    // What anyone may check, anyone's page may check, also in a browser and from another site.
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, caching),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, body).into_response()
}

/// Everything that strangers may see about a subject, such as `edition/3f2a` or `document/77c1`, with its proof.
pub async fn proof_file(State(site): State<Site>, Path(name): Path<String>) -> Result<Response, Fault> {
    let name = name.strip_suffix(".json").ok_or(Error::not_found())?;
    let proof = proof::of_page(&site.db, site.contents, name).await?.ok_or(Error::not_found())?;
    Ok(handed_out(name, proof))
}

/// The proof that one leaf stands in the log, for whoever holds a receipt, without signing in.
pub async fn receipt(State(site): State<Site>, Path(name): Path<String>) -> Result<Response, Fault> {
    let leaf = name.strip_suffix(".json").ok_or(Error::not_found())?;
    let proof = proof::public_receipt(&site.db, site.contents, &LeafId::new(leaf)).await?.ok_or(Error::not_found())?;
    Ok(handed_out(leaf, proof))
}

fn handed_out(name: &str, proof: ProofFile) -> Response {
    let saved_as = format!("attachment; filename=\"{}.candor-proof.json\"", name.replace(|c: char| !is_plain(c), "-"));
    let headers: [(HeaderName, String); 4] = [
        (header::CONTENT_DISPOSITION, saved_as),
        (header::CACHE_CONTROL, CACHE_SECONDS.to_owned()),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin".to_owned()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
    ];
    (headers, Json(proof)).into_response()
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

pub async fn page(State(site): State<Site>, Lang(lang): Lang) -> Result<Page<String>, Fault> {
    let f = site.frame(lang, "/log");
    let state = history::state(&site.db).await?;
    let now = match files::checkpoint(&site.db).await? {
        Some(served) => {
            let vkey = key(&site).await?;
            let note = Note::parse(served.note.as_bytes());
            let origin = note.and_then(|note| note.text().split('\n').next().map(str::to_owned)).unwrap_or_default();
            let witnesses = served
                .cosignatures
                .into_iter()
                .map(|line| LogWitness { operator: line.operator, key: line.witness, at: line.at })
                .collect();
            let size = u32::try_from(served.size).unwrap_or(u32::MAX);
            Some(LogNow { size, signed: served.signed, origin, vkey, witnesses })
        }
        None => None,
    };
    let latest = history::latest(&site.db, LATEST).await?;
    let titles = titles(&site, &f, &latest).await?;
    let latest = latest.into_iter().filter_map(|line| {
        Some(LogLine {
            index: u32::try_from(line.index?).unwrap_or(u32::MAX),
            kind: kind(&f, line.kind),
            version: line.version,
            title: titles.get(&line.subject).cloned(),
            subject: line.subject,
            at: line.at,
        })
    });
    let view = LogView {
        now,
        is_refused: state.refusal.is_some(),
        latest: latest.collect(),
        url: format!("{}/log", site.public_url),
        f,
    };
    Ok(print(&view)?)
}

/// Titles and addresses by subject, of what strangers may read: the log itself names nothing but ids, and what was withdrawn
/// has no title any more.
async fn titles(site: &Site, f: &Frame, lines: &[history::Line]) -> Result<HashMap<String, (Spoken, String)>> {
    let named = |what: &str| -> Vec<&str> {
        let subjects = lines.iter().filter_map(|line| line.subject.split_once('/'));
        subjects.filter_map(|(word, id)| (word == what).then_some(id)).collect()
    };
    let mut titles = HashMap::new();
    for (id, slug, texts) in publish::public::titles(&site.db, &named("edition")).await? {
        let title = super::published::named(f.lang, &texts).0;
        titles.insert(format!("edition/{id}"), (title, f.href(&format!("/published/{slug}"))));
    }
    for claim in claims::public::titles(&site.db, &named("claim-edition")).await? {
        let title = spoken(pick(f.lang == UiLang::Zh, &claim.claim_zh, &claim.claim_en));
        titles.insert(format!("claim-edition/{}", claim.edition), (title, f.href(&format!("/claims/{}", claim.slug))));
    }
    Ok(titles)
}

#[derive(Deserialize)]
pub struct Asked {
    of: Option<String>,
}

pub async fn check(
    State(site): State<Site>,
    Lang(lang): Lang,
    Query(asked): Query<Asked>,
) -> Result<Page<String>, Fault> {
    let is_known = |name: &&String| name.len() <= 128 && name.chars().all(|c| is_plain(c) || matches!(c, '/' | '.'));
    let proof = asked.of.filter(|name| is_known(&name));
    let path = proof.as_ref().map_or("/log/check".to_owned(), |name| format!("/log/check?of={name}"));
    let proof = proof.map(|subject| LogProof { href: format!("/log/proof/{subject}.json"), subject });
    Ok(print(&LogCheckView { f: site.frame(lang, &path), vkey: key(&site).await?, proof })?)
}

/// A leaf's own address leads to the check of everything it belongs to.
pub async fn leaf(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, leaf)): Path<(String, String)>,
) -> Result<Redirect, Fault> {
    let name = history::name_of(&site.db, &leaf).await?.ok_or(Error::not_found())?;
    Ok(Redirect::to(&site.frame(lang, "/log").href(&format!("/log/check?of={name}"))))
}

/// The key that the log is signed with; empty while it has not begun.
async fn key(site: &Site) -> Result<String> {
    let vkey = files::vkey(&site.db).await?;
    Ok(vkey.as_deref().and_then(VerifierKey::parse).map(|key| key.to_string()).unwrap_or_default())
}

impl Site {
    /// The history that a leaf belongs to.
    pub async fn history_of(&self, f: &Frame, leaf: &str) -> Result<Option<History>> {
        match history::name_of(&self.db, leaf).await? {
            Some(name) => self.history(f, &name).await,
            None => Ok(None),
        }
    }

    /// The history of a page, for its end.
    ///
    /// - `name`: a subject such as `edition/3f2a`, or the parent of several, such as `document/77c1`
    /// - returns: nothing where nothing was logged about it
    pub async fn history(&self, f: &Frame, name: &str) -> Result<Option<History>> {
        let lines = history::of(&self.db, name, HISTORY).await?;
        if lines.is_empty() {
            return Ok(None);
        }
        let line = |line: history::Line| HistoryLine {
            kind: kind(f, line.kind),
            at: line.at,
            index: line.index.map(|index| u32::try_from(index).unwrap_or(u32::MAX)),
        };
        Ok(Some(History {
            lines: lines.into_iter().map(line).collect(),
            proof_href: format!("/log/proof/{name}.json"),
            check_href: f.href(&format!("/log/check?of={name}")),
            f: f.clone(),
        }))
    }
}
