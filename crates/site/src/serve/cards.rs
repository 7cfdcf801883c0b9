//! Share cards: what a link to something published looks like elsewhere. They are drawn from what strangers may read and from
//! nothing else, so there is none of a draft and none of what was withdrawn.

use super::published::side_of;
use super::{Lang, Site};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use claims::ClaimState;
use ledger::history;
use model::{Error, Result, Time};
use paper::card::{self, Card, Mark};
use publish::State as Stands;
use publish::public;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;
use web::{Fault, Frame, UiLang};

/// A card weighs some 40 KB; what is shared today fits.
const KEPT: usize = 64;
/// Drawing takes a core for some hundredths of a second; more at once would hold up the pages.
const AT_ONCE: usize = 1;
/// Candor's own accent.
const ACCENT: [u8; 3] = [0x0f, 0x52, 0x57];
/// Long enough for a crowd, and short enough that what is withdrawn is not shown for long.
const CACHE: &str = "public, max-age=300";

/// The cards that were drawn last. Cloning it is cheap, and all clones are one.
#[derive(Clone)]
pub struct Cards(Arc<Inner>);

struct Inner {
    drawn: Mutex<VecDeque<(String, Arc<Vec<u8>>)>>,
    drawing: Semaphore,
}

impl Default for Cards {
    fn default() -> Self {
        Cards(Arc::new(Inner { drawn: Mutex::default(), drawing: Semaphore::new(AT_ONCE) }))
    }
}

/// The words of a card.
struct Words {
    kicker: String,
    headline: String,
    at: Time,
    leaf: String,
}

/// The path of the card of an edition of a document.
pub fn of_document(lang: UiLang, slug: &str, edition_index: u32) -> String {
    format!("/cards/{}/published/{slug}.{edition_index}.png", lang.segment())
}

/// The path of the card of an edition of a claim.
pub fn of_claim(lang: UiLang, slug: &str, edition_index: u32) -> String {
    format!("/cards/{}/claims/{slug}.{edition_index}.png", lang.segment())
}

/// A slug and the number of an edition, as `tap-water.2.png`.
fn named(name: &str) -> Option<(&str, u32)> {
    let (slug, index) = name.strip_suffix(".png")?.rsplit_once('.')?;
    Some((slug, index.parse().ok()?))
}

pub async fn document(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> std::result::Result<Response, Fault> {
    let (slug, index) = named(&name).ok_or(Error::not_found())?;
    let page = public::page(&site.db, slug).await?.ok_or(Error::not_found())?;
    let is_withdrawn = page.editions.first().is_some_and(|latest| latest.state == Stands::Withdrawn);
    let edition = page.editions.into_iter().find(|edition| edition.index == index && !is_withdrawn);
    let edition = edition.ok_or(Error::not_found())?;
    let f = site.frame(lang, "/published");
    let (title, _) = edition.texts.title(side_of(lang));
    let words = Words {
        kicker: f.t(page.entry.kind.key()),
        headline: title.to_owned(),
        at: edition.published,
        leaf: edition.leaf.clone(),
    };
    Ok(answered(&site, &f, &name, words, &headers).await?)
}

pub async fn claim(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> std::result::Result<Response, Fault> {
    let (slug, index) = named(&name).ok_or(Error::not_found())?;
    let checked = claims::public::one(&site.db, slug).await?.ok_or(Error::not_found())?;
    if checked.state != ClaimState::Published || checked.edition_index != index {
        return Err(Error::not_found().into());
    }
    let f = site.frame(lang, "/claims");
    let (claim, _) = checked.claim(lang == UiLang::Zh);
    let verdict = mirror::verdict_word(f.words(), checked.verdict);
    let words = Words {
        kicker: f.t1("card-checked", "verdict", verdict.as_str()),
        headline: claim.to_owned(),
        at: checked.published,
        leaf: checked.leaf.clone().unwrap_or_default(),
    };
    Ok(answered(&site, &f, &name, words, &headers).await?)
}

async fn answered(site: &Site, f: &Frame, name: &str, words: Words, asked: &HeaderMap) -> Result<Response> {
    let place = history::place_of(&site.db, &words.leaf).await?;
    let identity = site.identity.get();
    // Everything that the card shows is in this tag, so what is kept under it never goes stale.
    let place_tag = place.map_or("-".to_owned(), |place| place.to_string());
    let tag = format!("\"{}-{}-{place_tag}-{}\"", f.lang.segment(), words.leaf, identity.index);
    let is_known = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag));
    let headers = [
        (header::CONTENT_TYPE, "image/png".to_owned()),
        (header::CACHE_CONTROL, CACHE.to_owned()),
        (header::ETAG, tag.clone()),
        // Others show it beside the link: that is what it is for.
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin".to_owned()),
    ];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let cards = &site.cards.0;
    let key = format!("{name} {tag}");
    let kept = |key: &str| {
        let drawn = cards.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.iter().find(|(known, _)| known == key).map(|(_, png)| png.clone())
    };
    if let Some(png) = kept(&key) {
        return Ok((headers, png.to_vec()).into_response());
    }
    let turn = cards.drawing.acquire().await?;
    // Whoever had the turn before may have drawn this very one.
    if let Some(png) = kept(&key) {
        return Ok((headers, png.to_vec()).into_response());
    }
    // With its year and without words, since it is looked at long after and elsewhere.
    let (office, date) = (f.office.clone(), site.zone.civil(words.at).date().to_string());
    let proof = match place {
        Some(place) => f.t1("card-proof", "index", place.to_string()),
        None => f.t("card-proof-waiting"),
    };
    let png = tokio::task::spawn_blocking(move || {
        let mark = match &identity.mark {
            None => Mark::Initial,
            Some(mark) if mark.content_type == "image/svg+xml" => {
                std::str::from_utf8(&mark.bytes).map_or(Mark::Initial, Mark::Drawing)
            }
            Some(mark) => Mark::Picture(&mark.bytes),
        };
        let card = Card {
            office: &office,
            accent: identity.accent_rgb().unwrap_or(ACCENT),
            mark,
            kicker: &words.kicker,
            headline: &words.headline,
            date: &date,
            proof: &proof,
        };
        card::draw(&card).or_else(|| card::draw(&Card { mark: Mark::Initial, ..card }))
    })
    .await?;
    drop(turn);
    let png = Arc::new(png.ok_or_else(|| Error::broken("a card that cannot be drawn"))?.png);
    let mut drawn = cards.drawn.lock().unwrap_or_else(PoisonError::into_inner);
    drawn.push_back((key, png.clone()));
    while drawn.len() > KEPT {
        drawn.pop_front();
    }
    drop(drawn);
    Ok((headers, png.to_vec()).into_response())
}
