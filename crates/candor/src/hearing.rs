//! Hearing that is no poll: streams that are held open, letters of a folder, and exports that the desk uploads.

use crate::jobs::Work;
use listen::fetch::Failure;
use listen::folder;
use listen::store::Due;
use listen::stream::{Stream, retry, stored};
use listen::upload::Export;
use listen::{Along, Intake, Met, Parsed, Reason, Skipped, Source};
use model::{Error, Result, SourceId, Time};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// How long a claimed stream stays claimed. It is claimed anew well before, so that of several processes one listens.
const HELD: Duration = Duration::from_secs(3 * 60);
/// How often a stream that brings nothing asked for still says that it is well.
const SIGN_OF_LIFE: Duration = Duration::from_secs(30);

/// Listens to a stream until told to stop, it fails too often, or it is no longer in the register.
pub async fn stream(work: Work, due: Due, mut stop: watch::Receiver<bool>) {
    let id = due.source.id.clone();
    let listened = tokio::select! {
        () = async { drop(stop.wait_for(|stop| *stop).await) } => release(&work, &id).await,
        listened = listen_on(&work, &due) => listened,
    };
    match listened {
        Ok(()) => {}
        Err(error) if error.kind == model::Kind::Conflict => {
            tracing::info!(source.id = %id, "a stream is no longer listened to")
        }
        Err(error) => tracing::error!(source.id = %id, %error, "what a stream brought could not be stored"),
    }
}

/// Lets another process go on at once.
async fn release(work: &Work, id: &SourceId) -> Result<()> {
    let along = part(id, None, Some(work.clock.now()), Vec::new(), Met::default());
    work.pipeline.deliver(work.pipeline.study(Vec::new()), along).await.map(drop)
}

async fn listen_on(work: &Work, due: &Due) -> Result<()> {
    let source = &due.source;
    let mut cursor: Option<i64> = due.cursor.as_deref().and_then(|cursor| cursor.parse().ok());
    let mut failures = 0;
    loop {
        let failure = match Stream::open(&work.fetcher, source, cursor, work.clock.now()).await {
            Ok(mut open) => follow(work, source, &mut open, &mut cursor, &mut failures).await?,
            Err(failure) => failure,
        };
        failures += 1;
        // A server that names a time, and one that is gone for good, is left to the source's own back-off.
        let is_lasting =
            failure.wait.is_some() || matches!(failure.reason, Reason::StreamUnasked | Reason::RobotsRefused);
        if is_lasting || failures > listen::limits::STREAM_RETRIES_MAX {
            tracing::warn!(source.id = %source.id, reason = failure.reason.code(), detail = failure.detail, "a stream failed");
            let mut tx = work.db.write().await?;
            listen::store::failed(&mut tx, &source.id, &failure, work.clock.now()).await?;
            return tx.commit().await;
        }
        tokio::time::sleep(retry(failures)).await;
    }
}

/// Hands over window by window.
///
/// - returns: why the stream ended
async fn follow(
    work: &Work,
    source: &Source,
    open: &mut Stream,
    cursor: &mut Option<i64>,
    failures: &mut u32,
) -> Result<Failure> {
    let mut said: Option<Instant> = None;
    loop {
        let window = match open.next(&work.parser, source, &work.zone).await {
            Ok(window) => window,
            Err(failure) => return Ok(failure),
        };
        *failures = 0;
        *cursor = window.cursor.or(*cursor);
        let is_quiet = window.parsed.post_count() == 0 && window.parsed.met.is_empty();
        if is_quiet && said.is_some_and(|said| said.elapsed() < SIGN_OF_LIFE) {
            continue;
        }
        let held = work.clock.now().plus(HELD);
        hand_over(work, source, window.parsed, cursor.map(stored), Some(held)).await?;
        said = Some(Instant::now());
    }
}

/// Reads the letters that came, and files them away once they are stored.
pub async fn letters(work: &Work, due: &Due) -> Result<()> {
    let source = &due.source;
    let now = work.clock.now();
    let read = match &work.mail_folder {
        Some(root) => folder::read(&work.parser, root, source, &work.zone).await,
        None => Err(Reason::FolderMissing),
    };
    let mut letters = match read {
        Ok(letters) => letters,
        Err(reason) => {
            let failure = Failure { reason, detail: String::new(), wait: None };
            let mut tx = work.db.write().await?;
            listen::store::failed(&mut tx, &source.id, &failure, now).await?;
            return tx.commit().await;
        }
    };
    let minutes = if letters.is_full() { 0 } else { u64::from(source.poll_minutes) };
    let parsed = letters.take();
    hand_over(work, source, parsed, None, Some(now.plus(Duration::from_secs(minutes * 60)))).await?;
    let stuck = letters.file_away();
    if stuck > 0 {
        tracing::warn!(source.id = %source.id, stuck, "{stuck} letters could not be moved to cur and will be read again");
    }
    Ok(())
}

/// Takes in an export that the desk uploaded, part by part.
///
/// - returns: tickets that were new, those that were known, and rows that were left out
pub async fn export(work: &Work, source: &Source, export: &Export) -> Result<desk::Taken> {
    let mut taken = desk::Taken::default();
    for part in export.parts() {
        let parsed = export.parse(&part, &work.parser, source, &work.zone).await;
        let parsed = parsed.map_err(|reason| Error::invalid(reason.key()))?;
        taken.skipped += parsed.skipped.len();
        let outcome = hand_over(work, source, parsed, None, None).await?;
        taken.new += outcome.new;
        taken.known += outcome.known;
    }
    Ok(taken)
}

async fn hand_over(
    work: &Work,
    source: &Source,
    parsed: Parsed,
    cursor: Option<String>,
    next_poll: Option<Time>,
) -> Result<crate::pipeline::Outcome> {
    let now = work.clock.now();
    let batch = work
        .pipeline
        .with_day_key(|day_key| Intake { day_key, intake_key: &work.intake_key, now }.hear(parsed, source));
    let along = part(&source.id, cursor, next_poll, batch.skipped, batch.met);
    work.pipeline.deliver(work.pipeline.study(batch.heard), along).await
}

fn part(source: &SourceId, cursor: Option<String>, next_poll: Option<Time>, skipped: Vec<Skipped>, met: Met) -> Along {
    Along::Part { source: source.clone(), cursor, next_poll, skipped, met }
}
