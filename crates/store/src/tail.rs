//! The newest journal entries in memory, so that consumers that keep up need not read them back from the database,
//! and the signal that there are new ones.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use crate::journal::Recorded;

/// Entries kept for each partition.
const KEPT: usize = 4_096;

/// The end of the journal as this process knows it.
pub(crate) struct Tail {
    partitions: Mutex<HashMap<i64, Partition>>,
    moved: watch::Sender<u64>,
}

#[derive(Default)]
struct Partition {
    position: i64,
    entries: VecDeque<Arc<Recorded>>,
}

impl Tail {
    pub fn new(positions: &[(i64, i64)]) -> Self {
        let partitions = positions
            .iter()
            .map(|(partition, position)| {
                (*partition, Partition { position: *position, entries: VecDeque::new() })
            })
            .collect();
        Self { partitions: Mutex::new(partitions), moved: watch::Sender::new(0) }
    }

    /// Takes in what a writer has committed.
    pub fn publish(&self, recorded: Vec<Recorded>) {
        if recorded.is_empty() {
            return;
        }
        {
            let mut partitions = self.partitions.lock().unwrap_or_else(PoisonError::into_inner);
            for entry in recorded {
                partitions.entry(entry.partition).or_default().push(entry);
            }
        }
        self.moved.send_modify(|tick| *tick += 1);
    }

    /// Learns from the database how far the partitions are (another process may have written).
    pub fn learn(&self, positions: &[(i64, i64)]) {
        let mut moved = false;
        {
            let mut partitions = self.partitions.lock().unwrap_or_else(PoisonError::into_inner);
            for (partition, position) in positions {
                let known = partitions.entry(*partition).or_default();
                moved |= *position > known.position;
                known.position = known.position.max(*position);
            }
        }
        if moved {
            self.moved.send_modify(|tick| *tick += 1);
        }
    }

    /// Wakes at each change.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.moved.subscribe()
    }

    /// The last known position of each partition.
    pub fn positions(&self) -> Vec<(i64, i64)> {
        let partitions = self.partitions.lock().unwrap_or_else(PoisonError::into_inner);
        let mut positions: Vec<_> =
            partitions.iter().map(|(partition, known)| (*partition, known.position)).collect();
        positions.sort_unstable();
        positions
    }

    /// Entries after a position, when memory has all of them from there on; none when the database must be asked.
    pub fn after(&self, partition: i64, position: i64, limit: usize) -> Option<Vec<Arc<Recorded>>> {
        let partitions = self.partitions.lock().unwrap_or_else(PoisonError::into_inner);
        let known = partitions.get(&partition)?;
        if known.position <= position {
            return Some(Vec::new());
        }
        let start = known.entries.partition_point(|entry| entry.position <= position);
        let contiguous = |(entry, expected): &(&Arc<Recorded>, i64)| entry.position == *expected;
        let newer = known.entries.range(start..).take(limit).zip(position + 1..);
        let found: Vec<_> = newer.take_while(contiguous).map(|(entry, _)| Arc::clone(entry)).collect();
        if found.is_empty() { None } else { Some(found) }
    }
}

impl Partition {
    fn push(&mut self, entry: Recorded) {
        self.position = self.position.max(entry.position);
        let place = self.entries.partition_point(|known| known.position < entry.position);
        self.entries.insert(place, Arc::new(entry));
        if self.entries.len() > KEPT {
            self.entries.pop_front();
        }
    }
}
