//! Pages that say the same to everyone, and the doors between them.

use super::{Lang, Site, print};
use crate::pages::accessibility::AccessibilityView;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
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

/// Every page that stays, in both languages.
pub async fn sitemap(State(site): State<Site>) -> Response {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for path in ["/", "/listening", "/accessibility"] {
        for lang in UiLang::ALL {
            xml.push_str(&format!("<url><loc>{}/{}{path}</loc></url>\n", site.public_url, lang.segment()));
        }
    }
    xml.push_str("</urlset>\n");
    ([(header::CONTENT_TYPE, "application/xml")], xml).into_response()
}
