//! Filling an empty store from outside: all of it or nothing. What it is filled with is not decided here.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::connection::Connection;
use crate::error::{Error, Result};
use crate::{Address, connect, lock};

/// Lets a store be filled that is empty: a file that is not there yet, or a PostgreSQL database without tables. A file gets
/// its name when it is filled and on the disk.
///
/// # Errors
/// When the store has something in it, or filling it fails: then nothing is left behind.
pub(crate) fn into_empty<T>(
    address: &Address,
    fill: impl FnOnce(&mut dyn Connection) -> Result<T>,
) -> Result<T> {
    match address {
        Address::Sqlite(target) => {
            let _lock = lock(target)?;
            if target.exists() {
                return Err(Error::Unavailable(format!("{} is there already", target.display()).into()));
            }
            let mut name = target.as_os_str().to_owned();
            name.push(".filling");
            let unfinished = Path::new(&name);
            remove(unfinished);
            let filled = connect(&Address::Sqlite(unfinished.into()), false).and_then(|mut connection| {
                let filled = fill(&mut *connection)?;
                connection.batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
                Ok(filled)
            });
            let named = filled.and_then(|filled| {
                rename(unfinished, target).map_err(file_error)?;
                Ok(filled)
            });
            remove(unfinished);
            named
        }
        Address::Postgres(_) => {
            let mut connection = connect(address, false)?;
            if !connection.tables()?.is_empty() {
                return Err(Error::Unavailable("the database has tables already".into()));
            }
            let filled = fill(&mut *connection);
            if filled.is_err() {
                empty(&mut *connection);
            }
            filled
        }
    }
}

/// Takes away the tables that an attempt has left, as far as the database is still there.
fn empty(connection: &mut dyn Connection) {
    for table in connection.tables().unwrap_or_default().into_iter().rev() {
        _ = connection.batch(&["DROP TABLE", &table.name].join(" "));
    }
}

/// Removes what an attempt has left.
fn remove(unfinished: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut name = unfinished.as_os_str().to_owned();
        name.push(ending);
        _ = std::fs::remove_file(name);
    }
}

/// Gives a file its name, so that it has it after a power cut, too.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::rename(from, to)?;
    match to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}

/// What a file has refused.
pub(crate) fn file_error(error: io::Error) -> Error {
    Error::Unavailable(Box::new(error))
}
