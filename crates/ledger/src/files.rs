//! The log as static files: checkpoint, tiles and entry bundles, exactly as far as they are served.

use crate::merkle::{Place, TILE_WIDTH, width};
use crate::path::{TileKind, TilePath, bundle};
use crate::store;
use ::store::{Db, args};
use model::{Result, Time};

/// The last checkpoint that strangers may see, with what witnesses put under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    pub size: u64,
    /// The note, with all its signatures.
    pub note: String,
    pub signed: Time,
    pub cosignatures: Vec<Cosignature>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosignature {
    pub witness: String,
    pub operator: String,
    pub at: Time,
}

/// - returns: nothing while the log has not begun
pub async fn checkpoint(db: &Db) -> Result<Option<Served>> {
    let sql = "select size, note, signed_ms from public_checkpoint order by size desc limit 1";
    let Some(row) = db.maybe(sql, args![]).await? else { return Ok(None) };
    let (size, mut note, signed) = (store::size(&row, 0)?, row.text(1), row.time(2));
    let lines = db
        .rows(
            "select witness, operator, at_ms, line from public_cosignature where size = $1 order by witness limit 64",
            args![size],
        )
        .await?;
    let mut cosignatures = Vec::new();
    for line in lines {
        note.push_str(&line.text(3));
        cosignatures.push(Cosignature { witness: line.text(0), operator: line.text(1), at: line.time(2) });
    }
    Ok(Some(Served { size, note, signed, cosignatures }))
}

/// How many leaves strangers may see.
pub async fn served_size(db: &Db) -> Result<u64> {
    let sql = "select size from public_checkpoint order by size desc limit 1";
    db.maybe(sql, args![]).await?.map_or(Ok(0), |row| store::size(&row, 0))
}

/// One tile or bundle. What was once served is served for ever: a narrower tile is the beginning of the one that grew from it.
///
/// - returns: nothing for what no served checkpoint covers
pub async fn tile(db: &Db, path: &TilePath) -> Result<Option<Vec<u8>>> {
    let level = match path.kind {
        TileKind::Hashes(level) => level,
        TileKind::Entries => 0,
    };
    let place = Place { level, index: path.index };
    if width(place, served_size(db).await?) < path.width {
        return Ok(None);
    }
    match path.kind {
        TileKind::Hashes(_) => {
            let sql = "select hashes from tile where level = $1 and tile_index = $2";
            let row = db.maybe(sql, args![i64::from(level), path.index]).await?;
            let bytes = row.map(|row| row.blob(0));
            Ok(bytes.and_then(|bytes| bytes.get(..path.width as usize * 32).map(<[u8]>::to_vec)))
        }
        TileKind::Entries => {
            let entries = entries(db, path.index * TILE_WIDTH, path.width).await?;
            let is_whole = entries.len() as u64 == path.width;
            Ok(is_whole.then(|| bundle(entries.iter().map(Vec::as_slice))))
        }
    }
}

async fn entries(db: &Db, first: u64, count: u64) -> Result<Vec<Vec<u8>>> {
    let rows = db
        .rows(
            "select entry from public_leaf where leaf_index >= $1 and leaf_index < $2 order by leaf_index",
            args![first, first + count],
        )
        .await?;
    Ok(rows.iter().filter_map(|row| row.blob_or_null(0)).collect())
}

/// The key that this log is signed with, as strangers compare it; nothing while the log has not begun.
pub async fn vkey(db: &Db) -> Result<Option<String>> {
    Ok(db.maybe("select vkey from public_log", args![]).await?.map(|row| row.text(0)))
}
