//! Short stories of documents, on both engines.

use crate::edition::{self, Draft};
use crate::*;
use ::store::Db;
use ::store::args;
use ::store::testing::databases;
use model::{Kind as Fault, StaffId, Time};
use org::testing::{fresh, signed_in};
use org::{Role, Session};

const LISTS: &[&[::store::Migration]] = &[::store::job::MIGRATIONS, org::MIGRATIONS, ledger::MIGRATIONS, MIGRATIONS];
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
    drafted_by(db, lin()).await
}

async fn drafted_by(db: &Db, author: StaffId) -> EditionId {
    let mut tx = db.write().await.expect("begins");
    let new = NewDraft { kind: Kind::Statement, subjects: vec!["story/2.1".into()], texts: water(), author };
    let document = draft(&mut tx, new, NOW).await.expect("a draft");
    let edition = store::open_edition(&mut tx, &document).await.expect("reads").expect("it is open");
    tx.commit().await.expect("commits");
    edition
}

fn typed(texts: Texts, revision: u32) -> Draft {
    let (change_zh, change_en) = (String::new(), String::new());
    Draft {
        kind: Kind::Statement,
        slug: "tap-water-passed-its-test".into(),
        texts,
        change_zh,
        change_en,
        emergency: None,
        revision,
    }
}

#[tokio::test]
async fn a_draft_is_found_by_what_it_answers_and_by_nobody_outside() {
    for db in databases("publish_draft", LISTS).await {
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
    for db in databases("publish_two_editors", LISTS).await {
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
    for db in databases("publish_submit", LISTS).await {
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
    let db = ::store::testing::sqlite("publish_digest", LISTS).await;
    let id = drafted(&db).await;
    let listed = store::find_edition(&db, &id).await.expect("it is there");
    let document = store::find_document(&db, &listed.edition.document).await.expect("it is there");
    let digest = listed.edition.digest_of(&document);
    let changes: [fn(&mut Edition, &mut Document); 12] = [
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
        |_, document| document.subjects.push("claim/7".into()),
        |edition, _| edition.form = 1,
    ];
    for change in changes {
        let (mut edition, mut document) = (listed.edition.clone(), document.clone());
        change(&mut edition, &mut document);
        assert_ne!(edition.digest_of(&document), digest);
    }
}

/// A submitted draft, its digest, and the two people it needs.
struct Waiting {
    id: EditionId,
    digest: String,
    officer: Session,
    approver: Session,
}

async fn waiting(db: &Db) -> Waiting {
    let officer = signed_in(db, "lin", Role::Officer, NOW).await;
    let approver = signed_in(db, "he", Role::Approver, NOW).await;
    let id = drafted_by(db, officer.staff.id.clone()).await;
    let mut tx = db.write().await.expect("begins");
    let digest = edition::submit(&mut tx, &id, 1, &officer.staff.id, NOW).await.expect("answers").expect("submitted");
    tx.commit().await.expect("commits");
    Waiting { id, digest, officer, approver }
}

async fn published(db: &Db) -> Waiting {
    let waiting = waiting(db).await;
    let mut tx = db.write().await.expect("begins");
    let approval =
        approve(&mut tx, &waiting.id, &waiting.digest, fresh(&waiting.approver), NOW).await.expect("approved");
    publish(&mut tx, &waiting.id, &approval, NOW).await.expect("published");
    tx.commit().await.expect("commits");
    waiting
}

async fn state(db: &Db, id: &EditionId) -> State {
    store::find_edition(db, id).await.expect("it is there").edition.state
}

#[tokio::test]
async fn a_statement_goes_from_draft_to_page_to_log() {
    for db in databases("publish_journey", LISTS).await {
        let first = published(&db).await;
        let seen =
            db.one("select slug, state, title_zh, first_ms from public_document", args![]).await.expect("it is public");
        assert_eq!((seen.text(0).as_str(), seen.text(1).as_str()), ("tap-water-passed-its-test", "published"));

        // A correction is a new edition that says what was wrong; the old one stays to be read.
        let mut tx = db.write().await.expect("begins");
        let document = store::edition(&mut tx, &first.id).await.expect("reads").document;
        let officer = &first.officer.staff.id;
        let next = edition::begin_next(&mut tx, &document, ChangeKind::Correction, officer, NOW).await.expect("begins");
        let silent = edition::submit(&mut tx, &next, 1, officer, NOW).await.expect("answers").expect_err("no note");
        assert_eq!(silent[0], ("change_zh", "publish-change-missing"));
        let mut draft = typed(water(), 1);
        draft.texts.en.body = "It passed in eleven of twelve places.".into();
        draft.change_zh = "此前误写为全部合格。".into();
        draft.change_en = "We said that all passed.".into();
        edition::save(&mut tx, &next, draft, officer, NOW).await.expect("saves");
        let digest = edition::submit(&mut tx, &next, 2, officer, NOW).await.expect("answers").expect("submitted");
        approve(&mut tx, &next, &digest, fresh(&first.approver), NOW).await.expect("approved");
        release::publish_approved(&mut tx, &next, NOW.plus_hours(1)).await.expect("published");
        tx.commit().await.expect("commits");
        assert_eq!((state(&db, &first.id).await, state(&db, &next).await), (State::Superseded, State::Published));

        // A withdrawal keeps the address and the reason, and shows the texts no more.
        let mut tx = db.write().await.expect("begins");
        let refused =
            withdraw(&mut tx, &next, "撤回", "", fresh(&first.officer), NOW).await.expect_err("an officer may not");
        assert_eq!(refused.kind, Fault::Forbidden);
        withdraw(&mut tx, &next, "数据有误，重新检测。", "", fresh(&first.approver), NOW).await.expect("withdrawn");
        tx.commit().await.expect("commits");
        let seen = db
            .rows("select state, body_zh, withdrawn_zh from public_edition order by edition_index", args![])
            .await
            .expect("reads");
        assert!(seen.iter().all(|row| row.text(1).is_empty()), "the texts are gone");
        assert_eq!(seen[1].text(2), "数据有误，重新检测。");
        // The log's proofs are handed to anyone, so they do not carry the texts either; the check still compares them.
        let about =
            |kind| ledger::About { leaf: ledger::LeafId::new("x"), subject: next.subject(), subject_index: 0, kind };
        let is_shown = async |kind| (release::CONTENTS.is_shown)(&db, &about(kind)).await.expect("answers");
        assert!(!is_shown(ledger::LeafKind::Correction).await);
        assert!(is_shown(ledger::LeafKind::Withdrawal).await);
        let correction = about(ledger::LeafKind::Correction);
        assert!((release::CONTENTS.content)(&db, &correction).await.expect("answers").is_some());
        assert_eq!((release::CONTENTS.changed)(&db).await.expect("answers"), [], "and finds nothing wrong");
        let register = db.rows("select what from public_correction order by what", args![]).await.expect("reads");
        assert_eq!(register.iter().map(|row| row.text(0)).collect::<Vec<_>>(), ["correction", "withdrawal"]);

        let leaves = db.rows("select kind, subject from leaf order by kind", args![]).await.expect("reads");
        let kinds: Vec<String> = leaves.iter().map(|row| row.text(0)).collect();
        assert_eq!(kinds, ["correction", "publication", "withdrawal"]);
    }
}

#[tokio::test]
async fn nobody_approves_what_they_wrote_one_line_of() {
    for db in databases("publish_own", LISTS).await {
        let waiting = waiting(&db).await;
        let mut tx = db.write().await.expect("begins");
        // The approver mends a comma, and is a writer from then on.
        let he = &waiting.approver.staff.id;
        edition::save(&mut tx, &waiting.id, typed(water(), 1), he, NOW).await.expect("saves");
        let digest = edition::submit(&mut tx, &waiting.id, 2, &lin(), NOW).await.expect("answers").expect("submitted");
        let refused =
            approve(&mut tx, &waiting.id, &digest, fresh(&waiting.approver), NOW).await.expect_err("wrote it");
        assert_eq!(refused.kind, Fault::Forbidden);
        let refused = approve(&mut tx, &waiting.id, &digest, fresh(&waiting.officer), NOW).await.expect_err("may not");
        assert_eq!(refused.kind, Fault::Forbidden);
        drop(tx);
        let admin = signed_in(&db, "admin", Role::Administrator, NOW).await;
        let mut tx = db.write().await.expect("begins");
        let refused =
            approve(&mut tx, &waiting.id, &waiting.digest, fresh(&admin), NOW).await.expect_err("makes accounts");
        assert_eq!(refused.kind, Fault::Forbidden);
    }
}

#[tokio::test]
async fn nothing_is_published_without_an_approval_of_that_very_text() {
    for db in databases("publish_replay", LISTS).await {
        let waiting = waiting(&db).await;
        let other = drafted_by(&db, waiting.officer.staff.id.clone()).await;
        let mut tx = db.write().await.expect("begins");
        let refused = release::publish_approved(&mut tx, &waiting.id, NOW).await.expect_err("nobody approved it");
        assert_eq!(refused.kind, Fault::Conflict);
        let seen = approve(&mut tx, &waiting.id, &"0".repeat(64), fresh(&waiting.approver), NOW).await;
        assert_eq!(seen.expect_err("not what they saw").kind, Fault::Conflict);

        let approval =
            approve(&mut tx, &waiting.id, &waiting.digest, fresh(&waiting.approver), NOW).await.expect("approved");
        let by = &waiting.officer.staff.id;
        let stale = edition::save(&mut tx, &waiting.id, typed(water(), 1), by, NOW).await;
        assert_eq!(stale.expect_err("approved texts do not change").message, "publish-not-a-draft");

        // For another document.
        let digest = edition::submit(&mut tx, &other, 1, by, NOW).await.expect("answers").expect("submitted");
        approve(&mut tx, &other, &digest, fresh(&waiting.approver), NOW).await.expect("approved");
        let replayed = publish(&mut tx, &other, &approval, NOW).await.expect_err("an approval of something else");
        assert_eq!(replayed.kind, Fault::Forbidden);

        // For the same edition with other words.
        edition::reopen(&mut tx, &waiting.id, by, NOW).await.expect("taken back");
        let mut changed = water();
        changed.en.body.push_str(" Drink it.");
        let revision = store::edition(&mut tx, &waiting.id).await.expect("reads").revision;
        edition::save(&mut tx, &waiting.id, typed(changed, revision), by, NOW).await.expect("saves");
        let digest =
            edition::submit(&mut tx, &waiting.id, revision + 1, by, NOW).await.expect("answers").expect("submitted");
        let unapproved = publish(&mut tx, &waiting.id, &approval, NOW).await.expect_err("not approved");
        assert_eq!(unapproved.kind, Fault::Conflict);
        approve(&mut tx, &waiting.id, &digest, fresh(&waiting.approver), NOW).await.expect("approved anew");
        let replayed = publish(&mut tx, &waiting.id, &approval, NOW).await.expect_err("the old approval");
        assert_eq!(replayed.kind, Fault::Forbidden);

        // Behind the program's back, in the database itself.
        tx.run("update edition set body_en = 'Forged.' where edition_id = $1", args![waiting.id.as_str()])
            .await
            .expect("the test may");
        let forged = release::publish_approved(&mut tx, &waiting.id, NOW).await.expect_err("other words");
        assert_eq!(forged.message, "publish-changed-since");
    }
}

#[tokio::test]
async fn what_was_published_never_changes() {
    for db in databases("publish_fixed", LISTS).await {
        let published = published(&db).await;
        let by = &published.officer.staff.id;
        let mut tx = db.write().await.expect("begins");
        let stored = store::edition(&mut tx, &published.id).await.expect("reads");
        let refusals = [
            edition::save(&mut tx, &published.id, typed(water(), 1), by, NOW).await.map(drop),
            edition::submit(&mut tx, &published.id, 1, by, NOW).await.map(drop),
            edition::reopen(&mut tx, &published.id, by, NOW).await,
            edition::discard(&mut tx, &published.id).await,
            schedule(&mut tx, &published.id, Some(NOW.plus_hours(1)), fresh(&published.officer), NOW).await,
            approve(&mut tx, &published.id, &published.digest, fresh(&published.approver), NOW).await.map(drop),
            release::publish_approved(&mut tx, &published.id, NOW).await.map(drop),
        ];
        for refusal in refusals {
            assert_eq!(refusal.expect_err("it is published").kind, Fault::Conflict);
        }
        assert_eq!(store::edition(&mut tx, &published.id).await.expect("reads"), stored);
        // Nor does its address, through the next edition.
        let next =
            edition::begin_next(&mut tx, &stored.document, ChangeKind::Update, by, NOW).await.expect("a next edition");
        let mut draft = typed(water(), 1);
        draft.slug = "another-address".into();
        let moved = edition::save(&mut tx, &next, draft, by, NOW).await.expect_err("the address is fixed");
        assert_eq!(moved.message, "publish-address-fixed");
    }
}

#[tokio::test]
async fn of_two_who_publish_at_once_one_is_told() {
    for db in databases("publish_twice", LISTS).await {
        let waiting = waiting(&db).await;
        let mut tx = db.write().await.expect("begins");
        let approval =
            approve(&mut tx, &waiting.id, &waiting.digest, fresh(&waiting.approver), NOW).await.expect("approved");
        tx.commit().await.expect("commits");
        let mut tx = db.write().await.expect("begins");
        publish(&mut tx, &waiting.id, &approval, NOW).await.expect("published");
        tx.commit().await.expect("commits");
        let mut tx = db.write().await.expect("begins");
        assert_eq!(publish(&mut tx, &waiting.id, &approval, NOW).await.expect_err("again").kind, Fault::Conflict);
        let leaves = ::store::testing::count(&db, "select count(*) from leaf").await;
        assert_eq!(leaves, 1);
    }
}

#[tokio::test]
async fn a_release_goes_out_once_through_each_channel_with_a_receipt() {
    for db in databases("publish_deliver", LISTS).await {
        let published = published(&db).await;
        let jobs =
            db.rows("select key from job where kind = 'publish.deliver' order by key", args![]).await.expect("reads");
        let keys: Vec<String> = jobs.iter().map(|row| row.text(0)).collect();
        let id = published.id.as_str();
        let expected: Vec<String> =
            channels::CHANNELS.iter().map(|channel| format!("{id}/publication/{}", channel.name)).collect();
        assert_eq!(keys.len(), expected.len());
        assert!(expected.iter().all(|key| keys.contains(key)), "{keys:?}");
        let outlet = channels::Outlet {
            db: db.clone(),
            courier: std::sync::Arc::new(courier::Courier::new(courier::Policy::default(), None).expect("a courier")),
            clock: model::Clock::fixed(NOW),
            zone: model::Zone::utc(),
            office_zh: "青屿".into(),
            office_en: "Qingyu".into(),
            public_url: "https://city.example".into(),
            say: |_, key, _| key.to_owned(),
        };
        let key = format!("{id}/publication/site");
        for _ in 0..2 {
            channels::deliver(&outlet, &key).await.expect("delivered");
        }
        let receipts = store::deliveries(&db, &published.id).await.expect("reads");
        assert_eq!(receipts.len(), 1);
        assert_eq!(receipts[0].receipt, "https://city.example/published/tap-water-passed-its-test");
    }
}

#[tokio::test]
async fn what_is_due_appears_at_its_time_and_what_was_put_off_does_not() {
    for db in databases("publish_due", LISTS).await {
        let waiting = waiting(&db).await;
        let mut tx = db.write().await.expect("begins");
        let early =
            schedule(&mut tx, &waiting.id, Some(NOW), fresh(&waiting.officer), NOW).await.expect_err("it is over");
        assert_eq!(early.message, "publish-due-past");
        approve(&mut tx, &waiting.id, &waiting.digest, fresh(&waiting.approver), NOW).await.expect("approved");
        let due = NOW.plus_hours(2);
        schedule(&mut tx, &waiting.id, Some(due), fresh(&waiting.approver), NOW).await.expect("set");
        tx.commit().await.expect("commits");
        let publish_due = async |now| {
            let mut tx = db.write().await.expect("begins");
            let done = release::publish_due(&mut tx, &waiting.id, now).await.expect("answers");
            tx.commit().await.expect("commits");
            done.map(|(_, by)| by)
        };
        assert_eq!(publish_due(NOW.plus_hours(1)).await, None, "nothing to do yet");
        assert_eq!(state(&db, &waiting.id).await, State::Approved);
        let mut tx = db.write().await.expect("begins");
        schedule(&mut tx, &waiting.id, None, fresh(&waiting.approver), NOW).await.expect("taken back");
        tx.commit().await.expect("commits");
        assert_eq!(publish_due(due).await, None, "nothing to do any more");
        assert_eq!(state(&db, &waiting.id).await, State::Approved);
        let mut tx = db.write().await.expect("begins");
        schedule(&mut tx, &waiting.id, Some(due), fresh(&waiting.officer), NOW).await.expect("set again");
        tx.commit().await.expect("commits");
        let by = publish_due(due).await.expect("published");
        assert_eq!(by, waiting.officer.staff.id, "by whoever set the moment last, not by whoever approved the text");
        let noted =
            db.rows("select staff_id from change_audit where kind = 'published'", args![]).await.expect("reads");
        assert_eq!(noted.iter().map(|row| row.text(0)).collect::<Vec<_>>(), [by.as_str()], "the records say the same");
        assert_eq!(state(&db, &waiting.id).await, State::Published);
    }
}

fn outlet(db: &Db) -> channels::Outlet {
    channels::Outlet {
        db: db.clone(),
        courier: std::sync::Arc::new(courier::Courier::new(courier::Policy::default(), None).expect("a courier")),
        clock: model::Clock::fixed(NOW),
        zone: model::Zone::utc(),
        office_zh: "青屿".into(),
        office_en: "Qingyu".into(),
        public_url: "https://city.example".into(),
        say: |_, key, _| key.to_owned(),
    }
}

fn flood() -> Emergency {
    Emergency {
        status: Status::Actual,
        event_zh: "洪水".into(),
        event_en: "Flood".into(),
        category: "Met".into(),
        urgency: "Immediate".into(),
        severity: "Severe".into(),
        certainty: "Observed".into(),
        areas: vec![Area { id: "old-harbour".into(), zh: "老港".into(), en: "Old Harbour & Pier".into() }],
        expires_ms: NOW.plus_hours(6).ms(),
        instruction_zh: "请到高处。".into(),
        instruction_en: "Move to higher ground.".into(),
    }
}

/// Writes the open edition, has it approved and published, gives its leaf a place, and issues its message.
async fn issued(db: &Db, id: &EditionId, people: &(Session, Session), emergency: Emergency, at: Time) {
    let (officer, approver) = people;
    let by = &officer.staff.id;
    let mut tx = db.write().await.expect("begins");
    let stored = store::edition(&mut tx, id).await.expect("reads");
    let slug = store::document(&mut tx, &stored.document).await.expect("reads").slug;
    let draft = Draft {
        kind: Kind::Emergency,
        slug,
        texts: water(),
        change_zh: "改。".into(),
        change_en: "Changed.".into(),
        emergency: Some(emergency),
        revision: 1,
    };
    let saved = edition::save(&mut tx, id, draft, by, at).await.expect("saves");
    let Saved::Done(revision) = saved else { panic!("overtaken") };
    let digest = edition::submit(&mut tx, id, revision, by, at).await.expect("reads").expect("whole");
    approve(&mut tx, id, &digest, fresh(approver), at).await.expect("approved");
    release::publish_approved(&mut tx, id, at).await.expect("published");
    tx.commit().await.expect("commits");
    place_leaves(db).await;
    channels::deliver(&outlet(db), &format!("{}/publication/cap", id.as_str())).await.expect("delivered");
}

/// Gives what waits a place in the log, as the log itself does within seconds.
async fn place_leaves(db: &Db) {
    let mut tx = db.write().await.expect("begins");
    let taken = tx.one("select count(*) from leaf where leaf_index is not null", args![]).await.expect("reads").int(0);
    let waiting = tx.rows("select leaf_id from leaf where leaf_index is null", args![]).await.expect("reads");
    for (row, place) in waiting.iter().zip(taken..) {
        let sql = "update leaf set leaf_index = $1 where leaf_id = $2";
        tx.run(sql, args![place, row.text(0)]).await.expect("changes a row");
    }
    tx.commit().await.expect("commits");
}

async fn people(db: &Db) -> (Session, Session) {
    (signed_in(db, "lin", Role::Officer, NOW).await, signed_in(db, "he", Role::Approver, NOW).await)
}

async fn begun(db: &Db, author: StaffId) -> EditionId {
    let mut tx = db.write().await.expect("begins");
    let new = NewDraft { kind: Kind::Emergency, subjects: vec![], texts: water(), author };
    let document = draft(&mut tx, new, NOW).await.expect("a draft");
    let id = store::open_edition(&mut tx, &document).await.expect("reads").expect("it is open");
    tx.commit().await.expect("commits");
    id
}

async fn next_of(db: &Db, id: &EditionId, by: &StaffId, at: Time) -> EditionId {
    let mut tx = db.write().await.expect("begins");
    let document = store::edition(&mut tx, id).await.expect("reads").document;
    let next = edition::begin_next(&mut tx, &document, ChangeKind::Update, by, at).await.expect("a next one");
    tx.commit().await.expect("commits");
    next
}

fn between<'a>(xml: &'a str, name: &str) -> &'a str {
    let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap_or_default();
    rest.split_once(&format!("</{name}>")).unwrap_or_default().0
}

#[tokio::test]
async fn an_emergency_goes_out_as_alert_update_and_cancellation_that_name_each_other() {
    for db in databases("publish_cap", LISTS).await {
        let people = people(&db).await;
        let by = &people.0.staff.id;
        let id = begun(&db, by.clone()).await;
        issued(&db, &id, &people, flood(), NOW).await;
        // Told twice, it is one message.
        channels::deliver(&outlet(&db), &format!("{}/publication/cap", id.as_str())).await.expect("nothing to do");
        let (first, _) = public::cap(&db, "tap-water-passed-its-test.1").await.expect("reads").expect("it is out");
        assert_eq!((between(&first, "msgType"), between(&first, "sender")), ("Alert", "city.example"));
        assert!(first.contains("<areaDesc>Old Harbour &amp; Pier</areaDesc>") && !first.contains("<references>"));
        assert!(first.contains("<language>zh-CN</language>") && first.contains("<event>洪水</event>"));
        assert!(first.contains("<valueName>candor-log-index</valueName>\n<value>0</value>"), "{first}");
        assert_eq!(public::caps_in_force(&db, NOW.plus_hours(5), 9).await.expect("reads").len(), 1);
        assert_eq!(public::caps_in_force(&db, NOW.plus_hours(6), 9).await.expect("reads").len(), 0);

        // The facts are carried into the next edition, and the message names the one before.
        let later = NOW.plus_hours(1);
        let second = next_of(&db, &id, by, later).await;
        assert_eq!(store::find_edition(&db, &second).await.expect("reads").edition.emergency, Some(flood()));
        issued(&db, &second, &people, Emergency { severity: "Extreme".into(), ..flood() }, later).await;
        let (update, _) = public::cap(&db, "tap-water-passed-its-test.2").await.expect("reads").expect("it is out");
        assert_eq!(between(&update, "msgType"), "Update");
        let one = "city.example,tap-water-passed-its-test.1,2026-11-22T08:20:00+00:00";
        assert_eq!(between(&update, "references"), one);

        let mut tx = db.write().await.expect("begins");
        let end = NOW.plus_hours(2);
        withdraw(&mut tx, &second, "误报。", "It was a mistake.", fresh(&people.1), end).await.expect("withdrawn");
        tx.commit().await.expect("commits");
        place_leaves(&db).await;
        channels::deliver(&outlet(&db), &format!("{}/withdrawal/cap", second.as_str())).await.expect("delivered");
        let cancel = "tap-water-passed-its-test.2.cancel";
        let (cancel, _) = public::cap(&db, cancel).await.expect("reads").expect("it is out");
        assert_eq!((between(&cancel, "msgType"), between(&cancel, "note")), ("Cancel", "误报。\nIt was a mistake."));
        let two = "city.example,tap-water-passed-its-test.2,2026-11-22T09:20:00+00:00";
        assert_eq!(between(&cancel, "references"), format!("{one} {two}"));
        // What was withdrawn is given out by no door, and holds no longer.
        assert_eq!(public::cap(&db, "tap-water-passed-its-test.1").await.expect("reads"), None);
        assert!(public::caps_in_force(&db, end, 9).await.expect("reads").is_empty());

        // What comes after a cancellation is a new alert, which refers to nothing that was cancelled.
        let third = next_of(&db, &id, by, end).await;
        issued(&db, &third, &people, flood(), end).await;
        let (anew, _) = public::cap(&db, "tap-water-passed-its-test.3").await.expect("reads").expect("it is out");
        assert_eq!((between(&anew, "msgType"), between(&anew, "references")), ("Alert", ""));
    }
}

#[tokio::test]
async fn an_emergency_without_its_facts_is_not_submitted_and_one_that_is_over_not_published() {
    for db in databases("publish_cap_faults", LISTS).await {
        let people = people(&db).await;
        let by = &people.0.staff.id;
        let id = begun(&db, by.clone()).await;
        let mut tx = db.write().await.expect("begins");
        let faults = edition::submit(&mut tx, &id, 1, by, NOW).await.expect("reads").expect_err("facts are missing");
        let fields: Vec<&str> = faults.iter().map(|(field, _)| *field).collect();
        for field in ["event_zh", "event_en", "category", "urgency", "severity", "certainty", "expires"] {
            assert!(fields.contains(&field), "{field}: {fields:?}");
        }
        let draft = Draft {
            kind: Kind::Emergency,
            slug: "flood".into(),
            emergency: Some(Emergency { severity: "Grave<".into(), ..flood() }),
            ..typed(water(), 1)
        };
        edition::save(&mut tx, &id, draft.clone(), by, NOW).await.expect("saves");
        let faults = edition::submit(&mut tx, &id, 2, by, NOW).await.expect("reads").expect_err("no such severity");
        assert_eq!(faults, [("severity", "publish-emergency-choose")]);
        let draft = Draft { emergency: Some(flood()), revision: 2, ..draft };
        edition::save(&mut tx, &id, draft, by, NOW).await.expect("saves");
        let digest = edition::submit(&mut tx, &id, 3, by, NOW).await.expect("reads").expect("whole");
        approve(&mut tx, &id, &digest, fresh(&people.1), NOW).await.expect("approved");
        let late = release::publish_approved(&mut tx, &id, NOW.plus_hours(6)).await.expect_err("it is over");
        assert_eq!(late.message, "publish-emergency-expired");
        // The facts are part of what was approved: behind the program's back they cannot be changed without being noticed.
        let changed = "update edition set emergency = replace(emergency, 'Severe', 'Minor')";
        tx.run(changed, args![]).await.expect("changes a row");
        let refused = release::publish_approved(&mut tx, &id, NOW).await.expect_err("it is not what was approved");
        assert_eq!(refused.message, "publish-changed-since");
    }
}

#[tokio::test]
async fn a_drill_says_so_wherever_its_words_go_and_counts_for_nothing() {
    for db in databases("publish_drill", LISTS).await {
        let people = people(&db).await;
        let by = &people.0.staff.id;
        let id = begun(&db, by.clone()).await;
        let drill = Emergency { status: Status::Exercise, ..flood() };
        issued(&db, &id, &people, drill.clone(), NOW).await;
        let page = public::page(&db, "tap-water-passed-its-test").await.expect("reads").expect("it is out");
        assert_eq!(page.entry.texts.zh.title, "【演练】自来水检测合格");
        assert_eq!(page.entry.texts.en.title, "[EXERCISE] Tap water passed its test");
        let (xml, _) = public::cap(&db, "tap-water-passed-its-test.1").await.expect("reads").expect("it is out");
        assert_eq!((between(&xml, "status"), between(&xml, "msgType")), ("Exercise", "Alert"));
        assert_eq!(between(&xml, "note"), "cap-note-exercise\ncap-note-exercise");
        assert!(xml.contains("<headline>【演练】"), "{xml}");
        assert!(public::caps_in_force(&db, NOW, 9).await.expect("reads").is_empty(), "nothing holds");
        channels::deliver(&outlet(&db), &format!("{}/publication/mail", id.as_str())).await.expect("nothing to do");
        let receipts = store::deliveries(&db, &id).await.expect("reads");
        assert!(receipts.iter().all(|receipt| receipt.channel != "mail"), "nobody is written to: {receipts:?}");

        // Under the same address it does not become the real thing, nor a test.
        let next = next_of(&db, &id, by, NOW).await;
        for status in [Status::Actual, Status::Test] {
            let mut tx = db.write().await.expect("begins");
            let stored = store::edition(&mut tx, &next).await.expect("reads");
            let draft = Draft {
                kind: Kind::Emergency,
                slug: "tap-water-passed-its-test".into(),
                emergency: Some(Emergency { status, ..flood() }),
                change_zh: "改。".into(),
                change_en: "Changed.".into(),
                ..typed(stored.texts, stored.revision)
            };
            edition::save(&mut tx, &next, draft, by, NOW).await.expect("saves");
            let saved = store::edition(&mut tx, &next).await.expect("reads");
            let title = status.marked("Tap water passed its test", Side::En);
            assert_eq!(saved.texts.en.title, title, "the mark goes with the status");
            let faults = edition::submit(&mut tx, &next, saved.revision, by, NOW).await.expect("reads");
            assert_eq!(faults.expect_err("another status"), [("status", "publish-emergency-status")]);
            tx.commit().await.expect("commits");
        }
    }
}

#[tokio::test]
async fn a_drill_answers_nothing() {
    for db in databases("publish_drill_alone", LISTS).await {
        let people = people(&db).await;
        let by = &people.0.staff.id;
        let id = drafted_by(&db, by.clone()).await;
        let mut tx = db.write().await.expect("begins");
        let drill = Emergency { status: Status::Test, ..flood() };
        let draft = Draft { kind: Kind::Emergency, emergency: Some(drill), ..typed(water(), 1) };
        edition::save(&mut tx, &id, draft, by, NOW).await.expect("saves");
        let faults = edition::submit(&mut tx, &id, 2, by, NOW).await.expect("reads").expect_err("it has a subject");
        assert_eq!(faults, [("status", "publish-emergency-drill-answers")]);
    }
}

#[tokio::test]
async fn what_a_draft_answers_is_added_until_someone_reads_it_and_once_it_is_public_only_within_the_office() {
    for db in databases("publish_answers", LISTS).await {
        let waiting = waiting(&db).await;
        let mut tx = db.write().await.expect("begins");
        let more = ["incident/7".to_owned(), "story/9".to_owned(), "no subject".to_owned()];
        let read = answer(&mut tx, &waiting.id, &more).await.expect_err("it waits for a second person");
        assert_eq!(read.kind, Fault::Conflict);
        edition::reopen(&mut tx, &waiting.id, &waiting.officer.staff.id, NOW).await.expect("taken back");
        answer(&mut tx, &waiting.id, &more).await.expect("it is being written");
        let document = store::edition(&mut tx, &waiting.id).await.expect("reads").document;
        let subjects = store::document(&mut tx, &document).await.expect("reads").subjects;
        assert_eq!(subjects, ["incident/7", "story/2.1", "story/9"]);
        let digest = edition::submit(&mut tx, &waiting.id, 2, &waiting.officer.staff.id, NOW).await.expect("reads");
        let digest = digest.expect("whole");
        approve(&mut tx, &waiting.id, &digest, fresh(&waiting.approver), NOW).await.expect("approved");
        release::publish_approved(&mut tx, &waiting.id, NOW).await.expect("published");
        let by = &waiting.officer.staff.id;
        let next = edition::begin_next(&mut tx, &document, ChangeKind::Update, by, NOW).await.expect("a next edition");
        answer(&mut tx, &next, &["incident/8".to_owned(), "story/10".to_owned()]).await.expect("it is being written");
        let document = store::document(&mut tx, &document).await.expect("reads");
        assert_eq!(document.subjects, ["incident/7", "incident/8", "story/2.1", "story/9"]);
        let published = store::edition(&mut tx, &waiting.id).await.expect("reads");
        assert_eq!(published.digest_of(&document), digest, "what was logged is as it was");
    }
}

#[tokio::test]
async fn what_was_withdrawn_and_said_anew_stands_from_then_on() {
    for db in databases("publish_standing", LISTS).await {
        let first = published(&db).await;
        let (officer, approver) = (&first.officer.staff.id, fresh(&first.approver));
        let since = async || {
            let row = db.maybe("select since_ms from public_document_standing", args![]).await.expect("reads");
            row.map(|row| row.time(0))
        };
        assert_eq!(since().await, Some(NOW));
        let mut tx = db.write().await.expect("begins");
        withdraw(&mut tx, &first.id, "有误。", "", approver, NOW.plus_hours(1)).await.expect("withdrawn");
        tx.commit().await.expect("commits");
        assert_eq!(since().await, None);
        let later = NOW.plus_hours(2);
        let next = next_of(&db, &first.id, officer, later).await;
        let mut tx = db.write().await.expect("begins");
        let digest = edition::submit(&mut tx, &next, 1, officer, later).await.expect("answers").expect("submitted");
        approve(&mut tx, &next, &digest, fresh(&first.approver), later).await.expect("approved");
        release::publish_approved(&mut tx, &next, later).await.expect("published");
        tx.commit().await.expect("commits");
        assert_eq!(since().await, Some(later));
    }
}
