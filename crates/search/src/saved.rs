//! Searches that a person keeps. They are theirs alone.

use ::store::{Db, Tx, args};
use model::{Error, Result, StaffId, Time};

const NAME_CHARS_MAX: usize = 80;
const SAVED_MAX: u32 = 50;

#[derive(Clone, Debug)]
pub struct Saved {
    pub id: String,
    pub name: String,
    /// The search as a page's address says it, without the path.
    pub address: String,
}

/// - errors: `Invalid` without a name; `Conflict` past 50
pub async fn keep(tx: &mut Tx, staff: &StaffId, name: &str, address: &str, now: Time) -> Result<()> {
    let name: String = name.trim().chars().take(NAME_CHARS_MAX).collect();
    if name.is_empty() {
        return Err(Error::invalid("input-required"));
    }
    let held = tx.one("select count(*) from saved_search where staff_id = $1", args![staff.as_str()]).await?.int(0);
    if held >= i64::from(SAVED_MAX) {
        return Err(Error::conflict("search-saved-many"));
    }
    tx.run(
        "insert into saved_search (saved_id, staff_id, name, address, made_ms) values ($1, $2, $3, $4, $5)",
        args![model::random_hex(8), staff.as_str(), name, address, now],
    )
    .await
    .map(drop)
}

/// A person's own, in the order in which they were kept.
pub async fn list(db: &Db, staff: &StaffId) -> Result<Vec<Saved>> {
    let rows = db
        .rows(
            "select saved_id, name, address from saved_search where staff_id = $1 order by made_ms, saved_id limit $2",
            args![staff.as_str(), SAVED_MAX],
        )
        .await?;
    Ok(rows.iter().map(|row| Saved { id: row.text(0), name: row.text(1), address: row.text(2) }).collect())
}

/// Lets go of one of a person's own; another's is not found.
pub async fn drop_saved(tx: &mut Tx, staff: &StaffId, id: &str) -> Result<()> {
    let dropped =
        tx.run("delete from saved_search where saved_id = $1 and staff_id = $2", args![id, staff.as_str()]).await?;
    if dropped == 0 { Err(Error::not_found()) } else { Ok(()) }
}
