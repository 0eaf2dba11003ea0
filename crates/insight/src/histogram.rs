//! Durations counted by size, so that medians of any stretch of time can be told from the sums of its parts.
//!
//! Buckets grow with what they hold: 32 for each doubling, exact below 64 ms, so that a quantile lies within 1.6 % of the
//! truth (the layout of HdrHistogram, <https://hdrhistogram.org>). Whole numbers only: two machines sort alike.

use serde::{Deserialize, Serialize};

/// Buckets of one doubling, as a power of two.
const BITS: u32 = 5;

/// How many durations fell into which bucket: pairs, by bucket. A page merges a thousand of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Histogram(Vec<(u32, i64)>);

impl Histogram {
    /// Counts a duration in milliseconds; what is less than nothing counts as nothing.
    pub fn note(&mut self, millis: i64) {
        let bucket = bucket(u64::try_from(millis).unwrap_or(0));
        match self.0.binary_search_by_key(&bucket, |(known, _)| *known) {
            Ok(place) => self.0[place].1 += 1,
            Err(place) => self.0.insert(place, (bucket, 1)),
        }
    }

    /// Adds what another has counted.
    pub fn merge(&mut self, other: &Self) {
        let mut merged = Vec::with_capacity(self.0.len() + other.0.len());
        let (mut ours, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        loop {
            let next = match (ours.peek(), theirs.peek()) {
                (Some(one), Some(two)) if one.0 == two.0 => (one.0, one.1 + two.1),
                (Some(one), two) if two.is_none_or(|two| one.0 < two.0) => **one,
                (_, Some(two)) => **two,
                _ => break,
            };
            ours.next_if(|(bucket, _)| *bucket == next.0);
            theirs.next_if(|(bucket, _)| *bucket == next.0);
            merged.push(next);
        }
        self.0 = merged;
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many durations there are.
    pub fn count(&self) -> i64 {
        self.0.iter().map(|(_, count)| count).sum()
    }

    /// The duration that `percent` of all do not exceed (nearest rank), in milliseconds; none when there are none.
    pub fn percentile(&self, percent: i64) -> Option<i64> {
        let rank = (self.count().saturating_mul(percent) + 99) / 100;
        let mut seen = 0;
        for (bucket, count) in &self.0 {
            seen += count;
            if seen >= rank.max(1) {
                return Some(middle(*bucket));
            }
        }
        None
    }
}

fn bucket(millis: u64) -> u32 {
    let doublings = (u64::BITS - millis.leading_zeros()).saturating_sub(BITS + 1);
    // In the first two doublings each number has its own bucket.
    (doublings << BITS) + u32::try_from(millis >> doublings).unwrap_or(u32::MAX)
}

fn middle(bucket: u32) -> i64 {
    let doublings = (bucket >> BITS).saturating_sub(1);
    let first = u64::from(bucket - (doublings << BITS)) << doublings;
    let half = (1_u64 << doublings) / 2;
    i64::try_from(first.saturating_add(half)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(durations: &[i64]) -> Histogram {
        let mut histogram = Histogram::default();
        for millis in durations {
            histogram.note(*millis);
        }
        histogram
    }

    #[test]
    fn none_have_no_median_and_one_is_its_own() {
        assert_eq!(Histogram::default().percentile(50), None);
        assert_eq!(of(&[17]).percentile(50), Some(17));
        assert_eq!(of(&[17]).percentile(90), Some(17));
        assert_eq!(of(&[-5]).percentile(50), Some(0));
        assert_eq!(of(&[1, 2, 3, 4]).percentile(50), Some(2));
    }

    #[test]
    fn it_survives_its_stored_form() {
        let histogram = of(&[0, 31, 64, 90_000, 3_600_000, i64::MAX]);
        let stored = serde_json::to_string(&histogram).expect("serialises");
        assert_eq!(serde_json::from_str::<Histogram>(&stored).expect("parses"), histogram);
    }

    proptest! {
        #[test]
        fn a_bucket_holds_what_lies_near_its_middle(millis in 0_i64..4_000_000_000_000) {
            let told = middle(bucket(millis as u64));
            prop_assert!((told - millis).abs() <= millis / 32, "{millis} told as {told}");
        }

        #[test]
        fn a_longer_duration_has_no_lower_bucket(one in any::<u64>(), two in any::<u64>()) {
            prop_assert!(bucket(one.min(two)) <= bucket(one.max(two)));
        }

        #[test]
        fn percentiles_are_those_of_the_durations(
            mut durations in proptest::collection::vec(0_i64..100_000_000, 1..200), percent in 1_i64..100,
        ) {
            let told = of(&durations).percentile(percent).expect("there are some");
            durations.sort_unstable();
            let rank = (durations.len() * percent as usize).div_ceil(100).max(1);
            let truth = durations[rank - 1];
            prop_assert!((told - truth).abs() <= truth / 32, "{truth} told as {told}");
        }

        #[test]
        fn parts_add_up_to_the_whole(
            durations in proptest::collection::vec(0_i64..100_000_000, 0..100), cut in 0_usize..100,
        ) {
            let (one, two) = durations.split_at(cut.min(durations.len()));
            let mut sum = of(two);
            sum.merge(&of(one));
            prop_assert_eq!(sum, of(&durations));
        }
    }
}
