//! Stories that the tables tell, on both engines.

use super::*;
use crate::intake::{Batch, Intake};
use crate::keys::DayKey;
use crate::raw::{Moment, Parsed, RawPost};
use crate::source::tests::sample;
use ::store::testing::{count, databases};
use model::{DAY_MS, Zone};

const NOON: Time = Time::from_ms(1_709_294_400_000);

async fn hear(tx: &mut Tx, texts: &[&str], kind: SourceKind, now: Time) -> Batch {
    let posts = texts.iter().map(|text| RawPost {
        text: (*text).to_owned(),
        id: Some(format!("https://forum.example/u/seeded/{text}")),
        link: Some(format!("https://forum.example/u/seeded/{text}")),
        author: Some("seeded_author".to_owned()),
        at: Moment::Said(Time::from_ms(NOON.ms() - 61_234)),
        ..RawPost::default()
    });
    let key = intake_key(tx, now).await.expect("a key");
    let day_key = DayKey::fresh(Zone::utc(), now);
    let parsed = Parsed { posts: posts.collect(), ..Parsed::default() };
    Intake { day_key: &day_key, intake_key: &key, now }.hear(parsed, &sample(kind))
}

/// - returns: whether it was stored; nothing of it is if any of it was before
async fn store(db: &Db, texts: &[&str], kind: SourceKind, now: Time) -> bool {
    let mut tx = db.write().await.expect("it begins");
    let batch = hear(&mut tx, texts, kind, now).await;
    let expires = now.plus_hours(7 * 24);
    let last = tx.one("select coalesce(max(mention_no), 0) from mention", args![]).await.expect("it answers").int(0);
    let first = u64::try_from(last).expect("numbers are positive") + 1;
    if let Err(error) = add(&mut tx, first, &batch.heard.iter().collect::<Vec<_>>(), expires, now).await {
        assert_eq!(error.kind, model::Kind::Conflict);
        return false;
    }
    tx.commit().await.expect("it commits");
    true
}

/// Looks through every byte of an embedded database, its write-ahead log included.
fn nowhere_on_disk(db: &Db, word: &[u8]) {
    let Some(folder) = db.file().and_then(std::path::Path::parent) else { return };
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        let bytes = std::fs::read(&path).expect("a file can be read");
        assert!(!bytes.windows(word.len()).any(|window| window == word), "{}", path.display());
    }
}

#[tokio::test]
async fn what_was_heard_is_stored_once_without_its_author_and_its_text_goes_in_time() {
    for db in databases("listen_heard", &[MIGRATIONS]).await {
        assert!(store(&db, &["water", "light"], SourceKind::Public, NOON).await);
        assert!(!store(&db, &["water", "light", "road"], SourceKind::Public, NOON).await);
        assert!(store(&db, &["road"], SourceKind::Public, NOON).await);
        let rows = db
            .rows("select at_ms, heard_ms, title, text, link from shared_mention limit 9", args![])
            .await
            .expect("rows");
        for row in &rows {
            assert_eq!((row.int(0) % HOUR_MS, row.int(1) % HOUR_MS), (0, 0));
            assert_eq!(row.text_or_null(4), None);
            assert!(!format!("{}{}", row.text(2), row.text(3)).contains("seeded"));
        }
        nowhere_on_disk(&db, b"seeded");
        assert!(store(&db, &["decree"], SourceKind::Institution, NOON).await);

        let mut tx = db.write().await.expect("it begins");
        let days = |days: i64| Time::from_ms(NOON.ms() + days * DAY_MS);
        assert_eq!(expire(&mut tx, days(6)).await.expect("it expires"), 0);
        assert_eq!(expire(&mut tx, days(7)).await.expect("it expires"), 3);
        assert_eq!(expire(&mut tx, days(400)).await.expect("it expires"), 0);
        tx.commit().await.expect("it commits");
        let mut names = Vec::new();
        known(&db, |id| names.push(id)).await.expect("it answers");
        assert_eq!(names.len(), 4);
        assert_eq!(count(&db, "select count(*) from held where link is not null").await, 1);
    }
}

#[tokio::test]
async fn a_source_is_polled_by_one_waits_longer_with_each_failure_and_stays_in_the_register() {
    for db in databases("listen_source", &[MIGRATIONS]).await {
        let source = sample(SourceKind::Public);
        let mut tx = db.write().await.expect("it begins");
        assert_eq!(add_source(&mut tx, &source, NOON).await.expect("it is added"), None);
        assert!(add_source(&mut tx, &source, NOON).await.is_err());
        let push = Source { id: SourceId::new("push"), connector: "webhook".to_owned(), url: None, ..source.clone() };
        assert_eq!(add_source(&mut tx, &push, NOON).await.expect("it is added").map(|secret| secret.len()), Some(64));
        let due = claim_due(&mut tx, NOON, 10).await.expect("it answers");
        assert_eq!(due.iter().map(|due| &due.source).collect::<Vec<_>>(), [&source]);
        assert!(claim_due(&mut tx, NOON, 10).await.expect("it answers").is_empty());

        let failure = Failure { reason: Reason::StatusRefused, detail: "500".to_owned(), wait: None };
        failed(&mut tx, &source.id, &failure, NOON).await.expect("it is noted");
        failed(&mut tx, &source.id, &failure, NOON).await.expect("it is noted");
        assert!(
            claim_due(&mut tx, NOON.plus(back_off(2) - Duration::from_secs(1)), 10)
                .await
                .expect("it answers")
                .is_empty()
        );
        assert_eq!(claim_due(&mut tx, NOON.plus(back_off(2)), 10).await.expect("it answers").len(), 1);

        let validators = Validators { etag: Some("\"one\"".to_owned()), last_modified: None };
        let mut met = Met::default();
        met.add(Reason::TextCut, 2);
        let skipped = vec![Skipped { line: 3, reason: Reason::ItemBroken }];
        let next_poll = NOON.plus(Duration::from_secs(60));
        let along = Along::Poll { source: source.id.clone(), validators: validators.clone(), next_poll, skipped, met };
        along.write(&mut tx, NOON).await.expect("it is written");
        let due = claim_due(&mut tx, next_poll, 10).await.expect("it answers");
        assert_eq!(due[0].validators, validators);
        for refused in [" ", &"x".repeat(501)] {
            assert!(remove_source(&mut tx, &source.id, refused, next_poll).await.is_err(), "a reason is due");
        }
        let reason = "closed; ask 13812345678";
        remove_source(&mut tx, &source.id, reason, next_poll).await.expect("it is removed");
        tx.commit().await.expect("it commits");

        let register = register(&db).await.expect("it answers");
        assert_eq!(register.len(), 2);
        assert_eq!(
            (register[1].removed, register[1].failures, register[1].last_success),
            (Some(next_poll), 0, Some(NOON))
        );
        assert_eq!(register[1].removal_reason.as_deref(), Some("closed; ask [phone]"));
        assert_eq!(register[1].public_url.as_deref(), Some("https://forum.example/feed.xml"));
        let met = limits_met(&db, &source.id, NOON).await.expect("it answers");
        assert_eq!(met, [(Reason::StatusRefused, 2), (Reason::TextCut, 2), (Reason::ItemBroken, 1)]);
        assert_eq!(count(&db, "select count(*) from source where url is not null").await, 0);
    }
}

#[tokio::test]
async fn a_push_holds_once_and_an_import_goes_on_where_it_stopped() {
    for db in databases("listen_along", &[MIGRATIONS]).await {
        let source = SourceId::new("push");
        let push = |nonce: &str| Along::Push {
            source: source.clone(),
            nonce: nonce.to_owned(),
            skipped: Vec::new(),
            met: Met::default(),
        };
        let mut tx = db.write().await.expect("it begins");
        assert!(push("first").write(&mut tx, NOON).await.is_ok());
        assert!(push("second").write(&mut tx, NOON).await.is_ok());
        assert!(push("first").write(&mut tx, NOON.plus(WEBHOOK_WINDOW)).await.is_err());
        tx.commit().await.expect("it commits");

        let run = ImportRun::take_up(&db, &source, "digest").await.expect("it answers");
        assert_eq!((run.bytes_done, run.is_done), (0, false));
        let half = ImportRun { bytes_done: 10, lines_done: 2, heard: 2, ..run };
        let mut tx = db.write().await.expect("it begins");
        let along = |run: ImportRun, from| Along::Import { run, from, skipped: Vec::new(), met: Met::default() };
        // A block whose predecessor is not stored would leave a hole.
        assert!(along(half.clone(), 5).write(&mut tx, NOON).await.is_err());
        along(half.clone(), 0).write(&mut tx, NOON).await.expect("it is written");
        tx.commit().await.expect("it commits");
        assert_eq!(ImportRun::take_up(&db, &source, "digest").await.expect("it answers"), half);
        let mut tx = db.write().await.expect("it begins");
        along(ImportRun { is_done: true, ..half }, 10).write(&mut tx, NOON).await.expect("it is written");
        tx.commit().await.expect("it commits");
        assert!(ImportRun::take_up(&db, &source, "digest").await.expect("it answers").is_done);
    }
}
