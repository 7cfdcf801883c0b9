//! Where other systems push what they heard: signed, once each, and taken in like everything else.

use crate::jobs::Work;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use listen::connectors::Context;
use listen::connectors::webhook::{Signed, verify};
use listen::limits::BODY_BYTES_MAX;
use listen::{Along, Intake, Reason};
use model::{Clock, Kind, Result, SourceId};

/// Serves `/hooks/{source}`. A browser has nothing to do here, so none of the pages' guards stand before it: its guard is
/// the signature.
pub fn routes(work: Work) -> Router {
    Router::new().route("/hooks/{source}", post(push)).layer(DefaultBodyLimit::max(BODY_BYTES_MAX)).with_state(work)
}

async fn push(State(work): State<Work>, Path(source): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let signed =
        Signed { time: header("candor-time"), nonce: header("candor-nonce"), signature: header("candor-signature") };
    match take_in(&work, &SourceId::new(source), &signed, &body).await {
        Ok(Ok(answer)) => (StatusCode::OK, axum::Json(answer)).into_response(),
        Ok(Err(reason)) => {
            metrics::counter!("pushes_refused_total", "reason" => reason.code()).increment(1);
            let status = match reason {
                Reason::SignatureWrong | Reason::SignatureOld | Reason::SignatureUsed => StatusCode::UNAUTHORIZED,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            (status, axum::Json(serde_json::json!({ "refused": reason.code() }))).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a push could not be stored");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// - returns: how many mentions were new and known, or why the push was refused
async fn take_in(
    work: &Work,
    id: &SourceId,
    signed: &Signed<'_>,
    body: &[u8],
) -> Result<std::result::Result<serde_json::Value, Reason>> {
    // A source that does not exist is answered like a wrong signature, so that nobody can ask which ones do.
    let Some((source, Some(secret))) = listen::store::source(&work.db, id).await? else {
        return Ok(Err(Reason::SignatureWrong));
    };
    if let Err(reason) = verify(&secret, signed, body, Clock::wall().now()) {
        return Ok(Err(reason));
    }
    let context = Context::new(work.zone.clone());
    let parsed = match work.parser.parse(&source.connector, &context, body).await {
        Ok(parsed) => parsed,
        Err(reason) => return Ok(Err(reason)),
    };
    let now = work.clock.now();
    let batch = work
        .pipeline
        .with_day_key(|day_key| Intake { day_key, intake_key: &work.intake_key, now }.hear(parsed, &source));
    let skipped = batch.skipped.len();
    let nonce = signed.nonce.to_owned();
    let along = Along::Push { source: source.id, nonce, skipped: batch.skipped, met: batch.met };
    let studied = work.pipeline.study(batch.heard);
    match work.pipeline.deliver(studied, along).await {
        Ok(outcome) => Ok(Ok(serde_json::json!({ "new": outcome.new, "known": outcome.known, "skipped": skipped }))),
        Err(error) if error.kind == Kind::Conflict => Ok(Err(Reason::SignatureUsed)),
        Err(error) => Err(error),
    }
}
