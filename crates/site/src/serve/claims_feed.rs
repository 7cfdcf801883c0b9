//! Claims checked as Atom, RSS and JSON Feed. A correction keeps the item's id and moves its date; a withdrawn claim stays
//! as an item that says so, since readers' programs keep what they once fetched.

use super::claims::spoken;
use super::feeds::{Feed, Item, answered};
use super::{Lang, Site};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use claims::Evidence;
use claims::public::{self, Checked, Filter, Published, pick};
use ledger::history;
use model::{Result, Time};
use web::cached::base;
use web::{Fault, Frame, UiLang, escape};

const ITEMS: u32 = 40;

pub async fn feed(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, format)): Path<(String, String)>,
    headers: HeaderMap,
) -> std::result::Result<Response, Fault> {
    let f = site.frame(lang, "/claims");
    let base = base(&site.public_url, &headers);
    let mut items = Vec::new();
    for checked in public::list(&site.db, &Filter::default(), ITEMS, 0).await? {
        let editions = public::editions(&site.db, &checked.id).await?;
        let place = match &checked.leaf {
            Some(leaf) => history::place_of(&site.db, leaf).await?,
            None => None,
        };
        items.push(Item { log_index: place, ..item(&f, &base, &checked, editions.first())? });
    }
    let feed = Feed {
        title: format!("{} · {}", f.office, f.t("claims-title")),
        description: f.t1("claims-lead", "office", f.office.as_str()),
        lang: lang.tag(),
        home: format!("{base}{}", f.href("/claims")),
        own: format!("{base}{}", f.href(&format!("/claims/feed/{format}"))),
        base,
        office: f.office.clone(),
        updated: items.iter().map(|item| item.updated).max().unwrap_or(Time::from_ms(0)),
        items,
    };
    Ok(answered(&feed, &format, &headers)?)
}

fn item(f: &Frame, base: &str, checked: &Checked, standing: Option<&Published>) -> Result<Item> {
    let chinese = f.lang == UiLang::Zh;
    let claim = spoken(checked.claim(chinese));
    let verdict = mirror::verdict_word(f.words(), checked.verdict);
    let path = format!("/claims/{}", checked.slug);
    let (title, summary, html) = match &checked.withdrawn {
        Some(withdrawn) => {
            let (reason, _) = pick(chinese, &withdrawn.reason_zh, &withdrawn.reason_en);
            let title = format!("{}: {}", f.t("claims-state-withdrawn"), claim.text);
            (title, reason.to_owned(), format!("<p>{}</p>\n", escape(reason)))
        }
        None => {
            let (answer, _) = checked.answer(chinese);
            (format!("{verdict}: {}", claim.text), answer.to_owned(), body(f, answer, standing))
        }
    };
    Ok(Item {
        id: format!("{base}{path}"),
        url: format!("{base}{}", f.href(&path)),
        title,
        summary,
        html,
        lang: claim.tag(),
        category: verdict,
        published: checked.first,
        updated: checked.withdrawn.as_ref().map_or(checked.published, |withdrawn| withdrawn.at),
        log_index: None,
        leaf: checked.leaf.clone().unwrap_or_default(),
        digest: standing.map(|edition| edition.digest.clone()).unwrap_or_default(),
    })
}

/// What was corrected, the answer, and on what it rests.
fn body(f: &Frame, answer: &str, standing: Option<&Published>) -> String {
    let mut html = String::new();
    let change = standing.map(|edition| pick(f.lang == UiLang::Zh, &edition.change_zh, &edition.change_en).0);
    if let Some(change) = change.filter(|change| !change.is_empty()) {
        html.push_str(&format!("<blockquote><p>{}</p></blockquote>\n", escape(change)));
    }
    for part in answer.split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
        html.push_str(&format!("<p>{}</p>\n", escape(part)));
    }
    let source = |evidence: &Evidence| {
        let title = escape(&evidence.title);
        let named = match evidence.url.as_str() {
            "" => title,
            url => format!("<a href=\"{}\">{title}</a>", escape(url)),
        };
        format!("<li>{named} ({})</li>\n", escape(&evidence.publisher))
    };
    let sources: String = standing.map_or(&[][..], |edition| &edition.evidence).iter().map(source).collect();
    if !sources.is_empty() {
        html.push_str(&format!("<p>{}</p>\n<ol>\n{sources}</ol>\n", escape(&f.t("claims-evidence"))));
    }
    html
}
