//! The checks beside a draft, composed of what the room knows, what was published and what is about to be.

use super::clock::Known;
use super::incidents::{local, spoken};
use super::{Desk, Lang, print};
use crate::pages::draft_checks::{ChecksPanel, DraftChecksView, FindingRow, QualityGroup};
use axum::extract::{Path, State};
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use model::{DAY_MS, Error, IncidentId, Lang as TextLang, Time};
use org::{DepartmentId, Permission, Purpose};
use publish::{DocumentId, Edition, Side};
use respond::store::{playbook, room};
use respond::{
    Draft, Finding, IncidentState, KnownFact, OpenClock, Published, Quality, Room, Scene, State as ClockState,
};
use sha2::{Digest as _, Sha256};
use web::input::Posted;
use web::live::Update;
use web::session::SignedIn;
use web::{Fault, Frame, Spoken, UiLang};

/// How many of the last publications a draft is compared with.
const PUBLISHED_MAX: u32 = 100;

pub async fn page(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id, document)): Path<(String, String, String)>,
    who: SignedIn,
) -> Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    let room = room::load(&desk.db, &IncidentId::new(id)).await?.ok_or(Error::not_found())?;
    desk.record(&who, Purpose::Incident, &format!("draft of {}", room.incident.number)).await?;
    let f = desk.live_frame(lang, &format!("/desk/incidents/{}/drafts/{document}", room.incident.id));
    let known = Known::load(&desk, lang).await?;
    let editions = publish::store::editions(&desk.db, &DocumentId::new(document.as_str())).await?;
    let edition = &editions.first().ok_or(Error::not_found())?.edition;
    let seen = playbook::seen_by(&desk.db, &subject(edition), &digest(edition)).await?;
    let departments = room.departments();
    let side = |side: Side, lang: TextLang| {
        let text = edition.texts.side(side);
        let parts: Vec<Spoken> = text
            .body
            .split("\n\n")
            .filter(|part| !part.trim().is_empty())
            .map(|part| Spoken::new(part, lang))
            .collect();
        (Spoken::new(text.title.as_str(), lang), parts)
    };
    let mut texts = vec![side(Side::Zh, TextLang::ZhHans), side(Side::En, TextLang::En)];
    texts.retain(|(title, parts)| !title.text.is_empty() || !parts.is_empty());
    let view = DraftChecksView {
        incident_href: f.href(&format!("/desk/incidents/{}", room.incident.id)),
        number: room.incident.number.clone(),
        draft_title: title(&f, edition),
        draft_href: editor(&f, edition),
        panel: panel(&desk, &f, &known, &room, edition).await?,
        texts,
        seen_href: f.href(&format!("/desk/incidents/{}/drafts/{document}/seen", room.incident.id)),
        departments: departments
            .iter()
            .map(|id| (id.to_string(), known.department(&f, id), seen.contains(id)))
            .collect(),
        may_act: who.may(Permission::HandleAlerts) && room.incident.state == IncidentState::Open,
        staff: desk.staff_here(&who).await?,
        f,
    };
    Ok(print(&view)?)
}

/// A department says that it has read the draft as it stands.
pub async fn seen(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id, document)): Path<(String, String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.staff.require(Permission::HandleAlerts)?;
    let room = room::load(&desk.db, &IncidentId::new(id)).await?.ok_or(Error::not_found())?;
    let editions = publish::store::editions(&desk.db, &DocumentId::new(document.as_str())).await?;
    let edition = &editions.first().ok_or(Error::not_found())?.edition;
    let department = DepartmentId::new(posted.fields.text("department"));
    if !room.departments().contains(&department) {
        return Err(Error::not_found().into());
    }
    let mut tx = desk.db.write().await?;
    let (subject, digest) = (subject(edition), digest(edition));
    let draft = (subject.as_str(), digest.as_str());
    playbook::seen(&mut tx, &room.incident.id, draft, &department, posted.staff.id(), desk.clock.now()).await?;
    tx.commit().await?;
    desk.hub.send(Update { name: "incident", id: room.incident.id.to_string() });
    let back = desk.frame(lang, "").href(&format!("/desk/incidents/{}/drafts/{document}", room.incident.id));
    Ok(Redirect::to(&back).into_response())
}

/// The findings about an edition, as the room's page, the page of checks and the editor show them.
pub async fn panel(
    desk: &Desk,
    f: &Frame,
    known: &Known,
    room: &Room,
    edition: &Edition,
) -> model::Result<ChecksPanel> {
    let draft = Draft {
        title_zh: edition.texts.zh.title.clone(),
        text_zh: edition.texts.zh.body.clone(),
        title_en: edition.texts.en.title.clone(),
        text_en: edition.texts.en.body.clone(),
    };
    let scene = scene(desk, f, known, room, edition).await?;
    let findings = respond::run_checks(&draft, &scene);
    let group = |quality: &Quality| QualityGroup {
        quality: *quality,
        findings: findings.iter().filter(|one| one.quality == *quality).map(|one| finding(f, one)).collect(),
    };
    let mut measures = Vec::new();
    for (lang, text, key) in
        [(TextLang::ZhHans, &draft.text_zh, "checks-measure-zh"), (TextLang::En, &draft.text_en, "checks-measure-en")]
    {
        let plain = respond::measure_plain(lang, text);
        if plain.sentence_count > 0 {
            let mut args: Vec<(&str, web::Value<'_>)> =
                vec![("average", format!("{:.0}", plain.average).into()), ("longest", plain.longest.into())];
            args.extend(plain.ease.map(|ease| ("ease", format!("{ease:.0}").into())));
            measures.push(f.words().t_with(key, &args));
        }
    }
    Ok(ChecksPanel { groups: Quality::ALL.iter().map(group).collect(), measures, f: f.clone() })
}

/// What the room knows, as the checks ask for it.
async fn scene(desk: &Desk, f: &Frame, known: &Known, room: &Room, edition: &Edition) -> model::Result<Scene> {
    let measure = desk.respond.measure(&desk.zone);
    let since = Time::from_ms(f.now.ms() - i64::from(desk.respond.rules.compare_days) * DAY_MS);
    let mut published = Vec::new();
    for listed in publish::store::list_appeared(&desk.db, PUBLISHED_MAX, 0).await? {
        let other = &listed.edition;
        let Some(at) = other.published.filter(|at| *at >= since && other.withdrawn.is_none()) else { continue };
        // The edition that a correction corrects says otherwise on purpose.
        if other.document == edition.document {
            continue;
        }
        for text in [&other.texts.zh, &other.texts.en].into_iter().filter(|text| !text.is_empty()) {
            published.push(Published { title: text.title.clone(), text: text.body.clone(), at });
        }
    }
    let seen = playbook::seen_by(&desk.db, &subject(edition), &digest(edition)).await?;
    Ok(Scene {
        facts: room
            .standing_facts()
            .map(|fact| KnownFact {
                what: fact.what.clone(),
                origin: fact.origin.clone(),
                as_of: local(&desk.zone, fact.as_of).replace('T', " "),
                is_confirmed: fact.confirmed.is_some(),
            })
            .collect(),
        clocks: room
            .clocks
            .iter()
            .filter(|clock| clock.is_open() && !clock.is_paused() && clock.task.is_none())
            .map(|clock| OpenClock {
                name: known.in_words(&clock.name_zh, &clock.name_en).to_owned(),
                ends: clock.deadline(measure, f.now).at,
                is_urgent: clock.state(measure, f.now) != ClockState::Running,
            })
            .collect(),
        departments: room.departments().into_iter().map(|id| (id.clone(), known.department(f, &id))).collect(),
        seen: seen.into_iter().collect(),
        published,
        now: Some(f.now),
    })
}

/// A finding as a sentence with its passage.
fn finding(f: &Frame, one: &Finding) -> FindingRow {
    let value = |name: &str, value: &str| -> web::Value<'static> {
        // Sentences choose by how many there are.
        match value.parse::<u32>() {
            Ok(count) if name == "open" => count.into(),
            _ => value.to_owned().into(),
        }
    };
    let args: Vec<(&str, web::Value<'_>)> = one.said.iter().map(|(name, said)| (*name, value(name, said))).collect();
    FindingRow {
        text: f.words().t_with(&format!("check-{}", one.key), &args),
        quote: one.place.as_ref().map(|place| Spoken::new(place.quote.as_str(), place.lang)),
        is_grave: one.is_grave,
    }
}

/// What a draft is called: in the reader's language if it has a title there.
pub fn title(f: &Frame, edition: &Edition) -> Spoken {
    let side = if f.lang == UiLang::Zh { Side::Zh } else { Side::En };
    let (text, side) = edition.texts.title(side);
    if text.is_empty() {
        return spoken(&f.t("room-draft-blank"));
    }
    Spoken::new(text, if side == Side::Zh { TextLang::ZhHans } else { TextLang::En })
}

/// Where an edition is written.
pub fn editor(f: &Frame, edition: &Edition) -> String {
    editor_of(f, edition.id.as_str())
}

pub fn editor_of(f: &Frame, edition: &str) -> String {
    f.href(&format!("/desk/publications/{edition}"))
}

fn subject(edition: &Edition) -> String {
    format!("document/{}", edition.document.as_str())
}

/// Of the texts alone: a changed word makes another text, a changed address does not.
fn digest(edition: &Edition) -> String {
    let mut hash = Sha256::new();
    for text in [&edition.texts.zh, &edition.texts.en] {
        for part in [&text.title, &text.summary, &text.body] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
