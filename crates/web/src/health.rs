//! Whether the program is well, and how it does: `/healthz` and the measures of its requests.

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Looks whether the database answers.
pub type Check = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = model::Result<()>> + Send>> + Send + Sync>;

/// A balancer asks every few seconds; an answer that takes longer than this is no.
const CHECK_TIME_MAX: Duration = Duration::from_secs(2);

/// Serves `/healthz`: 200 while the database answers, 503 otherwise. It tells strangers no more than that.
pub fn routes(check: Check) -> Router {
    Router::new().route("/healthz", get(healthz)).with_state(check)
}

async fn healthz(State(check): State<Check>) -> Response {
    let (status, word) = match tokio::time::timeout(CHECK_TIME_MAX, check()).await {
        Ok(Ok(())) => (StatusCode::OK, "ok\n"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "database\n")
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database\n"),
    };
    (status, [(header::CACHE_CONTROL, "no-store")], word).into_response()
}

/// Serves `/metrics` for a listener of its own, which only the operator's network reaches.
///
/// - `print`: the measures in Prometheus' text form
pub fn metrics_routes(print: impl Fn() -> String + Clone + Send + Sync + 'static) -> Router {
    let serve = move || async move { ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], print()) };
    Router::new().route("/metrics", get(serve))
}

/// Counts and times each request by route, never by address: an address may name a story, and a label must not grow without end.
pub(crate) async fn measure(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    // Methods are open to invention, so unknown ones share a label.
    let method = match request.method().as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        _ => "other",
    };
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("http_requests_total", "method" => method, "route" => route.clone(), "status" => status)
        .increment(1);
    metrics::histogram!("http_request_seconds", "method" => method, "route" => route)
        .record(begun.elapsed().as_secs_f64());
    response
}
