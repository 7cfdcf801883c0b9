//! Reminders of time limits, before they end: on the desk's open pages, and by the channels that each person chose.
//!
//! A step of a clock is told once: its deliveries are planned in the transaction that notes the step. Whoever holds the
//! clock and whoever is in the room is told of each step; from the second on, also whoever leads, is on duty, or heads the
//! desk.

use super::Work;
use super::notify::{everyone, minute, ways_to};
use super::queue::{JobKind, Run};
use ::notify::delivery::{self, Target};
use ::notify::message::About;
use ::notify::settings::{self, Settings};
use ::notify::{Message, rules, webhook};
use model::{ClockId, Level, Result, StaffId};
use org::{DepartmentId, Permission, duty};
use respond::jobs::Step;
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;
use store::Tx;
use web::live::Update;
use web::{Frame, UiLang};

/// Looks at one clock of an incident.
pub const REMIND: JobKind = JobKind {
    name: respond::jobs::REMIND,
    at_once: 4,
    attempts_max: 20,
    run: |work, key| -> Run { Box::pin(remind(work, key)) },
};

/// Other systems are told of a limit as of a warning of this level.
const HOOK_LEVEL: Level = Level::Orange;

async fn remind(work: Work, key: String) -> Result<()> {
    let (id, measure) = (ClockId::new(key), work.library.measure(&work.zone));
    let mut tx = work.db.write().await?;
    let reminded = respond::jobs::remind(&mut tx, measure, &id, work.clock.now()).await?;
    // After a stop several steps may be due at once; the last one says all.
    let last = reminded.given.last().copied();
    if let (Some(index), Some(step)) = (last, &reminded.step) {
        plan(&work, &mut tx, &Reminder { clock: id.clone(), index }, step).await?;
    }
    tx.commit().await?;
    if let Some(step) = reminded.step.filter(|_| last.is_some()) {
        tracing::info!(clock.id = %id, "reminded of a time limit before its end");
        work.hub.send(Update { name: "incident", id: step.room.to_string() });
    }
    Ok(())
}

/// Puts in one delivery for each person, way and system, once for the step.
async fn plan(work: &Work, tx: &mut Tx, reminder: &Reminder, step: &Step) -> Result<()> {
    let (now, wall) = (work.clock.now(), work.wall.now());
    let roster = duty::roster(&work.db, wall).await?;
    let on_duty = duty::on_duty(&roster, wall);
    let chosen: HashMap<StaffId, Settings> = settings::all(&work.db).await?.into_iter().collect();
    let minutes_left = u16::try_from(step.ends.since(now).max(0) / 60_000).unwrap_or(u16::MAX);
    let (notice, minute) = (reminder.to_string(), minute(work, wall));
    for id in people(work, reminder, step, &on_duty).await? {
        let settings = chosen.get(&id).cloned().unwrap_or_default();
        let quiet = rules::wait(settings.quiet, minute, Level::Yellow, on_duty.contains(&id));
        // Quiet hours are for what can wait, and a limit that ends within them cannot.
        let wait = if quiet < minutes_left { quiet } else { 0 };
        let due = now.plus(Duration::from_secs(u64::from(wait) * 60));
        for target in ways_to(work, &id, &settings).await? {
            delivery::plan(tx, &notice, &target, due, wall).await?;
        }
    }
    for hook in webhook::list(&work.db).await?.into_iter().filter(|hook| HOOK_LEVEL >= hook.level_min) {
        delivery::plan(tx, &notice, &Target { channel: "webhook", id: hook.id, staff: None }, now, wall).await?;
    }
    Ok(())
}

/// Who must hear of a step. Nobody is told only where nobody works on alerts at all.
async fn people(work: &Work, reminder: &Reminder, step: &Step, on_duty: &[StaffId]) -> Result<BTreeSet<StaffId>> {
    let staff = org::staff::list(&work.db).await?;
    let works = |one: &&org::Staff| one.ended.is_none() && one.role.may(Permission::HandleAlerts);
    let of = |department: &DepartmentId| {
        let named = !department.as_str().is_empty();
        let here = staff.iter().filter(works).filter(move |one| named && one.department.as_ref() == Some(department));
        here.map(|one| one.id.clone()).collect::<Vec<_>>()
    };
    let mut people: BTreeSet<StaffId> = of(&step.clock.holder).into_iter().collect();
    people.extend(step.people.iter().cloned());
    if reminder.index > 0 {
        people.extend(of(&step.lead));
        people.extend(on_duty.iter().cloned());
        people.extend(duty::head(&work.db).await?);
    }
    if people.is_empty() {
        people.extend(on_duty.iter().cloned());
    }
    if people.is_empty() {
        people.extend(everyone(work).await?);
    }
    Ok(people)
}

/// What a message tells of: a step of a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    clock: ClockId,
    index: usize,
}

impl Reminder {
    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        let ["clock", clock, index] = parts[..] else { return None };
        Some(Reminder { clock: ClockId::new(clock), index: index.parse().ok()? })
    }

    /// The message in its reader's language; nothing once the duty is met or the clock stands still.
    pub async fn compose(&self, work: &Work, f: &Frame) -> Result<Option<Message>> {
        let Some((clock, incident)) = respond::store::clock::running(&work.db, &self.clock).await? else {
            return Ok(None);
        };
        let is_chinese = f.lang == UiLang::Zh;
        let name = if is_chinese { &clock.name_zh } else { &clock.name_en };
        let citation = if is_chinese { &clock.citation_zh } else { &clock.citation_en };
        let ends = clock.deadline(work.library.measure(&work.zone), f.now).at;
        let holder = org::department::list(&work.db).await?.into_iter().find(|one| one.id == clock.holder);
        let left = if ends > f.now {
            f.t1("mail-deadline-left", "minutes", ends.since(f.now) / 60_000)
        } else {
            f.t("mail-deadline-over")
        };
        let subject = f.words().t_with(
            "mail-deadline-subject",
            &[("number", incident.number.as_str().into()), ("duty", name.as_str().into()), ("left", left.into())],
        );
        let mut lines = vec![incident.title.clone(), f.t1("mail-deadline-ends", "when", f.when(&ends).exact)];
        if let Some(holder) = holder {
            lines.push(f.t1("mail-deadline-holder", "department", holder.name(is_chinese).to_owned()));
        }
        if !citation.is_empty() {
            lines.push(f.t1("mail-deadline-rule", "citation", citation.as_str()));
        }
        let link = format!("{}{}", work.office.public_url, f.href(&format!("/desk/incidents/{}", incident.id)));
        let about = About::Deadline { number: incident.number, duty: name.clone(), ends };
        Ok(Some(Message { subject, lines, link, about: Some(about) }))
    }
}

impl std::fmt::Display for Reminder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "clock/{}/{}", self.clock, self.index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_is_named_and_read_back() {
        let reminder = Reminder { clock: ClockId::new("3f2a"), index: 1 };
        assert_eq!(Reminder::read(&reminder.to_string()), Some(reminder));
        for other in ["alert/3f2a/4/orange/next", "clock/3f2a", "clock/3f2a/x", "digest/20000/480"] {
            assert_eq!(Reminder::read(other), None, "{other}");
        }
    }
}
