//! Proofs that can be carried away: of one leaf (C2SP tlog-proof), and of all that the log holds about one page or case.

use crate::entry::Entry;
use crate::files::{self, Served};
use crate::leaf::{LeafId, LeafKind, SALT_BYTES, salted_digest};
use crate::merkle::{self, Hash, needed};
use crate::note::{Note, from_hex, hex};
use crate::policy::{Policy, Refused};
use crate::store;
use crate::{About, Contents};
use ::store::{Db, Row, args};
use base64ct::{Base64, Encoding as _};
use model::Result;
use serde::{Deserialize, Serialize};

const PROOF_HEAD: &str = "c2sp.org/tlog-proof@v1";
const FORMAT: &str = "proof/1";
/// More than any page has editions; a file beyond it is not read.
pub const PROOF_BYTES_MAX: usize = 16 * 1024 * 1024;
const LEAVES_MAX: u32 = 200;
/// A tree of 2^63 leaves is this deep.
const PATH_MAX: usize = 63;

/// That a leaf stands in the tree of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inclusion {
    pub index: u64,
    pub path: Vec<Hash>,
    /// The checkpoint, with all its signatures.
    pub note: String,
}

impl std::fmt::Display for Inclusion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{PROOF_HEAD}\nindex {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{}", Base64::encode_string(hash))?;
        }
        write!(f, "\n{}", self.note)
    }
}

impl Inclusion {
    pub fn parse(text: &str) -> Option<Self> {
        let (head, note) = text.split_once("\n\n")?;
        let mut lines = head.split('\n').peekable();
        if lines.next()? != PROOF_HEAD {
            return None;
        }
        lines.next_if(|line| line.starts_with("extra "));
        let number = lines.next()?.strip_prefix("index ")?;
        let index: u64 = number.parse().ok().filter(|index: &u64| index.to_string() == number)?;
        let mut path = Vec::new();
        for line in lines {
            if path.len() == PATH_MAX {
                return None;
            }
            path.push(Base64::decode_vec(line).ok()?.try_into().ok()?);
        }
        Some(Inclusion { index, path, note: note.to_owned() })
    }
}

/// All that the log holds about one subject, or about all subjects of one parent; or a receipt for one leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofFile {
    /// `proof/1`.
    pub candor: String,
    pub subject: String,
    pub leaves: Vec<ProvenLeaf>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvenLeaf {
    /// The very bytes that stand in the log.
    pub entry: String,
    /// Hex; missing once it was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// What was published, in its canonical form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// The same in Base64, where it is not text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_base64: Option<String>,
    /// A C2SP tlog-proof.
    pub proof: String,
}

/// The proof of all that strangers may see about a subject or a parent. Answers and closures are not among it.
///
/// - returns: nothing where the log holds nothing about it yet
pub async fn of_page(db: &Db, contents: &[Contents], name: &str) -> Result<Option<ProofFile>> {
    let rows = db
        .rows(
            "select leaf_id, subject, subject_index, kind, salt, leaf_index, entry from leaf
             where (subject = $1 or parent = $1) and leaf_index is not null and kind not in ('answer', 'closure')
             order by leaf_index limit $2",
            args![name, LEAVES_MAX],
        )
        .await?;
    prove(db, contents, name, rows).await
}

/// The receipt of one leaf, of whatever kind. Whoever hands it out has made sure to whom.
pub async fn receipt(db: &Db, contents: &[Contents], leaf: &LeafId) -> Result<Option<ProofFile>> {
    let rows = db
        .rows(
            "select leaf_id, subject, subject_index, kind, salt, leaf_index, entry from leaf
             where leaf_id = $1 and leaf_index is not null",
            args![leaf.as_str()],
        )
        .await?;
    let subject = rows.first().map(|row| row.text(1)).unwrap_or_default();
    prove(db, contents, &subject, rows).await
}

/// What anyone may have of a receipt: that the leaf stands in the log, and where. Of an answer or a closure, whose content is one
/// person's alone, neither content nor salt is among it; whoever has those can put them beside it.
///
/// - returns: nothing for a leaf that is unknown or has no place yet
pub async fn public_receipt(db: &Db, contents: &[Contents], leaf: &LeafId) -> Result<Option<ProofFile>> {
    let Some(mut file) = receipt(db, contents, leaf).await? else { return Ok(None) };
    for proven in &mut file.leaves {
        let kind = Entry::parse(proven.entry.as_bytes()).map(|entry| entry.kind);
        if !kind.is_some_and(|kind| !matches!(kind, LeafKind::Answer | LeafKind::Closure)) {
            (proven.salt, proven.content, proven.content_base64) = (None, None, None);
        }
    }
    Ok(Some(file))
}

async fn prove(db: &Db, contents: &[Contents], name: &str, rows: Vec<Row>) -> Result<Option<ProofFile>> {
    let Some(served) = files::checkpoint(db).await? else { return Ok(None) };
    let mut leaves = Vec::new();
    for row in rows {
        let (about, salt, index) = (about(&row)?, row.blob_or_null(4), store::size(&row, 5)?);
        if index >= served.size {
            continue;
        }
        let content = match salt {
            Some(_) if is_shown(db, contents, &about).await? => content_of(db, contents, &about).await?,
            _ => None,
        };
        let (text, base64) = match content.map(String::from_utf8) {
            Some(Ok(text)) => (Some(text), None),
            Some(Err(bytes)) => (None, Some(Base64::encode_string(bytes.as_bytes()))),
            None => (None, None),
        };
        leaves.push(ProvenLeaf {
            entry: String::from_utf8(row.blob(6))?,
            salt: salt.map(|salt| hex(&salt)),
            content: text,
            content_base64: base64,
            proof: inclusion(db, &served, index).await?.to_string(),
        });
    }
    let file = ProofFile { candor: FORMAT.to_owned(), subject: name.to_owned(), leaves };
    Ok((!file.leaves.is_empty()).then_some(file))
}

async fn inclusion(db: &Db, served: &Served, index: u64) -> Result<Inclusion> {
    let tiles = store::tiles(db, needed(&[index], served.size)).await?;
    Ok(Inclusion { index, path: tiles.inclusion(index, served.size)?, note: served.note.clone() })
}

pub(crate) fn about(row: &Row) -> Result<About> {
    let index = u32::try_from(row.int(2)).unwrap_or(u32::MAX);
    Ok(About { leaf: LeafId::new(row.text(0)), subject: row.text(1), subject_index: index, kind: store::kind(row, 3)? })
}

pub(crate) async fn content_of(db: &Db, contents: &[Contents], about: &About) -> Result<Option<Vec<u8>>> {
    let prefix = about.subject.split('/').next().unwrap_or_default();
    match contents.iter().find(|contents| contents.prefix == prefix) {
        Some(contents) => (contents.content)(db, about).await,
        None => Ok(None),
    }
}

async fn is_shown(db: &Db, contents: &[Contents], about: &About) -> Result<bool> {
    let prefix = about.subject.split('/').next().unwrap_or_default();
    match contents.iter().find(|contents| contents.prefix == prefix) {
        Some(contents) => (contents.is_shown)(db, about).await,
        None => Ok(false),
    }
}

/// What a proof file shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    pub subject: String,
    pub origin: String,
    /// Of the largest tree that is named.
    pub size: u64,
    pub entries: Vec<(u64, Entry)>,
    /// How many of them come with the content they were made from.
    pub with_content: usize,
    /// Witnesses of the policy that signed every checkpoint in the file.
    pub witnesses: Vec<String>,
}

/// Why a proof file shows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unproven {
    Malformed,
    Refused(Refused),
    /// The entry does not stand at this place of the tree.
    NotIncluded(u64),
    /// The content or its salt is not what was logged.
    OtherContent(u64),
    /// An entry about something else was put into the file.
    OtherSubject(u64),
}

impl std::fmt::Display for Unproven {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unproven::Malformed => f.write_str("it is no proof file of Candor"),
            Unproven::Refused(why) => why.fmt(f),
            Unproven::NotIncluded(index) => write!(f, "entry {index} is not in the log as the file has it"),
            Unproven::OtherContent(index) => write!(f, "the content of entry {index} is not what was logged"),
            Unproven::OtherSubject(index) => write!(f, "entry {index} is about something else"),
        }
    }
}

/// Checks a proof file, with nothing but its bytes and whom the reader believes.
pub fn verify(bytes: &[u8], policy: &Policy) -> std::result::Result<Proven, Unproven> {
    if bytes.len() > PROOF_BYTES_MAX {
        return Err(Unproven::Malformed);
    }
    let file: ProofFile = serde_json::from_slice(bytes).map_err(|_| Unproven::Malformed)?;
    if file.candor != FORMAT || file.leaves.is_empty() {
        return Err(Unproven::Malformed);
    }
    let mut proven = Proven {
        subject: file.subject,
        origin: policy.log().name().to_owned(),
        size: 0,
        entries: Vec::new(),
        with_content: 0,
        witnesses: Vec::new(),
    };
    for (position, leaf) in file.leaves.iter().enumerate() {
        let inclusion = Inclusion::parse(&leaf.proof).ok_or(Unproven::Malformed)?;
        let note = Note::parse(inclusion.note.as_bytes()).ok_or(Unproven::Malformed)?;
        let believed = policy.believe(&note).map_err(Unproven::Refused)?;
        let (index, checkpoint) = (inclusion.index, believed.checkpoint);
        let hash = merkle::leaf_hash(leaf.entry.as_bytes());
        let root = merkle::root_from_inclusion(hash, index, checkpoint.size, &inclusion.path);
        if root != Some(checkpoint.root) {
            return Err(Unproven::NotIncluded(index));
        }
        let entry = Entry::parse(leaf.entry.as_bytes()).ok_or(Unproven::Malformed)?;
        let parent = entry.public.get("of").and_then(serde_json::Value::as_str);
        if entry.subject != proven.subject && parent != Some(proven.subject.as_str()) {
            return Err(Unproven::OtherSubject(index));
        }
        if let Some(content) = leaf.content_bytes().ok_or(Unproven::Malformed)? {
            let salt: [u8; SALT_BYTES] = leaf.salt.as_deref().and_then(from_hex).ok_or(Unproven::Malformed)?;
            if salted_digest(&salt, &content) != entry.digest {
                return Err(Unproven::OtherContent(index));
            }
            proven.with_content += 1;
        }
        proven.size = proven.size.max(checkpoint.size);
        proven.entries.push((index, entry));
        if position == 0 {
            proven.witnesses = believed.witnesses;
        } else {
            proven.witnesses.retain(|witness| believed.witnesses.contains(witness));
        }
    }
    Ok(proven)
}

impl ProvenLeaf {
    /// - returns: nothing if both forms are given or the Base64 is broken
    fn content_bytes(&self) -> Option<Option<Vec<u8>>> {
        match (&self.content, &self.content_base64) {
            (Some(text), None) => Some(Some(text.clone().into_bytes())),
            (None, Some(base64)) => Base64::decode_vec(base64).ok().map(Some),
            (None, None) => Some(None),
            (Some(_), Some(_)) => None,
        }
    }
}
