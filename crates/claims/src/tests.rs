//! A claim from its first words to its tombstone, on both engines, and the ways around the second person that do not work.

use crate::draft::{self, Text};
use crate::matching::{Found, Strength};
use crate::public::{self, Filter};
use crate::publish::{approve_draft, propose_withdrawal, publish, request, withdraw};
use crate::{ClaimState, EditionState, Evidence, MIGRATIONS, Verdict, matches, read};
use ::store::{Db, args};
use model::{ClaimId, Error, HOUR_MS, Kind, Result, StaffId, StoryId, Time};
use org::testing::fresh;
use org::{Role, Session};

const DAY: i64 = 24 * HOUR_MS;

fn at(hour: i64) -> Time {
    Time::from_ms(20_000 * DAY + hour * HOUR_MS)
}

struct Desk {
    db: Db,
    writer: Session,
    other: Session,
}

async fn desks(name: &str) -> Vec<Desk> {
    let mut desks = Vec::new();
    for db in store::testing::databases(name, &[org::MIGRATIONS, ledger::MIGRATIONS, MIGRATIONS]).await {
        let writer = org::testing::signed_in(&db, "writer", Role::Approver, at(0)).await;
        let other = org::testing::signed_in(&db, "other", Role::Approver, at(0)).await;
        desks.push(Desk { db, writer, other });
    }
    desks
}

fn text() -> Text {
    Text {
        claim_zh: "北城区自来水被污染，喝了会中毒".into(),
        claim_en: "The tap water in the north district is poisoned".into(),
        verdict: Some(Verdict::False),
        answer_zh: "三处取样均合格。".into(),
        answer_en: "Samples from three places meet the standard.".into(),
        review: Some(at(24 * 90)),
        ..Text::default()
    }
}

fn report() -> Evidence {
    Evidence {
        title: "Water quality report 47".into(),
        publisher: "Water works".into(),
        url: "https://water.example/47".into(),
        dated: "2026-11-22".into(),
        ..Evidence::default()
    }
}

impl Desk {
    /// Opens a claim, gives it its evidence, and asks for a second person.
    async fn written(&self) -> ClaimId {
        let mut tx = self.db.write().await.expect("a transaction");
        let by = &self.writer.staff.id;
        let claim = draft::open(&mut tx, &text(), Some("water"), Some(&StoryId::new("2.1")), by, at(1))
            .await
            .expect("it has words");
        assert!(!draft::ask(&mut tx, &claim, at(1)).await.expect("it is there").is_empty(), "evidence is missing");
        assert_eq!(draft::add_evidence(&mut tx, &claim, &report(), by, at(1)).await.expect("it is there"), []);
        assert_eq!(draft::ask(&mut tx, &claim, at(1)).await.expect("it is there"), []);
        tx.commit().await.expect("a commit");
        claim
    }

    async fn approve_and_publish(&self, claim: &ClaimId, session: &Session, now: Time) -> Result<()> {
        let read = read::one(&self.db, claim).await?;
        let seen = request(read.draft().ok_or_else(Error::not_found)?).digest;
        let mut tx = self.db.write().await?;
        let approval = approve_draft(&mut tx, claim, &seen, fresh(session), now).await?;
        publish(&mut tx, claim, &approval, now).await?;
        tx.commit().await
    }

    /// What waits for a second person: its verdict, since when, and who that may not be.
    async fn waiting(&self) -> Vec<(Verdict, Time, Vec<StaffId>)> {
        let waiting = read::waiting(&self.db).await.expect("a read");
        waiting.into_iter().map(|one| (one.edition.verdict.expect("it has one"), one.since, one.not_by)).collect()
    }

    async fn listed(&self) -> Vec<public::Checked> {
        public::list(&self.db, &Filter::default(), 10, 0).await.expect("a list")
    }

    async fn leaves(&self) -> i64 {
        store::testing::count(&self.db, "select count(*) from leaf").await
    }
}

#[tokio::test]
async fn a_claim_is_answered_corrected_and_withdrawn_and_every_step_stays() {
    for desk in desks("claims-way").await {
        let claim = desk.written().await;
        assert_eq!(desk.listed().await, [], "a draft is nowhere");
        desk.approve_and_publish(&claim, &desk.other, at(2)).await.expect("a second person");
        let one = desk.listed().await.remove(0);
        assert_eq!((one.verdict, one.first, one.edition_index), (Verdict::False, at(2), 1));
        assert!(one.slug.starts_with("the-tap-water-in-the-north-district-is-poisoned-"), "{}", one.slug);
        assert_eq!(public::stories(&desk.db, &claim).await.expect("stories"), [StoryId::new("2.1")]);
        assert_eq!(public::answers_to(&desk.db, &[StoryId::new("2.1")]).await.expect("answers").len(), 1);

        // We were wrong: a correction, written and approved by two people again.
        let mut tx = desk.db.write().await.expect("a transaction");
        let by = &desk.other.staff.id;
        draft::correct(&mut tx, &claim, by, at(5)).await.expect("it stands");
        assert!(draft::correct(&mut tx, &claim, by, at(5)).await.is_err(), "one at a time");
        let silent = Text { verdict: Some(Verdict::WeWereWrong), ..text() };
        draft::write(&mut tx, &claim, &silent, by, at(6)).await.expect("a draft");
        let missing = draft::ask(&mut tx, &claim, at(6)).await.expect("a draft");
        assert_eq!(missing, [crate::Fault("claims-fault-change")], "a correction says what it corrects");
        let spoken = Text { change_zh: "我们说错了。".into(), change_en: "We were wrong.".into(), ..silent };
        draft::write(&mut tx, &claim, &spoken, by, at(6)).await.expect("a draft");
        assert_eq!(draft::ask(&mut tx, &claim, at(6)).await.expect("a draft"), []);
        tx.commit().await.expect("a commit");
        let by = desk.other.staff.id.clone();
        assert_eq!(desk.waiting().await, [(Verdict::WeWereWrong, at(6), vec![by])], "for anybody but who wrote it");
        assert_eq!(desk.listed().await[0].verdict, Verdict::False, "what stands, stands until the other is approved");
        desk.approve_and_publish(&claim, &desk.writer, at(7)).await.expect("a second person");

        let editions = public::editions(&desk.db, &claim).await.expect("editions");
        let told: Vec<_> =
            editions.iter().map(|edition| (edition.index, edition.verdict, edition.superseded)).collect();
        assert_eq!(told, [(2, Verdict::WeWereWrong, None), (1, Verdict::False, Some(at(7)))]);
        assert_eq!(editions[0].evidence, [report()]);
        let (old, new) = (editions[1].id.as_str(), editions[0].id.as_str());
        assert_eq!(public::titles(&desk.db, &[old, new]).await.expect("titles").len(), 2, "both can still be read");
        let register = public::corrections(&desk.db, 10).await.expect("a register");
        let line = |one: &public::Correction| (one.is_withdrawal, one.at, one.note_en.clone());
        let told: Vec<_> = register.iter().map(line).collect();
        assert_eq!(told, [(false, at(7), "We were wrong.".to_owned())], "the first answer corrects nothing");
        let ids = [editions[1].id.clone(), "nowhere".to_owned()];
        let named = read::editions(&desk.db, &ids).await.expect("a read");
        let named: Vec<_> = named.iter().map(|edition| (&edition.id, edition.index, edition.state)).collect();
        assert_eq!(named, [(&ids[0], 1, EditionState::Superseded)], "what was replaced is still known by its id");
        assert_eq!(desk.listed().await[0].first, at(2), "how long an answer took is told by the first");

        let mut tx = desk.db.write().await.expect("a transaction");
        let by = desk.writer.staff.id.clone();
        propose_withdrawal(&mut tx, &claim, "涉及他人隐私。", "It named a person.", &by, at(8))
            .await
            .expect("it stands");
        tx.commit().await.expect("a commit");
        assert_eq!(desk.waiting().await, [(Verdict::WeWereWrong, at(8), vec![by])], "to withdraw takes two as well");
        let mut tx = desk.db.write().await.expect("a transaction");
        let own = withdraw(&mut tx, &claim, fresh(&desk.writer), at(8)).await.expect_err("their own proposal");
        assert_eq!(own.kind, Kind::Forbidden);
        withdraw(&mut tx, &claim, fresh(&desk.other), at(8)).await.expect("a second person");
        tx.commit().await.expect("a commit");
        assert_eq!(desk.waiting().await, []);
        let stone = public::one(&desk.db, &one.slug).await.expect("a read").expect("the address stays");
        assert_eq!(stone.state, ClaimState::Withdrawn);
        assert_eq!((stone.answer_en.as_str(), stone.claim_en), ("", text().claim_en));
        assert_eq!(stone.withdrawn.map(|withdrawn| withdrawn.reason_en).as_deref(), Some("It named a person."));
        assert_eq!(public::editions(&desk.db, &claim).await.expect("editions"), []);
        assert_eq!(public::stories(&desk.db, &claim).await.expect("stories"), []);
        assert_eq!(public::titles(&desk.db, &[old, new]).await.expect("titles"), [], "withdrawn, it has no title");
        let told: Vec<_> = public::corrections(&desk.db, 10).await.expect("a register").iter().map(line).collect();
        let gone = [(true, at(8), "It named a person.".to_owned()), (false, at(7), String::new())];
        assert_eq!(told, gone, "nothing leaves the register, and it repeats nothing that was taken back");
        assert_eq!(desk.leaves().await, 3, "answer, correction, withdrawal");

        // What the log digested can be made again from what is stored.
        let rows = desk.db.rows("select leaf_id, subject, subject_index from leaf order by leaf_id", args![]).await;
        for row in rows.expect("leaves") {
            let about = ledger::About {
                leaf: ledger::LeafId::new(row.text(0)),
                subject: row.text(1),
                subject_index: row.count(2),
                kind: ledger::LeafKind::Claim,
            };
            let known = [crate::publish::EDITIONS, crate::publish::WITHDRAWALS];
            let found = known.iter().find(|known| about.subject.starts_with(known.prefix));
            let known = found.expect("its subject is ours");
            let content = (known.content)(&desk.db, &about).await.expect("a read");
            assert!(content.is_some_and(|bytes| bytes.starts_with(b"{\"kind\":\"claim")));
            // Proofs are handed to anyone: they carry the reason, and none of the texts that were withdrawn.
            let is_shown = (known.is_shown)(&desk.db, &about).await.expect("a read");
            assert_eq!(is_shown, about.subject.starts_with("claim-withdrawal/"), "{}", about.subject);
        }
        assert_eq!((crate::publish::EDITIONS.changed)(&desk.db).await.expect("a read"), []);
    }
}

#[tokio::test]
async fn the_department_that_is_named_in_public_changes_only_with_an_edition_that_a_second_person_read() {
    for desk in desks("claims-department").await {
        let claim = desk.written().await;
        desk.approve_and_publish(&claim, &desk.other, at(2)).await.expect("a second person");
        let named = async || desk.listed().await[0].department.clone();
        assert_eq!(named().await.as_deref(), Some("water"));
        let mut tx = desk.db.write().await.expect("a transaction");
        assert_eq!(
            draft::belongs_to(&mut tx, &claim, Some("health")).await.expect_err("no draft").kind,
            Kind::Conflict
        );
        let by = &desk.writer.staff.id;
        draft::correct(&mut tx, &claim, by, at(3)).await.expect("it stands");
        let words =
            Text { change_zh: "改由卫健回应。".into(), change_en: "Public Health answers.".into(), ..text() };
        draft::write(&mut tx, &claim, &words, by, at(3)).await.expect("a draft");
        draft::belongs_to(&mut tx, &claim, Some("health")).await.expect("a draft");
        assert_eq!(draft::ask(&mut tx, &claim, at(3)).await.expect("a draft"), []);
        tx.commit().await.expect("a commit");
        assert_eq!(named().await.as_deref(), Some("water"), "nobody has read it yet");
        let before = request(read::one(&desk.db, &claim).await.expect("a read").draft().expect("a draft")).digest;
        let mut tx = desk.db.write().await.expect("a transaction");
        draft::belongs_to(&mut tx, &claim, Some("police")).await.expect("a draft");
        let changed =
            approve_draft(&mut tx, &claim, &before, fresh(&desk.other), at(4)).await.expect_err("another name");
        assert_eq!(changed.message, "claims-changed-since");
        drop(tx);
        desk.approve_and_publish(&claim, &desk.other, at(4)).await.expect("a second person");
        assert_eq!(named().await.as_deref(), Some("health"));
    }
}

#[tokio::test]
async fn nobody_gets_around_the_second_person() {
    for desk in desks("claims-two").await {
        let claim = desk.written().await;
        let kind = |result: Result<()>| result.expect_err("it must not pass").kind;
        assert_eq!(kind(desk.approve_and_publish(&claim, &desk.writer, at(2)).await), Kind::Forbidden);
        // Someone who wrote a word of it before the last writer is no second person either.
        let mut tx = desk.db.write().await.expect("a transaction");
        draft::write(&mut tx, &claim, &text(), &desk.other.staff.id, at(2)).await.expect("a draft");
        draft::ask(&mut tx, &claim, at(2)).await.expect("a draft");
        tx.commit().await.expect("a commit");
        assert_eq!(kind(desk.approve_and_publish(&claim, &desk.writer, at(2)).await), Kind::Forbidden);
        assert_eq!(kind(desk.approve_and_publish(&claim, &desk.other, at(2)).await), Kind::Forbidden);
        let viewer = org::testing::signed_in(&desk.db, "viewer", Role::Viewer, at(0)).await;
        assert_eq!(kind(desk.approve_and_publish(&claim, &viewer, at(2)).await), Kind::Forbidden);

        // Words changed between looking and approving, or between approving and publishing.
        let third = org::testing::signed_in(&desk.db, "third", Role::Approver, at(0)).await;
        let seen = request(read::one(&desk.db, &claim).await.expect("a read").draft().expect("a draft")).digest;
        let mut tx = desk.db.write().await.expect("a transaction");
        assert_eq!(
            approve_draft(&mut tx, &claim, "0000", fresh(&third), at(3)).await.expect_err("another text").kind,
            Kind::Conflict
        );
        let approval = approve_draft(&mut tx, &claim, &seen, fresh(&third), at(3)).await.expect("a third person");
        let other = Text { answer_en: "Something else.".into(), ..text() };
        draft::write(&mut tx, &claim, &other, &desk.writer.staff.id, at(3)).await.expect("a draft");
        assert!(publish(&mut tx, &claim, &approval, at(3)).await.is_err(), "an approval holds for its own text alone");
        drop(tx);
        assert_eq!((desk.listed().await.len(), desk.leaves().await), (0, 0));

        desk.approve_and_publish(&claim, &third, at(4)).await.expect("the text that was seen");
        let mut tx = desk.db.write().await.expect("a transaction");
        assert!(draft::write(&mut tx, &claim, &other, &third.staff.id, at(5)).await.is_err(), "published is fixed");
        assert!(draft::add_evidence(&mut tx, &claim, &report(), &third.staff.id, at(5)).await.is_err());
        assert!(draft::remove_evidence(&mut tx, &claim, 0, &third.staff.id, at(5)).await.is_err());
        assert!(draft::discard(&mut tx, &claim).await.is_err());
        assert!(withdraw(&mut tx, &claim, fresh(&third), at(5)).await.is_err(), "nobody proposed it");
        drop(tx);
        let read = read::one(&desk.db, &claim).await.expect("a read");
        assert_eq!(read.newest().state, EditionState::Published);
    }
}

#[tokio::test]
async fn what_was_decided_of_a_match_is_not_suggested_again() {
    for desk in desks("claims-match").await {
        let claim = desk.written().await;
        let found = |story: &str, score: f32| Found {
            claim: claim.clone(),
            story: StoryId::new(story),
            strength: if score > 0.6 { Strength::Likely } else { Strength::Possible },
            score,
        };
        let by = &desk.writer.staff.id;
        let mut tx = desk.db.write().await.expect("a transaction");
        let all = [found("2.1", 0.9), found("2.2", 0.5), found("2.3", 0.8)];
        assert_eq!(matches::suggest(&mut tx, &all, at(2)).await.expect("kept"), 2, "one was attached by hand");
        matches::attach(&mut tx, &claim, &StoryId::new("2.3"), by, at(3)).await.expect("decided");
        matches::reject(&mut tx, &claim, &StoryId::new("2.2"), by, at(3)).await.expect("decided");
        assert_eq!(matches::suggest(&mut tx, &all, at(4)).await.expect("kept"), 0);
        assert!(matches::attach(&mut tx, &ClaimId::new("none"), &StoryId::new("2.3"), by, at(3)).await.is_err());
        tx.commit().await.expect("a commit");
        assert_eq!(matches::waiting(&desk.db).await.expect("a list"), []);
        let stories: Vec<_> = matches::of_claim(&desk.db, &claim).await.expect("a list");
        assert_eq!(stories.iter().map(|one| one.story.as_str()).collect::<Vec<_>>(), ["2.1", "2.3", "2.2"]);
        assert_eq!(matches::of_story(&desk.db, &[StoryId::new("2.2")]).await.expect("a list"), [], "rejected");
        assert_eq!(public::stories(&desk.db, &claim).await.expect("a list"), [], "not published yet");
        assert_eq!(matches::wordings(&desk.db).await.expect("wordings")[0].texts.len(), 2);
    }
}

#[tokio::test]
async fn the_register_is_searched_by_verdict_and_by_words() {
    for desk in desks("claims-search").await {
        let claim = desk.written().await;
        desk.approve_and_publish(&claim, &desk.other, at(2)).await.expect("a second person");
        let count = async |filter: Filter| public::list(&desk.db, &filter, 10, 0).await.expect("a list").len();
        let words = |words: &str| Filter { words: words.into(), ..Filter::default() };
        assert_eq!(count(words("TAP WATER")).await, 1);
        assert_eq!(count(words("自来水")).await, 1);
        assert_eq!(count(words("%")).await, 0, "a sign of the pattern is only a sign");
        assert_eq!(count(Filter { verdict: Some(Verdict::True), ..Filter::default() }).await, 0);
        assert_eq!(count(Filter { state: Some(ClaimState::Withdrawn), ..Filter::default() }).await, 0);
        assert_eq!(public::count(&desk.db, &Filter::default()).await.expect("a count"), 1);
    }
}
