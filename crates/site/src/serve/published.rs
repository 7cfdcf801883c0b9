//! What the body says: list, documents with their history, corrections, and the same as JSON.

use super::claims::spoken;
use super::{Lang, Site, cards, print};
use crate::pages::published::{
    CorrectionItem, CorrectionsView, DocumentView, EditionLine, EmergencyFacts, KindLink, Proof, PublishedItem,
    PublishedView, Tombstone,
};
use crate::pages::share::Share;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use claims::public::pick;
use model::{Error, Lang as TextLang, Result, Time};
use publish::public::{self, Appeared, Entry, Page};
use publish::{ChangeKind, Emergency, Kind, Side, State as Stands, Texts, diff, markdown};
use serde_json::{Value, json};
use web::cached::{Cached, base};
use web::input::Asked;
use web::{Fault, Frame, Spoken, UiLang};

const PAGE: u32 = 30;
const PAGES_MAX: u32 = 10_000;
/// Differences of longer texts are left to whoever wants to compare them.
const DIFF_BYTES_MAX: usize = 24 * 1024;

pub async fn list(
    State(site): State<Site>,
    Lang(lang): Lang,
    Asked(asked): Asked,
    headers: HeaderMap,
) -> std::result::Result<Response, Fault> {
    let f = site.frame(lang, "/published");
    let chosen = Kind::from_code(&asked.text("kind"));
    let page: u32 = asked.text("page").parse().unwrap_or(0).min(PAGES_MAX);
    let mut entries = public::list(&site.db, chosen, PAGE + 1, page * PAGE).await?;
    let has_more = entries.len() > PAGE as usize;
    entries.truncate(PAGE as usize);
    let href = |kind: Option<Kind>, page: u32| match (kind, page) {
        (None, 0) => f.href("/published"),
        (None, page) => f.href(&format!("/published?page={page}")),
        (Some(kind), 0) => f.href(&format!("/published?kind={}", kind.code())),
        (Some(kind), page) => f.href(&format!("/published?kind={}&page={page}", kind.code())),
    };
    let counts = public::kinds(&site.db).await?;
    let all = counts.iter().map(|(_, count)| count).sum();
    let mut kinds = vec![KindLink { href: href(None, 0), kind: None, count: all, is_chosen: chosen.is_none() }];
    kinds.extend(counts.into_iter().map(|(kind, count)| KindLink {
        href: href(Some(kind), 0),
        kind: Some(kind),
        count,
        is_chosen: chosen == Some(kind),
    }));
    let suffix = chosen.map(|kind| format!("?kind={}", kind.code())).unwrap_or_default();
    let feed = |name: &str| f.href(&format!("/published/feed/{name}{suffix}"));
    let view = PublishedView {
        items: entries.iter().map(|entry| item(&f, entry)).collect(),
        kinds,
        later: (page > 0).then(|| href(chosen, page - 1)),
        earlier: has_more.then(|| href(chosen, page + 1)),
        formats: vec![
            (feed("atom"), "Atom"),
            (feed("rss"), "RSS"),
            (feed("json"), "JSON Feed"),
            ("/published.json".to_owned(), "JSON"),
        ],
        f,
    };
    Ok(Cached::page(print(&view)?.0).answer(&headers))
}

/// A document as a list shows it, in the page's language where it has that.
pub fn item(f: &Frame, entry: &Entry) -> PublishedItem {
    let (title, summary) = named(f.lang, &entry.texts);
    PublishedItem {
        href: f.href(&format!("/published/{}", entry.slug)),
        title,
        summary,
        kind: entry.kind,
        at: entry.withdrawn.unwrap_or(entry.changed),
        edition_index: entry.edition_index,
        is_withdrawn: entry.withdrawn.is_some(),
    }
}

pub(super) fn named(lang: UiLang, texts: &Texts) -> (Spoken, Spoken) {
    let (title, side) = texts.title(side_of(lang));
    (Spoken::new(title, lang_of(side)), Spoken::new(texts.side(side).summary.clone(), lang_of(side)))
}

pub const fn side_of(lang: UiLang) -> Side {
    match lang {
        UiLang::Zh => Side::Zh,
        UiLang::En => Side::En,
    }
}

const fn lang_of(side: Side) -> TextLang {
    match side {
        Side::Zh => TextLang::ZhHans,
        Side::En => TextLang::En,
    }
}

/// Of two notes the one in the page's language, or the other where that was not written.
fn note(lang: UiLang, zh: &str, en: &str) -> Option<Spoken> {
    let own = side_of(lang);
    let of = |side: Side| if side == Side::Zh { zh } else { en };
    let side = if of(own).is_empty() { own.other() } else { own };
    (!of(side).is_empty()).then(|| Spoken::new(of(side), lang_of(side)))
}

pub async fn one(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, slug)): Path<(String, String)>,
    Asked(asked): Asked,
    headers: HeaderMap,
) -> std::result::Result<Response, Fault> {
    let wanted: Option<u32> = asked.text("edition").parse().ok();
    let page = public::page(&site.db, &slug).await?.ok_or(Error::not_found())?;
    let latest = page.editions.first().ok_or_else(|| Error::broken("a document without editions"))?;
    let is_withdrawn = latest.state == Stands::Withdrawn;
    let shown = match wanted {
        // What was withdrawn has one page: its tombstone.
        Some(_) if is_withdrawn => latest,
        Some(index) => page.editions.iter().find(|edition| edition.index == index).ok_or(Error::not_found())?,
        None => latest,
    };
    if wanted == Some(latest.index) {
        return Ok(Redirect::to(&format!("/{}/published/{slug}", lang.segment())).into_response());
    }
    let path = match wanted {
        Some(index) if !is_withdrawn => format!("/published/{slug}?edition={index}"),
        _ => format!("/published/{slug}"),
    };
    let f = site.frame(lang, &path);
    let (text, side) = shown.texts.best(side_of(lang));
    let here = f.href(&format!("/published/{slug}"));
    let lines: Vec<EditionLine> = page
        .editions
        .iter()
        .enumerate()
        .map(|(place, edition)| EditionLine {
            href: if place == 0 { here.clone() } else { format!("{here}?edition={}", edition.index) },
            index: edition.index,
            change: edition.change.kind,
            at: edition.published,
            note: note(lang, &edition.change.zh, &edition.change.en),
            diff: page.editions.get(place + 1).map(|before| compared(&f, before, edition, side)).unwrap_or_default(),
            is_shown: edition.id == shown.id,
            is_withdrawn: edition.state == Stands::Withdrawn,
        })
        .collect();
    let after = page.editions.iter().rev().find(|edition| edition.index > shown.index);
    let stories = page.subjects.iter().filter_map(|subject| subject.strip_prefix("story/"));
    let base = base(&site.public_url, &headers);
    let view = DocumentView {
        kind: page.entry.kind,
        title: Spoken::new(text.title.clone(), lang_of(side)),
        summary: text.summary.clone(),
        body: markdown::print(&text.body)?,
        is_other_language: side != side_of(lang) && !is_withdrawn,
        first: page.entry.first,
        shown: lines.iter().find(|line| line.is_shown).cloned().ok_or(Error::not_found())?,
        change: note(lang, &shown.change.zh, &shown.change.en),
        current_href: (shown.id != latest.id).then(|| here.clone()),
        corrected: after
            .filter(|_| shown.id != latest.id)
            .and_then(|after| note(lang, &after.change.zh, &after.change.en)),
        withdrawn: latest.withdrawn.as_ref().map(|withdrawn| Tombstone {
            at: withdrawn.at,
            reason: note(lang, &withdrawn.zh, &withdrawn.en)
                .unwrap_or_else(|| Spoken::new(String::new(), lang_of(side))),
        }),
        emergency: shown.emergency.as_ref().map(|facts| emergency(&f, shown, facts)),
        stories: stories.map(|id| f.href(&format!("/stories/{id}"))).collect(),
        owed: if is_withdrawn { Vec::new() } else { owed(&site, &f, &page.subjects).await? },
        proof: Proof { digest: shown.digest.clone(), leaf: shown.leaf.clone() },
        history: site.history_of(&f, &latest.leaf).await?,
        json_href: format!("/published/{slug}.json"),
        share: (!is_withdrawn).then(|| Share {
            url: format!("{base}{here}"),
            image: format!("{base}{}", cards::of_document(lang, &slug, shown.index)),
            title: text.title.clone(),
            description: if text.summary.is_empty() {
                text::markdown::plain(&text.body, 200)
            } else {
                text.summary.clone()
            },
            f: f.clone(),
        }),
        linked_data: web::json_ld(&linked(&f, &base, &page.entry, latest, side)),
        editions: lines,
        f,
    };
    Ok(Cached::page(print(&view)?.0).answer(&headers))
}

/// What the body owes next in the matters that a document is about, where it chose to show that.
async fn owed(site: &Site, f: &Frame, subjects: &[String]) -> model::Result<Vec<(String, Time, String)>> {
    if !subjects.iter().any(|subject| subject.starts_with("incident/")) {
        return Ok(Vec::new());
    }
    let is_chinese = f.lang == UiLang::Zh;
    let shown = site.limits.shown(&site.db, f.now).await?.into_iter();
    let is_here = |limit: &respond::public::Limit| subjects.contains(&format!("incident/{}", limit.incident));
    let told = |limit: respond::public::Limit| {
        let (name, citation) =
            if is_chinese { (limit.name_zh, limit.citation_zh) } else { (limit.name_en, limit.citation_en) };
        (name, limit.ends, citation)
    };
    Ok(shown.filter(|limit| !limit.is_paused && is_here(limit)).map(told).collect())
}

fn emergency(f: &Frame, shown: &Appeared, facts: &Emergency) -> EmergencyFacts {
    let is_chinese = f.lang == UiLang::Zh;
    let blank = || Spoken::new(String::new(), TextLang::Other);
    EmergencyFacts {
        status: facts.status,
        instruction: note(f.lang, &facts.instruction_zh, &facts.instruction_en).unwrap_or_else(blank),
        areas: facts.areas.iter().map(|area| if is_chinese { area.zh.clone() } else { area.en.clone() }).collect(),
        until: facts.expires(),
        is_over: facts.expires() <= f.now || shown.state != Stands::Published,
        cap_href: shown.cap.as_ref().map(|identifier| format!("/alerts/{identifier}.xml")),
    }
}

/// What changed between two editions in one language; nothing where there is too much of it, or none.
fn compared(f: &Frame, before: &Appeared, after: &Appeared, side: Side) -> Vec<diff::Run> {
    let (old, new) = (before.texts.side(side), after.texts.side(side));
    let is_short = old.body.len() + new.body.len() <= DIFF_BYTES_MAX;
    let is_same = old == new && before.emergency == after.emergency;
    if !is_short || is_same || !old.is_whole() || !new.is_whole() {
        return Vec::new();
    }
    let whole = |text: &publish::Text, facts: Option<&Emergency>| {
        let facts = facts.map_or_else(String::new, |facts| facts_as_text(f, facts));
        format!("{}\n\n{}\n\n{}{facts}", text.title, text.summary, text.body)
    };
    diff::runs(&whole(old, before.emergency.as_ref()), &whole(new, after.emergency.as_ref()))
}

/// The facts of an emergency, one a line, as they stand among what changed.
fn facts_as_text(f: &Frame, facts: &Emergency) -> String {
    let is_chinese = f.lang == UiLang::Zh;
    let word = |what: &str, code: &str| f.t(&format!("cap-{what}-{}", code.to_ascii_lowercase()));
    let areas: Vec<&str> =
        facts.areas.iter().map(|area| if is_chinese { area.zh.as_str() } else { area.en.as_str() }).collect();
    let lines = [
        ("emergency-urgency", word("urgency", &facts.urgency)),
        ("emergency-severity", word("severity", &facts.severity)),
        ("emergency-certainty", word("certainty", &facts.certainty)),
        ("emergency-areas", if areas.is_empty() { f.t("emergency-everywhere") } else { areas.join(" · ") }),
        ("emergency-expires", f.when(&facts.expires()).exact),
        ("emergency-instruction", facts.instruction(is_chinese).to_owned()),
    ];
    let colon = if is_chinese { "：" } else { ": " };
    lines.iter().map(|(label, value)| format!("\n\n{}{colon}{value}", f.t(label))).collect()
}

/// The document in the words of schema.org.
fn linked(f: &Frame, base: &str, entry: &Entry, latest: &Appeared, side: Side) -> Value {
    let text = latest.texts.side(side);
    let office = json!({"@type": "GovernmentOrganization", "name": f.office, "url": format!("{base}/"),
        "correctionsPolicy": format!("{base}{}", f.href("/corrections"))});
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": if entry.kind == Kind::Emergency { "SpecialAnnouncement" } else { "NewsArticle" },
        "url": format!("{base}{}", f.href(&format!("/published/{}", entry.slug))),
        "headline": text.title,
        "inLanguage": side.tag(),
        "datePublished": entry.first.to_rfc3339(),
        "dateModified": latest.published.to_rfc3339(),
        "author": office,
        "publisher": office,
    });
    if !text.summary.is_empty() {
        data["abstract"] = Value::from(text.summary.clone());
    }
    if entry.kind == Kind::Emergency {
        data["datePosted"] = data["datePublished"].clone();
        data["text"] = Value::from(text::markdown::plain(&text.body, 500));
    }
    let notes: Vec<Value> = match latest.change.kind {
        ChangeKind::Correction => [(&latest.change.zh, "zh-Hans"), (&latest.change.en, "en")]
            .into_iter()
            .filter(|(note, _)| !note.is_empty())
            .map(|(note, lang)| {
                json!({"@type": "CorrectionComment", "text": note, "inLanguage": lang,
                       "datePublished": latest.published.to_rfc3339()})
            })
            .collect(),
        _ => Vec::new(),
    };
    if !notes.is_empty() {
        data["correction"] = Value::from(notes);
    }
    data
}

pub async fn corrections(
    State(site): State<Site>,
    Lang(lang): Lang,
    Asked(asked): Asked,
    headers: HeaderMap,
) -> std::result::Result<Response, Fault> {
    let f = site.frame(lang, "/corrections");
    let page: u32 = asked.text("page").parse().unwrap_or(0).min(PAGES_MAX);
    // Two registers make one, so each is read up to the end of this page.
    let until = (page + 1) * PAGE + 1;
    let empty = || Spoken::new(String::new(), TextLang::Other);
    let of_document = |correction: &public::Correction| CorrectionItem {
        href: f.href(&format!("/published/{}", correction.slug)),
        title: named(lang, &correction.texts).0,
        note: note(lang, &correction.note_zh, &correction.note_en).unwrap_or_else(empty),
        at: correction.at,
        is_withdrawal: correction.is_withdrawal,
        is_claim: false,
    };
    let of_claim = |correction: &claims::public::Correction| CorrectionItem {
        href: f.href(&format!("/claims/{}", correction.slug)),
        title: spoken(pick(lang == UiLang::Zh, &correction.claim_zh, &correction.claim_en)),
        note: note(lang, &correction.note_zh, &correction.note_en).unwrap_or_else(empty),
        at: correction.at,
        is_withdrawal: correction.is_withdrawal,
        is_claim: true,
    };
    let documents = public::corrections(&site.db, until, 0).await?;
    let claims = claims::public::corrections(&site.db, until).await?;
    let mut items: Vec<_> = documents.iter().map(of_document).chain(claims.iter().map(of_claim)).collect();
    // Stable, and each register has an order that never ties.
    items.sort_by_key(|item| std::cmp::Reverse(item.at));
    let mut items = items.split_off(items.len().min((page * PAGE) as usize));
    if items.is_empty() && page > 0 {
        return Err(Error::not_found().into());
    }
    let has_more = items.len() > PAGE as usize;
    items.truncate(PAGE as usize);
    let href = |page: u32| f.href(&format!("/corrections?page={page}"));
    let view = CorrectionsView {
        items,
        later: (page > 0).then(|| href(page - 1)),
        earlier: has_more.then(|| href(page + 1)),
        f,
    };
    Ok(Cached::page(print(&view)?.0).answer(&headers))
}

/// The list as data.
pub async fn list_json(
    State(site): State<Site>,
    Asked(asked): Asked,
    headers: HeaderMap,
) -> std::result::Result<Response, Fault> {
    let kind = Kind::from_code(&asked.text("kind"));
    let page: u32 = asked.text("page").parse().unwrap_or(0).min(PAGES_MAX);
    let mut entries = public::list(&site.db, kind, PAGE + 1, page * PAGE).await?;
    let next = (entries.len() > PAGE as usize).then(|| {
        let kind = kind.map(|kind| format!("&kind={}", kind.code())).unwrap_or_default();
        format!("/published.json?page={}{kind}", page + 1)
    });
    entries.truncate(PAGE as usize);
    let documents: Vec<Value> = entries.iter().map(entry_json).collect();
    let body = json!({"documents": documents, "next": next});
    Ok(Cached::json(body.to_string()).answer(&headers))
}

fn entry_json(entry: &Entry) -> Value {
    let text = |text: &publish::Text| json!({"title": text.title, "summary": text.summary});
    json!({
        "slug": entry.slug,
        "kind": entry.kind.code(),
        "json": format!("/published/{}.json", entry.slug),
        "edition": entry.edition_index,
        "first_published": entry.first.to_rfc3339(),
        "changed": entry.changed.to_rfc3339(),
        "withdrawn": entry.withdrawn.map(Time::to_rfc3339),
        "zh": text(&entry.texts.zh),
        "en": text(&entry.texts.en),
    })
}

/// One document as data: everything that its digests are made of.
pub async fn one_json(
    State(site): State<Site>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> std::result::Result<Response, Fault> {
    let slug = name.strip_suffix(".json").ok_or(Error::not_found())?;
    let page = public::page(&site.db, slug).await?.ok_or(Error::not_found())?;
    let editions: Vec<Value> = page.editions.iter().map(|edition| edition_json(&page, edition)).collect();
    let mut body = entry_json(&page.entry);
    body["answers"] = Value::from(page.answers());
    body["editions"] = Value::from(editions);
    Ok(Cached::json(body.to_string()).answer(&headers))
}

fn edition_json(page: &Page, edition: &Appeared) -> Value {
    let mut data = json!({
        "form": format!("candor edition {}", edition.form),
        "document": page.entry.slug,
        "kind": page.entry.kind.code(),
        "edition": edition.index,
        "change": edition.change,
        "zh": edition.texts.zh,
        "en": edition.texts.en,
        "state": edition.state.code(),
        "digest": edition.digest,
        "leaf": edition.leaf,
        "published": edition.published.to_rfc3339(),
        "superseded": edition.superseded.map(Time::to_rfc3339),
        "withdrawn": edition.withdrawn.as_ref().map(|withdrawn| json!({
            "at": withdrawn.at.to_rfc3339(), "zh": withdrawn.zh, "en": withdrawn.en, "leaf": withdrawn.leaf,
        })),
    });
    if edition.form > 1 {
        data["answers"] = Value::from(page.answers());
    }
    if let Some(facts) = &edition.emergency {
        data["emergency"] = json!(facts);
        data["cap"] = json!(edition.cap.as_ref().map(|identifier| format!("/alerts/{identifier}.xml")));
    }
    data
}

/// The latest documents for the front page.
pub async fn latest(site: &Site, f: &Frame, limit: u32) -> Result<Vec<PublishedItem>> {
    let entries = public::list(&site.db, None, limit, 0).await?;
    Ok(entries.iter().filter(|entry| entry.withdrawn.is_none()).map(|entry| item(f, entry)).collect())
}

/// The body's own colours and mark, over Candor's.
pub async fn identity_css(State(site): State<Site>, headers: HeaderMap) -> Response {
    let css = publish::identity::css(&site.identity.get());
    Cached::of("text/css; charset=utf-8", css).answer(&headers)
}

pub async fn identity_mark(State(site): State<Site>) -> std::result::Result<Response, Fault> {
    let identity = site.identity.get();
    let mark = identity.mark.clone().ok_or(Error::not_found())?;
    Ok(web::download("mark", mark.content_type, mark.bytes))
}

/// A picture or an attachment of something published.
pub async fn file(State(site): State<Site>, Path(name): Path<String>) -> std::result::Result<Response, Fault> {
    let file = public::file(&site.db, &name).await?.ok_or(Error::not_found())?;
    Ok(web::download(&file.called, file.content_type, file.bytes))
}
