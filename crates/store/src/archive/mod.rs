//! Archives: everything in a store as one file, the same for both databases.
//!
//! A file is a line that says what it is, a manifest, the rows of all tables as they were at one moment, compressed, and
//! a hash over all of it, so that a file that was cut or changed is known before a row of it is used. When to make one
//! and where to keep it is not decided here.

mod format;
mod manifest;

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use yingda_model::Timestamp;

use crate::connection::{Backend, Connection, Table};
use crate::empty::{self, file_error, rename};
use crate::error::{Error, Result};
use crate::{Address, connect, migrations};
use format::Hashing;
pub(crate) use format::{Part, read_part, write_part};
pub use manifest::Manifest;

/// The first bytes of every archive.
const MAGIC: &[u8] = b"YINGDA ARCHIVE\n";
/// Bytes of the hash at the end.
const HASH: usize = 32;
/// Compression: 3 is as fast as a disk writes and makes chats a fifth of their size.
const LEVEL: i32 = 3;
/// Rows stored in one statement at most.
const ROWS: usize = 200;
/// What belongs to the moment and not to the data.
pub(crate) const LEFT_OUT: [&str; 2] = ["leases", "migrations"];

/// What an archive holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub tables: usize,
    pub rows: u64,
    /// Of the file.
    pub bytes: u64,
}

/// Writes everything in a store to a file that is not there yet, as it was at one moment. A server may be running on it.
/// The file gets its name when it is complete and on the disk.
///
/// # Errors
/// When the store can't be read, the file is there already, or its disk is full: then nothing is left behind.
pub fn backup(address: &Address, path: &Path, now: Timestamp) -> Result<Summary> {
    if path.exists() {
        return Err(Error::Unavailable(format!("{} is there already", path.display()).into()));
    }
    let mut connection = connect(address, true)?;
    create(path, |out| write(&mut *connection, out, now))
}

/// Makes a file that gets its name when it is complete and on the disk.
///
/// # Errors
/// When its disk is full, or what it is filled with fails: then nothing is left behind.
pub(crate) fn create(path: &Path, fill: impl FnOnce(BufWriter<&File>) -> Result<Summary>) -> Result<Summary> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    // For its owner alone: it holds everything.
    let made = File::options().write(true).create(true).truncate(true).mode(0o600).open(part);
    let written = made.map_err(file_error).and_then(|file| {
        let mut summary = fill(BufWriter::new(&file))?;
        file.sync_all().map_err(file_error)?;
        summary.bytes = file.metadata().map_err(file_error)?.len();
        Ok(summary)
    });
    let named = written.and_then(|summary| {
        rename(part, path).map_err(file_error)?;
        Ok(summary)
    });
    if named.is_err() {
        _ = std::fs::remove_file(part);
    }
    named
}

/// Writes everything in a store to somewhere else than a file, as it was at one moment. Whoever takes it gives it its name.
///
/// # Errors
/// When the store can't be read, or `out` takes no more.
pub fn backup_to(address: &Address, out: &mut impl Write, now: Timestamp) -> Result<Summary> {
    let mut connection = connect(address, true)?;
    write(&mut *connection, out, now)
}

fn write(connection: &mut dyn Connection, out: impl Write, now: Timestamp) -> Result<Summary> {
    let begin =
        connection.backend().either("BEGIN", "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    connection.batch(begin)?;
    let manifest = Manifest::of(connection, now)?;
    let summary = pack(out, &manifest, |out| {
        let mut summary = Summary::default();
        for table in connection.tables()? {
            if LEFT_OUT.contains(&table.name.as_str()) {
                continue;
            }
            write_part(out, &Part::Table(table.clone())).map_err(file_error)?;
            connection.scan(&table, &mut |row| {
                summary.rows += 1;
                write_part(out, &Part::Row(row)).map_err(file_error)
            })?;
            summary.tables += 1;
        }
        Ok(summary)
    })?;
    connection.batch("COMMIT")?;
    Ok(summary)
}

/// Writes a whole archive: `fill` gives its tables and rows.
pub(crate) fn pack<W: Write>(
    out: W,
    manifest: &Manifest,
    fill: impl FnOnce(&mut zstd::Encoder<'_, Hashing<W>>) -> Result<Summary>,
) -> Result<Summary> {
    let mut out = Hashing::new(out);
    out.write_all(MAGIC).map_err(file_error)?;
    manifest.write(&mut out).map_err(file_error)?;
    let mut compressed = zstd::Encoder::new(out, LEVEL).map_err(file_error)?;
    let summary = fill(&mut compressed)?;
    write_part(&mut compressed, &Part::End { rows: summary.rows }).map_err(file_error)?;
    let out = compressed.finish().map_err(file_error)?;
    let (mut out, hash) = out.finish();
    out.write_all(&hash).and_then(|()| out.flush()).map_err(file_error)?;
    Ok(summary)
}

/// Reads an archive from its first to its last byte; answers what it says about itself.
///
/// # Errors
/// When it is not an archive, was cut or changed, or was made by a newer program.
pub fn verify(path: &Path) -> Result<Manifest> {
    let (manifest, _) = open(path)?;
    Ok(manifest)
}

/// Opens an archive behind its manifest, after its hash was found right.
pub(crate) fn open(path: &Path) -> Result<(Manifest, io::Take<BufReader<File>>)> {
    let mut file = File::open(path).map_err(file_error)?;
    let length = file.metadata().map_err(file_error)?.len();
    let mut magic = vec![0; MAGIC.len()];
    if file.read_exact(&mut magic).is_err() || magic != MAGIC {
        return Err(refused(path, "is not an archive of Yingda"));
    }
    let hashed = length.checked_sub(HASH as u64).ok_or_else(|| refused(path, "was cut short"))?;
    file.rewind().map_err(file_error)?;
    let mut hasher = Hashing::new(io::sink());
    io::copy(&mut BufReader::with_capacity(1 << 20, &file).take(hashed), &mut hasher).map_err(file_error)?;
    let mut stored = [0; HASH];
    file.seek(SeekFrom::Start(hashed)).and_then(|_| file.read_exact(&mut stored)).map_err(file_error)?;
    if hasher.finish().1 != stored {
        return Err(refused(path, "was cut short or changed: its hash does not fit"));
    }
    file.seek(SeekFrom::Start(MAGIC.len() as u64)).map_err(file_error)?;
    let mut file = BufReader::new(file).take(hashed - MAGIC.len() as u64);
    let manifest = Manifest::read(&mut file).map_err(|error| refused(path, error))?;
    manifest.check().map_err(|error| refused(path, error))?;
    Ok((manifest, file))
}

/// Brings an archive back into a store that is empty: a file that is not there yet, or a PostgreSQL database without tables.
/// All of it or nothing.
///
/// # Errors
/// When `verify` refuses the archive, the store has something in it, or the archive is of the other database.
pub fn restore(path: &Path, address: &Address, now: Timestamp) -> Result<Summary> {
    let (manifest, file) = open(path)?;
    let bytes = std::fs::metadata(path).map_err(file_error)?.len();
    let summary = empty::into_empty(address, |connection| fill(connection, &manifest, file, now))?;
    Ok(Summary { bytes, ..summary })
}

fn fill(
    connection: &mut dyn Connection,
    manifest: &Manifest,
    file: impl Read,
    now: Timestamp,
) -> Result<Summary> {
    if manifest.journal.is_some() {
        return Err(Error::Unavailable("the file holds a stretch of the journal, not a store".into()));
    }
    if manifest.partitions != connection.backend().partitions() {
        let other = if connection.backend() == Backend::Sqlite { "PostgreSQL" } else { "SQLite" };
        return Err(Error::Unavailable(format!("the archive was made of a store on {other}").into()));
    }
    migrations::run_to(connection, manifest.schema(), now)?;
    connection.batch("BEGIN")?;
    let filled = insert_all(connection, file);
    connection.batch(if filled.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    let summary = filled?;
    migrations::run(connection, now)?;
    Ok(summary)
}

fn insert_all(connection: &mut dyn Connection, file: impl Read) -> Result<Summary> {
    // Rows that every new database has come from the archive, too.
    connection.batch("DELETE FROM journal_heads")?;
    let known = connection.tables()?;
    let mut archived = BufReader::new(zstd::Decoder::new(file).map_err(file_error)?);
    let mut summary = Summary::default();
    let mut filling: Option<Table> = None;
    let mut rows = Vec::with_capacity(ROWS);
    loop {
        let part = read_part(&mut archived, filling.as_ref()).map_err(file_error)?;
        let full = rows.len() == ROWS || !matches!(part, Part::Row(_));
        if let (Some(table), true, false) = (&filling, full, rows.is_empty()) {
            connection.fill(table, &rows)?;
            rows.clear();
        }
        match part {
            Part::Row(row) => {
                rows.push(row);
                summary.rows += 1;
            }
            Part::Table(table) => {
                if !known.contains(&table) {
                    return Err(Error::Statement(
                        format!("the table {} has another form", table.name).into(),
                    ));
                }
                filling = Some(table);
                summary.tables += 1;
            }
            Part::End { rows } if rows == summary.rows => {
                // Leases stay behind, and with them the numbers that fences grow from.
                connection.batch("UPDATE cursors SET fence = 0")?;
                return Ok(summary);
            }
            Part::End { rows } => {
                let found = summary.rows;
                return Err(Error::Statement(format!("{rows} rows were archived, {found} found").into()));
            }
        }
    }
}

pub(crate) fn refused(path: &Path, why: &str) -> Error {
    Error::Unavailable(format!("{} {why}", path.display()).into())
}
