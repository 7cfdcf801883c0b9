//! The only way out to the network: politely, within limits, and to public addresses alone.

mod body;
mod robots;
mod stream;

use crate::limits::{
    BACK_OFF_MAX, BACK_OFF_MIN, BODY_BYTES_MAX, FETCH_TIMEOUT, FIELD_BYTES_MAX, FIRST_BYTE_TIMEOUT, HOST_PAUSE,
    HOST_PAUSE_MAX, REDIRECTS_MAX, Reason,
};
pub use courier::Policy;
use courier::{Network, Refused, Unreached};
use jiff::fmt::rfc2822::DateTimeParser;
use model::Time;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED, LINK, LOCATION, RETRY_AFTER,
};
use reqwest::{Client, Response, StatusCode, Url};
use robots::Robots;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
pub use stream::Channel;

/// What a server gave to recognise its last answer by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// A successful answer.
pub enum Fetched {
    /// Nothing new since the validators.
    Unchanged,
    Body(Body),
}

pub struct Body {
    /// Decompressed.
    pub bytes: Vec<u8>,
    /// Named by HTTP, if it named one.
    pub charset: Option<String>,
    pub validators: Validators,
    /// Whether what lay beyond the limit was cut off.
    pub is_cut: bool,
    /// The page after this one, where HTTP names it.
    pub next: Option<String>,
    /// How long the server wants to be left alone now, if its allowance is used up.
    pub rest: Option<Duration>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub reason: Reason,
    /// A status or a host, for the operator; never a path or a query.
    pub detail: String,
    /// How long the server asked us to wait, clamped.
    pub wait: Option<Duration>,
}

impl Failure {
    fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Failure { reason, detail: detail.into(), wait: None }
    }
}

/// How long to wait after failures in a row: five minutes, doubling up to a day.
pub fn back_off(failures: u32) -> Duration {
    BACK_OFF_MIN.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(BACK_OFF_MAX)
}

/// An address that could be fetched at all: http or https, with a host.
pub(crate) fn readable(url: &str) -> Result<Url, Reason> {
    let url = Url::parse(url.trim()).map_err(|_| Reason::UrlRefused)?;
    if matches!(url.scheme(), "http" | "https") && url.host_str().is_some() { Ok(url) } else { Err(Reason::UrlRefused) }
}

/// Fetches for all sources of one process, one request a host at a time.
pub struct Fetcher {
    network: Network,
    turns: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Option<Instant>>>>>,
    robots: Robots,
}

impl Fetcher {
    /// - errors: `Broken` if TLS cannot be set up
    pub fn new(policy: Policy) -> model::Result<Self> {
        Ok(Fetcher { network: Network::new(policy)?, turns: Mutex::default(), robots: Robots::default() })
    }

    /// Fetches an address, following redirects, each of which is checked like the first.
    ///
    /// - `validators`: of the last answer, so that an unchanged one costs no body
    /// - `now`: to read a date in `Retry-After`
    /// - errors: as values, for the source's health
    pub async fn fetch(&self, url: &str, validators: &Validators, now: Time) -> Result<Fetched, Failure> {
        let url = readable(url).map_err(|reason| Failure::new(reason, ""))?;
        self.follow(url, validators, now, BODY_BYTES_MAX, true).await
    }

    async fn follow(
        &self,
        mut url: Url,
        validators: &Validators,
        now: Time,
        body_bytes_max: usize,
        minds_robots: bool,
    ) -> Result<Fetched, Failure> {
        let mut left = FETCH_TIMEOUT;
        for _ in 0..=REDIRECTS_MAX {
            let client = self.client(&url)?;
            let pause = if minds_robots { self.robots_pause(&url, now).await? } else { Duration::ZERO };
            let turn = self.turn(&url);
            let mut last = turn.lock().await;
            self.wait(&url, *last, pause).await;
            let begun = Instant::now();
            let hop = self.get(client, &url, validators, now, body_bytes_max);
            let hop = tokio::time::timeout(left, hop).await;
            *last = Some(Instant::now());
            left = left.saturating_sub(begun.elapsed());
            match hop.unwrap_or_else(|_| Err(Failure::new(Reason::TimedOut, host(&url))))? {
                Hop::Answer(fetched) => return Ok(fetched),
                Hop::Elsewhere(next) => url = next,
            }
        }
        Err(Failure::new(Reason::RedirectsOver, host(&url)))
    }

    fn client(&self, url: &Url) -> Result<&Client, Failure> {
        self.network.client(url).map_err(|refused| match refused {
            Refused::Url => Failure::new(Reason::UrlRefused, host(url)),
            Refused::Port(port) => Failure::new(Reason::PortRefused, port.to_string()),
            Refused::Address => Failure::new(Reason::AddressRefused, host(url)),
        })
    }

    fn turn(&self, url: &Url) -> Arc<tokio::sync::Mutex<Option<Instant>>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.entry(host(url)).or_default().clone()
    }

    /// Leaves a host in peace between two requests. The operator's own hosts need none.
    async fn wait(&self, url: &Url, last: Option<Instant>, pause: Duration) {
        let Some(last) = last else { return };
        let pause = if self.network.is_own(url) { pause } else { pause.max(HOST_PAUSE) };
        tokio::time::sleep(pause.saturating_sub(last.elapsed())).await;
    }

    /// - returns: the pause that the host's robots file asks for
    /// - errors: `RobotsRefused` if it refuses this address to us
    async fn robots_pause(&self, url: &Url, now: Time) -> Result<Duration, Failure> {
        let origin = url.origin().ascii_serialization();
        let rules = match self.robots.known(&origin) {
            Some(rules) => rules,
            None => {
                let Ok(address) = url.join("/robots.txt") else {
                    return Err(Failure::new(Reason::UrlRefused, host(url)));
                };
                let none = Validators::default();
                // The robots file's own redirects are followed without asking robots files again.
                let answer = Box::pin(self.follow(address, &none, now, crate::limits::ROBOTS_BYTES_MAX, false)).await;
                self.robots.learn(&origin, &self.network.policy().agent, answer)
            }
        };
        match rules.pause(url.as_str()) {
            Ok(pause) => Ok(pause.min(HOST_PAUSE_MAX)),
            Err(reason) => Err(Failure::new(reason, host(url))),
        }
    }

    async fn get(
        &self,
        client: &Client,
        url: &Url,
        validators: &Validators,
        now: Time,
        body_bytes_max: usize,
    ) -> Result<Hop, Failure> {
        let mut request = client.get(url.clone()).header(ACCEPT_ENCODING, "gzip, deflate, br, zstd").header(
            ACCEPT,
            "application/atom+xml, application/rss+xml, application/feed+json, application/json;q=0.9, */*;q=0.5",
        );
        if let Some(etag) = &validators.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(moment) = &validators.last_modified {
            request = request.header(IF_MODIFIED_SINCE, moment);
        }
        let answer = tokio::time::timeout(FIRST_BYTE_TIMEOUT, request.send()).await;
        let response = match answer {
            Err(_) => return Err(Failure::new(Reason::TimedOut, host(url))),
            Ok(Err(error)) => return Err(Failure::new(unreached(&error), host(url))),
            Ok(Ok(response)) => response,
        };
        let status = response.status();
        if status == StatusCode::NOT_MODIFIED {
            return Ok(Hop::Answer(Fetched::Unchanged));
        }
        if status.is_redirection() {
            let next = header(response.headers(), LOCATION).and_then(|place| url.join(&place).ok());
            let next = next.filter(|next| readable(next.as_str()).is_ok() && next.username().is_empty());
            return next.map(Hop::Elsewhere).ok_or_else(|| Failure::new(Reason::UrlRefused, host(url)));
        }
        if !status.is_success() {
            let asks = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
            let reason = if asks { Reason::AskedToWait } else { Reason::StatusRefused };
            let wait = header(response.headers(), RETRY_AFTER).and_then(|text| retry_after(&text, now));
            let wait = wait.or_else(|| allowance(response.headers(), now).filter(|_| asks));
            return Err(Failure { reason, detail: status.as_u16().to_string(), wait });
        }
        read(response, body_bytes_max, now).await.map_err(|reason| Failure::new(reason, host(url))).map(Hop::Answer)
    }
}

fn unreached(error: &reqwest::Error) -> Reason {
    match Unreached::of(error) {
        Unreached::NameUnknown => Reason::NameUnknown,
        Unreached::NotPublic => Reason::AddressRefused,
        Unreached::TimedOut => Reason::TimedOut,
        Unreached::ConnectFailed => Reason::ConnectFailed,
    }
}

enum Hop {
    Answer(Fetched),
    Elsewhere(Url),
}

async fn read(mut response: Response, bytes_max: usize, now: Time) -> Result<Fetched, Reason> {
    let headers = response.headers();
    let charset = header(headers, CONTENT_TYPE).and_then(|text| charset(&text));
    let encoding = header(headers, CONTENT_ENCODING).unwrap_or_default();
    let validators = Validators { etag: header(headers, ETAG), last_modified: header(headers, LAST_MODIFIED) };
    let next = headers.get_all(LINK).iter().find_map(|value| next_of(value.to_str().ok()?));
    let rest = allowance(headers, now);
    let mut bytes = Vec::new();
    let mut is_cut = false;
    while let Some(chunk) = response.chunk().await.map_err(|_| Reason::BodyFailed)? {
        let room = bytes_max - bytes.len();
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            is_cut = true;
            break;
        }
    }
    let (bytes, was_cut) = tokio::task::spawn_blocking(move || body::decompressed(bytes, &encoding, bytes_max))
        .await
        .map_err(|_| Reason::BodyFailed)??;
    Ok(Fetched::Body(Body { bytes, charset, validators, is_cut: is_cut || was_cut, next, rest }))
}

/// The target that a `Link` header calls the next one: `<https://…?max_id=7>; rel="next", <…>; rel="prev"`.
fn next_of(link: &str) -> Option<String> {
    link.split(',').find_map(|one| {
        let (target, parameters) = one.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = parameters.split(';').any(|parameter| {
            let relation = parameter.trim().strip_prefix("rel=");
            relation.is_some_and(|of| of.trim_matches('"').split(' ').any(|of| of.eq_ignore_ascii_case("next")))
        });
        (is_next && target.len() <= FIELD_BYTES_MAX).then(|| target.to_owned())
    })
}

/// How long until a server that counts requests counts anew; nothing while it allows more.
fn allowance(headers: &HeaderMap, now: Time) -> Option<Duration> {
    let named = |name: &'static str| header(headers, HeaderName::from_static(name));
    if named("x-ratelimit-remaining")?.parse::<f64>().ok()? >= 1.0 {
        return None;
    }
    let reset = named("x-ratelimit-reset")?;
    let seconds = match crate::moment::read(&reset, &model::Zone::utc()) {
        crate::raw::Moment::Said(then) => then.since(now).max(0) / 1000,
        // Some say in how many seconds rather than when.
        _ => reset.parse().ok()?,
    };
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)).clamp(HOST_PAUSE, BACK_OFF_MAX))
}

fn header(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty() && value.len() <= FIELD_BYTES_MAX).then(|| value.to_owned())
}

fn charset(content_type: &str) -> Option<String> {
    let parameter = content_type.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    })?;
    Some(parameter.trim().trim_matches('"').to_owned())
}

/// Seconds or a date, clamped to our own back-off.
fn retry_after(text: &str, now: Time) -> Option<Duration> {
    let seconds = match text.parse::<u64>() {
        Ok(seconds) => seconds,
        Err(_) => {
            let then = DateTimeParser::new().parse_timestamp(text).ok()?.as_millisecond();
            u64::try_from(Time::from_ms(then).since(now) / 1000).unwrap_or(0)
        }
    };
    Some(Duration::from_secs(seconds).clamp(BACK_OFF_MIN, BACK_OFF_MAX))
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
pub(crate) mod tests;
