//! Claims at the desk: the list and one claim. What changes one stands in [`super::claim_forms`].

use super::{Desk, Lang, alerts, print};
use crate::pages::claim::{
    ApprovalPart, ClaimIncident, ClaimStateShown, ClaimValues, DeskClaimView, DeskSpread, EditionLine, EvidenceOffer,
    MatchItem, NewClaimView, PreviewText, Writing,
};
use crate::pages::claims::{ClaimRow, DeskClaimsView, MatchRow};
use analyse::mirror::{self, StoryCard};
use axum::extract::{Path, State};
use axum::response::Html as Page;
use claims::matches::{Decision, Match};
use claims::public::pick;
use claims::publish::request;
use claims::{Claim, ClaimState, Edition, Evidence, Verdict, faults, matches, read};
use model::{ClaimId, Figure, Lang as TextLang, Result, StaffId, StoryId};
use org::{Permission, Purpose, Refusal};
use std::collections::HashMap;
use web::input::Asked;
use web::session::SignedIn;
use web::{Fault, Frame, Spoken, UiLang};

const HOURS: u32 = 24 * 60;
/// Publications that are offered as evidence.
const OFFERS: u32 = 8;

pub async fn list(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    desk.record(&who, Purpose::RoutineWatch, "claims").await?;
    let f = desk.live_frame(lang, "/desk/claims");
    let names = desk.names().await?;
    let drafts = read::list(&desk.db, ClaimState::Draft).await?;
    let mut published = read::list(&desk.db, ClaimState::Published).await?;
    published.sort_by_key(|claim| !claim.is_overdue(f.now));
    let withdrawn = read::list(&desk.db, ClaimState::Withdrawn).await?;
    let waits = |claim: &&Claim| claim.leaving.is_some() || claim.draft().is_some_and(|draft| draft.ready.is_some());
    let shown = |claim: &Claim| row(&f, claim, &names);
    let view = DeskClaimsView {
        ready: drafts.iter().chain(&published).filter(waits).map(shown).collect(),
        suggested: suggested(&desk, &f, drafts.iter().chain(&published)).await?,
        drafts: drafts.iter().filter(|claim| !waits(claim)).map(shown).collect(),
        published: published.iter().map(shown).collect(),
        withdrawn: withdrawn.iter().map(shown).collect(),
        may_write: who.may(Permission::HandleAlerts),
        staff: desk.staff_here(&who).await?,
        f,
    };
    Ok(print(&view)?)
}

fn row(f: &Frame, claim: &Claim, names: &HashMap<StaffId, String>) -> ClaimRow {
    let newest = claim.newest();
    let is_late = claim.is_overdue(f.now);
    let needs = match (claim.leaving.is_some(), newest.review) {
        (true, _) => f.t("desk-claims-leaving"),
        (false, Some(review)) if is_late => f.t1("desk-claims-overdue", "when", f.day(&review)),
        (false, Some(review)) if claim.state == ClaimState::Published => {
            f.t1("desk-claims-due", "when", f.day(&review))
        }
        _ => String::new(),
    };
    ClaimRow {
        href: f.href(&format!("/desk/claims/{}", claim.id)),
        claim: words(f, newest),
        verdict: newest.verdict,
        owner: alerts::name(names, &claim.owner),
        since: claim.published.unwrap_or(claim.opened),
        needs,
        is_late,
    }
}

/// The claim in the page's language, or in the other one.
pub fn words(f: &Frame, edition: &Edition) -> Spoken {
    spoken(f, &edition.claim_zh, &edition.claim_en)
}

fn spoken(f: &Frame, zh: &str, en: &str) -> Spoken {
    let (text, is_chinese) = pick(f.lang == UiLang::Zh, zh, en);
    Spoken::new(text, if is_chinese { TextLang::ZhHans } else { TextLang::En })
}

async fn suggested<'a>(desk: &Desk, f: &Frame, claims: impl Iterator<Item = &'a Claim>) -> Result<Vec<MatchRow>> {
    let claims: HashMap<&ClaimId, &Claim> = claims.map(|claim| (&claim.id, claim)).collect();
    let waiting = matches::waiting(&desk.db).await?;
    let stories = cards(desk, &waiting).await?;
    let row = |waiting: &Match| {
        let (claim, story) = (claims.get(&waiting.claim)?, stories.get(&waiting.story)?);
        Some(MatchRow {
            claim: claim.id.clone(),
            claim_href: f.href(&format!("/desk/claims/{}", claim.id)),
            claim_words: words(f, claim.newest()),
            story: waiting.story.clone(),
            story_href: f.href(&format!("/desk/stories/{}", story.id)),
            headline: ::mirror::headline(f, story),
            voices: story.voices,
            strength: waiting.strength,
            found: waiting.found,
        })
    };
    Ok(waiting.iter().filter_map(row).collect())
}

/// The stories of some matches; those under the threshold are left out.
async fn cards(desk: &Desk, matches: &[Match]) -> Result<HashMap<StoryId, StoryCard>> {
    let ids: Vec<StoryId> = matches.iter().map(|one| one.story.clone()).collect();
    mirror::stories_by_id(&desk.db, desk.k, &ids).await
}

pub async fn one(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    let id = ClaimId::new(id);
    desk.record(&who, Purpose::Incident, &format!("claim {id}")).await?;
    Ok(print(&view(&desk, lang, &id, &who, Typed::default()).await?)?)
}

/// What a form sent that was refused, so that it stands on the page again.
#[derive(Default)]
pub struct Typed {
    pub values: Option<ClaimValues>,
    pub refusals: Vec<Refusal>,
    pub evidence: Evidence,
    pub evidence_refusals: Vec<Refusal>,
}

pub async fn view(desk: &Desk, lang: UiLang, id: &ClaimId, who: &SignedIn, typed: Typed) -> Result<DeskClaimView> {
    let claim = read::one(&desk.db, id).await?;
    let f = desk.frame(lang, &format!("/desk/claims/{id}"));
    let names = desk.names().await?;
    let departments = departments(desk, lang).await?;
    let found = matches::of_claim(&desk.db, id).await?;
    let stories = cards(desk, &found).await?;
    let newest = claim.newest();
    let writers = match claim.draft() {
        Some(draft) => read::writers(&desk.db, &draft.id).await?,
        None => Vec::new(),
    };
    let incidents = incidents(desk, &f, id, &found).await?;
    let view = DeskClaimView {
        id: id.clone(),
        claim: words(&f, newest),
        verdict: newest.verdict,
        state: state(&claim),
        owner: alerts::name(&names, &claim.owner),
        department: named(&departments, claim.department.as_ref()),
        public_href: (claim.state != ClaimState::Draft).then(|| f.href(&format!("/claims/{}", claim.slug))),
        review: newest.review,
        is_overdue: claim.is_overdue(f.now),
        approval: claim.draft().filter(|draft| draft.ready.is_some()).map(|draft| ApprovalPart {
            department: named(&departments, draft.department.as_ref()),
            ..approval(&f, draft, &writers, who)
        }),
        writing: match claim.draft() {
            Some(draft) => {
                let offers = offers(desk, &f, draft, &found, &stories).await?;
                Some(Writing { offers, ..writing(&f, draft, departments, &names, typed) })
            }
            None => None,
        },
        leaving: claim.leaving.as_ref().map(|leaving| {
            let may = leaving.by != *who.id() && who.may(Permission::Approve);
            let (reason, _) = pick(lang == UiLang::Zh, &leaving.reason_zh, &leaving.reason_en);
            (alerts::name(&names, &leaving.by), reason.to_owned(), may)
        }),
        may_write: who.may(Permission::HandleAlerts),
        spread: spread(desk, &f, &claim, &found, &stories).await?,
        matches: found.iter().map(|one| match_item(desk, &f, one, &stories, &names)).collect(),
        incident_choices: {
            let mut choices = super::incidents::choices(desk, &[]).await?;
            choices.retain(|(id, _)| incidents.iter().all(|known| !known.href.ends_with(&format!("/{id}"))));
            choices
        },
        incidents,
        editions: claim.editions.iter().rev().filter_map(|edition| edition_line(&f, edition)).collect(),
        k: desk.k.get(),
        staff: desk.staff_here(who).await?,
        f,
    };
    Ok(view)
}

fn state(claim: &Claim) -> ClaimStateShown {
    match (claim.state, claim.draft().and_then(|draft| draft.ready)) {
        (ClaimState::Withdrawn, _) => ClaimStateShown::Withdrawn,
        (ClaimState::Published, _) => ClaimStateShown::Published,
        (ClaimState::Draft, Some(since)) => ClaimStateShown::Ready(since),
        (ClaimState::Draft, None) => ClaimStateShown::Draft,
    }
}

fn approval(f: &Frame, draft: &Edition, writers: &[StaffId], who: &SignedIn) -> ApprovalPart {
    let barred = if writers.contains(who.id()) {
        Some("desk-claim-approve-own")
    } else if !who.may(Permission::Approve) {
        Some("desk-claim-approve-role")
    } else {
        None
    };
    let text = |claim: &str, answer: &str, change: &str, lang: TextLang| PreviewText {
        claim: Spoken::new(claim, lang),
        answer: answer.split("\n\n").map(|part| Spoken::new(part.trim(), lang)).collect(),
        change: (!change.is_empty()).then(|| Spoken::new(change, lang)),
    };
    let mut texts = Vec::new();
    if !draft.claim_zh.is_empty() {
        texts.push(text(&draft.claim_zh, &draft.answer_zh, &draft.change_zh, TextLang::ZhHans));
    }
    if !draft.claim_en.is_empty() {
        texts.push(text(&draft.claim_en, &draft.answer_en, &draft.change_en, TextLang::En));
    }
    // The page in the reader's language first.
    if f.lang == UiLang::En {
        texts.reverse();
    }
    ApprovalPart { department: None, digest: request(draft).digest, barred, texts }
}

/// The name of a department.
fn named(departments: &[(String, String)], id: Option<&String>) -> Option<String> {
    departments.iter().find(|(known, _)| Some(known) == id).map(|(_, name)| name.clone())
}

fn writing(
    f: &Frame,
    draft: &Edition,
    departments: Vec<(String, String)>,
    names: &HashMap<StaffId, String>,
    typed: Typed,
) -> Writing {
    let stored = ClaimValues {
        claim_zh: draft.claim_zh.clone(),
        claim_en: draft.claim_en.clone(),
        verdict: draft.verdict.map_or("", Verdict::code).to_owned(),
        answer_zh: draft.answer_zh.clone(),
        answer_en: draft.answer_en.clone(),
        change_zh: draft.change_zh.clone(),
        change_en: draft.change_en.clone(),
        review: draft.review.map(|review| f.zone.civil(review).date().to_string()).unwrap_or_default(),
        department: draft.department.clone().unwrap_or_default(),
    };
    Writing {
        index: draft.index,
        values: typed.values.unwrap_or(stored),
        evidence: draft.evidence.clone(),
        typed: typed.evidence,
        refusals: typed.refusals,
        offers: Vec::new(),
        evidence_refusals: typed.evidence_refusals,
        missing: faults(draft).into_iter().map(|fault| f.t(fault.0)).collect(),
        departments,
        saved_by: alerts::name(names, &draft.written_by),
        saved: draft.written,
    }
}

/// What institutions and the press published about the stories that tell the claim, newest first, without what is
/// evidence already.
async fn offers(
    desk: &Desk,
    f: &Frame,
    draft: &Edition,
    found: &[Match],
    stories: &HashMap<StoryId, StoryCard>,
) -> Result<Vec<EvidenceOffer>> {
    let register = listen::store::register(&desk.db).await?;
    let publisher = |id: &model::SourceId| {
        let known = register.iter().find(|known| known.id == *id);
        known.map_or_else(String::new, |known| known.name(f.lang == UiLang::Zh).to_owned())
    };
    let mut offers: Vec<EvidenceOffer> = Vec::new();
    for one in found.iter().filter(|one| one.decision == Some(Decision::Attached)) {
        let Some(card) = stories.get(&one.story) else { continue };
        for text in mirror::publications(&desk.db, &card.id, OFFERS).await? {
            let is_used = draft.evidence.iter().any(|evidence| evidence.url == text.link);
            if is_used || text.title.is_empty() || offers.iter().any(|offer| offer.url == text.link) {
                continue;
            }
            offers.push(EvidenceOffer {
                title: Spoken::new(text.title, text.lang),
                publisher: publisher(&text.source),
                url: text.link,
                dated: f.zone.civil(text.at).date().to_string(),
                at: text.at,
            });
        }
    }
    offers.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.url.cmp(&b.url)));
    offers.truncate(OFFERS as usize);
    Ok(offers)
}

fn match_item(
    desk: &Desk,
    f: &Frame,
    one: &Match,
    stories: &HashMap<StoryId, StoryCard>,
    names: &HashMap<StaffId, String>,
) -> MatchItem {
    let card = stories.get(&one.story);
    MatchItem {
        story: one.story.clone(),
        href: f.href(&format!("/desk/stories/{}", card.map_or(&one.story, |card| &card.id))),
        headline: card.map(|card| ::mirror::headline(f, card)),
        voices: card.map_or(Figure::FewerThan(desk.k.get()), |card| card.voices),
        strength: one.strength,
        percent: (one.score.clamp(0.0, 1.0) * 100.0).round() as u32,
        decision: one.decision,
        decided: one.decided.as_ref().map(|(at, by)| (alerts::name(names, by), *at)),
    }
}

async fn spread(
    desk: &Desk,
    f: &Frame,
    claim: &Claim,
    found: &[Match],
    stories: &HashMap<StoryId, StoryCard>,
) -> Result<Option<DeskSpread>> {
    let attached = found.iter().filter(|one| one.decision == Some(Decision::Attached));
    let mut told: Vec<&StoryCard> = attached.filter_map(|one| stories.get(&one.story)).collect();
    told.sort_by(|a, b| b.voices.cmp(&a.voices).then_with(|| a.id.cmp(&b.id)));
    told.dedup_by(|a, b| a.id == b.id);
    let Some(loudest) = told.first() else { return Ok(None) };
    let mut hours = Vec::with_capacity(told.len());
    for card in &told {
        hours.push(mirror::story_hours(&desk.db, desk.k, &card.id, HOURS).await?);
    }
    let answered = claim.published;
    let stories = told.iter().copied().zip(hours.iter().map(Vec::as_slice));
    let sums = ::mirror::spread(&desk.zone, stories, answered.unwrap_or(f.now), desk.k.get());
    let spoke: Vec<_> = answered.into_iter().collect();
    Ok(Some(DeskSpread {
        before: sums.before,
        after: sums.after,
        timeline: ::mirror::course(f, loudest, &hours[0], &[], &spoke),
    }))
}

/// Incidents about the claim or about a story that tells it, the last opened first.
async fn incidents(desk: &Desk, f: &Frame, id: &ClaimId, found: &[Match]) -> Result<Vec<ClaimIncident>> {
    let mut subjects = vec![format!("claim/{id}")];
    let told = found.iter().filter(|one| one.decision == Some(Decision::Attached));
    subjects.extend(told.map(|one| format!("story/{}", one.story)));
    let mut all: Vec<ClaimIncident> = Vec::new();
    for subject in &subjects {
        for one in respond::store::incident::all_about(&desk.db, subject).await? {
            let href = f.href(&format!("/desk/incidents/{}", one.id));
            if all.iter().any(|known| known.href == href) {
                continue;
            }
            all.push(ClaimIncident {
                href,
                number: one.number,
                title: super::incidents::spoken(&one.title),
                opened: one.opened,
                is_open: one.state == respond::IncidentState::Open,
            });
        }
    }
    all.sort_by(|a, b| b.opened.cmp(&a.opened).then_with(|| a.number.cmp(&b.number)));
    Ok(all)
}

fn edition_line(f: &Frame, edition: &Edition) -> Option<EditionLine> {
    Some(EditionLine {
        index: edition.index,
        verdict: edition.verdict,
        published: edition.published?,
        superseded: edition.superseded,
        change: spoken(f, &edition.change_zh, &edition.change_en),
    })
}

/// Departments by id, in the language of the page.
pub async fn departments(desk: &Desk, lang: UiLang) -> Result<Vec<(String, String)>> {
    let open = org::department::open(&desk.db).await?;
    Ok(open.iter().map(|known| (known.id.to_string(), known.name(lang == UiLang::Zh).to_owned())).collect())
}

/// The form that opens a claim; from a story, with its headline to begin with.
pub async fn form(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
    Asked(asked): Asked,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::HandleAlerts)?;
    let mut values = ClaimValues::default();
    let story = asked.text("story");
    let view = new_view(&desk, lang, &who, &story).await?;
    if let Some((_, headline)) = &view.story {
        match headline.lang {
            TextLang::ZhHans | TextLang::ZhHant => values.claim_zh = headline.text.clone(),
            _ => values.claim_en = headline.text.clone(),
        }
    }
    Ok(print(&NewClaimView { values, incident: asked.text("incident"), ..view })?)
}

/// The form as it stands before anything is typed.
///
/// - `story`: an id, or nothing
pub async fn new_view(desk: &Desk, lang: UiLang, who: &SignedIn, story: &str) -> Result<NewClaimView> {
    let f = desk.frame(lang, "/desk/claims/new");
    let card = match story {
        "" => None,
        id => mirror::story(&desk.db, desk.k, &StoryId::new(id)).await?,
    };
    Ok(NewClaimView {
        story: card.map(|card| (card.id.clone(), ::mirror::headline(&f, &card))),
        incident: String::new(),
        values: ClaimValues::default(),
        departments: departments(desk, lang).await?,
        refusals: Vec::new(),
        staff: desk.staff_here(who).await?,
        f,
    })
}
