//! Second factors, codes, half-open sign-ins, accounts of other houses and keys.

use super::staff_of;
use crate::Staff;
use crate::confirm::Proofs;
use crate::factor::Standing;
use crate::link::{Errand, Linked};
use ::store::{Db, Tx, args};
use model::{Result, StaffId, Time};

pub async fn put_password_code(tx: &mut Tx, staff: &StaffId, code_hash: &str, expires: Time) -> Result<()> {
    tx.run(
        "insert into password_code (staff_id, code_hash, expires_ms) values ($1, $2, $3)
         on conflict (staff_id) do update set code_hash = excluded.code_hash, expires_ms = excluded.expires_ms",
        args![staff.as_str(), code_hash, expires],
    )
    .await
    .map(drop)
}

/// - returns: whose code it is, while it is good
pub async fn staff_of_code(db: &Db, code_hash: &str, now: Time) -> Result<Option<Staff>> {
    let row = db
        .maybe(
            "select p.staff_id, p.sign_in_name, p.name, p.role, p.created_ms, p.ended_ms, p.department_id
             from password_code c join staff p on p.staff_id = c.staff_id
             where c.code_hash = $1 and c.expires_ms > $2 and p.ended_ms is null",
            args![code_hash, now],
        )
        .await?;
    row.map(|row| staff_of(&row, 0)).transpose()
}

/// - returns: whether the code was there to be taken
pub async fn take_password_code(tx: &mut Tx, staff: &StaffId, code_hash: &str) -> Result<bool> {
    let taken = tx
        .run("delete from password_code where staff_id = $1 and code_hash = $2", args![staff.as_str(), code_hash])
        .await?;
    Ok(taken == 1)
}

pub async fn drop_password_code(tx: &mut Tx, staff: &StaffId) -> Result<()> {
    tx.run("delete from password_code where staff_id = $1", args![staff.as_str()]).await.map(drop)
}

pub async fn standing(db: &Db, staff: &StaffId) -> Result<Standing> {
    let row = db
        .one(
            "select max(a.proved_ms),
                    (select count(*) from recovery_code r where r.staff_id = $1 and r.used_ms is null)
             from authenticator a where a.staff_id = $1",
            args![staff.as_str()],
        )
        .await?;
    Ok(Standing { app_since: row.time_or_null(0), recovery_left: row.count(1) })
}

pub async fn proofs(db: &Db, staff: &StaffId) -> Result<Proofs> {
    let row = db
        .one(
            "select (select count(*) from staff s where s.staff_id = $1 and s.password_hash <> ''),
                    (select count(*) from authenticator a where a.staff_id = $1 and a.proved_ms is not null),
                    (select count(*) from passkey k where k.staff_id = $1)",
            args![staff.as_str()],
        )
        .await?;
    Ok(Proofs { has_password: row.int(0) > 0, has_app: row.int(1) > 0, has_key: row.int(2) > 0 })
}

/// - returns: whether none was in use
pub async fn offer_authenticator(tx: &mut Tx, staff: &StaffId, secret: Vec<u8>, now: Time) -> Result<bool> {
    let put = tx
        .run(
            "insert into authenticator as t (staff_id, secret, added_ms, step_used) values ($1, $2, $3, 0)
             on conflict (staff_id) do update set
               secret = excluded.secret, added_ms = excluded.added_ms, step_used = 0
             where t.proved_ms is null",
            args![staff.as_str(), secret, now],
        )
        .await?;
    Ok(put == 1)
}

/// - `proved`: one that is in use, or else one that is on offer
pub async fn authenticator(tx: &mut Tx, staff: &StaffId, proved: bool) -> Result<Option<Vec<u8>>> {
    let row = tx
        .maybe(
            "select secret from authenticator
             where staff_id = $1 and (case when proved_ms is null then 0 else 1 end) = $2",
            args![staff.as_str(), i64::from(proved)],
        )
        .await?;
    Ok(row.map(|row| row.blob(0)))
}

pub async fn prove_authenticator(tx: &mut Tx, staff: &StaffId, now: Time) -> Result<()> {
    tx.run("update authenticator set proved_ms = $2 where staff_id = $1", args![staff.as_str(), now]).await.map(drop)
}

/// - returns: whether the step is later than every one that was used
pub async fn use_step(tx: &mut Tx, staff: &StaffId, step: i64) -> Result<bool> {
    let used = tx
        .run(
            "update authenticator set step_used = $2 where staff_id = $1 and step_used < $2",
            args![staff.as_str(), step],
        )
        .await?;
    Ok(used == 1)
}

pub async fn replace_recovery_codes(tx: &mut Tx, staff: &StaffId, digests: &[String]) -> Result<()> {
    delete_recovery_codes(tx, staff).await?;
    for digest in digests {
        tx.run("insert into recovery_code (staff_id, code_hash) values ($1, $2)", args![staff.as_str(), digest])
            .await?;
    }
    Ok(())
}

/// - returns: whether there was such an unused code
pub async fn use_recovery_code(tx: &mut Tx, staff: &StaffId, digest: &str, now: Time) -> Result<bool> {
    let used = tx
        .run(
            "update recovery_code set used_ms = $3 where staff_id = $1 and code_hash = $2 and used_ms is null",
            args![staff.as_str(), digest, now],
        )
        .await?;
    Ok(used == 1)
}

pub async fn recovery_left(tx: &mut Tx, staff: &StaffId) -> Result<u32> {
    let row = tx
        .one("select count(*) from recovery_code where staff_id = $1 and used_ms is null", args![staff.as_str()])
        .await?;
    Ok(row.count(0))
}

pub async fn delete_recovery_codes(tx: &mut Tx, staff: &StaffId) -> Result<()> {
    tx.run("delete from recovery_code where staff_id = $1", args![staff.as_str()]).await.map(drop)
}

pub async fn delete_authenticator(tx: &mut Tx, staff: &StaffId) -> Result<()> {
    tx.run("delete from authenticator where staff_id = $1", args![staff.as_str()]).await.map(drop)
}

pub async fn insert_half_session(tx: &mut Tx, token_hash: &str, staff: &StaffId, now: Time) -> Result<()> {
    // One at a time for each person: an older try that was not finished ends.
    tx.run("delete from half_session where staff_id = $1", args![staff.as_str()]).await?;
    tx.run(
        "insert into half_session (token_hash, staff_id, started_ms) values ($1, $2, $3)",
        args![token_hash, staff.as_str(), now],
    )
    .await
    .map(drop)
}

pub async fn half_session(db: &Db, token_hash: &str, started_after: Time) -> Result<Option<Staff>> {
    let row = db
        .maybe(
            "select p.staff_id, p.sign_in_name, p.name, p.role, p.created_ms, p.ended_ms, p.department_id
             from half_session h join staff p on p.staff_id = h.staff_id
             where h.token_hash = $1 and h.started_ms > $2 and p.ended_ms is null",
            args![token_hash, started_after],
        )
        .await?;
    row.map(|row| staff_of(&row, 0)).transpose()
}

pub async fn delete_half_session(tx: &mut Tx, token_hash: &str) -> Result<()> {
    tx.run("delete from half_session where token_hash = $1", args![token_hash]).await.map(drop)
}

/// - returns: whether the account stood for nobody yet
pub async fn insert_link(
    tx: &mut Tx,
    issuer: &str,
    subject: &str,
    staff: &StaffId,
    by: &StaffId,
    now: Time,
) -> Result<bool> {
    let put = tx
        .run(
            "insert into linked_account (issuer, subject, staff_id, linked_by, at_ms) values ($1, $2, $3, $4, $5)
             on conflict (issuer, subject) do nothing",
            args![issuer, subject, staff.as_str(), by.as_str(), now],
        )
        .await?;
    Ok(put == 1)
}

pub async fn delete_link(tx: &mut Tx, issuer: &str, subject: &str, staff: &StaffId) -> Result<bool> {
    let gone = tx
        .run(
            "delete from linked_account where issuer = $1 and subject = $2 and staff_id = $3",
            args![issuer, subject, staff.as_str()],
        )
        .await?;
    Ok(gone == 1)
}

pub async fn links(db: &Db, staff: &StaffId) -> Result<Vec<Linked>> {
    let rows = db
        .rows(
            "select issuer, subject, at_ms from linked_account where staff_id = $1 order by at_ms, issuer, subject limit 50",
            args![staff.as_str()],
        )
        .await?;
    Ok(rows.iter().map(|row| Linked { issuer: row.text(0), subject: row.text(1), at: row.time(2) }).collect())
}

pub async fn staff_of_link(db: &Db, issuer: &str, subject: &str) -> Result<Option<Staff>> {
    let row = db
        .maybe(
            "select p.staff_id, p.sign_in_name, p.name, p.role, p.created_ms, p.ended_ms, p.department_id
             from linked_account l join staff p on p.staff_id = l.staff_id
             where l.issuer = $1 and l.subject = $2",
            args![issuer, subject],
        )
        .await?;
    row.map(|row| staff_of(&row, 0)).transpose()
}

/// - `stale_until`: errands that set out before are dropped along the way
pub async fn insert_errand(tx: &mut Tx, state_hash: &str, errand: &Errand, now: Time, stale_until: Time) -> Result<()> {
    tx.run("delete from errand where started_ms <= $1", args![stale_until]).await?;
    tx.run(
        "insert into errand (state_hash, nonce, verifier, next, started_ms) values ($1, $2, $3, $4, $5)",
        args![state_hash, &errand.nonce, &errand.verifier, &errand.next, now],
    )
    .await
    .map(drop)
}

pub async fn take_errand(tx: &mut Tx, state_hash: &str, started_after: Time) -> Result<Option<Errand>> {
    let row = tx
        .maybe(
            "delete from errand where state_hash = $1 and started_ms > $2 returning nonce, verifier, next",
            args![state_hash, started_after],
        )
        .await?;
    Ok(row.map(|row| Errand { nonce: row.text(0), verifier: row.text(1), next: row.text(2) }))
}
