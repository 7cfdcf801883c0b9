//! What people do in a room. Each verb needs the right to act, leads back to the room, and tells everybody who looks at it.

use super::Desk;
use super::form::{Done, Form};
use super::incidents::moment;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use model::{ClockId, Error, FactId, HandOverId, IncidentId, TaskId, Time};
use org::{DepartmentId, Permission};
use publish::{Kind, NewDraft, Text, Texts};
use respond::store::{clock, fact, incident, playbook, room, task};
use respond::{IncidentState, Room, Span, Unit};
use store::Tx;
use web::live::Update;
use web::{Fault, UiLang};

/// The longest time limit that a task may have.
const WITHIN_MAX: i64 = 1_000;

/// What every verb starts from: the form of somebody who may act, and a transaction.
pub struct Act {
    form: Form,
    id: IncidentId,
    tx: Tx,
    now: Time,
}

impl FromRequest<Desk> for Act {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Response> {
        let form = Form::from_request(request, desk).await?;
        form.require(Permission::HandleAlerts).map_err(Fault::into_response)?;
        Act::begin(form).await.map_err(|error| Fault::from(error).into_response())
    }
}

impl Act {
    async fn begin(form: Form) -> model::Result<Self> {
        let (id, now) = (IncidentId::new(form.named("id")), form.now);
        Ok(Act { tx: form.desk.db.write().await?, form, id, now })
    }

    fn text(&self, field: &str) -> String {
        self.form.text(field)
    }

    fn named(&self, name: &str) -> String {
        self.form.named(name).to_owned()
    }

    fn by(&self) -> model::StaffId {
        self.form.by().clone()
    }

    async fn end(self) -> Done {
        let id = self.id.clone();
        self.end_in(&id).await
    }

    async fn end_in(self, room: &IncidentId) -> Done {
        self.end_at(room, &format!("/desk/incidents/{room}")).await
    }

    /// Everybody who looks at the room is told; whoever acted goes on to a page.
    async fn end_at(self, room: &IncidentId, path: &str) -> Done {
        self.tx.commit().await?;
        self.form.desk.hub.send(Update { name: "incident", id: room.to_string() });
        Ok(self.form.to(path))
    }
}

pub async fn note_fact(mut act: Act) -> Done {
    let as_of = moment(&act.form.desk.zone, &act.text("as_of")).unwrap_or(act.now);
    let (what, origin, by) = (act.text("what"), act.text("origin"), act.by());
    let noted = fact::note(&mut act.tx, &act.id, (&what, &origin), as_of, &by, act.now).await?;
    if !act.text("confirmed").is_empty() {
        fact::confirm(&mut act.tx, &noted, &by, act.now).await?;
    }
    act.end().await
}

pub async fn confirm_fact(mut act: Act) -> Done {
    let (fact, by) = (FactId::new(act.named("one")), act.by());
    fact::confirm(&mut act.tx, &fact, &by, act.now).await?;
    act.end().await
}

pub async fn withdraw_fact(mut act: Act) -> Done {
    let (fact, reason, by) = (FactId::new(act.named("one")), act.text("reason"), act.by());
    fact::withdraw(&mut act.tx, &fact, &reason, &by, act.now).await?;
    act.end().await
}

pub async fn give_task(mut act: Act) -> Done {
    let mut reader = act.form.posted.fields.reader();
    let number = reader.number("within", 1..=WITHIN_MAX);
    let unit = reader.choice("unit", Unit::from_code);
    let within = number.zip(unit).map(|(number, unit)| Span { number: number as u32, unit });
    let new = task::NewTask { what: act.text("what"), department: DepartmentId::new(act.text("department")), within };
    let (desk, by) = (act.form.desk.clone(), act.by());
    task::give(&mut act.tx, &desk.respond, &desk.zone, &act.id, new, &by, act.now).await?;
    act.end().await
}

pub async fn finish_task(mut act: Act) -> Done {
    let (desk, outcome, by) = (act.form.desk.clone(), act.text("what"), act.by());
    let task = TaskId::new(act.named("one"));
    task::finish(&mut act.tx, &desk.respond, &desk.zone, &task, &outcome, &by, act.now).await?;
    act.end().await
}

pub async fn hand_over_task(act: Act) -> Done {
    let task = TaskId::new(act.named("one"));
    hand_over(act, Some(task)).await
}

pub async fn hand_over_lead(act: Act) -> Done {
    hand_over(act, None).await
}

async fn hand_over(mut act: Act, task: Option<TaskId>) -> Done {
    let (to, reason, by) = (DepartmentId::new(act.text("department")), act.text("reason"), act.by());
    task::hand_over(&mut act.tx, &act.id, task.as_ref(), &to, &reason, &by, act.now).await?;
    act.end().await
}

pub async fn take_on(mut act: Act) -> Done {
    let (hand_over, by) = (HandOverId::new(act.named("one")), act.by());
    task::take_on(&mut act.tx, &hand_over, &by, act.now).await?;
    act.end().await
}

pub async fn change_clock(mut act: Act) -> Done {
    let (desk, one, by) = (act.form.desk.clone(), ClockId::new(act.named("one")), act.by());
    match act.form.named("verb") {
        "pause" => {
            let reason = act.text("reason");
            clock::pause(&mut act.tx, &one, &reason, &by, act.now).await?;
        }
        "resume" => clock::resume(&mut act.tx, &one, &by, act.now).await?,
        "meet" => {
            let how = act.text("how");
            clock::meet(&mut act.tx, &desk.respond, &desk.zone, &one, &how, &by, act.now).await?;
        }
        _ => return Err(Error::not_found().into()),
    }
    act.end().await
}

pub async fn decide(mut act: Act) -> Done {
    let (text, by) = (act.text("note"), act.by());
    incident::decide(&mut act.tx, &act.id, &text, &by, act.now).await?;
    act.end().await
}

pub async fn learn(mut act: Act) -> Done {
    let (text, by) = (act.text("note"), act.by());
    incident::learn(&mut act.tx, &act.id, &text, &by, act.now).await?;
    let (id, page) = (act.id.clone(), format!("/desk/incidents/{}/after", act.id));
    act.end_at(&id, &page).await
}

pub async fn join(mut act: Act) -> Done {
    let by = act.by();
    incident::join(&mut act.tx, &act.id, &by, act.now).await?;
    act.end().await
}

pub async fn leave(mut act: Act) -> Done {
    let by = act.by();
    incident::leave(&mut act.tx, &act.id, &by, act.now).await?;
    act.end().await
}

pub async fn begin_playbook(mut act: Act) -> Done {
    let (desk, by) = (act.form.desk.clone(), act.by());
    let book = desk.respond.playbook(&act.text("playbook")).ok_or(Error::not_found())?;
    playbook::begin(&mut act.tx, &act.id, book, &by, act.now).await?;
    act.end().await
}

pub async fn check_step(mut act: Act) -> Done {
    let (desk, by, is_done) = (act.form.desk.clone(), act.by(), act.text("done") == "1");
    let (book, step) = (act.named("book"), act.named("step"));
    let book = desk.respond.playbook(&book).ok_or(Error::not_found())?;
    playbook::check(&mut act.tx, &act.id, book, &step, is_done, &by, act.now).await?;
    act.end().await
}

pub async fn merge(mut act: Act) -> Done {
    let (other, by) = (IncidentId::new(act.text("other")), act.by());
    let larger = incident::merge(&mut act.tx, &act.id, &other, &by, act.now).await?;
    act.end_in(&larger).await
}

pub async fn close(mut act: Act) -> Done {
    let reason = act.text("reason");
    incident::close(&mut act.tx, &act.id, &reason, act.form.recent().await?, act.now).await?;
    act.end().await
}

/// Lets the public see until when the office has promised to speak, or takes that back.
pub async fn show_limits(mut act: Act) -> Done {
    let is_shown = act.text("shown") == "1";
    incident::show_limits(&mut act.tx, &act.id, is_shown, act.form.recent().await?, act.now).await?;
    act.end().await
}

/// Begins a statement from a playbook's words, or from nothing, as a draft that answers this incident.
pub async fn write_statement(mut act: Act) -> Done {
    act.form.require(Permission::Write)?;
    let found = room::load(&act.form.desk.db, &act.id).await?.ok_or(Error::not_found())?;
    if found.incident.state != IncidentState::Open {
        return Err(Error::conflict("respond-error-closed").into());
    }
    let by = act.by();
    let texts = statement(&act, &found);
    let title = match act.form.lang {
        UiLang::Zh => texts.zh.title.clone(),
        UiLang::En => texts.en.title.clone(),
    };
    let mut subjects = vec![format!("incident/{}", found.incident.id)];
    // The story pages mark when the body spoke about them.
    subjects.extend(found.subjects.iter().filter(|subject| subject.starts_with("story/")).cloned());
    let new = NewDraft { kind: Kind::Statement, subjects, texts, author: by.clone() };
    let document = publish::draft(&mut act.tx, new, act.now).await?;
    playbook::draft_begun(&mut act.tx, &found.incident.id, &title, &by, act.now).await?;
    let edition = publish::store::open_edition(&mut act.tx, &document).await?.ok_or(Error::not_found())?;
    act.end_at(&found.incident.id, &format!("/desk/publications/{}", edition.as_str())).await
}

fn statement(act: &Act, room: &Room) -> Texts {
    let desk = &act.form.desk;
    let chosen = act.text("statement");
    let found = chosen.split_once('/').and_then(|(book, one)| desk.respond.playbook(book)?.statement(one));
    match found {
        Some(one) => Texts {
            zh: Text::new(one.title.zh.as_str(), "", one.text.zh.as_str()),
            en: Text::new(one.title.en.as_str(), "", one.text.en.as_str()),
        },
        None => {
            let title = |lang| desk.frame(lang, "").t1("room-draft-untitled", "number", room.incident.number.as_str());
            Texts { zh: Text::new(title(UiLang::Zh), "", ""), en: Text::new(title(UiLang::En), "", "") }
        }
    }
}
