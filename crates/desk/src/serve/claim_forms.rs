//! What changes a claim: opening, writing, evidence, the second person, withdrawing, and the decision on a story.

use super::claims::{Typed, new_view, view};
use super::{Desk, Lang, print};
use crate::pages::claim::{ClaimValues, NewClaimView};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use claims::draft::{self, Text};
use claims::publish::{approve_draft, propose_withdrawal, publish, withdraw};
use claims::{Evidence, Verdict, matches};
use model::{ClaimId, Error, Result, StoryId, Time};
use org::{Permission, Refusal};
use store::Tx;
use web::input::{Fields, Posted};
use web::{Fault, UiLang};

type Answer = std::result::Result<Response, Fault>;

/// A form about one claim by somebody who may write.
struct Change {
    desk: Desk,
    lang: UiLang,
    id: ClaimId,
    posted: Posted,
    now: Time,
}

impl Change {
    fn of(desk: Desk, lang: UiLang, id: String, posted: Posted) -> std::result::Result<Self, Fault> {
        posted.staff.require(Permission::HandleAlerts)?;
        let now = desk.clock.now();
        Ok(Change { desk, lang, id: ClaimId::new(id), posted, now })
    }

    async fn begin(&self) -> Result<Tx> {
        self.desk.db.write().await
    }

    /// Back to the claim.
    async fn done(&self, tx: Tx) -> Answer {
        tx.commit().await?;
        Ok(to(&self.desk, self.lang, &format!("/desk/claims/{}", self.id)))
    }

    /// The claim's page with what was typed and why it will not do.
    async fn again(&self, typed: Typed) -> Answer {
        let page = view(&self.desk, self.lang, &self.id, &self.posted.staff, typed).await?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&page)?).into_response())
    }
}

fn to(desk: &Desk, lang: UiLang, path: &str) -> Response {
    Redirect::to(&desk.frame(lang, "").href(path)).into_response()
}

pub async fn open(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> Answer {
    posted.staff.require(Permission::HandleAlerts)?;
    let read = read(&desk, &posted.fields);
    let mut refusals = read.refusals;
    if read.text.claim_zh.is_empty() && read.text.claim_en.is_empty() {
        refusals.push(Refusal { field: "claim_zh", message: "claims-fault-words" });
    }
    let story = posted.fields.text("story");
    if !refusals.is_empty() {
        let view = new_view(&desk, lang, &posted.staff, &story).await?;
        let view = NewClaimView { values: read.values, refusals, ..view };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
    }
    let story = (!story.is_empty()).then(|| StoryId::new(story));
    let mut tx = desk.db.write().await?;
    let (by, now) = (posted.staff.id(), desk.clock.now());
    let id = draft::open(&mut tx, &read.text, read.department.as_deref(), story.as_ref(), by, now).await?;
    tx.commit().await?;
    Ok(to(&desk, lang, &format!("/desk/claims/{id}")))
}

pub async fn save(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let change = Change::of(desk, lang, id, posted)?;
    let read = read(&change.desk, &change.posted.fields);
    if !read.refusals.is_empty() {
        return change.again(Typed { values: Some(read.values), refusals: read.refusals, ..Typed::default() }).await;
    }
    let mut tx = change.begin().await?;
    let by = change.posted.staff.id();
    draft::write(&mut tx, &change.id, &read.text, by, change.now).await?;
    draft::belongs_to(&mut tx, &change.id, read.department.as_deref()).await?;
    change.done(tx).await
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

pub async fn add_evidence(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let change = Change::of(desk, lang, id, posted)?;
    let fields = &change.posted.fields;
    let evidence = Evidence {
        title: fields.text("title"),
        publisher: fields.text("publisher"),
        url: fields.text("url"),
        dated: fields.text("dated"),
        quote: fields.text("quote"),
        archived: fields.text("archived"),
    };
    let mut tx = change.begin().await?;
    let by = change.posted.staff.id();
    let refusals = draft::add_evidence(&mut tx, &change.id, &evidence, by, change.now).await?;
    if refusals.is_empty() {
        return change.done(tx).await;
    }
    drop(tx);
    change.again(Typed { evidence, evidence_refusals: refusals, ..Typed::default() }).await
}

pub async fn remove_evidence(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let change = Change::of(desk, lang, id, posted)?;
    let place = change.posted.fields.text("place").parse().map_err(|_| Error::not_found())?;
    let mut tx = change.begin().await?;
    draft::remove_evidence(&mut tx, &change.id, place, change.posted.staff.id(), change.now).await?;
    change.done(tx).await
}

/// What is missing stands on the page, which says it again.
pub async fn ask(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let change = Change::of(desk, lang, id, posted)?;
    let mut tx = change.begin().await?;
    draft::ask(&mut tx, &change.id, change.now).await?;
    change.done(tx).await
}

/// The second person approves, and the claim is public.
pub async fn approve(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    posted.staff.require(Permission::Approve)?;
    let change = Change::of(desk, lang, id, posted)?;
    let seen = change.posted.fields.text("digest");
    let mut tx = change.begin().await?;
    let approval = approve_draft(&mut tx, &change.id, &seen, &change.posted.staff.session, change.now).await?;
    publish(&mut tx, &change.id, &approval, change.now).await?;
    change.done(tx).await
}

pub async fn correct(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let change = Change::of(desk, lang, id, posted)?;
    let mut tx = change.begin().await?;
    draft::correct(&mut tx, &change.id, change.posted.staff.id(), change.now).await?;
    change.done(tx).await
}

pub async fn discard(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let change = Change::of(desk, lang, id, posted)?;
    let mut tx = change.begin().await?;
    draft::discard(&mut tx, &change.id).await?;
    change.done(tx).await
}

pub async fn propose(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let change = Change::of(desk, lang, id, posted)?;
    let (zh, en) = (change.posted.fields.text("reason_zh"), change.posted.fields.text("reason_en"));
    let mut tx = change.begin().await?;
    propose_withdrawal(&mut tx, &change.id, &zh, &en, change.posted.staff.id()).await?;
    change.done(tx).await
}

/// The second person agrees, and the claim is withdrawn.
pub async fn agree(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    posted.staff.require(Permission::Approve)?;
    let change = Change::of(desk, lang, id, posted)?;
    let mut tx = change.begin().await?;
    withdraw(&mut tx, &change.id, &change.posted.staff.session, change.now).await?;
    change.done(tx).await
}

/// Whether a story tells the claim.
pub async fn decide(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let change = Change::of(desk, lang, id, posted)?;
    let fields = &change.posted.fields;
    let story = StoryId::new(fields.text("story"));
    let mut tx = change.begin().await?;
    let by = change.posted.staff.id();
    match fields.text("decision").as_str() {
        "attach" => matches::attach(&mut tx, &change.id, &story, by, change.now).await?,
        "reject" => matches::reject(&mut tx, &change.id, &story, by, change.now).await?,
        _ => return Err(Error::invalid("error-invalid").into()),
    }
    if fields.text("back") == "list" {
        tx.commit().await?;
        return Ok(to(&change.desk, change.lang, "/desk/claims"));
    }
    change.done(tx).await
}
