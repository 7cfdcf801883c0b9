//! It never forks: whatever could make it sign two histories makes it sign nothing and say why.

use super::{at, databases, key, leaf, mark, publish, run, unwatched};
use crate::keyfile::{self, HighWater};
use crate::note::KeyKind;
use crate::witness::Feed;
use crate::{LeafKind, Log, Outcome, Refusal, append, files, history};
use ::store::{args, testing};
use model::Kind;

#[tokio::test]
async fn leaves_get_their_places_in_the_order_they_were_appended_and_are_served() {
    for db in databases("sequence").await {
        let mark = mark("sequence", &db);
        let log = unwatched(&db, &mark);
        assert_eq!(run(&log, at(10)).await, Outcome::Idle);
        assert!(files::checkpoint(&db).await.unwrap().unwrap().note.starts_with("city.example/log\n0\n47DEQ"));
        for number in 0..300 {
            publish(&db, number, at(20)).await;
        }
        let mut tx = db.write().await.unwrap();
        append(&mut tx, leaf(LeafKind::Withdrawal, "edition/7", b"wrong figure"), at(21)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(log.step(at(30)).await.unwrap(), Outcome::Grown { size: 301 });
        let lines = history::of(&db, "edition/7", 10).await.unwrap();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].index < lines[1].index && lines[1].index.is_some());
        assert_eq!(history::of(&db, "document/2", 10).await.unwrap().len(), 3, "one history for all editions");
        assert_eq!(history::latest(&db, 5).await.unwrap().len(), 5);
        let entry = db.one("select entry from leaf where kind = 'withdrawal'", args![]).await.unwrap().blob(0);
        let entry = String::from_utf8(entry).unwrap();
        assert!(entry.contains(&format!(r#""previous":{}"#, lines[0].index.unwrap())), "{entry}");
        assert!(!entry.contains("wrong figure") && !entry.contains("salt"));
    }
}

#[tokio::test]
async fn of_two_instances_at_once_one_grows_the_log_and_the_other_looks_again() {
    for db in databases("two").await {
        let first = unwatched(&db, &mark("two-a", &db));
        run(&first, at(1)).await;
        let second = unwatched(&db, first_mark(&db));
        for round in 0..20 {
            for number in 0..3 {
                publish(&db, round * 3 + number, at(2)).await;
            }
            let (a, b) = tokio::join!(first.step(at(3)), second.step(at(3)));
            for outcome in [a.unwrap(), b.unwrap()] {
                assert!(!matches!(outcome, Outcome::Refused(_)), "{outcome:?}");
            }
            run(&first, at(3)).await;
        }
        assert_eq!(history::state(&db).await.unwrap().served, 60);
        assert_eq!(testing::count(&db, "select count(*) from leaf where leaf_index is null").await, 0);
        let found = crate::rebuild::rebuild(&db, super::CONTENTS, Some(key(1).verifier()), &[], None).await.unwrap();
        assert_eq!((found.findings, found.contents), (vec![], 60));
    }
}

/// The second instance shares the first one's folder here.
fn first_mark(db: &::store::Db) -> &'static HighWater {
    let name = format!("candor-test-{}-ledger-two-a-{:?}", std::process::id(), db.engine());
    Box::leak(Box::new(HighWater(std::env::temp_dir().join(name).join("log.high-water"))))
}

#[tokio::test]
async fn a_backup_that_was_put_back_is_refused() {
    for db in databases("backup").await {
        let mark = mark("backup", &db);
        let log = unwatched(&db, &mark);
        run(&log, at(1)).await;
        publish(&db, 1, at(2)).await;
        run(&log, at(2)).await;
        let old = std::fs::read(&mark.0).unwrap();
        publish(&db, 2, at(3)).await;
        run(&log, at(3)).await;
        let newest = std::fs::read(&mark.0).unwrap();

        // The database of an hour ago: its head, leaves, tiles and checkpoints, without what came since.
        let mut tx = db.write().await.unwrap();
        for sql in [
            "delete from checkpoint where size = 2",
            "delete from leaf where leaf_index = 1",
            "update tile set width = 1, hashes = substr(hashes, 1, 32) where level = 0",
        ] {
            tx.run(sql, args![]).await.unwrap();
        }
        let root = crate::note::hex(&crate::store::tiles_of(&mut tx, 1).await);
        tx.run("update log_head set size = 1, root = $1", args![root]).await.unwrap();
        tx.run("delete from published_thing where subject = 'edition/2'", args![]).await.unwrap();
        tx.commit().await.unwrap();

        publish(&db, 3, at(4)).await;
        let again = unwatched(&db, &mark);
        let refused = Outcome::Refused(Refusal::DatabaseBehind { database: 1, signed: 2 });
        assert_eq!(again.step(at(4)).await.unwrap(), refused);
        let state = history::state(&db).await.unwrap();
        assert_eq!(state.refusal.unwrap().0, "database-behind");
        let found =
            crate::rebuild::rebuild(&db, super::CONTENTS, Some(key(1).verifier()), &[], Some(&mark)).await.unwrap();
        assert!(found.findings.iter().any(|finding| finding.to_string().contains("backup")), "{:?}", found.findings);

        // Someone who takes the mark back as well is found by witnesses alone; without the mark nothing is signed at all.
        std::fs::remove_file(&mark.0).unwrap();
        assert!(matches!(again.step(at(4)).await.unwrap(), Outcome::Refused(Refusal::MarkMissing { .. })));
        std::fs::write(&mark.0, b"nonsense").unwrap();
        assert_eq!(again.step(at(4)).await.unwrap_err().message, "ledger-mark-malformed");
        std::fs::write(&mark.0, old).unwrap();
        assert_eq!(again.step(at(4)).await.unwrap(), Outcome::Grown { size: 2 });
        // And now that another second leaf was signed, the mark of the first history contradicts it.
        std::fs::write(&mark.0, newest).unwrap();
        assert_eq!(again.step(at(5)).await.unwrap(), Outcome::Refused(Refusal::DatabaseOther { size: 2 }));
    }
}

#[tokio::test]
async fn a_clock_that_went_backwards_is_refused_until_it_has_caught_up() {
    for db in databases("clock").await {
        let log = unwatched(&db, &mark("clock", &db));
        run(&log, at(100)).await;
        publish(&db, 1, at(50)).await;
        let refused = Outcome::Refused(Refusal::ClockBackwards { last: at(100), now: at(90) });
        assert_eq!(log.step(at(90)).await.unwrap(), refused);
        assert_eq!(history::state(&db).await.unwrap().refusal.unwrap().0, "clock-backwards");
        assert_eq!(log.step(at(100)).await.unwrap(), Outcome::Grown { size: 1 });
        assert_eq!(history::state(&db).await.unwrap().refusal, None);
    }
}

#[tokio::test]
async fn another_key_and_a_touched_tree_are_refused() {
    for db in databases("touched").await {
        let mark = mark("touched", &db);
        let log = unwatched(&db, &mark);
        run(&log, at(1)).await;
        publish(&db, 1, at(2)).await;
        run(&log, at(2)).await;
        publish(&db, 2, at(3)).await;
        let other = Log::new(db.clone(), key(2), mark.clone(), Feed::nobody());
        assert!(matches!(other.step(at(3)).await.unwrap(), Outcome::Refused(Refusal::OtherKey { .. })));
        let mut tx = db.write().await.unwrap();
        tx.run("update tile set hashes = $1", args![vec![7u8; 32]]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(log.step(at(3)).await.unwrap(), Outcome::Refused(Refusal::DatabaseOther { size: 1 })));
    }
}

#[tokio::test]
async fn a_key_that_others_may_read_signs_nothing() {
    for db in databases("key").await {
        let file = super::folder("key", &db).join("log.key");
        assert!(keyfile::load(&file).unwrap().is_none());
        let made = keyfile::create(&file, super::ORIGIN, KeyKind::Log, &[5; 32]).unwrap();
        assert_eq!(keyfile::load(&file).unwrap().unwrap().verifier(), made.verifier());
        let again = keyfile::create(&file, super::ORIGIN, KeyKind::Log, &[6; 32]);
        assert_eq!(again.map(drop).unwrap_err().kind, Kind::Conflict, "a key is never overwritten");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
            assert_eq!(keyfile::load(&file).map(drop).unwrap_err().message, "ledger-key-open");
        }
    }
}
