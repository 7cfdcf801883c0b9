//! Topics: what the body listens for on purpose. Each is a query with names, a purpose and an owner, and stands in the
//! public register. Every mention is matched when it is studied, and counted like a story's.
//!
//! A changed query is a new version with counts of its own, since two queries count two things. What is still held is
//! counted again for it ([`review`]), with the fewest voices that there can have been; who spoke is not known any more.

pub mod review;
pub mod store;

pub use store::{NewTopic, Stored, TopicSet, Version};

use model::{Error, Result};

const NAME_CHARS_MAX: usize = 80;
const PURPOSE_CHARS_MAX: usize = 500;

impl NewTopic {
    /// - errors: `Invalid` with a key that begins with the name of the field
    pub fn check(&self) -> Result<()> {
        let is_good = |text: &str, most: usize| !text.trim().is_empty() && text.chars().count() <= most;
        if !is_good(&self.name_zh, NAME_CHARS_MAX) || !is_good(&self.name_en, NAME_CHARS_MAX) {
            return Err(Error::invalid("topic-name-missing"));
        }
        if !is_good(&self.purpose_zh, PURPOSE_CHARS_MAX) || !is_good(&self.purpose_en, PURPOSE_CHARS_MAX) {
            return Err(Error::invalid("topic-purpose-missing"));
        }
        Ok(())
    }
}
