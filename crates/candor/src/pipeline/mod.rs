//! The one place where hearing becomes understanding: batches go in, and come out durable with their stories and alerts.
//!
//! Whoever hears something (a poll, an import, a push) studies it on all cores, hands it over and waits. The pipeline
//! gathers what comes into a batch, places it into stories in order, and commits mentions, findings, counts, alerts and
//! the source's cursor in one transaction; while one batch is written, the next is placed. Acknowledged therefore means
//! durable, and a crash neither loses nor repeats anything. Voices go from intake into the book in memory, and never to the disk.
//!
//! [`study`] is the part that runs on many threads, [`state`] what is kept between batches, [`alerts`] what watches
//! the stories that moved. Why hearing and understanding share a transaction stands in `docs/decisions/`.

mod alerts;
mod headline;
mod hours;
mod state;
mod study;

use crate::config::Config;
use analyse::topics::TopicSet;
use analyse::{Finding, Knowledge};
use hours::WatchedHours;
use listen::{Along, DayKey, Heard};
use model::{Clock, Error, Kind, Result, Threshold, Time, Zone};
use state::{State, Written};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};
use store::Db;
pub use study::Studied;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

/// A batch is committed once it holds this many mentions or has waited this long: the price of one fsync, shared.
const BATCH_MENTIONS: usize = 5_000;
const BATCH_WAIT: Duration = Duration::from_millis(50);
/// Deliveries that may wait. Whoever hears faster than this is slowed down, not buffered.
const WAITING_MAX: usize = 64;
/// How often the clock is looked at when nothing is heard, so that a day closes and an alert falls in a quiet town too.
const TICK: Duration = Duration::from_secs(5);

enum Message {
    Heard(Box<Delivery>),
    /// Look at the open alerts as of now.
    Settle(oneshot::Sender<Result<()>>),
}

/// What was heard at once, and what is to be written with it.
struct Delivery {
    studied: Studied,
    along: Along,
    done: oneshot::Sender<Result<Outcome>>,
}

/// A mention that is not stored yet.
pub struct Fresh {
    /// Which of the batch's deliveries brought it.
    delivery: usize,
    heard: Heard,
    finding: Finding,
    /// Places in the topics' set of this revision.
    topics: Vec<usize>,
    revision: i64,
}

/// Deliveries that become durable together.
struct Batch {
    fresh: Vec<Fresh>,
    receipts: Vec<Receipt>,
}

/// What is left of a delivery once its mentions are in the batch.
struct Receipt {
    along: Along,
    done: oneshot::Sender<Result<Outcome>>,
    heard: usize,
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
    topics: Topics,
    settings: Arc<Settings>,
}

/// The topics as they were last loaded. Whoever studies takes them along; the worker looks before each batch whether they moved.
type Topics = Arc<RwLock<Arc<TopicSet>>>;

/// What the pipeline needs to know, none of which changes while it runs.
pub struct Settings {
    pub k: Threshold,
    pub zone: Zone,
    pub clock: Clock,
    pub knowledge: Knowledge,
    pub policy: warn::InForce,
    /// How long the masked text of private persons is kept.
    pub text_kept: Duration,
}

impl Settings {
    pub fn of(config: &Config, clock: Clock, policy: warn::InForce, knowledge: Knowledge) -> Self {
        Settings { k: config.threshold(), zone: config.zone(), clock, knowledge, policy, text_kept: config.text_kept() }
    }
}

impl Pipeline {
    /// Takes up what is stored and begins to work. It ends when every entrance to it is dropped.
    pub async fn start(db: Db, settings: Settings) -> Result<(Self, JoinHandle<()>)> {
        let day_key = Arc::new(RwLock::new(DayKey::fresh(settings.zone.clone(), settings.clock.now())));
        let state = State::load(&db, &settings).await?;
        let (sender, inbox) = mpsc::channel(WAITING_MAX);
        let (moving, moved) = watch::channel(0);
        let settings = Arc::new(settings);
        let topics: Topics = Arc::new(RwLock::new(Arc::new(TopicSet::load(&db).await?)));
        let worker = Worker {
            db,
            settings: settings.clone(),
            state,
            day_key: day_key.clone(),
            topics: topics.clone(),
            moving,
            under_way: None,
            hours: WatchedHours::default(),
        };
        let task = tokio::spawn(worker.run(inbox));
        Ok((Pipeline { inbox: sender, moved, day_key, topics, settings }, task))
    }

    /// Finds what each mention says by itself, on all cores. Pure: nothing is kept, and what is never delivered is forgotten.
    pub fn study(&self, heard: Vec<Heard>) -> Studied {
        let topics = held(&self.topics);
        tokio::task::block_in_place(|| study::study(heard, &self.settings.knowledge, &topics))
    }

    /// Hands over what was heard and waits until it is durable.
    ///
    /// - errors: whatever kept it from being stored; nothing of it is stored then, so it can be handed over again
    pub async fn deliver(&self, studied: Studied, along: Along) -> Result<Outcome> {
        let (done, answer) = oneshot::channel();
        self.inbox.send(Message::Heard(Box::new(Delivery { studied, along, done }))).await.map_err(|_| gone())?;
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

fn held(topics: &Topics) -> Arc<TopicSet> {
    topics.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
}

fn gone() -> Error {
    Error::new(Kind::Busy, "error-busy").with_detail("the pipeline has ended")
}

struct Worker {
    db: Db,
    settings: Arc<Settings>,
    state: State,
    day_key: Arc<RwLock<DayKey>>,
    topics: Topics,
    moving: watch::Sender<u64>,
    /// The batch that is being written. Memory is ahead of the disk by it.
    under_way: Option<JoinHandle<Landed>>,
    /// Of the stories that are watched; they are with the writer while a batch is written.
    hours: WatchedHours,
}

/// A batch whose write has ended.
enum Landed {
    /// Everyone who waited for it has been answered.
    Safely(WatchedHours),
    Failed(Batch, Error),
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
                    landed = ended(&mut self.under_way) => {
                        self.under_way = None;
                        self.take_back(landed).await;
                        continue;
                    }
                    _ = tick.tick() => {
                        if let Err(error) = self.turn(false).await {
                            tracing::error!(%error, "the day could not be turned");
                        }
                        continue;
                    }
                },
            };
            match message {
                None => return self.end().await,
                Some(Message::Settle(done)) => {
                    let settled = self.turn(true).await;
                    let _ = done.send(settled);
                }
                Some(Message::Heard(first)) => {
                    let (batch, after) = gather(*first, &mut inbox).await;
                    next = after;
                    self.work(batch).await;
                }
            }
        }
    }

    /// Places a batch while the one before it is written, and begins to write it.
    async fn work(&mut self, mut batch: Batch) {
        if let Err(error) = self.prepare().await {
            tracing::error!(%error, "a batch could not be taken up; nothing of it was kept");
            self.recover().await;
            return batch.refuse(&error);
        }
        let mut written = self.place(&mut batch);
        if !self.land().await {
            written = self.place(&mut batch);
        }
        self.under_way = Some(tokio::spawn(self.writer().write(batch, written)));
    }

    fn writer(&mut self) -> Writer {
        let hours = std::mem::take(&mut self.hours);
        Writer { db: self.db.clone(), settings: self.settings.clone(), moving: self.moving.clone(), hours }
    }

    /// Turns the clock, and takes up what another process has committed.
    async fn prepare(&mut self) -> Result<()> {
        self.turn(false).await?;
        if self.under_way.is_none() {
            self.state.catch_up(&self.db, &self.settings).await?;
        }
        self.follow_topics().await
    }

    /// Takes up the topics that the desk has changed, so that what is placed next is counted for them.
    async fn follow_topics(&mut self) -> Result<()> {
        if analyse::topics::store::revision(&self.db).await? != held(&self.topics).revision {
            let set = Arc::new(TopicSet::load(&self.db).await?);
            *self.topics.write().unwrap_or_else(std::sync::PoisonError::into_inner) = set;
        }
        Ok(())
    }

    fn place(&mut self, batch: &mut Batch) -> Written {
        let expires = self.settings.clock.now().plus(self.settings.text_kept);
        let topics = held(&self.topics);
        let (settings, state, day_key) = (&self.settings, &mut self.state, &self.day_key);
        tokio::task::block_in_place(|| {
            batch.fresh.retain(|fresh| state.note(&fresh.heard.mention.id));
            let key = day_key.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            state.place(&batch.fresh, &key, &topics, settings, expires)
        })
    }

    /// Waits for the batch that is being written.
    ///
    /// - returns: whether what is in memory still stands
    async fn land(&mut self) -> bool {
        let Some(task) = self.under_way.take() else { return true };
        let landed = task.await.expect("writing does not panic");
        self.take_back(landed).await
    }

    /// Deals with a batch that could not be written: memory follows the disk, and what was refused for another's sake is tried again.
    ///
    /// - returns: whether there was nothing to deal with
    async fn take_back(&mut self, landed: Landed) -> bool {
        let (batch, error) = match landed {
            Landed::Safely(hours) => {
                self.hours = hours;
                return true;
            }
            Landed::Failed(batch, error) => (batch, error),
        };
        self.recover().await;
        if error.kind != Kind::Conflict {
            tracing::error!(%error, "a batch could not be stored; nothing of it was kept");
            batch.refuse(&error);
            return false;
        }
        // Another process committed first, or one delivery is refused for its own sake, such as a push that came before.
        for mut alone in batch.each_alone() {
            let written = self.place(&mut alone);
            match self.writer().write(alone, written).await {
                Landed::Safely(hours) => self.hours = hours,
                Landed::Failed(alone, error) => {
                    tracing::info!(%error, "a delivery was refused");
                    alone.refuse(&error);
                    self.recover().await;
                }
            }
        }
        false
    }

    /// Closes the day when the office's midnight has passed, and lets alerts fall in stories that went quiet.
    ///
    /// - `must`: look at the alerts even if no hour has begun
    async fn turn(&mut self, must: bool) -> Result<()> {
        let now = self.settings.clock.now();
        if !self.state.is_new_hour(now) && !self.state.is_new_day(now) && !must {
            return Ok(());
        }
        self.land().await;
        let turned = self.turn_to(now).await;
        if turned.is_err() {
            self.recover().await;
        }
        turned
    }

    async fn turn_to(&mut self, now: Time) -> Result<()> {
        self.state.catch_up(&self.db, &self.settings).await?;
        self.state.turn_hour(now);
        let closed = self.state.turn_day(now);
        if closed.is_some() {
            // Before anything that may fail: no voice of the new day may be known by the key of the old one.
            self.day_key.write().unwrap_or_else(std::sync::PoisonError::into_inner).roll(now);
        }
        let mut tx = self.db.write().await?;
        if let Some(closed) = closed {
            analyse::store::enter(&mut tx, closed.epoch, closed.mentions).await?;
            closed.write(&mut tx).await?;
            let day = self.settings.zone.day(now);
            analyse::store::close_days(&mut tx, self.settings.k, self.settings.zone.start(day), day).await?;
        }
        alerts::watch_open(&mut tx, &self.settings, &self.state).await?;
        tx.commit().await?;
        self.moving.send_modify(|moved| *moved += 1);
        Ok(())
    }

    /// Memory follows the disk: whatever was counted or placed and not committed is forgotten.
    async fn recover(&mut self) {
        while let Err(error) = self.state.reload(&self.db, &self.settings).await {
            tracing::error!(%error, "the stored state cannot be read; trying again");
            tokio::time::sleep(TICK).await;
        }
    }

    /// Saves the clustering, so that the next start has nothing to follow.
    async fn end(mut self) {
        self.land().await;
        let Some(last) = self.state.last_words() else { return };
        let saved = async {
            let mut tx = self.db.write().await?;
            analyse::store::enter(&mut tx, last.epoch, last.mentions).await?;
            last.write(&mut tx).await?;
            tx.commit().await
        };
        if let Err(error) = saved.await {
            tracing::info!(%error, "the stories were not saved; the next start takes a little longer");
        }
    }
}

/// What a batch needs to be written, beside itself.
struct Writer {
    db: Db,
    settings: Arc<Settings>,
    moving: watch::Sender<u64>,
    hours: WatchedHours,
}

impl Writer {
    /// Brings one batch to the disk and answers everyone who waits for it.
    async fn write(mut self, batch: Batch, written: Written) -> Landed {
        let begun = Instant::now();
        match self.commit(&batch, written).await {
            Err(error) => Landed::Failed(batch, error),
            Ok(()) => {
                metrics::counter!("mentions_total").increment(batch.fresh.len() as u64);
                metrics::histogram!("batch_seconds").record(begun.elapsed().as_secs_f64());
                self.moving.send_modify(|moved| *moved += 1);
                batch.answer();
                Landed::Safely(self.hours)
            }
        }
    }

    async fn commit(&mut self, batch: &Batch, written: Written) -> Result<()> {
        let now = self.settings.clock.now();
        let expires = now.plus(self.settings.text_kept);
        let mut tx = self.db.write().await?;
        analyse::store::enter(&mut tx, written.epoch, written.mentions).await?;
        for receipt in &batch.receipts {
            receipt.along.write(&mut tx, now).await?;
        }
        let first = written.mentions + 1 - batch.fresh.len() as u64;
        let heard: Vec<&Heard> = batch.fresh.iter().map(|fresh| &fresh.heard).collect();
        listen::store::add(&mut tx, first, &heard, expires, now).await?;
        let (moved, newest) = (written.moved.clone(), written.newest);
        self.hours.follow(written.epoch, &moved, &written.merged);
        alerts::join(&mut tx, &self.settings, &written.merged, newest).await?;
        written.write(&mut tx).await?;
        alerts::watch(&mut tx, &self.settings, &mut self.hours, &moved, newest).await?;
        tx.commit().await
    }
}

impl Batch {
    fn of(deliveries: Vec<Delivery>) -> Self {
        let mut batch = Batch { fresh: Vec::new(), receipts: Vec::with_capacity(deliveries.len()) };
        for (index, delivery) in deliveries.into_iter().enumerate() {
            let Studied { heard, findings, topics, revision } = delivery.studied;
            batch.receipts.push(Receipt { along: delivery.along, done: delivery.done, heard: heard.len() });
            let all = heard.into_iter().zip(findings).zip(topics);
            let fresh =
                all.map(|((heard, finding), topics)| Fresh { delivery: index, heard, finding, topics, revision });
            batch.fresh.extend(fresh);
        }
        batch
    }

    /// Each delivery as a batch of its own.
    fn each_alone(self) -> Vec<Batch> {
        let alone = |receipt| Batch { fresh: Vec::new(), receipts: vec![receipt] };
        let mut batches: Vec<Batch> = self.receipts.into_iter().map(alone).collect();
        for fresh in self.fresh {
            batches[fresh.delivery].fresh.push(Fresh { delivery: 0, ..fresh });
        }
        batches
    }

    fn answer(self) {
        let mut new = vec![0; self.receipts.len()];
        for fresh in &self.fresh {
            new[fresh.delivery] += 1;
        }
        for (receipt, new) in self.receipts.into_iter().zip(new) {
            // Whoever no longer waits finds it stored when they come again.
            let _ = receipt.done.send(Ok(Outcome { new, known: receipt.heard - new }));
        }
    }

    fn refuse(self, error: &Error) {
        for receipt in self.receipts {
            let _ = receipt.done.send(Err(Error::new(error.kind, error.message)));
        }
    }
}

/// Waits until a write ends, or for ever if there is none.
async fn ended(under_way: &mut Option<JoinHandle<Landed>>) -> Landed {
    match under_way {
        Some(task) => task.await.expect("writing does not panic"),
        None => std::future::pending().await,
    }
}

/// Waits a moment for others, so that many small deliveries share one commit.
///
/// - returns: the batch, and a message that was met on the way and is no part of it
async fn gather(first: Delivery, inbox: &mut mpsc::Receiver<Message>) -> (Batch, Option<Message>) {
    let mut mentions = first.studied.heard.len();
    let mut deliveries = vec![first];
    let until = tokio::time::Instant::now() + BATCH_WAIT;
    while mentions < BATCH_MENTIONS {
        match tokio::time::timeout_at(until, inbox.recv()).await {
            Ok(Some(Message::Heard(delivery))) => {
                mentions += delivery.studied.heard.len();
                deliveries.push(*delivery);
            }
            Ok(Some(other)) => return (Batch::of(deliveries), Some(other)),
            Ok(None) | Err(_) => break,
        }
    }
    (Batch::of(deliveries), None)
}
