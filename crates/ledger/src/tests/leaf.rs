//! Leaves before they have a place.

use super::{at, databases, leaf};
use crate::{LeafKind, NewLeaf, Public, append, erase_salt, salted_digest};
use ::store::{args, testing};
use model::Kind;

#[tokio::test]
async fn a_leaf_is_there_exactly_when_what_it_tells_of_is() {
    for db in databases("atomic").await {
        let mut tx = db.write().await.unwrap();
        append(&mut tx, leaf(LeafKind::Publication, "edition/1", b"text"), at(1)).await.unwrap();
        drop(tx);
        assert_eq!(testing::count(&db, "select count(*) from leaf").await, 0);
        let mut tx = db.write().await.unwrap();
        append(&mut tx, leaf(LeafKind::Publication, "edition/1", b"text"), at(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(testing::count(&db, "select count(*) from leaf").await, 1);
    }
}

#[tokio::test]
async fn the_digest_is_of_salt_and_content_and_without_the_salt_the_content_cannot_be_guessed() {
    for db in databases("salt").await {
        let mut tx = db.write().await.unwrap();
        let id = append(&mut tx, leaf(LeafKind::Answer, "answer/1", b"yes"), at(1)).await.unwrap();
        let again = append(&mut tx, leaf(LeafKind::Answer, "answer/2", b"yes"), at(1)).await.unwrap();
        tx.commit().await.unwrap();
        let sql = "select digest, salt from leaf where leaf_id = $1";
        let row = db.one(sql, args![id.as_str()]).await.unwrap();
        let other = db.one(sql, args![again.as_str()]).await.unwrap();
        let salt: [u8; 32] = row.blob(1).try_into().unwrap();
        assert_eq!(row.text(0), salted_digest(&salt, b"yes"));
        assert_ne!(row.text(0), other.text(0), "the same answer twice looks alike to nobody");

        let mut tx = db.write().await.unwrap();
        assert!(erase_salt(&mut tx, &id, at(2)).await.unwrap());
        assert!(!erase_salt(&mut tx, &id, at(3)).await.unwrap(), "an erased salt is not erased again");
        tx.commit().await.unwrap();
        let row = db.one(sql, args![id.as_str()]).await.unwrap();
        assert_eq!(row.blob_or_null(1), None);
        assert!(db.one(sql, args![again.as_str()]).await.unwrap().blob_or_null(1).is_some());
    }
}

#[tokio::test]
async fn nothing_that_could_be_a_sentence_or_a_name_gets_into_the_log() {
    for db in databases("allowlist").await {
        let mut tx = db.write().await.unwrap();
        for subject in ["edition", "edition/", "/1", "edition/王小明", "edition/a b", "edition/../1", "Edition/1", ""]
        {
            let refused = append(&mut tx, leaf(LeafKind::Publication, subject, b""), at(1)).await.unwrap_err();
            assert_eq!(refused.kind, Kind::Broken, "{subject:?}");
        }
        let long = format!("edition/{}", "a".repeat(200));
        for (public, subject) in [
            (Public { unit: Some("Department of Water".to_owned()), ..Public::default() }, "edition/1"),
            (Public { of: Some("document/小明".to_owned()), ..Public::default() }, "edition/1"),
            (Public { replaces: Some("a\nb".to_owned()), ..Public::default() }, "edition/1"),
            (Public { reason: Some("he complained"), ..Public::default() }, "edition/1"),
            (Public::default(), long.as_str()),
        ] {
            let new = NewLeaf { public, ..leaf(LeafKind::Publication, subject, b"") };
            assert!(append(&mut tx, new, at(1)).await.is_err());
        }
        tx.commit().await.unwrap();
        assert_eq!(testing::count(&db, "select count(*) from leaf").await, 0);
    }
}

#[tokio::test]
async fn a_clock_set_back_does_not_put_a_correction_before_what_it_corrects() {
    for db in databases("order").await {
        for (kind, second) in [(LeafKind::Publication, 100), (LeafKind::Correction, 50), (LeafKind::Withdrawal, 70)] {
            let mut tx = db.write().await.unwrap();
            append(&mut tx, leaf(kind, "edition/1", b""), at(second)).await.unwrap();
            tx.commit().await.unwrap();
        }
        let rows =
            db.rows("select kind, at_ms from leaf order by order_ms, subject_index, leaf_id", args![]).await.unwrap();
        let kinds: Vec<String> = rows.iter().map(|row| row.text(0)).collect();
        assert_eq!(kinds, ["publication", "correction", "withdrawal"]);
        assert_eq!(rows[1].time(1), at(50), "the leaf says when it was, as the clock read");
    }
}
