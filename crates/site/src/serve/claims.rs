//! The register of claims checked: its index, one claim, and both as data and files for others.

use super::{Lang, Site, cards, print};
use crate::History;
use crate::Share;
use crate::pages::claim::{ClaimView, EditionItem, EvidenceItem, SpreadPart};
use crate::pages::claims::{ClaimItem, ClaimsView};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html as Page, IntoResponse, Response};
use claims::export::{Body, Line};
use claims::public::{self, Checked, Filter, Published, pick};
use claims::review::{Reviewer, review};
use claims::{ClaimState, Verdict};
use model::{Error, Figure, Lang as TextLang, Result, Time};
use serde::Serialize;
use web::cached::base;
use web::input::Asked;
use web::{Fault, Frame, Link, Spoken, UiLang, Words, json_ld};

const A_PAGE: u32 = 20;
const PAGES_MAX: u32 = 1_000;
/// The export holds the whole register of a city; past this one asks by verdict.
const EXPORT_MAX: u32 = 5_000;
const STORIES_MAX: usize = 8;
const HOURS: u32 = 24 * 60;
const SUMMARY_CHARACTERS: usize = 180;

pub async fn index(
    State(site): State<Site>,
    Lang(lang): Lang,
    Asked(asked): Asked,
) -> std::result::Result<Page<String>, Fault> {
    let filter = Filter {
        verdict: Verdict::from_code(&asked.text("verdict")),
        state: match asked.text("state").as_str() {
            "published" => Some(ClaimState::Published),
            "withdrawn" => Some(ClaimState::Withdrawn),
            _ => None,
        },
        words: asked.text("q"),
    };
    let page = asked.text("page").parse::<u32>().unwrap_or(1).clamp(1, PAGES_MAX);
    let f = site.frame(lang, &path(&filter, page));
    let count = public::count(&site.db, &filter).await?;
    let claims = public::list(&site.db, &filter, A_PAGE, (page - 1) * A_PAGE).await?;
    let other = |page: u32| f.href(&path(&filter, page));
    let link = |href: &str, key: &str| Link { href: href.to_owned(), text: f.t(key) };
    let view = ClaimsView {
        claims: claims.iter().map(|claim| item(&f, claim)).collect(),
        count,
        before_href: (page > 1).then(|| other(page - 1)),
        next_href: (page.saturating_mul(A_PAGE) < count).then(|| other(page + 1)),
        feeds: vec![
            link(&f.href("/claims/feed/atom"), "claims-feed-atom"),
            link(&f.href("/claims/feed/rss"), "claims-feed-rss"),
            link(&f.href("/claims/feed/json"), "claims-feed-json"),
        ],
        exports: vec![
            link("/claims/export.json", "claims-export-json"),
            link("/claims/export.csv", "claims-export-csv"),
        ],
        verdict: filter.verdict,
        state: filter.state,
        words: filter.words,
        f,
    };
    Ok(print(&view)?)
}

/// The address of a page of the index with its filter.
fn path(filter: &Filter, page: u32) -> String {
    let state = match filter.state {
        None => "",
        Some(ClaimState::Withdrawn) => "withdrawn",
        Some(_) => "published",
    };
    let page = if page > 1 { page.to_string() } else { String::new() };
    let asked = [
        ("q", encoded(&filter.words)),
        ("verdict", filter.verdict.map_or("", Verdict::code).to_owned()),
        ("state", state.to_owned()),
        ("page", page),
    ];
    let parts: Vec<String> =
        asked.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={value}")).collect();
    if parts.is_empty() { "/claims".to_owned() } else { format!("/claims?{}", parts.join("&")) }
}

fn encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

fn item(f: &Frame, claim: &Checked) -> ClaimItem {
    let is_corrected = claim.edition_index > 1;
    let answer = spoken(claim.answer(f.lang == UiLang::Zh));
    ClaimItem {
        href: f.href(&format!("/claims/{}", claim.slug)),
        claim: spoken(claim.claim(f.lang == UiLang::Zh)),
        verdict: (claim.state == ClaimState::Published).then_some(claim.verdict),
        answer: Spoken::new(shortened(&answer.text), answer.lang),
        first: claim.first,
        corrected: (is_corrected && claim.withdrawn.is_none()).then_some(claim.published),
        withdrawn: claim.withdrawn.as_ref().map(|withdrawn| withdrawn.at),
    }
}

/// Whether the text is Chinese, beside it.
pub(super) fn spoken((text, is_chinese): (&str, bool)) -> Spoken {
    Spoken::new(text, if is_chinese { TextLang::ZhHans } else { TextLang::En })
}

fn paragraphs((text, is_chinese): (&str, bool)) -> Vec<Spoken> {
    text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(|part| spoken((part, is_chinese))).collect()
}

/// The beginning, cut at the end of a sentence or a word where it is long.
fn shortened(text: &str) -> String {
    let joint = if text.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
    let whole = text.split("\n\n").map(str::trim).collect::<Vec<_>>().join(joint);
    let Some((end, _)) = whole.char_indices().nth(SUMMARY_CHARACTERS) else { return whole };
    let kept = &whole[..end];
    let sentence = kept.rfind(['。', '！', '？']).map(|at| at + '。'.len_utf8());
    let cut = sentence.or_else(|| kept.rfind(". ").map(|at| at + 1)).or_else(|| kept.rfind(' '));
    match cut {
        Some(at) if kept[..at].ends_with(['。', '！', '？', '.']) => kept[..at].to_owned(),
        Some(at) => format!("{}…", &kept[..at]),
        None => format!("{kept}…"),
    }
}

/// One claim with all that is public of it.
struct Whole {
    checked: Checked,
    editions: Vec<Published>,
    department: Option<org::Department>,
    stories: Vec<analyse::mirror::StoryCard>,
    hours: Vec<Vec<analyse::mirror::StoryHour>>,
}

impl Whole {
    /// - errors: `NotFound` for an address that nothing was ever published under
    async fn read(site: &Site, slug: &str) -> Result<Self> {
        let checked = public::one(&site.db, slug).await?.ok_or_else(Error::not_found)?;
        let editions = public::editions(&site.db, &checked.id).await?;
        let department = match &checked.department {
            Some(id) => department(site, id).await?,
            None => None,
        };
        let (mut stories, mut hours) = (Vec::new(), Vec::new());
        for story in public::stories(&site.db, &checked.id).await? {
            // A story under the threshold exists for nobody outside the count.
            let Some(card) = analyse::mirror::story(&site.db, site.k, &story).await? else { continue };
            if stories.len() < STORIES_MAX
                && !stories.iter().any(|known: &analyse::mirror::StoryCard| known.id == card.id)
            {
                hours.push(analyse::mirror::story_hours(&site.db, site.k, &card.id, HOURS).await?);
                stories.push(card);
            }
        }
        Ok(Whole { checked, editions, department, stories, hours })
    }

    fn heard_first(&self) -> Option<Time> {
        self.stories.iter().map(|story| story.first).min()
    }

    fn spread(&self, site: &Site) -> Option<mirror::Spread> {
        let stories = self.stories.iter().zip(self.hours.iter().map(Vec::as_slice));
        let spread = || mirror::spread(&site.zone, stories, self.checked.first, site.k.get());
        (!self.stories.is_empty()).then(spread)
    }

    /// The claim as ClaimReview; nothing for a withdrawn one.
    fn review(&self, base: &str, f: &Frame) -> Option<serde_json::Value> {
        let checked = &self.checked;
        (checked.state == ClaimState::Published).then(|| {
            let verdict = mirror::verdict_word(f.words(), checked.verdict);
            let note = f.t("claims-conflict");
            let url = format!("{base}{}", f.href(&format!("/claims/{}", checked.slug)));
            let home = format!("{base}/");
            let reviewer = Reviewer {
                name: &f.office,
                home: &home,
                department: self.department.as_ref().map(|known| known.name(f.lang == UiLang::Zh)),
                url: &url,
                verdict: &verdict,
                conflict_note: &note,
            };
            review(checked, &self.editions, &reviewer, self.heard_first(), f.lang == UiLang::Zh)
        })
    }
}

async fn department(site: &Site, id: &str) -> Result<Option<org::Department>> {
    Ok(org::department::list(&site.db).await?.into_iter().find(|known| known.id.as_str() == id))
}

/// One claim as a page; as ClaimReview for who asks for `application/ld+json`.
pub async fn page(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, slug)): Path<(String, String)>,
    headers: HeaderMap,
) -> std::result::Result<Response, Fault> {
    let whole = Whole::read(&site, &slug).await?;
    let f = site.frame(lang, &format!("/claims/{slug}"));
    let base = base(&site.public_url, &headers);
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("application/ld+json") {
        let data = whole.review(&base, &f).ok_or_else(Error::not_found)?;
        return Ok(([(header::CONTENT_TYPE, "application/ld+json")], data.to_string()).into_response());
    }
    let history = site.history(&f, &format!("claim/{}", whole.checked.id)).await?;
    let vary = [(header::VARY, "Accept")];
    Ok((vary, print(&view(&site, whole, history, f, &base))?).into_response())
}

fn view(site: &Site, whole: Whole, history: Option<History>, f: Frame, base: &str) -> ClaimView {
    let chinese = f.lang == UiLang::Zh;
    let json_ld = whole.review(base, &f).map(|data| json_ld(&data));
    let spread = spread_part(site, &whole, &f);
    let Whole { checked, editions, department, .. } = whole;
    let evidence = editions.first().map_or(Vec::new(), |edition| edition.evidence.iter().map(evidence).collect());
    ClaimView {
        claim: spoken(checked.claim(chinese)),
        verdict: (checked.state == ClaimState::Published).then_some(checked.verdict),
        answer: paragraphs(checked.answer(chinese)),
        first: checked.first,
        published: checked.published,
        edition_index: checked.edition_index,
        review: checked.review.filter(|_| checked.withdrawn.is_none()),
        department: department.map(|known| known.name(chinese).to_owned()),
        evidence,
        editions: editions.iter().map(|edition| edition_item(&f, edition)).collect(),
        spread,
        withdrawn: checked
            .withdrawn
            .as_ref()
            .map(|withdrawn| (withdrawn.at, spoken(pick(chinese, &withdrawn.reason_zh, &withdrawn.reason_en)))),
        json_href: format!("/claims/{}.json", checked.slug),
        share: (checked.state == ClaimState::Published).then(|| Share {
            url: format!("{base}{}", f.href(&format!("/claims/{}", checked.slug))),
            image: format!("{base}{}", cards::of_claim(f.lang, &checked.slug, checked.edition_index)),
            title: format!("{}: {}", mirror::verdict_word(f.words(), checked.verdict), checked.claim(chinese).0),
            description: text::markdown::plain(checked.answer(chinese).0, 200),
            f: f.clone(),
        }),
        json_ld,
        history,
        k: site.k.get(),
        f,
    }
}

/// Where a reader's own machine checks what the log holds about a subject.
fn proof_href(f: &Frame, subject: &str) -> String {
    f.href(&format!("/log/check?of={subject}"))
}

fn evidence(evidence: &claims::Evidence) -> EvidenceItem {
    EvidenceItem {
        title: evidence.title.clone(),
        publisher: evidence.publisher.clone(),
        url: evidence.url.clone(),
        dated: evidence.dated.clone(),
        quote: evidence.quote.clone(),
        archived: evidence.archived.clone(),
    }
}

fn edition_item(f: &Frame, edition: &Published) -> EditionItem {
    let chinese = f.lang == UiLang::Zh;
    let change = spoken(pick(chinese, &edition.change_zh, &edition.change_en));
    EditionItem {
        index: edition.index,
        verdict: edition.verdict,
        published: edition.published,
        superseded: edition.superseded,
        change: (!change.text.is_empty()).then_some(change),
        claim: spoken(pick(chinese, &edition.claim_zh, &edition.claim_en)),
        answer: paragraphs(pick(chinese, &edition.answer_zh, &edition.answer_en)),
        digest: edition.digest.clone(),
        proof_href: edition.leaf.is_some().then(|| proof_href(f, &format!("claim-edition/{}", edition.id))),
    }
}

fn spread_part(site: &Site, whole: &Whole, f: &Frame) -> Option<SpreadPart> {
    let spread = whole.spread(site)?;
    let loudest = |card: &analyse::mirror::StoryCard| card.voices.exact().unwrap_or(0);
    let (card, hours) = whole.stories.iter().zip(&whole.hours).max_by_key(|(card, _)| loudest(card))?;
    let link = |card: &analyse::mirror::StoryCard| Link {
        href: f.href(&format!("/stories/{}", card.id)),
        text: mirror::headline(f, card).text,
    };
    Some(SpreadPart {
        before: spread.before,
        after: spread.after,
        timeline: mirror::course(f, card, hours, &[], &[whole.checked.first]),
        stories: whole.stories.iter().map(link).collect(),
    })
}

#[derive(Serialize)]
pub struct ClaimJson {
    voices_min: u32,
    #[serde(flatten)]
    line: Line,
    review_by: Option<String>,
    heard_first: Option<String>,
    /// Voices before and after the first answer; nothing while no story that may be shown tells the claim.
    spread: Option<SpreadJson>,
    editions: Vec<EditionJson>,
    withdrawn_reason_zh: String,
    withdrawn_reason_en: String,
    log_entry: Option<String>,
}

#[derive(Serialize)]
struct SpreadJson {
    before: Figure,
    after: Figure,
    stories: Vec<String>,
}

#[derive(Serialize)]
struct EditionJson {
    edition: u32,
    verdict: Verdict,
    claim_zh: String,
    claim_en: String,
    answer_zh: String,
    answer_en: String,
    change_zh: String,
    change_en: String,
    published: String,
    superseded: Option<String>,
    sha256: String,
    log_entry: Option<String>,
    evidence: Vec<claims::Evidence>,
}

pub async fn json(
    State(site): State<Site>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> std::result::Result<Json<ClaimJson>, Fault> {
    let whole = Whole::read(&site, name.strip_suffix(".json").ok_or(Error::not_found())?).await?;
    let spread = whole.spread(&site).map(|spread| SpreadJson {
        before: spread.before,
        after: spread.after,
        stories: whole.stories.iter().map(|story| story.id.to_string()).collect(),
    });
    let heard_first = whole.heard_first().map(Time::to_rfc3339);
    let (checked, withdrawn) = (&whole.checked, whole.checked.withdrawn.clone());
    let edition = |edition: Published| EditionJson {
        edition: edition.index,
        verdict: edition.verdict,
        claim_zh: edition.claim_zh,
        claim_en: edition.claim_en,
        answer_zh: edition.answer_zh,
        answer_en: edition.answer_en,
        change_zh: edition.change_zh,
        change_en: edition.change_en,
        published: edition.published.to_rfc3339(),
        superseded: edition.superseded.map(Time::to_rfc3339),
        sha256: edition.digest,
        log_entry: edition.leaf,
        evidence: edition.evidence,
    };
    Ok(Json(ClaimJson {
        voices_min: site.k.get(),
        line: line(&site, &base(&site.public_url, &headers), checked, whole.editions.first()),
        review_by: checked.review.map(Time::to_rfc3339),
        heard_first,
        spread,
        withdrawn_reason_zh: withdrawn.as_ref().map(|one| one.reason_zh.clone()).unwrap_or_default(),
        withdrawn_reason_en: withdrawn.map(|one| one.reason_en).unwrap_or_default(),
        log_entry: checked.leaf.clone(),
        editions: whole.editions.into_iter().map(edition).collect(),
    }))
}

fn line(site: &Site, base: &str, checked: &Checked, standing: Option<&Published>) -> Line {
    let word = |lang: UiLang| mirror::verdict_word(Words::for_lang(lang), checked.verdict);
    let body = Body { name_zh: &site.name_zh, name_en: &site.name_en, home: base };
    claims::export::line(checked, standing, (word(UiLang::Zh), word(UiLang::En)), &body)
}

async fn lines(site: &Site, headers: &HeaderMap) -> Result<Vec<Line>> {
    let base = base(&site.public_url, headers);
    let mut lines = Vec::new();
    for checked in public::list(&site.db, &Filter::default(), EXPORT_MAX, 0).await? {
        let editions = public::editions(&site.db, &checked.id).await?;
        lines.push(line(site, &base, &checked, editions.first()));
    }
    Ok(lines)
}

pub async fn export_json(State(site): State<Site>, headers: HeaderMap) -> std::result::Result<Response, Fault> {
    let file = [(header::CONTENT_DISPOSITION, "attachment; filename=\"claims.json\"")];
    Ok((file, Json(lines(&site, &headers).await?)).into_response())
}

pub async fn export_csv(State(site): State<Site>, headers: HeaderMap) -> std::result::Result<Response, Fault> {
    let head = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"claims.csv\""),
    ];
    Ok((head, claims::export::csv(lines(&site, &headers).await?)?).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_ends_with_a_sentence_or_says_that_it_goes_on() {
        assert_eq!(shortened("Short.\n\nMore."), "Short. More.");
        let long = "A sentence of some length that tells what was found. ".repeat(8);
        assert!(shortened(&long).ends_with("found."));
        assert!(shortened(&"水".repeat(300)).ends_with('…'));
    }

    #[test]
    fn the_address_of_a_search_carries_what_was_typed() {
        let filter = Filter { words: "水 & 电".into(), verdict: Some(Verdict::False), state: None };
        assert_eq!(path(&filter, 2), "/claims?q=%E6%B0%B4%20%26%20%E7%94%B5&verdict=false&page=2");
        assert_eq!(path(&Filter::default(), 1), "/claims");
    }
}
