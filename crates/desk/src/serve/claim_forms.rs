//! What changes a claim: opening, writing, evidence, the second person, withdrawing, and the decision on a story.

use super::claims::{Typed, new_view, view};
use super::form::{Done, Form};
use super::{Desk, print};
use crate::pages::claim::{ClaimValues, NewClaimView};
use crate::speaking;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use claims::draft::{self, Text};
use claims::public::pick;
use claims::publish::{approve_draft, propose_withdrawal, publish, withdraw};
use claims::{Evidence, Verdict, matches};
use model::{ClaimId, Error, IncidentId, StoryId, Time};
use org::{Permission, Refusal};
use respond::store::incident;
use store::Tx;
use web::Fault;
use web::input::Fields;

/// A form about one claim by somebody who may write, and a transaction.
pub struct Change {
    form: Form,
    id: ClaimId,
    tx: Tx,
    now: Time,
}

impl FromRequest<Desk> for Change {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Response> {
        let form = Form::from_request(request, desk).await?;
        form.require(Permission::HandleAlerts).map_err(Fault::into_response)?;
        Change::begin(form).await.map_err(|error| Fault::from(error).into_response())
    }
}

impl Change {
    async fn begin(form: Form) -> model::Result<Self> {
        let (id, now) = (ClaimId::new(form.named("id")), form.now);
        Ok(Change { tx: form.desk.db.write().await?, form, id, now })
    }

    /// Back to the claim.
    async fn done(self) -> Done {
        let path = format!("/desk/claims/{}", self.id);
        self.tx.commit().await?;
        Ok(self.form.to(&path))
    }

    /// The claim's page with what was typed and why it will not do; nothing is changed.
    async fn again(self, typed: Typed) -> Done {
        let Change { form, id, tx, .. } = self;
        drop(tx);
        let page = view(&form.desk, form.lang, &id, &form.posted.staff, typed).await?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&page)?).into_response())
    }
}

pub async fn open(form: Form) -> Done {
    form.require(Permission::HandleAlerts)?;
    let desk = &form.desk;
    let read = read(desk, &form.posted.fields);
    let mut refusals = read.refusals;
    if read.text.claim_zh.is_empty() && read.text.claim_en.is_empty() {
        refusals.push(Refusal { field: "claim_zh", message: "claims-fault-words" });
    }
    let story = form.text("story");
    if !refusals.is_empty() {
        let view = new_view(desk, form.lang, &form.posted.staff, &story).await?;
        let view = NewClaimView { values: read.values, refusals, incident: form.text("incident"), ..view };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
    }
    let story = (!story.is_empty()).then(|| StoryId::new(story));
    let mut tx = desk.db.write().await?;
    let department = read.department.as_deref();
    let id = draft::open(&mut tx, &read.text, department, story.as_ref(), form.by(), form.now).await?;
    let incident = form.text("incident");
    if !incident.is_empty() {
        // The room from which it was opened knows of it at once.
        let words = both(&read.text.claim_zh, &read.text.claim_en);
        let (incident, subject) = (IncidentId::new(incident), format!("claim/{id}"));
        incident::tie(&mut tx, &incident, &subject, words, form.by(), form.now).await?;
    }
    tx.commit().await?;
    Ok(form.to(&format!("/desk/claims/{id}")))
}

pub async fn save(mut change: Change) -> Done {
    let read = read(&change.form.desk, &change.form.posted.fields);
    if !read.refusals.is_empty() {
        return change.again(Typed { values: Some(read.values), refusals: read.refusals, ..Typed::default() }).await;
    }
    draft::write(&mut change.tx, &change.id, &read.text, change.form.by(), change.now).await?;
    draft::belongs_to(&mut change.tx, &change.id, read.department.as_deref()).await?;
    change.done().await
}

/// Words in both languages; where one was not written, the other stands for it.
fn both<'a>(zh: &'a str, en: &'a str) -> (&'a str, &'a str) {
    (pick(true, zh, en).0, pick(false, zh, en).0)
}

/// Ties the claim to an incident that is open, which then knows of it.
pub async fn tie(mut change: Change) -> Done {
    let incident = change.form.text("incident");
    if incident.is_empty() {
        return change.done().await;
    }
    let claim = claims::read::one(&change.form.desk.db, &change.id).await?;
    let words = both(&claim.newest().claim_zh, &claim.newest().claim_en);
    let (incident, subject) = (IncidentId::new(incident), format!("claim/{}", change.id));
    incident::tie(&mut change.tx, &incident, &subject, words, change.form.by(), change.now).await?;
    change.done().await
}

struct Read {
    text: Text,
    department: Option<String>,
    values: ClaimValues,
    refusals: Vec<Refusal>,
}

/// What a form says of a claim, both as typed and as understood.
fn read(desk: &Desk, fields: &Fields) -> Read {
    let mut reader = fields.reader();
    let values = ClaimValues {
        claim_zh: reader.optional("claim_zh"),
        claim_en: reader.optional("claim_en"),
        verdict: fields.text("verdict"),
        answer_zh: reader.optional("answer_zh"),
        answer_en: reader.optional("answer_en"),
        change_zh: reader.optional("change_zh"),
        change_en: reader.optional("change_en"),
        review: reader.optional("review"),
        department: fields.text("department"),
    };
    let verdict = reader.choice("verdict", Verdict::from_code);
    let review = day(desk, &values.review);
    if review.is_none() && !values.review.is_empty() {
        reader.refuse("review", "claims-date-form");
    }
    let text = Text {
        claim_zh: values.claim_zh.clone(),
        claim_en: values.claim_en.clone(),
        verdict,
        answer_zh: values.answer_zh.clone(),
        answer_en: values.answer_en.clone(),
        change_zh: values.change_zh.clone(),
        change_en: values.change_en.clone(),
        review,
    };
    let department = Some(values.department.clone()).filter(|id| !id.is_empty());
    Read { text, department, values, refusals: reader.refusals() }
}

/// The beginning of a day in the office's zone.
fn day(desk: &Desk, text: &str) -> Option<Time> {
    let date: jiff::civil::Date = text.parse().ok()?;
    let start = date.to_zoned(desk.zone.time_zone().clone()).ok()?;
    Some(Time::from_ms(start.timestamp().as_millisecond()))
}

pub async fn add_evidence(mut change: Change) -> Done {
    let form = &change.form;
    let evidence = Evidence {
        title: form.text("title"),
        publisher: form.text("publisher"),
        url: form.text("url"),
        dated: form.text("dated"),
        quote: form.text("quote"),
        archived: form.text("archived"),
    };
    let refusals = draft::add_evidence(&mut change.tx, &change.id, &evidence, form.by(), change.now).await?;
    if refusals.is_empty() {
        return change.done().await;
    }
    change.again(Typed { evidence, evidence_refusals: refusals, ..Typed::default() }).await
}

pub async fn remove_evidence(mut change: Change) -> Done {
    let place = change.form.text("place").parse().map_err(|_| Error::not_found())?;
    draft::remove_evidence(&mut change.tx, &change.id, place, change.form.by(), change.now).await?;
    change.done().await
}

/// What is missing stands on the page, which says it again.
pub async fn ask(mut change: Change) -> Done {
    draft::ask(&mut change.tx, &change.id, change.now).await?;
    change.done().await
}

/// The second person approves, and the claim is public: the body has spoken about every incident that it belongs to.
pub async fn approve(mut change: Change) -> Done {
    change.form.require(Permission::Approve)?;
    let (seen, desk) = (change.form.text("digest"), change.form.desk.clone());
    let second = change.form.recent().await?;
    let approval = approve_draft(&mut change.tx, &change.id, &seen, second, change.now).await?;
    let published = publish(&mut change.tx, &change.id, &approval, change.now).await?;
    let office = speaking::Office { library: &desk.respond, zone: &desk.zone };
    speaking::claim_checked(&mut change.tx, office, &published, change.form.by(), change.now).await?;
    change.done().await
}

pub async fn correct(mut change: Change) -> Done {
    draft::correct(&mut change.tx, &change.id, change.form.by(), change.now).await?;
    change.done().await
}

pub async fn discard(mut change: Change) -> Done {
    draft::discard(&mut change.tx, &change.id).await?;
    change.done().await
}

pub async fn propose(mut change: Change) -> Done {
    let (zh, en) = (change.form.text("reason_zh"), change.form.text("reason_en"));
    propose_withdrawal(&mut change.tx, &change.id, &zh, &en, change.form.by(), change.form.now).await?;
    change.done().await
}

/// The second person agrees, and the claim is withdrawn.
pub async fn agree(mut change: Change) -> Done {
    change.form.require(Permission::Approve)?;
    let (second, desk) = (change.form.recent().await?, change.form.desk.clone());
    let claim = claims::read::one(&desk.db, &change.id).await?;
    withdraw(&mut change.tx, &change.id, second, change.now).await?;
    let office = speaking::Office { library: &desk.respond, zone: &desk.zone };
    speaking::claim_withdrawn(&mut change.tx, office, &claim, change.form.by(), change.now).await?;
    change.done().await
}

/// Whether a story tells the claim.
pub async fn decide(mut change: Change) -> Done {
    let story = StoryId::new(change.form.text("story"));
    let by = change.form.by();
    match change.form.text("decision").as_str() {
        "attach" => matches::attach(&mut change.tx, &change.id, &story, by, change.now).await?,
        "reject" => matches::reject(&mut change.tx, &change.id, &story, by, change.now).await?,
        _ => return Err(Error::invalid("error-invalid").into()),
    }
    if change.form.text("back") == "list" {
        change.tx.commit().await?;
        return Ok(change.form.to("/desk/claims"));
    }
    change.done().await
}
