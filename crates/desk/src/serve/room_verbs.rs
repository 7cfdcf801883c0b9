//! What people do in a room. Each verb needs the right to act, leads back to the room, and tells everybody who looks at it.

use super::incidents::moment;
use super::{Desk, Lang, draft_checks};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use model::{ClockId, Error, FactId, HandOverId, IncidentId, TaskId, Time};
use org::{DepartmentId, Permission};
use publish::{Kind, NewDraft, Text, Texts};
use respond::store::{clock, fact, incident, playbook, room, task};
use respond::{IncidentState, Room, Span, Unit};
use store::Tx;
use web::input::Posted;
use web::live::Update;
use web::{Fault, UiLang};

type Done = Result<Response, Fault>;

/// The longest time limit that a task may have.
const WITHIN_MAX: i64 = 1_000;

/// What every verb starts from.
struct Act {
    desk: Desk,
    lang: UiLang,
    id: IncidentId,
    posted: Posted,
    tx: Tx,
    now: Time,
}

impl Act {
    async fn begin(desk: Desk, lang: UiLang, id: String, posted: Posted) -> Result<Self, Fault> {
        posted.staff.require(Permission::HandleAlerts)?;
        let (tx, now) = (desk.db.write().await?, desk.clock.now());
        Ok(Act { desk, lang, id: IncidentId::new(id), posted, tx, now })
    }

    fn text(&self, field: &str) -> String {
        self.posted.fields.text(field)
    }

    fn by(&self) -> model::StaffId {
        self.posted.staff.id().clone()
    }

    async fn end(self) -> Done {
        let id = self.id.clone();
        self.end_in(&id).await
    }

    async fn end_in(self, room: &IncidentId) -> Done {
        self.tx.commit().await?;
        self.desk.hub.send(Update { name: "incident", id: room.to_string() });
        Ok(Redirect::to(&self.desk.frame(self.lang, "").href(&format!("/desk/incidents/{room}"))).into_response())
    }
}

pub async fn note_fact(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let as_of = moment(&act.desk.zone, &act.text("as_of")).unwrap_or(act.now);
    let (what, origin, by) = (act.text("what"), act.text("origin"), act.by());
    let noted = fact::note(&mut act.tx, &act.id, (&what, &origin), as_of, &by, act.now).await?;
    if !act.text("confirmed").is_empty() {
        fact::confirm(&mut act.tx, &noted, &by, act.now).await?;
    }
    act.end().await
}

pub async fn confirm_fact(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id, one)): Path<(String, String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let by = act.by();
    fact::confirm(&mut act.tx, &FactId::new(one), &by, act.now).await?;
    act.end().await
}

pub async fn withdraw_fact(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id, one)): Path<(String, String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let (reason, by) = (act.text("reason"), act.by());
    fact::withdraw(&mut act.tx, &FactId::new(one), &reason, &by, act.now).await?;
    act.end().await
}

pub async fn give_task(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let mut reader = act.posted.fields.reader();
    let number = reader.number("within", 1..=WITHIN_MAX);
    let unit = reader.choice("unit", Unit::from_code);
    let within = number.zip(unit).map(|(number, unit)| Span { number: number as u32, unit });
    let new = task::NewTask { what: act.text("what"), department: DepartmentId::new(act.text("department")), within };
    let (desk, by) = (act.desk.clone(), act.by());
    task::give(&mut act.tx, &desk.respond, &desk.zone, &act.id, new, &by, act.now).await?;
    act.end().await
}

pub async fn finish_task(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id, one)): Path<(String, String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let (desk, outcome, by) = (act.desk.clone(), act.text("what"), act.by());
    task::finish(&mut act.tx, &desk.respond, &desk.zone, &TaskId::new(one), &outcome, &by, act.now).await?;
    act.end().await
}

pub async fn hand_over_task(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id, one)): Path<(String, String, String)>,
    posted: Posted,
) -> Done {
    let act = Act::begin(desk, lang, id, posted).await?;
    hand_over(act, Some(TaskId::new(one))).await
}

pub async fn hand_over_lead(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Done {
    let act = Act::begin(desk, lang, id, posted).await?;
    hand_over(act, None).await
}

async fn hand_over(mut act: Act, task: Option<TaskId>) -> Done {
    let (to, reason, by) = (DepartmentId::new(act.text("department")), act.text("reason"), act.by());
    task::hand_over(&mut act.tx, &act.id, task.as_ref(), &to, &reason, &by, act.now).await?;
    act.end().await
}

pub async fn take_on(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id, one)): Path<(String, String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let by = act.by();
    task::take_on(&mut act.tx, &HandOverId::new(one), &by, act.now).await?;
    act.end().await
}

pub async fn change_clock(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id, one, verb)): Path<(String, String, String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let (desk, one, by) = (act.desk.clone(), ClockId::new(one), act.by());
    match verb.as_str() {
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

pub async fn decide(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let (text, by) = (act.text("note"), act.by());
    incident::decide(&mut act.tx, &act.id, &text, &by, act.now).await?;
    act.end().await
}

pub async fn learn(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let (text, by) = (act.text("note"), act.by());
    incident::learn(&mut act.tx, &act.id, &text, &by, act.now).await?;
    act.tx.commit().await?;
    let page = act.desk.frame(act.lang, "").href(&format!("/desk/incidents/{}/after", act.id));
    Ok(Redirect::to(&page).into_response())
}

pub async fn join(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let by = act.by();
    incident::join(&mut act.tx, &act.id, &by, act.now).await?;
    act.end().await
}

pub async fn leave(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let by = act.by();
    incident::leave(&mut act.tx, &act.id, &by, act.now).await?;
    act.end().await
}

pub async fn begin_playbook(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let (desk, by) = (act.desk.clone(), act.by());
    let book = desk.respond.playbook(&act.text("playbook")).ok_or(Error::not_found())?;
    playbook::begin(&mut act.tx, &act.id, book, &by, act.now).await?;
    act.end().await
}

pub async fn check_step(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id, book, step)): Path<(String, String, String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let (desk, by, is_done) = (act.desk.clone(), act.by(), act.text("done") == "1");
    let book = desk.respond.playbook(&book).ok_or(Error::not_found())?;
    playbook::check(&mut act.tx, &act.id, book, &step, is_done, &by, act.now).await?;
    act.end().await
}

pub async fn merge(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let (other, by) = (IncidentId::new(act.text("other")), act.by());
    let larger = incident::merge(&mut act.tx, &act.id, &other, &by, act.now).await?;
    act.end_in(&larger).await
}

pub async fn close(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Done {
    let mut act = Act::begin(desk, lang, id, posted).await?;
    let (reason, by) = (act.text("reason"), act.by());
    incident::close(&mut act.tx, &act.id, &reason, &by, act.now).await?;
    act.end().await
}

/// Begins a statement from a playbook's words, or from nothing, as a draft that answers this incident.
pub async fn write_statement(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> Done {
    posted.staff.require(Permission::Write)?;
    let found = room::load(&desk.db, &IncidentId::new(id.as_str())).await?.ok_or(Error::not_found())?;
    let mut act = Act::begin(desk, lang, id, posted).await?;
    if found.incident.state != IncidentState::Open {
        return Err(Error::conflict("respond-error-closed").into());
    }
    let by = act.by();
    let texts = statement(&act, &found);
    let title = match act.lang {
        UiLang::Zh => texts.zh.title.clone(),
        UiLang::En => texts.en.title.clone(),
    };
    let mut subjects = vec![format!("incident/{}", found.incident.id)];
    // The story pages mark when the body spoke about them.
    subjects.extend(found.subjects.iter().filter(|subject| subject.starts_with("story/")).cloned());
    let new = NewDraft { kind: Kind::Statement, subjects, texts, author: by.clone() };
    let document = publish::draft(&mut act.tx, new, act.now).await?;
    playbook::draft_begun(&mut act.tx, &found.incident.id, &title, &by, act.now).await?;
    let editor = match publish::store::open_edition(&mut act.tx, &document).await? {
        Some(edition) => draft_checks::editor_of(&act.desk.frame(act.lang, ""), edition.as_str()),
        None => act.desk.frame(act.lang, "").href(&format!("/desk/incidents/{}", found.incident.id)),
    };
    act.tx.commit().await?;
    act.desk.hub.send(Update { name: "incident", id: found.incident.id.to_string() });
    Ok(Redirect::to(&editor).into_response())
}

fn statement(act: &Act, room: &Room) -> Texts {
    let chosen = act.text("statement");
    let found = chosen.split_once('/').and_then(|(book, one)| act.desk.respond.playbook(book)?.statement(one));
    match found {
        Some(one) => Texts {
            zh: Text::new(one.title.zh.as_str(), "", one.text.zh.as_str()),
            en: Text::new(one.title.en.as_str(), "", one.text.en.as_str()),
        },
        None => {
            let title =
                |lang| act.desk.frame(lang, "").t1("room-draft-untitled", "number", room.incident.number.as_str());
            Texts { zh: Text::new(title(UiLang::Zh), "", ""), en: Text::new(title(UiLang::En), "", "") }
        }
    }
}
