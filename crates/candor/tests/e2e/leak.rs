//! What names a person is found nowhere on the disk afterwards, however it was heard.

use crate::feed::{ATOM, FeedServer, RSS};
use crate::program::{Office, Served, wait};
use crate::webhook::Push;
use std::path::Path;

/// All invented: the number lies in a range that is not given out, the addresses under a reserved domain.
const PLANTED: [&str; 10] = [
    "zebrafinch_q7",
    "Zebrafinch",
    "欧阳霁月明",
    "13800138999",
    "quokka.person@mail.example",
    "https://forum.example/u/zebrafinch_q7/post/998877",
    "forum.example/u/",
    "998877-guid-quokka",
    "08:17:43",
    "post/998877",
];
/// Proof that the search can find something: an ordinary word of the same posts.
const KEPT: &str = "marmalade";
/// 2026-03-01T08:17:43Z, as the posts say it.
const EXACT_MS: i64 = 1_772_353_063_000;
const POSTS: usize = 40;

fn said(index: usize) -> String {
    format!(
        "marmalade {index} 我叫欧阳霁月明，电话13800138999，邮箱 quokka.person@mail.example，\
         原帖 https://forum.example/u/zebrafinch_q7/post/998877 @zebrafinch_q7"
    )
}

fn rows() -> String {
    (0..POSTS).map(|index| row(index) + "\n").collect()
}

fn row(index: usize) -> String {
    let text = said(index);
    format!(
        r#"{{"id":"998877-guid-quokka-{index}","author":"zebrafinch_q7","url":"https://forum.example/u/zebrafinch_q7/post/998877","time":"2026-03-01T08:17:43Z","text":"{text}"}}"#
    )
}

#[test]
fn an_import_leaves_no_personal_data_in_the_data_folder() {
    let office = Office::new();
    let file = office.write("posts.jsonl", &rows());
    let said = office.import(&file);
    let served = office.serve();
    find_nothing(&office, served, &said);
}

#[test]
fn polls_leave_no_personal_data_in_the_data_folder() {
    let feeds = FeedServer::start();
    // Each place in which a feed can name its author or the post itself.
    let rss = |index: usize| {
        format!(
            "<item><title>marmalade from @zebrafinch_q7</title><guid>998877-guid-quokka-{index}</guid>\
             <link>https://forum.example/u/zebrafinch_q7/post/998877?n={index}</link>\
             <comments>https://forum.example/u/zebrafinch_q7/post/998877#all</comments>\
             <author>quokka.person@mail.example (zebrafinch_q7)</author><dc:creator>zebrafinch_q7</dc:creator>\
             <source url=\"https://forum.example/u/zebrafinch_q7/feed\">Zebrafinch</source>\
             <enclosure url=\"https://forum.example/u/zebrafinch_q7/face.png\" length=\"1\" type=\"image/png\"/>\
             <pubDate>Sun, 01 Mar 2026 08:17:43 GMT</pubDate>\
             <description><![CDATA[<p>{}</p><a href=\"https://forum.example/u/zebrafinch_q7\" title=\"Zebrafinch\">me</a>]]></description></item>",
            said(index)
        )
    };
    let atom = |index: usize| {
        format!(
            "<entry><title>marmalade {index}</title><id>998877-guid-quokka-atom-{index}</id>\
             <link href=\"https://forum.example/u/zebrafinch_q7/post/998877?atom={index}\"/>\
             <author><name>zebrafinch_q7</name><uri>https://forum.example/u/zebrafinch_q7</uri><email>quokka.person@mail.example</email></author>\
             <contributor><name>Zebrafinch</name></contributor>\
             <published>2026-03-01T08:17:43Z</published><updated>2026-03-01T08:17:43Z</updated>\
             <summary>{}</summary><content type=\"html\">&lt;p&gt;{}&lt;/p&gt;</content></entry>",
            said(index),
            said(index)
        )
    };
    feeds.put("/rss", RSS, (0..POSTS).map(rss).collect());
    feeds.put("/atom", ATOM, (0..POSTS).map(atom).collect());
    let office = Office::new().hearing(feeds.address);
    let served = office.serve();
    for path in ["/rss", "/atom"] {
        office.add_source(&path[1..], "rss", Some(feeds.url(path)));
    }
    wait("both feeds are stored", || office.counts() == [2 * POSTS as i64; 4]);
    find_nothing(&office, served, "");
}

#[test]
fn networks_and_letters_leave_no_personal_data_in_the_data_folder() {
    let feeds = FeedServer::start();
    let listed = |item: &dyn Fn(usize) -> String| {
        (0..POSTS).map(|index| item(index) + if index + 1 < POSTS { "," } else { "" }).collect::<Vec<_>>()
    };
    let place = "https://forum.example/u/zebrafinch_q7/post/998877";
    let status = |index: usize| {
        format!(
            r#"{{"id":"998877-guid-quokka-{index}","uri":"{place}?{index}","url":"{place}","created_at":"2026-03-01T08:17:43Z","visibility":"public","content":"<p>{}</p>","account":{{"acct":"zebrafinch_q7","display_name":"Zebrafinch"}}}}"#,
            said(index)
        )
    };
    let post = |index: usize| {
        format!(
            r#"{{"id":{index},"username":"zebrafinch_q7","name":"Zebrafinch","created_at":"2026-03-01T08:17:43Z","cooked":"<p>{}</p>","post_number":2,"post_url":"{place}"}}"#,
            said(index)
        )
    };
    let entry = |index: usize| {
        format!(
            r#"{{"post":{{"id":{index},"name":"marmalade","body":"{}","ap_id":"{place}?lemmy={index}","published":"2026-03-01T08:17:43Z"}},"creator":{{"name":"zebrafinch_q7","actor_id":"https://forum.example/u/zebrafinch_q7"}}}}"#,
            said(index)
        )
    };
    feeds.put("/api/v1/timelines/tag/marmalade?limit=40", ["[", "]"], listed(&status));
    feeds.put("/posts.json", ["{\"latest_posts\":[", "]}"], listed(&post));
    feeds.put("/api/v3/post/list?community_name=town&sort=New&limit=50", ["{\"posts\":[", "]}"], listed(&entry));
    let stream = stream((0..POSTS).map(|index| {
        let record = format!(r#"{{"text":"{}","createdAt":"2026-03-01T08:17:43Z"}}"#, said(index));
        format!(
            r#"{{"did":"did:plc:zebrafinch_q7","time_us":{}000,"kind":"commit","commit":{{"operation":"create","collection":"app.bsky.feed.post","rkey":"998877-guid-quokka-{index}","record":{record}}}}}"#,
            EXACT_MS
        )
    }).collect());
    let mail = tempfile::tempdir().expect("the temporary folder can be written");
    let letters = mail.path().join("letters/new");
    std::fs::create_dir_all(&letters).expect("the temporary folder can be written");
    for index in 0..POSTS {
        let letter = format!(
            "From: Zebrafinch <quokka.person@mail.example>\r\nMessage-ID: <998877-guid-quokka-{index}@mail.example>\r\nSubject: Fwd: marmalade\r\nDate: Sun, 01 Mar 2026 08:17:43 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nFrom: zebrafinch_q7\r\nSubject: marmalade\r\n\r\n{}\r\n",
            said(index)
        );
        std::fs::write(letters.join(format!("{index}.host")), letter).expect("a letter can be written");
    }
    let own = format!("[\"{}\",\"{stream}\"]", feeds.address);
    let folder = mail.path().display().to_string();
    let office = Office::new().with("CANDOR_OWN_HOSTS", &own).with("CANDOR_MAIL_FOLDER", &folder);
    let served = office.serve();
    office.add_source("tag", "mastodon", Some(feeds.url("/tags/marmalade")));
    office.add_source("forum", "discourse", Some(feeds.url("/")));
    office.add_source("town", "lemmy", Some(feeds.url("/c/town")));
    office.add_source_asking("stream", "jetstream", Some(format!("ws://{stream}/subscribe")), "marmalade");
    office.add_source("letters", "mail", None);
    wait("all of it is stored", || office.counts() == [5 * POSTS as i64; 4]);
    wait("the letters are filed away", || std::fs::read_dir(&letters).is_ok_and(|mut left| left.next().is_none()));
    find_nothing(&office, served, "");
}

/// Serves a stream of these events to whoever opens it, and holds it open.
fn stream(events: Vec<String>) -> std::net::SocketAddr {
    use std::io::Write as _;
    use tokio_tungstenite::tungstenite::{Message, accept};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = listener.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut start = [0; 11];
            // The robots file is asked for first, and there is none.
            if stream.peek(&mut start).is_ok_and(|_| &start == b"GET /robots") {
                let _ = stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                let _ = stream.shutdown(std::net::Shutdown::Write);
                let _ = std::io::copy(&mut stream, &mut std::io::sink());
                continue;
            }
            let Ok(mut socket) = accept(stream) else { continue };
            for event in &events {
                let _ = socket.send(Message::text(event.clone()));
            }
            // Until the reader goes.
            while socket.read().is_ok() {}
        }
    });
    address
}

#[test]
fn a_push_leaves_no_personal_data_in_the_data_folder() {
    let office = Office::new();
    let served = office.serve();
    let secret = office.add_source("hotline", "webhook", None).expect("a webhook has a secret");
    let rows: Vec<_> = (0..POSTS).map(row).collect();
    let push = Push::new(&secret, &format!(r#"{{"posts": [{}]}}"#, rows.join(",")));
    let answer = push.send(&served, "hotline");
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(office.counts(), [POSTS as i64; 4]);
    // What is refused, and what cannot be read, must not be written down either.
    assert_eq!(push.send(&served, "hotline").status, 401);
    assert_eq!(Push::new("another secret", &push.body).send(&served, "hotline").status, 401);
    assert_eq!(Push::new(&secret, &push.body[..push.body.len() / 2]).send(&served, "hotline").status, 422);
    find_nothing(&office, served, "");
}

/// Looks at the pages, then searches every byte of the data folder and of the log, before and after the end.
///
/// - `said`: what other commands said
fn find_nothing(office: &Office, served: Served, said: &str) {
    served.get("/en/");
    served.get("/heard.json");
    let said = said.to_owned() + &served.said();
    // Before the end the write-ahead log is there too; after it, what was folded into the database.
    let mut bytes = every_byte(&office.data());
    assert!(served.stop(), "it ends well when asked to stop");
    bytes.extend(every_byte(&office.data()));
    assert!(contains(&bytes, KEPT.as_bytes()), "the search finds what is there");
    for planted in PLANTED {
        assert!(!contains(&bytes, planted.as_bytes()), "{planted} is on the disk");
        let wide: Vec<u8> = planted.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!contains(&bytes, &wide), "{planted} is on the disk in UTF-16");
        assert!(!said.contains(planted), "{planted} is in the log");
    }
    assert!(!said.contains(KEPT), "texts are never logged");
    // A moment is stored as a number; SQLite writes one of this size in six bytes.
    assert!(!contains(&bytes, &EXACT_MS.to_be_bytes()[2..]), "the exact second is on the disk");
    let hour_ms = EXACT_MS / 3_600_000 * 3_600_000;
    assert!(contains(&bytes, &hour_ms.to_be_bytes()[2..]), "the hour is on the disk, so the search can find a moment");
}

fn every_byte(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the data folder is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            bytes.extend(every_byte(&path));
        } else {
            bytes.extend(std::fs::read(&path).expect("its files can be read"));
        }
    }
    bytes
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
