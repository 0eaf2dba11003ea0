//! Verifying: whether the chain of a partition is what its entries say.

use crate::error::Result;
use crate::params;
use crate::tx::Tx;

use super::{Fields, Hash, chain, commit, hash_of};

/// A place where the journal is not what it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub partition: i64,
    pub position: i64,
    pub what: &'static str,
}

/// Verifies a stretch of a partition after `position`, whose entry has the hash `previous`; answers the last position
/// and hash seen, how many entries were read, and the faults.
pub fn verify(
    tx: &mut Tx<'_>,
    partition: i64,
    from: (i64, Hash),
    limit: usize,
) -> Result<(i64, Hash, usize, Vec<Fault>)> {
    let rows = tx.rows(
        "SELECT position, at, name, subject, brand_id, actor, trace, data, commitment, salt, personal, hash FROM journal \
         WHERE partition = $1 AND position > $2 ORDER BY position LIMIT $3",
        params![partition, from.0, limit],
    )?;
    let (mut last, mut previous) = from;
    let mut faults = Vec::new();
    for row in &rows {
        let position: i64 = row.get("position")?;
        let mut fault = |what| faults.push(Fault { partition, position, what });
        if position != last + 1 {
            fault("a position is missing before this one");
        }
        let texts: [String; 6] = [
            row.get("name")?,
            row.get("subject")?,
            row.get("brand_id")?,
            row.get("actor")?,
            row.get("trace")?,
            row.get("data")?,
        ];
        let commitment: Vec<u8> = row.get("commitment")?;
        let expected = chain(
            &previous,
            &Fields {
                partition,
                position,
                at: row.get("at")?,
                name: &texts[0],
                subject: &texts[1],
                brand: &texts[2],
                actor: &texts[3],
                trace: &texts[4],
                data: &texts[5],
                commitment: &commitment,
            },
        );
        let stored = hash_of(row, "hash")?;
        if stored != expected {
            fault("the hash does not fit the entry and its predecessor");
        }
        let (salt, personal): (Option<Vec<u8>>, Option<String>) = (row.get("salt")?, row.get("personal")?);
        match (salt, personal) {
            (Some(salt), Some(personal)) if commit(&salt, &personal).as_slice() != commitment => {
                fault("the content does not fit its commitment");
            }
            (Some(_), None) | (None, Some(_)) => fault("salt and content must be erased together"),
            _ => {}
        }
        (last, previous) = (position, stored);
    }
    Ok((last, previous, rows.len(), faults))
}
