//! The words that cross a wall between two contexts, and nothing else: ids, times, levels, a mention, a figure.
//!
//! This crate does no IO and knows no context. What only one context says stays in that context.
//! Two of its types carry promises to the public: [`Voices`] can be neither shown nor serialised, and
//! [`Figure`] is the only way to turn a number about people into something a page can print.
//!
//! Start with [`Mention`], which is what listening hands to everyone else.

mod clock;
mod error;
mod figure;
mod id;
mod mention;
mod words;

pub use clock::{Clock, DAY_MS, Day, HOUR_MS, Time, Zone};
pub use error::{Error, Kind, Result};
pub use figure::{Figure, K_DEFAULT, K_MIN, Threshold, Voice, Voices};
pub use id::{
    AlertId, ClaimId, ClockId, DistrictId, FactId, HandOverId, IncidentId, MentionId, SourceId, StaffId, StoryId,
    TaskId, TopicId, random_hex,
};
pub use mention::{District, Mention};
pub use words::{Lang, Level, Need, Sentiment, SourceKind};
