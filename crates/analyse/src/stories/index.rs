//! Which live stories hold a term, latest first, and how rare that makes it.

use super::likeness::{RARITY_PRIOR, STORIES_PRIOR};
use crate::term::{TermId, usual_share};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Ids of terms and keys of stories are hashes already; hashing them again would only cost.
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

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// Where a story stands in the list of a term: above the number of the mention that brought it here, which orders the list,
/// below its slot. One word, since reading lists is most of what an assignment costs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting(u64);

const SLOT_BITS: u32 = 24;

impl Posting {
    const fn new(entered: u64, slot: u32) -> Self {
        Posting((entered << SLOT_BITS) | slot as u64)
    }

    const fn entered(self) -> u64 {
        self.0 >> SLOT_BITS
    }

    const fn slot(self) -> u32 {
        (self.0 & ((1 << SLOT_BITS) - 1)) as u32
    }
}

/// So many postings stand together at most. A usual word has a hundred thousand, and one of them must be able to leave
/// without moving all the others.
const BLOCK_MAX: usize = 512;

/// The stories that hold a term, those where it was last said last.
struct List {
    /// How many imagined stories hold it: looked up once, since the usual words lie far apart in memory.
    imagined: f32,
    count: u32,
    latest: Vec<Posting>,
    /// What came before the latest, in blocks of which none is empty. Only usual words have any.
    earlier: Vec<Vec<Posting>>,
}

impl List {
    const fn new(imagined: f32) -> Self {
        List { imagined, count: 0, latest: Vec::new(), earlier: Vec::new() }
    }

    fn push(&mut self, posting: Posting) {
        if self.latest.len() == BLOCK_MAX {
            self.earlier.push(self.latest.drain(..BLOCK_MAX / 2).collect());
        } else if self.latest.is_empty() {
            // Most terms are held by one story alone.
            self.latest.reserve_exact(1);
        }
        self.latest.push(posting);
        self.count += 1;
    }

    fn remove(&mut self, entered: u64) {
        let is_before = |posting: &Posting| posting.entered() < entered;
        let block_index = self.earlier.partition_point(|block| block.last().is_some_and(is_before));
        let block = match self.earlier.get_mut(block_index) {
            Some(block) => block,
            None => &mut self.latest,
        };
        let index = block.partition_point(is_before);
        if block.get(index).is_none_or(|posting| posting.entered() != entered) {
            return;
        }
        block.remove(index);
        self.count -= 1;
        let left = block.len();
        if block_index >= self.earlier.len() {
            if left * 4 < self.latest.capacity() {
                self.latest.shrink_to(left * 2);
            }
        } else if left == 0 {
            self.earlier.remove(block_index);
        } else if left < BLOCK_MAX / 8
            && let Some(next) = self.earlier.get(block_index + 1)
            && next.len() + left <= BLOCK_MAX
        {
            // Many small blocks would be as slow to read as a chain.
            let small = self.earlier.remove(block_index);
            self.earlier[block_index].splice(0..0, small);
        }
    }

    /// The latest postings, at most `most`, the last first.
    fn each_of_latest(&self, most: usize, mut then: impl FnMut(Posting)) {
        let mut left = most;
        for block in std::iter::once(&self.latest).chain(self.earlier.iter().rev()) {
            let from = block.len().saturating_sub(left);
            block[from..].iter().rev().for_each(|posting| then(*posting));
            left -= block.len() - from;
            if left == 0 {
                break;
            }
        }
    }

    /// When the last posting came in but `back - 1`; none if there are fewer.
    fn entered_back(&self, back: usize) -> Option<u64> {
        let mut left = back;
        for block in std::iter::once(&self.latest).chain(self.earlier.iter().rev()) {
            match block.len().checked_sub(left) {
                Some(index) => return Some(block[index].entered()),
                None => left -= block.len(),
            }
        }
        None
    }

    fn sort(&mut self) {
        let mut all = std::mem::take(&mut self.latest);
        all.extend(self.earlier.drain(..).flatten());
        all.sort_unstable();
        let mut blocks: Vec<Vec<Posting>> = all.chunks(BLOCK_MAX / 2).map(<[_]>::to_vec).collect();
        self.latest = blocks.pop().unwrap_or_default();
        self.earlier = blocks;
    }
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
            Some(list) => (list.count as f32, list.imagined),
            None => (0.0, imagined(term)),
        };
        self.rarity_of(holders, imagined)
    }

    fn rarity_of(&self, holders: f32, imagined: f32) -> f32 {
        ((self.stories as f32 + STORIES_PRIOR) / (holders + imagined)).ln().max(0.05)
    }

    /// The stories that hold the term, at most `most`, those where it was last said first.
    pub fn each_holder(&self, term: TermId, most: usize, mut then: impl FnMut(u32)) {
        if let Some(list) = self.lists.get(&term) {
            list.each_of_latest(most, |posting| then(posting.slot()));
        }
    }

    /// - returns: the term's rarity, this story among its holders
    pub fn enter(&mut self, term: TermId, entered: u64, slot: u32) -> f32 {
        let list = self.lists.entry(term).or_insert_with(|| List::new(imagined(term)));
        list.push(Posting::new(entered, slot));
        let (holders, imagined) = (list.count as f32, list.imagined);
        self.rarity_of(holders, imagined)
    }

    pub fn leave(&mut self, term: TermId, entered: u64) {
        if let Some(list) = self.lists.get_mut(&term) {
            list.remove(entered);
            if list.count == 0 {
                self.lists.remove(&term);
            }
        }
    }

    /// Brings a story forward in the list of a term that was said again, once it is further back than `near` others.
    ///
    /// - returns: its new place, if it moved
    pub fn renew(&mut self, term: TermId, entered: u64, now: u64, near: usize, slot: u32) -> Option<u64> {
        let list = self.lists.get_mut(&term)?;
        if list.entered_back(near)? <= entered {
            return None;
        }
        list.remove(entered);
        list.push(Posting::new(now, slot));
        Some(now)
    }

    /// Sorts the lists after stories were entered in another order than they came.
    pub fn settle(&mut self) {
        for list in self.lists.values_mut() {
            list.sort();
        }
    }
}

fn imagined(term: TermId) -> f32 {
    RARITY_PRIOR + STORIES_PRIOR * usual_share(term)
}
