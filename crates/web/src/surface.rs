//! A surface: a router with everything around it that strangers must pass, in the order in which they pass it.

use crate::body::{self, BodyLimits};
use crate::csrf::{self, OwnOrigin};
use crate::error::{self, ErrorPages, Fault};
use crate::headers::{self, Headers};
use crate::health;
use crate::kept::{self, Kept};
use crate::limit::{self, Limiter, Limits, READING, WRITING};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use model::{Clock, Error};
use std::sync::Arc;

/// What site and desk have in common, as the operator configured it.
#[derive(Clone)]
pub struct Surroundings {
    limits: Limits,
    own: OwnOrigin,
    body: BodyLimits,
    kept: Kept,
}

/// How the program is reached from outside.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Over https, by a proxy in front.
    pub secure: bool,
    /// Such as `https://candor.example.org`; without one the `Host` of each request counts.
    pub origin: Option<String>,
    /// Whether a proxy of ours stands in front, so that `X-Forwarded-For` names the client.
    pub behind_proxy: bool,
}

impl Surroundings {
    /// - `wall`: the wall's time; rate limits do not follow a replayed clock
    pub fn new(reach: &Reach, body: BodyLimits, wall: Clock) -> Self {
        Surroundings {
            limits: Limits {
                reading: Arc::new(Limiter::new(READING)),
                writing: Arc::new(Limiter::new(WRITING)),
                wall,
                behind_proxy: reach.behind_proxy,
            },
            own: OwnOrigin { configured: reach.origin.as_deref().map(Arc::from), secure: reach.secure },
            body,
            kept: Kept::new(),
        }
    }

    /// Wraps the public site. It also answers for every path that nobody serves, so its router is given without a
    /// fallback and the desk's has none: of two routers with one, axum refuses to make one.
    pub fn site(&self, router: Router, pages: ErrorPages) -> Router {
        let kept = router.fallback(nowhere).layer(from_fn_with_state(self.kept.clone(), kept::answer));
        self.wrap(kept, pages, false)
    }

    /// Wraps the desk, of which nothing may stay in a cache.
    pub fn desk(&self, router: Router, pages: ErrorPages) -> Router {
        self.wrap(router, pages, true)
    }

    /// The last layer added is the first that a request meets, so this reads from the handler outwards.
    fn wrap(&self, router: Router, pages: ErrorPages, no_store: bool) -> Router {
        let secure = self.own.secure;
        router
            .layer(from_fn(error::catch_panic))
            .layer(from_fn_with_state(self.body, body::receive))
            .layer(from_fn_with_state(self.kept.clone(), kept::forget))
            .layer(from_fn_with_state(self.own.clone(), csrf::guard))
            .layer(from_fn_with_state(self.limits.clone(), limit::guard))
            .layer(from_fn_with_state(pages, error::pages))
            .layer(from_fn_with_state(Headers { secure, no_store }, headers::add))
            .layer(from_fn(health::measure))
    }
}

async fn nowhere() -> Fault {
    Error::not_found().into()
}
