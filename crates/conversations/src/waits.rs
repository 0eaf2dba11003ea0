//! How long a waiting customer will wait: recent handling times and the team's strength, through the routing engine.

use std::time::Duration;

use yingda_model::{QueueId, Result};
use yingda_store::{Tx, agents, conversations, queues};

/// Handling times looked at.
const RECENT: usize = 50;

/// The estimated wait in seconds at a position (1 is next); none when nobody can tell.
pub(crate) fn estimate(tx: &mut Tx<'_>, queue: QueueId, position: i64) -> Result<Option<i64>> {
    let Some(team) = queues::team_of(tx, queue)? else { return Ok(None) };
    let (_, slots) = agents::strength(tx, team)?;
    let handling: Vec<Duration> = conversations::handling_times(tx, queue, RECENT)?
        .into_iter()
        .map(|millis| Duration::from_millis(u64::try_from(millis).unwrap_or(0)))
        .collect();
    let position = u32::try_from(position).unwrap_or(u32::MAX);
    let slots = u32::try_from(slots).unwrap_or(0);
    Ok(yingda_routing::estimate_wait(position, &handling, slots)
        .and_then(|seconds| i64::try_from(seconds).ok()))
}
