//! Interfaces of forums and networks, replayed by a server on loopback: paging, allowances and refusals, as they come.

use crate::fetch::tests::answer;
use crate::fetch::{Failure, Fetcher, Policy, Validators};
use crate::isolate::Parser;
use crate::keys::IntakeKey;
use crate::limits::Reason;
use crate::poll::{Known, Polled, poll};
use crate::source::Source;
use crate::source::tests::sample;
use model::{SourceKind, Time, Zone};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const NOW: Time = Time::from_ms(1_709_294_400_000);

/// Answers each request by its path and query.
///
/// - returns: its place, and what was asked for, robots files apart
async fn replay(told: impl Fn(&str, &str) -> Vec<u8> + Send + 'static) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a port");
    let place = format!("127.0.0.1:{}", listener.local_addr().expect("it is bound").port());
    let (here, asked) = (place.clone(), Arc::<Mutex<Vec<String>>>::default());
    let seen = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                match stream.read_u8().await {
                    Ok(byte) => head.push(byte),
                    Err(_) => break,
                }
            }
            let path = String::from_utf8_lossy(&head).split(' ').nth(1).unwrap_or_default().to_owned();
            let answer = if path == "/robots.txt" {
                b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec()
            } else {
                seen.lock().expect("no test panics").push(path.clone());
                told(&path, &here)
            };
            let _ = stream.write_all(&answer).await;
        }
    });
    (place, asked)
}

async fn ask(connector: &str, url: String, place: &str, known: Known<'_>) -> Result<Polled, Failure> {
    let policy = Policy { own_hosts: vec![place.to_owned()], ..Policy::default() };
    let fetcher = Fetcher::new(policy).expect("TLS is there");
    let source = Source { connector: connector.to_owned(), url: Some(url), ..sample(SourceKind::Public) };
    source.check().expect("it is a source");
    poll(&fetcher, &Parser::in_process(), &source, &Validators::default(), &Zone::utc(), NOW, Some(known)).await
}

fn status(id: u32) -> String {
    format!(
        r#"{{"id":"{id}","created_at":"2024-03-01T11:00:00.000Z","visibility":"public","uri":"https://social.example/{id}","content":"<p>water {id}</p>","account":{{"acct":"seeded_{id}"}}}}"#
    )
}

/// A page of a tag's timeline, two posts each, newest first, as a Mastodon server links them.
fn timeline(path: &str, place: &str, remaining: u32) -> Vec<u8> {
    let max: u32 = path.split("max_id=").nth(1).map_or(107, |id| id.parse().expect("a number"));
    let ids: Vec<u32> = (101..max).rev().take(2).collect();
    let posts: Vec<String> = ids.iter().map(|id| status(*id)).collect();
    let link = ids.last().map(|last| format!(
        "link: <http://{place}/api/v1/timelines/tag/harbour?limit=40&max_id={last}>; rel=\"next\", <http://{place}/api/v1/timelines/tag/harbour?limit=40&min_id={}>; rel=\"prev\"\r\n", ids[0]
    ));
    let headers = format!(
        "content-type: application/json\r\nx-ratelimit-limit: 300\r\nx-ratelimit-remaining: {remaining}\r\nx-ratelimit-reset: 2024-03-01T12:10:00.000000Z\r\n{}",
        link.unwrap_or_default()
    );
    answer(&headers, format!("[{}]", posts.join(",")).as_bytes())
}

#[tokio::test]
async fn a_tag_is_read_page_by_page_and_an_allowance_that_is_spent_ends_it() {
    let db = store::testing::sqlite("listen_replay_mastodon", &[crate::store::MIGRATIONS]).await;
    let intake_key = IntakeKey::new(&[7; 32]);
    let known = Known { db: &db, intake_key: &intake_key };
    let (place, asked) = replay(|path, place| timeline(path, place, 250)).await;
    let polled = ask("mastodon", format!("http://{place}/tags/harbour"), &place, known).await;
    let Ok(Polled::New { parsed, rest, .. }) = polled else { panic!("it answers") };
    let texts: Vec<_> = parsed.posts.iter().map(|post| post.text.trim_start_matches("water ")).collect();
    assert_eq!((texts.join(" ").as_str(), rest), ("106 105 104 103 102 101", None));
    let paths = asked.lock().expect("no test panics").clone();
    assert_eq!(
        paths[..2],
        ["/api/v1/timelines/tag/harbour?limit=40", "/api/v1/timelines/tag/harbour?limit=40&max_id=105"]
    );

    let (place, asked) = replay(|path, place| timeline(path, place, 0)).await;
    let polled = ask("mastodon", format!("http://{place}/tags/harbour"), &place, known).await;
    let Ok(Polled::New { parsed, rest, .. }) = polled else { panic!("it answers") };
    assert_eq!((parsed.posts.len(), asked.lock().expect("no test panics").len()), (2, 1));
    assert_eq!(parsed.met.count(Reason::AllowanceSpent), 1);
    // 12:00 by our clock, 12:10 by its header.
    assert_eq!(rest.map(|rest| rest.as_secs()), Some(600));
}

#[tokio::test]
async fn a_server_that_refuses_says_when_to_come_back() {
    let db = store::testing::sqlite("listen_replay_refusals", &[crate::store::MIGRATIONS]).await;
    let intake_key = IntakeKey::new(&[7; 32]);
    let known = Known { db: &db, intake_key: &intake_key };
    let refusal = |headers: &'static str| {
        move |_: &str, _: &str| {
            format!("HTTP/1.1 429 Too Many Requests\r\n{headers}content-length: 0\r\nconnection: close\r\n\r\n")
                .into_bytes()
        }
    };
    for (headers, seconds) in [
        ("retry-after: 900\r\n", 900),
        ("x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 2024-03-01T12:20:00.000Z\r\n", 1200),
    ] {
        let (place, _) = replay(refusal(headers)).await;
        let failure = ask("mastodon", format!("http://{place}"), &place, known).await.err().expect("it refuses");
        assert_eq!((failure.reason, failure.wait.map(|wait| wait.as_secs())), (Reason::AskedToWait, Some(seconds)));
    }
}

#[tokio::test]
async fn the_next_pages_of_forums_are_found_in_their_own_ways() {
    let db = store::testing::sqlite("listen_replay_forums", &[crate::store::MIGRATIONS]).await;
    let intake_key = IntakeKey::new(&[7; 32]);
    let known = Known { db: &db, intake_key: &intake_key };
    let check = async |connector: &str, path: &str, pages: &'static [(&'static str, &'static str)], expected: &str| {
        let told = |path: &str, _: &str| {
            let page = pages.iter().find(|(known, _)| *known == path);
            page.map_or_else(
                || b"HTTP/1.1 404 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec(),
                |(_, body)| answer("", body.as_bytes()),
            )
        };
        let (place, _) = replay(told).await;
        let Ok(Polled::New { parsed, .. }) = ask(connector, format!("http://{place}{path}"), &place, known).await
        else {
            panic!("{connector} answers")
        };
        let texts: Vec<_> = parsed.posts.iter().map(|post| format!("{}{}", post.title, post.text)).collect();
        assert_eq!(texts.join(" "), expected);
    };
    check("discourse", "/", &[
        ("/posts.json", r#"{"latest_posts":[{"id":9,"username":"a","cooked":"i","post_number":2},{"id":8,"username":"a","cooked":"h","post_number":2}]}"#),
        ("/posts.json?before=8", r#"{"latest_posts":[{"id":7,"username":"a","cooked":"g","post_number":2}]}"#),
        ("/posts.json?before=7", r#"{"latest_posts":[]}"#),
    ], "i h g").await;
    check(
        "discourse",
        "/c/town/5",
        &[
            (
                "/c/town/5/l/latest.json",
                r#"{"topic_list":{"more_topics_url":"/c/town/5/l/latest?page=1","topics":[{"id":1,"title":"x"}]}}"#,
            ),
            ("/c/town/5/l/latest.json?page=1", r#"{"topic_list":{"topics":[{"id":2,"title":"y"}]}}"#),
        ],
        "x y",
    )
    .await;
    check(
        "lemmy",
        "/c/town",
        &[
            (
                "/api/v3/post/list?community_name=town&sort=New&limit=50",
                r#"{"posts":[{"post":{"id":1,"name":"x"},"creator":{"name":"a"}}],"next_page":"P1"}"#,
            ),
            (
                "/api/v3/post/list?community_name=town&sort=New&limit=50&page_cursor=P1",
                r#"{"posts":[{"post":{"id":2,"name":"y"},"creator":{"name":"a"}}]}"#,
            ),
        ],
        "x y",
    )
    .await;
    check("news_sitemap", "/sitemap.xml", &[
        ("/sitemap.xml", "<sitemapindex><sitemap><loc>/old.xml</loc><lastmod>2024-02-01</lastmod></sitemap><sitemap><loc>/new.xml</loc><lastmod>2024-03-01</lastmod></sitemap></sitemapindex>"),
        ("/new.xml", "<urlset><url><loc>https://daily.example/1</loc><n:news><n:title>x</n:title></n:news></url></urlset>"),
    ], "x").await;
}
