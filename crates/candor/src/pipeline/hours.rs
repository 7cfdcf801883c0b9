//! The recent hours of the stories that are watched, kept between batches.
//!
//! A loud story is judged at every batch against its last two weeks. Read anew each time, these hours would cost more
//! than all else that is done with a post; kept, only those that changed are read.

use super::state::Moved;
use analyse::Merge;
use model::{Result, Time};
use std::collections::{BTreeMap, HashMap};
use store::Tx;
use warn::StoryHour;

/// So many stories are kept, some 15 KiB each. Past this, those that the batch did not watch are read anew when they come again.
const STORIES_MAX: usize = 2_000;

/// What is kept equals what is stored, as of the batch of this epoch.
#[derive(Default)]
pub struct WatchedHours {
    epoch: i64,
    stories: HashMap<u64, Kept>,
}

struct Kept {
    /// The first hour that was asked for.
    from: Time,
    /// Ascending.
    hours: Vec<StoryHour>,
    /// From here on the stored hours have changed since they were read.
    changed: Option<Time>,
    is_watched: bool,
}

impl WatchedHours {
    /// Takes note of what the batch of this epoch changes. What was kept is let go of if anyone else wrote between
    /// the last batch and this one.
    pub fn follow(&mut self, epoch: i64, moved: &BTreeMap<u64, Moved>, merged: &[Merge]) {
        if self.epoch + 1 != epoch {
            self.stories.clear();
        }
        self.epoch = epoch;
        if self.stories.len() > STORIES_MAX {
            self.stories.retain(|_, kept| kept.is_watched);
        }
        for merge in merged {
            self.stories.remove(&merge.from);
            self.stories.remove(&merge.into);
        }
        for (story, kept) in &mut self.stories {
            kept.is_watched = false;
            if let Some(moved) = moved.get(story) {
                kept.changed = Some(kept.changed.map_or(moved.since, |changed| changed.min(moved.since)));
            }
        }
    }

    /// A story's hours from a moment on, as they stand in this transaction.
    pub async fn of(&mut self, tx: &mut Tx, story: u64, from: Time) -> Result<Vec<StoryHour>> {
        let kept = self.stories.entry(story).or_insert_with(|| Kept {
            from,
            hours: Vec::new(),
            changed: Some(from),
            is_watched: true,
        });
        kept.is_watched = true;
        if from < kept.from {
            (kept.from, kept.changed) = (from, Some(from));
        }
        if let Some(changed) = kept.changed {
            let read = analyse::store::hours(tx, story, changed.max(from)).await?;
            kept.hours.retain(|hour| hour.at < changed.ms());
            kept.hours.extend(read.iter().map(desk::course::hour));
            kept.changed = None;
        }
        kept.from = from;
        kept.hours.retain(|hour| hour.at >= from.ms());
        Ok(kept.hours.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Voices;
    use store::{Db, args};

    const HOUR_MS: i64 = 3_600_000;
    const STORIES: u64 = 4;
    const HOURS: u64 = 30;

    /// A small generator (splitmix64), so that every run goes through the same batches.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, end: u64) -> u64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (z ^ (z >> 31)) % end
        }
    }

    async fn write(tx: &mut Tx, story: u64, hour: u64, voices: u64) {
        tx.run(
            "insert into story_hour (story_id, hour_ms, items, voices, negative, positive, danger, press,
               voices_so_far, sources_so_far, places_so_far)
             values ($1, $2, $3, $3, 0, 0, 0, 0, $3, 1, 1)
             on conflict (story_id, hour_ms) do update set items = excluded.items, voices = excluded.voices",
            args![analyse::store::story_id(story).as_str(), hour as i64 * HOUR_MS, voices as i64],
        )
        .await
        .expect("an hour is written");
    }

    /// One batch: hours of some stories change, two of them may become one, and another program may have written before.
    async fn batch(tx: &mut Tx, dice: &mut Dice, others: bool) -> (BTreeMap<u64, Moved>, Vec<Merge>) {
        let mut moved = BTreeMap::new();
        for story in 0..STORIES {
            let Some(first) = [0, 1, 2].map(|_| dice.below(HOURS)).into_iter().min().filter(|_| dice.below(2) == 0)
            else {
                continue;
            };
            for hour in first..=(first + dice.below(3)) {
                write(tx, story, hour, 1 + dice.below(50)).await;
            }
            let since = Time::from_ms(first as i64 * HOUR_MS);
            moved.insert(story, Moved { peak: Voices::counted(9), since, may_rise: true });
        }
        if others {
            write(tx, dice.below(STORIES), dice.below(HOURS), 77).await;
        }
        if dice.below(5) > 0 {
            return (moved, Vec::new());
        }
        let (from, into) = (0, 1 + dice.below(STORIES - 1));
        tx.run("delete from story_hour where story_id = $1", args![analyse::store::story_id(from).as_str()])
            .await
            .expect("the hours of the smaller go over");
        write(tx, into, dice.below(HOURS), 99).await;
        (moved, vec![Merge { from, into }])
    }

    fn told(hours: Result<Vec<StoryHour>>) -> Vec<(i64, u32, u32)> {
        let hours = hours.expect("the hours are read");
        hours.iter().map(|hour| (hour.at, hour.items, hour.voices.count())).collect()
    }

    async fn compare(db: &Db) {
        let mut dice = Dice(3);
        let (mut hours, mut epoch, mut seen) = (WatchedHours::default(), 0, 0);
        for round in 0..300 {
            let mut tx = db.write().await.expect("a transaction begins");
            let others = dice.below(12) == 0;
            epoch += if others { 2 } else { 1 };
            let (moved, merged) = batch(&mut tx, &mut dice, others).await;
            hours.follow(epoch, &moved, &merged);
            for story in 0..STORIES {
                if dice.below(3) == 0 {
                    continue;
                }
                let from = Time::from_ms(dice.below(8) as i64 * HOUR_MS);
                let kept = told(hours.of(&mut tx, story, from).await);
                let read = told(WatchedHours::default().of(&mut tx, story, from).await);
                assert_eq!(kept, read, "story {story} in round {round}");
                seen += kept.len();
            }
            tx.commit().await.expect("it is committed");
        }
        assert!(seen > 1_000, "{seen} hours were compared");
    }

    #[tokio::test]
    async fn what_is_kept_is_what_is_stored_whatever_a_batch_changes() {
        for db in store::testing::databases("hours-kept", &[analyse::store::MIGRATIONS]).await {
            compare(&db).await;
        }
    }
}
