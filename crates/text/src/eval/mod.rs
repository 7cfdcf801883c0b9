//! The analyses over files of JSON lines, for measuring from outside: the very functions that the pipeline calls.

mod duplicates;
mod redact;
mod rows;

pub use duplicates::duplicates;
pub use redact::redact;
