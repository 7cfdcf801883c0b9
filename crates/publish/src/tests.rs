//! Short stories of documents, on both engines.

use crate::edition::{self, Draft};
use crate::*;
use ::store::Db;
use ::store::testing::databases;
use model::{Kind as Fault, StaffId, Time};

const NOW: Time = Time::from_ms(1_795_335_600_000);

fn lin() -> StaffId {
    StaffId::new("lin")
}

fn water() -> Texts {
    Texts {
        zh: Text::new("自来水检测合格", "昨夜抽检 12 处。", "**合格**。\n\n- 北区\n- 南区"),
        en: Text::new("Tap water passed its test", "Twelve places were sampled.", "It **passed**.\n\n- North\n- South"),
    }
}

async fn drafted(db: &Db) -> EditionId {
    let mut tx = db.write().await.expect("begins");
    let new = NewDraft { kind: Kind::Statement, subjects: vec!["story/2.1".into()], texts: water(), author: lin() };
    let document = draft(&mut tx, new, NOW).await.expect("a draft");
    let edition = store::open_edition(&mut tx, &document).await.expect("reads").expect("it is open");
    tx.commit().await.expect("commits");
    edition
}

fn typed(texts: Texts, revision: u32) -> Draft {
    let (change_zh, change_en) = (String::new(), String::new());
    Draft { kind: Kind::Statement, slug: "tap-water-passed-its-test".into(), texts, change_zh, change_en, revision }
}

#[tokio::test]
async fn a_draft_is_found_by_what_it_answers_and_by_nobody_outside() {
    for db in databases("publish_draft", &[org::MIGRATIONS, MIGRATIONS]).await {
        drafted(&db).await;
        let second = drafted(&db).await;
        let found = store::about(&db, "story/2.1").await.expect("reads");
        assert_eq!(found.len(), 2);
        let listed = store::find_edition(&db, &second).await.expect("it is there");
        assert!(listed.slug.starts_with("tap-water-passed-its-test-"), "{}", listed.slug);
        for view in [
            "select count(*) from public_document",
            "select count(*) from public_edition",
            "select count(*) from public_correction",
            "select count(*) from public_document_subject",
        ] {
            assert_eq!(::store::testing::count(&db, view).await, 0, "{view}");
        }
    }
}

#[tokio::test]
async fn of_two_editors_the_second_is_told_and_nothing_is_overwritten() {
    for db in databases("publish_two_editors", &[org::MIGRATIONS, MIGRATIONS]).await {
        let id = drafted(&db).await;
        let mut tx = db.write().await.expect("begins");
        let mut first = water();
        first.zh.body = "第一位".into();
        let saved = edition::save(&mut tx, &id, typed(first, 1), &lin(), NOW).await.expect("saves");
        assert_eq!(saved, Saved::Done(2));
        let mut second = water();
        second.zh.body = "第二位".into();
        let Saved::Overtaken(stored) =
            edition::save(&mut tx, &id, typed(second, 1), &StaffId::new("he"), NOW).await.expect("answers")
        else {
            panic!("the second save went through");
        };
        assert_eq!(stored.texts.zh.body, "第一位");
        assert_eq!(store::writers(&mut tx, &id).await.expect("reads"), [lin()]);
    }
}

#[tokio::test]
async fn what_is_not_whole_cannot_be_submitted_and_saving_takes_it_back() {
    for db in databases("publish_submit", &[org::MIGRATIONS, MIGRATIONS]).await {
        let id = drafted(&db).await;
        let mut tx = db.write().await.expect("begins");
        let mut texts = water();
        texts.en.body.clear();
        edition::save(&mut tx, &id, typed(texts, 1), &lin(), NOW).await.expect("a half text can be saved");
        let refused = edition::submit(&mut tx, &id, 2, &lin(), NOW).await.expect("answers");
        assert_eq!(refused, Err(vec![("body_en", "publish-body-missing")]));

        edition::save(&mut tx, &id, typed(water(), 2), &lin(), NOW).await.expect("saves");
        let stale = edition::submit(&mut tx, &id, 2, &lin(), NOW).await.expect_err("it saw another text");
        assert_eq!(stale.kind, Fault::Conflict);
        let digest = edition::submit(&mut tx, &id, 3, &lin(), NOW).await.expect("answers").expect("submitted");
        let waiting = store::edition(&mut tx, &id).await.expect("reads");
        assert!(waiting.waits_for_approval() && waiting.digest.as_deref() == Some(digest.as_str()));

        edition::save(&mut tx, &id, typed(water(), 3), &lin(), NOW).await.expect("saves");
        let back = store::edition(&mut tx, &id).await.expect("reads");
        assert!(!back.waits_for_approval() && back.digest.is_none());
    }
}

#[tokio::test]
async fn the_digest_changes_with_every_part_of_a_text() {
    let db = ::store::testing::sqlite("publish_digest", &[org::MIGRATIONS, MIGRATIONS]).await;
    let id = drafted(&db).await;
    let listed = store::find_edition(&db, &id).await.expect("it is there");
    let document = store::find_document(&db, &listed.edition.document).await.expect("it is there");
    let digest = listed.edition.digest_of(&document);
    let changes: [fn(&mut Edition, &mut Document); 10] = [
        |edition, _| edition.texts.zh.title.push('!'),
        |edition, _| edition.texts.zh.summary.push('!'),
        |edition, _| edition.texts.zh.body.push('!'),
        |edition, _| edition.texts.en.title.push('!'),
        |edition, _| edition.texts.en.summary.push('!'),
        |edition, _| edition.texts.en.body.push('!'),
        |edition, _| edition.index += 1,
        |edition, _| edition.change.zh.push('!'),
        |_, document| document.slug.push('x'),
        |_, document| document.kind = Kind::Notice,
    ];
    for change in changes {
        let (mut edition, mut document) = (listed.edition.clone(), document.clone());
        change(&mut edition, &mut document);
        assert_ne!(edition.digest_of(&document), digest);
    }
}
