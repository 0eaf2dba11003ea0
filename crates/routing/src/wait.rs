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
