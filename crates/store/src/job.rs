//! What is to be done later, and survives a restart: a queue in the database.
//!
//! A job is put into the queue in the transaction that causes it, so neither exists without the other. Whoever takes it up
//! holds it for a lease; if it dies, another takes it up again. A job may therefore run twice, and must not mind.

use crate::{Db, Engine, Migration, Tx, args};
use model::{Result, Time};
use std::time::Duration;

pub const MIGRATIONS: &[Migration] =
    &[Migration { context: "store", name: "0001_job", sql: include_str!("../migrations/0001_job.sql") }];

/// The longest error that is kept.
const ERROR_CHARACTERS_MAX: usize = 500;

/// A job that was taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    id: String,
    pub kind: String,
    pub key: String,
    /// 1 the first time.
    pub attempt: u32,
}

/// A job that was given up, for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUp {
    pub kind: String,
    pub key: String,
    pub attempts: u32,
    pub error: String,
    pub at: Time,
}

/// Puts a job into the queue. While one of the same kind and key waits, there is still only one, due at the earlier
/// moment; while it is being done, it will be done once more, since what caused it may have come too late to be seen.
pub async fn enqueue(tx: &mut Tx, kind: &'static str, key: &str, due: Time) -> Result<()> {
    tx.run(
        "insert into job (job_id, kind, key, due_ms, attempt) values ($1, $2, $3, $4, 0)
         on conflict (kind, key) where ended_ms is null do update set
           due_ms = case when job.leased_ms is null and excluded.due_ms < job.due_ms then excluded.due_ms
                         else job.due_ms end,
           again_ms = case when job.leased_ms is null then job.again_ms else excluded.due_ms end",
        args![model::random_hex(8), kind, key, due],
    )
    .await
    .map(drop)
}

/// Takes up jobs that are due, the longest waiting first.
///
/// - `lease`: for how long they are this worker's; then another may take them up
/// - `now`: the time of the town, by which jobs are due; a demo replays it
/// - `wall`: the wall's time, by which leases run
/// - cost: one read when nothing is due
pub async fn claim(
    db: &Db,
    kind: &'static str,
    limit: u32,
    lease: Duration,
    now: Time,
    wall: Time,
) -> Result<Vec<Job>> {
    let is_due = db
        .maybe(
            "select 1 from job
             where kind = $1 and ended_ms is null and due_ms <= $2 and (leased_ms is null or leased_ms <= $3) limit 1",
            args![kind, now, wall],
        )
        .await?;
    if is_due.is_none() {
        return Ok(Vec::new());
    }
    // The condition stands twice, since between the two another worker may have taken one.
    let sql = match db.engine() {
        Engine::Sqlite => {
            "update job set attempt = attempt + 1, leased_ms = $5
             where job_id in (
                 select job_id from job
                 where kind = $1 and ended_ms is null and due_ms <= $2 and (leased_ms is null or leased_ms <= $3)
                 order by due_ms, job_id limit $4)
             returning job_id, kind, key, attempt"
        }
        Engine::Postgres => {
            "update job set attempt = attempt + 1, leased_ms = $5
             where job_id in (
                 select job_id from job
                 where kind = $1 and ended_ms is null and due_ms <= $2 and (leased_ms is null or leased_ms <= $3)
                 order by due_ms, job_id limit $4 for update skip locked)
             returning job_id, kind, key, attempt"
        }
    };
    let mut tx = db.write().await?;
    let rows = tx.rows(sql, args![kind, now, wall, i64::from(limit), wall.plus(lease)]).await?;
    tx.commit().await?;
    let jobs = rows.iter().map(|row| {
        let attempt = u32::try_from(row.int(3)).unwrap_or(u32::MAX);
        Job { id: row.text(0), kind: row.text(1), key: row.text(2), attempt }
    });
    Ok(jobs.collect())
}

/// A job was done; in the transaction that did it.
///
/// - errors: `Conflict` if its lease ran out and another has taken it up, so that what was done twice is undone here
pub async fn done(tx: &mut Tx, job: &Job) -> Result<()> {
    let again = tx
        .run(
            "update job set due_ms = again_ms, again_ms = null, leased_ms = null, attempt = 0, error = null
             where job_id = $1 and attempt = $2 and again_ms is not null",
            args![job.id.as_str(), i64::from(job.attempt)],
        )
        .await?;
    if again == 1 {
        return Ok(());
    }
    let deleted = tx
        .run("delete from job where job_id = $1 and attempt = $2", args![job.id.as_str(), i64::from(job.attempt)])
        .await?;
    if deleted == 1 {
        Ok(())
    } else {
        Err(model::Error::conflict("error-conflict").with_detail("a job's lease ran out"))
    }
}

/// A job failed and is to be tried again.
pub async fn retry(tx: &mut Tx, job: &Job, error: &str, at: Time) -> Result<()> {
    tx.run(
        "update job set due_ms = $3, leased_ms = null, error = $4 where job_id = $1 and attempt = $2",
        args![job.id.as_str(), i64::from(job.attempt), at, shortened(error)],
    )
    .await
    .map(drop)
}

/// A job failed for good. It stays to be seen, and one of the same kind and key may be put into the queue anew.
pub async fn give_up(tx: &mut Tx, job: &Job, error: &str, now: Time) -> Result<()> {
    tx.run(
        "update job set leased_ms = null, ended_ms = $3, error = $4 where job_id = $1 and attempt = $2",
        args![job.id.as_str(), i64::from(job.attempt), now, shortened(error)],
    )
    .await
    .map(drop)
}

/// The jobs that were given up, the last first.
pub async fn given_up(db: &Db, limit: u32) -> Result<Vec<GivenUp>> {
    let rows = db
        .rows(
            "select kind, key, attempt, coalesce(error, ''), ended_ms from job
             where ended_ms is not null order by ended_ms desc, job_id limit $1",
            args![i64::from(limit)],
        )
        .await?;
    let jobs = rows.iter().map(|row| GivenUp {
        kind: row.text(0),
        key: row.text(1),
        attempts: u32::try_from(row.int(2)).unwrap_or(u32::MAX),
        error: row.text(3),
        at: row.time(4),
    });
    Ok(jobs.collect())
}

fn shortened(error: &str) -> String {
    error.chars().take(ERROR_CHARACTERS_MAX).collect()
}
