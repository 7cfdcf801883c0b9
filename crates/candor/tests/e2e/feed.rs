//! A feed server on this machine, as a test needs it: it counts its readers, and its feeds grow.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What a server answers for one path.
#[derive(Clone, Default)]
struct Feed {
    /// Before and after the items.
    frame: [String; 2],
    items: Vec<String>,
    /// How many of the items are shown so far.
    shown: usize,
    /// How many more are shown after each answer with a body.
    growth: usize,
    /// The most items that a reader proved to know, by sending back the tag of an earlier answer.
    acknowledged: usize,
    unchanged: usize,
    /// Answers with a body.
    whole: usize,
    /// Whether the tags that readers send are no longer known.
    has_forgotten: bool,
}

/// A server that runs until the test ends. A reader that knows the newest tag is told that nothing changed, so a reader that
/// keeps a tag without keeping what came with it loses items for good.
pub struct FeedServer {
    pub address: SocketAddr,
    feeds: Arc<Mutex<HashMap<String, Feed>>>,
}

impl FeedServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        let address = listener.local_addr().expect("it is bound");
        let feeds: Arc<Mutex<HashMap<String, Feed>>> = Arc::default();
        let served = feeds.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let feeds = served.clone();
                // A reader that is killed leaves a broken connection, which is no fault of the test.
                std::thread::spawn(move || answer(stream, &feeds));
            }
        });
        FeedServer { address, feeds }
    }

    /// Serves a feed of these items, all of them at once.
    pub fn put(&self, path: &str, frame: [&str; 2], items: Vec<String>) {
        let feed = Feed { frame: frame.map(str::to_owned), shown: items.len(), items, ..Feed::default() };
        self.feeds.lock().expect("no reader panics").insert(path.to_owned(), feed);
    }

    /// Serves a feed that shows so many items at first, and so many more after each answer.
    pub fn put_growing(&self, path: &str, frame: [&str; 2], items: Vec<String>, growth: usize) {
        let feed = Feed { frame: frame.map(str::to_owned), shown: growth, items, growth, ..Feed::default() };
        self.feeds.lock().expect("no reader panics").insert(path.to_owned(), feed);
    }

    /// Shows one item more.
    pub fn add(&self, path: &str, item: String) {
        let mut feeds = self.feeds.lock().expect("no reader panics");
        let feed = feeds.get_mut(path).expect("the feed was put");
        feed.items.push(item);
        feed.shown = feed.items.len();
    }

    /// Over all feeds: items shown so far, items that readers proved to know, answers that nothing changed, answers in full.
    pub fn tally(&self) -> [usize; 4] {
        let feeds = self.feeds.lock().expect("no reader panics");
        let sum = |count: fn(&Feed) -> usize| feeds.values().map(count).sum();
        [sum(|feed| feed.shown), sum(|feed| feed.acknowledged), sum(|feed| feed.unchanged), sum(|feed| feed.whole)]
    }

    /// Lets every feed stand as it is.
    pub fn stop_growing(&self) {
        for feed in self.feeds.lock().expect("no reader panics").values_mut() {
            feed.growth = 0;
        }
    }

    /// Lets every feed be served in full from now on, whatever its readers know.
    pub fn forget(&self) {
        for feed in self.feeds.lock().expect("no reader panics").values_mut() {
            feed.has_forgotten = true;
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

fn answer(mut stream: TcpStream, feeds: &Mutex<HashMap<String, Feed>>) {
    let mut bytes = Vec::new();
    let mut part = [0; 1024];
    while !bytes.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return,
            Ok(count) => bytes.extend_from_slice(&part[..count]),
        }
    }
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default();
    let known = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let known = name.eq_ignore_ascii_case("if-none-match").then(|| value.trim().trim_matches('"'))?;
        known.parse::<usize>().ok()
    });
    let text = match feeds.lock().expect("no reader panics").get_mut(path) {
        None => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned(),
        Some(feed) => told(feed, known),
    };
    let _ = stream.write_all(text.as_bytes());
}

fn told(feed: &mut Feed, known: Option<usize>) -> String {
    feed.acknowledged = feed.acknowledged.max(known.unwrap_or(0));
    let shown = feed.shown;
    if known == Some(shown) && !feed.has_forgotten {
        feed.unchanged += 1;
        return format!("HTTP/1.1 304 Not Modified\r\nETag: \"{shown}\"\r\nConnection: close\r\n\r\n");
    }
    let body = format!("{}{}{}", feed.frame[0], feed.items[..shown].concat(), feed.frame[1]);
    feed.whole += 1;
    feed.shown = (shown + feed.growth).min(feed.items.len());
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/xml; charset=utf-8\r\nETag: \"{shown}\"\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// Around the items of an RSS feed.
pub const RSS: [&str; 2] = [
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Forum</title><link>https://forum.example/</link><description>Forum</description>",
    "</channel></rss>",
];

/// Around the entries of an Atom feed.
pub const ATOM: [&str; 2] = [
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Board</title><id>urn:board</id><updated>2026-03-01T09:00:00Z</updated>",
    "</feed>",
];
