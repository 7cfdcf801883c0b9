//! Publications: writing, having approved by a second person, publishing, correcting, withdrawing.

use super::form::{Done, Form};
use super::{Desk, Lang, draft_checks, incidents, print};
use crate::pages::publications::{
    DiffPart, EditPublicationView, FileRow, Overtaken, Preview, PublicationRow, PublicationsView, SideForm,
};
use analyse::mirror;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use model::{ClaimId, Error, IncidentId, Kind as Wrong, Lang as TextLang, Result, StaffId, StoryId};
use org::Permission;
use publish::edition::{self, Draft};
use publish::file::NewFile;
use publish::store::Listed;
use publish::{Edition, EditionId, Kind, NewDraft, Saved, Side, State as Stands, Text, Texts, markdown};
use respond::store::{playbook, room};
use respond::{IncidentState, Step};
use std::collections::HashMap;
use store::Tx;
use web::input::{Asked, Fields, Posted, Uploaded};
use web::session::SignedIn;
use web::{Fault, Frame, Link, Spoken, UiLang};

mod emergency;
mod one;

pub use one::{approve, next, one, publish_now, reopen, schedule, withdraw};

const OPEN_MAX: u32 = 200;
const PAGE: u32 = 50;

pub async fn list(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
    Asked(asked): Asked,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    let f = desk.frame(lang, "/desk/publications");
    let names = desk.names().await?;
    let page: u32 = asked.text("page").parse().unwrap_or(0).min(10_000);
    let open = publish::store::list_open(&desk.db, OPEN_MAX).await?;
    let mut appeared = publish::store::list_appeared(&desk.db, PAGE + 1, page * PAGE).await?;
    let has_more = appeared.len() > PAGE as usize;
    appeared.truncate(PAGE as usize);
    let may_approve = who.session.staff.role.may(Permission::Approve);
    let (mut waiting, mut approved, mut drafts) = (Vec::new(), Vec::new(), Vec::new());
    for listed in &open {
        let mut row = row(&f, &names, listed);
        if listed.edition.state == Stands::Approved {
            approved.push(row);
        } else if listed.edition.waits_for_approval() {
            let writers = publish::store::list_writers(&desk.db, &listed.edition.id).await?;
            row.is_yours = may_approve && !writers.contains(who.id());
            waiting.push(row);
        } else {
            drafts.push(row);
        }
    }
    waiting.sort_by_key(|row| (!row.is_yours, row.at));
    let page_href = |page: u32| f.href(&format!("/desk/publications?page={page}"));
    let view = PublicationsView {
        waiting,
        approved,
        drafts,
        appeared: appeared.iter().map(|listed| row(&f, &names, listed)).collect(),
        later: (page > 0).then(|| page_href(page - 1)),
        earlier: has_more.then(|| page_href(page + 1)),
        may_write: who.session.staff.role.may(Permission::Write),
        incident_choices: incidents::choices(&desk, &[]).await?,
        staff: desk.staff_here(&who).await?,
        f,
    };
    Ok(print(&view)?)
}

fn row(f: &Frame, names: &HashMap<StaffId, String>, listed: &Listed) -> PublicationRow {
    let edition = &listed.edition;
    let (at, by) =
        edition.approved.clone().or(edition.submitted.clone()).unwrap_or((edition.saved, edition.saved_by.clone()));
    PublicationRow {
        href: f.href(&format!("/desk/publications/{}", edition.id.as_str())),
        title: titled(f, &edition.texts),
        kind: listed.kind,
        change: edition.change.kind,
        by: super::alerts::name(names, &by),
        at: edition.published.unwrap_or(at),
        due: edition.due.as_ref().map(|(due, _)| *due),
        is_withdrawn: edition.state == Stands::Withdrawn,
        is_yours: false,
    }
}

/// A publication's title in the page's language if it has one; a draft without any is called that.
pub fn titled(f: &Frame, texts: &Texts) -> Spoken {
    let (title, side) = texts.title(side_of(f.lang));
    if title.is_empty() {
        let lang = if f.lang == UiLang::Zh { TextLang::ZhHans } else { TextLang::En };
        return Spoken::new(f.t("publications-untitled"), lang);
    }
    Spoken::new(title, if side == Side::Zh { TextLang::ZhHans } else { TextLang::En })
}

const fn side_of(lang: UiLang) -> Side {
    match lang {
        UiLang::Zh => Side::Zh,
        UiLang::En => Side::En,
    }
}

/// Begins a document, blank or about something, and opens it in the editor.
pub async fn begin(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::Write)?;
    let kind = Kind::from_code(&posted.fields.text("kind")).unwrap_or(Kind::Statement);
    let subjects = posted.fields.every("subject").map(str::to_owned).collect();
    let (zh, en) = publish::identity::template(&desk.db, kind).await?;
    let new = NewDraft { kind, subjects, texts: Texts { zh, en }, author: posted.staff.id().clone() };
    let mut tx = desk.db.write().await?;
    let document = publish::draft(&mut tx, new, desk.clock.now()).await?;
    let edition = publish::store::open_edition(&mut tx, &document).await?.ok_or(Error::not_found())?;
    answer(&desk, &mut tx, &edition, &posted).await?;
    tx.commit().await?;
    Ok(to(&desk, lang, &edition))
}

/// Notes that a draft answers the open incident that was chosen, and with it the incident's stories.
async fn answer(desk: &Desk, tx: &mut Tx, id: &EditionId, posted: &Posted) -> Result<()> {
    let chosen = posted.fields.text("incident");
    if chosen.is_empty() {
        return Ok(());
    }
    let room = room::load(&desk.db, &IncidentId::new(chosen)).await?.ok_or(Error::not_found())?;
    let incident = &room.incident.id;
    let mut subjects = vec![format!("incident/{incident}")];
    subjects.extend(room.subjects.iter().filter(|subject| subject.starts_with("story/")).cloned());
    publish::answer(tx, id, &subjects).await?;
    let texts = publish::store::edition(tx, id).await?.texts;
    let title = texts.title(Side::Zh).0;
    playbook::draft_begun(tx, incident, title, posted.staff.id(), desk.clock.now()).await
}

fn to(desk: &Desk, lang: UiLang, id: &EditionId) -> Response {
    Redirect::to(&desk.frame(lang, "").href(&format!("/desk/publications/{}", id.as_str()))).into_response()
}

/// What the editor sent: saved, submitted, or only looked at.
pub async fn save(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::Write)?;
    let id = EditionId::new(id);
    let listed = publish::store::find_edition(&desk.db, &id).await?;
    let fields = &posted.fields;
    let draft = drafted(&desk, fields);
    let what = fields.text("do");
    if what == "preview" {
        let view = editor(&desk, lang, &posted.staff, &listed, Some(&draft)).await?;
        return Ok(print(&view)?.into_response());
    }
    let by = posted.staff.id();
    let now = desk.clock.now();
    let document = publish::store::find_document(&desk.db, &listed.edition.document).await?;
    let room = draft_checks::room_of(&desk, &document.subjects).await?;
    let room = room.filter(|room| room.incident.state == IncidentState::Open);
    let mut tx = desk.db.write().await?;
    let saved = match edition::save(&mut tx, &id, draft.clone(), by, now).await {
        Ok(Saved::Done(revision)) => revision,
        Ok(Saved::Overtaken(stored)) => {
            drop(tx);
            let listed = Listed { edition: *stored, ..listed };
            let mut view = editor(&desk, lang, &posted.staff, &listed, Some(&draft)).await?;
            // Whoever saves again now has been told what they replace.
            view.revision = listed.edition.revision;
            view.overtaken = Some(Overtaken {
                by: view.saved_by.clone(),
                at: listed.edition.saved,
                parts: parts(&listed.edition.texts, &draft.texts.tidied()),
                facts: emergency::changed(&view.f, listed.edition.emergency.as_ref(), draft.emergency.as_ref()),
            });
            return Ok((StatusCode::CONFLICT, print(&view)?).into_response());
        }
        Err(error) if matches!(error.kind, Wrong::Invalid | Wrong::Conflict) => {
            drop(tx);
            let mut view = editor(&desk, lang, &posted.staff, &listed, Some(&draft)).await?;
            match error.message {
                "publish-slug-form" | "publish-slug-taken" | "publish-address-fixed" => {
                    view.slug_error = Some(error.message);
                }
                message => view.faults.push(message),
            }
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(room) = room {
        let steps: Vec<Step> = fields.every("gives").filter_map(Step::from_code).collect();
        let draft = draft_checks::subject(&listed.edition);
        respond::store::clock::set_gives(&mut tx, &room.incident.id, &draft, &steps, by, now).await?;
    }
    answer(&desk, &mut tx, &id, &posted).await?;
    let mut faults = Vec::new();
    if what == "submit" {
        match edition::submit(&mut tx, &id, saved, by, now).await? {
            Ok(_) => {
                tx.commit().await?;
                return Ok(to(&desk, lang, &id));
            }
            Err(found) => faults = found,
        }
    }
    // What was typed is stored, also where it cannot be submitted yet.
    tx.commit().await?;
    let listed = publish::store::find_edition(&desk.db, &id).await?;
    let mut view = editor(&desk, lang, &posted.staff, &listed, None).await?;
    view.is_saved = faults.is_empty();
    for (field, message) in &faults {
        if !view.faults.contains(message) {
            view.faults.push(message);
        }
        if let Some(form) = &mut view.emergency {
            form.wrong.push(field);
        }
        for side in &mut view.sides {
            let place = match field.strip_suffix(side.code()) {
                Some("title_") => &mut side.title_error,
                Some("body_") => &mut side.body_error,
                Some("change_") => &mut side.change_error,
                _ => continue,
            };
            *place = Some(message);
        }
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, print(&view)?).into_response())
}

fn drafted(desk: &Desk, fields: &Fields) -> Draft {
    let text = |side: &str| {
        let part = |name: &str| fields.text(&format!("{name}_{side}"));
        Text { title: part("title"), summary: part("summary"), body: part("body") }
    };
    let kind = Kind::from_code(&fields.text("kind")).unwrap_or(Kind::Statement);
    Draft {
        kind,
        slug: fields.text("slug"),
        texts: Texts { zh: text("zh"), en: text("en") },
        change_zh: fields.text("change_zh"),
        change_en: fields.text("change_en"),
        emergency: (kind == Kind::Emergency).then(|| emergency::read(desk, fields)),
        revision: fields.text("revision").parse().unwrap_or_default(),
    }
}

/// The text of one language as readers will see it, for the editor's module.
pub async fn preview(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Page<String>, Fault> {
    posted.staff.require(Permission::Write)?;
    let side = if posted.fields.text("side") == "en" { Side::En } else { Side::Zh };
    let f = desk.frame(lang, "/desk/publications");
    Ok(print(&previewed(&f, side, drafted(&desk, &posted.fields).texts.side(side)))?)
}

fn previewed(f: &Frame, side: Side, text: &Text) -> Preview {
    let (body, error) = match markdown::print(&text.body) {
        Ok(body) => (body.with_files_at(&f.href("/desk/files/")), None),
        Err(error) => (markdown::Printed::default(), Some(error.message)),
    };
    Preview { f: f.clone(), side, title: text.title.clone(), summary: text.summary.clone(), body, error }
}

/// The checks beside a text that is being written, for the editor's module.
pub async fn checks(form: Form) -> Done {
    form.require(Permission::Write)?;
    let listed = publish::store::find_edition(&form.desk.db, &EditionId::new(form.named("id"))).await?;
    let document = publish::store::find_document(&form.desk.db, &listed.edition.document).await?;
    let edition = Edition { texts: drafted(&form.desk, &form.posted.fields).texts.tidied(), ..listed.edition };
    let f = form.desk.frame(form.lang, "/desk/publications");
    let beside = draft_checks::beside(&form.desk, &f, &edition, &document.subjects).await?;
    Ok(print(&beside.panel)?.into_response())
}

/// The editor, with what is stored or with what was sent and is not stored yet.
async fn editor(
    desk: &Desk,
    lang: UiLang,
    who: &SignedIn,
    listed: &Listed,
    sent: Option<&Draft>,
) -> Result<EditPublicationView> {
    let edition = &listed.edition;
    let f = desk.frame(lang, &format!("/desk/publications/{}", edition.id.as_str()));
    let names = desk.names().await?;
    let document = publish::store::find_document(&desk.db, &edition.document).await?;
    let texts = sent.map_or(&edition.texts, |draft| &draft.texts);
    let written = Edition { texts: texts.clone(), ..edition.clone() };
    let beside = draft_checks::beside(desk, &f, &written, &document.subjects).await?;
    let side = |side: Side| {
        let text = texts.side(side);
        let change = match (side, sent) {
            (Side::Zh, Some(draft)) => &draft.change_zh,
            (Side::En, Some(draft)) => &draft.change_en,
            (Side::Zh, None) => &edition.change.zh,
            (Side::En, None) => &edition.change.en,
        };
        SideForm {
            side,
            title: text.title.clone(),
            summary: text.summary.clone(),
            body: text.body.clone(),
            change: change.clone(),
            title_error: None,
            body_error: None,
            change_error: None,
            preview: previewed(&f, side, text),
        }
    };
    // One whose kind is fixed and another cannot become one; any other shows the fields once its kind is chosen.
    let kind = sent.map_or(listed.kind, |draft| draft.kind);
    let facts = match sent {
        Some(draft) => draft.emergency.clone(),
        None => edition.emergency.clone(),
    };
    let emergency =
        (kind == Kind::Emergency || edition.index == 1).then(|| emergency::form(desk, &f, facts.unwrap_or_default()));
    // The reader's own language comes first.
    let own = side_of(lang);
    Ok(EditPublicationView {
        id: edition.id.as_str().to_owned(),
        title: titled(&f, &edition.texts),
        kind,
        emergency,
        slug: sent.map_or(listed.slug.clone(), |draft| draft.slug.clone()),
        is_fixed: edition.index > 1,
        change: edition.change.kind,
        revision: sent.map_or(edition.revision, |draft| draft.revision),
        sides: vec![side(own), side(own.other())],
        subjects: subjects(desk, &f, &document.subjects).await?,
        incident_choices: incidents::choices(desk, &document.subjects).await?,
        checks: beside.panel,
        checks_href: beside.page,
        words_met: beside.words,
        gives: beside.further.into_iter().map(|(step, name, is)| (step.code(), name, is)).collect(),
        saved: edition.saved,
        saved_by: super::alerts::name(&names, &edition.saved_by),
        is_saved: false,
        faults: Vec::new(),
        slug_error: None,
        overtaken: None,
        files: publish::file::list(&desk.db, &edition.document)
            .await?
            .iter()
            .map(|file| shown_file(&f, file))
            .collect(),
        tone: {
            let identity = desk.identity.get();
            if lang == UiLang::Zh { identity.tone_zh.clone() } else { identity.tone_en.clone() }
        },
        file_error: None,
        alt_zh: String::new(),
        alt_en: String::new(),
        staff: desk.staff_here(who).await?,
        f,
    })
}

fn shown_file(f: &Frame, file: &publish::file::File) -> FileRow {
    let found = |finding: &publish::inspect::Finding| f.t1(&finding.key(), "place", finding.place.as_str());
    FileRow {
        href: f.href(&format!("/desk/files/{}", file.name)),
        called: file.called.clone(),
        is_picture: file.is_picture(),
        alt: if f.lang == UiLang::Zh { file.alt_zh.clone() } else { file.alt_en.clone() },
        snippet_zh: file.snippet(&file.alt_zh),
        snippet_en: file.snippet(&file.alt_en),
        faults: file.faults.iter().map(found).collect(),
    }
}

/// Adds a picture or an attachment. What is wrong with it is said, and the words typed for it stay.
pub async fn add_file(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    sent: Uploaded,
) -> std::result::Result<Response, Fault> {
    sent.staff.require(Permission::Write)?;
    let id = EditionId::new(id);
    let listed = publish::store::find_edition(&desk.db, &id).await?;
    if listed.edition.state != Stands::Draft {
        return Err(Error::conflict("publish-not-a-draft").into());
    }
    let (alt_zh, alt_en) = (sent.fields.text("alt_zh"), sent.fields.text("alt_en"));
    let new = NewFile { called: sent.file_name, bytes: sent.file, alt_zh: alt_zh.clone(), alt_en: alt_en.clone() };
    // Decoding a picture takes a while and must not hold up the others.
    let prepared = tokio::task::spawn_blocking(move || publish::file::prepared(new)).await?;
    let kept = match prepared {
        Ok((file, bytes)) => {
            let mut tx = desk.db.write().await?;
            let document = &listed.edition.document;
            match publish::file::keep(&mut tx, document, &file, bytes, sent.staff.id(), desk.clock.now()).await {
                Ok(()) => tx.commit().await,
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    };
    if let Err(error) = kept {
        if !matches!(error.kind, Wrong::Invalid | Wrong::Conflict) {
            return Err(error.into());
        }
        let mut view = editor(&desk, lang, &sent.staff, &listed, None).await?;
        view.file_error = Some(error.message);
        (view.alt_zh, view.alt_en) = (alt_zh, alt_en);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
    }
    Ok(to(&desk, lang, &id))
}

/// A file of a document for staff, published or not.
pub async fn file(
    State(desk): State<Desk>,
    Path((_, name)): Path<(String, String)>,
    who: SignedIn,
) -> std::result::Result<Response, Fault> {
    who.require(Permission::Read)?;
    let (file, bytes) = publish::store::file_bytes(&desk.db, &name).await?;
    Ok(web::download(&file.called, file.content_type, bytes))
}

/// Links to what a document answers, each by the words that people know it by.
async fn subjects(desk: &Desk, f: &Frame, subjects: &[String]) -> Result<Vec<Link>> {
    let mut links = Vec::new();
    for (what, id) in subjects.iter().filter_map(|subject| subject.split_once('/')) {
        let (path, text) = match what {
            "story" => {
                let card = mirror::story(&desk.db, desk.k, &StoryId::new(id)).await?;
                let unnamed = || f.t1("publications-subject-story", "id", id);
                let text = card.map_or_else(unnamed, |card| ::mirror::headline(f, &card).text);
                (format!("/desk/stories/{id}"), text)
            }
            "incident" => {
                let Some(room) = room::load(&desk.db, &IncidentId::new(id)).await? else { continue };
                (format!("/desk/incidents/{id}"), format!("{} · {}", room.incident.number, room.incident.title))
            }
            "claim" => {
                let claim = claims::read::one(&desk.db, &ClaimId::new(id)).await?;
                (format!("/desk/claims/{id}"), super::claims::words(f, claim.newest()).text)
            }
            _ => continue,
        };
        links.push(Link { href: f.href(&path), text });
    }
    Ok(links)
}

/// What changed from one text to another, part by part in both languages.
fn parts(old: &Texts, new: &Texts) -> Vec<DiffPart> {
    let mut parts = Vec::new();
    for side in [Side::Zh, Side::En] {
        let (old, new) = (old.side(side), new.side(side));
        for (label, old, new) in [
            ("publications-part-title", &old.title, &new.title),
            ("publications-part-summary", &old.summary, &new.summary),
            ("publications-part-body", &old.body, &new.body),
        ] {
            parts.push(DiffPart { label, lang: side.tag(), runs: publish::diff::runs(old, new) });
        }
    }
    parts
}

pub async fn discard(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::Write)?;
    let mut tx = desk.db.write().await?;
    edition::discard(&mut tx, &EditionId::new(id)).await?;
    tx.commit().await?;
    Ok(Redirect::to(&desk.frame(lang, "").href("/desk/publications")).into_response())
}
