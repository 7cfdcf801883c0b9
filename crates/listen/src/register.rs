//! The register of sources as people read it.

use crate::store::Registered;
use model::Time;
use std::time::Duration;

/// A source that last answered longer ago than this does not count among those that answer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(24 * 60 * 60);

impl Registered {
    pub fn name(&self, is_chinese: bool) -> &str {
        if is_chinese { &self.name_zh } else { &self.name_en }
    }

    pub fn purpose(&self, is_chinese: bool) -> &str {
        if is_chinese { &self.purpose_zh } else { &self.purpose_en }
    }

    /// Whether it is listened to and has answered within the last day.
    pub fn answers(&self, now: Time) -> bool {
        self.removed.is_none() && self.last_success.is_some_and(|last| last >= now.minus(ANSWERS_WITHIN))
    }
}
