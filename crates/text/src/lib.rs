//! What can be known of a text from the text alone: its folded form, language, words, personal data, copies, mood.
//!
//! Everything here is pure: no database, no network, no clock. The measured evaluations run on this crate as it is.
//! What it must never do: keep a text, or log one. Start with [`fold()`] and [`tokens`], on which the rest stands.

mod fold;
mod language;
mod segment;

pub use fold::fold;
pub use language::language;
pub use segment::{TOKENS_VERSION, is_stop, tokens, tokens_of_folded};
