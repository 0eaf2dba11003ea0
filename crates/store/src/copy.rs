//! Copying: everything in one store into another, empty one, which may be of the other database. Tables are copied row by
//! row; the journal is chained anew, because its partitions differ, and ends with an entry that names the heads of the
//! journal it came from. What was copied is read back and compared before it is committed.

use sha2::{Digest as _, Sha256};
use yingda_model::{Ctx, Entry, Event, Timestamp};

use crate::archive::{LEFT_OUT, Manifest, Part, write_part};
use crate::connection::{Backend, Connection, Table};
use crate::empty::{file_error, into_empty};
use crate::error::{Error, Result};
use crate::hex::hex;
use crate::journal::{self, Pending};
use crate::tx::Tx;
use crate::value::Value;
use crate::{Address, connect, consumers, journal_archives, leases, lock, migrations, tallies};

/// Rows stored in one statement at most.
const ROWS: usize = 200;
/// What is chained anew.
const CHAINED: [&str; 5] = ["journal", "journal_heads", "journal_origins", "journal_archives", "cursors"];
/// The columns of the journal that say where an entry stands.
const PLACE: [&str; 3] = ["partition", "position", "hash"];
/// Entries verified at once.
const VERIFIED: usize = 5_000;

/// What was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    pub tables: usize,
    /// Of all tables but the journal.
    pub rows: u64,
    /// Of the journal.
    pub entries: u64,
}

/// Copies everything from one store into another, empty one: all of it or nothing.
///
/// # Errors
/// When a server has the first store open or its schema is not this program's, its journal is damaged, the second is not
/// empty, or what is read back is not what was written.
pub fn copy(from: &Address, to: &Address, ctx: &Ctx) -> Result<Copied> {
    let _lock = match from {
        Address::Sqlite(path) if !path.exists() => {
            return Err(Error::Unavailable(format!("there is no database at {}", path.display()).into()));
        }
        Address::Sqlite(path) => Some(lock(path)?),
        Address::Postgres(_) => None,
    };
    let mut source = connect(from, true)?;
    let source = &mut *source;
    source.batch(
        source.backend().either("BEGIN", "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"),
    )?;
    check_source(source, ctx.now)?;
    into_empty(to, |target| {
        migrations::run(target, ctx.now)?;
        target.batch("BEGIN")?;
        let copied = copy_all(source, target, ctx);
        target.batch(if copied.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        copied
    })
}

fn check_source(source: &mut dyn Connection, now: Timestamp) -> Result<()> {
    let manifest = Manifest::of(source, now)?;
    if manifest.schema() != migrations::newest() {
        let why = "the schema is not the one of this program: bring it up to date with `yingda migrate`";
        return Err(Error::Unavailable(why.into()));
    }
    let held = leases::held(&mut Tx::new(source, None, &[]))?;
    // On SQLite the lock of the file says it, and what leases say is of the last server.
    if source.backend() == Backend::Postgres && held {
        return Err(Error::Unavailable("a server is running on it: stop it first".into()));
    }
    Ok(())
}

fn copy_all(source: &mut dyn Connection, target: &mut dyn Connection, ctx: &Ctx) -> Result<Copied> {
    let known = target.tables()?;
    let mut copied = Copied::default();
    for table in source.tables()? {
        if LEFT_OUT.contains(&table.name.as_str()) {
            continue;
        }
        if !known.contains(&table) {
            return Err(Error::Statement(format!("the table {} has another form", table.name).into()));
        }
        copied.tables += 1;
        if CHAINED.contains(&table.name.as_str()) {
            continue;
        }
        copied.rows += copy_table(source, target, &table)?;
    }
    copied.entries = copy_journal(source, target, &known, ctx)?;
    Ok(copied)
}

fn copy_table(source: &mut dyn Connection, target: &mut dyn Connection, table: &Table) -> Result<u64> {
    let mut read = Fingerprint::default();
    let mut rows = Vec::with_capacity(ROWS);
    source.scan(table, &mut |row| {
        read.add(&row)?;
        rows.push(row);
        if rows.len() == ROWS {
            target.fill(table, &rows)?;
            rows.clear();
        }
        Ok(())
    })?;
    if !rows.is_empty() {
        target.fill(table, &rows)?;
    }
    let written = fingerprint(target, table, &[])?;
    compare(&table.name, read, written)?;
    Ok(read.rows)
}

fn copy_journal(
    source: &mut dyn Connection,
    target: &mut dyn Connection,
    tables: &[Table],
    ctx: &Ctx,
) -> Result<u64> {
    let journal::Rechained { entries, torn } = journal::rechain(source, target)?;
    if torn.contains(tallies::CONSUMER) {
        // What it has counted it would count again: it begins anew.
        let begins_at = journal_archives::begins_at(&mut Tx::new(source, None, &[]))?;
        let mut tx = Tx::new(target, None, &[]);
        tallies::clear(&mut tx, begins_at)?;
        consumers::forget(&mut tx, tallies::CONSUMER)?;
    }
    let table = tables.iter().find(|table| table.name == "journal");
    let table = table.ok_or_else(|| Error::Statement("there is no journal".into()))?;
    compare("journal", fingerprint(source, table, &PLACE)?, fingerprint(target, table, &PLACE)?)?;
    let heads = heads(source)?;
    let origins = origins(source)?;
    let from = source.backend().either("sqlite", "postgresql").to_owned();
    let entries_copied = i64::try_from(entries).unwrap_or(i64::MAX);
    let event = Event::StoreCopied { from, entries: entries_copied, heads, origins };
    append(target, ctx, Entry::new("store", event))?;
    verify_chain(target)?;
    Ok(entries)
}

/// The hash at the end of each partition, in hexadecimal.
fn heads(source: &mut dyn Connection) -> Result<Vec<String>> {
    let count = source.backend().partitions();
    let mut tx = Tx::new(source, None, &[]);
    let mut heads = Vec::new();
    for partition in 0..count {
        let (_, hash) = journal::head_of(&mut tx, partition)?.unwrap_or((0, [0; 32]));
        heads.push(hex(&hash));
    }
    Ok(heads)
}

/// The hash before the first entry of each partition, where the journal was archived.
fn origins(source: &mut dyn Connection) -> Result<Vec<String>> {
    let mut tx = Tx::new(source, None, &[]);
    if journal_archives::begins_at(&mut tx)?.is_none() {
        return Ok(Vec::new());
    }
    let count = tx.backend().partitions();
    (0..count).map(|partition| Ok(hex(&journal::origin_of(&mut tx, partition)?.1))).collect()
}

fn append(target: &mut dyn Connection, ctx: &Ctx, entry: Entry) -> Result<()> {
    let partition = journal::partition_of(&entry.subject, target.backend().partitions());
    let pending = Pending::new(ctx, partition, entry).map_err(|error| Error::Statement(Box::new(error)))?;
    let (mut heads, _) = journal::lock_heads(target, &[partition])?;
    journal::write(target, &mut heads, vec![pending])?;
    Ok(())
}

fn verify_chain(target: &mut dyn Connection) -> Result<()> {
    let count = target.backend().partitions();
    let mut tx = Tx::new(target, None, &[]);
    for partition in 0..count {
        let mut from = (0, [0; 32]);
        loop {
            let (position, hash, read, faults) = journal::verify(&mut tx, partition, from, VERIFIED)?;
            if let Some(fault) = faults.first() {
                let place = format!("{}/{}: {}", fault.partition, fault.position, fault.what);
                return Err(Error::Statement(format!("the copied journal is wrong at {place}").into()));
            }
            from = (position, hash);
            if read < VERIFIED {
                break;
            }
        }
    }
    Ok(())
}

/// What the rows of a table add up to, in whatever order they come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Fingerprint {
    rows: u64,
    sum: [u64; 4],
}

impl Fingerprint {
    fn add(&mut self, row: &[Value]) -> Result<()> {
        let mut bytes = Vec::new();
        write_part(&mut bytes, &Part::Row(row.to_vec())).map_err(file_error)?;
        let hash = Sha256::digest(&bytes);
        for (sum, eight) in self.sum.iter_mut().zip(hash.chunks_exact(8)) {
            let number = eight.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
            *sum = sum.wrapping_add(number);
        }
        self.rows += 1;
        Ok(())
    }
}

/// The fingerprint of a stored table, without some of its columns.
fn fingerprint(connection: &mut dyn Connection, table: &Table, without: &[&str]) -> Result<Fingerprint> {
    let columns = table.columns.iter().filter(|column| !without.contains(&column.name.as_str()));
    let table = Table { name: table.name.clone(), columns: columns.cloned().collect() };
    let mut read = Fingerprint::default();
    connection.scan(&table, &mut |row| read.add(&row))?;
    Ok(read)
}

fn compare(table: &str, read: Fingerprint, written: Fingerprint) -> Result<()> {
    if read == written {
        return Ok(());
    }
    let why = format!(
        "{table}: {} rows were read, {} came back, and they are not the same",
        read.rows, written.rows
    );
    Err(Error::Statement(why.into()))
}
