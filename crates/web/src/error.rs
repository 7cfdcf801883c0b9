//! From an error to a status and a page in the reader's language.

use crate::language::Languages;
use crate::session::Again;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use model::{Error, Kind};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// What a handler fails with. `?` makes one from a [`model::Error`], and through it from any error.
#[derive(Debug)]
pub struct Fault {
    error: Error,
    status: StatusCode,
    retry_after: Option<Duration>,
    /// Boxed, since few faults have one and every handler's result would carry its size.
    again: Option<Box<Again>>,
}

impl Fault {
    /// A fault with a status that no kind of error stands for.
    ///
    /// - `message`: a key in `locales/`
    pub fn new(status: StatusCode, message: &'static str) -> Self {
        let kind = if status.is_server_error() { Kind::Busy } else { Kind::Invalid };
        Fault { error: Error::new(kind, message), status, retry_after: None, again: None }
    }

    /// Asks who it is before something that matters is done.
    pub(crate) fn again(again: Again) -> Self {
        let error = Error::new(Kind::Forbidden, "confirm-needed");
        Fault { error, status: StatusCode::UNAUTHORIZED, retry_after: None, again: Some(Box::new(again)) }
    }

    /// Tells the client when to come back.
    #[must_use]
    pub fn after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl<E: Into<Error>> From<E> for Fault {
    fn from(error: E) -> Self {
        let error = error.into();
        let status = match error.kind {
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Invalid => StatusCode::BAD_REQUEST,
            Kind::Forbidden => StatusCode::FORBIDDEN,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let retry_after = (error.kind == Kind::Busy).then_some(Duration::from_secs(10));
        Fault { error, status, retry_after, again: None }
    }
}

/// Marks an answer that still wants its page, and carries the key of what to say.
#[derive(Clone, Copy)]
struct Unsaid(&'static str);

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        // The one place where a fault is logged; what the reader gets never holds the detail.
        match self.error.kind {
            Kind::Broken => tracing::error!(detail = self.error.detail(), "a request met a fault of ours"),
            Kind::Busy => {
                tracing::warn!(message_key = self.error.message, detail = self.error.detail(), "a request was put off")
            }
            _ => {}
        }
        let mut response = (self.status, plain(self.status)).into_response();
        if let Some(wait) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        response.extensions_mut().insert(Unsaid(self.error.message));
        if let Some(again) = self.again {
            response.extensions_mut().insert(*again);
        }
        response
    }
}

/// What an error page has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem<'a> {
    pub status: StatusCode,
    /// A key in `locales/`.
    pub message: &'static str,
    /// One of [`Languages::segments`].
    pub language: &'static str,
    /// Where it happened, as the reader's address bar shows it.
    pub path: &'a str,
    /// What someone was about to do, where the problem is that they must first say again who they are.
    pub again: Option<&'a Again>,
}

/// Prints a whole page for a problem.
pub type PrintProblem = Arc<dyn Fn(&Problem<'_>) -> String + Send + Sync>;

/// How a surface prints its error pages.
#[derive(Clone)]
pub struct ErrorPages {
    pub languages: Languages,
    pub print: PrintProblem,
}

impl ErrorPages {
    /// Pages that say no more than the status, for a surface that has no design yet.
    pub fn plain(languages: Languages) -> Self {
        let print = |problem: &Problem<'_>| {
            let (status, lang) = (problem.status, problem.language);
            let title = status.canonical_reason().unwrap_or("Error");
            format!(
                "<!doctype html>\n<html lang=\"{lang}\">\n<meta charset=\"utf-8\">\n\
                 <meta name=\"viewport\" content=\"width=device-width\">\n\
                 <title>{title}</title>\n<h1>{title}</h1>\n<p>{}</p>\n<p><a href=\"/\">/</a></p>\n</html>\n",
                status.as_u16()
            )
        };
        ErrorPages { languages, print: Arc::new(print) }
    }
}

/// Gives each failed answer its page: ours, and those that the router and its extractors make by themselves.
pub(crate) async fn pages(State(pages): State<ErrorPages>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let language = pages.languages.wanted(&path, request.headers());
    let wants_json = wants_json(&path, request.headers());
    let response = next.run(request).await;
    let Some(message) = unsaid(&response) else { return response };
    let (mut parts, _) = response.into_parts();
    let again = parts.extensions.remove::<Again>();
    let (kind, text) = if wants_json {
        ("application/json", format!("{{\"error\":\"{message}\"}}\n"))
    } else {
        let problem = Problem { status: parts.status, message, language, path: &path, again: again.as_ref() };
        ("text/html; charset=utf-8", (pages.print)(&problem))
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, text.into())
}

/// Turns a panic in a handler into an answer, so that the reader gets a page and not a dead connection.
pub(crate) async fn catch_panic(request: Request, next: Next) -> Response {
    // A set ends its tasks when it is dropped: work stops when the client goes away.
    let mut work = JoinSet::new();
    work.spawn(next.run(request));
    match work.join_next().await {
        Some(Ok(response)) => response,
        Some(Err(error)) => Fault::from(Error::broken(format!("a handler: {error}"))).into_response(),
        None => Fault::from(Error::broken("a handler without a task")).into_response(),
    }
}

/// The key of what a failed answer should say; nothing for one that has its own page or is no failure.
fn unsaid(response: &Response) -> Option<&'static str> {
    if let Some(Unsaid(message)) = response.extensions().get() {
        return Some(message);
    }
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let is_bare = kind.is_none_or(|kind| kind.starts_with(b"text/plain"));
    ((status.is_client_error() || status.is_server_error()) && is_bare).then(|| message_of(status))
}

fn message_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "error-not-found",
        StatusCode::METHOD_NOT_ALLOWED => "error-method",
        StatusCode::PAYLOAD_TOO_LARGE => "error-too-large",
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => "error-forbidden",
        status if status.is_server_error() => "error-broken",
        _ => "error-invalid",
    }
}

fn plain(status: StatusCode) -> String {
    format!("{} {}\n", status.as_u16(), status.canonical_reason().unwrap_or_default())
}

fn wants_json(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    path.ends_with(".json") || (accept.contains("application/json") && !accept.contains("text/html"))
}
