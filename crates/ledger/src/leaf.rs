//! One thing that was done in public, as the log remembers it.

use crate::store;
use ::store::Tx;
use model::{Error, Lang, Result, Time, random_hex};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

pub const SALT_BYTES: usize = 32;
/// An entry's length is written in two bytes.
pub const ENTRY_BYTES_MAX: usize = 65_535;
const NAME_CHARACTERS_MAX: usize = 128;

/// What was done. The code stands in the log, so it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeafKind {
    /// A document's first edition.
    Publication,
    /// A later edition.
    Edition,
    Correction,
    Withdrawal,
    /// An answer to one person. Its content is theirs alone, and so is the salt.
    Answer,
    /// The end of a case. Likewise.
    Closure,
    /// An approved policy.
    Policy,
    /// A change of the rules by which Candor itself works.
    RuleChange,
    /// A claim that was checked, with its verdict.
    Claim,
    /// A message about an emergency, as programs of others read it.
    Message,
}

impl LeafKind {
    pub const ALL: &'static [LeafKind] = &[
        LeafKind::Publication,
        LeafKind::Edition,
        LeafKind::Correction,
        LeafKind::Withdrawal,
        LeafKind::Answer,
        LeafKind::Closure,
        LeafKind::Policy,
        LeafKind::RuleChange,
        LeafKind::Claim,
        LeafKind::Message,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            LeafKind::Publication => "publication",
            LeafKind::Edition => "edition",
            LeafKind::Correction => "correction",
            LeafKind::Withdrawal => "withdrawal",
            LeafKind::Answer => "answer",
            LeafKind::Closure => "closure",
            LeafKind::Policy => "policy",
            LeafKind::RuleChange => "rule_change",
            LeafKind::Claim => "claim",
            LeafKind::Message => "message",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        LeafKind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Whether anyone may be handed the content and its salt. Answers and closures go to the person concerned alone.
    pub const fn is_open(self) -> bool {
        !matches!(self, LeafKind::Answer | LeafKind::Closure)
    }
}

/// What a leaf says in the open, for ever. No field takes a sentence: names are short codes in ASCII, and `reason` is a
/// word of the program's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Public {
    /// What the subject is part of, such as `document/77c1`. Leaves with one parent are one history.
    pub of: Option<String>,
    /// The number of the edition, as the page shows it.
    pub version: Option<u32>,
    pub lang: Option<Lang>,
    /// The publishing unit's code.
    pub unit: Option<String>,
    /// The subject that this one corrects, supersedes or withdraws.
    pub replaces: Option<String>,
    /// Why, as a code, such as `wrong_figure`.
    pub reason: Option<&'static str>,
}

/// A leaf that is yet to be appended.
#[derive(Clone, Debug)]
pub struct NewLeaf<'a> {
    pub kind: LeafKind,
    /// What it is about: a context's word and an id, such as `edition/3f2a`. Several leaves on one subject stand in the
    /// order in which they were appended.
    pub subject: String,
    /// The canonical bytes of what is published. They are digested and not kept here.
    pub content: &'a [u8],
    pub public: Public,
}

/// A leaf's own name, known before it has a place in the log.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeafId(String);

impl LeafId {
    pub fn new(id: impl Into<String>) -> Self {
        LeafId(id.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for LeafId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Appends a leaf in the caller's transaction: what is published and its leaf commit together or not at all.
///
/// It waits for its place in the log, which it has within seconds.
///
/// - errors: `Conflict` if another transaction appended to the same subject at the same time; `Broken` if a name is not a
///   short code, since the log cannot be erased
pub async fn append(tx: &mut Tx, leaf: NewLeaf<'_>, now: Time) -> Result<LeafId> {
    if !is_subject(&leaf.subject) {
        return Err(Error::broken(format!("{:?} is no subject of a leaf", leaf.subject)));
    }
    let public = leaf.public.to_json()?;
    let mut salt = [0u8; SALT_BYTES];
    getrandom::fill(&mut salt)?;
    let id = LeafId(random_hex(16));
    store::insert_leaf(tx, &id, &leaf, &salted_digest(&salt, leaf.content), &salt, &public, now).await?;
    Ok(id)
}

/// Erases the salt of one leaf. The log stays whole; that the leaf belonged to its content can no longer be shown by
/// anyone who did not keep the salt.
///
/// - returns: whether there was one
pub async fn erase_salt(tx: &mut Tx, leaf: &LeafId, now: Time) -> Result<bool> {
    Ok(store::erase_salt(tx, leaf, now).await? > 0)
}

/// Erases the salts of all leaves of a subject.
///
/// - returns: how many there were
pub async fn erase_salts_of(tx: &mut Tx, subject: &str, now: Time) -> Result<u64> {
    store::erase_salts_of(tx, subject, now).await
}

/// SHA-256 over salt and content, in lower-case hex. The salt's length is fixed, so no two pairs run together.
pub fn salted_digest(salt: &[u8; SALT_BYTES], content: &[u8]) -> String {
    let digest = Sha256::new().chain_update(salt).chain_update(content).finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Public {
    /// Canonical: keys in order, no spaces, only what is there.
    fn to_json(&self) -> Result<String> {
        let mut map = Map::new();
        let mut name = |key: &str, name: Option<&str>| match name {
            Some(name) if !is_name(name) => {
                Err(Error::broken(format!("{name:?} is no code that the log may keep for ever")))
            }
            Some(name) => {
                map.insert(key.to_owned(), Value::from(name));
                Ok(())
            }
            None => Ok(()),
        };
        name("of", self.of.as_deref())?;
        name("reason", self.reason)?;
        name("replaces", self.replaces.as_deref())?;
        name("unit", self.unit.as_deref())?;
        if let Some(version) = self.version {
            map.insert("version".to_owned(), Value::from(version));
        }
        if let Some(lang) = self.lang {
            map.insert("lang".to_owned(), Value::from(lang.code()));
        }
        map.sort_keys();
        Ok(Value::Object(map).to_string())
    }
}

fn is_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '/' | '.');
    (1..=NAME_CHARACTERS_MAX).contains(&name.len()) && name.chars().all(is_plain)
}

fn is_subject(subject: &str) -> bool {
    let parts = subject.split_once('/');
    is_name(subject)
        && !subject.contains("..")
        && parts.is_some_and(|(prefix, id)| !prefix.is_empty() && !id.is_empty())
}
