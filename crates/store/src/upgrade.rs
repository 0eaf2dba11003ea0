//! Upgrading: what bringing a store to this program's schema will do, and a backup before it is done.

use std::path::{Path, PathBuf};

use yingda_model::Timestamp;

use crate::connection::Backend;
use crate::error::Result;
use crate::{Address, archive, connect, lock, migrations};

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgrade {
    /// Whether there is a store at all.
    pub fresh: bool,
    /// Number and name of each step of the schema that is missing.
    pub steps: Vec<(i64, &'static str)>,
}

/// What opening a store would do to it. Changes nothing but what a server that was killed has left half-done.
///
/// # Errors
/// When the store can't be read, or is newer than this program.
pub fn plan(address: &Address) -> Result<Upgrade> {
    if let Address::Sqlite(path) = address
        && !path.exists()
    {
        return Ok(Upgrade { fresh: true, steps: Vec::new() });
    }
    // For writing: a file whose last writer was killed in its first moments can't be read before it is rolled back.
    let mut connection = connect(address, false)?;
    if !connection.tables()?.iter().any(|table| table.name == "migrations") {
        return Ok(Upgrade { fresh: true, steps: Vec::new() });
    }
    Ok(Upgrade { fresh: false, steps: migrations::missing(&mut *connection)? })
}

/// Backs a store up into a folder, should opening it change its schema; answers the file. Nobody may have a file open.
///
/// # Errors
/// When the backup can't be made: then the store is better not opened.
pub fn back_up(address: &Address, folder: &Path, now: Timestamp) -> Result<Option<PathBuf>> {
    let upgrade = plan(address)?;
    let Some((next, _)) = upgrade.steps.first() else { return Ok(None) };
    let _lock = match address {
        Address::Sqlite(path) => Some(lock(path)?),
        Address::Postgres(_) => None,
    };
    crate::private_folder(folder).map_err(crate::empty::file_error)?;
    let file = folder.join(format!("before-schema-{next}-{}.backup", now.millis()));
    archive::backup(address, &file, now)?;
    Ok(Some(file))
}

/// Brings a store to this program's schema; answers how many steps that took.
pub fn run(address: &Address, now: Timestamp) -> Result<usize> {
    run_to(address, i64::MAX, now)
}

/// Brings a store as far as a step of the schema, as an earlier program would have; answers how many steps that took.
pub fn run_to(address: &Address, last: i64, now: Timestamp) -> Result<usize> {
    let _lock = match address {
        Address::Sqlite(path) => Some(lock(path)?),
        Address::Postgres(_) => None,
    };
    let mut connection = connect(address, false)?;
    let steps = migrations::run_to(&mut *connection, last, now)?;
    if connection.backend() == Backend::Sqlite {
        connection.batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    }
    Ok(steps)
}
