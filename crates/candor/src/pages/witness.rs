//! Being a witness, over HTTP (C2SP tlog-witness). Logs have no browser, so their guard is their signature; what they may send is
//! bounded before it is read, and what is not signed by a log that we watch changes nothing.

use crate::config::Config;
use crate::jobs::log::make_key;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ledger::keyfile;
use ledger::note::KeyKind;
use ledger::watch::{REQUEST_BYTES_MAX, Reply, Watch};
use model::{Clock, Result};
use store::Db;

/// The witness that the configuration describes; its key is made on first use.
pub fn open(config: &Config, db: &Db) -> Result<Watch> {
    let path = config.witness_key();
    let key = match keyfile::load(&path)? {
        Some(key) => key,
        None => make_key(&path, &config.witness_name(), KeyKind::Cosigner)?,
    };
    Ok(Watch::new(db.clone(), key, config.watched()))
}

/// Serves `/witness/add-checkpoint` and the last checkpoint of each log that is watched.
pub fn routes(watch: Watch, wall: Clock) -> Router {
    Router::new()
        .route("/witness/add-checkpoint", post(add_checkpoint))
        .route("/witness/{log}/checkpoint", get(checkpoint))
        .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX))
        .with_state((watch, wall))
}

async fn add_checkpoint(State((watch, wall)): State<(Watch, Clock)>, body: Bytes) -> Response {
    let reply = match watch.add_checkpoint(&body, wall.now()).await {
        Ok(reply) => reply,
        Err(error) => {
            tracing::error!(%error, "a checkpoint could not be judged");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let (status, content_type, body) = match reply {
        Reply::Cosigned(line) => (StatusCode::OK, "text/plain; charset=utf-8", line),
        Reply::OtherSize(size) => (StatusCode::CONFLICT, "text/x.tlog.size", format!("{size}\n")),
        Reply::Malformed => (StatusCode::BAD_REQUEST, "text/plain", "malformed\n".to_owned()),
        Reply::NotSigned => (StatusCode::FORBIDDEN, "text/plain", "not signed by the log\n".to_owned()),
        Reply::UnknownLog => (StatusCode::NOT_FOUND, "text/plain", "unknown log\n".to_owned()),
        Reply::Inconsistent => (StatusCode::UNPROCESSABLE_ENTITY, "text/plain", "inconsistent\n".to_owned()),
    };
    metrics::counter!("witness_requests_total", "status" => status.as_u16().to_string()).increment(1);
    (status, [(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "no-store")], body).into_response()
}

async fn checkpoint(State((watch, _)): State<(Watch, Clock)>, Path(log): Path<String>) -> Response {
    match watch.checkpoint(&log).await {
        Ok(Some(note)) => {
            let headers =
                [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=2")];
            (headers, note).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a watched checkpoint could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
