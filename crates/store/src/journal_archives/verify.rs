//! Verifying: whether a file is the one that was made, and each entry what comes behind the one before.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::{ArchivedJournal, JournalArchive, Stretch};
use crate::archive::{Part, open, read_part, refused};
use crate::connection::Table;
use crate::empty::file_error;
use crate::error::{Error, Result};
use crate::hex::{from_hex, hex};
use crate::journal::{Hash, Head, Stored};
use crate::value::Row;

/// Reads a file from its first to its last entry; answers what it says about itself.
///
/// # Errors
/// When it holds no journal, was cut or changed, or an entry is not what comes behind the one before.
pub fn verify(path: &Path) -> Result<ArchivedJournal> {
    let (manifest, file) = open(path)?;
    let journal = manifest.journal.ok_or_else(|| refused(path, "holds no journal"))?;
    let mut archived = BufReader::new(zstd::Decoder::new(file).map_err(file_error)?);
    let mut stretches = journal.stretches.iter();
    let mut chain: Option<Chain<'_>> = None;
    let mut table: Option<Table> = None;
    let mut entries = 0;
    loop {
        match read_part(&mut archived, table.as_ref()).map_err(file_error)? {
            Part::Table(of) => table = Some(of),
            Part::Row(values) => {
                let of = table.as_ref().ok_or_else(|| refused(path, "holds no journal"))?;
                let entry = Stored::of_row(&Row::of(of, values))?;
                let done = chain.as_ref().is_none_or(|chain| chain.last.position == chain.stretch.last);
                if done {
                    entries += chain.take().map_or(Ok(0), Chain::end)?;
                    let next = stretches.next().ok_or_else(|| refused(path, "holds more than it says"))?;
                    chain = Some(Chain::begin(next)?);
                }
                if let Some(chain) = &mut chain {
                    chain.add(&entry)?;
                }
            }
            Part::End { rows } => {
                entries += chain.take().map_or(Ok(0), Chain::end)?;
                if stretches.next().is_some() || entries != rows {
                    return Err(refused(path, "holds less than it says"));
                }
                return Ok(journal);
            }
        }
    }
}

/// SHA-256 of all bytes of a file.
pub(super) fn hash_of_file(path: &Path) -> Result<Hash> {
    let mut file = File::open(path).map_err(file_error)?;
    let mut hasher = Sha256::new();
    let mut bytes = vec![0; 1 << 16];
    loop {
        match file.read(&mut bytes).map_err(file_error)? {
            0 => return Ok(hasher.finalize().into()),
            read => hasher.update(&bytes[..read]),
        }
    }
}

/// What is wrong with the files of a folder, as far as they are there, and how many are.
///
/// # Errors
/// When the store can't be read.
pub fn check(archives: &[JournalArchive], folder: &Path) -> (usize, Vec<String>) {
    let mut faults = Vec::new();
    let mut found = 0;
    for (index, archive) in archives.iter().enumerate() {
        let path = folder.join(&archive.file);
        if !path.exists() {
            continue;
        }
        found += 1;
        let before = index.checked_sub(1).and_then(|index| archives.get(index));
        if let Err(error) = check_file(&path, archive, before) {
            faults.push(error);
        }
    }
    (found, faults)
}

fn check_file(path: &Path, archive: &JournalArchive, before: Option<&JournalArchive>) -> Result<(), String> {
    let name = path.display();
    let told = |error: Error| {
        format!(
            "{name}: {error}: {}",
            std::error::Error::source(&error).map_or_else(String::new, ToString::to_string)
        )
    };
    if hash_of_file(path).map_err(told)? != archive.hash {
        return Err(format!("{name}: it is not the file that was made"));
    }
    let journal = verify(path).map_err(told)?;
    if journal.stretches != archive.stretches || journal.previous != before.map(JournalArchive::sha256) {
        return Err(format!("{name}: it does not follow the file before it"));
    }
    Ok(())
}

/// Follows a stretch entry by entry.
pub(super) struct Chain<'a> {
    stretch: &'a Stretch,
    pub last: Head,
    entries: u64,
}

impl<'a> Chain<'a> {
    pub fn begin(stretch: &'a Stretch) -> Result<Self> {
        let hash = from_hex(&stretch.after_hash).ok_or_else(|| damaged(stretch.partition, stretch.after))?;
        Ok(Self { stretch, last: Head { position: stretch.after, hash }, entries: 0 })
    }

    pub fn add(&mut self, entry: &Stored) -> Result<()> {
        if entry.partition != self.stretch.partition || !entry.follows(self.last) {
            return Err(damaged(entry.partition, entry.position));
        }
        self.last = Head { position: entry.position, hash: entry.hash };
        self.entries += 1;
        Ok(())
    }

    pub fn end(self) -> Result<u64> {
        let whole = self.last.position == self.stretch.last && hex(&self.last.hash) == self.stretch.last_hash;
        if whole { Ok(self.entries) } else { Err(damaged(self.stretch.partition, self.last.position)) }
    }
}

fn damaged(partition: i64, position: i64) -> Error {
    Error::Statement(format!("the journal is damaged at {partition}/{position}: see `yingda check`").into())
}
