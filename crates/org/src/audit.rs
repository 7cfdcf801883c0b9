//! The records. Every look that staff took at listening data: who, why, at what, when; it can be added to and expires.
//! And every change of staff, role, key and policy, which stays.

use crate::store;
use ::store::{Db, Tx};
use model::{Result, StaffId, Time};
use std::time::Duration;

/// How long a look stays on record.
pub const AUDIT_KEPT: Duration = Duration::from_secs(180 * 24 * 60 * 60);
const WHAT_CHARACTERS_MAX: usize = 500;

/// Why listening data may be looked at. The list is closed, and it stands in the public register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// The daily watch over what people talk about.
    RoutineWatch,
    /// Work on something that is happening.
    Incident,
    /// Looking after what is listened to.
    SourceCare,
    /// Writing an account of a past period.
    Report,
}

impl Purpose {
    pub const ALL: &'static [Purpose] =
        &[Purpose::RoutineWatch, Purpose::Incident, Purpose::SourceCare, Purpose::Report];

    pub const fn code(self) -> &'static str {
        match self {
            Purpose::RoutineWatch => "routine_watch",
            Purpose::Incident => "incident",
            Purpose::SourceCare => "source_care",
            Purpose::Report => "report",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Purpose::ALL.iter().copied().find(|purpose| purpose.code() == code)
    }
}

/// One look on record, as the auditor reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub staff: StaffId,
    pub staff_name: String,
    pub purpose: Purpose,
    pub what: String,
    pub at: Time,
}

/// Puts a look on record. Call it before showing what was asked for: what cannot be recorded is not shown.
///
/// - `what`: what was asked, such as `story 3f2a`; never what was found. Longer than 500 characters is cut.
pub async fn record(tx: &mut Tx, staff: &StaffId, purpose: Purpose, what: &str, now: Time) -> Result<()> {
    let what: String = what.chars().filter(|c| !c.is_control()).take(WHAT_CHARACTERS_MAX).collect();
    store::insert_query(tx, staff, purpose, &what, now).await
}

/// Looks from `since` on, latest first, for the auditor.
///
/// - `limit`: at most this many
pub async fn list(db: &Db, since: Time, limit: u32) -> Result<Vec<Look>> {
    store::queries(db, since, limit).await
}

/// When this person last took such a look, from `since` on and not after `until`.
pub async fn last(db: &Db, staff: &StaffId, what: &str, since: Time, until: Time) -> Result<Option<Time>> {
    store::last_query(db, staff, what, since, until).await
}

/// How often listening data was looked at, by purpose, on UTC days from that of `since` on. Every purpose is listed,
/// also with 0. It reads the view that the public register reads, so that desk and public see one figure.
pub async fn counts(db: &Db, since: Time) -> Result<Vec<(Purpose, u64)>> {
    let counted = store::query_counts(db, since).await?;
    let of = |purpose: Purpose| counted.iter().find(|(known, _)| *known == purpose).map_or(0, |(_, count)| *count);
    Ok(Purpose::ALL.iter().map(|purpose| (*purpose, of(*purpose))).collect())
}

/// One change on record, as the auditor reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub staff: StaffId,
    pub staff_name: String,
    /// Its words are `audit-KIND`.
    pub kind: String,
    /// What was changed, such as `staff/3f2a`.
    pub subject: String,
    pub detail: String,
    pub at: Time,
}

impl Change {
    /// The key of the words that say what was done.
    pub fn key(&self) -> String {
        format!("audit-{}", self.kind)
    }
}

/// Puts a change on record, in the transaction that makes it: what cannot be recorded does not happen.
///
/// - `kind`: a verb in the past such as `role_changed`; the auditor's page prints the words `audit-KIND`
/// - `subject`: what was changed, such as `staff/3f2a` or `policy`
/// - `detail`: from what to what, or a digest; never a secret. Longer than 500 characters is cut.
pub async fn note(tx: &mut Tx, by: &StaffId, kind: &'static str, subject: &str, detail: &str, now: Time) -> Result<()> {
    let plain = |text: &str| text.chars().filter(|c| !c.is_control()).take(WHAT_CHARACTERS_MAX).collect();
    let change = Change {
        staff: by.clone(),
        staff_name: String::new(),
        kind: kind.to_owned(),
        subject: plain(subject),
        detail: plain(detail),
        at: now,
    };
    store::insert_change(tx, &change).await
}

/// Changes from `since` on, latest first.
///
/// - `limit`: at most this many
pub async fn changes(db: &Db, since: Time, limit: u32) -> Result<Vec<Change>> {
    store::changes(db, since, limit).await
}

/// Drops what is older than [`AUDIT_KEPT`].
///
/// - returns: how many there were
pub async fn expire(tx: &mut Tx, now: Time) -> Result<u64> {
    store::delete_old_queries(tx, now.minus(AUDIT_KEPT)).await
}
