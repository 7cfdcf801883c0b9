//! Being a witness for others: sign a checkpoint of a log that we were asked to watch if it follows from the last one we
//! signed (C2SP tlog-witness). What a stranger sends is bounded before it is read.

use crate::checkpoint::{Checkpoint, Unbelievable};
use crate::merkle::{Hash, empty_root, is_consistent};
use crate::note::{NOTE_BYTES_MAX, Note, SignerKey, VerifierKey, hex};
use crate::store::{self, Witnessed};
use ::store::Db;
use base64ct::{Base64, Encoding as _};
use model::{Result, Time};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// A proof of 63 hashes, a checkpoint, and nothing else.
pub const REQUEST_BYTES_MAX: usize = NOTE_BYTES_MAX + 64 * 48;
const PROOF_MAX: usize = 63;

/// Watches some logs with one key. Cloning it is cheap.
#[derive(Clone)]
pub struct Watch(Arc<Inner>);

struct Inner {
    db: Db,
    key: SignerKey,
    logs: Vec<VerifierKey>,
}

/// What a log is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// 200: a cosignature line.
    Cosigned(String),
    /// 400
    Malformed,
    /// 403
    NotSigned,
    /// 404
    UnknownLog,
    /// 409: the size that we have.
    OtherSize(u64),
    /// 422
    Inconsistent,
}

impl Watch {
    /// - `key`: of the cosigning kind, and used for nothing else
    /// - `logs`: the keys of the logs that are watched
    pub fn new(db: Db, key: SignerKey, logs: Vec<VerifierKey>) -> Self {
        Watch(Arc::new(Inner { db, key, logs }))
    }

    pub fn key(&self) -> &VerifierKey {
        self.0.key.verifier()
    }

    pub fn logs(&self) -> &[VerifierKey] {
        &self.0.logs
    }

    /// Judges a request to add-checkpoint. The new state is stored before the cosignature leaves this function.
    pub async fn add_checkpoint(&self, body: &[u8], now: Time) -> Result<Reply> {
        let Some(request) = Request::parse(body) else { return Ok(Reply::Malformed) };
        let Some(origin) = request.note.text().split('\n').next() else { return Ok(Reply::Malformed) };
        let Some(log) = self.0.logs.iter().find(|log| log.name() == origin) else { return Ok(Reply::UnknownLog) };
        let checkpoint = match Checkpoint::verified(&request.note, log) {
            Ok(checkpoint) => checkpoint,
            Err(Unbelievable::NotSigned | Unbelievable::WrongSignature) => return Ok(Reply::NotSigned),
            Err(Unbelievable::Malformed | Unbelievable::OtherOrigin) => return Ok(Reply::Malformed),
        };
        if request.old > checkpoint.size {
            return Ok(Reply::Malformed);
        }
        let seen = store::witnessed(&self.0.db, log.name()).await?;
        let (size, root) = seen.as_ref().map_or((0, empty_root()), |seen| (seen.size, seen.root));
        if request.old != size {
            return Ok(Reply::OtherSize(size));
        }
        if !is_consistent(size, &root, checkpoint.size, &checkpoint.root, &request.proof) {
            return Ok(Reply::Inconsistent);
        }
        let second = u64::try_from(now.ms() / 1000).unwrap_or_default();
        let line = self.0.key.sign(request.note.text(), second);
        let note = format!("{}{line}", request.note);
        let after = Witnessed { size: checkpoint.size, root: checkpoint.root, note };
        let mut tx = self.0.db.write().await?;
        if store::put_witnessed(&mut tx, log.name(), seen.as_ref(), &after, now).await? == 0 {
            drop(tx);
            let seen = store::witnessed(&self.0.db, log.name()).await?;
            return Ok(Reply::OtherSize(seen.map_or(0, |seen| seen.size)));
        }
        tx.commit().await?;
        Ok(Reply::Cosigned(line))
    }

    /// The last checkpoint that we cosigned of a log.
    ///
    /// - `name`: SHA-256 of the log's origin, in lower-case hex
    pub async fn checkpoint(&self, name: &str) -> Result<Option<String>> {
        let is_named = |log: &&VerifierKey| hex(&Sha256::digest(log.name())) == name;
        match self.0.logs.iter().find(is_named) {
            Some(log) => Ok(store::witnessed(&self.0.db, log.name()).await?.map(|seen| seen.note)),
            None => Ok(None),
        }
    }
}

struct Request {
    old: u64,
    proof: Vec<Hash>,
    note: Note,
}

impl Request {
    fn parse(body: &[u8]) -> Option<Self> {
        if body.len() > REQUEST_BYTES_MAX {
            return None;
        }
        let text = std::str::from_utf8(body).ok()?;
        let (head, note) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let number = lines.next()?.strip_prefix("old ")?;
        let old: u64 = number.parse().ok().filter(|old: &u64| old.to_string() == number)?;
        let mut proof = Vec::new();
        for line in lines {
            if proof.len() == PROOF_MAX {
                return None;
            }
            proof.push(Base64::decode_vec(line).ok()?.try_into().ok()?);
        }
        Some(Request { old, proof, note: Note::parse(note.as_bytes())? })
    }
}
