//! Proofs that people carry away.

use super::{CONTENTS, Dice, at, databases, key, leaf, mark, publish, run, unwatched};
use crate::policy::Policy;
use crate::proof::{self, Inclusion, ProofFile, Unproven};
use crate::{LeafKind, append, erase_salts_of};

fn policy() -> Policy {
    Policy::of_key(key(1).verifier().clone())
}

fn bytes(file: &ProofFile) -> Vec<u8> {
    serde_json::to_vec(file).unwrap()
}

#[tokio::test]
async fn a_page_carries_a_proof_of_everything_that_was_logged_about_it() {
    for db in databases("page").await {
        let log = unwatched(&db, &mark("page", &db));
        run(&log, at(1)).await;
        for number in 0..20 {
            publish(&db, number, at(2)).await;
        }
        assert_eq!(proof::of_page(&db, CONTENTS, "edition/4").await.unwrap(), None, "it waits for its place");
        run(&log, at(3)).await;
        let file = proof::of_page(&db, CONTENTS, "document/1").await.unwrap().unwrap();
        let proven = proof::verify(&bytes(&file), &policy()).unwrap();
        assert_eq!((proven.entries.len(), proven.with_content, proven.size), (3, 3, 20));
        assert!(proof::of_page(&db, CONTENTS, "document/77").await.unwrap().is_none());

        let mut other = file.clone();
        other.leaves[1].content = Some("text number 19".to_owned());
        assert!(matches!(proof::verify(&bytes(&other), &policy()), Err(Unproven::OtherContent(_))));
        let mut other = file.clone();
        other.leaves[1].entry = other.leaves[1].entry.replace("publication", "correction");
        assert!(matches!(proof::verify(&bytes(&other), &policy()), Err(Unproven::NotIncluded(_))));
        let mut other = file.clone();
        other.subject = "document/2".to_owned();
        assert!(matches!(proof::verify(&bytes(&other), &policy()), Err(Unproven::OtherSubject(_))));
        let stranger = Policy::of_key(key(2).verifier().clone());
        assert!(matches!(proof::verify(&bytes(&file), &stranger), Err(Unproven::Refused(_))));

        let inclusion = Inclusion::parse(&file.leaves[0].proof).unwrap();
        assert_eq!(inclusion.to_string(), file.leaves[0].proof);
        // No bit of the file can be turned without the proof failing, but for those that name nothing.
        let whole = bytes(&file);
        let mut dice = Dice(3);
        for _ in 0..300 {
            let mut flipped = whole.clone();
            flipped[dice.below(whole.len() as u64) as usize] ^= 1 << dice.below(8);
            let same = proof::verify(&flipped, &policy()).is_ok_and(|other| other != proven);
            assert!(!same, "a flipped bit proved something else");
        }
    }
}

#[tokio::test]
async fn an_answer_is_proved_by_its_receipt_alone_and_by_nothing_once_its_salt_is_erased() {
    for db in databases("receipt").await {
        let log = unwatched(&db, &mark("receipt", &db));
        run(&log, at(1)).await;
        let mut tx = db.write().await.unwrap();
        let id = append(&mut tx, leaf(LeafKind::Answer, "answer/9", b"Dear Ms Wang"), at(2)).await.unwrap();
        tx.commit().await.unwrap();
        run(&log, at(3)).await;
        assert_eq!(proof::of_page(&db, CONTENTS, "answer/9").await.unwrap(), None, "it is nobody else's");
        // Whoever knows the number of a receipt is told that it stands in the log, and nothing of what was answered.
        let public = proof::public_receipt(&db, CONTENTS, &id).await.unwrap().unwrap();
        assert_eq!((public.leaves[0].salt.clone(), public.leaves[0].content.clone()), (None, None));
        assert_eq!(proof::verify(&bytes(&public), &policy()).unwrap().entries.len(), 1);
        let mut receipt = proof::receipt(&db, CONTENTS, &id).await.unwrap().unwrap();
        // The person has the letter; the receipt has the salt.
        receipt.leaves[0].content = Some("Dear Ms Wang".to_owned());
        assert_eq!(proof::verify(&bytes(&receipt), &policy()).unwrap().with_content, 1);
        receipt.leaves[0].content = Some("Dear Mr Wang".to_owned());
        assert!(proof::verify(&bytes(&receipt), &policy()).is_err());
        let mut tx = db.write().await.unwrap();
        assert_eq!(erase_salts_of(&mut tx, "answer/9", at(4)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let erased = proof::receipt(&db, CONTENTS, &id).await.unwrap().unwrap();
        assert_eq!((erased.leaves[0].salt.clone(), erased.leaves[0].content.clone()), (None, None));
        assert_eq!(proof::verify(&bytes(&erased), &policy()).unwrap().with_content, 0, "the log itself stays whole");
    }
}
