//! A connection that is held open (a WebSocket), begun by the same clients, with the same rules for addresses and robots.

use super::{Failure, Fetcher, header, host, readable, retry_after};
use crate::limits::{FIRST_BYTE_TIMEOUT, Reason, STREAM_MESSAGE_BYTES_MAX};
use futures_util::StreamExt as _;
use model::Time;
use reqwest::header::{
    CONNECTION, RETRY_AFTER, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use reqwest::{StatusCode, Upgraded, Version};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::CapacityError;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};

/// Messages of one open connection.
pub struct Channel(WebSocketStream<Upgraded>);

impl Fetcher {
    /// Opens a stream. Redirects are not followed: the register names where is listened.
    ///
    /// - `url`: http or https, as every connection begins
    /// - errors: as values, for the source's health
    pub async fn open(&self, url: &str, now: Time) -> Result<Channel, Failure> {
        let url = readable(url).map_err(|reason| Failure::new(reason, ""))?;
        let client = self.client(&url)?;
        let pause = self.robots_pause(&url, now).await?;
        let turn = self.turn(&url);
        let mut last = turn.lock().await;
        self.wait(&url, *last, pause).await;
        let key = generate_key();
        let request = client
            .get(url.clone())
            .version(Version::HTTP_11)
            .header(CONNECTION, "Upgrade")
            .header(UPGRADE, "websocket")
            .header(SEC_WEBSOCKET_VERSION, "13")
            .header(SEC_WEBSOCKET_KEY, key.clone());
        let answer = tokio::time::timeout(FIRST_BYTE_TIMEOUT, request.send()).await;
        *last = Some(std::time::Instant::now());
        drop(last);
        let response = match answer {
            Err(_) => return Err(Failure::new(Reason::TimedOut, host(&url))),
            Ok(Err(error)) => return Err(Failure::new(super::unreached(&error), host(&url))),
            Ok(Ok(response)) => response,
        };
        let status = response.status();
        if status != StatusCode::SWITCHING_PROTOCOLS {
            let asks = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
            let wait = header(response.headers(), RETRY_AFTER).and_then(|text| retry_after(&text, now));
            let reason = if asks { Reason::AskedToWait } else { Reason::StatusRefused };
            return Err(Failure { reason, detail: status.as_u16().to_string(), wait });
        }
        let accepted = header(response.headers(), SEC_WEBSOCKET_ACCEPT);
        if accepted.as_deref() != Some(derive_accept_key(key.as_bytes()).as_str()) {
            return Err(Failure::new(Reason::StreamEnded, host(&url)));
        }
        let upgraded = response.upgrade().await.map_err(|_| Failure::new(Reason::StreamEnded, host(&url)))?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(STREAM_MESSAGE_BYTES_MAX))
            .max_frame_size(Some(STREAM_MESSAGE_BYTES_MAX));
        Ok(Channel(WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(config)).await))
    }
}

impl Channel {
    /// The next message as text; what is no text is passed over.
    ///
    /// - errors: `StreamEnded` when it is over, `MessageOver` for a message over the limit, after which it is over too
    pub async fn next(&mut self) -> Result<String, Reason> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return Ok(text.as_str().to_owned()),
                Some(Ok(Message::Close(_))) | None => return Err(Reason::StreamEnded),
                Some(Ok(_)) => {}
                Some(Err(Error::Capacity(CapacityError::MessageTooLong { .. }))) => return Err(Reason::MessageOver),
                Some(Err(_)) => return Err(Reason::StreamEnded),
            }
        }
    }
}
