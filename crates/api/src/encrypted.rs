//! Connections that begin with a TLS handshake. Each shakes hands when it is first read or written, in its own task, so
//! that a slow one keeps nobody waiting. Which certificate is shown is decided in `certificates`.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Timeout, timeout};
use tokio_rustls::server::TlsStream;
use tokio_rustls::{Accept, TlsAcceptor};

use crate::certificates::{CertificateError, Certificates};

/// How long a client may take to shake hands.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);

/// A port whose connections are encrypted.
pub(crate) struct Encrypted {
    port: TcpListener,
    acceptor: TlsAcceptor,
}

impl Encrypted {
    pub fn new(port: TcpListener, certificates: &Certificates) -> Result<Self, CertificateError> {
        Ok(Self { port, acceptor: TlsAcceptor::from(Arc::new(certificates.server()?)) })
    }
}

impl Listener for Encrypted {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (socket, address) = Listener::accept(&mut self.port).await;
        crate::app::without_delay(&socket);
        let handshake = timeout(HANDSHAKE_WITHIN, self.acceptor.accept(socket));
        (Connection::Greeting(Box::pin(handshake)), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.port.local_addr()
    }
}

/// A connection, before and after its handshake.
pub(crate) enum Connection {
    Greeting(Pin<Box<Timeout<Accept<TcpStream>>>>),
    Open(Box<TlsStream<TcpStream>>),
    Failed,
}

impl Connection {
    /// The stream behind the handshake, once that is over.
    fn stream(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Pin<&mut TlsStream<TcpStream>>>> {
        if let Self::Greeting(handshake) = self {
            let shaken = ready!(handshake.as_mut().poll(context)).map_err(io::Error::from).flatten();
            *self = match shaken {
                Ok(stream) => Self::Open(Box::new(stream)),
                Err(error) => {
                    tracing::debug!(error = &error as &dyn std::error::Error, "a handshake failed");
                    Self::Failed
                }
            };
        }
        Poll::Ready(match self {
            Self::Open(stream) => Ok(Pin::new(stream)),
            Self::Greeting(_) | Self::Failed => Err(io::ErrorKind::ConnectionAborted.into()),
        })
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.stream(context))?.poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.stream(context))?.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        ready!(self.stream(context))?.poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.stream(context))?.poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            // Nothing was said yet, or nothing can be.
            Self::Greeting(_) | Self::Failed => Poll::Ready(Ok(())),
            Self::Open(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
