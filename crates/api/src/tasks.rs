//! Work in the background, watched over: a task that panics is logged and started again, and all end when told.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// How long a task that panicked waits before it starts again.
const PAUSE: Duration = Duration::from_secs(1);

/// A task's name and what to wait for.
type Running = (&'static str, JoinHandle<()>);

/// All background work of one process. Cheap to clone.
#[derive(Clone)]
pub struct Tasks {
    stop: watch::Receiver<bool>,
    running: Arc<Mutex<Vec<Running>>>,
}

impl Tasks {
    /// Tasks that shall end when `stop` turns true.
    pub fn new(stop: watch::Receiver<bool>) -> Self {
        Self { stop, running: Arc::default() }
    }

    /// Turns true when tasks shall end.
    pub fn stop(&self) -> watch::Receiver<bool> {
        self.stop.clone()
    }

    /// Starts work that lasts until it is told to stop; `make` makes it anew after a panic.
    #[expect(clippy::disallowed_methods, reason = "the supervised task that the rule asks for")]
    pub fn spawn<F>(&self, name: &'static str, mut make: impl FnMut() -> F + Send + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let mut stop = self.stop.clone();
        let supervised = async move {
            while !*stop.borrow() {
                // A task of its own, so that its panic comes back as an error; a set, so that it ends with this one.
                let mut task = JoinSet::new();
                task.spawn(make());
                let panicked = matches!(task.join_next().await, Some(Err(error)) if error.is_panic());
                if *stop.borrow() || !panicked {
                    return;
                }
                tracing::error!(task.name = name, "a background task panicked and is started again");
                tokio::select! {
                    () = tokio::time::sleep(PAUSE) => {}
                    _ = stop.changed() => {}
                }
            }
        };
        let handle = tokio::spawn(supervised);
        self.running.lock().unwrap_or_else(PoisonError::into_inner).push((name, handle));
    }

    /// Starts work that is done again and again, with a pause between.
    pub fn every<F>(
        &self,
        name: &'static str,
        pause: Duration,
        work: impl FnMut() -> F + Send + Clone + 'static,
    ) where
        F: Future<Output = ()> + Send + 'static,
    {
        let stop = self.stop.clone();
        self.spawn(name, move || {
            let (mut stop, mut work) = (stop.clone(), work.clone());
            async move {
                while !*stop.borrow() {
                    work().await;
                    tokio::select! {
                        () = tokio::time::sleep(pause) => {}
                        _ = stop.changed() => {}
                    }
                }
            }
        });
    }

    /// Waits until all have ended; names those that have not within the time.
    pub async fn ended(&self, within: Duration) {
        let handles = std::mem::take(&mut *self.running.lock().unwrap_or_else(PoisonError::into_inner));
        let deadline = tokio::time::Instant::now() + within;
        for (name, mut handle) in handles {
            if tokio::time::timeout_at(deadline, &mut handle).await.is_err() {
                tracing::warn!(task.name = name, "a background task did not end in time");
                handle.abort();
            } else {
                tracing::debug!(task.name = name, "a background task has ended");
            }
        }
    }
}
