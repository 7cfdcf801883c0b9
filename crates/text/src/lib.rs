//! What can be known of a text from the text alone: its folded form, language, words, personal data, copies, mood.
//!
//! Everything here is pure: no database, no network, no clock. The measured evaluations run on this crate as it is.
//! What it must never do: keep a text, or log one. Start with [`fold()`] and [`tokens`], on which the rest stands.

mod concepts;
pub mod eval;
mod excerpt;
mod fold;
mod gazetteer;
#[cfg(test)]
mod guards;
mod language;
pub mod linear;
pub mod markdown;
mod matcher;
pub mod near;
mod needs;
pub mod query;
pub mod rank;
mod redact;
mod rows;
mod segment;
mod sentiment;
mod tone;
pub mod trained;

pub use concepts::{concepts, concepts_of_folded};
pub use excerpt::{Piece, excerpt};
pub use fold::fold;
pub use gazetteer::Gazetteer;
pub use language::language;
pub use needs::{needs, needs_of_folded};
pub use redact::{PersonalKind, Redacted, Span, redact};
pub use segment::{TOKENS_VERSION, is_stop, tokens, tokens_of_folded, word_ends};
pub use sentiment::{Feeling, sentiment, sentiment_binary, sentiment_of_folded};
