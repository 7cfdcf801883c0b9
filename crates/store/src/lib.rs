//! The database: one SQL text on two engines, embedded SQLite or a PostgreSQL server.
//!
//! Everything that knows a driver stays in this crate. A context writes its SQL as text in its own `store.rs`,
//! hands it over with [`args!`], and reads rows by column position. Queries are `&'static str`, so no
//! input can ever become SQL.
//!
//! What differs by engine and is settled here: the name of the byte type, how a write transaction begins, how many
//! rows one statement may carry. What a context must mind: `cast(sum(x) as bigint)`, since PostgreSQL widens sums;
//! `case` instead of the two-argument `max`; an order that never ties on every list.
//!
//! Start with [`Db`], then [`Tx`]; [`job`] is the queue of what is to be done later.

mod db;
pub mod fulltext;
pub mod job;
mod migrate;
mod row;
pub mod testing;
mod tx;

pub use db::{Db, Engine};
pub use migrate::Migration;
pub use row::{Arg, Row};
pub use tx::Tx;

/// The arguments of a query, in the order of its `$1`, `$2`, …
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::Arg::from($value)),*] };
}

/// The values of one row of [`Tx::bulk`].
#[macro_export]
macro_rules! row {
    ($($value:expr),* $(,)?) => { [$($crate::Arg::from($value)),*] };
}
