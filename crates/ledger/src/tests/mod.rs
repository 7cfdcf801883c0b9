//! The promises of the log, each with something that tries to break it.

mod leaf;

use crate::{LeafKind, MIGRATIONS, NewLeaf, Public};
use ::store::{Db, testing};
use model::Time;

async fn databases(name: &str) -> Vec<Db> {
    testing::databases(&format!("ledger_{name}"), &[MIGRATIONS]).await
}

fn leaf<'a>(kind: LeafKind, subject: &str, content: &'a [u8]) -> NewLeaf<'a> {
    NewLeaf { kind, subject: subject.to_owned(), content, public: Public::default() }
}

fn at(second: i64) -> Time {
    Time::from_ms(second * 1000)
}
