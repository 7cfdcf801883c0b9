//! The whole log made anew from what is stored: every content digested, every entry, tile, root and signature compared.
//!
//! Whoever edits a published row, a leaf or a tile behind Candor's back leaves a difference, and it is named here.

use crate::checkpoint::Checkpoint;
use crate::entry::Entry;
use crate::keyfile::HighWater;
use crate::leaf::salted_digest;
use crate::merkle::{self, Frontier, Hash, Place, TILE_WIDTH};
use crate::note::{self, Note, VerifierKey, from_hex};
use crate::path::TilePath;
use crate::proof::{about, content_of};
use crate::store;
use crate::witness::Witness;
use crate::{Changed, Contents};
use ::store::{Db, Row, args};
use model::Result;
use std::collections::{BTreeMap, HashMap};

const PAGE: u64 = 1000;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// No leaf stands at this place.
    LeafMissing {
        index: u64,
    },
    /// A leaf's row says other than its entry.
    Row {
        index: u64,
        subject: String,
        column: &'static str,
    },
    /// An entry's bytes are not such as are written.
    Entry {
        index: u64,
        subject: String,
    },
    /// What was published is not what was logged.
    Content {
        subject: String,
        kind: &'static str,
    },
    /// What was published is not there any more, and its salt was not erased.
    ContentGone {
        subject: String,
        kind: &'static str,
    },
    /// What was published says something else than what was logged about it.
    Published {
        subject: String,
        column: &'static str,
    },
    /// A row of what was published cannot be read any more.
    Unreadable {
        prefix: &'static str,
        why: String,
    },
    Tile {
        path: String,
    },
    TileMissing {
        path: String,
    },
    TileExtra {
        path: String,
    },
    /// A checkpoint's row or note is not of the tree of its size, or not signed by the log.
    Checkpoint {
        size: u64,
        why: String,
    },
    Cosignature {
        size: u64,
        witness: String,
    },
    Head {
        why: &'static str,
    },
    /// The mark outside of the database.
    Mark {
        why: String,
    },
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Finding::LeafMissing { index } => write!(f, "log: leaf {index} is missing."),
            Finding::Row { index, subject, column } => {
                write!(f, "log: the column {column} of leaf {index} ({subject}) was changed after it was logged.")
            }
            Finding::Entry { index, subject } => write!(f, "log: the entry of leaf {index} ({subject}) was changed."),
            Finding::Content { subject, kind } => {
                write!(f, "log: the {kind} of {subject} was changed after it was logged, or its salt was.")
            }
            Finding::ContentGone { subject, kind } => write!(f, "log: the {kind} of {subject} was logged and is gone."),
            Finding::Published { subject, column } => {
                write!(f, "log: the column {column} of {subject} says other than what was logged about it.")
            }
            Finding::Unreadable { prefix, why } => {
                write!(f, "log: a row about something published ({prefix}) cannot be read any more: {why}.")
            }
            Finding::Tile { path } => write!(f, "log: tile {path} was changed."),
            Finding::TileMissing { path } => write!(f, "log: tile {path} is missing."),
            Finding::TileExtra { path } => write!(f, "log: tile {path} belongs to no tree of this log."),
            Finding::Checkpoint { size, why } => write!(f, "log: the checkpoint of {size} leaves: {why}."),
            Finding::Cosignature { size, witness } => {
                write!(f, "log: the cosignature of {witness} is not over the checkpoint of {size} leaves.")
            }
            Finding::Head { why } => write!(f, "log: {why}."),
            Finding::Mark { why } => write!(f, "log: {why}."),
        }
    }
}

/// What the log was found to be.
#[derive(Clone, Debug)]
pub struct Rebuilt {
    pub size: u64,
    pub waiting: u64,
    /// How many contents were digested again.
    pub contents: u64,
    pub findings: Vec<Finding>,
}

/// Rebuilds the log.
///
/// - `key`: the log's key, if this machine knows it from outside of the database
/// - `mark`: what remembers outside of the database how far was signed
pub async fn rebuild(
    db: &Db,
    contents: &[Contents],
    key: Option<&VerifierKey>,
    witnesses: &[Witness],
    mark: Option<&HighWater>,
) -> Result<Rebuilt> {
    let mut found = Walk { db, contents, findings: Vec::new(), digested: 0 };
    let checkpoints = found.checkpoints(key, witnesses).await?;
    let Some(head) = store::head(db).await.unwrap_or_else(|_| {
        found.findings.push(Finding::Head { why: "its head cannot be read" });
        None
    }) else {
        let (findings, waiting) = (found.findings, store::waiting_count(db).await?);
        return Ok(Rebuilt { size: 0, waiting, contents: 0, findings });
    };
    if key.is_some_and(|key| key.to_string() != head.vkey || key.name() != head.origin) {
        found.findings.push(Finding::Head { why: "its head names another key or origin than the one here" });
    }
    let tree = found.leaves(head.size, &checkpoints).await?;
    if tree.roots.get(&head.size) != Some(&head.root) {
        found.findings.push(Finding::Head { why: "the leaves do not lead to the root of its head" });
    }
    found.tiles(tree.hashes).await?;
    found.waiting_leaves().await?;
    for one in contents {
        let finding = |changed: Changed| Finding::Published { subject: changed.subject, column: changed.column };
        match (one.changed)(db).await {
            Ok(changed) => found.findings.extend(changed.into_iter().map(finding)),
            // A row that says what no row of ours can say; which one, its content above tells.
            Err(error) => {
                let why = error.detail().to_owned();
                found.findings.push(Finding::Unreadable { prefix: one.prefix, why });
            }
        }
    }
    for checkpoint in &checkpoints {
        let why = match tree.roots.get(&checkpoint.size) {
            Some(root) if *root == checkpoint.root => continue,
            Some(_) => "the leaves do not lead to its root",
            None => "it is over more leaves than there are",
        };
        found.findings.push(Finding::Checkpoint { size: checkpoint.size, why: why.to_owned() });
    }
    if let (Some(mark), Some(key)) = (mark, key) {
        found.mark(mark, key, &tree.roots, checkpoints.is_empty());
    }
    found.findings.sort();
    found.findings.dedup();
    let waiting = store::waiting_count(db).await?;
    Ok(Rebuilt { size: head.size, waiting, contents: found.digested, findings: found.findings })
}

struct Walk<'a> {
    db: &'a Db,
    contents: &'a [Contents],
    findings: Vec<Finding>,
    digested: u64,
}

struct Tree {
    hashes: Vec<Hash>,
    /// At the size of every checkpoint and at the end.
    roots: BTreeMap<u64, Hash>,
}

impl Walk<'_> {
    /// Every checkpoint that was signed, with the root that its row and its note agree on.
    async fn checkpoints(&mut self, key: Option<&VerifierKey>, witnesses: &[Witness]) -> Result<Vec<Checkpoint>> {
        let mut checkpoints = Vec::new();
        let cosignatures = self.db.rows("select size, witness, line from cosignature order by size", args![]).await?;
        let mut cosigned: HashMap<i64, Vec<(String, String)>> = HashMap::new();
        for row in cosignatures {
            cosigned.entry(row.int(0)).or_default().push((row.text(1), row.text(2)));
        }
        let rows = self.db.rows("select size, root, note from checkpoint order by size", args![]).await?;
        for row in rows {
            let size = u64::try_from(row.int(0)).unwrap_or_default();
            let mut wrong = |why: String| self.findings.push(Finding::Checkpoint { size, why });
            let Some(note) = Note::parse(row.text(2).as_bytes()) else {
                wrong("its note cannot be read".to_owned());
                continue;
            };
            let checkpoint = match key {
                Some(key) => Checkpoint::verified(&note, key).map_err(|why| why.to_string()),
                None => Checkpoint::parse(note.text()).ok_or_else(|| "it is no checkpoint".to_owned()),
            };
            let checkpoint = match checkpoint {
                Ok(checkpoint) => checkpoint,
                Err(why) => {
                    wrong(why);
                    continue;
                }
            };
            if checkpoint.size != size || from_hex(&row.text(1)) != Some(checkpoint.root) {
                wrong("its row and its note differ".to_owned());
            }
            for (name, line) in cosigned.remove(&row.int(0)).unwrap_or_default() {
                let known = witnesses.iter().find(|witness| witness.key.name() == name);
                let is_wrong = known.is_some_and(|known| note::cosigned_at(&known.key, note.text(), &line).is_none());
                if is_wrong {
                    self.findings.push(Finding::Cosignature { size, witness: name });
                }
            }
            checkpoints.push(checkpoint);
        }
        for (size, (witness, _)) in
            cosigned.into_iter().flat_map(|(size, lines)| lines.into_iter().map(move |l| (size, l)))
        {
            let size = u64::try_from(size).unwrap_or_default();
            self.findings.push(Finding::Cosignature { size, witness });
        }
        Ok(checkpoints)
    }

    async fn leaves(&mut self, size: u64, checkpoints: &[Checkpoint]) -> Result<Tree> {
        let (mut frontier, mut tree) = (Frontier::default(), Tree { hashes: Vec::new(), roots: BTreeMap::new() });
        let mut last_of: HashMap<String, u64> = HashMap::new();
        let sizes: Vec<u64> = checkpoints.iter().map(|checkpoint| checkpoint.size).collect();
        let mut sizes = sizes.into_iter().peekable();
        let mut expected = 0;
        let mut after = -1;
        loop {
            while sizes.next_if(|size| *size <= frontier.size()).is_some() {}
            tree.roots.entry(frontier.size()).or_insert_with(|| frontier.root());
            let rows = self
                .db
                .rows(
                    "select leaf_id, subject, subject_index, kind, salt, leaf_index, entry, digest, public, at_ms, parent
                     from leaf where leaf_index > $1 order by leaf_index limit $2",
                    args![after, PAGE],
                )
                .await?;
            let Some(last) = rows.last() else { break };
            after = last.int(5);
            for row in &rows {
                let index = u64::try_from(row.int(5)).unwrap_or_default();
                while expected < index.min(size) {
                    self.findings.push(Finding::LeafMissing { index: expected });
                    expected += 1;
                }
                expected = index + 1;
                let entry = row.blob_or_null(6).unwrap_or_default();
                self.leaf(row, index, &entry, &mut last_of).await?;
                let hash = merkle::leaf_hash(&entry);
                frontier.push(hash);
                tree.hashes.push(hash);
                if sizes.next_if(|size| *size == frontier.size()).is_some() {
                    tree.roots.insert(frontier.size(), frontier.root());
                }
            }
        }
        while expected < size {
            self.findings.push(Finding::LeafMissing { index: expected });
            expected += 1;
        }
        Ok(tree)
    }

    async fn leaf(&mut self, row: &Row, index: u64, entry: &[u8], last_of: &mut HashMap<String, u64>) -> Result<()> {
        let subject = row.text(1);
        self.content(row, &row.text(7)).await?;
        let Some(entry) = Entry::parse(entry) else {
            self.findings.push(Finding::Entry { index, subject });
            return Ok(());
        };
        let previous = last_of.insert(subject.clone(), index);
        let public: Option<serde_json::Value> = serde_json::from_str(&row.text(8)).ok();
        let parent = entry.public.get("of").and_then(serde_json::Value::as_str).map(str::to_owned);
        for (column, is_same) in [
            ("subject", entry.subject == subject),
            ("kind", entry.kind.code() == row.text(3)),
            ("digest", entry.digest == row.text(7)),
            ("public", public.as_ref() == Some(&entry.public)),
            ("at_ms", entry.at == row.time(9).to_rfc3339()),
            ("parent", parent == row.text_or_null(10)),
            ("subject_index", entry.previous == previous && (row.int(2) == 0) == previous.is_none()),
        ] {
            if !is_same {
                self.findings.push(Finding::Row { index, subject: subject.clone(), column });
            }
        }
        Ok(())
    }

    /// Digests once more what the context says it published.
    async fn content(&mut self, row: &Row, digest: &str) -> Result<()> {
        let Some(salt) = row.blob_or_null(4) else { return Ok(()) };
        let Ok(about) = about(row) else { return Ok(()) };
        let prefix = about.subject.split('/').next().unwrap_or_default();
        if !self.contents.iter().any(|contents| contents.prefix == prefix) {
            return Ok(());
        }
        let kind = about.kind.code();
        let content = content_of(self.db, self.contents, &about).await;
        let Ok(Some(content)) = content else {
            self.findings.push(Finding::ContentGone { subject: about.subject, kind });
            return Ok(());
        };
        self.digested += 1;
        let is_same = salt.try_into().is_ok_and(|salt| salted_digest(&salt, &content) == digest);
        if !is_same {
            self.findings.push(Finding::Content { subject: about.subject, kind });
        }
        Ok(())
    }

    async fn waiting_leaves(&mut self) -> Result<()> {
        let rows = self
            .db
            .rows(
                "select leaf_id, subject, subject_index, kind, salt, digest from leaf where leaf_index is null",
                args![],
            )
            .await?;
        for row in &rows {
            self.content(row, &row.text(5)).await?;
        }
        Ok(())
    }

    async fn tiles(&mut self, hashes: Vec<Hash>) -> Result<()> {
        let rows = self.db.rows("select level, tile_index, width, hashes from tile", args![]).await?;
        let mut stored: BTreeMap<(i64, i64), (i64, Vec<u8>)> =
            rows.iter().map(|row| ((row.int(0), row.int(1)), (row.int(2), row.blob(3)))).collect();
        let (mut hashes, mut level) = (hashes, 0u8);
        while !hashes.is_empty() {
            let mut above = Vec::new();
            for (tile, index) in hashes.chunks(TILE_WIDTH as usize).zip(0u64..) {
                let width = tile.len() as u64;
                let path = TilePath::hashes(Place { level, index }, width).to_string();
                let key = (i64::from(level), i64::try_from(index).unwrap_or(i64::MAX));
                match stored.remove(&key) {
                    None => self.findings.push(Finding::TileMissing { path }),
                    Some((stored_width, bytes)) => {
                        if bytes != merkle::to_bytes(tile) || u64::try_from(stored_width) != Ok(width) {
                            self.findings.push(Finding::Tile { path });
                        }
                    }
                }
                if width == TILE_WIDTH {
                    let mut subtree = Frontier::default();
                    tile.iter().for_each(|hash| subtree.push(*hash));
                    above.push(subtree.root());
                }
            }
            (hashes, level) = (above, level + 1);
        }
        for (level, index) in stored.into_keys() {
            self.findings.push(Finding::TileExtra { path: format!("{level}/{index}") });
        }
        Ok(())
    }

    fn mark(&mut self, mark: &HighWater, key: &VerifierKey, roots: &BTreeMap<u64, Hash>, is_new: bool) {
        let why = match mark.read() {
            Ok(None) if is_new => return,
            Ok(None) => format!("{} is missing; put the last checkpoint that anyone has into it", mark.0.display()),
            Err(_) => format!("{} holds no checkpoint", mark.0.display()),
            Ok(Some(note)) => match Checkpoint::verified(&note, key) {
                Err(why) => format!("{}: {why}", mark.0.display()),
                Ok(signed) => match roots.get(&signed.size) {
                    Some(root) if *root == signed.root => return,
                    Some(_) => "the database holds another tree than the one that was signed".to_owned(),
                    None => format!(
                        "a checkpoint of {} leaves was signed that the database does not know: it is a backup that was put back",
                        signed.size
                    ),
                },
            },
        };
        self.findings.push(Finding::Mark { why });
    }
}
