//! Cities that watch each other.

use super::{ORIGIN, at, databases, key, mark, publish, run};
use crate::note::{KeyKind, SignerKey, VerifierKey};
use crate::policy::Policy;
use crate::watch::{REQUEST_BYTES_MAX, Reply, Watch};
use crate::witness::{Answer, Feed, Post, Witness};
use crate::{Log, Outcome, Refusal, files, folder};
use ::store::Db;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

fn witness_key(name: &str, seed: u8) -> SignerKey {
    SignerKey::from_seed(name, KeyKind::Cosigner, &[seed; 32]).unwrap()
}

/// The real witness, called without a network between.
fn post(watch: Watch, is_up: Arc<AtomicBool>) -> Post {
    Arc::new(move |url, body| {
        let (watch, is_up) = (watch.clone(), is_up.clone());
        Box::pin(async move {
            assert!(url.ends_with("/add-checkpoint"), "{url}");
            if !is_up.load(Ordering::SeqCst) {
                return Err("no answer".to_owned());
            }
            let reply = watch.add_checkpoint(&body, at(100)).await.map_err(|error| error.to_string())?;
            Ok(match reply {
                Reply::Cosigned(line) => (200, line.into_bytes()),
                Reply::Malformed => (400, Vec::new()),
                Reply::NotSigned => (403, Vec::new()),
                Reply::UnknownLog => (404, Vec::new()),
                Reply::OtherSize(size) => (409, format!("{size}\n").into_bytes()),
                Reply::Inconsistent => (422, Vec::new()),
            })
        })
    })
}

struct Neighbour {
    watch: Watch,
    key: VerifierKey,
    is_up: Arc<AtomicBool>,
}

async fn neighbour(name: &'static str) -> (Neighbour, Db) {
    let db = ::store::testing::sqlite(name, &[crate::MIGRATIONS]).await;
    let watch = Watch::new(db.clone(), witness_key("neighbour.example/w", 9), vec![key(1).verifier().clone()]);
    let key = watch.key().clone();
    (Neighbour { watch, key, is_up: Arc::new(AtomicBool::new(true)) }, db)
}

impl Neighbour {
    fn feed(&self, operators_min: usize) -> Feed {
        let witness = Witness {
            operator: "neighbour".to_owned(),
            key: self.key.clone(),
            url: "https://neighbour.example/witness".to_owned(),
        };
        Feed { witnesses: vec![witness], post: post(self.watch.clone(), self.is_up.clone()), operators_min }
    }
}

#[tokio::test]
async fn a_checkpoint_carries_the_cosignature_of_another_candor() {
    for db in databases("cosigned").await {
        let (neighbour, _) = neighbour(if db.file().is_some() { "cosigned_a" } else { "cosigned_b" }).await;
        let mark = mark("cosigned", &db);
        let log = Log::new(db.clone(), key(1), mark, neighbour.feed(1));
        run(&log, at(1)).await;
        for round in 0..5 {
            for number in 0..round {
                publish(&db, round * 10 + number, at(2)).await;
            }
            run(&log, at(3)).await;
        }
        let served = files::checkpoint(&db).await.unwrap().unwrap();
        assert_eq!((served.size, served.cosignatures.len()), (10, 1));
        let to = super::folder("cosigned-files", &db);
        super::export(&db, &to).await;
        let text = format!("log {}\nwitness n {}\nquorum n\n", key(1).verifier(), neighbour.key);
        let believed = folder::verify(&to, &Policy::parse(&text).unwrap()).unwrap();
        assert_eq!(believed.witnesses, ["n"]);
        let name = crate::note::hex(&<sha2::Sha256 as sha2::Digest>::digest(ORIGIN));
        assert!(neighbour.watch.checkpoint(&name).await.unwrap().unwrap().starts_with("city.example/log\n10\n"));
        assert_eq!(neighbour.watch.checkpoint("00").await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_folder_taken_back_as_a_whole_is_found_by_the_witness() {
    let (neighbour, _) = neighbour("taken_back").await;
    // Two databases with one key: the second is the backup that knows nothing of the first one's later leaves.
    let first = ::store::testing::sqlite("taken_back_first", &[crate::MIGRATIONS, super::PUBLISHER]).await;
    let log = Log::new(first.clone(), key(1), mark("taken-back-1", &first), neighbour.feed(1));
    run(&log, at(1)).await;
    for number in 0..3 {
        publish(&first, number, at(2)).await;
    }
    run(&log, at(2)).await;

    let second = ::store::testing::sqlite("taken_back_second", &[crate::MIGRATIONS, super::PUBLISHER]).await;
    let old = mark("taken-back-2", &second);
    let alone = Log::new(second.clone(), key(1), old.clone(), Feed::nobody());
    run(&alone, at(1)).await;
    publish(&second, 0, at(2)).await;
    run(&alone, at(2)).await;
    let before = files::checkpoint(&second).await.unwrap().unwrap();

    publish(&second, 1, at(3)).await;
    let restored = Log::new(second.clone(), key(1), old.clone(), neighbour.feed(1));
    let outcome = restored.step(at(4)).await.unwrap();
    let expected = Refusal::WitnessAhead { witness: "neighbour.example/w".to_owned(), size: 3, ours: 1 };
    assert_eq!(outcome, Outcome::Refused(expected));
    assert_eq!(files::checkpoint(&second).await.unwrap().unwrap(), before, "nothing new was signed or served");

    // With as many leaves as the witness has seen, its root tells the histories apart.
    for number in 2..4 {
        publish(&second, number, at(3)).await;
    }
    run(&alone, at(4)).await;
    publish(&second, 9, at(5)).await;
    let restored = Log::new(second.clone(), key(1), old, neighbour.feed(1));
    assert!(matches!(restored.step(at(5)).await.unwrap(), Outcome::Refused(Refusal::WitnessOther { .. })));
}

#[tokio::test]
async fn a_witness_that_is_silent_holds_back_the_first_signature_after_a_start_and_no_other() {
    let (neighbour, _) = neighbour("silent").await;
    let db = ::store::testing::sqlite("silent_log", &[crate::MIGRATIONS, super::PUBLISHER]).await;
    let mark = mark("silent", &db);
    let log = Log::new(db.clone(), key(1), mark.clone(), neighbour.feed(1));
    run(&log, at(1)).await;
    publish(&db, 0, at(1)).await;
    run(&log, at(1)).await;
    neighbour.is_up.store(false, Ordering::SeqCst);
    publish(&db, 1, at(2)).await;
    assert_eq!(run(&log, at(2)).await, Outcome::Idle, "the process that was confirmed goes on");
    assert_eq!(files::checkpoint(&db).await.unwrap().unwrap().cosignatures.len(), 0);
    publish(&db, 2, at(3)).await;
    let again = Log::new(db.clone(), key(1), mark, neighbour.feed(1));
    let silent = Outcome::Refused(Refusal::WitnessesSilent { answered: 0, asked: 1 });
    assert_eq!(again.step(at(3)).await.unwrap(), silent);
    neighbour.is_up.store(true, Ordering::SeqCst);
    assert_eq!(run(&again, at(4)).await, Outcome::Idle);
    assert_eq!(files::checkpoint(&db).await.unwrap().unwrap().cosignatures.len(), 1);
}

#[tokio::test]
async fn two_keys_of_one_operator_count_once() {
    let (neighbour, _) = neighbour("operators").await;
    let mut feed = neighbour.feed(2);
    feed.witnesses
        .push(Witness { key: witness_key("second.example/w", 8).verifier().clone(), ..feed.witnesses[0].clone() });
    let answers =
        [("neighbour.example/w".to_owned(), Answer::Cosigned), ("second.example/w".to_owned(), Answer::Cosigned)];
    assert_eq!((feed.operators().len(), feed.operators_of(&answers)), (1, 1));
}

#[tokio::test]
async fn what_a_stranger_sends_to_a_witness_is_judged_as_the_standard_says() {
    let (neighbour, db) = neighbour("hostile").await;
    let watch = &neighbour.watch;
    let text =
        |size: u64, root: [u8; 32]| crate::checkpoint::Checkpoint { origin: ORIGIN.to_owned(), size, root }.text();
    let signed = |text: &str, with: &SignerKey| format!("{text}\n{}", with.sign(text, 0));
    let ask = |body: String| async move { watch.add_checkpoint(body.as_bytes(), at(5)).await.unwrap() };
    let good = text(2, [7; 32]);
    for (body, expected) in [
        (String::new(), Reply::Malformed),
        ("old 0\n\n".to_owned(), Reply::Malformed),
        (format!("old 00\n\n{}", signed(&good, &key(1))), Reply::Malformed),
        (format!("old -1\n\n{}", signed(&good, &key(1))), Reply::Malformed),
        (format!("old 3\n\n{}", signed(&good, &key(1))), Reply::Malformed),
        (format!("old 0\n{}\n{}", "AAAA\n".repeat(70), signed(&good, &key(1))), Reply::Malformed),
        (format!("old 0\n\n{}", signed(&good, &key(2))), Reply::NotSigned),
        (format!("old 0\n\n{}", signed(&good.replace("city", "town"), &key(1))), Reply::UnknownLog),
        (format!("old 1\n\n{}", signed(&good, &key(1))), Reply::OtherSize(0)),
        (format!("old 0\n\n{}", signed(&text(0, [7; 32]), &key(1))), Reply::Inconsistent),
        (
            format!("old 0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n{}", signed(&good, &key(1))),
            Reply::Inconsistent,
        ),
    ] {
        assert_eq!(ask(body.clone()).await, expected, "{body}");
    }
    assert_eq!(watch.add_checkpoint(&vec![b'a'; REQUEST_BYTES_MAX + 1], at(5)).await.unwrap(), Reply::Malformed);
    assert_eq!(watch.add_checkpoint(&[0xff; 64], at(5)).await.unwrap(), Reply::Malformed);
    assert!(crate::store::witnessed(&db, ORIGIN).await.unwrap().is_none(), "nothing of it was kept");
    assert!(matches!(ask(format!("old 0\n\n{}", signed(&good, &key(1)))).await, Reply::Cosigned(_)));
    let fork = text(2, [8; 32]);
    assert_eq!(ask(format!("old 2\n\n{}", signed(&fork, &key(1)))).await, Reply::Inconsistent, "a fork");
    assert_eq!(ask(format!("old 0\n\n{}", signed(&good, &key(1)))).await, Reply::OtherSize(2));
    assert!(matches!(ask(format!("old 2\n\n{}", signed(&good, &key(1)))).await, Reply::Cosigned(_)), "again the same");
}
