//! Works through the queue of what is to be done later.

use super::{Work, falling, notify, publishing, reminding};
use model::{Result, Time};
use std::pin::Pin;
use std::time::Duration;
use store::job::{self, Job};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often the queue is asked whether something is due.
const LOOK: Duration = Duration::from_millis(250);
/// For how long a job is one worker's. If that worker dies, another takes it up after this.
const LEASE: Duration = Duration::from_secs(120);
/// Between the first failure and the second attempt; it doubles with each further one.
const BACK_OFF: Duration = Duration::from_secs(15);
const BACK_OFF_MAX: Duration = Duration::from_secs(6 * 60 * 60);

/// What a job is doing.
pub type Run = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// A kind of job: what the queue calls it, and what does it.
pub struct JobKind {
    pub name: &'static str,
    /// How many of it are done at once in one process.
    pub at_once: u32,
    /// After this many it is given up and shown to the operator. An error of the kind `Invalid` or `NotFound` ends it at once.
    pub attempts_max: u32,
    /// Does the job with this key. It may be done twice, and must not mind.
    pub run: fn(Work, String) -> Run,
}

/// A new kind of job is its function and one line here.
pub const JOBS: &[JobKind] = &[
    JobKind { name: notify::PLAN, at_once: 1, attempts_max: 20, run: notify::plan },
    // One at a time: a person who is told of three warnings is told of them in their order.
    JobKind { name: notify::DELIVER, at_once: 1, attempts_max: 20, run: notify::deliver },
    publishing::DUE,
    publishing::DELIVER,
    publishing::CONFIRM,
    publishing::LETTER,
    publishing::PUSH,
    reminding::REMIND,
    falling::PLAN,
];

/// Does what is due until told to stop; what is under way then ends first.
pub async fn work(work: Work, stop: watch::Receiver<bool>) {
    let mut workers = JoinSet::new();
    for kind in JOBS {
        workers.spawn(one_kind(work.clone(), kind, stop.clone()));
    }
    while workers.join_next().await.is_some() {}
}

async fn one_kind(work: Work, kind: &'static JobKind, mut stop: watch::Receiver<bool>) {
    let mut under_way = JoinSet::new();
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            () = tokio::time::sleep(LOOK) => {}
        }
        while under_way.try_join_next().is_some() {}
        let free = kind.at_once.saturating_sub(u32::try_from(under_way.len()).unwrap_or(u32::MAX));
        if free == 0 {
            continue;
        }
        match job::claim(&work.db, kind.name, free, LEASE, work.clock.now(), work.wall.now()).await {
            Ok(jobs) => {
                for job in jobs {
                    under_way.spawn(one(work.clone(), kind, job));
                }
            }
            Err(error) => tracing::error!(%error, job.kind = kind.name, "the queue could not be read"),
        }
    }
    while under_way.join_next().await.is_some() {}
}

async fn one(work: Work, kind: &'static JobKind, job: Job) {
    let result = (kind.run)(work.clone(), job.key.clone()).await;
    let outcome = if result.is_ok() { "done" } else { "failed" };
    metrics::counter!("jobs_total", "kind" => kind.name, "outcome" => outcome).increment(1);
    if let Err(error) = settle(&work, kind, &job, result).await {
        // Its lease will run out, and it will be done again.
        tracing::error!(%error, job.kind = kind.name, job.key = job.key, "what became of a job could not be stored");
    }
}

async fn settle(work: &Work, kind: &JobKind, job: &Job, result: Result<()>) -> Result<()> {
    let now = work.clock.now();
    let mut tx = work.db.write().await?;
    match result {
        Ok(()) => job::done(&mut tx, job).await?,
        Err(error) => {
            let is_final = matches!(error.kind, model::Kind::Invalid | model::Kind::NotFound);
            let text = error.to_string();
            if is_final || job.attempt >= kind.attempts_max {
                tracing::error!(%error, job.kind = kind.name, job.key = job.key, "a job was given up");
                job::give_up(&mut tx, job, &text, now).await?;
            } else {
                tracing::warn!(%error, job.kind = kind.name, job.key = job.key, "a job failed and is tried again");
                job::retry(&mut tx, job, &text, again(now, job.attempt)).await?;
            }
        }
    }
    tx.commit().await
}

/// When a job that has failed so often is tried again.
fn again(now: Time, attempt: u32) -> Time {
    let wait = BACK_OFF.saturating_mul(1 << attempt.saturating_sub(1).min(16)).min(BACK_OFF_MAX);
    now.plus(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_waits_twice_as_long_and_never_past_six_hours() {
        let now = Time::from_ms(0);
        let waits: Vec<i64> = [1, 2, 3, 40].iter().map(|attempt| again(now, *attempt).ms() / 1000).collect();
        assert_eq!(waits, [15, 30, 60, 6 * 60 * 60]);
    }

    #[test]
    fn no_kind_stands_twice() {
        let mut names: Vec<&str> = JOBS.iter().map(|kind| kind.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), JOBS.len());
    }
}
