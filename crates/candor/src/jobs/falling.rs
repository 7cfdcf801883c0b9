//! A warning that falls or closes: whoever was told that it rose is told that it fell, once for each change of its level.
//!
//! It wakes nobody: quiet hours hold it back whatever the level was, and what changed again meanwhile is not said at all.

use super::Work;
use super::notify::{Notice, headline, minute};
use super::queue::{JobKind, Run};
use ::notify::delivery::{self, Delivery, Target};
use ::notify::message::About;
use ::notify::settings::{self, Settings};
use ::notify::{Message, channels, rules};
use model::{AlertId, HOUR_MS, Level, Result, StaffId};
use std::collections::HashMap;
use std::time::Duration;
use warn::{Alert, Step};
use web::{Frame, level_word};

/// Plans who is told of a fall.
pub const PLAN: JobKind = JobKind {
    name: "notify.fall",
    at_once: 1,
    attempts_max: 20,
    run: |work, key| -> Run { Box::pin(plan(work, key)) },
};

/// A fall that nobody was told of for so long is no news.
const STALE_MS: i64 = 12 * HOUR_MS;

/// What a message tells of: a fall, by the number of steps that the alert then had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fall {
    alert: AlertId,
    step: u32,
    /// Where it stands now; nothing once it closed.
    level: Option<Level>,
}

impl Fall {
    /// The fall that a look at an alert found; nothing if it rose, stayed, or was closed before.
    pub fn of(before: Option<&Alert>, now: &Alert) -> Option<Self> {
        let level = |alert: &Alert| alert.is_open().then_some(alert.level);
        let (stood, stands) = (before.and_then(level), level(now));
        (stands < stood).then(|| Fall { alert: now.id.clone(), step: now.step_count, level: stands })
    }

    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        let ["fall", alert, step, level] = parts[..] else { return None };
        let level = if level == "closed" { None } else { Some(Level::from_code(level)?) };
        Some(Fall { alert: AlertId::new(alert), step: step.parse().ok()?, level })
    }

    /// The message in its reader's language; nothing if the alert has changed since.
    pub async fn compose(&self, work: &Work, f: &Frame) -> Result<Option<Message>> {
        let Some(record) = warn::store::find(&work.db, &self.alert).await? else { return Ok(None) };
        if record.alert.step_count != self.step {
            return Ok(None);
        }
        let Some(headline) = headline(work, f, &record).await? else { return Ok(None) };
        let subject = match self.level {
            Some(level) => {
                f.t2("mail-fall-subject", "level", level_word(f.words(), level), "headline", headline.as_str())
            }
            None => f.t1("mail-fall-closed", "headline", headline.as_str()),
        };
        let lines = vec![f.t1("mail-fall-peak", "level", level_word(f.words(), record.alert.level_peak))];
        let link = format!("{}{}", work.office.public_url, f.href(&format!("/desk/stories/{}", record.alert.story)));
        let about = About::Fall { alert: self.alert.to_string(), step: self.step, level: self.level, headline };
        Ok(Some(Message { subject, lines, link, about: Some(about) }))
    }
}

impl std::fmt::Display for Fall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "fall/{}/{}/{}", self.alert, self.step, self.level.map_or("closed", Level::code))
    }
}

async fn plan(work: Work, key: String) -> Result<()> {
    let Some(fall) = Fall::read(&key) else { return Ok(()) };
    let Some(record) = warn::store::find(&work.db, &fall.alert).await? else { return Ok(()) };
    let now = work.clock.now();
    if record.alert.step_count != fall.step || now.since(record.alert.changed) > STALE_MS {
        return Ok(());
    }
    let steps = warn::store::steps(&work.db, &fall.alert).await?;
    let sent = delivery::told_of(&work.db, &format!("alert/{}/", fall.alert)).await?;
    let chosen: HashMap<StaffId, Settings> = settings::all(&work.db).await?.into_iter().collect();
    let (wall, mut tx) = (work.wall.now(), work.db.write().await?);
    let minute = minute(&work, wall);
    for target in told(&fall, &steps, &sent) {
        let quiet = target.staff.as_ref().and_then(|id| chosen.get(id)).and_then(|settings| settings.quiet);
        let wait = rules::wait(quiet, minute, Level::Blue, false);
        let due = now.plus(Duration::from_secs(u64::from(wait) * 60));
        delivery::plan(&mut tx, &key, &target, due, wall).await?;
    }
    tx.commit().await
}

/// Who was told since the alert was last raised that it stood higher than it stands now, each by the way they were told.
fn told(fall: &Fall, steps: &[Step], sent: &[Delivery]) -> Vec<Target> {
    let before = &steps[..steps.len().min(fall.step.saturating_sub(1) as usize)];
    // The number of steps after which it was last closed; what was said before belongs to another time.
    let closed = before.iter().rposition(|step| step.level.is_none()).map_or(0, |index| index + 1);
    let mut targets: Vec<Target> = Vec::new();
    for delivery in sent {
        let Some(rise) = Notice::read(&delivery.notice) else { continue };
        let is_of_now = rise.step as usize > closed && rise.step < fall.step;
        let Some(channel) = channels::find(&delivery.channel) else { continue };
        let target = Target { channel: channel.name, id: delivery.target.clone(), staff: delivery.staff.clone() };
        if is_of_now && Some(rise.level) > fall.level && !targets.contains(&target) {
            targets.push(target);
        }
    }
    targets
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::notify::delivery::State;
    use model::Time;

    const NOON: Time = Time::from_ms(1_800_000_000_000);

    fn steps(levels: &[Option<Level>]) -> Vec<Step> {
        levels.iter().map(|level| Step { at: NOON, level: *level, reasons: Vec::new() }).collect()
    }

    fn sent(notice: &str, channel: &str, target: &str) -> Delivery {
        Delivery {
            id: "d".to_owned(),
            notice: notice.to_owned(),
            channel: channel.to_owned(),
            target: target.to_owned(),
            staff: (channel == "email").then(|| StaffId::new(target)),
            state: State::Sent,
            attempts: 1,
            error: None,
            created: NOON,
            ended: Some(NOON),
        }
    }

    #[test]
    fn a_fall_is_named_and_read_back() {
        for level in [Some(Level::Yellow), None] {
            let fall = Fall { alert: AlertId::new("3f2a"), step: 4, level };
            assert_eq!(Fall::read(&fall.to_string()), Some(fall));
        }
        for other in ["alert/3f2a/4/orange/next", "fall/3f2a/4/mauve", "fall/3f2a/4", "fall/3f2a/x/closed"] {
            assert_eq!(Fall::read(other), None, "{other}");
        }
    }

    #[test]
    fn those_hear_of_a_fall_who_heard_of_the_rise_that_it_takes_back() {
        // Raised to yellow, up to orange, down to yellow.
        let course = steps(&[Some(Level::Yellow), Some(Level::Orange), Some(Level::Yellow)]);
        let fall = Fall { alert: AlertId::new("a"), step: 3, level: Some(Level::Yellow) };
        let log = [
            sent("alert/a/1/yellow/on_duty", "email", "early"),
            sent("alert/a/2/orange/on_duty", "email", "lin"),
            sent("alert/a/2/orange/next", "email", "lin"),
            sent("alert/a/2/orange/on_duty", "push", "browser"),
            sent("alert/a/2/orange/on_duty", "webhook", "room"),
            sent("digest/20000/480", "email", "reader"),
        ];
        let names = |fall: &Fall, course: &[Step]| {
            told(fall, course, &log).into_iter().map(|target| target.id).collect::<Vec<_>>()
        };
        assert_eq!(names(&fall, &course), ["lin", "browser", "room"], "each once, and not who heard of yellow alone");
        let closed = Fall { alert: AlertId::new("a"), step: 4, level: None };
        let course = steps(&[Some(Level::Yellow), Some(Level::Orange), Some(Level::Yellow), None]);
        assert_eq!(names(&closed, &course), ["early", "lin", "browser", "room"]);
        // Raised again later: what was said the first time is over.
        let again = Fall { alert: AlertId::new("a"), step: 6, level: None };
        let course =
            steps(&[Some(Level::Yellow), Some(Level::Orange), Some(Level::Yellow), None, Some(Level::Blue), None]);
        assert_eq!(names(&again, &course), Vec::<String>::new());
    }
}
