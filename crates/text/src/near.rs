//! Near duplicates: texts that say the same with a repost mark in front, an end cut off, a word changed or another script.
//!
//! A text is known by a one-permutation MinHash of its shingles (Li, Owen and Zhang 2012) and by its numbers. Numbers
//! weigh, because daily bulletins of one template differ in nothing else and are still different news.

use crate::fold::fold;
use crate::segment::is_han;
use std::collections::HashMap;

const BINS: usize = 64;
/// Characters of one shingle: a Chinese character says about as much as two or three letters.
const SHINGLE_HAN: usize = 2;
const SHINGLE_LATIN: usize = 4;
/// Shorter texts are copies only of their equals.
const SHINGLES_MIN: u16 = 6;
/// Share of the shorter text that must be found in the longer one, and of both together.
const CONTAINED_MIN: f32 = 0.72;
const ALIKE_MIN: f32 = 0.30;
/// Share of the numbers of the text with fewer of them that the other must have too.
const NUMBERS_SHARED_MIN: f32 = 0.67;

/// What a text is known by, in 146 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The least hash of each bin; 0 where no shingle fell into it.
    bins: [u16; BINS],
    /// How many different shingles there are.
    shingles: u16,
    /// Numbers of the text as bits of their hashes.
    numbers: u64,
    /// Of the whole folded text, for texts too short for shingles.
    whole: u64,
}

impl Default for Signature {
    fn default() -> Self {
        Signature { bins: [0; BINS], shingles: 0, numbers: 0, whole: 0 }
    }
}

impl Signature {
    pub const BYTES: usize = BINS * 2 + 2 + 8 + 8;

    /// - `text`: as written; it is folded here
    /// - cost: about 10 microseconds for 100 characters
    pub fn of(text: &str) -> Self {
        Signature::of_folded(&fold(text))
    }

    pub fn of_folded(folded: &str) -> Self {
        let body = without_repost_marks(folded);
        let letters: Vec<char> = body.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut signature = Signature::default();
        if letters.is_empty() {
            return signature;
        }
        signature.whole = letters.iter().fold(SEED, |hash, c| mix(hash ^ u64::from(u32::from(*c))));
        let mut hashes: Vec<u64> = shingles(&letters).collect();
        hashes.sort_unstable();
        hashes.dedup();
        signature.shingles = u16::try_from(hashes.len()).unwrap_or(u16::MAX);
        for hash in hashes {
            let bin = &mut signature.bins[(hash % BINS as u64) as usize];
            let value = ((hash >> 40) as u16).max(1);
            if *bin == 0 || value < *bin {
                *bin = value;
            }
        }
        for number in body.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()) {
            let hash = number.bytes().fold(SEED, |hash, digit| mix(hash ^ u64::from(digit)));
            signature.numbers |= 1 << (hash >> 58);
        }
        signature
    }

    /// Whether two texts nearly repeat each other. It does not carry over: a copy's copy may be no copy.
    pub fn is_near(&self, other: &Self) -> bool {
        if self.whole == other.whole {
            return self.whole != 0;
        }
        let (fewer, more) = (self.shingles.min(other.shingles), self.shingles.max(other.shingles));
        if fewer < SHINGLES_MIN {
            return false;
        }
        // What cannot be contained by size alone is not compared.
        if f32::from(fewer) / f32::from(more) < ALIKE_MIN * CONTAINED_MIN {
            return false;
        }
        let alike = self.alike(other);
        if alike < ALIKE_MIN {
            return false;
        }
        let shared = alike / (1.0 + alike) * (f32::from(fewer) + f32::from(more));
        shared / f32::from(fewer) >= CONTAINED_MIN && self.numbers_agree(other)
    }

    /// Estimated Jaccard similarity of the shingles.
    fn alike(&self, other: &Self) -> f32 {
        let (mut same, mut used) = (0u32, 0u32);
        for (a, b) in self.bins.iter().zip(&other.bins) {
            used += u32::from(*a != 0 || *b != 0);
            same += u32::from(*a == *b && *a != 0);
        }
        same as f32 / used.max(1) as f32
    }

    fn numbers_agree(&self, other: &Self) -> bool {
        let fewer = self.numbers.count_ones().min(other.numbers.count_ones());
        fewer == 0 || (self.numbers & other.numbers).count_ones() as f32 / fewer as f32 >= NUMBERS_SHARED_MIN
    }

    pub fn to_bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        for (index, bin) in self.bins.iter().enumerate() {
            bytes[index * 2..index * 2 + 2].copy_from_slice(&bin.to_le_bytes());
        }
        let rest = &mut bytes[BINS * 2..];
        rest[..2].copy_from_slice(&self.shingles.to_le_bytes());
        rest[2..10].copy_from_slice(&self.numbers.to_le_bytes());
        rest[10..18].copy_from_slice(&self.whole.to_le_bytes());
        bytes
    }

    pub fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        let word = |from: usize| u64::from_le_bytes(std::array::from_fn(|index| bytes[from + index]));
        Signature {
            bins: std::array::from_fn(|index| u16::from_le_bytes([bytes[index * 2], bytes[index * 2 + 1]])),
            shingles: u16::from_le_bytes([bytes[BINS * 2], bytes[BINS * 2 + 1]]),
            numbers: word(BINS * 2 + 2),
            whole: word(BINS * 2 + 10),
        }
    }
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    value ^ (value >> 29)
}

/// Hashes of the overlapping pieces of a text; a text shorter than one piece is its only piece.
fn shingles(letters: &[char]) -> impl Iterator<Item = u64> + '_ {
    let han = letters.iter().filter(|c| is_han(**c)).count();
    let size = if han * 3 >= letters.len() { SHINGLE_HAN } else { SHINGLE_LATIN };
    letters
        .windows(size.min(letters.len()))
        .map(|piece| mix(piece.iter().fold(SEED, |hash, c| mix(hash ^ u64::from(u32::from(*c))))))
}

/// Cuts what a repost puts in front: `rt @name:`, `转发微博`, `//@name:` and what follows it.
fn without_repost_marks(folded: &str) -> &str {
    let mut body = folded.trim_start();
    loop {
        let before = body;
        for mark in ["rt ", "转发微博", "转发", "转:", "转自", "repost:", "fwd:", "【转】", "[转]"] {
            body = body.strip_prefix(mark).unwrap_or(body).trim_start_matches([' ', ':', '：', '@', '/', '|']);
        }
        if body == before {
            break;
        }
    }
    // In a chain of reposts the first text is the last part; a comment in front of it stays.
    if body.is_empty() { folded } else { body }
}

/// Finds the groups of near copies in a stream of texts.
#[derive(Default)]
pub struct Index {
    /// Pairs of bins to the texts that hold them.
    bands: HashMap<(u8, u16, u16), Vec<u32>>,
    wholes: HashMap<u64, u32>,
    texts: Vec<(u64, Signature)>,
}

impl Index {
    /// - returns: the earlier texts that the text nearly repeats, oldest first
    pub fn near(&self, signature: &Signature) -> Vec<u64> {
        let mut found: Vec<u32> = self.wholes.get(&signature.whole).copied().into_iter().collect();
        for key in bands(signature) {
            found.extend(self.bands.get(&key).into_iter().flatten());
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|index| self.texts[*index as usize].1.is_near(signature));
        found.into_iter().map(|index| self.texts[index as usize].0).collect()
    }

    pub fn insert(&mut self, id: u64, signature: Signature) {
        let index = u32::try_from(self.texts.len()).expect("an index holds fewer than four billion texts");
        for key in bands(&signature) {
            self.bands.entry(key).or_default().push(index);
        }
        if signature.whole != 0 {
            self.wholes.entry(signature.whole).or_insert(index);
        }
        self.texts.push((id, signature));
    }
}

/// Pairs of neighbouring bins: texts alike by 0.3 share one of 32 with a probability of 0.95.
fn bands(signature: &Signature) -> impl Iterator<Item = (u8, u16, u16)> + '_ {
    let pairs = signature.bins.chunks_exact(2).zip(0u8..);
    pairs.filter(|(pair, _)| pair[0] != 0 && pair[1] != 0).map(|(pair, band)| (band, pair[0], pair[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: &str, b: &str) -> bool {
        Signature::of(a).is_near(&Signature::of(b))
    }

    #[test]
    fn copies_are_found_however_they_are_dressed() {
        let text = "北城的自来水从昨天晚上开始发黄，烧开以后还有一股味道，打了两次电话都说正在检修";
        assert!(near(text, "转发微博：北城的自来水从昨天晚上开始发黄，烧开以后还有一股味道，打了两次电话都说正在检修"));
        assert!(near(text, "北城的自來水從昨天晚上開始發黃,燒開以後還有一股味道,打了兩次電話都說正在檢修!!"));
        assert!(near(text, "北城的自来水从昨天晚上开始发黄，烧开以后还有一股味道"));
        assert!(near(
            "Bus 17 has not come for forty minutes and nobody tells us why",
            "RT @someone: Bus 17 has not come for forty minutes and nobody tells us why"
        ));
    }

    #[test]
    fn what_says_something_else_is_no_copy() {
        assert!(!near("北城的自来水发黄了，谁来管一管", "南城的公交又晚点了，等了四十分钟"));
        assert!(!near("今日全市新增报修 132 起，已处理 127 起", "今日全市新增报修 88 起，已处理 81 起"));
        assert!(!near("好", "坏"));
        assert!(near("停水了", "停水了。"));
    }

    #[test]
    fn a_signature_comes_back_from_its_bytes() {
        let signature = Signature::of("从今天起 17 路改道");
        assert_eq!(Signature::from_bytes(signature.to_bytes()), signature);
    }
}
