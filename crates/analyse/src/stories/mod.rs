//! Stories: one event, many posts. Online, in one reading, with one configuration for every source and language.
//!
//! A mention joins the story that it is most alike, if it is alike enough ([`likeness`]), and begins one otherwise;
//! a near copy joins whatever it copies. Everything that decides is held by the live stories themselves, which are
//! persisted by value, so that a restart continues as if nothing had happened.
//!
//! The cost of a mention does not grow with the age of the system: it looks at its rarest terms alone, at the latest
//! stories that hold them, and compares itself with the few that share most.

mod bytes;
#[cfg(test)]
mod guards;
mod index;
mod likeness;
mod story;
#[cfg(test)]
mod tests;

pub use index::TermHasher;

use crate::finding::Finding;
use crate::term::Term;
use index::Index;
use likeness::Probe;
use model::{Result, Time};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use story::{Joining, Story};

/// How many of a text's terms are looked up, how many stories are read of each, and how many are compared.
const PROBES_MAX: usize = 24;
const HOLDERS_MAX: usize = 128;
const COMPARED_MAX: usize = 8;
/// How many likes a story is held against when it has doubled.
const LIKES_MAX: usize = 32;
/// So many stories are live at most. Past this the one that would be over soonest ends early, so that memory has a
/// bound however many strangers speak of however many things.
const LIVE_MAX: usize = 120_000;

/// A story is held against its likes when it has so many mentions, and again each time they have doubled.
const MERGE_MENTIONS_MIN: u32 = 2;

/// Where a mention went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub story: u64,
    pub is_new: bool,
    /// The mention that this one nearly repeats.
    pub copy_of: Option<u64>,
}

/// Two stories that turned out to tell of one event: all that was in the first is now in the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    pub from: u64,
    pub into: u64,
}

/// What a reader can be told of a story as it now stands.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryTerms {
    pub story: u64,
    /// The most telling words, best first.
    pub terms: Vec<String>,
}

/// What the assignments so far have cost, in things looked at rather than in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    pub postings_read: u64,
    pub stories_compared: u64,
}

/// All live stories.
#[derive(Default)]
pub struct Stories {
    slots: Vec<Option<Box<Story>>>,
    free: Vec<u32>,
    keys: HashMap<u64, u32, TermHasher>,
    index: Index,
    /// When each story may be over. A story that went on since is entered again when its moment comes.
    ends: BinaryHeap<Reverse<(i64, u64)>>,
    changed: HashSet<u64, TermHasher>,
    /// Stories that changed and ended since the last call: a file read quickly passes over months in one batch.
    ended: Vec<StoryTerms>,
    retired: Vec<u64>,
    /// Stories that were found to be one since the last call, in their order.
    merged: Vec<Merge>,
    /// Live stories that changed, and stories that ended, since the last checkpoint.
    unsaved: HashSet<u64, TermHasher>,
    ended_unsaved: Vec<u64>,
    /// How many mentions were assigned; it orders everything.
    number: u64,
    now: Option<Time>,
    work: Work,
    /// Room to add up in, one place for each slot and nothing in any of them between two mentions.
    sharing: Vec<f32>,
    /// When the story of each slot was last told of: kept beside the stories, since it decides between many that share
    /// the same.
    touched: Vec<u64>,
}

impl Stories {
    /// Takes up live stories as [`Stories::take_checkpoint`] gave them, in any order.
    ///
    /// - `number`: how many mentions had been assigned by then
    /// - errors: `Broken` if a state cannot be read
    pub fn restore<'a>(number: u64, states: impl IntoIterator<Item = (u64, &'a [u8])>) -> Result<Self> {
        let mut stories = Stories { number, ..Stories::default() };
        for (key, state) in states {
            let story = bytes::read(key, state)?;
            stories.now = stories.now.max(Some(story.last));
            let slot = stories.take_slot();
            for held in &story.terms {
                stories.index.enter(held.term, held.entered, slot);
            }
            stories.ends.push(Reverse((story.over_at().ms(), key)));
            stories.keys.insert(key, slot);
            stories.touched[slot as usize] = story.touched;
            stories.slots[slot as usize] = Some(Box::new(story));
        }
        stories.index.stories = stories.keys.len();
        stories.index.settle();
        Ok(stories)
    }

    /// Finds the story of a mention, or begins one.
    ///
    /// - `mention`: its number, unique
    /// - `at`: when it was said; mentions may come a little out of order
    /// - cost: bounded, whatever the number of stories
    pub fn assign(&mut self, mention: u64, finding: &Finding, at: Time) -> Assignment {
        self.go_on(at);
        let (found, copy_of) = self.find(finding, at);
        let slot = found.unwrap_or_else(|| {
            let key = self.fresh_key();
            self.begin(key, at)
        });
        let story = self.absorb(slot, mention, finding, at, copy_of.is_some());
        Assignment { story, is_new: found.is_none(), copy_of }
    }

    /// Puts a mention where it was assigned before: by an earlier run since the last checkpoint, or by another process.
    pub fn follow(&mut self, mention: u64, finding: &Finding, at: Time, story: u64, copy_of: Option<u64>) {
        self.go_on(at);
        let slot = self.keys.get(&story).copied().unwrap_or_else(|| self.begin(story, at));
        self.absorb(slot, mention, finding, at, copy_of.is_some());
    }

    fn go_on(&mut self, at: Time) {
        let now = self.now.map_or(at, |now| now.max(at));
        self.now = Some(now);
        self.number += 1;
        self.retire(now);
    }

    fn absorb(&mut self, slot: u32, mention: u64, finding: &Finding, at: Time, is_copy: bool) -> u64 {
        let story = self.slots[slot as usize].as_mut().expect("a found slot holds a story");
        let key = story.key;
        let joining = Joining { mention, finding, at, number: self.number, slot, is_copy };
        story.absorb(&joining, &mut self.index);
        self.touched[slot as usize] = self.number;
        if story.count() == 1 {
            self.ends.push(Reverse((story.over_at().ms(), key)));
        }
        let is_due = story.count() >= MERGE_MENTIONS_MIN && story.count().is_power_of_two();
        self.changed.insert(key);
        self.unsaved.insert(key);
        if is_due {
            self.merge_likes(slot);
        }
        key
    }

    /// Joins a story with all that tell of the same event: a quarrel that began in two forums and two languages is two
    /// stories until their posts have said enough.
    fn merge_likes(&mut self, mut slot: u32) {
        let story = self.slots[slot as usize].as_deref().expect("a story that was told of is live");
        let terms: Vec<Term> = story.terms.iter().map(|held| held.as_term(story.mass)).collect();
        let probe = Probe::new(&terms, false, false, &self.index);
        let mut likes = self.nearest(&probe, LIKES_MAX);
        likes.retain(|other| *other != slot);
        for other in likes {
            let live = |slot: u32| self.slots[slot as usize].as_deref().expect("both are live");
            // What has joined meanwhile counts in what follows.
            if likeness::sameness(live(slot), live(other)) >= 0.0 {
                slot = self.merge(slot, other);
            }
        }
    }

    /// - returns: where the one story stands that two have become
    fn merge(&mut self, slot: u32, other: u32) -> u32 {
        let rank = |slot: u32| {
            let story = self.slots[slot as usize].as_deref().expect("both are live");
            (story.count(), Reverse(story.first), story.key)
        };
        let (into, from) = if rank(slot) > rank(other) { (slot, other) } else { (other, slot) };
        let smaller = *self.slots[from as usize].take().expect("both are live");
        for held in &smaller.terms {
            self.index.leave(held.term, held.entered);
        }
        let merge = Merge { from: smaller.key, into: self.slots[into as usize].as_ref().expect("both are live").key };
        self.keys.remove(&merge.from);
        self.free.push(from);
        self.index.stories = self.keys.len();
        let larger = self.slots[into as usize].as_mut().expect("both are live");
        larger.merge(smaller, self.number, into, &mut self.index);
        self.touched[into as usize] = self.number;
        self.changed.remove(&merge.from);
        self.unsaved.remove(&merge.from);
        self.ended_unsaved.push(merge.from);
        self.changed.insert(merge.into);
        self.unsaved.insert(merge.into);
        self.merged.push(merge);
        into
    }

    /// How many mentions were assigned.
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The latest moment at which anything was said.
    pub const fn now(&self) -> Option<Time> {
        self.now
    }

    /// The stories that changed since the last call, ordered by key.
    pub fn take_changes(&mut self) -> Vec<StoryTerms> {
        let mut changes = std::mem::take(&mut self.ended);
        for key in std::mem::take(&mut self.changed) {
            changes.push(terms_of(self.live(key)));
        }
        changes.sort_unstable_by_key(|change| change.story);
        changes
    }

    /// The stories that ended since the last call.
    pub fn take_retired(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.retired)
    }

    /// The stories that became one since the last call, in the order in which they did.
    pub fn take_merged(&mut self) -> Vec<Merge> {
        std::mem::take(&mut self.merged)
    }

    /// What the stories that changed since the last checkpoint need to go on, ordered by key, and those that ended.
    ///
    /// Restoring all of them and following with the mentions since is the same as never having stopped.
    pub fn take_checkpoint(&mut self) -> (Vec<(u64, Vec<u8>)>, Vec<u64>) {
        let mut keys: Vec<u64> = std::mem::take(&mut self.unsaved).into_iter().collect();
        keys.sort_unstable();
        let states = keys.into_iter().map(|key| (key, bytes::write(self.live(key)))).collect();
        (states, std::mem::take(&mut self.ended_unsaved))
    }

    fn live(&self, key: u64) -> &Story {
        self.slots[self.keys[&key] as usize].as_ref().expect("a key leads to a story")
    }

    pub fn live_count(&self) -> usize {
        self.keys.len()
    }

    pub const fn work(&self) -> Work {
        self.work
    }

    fn find(&mut self, finding: &Finding, at: Time) -> (Option<u32>, Option<u64>) {
        let probe = Probe::new(&finding.terms, finding.is_chinese(), finding.names_places, &self.index);
        let mut best: Option<(f32, u64, u32)> = None;
        for slot in self.nearest(&probe, COMPARED_MAX) {
            let story = self.slots[slot as usize].as_deref().expect("the index lists live stories");
            if let Some(original) = story.copied(&finding.signature)
                && !probe.is_elsewhere(story)
            {
                return (Some(slot), Some(original));
            }
            let over = probe.likeness(story) - likeness::asked_after_silence(story, at);
            if over >= 0.0 && best.is_none_or(|(known, touched, _)| (over, story.touched) > (known, touched)) {
                best = Some((over, story.touched, slot));
            }
        }
        (best.map(|(_, _, slot)| slot), None)
    }

    /// The few stories that share most of the text's rarest terms, at most `most`.
    fn nearest(&mut self, probe: &Probe, most: usize) -> Vec<u32> {
        let mut order: Vec<usize> = (0..probe.terms.len()).collect();
        order.sort_unstable_by(|a, b| {
            probe.weights[*b].total_cmp(&probe.weights[*a]).then(probe.terms[*a].id.cmp(&probe.terms[*b].id))
        });
        let mut met: Vec<u32> = Vec::new();
        for at in order.into_iter().take(PROBES_MAX) {
            self.index.each_holder(probe.terms[at].id, HOLDERS_MAX, |slot| {
                let sharing = &mut self.sharing[slot as usize];
                if *sharing == 0.0 {
                    met.push(slot);
                }
                *sharing += probe.weights[at];
                self.work.postings_read += 1;
            });
        }
        let touched = |slot: u32| self.touched[slot as usize];
        // The best so far, best first. Nearly every story falls short of the last of them, and costs one comparison.
        let mut best: Vec<(f32, u32)> = Vec::with_capacity(most + 1);
        for slot in met {
            let sharing = std::mem::take(&mut self.sharing[slot as usize]);
            let is_behind = |(known, other): &(f32, u32)| {
                sharing > *known || (sharing == *known && touched(slot) > touched(*other))
            };
            if best.len() == most && !best.last().is_some_and(is_behind) {
                continue;
            }
            let place = best.iter().position(is_behind).unwrap_or(best.len());
            best.insert(place, (sharing, slot));
            best.truncate(most);
        }
        self.work.stories_compared += best.len() as u64;
        best.into_iter().map(|(_, slot)| slot).collect()
    }

    /// A story's key comes from how many mentions there were before it: the same input gives the same keys in every
    /// installation, and a key tells nothing of the post that began it.
    fn fresh_key(&self) -> u64 {
        let mut key = scatter(self.number);
        while self.keys.contains_key(&key) {
            key = scatter(key);
        }
        key
    }

    fn begin(&mut self, key: u64, at: Time) -> u32 {
        let slot = self.take_slot();
        self.slots[slot as usize] = Some(Box::new(Story::new(key, at)));
        self.keys.insert(key, slot);
        self.index.stories = self.keys.len();
        slot
    }

    fn take_slot(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.touched.push(0);
            self.sharing.push(0.0);
            u32::try_from(self.slots.len() - 1).expect("fewer than four billion stories are live")
        })
    }

    fn retire(&mut self, now: Time) {
        while let Some(Reverse((end, key))) = self.ends.peek().copied()
            && (end < now.ms() || self.keys.len() > LIVE_MAX)
        {
            self.ends.pop();
            let Some(&slot) = self.keys.get(&key) else { continue };
            let over_at = self.slots[slot as usize].as_ref().expect("a key leads to a story").over_at();
            // It went on since, so it is over later than was thought.
            if over_at.ms() > end {
                self.ends.push(Reverse((over_at.ms(), key)));
                continue;
            }
            if let Some(story) = self.slots[slot as usize].take() {
                for held in &story.terms {
                    self.index.leave(held.term, held.entered);
                }
                if self.changed.remove(&key) {
                    self.ended.push(terms_of(&story));
                }
            }
            self.keys.remove(&key);
            self.free.push(slot);
            self.retired.push(key);
            self.unsaved.remove(&key);
            self.ended_unsaved.push(key);
        }
        self.index.stories = self.keys.len();
    }
}

fn terms_of(story: &Story) -> StoryTerms {
    StoryTerms { story: story.key, terms: story.words() }
}

/// One round of splitmix64: neighbours become strangers, and the same number always the same key.
const fn scatter(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
