//! Set aside: entries of the journal that a consumer could not handle and has gone on without, for people to look at. Why
//! is in the log; what they say is in the journal.

use std::sync::Arc;
use std::time::Duration;

use yingda_model::Timestamp;

use crate::error::Result;
use crate::journal::Recorded;
use crate::params;
use crate::tx::Tx;

/// How long people may look at them.
const KEPT: Duration = Duration::from_hours(30 * 24);

/// An entry that was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    pub consumer: String,
    /// What the entry is about.
    pub subject: String,
    /// The name of its event.
    pub name: String,
    /// As the log calls what made it.
    pub trace: String,
    /// When it was set aside.
    pub at: Timestamp,
}

/// Sets entries aside.
pub(crate) fn put(tx: &mut Tx<'_>, consumer: &str, entries: &[Arc<Recorded>], now: Timestamp) -> Result<()> {
    for entry in entries {
        tx.send(
            "INSERT INTO set_aside (consumer, partition, position, subject, name, trace, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            params![
                consumer,
                entry.partition,
                entry.position,
                &entry.subject,
                entry.event.name(),
                &entry.trace,
                now
            ],
        )?;
    }
    Ok(())
}

/// The newest of them, and how many there are.
pub fn newest(tx: &mut Tx<'_>) -> Result<Option<(SetAside, i64)>> {
    let row = tx.row(
        "SELECT consumer, subject, name, trace, at, COUNT(*) OVER () AS n FROM set_aside ORDER BY at DESC LIMIT 1",
        &[],
    )?;
    let newest = row.map(|row| {
        let entry = SetAside {
            consumer: row.get("consumer")?,
            subject: row.get("subject")?,
            name: row.get("name")?,
            trace: row.get("trace")?,
            at: row.get("at")?,
        };
        Ok((entry, row.get("n")?))
    });
    newest.transpose()
}

/// Forgets those that people have had the time to look at; answers how many.
pub fn forget(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM set_aside WHERE at < $1", params![now.minus(KEPT)])
}
