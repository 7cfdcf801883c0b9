//! The promises of the store, on every engine at hand.

use model::{Kind, Time};
use store::{Migration, args, row, testing};

const MIGRATIONS: &[Migration] = &[Migration {
    context: "test",
    name: "0001_thing",
    sql: "create table thing (
            thing_id text primary key,
            size     bigint,
            weight   double precision,
            body     blob,
            note     text
          );",
}];

#[tokio::test]
async fn a_row_comes_back_as_it_went_in() {
    for db in testing::databases("store_row", &[MIGRATIONS]).await {
        let mut tx = db.write().await.unwrap();
        tx.run("insert into thing values ($1, $2, $3, $4, $5)", args!["水", 7i64, 0.5, vec![0u8, 255], None::<String>])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let row = db.one("select thing_id, size, weight, body, note, 1 from thing", args![]).await.unwrap();
        assert_eq!((row.text(0), row.int(1), row.real(2)), ("水".to_owned(), 7, 0.5));
        assert_eq!((row.blob(3), row.text_or_null(4), row.int(5)), (vec![0, 255], None, 1));
    }
}

#[tokio::test]
async fn many_rows_go_in_together_and_a_repeat_adds_nothing() {
    for db in testing::databases("store_bulk", &[MIGRATIONS]).await {
        for round in 0..2 {
            let mut tx = db.write().await.unwrap();
            let rows = (0..1000).map(|n: i64| row![format!("thing {n:04}"), n]).collect();
            let head = "insert into thing (thing_id, size) values";
            let changed = tx.bulk(head, "on conflict do nothing", rows).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(changed, if round == 0 { 1000 } else { 0 });
        }
        assert_eq!(testing::count(&db, "select count(*) from thing").await, 1000);
    }
}

#[tokio::test]
async fn each_key_is_answered_once_however_many_are_asked_for() {
    for db in testing::databases("store_each", &[MIGRATIONS]).await {
        let mut tx = db.write().await.unwrap();
        let rows = (0..200).map(|n: i64| row![format!("thing {n}"), n]).collect();
        tx.bulk("insert into thing (thing_id, size) values", "", rows).await.unwrap();
        tx.commit().await.unwrap();
        let sql = concat!("select size from thing where thing_id in (", store::each!(), ") and size >= $65");
        for count in [0, 1, 63, 64, 65, 150] {
            let keys: Vec<String> = (0..count).map(|n| format!("thing {n}")).collect();
            let mut sizes: Vec<i64> =
                db.rows_of_each(sql, &keys, &[10i64.into()]).await.unwrap().iter().map(|row| row.int(0)).collect();
            sizes.sort_unstable();
            assert_eq!(sizes, (10..count).collect::<Vec<i64>>(), "{count} keys");
        }
    }
}

#[tokio::test]
async fn what_was_not_committed_is_not_there() {
    for db in testing::databases("store_rollback", &[MIGRATIONS]).await {
        let mut tx = db.write().await.unwrap();
        tx.run("insert into thing (thing_id) values ($1)", args!["lost"]).await.unwrap();
        drop(tx);
        assert_eq!(testing::count(&db, "select count(*) from thing").await, 0);
    }
}

#[tokio::test]
async fn whoever_writes_can_read_however_many_write_at_once() {
    for db in testing::databases("store_crowd", &[MIGRATIONS]).await {
        let mut crowd = tokio::task::JoinSet::new();
        for n in 0..40i64 {
            let db = db.clone();
            crowd.spawn(async move {
                let mut tx = db.write().await?;
                tx.run("insert into thing (thing_id, size) values ($1, $2)", args![format!("thing {n}"), n]).await?;
                // Until all who get a connection have one.
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
                db.one("select count(*) from thing", args![]).await?;
                tx.commit().await
            });
        }
        for done in crowd.join_all().await {
            done.unwrap_or_else(|error| panic!("{:?}: {error}", db.engine()));
        }
        assert_eq!(testing::count(&db, "select count(*) from thing").await, 40);
    }
}

#[tokio::test]
async fn the_same_key_twice_is_a_conflict_and_not_a_fault() {
    for db in testing::databases("store_conflict", &[MIGRATIONS]).await {
        let mut tx = db.write().await.unwrap();
        tx.run("insert into thing (thing_id) values ($1)", args!["one"]).await.unwrap();
        let error = tx.run("insert into thing (thing_id) values ($1)", args!["one"]).await.unwrap_err();
        assert_eq!(error.kind, Kind::Conflict);
    }
}

#[tokio::test]
async fn an_edited_migration_is_refused() {
    for db in testing::databases("store_edited", &[MIGRATIONS]).await {
        db.migrate(&[MIGRATIONS], Time::from_ms(1)).await.unwrap();
        let edited = [Migration { sql: "create table thing (other text);", ..MIGRATIONS[0] }];
        let error = db.migrate(&[&edited], Time::from_ms(2)).await.unwrap_err();
        assert_eq!((error.kind, error.message), (Kind::Conflict, "check-migration-changed"));
    }
}

#[tokio::test]
async fn a_reader_cannot_write() {
    for db in testing::databases("store_reader", &[MIGRATIONS]).await {
        if db.engine() == store::Engine::Sqlite {
            assert!(db.rows("insert into thing (thing_id) values ('x') returning thing_id", args![]).await.is_err());
        }
    }
}
