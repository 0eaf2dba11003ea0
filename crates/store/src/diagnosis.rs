//! Diagnosis: what a database says of itself, for whoever wants to know whether it fits. Changes nothing and needs no lock.

use yingda_model::Timestamp;

use crate::connection::{Connection, Table};
use crate::error::Result;
use crate::params;
use crate::set_aside::{self, SetAside};
use crate::tx::Tx;
use crate::{Address, connect};

/// What a database says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Name and version of the database.
    pub product: String,
    /// Settings that matter here, by name.
    pub settings: Vec<(String, String)>,
    /// What time it is there.
    pub clock: Timestamp,
    /// When the newest entry of the journal was made, by the clock of whoever made it.
    pub newest_entry: Option<Timestamp>,
    /// The newest entry that a consumer has gone on without, and how many there are.
    pub set_aside: Option<(SetAside, i64)>,
    /// Everything that it keeps.
    pub bytes: i64,
    /// Rows of each table; estimates on PostgreSQL.
    pub rows: Vec<(String, i64)>,
}

impl Diagnosis {
    /// A setting by name.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Asks a database; `rows` asks also how much is in each table, which takes longer.
///
/// # Errors
/// When it can't be reached or read.
pub fn look(address: &Address, rows: bool) -> Result<Diagnosis> {
    let mut connection = connect(address, true)?;
    let begin = connection.backend().either("BEGIN", "BEGIN TRANSACTION READ ONLY");
    connection.batch(begin)?;
    let tables = connection.tables()?;
    let mut tx = Tx::new(&mut *connection, None, &[]);
    let product = tx.backend().either(
        "SELECT 'SQLite ' || sqlite_version() AS product",
        "SELECT 'PostgreSQL ' || current_setting('server_version') AS product",
    );
    let product = tx.row(product, &[])?.map(|row| row.get("product")).transpose()?.unwrap_or_default();
    let settings = tx.backend().either(
        "SELECT 'journal_mode' AS name, journal_mode AS value FROM pragma_journal_mode",
        "SELECT name, setting AS value FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', \
         'synchronous_commit', 'max_connections', 'server_encoding', 'server_version_num') \
         UNION ALL SELECT 'encrypted', CASE WHEN ssl THEN 'on' ELSE 'off' END FROM pg_stat_ssl WHERE pid = pg_backend_pid() \
         UNION ALL SELECT 'collation', CAST(datcollate AS TEXT) FROM pg_database WHERE datname = current_database()",
    );
    let settings = tx.list(settings, &[], |row| Ok((row.get("name")?, row.get("value")?)))?;
    let clock = tx.backend().either(
        "SELECT CAST(unixepoch('subsec') * 1000 AS BIGINT) AS n",
        "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT) AS n",
    );
    let clock = Timestamp::from_millis(tx.count(clock, &[])?);
    let bytes = size(&mut tx)?;
    let has = |name: &str| tables.iter().any(|table| table.name == name);
    let newest_entry = if has("journal_heads") { newest_entry(&mut tx)? } else { None };
    let set_aside = if has("set_aside") { set_aside::newest(&mut tx)? } else { None };
    let mut counted = Vec::new();
    for table in tables.into_iter().filter(|_| rows) {
        counted.push((table.name.clone(), count(&mut *connection, table)?));
    }
    connection.batch("COMMIT")?;
    Ok(Diagnosis { product, settings, clock, newest_entry, set_aside, bytes, rows: counted })
}

/// Bytes of everything that the database keeps.
pub fn size(tx: &mut Tx<'_>) -> Result<i64> {
    let bytes = tx.backend().either(
        "SELECT CAST(page_count * page_size AS BIGINT) AS n FROM pragma_page_count, pragma_page_size",
        "SELECT pg_database_size(current_database()) AS n",
    );
    tx.count(bytes, &[])
}

fn newest_entry(tx: &mut Tx<'_>) -> Result<Option<Timestamp>> {
    let found = tx.row(
        "SELECT MAX(j.at) AS at FROM journal j JOIN journal_heads h ON h.partition = j.partition AND h.position = j.position",
        &[],
    )?;
    found.map_or(Ok(None), |row| row.get("at"))
}

fn count(connection: &mut dyn Connection, mut table: Table) -> Result<i64> {
    // What the planner believes is near enough, and free; below 0 where it has never looked.
    let sql = connection.backend().either(
        "SELECT CAST(-1 AS BIGINT) AS n FROM sqlite_schema WHERE name = $1",
        "SELECT CASE WHEN MIN(reltuples) < 0 THEN -1 ELSE CAST(SUM(reltuples) AS BIGINT) END AS n FROM pg_class \
         WHERE relkind = 'r' AND (oid = to_regclass($1) \
         OR oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = to_regclass($1)))",
    );
    let believed = Tx::new(connection, None, &[]).count(sql, params![&table.name])?;
    if believed >= 0 {
        return Ok(believed);
    }
    table.columns.truncate(1);
    let mut rows = 0;
    connection.scan(&table, &mut |_| {
        rows += 1;
        Ok(())
    })?;
    Ok(rows)
}
