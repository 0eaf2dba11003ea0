//! Usage: what a piece of work asks of the store, so that whoever answers a request can say it in one line.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

tokio::task_local! {
    static USAGE: Arc<Usage>;
}

/// Statements that were run, and the time until their answers were there.
#[derive(Debug, Default)]
pub struct Usage {
    statements: AtomicU64,
    microseconds: AtomicU64,
}

impl Usage {
    /// How many statements.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// How long it was waited for reads and for commits.
    pub fn time(&self) -> Duration {
        Duration::from_micros(self.microseconds.load(Ordering::Relaxed))
    }

    pub(crate) fn add_statements(&self, statements: u64) {
        self.statements.fetch_add(statements, Ordering::Relaxed);
    }
}

/// Does some work and answers also what it has asked of the store, in this task.
pub async fn measured<T>(work: impl Future<Output = T>) -> (T, Arc<Usage>) {
    let usage = Arc::new(Usage::default());
    let done = USAGE.scope(Arc::clone(&usage), work).await;
    (done, usage)
}

/// Who counts for this task, if anybody does.
pub(crate) fn counted() -> Option<Arc<Usage>> {
    USAGE.try_with(Arc::clone).ok()
}

/// Waits for an answer and counts the time.
pub(crate) async fn timed<T>(usage: Option<&Arc<Usage>>, answer: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let answer = answer.await;
    if let Some(usage) = usage {
        let took = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        usage.microseconds.fetch_add(took, Ordering::Relaxed);
    }
    answer
}
