//! Short stories against a real database, and real requests over loopback.

use crate::channels::{Parcel, find};
use crate::delivery::{self, State, Target};
use crate::message::About;
use crate::rules::Quiet;
use crate::settings::{self, Settings, Tongue};
use crate::{CHANNELS, MIGRATIONS, Message, Ways, push, webhook};
use ::store::{Db, args, job, testing};
use courier::{Courier, Policy, sign};
use model::{Kind, Level, StaffId, Time};
use org::testing::{fresh, signed_in};
use org::{Role, Seal};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const NOON: Time = Time::from_ms(1_800_000_000_000);
const LISTS: &[&[::store::Migration]] = &[job::MIGRATIONS, org::MIGRATIONS, MIGRATIONS];

fn seal() -> Seal {
    Seal::new(&[9; 32]).expect("32 bytes are a key")
}

fn message() -> Message {
    Message {
        subject: "Orange: brown tap water".to_owned(),
        lines: vec!["Its voices doubled within 2 hours.".to_owned()],
        link: "https://city.example/en/desk/stories/3".to_owned(),
        about: Some(About::Alert {
            alert: "a1".to_owned(),
            step: 3,
            level: Level::Orange,
            headline: "brown tap water".to_owned(),
        }),
    }
}

fn target(channel: &'static str, id: &str) -> Target {
    Target { channel, id: id.to_owned(), staff: Some(StaffId::new(id)) }
}

/// Answers each request with the next of some statuses and keeps what it was sent.
async fn listen(statuses: &'static [u16]) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a port");
    let place = listener.local_addr().expect("it is bound").to_string();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let kept = heard.clone();
    tokio::spawn(async move {
        for status in statuses {
            let Ok((mut stream, _)) = listener.accept().await else { return };
            let mut request = Vec::new();
            let mut part = [0u8; 8192];
            while let Ok(length) = stream.read(&mut part).await {
                request.extend_from_slice(&part[..length]);
                let text = String::from_utf8_lossy(&request).into_owned();
                let whole = text.split_once("\r\n\r\n").is_some_and(|(head, _)| {
                    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
                    let length: usize = length.and_then(|text| text.parse().ok()).unwrap_or(0);
                    request.len() >= head.len() + 4 + length
                });
                if whole || length == 0 {
                    break;
                }
            }
            kept.lock().expect("no test panicked").push(String::from_utf8_lossy(&request).into_owned());
            let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    (place, heard)
}

fn courier(place: &str) -> Courier {
    Courier::new(Policy { own_hosts: vec![place.to_owned()], ..Policy::default() }, None).expect("a courier")
}

async fn send(db: &Db, courier: &Courier, channel: &str, target: &str) -> Result<(), courier::Failure> {
    let (seal, message) = (seal(), message());
    let ways = Ways { db, courier, seal: &seal, office: "mailto:desk@city.example", wall: NOON };
    let parcel = Parcel { delivery: "d1", target, message: &message };
    let send = find(channel).and_then(|channel| channel.send).expect("it carries messages");
    send(&ways, &parcel).await.expect("the database answers")
}

fn header<'a>(request: &'a str, name: &str) -> &'a str {
    let line = request.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("no {name} in {request}"))
}

#[tokio::test]
async fn a_message_is_planned_once_and_its_end_is_on_record() {
    for db in testing::databases("notify-once", LISTS).await {
        let mut tx = db.write().await.expect("a transaction");
        let notice = "alert/a1/3/orange/on_duty";
        assert!(delivery::plan(&mut tx, notice, &target("email", "chen"), NOON, NOON).await.expect("planned"));
        assert!(!delivery::plan(&mut tx, notice, &target("email", "chen"), NOON, NOON).await.expect("answers"));
        assert!(delivery::plan(&mut tx, notice, &target("push", "chen"), NOON, NOON).await.expect("another channel"));
        assert!(delivery::plan(&mut tx, notice, &target("email", "wu"), NOON, NOON).await.expect("another person"));
        let higher = "alert/a1/4/red/on_duty";
        assert!(delivery::plan(&mut tx, higher, &target("email", "chen"), NOON, NOON).await.expect("another level"));
        tx.commit().await.expect("a commit");
        assert_eq!(testing::count(&db, "select count(*) from job where kind = 'notify.deliver'").await, 4);

        let log = delivery::log(&db, 10).await.expect("a log");
        let id = &log.iter().find(|row| row.notice == higher).expect("it is there").id;
        let mut tx = db.write().await.expect("a transaction");
        assert_eq!(delivery::failed_once(&mut tx, id, "it answers 503").await.expect("counted"), 1);
        delivery::end(&mut tx, id, State::Sent, None, NOON).await.expect("ended");
        delivery::end(&mut tx, id, State::Failed, Some("late"), NOON).await.expect("an end is an end");
        tx.commit().await.expect("a commit");
        let row = delivery::find(&db, id).await.expect("a read").expect("it is there");
        assert_eq!((row.state, row.attempts, row.error.as_deref()), (State::Sent, 2, Some("it answers 503")));
        assert_eq!(row.ended, Some(NOON));
    }
}

#[tokio::test]
async fn a_webhook_is_signed_and_a_busy_one_is_tried_again() {
    for db in testing::databases("notify-webhook", LISTS).await {
        let (place, heard) = listen(&[200, 503, 410]).await;
        let root = signed_in(&db, "root", Role::Administrator, NOON).await;
        let url = format!("http://{place}/hook?token=x");
        let mut tx = db.write().await.expect("a transaction");
        let add = async |tx: &mut _, name: &str, url: &str| {
            webhook::add(tx, &seal(), fresh(&root), (name, url, Level::Yellow), NOON).await
        };
        assert_eq!(add(&mut tx, "x", "ftp://x").await.expect_err("no").message, "webhook-url-form");
        assert_eq!(add(&mut tx, " ", &url).await.expect_err("no").message, "webhook-name-length");
        let (hook, secret) = add(&mut tx, "Control room", &url).await.expect("it is added");
        tx.commit().await.expect("a commit");
        let row = db.one("select secret from webhook", args![]).await.expect("a row");
        assert!(!row.blob(0).windows(8).any(|window| secret.as_bytes().starts_with(window)), "the secret is sealed");

        let courier = courier(&place);
        assert_eq!(send(&db, &courier, "webhook", &hook.id).await, Ok(()));
        let request = heard.lock().expect("kept")[0].clone();
        let body = request.split_once("\r\n\r\n").expect("a body").1;
        let (time, nonce) = (header(&request, "candor-time"), header(&request, "candor-nonce"));
        assert_eq!(header(&request, "candor-signature"), sign::sign(&secret, time, nonce, body.as_bytes()));
        assert_eq!(header(&request, "candor-delivery"), "d1");
        assert!(body.contains(r#""level":"orange""#) && body.contains(r#""step":3"#), "{body}");

        let busy = send(&db, &courier, "webhook", &hook.id).await.expect_err("it is busy");
        assert_eq!((busy.is_final, busy.detail.as_str()), (false, "it answers 503"));
        let gone = send(&db, &courier, "webhook", &hook.id).await.expect_err("it is gone");
        assert!(gone.is_final && !gone.detail.contains("token"));
        let mut tx = db.write().await.expect("a transaction");
        webhook::remove(&mut tx, fresh(&root), &hook.id, NOON).await.expect("it is removed");
        assert_eq!(webhook::remove(&mut tx, fresh(&root), "none", NOON).await.expect_err("no").kind, Kind::NotFound);
        tx.commit().await.expect("a commit");
        assert!(send(&db, &courier, "webhook", &hook.id).await.expect_err("removed").is_final);
        let kinds: Vec<String> =
            org::audit::changes(&db, NOON, 9).await.expect("a list").into_iter().map(|change| change.kind).collect();
        assert!(kinds.contains(&"webhook_added".to_owned()) && kinds.contains(&"webhook_removed".to_owned()));
    }
}

#[tokio::test]
async fn a_browser_is_told_in_a_sealed_envelope_until_it_asks_no_more() {
    const PUBLIC: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    for db in testing::databases("notify-push", LISTS).await {
        let (place, heard) = listen(&[201, 410]).await;
        let chen = StaffId::new("chen");
        let endpoint = format!("http://{place}/send/abc");
        let mut tx = db.write().await.expect("a transaction");
        let add = async |tx: &mut _, endpoint: &str, auth: &str| {
            push::add(tx, &seal(), &chen, "Laptop", (endpoint, PUBLIC, auth), NOON).await
        };
        assert!(add(&mut tx, "http://push.example/x", AUTH).await.is_err(), "in the clear");
        assert!(add(&mut tx, &endpoint, "AAAA").await.is_err(), "a short secret");
        add(&mut tx, &endpoint, AUTH).await.expect("it is added");
        tx.commit().await.expect("a commit");
        let device = push::list(&db, &chen).await.expect("a list").remove(0);
        let row = db.one("select endpoint from push_device", args![]).await.expect("a row");
        assert!(!String::from_utf8_lossy(&row.blob(0)).contains("send"), "the address is sealed");

        let courier = courier(&place);
        assert_eq!(send(&db, &courier, "push", &device.id).await, Ok(()));
        let request = heard.lock().expect("kept")[0].clone();
        assert_eq!(header(&request, "content-encoding"), "aes128gcm");
        assert_eq!(header(&request, "topic"), "d1");
        assert!(header(&request, "authorization").starts_with("vapid t="));
        assert!(!request.contains("water"), "the service reads nothing");
        let public = push::key(&db, &seal()).await.expect("the key").public();
        assert!(header(&request, "authorization").ends_with(&public), "the same key again");

        assert!(send(&db, &courier, "push", &device.id).await.expect_err("it asks no more").is_final);
        assert!(push::list(&db, &chen).await.expect("a list").is_empty(), "and it is forgotten");
    }
}

#[tokio::test]
async fn choices_come_back_as_they_were_made() {
    for db in testing::databases("notify-settings", LISTS).await {
        let chen = signed_in(&db, "chen", Role::Officer, NOON).await;
        let choices = Settings {
            email: "chen@city.example".to_owned(),
            tongue: Tongue::En,
            level_min: Some(Level::Orange),
            digests: vec![480, 1020],
            quiet: Some(Quiet { from: 22 * 60, to: 7 * 60 }),
        };
        let mut tx = db.write().await.expect("a transaction");
        settings::save(&mut tx, &chen.staff.id, &choices).await.expect("saved");
        let bad = Settings { email: "a@b\r\nBcc: all@city.example".to_owned(), ..Settings::default() };
        assert_eq!(settings::save(&mut tx, &chen.staff.id, &bad).await.expect_err("no").message, "notice-email-form");
        tx.commit().await.expect("a commit");
        assert_eq!(settings::load(&db, &chen.staff.id).await.expect("a read"), choices);
        assert_eq!(settings::all(&db).await.expect("a list"), [(chen.staff.id.clone(), choices)]);
        assert_eq!(settings::load(&db, &StaffId::new("wu")).await.expect("a read"), Settings::default());
    }
}

#[test]
fn no_channel_stands_twice() {
    let mut names: Vec<&str> = CHANNELS.iter().map(|channel| channel.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CHANNELS.len());
}
