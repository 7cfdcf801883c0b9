//! The SQL of this context.

use crate::delivery::{Delivery, State, Target};
use crate::push::DeviceRow;
use crate::rules::Quiet;
use crate::settings::{Settings, Tongue};
use crate::webhook::Webhook;
use ::store::{Db, Migration, Row, Tx, args};
use model::{Error, Level, Result, StaffId, Time};

pub const MIGRATIONS: &[Migration] =
    &[Migration { context: "notify", name: "0001_notify", sql: include_str!("../migrations/0001_notify.sql") }];

pub async fn settings(db: &Db, staff: &StaffId) -> Result<Option<Settings>> {
    let row = db
        .maybe(
            "select staff_id, email, lang, level_min, digests, quiet_from, quiet_to
             from notice_setting where staff_id = $1",
            args![staff.as_str()],
        )
        .await?;
    row.map(|row| settings_of(&row)).transpose()
}

pub async fn all_settings(db: &Db) -> Result<Vec<(StaffId, Settings)>> {
    let rows = db
        .rows(
            "select s.staff_id, s.email, s.lang, s.level_min, s.digests, s.quiet_from, s.quiet_to
             from notice_setting s join shared_staff p on p.staff_id = s.staff_id
             where p.ended_ms is null order by s.staff_id limit 1000",
            args![],
        )
        .await?;
    rows.iter().map(|row| Ok((StaffId::new(row.text(0)), settings_of(row)?))).collect()
}

fn settings_of(row: &Row) -> Result<Settings> {
    let quiet = row.int_or_null(5).zip(row.int_or_null(6));
    Ok(Settings {
        email: row.text(1),
        tongue: Tongue::from_code(&row.text(2)).unwrap_or_default(),
        level_min: row.text_or_null(3).as_deref().map(level).transpose()?,
        digests: row.text(4).split(',').filter_map(|minute| minute.parse().ok()).collect(),
        quiet: quiet.map(|(from, to)| Quiet { from: minute(from), to: minute(to) }),
    })
}

fn minute(stored: i64) -> u16 {
    u16::try_from(stored).unwrap_or_default() % crate::rules::DAY_MINUTES
}

fn level(code: &str) -> Result<Level> {
    Level::from_code(code).ok_or_else(|| Error::broken(format!("no level is named {code}")))
}

pub async fn put_settings(tx: &mut Tx, staff: &StaffId, settings: &Settings) -> Result<()> {
    let digests: Vec<String> = settings.digests.iter().map(u16::to_string).collect();
    tx.run(
        "insert into notice_setting (staff_id, email, lang, level_min, digests, quiet_from, quiet_to)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (staff_id) do update set
           email = excluded.email, lang = excluded.lang, level_min = excluded.level_min, digests = excluded.digests,
           quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to",
        args![
            staff.as_str(),
            &settings.email,
            settings.tongue.code(),
            settings.level_min.map(Level::code),
            digests.join(","),
            settings.quiet.map(|quiet| i64::from(quiet.from)),
            settings.quiet.map(|quiet| i64::from(quiet.to))
        ],
    )
    .await
    .map(drop)
}

/// - returns: whether there was none of this notice, channel and target
pub async fn insert_delivery(tx: &mut Tx, id: &str, notice: &str, target: &Target, now: Time) -> Result<bool> {
    let added = tx
        .run(
            "insert into notice_delivery (delivery_id, notice, channel, target, staff_id, state, attempts, created_ms)
             values ($1, $2, $3, $4, $5, 'waiting', 0, $6) on conflict (notice, channel, target) do nothing",
            args![id, notice, target.channel, &target.id, target.staff.as_ref().map(StaffId::as_str), now],
        )
        .await?;
    Ok(added == 1)
}

pub async fn delivery(db: &Db, id: &str) -> Result<Option<Delivery>> {
    let row = db
        .maybe(
            "select delivery_id, notice, channel, target, staff_id, state, attempts, error, created_ms, ended_ms
             from notice_delivery where delivery_id = $1",
            args![id],
        )
        .await?;
    row.map(|row| delivery_of(&row)).transpose()
}

pub async fn deliveries(db: &Db, limit: u32) -> Result<Vec<Delivery>> {
    let rows = db
        .rows(
            "select delivery_id, notice, channel, target, staff_id, state, attempts, error, created_ms, ended_ms
             from notice_delivery order by created_ms desc, delivery_id limit $1",
            args![i64::from(limit)],
        )
        .await?;
    rows.iter().map(delivery_of).collect()
}

pub async fn sent_of(db: &Db, notice_start: &str) -> Result<Vec<Delivery>> {
    let rows = db
        .rows(
            "select delivery_id, notice, channel, target, staff_id, state, attempts, error, created_ms, ended_ms
             from notice_delivery where substr(notice, 1, $1) = $2 and state = 'sent'
             order by created_ms, delivery_id limit 10000",
            args![i64::try_from(notice_start.len())?, notice_start],
        )
        .await?;
    rows.iter().map(delivery_of).collect()
}

fn delivery_of(row: &Row) -> Result<Delivery> {
    let state = row.text(5);
    Ok(Delivery {
        id: row.text(0),
        notice: row.text(1),
        channel: row.text(2),
        target: row.text(3),
        staff: row.text_or_null(4).map(StaffId::new),
        state: State::from_code(&state).ok_or_else(|| Error::broken(format!("no delivery is {state}")))?,
        attempts: row.count(6),
        error: row.text_or_null(7),
        created: row.time(8),
        ended: row.time_or_null(9),
    })
}

pub async fn end_delivery(tx: &mut Tx, id: &str, state: State, error: Option<&str>, now: Time) -> Result<()> {
    tx.run(
        "update notice_delivery set state = $2, error = coalesce($3, error), ended_ms = $4,
                attempts = attempts + case when $2 = 'dropped' then 0 else 1 end
         where delivery_id = $1 and state = 'waiting'",
        args![id, state.code(), error, now],
    )
    .await
    .map(drop)
}

pub async fn count_attempt(tx: &mut Tx, id: &str, error: &str) -> Result<u32> {
    let row = tx
        .one(
            "update notice_delivery set attempts = attempts + 1, error = $2 where delivery_id = $1 returning attempts",
            args![id, error],
        )
        .await?;
    Ok(row.count(0))
}

pub async fn insert_webhook(tx: &mut Tx, webhook: &Webhook, secret: Vec<u8>, by: &StaffId) -> Result<()> {
    tx.run(
        "insert into webhook (webhook_id, name, url, secret, level_min, added_by, added_ms)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![&webhook.id, &webhook.name, &webhook.url, secret, webhook.level_min.code(), by.as_str(), webhook.added],
    )
    .await
    .map(drop)
}

pub async fn remove_webhook(tx: &mut Tx, id: &str, now: Time) -> Result<bool> {
    let removed = tx
        .run("update webhook set removed_ms = $2 where webhook_id = $1 and removed_ms is null", args![id, now])
        .await?;
    Ok(removed == 1)
}

pub async fn webhooks(db: &Db) -> Result<Vec<Webhook>> {
    let rows = db
        .rows(
            "select webhook_id, name, url, level_min, added_ms from webhook
             where removed_ms is null order by added_ms, webhook_id limit 100",
            args![],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Webhook {
                id: row.text(0),
                name: row.text(1),
                url: row.text(2),
                level_min: level(&row.text(3))?,
                added: row.time(4),
            })
        })
        .collect()
}

/// - returns: address and sealed secret of one in use
pub async fn webhook(db: &Db, id: &str) -> Result<Option<(String, Vec<u8>)>> {
    let row =
        db.maybe("select url, secret from webhook where webhook_id = $1 and removed_ms is null", args![id]).await?;
    Ok(row.map(|row| (row.text(0), row.blob(1))))
}

pub async fn device_count(tx: &mut Tx, staff: &StaffId) -> Result<usize> {
    let row = tx.one("select count(*) from push_device where staff_id = $1", args![staff.as_str()]).await?;
    Ok(usize::try_from(row.int(0)).unwrap_or(usize::MAX))
}

pub async fn insert_device(
    tx: &mut Tx,
    id: &str,
    staff: &StaffId,
    name: &str,
    (endpoint, p256dh, auth): (Vec<u8>, &str, Vec<u8>),
    now: Time,
) -> Result<()> {
    tx.run(
        "insert into push_device (device_id, staff_id, name, endpoint, p256dh, auth, added_ms)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![id, staff.as_str(), name, endpoint, p256dh, auth, now],
    )
    .await
    .map(drop)
}

pub async fn devices(db: &Db, staff: &StaffId) -> Result<Vec<DeviceRow>> {
    let rows = db
        .rows(
            "select device_id, name, added_ms from push_device where staff_id = $1 order by added_ms, device_id limit 20",
            args![staff.as_str()],
        )
        .await?;
    Ok(rows.iter().map(|row| DeviceRow { id: row.text(0), name: row.text(1), added: row.time(2) }).collect())
}

pub async fn device(db: &Db, id: &str) -> Result<Option<(Vec<u8>, String, Vec<u8>)>> {
    let row = db.maybe("select endpoint, p256dh, auth from push_device where device_id = $1", args![id]).await?;
    Ok(row.map(|row| (row.blob(0), row.text(1), row.blob(2))))
}

pub async fn delete_device(tx: &mut Tx, staff: Option<&StaffId>, id: &str) -> Result<()> {
    tx.run(
        "delete from push_device where device_id = $1 and staff_id = coalesce($2, staff_id)",
        args![id, staff.map(StaffId::as_str)],
    )
    .await
    .map(drop)
}

pub async fn push_key(db: &Db) -> Result<Option<Vec<u8>>> {
    Ok(db.maybe("select pkcs8 from push_key", args![]).await?.map(|row| row.blob(0)))
}

/// - returns: the key that stands, which is an earlier one if there was one
pub async fn put_push_key(tx: &mut Tx, sealed: Vec<u8>) -> Result<Vec<u8>> {
    tx.run(
        "insert into push_key (push_key_id, pkcs8) values ('first', $1) on conflict (push_key_id) do nothing",
        args![sealed],
    )
    .await?;
    Ok(tx.one("select pkcs8 from push_key", args![]).await?.blob(0))
}
