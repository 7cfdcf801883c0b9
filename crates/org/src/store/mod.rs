//! The SQL of this context.

pub mod account;
pub mod duty;
pub mod passkey;

use crate::approval::Approval;
use crate::audit::{Change, Look};
use crate::department::{Department, DepartmentId};
use crate::session::OpenSession;
use crate::{Purpose, Role, Session, Staff};
use ::store::{Db, Migration, Row, Tx, args};
use model::{DAY_MS, Error, Result, StaffId, Time};

pub const MIGRATIONS: &[Migration] = &[
    Migration { context: "org", name: "0001_org", sql: include_str!("../../migrations/0001_org.sql") },
    Migration { context: "org", name: "0002_approval", sql: include_str!("../../migrations/0002_approval.sql") },
    Migration { context: "org", name: "0003_wall_link", sql: include_str!("../../migrations/0003_wall_link.sql") },
    Migration { context: "org", name: "0005_account", sql: include_str!("../../migrations/0005_account.sql") },
    Migration { context: "org", name: "0006_duty", sql: include_str!("../../migrations/0006_duty.sql") },
    Migration { context: "org", name: "0007_passkey", sql: include_str!("../../migrations/0007_passkey.sql") },
];

/// Lower-case hex, the form in which digests are stored.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub async fn any_staff(db: &Db) -> Result<bool> {
    Ok(db.maybe("select 1 from staff limit 1", args![]).await?.is_some())
}

pub async fn any_staff_in(tx: &mut Tx) -> Result<bool> {
    Ok(tx.maybe("select 1 from staff limit 1", args![]).await?.is_some())
}

/// - returns: whether the sign-in name was free
pub async fn insert_staff(tx: &mut Tx, staff: &Staff, password_hash: &str) -> Result<bool> {
    let added = tx
        .run(
            "insert into staff (staff_id, sign_in_name, name, role, password_hash, created_ms)
             values ($1, $2, $3, $4, $5, $6) on conflict (sign_in_name) do nothing",
            args![
                staff.id.as_str(),
                &staff.sign_in_name,
                &staff.name,
                staff.role.code(),
                password_hash,
                staff.created.ms()
            ],
        )
        .await?;
    Ok(added == 1)
}

pub async fn all_staff(db: &Db) -> Result<Vec<Staff>> {
    let rows = db
        .rows(
            "select staff_id, sign_in_name, name, role, created_ms, ended_ms, department_id from staff
             order by case when ended_ms is null then 0 else 1 end, name, staff_id limit 1000",
            args![],
        )
        .await?;
    rows.iter().map(|row| staff_of(row, 0)).collect()
}

pub async fn staff(db: &Db, id: &StaffId) -> Result<Option<Staff>> {
    let row = db
        .maybe(
            "select staff_id, sign_in_name, name, role, created_ms, ended_ms, department_id from staff where staff_id = $1",
            args![id.as_str()],
        )
        .await?;
    row.map(|row| staff_of(&row, 0)).transpose()
}

/// - returns: someone who still works here, and the hash of their password
pub async fn staff_to_sign_in(db: &Db, sign_in_name: &str) -> Result<Option<(Staff, String)>> {
    let row = db
        .maybe(
            "select staff_id, sign_in_name, name, role, created_ms, ended_ms, department_id, password_hash
             from staff where sign_in_name = $1 and ended_ms is null and password_hash <> ''",
            args![sign_in_name],
        )
        .await?;
    row.map(|row| Ok((staff_of(&row, 0)?, row.text(7)))).transpose()
}

pub async fn administrators(tx: &mut Tx) -> Result<Vec<StaffId>> {
    let rows = tx
        .rows("select staff_id from staff where role = 'administrator' and ended_ms is null order by staff_id", args![])
        .await?;
    Ok(rows.iter().map(|row| StaffId::new(row.text(0))).collect())
}

pub async fn role(tx: &mut Tx, id: &StaffId) -> Result<Option<Role>> {
    let row = tx.maybe("select role from staff where staff_id = $1 and ended_ms is null", args![id.as_str()]).await?;
    row.map(|row| role_of(&row.text(0))).transpose()
}

pub async fn update_role(tx: &mut Tx, id: &StaffId, role: Role) -> Result<bool> {
    let changed = tx
        .run("update staff set role = $2 where staff_id = $1 and ended_ms is null", args![id.as_str(), role.code()])
        .await?;
    Ok(changed == 1)
}

pub async fn update_password(tx: &mut Tx, id: &StaffId, password_hash: &str) -> Result<bool> {
    let changed = tx
        .run(
            "update staff set password_hash = $2 where staff_id = $1 and ended_ms is null",
            args![id.as_str(), password_hash],
        )
        .await?;
    Ok(changed == 1)
}

pub async fn end_staff(tx: &mut Tx, id: &StaffId, now: Time) -> Result<bool> {
    let changed = tx
        .run(
            "update staff set ended_ms = $2, password_hash = '' where staff_id = $1 and ended_ms is null",
            args![id.as_str(), now.ms()],
        )
        .await?;
    Ok(changed == 1)
}

pub async fn put_setup_code(tx: &mut Tx, code_hash: &str, expires: Time) -> Result<()> {
    tx.run(
        "insert into setup_code (setup_code_id, code_hash, expires_ms) values ('first', $1, $2)
         on conflict (setup_code_id) do update set code_hash = excluded.code_hash, expires_ms = excluded.expires_ms",
        args![code_hash, expires.ms()],
    )
    .await
    .map(drop)
}

pub async fn setup_code_is_good(db: &Db, code_hash: &str, now: Time) -> Result<bool> {
    let row = db
        .maybe("select 1 from setup_code where code_hash = $1 and expires_ms > $2", args![code_hash, now.ms()])
        .await?;
    Ok(row.is_some())
}

/// - returns: whether the code was there to be taken
pub async fn take_setup_code(tx: &mut Tx, code_hash: &str, now: Time) -> Result<bool> {
    let taken =
        tx.run("delete from setup_code where code_hash = $1 and expires_ms > $2", args![code_hash, now.ms()]).await?;
    Ok(taken == 1)
}

pub async fn insert_session(tx: &mut Tx, token_hash: &str, session: &Session, block: &str) -> Result<()> {
    tx.run(
        "insert into session (token_hash, session_id, staff_id, started_ms, seen_ms, confirmed_ms, address_block)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![
            token_hash,
            &session.id,
            session.staff.id.as_str(),
            session.started,
            session.seen,
            session.confirmed,
            block
        ],
    )
    .await
    .map(drop)
}

/// A session as its row tells it, without what only the token can tell.
pub struct SessionRow {
    pub id: String,
    pub staff: Staff,
    pub started: Time,
    pub seen: Time,
    pub confirmed: Time,
}

pub async fn session(db: &Db, token_hash: &str) -> Result<Option<SessionRow>> {
    let row = db
        .maybe(
            "select s.session_id, s.started_ms, s.seen_ms,
                    s.confirmed_ms, p.staff_id, p.sign_in_name, p.name, p.role, p.created_ms, p.ended_ms,
                    p.department_id
             from session s join staff p on p.staff_id = s.staff_id
             where s.token_hash = $1",
            args![token_hash],
        )
        .await?;
    row.map(|row| {
        Ok(SessionRow {
            id: row.text(0),
            started: Time::from_ms(row.int(1)),
            seen: Time::from_ms(row.int(2)),
            confirmed: Time::from_ms(row.int(3)),
            staff: staff_of(&row, 4)?,
        })
    })
    .transpose()
}

pub async fn sessions_of(db: &Db, staff: &StaffId, seen_after: Time, started_after: Time) -> Result<Vec<OpenSession>> {
    let rows = db
        .rows(
            "select session_id, started_ms, seen_ms, address_block from session
             where staff_id = $1 and seen_ms > $2 and started_ms > $3
             order by started_ms desc, session_id limit 100",
            args![staff.as_str(), seen_after.ms(), started_after.ms()],
        )
        .await?;
    let open = |row: &Row| OpenSession {
        id: row.text(0),
        started: Time::from_ms(row.int(1)),
        seen: Time::from_ms(row.int(2)),
        block: row.text(3),
    };
    Ok(rows.iter().map(open).collect())
}

pub async fn update_seen(tx: &mut Tx, session_id: &str, now: Time) -> Result<()> {
    tx.run("update session set seen_ms = $2 where session_id = $1 and seen_ms < $2", args![session_id, now.ms()])
        .await
        .map(drop)
}

pub async fn confirm_session(tx: &mut Tx, session_id: &str, now: Time) -> Result<()> {
    tx.run("update session set confirmed_ms = $2 where session_id = $1", args![session_id, now]).await.map(drop)
}

pub async fn delete_session(tx: &mut Tx, token_hash: &str) -> Result<()> {
    tx.run("delete from session where token_hash = $1", args![token_hash]).await.map(drop)
}

pub async fn delete_session_by_id(tx: &mut Tx, staff: &StaffId, session_id: &str) -> Result<()> {
    tx.run("delete from session where staff_id = $1 and session_id = $2", args![staff.as_str(), session_id])
        .await
        .map(drop)
}

pub async fn delete_sessions_of(tx: &mut Tx, staff: &StaffId) -> Result<()> {
    tx.run("delete from session where staff_id = $1", args![staff.as_str()]).await.map(drop)
}

pub async fn delete_old_sessions(tx: &mut Tx, seen_until: Time, started_until: Time) -> Result<u64> {
    tx.run("delete from session where seen_ms <= $1 or started_ms <= $2", args![seen_until.ms(), started_until.ms()])
        .await
}

pub async fn insert_query(tx: &mut Tx, staff: &StaffId, purpose: Purpose, what: &str, now: Time) -> Result<()> {
    tx.run(
        "insert into query_audit (query_id, staff_id, purpose, what, at_ms) values ($1, $2, $3, $4, $5)",
        args![model::random_hex(16), staff.as_str(), purpose.code(), what, now.ms()],
    )
    .await
    .map(drop)
}

pub async fn queries(db: &Db, since: Time, limit: u32) -> Result<Vec<Look>> {
    let rows = db
        .rows(
            "select q.staff_id, p.name, q.purpose, q.what, q.at_ms
             from query_audit q join staff p on p.staff_id = q.staff_id
             where q.at_ms >= $1 order by q.at_ms desc, q.query_id limit $2",
            args![since.ms(), i64::from(limit)],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Look {
                staff: StaffId::new(row.text(0)),
                staff_name: row.text(1),
                purpose: purpose_of(&row.text(2))?,
                what: row.text(3),
                at: Time::from_ms(row.int(4)),
            })
        })
        .collect()
}

pub async fn last_query(db: &Db, staff: &StaffId, what: &str, since: Time, until: Time) -> Result<Option<Time>> {
    let row = db
        .maybe(
            "select at_ms from query_audit
             where staff_id = $1 and what = $2 and at_ms >= $3 and at_ms <= $4 order by at_ms desc limit 1",
            args![staff.as_str(), what, since.ms(), until.ms()],
        )
        .await?;
    Ok(row.map(|row| Time::from_ms(row.int(0))))
}

pub async fn query_counts(db: &Db, since: Time) -> Result<Vec<(Purpose, u64)>> {
    let rows = db
        .rows(
            "select purpose, cast(sum(query_count) as bigint) from public_query_count
             where day >= $1 group by purpose order by purpose",
            args![since.ms().div_euclid(DAY_MS)],
        )
        .await?;
    rows.iter().map(|row| Ok((purpose_of(&row.text(0))?, u64::try_from(row.int(1)).unwrap_or(0)))).collect()
}

pub async fn delete_old_queries(tx: &mut Tx, until: Time) -> Result<u64> {
    tx.run("delete from query_audit where at_ms < $1", args![until.ms()]).await
}

pub async fn insert_approval(tx: &mut Tx, approval: &Approval, session: &str) -> Result<()> {
    tx.run(
        "insert into approval (approval_id, subject, digest, writer_id, approver_id, session, at_ms)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![
            &approval.id,
            &approval.subject,
            &approval.digest,
            approval.author.as_str(),
            approval.by.as_str(),
            session,
            approval.at
        ],
    )
    .await
    .map(drop)
}

pub async fn unused_approval(tx: &mut Tx, subject: &str, digest: &str) -> Result<Option<Approval>> {
    let row = tx
        .maybe(
            "select approval_id, subject, digest, writer_id, approver_id, at_ms from approval
             where subject = $1 and digest = $2 and used_ms is null",
            args![subject, digest],
        )
        .await?;
    Ok(row.map(|row| Approval {
        id: row.text(0),
        subject: row.text(1),
        digest: row.text(2),
        author: StaffId::new(row.text(3)),
        by: StaffId::new(row.text(4)),
        at: row.time(5),
    }))
}

/// - returns: whether it was unused
pub async fn use_approval(tx: &mut Tx, id: &str, now: Time) -> Result<bool> {
    let used =
        tx.run("update approval set used_ms = $2 where approval_id = $1 and used_ms is null", args![id, now]).await?;
    Ok(used == 1)
}

pub async fn insert_department(tx: &mut Tx, department: &Department) -> Result<()> {
    tx.run(
        "insert into department (department_id, name_zh, name_en, created_ms) values ($1, $2, $3, $4)",
        args![department.id.as_str(), &department.name_zh, &department.name_en, department.created],
    )
    .await
    .map(drop)
}

pub async fn rename_department(tx: &mut Tx, id: &DepartmentId, name_zh: &str, name_en: &str) -> Result<bool> {
    let changed = tx
        .run(
            "update department set name_zh = $2, name_en = $3 where department_id = $1 and ended_ms is null",
            args![id.as_str(), name_zh, name_en],
        )
        .await?;
    Ok(changed == 1)
}

pub async fn has_staff(tx: &mut Tx, id: &DepartmentId) -> Result<bool> {
    let row = tx
        .maybe("select 1 from staff where department_id = $1 and ended_ms is null limit 1", args![id.as_str()])
        .await?;
    Ok(row.is_some())
}

pub async fn end_department(tx: &mut Tx, id: &DepartmentId, now: Time) -> Result<bool> {
    let ended = tx
        .run(
            "update department set ended_ms = $2 where department_id = $1 and ended_ms is null",
            args![id.as_str(), now],
        )
        .await?;
    Ok(ended == 1)
}

pub async fn departments(db: &Db) -> Result<Vec<Department>> {
    let rows = db
        .rows(
            "select department_id, name_zh, name_en, created_ms, ended_ms from department
             order by case when ended_ms is null then 0 else 1 end, name_en, department_id limit 1000",
            args![],
        )
        .await?;
    let department = |row: &Row| Department {
        id: DepartmentId::new(row.text(0)),
        name_zh: row.text(1),
        name_en: row.text(2),
        created: row.time(3),
        ended: row.time_or_null(4),
    };
    Ok(rows.iter().map(department).collect())
}

/// - returns: whether there is such a person, still at work, and such a department
pub async fn update_department(tx: &mut Tx, id: &StaffId, department: Option<&DepartmentId>) -> Result<bool> {
    let changed = tx
        .run(
            "update staff set department_id = $2 where staff_id = $1 and ended_ms is null",
            args![id.as_str(), department.map(DepartmentId::as_str)],
        )
        .await?;
    Ok(changed == 1)
}

pub async fn insert_change(tx: &mut Tx, change: &Change) -> Result<()> {
    tx.run(
        "insert into change_audit (change_id, staff_id, kind, subject, detail, at_ms) values ($1, $2, $3, $4, $5, $6)",
        args![model::random_hex(16), change.staff.as_str(), &change.kind, &change.subject, &change.detail, change.at],
    )
    .await
    .map(drop)
}

pub async fn changes(db: &Db, since: Time, limit: u32) -> Result<Vec<Change>> {
    let rows = db
        .rows(
            "select c.staff_id, p.name, c.kind, c.subject, c.detail, c.at_ms
             from change_audit c join staff p on p.staff_id = c.staff_id
             where c.at_ms >= $1 order by c.at_ms desc, c.change_id limit $2",
            args![since, i64::from(limit)],
        )
        .await?;
    let change = |row: &Row| Change {
        staff: StaffId::new(row.text(0)),
        staff_name: row.text(1),
        kind: row.text(2),
        subject: row.text(3),
        detail: row.text(4),
        at: row.time(5),
    };
    Ok(rows.iter().map(change).collect())
}

/// - `first`: the position of `staff_id`; the other columns follow in the order of the queries above
fn staff_of(row: &Row, first: usize) -> Result<Staff> {
    Ok(Staff {
        id: StaffId::new(row.text(first)),
        sign_in_name: row.text(first + 1),
        name: row.text(first + 2),
        role: role_of(&row.text(first + 3))?,
        created: Time::from_ms(row.int(first + 4)),
        ended: row.int_or_null(first + 5).map(Time::from_ms),
        department: row.text_or_null(first + 6).map(DepartmentId::new),
    })
}

fn role_of(code: &str) -> Result<Role> {
    Role::from_code(code).ok_or_else(|| Error::broken(format!("role {code}")))
}

fn purpose_of(code: &str) -> Result<Purpose> {
    Purpose::from_code(code).ok_or_else(|| Error::broken(format!("purpose {code}")))
}
