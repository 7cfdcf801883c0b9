//! Search for everyone. Nothing is recorded: what the public asks is nobody's business.

use super::{Lang, Site, print};
use crate::pages::search::{FoundItem, SearchView};
use ::search::{Asked as Question, Audience, Found, Order};
use axum::extract::State;
use axum::response::Html as Page;
use web::input::Asked;
use web::{Fault, Spoken};

const SHOWN: usize = 30;

pub async fn page(State(site): State<Site>, Lang(lang): Lang, Asked(asked): Asked) -> Result<Page<String>, Fault> {
    let q = asked.text("q");
    let f = site.frame(lang, "/search");
    let mut view = SearchView { q, found: None, is_more: false, is_relaxed: false, f };
    if !view.q.is_empty() {
        let question = Question {
            audience: Audience::Public,
            query: view.q.clone(),
            corpus: None,
            source: None,
            kind: None,
            place: None,
            sentiment: None,
            since: None,
            until: None,
            order: Order::Best,
        };
        let answer = ::search::find(&site.db, &question, view.f.now).await?;
        let item = |found: Found| FoundItem {
            href: view.f.href(&found.link.unwrap_or_else(|| format!("/stories/{}", found.subject))),
            tag: Spoken::new(String::new(), found.lang).tag(),
            what: view.f.t(match found.corpus.as_str() {
                "claim" => "search-corpus-one-claim",
                "document" => "search-corpus-one-document",
                _ => "search-corpus-one-story",
            }),
            title: found.title,
            excerpt: found.excerpt,
            at: found.at,
        };
        view.is_more = answer.is_more || answer.found.len() > SHOWN;
        view.is_relaxed = answer.is_relaxed;
        view.found = Some(answer.found.into_iter().take(SHOWN).map(item).collect());
    }
    Ok(print(&view)?)
}
