//! Alerts, and what duty does with them.

use super::{Desk, Lang, due, print, sentence};
use crate::pages::alerts::{AlertCard, AlertsView, ClosedAlert, Verdict};
use analyse::mirror::{self, StoryCard};
use axum::extract::{Path, State};
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use model::{AlertId, DAY_MS, Error, Result, StaffId, StoryId, Time};
use org::{Permission, Purpose};
use std::collections::HashMap;
use warn::store::Record;
use web::input::Posted;
use web::session::SignedIn;
use web::{Fault, Frame};

const CLOSED_DAYS: i64 = 30;
/// Past this the last closed alerts are told whenever they closed, so that an imported archive has its own.
const CLOSED_MAX: usize = 50;

pub async fn page(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    desk.record(&who, Purpose::RoutineWatch, "alerts").await?;
    let f = desk.live_frame(lang, "/desk/alerts");
    let open = warn::store::list_open(&desk.db).await?;
    let mut closed = warn::store::list_closed(&desk.db, Time::from_ms(f.now.ms() - CLOSED_DAYS * DAY_MS)).await?;
    closed.truncate(CLOSED_MAX);
    let names = desk.names().await?;
    let stories = cards(&desk, open.iter().chain(&closed)).await?;
    let staff = desk.staff(&who, &open);
    let view = AlertsView {
        open: open
            .iter()
            .filter_map(|record| Some(card(&desk, &f, stories.get(&record.alert.story)?, record, &names)))
            .collect(),
        closed: closed
            .iter()
            .filter_map(|record| {
                let story = stories.get(&record.alert.story)?;
                Some(ClosedAlert {
                    story_href: f.href(&format!("/desk/stories/{}", story.id)),
                    headline: ::mirror::headline(&f, story),
                    level: record.alert.level_peak,
                    raised: record.alert.raised,
                    closed: record.alert.closed?,
                    verdict: record.verdict.as_ref().map(|(verdict, ..)| shown(*verdict)),
                })
            })
            .collect(),
        may_act: who.may(Permission::HandleAlerts),
        k: desk.k.get(),
        staff,
        f,
    };
    Ok(print(&view)?)
}

/// The stories behind some alerts. One under the threshold is not among them, so its alert is not shown either.
pub async fn cards(desk: &Desk, records: impl Iterator<Item = &Record>) -> Result<HashMap<StoryId, StoryCard>> {
    let ids: Vec<StoryId> = records.map(|record| record.alert.story.clone()).collect();
    mirror::stories_by_id(&desk.db, desk.k, &ids).await
}

/// An open alert as a card with its three strongest reasons.
pub fn card(desk: &Desk, f: &Frame, story: &StoryCard, record: &Record, names: &HashMap<StaffId, String>) -> AlertCard {
    AlertCard {
        id: record.alert.id.clone(),
        story_href: f.href(&format!("/desk/stories/{}", story.id)),
        headline: ::mirror::headline(f, story),
        level: record.alert.level,
        voices: story.voices,
        raised: record.alert.raised,
        due: due(&desk.policy.get(), record),
        reasons: record.reasons.iter().take(warn::STRONGEST).map(|reason| sentence(f, reason)).collect(),
        acknowledged: record.acknowledged.as_ref().map(|(at, by)| (name(names, by), *at)),
        verdict: record.verdict.as_ref().map(|(verdict, ..)| shown(*verdict)),
    }
}

pub fn name(names: &HashMap<StaffId, String>, id: &StaffId) -> String {
    names.get(id).cloned().unwrap_or_else(|| id.to_string())
}

pub const fn shown(verdict: warn::Verdict) -> Verdict {
    match verdict {
        warn::Verdict::Useful => Verdict::Useful,
        warn::Verdict::NotUseful => Verdict::NotUseful,
        warn::Verdict::False => Verdict::False,
    }
}

pub async fn acknowledge(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::HandleAlerts)?;
    let mut tx = desk.db.write().await?;
    warn::store::acknowledge(&mut tx, &AlertId::new(id), posted.staff.id(), desk.clock.now()).await?;
    tx.commit().await?;
    Ok(back(&desk, lang))
}

pub async fn verdict(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::HandleAlerts)?;
    let given =
        match Verdict::from_code(&posted.fields.text("verdict")).ok_or(Error::invalid("warn-verdict-unknown"))? {
            Verdict::Useful => warn::Verdict::Useful,
            Verdict::NotUseful => warn::Verdict::NotUseful,
            Verdict::False => warn::Verdict::False,
        };
    let mut tx = desk.db.write().await?;
    warn::store::judge(&mut tx, &AlertId::new(id), given, posted.staff.id(), desk.clock.now()).await?;
    warn::versions::tune_by_verdicts(&mut tx, desk.clock.now()).await?;
    tx.commit().await?;
    Ok(back(&desk, lang))
}

fn back(desk: &Desk, lang: web::UiLang) -> Response {
    Redirect::to(&desk.frame(lang, "").href("/desk/alerts")).into_response()
}
