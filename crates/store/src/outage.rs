//! Outages: whether the database is there. Told in the log once when it goes and once when it is back, however many had
//! to do without it in between. While it can't be reached, nobody is made to find that out again, one after the other.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::connection::Backend;
use crate::error::Error;
use crate::statistics::Statistics;

/// Outages that follow each other sooner are told as one.
const APART: Duration = Duration::from_secs(10);

/// Whether the database is there, as the readers and writers last saw it.
#[derive(Debug)]
pub(crate) struct Outage {
    /// Whether finding out that the database is away takes its time.
    far: bool,
    away: AtomicBool,
    unreachable: AtomicBool,
    times: Mutex<Times>,
    statistics: Arc<Statistics>,
}

#[derive(Debug, Default)]
struct Times {
    since: Option<Instant>,
    told: Option<Instant>,
    /// The end and the length of the last one.
    last: Option<(Instant, Duration)>,
}

impl Outage {
    /// None yet; those to come are counted.
    pub fn new(backend: Backend, statistics: Arc<Statistics>) -> Self {
        let (away, unreachable) = (AtomicBool::default(), AtomicBool::default());
        let far = backend == Backend::Postgres;
        Self { far, away, unreachable, times: Mutex::default(), statistics }
    }

    /// When the last one was over, and how long it had lasted.
    pub fn last(&self) -> Option<(Instant, Duration)> {
        self.times.lock().unwrap_or_else(PoisonError::into_inner).last
    }

    /// Whether it is away, or its disk is full.
    pub fn is_on(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }

    /// The answer to everybody while a database that is far can't be reached. A disk that is full is no reason: what
    /// is only read, or is small, may still succeed.
    ///
    /// # Errors
    /// While it can't be reached.
    pub fn check(&self) -> Result<(), Error> {
        if self.unreachable.load(Ordering::Relaxed) {
            return Err(Error::Unavailable("it could not be reached a moment ago".into()));
        }
        Ok(())
    }

    /// Somebody could not reach it, or not store anything.
    pub fn begin(&self, error: &Error) {
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        if self.far && matches!(error, Error::Unavailable(_)) {
            self.unreachable.store(true, Ordering::Relaxed);
        }
        let error = error as &dyn std::error::Error;
        if times.since.is_some() || times.told.is_some_and(|told| told.elapsed() < APART) {
            tracing::debug!(error, "the database is not available");
        } else {
            tracing::error!(
                error,
                "the database is not available: what needs it is refused until it is back"
            );
            times.told = Some(Instant::now());
        }
        if times.since.is_none() {
            self.statistics.outage();
            times.since = Some(Instant::now());
        }
        self.away.store(true, Ordering::Relaxed);
    }

    /// It has answered somebody who only reads: it is there again, if that was what it was not.
    pub fn reached(&self) {
        if self.unreachable.load(Ordering::Relaxed) {
            self.end();
        }
    }

    /// Something was stored.
    pub fn end(&self) {
        if !self.is_on() {
            return;
        }
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        self.away.store(false, Ordering::Relaxed);
        self.unreachable.store(false, Ordering::Relaxed);
        if let Some(since) = times.since.take() {
            times.last = Some((Instant::now(), since.elapsed()));
            let seconds = (since.elapsed().as_secs_f64() * 10.0).round() / 10.0;
            tracing::info!(outage.seconds = seconds, "the database is available again");
        }
    }
}
