//! The log (公开日志): what was published cannot be changed in silence, and anyone can check that it was not.
//!
//! Every publication, edition, correction, withdrawal, answer, closure, approved policy and rule change is one leaf of a
//! public, append-only Merkle tree. A leaf holds a salted digest and a few allowlisted facts; the content stays with its
//! owner. The log cannot be erased, so personal data must never get into it: [`Public`] has no field that takes a sentence,
//! and erasing a salt ([`erase_salt`]) leaves nothing from which a content could be guessed.
//!
//! What this crate must never do: sign two checkpoints that do not follow from each other, let a leaf that was acknowledged
//! go missing, or write anything about a person.
//!
//! Start with [`append`], which a context calls in the transaction that publishes.

pub mod checkpoint;
mod entry;
pub mod files;
pub mod folder;
pub mod history;
pub mod keyfile;
mod leaf;
mod log;
pub mod merkle;
pub mod note;
pub mod path;
pub mod policy;
pub mod proof;
pub mod rebuild;
mod store;
pub mod watch;
pub mod witness;

pub use entry::Entry;
pub use leaf::{ENTRY_BYTES_MAX, LeafId, LeafKind, NewLeaf, Public, append, erase_salt, erase_salts_of, salted_digest};
pub use log::{BATCH_MAX, Log, Outcome, Refusal, Seam, Step};
pub use store::MIGRATIONS;

/// How a context yields what was digested for a leaf, so that proofs carry it and `candor check` digests it again.
///
/// Whoever appends leaves adds one to the list in `candor/src/contents.rs`.
#[derive(Clone, Copy)]
pub struct Contents {
    /// Subjects that begin with this and a slash, such as `edition`.
    pub prefix: &'static str,
    /// The very bytes that were given to [`append`] for this leaf, made anew from what is stored; nothing when they were
    /// erased for good reason or never kept.
    pub content: for<'a> fn(&'a ::store::Db, &'a About) -> Content<'a>,
    /// Whether a proof may carry them: what was withdrawn is not handed out by that door either.
    pub is_shown: for<'a> fn(&'a ::store::Db, &'a About) -> BoxFuture<'a, model::Result<bool>>,
    /// Which columns of what was published say other than its leaves: when, in which state, under which digest.
    pub changed: for<'a> fn(&'a ::store::Db) -> BoxFuture<'a, model::Result<Vec<Changed>>>,
}

impl Contents {
    /// What is logged may be shown, and nothing is stored of it beside its content.
    pub const PLAIN: Contents = Contents {
        prefix: "",
        content: |_, _| Box::pin(async { Ok(None) }),
        is_shown: |_, _| Box::pin(async { Ok(true) }),
        changed: |_| Box::pin(async { Ok(Vec::new()) }),
    };
}

/// A column of something published that does not say what its leaf says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub subject: String,
    pub column: &'static str,
}

/// The bytes of a content, once they are read.
pub type Content<'a> = BoxFuture<'a, model::Result<Option<Vec<u8>>>>;

pub type BoxFuture<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Which leaf a content is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub leaf: LeafId,
    pub subject: String,
    /// 0 for the first leaf of its subject.
    pub subject_index: u32,
    pub kind: LeafKind,
}

#[cfg(test)]
mod tests;
