//! Ids as their own types, so that a story can never be asked for by a source's id.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(id: impl Into<String>) -> Self {
                $name(id.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

id! {
    /// A source that is listened to. It stands in the public register.
    SourceId,
    /// One thing heard, by a hash that is keyed for this installation, so that it cannot be compared with another's.
    MentionId,
    /// One event that many posts tell of.
    StoryId,
    /// A standing monitor: a query, and why it is asked.
    TopicId,
    /// A warning about one story.
    AlertId,
    /// A claim that was checked, or is being checked.
    ClaimId,
    /// A member of staff.
    StaffId,
    /// A district of the body's own gazetteer.
    DistrictId,
    /// Something that the office must answer for.
    IncidentId,
    /// A time limit of an incident or of one of its tasks.
    ClockId,
    /// What a department does about an incident.
    TaskId,
    /// What is known of an incident.
    FactId,
    /// Work that went from one department to another.
    HandOverId,
}

/// - `bytes`: how many random bytes from the operating system
/// - returns: them in lower-case hex
pub fn random_hex(bytes: usize) -> String {
    let mut buffer = vec![0u8; bytes];
    getrandom::fill(&mut buffer).expect("the operating system has randomness");
    buffer.iter().map(|byte| format!("{byte:02x}")).collect()
}
