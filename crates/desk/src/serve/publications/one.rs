//! One edition as it stands, and the decisions about it.

use super::super::form::{Done, Form};
use super::{Desk, Lang, editor, emergency, parts, previewed, print, side_of, subjects, titled, to};
use crate::pages::publications::{EditionRow, May, PublicationView, Receipt, Stage, Step};
use crate::speaking;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use model::{Error, Kind as Wrong, Lang as TextLang, Result, Time};
use org::Permission;
use publish::edition;
use publish::store::Listed;
use publish::{ChangeKind, EditionId, Side, State as Stands, release};
use store::Tx;
use web::live::Update;
use web::session::SignedIn;
use web::{Fault, Frame, Spoken, UiLang};

/// A draft opens in the editor; everything else as it stands.
pub async fn one(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    who: SignedIn,
) -> std::result::Result<Response, Fault> {
    who.require(Permission::Read)?;
    let listed = publish::store::find_edition(&desk.db, &EditionId::new(id)).await?;
    let is_draft = listed.edition.state == Stands::Draft && !listed.edition.waits_for_approval();
    if is_draft && who.session.staff.role.may(Permission::Write) {
        return Ok(print(&editor(&desk, lang, &who, &listed, None).await?)?.into_response());
    }
    Ok(print(&shown(&desk, lang, &who, &listed).await?)?.into_response())
}

async fn shown(desk: &Desk, lang: UiLang, who: &SignedIn, listed: &Listed) -> Result<PublicationView> {
    let edition = &listed.edition;
    let f = desk.frame(lang, &format!("/desk/publications/{}", edition.id.as_str()));
    let names = desk.names().await?;
    let document = publish::store::find_document(&desk.db, &edition.document).await?;
    let writers = publish::store::list_writers(&desk.db, &edition.id).await?;
    let all = publish::store::editions(&desk.db, &edition.document).await?;
    let base = edition.base.as_ref().and_then(|base| all.iter().find(|other| other.edition.id == *base));
    let role = who.session.staff.role;
    let is_open = matches!(edition.state, Stands::Draft | Stands::Approved);
    let has_open = all.iter().any(|other| matches!(other.edition.state, Stands::Draft | Stands::Approved));
    let is_latest =
        all.iter().filter(|other| other.edition.published.is_some()).all(|o| o.edition.index <= edition.index);
    let may_approve = edition.waits_for_approval() && role.may(Permission::Approve);
    let is_own = writers.contains(who.id());
    let may = May {
        approve: may_approve && !is_own,
        is_own: may_approve && is_own,
        reopen: is_open && role.may(Permission::Write),
        publish: edition.state == Stands::Approved && role.may(Permission::Write),
        follow: edition.published.is_some() && is_latest && !has_open && role.may(Permission::Write),
        withdraw: edition.state == Stands::Published && role.may(Permission::Approve),
    };
    let name = |id: &model::StaffId| super::super::alerts::name(&names, id);
    let mut steps = Vec::new();
    let mut step = |key: &str, done: &Option<(Time, model::StaffId)>| {
        if let Some((at, by)) = done {
            steps.push(Step { what: f.t(key), by: name(by), at: *at });
        }
    };
    step("publications-step-submitted", &edition.submitted);
    step("publications-step-approved", &edition.approved);
    let note = |text: &str, lang| (!text.is_empty()).then(|| Spoken::new(text, lang));
    let change = &edition.change;
    let own = side_of(lang);
    let beside =
        if is_open { Some(super::draft_checks::beside(desk, &f, edition, &document.subjects).await?) } else { None };
    let (mut meets, mut checks) = (Vec::new(), None);
    if let Some(beside) = beside {
        meets = beside.words;
        meets.extend(beside.further.into_iter().filter(|(.., is_given)| *is_given).map(|(_, name, _)| name));
        checks = Some(beside.panel);
    }
    Ok(PublicationView {
        meets,
        checks,
        id: edition.id.as_str().to_owned(),
        title: titled(&f, &edition.texts),
        kind: listed.kind,
        change: change.kind,
        change_notes: [note(&change.zh, TextLang::ZhHans), note(&change.en, TextLang::En)]
            .into_iter()
            .flatten()
            .collect(),
        stage: match edition.state {
            Stands::Draft => Stage::Waiting,
            Stands::Approved => Stage::Approved,
            Stands::Published => Stage::InForce,
            Stands::Superseded => Stage::Superseded,
            Stands::Withdrawn => Stage::Withdrawn,
        },
        edition_index: edition.index,
        facts: edition.emergency.as_ref().map(|facts| emergency::facts(&f, facts)).unwrap_or_default(),
        address: format!("{}{}", desk.public_url, f.href(&format!("/published/{}", listed.slug))),
        sides: [own, own.other()].map(|side: Side| previewed(&f, side, edition.texts.side(side))).into(),
        subjects: subjects(desk, &f, &document.subjects).await?,
        digest: edition.digest.clone().unwrap_or_default(),
        diff: base.filter(|_| is_open).map(|base| parts(&base.edition.texts, &edition.texts)),
        facts_changed: base.filter(|_| is_open).map_or_else(Vec::new, |base| {
            emergency::changed(&f, base.edition.emergency.as_ref(), edition.emergency.as_ref())
        }),
        writers: writers.iter().map(name).collect(),
        steps,
        may,
        due: edition.due.as_ref().map(|(due, by)| (*due, name(by))),
        due_typed: edition.due.as_ref().map(|(due, _)| typed(&f, *due)).unwrap_or_default(),
        reason_zh: String::new(),
        reason_en: String::new(),
        fault: None,
        editions: all.iter().map(|other| edition_row(&f, other, &edition.id)).collect(),
        receipts: receipts(desk, &f, edition).await?,
        staff: desk.staff_here(who).await?,
        f,
    })
}

fn edition_row(f: &Frame, other: &Listed, this: &EditionId) -> EditionRow {
    let edition = &other.edition;
    EditionRow {
        href: f.href(&format!("/desk/publications/{}", edition.id.as_str())),
        index: edition.index,
        change: edition.change.kind,
        at: edition.published,
        is_this: edition.id == *this,
        is_withdrawn: edition.state == Stands::Withdrawn,
    }
}

/// The copies that went out, and those that have not yet.
async fn receipts(desk: &Desk, f: &Frame, edition: &publish::Edition) -> Result<Vec<Receipt>> {
    let delivered = publish::store::deliveries(&desk.db, &edition.id).await?;
    let name = |channel: &str| f.t(&format!("outlet-{channel}"));
    let said = |what: &str, receipt: &str| match what {
        "withdrawal" => f.t1("publications-receipt-withdrawal", "receipt", receipt),
        _ => receipt.to_owned(),
    };
    let mut receipts: Vec<Receipt> = delivered
        .iter()
        .map(|copy| Receipt {
            channel: name(&copy.channel),
            at: Some(copy.at),
            said: said(&copy.what, &copy.receipt),
            is_wrong: false,
        })
        .collect();
    // Everyone sees that the site's copy is there; other channels speak up only once they took part.
    if edition.published.is_some() && delivered.is_empty() {
        receipts.push(Receipt { channel: name("site"), at: None, said: String::new(), is_wrong: false });
    }
    Ok(receipts)
}

/// A moment as the browser's own field for date and time writes it.
fn typed(f: &Frame, at: Time) -> String {
    let civil = f.zone.civil(at);
    format!("{}T{:02}:{:02}", civil.date(), civil.hour(), civil.minute())
}

/// Ends a decision: commits it and leads on, or, where it could not be taken, answers with the page as it stands now, so
/// that nothing typed is lost.
///
/// - `done`: where to go on to
async fn end(form: &Form, tx: Tx, id: &EditionId, done: Result<EditionId>) -> Done {
    let error = match done {
        Ok(next) => {
            tx.commit().await?;
            return Ok(to(&form.desk, form.lang, &next));
        }
        Err(error) if matches!(error.kind, Wrong::Invalid | Wrong::Conflict) => error,
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let listed = publish::store::find_edition(&form.desk.db, id).await?;
    let mut view = shown(&form.desk, form.lang, &form.posted.staff, &listed).await?;
    view.fault = Some(error.message);
    view.reason_zh = form.text("reason_zh");
    view.reason_en = form.text("reason_en");
    if !form.text("due").is_empty() {
        view.due_typed = form.text("due");
    }
    let status = if error.kind == Wrong::Invalid { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    Ok((status, print(&view)?).into_response())
}

/// The edition that the address names, and a transaction.
async fn begin(form: &Form, permission: Permission) -> std::result::Result<(EditionId, Tx), Fault> {
    form.require(permission)?;
    Ok((EditionId::new(form.named("id")), form.desk.db.write().await?))
}

/// The second person's word. The digest in the form is that of the text on the page they read.
pub async fn approve(form: Form) -> Done {
    let (id, mut tx) = begin(&form, Permission::Approve).await?;
    let (digest, second) = (form.text("digest"), form.recent().await?);
    let done = publish::approve(&mut tx, &id, &digest, second, form.now).await.map(|_| id.clone());
    end(&form, tx, &id, done).await
}

pub async fn reopen(form: Form) -> Done {
    let (id, mut tx) = begin(&form, Permission::Write).await?;
    let done = edition::reopen(&mut tx, &id, form.by(), form.now).await.map(|()| id.clone());
    end(&form, tx, &id, done).await
}

/// Publishes, and meets what the room of its incident had promised.
pub async fn publish_now(form: Form) -> Done {
    let (id, mut tx) = begin(&form, Permission::Write).await?;
    let office = speaking::Office { library: &form.desk.respond, zone: &form.desk.zone };
    let done = speaking::publish_approved(&mut tx, office, &id, form.recent().await?, form.now).await;
    let rooms = done.as_ref().map(|spoken| spoken.rooms.clone()).unwrap_or_default();
    let answer = end(&form, tx, &id, done.map(|_| id.clone())).await?;
    for room in rooms {
        form.desk.hub.send(Update { name: "incident", id: room.to_string() });
    }
    Ok(answer)
}

/// Sets the moment in the office's own zone; an empty field takes it back.
pub async fn schedule(form: Form) -> Done {
    let (id, mut tx) = begin(&form, Permission::Write).await?;
    // What is set to appear by itself is published by whoever sets it.
    let by = form.recent().await?;
    let text = form.text("due");
    let due = if text.is_empty() { Ok(None) } else { moment(&form.desk, &text).map(Some) };
    let done = match due {
        Ok(due) => release::schedule(&mut tx, &id, due, by, form.now).await,
        Err(error) => Err(error),
    };
    end(&form, tx, &id, done.map(|()| id.clone())).await
}

fn moment(desk: &Desk, text: &str) -> Result<Time> {
    let wrong = |_| Error::invalid("publications-due-form");
    let civil: jiff::civil::DateTime = text.parse().map_err(wrong)?;
    let zoned = civil.to_zoned(desk.zone.time_zone().clone()).map_err(wrong)?;
    Ok(Time::from_ms(zoned.timestamp().as_millisecond()))
}

/// Begins a correction or an update of what is in force.
pub async fn next(form: Form) -> Done {
    let (id, mut tx) = begin(&form, Permission::Write).await?;
    let kind = ChangeKind::from_code(&form.text("change")).unwrap_or(ChangeKind::Correction);
    let document = publish::store::edition(&mut tx, &id).await?.document;
    let done = edition::begin_next(&mut tx, &document, kind, form.by(), form.now).await;
    end(&form, tx, &id, done).await
}

pub async fn withdraw(form: Form) -> Done {
    let (id, mut tx) = begin(&form, Permission::Approve).await?;
    let (zh, en) = (form.text("reason_zh"), form.text("reason_en"));
    let office = speaking::Office { library: &form.desk.respond, zone: &form.desk.zone };
    let done = speaking::withdraw(&mut tx, office, &id, (&zh, &en), form.recent().await?, form.now).await;
    let rooms = done.as_ref().cloned().unwrap_or_default();
    let answer = end(&form, tx, &id, done.map(|_| id.clone())).await?;
    for room in rooms {
        form.desk.hub.send(Update { name: "incident", id: room.to_string() });
    }
    Ok(answer)
}
