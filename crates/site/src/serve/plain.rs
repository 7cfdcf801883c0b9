//! Pages that say the same to everyone, and the doors between them.

use super::{Lang, Site, print};
use crate::pages::accessibility::AccessibilityView;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use web::cached::Cached;
use web::{Fault, Languages, UiLang};

/// The root leads to the reader's language.
pub async fn root(headers: HeaderMap) -> Response {
    let lang = Languages::OURS.wanted("/", &headers);
    let answer = (StatusCode::FOUND, [(header::LOCATION, format!("/{lang}/"))]);
    ([(header::VARY, "Accept-Language, Cookie"), (header::CACHE_CONTROL, "no-cache")], answer).into_response()
}

pub async fn slash(Lang(lang): Lang) -> Redirect {
    Redirect::permanent(&format!("/{}/", lang.segment()))
}

pub async fn accessibility(State(site): State<Site>, Lang(lang): Lang) -> Result<Page<String>, Fault> {
    let contact = Some(site.contact.clone()).filter(|contact| !contact.is_empty());
    Ok(print(&AccessibilityView { f: site.frame(lang, "/accessibility"), contact })?)
}

/// What is published may be read by anyone, machines included; the desk has nothing for them.
pub async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /zh/desk\nDisallow: /en/desk\n"
}

/// What a sitemap may hold, by its own standard.
const SITEMAP_ADDRESSES_MAX: u32 = 50_000;

/// Every page that stays, in both languages.
pub async fn sitemap(State(site): State<Site>, headers: HeaderMap) -> Result<Response, Fault> {
    let base = web::cached::base(&site.public_url, &headers);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let mut add = |path: &str, changed: Option<model::Time>| {
        for lang in UiLang::ALL {
            let changed = changed.map(|at| format!("<lastmod>{}</lastmod>", at.to_rfc3339())).unwrap_or_default();
            xml.push_str(&format!("<url><loc>{base}/{}{path}</loc>{changed}</url>\n", lang.segment()));
        }
    };
    for path in ["/", "/answered", "/claims", "/published", "/corrections", "/listening", "/log", "/accessibility"] {
        add(path, None);
    }
    let most = (SITEMAP_ADDRESSES_MAX - 100) / 4;
    for claim in claims::public::list(&site.db, &claims::public::Filter::default(), most, 0).await? {
        let changed = claim.withdrawn.map_or(claim.published, |withdrawn| withdrawn.at);
        add(&format!("/claims/{}", claim.slug), Some(changed));
    }
    for entry in publish::public::list(&site.db, None, most, 0).await? {
        add(&format!("/published/{}", entry.slug), Some(entry.withdrawn.unwrap_or(entry.changed)));
    }
    xml.push_str("</urlset>\n");
    Ok(Cached::of("application/xml", xml).answer(&headers))
}
