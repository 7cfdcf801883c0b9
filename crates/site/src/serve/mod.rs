//! The public site as it answers: each handler reads figures that may be shown and fills one view.

mod alerts;
mod answered;
mod cards;
mod claims;
mod claims_feed;
mod feeds;
mod home;
mod listening;
mod log;
mod plain;
mod published;
mod reports;
mod search;
mod story;
mod subscribe;
mod topic;
mod wall;

use crate::pages::fault::{Fault as FaultKind, FaultView};
use askama::Template;
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::middleware::map_response;
use axum::response::{Html as Page, Response};
use model::{Clock, DAY_MS, District, Result, Threshold, Time, Zone};
use std::sync::Arc;
use store::{Db, args};
use web::error::PrintProblem;
use web::language::Lang;
use web::route::{get, post};
use web::{ErrorPages, Frame, Languages, Problem, UiLang, static_files};

pub use cards::Cards;

/// What the public pages need to know. Cloning it is cheap.
#[derive(Clone)]
pub struct Site(Arc<Office>);

/// The body whose site it is.
pub struct Office {
    pub db: Db,
    pub k: Threshold,
    pub zone: Zone,
    pub clock: Clock,
    /// How the body appears; its names go before those below.
    pub identity: publish::identity::Current,
    pub name_zh: String,
    pub name_en: String,
    pub contact: String,
    pub text_days: u32,
    pub districts: Vec<District>,
    /// As visitors type it, without a slash at its end; empty where it is not configured.
    pub public_url: String,
    /// Counts the time limits that the office lets the public see.
    pub limits: respond::public::Limits,
    /// How proofs get at what was logged.
    pub contents: &'static [ledger::Contents],
    /// Whether readers can have what is published sent to them: the office has a mail server and an address of its own.
    pub sends_mail: bool,
    /// The share cards that were drawn last.
    pub cards: Cards,
}

impl std::ops::Deref for Site {
    type Target = Office;

    fn deref(&self) -> &Office {
        &self.0
    }
}

impl Site {
    pub fn new(office: Office) -> Self {
        Site(Arc::new(office))
    }

    /// Every public route. Wrap it in [`web::Surroundings::site`].
    pub fn routes(self) -> Router {
        Router::new()
            .route("/", get(plain::root))
            .route("/{lang}", get(plain::slash))
            .route("/{lang}/", get(home::page))
            .route("/heard.json", get(home::json))
            .route("/{lang}/stories/{id}", get(story::page))
            .route("/heard/{id}", get(story::json))
            .route("/{lang}/answered", get(answered::page))
            .route("/answered.json", get(answered::json))
            .route("/{lang}/claims", get(claims::index))
            .route("/{lang}/claims/{slug}", get(claims::page))
            .route("/{lang}/claims/feed/{format}", get(claims_feed::feed))
            .route("/claims/export.json", get(claims::export_json))
            .route("/claims/export.csv", get(claims::export_csv))
            .route("/claims/{slug}", get(claims::json))
            .route("/{lang}/topics/{id}", get(topic::page))
            .route("/topics/{id}", get(topic::json))
            .route("/{lang}/listening", get(listening::page))
            .route("/listening.json", get(listening::json))
            .route("/{lang}/accessibility", get(plain::accessibility))
            .route("/{lang}/published", get(published::list))
            .route("/{lang}/published/{slug}", get(published::one))
            .route("/{lang}/published/feed/{format}", get(feeds::feed))
            .route("/{lang}/corrections", get(published::corrections))
            .route("/files/{name}", get(published::file))
            .route("/published.json", get(published::list_json))
            .route("/published/{name}", get(published::one_json))
            .route("/cards/{lang}/published/{name}", get(cards::document))
            .route("/cards/{lang}/claims/{name}", get(cards::claim))
            .route("/alerts/feed.atom", get(alerts::feed))
            .route("/alerts/active.json", get(alerts::active))
            .route("/alerts/{name}", get(alerts::one))
            .route("/log/checkpoint", get(log::checkpoint))
            .route("/log/tile/{*path}", get(log::tile))
            .route("/log/fetch.sh", get(log::fetch_script))
            .route("/log/proof/{*name}", get(log::proof_file))
            .route("/log/receipt/{name}", get(log::receipt))
            .route("/{lang}/log", get(log::page))
            .route("/{lang}/log/check", get(log::check))
            .route("/identity.css", get(published::identity_css))
            .route("/identity/mark", get(published::identity_mark))
            .route("/{lang}/log/{leaf}", get(log::leaf))
            .route("/robots.txt", get(plain::robots))
            .route("/sitemap.xml", get(plain::sitemap))
            .merge(static_files::routes())
            .merge(Self::readers_own())
            .with_state(self)
    }

    /// Pages whose address tells of who asks: the words looked for, or a link that was given to one person. Neither we nor
    /// the browser of a shared computer keep them.
    fn readers_own() -> Router<Site> {
        Router::new()
            .route("/{lang}/search", get(search::page))
            .route("/{lang}/wall/{token}", get(wall::page))
            .route("/{lang}/subscribe", get(subscribe::form).merge(post(subscribe::ask)))
            .route("/{lang}/subscribe/{token}", get(subscribe::answer).merge(post(subscribe::confirm)))
            .route("/{lang}/unsubscribe/{token}", get(subscribe::leaving).merge(post(subscribe::leave)))
            .layer(map_response(async |mut answer: Response| {
                answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
                answer
            }))
    }

    pub fn error_pages(&self) -> ErrorPages {
        let site = self.clone();
        let print: PrintProblem = Arc::new(move |problem: &Problem<'_>| {
            let lang = UiLang::from_segment(problem.language).unwrap_or(UiLang::Zh);
            let fault = match problem.status.as_u16() {
                403 => FaultKind::Forbidden,
                404 => FaultKind::NotFound,
                429 | 503 => FaultKind::Busy,
                400..500 => FaultKind::NotFound,
                _ => FaultKind::Broken,
            };
            // It is none of the menu's pages, so none is marked as open; the other language begins at the start.
            print(&FaultView { f: site.frame(lang, "/#main"), fault }).map_or_else(|_| String::new(), |page| page.0)
        });
        ErrorPages { languages: Languages::OURS, print }
    }

    fn frame(&self, lang: UiLang, path: &str) -> Frame {
        let office = match lang {
            UiLang::Zh => &self.name_zh,
            UiLang::En => &self.name_en,
        };
        Frame {
            lang,
            office: self.identity.name(lang == UiLang::Zh, office),
            path: path.to_owned(),
            now: self.clock.now(),
            zone: self.zone.clone(),
            live: None,
        }
    }

    /// The moment up to which the mirror looks: now, or the last thing heard where that is long ago, so that an imported
    /// archive shows its own last days instead of silence.
    async fn newest(&self) -> Result<Option<Time>> {
        let row = self.db.one("select max(hour_ms) from public_tally_hour", args![]).await?;
        Ok(row.time_or_null(0))
    }
}

/// The days that the mirror speaks of.
struct Period {
    since: Time,
    until: Time,
}

impl Period {
    const DAYS: i64 = 7;
    /// Past this the last thing heard ends the period instead of now.
    const SILENCE_DAYS: i64 = 30;

    fn of(site: &Site, newest: Option<Time>) -> Self {
        let now = site.clock.now();
        let until = newest.filter(|newest| now.since(*newest) > Self::SILENCE_DAYS * DAY_MS).unwrap_or(now);
        Period { since: site.zone.start(model::Day(site.zone.day(until).0 - Self::DAYS + 1)), until }
    }

    /// From the address: `from` and `to` as days, such as 2026-11-22.
    fn asked(site: &Site, newest: Option<Time>, from: &str, to: &str) -> Self {
        let usual = Self::of(site, newest);
        let day = |text: &str| {
            let date: jiff::civil::Date = text.parse().ok()?;
            date.to_zoned(site.zone.time_zone().clone())
                .ok()
                .map(|zoned| Time::from_ms(zoned.timestamp().as_millisecond()))
        };
        let until = day(to).map_or(usual.until, |start| Time::from_ms(start.ms() + DAY_MS - 1));
        let since = day(from).map_or_else(|| Self::of(site, Some(until)).since.min(until), |since| since.min(until));
        if from.is_empty() && to.is_empty() { usual } else { Period { since, until } }
    }
}

fn print(view: &impl Template) -> Result<Page<String>> {
    Ok(Page(view.render()?))
}
