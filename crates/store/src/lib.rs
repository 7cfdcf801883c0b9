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

/// The places of one statement for [`Db::rows_of_each`], `$1` to `$64`, for example in
/// `concat!("select … where story_id in (", each!(), ") and peak >= $65")`.
#[macro_export]
macro_rules! each {
    () => {
        "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
         $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, \
         $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64"
    };
}

/// The values of one row of [`Tx::bulk`].
#[macro_export]
macro_rules! row {
    ($($value:expr),* $(,)?) => { [$($crate::Arg::from($value)),*] };
}
