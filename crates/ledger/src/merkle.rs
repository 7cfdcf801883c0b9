//! The tree: RFC 6962 hashes, held in tiles of 256 (C2SP tlog-tiles), and the proofs that come out of them.
//!
//! Nothing here does IO. Whoever asks for a proof loads the tiles that [`needed`] names and hands them in.

use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

pub type Hash = [u8; 32];

pub const TILE_WIDTH: u64 = 256;
const TILE_HEIGHT: u8 = 8;

pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// A tile's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub level: u8,
    pub index: u64,
}

/// Some tiles of a tree, as far as they were loaded.
#[derive(Clone, Debug, Default)]
pub struct Tiles(BTreeMap<Place, Vec<Hash>>);

/// A tile that a computation needs and that is not there or too narrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing(pub Place);

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "tile {} of level {} is missing or too narrow", self.0.index, self.0.level)
    }
}

impl std::error::Error for Missing {}

impl Tiles {
    pub fn insert(&mut self, place: Place, hashes: Vec<Hash>) {
        self.0.insert(place, hashes);
    }

    pub fn get(&self, place: Place) -> Option<&[Hash]> {
        self.0.get(&place).map(Vec::as_slice)
    }

    /// The root of the first `size` leaves. It needs the right edge alone.
    pub fn root(&self, size: u64) -> Result<Hash, Missing> {
        if size == 0 { Ok(empty_root()) } else { self.range(0, size) }
    }

    /// What shows that leaf `index` stands in the tree of `size` leaves: siblings, lowest first.
    pub fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, Missing> {
        let (mut low, mut high, mut path) = (0, size, Vec::new());
        while high - low > 1 {
            let middle = low + split(high - low);
            if index < middle {
                path.push(self.range(middle, high)?);
                high = middle;
            } else {
                path.push(self.range(low, middle)?);
                low = middle;
            }
        }
        path.reverse();
        Ok(path)
    }

    /// What shows that the tree of `old` leaves is the beginning of the tree of `new` leaves.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<Hash>, Missing> {
        let mut path = Vec::new();
        if old == 0 || old >= new {
            return Ok(path);
        }
        let (mut low, mut high) = (0, new);
        let mut is_whole = true;
        while old != high {
            let middle = low + split(high - low);
            if old <= middle {
                path.push(self.range(middle, high)?);
                high = middle;
            } else {
                path.push(self.range(low, middle)?);
                low = middle;
                is_whole = false;
            }
        }
        if !is_whole {
            path.push(self.range(low, high)?);
        }
        path.reverse();
        Ok(path)
    }

    /// The hash over leaves `low..high`, where `low` begins a subtree.
    fn range(&self, low: u64, high: u64) -> Result<Hash, Missing> {
        let count = high - low;
        if count.is_power_of_two() && low.is_multiple_of(count) {
            let height = count.trailing_zeros() as u8;
            return self.node(height, low >> height);
        }
        let middle = low + split(count);
        Ok(node_hash(&self.range(low, middle)?, &self.range(middle, high)?))
    }

    /// A whole subtree of 2^height leaves.
    fn node(&self, height: u8, index: u64) -> Result<Hash, Missing> {
        let (level, rest) = (height / TILE_HEIGHT, height % TILE_HEIGHT);
        let first = index << rest;
        let place = Place { level, index: first / TILE_WIDTH };
        let offset = (first % TILE_WIDTH) as usize;
        let hashes = self.0.get(&place).and_then(|hashes| hashes.get(offset..offset + (1 << rest)));
        hashes.map(fold).ok_or(Missing(place))
    }
}

/// The tiles from which root, inclusion of `leaves` and consistency with trees that end beside them can be computed.
pub fn needed(leaves: &[u64], size: u64) -> BTreeSet<Place> {
    let mut places = BTreeSet::new();
    let mut level = 0;
    let mut count = size;
    while count > 0 {
        for leaf in leaves.iter().copied().chain(size.checked_sub(1)) {
            let place = leaf.min(size - 1) >> (u32::from(level) * u32::from(TILE_HEIGHT));
            // The last hash of a level may be missing, since only full tiles are hashed upwards.
            places.insert(Place { level, index: place.min(count - 1) / TILE_WIDTH });
        }
        places.insert(Place { level, index: (count - 1) / TILE_WIDTH });
        count /= TILE_WIDTH;
        level += 1;
    }
    places
}

/// Appends leaves to a tree.
///
/// - `edge`: the right edge of the tree as it is
/// - returns: every tile that changes, whole
pub fn grow(edge: &Tiles, size: u64, leaves: Vec<Hash>) -> Result<Vec<(Place, Vec<Hash>)>, Missing> {
    let (mut added, mut count, mut level, mut changed) = (leaves, size, 0, Vec::new());
    while !added.is_empty() {
        let mut place = Place { level, index: count / TILE_WIDTH };
        let width = (count % TILE_WIDTH) as usize;
        let mut tile = match width {
            0 => Vec::new(),
            width => edge.get(place).and_then(|tile| tile.get(..width)).ok_or(Missing(place))?.to_vec(),
        };
        let mut upwards = Vec::new();
        for hash in added {
            tile.push(hash);
            if tile.len() as u64 == TILE_WIDTH {
                upwards.push(fold(&tile));
                changed.push((place, std::mem::take(&mut tile)));
                place.index += 1;
            }
        }
        if !tile.is_empty() {
            changed.push((place, tile));
        }
        (added, count, level) = (upwards, count / TILE_WIDTH, level + 1);
    }
    Ok(changed)
}

/// How wide the tile at `place` is in a tree of `size` leaves; 0 if there is none.
pub fn width(place: Place, size: u64) -> u64 {
    let shift = u32::from(place.level) * u32::from(TILE_HEIGHT);
    let count = size.checked_shr(shift).unwrap_or(0);
    count.saturating_sub(place.index.saturating_mul(TILE_WIDTH)).min(TILE_WIDTH)
}

/// The root that an inclusion proof leads to; nothing if the proof has the wrong length (RFC 9162, 2.1.3.2).
pub fn root_from_inclusion(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return None;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(hash)
}

/// Whether a tree of `old` leaves is the beginning of one of `new` leaves (RFC 9162, 2.1.4.2).
pub fn is_consistent(old: u64, old_root: &Hash, new: u64, new_root: &Hash, path: &[Hash]) -> bool {
    if old > new {
        return false;
    }
    if old == new {
        return path.is_empty() && old_root == new_root;
    }
    if old == 0 {
        return path.is_empty() && *old_root == empty_root();
    }
    let whole;
    let path = if old.is_power_of_two() {
        whole = [&[*old_root], path].concat();
        &whole
    } else {
        path
    };
    let Some((first, rest)) = path.split_first() else { return false };
    let (mut node, mut last) = (old - 1, new - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut small, mut large) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            small = node_hash(sibling, &small);
            large = node_hash(sibling, &large);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            large = node_hash(&large, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && small == *old_root && large == *new_root
}

/// A tree that only grows, kept as the roots of its whole subtrees: for walking a log from its first leaf to its last.
#[derive(Clone, Debug, Default)]
pub struct Frontier {
    size: u64,
    subtrees: Vec<Hash>,
}

impl Frontier {
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        let mut size = self.size;
        while size & 1 == 1 {
            if let Some(left) = self.subtrees.pop() {
                hash = node_hash(&left, &hash);
            }
            size >>= 1;
        }
        self.subtrees.push(hash);
        self.size += 1;
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn root(&self) -> Hash {
        let mut subtrees = self.subtrees.iter().rev();
        let Some(last) = subtrees.next() else { return empty_root() };
        subtrees.fold(*last, |right, left| node_hash(left, &right))
    }
}

/// The root over a whole subtree's hashes.
fn fold(hashes: &[Hash]) -> Hash {
    let mut layer = hashes.to_vec();
    while layer.len() > 1 {
        layer = layer.chunks(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
    }
    layer[0]
}

/// The largest power of two smaller than `count`, which is more than 1.
fn split(count: u64) -> u64 {
    1 << (63 - (count - 1).leading_zeros())
}

pub fn to_bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.concat()
}

/// - returns: nothing if the length is not a multiple of 32
pub fn from_bytes(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    rest.is_empty().then(|| hashes.to_vec())
}
