//! The tables of this context. Only this file writes them; pages read the view `shared_alert`.

use crate::rules::{RULES, Reason, STRONGEST};
use crate::verdict::{Usefulness, Verdict};
use crate::watch::{Alert, Outcome, Step};
use model::{AlertId, Error, Level, Result, StaffId, StoryId, Time};
use std::collections::HashMap;
use store::{Db, Migration, Row, Tx, args, row};

pub const MIGRATIONS: &[Migration] = &[
    Migration { context: "warn", name: "0001_alert", sql: include_str!("../migrations/0001_alert.sql") },
    Migration { context: "warn", name: "0002_public_alert", sql: include_str!("../migrations/0002_public_alert.sql") },
    Migration { context: "warn", name: "0003_policy", sql: include_str!("../migrations/0003_policy.sql") },
];

/// Ids asked for in one statement. A fixed number keeps the statement's text the same, so it stays prepared.
const BLOCK: usize = 16;

/// How many alerts and steps a list hands out at most.
const LIST_MAX: i64 = 1_000;

/// An alert with what people made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub alert: Alert,
    pub acknowledged: Option<(Time, StaffId)>,
    pub verdict: Option<(Verdict, Time, StaffId)>,
    /// Those of the last step that had a level, by falling weight.
    pub reasons: Vec<Reason>,
}

/// Loads the alerts of many stories, in the transaction that will write what comes of them.
///
/// - returns: nothing for a story that never warned
/// - cost: one statement for every 16 stories
pub async fn load(tx: &mut Tx, stories: &[StoryId]) -> Result<HashMap<StoryId, Alert>> {
    let mut alerts = HashMap::with_capacity(stories.len());
    for block in stories.chunks(BLOCK) {
        // A short block repeats its last story to fill the statement.
        let ids = (0..BLOCK).map(|index| block[index.min(block.len() - 1)].as_str().into()).collect();
        let rows = tx
            .rows(
                "select alert_id, story_id, level, level_peak, raised_ms, changed_ms, closed_ms, held_ms, seen_ms,
                        step_count, policy_digest
                 from alert
                 where story_id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
                ids,
            )
            .await?;
        for row in rows {
            let alert = alert(&row)?;
            alerts.insert(alert.story.clone(), alert);
        }
    }
    Ok(alerts)
}

/// The stories whose alerts are open. They are watched every hour, since silence lets them fall.
pub async fn open_stories(tx: &mut Tx) -> Result<Vec<StoryId>> {
    let rows = tx.rows("select story_id from alert where closed_ms is null order by story_id", args![]).await?;
    Ok(rows.iter().map(|row| StoryId::new(row.text(0))).collect())
}

/// Writes what came of a look at a story. An alert that rose waits to be acknowledged again.
pub async fn write(tx: &mut Tx, outcome: &Outcome) -> Result<()> {
    let alert = &outcome.alert;
    tx.run(
        "insert into alert as t (alert_id, story_id, level, level_peak, raised_ms, changed_ms, closed_ms, held_ms,
                                 seen_ms, step_count, policy_digest)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (alert_id) do update set
           level = excluded.level, level_peak = excluded.level_peak, raised_ms = excluded.raised_ms,
           changed_ms = excluded.changed_ms, closed_ms = excluded.closed_ms, held_ms = excluded.held_ms,
           seen_ms = excluded.seen_ms, step_count = excluded.step_count, policy_digest = excluded.policy_digest",
        args![
            alert.id.as_str(),
            alert.story.as_str(),
            alert.level.code(),
            alert.level_peak.code(),
            alert.raised,
            alert.changed,
            alert.closed,
            alert.held,
            alert.seen,
            alert.step_count,
            alert.policy_digest.as_str(),
        ],
    )
    .await?;
    if outcome.rose_to.is_some() {
        tx.run(
            "update alert set acknowledged_ms = null, acknowledged_by = null where alert_id = $1",
            args![alert.id.as_str()],
        )
        .await?;
    }
    let first_index = i64::from(alert.step_count) - i64::try_from(outcome.steps.len())?;
    let mut rows = Vec::with_capacity(outcome.steps.len());
    for (index, step) in (first_index..).zip(&outcome.steps) {
        let reasons = serde_json::to_string(&step.reasons)?;
        rows.push(row![alert.id.as_str(), index, step.at, step.level.map(Level::code), reasons]);
    }
    tx.bulk("insert into alert_step (alert_id, step_index, at_ms, level, reasons) values", "", rows).await?;
    Ok(())
}

/// Notes that someone on duty has seen the alert at its present level.
///
/// - returns: whether they were the first; a second one changes nothing
/// - errors: `NotFound`
pub async fn acknowledge(tx: &mut Tx, alert: &AlertId, by: &StaffId, now: Time) -> Result<bool> {
    let changed = tx
        .run(
            "update alert set acknowledged_ms = $2, acknowledged_by = $3
             where alert_id = $1 and acknowledged_ms is null",
            args![alert.as_str(), now, by.as_str()],
        )
        .await?;
    if changed == 0 {
        tx.one("select alert_id from alert where alert_id = $1", args![alert.as_str()]).await?;
    }
    Ok(changed > 0)
}

/// Records what someone on duty makes of the alert; a later verdict takes the place of an earlier one.
///
/// - errors: `NotFound`
pub async fn judge(tx: &mut Tx, alert: &AlertId, verdict: Verdict, by: &StaffId, now: Time) -> Result<()> {
    let changed = tx
        .run(
            "update alert set verdict = $2, verdict_ms = $3, verdict_by = $4 where alert_id = $1",
            args![alert.as_str(), verdict.code(), now, by.as_str()],
        )
        .await?;
    if changed == 0 { Err(Error::not_found()) } else { Ok(()) }
}

/// Asks for alerts as [`record`] reads them.
macro_rules! records {
    ($which:literal) => {
        concat!(
            "select a.alert_id, a.story_id, a.level, a.level_peak, a.raised_ms, a.changed_ms, a.closed_ms, a.held_ms,
                    a.seen_ms, a.step_count, a.policy_digest, a.acknowledged_ms, a.acknowledged_by, a.verdict,
                    a.verdict_ms, a.verdict_by, s.reasons
             from alert a join shared_alert s on s.alert_id = a.alert_id ",
            $which
        )
    };
}

/// The open alerts, highest level first, then the oldest.
pub async fn list_open(db: &Db) -> Result<Vec<Record>> {
    let rows = db
        .rows(
            records!("where a.closed_ms is null order by s.level_rank desc, a.raised_ms, a.alert_id limit $1"),
            args![LIST_MAX],
        )
        .await?;
    rows.iter().map(record).collect()
}

/// The alerts that closed since a moment, the latest first.
pub async fn list_closed(db: &Db, since: Time) -> Result<Vec<Record>> {
    let rows = db
        .rows(
            records!("where a.closed_ms >= $1 order by a.closed_ms desc, a.alert_id limit $2"),
            args![since, LIST_MAX],
        )
        .await?;
    rows.iter().map(record).collect()
}

/// The alert of a story, open or closed.
pub async fn of_story(db: &Db, story: &StoryId) -> Result<Option<Record>> {
    let row = db.maybe(records!("where a.story_id = $1"), args![story.as_str()]).await?;
    row.as_ref().map(record).transpose()
}

/// One alert, open or closed.
pub async fn find(db: &Db, alert: &AlertId) -> Result<Option<Record>> {
    let row = db.maybe(records!("where a.alert_id = $1"), args![alert.as_str()]).await?;
    row.as_ref().map(record).transpose()
}

/// The steps of an alert, oldest first.
pub async fn steps(db: &Db, alert: &AlertId) -> Result<Vec<Step>> {
    let rows = db
        .rows(
            "select at_ms, level, reasons from alert_step where alert_id = $1 order by step_index limit $2",
            args![alert.as_str(), LIST_MAX],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Step {
                at: row.time(0),
                level: row.text_or_null(1).as_deref().map(level).transpose()?,
                reasons: serde_json::from_str(&row.text(2))?,
            })
        })
        .collect()
}

/// What became of the alerts of a span, for the account of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcomes {
    pub story: StoryId,
    pub raised: Time,
    pub acknowledged: Option<Time>,
    pub verdict: Option<Verdict>,
}

/// The alerts that were last raised within a span, in the order of their moments.
pub async fn raised_between(db: &Db, from: Time, until: Time) -> Result<Vec<Outcomes>> {
    let rows = db
        .rows(
            "select story_id, raised_ms, acknowledged_ms, verdict from alert
             where raised_ms >= $1 and raised_ms < $2 order by raised_ms, alert_id limit $3",
            args![from, until, 10 * LIST_MAX],
        )
        .await?;
    let outcome = |row: &Row| {
        Ok(Outcomes {
            story: StoryId::new(row.text(0)),
            raised: row.time(1),
            acknowledged: row.time_or_null(2),
            verdict: row.text_or_null(3).as_deref().map(Verdict::from_code).transpose()?,
        })
    };
    rows.iter().map(outcome).collect()
}

/// Counts verdicts by rule: an alert counts for the strongest reasons of the step at which it last reached its peak.
///
/// - returns: every rule, in the order of [`RULES`]
pub async fn usefulness(db: &Db) -> Result<Vec<(&'static str, Usefulness)>> {
    let rows = db
        .rows(
            "select a.verdict, s.reasons
             from alert a join alert_step s on s.alert_id = a.alert_id
             where a.verdict is not null and s.step_index =
               (select max(p.step_index) from alert_step p where p.alert_id = a.alert_id and p.level = a.level_peak)
             order by a.alert_id",
            args![],
        )
        .await?;
    let mut counts: Vec<_> = RULES.iter().map(|rule| (rule.name, Usefulness::default())).collect();
    for row in &rows {
        let verdict = Verdict::from_code(&row.text(0))?;
        let reasons: Vec<Reason> = serde_json::from_str(&row.text(1))?;
        for reason in reasons.iter().take(STRONGEST) {
            if let Some((_, count)) = counts.iter_mut().find(|(name, _)| *name == reason.rule) {
                count.count(verdict);
            }
        }
    }
    Ok(counts)
}

fn alert(row: &Row) -> Result<Alert> {
    Ok(Alert {
        id: AlertId::new(row.text(0)),
        story: StoryId::new(row.text(1)),
        level: level(&row.text(2))?,
        level_peak: level(&row.text(3))?,
        raised: row.time(4),
        changed: row.time(5),
        closed: row.time_or_null(6),
        held: row.time(7),
        seen: row.time(8),
        step_count: row.count(9),
        policy_digest: row.text(10),
    })
}

fn record(row: &Row) -> Result<Record> {
    let verdict = row.text_or_null(13).as_deref().map(Verdict::from_code).transpose()?;
    Ok(Record {
        alert: alert(row)?,
        acknowledged: row.time_or_null(11).zip(row.text_or_null(12).map(StaffId::new)),
        verdict: verdict
            .zip(row.time_or_null(14))
            .zip(row.text_or_null(15))
            .map(|((verdict, at), by)| (verdict, at, StaffId::new(by))),
        reasons: row.text_or_null(16).map_or(Ok(Vec::new()), |reasons| serde_json::from_str(&reasons))?,
    })
}

fn level(code: &str) -> Result<Level> {
    Level::from_code(code).ok_or_else(|| Error::broken(format!("no level is named {code}")))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{Policy, StoryHour, StoryHours, watch};
    use model::{HOUR_MS, Voices};

    /// A rumour in its hours, each with so many new voices.
    fn rumour(story: &str, voices: &[u32]) -> StoryHours {
        let mut so_far = 0;
        let hours: Vec<StoryHour> = voices
            .iter()
            .zip(0..)
            .map(|(&count, index)| {
                so_far += count;
                StoryHour {
                    at: index * HOUR_MS,
                    voices: Voices::counted(count),
                    voices_so_far: Voices::counted(so_far),
                    items: count,
                    ..StoryHour::default()
                }
            })
            .collect();
        StoryHours { story: StoryId::new(story), voices: Voices::counted(so_far), hours }
    }

    /// Raises the alert of a story that climbs to orange.
    pub(crate) async fn raise(tx: &mut Tx, story: &str) {
        look(tx, &rumour(story, &[3, 5, 9, 20, 60]), 0, 4).await.expect("it warns");
    }

    async fn look(tx: &mut Tx, story: &StoryHours, from: i64, until: i64) -> Option<Outcome> {
        let known = load(tx, std::slice::from_ref(&story.story)).await.expect("alerts load");
        let hour = |index: i64| Time::from_ms(index * HOUR_MS);
        let outcome = watch(story, &Policy::default(), known.get(&story.story), hour(from), hour(until));
        if let Some(outcome) = &outcome {
            write(tx, outcome).await.expect("the outcome is written");
        }
        outcome
    }

    #[tokio::test]
    async fn an_alert_rises_is_acknowledged_rises_again_closes_and_is_judged() {
        for db in store::testing::databases("warn-alert", &[MIGRATIONS]).await {
            let (first, second) = (rumour("first", &[3, 5, 9, 20, 60]), rumour("second", &[3, 5, 9]));
            let (staff, noon) = (StaffId::new("lin"), Time::from_ms(40 * HOUR_MS));
            let mut tx = db.write().await.expect("a transaction");
            look(&mut tx, &second, 0, 2).await.expect("the second warns");
            let id = look(&mut tx, &first, 0, 3).await.expect("the first warns").alert.id;
            assert!(acknowledge(&mut tx, &id, &staff, noon).await.expect("it is there"));
            assert!(!acknowledge(&mut tx, &id, &StaffId::new("wu"), noon).await.expect("it is there"));
            tx.commit().await.expect("a commit");
            let seen = of_story(&db, &first.story).await.expect("a read").expect("it is there");
            assert_eq!(seen.acknowledged, Some((noon, staff.clone())));

            // It climbs to a level that nobody has seen; looking again changes nothing.
            let mut tx = db.write().await.expect("a transaction");
            let outcome = look(&mut tx, &first, 4, 4).await.expect("it climbs");
            assert_eq!(look(&mut tx, &first, 4, 4).await, None);
            assert_eq!(open_stories(&mut tx).await.expect("a read"), [first.story.clone(), second.story.clone()]);
            tx.commit().await.expect("a commit");
            let open = list_open(&db).await.expect("a list");
            assert_eq!(open.iter().map(|record| record.alert.story.as_str()).collect::<Vec<_>>(), ["first", "second"]);
            assert_eq!((open[0].acknowledged.as_ref(), &open[0].alert), (None, &outcome.alert));
            assert_eq!(Some(&open[0].reasons), outcome.steps.last().map(|step| &step.reasons));

            // Silence closes it, and the verdict counts for its strongest reasons.
            let mut tx = db.write().await.expect("a transaction");
            look(&mut tx, &first, 5, 100).await.expect("it closes");
            judge(&mut tx, &id, Verdict::NotUseful, &staff, noon).await.expect("it is there");
            judge(&mut tx, &id, Verdict::Useful, &staff, noon).await.expect("a verdict can be changed");
            assert!(judge(&mut tx, &AlertId::new("none"), Verdict::False, &staff, noon).await.is_err());
            tx.commit().await.expect("a commit");
            assert_eq!(list_open(&db).await.expect("a list").len(), 1);
            let closed = list_closed(&db, Time::from_ms(0)).await.expect("a list");
            assert_eq!(closed[0].verdict, Some((Verdict::Useful, noon, staff)));
            let levels: Vec<_> = steps(&db, &id).await.expect("steps").iter().map(|step| step.level).collect();
            assert_eq!(levels, [Some(Level::Blue), Some(Level::Yellow), Some(Level::Orange), Some(Level::Blue), None]);
            let counts = usefulness(&db).await.expect("counts");
            let useful = |rule: &str| counts.iter().find(|(name, _)| *name == rule).map(|(_, count)| count.useful);
            assert_eq!((useful("surge"), useful("speed"), useful("press")), (Some(1), Some(1), Some(0)));
        }
    }

    #[tokio::test]
    async fn many_stories_load_at_once() {
        for db in store::testing::databases("warn-load", &[MIGRATIONS]).await {
            let mut tx = db.write().await.expect("a transaction");
            let stories: Vec<StoryHours> = (0..40).map(|index| rumour(&format!("story-{index}"), &[3, 5, 9])).collect();
            for story in &stories {
                look(&mut tx, story, 0, 2).await.expect("it warns");
            }
            let mut ids: Vec<StoryId> = stories.iter().map(|story| story.story.clone()).collect();
            ids.push(StoryId::new("calm"));
            assert_eq!(load(&mut tx, &ids).await.expect("alerts load").len(), 40);
        }
    }
}
