//! Which live stories hold a term, latest first, and how rare that makes it.

use super::likeness::{RARITY_PRIOR, STORIES_PRIOR};
use crate::term::{TermId, usual_share};
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};

/// Term ids are hashes already; hashing them again would only cost.
pub type TermHasher = BuildHasherDefault<AsItIs>;

#[derive(Default)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) ^ u64::from(*byte);
        }
    }

    fn write_u32(&mut self, number: u32) {
        // The map takes its bucket from the low bits and its tag from the high ones: both must vary.
        self.0 = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// Where a story stands in the list of a term.
#[derive(Clone, Copy)]
struct Posting {
    /// Number of the mention that brought it here; it orders the list.
    entered: u64,
    slot: u32,
}

/// The stories that hold a term, those where it was last said last.
struct List {
    /// How many imagined stories hold it: looked up once, since the usual words lie far apart in memory.
    imagined: f32,
    postings: VecDeque<Posting>,
}

/// The postings are derived from the stories' own terms, so that restoring the stories restores the index exactly.
#[derive(Default)]
pub struct Index {
    lists: HashMap<TermId, List, TermHasher>,
    pub stories: usize,
}

impl Index {
    /// How much it says that two texts share this term: the logarithm of how few live stories hold it.
    ///
    /// Some hundred imagined stories of usual words stand beside the live ones, so that rarities mean the same in the first
    /// hour as in a full year. Counted over stories, not posts, since a story's own posts would make its best terms look common.
    pub fn rarity(&self, term: TermId) -> f32 {
        let (holders, imagined) = match self.lists.get(&term) {
            Some(list) => (list.postings.len() as f32, list.imagined),
            None => (0.0, imagined(term)),
        };
        self.rarity_of(holders, imagined)
    }

    fn rarity_of(&self, holders: f32, imagined: f32) -> f32 {
        ((self.stories as f32 + STORIES_PRIOR) / (holders + imagined)).ln().max(0.05)
    }

    /// The stories that hold the term, those where it was last said first; the caller takes as many as it can pay for.
    pub fn holders(&self, term: TermId) -> impl Iterator<Item = u32> {
        self.lists.get(&term).into_iter().flat_map(|list| list.postings.iter().rev().map(|posting| posting.slot))
    }

    /// - returns: the term's rarity, this story among its holders
    pub fn enter(&mut self, term: TermId, entered: u64, slot: u32) -> f32 {
        let fresh = || List { imagined: imagined(term), postings: VecDeque::new() };
        let list = self.lists.entry(term).or_insert_with(fresh);
        list.postings.push_back(Posting { entered, slot });
        let (holders, imagined) = (list.postings.len() as f32, list.imagined);
        self.rarity_of(holders, imagined)
    }

    pub fn leave(&mut self, term: TermId, entered: u64) {
        if let Some(list) = self.lists.get_mut(&term).map(|list| &mut list.postings) {
            if let Ok(at) = list.binary_search_by_key(&entered, |posting| posting.entered) {
                list.remove(at);
            }
            if list.is_empty() {
                self.lists.remove(&term);
            } else if list.len() * 4 < list.capacity() {
                list.shrink_to(list.len() * 2);
            }
        }
    }

    /// Brings a story forward in the list of a term that was said again, once it is further back than `near` others.
    ///
    /// - returns: its new place, if it moved
    pub fn renew(&mut self, term: TermId, entered: u64, now: u64, near: usize, slot: u32) -> Option<u64> {
        let list = &self.lists.get(&term)?.postings;
        let bound = list.len().checked_sub(near)?;
        if list.get(bound)?.entered <= entered {
            return None;
        }
        self.leave(term, entered);
        self.enter(term, now, slot);
        Some(now)
    }

    /// Sorts the lists after stories were entered in another order than they came.
    pub fn settle(&mut self) {
        for list in self.lists.values_mut() {
            list.postings.make_contiguous().sort_unstable_by_key(|posting| posting.entered);
        }
    }
}

fn imagined(term: TermId) -> f32 {
    RARITY_PRIOR + STORIES_PRIOR * usual_share(term)
}
