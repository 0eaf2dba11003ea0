//! Open connections: how many there may be, and how long each may take to take what it was sent. What is said on them is
//! not known here.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};

/// How long what is written may stand still before the connection is given up: nobody reads at its other end.
const STANDS_STILL: Duration = Duration::from_secs(30);

/// All connections of a server. Cheap to clone.
#[derive(Clone)]
pub(crate) struct OpenConnections {
    most: usize,
    left: Arc<Semaphore>,
    refused: Arc<AtomicU64>,
}

impl OpenConnections {
    /// None yet, and so many at most.
    pub fn new(most: usize) -> Self {
        let most = most.min(Semaphore::MAX_PERMITS);
        Self { most, left: Arc::new(Semaphore::new(most)), refused: Arc::default() }
    }

    /// How many there may be.
    pub fn most(&self) -> usize {
        self.most
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.most - self.left.available_permits()
    }

    /// How many were turned away.
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// A place for one more; none when there is no room, which is counted.
    pub fn admit(&self) -> Option<OwnedSemaphorePermit> {
        let place = Arc::clone(&self.left).try_acquire_owned().ok();
        if place.is_none() {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
        place
    }
}

/// A connection that has a place, also after it has become a WebSocket.
pub(crate) struct OpenConnection<S> {
    stream: S,
    /// Set while nothing of what is written is taken.
    patience: Option<Pin<Box<Sleep>>>,
    _place: OwnedSemaphorePermit,
}

impl<S> OpenConnection<S> {
    pub fn new(stream: S, place: OwnedSemaphorePermit) -> Self {
        Self { stream, patience: None, _place: place }
    }

    /// What writing came to, unless it has stood still for too long.
    fn or_give_up<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.patience = None;
            return written;
        }
        let patience = self.patience.get_or_insert_with(|| Box::pin(sleep(STANDS_STILL)));
        ready!(patience.as_mut().poll(context));
        tracing::debug!("a connection is given up: what it was sent is not taken");
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for OpenConnection<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for OpenConnection<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.or_give_up(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.or_give_up(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.or_give_up(flushed, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(context);
        self.or_give_up(shut, context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;

    use super::*;

    #[test]
    fn there_is_room_for_so_many_and_again_when_one_leaves() {
        let connections = OpenConnections::new(2);
        let (first, second) = (connections.admit(), connections.admit());
        assert!(first.is_some() && second.is_some() && connections.admit().is_none());
        assert_eq!((connections.count(), connections.refused()), (2, 1));
        drop(first);
        assert!(connections.admit().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_write_that_nobody_takes_ends_and_one_that_is_taken_slowly_does_not() {
        let (ours, mut theirs) = tokio::io::duplex(10);
        let place = OpenConnections::new(1).admit().expect("a place");
        let mut connection = OpenConnection::new(ours, place);
        let slowly = async {
            for _ in 0..5 {
                sleep(STANDS_STILL.mul_f64(0.9)).await;
                tokio::io::AsyncReadExt::read_exact(&mut theirs, &mut [0; 10]).await.expect("bytes");
            }
        };
        let (written, ()) = tokio::join!(connection.write_all(&[0; 60]), slowly);
        written.expect("taken, though slowly");
        let failed = connection.write_all(&[0; 10]).await.expect_err("nobody reads any more");
        assert_eq!(failed.kind(), io::ErrorKind::TimedOut);
    }
}
