//! How long a waiting customer will wait: recent handling times and the team's strength, through the routing engine.

use std::time::Duration;

use yingda_model::{QueueId, Result};
use yingda_store::{Tx, agents, conversations, queues};

/// Handling times looked at.
const RECENT: usize = 50;

/// What waits in one queue depend on, read once for everybody who waits there.
pub(crate) struct Waits {
    handling: Vec<Duration>,
    slots: u32,
}

impl Waits {
    /// Reads how a queue stands.
    pub fn load(tx: &mut Tx<'_>, queue: QueueId) -> Result<Self> {
        let slots = match queues::team_of(tx, queue)? {
            Some(team) => agents::strength(tx, team)?.1,
            None => 0,
        };
        let handling = conversations::handling_times(tx, queue, RECENT)?
            .into_iter()
            .map(|millis| Duration::from_millis(u64::try_from(millis).unwrap_or(0)))
            .collect();
        Ok(Self { handling, slots: u32::try_from(slots).unwrap_or(0) })
    }

    /// The estimated wait in seconds at a position (1 is next); none when nobody can tell.
    pub fn estimate(&self, position: i64) -> Option<i64> {
        let position = u32::try_from(position).unwrap_or(u32::MAX);
        let seconds = yingda_routing::estimate_wait(position, &self.handling, self.slots)?;
        i64::try_from(seconds).ok()
    }
}
