//! What stands in the log: a leaf's allowlisted facts as canonical JSON, keys in order and no spaces.

use crate::leaf::{ENTRY_BYTES_MAX, LeafKind};
use model::{Error, Result, Time};
use serde_json::{Map, Value};

/// Raised when the meaning of a key changes; keys may be added without.
const FORMAT: u64 = 1;

/// One entry of the log, as anyone reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub kind: LeafKind,
    pub subject: String,
    /// SHA-256 of salt and content, hex.
    pub digest: String,
    /// When it was done, in UTC to the second.
    pub at: String,
    /// The place of the leaf before it on the same subject.
    pub previous: Option<u64>,
    /// See [`crate::Public`].
    pub public: Value,
}

impl Entry {
    /// - `public`: the JSON that was made when the leaf was appended
    pub fn new(kind: LeafKind, subject: &str, digest: &str, at: Time, public: &str) -> Result<Self> {
        let public = serde_json::from_str(public)?;
        let (subject, digest) = (subject.to_owned(), digest.to_owned());
        Ok(Entry { kind, subject, digest, at: at.to_rfc3339(), previous: None, public })
    }

    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut map = Map::new();
        map.insert("at".to_owned(), Value::from(self.at.as_str()));
        map.insert("candor".to_owned(), Value::from(FORMAT));
        map.insert("digest".to_owned(), Value::from(self.digest.as_str()));
        map.insert("kind".to_owned(), Value::from(self.kind.code()));
        if let Some(previous) = self.previous {
            map.insert("previous".to_owned(), Value::from(previous));
        }
        map.insert("public".to_owned(), self.public.clone());
        map.insert("subject".to_owned(), Value::from(self.subject.as_str()));
        map.sort_keys();
        let bytes = Value::Object(map).to_string().into_bytes();
        if bytes.len() > ENTRY_BYTES_MAX {
            return Err(Error::broken(format!("an entry of {} bytes does not fit into the log", bytes.len())));
        }
        Ok(bytes)
    }

    /// - returns: nothing for bytes that are no entry, or one that is spelt in any other way than the canonical one
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let text = |key: &str| Some(value.get(key)?.as_str()?.to_owned());
        let previous = match value.get("previous") {
            Some(previous) => Some(previous.as_u64()?),
            None => None,
        };
        let entry = Entry {
            kind: LeafKind::from_code(value.get("kind")?.as_str()?)?,
            subject: text("subject")?,
            digest: text("digest")?,
            at: text("at")?,
            previous,
            public: value.get("public")?.clone(),
        };
        entry.to_bytes().is_ok_and(|canonical| canonical == bytes).then_some(entry)
    }
}
