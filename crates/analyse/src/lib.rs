//! Analysis: what a mention says, which story it tells, and how many voices tell it.
//!
//! [`finding`] looks at one mention by itself, [`Stories`] finds the event that many mentions tell of, [`count`] counts in
//! voices, [`store`] writes what came of it, and [`mirror`] is the only way to read it: in figures that have been
//! through the threshold. [`topics`] are the standing monitors of the desk. What this crate must never do: write a voice to the disk, or give out a number of fewer than k.
//! Start with [`study`], then [`Stories::assign`].

pub mod count;
pub mod eval;
mod finding;
pub mod mirror;
pub mod store;
mod stories;
mod term;
pub mod topics;

pub use finding::{Finding, Knowledge, STEPS, Step, study};
pub use store::MIGRATIONS;
pub use stories::{Assignment, Merge, Stories, StoryTerms, Work};
