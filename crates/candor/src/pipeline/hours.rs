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
