//! The fetcher against small servers on loopback.

use super::*;
use std::io::Write as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const NOW: Time = Time::from_ms(1_709_294_400_000);

/// Answers each path with fixed bytes, and everything else with 404.
pub(crate) async fn serve(answers: Vec<(&'static str, Vec<u8>)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a port");
    let place = format!("127.0.0.1:{}", listener.local_addr().expect("it is bound").port());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                match stream.read_u8().await {
                    Ok(byte) => head.push(byte),
                    Err(_) => break,
                }
            }
            let head = String::from_utf8_lossy(&head).to_lowercase();
            let path = head.split(' ').nth(1).unwrap_or_default();
            let unchanged = head.contains("if-none-match: \"one\"");
            let found = answers.iter().find(|(known, _)| *known == path).map(|(_, answer)| answer.as_slice());
            let answer = match found {
                Some(_) if unchanged => b"HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n",
                Some(answer) => answer,
                None => b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".as_slice(),
            };
            let _ = stream.write_all(answer).await;
        }
    });
    place
}

pub(crate) fn answer(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut answer =
        format!("HTTP/1.1 200 OK\r\n{headers}connection: close\r\ncontent-length: {}\r\n\r\n", body.len()).into_bytes();
    answer.extend_from_slice(body);
    answer
}

fn redirect(to: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).expect("memory takes it");
    writer.finish().expect("memory takes it")
}

async fn check(place: &str, path: &str, expected: Result<&[u8], Reason>) {
    let policy = Policy { own_hosts: vec![place.to_owned()], ..Policy::default() };
    let fetcher = Fetcher::new(policy).expect("TLS is there");
    let fetched = fetcher.fetch(&format!("http://{place}{path}"), &Validators::default(), NOW).await;
    let found = match &fetched {
        Ok(Fetched::Body(body)) => Ok(body.bytes.as_slice()),
        Ok(Fetched::Unchanged) => Ok(b"unchanged".as_slice()),
        Err(failure) => Err(failure.reason),
    };
    assert!(found == expected, "{path}: {:?}", found.map(<[u8]>::len));
}

#[tokio::test]
async fn what_a_listed_host_sends_arrives_and_what_it_must_not_send_does_not() {
    let place = serve(vec![
        ("/robots.txt", answer("", b"User-agent: candor\nDisallow: /private\n")),
        ("/plain", answer("content-type: text/xml; charset=gbk\r\n", b"hello")),
        ("/packed", answer("content-encoding: gzip\r\n", &gzip(b"hello"))),
        ("/bomb", answer("content-encoding: gzip\r\n", &gzip(&vec![0; 20 << 20]))),
        ("/twice", answer("content-encoding: gzip, gzip\r\n", b"")),
        ("/moved", redirect("/plain")),
        ("/loop", redirect("/loop")),
        ("/inwards", redirect("http://169.254.169.254/latest/meta-data/")),
        ("/file", redirect("file:///etc/passwd")),
        ("/private", answer("", b"secret")),
        ("/busy", b"HTTP/1.1 429 Slow\r\nretry-after: 7\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec()),
    ])
    .await;
    check(&place, "/plain", Ok(b"hello")).await;
    check(&place, "/packed", Ok(b"hello")).await;
    check(&place, "/moved", Ok(b"hello")).await;
    check(&place, "/bomb", Err(Reason::BodyBomb)).await;
    check(&place, "/twice", Err(Reason::CompressionUnknown)).await;
    check(&place, "/loop", Err(Reason::RedirectsOver)).await;
    check(&place, "/inwards", Err(Reason::AddressRefused)).await;
    check(&place, "/file", Err(Reason::UrlRefused)).await;
    check(&place, "/private", Err(Reason::RobotsRefused)).await;
    check(&place, "/busy", Err(Reason::AskedToWait)).await;
    check(&place, "/none", Err(Reason::StatusRefused)).await;
}

#[tokio::test]
async fn loopback_is_refused_unless_it_is_listed_with_its_port() {
    let place = serve(vec![("/plain", answer("", b"hello"))]).await;
    let port = place.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).expect("a port");
    let fetch = async |policy: Policy, host: &str| {
        let fetcher = Fetcher::new(policy).expect("TLS is there");
        let answer = fetcher.fetch(&format!("http://{host}:{port}/plain"), &Validators::default(), NOW).await;
        answer.err().map(|failure| failure.reason)
    };
    assert_eq!(fetch(Policy::default(), "127.0.0.1").await, Some(Reason::PortRefused));
    let listed_port = || Policy { ports: vec![port], ..Policy::default() };
    assert_eq!(fetch(listed_port(), "127.0.0.1").await, Some(Reason::AddressRefused));
    assert_eq!(fetch(listed_port(), "localhost").await, Some(Reason::AddressRefused));
    assert_eq!(fetch(listed_port(), "[::1]").await, Some(Reason::AddressRefused));
    assert_eq!(fetch(listed_port(), "2130706433").await, Some(Reason::AddressRefused));
    assert_eq!(
        fetch(Policy { own_hosts: vec!["127.0.0.1:1".to_owned()], ..listed_port() }, "127.0.0.1").await,
        Some(Reason::AddressRefused)
    );
}

#[tokio::test]
async fn an_unchanged_answer_and_a_long_one() {
    let place = serve(vec![
        ("/tagged", answer("etag: \"one\"\r\n", b"hello")),
        ("/long", answer("", &vec![b'x'; BODY_BYTES_MAX + 5])),
    ])
    .await;
    let fetcher = Fetcher::new(Policy { own_hosts: vec![place.clone()], ..Policy::default() }).expect("TLS is there");
    let url = format!("http://{place}/tagged");
    let Ok(Fetched::Body(body)) = fetcher.fetch(&url, &Validators::default(), NOW).await else { panic!("it answers") };
    assert_eq!(body.validators.etag.as_deref(), Some("\"one\""));
    assert!(matches!(fetcher.fetch(&url, &body.validators, NOW).await, Ok(Fetched::Unchanged)));
    let long = fetcher.fetch(&format!("http://{place}/long"), &Validators::default(), NOW).await;
    assert!(matches!(long, Ok(Fetched::Body(body)) if body.is_cut && body.bytes.len() == BODY_BYTES_MAX));
}

#[test]
fn waits_grow_and_are_clamped() {
    assert_eq!(back_off(1), BACK_OFF_MIN);
    assert_eq!(back_off(3), BACK_OFF_MIN * 4);
    assert_eq!(back_off(60), BACK_OFF_MAX);
    assert_eq!(retry_after("3600", NOW), Some(Duration::from_secs(3600)));
    assert_eq!(retry_after("999999999", NOW), Some(BACK_OFF_MAX));
    assert_eq!(retry_after("Fri, 01 Mar 2024 14:00:00 GMT", NOW), Some(Duration::from_secs(2 * 3600)));
}
