//! The one place where hearing becomes understanding: batches go in, and come out durable with their stories and alerts.
//!
//! Whoever hears something (a poll, an import, a push) hands over a [`Delivery`] and waits. The pipeline gathers
//! deliveries into a batch, studies it on all cores, places it into stories in order, and commits mentions, findings,
//! counts, alerts and the source's cursor in one transaction. Acknowledged therefore means durable, and a crash
//! neither loses nor repeats anything. Voices go from intake into the book in memory, and never to the disk.
//!
//! [`study`] is the part that runs on many threads, [`state`] what is kept between batches, [`alerts`] what watches
//! the stories that moved. Why hearing and understanding share a transaction stands in `docs/decisions/`.

mod alerts;
mod headline;
mod state;
mod study;

use crate::config::Config;
use listen::{Along, DayKey, Heard};
use model::{Clock, Error, Kind, Result, Threshold, Zone};
use state::State;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};
use store::Db;
use text::Gazetteer;
use tokio::sync::{mpsc, oneshot, watch};

/// A batch is committed once it holds this many mentions or has waited this long: the price of one fsync, shared.
const BATCH_MENTIONS: usize = 5_000;
const BATCH_WAIT: Duration = Duration::from_millis(50);
/// Deliveries that may wait. Whoever hears faster than this is slowed down, not buffered.
const WAITING_MAX: usize = 64;
/// How often the clock is looked at when nothing is heard, so that a day closes and an alert falls in a quiet town too.
const TICK: Duration = Duration::from_secs(5);

/// What was heard at once, and what is to be written with it.
pub struct Delivery {
    pub heard: Vec<Heard>,
    pub along: Along,
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
    deliveries: mpsc::Sender<Delivery>,
    moved: watch::Receiver<i64>,
    day_key: Arc<RwLock<DayKey>>,
}

/// What the pipeline needs to know, none of which changes while it runs.
pub struct Settings {
    pub k: Threshold,
    pub zone: Zone,
    pub clock: Clock,
    pub gazetteer: Gazetteer,
    pub policy: warn::Policy,
}

impl Settings {
    pub fn of(config: &Config, clock: Clock, policy: warn::Policy) -> Self {
        Settings {
            k: config.threshold(),
            zone: config.zone(),
            clock,
            gazetteer: Gazetteer::new(&config.districts),
            policy,
        }
    }
}

impl Pipeline {
    /// Takes up what is stored and begins to work. It ends when every entrance to it is dropped.
    pub async fn start(db: Db, settings: Settings) -> Result<(Self, tokio::task::JoinHandle<()>)> {
        let day_key = Arc::new(RwLock::new(DayKey::fresh(settings.zone.clone(), settings.clock.now())));
        let state = State::load(&db, &settings).await?;
        let (deliveries, inbox) = mpsc::channel(WAITING_MAX);
        let (moving, moved) = watch::channel(state.epoch());
        let worker = Worker { db, settings: Arc::new(settings), state, day_key: day_key.clone(), moving };
        let task = tokio::spawn(worker.run(inbox));
        Ok((Pipeline { deliveries, moved, day_key }, task))
    }

    /// Hands over what was heard and waits until it is durable.
    ///
    /// - errors: whatever kept it from being stored; nothing of it is stored then, so it can be handed over again
    pub async fn deliver(&self, heard: Vec<Heard>, along: Along) -> Result<Outcome> {
        let (done, answer) = oneshot::channel();
        let gone = || Error::new(Kind::Busy, "error-busy").with_detail("the pipeline has ended");
        self.deliveries.send(Delivery { heard, along, done }).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    /// Changes with every committed batch of this process.
    pub fn moved(&self) -> watch::Receiver<i64> {
        self.moved.clone()
    }

    /// Works with the key of the day, which is held for as short as possible.
    pub fn with_day_key<T>(&self, work: impl FnOnce(&DayKey) -> T) -> T {
        work(&self.day_key.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

struct Worker {
    db: Db,
    settings: Arc<Settings>,
    state: State,
    day_key: Arc<RwLock<DayKey>>,
    moving: watch::Sender<i64>,
}

impl Worker {
    async fn run(mut self, mut inbox: mpsc::Receiver<Delivery>) {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                first = inbox.recv() => {
                    let Some(first) = first else { return };
                    let batch = gather(first, &mut inbox).await;
                    self.work(batch).await;
                }
                _ = tick.tick() => {
                    if let Err(error) = self.turn().await {
                        tracing::error!(%error, "the day could not be turned");
                        self.recover().await;
                    }
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
                self.moving.send_replace(self.state.epoch());
                for (delivery, outcome) in batch.into_iter().zip(outcomes) {
                    // Whoever no longer waits finds it stored when they come again.
                    let _ = delivery.done.send(Ok(outcome));
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
        self.turn().await?;
        let mut outcomes = Vec::with_capacity(batch.len());
        let mut fresh = Vec::new();
        for delivery in batch.iter() {
            let before = fresh.len();
            fresh.extend(delivery.heard.iter().filter(|heard| self.state.is_new(&heard.mention.id)));
            // The same post in two deliveries of one batch is new in the first alone.
            let new = study::without_repeats(&mut fresh, before);
            outcomes.push(Outcome { new, known: delivery.heard.len() - new });
        }
        let studied = tokio::task::block_in_place(|| study::study(&fresh, &self.settings.gazetteer));
        let day_key = self.day_key.clone();
        let written = tokio::task::block_in_place(|| {
            let key = day_key.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            self.state.place(&fresh, studied, &key, self.settings.k)
        });

        let mut tx = self.db.write().await?;
        let now = self.settings.clock.now();
        for delivery in batch.iter() {
            delivery.along.write(&mut tx, now).await?;
        }
        let added = listen::store::add(&mut tx, &fresh, now).await?;
        if added != fresh.len() {
            return Err(Error::conflict("error-heard-elsewhere"));
        }
        let moved = written.moved();
        let epoch = written.write(&mut tx, &self.state).await?;
        alerts::watch(&mut tx, &self.settings, &self.state, &moved).await?;
        tx.commit().await?;
        self.state.committed(epoch, &fresh);
        Ok(outcomes)
    }

    /// Closes the day when the office's midnight has passed, and lets alerts fall in stories that went quiet.
    async fn turn(&mut self) -> Result<()> {
        let now = self.settings.clock.now();
        let is_new_day = self.state.turn_day(now);
        let is_new_hour = self.state.turn_hour(now);
        if !is_new_day && !is_new_hour {
            return Ok(());
        }
        let mut tx = self.db.write().await?;
        let mut epoch = self.state.epoch();
        if is_new_day {
            let closing = self.state.close(now);
            epoch = closing.write(&mut tx, &self.state).await?;
            self.state.close_days(&mut tx, now).await?;
        }
        alerts::watch_open(&mut tx, &self.settings, &self.state).await?;
        tx.commit().await?;
        self.state.committed(epoch, &[]);
        if is_new_day {
            let mut key = self.day_key.write().unwrap_or_else(std::sync::PoisonError::into_inner);
            key.roll(now);
        }
        self.moving.send_replace(self.state.epoch());
        Ok(())
    }

    /// Memory follows the disk: whatever was counted or placed and not committed is forgotten.
    async fn recover(&mut self) {
        loop {
            match State::load(&self.db, &self.settings).await {
                Ok(state) => {
                    self.state = state;
                    return;
                }
                Err(error) => {
                    tracing::error!(%error, "the stored state cannot be read; trying again");
                    tokio::time::sleep(TICK).await;
                }
            }
        }
    }
}

/// Waits a moment for others, so that many small deliveries share one commit.
async fn gather(first: Delivery, inbox: &mut mpsc::Receiver<Delivery>) -> Vec<Delivery> {
    let mut mentions = first.heard.len();
    let mut batch = vec![first];
    let until = tokio::time::Instant::now() + BATCH_WAIT;
    while mentions < BATCH_MENTIONS {
        match tokio::time::timeout_at(until, inbox.recv()).await {
            Ok(Some(delivery)) => {
                mentions += delivery.heard.len();
                batch.push(delivery);
            }
            Ok(None) | Err(_) => break,
        }
    }
    batch
}
