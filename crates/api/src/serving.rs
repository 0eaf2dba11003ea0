//! Serving: takes connections from a port for as long as there is room, and answers what is asked on them. Which answers
//! there are is the router's business.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use futures::FutureExt as _;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, copy, sink};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tower::ServiceExt as _;

use crate::open_connections::{OpenConnection, OpenConnections};

/// How long a client may take to say what it wants, also for the next time: longer than proxies keep a connection open.
const HEAD_WITHIN: Duration = Duration::from_secs(75);
/// Newcomers that are told at once that there is no room; more are turned away without a word.
const TOLD_AT_ONCE: usize = 256;
/// How long a newcomer without room is listened to, so that the refusal reaches them.
const REFUSED_WITHIN: Duration = Duration::from_secs(1);
/// What they are told.
const FULL: &str = "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\nretry-after: 5\r\n\
    connection: close\r\ncontent-length: 178\r\n\r\n\
    {\"type\":\"urn:yingda:problem:unavailable\",\"title\":\"Service Unavailable\",\"status\":503,\
    \"detail\":\"the server has as many connections as it may have\",\"code\":\"unavailable\",\"errors\":[]}";

/// Serves until told to stop; then takes no new connections and ends those that are open once they have their answer.
pub(crate) async fn serve<L>(
    mut port: L,
    router: Router,
    connections: OpenConnections,
    mut stop: watch::Receiver<bool>,
) where
    L: Listener<Addr = SocketAddr>,
{
    let (mut open, mut refusing) = (JoinSet::new(), JoinSet::new());
    let mut full = None;
    let stopping = stop.clone();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = port.accept() => accepted,
            Some(_) = open.join_next() => continue,
            Some(_) = refusing.join_next() => continue,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let Some(place) = connections.admit() else {
            full.get_or_insert_with(|| tell_full(&connections));
            if refusing.len() < TOLD_AT_ONCE {
                refusing.spawn(refuse(stream));
            }
            continue;
        };
        full.take_if(|before| tell_room(&connections, *before));
        open.spawn(answer(OpenConnection::new(stream, place), peer, router.clone(), stopping.clone()));
    }
    drop(port);
    while open.join_next().await.is_some() {}
}

/// Answers how many had been refused before.
fn tell_full(connections: &OpenConnections) -> u64 {
    tracing::warn!(
        connections.most = connections.most(),
        "there are as many connections as limits.connections allows: newcomers are refused"
    );
    connections.refused() - 1
}

/// Whether there is more than a little room again.
fn tell_room(connections: &OpenConnections, refused_before: u64) -> bool {
    let room = connections.count() < connections.most() - connections.most() / 10;
    if room {
        let refused = connections.refused() - refused_before;
        tracing::info!(connections.refused = refused, "there is room for connections again");
    }
    room
}

async fn refuse(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let telling = async {
        stream.write_all(FULL.as_bytes()).await?;
        stream.shutdown().await?;
        // A connection that is closed before it was read to its end loses what was written.
        copy(&mut stream, &mut sink()).await
    };
    _ = timeout(REFUSED_WITHIN, telling).await;
}

async fn answer<S>(
    stream: OpenConnection<S>,
    peer: SocketAddr,
    router: Router,
    mut stop: watch::Receiver<bool>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = router.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(Body::new)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
        .with_upgrades();
    let mut connection = pin!(connection);
    let mut stopped = pin!(async move { _ = stop.wait_for(|stop| *stop).await }.fuse());
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::trace!(error = &error as &dyn std::error::Error, "a connection has ended");
                }
                return;
            }
            () = &mut stopped => connection.as_mut().graceful_shutdown(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refusal_is_as_long_as_it_says() {
        let (head, body) = FULL.split_once("\r\n\r\n").expect("a head and a body");
        assert!(head.contains(&format!("content-length: {}", body.len())), "{}", body.len());
        serde_json::from_str::<serde_json::Value>(body).expect("JSON");
    }
}
