//! Counters of the store, for the metrics page.

use std::sync::atomic::{AtomicU64, Ordering};

/// What the writers and the consumers have done so far.
#[derive(Debug, Default)]
pub struct Statistics {
    groups: AtomicU64,
    units: AtomicU64,
    consumer_failures: AtomicU64,
    set_aside: AtomicU64,
}

impl Statistics {
    pub(crate) fn group(&self, size: usize) {
        self.groups.fetch_add(1, Ordering::Relaxed);
        self.units.fetch_add(size as u64, Ordering::Relaxed);
    }

    pub(crate) fn consumer_failed(&self) {
        self.consumer_failures.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn set_aside(&self, entries: usize) {
        self.set_aside.fetch_add(entries as u64, Ordering::Relaxed);
    }

    /// Times that a consumer could not handle what it was given.
    pub fn consumer_failures(&self) -> u64 {
        self.consumer_failures.load(Ordering::Relaxed)
    }

    /// Entries of the journal that a consumer has gone on without.
    pub fn entries_set_aside(&self) -> u64 {
        self.set_aside.load(Ordering::Relaxed)
    }

    /// Shared transactions.
    pub fn groups(&self) -> u64 {
        self.groups.load(Ordering::Relaxed)
    }

    /// Units of work in them.
    pub fn units(&self) -> u64 {
        self.units.load(Ordering::Relaxed)
    }
}
