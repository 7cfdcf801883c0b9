//! A checkpoint: a log's name, how many leaves it has, and the root over all of them (C2SP tlog-checkpoint).

use crate::merkle::Hash;
use crate::note::{Note, Signed, VerifierKey};
use base64ct::{Base64, Encoding as _};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub origin: String,
    pub size: u64,
    pub root: Hash,
}

impl Checkpoint {
    /// What is signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, Base64::encode_string(&self.root))
    }

    /// Reads a note's text. Extension lines are passed over, as the format asks; we write none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let number: u64 = size.parse().ok().filter(|number| i64::try_from(*number).is_ok())?;
        let root: Hash = Base64::decode_vec(root).ok()?.try_into().ok()?;
        let is_plain = !origin.is_empty() && number.to_string() == size && lines.all(|line| !line.is_empty());
        is_plain.then(|| Checkpoint { origin: origin.to_owned(), size: number, root })
    }

    /// Reads a signed checkpoint and believes it if the log's key signed it.
    pub fn verified(note: &Note, key: &VerifierKey) -> Result<Self, Unbelievable> {
        match note.signed_by(key) {
            Signed::Yes { .. } => {}
            Signed::Not => return Err(Unbelievable::NotSigned),
            Signed::Wrong => return Err(Unbelievable::WrongSignature),
        }
        let checkpoint = Checkpoint::parse(note.text()).ok_or(Unbelievable::Malformed)?;
        if checkpoint.origin == key.name() { Ok(checkpoint) } else { Err(Unbelievable::OtherOrigin) }
    }
}

/// Why a checkpoint is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unbelievable {
    Malformed,
    NotSigned,
    WrongSignature,
    OtherOrigin,
}

impl std::fmt::Display for Unbelievable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Unbelievable::Malformed => "it is no checkpoint",
            Unbelievable::NotSigned => "the log's key did not sign it",
            Unbelievable::WrongSignature => "its signature is not over this text",
            Unbelievable::OtherOrigin => "it is of another log",
        })
    }
}
