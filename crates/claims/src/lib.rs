//! Claims checked (辟谣): what people repeat, in neutral words, with a verdict, evidence, and a history that stays.
//!
//! A claim is answered, never a person: nothing here names who said it, and no post is linked. A published edition is
//! never changed; a correction is a new edition beside it, and a withdrawal leaves the address with its reason.
//! Publishing needs an [`org::approval::Approval`] by someone who wrote no word of it, and writes the entry of the log
//! in the same transaction. "We were wrong" is a verdict like the others.
//!
//! Start with [`Edition`], then [`draft`] (writing), [`publish`] (the second person's step), [`matching`] (which
//! stories tell a claim: found by the program, decided by people) and [`public`] (what everyone may read).

mod audit;
mod claim;
pub mod draft;
pub mod eval;
pub mod export;
pub mod matches;
pub mod matching;
pub mod public;
pub mod publish;
pub mod read;
pub mod review;
mod rules;

pub use claim::{Claim, ClaimState, Edition, EditionState, Evidence, Leaving, Verdict};
pub use rules::{Fault, faults};

use store::Migration;

pub const MIGRATIONS: &[Migration] = &[
    Migration { context: "claims", name: "0001_claim", sql: include_str!("../migrations/0001_claim.sql") },
    Migration { context: "claims", name: "0002_department", sql: include_str!("../migrations/0002_department.sql") },
    Migration { context: "claims", name: "0003_leaving", sql: include_str!("../migrations/0003_leaving.sql") },
    Migration { context: "claims", name: "0004_correction", sql: include_str!("../migrations/0004_correction.sql") },
];

#[cfg(test)]
mod tests;
