//! Warnings: which stories someone should look at now, at which of four levels, and why.
//!
//! What it must never do: warn of a story heard from fewer than k voices, store a number that k hides, or warn
//! without saying why. The criteria are not the program's but the office's, in its policy file.
//!
//! Start with [`watch`], which carries one story's alert through its hours; [`RULES`] lists what it asks about a
//! story; [`Surge`] is the detector behind the first of them; [`store`] keeps what came of it. The policy is drafted, approved and tuned in
//! [`versions`], and tried over history in [`replay`](mod@replay).

pub mod eval;
mod policy;
pub mod replay;
mod rules;
mod scene;
pub mod store;
mod surge;
mod tune;
mod verdict;
pub mod versions;
mod watch;

pub use policy::{Bounds, Criteria, DEFAULT, Fault, Glance, HOURS_MAX, Plain, Policy, Problem, What};
pub use rules::{Numbers, RULES, Reason, Rule, STRONGEST};
pub use scene::{OwnPast, PAST_HOURS, Recent, Scene, StoryHour, StoryHours};
pub use store::MIGRATIONS;
pub use surge::{Score, Surge};
pub use verdict::{Usefulness, Verdict};
pub use versions::InForce;
pub use watch::{Alert, Outcome, Step, join, watch};
