//! What the demo's town has answered before the visitor comes: departments, two officers, claims checked and statements
//! published in the past month. All of it goes through the verbs that the desk calls, with one officer as author and the
//! other as the second person, so each piece is in the log like any other.

use super::app::App;
use analyse::mirror::{Span, StoryCard, stories};
use claims::draft::{self, Text};
use claims::matching::{Found, Head, Wording, find};
use claims::publish::{approve_draft, publish, request};
use claims::{Evidence, Verdict, matches, read};
use model::{ClaimId, DAY_MS, Error, HOUR_MS, Result, StoryId, Time};
use notify::settings::{self, Settings, Tongue};
use org::{NewStaff, Outcome, Passwords, Recent, Role, Session, Staff, session};
use publish::{Kind, NewDraft, Texts};
use std::collections::HashMap;
use town::{CheckedClaim, Statement, Town};

/// One of the two who sign in, as the demo prints them.
pub struct Officer {
    pub sign_in_name: &'static str,
    pub password: String,
    session: Session,
}

impl Officer {
    /// The proof of having just signed in, which an approval asks for.
    fn fresh(&self) -> Result<Recent<'_>> {
        self.session.recent(self.session.confirmed).ok_or_else(Error::forbidden)
    }
}

/// The desk's two people: whoever writes needs the other one.
pub struct Officers {
    pub first: Officer,
    pub second: Officer,
}

const MONTH_STORIES: u32 = 400;
/// A check is looked at again after this long.
const REVIEW_DAYS: i64 = 90;

pub async fn sign_up(app: &App, now: Time) -> Result<Officers> {
    let passwords = Passwords::new(org::Cost::default())?;
    Ok(Officers {
        first: officer(app, &passwords, "demo", "Demo officer 林舟", now).await?,
        second: officer(app, &passwords, "second", "Second officer 吴汀", now).await?,
    })
}

async fn officer(
    app: &App,
    passwords: &Passwords,
    sign_in_name: &'static str,
    name: &str,
    now: Time,
) -> Result<Officer> {
    let password = model::random_hex(8);
    let new = NewStaff {
        name: name.to_owned(),
        sign_in_name: sign_in_name.to_owned(),
        role: Role::Approver,
        password: password.clone(),
    };
    let staff: Staff = match org::staff::add(&app.db, passwords, new, now).await? {
        Outcome::Done(staff) => staff,
        Outcome::Refused(_) => return Err(Error::broken("the demo's own account was refused")),
    };
    let mut tx = app.db.write().await?;
    let (_, session) = session::start(&mut tx, &staff, None, None, now).await?;
    // Warnings and reminders of time limits reach them by mail as well.
    let email = format!("{sign_in_name}@tinglan.example");
    let tongue = if sign_in_name == "demo" { Tongue::En } else { Tongue::Zh };
    settings::save(&mut tx, &staff.id, &Settings { email, tongue, ..Settings::default() }).await?;
    tx.commit().await?;
    Ok(Officer { sign_in_name, password, session })
}

/// Two residents who asked for letters and answered the first one.
pub async fn subscribe(app: &App, now: Time) -> Result<()> {
    let mut tx = app.db.write().await?;
    for (address, is_chinese) in [("shen@tinglan.example", true), ("reader@tinglan.example", false)] {
        let token = publish::subscription::ask(&mut tx, address, is_chinese, now).await?;
        if let Some(token) = token {
            publish::subscription::confirm(&mut tx, &token, now).await?;
        }
    }
    tx.commit().await
}

/// Enters the departments and publishes what the town answered in the month that began at `start`.
pub async fn answer(app: &App, town: &Town, officers: &Officers, start: Time) -> Result<()> {
    let departments = departments(app, town, officers, start).await?;
    let answers = town::answers();
    let now = app.work.clock.now();
    let span = Span { since: start, until: now.plus_hours(24), limit: MONTH_STORIES };
    let cards = stories(&app.db, app.threshold(), span).await?;
    let moment = |day: i64, hour: i64| Time::from_ms(start.ms() + (day - 1) * DAY_MS + hour * HOUR_MS);

    // In the order in which it happened, since the log is one line of time.
    let mut steps: Vec<(Time, Step<'_>)> = Vec::new();
    for claim in &answers.claims {
        steps.push((moment(claim.day, claim.hour), Step::Check(claim)));
        if let Some(correction) = &claim.correction {
            steps.push((moment(correction.day, correction.hour), Step::Correct(claim, correction)));
        }
    }
    steps.extend(answers.statements.iter().map(|one| (moment(one.day, one.hour), Step::State(one))));
    steps.sort_by_key(|(at, _)| *at);
    let mut checked: HashMap<&str, ClaimId> = HashMap::new();
    for (at, step) in steps {
        match step {
            Step::Check(claim) => {
                let department = departments.get(claim.department.as_str()).map(String::as_str);
                let id = check(app, officers, claim, department, &cards, at).await?;
                checked.insert(&claim.claim_en, id);
            }
            Step::Correct(claim, correction) => {
                let id = checked.get(claim.claim_en.as_str()).ok_or_else(Error::not_found)?;
                correct(app, officers, id, claim, correction, at).await?;
            }
            Step::State(statement) => state(app, officers, statement, &cards, at).await?,
        }
    }
    Ok(())
}

enum Step<'a> {
    Check(&'a CheckedClaim),
    Correct(&'a CheckedClaim, &'a town::Correction),
    State(&'a Statement),
}

async fn departments(app: &App, town: &Town, officers: &Officers, now: Time) -> Result<HashMap<String, String>> {
    let mut known = HashMap::new();
    let mut tx = app.db.write().await?;
    let by = officers.first.fresh()?;
    for one in &town.departments {
        match org::department::add(&mut tx, by, &one.name_zh, &one.name_en, now).await? {
            Outcome::Done(department) => known.insert(one.id.clone(), department.id.to_string()),
            Outcome::Refused(_) => return Err(Error::broken("a department of the town was refused")),
        };
    }
    // Both work for the department that the rumour of the last day is about.
    if let Some(water) = known.get("water").map(|id| org::DepartmentId::new(id.as_str())) {
        for officer in [&officers.first, &officers.second] {
            org::staff::change_department(
                &mut tx,
                officers.first.fresh()?,
                &officer.session.staff.id,
                Some(&water),
                now,
            )
            .await?;
        }
    }
    tx.commit().await?;
    Ok(known)
}

async fn check(
    app: &App,
    officers: &Officers,
    claim: &CheckedClaim,
    department: Option<&str>,
    cards: &[StoryCard],
    at: Time,
) -> Result<ClaimId> {
    let text = Text {
        claim_zh: claim.claim_zh.clone(),
        claim_en: claim.claim_en.clone(),
        verdict: Verdict::from_code(&claim.verdict),
        answer_zh: claim.answer_zh.trim().to_owned(),
        answer_en: claim.answer_en.trim().to_owned(),
        review: Some(Time::from_ms(at.ms() + REVIEW_DAYS * DAY_MS)),
        ..Text::default()
    };
    let by = &officers.first.session.staff.id;
    let mut tx = app.db.write().await?;
    let id = draft::open(&mut tx, &text, department, None, by, at).await?;
    for source in &claim.evidence {
        draft::add_evidence(&mut tx, &id, &evidence(source), by, at).await?;
    }
    if let Some(found) = best(&claim.about, cards) {
        matches::attach(&mut tx, &id, &found.story, by, at).await?;
    }
    tx.commit().await?;
    pass(app, &id, &officers.second, at).await?;
    Ok(id)
}

async fn correct(
    app: &App,
    officers: &Officers,
    id: &ClaimId,
    claim: &CheckedClaim,
    correction: &town::Correction,
    at: Time,
) -> Result<()> {
    let text = Text {
        claim_zh: claim.claim_zh.clone(),
        claim_en: claim.claim_en.clone(),
        verdict: Verdict::from_code(&correction.verdict),
        answer_zh: correction.answer_zh.trim().to_owned(),
        answer_en: correction.answer_en.trim().to_owned(),
        change_zh: correction.change_zh.trim().to_owned(),
        change_en: correction.change_en.trim().to_owned(),
        review: Some(Time::from_ms(at.ms() + REVIEW_DAYS * DAY_MS)),
    };
    // The other way round: whoever approved the mistake writes what corrects it.
    let by = &officers.second.session.staff.id;
    let mut tx = app.db.write().await?;
    draft::correct(&mut tx, id, by, at).await?;
    draft::write(&mut tx, id, &text, by, at).await?;
    for source in &correction.evidence {
        draft::add_evidence(&mut tx, id, &evidence(source), by, at).await?;
    }
    tx.commit().await?;
    pass(app, id, &officers.first, at).await
}

fn evidence(source: &town::EvidenceSource) -> Evidence {
    Evidence {
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        quote: source.quote.clone(),
        ..Evidence::default()
    }
}

/// The second person reads what was written, approves it, and it is public.
async fn pass(app: &App, id: &ClaimId, by: &Officer, at: Time) -> Result<()> {
    let mut tx = app.db.write().await?;
    let missing = draft::ask(&mut tx, id, at).await?;
    if let Some(fault) = missing.first() {
        return Err(Error::broken(format!("the town's own answer is not whole: {}", fault.0)));
    }
    tx.commit().await?;
    let claim = read::one(&app.db, id).await?;
    let seen = request(claim.draft().ok_or_else(Error::not_found)?).digest;
    let mut tx = app.db.write().await?;
    let approval = approve_draft(&mut tx, id, &seen, by.fresh()?, at).await?;
    publish(&mut tx, id, &approval, at).await?;
    tx.commit().await
}

/// The story that a person would choose who looks for these words.
fn best(about: &str, cards: &[StoryCard]) -> Option<Found> {
    let head =
        |card: &StoryCard| Head { story: card.id.clone(), text: format!("{} {}", card.headline, card.terms.join(" ")) };
    let heads: Vec<Head> = cards.iter().map(head).collect();
    let wording = Wording { claim: ClaimId::new("looked-for"), texts: vec![about.to_owned()] };
    find(std::slice::from_ref(&wording), &heads).into_iter().next()
}

async fn state(app: &App, officers: &Officers, statement: &Statement, cards: &[StoryCard], at: Time) -> Result<()> {
    let story: Option<StoryId> = best(&statement.about, cards).map(|found| found.story);
    let texts = Texts {
        zh: publish::Text::new(&statement.title_zh, &statement.summary_zh, statement.body_zh.trim()),
        en: publish::Text::new(&statement.title_en, &statement.summary_en, statement.body_en.trim()),
    };
    let author = &officers.first.session.staff.id;
    let subjects = story.map(|story| format!("story/{story}")).into_iter().collect();
    let mut tx = app.db.write().await?;
    let new = NewDraft { kind: Kind::Statement, subjects, texts, author: author.clone() };
    let document = publish::draft(&mut tx, new, at).await?;
    tx.commit().await?;
    let editions = publish::store::editions(&app.db, &document).await?;
    let edition = &editions.first().ok_or_else(Error::not_found)?.edition;
    let mut tx = app.db.write().await?;
    let digest = publish::edition::submit(&mut tx, &edition.id, edition.revision, author, at)
        .await?
        .map_err(|_| Error::broken("the town's own statement is not whole"))?;
    let approval = publish::approve(&mut tx, &edition.id, &digest, officers.second.fresh()?, at).await?;
    publish::publish(&mut tx, &edition.id, &approval, at).await?;
    tx.commit().await
}
