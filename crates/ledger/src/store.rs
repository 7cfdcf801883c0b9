//! The SQL of the log.

use crate::leaf::{LeafId, LeafKind, NewLeaf, SALT_BYTES};
use crate::merkle::{self, Hash, Place, Tiles};
use crate::note::{from_hex, hex};
use crate::witness::Witness;
use ::store::{Db, Migration, Row, Tx, args};
use model::{Error, Result, Time};
use std::collections::BTreeSet;

pub const MIGRATIONS: &[Migration] = &[
    Migration { context: "ledger", name: "0001_leaf", sql: include_str!("../migrations/0001_leaf.sql") },
    Migration { context: "ledger", name: "0002_tree", sql: include_str!("../migrations/0002_tree.sql") },
    Migration { context: "ledger", name: "0003_message", sql: include_str!("../migrations/0003_message.sql") },
];

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

/// How far the tree is staged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub origin: String,
    pub vkey: String,
    pub size: u64,
    pub root: Hash,
    pub staged: Time,
}

pub async fn head(db: &Db) -> Result<Option<Head>> {
    let row = db.maybe("select origin, vkey, size, root, staged_ms from log_head", args![]).await?;
    row.map(|row| {
        Ok(Head {
            origin: row.text(0),
            vkey: row.text(1),
            size: size(&row, 2)?,
            root: root(&row, 3)?,
            staged: row.time(4),
        })
    })
    .transpose()
}

pub async fn insert_head(tx: &mut Tx, head: &Head) -> Result<u64> {
    tx.run(
        "insert into log_head (log_head_id, origin, vkey, size, root, staged_ms) values ('log', $1, $2, $3, $4, $5)
         on conflict do nothing",
        args![&head.origin, &head.vkey, head.size, hex(&head.root), head.staged],
    )
    .await
}

/// The compare-and-swap: it changes no row if the head is no longer what the caller saw.
pub async fn move_head(tx: &mut Tx, from: &Head, to: &Head) -> Result<u64> {
    tx.run(
        "update log_head set size = $1, root = $2, staged_ms = $3
         where log_head_id = 'log' and size = $4 and root = $5 and vkey = $6",
        args![to.size, hex(&to.root), to.staged, from.size, hex(&from.root), &from.vkey],
    )
    .await
}

/// A leaf that has no place yet.
pub struct Waiting {
    pub id: String,
    pub subject: String,
    pub subject_index: i64,
    pub kind: LeafKind,
    pub digest: String,
    pub public: String,
    pub at: Time,
}

pub async fn waiting(db: &Db, limit: u32) -> Result<Vec<Waiting>> {
    let rows = db
        .rows(
            "select leaf_id, subject, subject_index, kind, digest, public, at_ms from leaf
             where leaf_index is null order by order_ms, subject_index, leaf_id limit $1",
            args![limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Waiting {
                id: row.text(0),
                subject: row.text(1),
                subject_index: row.int(2),
                kind: kind(row, 3)?,
                digest: row.text(4),
                public: row.text(5),
                at: row.time(6),
            })
        })
        .collect()
}

pub async fn waiting_count(db: &Db) -> Result<u64> {
    size(&db.one("select count(*) from leaf where leaf_index is null", args![]).await?, 0)
}

pub async fn place_leaf(tx: &mut Tx, leaf: &str, index: u64, entry: Vec<u8>) -> Result<u64> {
    tx.run(
        "update leaf set leaf_index = $1, entry = $2 where leaf_id = $3 and leaf_index is null",
        args![index, entry, leaf],
    )
    .await
}

pub async fn place_of(db: &Db, subject: &str, subject_index: i64) -> Result<u64> {
    let row = db
        .one(
            "select leaf_index from leaf where subject = $1 and subject_index = $2 and leaf_index is not null",
            args![subject, subject_index],
        )
        .await?;
    size(&row, 0)
}

/// The tiles that are there, of those asked for.
pub async fn tiles(db: &Db, places: BTreeSet<Place>) -> Result<Tiles> {
    let mut tiles = Tiles::default();
    for place in places {
        let row = db
            .maybe(
                "select hashes from tile where level = $1 and tile_index = $2",
                args![i64::from(place.level), place.index],
            )
            .await?;
        if let Some(hashes) = row.and_then(|row| merkle::from_bytes(&row.blob(0))) {
            tiles.insert(place, hashes);
        }
    }
    Ok(tiles)
}

pub async fn put_tile(tx: &mut Tx, place: Place, hashes: &[Hash]) -> Result<()> {
    tx.run(
        "insert into tile (level, tile_index, width, hashes) values ($1, $2, $3, $4)
         on conflict (level, tile_index) do update set width = excluded.width, hashes = excluded.hashes",
        args![i64::from(place.level), place.index, hashes.len(), merkle::to_bytes(hashes)],
    )
    .await?;
    Ok(())
}

pub async fn last_signed(db: &Db) -> Result<Option<Time>> {
    let row = db.maybe("select signed_ms from checkpoint order by size desc limit 1", args![]).await?;
    Ok(row.map(|row| row.time(0)))
}

pub async fn is_served(db: &Db, tree_size: u64) -> Result<bool> {
    let row = db.maybe("select 1 from checkpoint where size = $1 and served_ms is not null", args![tree_size]).await?;
    Ok(row.is_some())
}

pub async fn insert_checkpoint(tx: &mut Tx, tree_size: u64, root: &Hash, note: &str, now: Time) -> Result<()> {
    tx.run(
        "insert into checkpoint (size, root, note, signed_ms) values ($1, $2, $3, $4) on conflict do nothing",
        args![tree_size, hex(root), note, now],
    )
    .await?;
    Ok(())
}

pub async fn serve_checkpoint(tx: &mut Tx, tree_size: u64, now: Time) -> Result<()> {
    tx.run("update checkpoint set served_ms = $1 where size = $2 and served_ms is null", args![now, tree_size]).await?;
    Ok(())
}

pub async fn insert_cosignature(tx: &mut Tx, tree_size: u64, witness: &Witness, line: &str, now: Time) -> Result<()> {
    tx.run(
        "insert into cosignature (size, witness, operator, line, at_ms) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        args![tree_size, witness.key.name(), &witness.operator, line, now],
    )
    .await?;
    Ok(())
}

pub async fn is_cosigned(db: &Db, tree_size: u64, witness: &str) -> Result<bool> {
    let row = db.maybe("select 1 from cosignature where size = $1 and witness = $2", args![tree_size, witness]).await?;
    Ok(row.is_some())
}

/// The largest tree that a witness cosigned; 0 if none.
pub async fn cosigned_size(db: &Db, witness: &str) -> Result<u64> {
    let sql = "select size from cosignature where witness = $1 order by size desc limit 1";
    db.maybe(sql, args![witness]).await?.map_or(Ok(0), |row| size(&row, 0))
}

pub async fn put_state(tx: &mut Tx, refusal: Option<&str>, detail: &str, now: Time) -> Result<()> {
    tx.run(
        "insert into log_state (log_state_id, refusal, detail, since_ms) values ('log', $1, $2, $3)
         on conflict (log_state_id) do update
         set refusal = excluded.refusal, detail = excluded.detail, since_ms = excluded.since_ms",
        args![refusal, detail, now],
    )
    .await?;
    Ok(())
}

/// What a witness has seen of one log.
pub struct Witnessed {
    pub size: u64,
    pub root: Hash,
    pub note: String,
}

pub async fn witnessed(db: &Db, origin: &str) -> Result<Option<Witnessed>> {
    let row = db.maybe("select size, root, note from witnessed where origin = $1", args![origin]).await?;
    row.map(|row| Ok(Witnessed { size: size(&row, 0)?, root: root(&row, 1)?, note: row.text(2) })).transpose()
}

/// - `before`: what was seen until now; nothing on the first sight
/// - returns: 0 if somebody else saw more in between
pub async fn put_witnessed(
    tx: &mut Tx,
    origin: &str,
    before: Option<&Witnessed>,
    after: &Witnessed,
    now: Time,
) -> Result<u64> {
    let Some(before) = before else {
        return tx
            .run(
                "insert into witnessed (origin, size, root, note, at_ms) values ($1, $2, $3, $4, $5)
                 on conflict do nothing",
                args![origin, after.size, hex(&after.root), &after.note, now],
            )
            .await;
    };
    tx.run(
        "update witnessed set size = $1, root = $2, note = $3, at_ms = $4 where origin = $5 and size = $6 and root = $7",
        args![after.size, hex(&after.root), &after.note, now, origin, before.size, hex(&before.root)],
    )
    .await
}

pub fn size(row: &Row, column: usize) -> Result<u64> {
    u64::try_from(row.int(column)).map_err(|_| Error::broken("a size in the log's tables is negative"))
}

pub fn root(row: &Row, column: usize) -> Result<Hash> {
    from_hex(&row.text(column)).ok_or_else(|| Error::broken("a root in the log's tables is no hash"))
}

pub fn kind(row: &Row, column: usize) -> Result<LeafKind> {
    LeafKind::from_code(&row.text(column)).ok_or_else(|| Error::broken("a leaf's kind is unknown"))
}

/// The root over the first leaves of the stored tree, inside a transaction.
#[cfg(test)]
pub async fn tiles_of(tx: &mut Tx, tree_size: u64) -> Hash {
    let row = tx.one("select hashes from tile where level = 0 and tile_index = 0", args![]).await.unwrap();
    let mut tiles = Tiles::default();
    tiles.insert(Place { level: 0, index: 0 }, merkle::from_bytes(&row.blob(0)).unwrap());
    tiles.root(tree_size).unwrap()
}
