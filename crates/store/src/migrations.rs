//! The schema, step by step. A step is text with a checksum; one that has run may never change.

use sha2::{Digest, Sha256};
use yingda_model::Timestamp;

use crate::connection::{Backend, Connection};
use crate::error::{Error, Result};
use crate::params;

/// One step.
struct Migration {
    version: i64,
    name: &'static str,
    sql: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "first", sql: include_str!("../migrations/0001_first.sql") },
    Migration { version: 2, name: "logos", sql: include_str!("../migrations/0002_logos.sql") },
    Migration { version: 3, name: "numbers", sql: include_str!("../migrations/0003_numbers.sql") },
];

/// Brings a database to the newest schema; answers how many steps it took.
///
/// # Errors
/// When a step that has run differs from the one in this program, or the database is newer than this program.
pub(crate) fn run(connection: &mut dyn Connection, now: Timestamp) -> Result<usize> {
    run_to(connection, i64::MAX, now)
}

/// The newest step of the schema.
pub(crate) fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// The steps that a database has taken, with their checksums.
pub(crate) fn steps(connection: &mut dyn Connection) -> Result<Vec<(i64, String)>> {
    let rows = connection.query("SELECT version, checksum FROM migrations ORDER BY version", &[])?;
    rows.iter().map(|row| Ok((row.get("version")?, row.get("checksum")?))).collect()
}

/// The steps that a database has not taken yet, by number and name.
///
/// # Errors
/// When a step that has run differs from the one in this program, or the database is newer than this program.
pub(crate) fn missing(connection: &mut dyn Connection) -> Result<Vec<(i64, &'static str)>> {
    let applied = steps(connection)?;
    check(&applied)?;
    let missing =
        MIGRATIONS.iter().filter(|known| !applied.iter().any(|(version, _)| *version == known.version));
    Ok(missing.map(|migration| (migration.version, migration.name)).collect())
}

/// Whether this program has these steps, unchanged.
pub(crate) fn knows(steps: &[(i64, String)]) -> bool {
    steps.iter().all(|(version, sum)| {
        MIGRATIONS.iter().any(|known| known.version == *version && checksum(known.sql) == *sum)
    })
}

/// Brings a database as far as a step of the schema.
pub(crate) fn run_to(connection: &mut dyn Connection, last: i64, now: Timestamp) -> Result<usize> {
    let backend = connection.backend();
    // Another process may be at it: wait for it. The number is the program's own; a session's lock, because making a table
    // that is not there is no more safe against itself than anything else before a lock.
    connection.batch(backend.either("", "SET lock_timeout = 0; SELECT pg_advisory_lock(20140117)"))?;
    let outcome = run_locked(connection, last, now);
    connection.batch(backend.either("", "RESET lock_timeout; SELECT pg_advisory_unlock(20140117)"))?;
    outcome
}

fn run_locked(connection: &mut dyn Connection, last: i64, now: Timestamp) -> Result<usize> {
    connection.batch(
        "CREATE TABLE IF NOT EXISTS migrations (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, \
         checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)",
    )?;
    connection.batch(connection.backend().either("BEGIN IMMEDIATE", "BEGIN"))?;
    let outcome = apply(connection, last, now);
    connection.batch(if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    outcome
}

fn check(applied: &[(i64, String)]) -> Result<()> {
    for (version, sum) in applied {
        let Some(known) = MIGRATIONS.iter().find(|migration| migration.version == *version) else {
            return Err(Error::Statement(
                format!("the database has schema {version}, newer than this program").into(),
            ));
        };
        if *sum != checksum(known.sql) {
            return Err(Error::Statement(
                format!("schema step {version} differs from the one that has run").into(),
            ));
        }
    }
    Ok(())
}

fn apply(connection: &mut dyn Connection, last: i64, now: Timestamp) -> Result<usize> {
    let applied = steps(connection)?;
    check(&applied)?;
    let mut steps = 0;
    let missing = MIGRATIONS.iter().filter(|migration| {
        migration.version <= last && !applied.iter().any(|(version, _)| *version == migration.version)
    });
    for migration in missing {
        connection.batch(&text(migration.sql, connection.backend()))?;
        connection.execute(
            "INSERT INTO migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
            params![migration.version, migration.name, checksum(migration.sql), now],
        )?;
        steps += 1;
    }
    if steps > 0 {
        for partition in 0..connection.backend().partitions() {
            connection.execute(
                "INSERT INTO journal_heads (partition, position, hash) VALUES ($1, 0, $2) ON CONFLICT (partition) DO NOTHING",
                params![partition, [0_u8; 32]],
            )?;
        }
    }
    Ok(steps)
}

fn text(sql: &str, backend: Backend) -> String {
    sql.replace("{clustered}", backend.either("WITHOUT ROWID", ""))
}

fn checksum(sql: &str) -> String {
    Sha256::digest(sql).iter().map(|byte| format!("{byte:02x}")).collect()
}
