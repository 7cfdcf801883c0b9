//! Watches the stories that moved, in the transaction that moved them.

use super::Settings;
use super::hours::WatchedHours;
use super::state::{Moved, State};
use crate::jobs::{self, falling::Fall, notify::Notice};
use analyse::Merge;
use analyse::store::{story_id, story_number};
use model::{HOUR_MS, Result, StoryId, Time};
use std::collections::{BTreeMap, HashSet};
use store::{Tx, job};
use warn::{Outcome, StoryHours};

/// A batch that ends further back than this is history being imported: its alerts are judged as of its own end.
const HISTORY_AFTER_HOURS: i64 = 48;

/// Watches stories in whose hours something new was heard.
///
/// - `moved`: each story with its best day, and the first hour that changed
/// - `newest`: the newest hour of the batch
/// - `hours`: of the stories watched before
/// - cost: one query for the changed hours of each story that reaches k and may raise an alert or has one; the others
///   cost nothing
pub async fn watch(
    tx: &mut Tx,
    settings: &Settings,
    hours: &mut WatchedHours,
    moved: &BTreeMap<u64, Moved>,
    newest: Time,
) -> Result<()> {
    let now = settings.clock.now();
    let is_history = now.since(newest) > HISTORY_AFTER_HOURS * HOUR_MS;
    let until = if is_history { newest } else { now.hour() };
    let open: HashSet<u64> = warn::store::open_stories(tx).await?.iter().filter_map(story_number).collect();
    let is_watched =
        |(story, moved): &(&u64, &Moved)| moved.peak.reaches(settings.k) && (moved.may_rise || open.contains(story));
    let watched = moved.iter().filter(is_watched).map(|(story, moved)| (*story, *moved));
    judge(tx, settings, hours, &watched.collect(), until, is_history).await
}

/// Closes the alerts of stories that are part of others now.
pub async fn join(tx: &mut Tx, settings: &Settings, merged: &[Merge], at: Time) -> Result<()> {
    let ids: Vec<StoryId> = merged.iter().map(|merge| story_id(merge.from)).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let alerts = warn::store::load(tx, &ids).await?;
    for alert in ids.iter().filter_map(|id| alerts.get(id)) {
        if let Some(outcome) = warn::join(alert, &settings.policy.get(), at) {
            warn::store::write(tx, &outcome).await?;
        }
    }
    Ok(())
}

/// Watches the stories whose alerts are open: silence lets them fall.
pub async fn watch_open(tx: &mut Tx, settings: &Settings, state: &State) -> Result<()> {
    let until = settings.clock.now().hour();
    let open = warn::store::open_stories(tx).await?;
    let moved = |story| (story, Moved { peak: state.peak(story), since: until, may_rise: false });
    let stories = open.iter().filter_map(story_number).map(moved).collect();
    judge(tx, settings, &mut WatchedHours::default(), &stories, until, false).await
}

/// - `is_history`: nobody is told of what rose long ago
async fn judge(
    tx: &mut Tx,
    settings: &Settings,
    hours: &mut WatchedHours,
    stories: &BTreeMap<u64, Moved>,
    until: Time,
    is_history: bool,
) -> Result<()> {
    if stories.is_empty() {
        return Ok(());
    }
    let policy = settings.policy.refresh(tx).await?;
    let ids: Vec<StoryId> = stories.keys().map(|story| story_id(*story)).collect();
    let alerts = warn::store::load(tx, &ids).await?;
    for (story, Moved { peak, since, .. }) in stories {
        let id = story_id(*story);
        // An open alert is judged from where it was last looked at, which may lie before anything new was heard.
        let seen = alerts.get(&id).map_or(*since, |alert| alert.seen.min(*since));
        let from = seen.plus_hours(-warn::PAST_HOURS);
        let course = StoryHours { story: id.clone(), voices: *peak, hours: hours.of(tx, *story, from).await? };
        let Some(outcome) = warn::watch(&course, &policy, alerts.get(&id), *since, until) else { continue };
        warn::store::write(tx, &outcome).await?;
        if let Some(level) = outcome.rose_to
            && !is_history
        {
            let notice = Notice::rose(&outcome.alert, level);
            job::enqueue(tx, jobs::notify::PLAN, &notice.to_string(), settings.clock.now()).await?;
        } else if let Some(fall) = Fall::of(alerts.get(&id), &outcome.alert)
            && !is_history
        {
            job::enqueue(tx, jobs::falling::PLAN.name, &fall.to_string(), settings.clock.now()).await?;
        }
        tell(&outcome);
    }
    Ok(())
}

fn tell(outcome: &Outcome) {
    if let Some(level) = outcome.rose_to {
        metrics::counter!("alerts_total", "level" => level.code()).increment(1);
        tracing::info!(alert.id = %outcome.alert.id, level = level.code(), "a warning rose to {}", level.code());
    }
}
