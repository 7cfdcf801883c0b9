//! The log of messages, which is also the promise that nothing is said twice.
//!
//! A delivery is named by what it tells of, its channel and its target, and only one row of a name can exist. It is put in
//! with its job in one transaction; the job sends it and notes what became of it.

use crate::store;
use ::store::{Db, Tx, job};
use model::{Result, StaffId, Time};

/// The kind of the jobs that send.
pub const JOB: &str = "notify.deliver";
/// After so many tries a message is given up: with the queue's back-off, about two hours after the first.
pub const ATTEMPTS_MAX: u32 = 10;

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The name of a channel that carries messages.
    pub channel: &'static str,
    /// A person, a webhook or a browser.
    pub id: String,
    pub staff: Option<StaffId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    Sent,
    /// It was refused for good, or given up.
    Failed,
    /// It was no longer needed when its time came.
    Dropped,
}

impl State {
    pub const fn code(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Sent => "sent",
            State::Failed => "failed",
            State::Dropped => "dropped",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [State::Waiting, State::Sent, State::Failed, State::Dropped].into_iter().find(|state| state.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub id: String,
    pub notice: String,
    pub channel: String,
    pub target: String,
    pub staff: Option<StaffId>,
    pub state: State,
    pub attempts: u32,
    pub error: Option<String>,
    pub created: Time,
    pub ended: Option<Time>,
}

/// Plans a message. The second plan of the same notice for the same target changes nothing.
///
/// - `due`: when it is sent; the job's clock is the queue's
/// - returns: whether it is new
pub async fn plan(tx: &mut Tx, notice: &str, target: &Target, due: Time, now: Time) -> Result<bool> {
    let id = model::random_hex(8);
    if !store::insert_delivery(tx, &id, notice, target, now).await? {
        return Ok(false);
    }
    job::enqueue(tx, JOB, &id, due).await?;
    Ok(true)
}

pub async fn find(db: &Db, id: &str) -> Result<Option<Delivery>> {
    store::delivery(db, id).await
}

/// Notes the end of a delivery.
pub async fn end(tx: &mut Tx, id: &str, state: State, error: Option<&str>, now: Time) -> Result<()> {
    store::end_delivery(tx, id, state, error, now).await
}

/// Notes a try that failed and will be repeated.
///
/// - returns: how many tries that makes
pub async fn failed_once(tx: &mut Tx, id: &str, error: &str) -> Result<u32> {
    store::count_attempt(tx, id, error).await
}

/// What was sent of notices whose names begin so.
pub async fn told_of(db: &Db, notice_start: &str) -> Result<Vec<Delivery>> {
    store::sent_of(db, notice_start).await
}

/// The log, latest first.
pub async fn log(db: &Db, limit: u32) -> Result<Vec<Delivery>> {
    store::deliveries(db, limit).await
}
