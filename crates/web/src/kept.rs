//! Public answers, kept for a moment: however many read the same page within a second, it is printed and packed once.
//!
//! When everybody looks at once, a page of figures would otherwise be printed for each of them, and the office would be
//! silent in the hour in which it matters most. What staff do is seen at once all the same: any request that may change
//! something lets go of all that is kept. What changes by itself, such as a post that was heard or a document whose hour has
//! come, is seen within a second.
//!
//! Public pages say the same to everyone, so only who asks for what counts: whoever adds a page that looks at a cookie
//! marks it with `Vary` or `no-store`, and it is not kept.

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Of all answers together.
const KEPT_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// A larger answer, such as an attachment, goes straight through.
const ANSWER_BYTES_MAX: u64 = 512 * 1024;
/// A longer address is nobody's bookmark.
const ADDRESS_BYTES_MAX: usize = 1024;
/// Packing less than this would save no packet.
const PACKED_BYTES_MIN: usize = 1024;
const ANSWERS_EXPECTED: usize = 1_000;

/// The answers of one program. Cloning it shares them.
#[derive(Clone)]
pub(crate) struct Kept(Arc<Shared>);

struct Shared {
    answers: Cache<Asked, Answer, BySize>,
    /// Rises with everything that staff or readers may have changed.
    change: AtomicU64,
    begun: Instant,
}

/// Who asks this gets one answer, within one second and until something changes.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Asked {
    /// As the client names us: some answers hold their own address.
    host: String,
    address: String,
    takes_gzip: bool,
    second: u64,
    change: u64,
}

#[derive(Clone)]
struct Answer {
    headers: Arc<HeaderMap>,
    body: axum::body::Bytes,
}

#[derive(Clone)]
struct BySize;

impl Weighter<Asked, Answer> for BySize {
    fn weight(&self, asked: &Asked, answer: &Answer) -> u64 {
        (asked.address.len() + answer.body.len() + 1024) as u64
    }
}

impl Kept {
    pub fn new() -> Self {
        let answers = Cache::with_weighter(ANSWERS_EXPECTED, KEPT_BYTES_MAX, BySize);
        Kept(Arc::new(Shared { answers, change: AtomicU64::new(0), begun: Instant::now() }))
    }

    /// What is asked, if its answer may be kept: a plain question, in which nothing is said of what the asker has already.
    fn asked(&self, request: &Request) -> Option<Asked> {
        let headers = request.headers();
        let conditions = [header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE, header::RANGE];
        if request.method() != Method::GET || conditions.iter().any(|name| headers.contains_key(name)) {
            return None;
        }
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
        let (host, address) = (text(header::HOST), request.uri().path_and_query()?.as_str());
        (host.len() + address.len() <= ADDRESS_BYTES_MAX).then(|| Asked {
            host: host.to_owned(),
            address: address.to_owned(),
            takes_gzip: takes_gzip(text(header::ACCEPT_ENCODING)),
            second: self.0.begun.elapsed().as_secs(),
            change: self.0.change.load(Ordering::Acquire),
        })
    }
}

/// Answers from what is kept, or asks once and keeps it.
pub(crate) async fn answer(State(kept): State<Kept>, request: Request, next: Next) -> Response {
    let Some(asked) = kept.asked(&request) else { return next.run(request).await };
    match kept.0.answers.get_value_or_guard_async(&asked).await {
        Ok(answer) => answer.response(),
        Err(place) => match keep(next.run(request).await, asked.takes_gzip).await {
            Ok(answer) => {
                let response = answer.response();
                // Another answer of the same second may have taken the place; either is right.
                let _ = place.insert(answer);
                response
            }
            Err(response) => response,
        },
    }
}

/// Lets go of everything after a request that may have changed something.
pub(crate) async fn forget(State(kept): State<Kept>, request: Request, next: Next) -> Response {
    let may_change = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let response = next.run(request).await;
    if may_change {
        kept.0.change.fetch_add(1, Ordering::Release);
    }
    response
}

/// The answer as it is kept, or as it came if it may not be.
async fn keep(response: Response, takes_gzip: bool) -> Result<Answer, Response> {
    let size = response.body().size_hint().exact().filter(|size| *size <= ANSWER_BYTES_MAX);
    let Some(size) = size.filter(|_| may_be_kept(&response)) else { return Err(response) };
    let (mut parts, body) = response.into_parts();
    let Ok(mut body) = to_bytes(body, size as usize).await else {
        parts.status = StatusCode::INTERNAL_SERVER_ERROR;
        return Err(Response::from_parts(parts, Body::empty()));
    };
    if is_text(&parts.headers) && body.len() >= PACKED_BYTES_MIN {
        parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        if takes_gzip && let Some(packed) = packed(&body) {
            body = packed.into();
            parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            parts.headers.remove(header::CONTENT_LENGTH);
            weaken(&mut parts.headers);
        }
    }
    Ok(Answer { headers: Arc::new(parts.headers), body })
}

fn may_be_kept(response: &Response) -> bool {
    let headers = response.headers();
    let is_own = headers.get(header::CACHE_CONTROL).is_some_and(|value| value.as_bytes().starts_with(b"no-store"));
    let varies = [header::SET_COOKIE, header::VARY, header::CONTENT_ENCODING];
    response.status() == StatusCode::OK && !is_own && !varies.iter().any(|name| headers.contains_key(name))
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/") || ["json", "xml", "javascript"].iter().any(|kept| kind.contains(kept))
}

fn packed(body: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::default());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

/// The packed form has the meaning of the plain one and not its bytes, which a tag must say.
fn weaken(headers: &mut HeaderMap) {
    let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).filter(|tag| tag.starts_with('"'))
    else {
        return;
    };
    if let Ok(weak) = HeaderValue::try_from(format!("W/{tag}")) {
        headers.insert(header::ETAG, weak);
    }
}

fn takes_gzip(accepted: &str) -> bool {
    accepted.split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        name.trim().eq_ignore_ascii_case("gzip") && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

impl Answer {
    fn response(&self) -> Response {
        let mut response = Response::new(Body::from(self.body.clone()));
        response.headers_mut().clone_from(&self.headers);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use axum::response::IntoResponse as _;
    use axum::routing::get;
    use std::collections::HashSet;
    use std::io::Read as _;
    use tokio::task::JoinSet;
    use tower::ServiceExt as _;

    /// A site whose page says how often it was printed.
    fn site() -> Router {
        let printed = Arc::new(AtomicU64::new(0));
        let count = move || {
            let printed = printed.fetch_add(1, Ordering::Relaxed);
            async move { format!("<p>{printed}</p>{}", "水".repeat(1_000)) }
        };
        let asked = Arc::new(AtomicU64::new(0));
        let own = move || {
            let asked = asked.fetch_add(1, Ordering::Relaxed);
            async move { ([(header::CACHE_CONTROL, "no-store")], asked.to_string()) }
        };
        let kept = Kept::new();
        Router::new()
            .route("/page", get(count.clone()).post(|| async { "changed" }))
            .route("/own", get(own))
            .route("/broken", get(|| async { StatusCode::BAD_GATEWAY.into_response() }))
            .layer(from_fn_with_state(kept.clone(), answer))
            .layer(from_fn_with_state(kept, forget))
    }

    async fn ask(site: &Router, method: &str, path: &str, headers: &[(&str, &str)]) -> (HeaderMap, Vec<u8>) {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("well-formed");
        let response = site.clone().oneshot(request).await.expect("infallible");
        let headers = response.headers().clone();
        (headers, to_bytes(response.into_body(), usize::MAX).await.expect("in memory").to_vec())
    }

    #[tokio::test]
    async fn a_page_is_printed_once_however_many_ask_and_anew_once_something_may_have_changed() {
        let site = site();
        let mut asking = JoinSet::new();
        for _ in 0..200 {
            let site = site.clone();
            asking.spawn(async move { ask(&site, "GET", "/page", &[]).await.1 });
        }
        let prints: HashSet<Vec<u8>> = asking.join_all().await.into_iter().collect();
        // The asking may pass over the end of a second, once.
        assert!(prints.len() <= 2, "printed {} times", prints.len());
        let before = ask(&site, "GET", "/page", &[]).await.1;
        ask(&site, "POST", "/page", &[]).await;
        assert_ne!(ask(&site, "GET", "/page", &[]).await.1, before);
    }

    fn vary() -> HeaderValue {
        HeaderValue::from_static("accept-encoding")
    }

    #[tokio::test]
    async fn a_packed_answer_says_so_and_holds_the_same() {
        let site = site();
        let (plain_headers, plain) = ask(&site, "GET", "/page", &[]).await;
        let (headers, body) = ask(&site, "GET", "/page", &[("accept-encoding", "br, gzip;q=0.8")]).await;
        assert_eq!(headers[header::CONTENT_ENCODING], "gzip");
        assert_eq!((&headers[header::VARY], &plain_headers[header::VARY]), (&vary(), &vary()));
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(&body[..]).read_to_end(&mut text).expect("it is gzip");
        assert_eq!(text[text.len() - 3_000..], plain[plain.len() - 3_000..]);
        assert!(body.len() * 10 < plain.len() && !plain_headers.contains_key(header::CONTENT_ENCODING));
        let refused = ask(&site, "GET", "/page", &[("accept-encoding", "gzip;q=0")]).await;
        assert!(!refused.0.contains_key(header::CONTENT_ENCODING));
    }

    #[tokio::test]
    async fn what_is_ones_own_or_failed_is_not_kept() {
        let site = site();
        for path in ["/own", "/broken", "/nowhere"] {
            let first = ask(&site, "GET", path, &[]).await;
            assert!(!first.0.contains_key(header::VARY), "{path}");
        }
        let (one, other) = (ask(&site, "GET", "/own", &[]).await.1, ask(&site, "GET", "/own", &[]).await.1);
        assert_ne!(one, other);
    }
}
