//! An entry with everything that is stored of it, for whoever writes it elsewhere.

use crate::connection::Connection;
use crate::error::Result;
use crate::params;
use crate::value::Row;

use super::{Fields, Hash, Head, chain, hash_of};

/// An entry as it is stored.
pub(crate) struct Stored {
    pub partition: i64,
    pub position: i64,
    pub at: i64,
    /// Name, subject, brand, actor, trace and data.
    pub texts: [String; 6],
    pub commitment: Vec<u8>,
    pub salt: Option<Vec<u8>>,
    pub personal: Option<String>,
    pub hash: Hash,
}

impl Stored {
    /// Entries of a partition after a position, in order.
    pub fn after(
        connection: &mut dyn Connection,
        partition: i64,
        position: i64,
        limit: usize,
    ) -> Result<Vec<Self>> {
        let rows = connection.query(
            "SELECT position, at, name, subject, brand_id, actor, trace, data, commitment, salt, personal, hash \
             FROM journal WHERE partition = $1 AND position > $2 ORDER BY position LIMIT $3",
            params![partition, position, limit],
        )?;
        rows.iter().map(|row| Self::of(partition, row)).collect()
    }

    /// From a row with all columns of the journal.
    pub fn of_row(row: &Row) -> Result<Self> {
        Self::of(row.get("partition")?, row)
    }

    fn of(partition: i64, row: &Row) -> Result<Self> {
        Ok(Self {
            partition,
            position: row.get("position")?,
            at: row.get("at")?,
            texts: [
                row.get("name")?,
                row.get("subject")?,
                row.get("brand_id")?,
                row.get("actor")?,
                row.get("trace")?,
                row.get("data")?,
            ],
            commitment: row.get("commitment")?,
            salt: row.get("salt")?,
            personal: row.get("personal")?,
            hash: hash_of(row, "hash")?,
        })
    }

    /// Its hash, if it stood at a place behind another entry.
    pub fn hash_at(&self, previous: &Hash, partition: i64, position: i64) -> Hash {
        let [name, subject, brand, actor, trace, data] = &self.texts;
        let fields = Fields {
            partition,
            position,
            at: self.at,
            name,
            subject,
            brand,
            actor,
            trace,
            data,
            commitment: &self.commitment,
        };
        chain(previous, &fields)
    }

    /// Whether it is what comes behind another entry.
    pub fn follows(&self, last: Head) -> bool {
        self.position == last.position + 1
            && self.hash_at(&last.hash, self.partition, self.position) == self.hash
    }
}
