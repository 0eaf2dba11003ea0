//! The embedded database: connections with their settings and cached statements.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection as Raw, OpenFlags};

use crate::connection::{Backend, Column, Connection, Kind, Table, Take};
use crate::error::{Error, Result};
use crate::value::{Row, Value};

/// A connection to a database file.
pub struct Sqlite {
    raw: Raw,
    path: PathBuf,
    read_only: bool,
    statements: HashMap<&'static str, Prepared>,
    abandoned: bool,
}

struct Prepared {
    sql: String,
    names: Option<Arc<[String]>>,
}

impl Sqlite {
    /// Opens a database file, making it when it may write.
    pub fn open(path: &Path, read_only: bool) -> Result<Self> {
        let raw = raw(path, read_only)?;
        Ok(Self { raw, path: path.into(), read_only, statements: HashMap::new(), abandoned: false })
    }
}

fn raw(path: &Path, read_only: bool) -> Result<Raw> {
    let access = if read_only {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
    };
    let raw = Raw::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    raw.busy_timeout(Duration::from_secs(10))?;
    raw.set_prepared_statement_cache_capacity(512);
    // Without it SQLite plans a statement anew each time whose parameter could select a partial index.
    raw.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    if !read_only {
        raw.pragma_update(None, "journal_mode", "WAL")?;
    }
    // FULL: a commit that was answered survives a power cut.
    raw.pragma_update(None, "synchronous", "FULL")?;
    raw.pragma_update(None, "foreign_keys", true)?;
    // What is taken away is overwritten, as far as its page is written anyway.
    raw.pragma_update(None, "secure_delete", "FAST")?;
    raw.pragma_update(None, "temp_store", "MEMORY")?;
    raw.pragma_update(None, "cache_size", -65_536)?;
    Ok(raw)
}

/// `$3` is a named parameter to SQLite, numbered by first appearance; `?3` is the third.
fn numbered(sql: &str) -> String {
    let mut rewritten = String::with_capacity(sql.len());
    let mut characters = sql.chars().peekable();
    while let Some(character) = characters.next() {
        let parameter = character == '$' && characters.peek().is_some_and(char::is_ascii_digit);
        rewritten.push(if parameter { '?' } else { character });
    }
    rewritten
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Boolean(truth) => ValueRef::Integer(i64::from(*truth)),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn owned(value: ValueRef<'_>) -> Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(
            std::str::from_utf8(text).map_err(|_| Error::Decode { column: "text".into() })?.to_owned(),
        ),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    })
}

impl Connection for Sqlite {
    fn backend(&self) -> Backend {
        Backend::Sqlite
    }

    fn execute(&mut self, sql: &'static str, params: &[Value]) -> Result<u64> {
        let prepared =
            self.statements.entry(sql).or_insert_with(|| Prepared { sql: numbered(sql), names: None });
        let mut statement = self.raw.prepare_cached(&prepared.sql)?;
        Ok(statement.execute(rusqlite::params_from_iter(params))? as u64)
    }

    fn send(&mut self, sql: &'static str, params: &[Value]) -> Result<()> {
        self.execute(sql, params).map(|_| ())
    }

    fn query(&mut self, sql: &'static str, params: &[Value]) -> Result<Vec<Row>> {
        let prepared =
            self.statements.entry(sql).or_insert_with(|| Prepared { sql: numbered(sql), names: None });
        let mut statement = self.raw.prepare_cached(&prepared.sql)?;
        let names = prepared
            .names
            .get_or_insert_with(|| statement.column_names().map(str::to_owned).collect())
            .clone();
        let mut rows = statement.query(rusqlite::params_from_iter(params))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let values = (0..names.len()).map(|index| owned(row.get_ref(index)?)).collect::<Result<_>>()?;
            found.push(Row { names: names.clone(), values });
        }
        Ok(found)
    }

    fn query_each(&mut self, sql: &'static str, sets: &[Vec<Value>]) -> Result<Vec<Option<Row>>> {
        sets.iter().map(|params| Ok(self.query(sql, params)?.into_iter().next())).collect()
    }

    fn batch(&mut self, sql: &str) -> Result<()> {
        Ok(self.raw.execute_batch(sql)?)
    }

    fn scan(&mut self, table: &Table, take: &mut Take<'_>) -> Result<()> {
        let mut statement = self.raw.prepare(&["SELECT", &table.list(), "FROM", &table.name].join(" "))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let value = |(index, column): (usize, &Column)| match owned(row.get_ref(index)?)? {
                Value::Integer(number) if column.kind == Kind::Boolean => Ok(Value::Boolean(number != 0)),
                Value::Integer(number) if column.kind == Kind::Real => Ok(Value::Real(number as f64)),
                value => Ok(value),
            };
            take(table.columns.iter().enumerate().map(value).collect::<Result<_>>()?)?;
        }
        Ok(())
    }

    fn fill(&mut self, table: &Table, rows: &[Vec<Value>]) -> Result<()> {
        let places = vec!["?"; table.columns.len()].join(", ");
        let sql = ["INSERT", "INTO", &table.name, "(", &table.list(), ") VALUES (", &places, ")"].join(" ");
        let mut statement = self.raw.prepare_cached(&sql)?;
        for row in rows {
            statement.execute(rusqlite::params_from_iter(row))?;
        }
        Ok(())
    }

    #[cfg(test)]
    fn check(&mut self, sql: &str) -> Result<()> {
        self.raw.prepare(&numbered(sql))?;
        Ok(())
    }

    fn wait_at_most(&mut self, _: Option<Duration>) {}

    fn abandon(&mut self) {
        self.abandoned = true;
    }

    fn mend(&mut self) -> Result<()> {
        if self.abandoned {
            self.raw = raw(&self.path, self.read_only)?;
            self.abandoned = false;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_keep_their_numbers() {
        assert_eq!(numbered("SELECT $2, '$x', $1 WHERE a = $2"), "SELECT ?2, '$x', ?1 WHERE a = ?2");
    }
}
