//! Serving: HTTP/1.1 with a limit on everything a client could hold on to.
//!
//! `axum::serve` waits for ever for a request's head, so connections are run by hyper here.

use crate::headers::CONTENT_POLICY;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

/// What a client may take of the server. The limits of a request's body are a matter of its surface.
#[derive(Clone)]
pub struct ServerLimits {
    /// From the last answer, or the connection, to the end of the next request's head.
    pub head_time: Duration,
    pub head_bytes_max: usize,
    /// A client that reads slower than we write is cut off here at last.
    pub connection_time: Duration,
    /// For each listener.
    pub connections_max: usize,
    /// How long requests under way may take to end when the program is asked to stop.
    pub stop_time: Duration,
    /// What those over capacity get: a small page that still links to what is published.
    pub busy_page: Arc<str>,
}

impl Default for ServerLimits {
    fn default() -> Self {
        ServerLimits {
            head_time: Duration::from_secs(15),
            head_bytes_max: 64 * 1024,
            connection_time: Duration::from_secs(20 * 60),
            connections_max: 1024,
            stop_time: Duration::from_secs(10),
            busy_page: Arc::from(BUSY_PAGE),
        }
    }
}

/// It stands alone, since a server that is over capacity cannot be asked for a style sheet or a language.
const BUSY_PAGE: &str = "<!doctype html>\n<html lang=\"zh-Hans\">\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width\">\n<title>请稍候 · One moment</title>\n\
    <h1>请稍候</h1>\n<p>现在访问的人很多。请在十秒后再试。</p>\n<p><a href=\"/zh/\">已公开的内容</a></p>\n\
    <div lang=\"en\">\n<h1>One moment</h1>\n<p>Many people are here right now. Please try again in ten seconds.</p>\n\
    <p><a href=\"/en/\">What is published</a></p>\n</div>\n</html>\n";

/// Those over capacity who are told so at the same time; beyond them connections are simply closed.
const REFUSALS_AT_ONCE: usize = 64;
const REFUSAL_TIME: Duration = Duration::from_secs(2);
/// When the machine has no file left for a connection, trying again at once would only burn its time.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves routers on their listeners until `stop` completes and what was under way has ended.
///
/// - `places`: usually the public listener, and one for metrics that only the operator's network reaches
pub async fn serve(places: Vec<(TcpListener, Router)>, limits: ServerLimits, stop: impl Future<Output = ()>) {
    let stopping = watch::Sender::new(false);
    let mut listening = JoinSet::new();
    for (listener, router) in places {
        listening.spawn(listen(listener, router, limits.clone(), stopping.subscribe()));
    }
    stop.await;
    stopping.send_replace(true);
    while listening.join_next().await.is_some() {}
}

async fn listen(listener: TcpListener, router: Router, limits: ServerLimits, mut stopping: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(limits.connections_max));
    let refusals = Arc::new(Semaphore::new(REFUSALS_AT_ONCE));
    let graceful = GracefulShutdown::new();
    // Dropping the set at the end ends every connection that outlived the grace.
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
            _ = stopping.wait_for(|stopping| *stopping) => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        if let Ok(place) = places.clone().try_acquire_owned() {
            let work = converse(stream, peer, router.clone(), limits.clone(), graceful.watcher());
            connections.spawn(async move {
                work.await;
                drop(place);
            });
        } else {
            metrics::counter!("http_refused_total").increment(1);
            if let Ok(place) = refusals.clone().try_acquire_owned() {
                let page = limits.busy_page.clone();
                connections.spawn(async move {
                    // Whoever does not take the refusal in time goes without.
                    let _ = tokio::time::timeout(REFUSAL_TIME, refuse(stream, &page)).await;
                    drop(place);
                });
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(limits.stop_time, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still under way and are cut off");
    }
}

/// One connection, from its first request to its last.
async fn converse(stream: TcpStream, peer: SocketAddr, router: Router, limits: ServerLimits, watcher: Watcher) {
    // Answers are written whole, so waiting to fill a packet only delays the last one.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(limits.head_bytes_max)
        .serve_connection(TokioIo::new(stream), service);
    match tokio::time::timeout(limits.connection_time, watcher.watch(connection)).await {
        Ok(Ok(())) => {}
        // Clients break off all the time; it is worth a line only to whoever looks for it.
        Ok(Err(error)) => tracing::debug!(%error, "a connection ended early"),
        Err(_) => tracing::debug!("a connection was cut off for its age"),
    }
}

/// Answers without reading a request: there is no room to wait for one.
async fn refuse(mut stream: TcpStream, page: &str) -> std::io::Result<()> {
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         retry-after: 10\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\n\
         content-security-policy: {CONTENT_POLICY}\r\nconnection: close\r\n\r\n{page}",
        page.len()
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await?;
    // Closing with unread input makes the system throw the answer away on its way out, so what was sent is read first.
    let mut sink = [0; 4096];
    while stream.read(&mut sink).await? > 0 {}
    Ok(())
}
