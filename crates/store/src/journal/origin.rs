//! Where the journal begins: what came before was written into archived files and let go of here.

use crate::error::{Error, Result};
use crate::params;
use crate::tx::Tx;

use super::{Hash, hash_of};

/// The last position of a partition that is not here any more, and the hash of its entry; 0 and zeros where everything is.
pub fn origin_of(tx: &mut Tx<'_>, partition: i64) -> Result<(i64, Hash)> {
    let found =
        tx.row("SELECT position, hash FROM journal_origins WHERE partition = $1", params![partition])?;
    found.map_or(Ok((0, [0; 32])), |row| Ok((row.get("position")?, hash_of(&row, "hash")?)))
}

/// Lets go of a partition's oldest entries up to a position, at most so many at once; whether all of them are gone.
/// Whoever calls has made sure that they are kept elsewhere.
pub(crate) fn release(tx: &mut Tx<'_>, partition: i64, last: i64, limit: i64) -> Result<bool> {
    let (origin, _) = origin_of(tx, partition)?;
    let next = last.min(origin + limit);
    if next <= origin {
        return Ok(true);
    }
    let row =
        tx.row("SELECT hash FROM journal WHERE partition = $1 AND position = $2", params![partition, next])?;
    let row =
        row.ok_or_else(|| Error::Statement(format!("the journal has no entry {partition}/{next}").into()))?;
    tx.send(
        "INSERT INTO journal_origins (partition, position, hash) VALUES ($1, $2, $3) \
         ON CONFLICT (partition) DO UPDATE SET position = EXCLUDED.position, hash = EXCLUDED.hash",
        params![partition, next, hash_of(&row, "hash")?],
    )?;
    tx.send("DELETE FROM journal WHERE partition = $1 AND position <= $2", params![partition, next])?;
    Ok(next == last)
}
