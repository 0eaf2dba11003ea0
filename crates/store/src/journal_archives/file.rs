//! Making a file: what is old enough, and that all of it is there.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use yingda_model::Timestamp;

use super::verify::{Chain, hash_of_file, verify};
use super::{ArchivedJournal, JournalArchive, Stretch, list};
use crate::archive::{Manifest, Part, Summary, create, pack, refused, write_part};
use crate::connection::{Connection, Table};
use crate::empty::file_error;
use crate::error::{Error, Result};
use crate::hex::hex;
use crate::journal::{self, Stored};
use crate::tx::Tx;
use crate::value::Value;
use crate::{Address, connect, params};

/// Entries read at once.
const READ: usize = 1_000;
/// The table whose rows a file holds.
const TABLE: &str = "journal";

/// Writes everything that is older than a time, and that every consumer has read, to a file of a folder, and reads it
/// back; none when there is nothing. The journal keeps it until `release`.
///
/// # Errors
/// When the store can't be read, its journal is damaged, or the folder has no room: then no file is left behind.
pub fn make(
    address: &Address,
    folder: &Path,
    before: Timestamp,
    now: Timestamp,
) -> Result<Option<JournalArchive>> {
    let mut connection = connect(address, true)?;
    let connection = &mut *connection;
    connection.batch(
        connection.backend().either("BEGIN", "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"),
    )?;
    let last = list(&mut Tx::new(connection, None, &[]))?.pop();
    let stretches = stretches(connection, before)?;
    if stretches.is_empty() {
        return Ok(None);
    }
    let number = last.as_ref().map_or(1, |last| last.number + 1);
    let previous = last.map(|last| last.sha256());
    let journal = ArchivedJournal { number, previous, before: before.millis(), stretches: stretches.clone() };
    let manifest = Manifest { journal: Some(journal), ..Manifest::of(connection, now)? };
    crate::private_folder(folder).map_err(file_error)?;
    let file = format!("journal-{number:08}.archive");
    let path = folder.join(&file);
    let summary = create(&path, |out| {
        pack(out, &manifest, |out| {
            let table = table(connection)?;
            write_part(out, &Part::Table(table)).map_err(file_error)?;
            let mut rows = 0;
            for stretch in &stretches {
                rows += read_stretch(connection, stretch, &mut |entry| {
                    write_part(out, &Part::Row(row(entry))).map_err(file_error)
                })?;
            }
            Ok(Summary { tables: 1, rows, bytes: 0 })
        })
    })?;
    connection.batch("COMMIT")?;
    let read_back = verify(&path).and_then(|found| {
        let same = found.stretches == stretches;
        if same { Ok(()) } else { Err(refused(&path, "is not what was written")) }
    });
    let hash = read_back.and_then(|()| hash_of_file(&path)).inspect_err(|_| {
        _ = std::fs::remove_file(&path);
    })?;
    let entries = i64::try_from(summary.rows).unwrap_or(i64::MAX);
    Ok(Some(JournalArchive { number, file, hash, before, entries, stretches, made_at: now, released: false }))
}

/// From where to where the next file goes.
fn stretches(connection: &mut dyn Connection, before: Timestamp) -> Result<Vec<Stretch>> {
    let read = read_by_all(connection)?;
    let mut tx = Tx::new(connection, None, &[]);
    let mut stretches = Vec::new();
    for (partition, head) in journal::positions(&mut tx)? {
        let (after, after_hash) = journal::origin_of(&mut tx, partition)?;
        let young = tx.row(
            "SELECT position FROM journal WHERE partition = $1 AND position > $2 AND at >= $3 ORDER BY position LIMIT 1",
            params![partition, after, before],
        )?;
        let young = young.map(|row| row.get::<i64>("position")).transpose()?;
        let last = young.map_or(head, |young| young - 1).min(read.get(&partition).copied().unwrap_or(head));
        if last <= after {
            continue;
        }
        let row = tx.row(
            "SELECT hash FROM journal WHERE partition = $1 AND position = $2",
            params![partition, last],
        )?;
        let row = row.ok_or_else(|| Error::Statement("the journal has a gap: see `yingda check`".into()))?;
        stretches.push(Stretch {
            partition,
            after,
            after_hash: hex(&after_hash),
            last,
            last_hash: hex(&row.get::<Vec<u8>>("hash")?),
        });
    }
    Ok(stretches)
}

/// How far all consumers have read each partition; nothing where there is no consumer.
fn read_by_all(connection: &mut dyn Connection) -> Result<HashMap<i64, i64>> {
    let rows = connection.query("SELECT consumer, partition, position FROM cursors", &[])?;
    let mut cursors: BTreeMap<String, HashMap<i64, i64>> = BTreeMap::new();
    for row in &rows {
        cursors.entry(row.get("consumer")?).or_default().insert(row.get("partition")?, row.get("position")?);
    }
    let mut all = HashMap::new();
    for partition in 0..connection.backend().partitions() {
        let read = cursors.values().map(|of| of.get(&partition).copied().unwrap_or(0)).min();
        all.extend(read.map(|read| (partition, read)));
    }
    Ok(all)
}

fn table(connection: &mut dyn Connection) -> Result<Table> {
    let found = connection.tables()?.into_iter().find(|table| table.name == TABLE);
    found.ok_or_else(|| Error::Statement("there is no journal".into()))
}

/// Gives the entries of a stretch, after making sure that each is what comes behind the one before.
fn read_stretch(
    connection: &mut dyn Connection,
    stretch: &Stretch,
    take: &mut dyn FnMut(&Stored) -> Result<()>,
) -> Result<u64> {
    let mut chain = Chain::begin(stretch)?;
    while chain.last.position < stretch.last {
        let entries = Stored::after(connection, stretch.partition, chain.last.position, READ)?;
        if entries.is_empty() {
            break;
        }
        for entry in entries.iter().take_while(|entry| entry.position <= stretch.last) {
            chain.add(entry)?;
            take(entry)?;
        }
    }
    chain.end()
}

/// An entry as a row of the journal, without words.
fn row(entry: &Stored) -> Vec<Value> {
    let [name, subject, brand, actor, trace, data] = &entry.texts;
    vec![
        Value::Integer(entry.partition),
        Value::Integer(entry.position),
        Value::Integer(entry.at),
        Value::from(name),
        Value::from(subject),
        Value::from(brand),
        Value::from(actor),
        Value::from(trace),
        Value::from(data),
        Value::Bytes(entry.commitment.clone()),
        Value::Null,
        Value::Null,
        Value::Bytes(entry.hash.to_vec()),
    ]
}
