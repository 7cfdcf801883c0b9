//! A whole log from its files, as anyone may have downloaded them: every entry, every tile, the root and its signatures.

use crate::entry::Entry;
use crate::merkle::{self, Frontier, Hash, Place, TILE_WIDTH};
use crate::note::Note;
use crate::path::{TilePath, unbundle};
use crate::policy::{Believed, Policy, Refused};
use std::collections::HashMap;
use std::path::Path;

/// What is wrong with a log's files. Each names the file or the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Neither can anything else be checked then.
    Checkpoint(Option<Refused>),
    Missing(String),
    /// A file whose bytes are not those that follow from the entries.
    Wrong(String),
    /// An entry that is no entry of ours, or names another as the one before it.
    Entry(u64),
    Root,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Checkpoint(None) => f.write_str("The file checkpoint is missing or no signed checkpoint."),
            Fault::Checkpoint(Some(why)) => write!(f, "The file checkpoint: {why}."),
            Fault::Missing(file) => write!(f, "The file {file} is missing."),
            Fault::Wrong(file) => write!(f, "The file {file} is not what follows from the entries."),
            Fault::Entry(index) => write!(f, "Entry {index} is not one that Candor writes."),
            Fault::Root => f.write_str("The entries do not lead to the root that was signed."),
        }
    }
}

/// Checks the log in a folder: `checkpoint`, `tile/…` as C2SP tlog-tiles names them.
///
/// - errors: every fault that was found
pub fn verify(folder: &Path, policy: &Policy) -> Result<Believed, Vec<Fault>> {
    let read = |name: &str| std::fs::read(folder.join(name)).ok();
    let note = read("checkpoint").and_then(|bytes| Note::parse(&bytes)).ok_or_else(|| vec![Fault::Checkpoint(None)])?;
    let believed = policy.believe(&note).map_err(|why| vec![Fault::Checkpoint(Some(why))])?;
    let size = believed.checkpoint.size;
    let (mut faults, mut frontier, mut hashes) = (Vec::new(), Frontier::default(), Vec::new());
    let mut last_of: HashMap<String, u64> = HashMap::new();
    for index in 0..size.div_ceil(TILE_WIDTH) {
        let width = merkle::width(Place { level: 0, index }, size);
        let file = format!("tile/{}", TilePath::entries(index, width));
        let Some(bytes) = read(&file) else {
            faults.push(Fault::Missing(file));
            continue;
        };
        let Some(entries) = unbundle(&bytes).filter(|entries| entries.len() as u64 == width) else {
            faults.push(Fault::Wrong(file));
            continue;
        };
        for (entry, place) in entries.into_iter().zip(index * TILE_WIDTH..) {
            let hash = merkle::leaf_hash(entry);
            frontier.push(hash);
            hashes.push(hash);
            let before = Entry::parse(entry).map(|entry| (last_of.insert(entry.subject, place), entry.previous));
            if before.is_none_or(|(known, named)| known != named) {
                faults.push(Fault::Entry(place));
            }
        }
    }
    // Without all entries the tiles above them cannot be made anew.
    if frontier.size() == size {
        if frontier.root() != believed.checkpoint.root {
            faults.push(Fault::Root);
        }
        let mut level = 0;
        while !hashes.is_empty() {
            hashes = compare_level(level, &hashes, &read, &mut faults);
            level += 1;
        }
    }
    if faults.is_empty() { Ok(believed) } else { Err(faults) }
}

/// - returns: the hashes of the level above
fn compare_level(
    level: u8,
    hashes: &[Hash],
    read: &impl Fn(&str) -> Option<Vec<u8>>,
    faults: &mut Vec<Fault>,
) -> Vec<Hash> {
    let mut above = Vec::new();
    for (tile, index) in hashes.chunks(TILE_WIDTH as usize).zip(0..) {
        let width = tile.len() as u64;
        let file = format!("tile/{}", TilePath::hashes(Place { level, index }, width));
        match read(&file) {
            None => faults.push(Fault::Missing(file)),
            Some(bytes) if bytes != merkle::to_bytes(tile) => faults.push(Fault::Wrong(file)),
            Some(_) => {}
        }
        if width == TILE_WIDTH {
            let mut subtree = Frontier::default();
            tile.iter().for_each(|hash| subtree.push(*hash));
            above.push(subtree.root());
        }
    }
    above
}
