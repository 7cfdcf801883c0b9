//! Requests to other systems: one hop, bounded in time and size.

use crate::mail::{Mail, MailSettings, Mailer};
use crate::network::{Network, Refused};
use crate::{Policy, Unreached};
use reqwest::{Method, Url};
use std::time::Duration;

const WHOLE_TIMEOUT: Duration = Duration::from_secs(30);
/// What other systems answer to a push is short; more is not read.
const REPLY_BYTES_MAX: usize = 1024 * 1024;

/// What is sent. Redirects are not followed: a push that is answered by one has come to the wrong place.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// What came back, whatever its status.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    /// In lower case, in their order; a value that is no text is left out.
    pub headers: Vec<(String, String)>,
    /// At most 1 MiB; what lay beyond is cut off.
    pub body: Vec<u8>,
}

impl Reply {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Why nothing came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Whether trying again cannot help: the address is refused or cannot be read.
    pub is_final: bool,
    /// For the delivery log: a host or a reason, never a path, a query or a secret.
    pub detail: String,
}

impl Failure {
    pub(crate) fn final_(detail: impl Into<String>) -> Self {
        Failure { is_final: true, detail: detail.into() }
    }

    pub(crate) fn passing(detail: impl Into<String>) -> Self {
        Failure { is_final: false, detail: detail.into() }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Failure {}

/// Carries what leaves the house.
pub struct Courier {
    network: Network,
    mailer: Option<Mailer>,
}

impl Courier {
    /// - `mail`: without it no mail is sent, and [`Courier::mail`] says so
    /// - errors: `Broken` if TLS cannot be set up, `Invalid` if the mail server's settings cannot be used
    pub fn new(policy: Policy, mail: Option<&MailSettings>) -> model::Result<Self> {
        let mailer = mail.map(Mailer::new).transpose()?;
        Ok(Courier { network: Network::new(policy)?, mailer })
    }

    pub fn has_mail(&self) -> bool {
        self.mailer.is_some()
    }

    /// Sends one request and reads its answer.
    ///
    /// - errors: as values, since a delivery that failed is planned for
    pub async fn send(&self, request: Request) -> Result<Reply, Failure> {
        let url = Url::parse(&request.url).map_err(|_| Failure::final_("the address cannot be read"))?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let client = self.network.client(&url).map_err(|refused| {
            Failure::final_(match refused {
                Refused::Url => format!("{host}: only http and https are spoken"),
                Refused::Port(port) => format!("{host}: port {port} is not listed"),
                Refused::Address => format!("{host}: the address is not public and not listed in own_hosts"),
            })
        })?;
        let method = Method::from_bytes(request.method.as_bytes()).map_err(|_| Failure::final_("no such method"))?;
        let mut outgoing = client.request(method, url).timeout(WHOLE_TIMEOUT).body(request.body);
        for (name, value) in request.headers {
            outgoing = outgoing.header(name, value);
        }
        let unreached = |error: reqwest::Error| match Unreached::of(&error) {
            Unreached::NameUnknown => Failure::passing(format!("{host}: the name is not known")),
            Unreached::NotPublic => Failure::final_(format!("{host}: the name leads to no public address")),
            Unreached::TimedOut => Failure::passing(format!("{host}: no answer in time")),
            Unreached::ConnectFailed => Failure::passing(format!("{host}: no connection")),
        };
        let mut response = outgoing.send().await.map_err(unreached)?;
        let headers = response.headers().iter();
        let headers = headers
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreached)? {
            let room = REPLY_BYTES_MAX - body.len();
            body.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if chunk.len() > room {
                break;
            }
        }
        Ok(Reply { status: response.status().as_u16(), headers, body })
    }

    /// Hands one mail to the operator's mail server.
    ///
    /// - errors: as values; final if no server is configured or the mail cannot be written
    pub async fn mail(&self, mail: &Mail) -> Result<(), Failure> {
        match &self.mailer {
            Some(mailer) => mailer.send(mail).await,
            None => Err(Failure::final_("no mail server is configured")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    /// Answers every request with the same bytes.
    async fn serve(answer: &'static [u8]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a port");
        let place = listener.local_addr().expect("it is bound").to_string();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = [0; 4096];
                let _ = stream.read(&mut head).await;
                let _ = stream.write_all(answer).await;
            }
        });
        place
    }

    fn courier(own: &str) -> Courier {
        let policy = Policy { own_hosts: vec![own.to_owned()], ..Policy::default() };
        Courier::new(policy, None).expect("TLS is there")
    }

    fn post(place: &str) -> Request {
        let headers = vec![("content-type", "application/json".to_owned())];
        Request { method: "POST", url: format!("http://{place}/hook?token=secret"), headers, body: b"{}".to_vec() }
    }

    #[tokio::test]
    async fn a_listed_host_is_reached_and_its_answer_told() {
        let place =
            serve(b"HTTP/1.1 409 Conflict\r\nX-Size: 7\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno").await;
        let reply = courier(&place).send(post(&place)).await.expect("it answers");
        assert_eq!((reply.status, reply.body.as_slice(), reply.header("x-size")), (409, b"no".as_slice(), Some("7")));
        assert!(!reply.is_success());
    }

    #[tokio::test]
    async fn a_redirect_is_told_and_not_followed() {
        let place = serve(b"HTTP/1.1 307 Moved\r\nlocation: http://10.0.0.1/\r\ncontent-length: 0\r\n\r\n").await;
        assert_eq!(courier(&place).send(post(&place)).await.expect("it answers").status, 307);
    }

    #[tokio::test]
    async fn an_unlisted_address_of_the_own_network_is_refused_without_its_path() {
        let place = serve(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
        for place in [place.as_str(), "169.254.169.254", "[::1]:80"] {
            let failure = courier("127.0.0.1:1").send(post(place)).await.expect_err("it is refused");
            assert!(failure.is_final && !failure.detail.contains("secret"), "{failure}");
        }
    }

    #[tokio::test]
    async fn nobody_at_home_may_be_tried_again() {
        // The port of a service that nobody runs any more.
        let place = "127.0.0.1:1";
        let failure = courier(place).send(post(place)).await.expect_err("nobody answers");
        assert!(!failure.is_final, "{failure}");
    }
}
