//! SIGTERM and SIGINT: the first ends the server with what it has begun, the second where it stands.

use std::io;
use std::sync::Arc;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{Mutex, watch};

/// Signals, heard from the moment this is made.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// Begins to listen. Whoever is told that the server is ready may end it at once.
    pub fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    /// Calls `stop` at the first signal; at the second the process ends where it stands.
    pub async fn obey(signals: Arc<Mutex<Self>>, stop: impl Fn(), mut ended: watch::Receiver<bool>) {
        let mut signals = signals.lock().await;
        signals.next().await;
        tracing::info!("stopping");
        stop();
        tokio::select! {
            () = signals.next() => {}
            _ = ended.changed() => return,
        }
        tracing::warn!("a second signal: ending at once");
        std::process::exit(130);
    }
}
