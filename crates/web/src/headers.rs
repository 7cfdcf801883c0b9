//! What every answer tells the browser to refuse.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Everything a page loads is ours and is a file of its own: an injected script or style has nowhere to come from.
pub const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

const ALWAYS: &[(&str, &str)] = &[
    ("content-security-policy", CONTENT_POLICY),
    ("x-content-type-options", "nosniff"),
    // Not `no-referrer`: under that policy browsers send `Origin: null` with our own forms, which the form check refuses.
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Two years, as browsers' preload lists ask. Only where the operator says that the site is served over https: one
/// such header over a test set-up would lock its name out for two years.
const HSTS: &str = "max-age=63072000; includeSubDomains";

#[derive(Clone, Copy, Debug)]
pub(crate) struct Headers {
    pub secure: bool,
    /// Nothing of the desk may stay in a shared computer's cache.
    pub no_store: bool,
}

pub(crate) async fn add(State(settings): State<Headers>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        // What others are meant to load, such as the files of the log, says so itself.
        if *name == "cross-origin-resource-policy" && headers.contains_key(*name) {
            continue;
        }
        headers.insert(*name, HeaderValue::from_static(value));
    }
    if settings.no_store {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if settings.secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    response
}
