//! Crashes at every step, commits that were lost, and commits that stood though they were reported to have failed.

use super::{CONTENTS, Dice, at, databases, is_full, key, mark, publish, run};
use crate::checkpoint::Checkpoint;
use crate::keyfile::HighWater;
use crate::merkle::{is_consistent, needed};
use crate::note::Note;
use crate::witness::Feed;
use crate::{Log, Outcome, Seam, Step, files, store};
use ::store::{Db, args};
use model::Error;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A process that ends at a step: what it has committed stays, everything else is gone.
async fn die_at(db: &Db, mark: &HighWater, step: Step, now: i64) {
    let seam: Seam =
        Arc::new(move |now: Step| if now == step { Err(Error::broken("the power went out")) } else { Ok(()) });
    let log = Log::with_seam(db.clone(), key(1), mark.clone(), Feed::nobody(), Some(seam));
    // It dies where it must, or had nothing to do.
    let _ = log.step(at(now)).await;
}

#[tokio::test]
async fn no_crash_makes_two_checkpoints_disagree_or_loses_a_leaf() {
    let rounds = if is_full() { 10_000 } else { 150 };
    for db in databases("faults").await {
        let mark = mark("faults", &db);
        let (mut dice, mut seen) = (Dice(99), BTreeMap::new());
        for round in 0..rounds {
            publish(&db, round, at(round as i64)).await;
            // Publishers crash too: their leaf is then not there, as nothing else of theirs is.
            let mut lost = db.write().await.unwrap();
            let new = super::leaf(crate::LeafKind::Publication, &format!("edition/lost-{round}"), b"");
            crate::append(&mut lost, new, at(round as i64)).await.unwrap();
            drop(lost);
            for _ in 0..=dice.below(2) {
                let step = Step::ALL[dice.below(Step::ALL.len() as u64) as usize];
                die_at(&db, &mark, step, round as i64).await;
                look(&db, &mark, &mut seen).await;
            }
        }
        let log = Log::new(db.clone(), key(1), mark.clone(), Feed::nobody());
        assert_eq!(run(&log, at(rounds as i64)).await, Outcome::Idle);
        look(&db, &mark, &mut seen).await;

        // Every pair of neighbours follows from each other, so every pair does.
        let all: Vec<Checkpoint> = seen.into_values().collect();
        let last = all.last().unwrap();
        assert_eq!(last.size, rounds);
        for pair in all.windows(2) {
            let (old, new) = (&pair[0], &pair[1]);
            let places = needed(&[old.size.saturating_sub(1)], new.size);
            let path = store::tiles(&db, places).await.unwrap().consistency(old.size, new.size).unwrap();
            assert!(is_consistent(old.size, &old.root, new.size, &new.root, &path), "{} to {}", old.size, new.size);
        }
        let found = crate::rebuild::rebuild(&db, CONTENTS, Some(key(1).verifier()), &[], Some(&mark)).await.unwrap();
        assert_eq!((found.findings, found.contents), (vec![], rounds), "every publication has its leaf");
        let row = db.one("select count(*), count(distinct leaf_index) from leaf", args![]).await.unwrap();
        assert_eq!((row.int(0), row.int(1)), (rounds as i64, rounds as i64));
        eprintln!("{:?}: {rounds} publications, {} checkpoints seen", db.engine(), all.len());
    }
}

/// What any stranger, and the mark, know of the log now. No two things seen with one size may ever differ.
async fn look(db: &Db, mark: &HighWater, seen: &mut BTreeMap<u64, Checkpoint>) {
    let served = files::checkpoint(db).await.unwrap().map(|served| Note::parse(served.note.as_bytes()).unwrap());
    for note in [served, mark.read().unwrap()].into_iter().flatten() {
        let checkpoint = Checkpoint::verified(&note, key(1).verifier()).unwrap();
        let known = seen.entry(checkpoint.size).or_insert_with(|| checkpoint.clone());
        assert_eq!(*known, checkpoint);
    }
}

#[tokio::test]
async fn nothing_is_served_before_it_is_remembered_outside() {
    for db in databases("steps").await {
        let mark = mark("steps", &db);
        run(&Log::new(db.clone(), key(1), mark.clone(), Feed::nobody()), at(1)).await;
        for (round, step) in Step::ALL.iter().enumerate() {
            publish(&db, round as u64, at(2)).await;
            die_at(&db, &mark, *step, 2).await;
            let served = files::served_size(&db).await.unwrap();
            let remembered = mark.read().unwrap().and_then(|note| Checkpoint::parse(note.text())).unwrap().size;
            assert!(served <= remembered, "{step:?}: served {served}, remembered {remembered}");
            let expected = if *step == Step::Served { round as u64 + 1 } else { round as u64 };
            assert_eq!(served, expected, "{step:?}");
            run(&Log::new(db.clone(), key(1), mark.clone(), Feed::nobody()), at(2)).await;
        }
    }
}
