//! A clock that stands in the past and is moved on by hand, for what happened before the first start.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use yingda_model::{Clock, Timestamp};

/// The clock.
pub(super) struct PastClock(AtomicI64);

impl PastClock {
    pub fn new(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.millis()))
    }

    /// Moves to a time, unless it is past already.
    pub fn reach(&self, at: Timestamp) {
        self.0.fetch_max(at.millis(), Ordering::Relaxed);
    }

    /// Lets some time pass.
    pub fn pass(&self, time: Duration) {
        self.reach(self.now().plus(time));
    }
}

impl Clock for PastClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}
