//! Leaving with one click, as RFC 8058 has it: a reader's mail service posts here in the reader's name, without a page of ours and
//! so without its guards. Whoever has the token may end the subscription and nothing else.

use crate::jobs::Work;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;

const BODY_BYTES_MAX: usize = 1024;

/// Serves `/unsubscribe/{token}`: a person who opens it is led to the page that asks once.
pub fn routes(work: Work) -> Router {
    Router::new()
        .route("/unsubscribe/{token}", post(leave).get(ask))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(work)
}

async fn ask(Path(token): Path<String>) -> Response {
    let is_token = !token.is_empty() && token.chars().all(|c| c.is_ascii_hexdigit());
    if is_token {
        Redirect::to(&format!("/zh/unsubscribe/{token}")).into_response()
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

async fn leave(State(work): State<Work>, Path(token): Path<String>) -> Response {
    let left = async {
        let mut tx = work.db.write().await?;
        publish::subscription::end(&mut tx, &token).await?;
        tx.commit().await
    };
    match left.await {
        // Said the same whether the token was known, so that none can be guessed at.
        Ok(()) => StatusCode::OK.into_response(),
        Err(error) => {
            tracing::error!(%error, "a subscription could not be ended");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
