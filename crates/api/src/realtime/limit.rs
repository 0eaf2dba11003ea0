//! How many frames one connection may send: a bucket that holds a second's burst and fills again.

use std::time::Duration;

use tokio::time::Instant;
use yingda_model::Limit;

/// Frames a second, on average.
const RATE: f64 = Limit::Frames.most() as f64;
/// Frames at once.
const BURST: f64 = 100.0;

/// The bucket.
pub(super) struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    pub fn new() -> Self {
        Self { left: BURST, at: Instant::now() }
    }

    /// Takes one frame's worth, or says how long to wait.
    pub fn take(&mut self, now: Instant) -> Result<(), Duration> {
        let filled = now.duration_since(self.at).as_secs_f64() * RATE;
        self.left = (self.left + filled).min(BURST);
        self.at = now;
        if self.left < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - self.left) / RATE));
        }
        self.left -= 1.0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_bucket_gives_a_burst_and_then_the_rate() {
        let mut bucket = Bucket::new();
        let now = Instant::now();
        assert_eq!((0..150).filter(|_| bucket.take(now).is_ok()).count(), 100);
        let later = now + Duration::from_millis(500);
        assert_eq!((0..150).filter(|_| bucket.take(later).is_ok()).count(), 25);
    }
}
