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
use respond::store::{clock, playbook, room};
use respond::{
    Draft, Finding, IncidentState, KnownFact, OpenClock, Published, Quality, Room, Scene, State as ClockState, Step,
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
        panel: panel(&desk, &f, &known, Some(&room), edition).await?,
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

/// What stands beside a draft: the findings, and what the room of its incident waits for.
pub struct Beside {
    pub panel: ChecksPanel,
    /// Where the departments of its room say that they have read it.
    pub page: Option<String>,
    /// The duties of its room that any publication meets, by name.
    pub words: Vec<String>,
    /// Its other open duties: step, name, and whether this document is said to meet it.
    pub further: Vec<(Step, String, bool)>,
}

/// - `edition`: with the texts as they stand on the page, stored or not
/// - `subjects`: what its document answers
pub async fn beside(desk: &Desk, f: &Frame, edition: &Edition, subjects: &[String]) -> model::Result<Beside> {
    let known = Known::load(desk, f.lang).await?;
    let room = room_of(desk, subjects).await?;
    let panel = panel(desk, f, &known, room.as_ref(), edition).await?;
    let Some(room) = room else { return Ok(Beside { panel, page: None, words: Vec::new(), further: Vec::new() }) };
    let given = clock::given_by(&desk.db, &subject(edition)).await?;
    let (mut words, mut further) = (Vec::new(), Vec::<(Step, String, bool)>::new());
    for one in room.clocks.iter().filter(|clock| clock.is_open() && clock.task.is_none()) {
        let name = known.in_words(&one.name_zh, &one.name_en).to_owned();
        if clock::is_word(one.step) {
            words.push(name);
        } else if further.iter().all(|(step, ..)| *step != one.step) {
            further.push((one.step, name, given.contains(&one.step)));
        }
    }
    let page = format!("/desk/incidents/{}/drafts/{}", room.incident.id, edition.document.as_str());
    Ok(Beside { panel, page: Some(f.href(&page)), words, further })
}

/// The room of the incident that a document answers.
pub async fn room_of(desk: &Desk, subjects: &[String]) -> model::Result<Option<Room>> {
    match subjects.iter().find_map(|subject| subject.strip_prefix("incident/")) {
        Some(id) => room::load(&desk.db, &IncidentId::new(id)).await,
        None => Ok(None),
    }
}

/// The findings about an edition, as the room's page, the page of checks and the editor show them.
///
/// - `room`: of its incident; a draft without one is asked less
pub async fn panel(
    desk: &Desk,
    f: &Frame,
    known: &Known,
    room: Option<&Room>,
    edition: &Edition,
) -> model::Result<ChecksPanel> {
    let draft = Draft {
        title_zh: edition.texts.zh.title.clone(),
        text_zh: edition.texts.zh.body.clone(),
        title_en: edition.texts.en.title.clone(),
        text_en: edition.texts.en.body.clone(),
    };
    let published = published(desk, f, edition).await?;
    let scene = match room {
        Some(room) => Scene { published, ..scene(desk, f, known, room, edition).await? },
        None => Scene { published, now: Some(f.now), is_without_room: true, ..Scene::default() },
    };
    let findings = respond::run_checks(&draft, &scene);
    let group = |quality: &Quality| {
        let own = findings.iter().filter(|one| one.quality == *quality);
        QualityGroup::gathered(*quality, own.map(|one| finding(f, one)))
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
    let is_asked = |quality: &&Quality| {
        respond::CHECKS.iter().any(|check| check.quality == **quality && (room.is_some() || !check.needs_room))
    };
    let groups = Quality::ALL.iter().filter(is_asked).map(group).collect();
    Ok(ChecksPanel { groups, measures, has_room: room.is_some(), f: f.clone() })
}

/// What the office published in the last days, for comparing.
async fn published(desk: &Desk, f: &Frame, edition: &Edition) -> model::Result<Vec<Published>> {
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
    Ok(published)
}

/// What the room knows, as the checks ask for it.
async fn scene(desk: &Desk, f: &Frame, known: &Known, room: &Room, edition: &Edition) -> model::Result<Scene> {
    let measure = desk.respond.measure(&desk.zone);
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
        now: Some(f.now),
        ..Scene::default()
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
        quotes: one.place.iter().map(|place| Spoken::new(place.quote.as_str(), place.lang)).collect(),
        is_grave: one.is_grave,
        count: 1,
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
    f.href(&format!("/desk/publications/{}", edition.id.as_str()))
}

pub fn subject(edition: &Edition) -> String {
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
