//! Reading: entries in order, and how far each partition goes.

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

use super::{Hash, Recorded, hash_of};

/// The last position of each partition.
pub(crate) fn positions(tx: &mut Tx<'_>) -> Result<Vec<(i64, i64)>> {
    tx.list("SELECT partition, position FROM journal_heads ORDER BY partition", &[], |row| {
        Ok((row.get("partition")?, row.get("position")?))
    })
}

/// Entries after a position, in order.
pub(crate) fn after(tx: &mut Tx<'_>, partition: i64, position: i64, limit: usize) -> Result<Vec<Recorded>> {
    tx.list(
        "SELECT partition, position, at, subject, brand_id, actor, trace, data, personal FROM journal \
         WHERE partition = $1 AND position > $2 ORDER BY position LIMIT $3",
        params![partition, position, limit],
        recorded,
    )
}

/// Entries about one aggregate, oldest first: its history.
pub fn of_subject(tx: &mut Tx<'_>, subject: &str, after: i64, limit: usize) -> Result<Vec<Recorded>> {
    tx.list(
        "SELECT partition, position, at, subject, brand_id, actor, trace, data, personal FROM journal \
         WHERE subject = $1 AND position > $2 ORDER BY position LIMIT $3",
        params![subject, after, limit],
        recorded,
    )
}

fn recorded(row: &Row) -> Result<Recorded> {
    let brand: String = row.get("brand_id")?;
    Ok(Recorded {
        partition: row.get("partition")?,
        position: row.get("position")?,
        at: row.get("at")?,
        event: row.json("data")?,
        subject: row.get("subject")?,
        brand: if brand.is_empty() { None } else { Some(row.parse("brand_id")?) },
        actor: row.get("actor")?,
        trace: row.get("trace")?,
        personal: row.get("personal")?,
    })
}

/// The head of a partition as it is stored.
pub fn head_of(tx: &mut Tx<'_>, partition: i64) -> Result<Option<(i64, Hash)>> {
    tx.row("SELECT position, hash FROM journal_heads WHERE partition = $1", params![partition])?
        .map(|row| Ok((row.get("position")?, hash_of(&row, "hash")?)))
        .transpose()
}
