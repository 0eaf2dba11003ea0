//! Archived stretches of the journal: files that still verify, entry by entry, after the journal has let go of them.
//!
//! A file holds what was done, by opaque ids, and what each entry commits to; the words of people stay behind and are
//! forgotten. Each file names the hash of the one before, and begins in each partition where that one ended. When to make
//! one, and where it lies, is not decided here.

mod file;
mod verify;

use serde::{Deserialize, Serialize};
use yingda_model::Timestamp;

pub use file::make;
pub use verify::{check, verify};

use crate::error::{Error, Result};
use crate::hex::hex;
use crate::journal::{self, Hash};
use crate::params;
use crate::tx::Tx;

/// Entries that one unit lets go of.
const RELEASED: i64 = 2_000;

/// What a file says about the journal in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchivedJournal {
    /// From 1, without gaps.
    pub number: i64,
    /// SHA-256 of the file before this one, in hexadecimal; none for the first.
    pub previous: Option<String>,
    /// Epoch milliseconds: the entries are older.
    pub before: i64,
    pub stretches: Vec<Stretch>,
}

/// What a file holds of one partition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    pub partition: i64,
    /// The position before the first entry, and the hash of the entry there, in hexadecimal.
    pub after: i64,
    pub after_hash: String,
    /// The last position, and the hash of its entry.
    pub last: i64,
    pub last_hash: String,
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalArchive {
    pub number: i64,
    /// Its name, without the folder.
    pub file: String,
    /// SHA-256 of all its bytes.
    pub hash: Hash,
    pub before: Timestamp,
    pub entries: i64,
    pub stretches: Vec<Stretch>,
    pub made_at: Timestamp,
    /// Whether the journal has let go of what is in it.
    pub released: bool,
}

impl JournalArchive {
    /// Its hash, in hexadecimal.
    pub fn sha256(&self) -> String {
        hex(&self.hash)
    }
}

/// Notes a file that was made; false when another process has noted one of that number before.
pub fn create(tx: &mut Tx<'_>, archive: &JournalArchive) -> Result<bool> {
    let stretches = serde_json::to_string(&archive.stretches)
        .map_err(|_| Error::Decode { column: "stretches".into() })?;
    let stored = tx.execute(
        "INSERT INTO journal_archives (number, file, hash, before, entries, stretches, made_at, released) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (number) DO NOTHING",
        params![
            archive.number,
            &archive.file,
            archive.hash,
            archive.before,
            archive.entries,
            stretches,
            archive.made_at,
            archive.released
        ],
    )?;
    Ok(stored == 1)
}

/// All files that were made, in order.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<JournalArchive>> {
    tx.list("SELECT * FROM journal_archives ORDER BY number", &[], |row| {
        let hash: Vec<u8> = row.get("hash")?;
        Ok(JournalArchive {
            number: row.get("number")?,
            file: row.get("file")?,
            hash: hash.try_into().map_err(|_| Error::Decode { column: "hash".into() })?,
            before: row.get("before")?,
            entries: row.get("entries")?,
            stretches: row.json("stretches")?,
            made_at: row.get("made_at")?,
            released: row.get("released")?,
        })
    })
}

/// Lets the journal go of some of what is in a file; whether that was all.
pub fn release(tx: &mut Tx<'_>, archive: &JournalArchive) -> Result<bool> {
    for stretch in &archive.stretches {
        let (origin, _) = journal::origin_of(tx, stretch.partition)?;
        if origin < stretch.last {
            journal::release(tx, stretch.partition, stretch.last, RELEASED)?;
            return Ok(false);
        }
    }
    tx.execute("UPDATE journal_archives SET released = $2 WHERE number = $1", params![archive.number, true])?;
    Ok(true)
}

/// The time before which no entry is in the journal any more; none when it is whole.
pub fn begins_at(tx: &mut Tx<'_>) -> Result<Option<Timestamp>> {
    tx.row("SELECT MAX(before) AS before FROM journal_archives", &[])?
        .map_or(Ok(None), |row| row.get("before"))
}
