//! What runs by the clock: polling the sources that are due, letting go of what has expired, and [`queue`], which does what
//! something else has asked to be done later.

pub mod briefs;
pub mod falling;
pub mod index_texts;
pub mod log;
pub mod look_for_claims;
pub mod notify;
mod publishing;
pub mod queue;
mod reminding;

use crate::hearing;
use crate::pipeline::Pipeline;
use courier::Courier;
use listen::connectors::Input;
use listen::fetch::Fetcher;
use listen::isolate::Parser;
use listen::poll::{Known, Polled, poll};
use listen::store::Due;
use listen::{Along, Intake, IntakeKey};
use model::{Clock, Result, Time, Zone};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::Db;
use tokio::sync::watch;
use tokio::task::JoinSet;
use web::live::Hub;

/// How often the table of sources is asked whether one is due.
const LOOK: Duration = Duration::from_millis(500);
/// Polls under way at once. Each waits for the network, so this is about memory and not about cores.
const POLLS_AT_ONCE: usize = 16;
/// How often expired texts are looked for.
const EXPIRY: Duration = Duration::from_secs(60);

/// What a job needs. Cloning it is cheap.
#[derive(Clone)]
pub struct Work {
    pub db: Db,
    pub pipeline: Pipeline,
    pub fetcher: Arc<Fetcher>,
    pub parser: Arc<Parser>,
    pub intake_key: Arc<IntakeKey>,
    pub courier: Arc<Courier>,
    /// How the body appears.
    pub identity: publish::identity::Current,
    /// Whose releases go out, and by which means.
    pub outlet: publish::channels::Outlet,
    /// Opens the small secrets in the database.
    pub seal: Arc<org::Seal>,
    /// What messages are written with.
    pub office: Arc<notify::Office>,
    /// The time of the town, which a demo replays.
    pub clock: Clock,
    /// The time that people sign in by and that leases run by.
    pub wall: Clock,
    pub zone: Zone,
    /// Where a mail system puts what a desk forwards, one folder a source.
    pub mail_folder: Option<PathBuf>,
    /// Rules, calendars and playbooks of the office.
    pub library: Arc<respond::Library>,
    /// Tells the desk's open pages to look again.
    pub hub: Hub,
}

/// Polls until told to stop; what is under way then ends first.
pub async fn listen(work: Work, mut stop: watch::Receiver<bool>) {
    let mut polls = JoinSet::new();
    // A stream is held open for days and must not take a poll's place.
    let mut streams = JoinSet::new();
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            () = tokio::time::sleep(LOOK) => {}
        }
        while polls.try_join_next().is_some() {}
        while streams.try_join_next().is_some() {}
        let free = POLLS_AT_ONCE.saturating_sub(polls.len());
        if free == 0 {
            continue;
        }
        match claim(&work, free).await {
            Ok(due) => {
                for due in due {
                    if due.source.has_input(Input::Stream) {
                        streams.spawn(hearing::stream(work.clone(), due, stop.clone()));
                    } else {
                        polls.spawn(hear(work.clone(), due));
                    }
                }
            }
            Err(error) => tracing::error!(%error, "the sources that are due could not be read"),
        }
    }
    while polls.join_next().await.is_some() {}
    while streams.join_next().await.is_some() {}
}

async fn claim(work: &Work, limit: usize) -> Result<Vec<Due>> {
    let mut tx = work.db.write().await?;
    let due = listen::store::claim_due(&mut tx, work.clock.now(), u32::try_from(limit)?).await?;
    tx.commit().await?;
    Ok(due)
}

/// One poll, from the source to the disk. Whatever goes wrong ends in the source's health.
async fn hear(work: Work, due: Due) {
    let id = due.source.id.clone();
    if let Err(error) = hear_one(&work, due).await {
        tracing::error!(source.id = %id, %error, "a poll could not be stored");
    }
}

async fn hear_one(work: &Work, due: Due) -> Result<()> {
    let source = &due.source;
    if source.has_input(Input::Folder) {
        return hearing::letters(work, &due).await;
    }
    let now = work.clock.now();
    let mut next_poll = now.plus(Duration::from_secs(u64::from(source.poll_minutes) * 60));
    let known = Known { db: &work.db, intake_key: &work.intake_key };
    let polled = poll(&work.fetcher, &work.parser, source, &due.validators, &work.zone, now, Some(known)).await;
    let (batch, validators) = match polled {
        Ok(Polled::New { parsed, validators, rest }) => {
            next_poll = next_poll.max(now.plus(rest.unwrap_or_default()));
            (take_in(work, parsed, source, now), validators)
        }
        Ok(Polled::Unchanged) => (listen::Batch::default(), due.validators.clone()),
        Err(failure) => {
            metrics::counter!("polls_total", "outcome" => "failed").increment(1);
            tracing::warn!(source.id = %source.id, reason = failure.reason.code(), detail = failure.detail, "a source failed");
            let mut tx = work.db.write().await?;
            listen::store::failed(&mut tx, &source.id, &failure, now).await?;
            return tx.commit().await;
        }
    };
    let along =
        Along::Poll { source: source.id.clone(), validators, next_poll, skipped: batch.skipped, met: batch.met };
    let studied = work.pipeline.study(batch.heard);
    let outcome = work.pipeline.deliver(studied, along).await?;
    metrics::counter!("polls_total", "outcome" => "heard").increment(1);
    if outcome.new > 0 {
        tracing::debug!(source.id = %source.id, new = outcome.new, known = outcome.known, "heard {} mentions", outcome.new);
    }
    Ok(())
}

fn take_in(work: &Work, parsed: listen::Parsed, source: &listen::Source, now: Time) -> listen::Batch {
    work.pipeline.with_day_key(|day_key| Intake { day_key, intake_key: &work.intake_key, now }.hear(parsed, source))
}

/// Once a minute, until told to stop: lets go of what has expired, and puts in the digests whose hour has come.
pub async fn expire(work: Work, sessions: org::SessionLimits, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = expire_once(&work, sessions).await {
            tracing::error!(%error, "what has expired could not be deleted; trying again");
        }
        if let Err(error) = notify::digests(&work).await {
            tracing::error!(%error, "the digests that are due could not be planned; trying again");
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(EXPIRY) => {}
        }
    }
}

async fn expire_once(work: &Work, sessions: org::SessionLimits) -> Result<()> {
    // Another process may have saved another one.
    work.identity.refresh(&work.db).await?;
    let now = work.clock.now();
    let mut tx = work.db.write().await?;
    let texts = listen::store::expire(&mut tx, now).await?;
    analyse::store::expire_samples(&mut tx, now).await?;
    publish::subscription::expire(&mut tx, now).await?;
    org::audit::expire(&mut tx, work.wall.now()).await?;
    org::session::expire(&mut tx, sessions, work.wall.now()).await?;
    tx.commit().await?;
    if texts > 0 {
        tracing::info!(texts, "{texts} texts of private persons expired");
    }
    Ok(())
}
