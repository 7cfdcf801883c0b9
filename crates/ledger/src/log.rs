//! The sequencer: leaves that wait become places in the tree, and the tree a signed checkpoint.
//!
//! Stage, compare-and-swap, sign, remember outside, witness, serve: in this order, each step safe to repeat. Two instances,
//! a backup that was put back, a clock that went backwards and a stored tree that was touched all end in a
//! [`Refusal`], which says why; nothing is signed then.

use crate::checkpoint::Checkpoint;
use crate::entry::Entry;
use crate::keyfile::HighWater;
use crate::merkle::{self, Hash, Tiles, needed};
use crate::note::{Note, SignerKey};
use crate::store::{self, Head, Waiting};
use crate::witness::{Answer, Feed};
use ::store::Db;
use model::{Result, Time};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Leaves in one step. It bounds the transaction, not the log.
pub const BATCH_MAX: u32 = 2048;
/// Clocks of two machines differ by this much in good order. No moment stands in a checkpoint, so nothing depends on less.
const CLOCK_SLACK: Duration = Duration::from_secs(5);

/// One log and the key that signs it. Cloning it is cheap.
#[derive(Clone)]
pub struct Log(Arc<Inner>);

struct Inner {
    db: Db,
    key: SignerKey,
    high_water: HighWater,
    feed: Feed,
    seam: Option<Seam>,
    /// Whether enough witnesses said, since this process began, that they know of nothing later.
    is_confirmed: AtomicBool,
    /// What was last written to the state's row.
    told: Mutex<Option<Option<Refusal>>>,
}

/// Where a step can be interrupted. Tests fail it there: what is left is what a crash would leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Staging,
    Staged,
    Committed,
    Signed,
    Remembered,
    Recorded,
    Witnessed,
    Served,
}

impl Step {
    pub const ALL: &'static [Step] = &[
        Step::Staging,
        Step::Staged,
        Step::Committed,
        Step::Signed,
        Step::Remembered,
        Step::Recorded,
        Step::Witnessed,
        Step::Served,
    ];
}

pub type Seam = Arc<dyn Fn(Step) -> Result<()> + Send + Sync>;

/// What a step came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing waits.
    Idle,
    /// The log has grown, or what an interrupted step left was brought to its end.
    Grown {
        size: u64,
    },
    /// Another instance was faster. Nothing is lost: look again.
    Raced,
    Refused(Refusal),
}

/// Why nothing is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The database belongs to a log that another key signs.
    OtherKey { ours: String, theirs: String },
    /// A log was signed, and what remembers how far is not there.
    MarkMissing { file: String },
    /// More was signed than the database knows: it is a backup that was put back.
    DatabaseBehind { database: u64, signed: u64 },
    /// What the database says the log was is not what was signed.
    DatabaseOther { size: u64 },
    /// The stored tree does not lead to its own root.
    TreeBroken { detail: String },
    /// It is earlier now than when the last checkpoint was signed.
    ClockBackwards { last: Time, now: Time },
    /// A witness has seen more of this log than we know.
    WitnessAhead { witness: String, size: u64, ours: u64 },
    /// A witness holds another tree of this log.
    WitnessOther { witness: String, size: u64 },
    /// Too few witnesses answered since the program began, so whether we know the whole log is unknown.
    WitnessesSilent { answered: usize, asked: usize },
}

impl Refusal {
    /// The code that the database and metrics hold; `ledger-refusal-CODE` is its sentence.
    pub const fn code(&self) -> &'static str {
        match self {
            Refusal::OtherKey { .. } => "other-key",
            Refusal::MarkMissing { .. } => "mark-missing",
            Refusal::DatabaseBehind { .. } => "database-behind",
            Refusal::DatabaseOther { .. } => "database-other",
            Refusal::TreeBroken { .. } => "tree-broken",
            Refusal::ClockBackwards { .. } => "clock-backwards",
            Refusal::WitnessAhead { .. } => "witness-ahead",
            Refusal::WitnessOther { .. } => "witness-other",
            Refusal::WitnessesSilent { .. } => "witnesses-silent",
        }
    }

    /// The numbers and names, for the operator.
    pub fn detail(&self) -> String {
        match self {
            Refusal::OtherKey { ours, theirs } => format!("key here {ours}, key of the log {theirs}"),
            Refusal::MarkMissing { file } => file.clone(),
            Refusal::DatabaseBehind { database, signed } => format!("database {database}, signed {signed}"),
            Refusal::DatabaseOther { size } => format!("size {size}"),
            Refusal::TreeBroken { detail } => detail.clone(),
            Refusal::ClockBackwards { last, now } => {
                format!("signed {}, now {}", last.to_rfc3339(), now.to_rfc3339())
            }
            Refusal::WitnessAhead { witness, size, ours } => format!("{witness} {size}, here {ours}"),
            Refusal::WitnessOther { witness, size } => format!("{witness}, size {size}"),
            Refusal::WitnessesSilent { answered, asked } => format!("{answered} of {asked} answered"),
        }
    }
}

impl Log {
    pub fn new(db: Db, key: SignerKey, high_water: HighWater, feed: Feed) -> Self {
        Log::with_seam(db, key, high_water, feed, None)
    }

    /// - `seam`: is asked at each step whether it goes on
    pub fn with_seam(db: Db, key: SignerKey, high_water: HighWater, feed: Feed, seam: Option<Seam>) -> Self {
        let (is_confirmed, told) = (AtomicBool::new(false), Mutex::new(None));
        Log(Arc::new(Inner { db, key, high_water, feed, seam, is_confirmed, told }))
    }

    pub fn key(&self) -> &SignerKey {
        &self.0.key
    }

    pub fn feed(&self) -> &Feed {
        &self.0.feed
    }

    /// Brings what an interrupted step left to its end, or else gives the leaves that wait their places.
    ///
    /// - `now`: by the wall's clock
    /// - errors: of database and disk; the next call takes up from there
    pub async fn step(&self, now: Time) -> Result<Outcome> {
        let outcome = self.step_untold(now).await?;
        match &outcome {
            Outcome::Refused(refusal) => self.tell(Some(refusal.clone()), now).await?,
            Outcome::Idle | Outcome::Grown { .. } => self.tell(None, now).await?,
            Outcome::Raced => {}
        }
        Ok(outcome)
    }

    async fn step_untold(&self, now: Time) -> Result<Outcome> {
        let inner = &*self.0;
        // Before the head: another instance may sign between the two, and must not look like a backup that was put back.
        let mark = inner.high_water.read()?;
        let Some(head) = store::head(&inner.db).await? else { return self.begin(mark, now).await };
        if let Some(refusal) = self.refusal(&head, mark, now).await? {
            return Ok(Outcome::Refused(refusal));
        }
        if !store::is_served(&inner.db, head.size).await? {
            return self.publish(&head, now).await;
        }
        let waiting = store::waiting(&inner.db, BATCH_MAX).await?;
        if waiting.is_empty() {
            return Ok(Outcome::Idle);
        }
        if let Some(refusal) = self.confirm(&head, now).await? {
            return Ok(Outcome::Refused(refusal));
        }
        match self.stage(&head, waiting, now).await? {
            Staged::Moved(head) => self.publish(&head, now).await,
            Staged::Raced => Ok(Outcome::Raced),
            Staged::Refused(refusal) => Ok(Outcome::Refused(refusal)),
        }
    }

    /// A new log: its first checkpoint is over nothing.
    async fn begin(&self, mark: Option<Note>, now: Time) -> Result<Outcome> {
        let inner = &*self.0;
        // A mark without a log in the database is the oldest backup of all.
        if let Some(mark) = self.believe(mark)? {
            return Ok(Outcome::Refused(Refusal::DatabaseBehind { database: 0, signed: mark.size }));
        }
        let key = inner.key.verifier();
        let head = Head {
            origin: key.name().to_owned(),
            vkey: key.to_string(),
            size: 0,
            root: merkle::empty_root(),
            staged: now,
        };
        let mut tx = inner.db.write().await?;
        if store::insert_head(&mut tx, &head).await? == 0 {
            return Ok(Outcome::Raced);
        }
        tx.commit().await?;
        self.publish(&head, now).await
    }

    /// Whatever forbids signing, as far as it can be known without the network.
    async fn refusal(&self, head: &Head, mark: Option<Note>, now: Time) -> Result<Option<Refusal>> {
        let inner = &*self.0;
        let ours = inner.key.verifier().to_string();
        if head.vkey != ours {
            return Ok(Some(Refusal::OtherKey { ours, theirs: head.vkey.clone() }));
        }
        let last = store::last_signed(&inner.db).await?;
        if let Some(last) = last.filter(|last| *last > now.plus(CLOCK_SLACK)) {
            return Ok(Some(Refusal::ClockBackwards { last, now }));
        }
        let Some(mark) = self.believe(mark)? else {
            let file = inner.high_water.0.display().to_string();
            return Ok(last.map(|_| Refusal::MarkMissing { file }));
        };
        if mark.size > head.size {
            return Ok(Some(Refusal::DatabaseBehind { database: head.size, signed: mark.size }));
        }
        let tiles = store::tiles(&inner.db, needed(&[], mark.size)).await?;
        match tiles.root(mark.size) {
            Ok(root) if root == mark.root && (mark.size < head.size || root == head.root) => Ok(None),
            Ok(_) => Ok(Some(Refusal::DatabaseOther { size: mark.size })),
            Err(missing) => Ok(Some(Refusal::TreeBroken { detail: missing.to_string() })),
        }
    }

    /// The last checkpoint that was signed with this key, as the file beside the key remembers it.
    fn believe(&self, mark: Option<Note>) -> Result<Option<Checkpoint>> {
        let Some(note) = mark else { return Ok(None) };
        match Checkpoint::verified(&note, self.0.key.verifier()) {
            Ok(checkpoint) => Ok(Some(checkpoint)),
            Err(why) => {
                let detail = format!("{}: {why}", self.0.high_water.0.display());
                Err(model::Error::invalid("ledger-mark-malformed").with_detail(detail))
            }
        }
    }

    /// Before the first signature of this process the witnesses are asked whether they know of anything later: they are the
    /// only memory that a restored folder did not take back with it.
    async fn confirm(&self, head: &Head, now: Time) -> Result<Option<Refusal>> {
        let inner = &*self.0;
        if head.size == 0 || inner.feed.witnesses.is_empty() || inner.is_confirmed.load(Ordering::SeqCst) {
            return Ok(None);
        }
        let answers = self.ask(head, now).await?;
        if let Some(refusal) = contradiction(&answers, head.size) {
            return Ok(Some(refusal));
        }
        let asked = inner.feed.operators().len();
        let answered = inner.feed.operators_of(&answers);
        if answered < inner.feed.operators_min {
            return Ok(Some(Refusal::WitnessesSilent { answered, asked }));
        }
        inner.is_confirmed.store(true, Ordering::SeqCst);
        Ok(None)
    }

    /// Gives leaves their places and moves the head, in one transaction. Nothing is signed yet.
    async fn stage(&self, head: &Head, waiting: Vec<Waiting>, now: Time) -> Result<Staged> {
        let inner = &*self.0;
        self.seam(Step::Staging)?;
        let edge = store::tiles(&inner.db, needed(&[], head.size)).await?;
        match edge.root(head.size) {
            Ok(root) if root == head.root => {}
            Ok(_) => return Ok(refused("the right edge does not lead to the root".to_owned())),
            Err(missing) => return Ok(refused(missing.to_string())),
        }
        let placed = self.place(head, waiting).await?;
        let hashes: Vec<Hash> = placed.iter().map(|(_, _, entry)| merkle::leaf_hash(entry)).collect();
        let size = head.size + hashes.len() as u64;
        let changed = match merkle::grow(&edge, head.size, hashes) {
            Ok(changed) => changed,
            Err(missing) => return Ok(refused(missing.to_string())),
        };
        let mut tiles: Tiles = edge;
        for (place, hashes) in &changed {
            tiles.insert(*place, hashes.clone());
        }
        let root = match tiles.root(size) {
            Ok(root) => root,
            Err(missing) => return Ok(refused(missing.to_string())),
        };
        let next = Head { size, root, staged: now, ..head.clone() };
        let mut tx = inner.db.write().await?;
        // First of all, so that of two instances one waits here and then finds the head moved.
        if store::move_head(&mut tx, head, &next).await? == 0 {
            return Ok(Staged::Raced);
        }
        for (leaf, index, entry) in placed {
            if store::place_leaf(&mut tx, &leaf, index, entry).await? == 0 {
                return Ok(Staged::Raced);
            }
        }
        for (place, hashes) in changed {
            store::put_tile(&mut tx, place, &hashes).await?;
        }
        self.seam(Step::Staged)?;
        tx.commit().await?;
        self.seam(Step::Committed)?;
        Ok(Staged::Moved(next))
    }

    /// - returns: id, place and entry of each leaf, in order
    async fn place(&self, head: &Head, waiting: Vec<Waiting>) -> Result<Vec<(String, u64, Vec<u8>)>> {
        let mut places: HashMap<(String, i64), u64> = HashMap::new();
        let mut placed = Vec::with_capacity(waiting.len());
        for (leaf, index) in waiting.into_iter().zip(head.size..) {
            let mut entry = Entry::new(leaf.kind, &leaf.subject, &leaf.digest, leaf.at, &leaf.public)?;
            if leaf.subject_index > 0 {
                let before = (leaf.subject.clone(), leaf.subject_index - 1);
                entry.previous = match places.get(&before) {
                    Some(place) => Some(*place),
                    None => Some(store::place_of(&self.0.db, &before.0, before.1).await?),
                };
            }
            places.insert((leaf.subject, leaf.subject_index), index);
            placed.push((leaf.id, index, entry.to_bytes()?));
        }
        Ok(placed)
    }

    /// Signs the head, remembers it outside of the database, shows it to the witnesses, and serves it.
    async fn publish(&self, head: &Head, now: Time) -> Result<Outcome> {
        let inner = &*self.0;
        let note = self.sign(head);
        self.seam(Step::Signed)?;
        // An instance that was slow must not take the mark back.
        if self.believe(inner.high_water.read()?)?.is_none_or(|mark| mark.size <= head.size) {
            inner.high_water.write(&note)?;
        }
        self.seam(Step::Remembered)?;
        let mut tx = inner.db.write().await?;
        store::insert_checkpoint(&mut tx, head.size, &head.root, &note, now).await?;
        tx.commit().await?;
        self.seam(Step::Recorded)?;
        if head.size > 0 {
            let answers = self.ask(head, now).await?;
            if let Some(refusal) = contradiction(&answers, head.size) {
                return Ok(Outcome::Refused(refusal));
            }
            if inner.feed.operators_of(&answers) >= inner.feed.operators_min {
                inner.is_confirmed.store(true, Ordering::SeqCst);
            }
        }
        self.seam(Step::Witnessed)?;
        let mut tx = inner.db.write().await?;
        store::serve_checkpoint(&mut tx, head.size, now).await?;
        tx.commit().await?;
        self.seam(Step::Served)?;
        Ok(Outcome::Grown { size: head.size })
    }

    fn sign(&self, head: &Head) -> String {
        let text = Checkpoint { origin: head.origin.clone(), size: head.size, root: head.root }.text();
        let line = self.0.key.sign(&text, 0);
        format!("{text}\n{line}")
    }

    /// Shows the last checkpoint to the witnesses that have not signed it yet.
    pub async fn cosign_again(&self, now: Time) -> Result<()> {
        let Some(head) = store::head(&self.0.db).await? else { return Ok(()) };
        if head.size > 0 && store::is_served(&self.0.db, head.size).await? {
            let answers = self.ask(&head, now).await?;
            if let Some(refusal) = contradiction(&answers, head.size) {
                self.tell(Some(refusal), now).await?;
            }
        }
        Ok(())
    }

    async fn ask(&self, head: &Head, now: Time) -> Result<Vec<(String, Answer)>> {
        let note = self.sign(head);
        let Some(note) = Note::parse(note.as_bytes()) else { return Ok(Vec::new()) };
        self.0.feed.ask(&self.0.db, &note, head.size, now).await
    }

    fn seam(&self, step: Step) -> Result<()> {
        self.0.seam.as_ref().map_or(Ok(()), |seam| seam(step))
    }

    async fn tell(&self, refusal: Option<Refusal>, now: Time) -> Result<()> {
        let told = |inner: &Inner| inner.told.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if told(&self.0).as_ref() == Some(&refusal) {
            return Ok(());
        }
        let detail = refusal.as_ref().map(Refusal::detail).unwrap_or_default();
        let mut tx = self.0.db.write().await?;
        store::put_state(&mut tx, refusal.as_ref().map(Refusal::code), &detail, now).await?;
        tx.commit().await?;
        *self.0.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(refusal);
        Ok(())
    }
}

enum Staged {
    Moved(Head),
    Raced,
    Refused(Refusal),
}

fn refused(detail: String) -> Staged {
    Staged::Refused(Refusal::TreeBroken { detail })
}

fn contradiction(answers: &[(String, Answer)], ours: u64) -> Option<Refusal> {
    answers.iter().find_map(|(witness, answer)| match answer {
        Answer::Ahead(size) => Some(Refusal::WitnessAhead { witness: witness.clone(), size: *size, ours }),
        Answer::Disagrees => Some(Refusal::WitnessOther { witness: witness.clone(), size: ours }),
        Answer::Cosigned | Answer::Silent(_) => None,
    })
}
