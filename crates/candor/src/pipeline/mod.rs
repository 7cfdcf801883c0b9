//! The one place where hearing becomes understanding: batches go in, and come out durable with their stories and alerts.
//!
//! Whoever hears something (a poll, an import, a push) studies it on all cores, hands it over and waits. The pipeline
//! gathers what comes into a batch, places it into stories in order, and commits mentions, findings, counts, alerts and
//! the source's cursor in one transaction. Acknowledged therefore means durable, and a crash
//! neither loses nor repeats anything. Voices go from intake into the book in memory, and never to the disk.
//!
//! [`study`] is the part that runs on many threads, [`state`] what is kept between batches, [`alerts`] what watches
//! the stories that moved. Why hearing and understanding share a transaction stands in `docs/decisions/`.

mod alerts;
mod headline;
mod state;
mod study;

use crate::config::Config;
use analyse::Finding;
use listen::{Along, DayKey, Heard};
use model::{Clock, Error, Kind, MentionId, Result, Threshold, Zone};
use state::State;
use std::collections::HashSet;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};
use store::Db;
pub use study::Studied;
use text::Gazetteer;
use tokio::sync::{mpsc, oneshot, watch};

/// A batch is committed once it holds this many mentions or has waited this long: the price of one fsync, shared.
const BATCH_MENTIONS: usize = 5_000;
const BATCH_WAIT: Duration = Duration::from_millis(50);
/// Deliveries that may wait. Whoever hears faster than this is slowed down, not buffered.
const WAITING_MAX: usize = 64;
/// How often the clock is looked at when nothing is heard, so that a day closes and an alert falls in a quiet town too.
const TICK: Duration = Duration::from_secs(5);

enum Message {
    Heard(Delivery),
    /// Look at the open alerts as of now.
    Settle(oneshot::Sender<Result<()>>),
}

/// What was heard at once, and what is to be written with it.
struct Delivery {
    studied: Studied,
    along: Along,
    done: oneshot::Sender<Result<Outcome>>,
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub new: usize,
    /// Heard before, and therefore not stored again.
    pub known: usize,
}

/// The entrance to the pipeline. Cloning it shares the pipeline.
#[derive(Clone)]
pub struct Pipeline {
    inbox: mpsc::Sender<Message>,
    moved: watch::Receiver<u64>,
    day_key: Arc<RwLock<DayKey>>,
    settings: Arc<Settings>,
}

/// What the pipeline needs to know, none of which changes while it runs.
pub struct Settings {
    pub k: Threshold,
    pub zone: Zone,
    pub clock: Clock,
    pub gazetteer: Gazetteer,
    pub policy: warn::Policy,
    /// How long the masked text of private persons is kept.
    pub text_kept: Duration,
}

impl Settings {
    pub fn of(config: &Config, clock: Clock, policy: warn::Policy) -> Self {
        Settings {
            k: config.threshold(),
            zone: config.zone(),
            clock,
            gazetteer: Gazetteer::new(&config.districts),
            policy,
            text_kept: config.text_kept(),
        }
    }
}

impl Pipeline {
    /// Takes up what is stored and begins to work. It ends when every entrance to it is dropped.
    pub async fn start(db: Db, settings: Settings) -> Result<(Self, tokio::task::JoinHandle<()>)> {
        let day_key = Arc::new(RwLock::new(DayKey::fresh(settings.zone.clone(), settings.clock.now())));
        let state = State::load(&db, &settings).await?;
        let (sender, inbox) = mpsc::channel(WAITING_MAX);
        let (moving, moved) = watch::channel(0);
        let settings = Arc::new(settings);
        let worker = Worker { db, settings: settings.clone(), state, day_key: day_key.clone(), moving };
        let task = tokio::spawn(worker.run(inbox));
        Ok((Pipeline { inbox: sender, moved, day_key, settings }, task))
    }

    /// Finds what each mention says by itself, on all cores. Pure: nothing is kept, and what is never delivered is forgotten.
    pub fn study(&self, heard: Vec<Heard>) -> Studied {
        tokio::task::block_in_place(|| study::study(heard, &self.settings.gazetteer))
    }

    /// Hands over what was heard and waits until it is durable.
    ///
    /// - errors: whatever kept it from being stored; nothing of it is stored then, so it can be handed over again
    pub async fn deliver(&self, studied: Studied, along: Along) -> Result<Outcome> {
        let (done, answer) = oneshot::channel();
        self.inbox.send(Message::Heard(Delivery { studied, along, done })).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    /// Judges the open alerts as of now. An import of history ends with it, so that what was over long ago does not stand open.
    pub async fn settle(&self) -> Result<()> {
        let (done, answer) = oneshot::channel();
        self.inbox.send(Message::Settle(done)).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    /// Changes with every committed batch of this process.
    pub fn moved(&self) -> watch::Receiver<u64> {
        self.moved.clone()
    }

    /// Works with the key of the day, which is held for as short as possible.
    pub fn with_day_key<T>(&self, work: impl FnOnce(&DayKey) -> T) -> T {
        work(&self.day_key.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

fn gone() -> Error {
    Error::new(Kind::Busy, "error-busy").with_detail("the pipeline has ended")
}

struct Worker {
    db: Db,
    settings: Arc<Settings>,
    state: State,
    day_key: Arc<RwLock<DayKey>>,
    moving: watch::Sender<u64>,
}

impl Worker {
    async fn run(mut self, mut inbox: mpsc::Receiver<Message>) {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        // A message that ended a batch without being part of it.
        let mut next = None;
        loop {
            let message = match next.take() {
                Some(message) => Some(message),
                None => tokio::select! {
                    message = inbox.recv() => message,
                    _ = tick.tick() => {
                        if let Err(error) = self.turn(false).await {
                            tracing::error!(%error, "the day could not be turned");
                            self.recover().await;
                        }
                        continue;
                    }
                },
            };
            match message {
                None => return,
                Some(Message::Settle(done)) => {
                    let settled = self.turn(true).await;
                    let _ = done.send(settled);
                }
                Some(Message::Heard(first)) => {
                    let (batch, after) = gather(first, &mut inbox).await;
                    next = after;
                    self.work(batch).await;
                }
            }
        }
    }

    /// Brings one batch to the disk and answers everyone who waits for it.
    async fn work(&mut self, mut batch: Vec<Delivery>) {
        let begun = Instant::now();
        let result = match self.commit(&mut batch).await {
            // Another process committed first: take up what it did, and try once more on top of it.
            Err(error) if error.kind == Kind::Conflict => {
                tracing::info!("another process heard something too; taking up its state");
                self.recover().await;
                self.commit(&mut batch).await
            }
            result => result,
        };
        match result {
            Ok(outcomes) => {
                let new: usize = outcomes.iter().map(|outcome| outcome.new).sum();
                metrics::counter!("mentions_total").increment(new as u64);
                metrics::histogram!("batch_seconds").record(begun.elapsed().as_secs_f64());
                self.moving.send_modify(|moved| *moved += 1);
                for (delivery, outcome) in batch.into_iter().zip(outcomes) {
                    // Whoever no longer waits finds it stored when they come again.
                    let _ = delivery.done.send(Ok(outcome));
                }
            }
            // One of several may be refused for its own sake, such as a push that came before; the others are not.
            Err(error) if error.kind == Kind::Conflict && batch.len() > 1 => {
                self.recover().await;
                for delivery in batch {
                    Box::pin(self.work(vec![delivery])).await;
                }
            }
            Err(error) => {
                tracing::error!(%error, "a batch could not be stored; nothing of it was kept");
                for delivery in batch {
                    let _ = delivery.done.send(Err(Error::new(error.kind, error.message)));
                }
                // What was counted and placed on the way is not on the disk, so memory follows the disk.
                self.recover().await;
            }
        }
    }

    async fn commit(&mut self, batch: &mut [Delivery]) -> Result<Vec<Outcome>> {
        self.turn(false).await?;
        let mut outcomes = Vec::with_capacity(batch.len());
        let mut fresh: Vec<(&Heard, &Finding)> = Vec::new();
        // The same post in two deliveries of one batch is new in the first alone.
        let mut met: HashSet<&str> = HashSet::new();
        for delivery in batch.iter() {
            let before = fresh.len();
            let new = delivery.studied.each().filter(|(heard, _)| self.state.is_new(&heard.mention.id));
            fresh.extend(new.filter(|(heard, _)| met.insert(heard.mention.id.as_str())));
            let new = fresh.len() - before;
            outcomes.push(Outcome { new, known: delivery.studied.heard.len() - new });
        }
        let now = self.settings.clock.now();
        let expires = now.plus(self.settings.text_kept);
        let (settings, state, day_key) = (&self.settings, &mut self.state, &self.day_key);
        let written = tokio::task::block_in_place(|| {
            let key = day_key.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            state.place(&fresh, &key, settings.k, expires)
        });
        let fresh: Vec<&Heard> = fresh.into_iter().map(|(heard, _)| heard).collect();

        let mut tx = self.db.write().await?;
        for delivery in batch.iter() {
            delivery.along.write(&mut tx, now).await?;
        }
        let added = listen::store::add(&mut tx, &fresh, expires, now).await?;
        if added != fresh.len() {
            return Err(Error::conflict("error-heard-elsewhere"));
        }
        let (moved, newest) = (written.moved.clone(), written.newest);
        let epoch = written.write(&mut tx).await?;
        alerts::watch(&mut tx, &self.settings, &self.state, &moved, newest).await?;
        tx.commit().await?;
        let ids: Vec<MentionId> = fresh.iter().map(|heard| heard.mention.id.clone()).collect();
        self.state.committed(epoch, &ids);
        Ok(outcomes)
    }

    /// Closes the day when the office's midnight has passed, and lets alerts fall in stories that went quiet.
    ///
    /// - `must`: look at the alerts even if no hour has begun
    async fn turn(&mut self, must: bool) -> Result<()> {
        let now = self.settings.clock.now();
        let closed = self.state.turn_day(now);
        let is_new_hour = self.state.turn_hour(now);
        if closed.is_none() && !is_new_hour && !must {
            return Ok(());
        }
        let is_new_day = closed.is_some();
        let mut tx = self.db.write().await?;
        let mut epoch = self.state.epoch();
        if let Some(closed) = closed {
            epoch = closed.write(&mut tx).await?;
            let day = self.settings.zone.day(now);
            analyse::store::close_days(&mut tx, self.settings.k, self.settings.zone.start(day), day).await?;
        }
        alerts::watch_open(&mut tx, &self.settings, &self.state).await?;
        tx.commit().await?;
        self.state.committed(epoch, &[]);
        if is_new_day {
            self.day_key.write().unwrap_or_else(std::sync::PoisonError::into_inner).roll(now);
        }
        self.moving.send_modify(|moved| *moved += 1);
        Ok(())
    }

    /// Memory follows the disk: whatever was counted or placed and not committed is forgotten.
    async fn recover(&mut self) {
        while let Err(error) = self.state.reload(&self.db).await {
            tracing::error!(%error, "the stored state cannot be read; trying again");
            tokio::time::sleep(TICK).await;
        }
    }
}

/// Waits a moment for others, so that many small deliveries share one commit.
///
/// - returns: the batch, and a message that was met on the way and is no part of it
async fn gather(first: Delivery, inbox: &mut mpsc::Receiver<Message>) -> (Vec<Delivery>, Option<Message>) {
    let mut mentions = first.studied.heard.len();
    let mut batch = vec![first];
    let until = tokio::time::Instant::now() + BATCH_WAIT;
    while mentions < BATCH_MENTIONS {
        match tokio::time::timeout_at(until, inbox.recv()).await {
            Ok(Some(Message::Heard(delivery))) => {
                mentions += delivery.studied.heard.len();
                batch.push(delivery);
            }
            Ok(Some(other)) => return (batch, Some(other)),
            Ok(None) | Err(_) => break,
        }
    }
    (batch, None)
}
