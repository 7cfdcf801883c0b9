//! The rules in use, and the second person who approves them.

use super::clock::{Known, span_args};
use super::{Desk, Lang, print};
use crate::pages::duties::{ApprovalState, DutiesView, DutyRow, KindDuties, RuleRow, YearRow};
use axum::extract::State;
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use org::{Permission, Purpose};
use respond::store::rules as rule_sets;
use respond::{Duty, Scope, Span};
use web::input::Posted;
use web::session::SignedIn;
use web::{Fault, Frame, UiLang};

/// As much of a digest as people compare.
const DIGEST_SHOWN: usize = 16;

pub async fn page(State(desk): State<Desk>, Lang(lang): Lang, who: SignedIn) -> Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    desk.record(&who, Purpose::Incident, "duties").await?;
    let f = desk.frame(lang, "/desk/duties");
    let known = Known::load(&desk, lang).await?;
    let rules = &desk.respond.rules;
    let sets = rule_sets::list(&desk.db).await?;
    let here = sets.iter().find(|set| set.digest == rules.digest);
    let approval = match here {
        None => ApprovalState::None { may_propose: who.may(Permission::Write) },
        Some(set) => match &set.approved {
            Some((at, by)) => ApprovalState::Approved { by: known.person(by), at: *at },
            None => ApprovalState::Waiting {
                by: known.person(&set.proposed.1),
                at: set.proposed.0,
                may_approve: who.may(Permission::Approve) && set.proposed.1 != *who.id(),
            },
        },
    };
    let name = |duty: &Duty| known.in_words(&duty.name_zh, &duty.name_en).to_owned();
    let now = f.zone.civil(f.now);
    // A limit of a month may run into the next year from December on; of today, that is what matters.
    let reaches = if now.month() >= 11 { now.year() + 1 } else { now.year() };
    let view = DutiesView {
        jurisdiction: known.in_words(&rules.name_zh, &rules.name_en).to_owned(),
        digest: rules.digest.chars().take(DIGEST_SHOWN).collect(),
        zone: f.zone.time_zone().iana_name().unwrap_or("UTC").to_owned(),
        incidents: kinds(&desk, &f, &known, Scope::Incident),
        requests: kinds(&desk, &f, &known, Scope::Request),
        unconfirmed: rules.unconfirmed().map(name).collect(),
        years: desk.respond.calendar.years().map(|year| year_row(&known, year)).collect(),
        year_missing: desk.respond.calendar.year(reaches).is_none().then(|| reaches.to_string()),
        approval,
        history: sets
            .iter()
            .map(|set| RuleRow {
                digest: set.digest.chars().take(DIGEST_SHOWN).collect(),
                proposed_by: known.person(&set.proposed.1),
                proposed: set.proposed.0,
                approved: set.approved.as_ref().map(|(at, by)| (known.person(by), *at)),
            })
            .collect(),
        staff: desk.staff_here(&who).await?,
        f,
    };
    Ok(print(&view)?)
}

fn kinds(desk: &Desk, f: &Frame, known: &Known, scope: Scope) -> Vec<KindDuties> {
    let rules = &desk.respond.rules;
    let of_scope = rules.kinds.iter().filter(|kind| kind.scope == scope);
    of_scope
        .map(|kind| KindDuties {
            name: known.in_words(&kind.name_zh, &kind.name_en).to_owned(),
            note: known.in_words(&kind.note_zh, &kind.note_en).to_owned(),
            duties: rules.duties_of(&kind.id).map(|duty| duty_row(f, known, duty)).collect(),
        })
        .collect()
}

fn duty_row(f: &Frame, known: &Known, duty: &Duty) -> DutyRow {
    let span = |number: u32| f.words().t_with("duties-span", &span_args(Span { number, ..duty.span }));
    let rule = f.words().t_with("clock-within", &span_args(duty.span));
    DutyRow {
        name: known.in_words(&duty.name_zh, &duty.name_en).to_owned(),
        rule: if duty.repeats { f.t1("clock-within-again", "rule", rule) } else { rule },
        reminders: match duty.escalate[..] {
            [] => f.t("duties-reminder-none"),
            [one] => f.t1("duties-reminder", "before", span(one)),
            [first, .., last] => f.t2("duties-reminders", "first", span(first), "last", span(last)),
        },
        citation: known.in_words(&duty.citation_zh, &duty.citation_en).to_owned(),
        note: known.in_words(&duty.note_zh, &duty.note_en).to_owned(),
        checked: duty.checked.to_string(),
        is_confirmed: duty.is_confirmed,
    }
}

fn year_row(known: &Known, year: &respond::Year) -> YearRow {
    let days = |off: &respond::Break| off.until.since(off.from).map_or(1, |span| span.get_days() + 1) as u32;
    YearRow {
        year: year.year.to_string(),
        notice: year.notice.clone(),
        off_days: year.off.iter().map(days).sum(),
        work_days: year.work.len() as u32,
        breaks: year.off.iter().map(|off| known.in_words(&off.name_zh, &off.name_en).to_owned()).collect(),
        checked: year.checked.to_string(),
        is_confirmed: year.is_confirmed,
    }
}

pub async fn propose(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> Result<Response, Fault> {
    posted.staff.require(Permission::Write)?;
    let mut tx = desk.db.write().await?;
    rule_sets::propose(&mut tx, &desk.respond.rules, posted.staff.id(), desk.clock.now()).await?;
    tx.commit().await?;
    Ok(back(&desk, lang))
}

/// Approves the very file in use; another person put it up.
pub async fn approve(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> Result<Response, Fault> {
    posted.staff.require(Permission::Approve)?;
    let digest = &desk.respond.rules.digest;
    // What the approver has read is what is in use; a file that changed meanwhile is another.
    if !digest.starts_with(&posted.fields.text("digest")) || posted.fields.text("digest").len() < DIGEST_SHOWN {
        return Err(model::Error::conflict("error-conflict").into());
    }
    let set = rule_sets::find(&desk.db, digest).await?.ok_or(model::Error::not_found())?;
    let (subject, now) = (rule_sets::subject(digest), desk.clock.now());
    let second = posted.staff.recent().await?;
    let mut tx = desk.db.write().await?;
    let approval = org::approval::approve(&mut tx, &subject, digest, &set.proposed.1, second, now).await?;
    rule_sets::approve(&mut tx, &approval, now).await?;
    tx.commit().await?;
    Ok(back(&desk, lang))
}

fn back(desk: &Desk, lang: UiLang) -> Response {
    Redirect::to(&desk.frame(lang, "").href("/desk/duties")).into_response()
}
