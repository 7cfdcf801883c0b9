//! Passkeys, and the questions that wait for an answer of one.

use crate::passkey::{Known, Passkey, read};
use ::store::{Db, Tx, args};
use model::{Result, StaffId, Time};

pub async fn list(db: &Db, staff: &StaffId) -> Result<Vec<Passkey>> {
    let rows = db
        .rows(
            "select passkey_id, name, added_ms, used_ms from passkey
             where staff_id = $1 order by added_ms, passkey_id limit 50",
            args![staff.as_str()],
        )
        .await?;
    Ok(rows
        .iter()
        .map(|row| Passkey { id: row.text(0), name: row.text(1), added: row.time(2), used: row.time_or_null(3) })
        .collect())
}

pub async fn has_any(db: &Db, staff: &StaffId) -> Result<bool> {
    Ok(db.maybe("select 1 from passkey where staff_id = $1 limit 1", args![staff.as_str()]).await?.is_some())
}

/// The ids of someone's keys, oldest first.
pub async fn ids(tx: &mut Tx, staff: &StaffId) -> Result<Vec<String>> {
    let rows = tx
        .rows(
            "select passkey_id from passkey where staff_id = $1 order by added_ms, passkey_id limit 50",
            args![staff.as_str()],
        )
        .await?;
    Ok(rows.iter().map(|row| row.text(0)).collect())
}

/// The key of an id, while its owner works here.
pub async fn known(tx: &mut Tx, id: &str) -> Result<Option<Known>> {
    let row = tx
        .maybe(
            "select k.staff_id, k.credential, k.sign_count
             from passkey k join staff s on s.staff_id = k.staff_id
             where k.passkey_id = $1 and s.ended_ms is null",
            args![id],
        )
        .await?;
    row.map(|row| Ok(Known { owner: StaffId::new(row.text(0)), key: read(&row.text(1))?, sign_count: row.count(2) }))
        .transpose()
}

/// - returns: whether the id was new
pub async fn insert(
    tx: &mut Tx,
    staff: &StaffId,
    id: &str,
    name: &str,
    credential: &str,
    sign_count: u32,
    now: Time,
) -> Result<bool> {
    let put = tx
        .run(
            "insert into passkey (passkey_id, staff_id, name, credential, sign_count, added_ms)
             values ($1, $2, $3, $4, $5, $6) on conflict (passkey_id) do nothing",
            args![id, staff.as_str(), name, credential, sign_count, now],
        )
        .await?;
    Ok(put == 1)
}

pub async fn note_use(tx: &mut Tx, id: &str, sign_count: u32, now: Time) -> Result<()> {
    tx.run("update passkey set sign_count = $2, used_ms = $3 where passkey_id = $1", args![id, sign_count, now])
        .await
        .map(drop)
}

/// - returns: the name of the key that is gone
pub async fn delete(tx: &mut Tx, staff: &StaffId, id: &str) -> Result<Option<String>> {
    let row = tx
        .maybe("delete from passkey where passkey_id = $2 and staff_id = $1 returning name", args![staff.as_str(), id])
        .await?;
    Ok(row.map(|row| row.text(0)))
}

pub async fn delete_all(tx: &mut Tx, staff: &StaffId) -> Result<()> {
    tx.run("delete from passkey where staff_id = $1", args![staff.as_str()]).await.map(drop)
}

pub async fn drop_ceremonies(tx: &mut Tx, started_until: Time) -> Result<()> {
    tx.run("delete from passkey_ceremony where started_ms <= $1", args![started_until]).await.map(drop)
}

pub async fn ceremony_count(tx: &mut Tx) -> Result<u32> {
    Ok(tx.one("select count(*) from passkey_ceremony", args![]).await?.count(0))
}

/// - `digest`: of the question, hex
pub async fn insert_ceremony(
    tx: &mut Tx,
    digest: &str,
    purpose: &str,
    staff: Option<&StaffId>,
    now: Time,
) -> Result<()> {
    tx.run(
        "insert into passkey_ceremony (ceremony_id, staff_id, state, started_ms) values ($1, $2, $3, $4)",
        args![digest, staff.map(StaffId::as_str), purpose, now],
    )
    .await
    .map(drop)
}

/// - returns: what it was asked for, and of whom
pub async fn take_ceremony(
    tx: &mut Tx,
    digest: &str,
    started_after: Time,
) -> Result<Option<(String, Option<StaffId>)>> {
    let row = tx
        .maybe(
            "delete from passkey_ceremony where ceremony_id = $1 and started_ms > $2 returning state, staff_id",
            args![digest, started_after],
        )
        .await?;
    Ok(row.map(|row| (row.text(0), row.text_or_null(1).map(StaffId::new))))
}
