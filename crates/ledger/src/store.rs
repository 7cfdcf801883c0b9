//! The SQL of the log.

use crate::leaf::{LeafId, NewLeaf, SALT_BYTES};
use ::store::{Migration, Tx, args};
use model::{Result, Time};

pub const MIGRATIONS: &[Migration] =
    &[Migration { context: "ledger", name: "0001_leaf", sql: include_str!("../migrations/0001_leaf.sql") }];

pub async fn insert_leaf(
    tx: &mut Tx,
    id: &LeafId,
    leaf: &NewLeaf<'_>,
    digest: &str,
    salt: &[u8; SALT_BYTES],
    public: &str,
    now: Time,
) -> Result<()> {
    let last = tx
        .maybe(
            "select subject_index, order_ms from leaf where subject = $1 order by subject_index desc limit 1",
            args![&leaf.subject],
        )
        .await?;
    let (index, order) = match last {
        // A clock that was set back must not put a correction before what it corrects.
        Some(last) => (last.int(0) + 1, now.max(last.time(1))),
        None => (0, now),
    };
    tx.run(
        "insert into leaf (leaf_id, subject, subject_index, parent, kind, digest, salt, public, at_ms, order_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            id.as_str(),
            &leaf.subject,
            index,
            leaf.public.of.as_deref(),
            leaf.kind.code(),
            digest,
            salt.to_vec(),
            public,
            now,
            order
        ],
    )
    .await?;
    Ok(())
}

pub async fn erase_salt(tx: &mut Tx, leaf: &LeafId, now: Time) -> Result<u64> {
    tx.run(
        "update leaf set salt = null, erased_ms = $1 where leaf_id = $2 and salt is not null",
        args![now, leaf.as_str()],
    )
    .await
}

pub async fn erase_salts_of(tx: &mut Tx, subject: &str, now: Time) -> Result<u64> {
    tx.run("update leaf set salt = null, erased_ms = $1 where subject = $2 and salt is not null", args![now, subject])
        .await
}
