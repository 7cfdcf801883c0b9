//! A stream against a server on loopback that replays recorded shapes, breaks off, and goes on from the cursor.

use super::*;
use crate::fetch::Policy;
use crate::intake::Intake;
use crate::keys::{DayKey, IntakeKey};
use crate::options::Options;
use crate::source::tests::sample;
use futures_util::SinkExt as _;
use model::SourceKind;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

const NOW: Time = Time::from_ms(1_709_294_400_000);
const RECORDED: &str = include_str!("../../fixtures/jetstream/events.jsonl");

/// Replays events after the cursor that is asked for, at most so many a connection.
///
/// - returns: its place, and what each connection asked for
async fn replay(events: Vec<String>, at_once: usize) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a port");
    let place = format!("127.0.0.1:{}", listener.local_addr().expect("it is bound").port());
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = asked.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Some(mut socket) = shake(stream, &seen).await else { continue };
            let query = seen.lock().expect("no test panics").last().cloned().unwrap_or_default();
            let from = query.split('&').find_map(|pair| pair.strip_prefix("cursor=")?.parse::<i64>().ok()).unwrap_or(0);
            let later = events.iter().filter(|event| cursor_of(event).is_some_and(|at| at > from));
            for event in later.take(at_once) {
                if socket.send(Message::text(event.clone())).await.is_err() {
                    break;
                }
            }
            let _ = socket.send(Message::Ping(Vec::new().into())).await;
            let _ = socket.close(None).await;
        }
    });
    (place, asked)
}

/// Answers one request: the robots file with nothing, a stream by opening it.
async fn shake(mut stream: TcpStream, seen: &Mutex<Vec<String>>) -> Option<WebSocketStream<TcpStream>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default();
    if path == "/robots.txt" {
        let none = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        stream.write_all(none).await.ok()?;
        return None;
    }
    seen.lock().expect("no test panics").push(path.split_once('?').map_or("", |(_, query)| query).to_owned());
    let key = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("sec-websocket-key").then(|| value.trim().to_owned())
    })?;
    let accept = derive_accept_key(key.as_bytes());
    let opened = format!(
        "HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: {accept}\r\n\r\n"
    );
    stream.write_all(opened.as_bytes()).await.ok()?;
    Some(WebSocketStream::from_raw_socket(stream, Role::Server, None).await)
}

fn source(place: &str, query: &str) -> Source {
    Source {
        connector: "jetstream".to_owned(),
        url: Some(format!("ws://{place}/subscribe")),
        options: Options {
            query: query.to_owned(),
            langs: vec!["zh".to_owned(), "en".to_owned()],
            ..Options::default()
        },
        ..sample(SourceKind::Public)
    }
}

fn fetcher(place: &str) -> Fetcher {
    Fetcher::new(Policy { own_hosts: vec![place.to_owned()], ..Policy::default() }).expect("TLS is there")
}

fn recorded() -> Vec<String> {
    RECORDED.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_stream_that_breaks_off_goes_on_from_its_cursor_and_hears_only_what_is_asked_for() {
    let (place, asked) = replay(recorded(), 3).await;
    let (fetcher, parser, zone) = (fetcher(&place), Parser::in_process(), Zone::utc());
    let source = source(&place, "停水 OR water");
    let (mut cursor, mut heard) = (None, Parsed::default());
    for _ in 0..4 {
        let mut stream = Stream::open(&fetcher, &source, cursor, NOW).await.expect("it opens");
        while let Ok(window) = stream.next(&parser, &source, &zone).await {
            heard.append(window.parsed);
            cursor = window.cursor;
        }
    }
    let queries = asked.lock().expect("no test panics").clone();
    assert!(queries[0] == "wantedCollections=app.bsky.feed.post", "{queries:?}");
    assert!(
        queries[1].ends_with(&format!("&cursor={}", cursor_of(&recorded()[2]).expect("it has one"))),
        "{queries:?}"
    );
    let texts: Vec<_> = heard.posts.iter().map(|post| post.text.as_str()).collect();
    assert_eq!(texts, ["东湖路又停水了，已经第三天", "No water in Donghu Road since Friday", "Still no water here"]);
    let day_key = DayKey::fresh(Zone::utc(), NOW);
    let batch = Intake { day_key: &day_key, intake_key: &IntakeKey::new(&[7; 32]), now: NOW }.hear(heard, &source);
    let printed = format!("{:?}", batch.heard.iter().map(|heard| &heard.mention).collect::<Vec<_>>());
    assert!(!printed.contains("did:plc") && !printed.contains("seeded") && !printed.contains("at://"), "{printed}");
    // What is stored is a minute, and no event's own moment.
    let stored: i64 = stored(cursor.expect("it moved")).parse().expect("a number");
    assert!(stored % MINUTE_US == 0 && recorded().iter().all(|event| cursor_of(event) != Some(stored)));
}

#[tokio::test]
async fn what_nothing_narrows_and_what_is_no_stream_is_an_answer() {
    let (place, asked) = replay(recorded(), 3).await;
    let open = async |source: &Source, fetcher: &Fetcher| {
        Stream::open(fetcher, source, None, NOW).await.err().map(|failure| (failure.reason, failure.wait.is_some()))
    };
    assert_eq!(open(&source(&place, ""), &fetcher(&place)).await, Some((Reason::StreamUnasked, false)));
    assert!(asked.lock().expect("no test panics").is_empty(), "it was not even asked");
    // Not one of the operator's own hosts: loopback is no public address.
    let stranger = Fetcher::new(Policy::default()).expect("TLS is there");
    assert_eq!(open(&source(&place, "water"), &stranger).await, Some((Reason::PortRefused, false)));
    let busy = b"HTTP/1.1 429 Slow\r\nretry-after: 700\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec();
    let path = "/subscribe?wantedcollections=app.bsky.feed.post";
    let http = crate::fetch::tests::serve(vec![(path, busy)]).await;
    assert_eq!(open(&source(&http, "water"), &fetcher(&http)).await, Some((Reason::AskedToWait, true)));
    let page = crate::fetch::tests::serve(vec![(path, crate::fetch::tests::answer("", b"hello"))]).await;
    assert_eq!(open(&source(&page, "water"), &fetcher(&page)).await, Some((Reason::StatusRefused, false)));
    assert_eq!([1, 3, 20].map(retry).map(|wait| wait.as_secs()), [1, 4, 60]);
}

#[tokio::test]
async fn a_message_over_the_limit_ends_the_stream_and_what_came_before_stays() {
    let mut events = recorded();
    events.insert(
        1,
        format!("{{\"time_us\":1709290800500000,\"x\":\"{}\"}}", "x".repeat(crate::limits::STREAM_MESSAGE_BYTES_MAX)),
    );
    let (place, _) = replay(events, 9).await;
    let source = source(&place, "停水");
    let mut stream = Stream::open(&fetcher(&place), &source, None, NOW).await.expect("it opens");
    let window = stream.next(&Parser::in_process(), &source, &Zone::utc()).await.expect("something came");
    assert_eq!((window.parsed.post_count(), window.parsed.met.count(Reason::MessageOver)), (1, 1));
    assert!(stream.next(&Parser::in_process(), &source, &Zone::utc()).await.is_err());
}
