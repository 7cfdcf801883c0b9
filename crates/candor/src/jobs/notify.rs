//! Who is told of a warning, when, and in which words; [`notify`] carries it.
//!
//! A rise of a level puts one job into the queue, in the transaction of the rise. It plans a message for everyone who must
//! hear of it and puts in the next stage for the hour by which somebody should have acknowledged it.

use super::Work;
use super::falling::Fall;
use super::queue::Run;
use super::reminding::Reminder;
use ::notify::delivery::{self, ATTEMPTS_MAX, Delivery, State, Target};
use ::notify::message::About;
use ::notify::settings::{Settings, Tongue};
use ::notify::{Message, Ways, channels, push, rules, settings, webhook};
use model::{AlertId, DAY_MS, Error, HOUR_MS, Kind, Level, Result, StaffId, Threshold, Time};
use org::Permission;
use org::duty::{self, Stage};
use std::collections::HashMap;
use std::time::Duration;
use store::job;
use warn::store::Record;
use web::{Frame, UiLang, level_word};

/// The kind of the jobs that plan who is told.
pub const PLAN: &str = "notify.plan";
pub use ::notify::delivery::JOB as DELIVER;
/// A rise that nobody was told of for so long is no news: the machine was off, or a demo played its past.
const STALE_MS: i64 = 12 * HOUR_MS;
/// A digest whose hour passed while the machine was off is sent within this many minutes, and then no more.
const DIGEST_LATE_MINUTES: u16 = 60;
const DIGEST_LINES: usize = 20;

/// What messages are written with.
pub struct Office {
    pub name_zh: String,
    pub name_en: String,
    pub k: Threshold,
    pub policy: warn::InForce,
    /// Without a slash at its end; empty if the office has not said.
    pub public_url: String,
    pub contact: String,
}

/// What a message tells of: a rise of a level, and how far it has been carried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    alert: AlertId,
    pub step: u32,
    pub level: Level,
    stage: Stage,
}

impl Notice {
    pub fn rose(alert: &warn::Alert, level: Level) -> Self {
        Notice { alert: alert.id.clone(), step: alert.step_count, level, stage: Stage::OnDuty }
    }

    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        let ["alert", alert, step, level, stage] = parts[..] else { return None };
        Some(Notice {
            alert: AlertId::new(alert),
            step: step.parse().ok()?,
            level: Level::from_code(level)?,
            stage: Stage::from_code(stage)?,
        })
    }

    /// Whether there is still something to say: the warning stands where it rose to, and nobody has acknowledged it.
    fn is_open(&self, record: &Record) -> bool {
        record.alert.is_open() && record.acknowledged.is_none() && record.alert.level == self.level
    }
}

impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "alert/{}/{}/{}/{}", self.alert, self.step, self.level.code(), self.stage.code())
    }
}

pub fn plan(work: Work, key: String) -> Run {
    Box::pin(async move {
        let Some(notice) = Notice::read(&key) else { return Ok(()) };
        let Some(record) = warn::store::find(&work.db, &notice.alert).await? else { return Ok(()) };
        let now = work.clock.now();
        let hours = i64::from(work.office.policy.get().criteria(notice.level).acknowledge_hours);
        if !notice.is_open(&record) || now.since(record.alert.changed) > STALE_MS.max(3 * hours * HOUR_MS) {
            return Ok(());
        }
        let targets = targets(&work, &notice).await?;
        let mut tx = work.db.write().await?;
        for (target, wait_minutes) in &targets {
            let due = now.plus(Duration::from_secs(u64::from(*wait_minutes) * 60));
            delivery::plan(&mut tx, &key, target, due, work.wall.now()).await?;
        }
        if let Some(next) = notice.stage.after() {
            let steps = if next == Stage::Next { 1 } else { 2 };
            let due = record.alert.changed.plus_hours(hours * steps);
            job::enqueue(&mut tx, PLAN, &Notice { stage: next, ..notice }.to_string(), due).await?;
        }
        tx.commit().await
    })
}

/// Everyone who must hear of it, each with the minutes that their quiet hours put it off.
async fn targets(work: &Work, notice: &Notice) -> Result<Vec<(Target, u16)>> {
    let wall = work.wall.now();
    let roster = duty::roster(&work.db, wall).await?;
    let head = duty::head(&work.db).await?;
    let chosen: HashMap<StaffId, Settings> = settings::all(&work.db).await?.into_iter().collect();
    let mut people = duty::reached(&roster, head.as_ref(), notice.stage, wall);
    let on_duty = duty::on_duty(&roster, wall);
    if notice.stage == Stage::OnDuty {
        if people.is_empty() {
            people = everyone(work).await?;
        }
        let also = chosen.iter().filter(|(id, _)| !people.contains(id));
        let also: Vec<StaffId> = also
            .filter(|(_, settings)| settings.level_min.is_some_and(|least| notice.level >= least))
            .map(|(id, _)| id.clone())
            .collect();
        people.extend(also);
    }
    let minute = minute(work, wall);
    let mut targets = Vec::new();
    for id in people {
        let settings = chosen.get(&id).cloned().unwrap_or_default();
        let wait = rules::wait(settings.quiet, minute, notice.level, on_duty.contains(&id));
        for target in ways_to(work, &id, &settings).await? {
            targets.push((target, wait));
        }
    }
    if notice.stage == Stage::OnDuty {
        for hook in webhook::list(&work.db).await?.into_iter().filter(|hook| notice.level >= hook.level_min) {
            targets.push((Target { channel: "webhook", id: hook.id, staff: None }, 0));
        }
    }
    Ok(targets)
}

/// Where there is neither a roster nor a head, everyone who works on alerts.
pub async fn everyone(work: &Work) -> Result<Vec<StaffId>> {
    let staff = org::staff::list(&work.db).await?.into_iter();
    let may = |person: &org::Staff| person.ended.is_none() && person.role.may(Permission::HandleAlerts);
    Ok(staff.filter(may).map(|person| person.id).collect())
}

/// The channels that lead to one person: those they chose.
pub async fn ways_to(work: &Work, id: &StaffId, settings: &Settings) -> Result<Vec<Target>> {
    let mut targets = Vec::new();
    if work.courier.has_mail() && !settings.email.is_empty() {
        targets.push(Target { channel: "email", id: id.to_string(), staff: Some(id.clone()) });
    }
    for device in push::list(&work.db, id).await? {
        targets.push(Target { channel: "push", id: device.id, staff: Some(id.clone()) });
    }
    Ok(targets)
}

/// The minute of the office's day.
pub fn minute(work: &Work, wall: Time) -> u16 {
    let civil = work.zone.civil(wall);
    u16::try_from(i32::from(civil.hour()) * 60 + i32::from(civil.minute())).unwrap_or_default()
}

/// Puts in the digests whose hour has come. Called once a minute; each is named by its day and hour, so it is sent once.
pub async fn digests(work: &Work) -> Result<()> {
    let wall = work.wall.now();
    let (day, to) = (work.zone.day(wall).0, minute(work, wall));
    let from = to.saturating_sub(DIGEST_LATE_MINUTES);
    for (id, settings) in settings::all(&work.db).await? {
        let Some(hour) = rules::digest_due(&settings.digests, from, to) else { continue };
        let ways = ways_to(work, &id, &settings).await?;
        // By mail where there is mail: a digest is for reading, not for being woken by.
        let mail = ways.iter().find(|target| target.channel == "email").cloned();
        let targets = mail.map_or(ways, |mail| vec![mail]);
        if targets.is_empty() {
            continue;
        }
        let mut tx = work.db.write().await?;
        for target in targets {
            delivery::plan(&mut tx, &format!("digest/{day}/{hour}"), &target, work.clock.now(), wall).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

pub fn deliver(work: Work, key: String) -> Run {
    Box::pin(async move {
        let Some(planned) = delivery::find(&work.db, &key).await? else { return Ok(()) };
        if planned.state != State::Waiting {
            return Ok(());
        }
        let Some(message) = compose(&work, &planned).await? else {
            return end(&work, &planned, State::Dropped, None).await;
        };
        let Some(send) = channels::find(&planned.channel).and_then(|channel| channel.send) else {
            return end(&work, &planned, State::Failed, Some("there is no such channel")).await;
        };
        let office = &work.office;
        let about = if office.public_url.starts_with("https://") {
            office.public_url.clone()
        } else {
            format!("mailto:{}", if office.contact.contains('@') { &office.contact } else { "desk@candor.invalid" })
        };
        let ways =
            Ways { db: &work.db, courier: &work.courier, seal: &work.seal, office: &about, wall: work.wall.now() };
        let parcel = channels::Parcel { delivery: &planned.id, target: &planned.target, message: &message };
        match send(&ways, &parcel).await? {
            Ok(()) => {
                metrics::counter!("notices_total", "channel" => planned.channel.clone()).increment(1);
                end(&work, &planned, State::Sent, None).await
            }
            Err(failure) if failure.is_final => end(&work, &planned, State::Failed, Some(&failure.detail)).await,
            Err(failure) => {
                let mut tx = work.db.write().await?;
                let tries = delivery::failed_once(&mut tx, &planned.id, &failure.detail).await?;
                tx.commit().await?;
                if tries >= ATTEMPTS_MAX {
                    return end(&work, &planned, State::Failed, None).await;
                }
                Err(Error::new(Kind::Busy, "error-busy").with_detail(failure.detail))
            }
        }
    })
}

async fn end(work: &Work, planned: &Delivery, state: State, error: Option<&str>) -> Result<()> {
    let mut tx = work.db.write().await?;
    delivery::end(&mut tx, &planned.id, state, error, work.wall.now()).await?;
    tx.commit().await
}

/// The message in its reader's language; nothing if there is nothing to say any more.
async fn compose(work: &Work, planned: &Delivery) -> Result<Option<Message>> {
    let tongue = match &planned.staff {
        Some(staff) => settings::load(&work.db, staff).await?.tongue,
        None => Tongue::default(),
    };
    let f = frame(work, tongue);
    if let Some(reminder) = Reminder::read(&planned.notice) {
        return reminder.compose(work, &f).await;
    }
    if let Some(fall) = Fall::read(&planned.notice) {
        return fall.compose(work, &f).await;
    }
    let Some(notice) = Notice::read(&planned.notice) else { return digest(work, &f).await.map(Some) };
    let Some(record) = warn::store::find(&work.db, &notice.alert).await? else { return Ok(None) };
    // Another system is told of every rise; a person who is late need not be told of what a colleague has taken up.
    if planned.staff.is_some() && !notice.is_open(&record) {
        return Ok(None);
    }
    let Some(headline) = headline(work, &f, &record).await? else { return Ok(None) };
    let level = level_word(f.words(), notice.level);
    let subject = f.t2("mail-alert-subject", "level", level, "headline", headline.as_str());
    let subject = match notice.stage {
        Stage::OnDuty => subject,
        Stage::Next | Stage::Head => f.t1("mail-alert-escalated", "subject", subject),
    };
    let reasons = record.reasons.iter().take(warn::STRONGEST).map(|reason| {
        let numbers: Vec<(&str, _)> = reason.numbers.iter().map(|(name, n)| (name.as_str(), (*n).into())).collect();
        f.words().t_with(&reason.key(), &numbers)
    });
    let mut lines: Vec<String> = reasons.collect();
    lines.push(f.t1("mail-alert-due", "when", f.when(&due(work, &record)).exact));
    let link = format!("{}{}", work.office.public_url, f.href(&format!("/desk/stories/{}", record.alert.story)));
    let about = About::Alert { alert: notice.alert.to_string(), step: notice.step, level: notice.level, headline };
    Ok(Some(Message { subject, lines, link, about: Some(about) }))
}

/// The story's headline as the public mirror has it; nothing where it speaks of too few people to be shown.
pub async fn headline(work: &Work, f: &Frame, record: &Record) -> Result<Option<String>> {
    let card = analyse::mirror::story(&work.db, work.office.k, &record.alert.story).await?;
    Ok(card.map(|card| mirror::headline(f, &card).text))
}

fn due(work: &Work, record: &Record) -> Time {
    record.alert.changed.plus_hours(work.office.policy.get().criteria(record.alert.level).acknowledge_hours.into())
}

/// What rose or fell since yesterday, what waits, by when.
async fn digest(work: &Work, f: &Frame) -> Result<Message> {
    let open = warn::store::list_open(&work.db).await?;
    let closed = warn::store::list_closed(&work.db, Time::from_ms(f.now.ms() - DAY_MS)).await?;
    let mut lines = Vec::new();
    for record in open.iter().chain(&closed) {
        if lines.len() == DIGEST_LINES {
            break;
        }
        let Some(headline) = headline(work, f, record).await? else { continue };
        let level = level_word(f.words(), record.alert.level);
        let has_fallen = record.alert.level < record.alert.level_peak;
        let is_new = f.now.since(record.alert.changed) < DAY_MS;
        let (key, when) = match &record.acknowledged {
            _ if !record.alert.is_open() => ("mail-digest-closed", record.alert.changed),
            None => ("mail-digest-waits", due(work, record)),
            Some(_) if is_new && has_fallen => ("mail-digest-fell", record.alert.changed),
            Some(_) if is_new => ("mail-digest-rose", record.alert.changed),
            Some(_) => continue,
        };
        let when = f.when(&when).exact;
        lines.push(
            f.words().t_with(key, &[("level", level.into()), ("headline", headline.into()), ("when", when.into())]),
        );
    }
    if lines.is_empty() {
        lines.push(f.t("mail-digest-quiet"));
    }
    let subject = f.words().t_number("mail-digest-subject", open.len() as u64);
    let link = format!("{}{}", work.office.public_url, f.href("/desk/alerts"));
    Ok(Message { subject, lines, link, about: None })
}

fn frame(work: &Work, tongue: Tongue) -> Frame {
    let (lang, office) = match tongue {
        Tongue::Zh => (UiLang::Zh, &work.office.name_zh),
        Tongue::En => (UiLang::En, &work.office.name_en),
    };
    Frame {
        lang,
        office: office.clone(),
        path: String::new(),
        now: work.clock.now(),
        zone: work.zone.clone(),
        live: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_named_and_read_back() {
        let notice = Notice { alert: AlertId::new("3f2a"), step: 4, level: Level::Orange, stage: Stage::Next };
        assert_eq!(notice.to_string(), "alert/3f2a/4/orange/next");
        assert_eq!(Notice::read(&notice.to_string()), Some(notice));
        for other in ["digest/20000/480", "alert/3f2a/4/mauve/next", "alert/3f2a/4/orange", ""] {
            assert_eq!(Notice::read(other), None, "{other}");
        }
    }
}
