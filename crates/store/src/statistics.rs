//! Counters of the store, for the metrics page.

use std::sync::atomic::{AtomicU64, Ordering};

/// What the writers have done so far.
#[derive(Debug, Default)]
pub struct Statistics {
    groups: AtomicU64,
    units: AtomicU64,
}

impl Statistics {
    pub(crate) fn group(&self, size: usize) {
        self.groups.fetch_add(1, Ordering::Relaxed);
        self.units.fetch_add(size as u64, Ordering::Relaxed);
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
