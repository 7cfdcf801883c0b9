//! The analyses over files of JSON lines, for measuring from outside: the very functions that the pipeline calls.

mod duplicates;
mod labels;
mod ranking;
mod redact;

pub use duplicates::duplicates;
pub use labels::{Teacher, route, sentiment};
pub use ranking::{claims, search};
pub use redact::redact;
