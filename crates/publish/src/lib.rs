//! Publishing (公开): what the body says, in Chinese and English side by side, under one address for good.
//!
//! A [`Document`] is one matter; an [`Edition`] is one text of it. A draft is written, submitted, approved by a second
//! person, published, and later superseded by a correction or withdrawn with a reason that stays at the same address.
//!
//! What this crate must never do: publish without an [`org::approval::Approval`] for the very text, let anyone approve what they
//! wrote themselves, change a published edition, or forget that one existed. The text that is approved is the text that is
//! published and logged: all three are held together by the digest of its canonical form.
//!
//! Start with [`draft`], then [`edition`], whose verbs stand in the order of the journey.

mod audit;
pub mod channels;
pub mod diff;
mod document;
pub mod edition;
pub mod emergency;
pub mod file;
pub mod hook;
pub mod identity;
pub mod inspect;
mod kind;
mod mark;
pub mod markdown;
mod picture;
pub mod public;
pub mod release;
mod rules;
mod slug;
pub mod store;
pub mod subscription;
mod text;

pub use document::{Document, DocumentId, NewDraft, answer, draft};
pub use edition::{Change, ChangeKind, Edition, EditionId, Saved, State};
pub use emergency::{Area, Emergency, Status};
pub use kind::Kind;
pub use release::{approve, publish, schedule, withdraw};
pub use rules::faults;
pub use slug::slugged;
pub use store::MIGRATIONS;
pub use text::{BODY_CHARACTERS_MAX, SUMMARY_CHARACTERS_MAX, Side, TITLE_CHARACTERS_MAX, Text, Texts};

#[cfg(test)]
mod tests;
