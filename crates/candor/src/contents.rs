//! What the leaves of the log tell of: for each kind of subject, how its content is made anew from what is stored.
//!
//! Proofs carry these bytes, and `candor check` digests them again, so that an edit behind Candor's back is found.

use ledger::Contents;

/// One line for each context that appends leaves.
pub const CONTENTS: &[Contents] = &[
    publish::release::CONTENTS,
    publish::channels::cap::CONTENTS,
    claims::publish::EDITIONS,
    claims::publish::WITHDRAWALS,
    warn::versions::CONTENTS,
    respond::store::incident::CONTENTS,
    respond::store::rules::CONTENTS,
];
