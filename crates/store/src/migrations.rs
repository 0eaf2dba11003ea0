//! The schema, step by step. A step is text with a checksum; one that has run may never change.

use sha2::{Digest, Sha256};
use yingda_model::Timestamp;

use crate::connection::{Backend, Connection};
use crate::error::{Error, Result};
use crate::hex::hex;
use crate::params;

/// One step.
struct Migration {
    version: i64,
    name: &'static str,
    sql: &'static str,
    /// What PostgreSQL does besides.
    postgresql: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration::new(1, "first", include_str!("../migrations/0001_first.sql")),
    Migration::new(2, "logos", include_str!("../migrations/0002_logos.sql")),
    Migration::new(3, "numbers", include_str!("../migrations/0003_numbers.sql")),
    Migration::new(4, "records", include_str!("../migrations/0004_records.sql"))
        .with_postgresql(include_str!("../migrations/0004_records.postgresql.sql")),
    Migration::new(5, "secrets", include_str!("../migrations/0005_secrets.sql")),
    Migration::new(6, "set_aside", include_str!("../migrations/0006_set_aside.sql")),
    Migration::new(7, "alarms", include_str!("../migrations/0007_alarms.sql")),
];

impl Migration {
    const fn new(version: i64, name: &'static str, sql: &'static str) -> Self {
        Self { version, name, sql, postgresql: "" }
    }

    const fn with_postgresql(mut self, sql: &'static str) -> Self {
        self.postgresql = sql;
        self
    }

    fn text(&self, backend: Backend) -> String {
        let common = self.sql.replace("{clustered}", backend.either("WITHOUT ROWID", ""));
        common + backend.either("", self.postgresql)
    }

    fn checksum(&self) -> String {
        hex(&Sha256::new().chain_update(self.sql).chain_update(self.postgresql).finalize())
    }
}

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
        MIGRATIONS.iter().any(|known| known.version == *version && known.checksum() == *sum)
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
        if *sum != known.checksum() {
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
        connection.batch(&migration.text(connection.backend()))?;
        connection.execute(
            "INSERT INTO migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
            params![migration.version, migration.name, migration.checksum(), now],
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
