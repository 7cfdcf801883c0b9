//! The promises of the queue, on every engine at hand.

use model::{Kind, Time};
use std::time::Duration;
use store::job::{self, Job};
use store::{Db, testing};

const NOON: Time = Time::from_ms(1_709_294_400_000);
const LEASE: Duration = Duration::from_secs(60);

async fn enqueue(db: &Db, key: &str, due: Time) {
    let mut tx = db.write().await.unwrap();
    job::enqueue(&mut tx, "test.do", key, due).await.unwrap();
    tx.commit().await.unwrap();
}

async fn claim(db: &Db, now: Time) -> Vec<Job> {
    job::claim(db, "test.do", 10, LEASE, now, now).await.unwrap()
}

async fn finish(db: &Db, job: &Job) -> model::Result<()> {
    let mut tx = db.write().await.unwrap();
    job::done(&mut tx, job).await?;
    tx.commit().await
}

fn later(seconds: u64) -> Time {
    NOON.plus(Duration::from_secs(seconds))
}

#[tokio::test]
async fn a_job_is_done_once_when_it_is_due_and_waits_only_once() {
    for db in testing::databases("job_once", &[job::MIGRATIONS]).await {
        enqueue(&db, "a", later(10)).await;
        enqueue(&db, "a", later(5)).await;
        assert_eq!(claim(&db, NOON).await, []);
        let jobs = claim(&db, later(5)).await;
        assert_eq!((jobs.len(), jobs[0].key.as_str(), jobs[0].attempt), (1, "a", 1));
        assert_eq!(claim(&db, later(6)).await, [], "nobody else gets it while its lease runs");
        finish(&db, &jobs[0]).await.unwrap();
        assert_eq!(claim(&db, later(600)).await, []);
    }
}

#[tokio::test]
async fn what_is_asked_for_while_it_is_being_done_is_done_once_more() {
    for db in testing::databases("job_again", &[job::MIGRATIONS]).await {
        enqueue(&db, "a", NOON).await;
        let jobs = claim(&db, NOON).await;
        enqueue(&db, "a", later(1)).await;
        finish(&db, &jobs[0]).await.unwrap();
        let again = claim(&db, later(1)).await;
        assert_eq!((again.len(), again[0].attempt), (1, 1));
    }
}

#[tokio::test]
async fn a_worker_that_died_is_replaced_and_cannot_finish_any_more() {
    for db in testing::databases("job_lease", &[job::MIGRATIONS]).await {
        enqueue(&db, "a", NOON).await;
        let dead = claim(&db, NOON).await;
        let other = claim(&db, later(61)).await;
        assert_eq!(other[0].attempt, 2);
        assert_eq!(finish(&db, &dead[0]).await.unwrap_err().kind, Kind::Conflict);
        finish(&db, &other[0]).await.unwrap();
    }
}

#[tokio::test]
async fn a_failed_job_comes_back_or_is_kept_to_be_seen() {
    for db in testing::databases("job_fail", &[job::MIGRATIONS]).await {
        enqueue(&db, "a", NOON).await;
        let first = claim(&db, NOON).await.remove(0);
        let mut tx = db.write().await.unwrap();
        job::retry(&mut tx, &first, "the host did not answer", later(30)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(claim(&db, later(29)).await, []);
        let second = claim(&db, later(30)).await.remove(0);
        let mut tx = db.write().await.unwrap();
        job::give_up(&mut tx, &second, "still no answer", later(31)).await.unwrap();
        tx.commit().await.unwrap();
        let given_up = job::given_up(&db, 5).await.unwrap();
        assert_eq!((given_up.len(), given_up[0].attempts, given_up[0].error.as_str()), (1, 2, "still no answer"));
        enqueue(&db, "a", later(40)).await;
        assert_eq!(claim(&db, later(40)).await.len(), 1, "it can be asked for anew");
    }
}

#[tokio::test]
async fn workers_side_by_side_never_share_a_job() {
    for db in testing::databases("job_share", &[job::MIGRATIONS]).await {
        for key in 0..40 {
            enqueue(&db, &key.to_string(), NOON).await;
        }
        let workers = (0..4).map(|_| {
            let db = db.clone();
            tokio::spawn(async move { job::claim(&db, "test.do", 15, LEASE, NOON, NOON).await.unwrap() })
        });
        let mut keys = Vec::new();
        for worker in workers.collect::<Vec<_>>() {
            keys.extend(worker.await.unwrap().into_iter().map(|job| job.key));
        }
        let taken = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), taken);
        assert!(taken >= 30, "{taken} of 40 were taken by four workers of fifteen each");
    }
}
