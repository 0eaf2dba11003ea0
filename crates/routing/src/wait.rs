//! How long a waiting customer can expect to wait. An estimate from recent work, not a promise and not learnt.

use std::time::Duration;

/// Fewer handling times than this say too little.
const ENOUGH: usize = 5;

/// The expected wait of the work at `position` (1 is next), in seconds.
///
/// `handling` are the handling times of recently finished work, `slots` is how many pieces of work the people who are
/// online can have at once (the sum of their capacities). `None` when nobody is online or too little was handled
/// to tell.
///
/// Assumes that all slots are taken (otherwise nobody would wait), that the time until a slot becomes free has no
/// memory (M/M/c: with mean handling time *h*, one of *c* slots becomes free every *h / c* on average), that work is
/// taken in order, and that nobody in front gives up. The last makes it too long rather than too short.
pub fn estimate_wait(position: u32, handling: &[Duration], slots: u32) -> Option<u64> {
    if slots == 0 || handling.len() < ENOUGH {
        return None;
    }
    let mean = handling.iter().map(Duration::as_secs_f64).sum::<f64>() / handling.len() as f64;
    let wait = f64::from(position) * mean / f64::from(slots);
    Some(wait.ceil() as u64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_slot_becomes_free_every_handling_time_by_slots() {
        let handling = [Duration::from_mins(5); 10];
        assert_eq!(estimate_wait(1, &handling, 1), Some(300));
        assert_eq!(estimate_wait(1, &handling, 6), Some(50));
        assert_eq!(estimate_wait(4, &handling, 6), Some(200));
    }

    #[test]
    fn nobody_can_tell_without_people_or_experience() {
        assert_eq!(estimate_wait(1, &[Duration::from_mins(5); 10], 0), None);
        assert_eq!(estimate_wait(1, &[Duration::from_mins(5); 4], 3), None);
    }

    proptest! {
        #[test]
        fn further_back_never_waits_less(
            seconds in proptest::collection::vec(0..10_000_u64, 5..30), position in 1..1_000_u32, slots in 1..100_u32,
        ) {
            let handling: Vec<Duration> = seconds.into_iter().map(Duration::from_secs).collect();
            let wait = estimate_wait(position, &handling, slots);
            prop_assert!(wait <= estimate_wait(position + 1, &handling, slots));
            prop_assert!(wait >= estimate_wait(position, &handling, slots + 1));
        }
    }
}
