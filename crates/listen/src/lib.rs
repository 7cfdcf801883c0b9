//! 舆情监测: hearing what is said in public, without hearing who says it.
//!
//! Bytes come in by polling, from files and by pushes. A connector turns them into posts, in a child process with limits;
//! intake turns each post into a [`model::Mention`], which has no field for an author, and a [`model::Voice`], which
//! lives in memory for a day. What this crate must never do: let an author, a handle, or the address or minute of a private
//! person's post get past [`intake`]; listen to what does not stand in the register; look at what is not open to all.
//!
//! Start with [`intake::Intake`], then [`connectors::CONNECTORS`]; [`fetch::Fetcher`] is the only way out to the network.

pub mod band;
pub mod connectors;
mod decode;
pub mod fetch;
mod fields;
pub mod folder;
mod html;
pub mod import;
pub mod intake;
pub mod isolate;
pub mod keys;
pub mod limits;
mod moment;
pub mod opml;
pub mod options;
pub mod poll;
mod raw;
mod redact;
pub mod register;
#[cfg(test)]
mod replay;
mod rows;
pub mod source;
pub mod store;
pub mod stream;
pub mod upload;
mod wire;

pub use intake::{Batch, Heard, Intake};
pub use keys::{DayKey, IntakeKey};
pub use limits::{Met, Reason, Skipped};
pub use options::{Column, Options};
pub use raw::Parsed;
pub use source::Source;
pub use store::{Along, MIGRATIONS};
