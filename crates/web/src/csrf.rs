//! Refusing what other sites send in a reader's name.
//!
//! Two locks: every request that changes something must say that it comes from a page of ours, in headers that
//! a foreign page cannot write; and forms of signed-in people carry a token of their session ([`crate::input::Posted`]).

use crate::error::Fault;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::sync::Arc;

/// The form field that carries the token.
pub const FIELD: &str = "csrf";

/// Which origin is ours.
#[derive(Clone)]
pub(crate) struct OwnOrigin {
    /// Such as `https://candor.example.org`. Without one it is read from `Host`, which a browser writes and a page cannot.
    pub configured: Option<Arc<str>>,
    pub secure: bool,
}

pub(crate) async fn guard(State(own): State<OwnOrigin>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || own.is_origin_of(request.headers()) {
        return next.run(request).await;
    }
    tracing::warn!("a request from another site was refused");
    Fault::new(StatusCode::FORBIDDEN, "error-cross-site").into_response()
}

impl OwnOrigin {
    /// Whether a request says that it comes from one of our own pages. One that says nothing does not: every browser
    /// of the last five years sends at least one of the two headers with a form.
    fn is_origin_of(&self, headers: &HeaderMap) -> bool {
        let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
        let fetch_site = text(header::HeaderName::from_static("sec-fetch-site"));
        let origin = text(header::ORIGIN);
        if fetch_site.is_none() && origin.is_none() {
            return false;
        }
        let same_site = fetch_site.is_none_or(|site| matches!(site, "same-origin" | "none"));
        let same_origin = origin.is_none_or(|origin| self.is(origin, text(header::HOST).unwrap_or_default()));
        same_site && same_origin
    }

    fn is(&self, origin: &str, host: &str) -> bool {
        match &self.configured {
            Some(own) => origin == &**own,
            None => {
                let scheme = if self.secure { "https://" } else { "http://" };
                origin.strip_prefix(scheme).is_some_and(|rest| !host.is_empty() && rest.eq_ignore_ascii_case(host))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn passes(configured: Option<&str>, given: &[(&'static str, &'static str)]) -> bool {
        let own = OwnOrigin { configured: configured.map(Arc::from), secure: false };
        let pairs = given.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        own.is_origin_of(&pairs.collect())
    }

    #[test]
    fn only_our_own_pages_may_change_things() {
        let host = ("host", "localhost:8080");
        assert!(passes(None, &[host, ("origin", "http://localhost:8080"), ("sec-fetch-site", "same-origin")]));
        assert!(passes(None, &[host, ("origin", "http://localhost:8080")]));
        assert!(passes(None, &[host, ("sec-fetch-site", "same-origin")]));
        assert!(!passes(None, &[host]), "nothing said");
        assert!(!passes(None, &[host, ("origin", "null")]));
        assert!(!passes(None, &[host, ("origin", "http://localhost:8080.evil.example")]));
        assert!(!passes(None, &[host, ("origin", "https://localhost:8080")]), "another scheme");
        assert!(!passes(None, &[host, ("sec-fetch-site", "same-site")]), "a neighbouring subdomain");
        assert!(!passes(None, &[host, ("origin", "http://localhost:8080"), ("sec-fetch-site", "cross-site")]));
        // Behind a proxy the host may be rewritten, so the configured origin alone counts.
        let behind = ("host", "10.0.0.5:8080");
        assert!(passes(Some("https://candor.example"), &[behind, ("origin", "https://candor.example")]));
        assert!(!passes(Some("https://candor.example"), &[behind, ("origin", "http://10.0.0.5:8080")]));
    }
}
