//! Routes of many handlers: what the router builds around one is compiled once, and not for each of them.

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use axum::routing::{self, MethodRouter};
use std::pin::Pin;
use std::sync::Arc;

/// An answer that is still being made.
type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler of which only the type of its state is known. Around each type of handler the router brings some thirty
/// functions; with the desk's 150 handlers that was a third of the time in which the desk compiles.
#[derive(Clone)]
struct Any<S>(Arc<dyn Fn(Request, S) -> Answer + Send + Sync>);

impl<S: Clone + Send + Sync + 'static> Handler<(), S> for Any<S> {
    type Future = Answer;

    fn call(self, request: Request, state: S) -> Answer {
        (self.0)(request, state)
    }
}

fn any<T: 'static, S: Clone + Send + Sync + 'static>(handler: impl Handler<T, S>) -> Any<S> {
    Any(Arc::new(move |request, state| Box::pin(handler.clone().call(request, state))))
}

/// A page that is read.
pub fn get<T: 'static, S: Clone + Send + Sync + 'static>(handler: impl Handler<T, S>) -> MethodRouter<S> {
    routing::get(any(handler))
}

/// A form that is sent.
pub fn post<T: 'static, S: Clone + Send + Sync + 'static>(handler: impl Handler<T, S>) -> MethodRouter<S> {
    routing::post(any(handler))
}
