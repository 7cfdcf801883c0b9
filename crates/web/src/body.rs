//! Receiving a request's body: whole, in time and in bounds, before any handler sees it.

use crate::error::Fault;
use axum::body::{Body, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::time::Duration;

/// What a body may take.
#[derive(Clone, Copy, Debug)]
pub struct BodyLimits {
    pub time: Duration,
    pub bytes_max: usize,
    /// Of a form that carries a file.
    pub upload_bytes_max: usize,
}

impl Default for BodyLimits {
    fn default() -> Self {
        BodyLimits {
            time: Duration::from_secs(60),
            bytes_max: 1024 * 1024,
            upload_bytes_max: 8 * 1024 * 1024 + 64 * 1024,
        }
    }
}

/// A handler never waits for a slow client, and no extractor can forget the limit. The price is memory: at most
/// `upload_bytes_max` for each open connection.
pub(crate) async fn receive(State(limits): State<BodyLimits>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_upload = content_type.is_some_and(|kind| kind.starts_with("multipart/form-data"))
        // Only staff send files, and who has no cookie has no session: strangers cannot make us hold eight megabytes.
        && request.headers().contains_key(header::COOKIE);
    let bytes_max = if is_upload { limits.upload_bytes_max } else { limits.bytes_max };
    let too_large = || Fault::new(StatusCode::PAYLOAD_TOO_LARGE, "error-too-large").into_response();
    // What is announced too large is refused before it is sent.
    if request.body().size_hint().lower() > bytes_max as u64 {
        return too_large();
    }
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(limits.time, axum::body::to_bytes(body, bytes_max)).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Ok(Err(error)) if is_limit(&error) => too_large(),
        Ok(Err(_)) => Fault::new(StatusCode::BAD_REQUEST, "error-invalid").into_response(),
        Err(_) => Fault::new(StatusCode::REQUEST_TIMEOUT, "error-too-slow").into_response(),
    }
}

/// `to_bytes` tells the limit apart from a broken connection only by its source's words: its type is another crate's.
fn is_limit(error: &axum::Error) -> bool {
    std::error::Error::source(error).is_some_and(|source| source.to_string() == "length limit exceeded")
}
