//! Counting in voices: cells of stories and of everything heard, kept in memory for the day and written as integers.
//!
//! Voices never reach the disk. A [`Book`] is fed with what was heard and gives the rows to write;
//! a row's voices are only ever raised to what the book counted, so feeding the same batch twice changes nothing
//! about voices.

mod book;
mod cell;
mod topics;
mod voices;

pub use book::{Book, Counted, DayRow, Facet, HourRow, Rows, StoryHourRow, StoryRow};
pub use cell::StoredCell;
pub use topics::{TopicDayRow, TopicHourRow, TopicKey};
