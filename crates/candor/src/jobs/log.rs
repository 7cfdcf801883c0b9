//! Grows the log: leaves that wait get their places, and the tree a checkpoint, within seconds.

use super::Work;
use crate::config::Config;
use courier::{Courier, Request};
use ledger::keyfile::{self, HighWater};
use ledger::note::{KeyKind, SignerKey};
use ledger::witness::{Feed, Post};
use ledger::{Log, Outcome, files, history};
use model::{Error, Result};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::Db;
use tokio::sync::watch;

/// How often it is looked whether leaves wait.
const LOOK: Duration = Duration::from_millis(500);
/// How long after a refusal it is looked again whether the reason is gone.
const REFUSED_PAUSE: Duration = Duration::from_secs(5);
/// How often witnesses that were silent are shown the last checkpoint again.
const COSIGN_AGAIN: Duration = Duration::from_secs(15);
/// A witness that takes longer holds up nobody: it is asked again later.
const WITNESS_TIMEOUT: Duration = Duration::from_secs(3);

/// The log of this installation, with its key.
///
/// - returns: nothing where the database has a log and its key is not here: then another machine signs it
/// - errors: `Invalid` for a key's file that others can read or that holds something else
pub async fn open(config: &Config, db: &Db, courier: &Arc<Courier>) -> Result<Option<Log>> {
    let path = config.log_key();
    let key = match keyfile::load(&path)? {
        Some(key) => key,
        None if files::vkey(db).await?.is_some() => {
            tracing::warn!(file = %path.display(), "the key of the log is not here, so this process does not sign it");
            return Ok(None);
        }
        None => make_key(&path, &config.log_origin(), KeyKind::Log)?,
    };
    let feed =
        Feed { witnesses: config.witnesses(), post: post(courier.clone()), operators_min: config.operators_min() };
    Ok(Some(Log::new(db.clone(), key, HighWater::beside(&path), feed)))
}

/// Makes a key where there is none. If another process was faster, its key is the one.
pub fn make_key(path: &Path, name: &str, kind: KeyKind) -> Result<SignerKey> {
    let seed = ledger::note::from_hex(&model::random_hex(32)).ok_or_else(|| Error::broken("32 random bytes"))?;
    match keyfile::create(path, name, kind, &seed) {
        Ok(key) => {
            tracing::info!(file = %path.display(), vkey = %key.verifier(), "made a key; keep its file apart from backups of the database");
            Ok(key)
        }
        Err(error) => keyfile::load(path)?.ok_or(error),
    }
}

/// How witnesses are reached: by the one way out, and not for long.
fn post(courier: Arc<Courier>) -> Post {
    Arc::new(move |url, body| {
        let courier = courier.clone();
        Box::pin(async move {
            let headers = vec![("content-type", "text/plain; charset=utf-8".to_owned())];
            let request = Request { method: "POST", url, headers, body };
            match tokio::time::timeout(WITNESS_TIMEOUT, courier.send(request)).await {
                Ok(Ok(reply)) => Ok((reply.status, reply.body)),
                Ok(Err(failure)) => Err(failure.detail),
                Err(_) => Err("no answer in time".to_owned()),
            }
        })
    })
}

/// Grows the log until told to stop.
pub async fn grow(work: Work, log: Log, mut stop: watch::Receiver<bool>) {
    let mut asked_again = std::time::Instant::now();
    let mut refusal = None;
    loop {
        let pause = match log.step(work.wall.now()).await {
            Ok(Outcome::Grown { size }) => {
                metrics::gauge!("log_size").set(size as f64);
                refusal = None;
                Duration::ZERO
            }
            Ok(Outcome::Raced) => LOOK,
            Ok(Outcome::Idle) => {
                refusal = None;
                if asked_again.elapsed() > COSIGN_AGAIN {
                    asked_again = std::time::Instant::now();
                    if let Err(error) = log.cosign_again(work.wall.now()).await {
                        tracing::warn!(%error, "the witnesses could not be asked");
                    }
                }
                LOOK
            }
            Ok(Outcome::Refused(why)) => {
                if refusal.as_ref() != Some(&why) {
                    tracing::error!(reason = why.code(), detail = why.detail(), "the log signs nothing");
                    refusal = Some(why);
                }
                REFUSED_PAUSE
            }
            Err(error) => {
                tracing::error!(%error, "the log could not grow; trying again");
                REFUSED_PAUSE
            }
        };
        metrics::gauge!("log_refused").set(if refusal.is_some() { 1.0 } else { 0.0 });
        if let Ok(state) = history::state(&work.db).await {
            metrics::gauge!("log_waiting").set(state.waiting as f64);
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}
