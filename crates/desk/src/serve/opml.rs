//! Lists of feeds: reading one shows what it would add, and nothing is added without a purpose.

use super::sources::{feed_format, id_of};
use super::{Desk, Lang, print};
use crate::pages::opml::{Feed, ListView};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use listen::{Options, Source};
use model::{Result, SourceKind};
use org::{Permission, Purpose};
use web::input::{Fields, Posted, Uploaded};
use web::session::SignedIn;
use web::{Fault, UiLang};

/// Feeds that one page shows; the list is read again for the next ones.
const FEEDS_MAX: usize = 40;

async fn empty(desk: &Desk, lang: UiLang, who: &SignedIn) -> Result<ListView> {
    Ok(ListView {
        f: desk.frame(lang, "/desk/sources/list"),
        staff: desk.staff_here(who).await?,
        feeds: Vec::new(),
        known: 0,
        more: 0,
        is_read: false,
        error: None,
    })
}

pub async fn form(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::ManageSources)?;
    Ok(print(&empty(&desk, lang, &who).await?)?)
}

/// Shows what a list would add. Nothing is fetched and nothing is stored.
pub async fn read(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    uploaded: Uploaded,
) -> std::result::Result<Response, Fault> {
    uploaded.staff.require(Permission::ManageSources)?;
    let mut view = empty(&desk, lang, &uploaded.staff).await?;
    let outlines = match listen::opml::read(&uploaded.file) {
        Ok(outlines) => outlines,
        Err(reason) => {
            view.error = Some(reason.key());
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
        }
    };
    let known = listen::store::addresses(&desk.db).await?;
    let (old, new): (Vec<_>, Vec<_>) = outlines.into_iter().partition(|outline| known.contains(&outline.url));
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    view.is_read = true;
    view.known = count(old.len());
    view.more = count(new.len().saturating_sub(FEEDS_MAX));
    let feed = |(number, outline): (usize, listen::opml::Outline)| Feed {
        number,
        name: if outline.title.is_empty() { outline.url.clone() } else { outline.title }.chars().take(80).collect(),
        address: outline.url,
        kind: SourceKind::Press.code().to_owned(),
        purpose: String::new(),
        is_chosen: false,
        error: None,
    };
    view.feeds = new.into_iter().take(FEEDS_MAX).enumerate().map(feed).collect();
    Ok(print(&view)?.into_response())
}

/// Adds what was chosen, all of it or nothing.
pub async fn add(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::ManageSources)?;
    let mut feeds: Vec<Feed> = (0..FEEDS_MAX).filter_map(|number| sent(&posted.fields, number)).collect();
    let now = desk.clock.now();
    let mut tx = desk.db.write().await?;
    let mut added = 0;
    for feed in feeds.iter_mut().filter(|feed| feed.is_chosen) {
        let source = described(feed);
        match listen::store::add_source(&mut tx, &source, now).await {
            Ok(_) => {
                let subject = format!("source/{}", source.id);
                let wall = desk.gate.wall.now();
                org::audit::note(&mut tx, posted.staff.id(), "source_added", &subject, &source.connector, wall).await?;
                added += 1;
            }
            Err(error) if matches!(error.kind, model::Kind::Invalid | model::Kind::Conflict) => {
                feed.error =
                    Some(if error.message == "listen-error-purpose" { "list-purpose-missing" } else { error.message });
            }
            Err(error) => return Err(error.into()),
        }
    }
    if added == 0 || feeds.iter().any(|feed| feed.error.is_some()) {
        drop(tx);
        let mut view = empty(&desk, lang, &posted.staff).await?;
        view.error = Some(if added == 0 && feeds.iter().all(|feed| !feed.is_chosen) {
            "list-none-chosen"
        } else {
            "list-not-added"
        });
        view.feeds = feeds;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
    }
    tx.commit().await?;
    tracing::info!(added, "{added} sources were added from a list");
    Ok(Redirect::to(&desk.frame(lang, "").href("/desk/sources")).into_response())
}

fn sent(fields: &Fields, number: usize) -> Option<Feed> {
    let field = |name: &str| fields.text(&format!("{name}-{number}"));
    let address = field("url");
    (!address.is_empty()).then(|| Feed {
        number,
        address,
        name: field("name"),
        kind: field("kind"),
        purpose: field("purpose"),
        is_chosen: field("add") == "1",
        error: None,
    })
}

fn described(feed: &Feed) -> Source {
    Source {
        id: id_of(&feed.name),
        name_zh: feed.name.clone(),
        name_en: feed.name.clone(),
        connector: feed_format(&feed.address).to_owned(),
        kind: SourceKind::from_code(&feed.kind).unwrap_or(SourceKind::Public),
        purpose_zh: feed.purpose.clone(),
        purpose_en: feed.purpose.clone(),
        url: Some(feed.address.clone()),
        lang_hint: None,
        district: None,
        poll_minutes: listen::source::POLL_MINUTES_DEFAULT,
        options: Options::default(),
    }
}

/// The register as other readers take it, without the keys of addresses.
pub async fn export(State(desk): State<Desk>, Lang(lang): Lang, who: SignedIn) -> std::result::Result<Response, Fault> {
    who.require(Permission::Read)?;
    desk.record(&who, Purpose::SourceCare, "list of sources").await?;
    let register = listen::store::register(&desk.db).await?;
    let f = desk.frame(lang, "");
    let list = listen::opml::write(&f.office, &register, lang == UiLang::Zh);
    let headers =
        [(CONTENT_TYPE, "text/x-opml; charset=utf-8"), (CONTENT_DISPOSITION, "attachment; filename=\"candor.opml\"")];
    Ok((headers, list).into_response())
}
