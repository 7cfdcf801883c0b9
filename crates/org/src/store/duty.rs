//! The roster, the notes and the head.

use crate::DepartmentId;
use crate::duty::{HandOver, Shift};
use ::store::{Db, Row, Tx, args};
use model::{Result, StaffId, Time};

pub async fn insert_shift(tx: &mut Tx, shift: &Shift, by: &StaffId) -> Result<()> {
    tx.run(
        "insert into duty_shift (shift_id, staff_id, department_id, from_ms, to_ms, entered_by)
         values ($1, $2, $3, $4, $5, $6)",
        args![
            &shift.id,
            shift.staff.as_str(),
            shift.department.as_ref().map(DepartmentId::as_str),
            shift.from,
            shift.to,
            by.as_str()
        ],
    )
    .await
    .map(drop)
}

/// - returns: whether it stood and was not over
pub async fn drop_shift(tx: &mut Tx, id: &str, now: Time) -> Result<bool> {
    let dropped = tx
        .run(
            "update duty_shift set dropped_ms = $2 where shift_id = $1 and dropped_ms is null and to_ms > $2",
            args![id, now],
        )
        .await?;
    Ok(dropped == 1)
}

pub async fn shifts(db: &Db, now: Time) -> Result<Vec<Shift>> {
    let rows = db
        .rows(
            "select d.shift_id, d.staff_id, d.department_id, d.from_ms, d.to_ms
             from duty_shift d join staff p on p.staff_id = d.staff_id
             where d.dropped_ms is null and d.to_ms > $1 and p.ended_ms is null
             order by d.from_ms, d.shift_id limit 500",
            args![now],
        )
        .await?;
    let shift = |row: &Row| Shift {
        id: row.text(0),
        staff: StaffId::new(row.text(1)),
        department: row.text_or_null(2).map(DepartmentId::new),
        from: row.time(3),
        to: row.time(4),
    };
    Ok(rows.iter().map(shift).collect())
}

pub async fn insert_hand_over(tx: &mut Tx, id: &str, staff: &StaffId, note: &str, now: Time) -> Result<()> {
    tx.run(
        "insert into hand_over (hand_over_id, staff_id, note, at_ms) values ($1, $2, $3, $4)",
        args![id, staff.as_str(), note, now],
    )
    .await
    .map(drop)
}

pub async fn author_of_hand_over(tx: &mut Tx, id: &str) -> Result<Option<StaffId>> {
    let row = tx.maybe("select staff_id from hand_over where hand_over_id = $1", args![id]).await?;
    Ok(row.map(|row| StaffId::new(row.text(0))))
}

pub async fn acknowledge_hand_over(tx: &mut Tx, id: &str, by: &StaffId, now: Time) -> Result<()> {
    tx.run(
        "update hand_over set acknowledged_ms = $2, acknowledged_by = $3
         where hand_over_id = $1 and acknowledged_ms is null",
        args![id, now, by.as_str()],
    )
    .await
    .map(drop)
}

pub async fn hand_overs(db: &Db, limit: u32) -> Result<Vec<HandOver>> {
    let rows = db
        .rows(
            "select hand_over_id, staff_id, note, at_ms, acknowledged_ms, acknowledged_by from hand_over
             order by at_ms desc, hand_over_id limit $1",
            args![i64::from(limit)],
        )
        .await?;
    let note = |row: &Row| HandOver {
        id: row.text(0),
        staff: StaffId::new(row.text(1)),
        note: row.text(2),
        at: row.time(3),
        acknowledged: row.time_or_null(4).zip(row.text_or_null(5).map(StaffId::new)),
    };
    Ok(rows.iter().map(note).collect())
}

pub async fn head(db: &Db) -> Result<Option<StaffId>> {
    let row = db
        .maybe(
            "select h.staff_id from duty_head h join staff p on p.staff_id = h.staff_id where p.ended_ms is null",
            args![],
        )
        .await?;
    Ok(row.map(|row| StaffId::new(row.text(0))))
}

pub async fn put_head(tx: &mut Tx, head: &StaffId) -> Result<()> {
    tx.run(
        "insert into duty_head (duty_head_id, staff_id) values ('head', $1)
         on conflict (duty_head_id) do update set staff_id = excluded.staff_id",
        args![head.as_str()],
    )
    .await
    .map(drop)
}
