//! Live updates: a page hears that something changed, as server-sent events.
//!
//! Events are hints to look again, not contents: what a reader may see is decided where the page is made.

use crate::error::Fault;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use hyper::body::Frame;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, broadcast, mpsc, watch};

/// Proxies close a connection that says nothing for a minute or less.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// Then the browser opens a new stream, and its session is looked at again.
const STREAM_AGE_MAX: Duration = Duration::from_secs(10 * 60);
/// A page that lags by more than this is told to look at everything again.
const UPDATES_KEPT: usize = 64;
/// What a page hears that missed something.
const MISSED: Update = Update { name: "missed", id: String::new() };

/// Something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// What kind of thing: `story`, `alert`, `source`.
    pub name: &'static str,
    /// Which one; empty if not one of them in particular.
    pub id: String,
}

/// Where updates go in and streams come out. Cloning it shares the streams.
#[derive(Clone)]
pub struct Hub {
    updates: broadcast::Sender<Update>,
    places: Arc<Semaphore>,
    closing: watch::Sender<bool>,
}

impl Hub {
    /// - `streams_max`: how many may be open at once; each holds a connection and a small task
    pub fn new(streams_max: usize) -> Self {
        Hub {
            updates: broadcast::Sender::new(UPDATES_KEPT),
            places: Arc::new(Semaphore::new(streams_max)),
            closing: watch::Sender::new(false),
        }
    }

    /// Tells every open page. Never waits; nobody listening is fine.
    pub fn send(&self, update: Update) {
        let _ = self.updates.send(update);
    }

    /// Ends every stream, so that a server that shuts down need not wait for them.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Opens a stream for one page.
    ///
    /// - errors: 503 when as many are open as may be; the page still works, without updates
    pub fn open(&self) -> Result<Response, Fault> {
        let place =
            self.places.clone().try_acquire_owned().map_err(|_| {
                Fault::new(StatusCode::SERVICE_UNAVAILABLE, "error-busy").after(Duration::from_secs(60))
            })?;
        let (frames, received) = mpsc::channel(8);
        tokio::spawn(feed(self.updates.subscribe(), self.closing.subscribe(), frames, place));
        let mut response = Response::new(Body::new(Events(received)));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // Otherwise nginx gathers events until its buffer is full.
        headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        Ok(response)
    }
}

/// Writes one stream until its reader leaves, it grows old or the hub closes. The place is free again when it ends.
async fn feed(
    mut updates: broadcast::Receiver<Update>,
    mut closing: watch::Receiver<bool>,
    frames: mpsc::Sender<Bytes>,
    _place: OwnedSemaphorePermit,
) {
    let end = tokio::time::sleep(STREAM_AGE_MAX);
    tokio::pin!(end);
    let mut next = Bytes::from_static(b"retry: 5000\n\n");
    loop {
        // A reader who does not read holds up only this task.
        tokio::select! {
            sent = frames.send(next) => if sent.is_err() { return },
            () = &mut end => return,
        }
        next = tokio::select! {
            update = updates.recv() => match update {
                Ok(update) => written(&update),
                Err(broadcast::error::RecvError::Lagged(_)) => written(&MISSED),
                Err(broadcast::error::RecvError::Closed) => return,
            },
            () = tokio::time::sleep(HEARTBEAT) => Bytes::from_static(b":\n\n"),
            _ = closing.wait_for(|closing| *closing) => return,
            () = frames.closed() => return,
            () = &mut end => return,
        };
    }
}

/// One event in the form of the HTML standard, section 9.2. It has no `event` field, so that a page which looks at
/// everything again hears all kinds as one: `data: story 3f2a`.
fn written(update: &Update) -> Bytes {
    // A line break in an id would begin another field.
    let id = update.id.replace(['\r', '\n'], " ");
    Bytes::from(format!("data: {} {id}\n\n", update.name))
}

struct Events(mpsc::Receiver<Bytes>);

impl HttpBody for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}
