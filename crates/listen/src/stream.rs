//! Listening to a stream: windows of a connection that is held open, each parsed in the child and handed over whole.
//!
//! The cursor that is stored is a minute of the stream, never the moment of a post: what comes twice after a restart is
//! known by its name and stored once.

use crate::connectors::Context;
use crate::connectors::jetstream::COLLECTION;
use crate::fetch::{Channel, Failure, Fetcher, readable};
use crate::isolate::Parser;
use crate::limits::{
    Met, Reason, STREAM_BACK_MAX, STREAM_IDLE, STREAM_RETRY_MAX, STREAM_RETRY_MIN, STREAM_WINDOW, STREAM_WINDOW_BYTES,
    STREAM_WINDOW_MESSAGES,
};
use crate::raw::Parsed;
use crate::source::{Source, web_form};
use model::{Time, Zone};
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

const MINUTE_US: i64 = 60_000_000;
/// How long a preview listens before it says what it heard.
const TASTE: Duration = Duration::from_secs(6);

/// One open stream of a source.
pub struct Stream {
    channel: Channel,
    /// Microseconds since 1970 of the last event.
    cursor: Option<i64>,
    /// Why it ended, once it did; what came before is handed over first.
    ended: Option<Reason>,
}

/// What came in a while.
pub struct Window {
    pub parsed: Parsed,
    /// Where the stream goes on.
    pub cursor: Option<i64>,
}

/// As it is stored: the minute alone.
pub fn stored(cursor: i64) -> String {
    (cursor / MINUTE_US * MINUTE_US).to_string()
}

/// How long to wait before a stream that ended is opened again.
pub fn retry(failures: u32) -> Duration {
    STREAM_RETRY_MIN.saturating_mul(1 << failures.saturating_sub(1).min(10)).min(STREAM_RETRY_MAX)
}

impl Stream {
    /// Opens it where it ended, unless that is long ago.
    ///
    /// - `cursor`: of the last window, or as stored
    /// - errors: `StreamUnasked` if nothing narrows it; otherwise why it could not be opened
    pub async fn open(fetcher: &Fetcher, source: &Source, cursor: Option<i64>, now: Time) -> Result<Self, Failure> {
        let refused = |reason| Failure { reason, detail: String::new(), wait: None };
        if source.options.filter().is_none() {
            return Err(refused(Reason::StreamUnasked));
        }
        let url = source.url.as_deref().ok_or_else(|| refused(Reason::UrlRefused))?;
        let mut url = readable(&web_form(url)).map_err(refused)?;
        url.query_pairs_mut().append_pair("wantedCollections", COLLECTION);
        let earliest_us = now.minus(STREAM_BACK_MAX).ms().saturating_mul(1000);
        let cursor = cursor.filter(|cursor| *cursor > 0).map(|cursor| cursor.max(earliest_us));
        if let Some(cursor) = cursor {
            url.query_pairs_mut().append_pair("cursor", &cursor.to_string());
        }
        let channel = fetcher.open(url.as_str(), now).await?;
        Ok(Stream { channel, cursor, ended: None })
    }

    /// Waits for the next window: what comes within two seconds of its first message, or until it is full.
    ///
    /// - errors: why the stream is over; what had come until then was handed over before
    pub async fn next(&mut self, parser: &Parser, source: &Source, zone: &Zone) -> Result<Window, Failure> {
        let over = |reason| Failure { reason, detail: String::new(), wait: None };
        if let Some(reason) = self.ended {
            return Err(over(reason));
        }
        let first = timeout(STREAM_IDLE, self.channel.next()).await.unwrap_or(Err(Reason::TimedOut)).map_err(over)?;
        let until = Instant::now() + STREAM_WINDOW;
        let mut lines = String::new();
        let mut met = Met::default();
        self.add(&mut lines, &first);
        let mut count = 1;
        while count < STREAM_WINDOW_MESSAGES && lines.len() < STREAM_WINDOW_BYTES {
            match timeout_at(until, self.channel.next()).await {
                Err(_) => break,
                Ok(Ok(message)) => self.add(&mut lines, &message),
                Ok(Err(reason)) => {
                    if reason == Reason::MessageOver {
                        met.note(reason);
                    }
                    self.ended = Some(reason);
                    break;
                }
            }
            count += 1;
        }
        let context = Context { options: source.options.clone(), ..Context::new(zone.clone()) };
        let mut parsed = parser.parse(&source.connector, &context, lines.as_bytes()).await.map_err(over)?;
        parsed.met.merge(&met);
        Ok(Window { parsed, cursor: self.cursor })
    }

    fn add(&mut self, lines: &mut String, message: &str) {
        if let Some(cursor) = cursor_of(message) {
            self.cursor = Some(self.cursor.map_or(cursor, |known| known.max(cursor)));
        }
        lines.extend(message.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
        lines.push('\n');
    }
}

/// The one number of a message that is read outside of the parsing child.
fn cursor_of(message: &str) -> Option<i64> {
    let (_, after) = message.split_once("\"time_us\":")?;
    let digits: String = after.trim_start().chars().take_while(char::is_ascii_digit).take(17).collect();
    digits.parse().ok()
}

/// Listens for a moment, for a preview.
pub(crate) async fn taste(
    fetcher: &Fetcher,
    parser: &Parser,
    source: &Source,
    zone: &Zone,
    now: Time,
) -> Result<Parsed, Failure> {
    let mut stream = Stream::open(fetcher, source, None, now).await?;
    let mut heard = Parsed::default();
    let until = Instant::now() + TASTE;
    while let Ok(window) = timeout_at(until, stream.next(parser, source, zone)).await {
        match window {
            Ok(window) => heard.append(window.parsed),
            Err(_) => break,
        }
    }
    Ok(heard)
}

#[cfg(test)]
mod tests;
