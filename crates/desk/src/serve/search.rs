//! Search: what was asked goes on record with its purpose before it is answered.

use super::{Desk, Lang, print};
use crate::pages::search::{FoundText, SavedRow, SearchForm, SearchState, SearchView};
use ::search::{Answer, Asked as Question, Audience, Found, Order, saved};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use model::{DAY_MS, Kind, Sentiment, SourceKind, Time};
use org::{Permission, Purpose};
use web::input::{Asked, Fields, Posted};
use web::session::SignedIn;
use web::{Fault, Frame, Spoken, UiLang};

const A_PAGE: usize = 20;
/// What an address may say of a search, in this order.
const PARTS: [&str; 9] = ["q", "corpus", "time", "kind", "source", "district", "sentiment", "order", "purpose"];

pub async fn page(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
    Asked(asked): Asked,
) -> Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    Ok(print(&answered(&desk, lang, &who, &asked).await?)?)
}

async fn answered(desk: &Desk, lang: UiLang, who: &SignedIn, fields: &Fields) -> model::Result<SearchView> {
    let form = form(fields);
    let address = address(fields);
    let path = if address.is_empty() { "/desk/search".to_owned() } else { format!("/desk/search?{address}") };
    let f = desk.frame(lang, &path);
    let register = listen::store::register(&desk.db).await?;
    let is_chinese = lang == UiLang::Zh;
    let searched = register.iter().filter(|source| !source.kind.is_private());
    let sources: Vec<(String, String)> =
        searched.map(|source| (source.id.to_string(), source.name(is_chinese).to_owned())).collect();
    let district = |id: &str| ::mirror::district_name(&desk.districts, id, lang).to_owned();
    let districts = desk.districts.iter().map(|known| (known.id.to_string(), district(known.id.as_str()))).collect();
    let state = if form.q.is_empty() {
        SearchState::New
    } else {
        let purpose = Purpose::from_code(&form.purpose).unwrap_or(Purpose::RoutineWatch);
        desk.record(who, purpose, &format!("search {address}")).await?;
        let answer = ::search::find(&desk.db, &question(&form, f.now), f.now).await?;
        let page = fields.text("page").parse::<usize>().unwrap_or(1).clamp(1, 1_000) - 1;
        state(&f, answer, page, &address, &sources, district)
    };
    let saved = saved::list(&desk.db, who.id()).await?;
    Ok(SearchView {
        form,
        sources,
        districts,
        state,
        saved: saved
            .into_iter()
            .map(|saved| SavedRow {
                href: f.href(&format!("/desk/search?{}", saved.address)),
                id: saved.id,
                name: saved.name,
            })
            .collect(),
        address,
        saved_error: None,
        staff: desk.staff_here(who).await?,
        f,
    })
}

fn form(fields: &Fields) -> SearchForm {
    let or = |name: &str, usual: &str| {
        let text = fields.text(name);
        if text.is_empty() { usual.to_owned() } else { text }
    };
    SearchForm {
        q: fields.text("q"),
        corpus: fields.text("corpus"),
        source: fields.text("source"),
        kind: fields.text("kind"),
        district: fields.text("district"),
        sentiment: fields.text("sentiment"),
        time: fields.text("time"),
        order: or("order", "best"),
        purpose: or("purpose", "routine_watch"),
    }
}

/// The search as an address says it, without what says nothing.
fn address(fields: &Fields) -> String {
    let said = PARTS.iter().map(|name| (*name, fields.text(name))).filter(|(_, value)| !value.is_empty());
    said.map(|(name, value)| format!("{name}={}", encoded(&value))).collect::<Vec<_>>().join("&")
}

fn encoded(value: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    value.bytes().map(|byte| if keep(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn question(form: &SearchForm, now: Time) -> Question {
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    let days = match form.time.as_str() {
        "week" => Some(7),
        "month" => Some(30),
        "year" => Some(365),
        _ => None,
    };
    Question {
        audience: Audience::Staff,
        query: form.q.clone(),
        corpus: some(&form.corpus),
        source: some(&form.source),
        kind: SourceKind::from_code(&form.kind),
        place: some(&form.district),
        sentiment: Sentiment::from_code(&form.sentiment),
        since: days.map(|days| Time::from_ms(now.ms() - days * DAY_MS)),
        until: days.map(|_| now.plus_hours(24)),
        order: if form.order == "newest" { Order::Newest } else { Order::Best },
    }
}

fn state(
    f: &Frame,
    answer: Answer,
    page: usize,
    address: &str,
    sources: &[(String, String)],
    district: impl Fn(&str) -> String,
) -> SearchState {
    if answer.is_empty {
        return SearchState::Empty;
    }
    if answer.found.is_empty() {
        return SearchState::Nothing;
    }
    let count = answer.found.len();
    let href = |page: usize| f.href(&format!("/desk/search?{address}&page={}", page + 1));
    let text = |found: Found| {
        // What we published ourselves has a path for a link, which leads to the public page.
        let is_outside = found.link.as_ref().is_some_and(|link| !link.starts_with('/'));
        let named = found.source.as_ref().and_then(|id| sources.iter().find(|(known, _)| known == id));
        FoundText {
            href: match found.link {
                Some(link) if is_outside => link,
                Some(path) => f.href(&path),
                None => f.href(&format!("/desk/stories/{}", found.subject)),
            },
            is_outside,
            tag: Spoken::new(String::new(), found.lang).tag(),
            title: found.title,
            excerpt: found.excerpt,
            at: found.at,
            source: match named {
                Some((_, name)) => name.clone(),
                None if found.corpus == "claim" => f.t("search-corpus-one-claim"),
                None if found.corpus == "document" => f.t("search-corpus-one-document"),
                None => f.t("search-corpus-one-story"),
            },
            sentiment: found.sentiment,
            places: found.places.iter().map(|place| district(place)).collect(),
        }
    };
    SearchState::Found {
        texts: answer.found.into_iter().skip(page * A_PAGE).take(A_PAGE).map(text).collect(),
        count: u32::try_from(count).unwrap_or(u32::MAX),
        is_more: answer.is_more,
        is_relaxed: answer.is_relaxed,
        next_href: (count > (page + 1) * A_PAGE).then(|| href(page + 1)),
        previous_href: (page > 0).then(|| href(page - 1)),
    }
}

/// Keeps a search for whoever asked it. The address is read again, so that it can hold nothing but a search.
pub async fn keep(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> Result<Response, Fault> {
    posted.staff.require(Permission::Read)?;
    let asked = Fields::of_query(posted.fields.raw("address"))?;
    let address = address(&asked);
    let mut tx = desk.db.write().await?;
    let kept =
        saved::keep(&mut tx, posted.staff.id(), &posted.fields.text("name"), &address, desk.gate.wall.now()).await;
    match kept {
        Ok(()) => tx.commit().await?,
        Err(error) if matches!(error.kind, Kind::Invalid | Kind::Conflict) => {
            drop(tx);
            let mut view = answered(&desk, lang, &posted.staff, &asked).await?;
            view.saved_error = Some(error.message);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Redirect::to(&desk.frame(lang, "").href(&format!("/desk/search?{address}"))).into_response())
}

pub async fn drop_saved(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.staff.require(Permission::Read)?;
    let mut tx = desk.db.write().await?;
    saved::drop_saved(&mut tx, posted.staff.id(), &id).await?;
    tx.commit().await?;
    Ok(Redirect::to(&desk.frame(lang, "").href("/desk/search")).into_response())
}
