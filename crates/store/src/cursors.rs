//! Cursors: how far each consumer has read. Stored now and then by the consumer itself, or with what came of the entries by
//! a handler that takes them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use yingda_model::Timestamp;

use crate::error::Result;
use crate::journal::Recorded;
use crate::{Tx, params};

/// Takes entries inside the unit that stores what comes of them: moves the consumer's cursors and answers the entries that
/// no unit has taken before. Two units that take at once wait for each other.
pub fn take(tx: &mut Tx<'_>, consumer: &str, entries: &[Arc<Recorded>]) -> Result<Vec<Arc<Recorded>>> {
    let mut ends: BTreeMap<i64, i64> = BTreeMap::new();
    for entry in entries {
        let end = ends.entry(entry.partition).or_default();
        *end = entry.position.max(*end);
    }
    for partition in ends.keys() {
        // A row that is not there could not be locked.
        tx.send(
            "INSERT INTO cursors (consumer, partition, position, fence) VALUES ($1, $2, 0, 0) \
             ON CONFLICT (consumer, partition) DO NOTHING",
            params![consumer, *partition],
        )?;
    }
    let sql = tx.backend().either(
        "SELECT partition, position FROM cursors WHERE consumer = $1 ORDER BY partition",
        "SELECT partition, position FROM cursors WHERE consumer = $1 ORDER BY partition FOR UPDATE",
    );
    let before: HashMap<i64, i64> = tx
        .list(sql, params![consumer], |row| Ok((row.get("partition")?, row.get("position")?)))?
        .into_iter()
        .collect();
    let reached = |partition: i64| before.get(&partition).copied().unwrap_or(0);
    for (partition, end) in ends {
        if end > reached(partition) {
            tx.send(
                "UPDATE cursors SET position = $3 WHERE consumer = $1 AND partition = $2",
                params![consumer, partition, end],
            )?;
        }
    }
    Ok(entries.iter().filter(|entry| entry.position > reached(entry.partition)).cloned().collect())
}

/// Makes a consumer begin anew. Only where it does not run: what it has read stays in its memory.
pub fn forget(tx: &mut Tx<'_>, consumer: &str) -> Result<()> {
    tx.execute("DELETE FROM cursors WHERE consumer = $1", params![consumer])?;
    Ok(())
}

/// When the oldest entry was made that a consumer has not read, as its stored cursors say; none when there is none.
pub fn oldest_unread(tx: &mut Tx<'_>, consumer: &str) -> Result<Option<Timestamp>> {
    let row = tx.row(
        "SELECT MIN(j.at) AS at FROM journal_heads h LEFT JOIN cursors c ON c.partition = h.partition AND c.consumer = $1 \
         JOIN journal j ON j.partition = h.partition AND j.position = COALESCE(c.position, 0) + 1",
        params![consumer],
    )?;
    row.map_or(Ok(None), |row| row.get("at"))
}

/// How far a consumer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Entries that it has read, over all partitions.
    pub read: i64,
    /// Entries that it has not.
    pub behind: i64,
}

/// How far a consumer is, as its stored cursors say.
pub fn progress(tx: &mut Tx<'_>, consumer: &str) -> Result<Progress> {
    let row = tx.row(
        "SELECT CAST(COALESCE(SUM(c.position), 0) AS BIGINT) AS done, CAST(COALESCE(SUM(h.position), 0) AS BIGINT) AS total \
         FROM journal_heads h LEFT JOIN cursors c ON c.partition = h.partition AND c.consumer = $1",
        params![consumer],
    )?;
    let Some(row) = row else { return Ok(Progress::default()) };
    let (read, total): (i64, i64) = (row.get("done")?, row.get("total")?);
    Ok(Progress { read, behind: (total - read).max(0) })
}
