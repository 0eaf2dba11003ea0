//! What a database connection must do for this crate; the only place where the two databases differ in kind.
//!
//! Statements are `&'static str` with `$1, $2 …`, so that each is prepared once per connection.

use std::time::Duration;

use crate::error::Result;
use crate::value::{Row, Value};

/// Which database is behind a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// The embedded one.
    Sqlite,
    /// PostgreSQL, or what speaks its protocol.
    Postgres,
}

impl Backend {
    /// Journal partitions: one where there is one writer anyway.
    pub const fn partitions(self) -> i64 {
        match self {
            Self::Sqlite => 1,
            Self::Postgres => 64,
        }
    }

    /// Chooses between the two forms of a statement that can't be the same.
    pub const fn either(self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite => sqlite,
            Self::Postgres => postgres,
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Integer,
    Real,
    Boolean,
    Bytes,
}

impl Kind {
    /// By the type that a schema declares.
    pub fn of_type(declared: &str) -> Option<Self> {
        match declared.to_ascii_uppercase().as_str() {
            "TEXT" => Some(Self::Text),
            "BIGINT" => Some(Self::Integer),
            "DOUBLE PRECISION" => Some(Self::Real),
            "BOOLEAN" => Some(Self::Boolean),
            "BYTEA" => Some(Self::Bytes),
            _ => None,
        }
    }

    /// As archives write it.
    pub const fn letter(self) -> u8 {
        match self {
            Self::Text => b's',
            Self::Integer => b'i',
            Self::Real => b'f',
            Self::Boolean => b'y',
            Self::Bytes => b'b',
        }
    }

    /// What archives mean by a letter.
    pub fn of_letter(letter: u8) -> Option<Self> {
        let kinds = [Self::Text, Self::Integer, Self::Real, Self::Boolean, Self::Bytes];
        kinds.into_iter().find(|kind| kind.letter() == letter)
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

/// A table, with its columns in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
}

impl Table {
    /// From rows of (table, column, declared type), those of one table together.
    pub fn from_columns(rows: &[Row]) -> Result<Vec<Self>> {
        let mut tables: Vec<Self> = Vec::new();
        for row in rows {
            let (table, name): (String, String) = (row.get("table_name")?, row.get("column_name")?);
            let kind = Kind::of_type(&row.get::<String>("declared")?)
                .ok_or_else(|| crate::Error::Decode { column: format!("{table}.{name}") })?;
            let column = Column { name, kind };
            match tables.last_mut() {
                Some(last) if last.name == table => last.columns.push(column),
                _ => tables.push(Self { name: table, columns: vec![column] }),
            }
        }
        Ok(tables)
    }

    /// The names of the columns, as a statement lists them. They come from the schema and not from people.
    pub fn list(&self) -> String {
        self.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// What takes the rows of a table, one by one.
pub type Take<'a> = dyn FnMut(Vec<Value>) -> Result<()> + 'a;

/// One connection.
pub trait Connection: Send {
    /// Which database this is.
    fn backend(&self) -> Backend;
    /// Runs a statement; answers how many rows it touched.
    fn execute(&mut self, sql: &'static str, params: &[Value]) -> Result<u64>;
    /// Runs a statement whose answer nobody needs. Where the database is far, its failure may show at the next call.
    fn send(&mut self, sql: &'static str, params: &[Value]) -> Result<()>;
    /// Runs a query.
    fn query(&mut self, sql: &'static str, params: &[Value]) -> Result<Vec<Row>>;
    /// Runs a query once for each set of parameters, waiting once for all; answers the first row of each.
    fn query_each(&mut self, sql: &'static str, sets: &[Vec<Value>]) -> Result<Vec<Option<Row>>>;
    /// Runs statements without parameters, after which nothing is on its way any more.
    fn batch(&mut self, sql: &str) -> Result<()>;
    /// All tables, each after those that it refers to.
    fn tables(&mut self) -> Result<Vec<Table>> {
        let sql = self.backend().either(
            "SELECT t.name AS table_name, c.name AS column_name, c.type AS declared \
             FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.rowid, c.cid",
            "SELECT CAST(c.relname AS TEXT) AS table_name, CAST(a.attname AS TEXT) AS column_name, \
             format_type(a.atttypid, a.atttypmod) AS declared FROM pg_class c \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
             WHERE c.relnamespace = to_regnamespace(current_schema()) AND c.relkind IN ('r', 'p') \
             AND NOT c.relispartition ORDER BY c.oid, a.attnum",
        );
        Table::from_columns(&self.query(sql, &[])?)
    }
    /// Gives every row of a table, however many there are.
    fn scan(&mut self, table: &Table, take: &mut Take<'_>) -> Result<()>;
    /// Stores rows of a table, without looking at them.
    fn fill(&mut self, table: &Table, rows: &[Vec<Value>]) -> Result<()>;
    /// Prepares a statement without running it.
    #[cfg(test)]
    fn check(&mut self, sql: &str) -> Result<()>;
    /// From now on an answer is waited for no longer than this, where the database is far; none: as long as it takes.
    fn wait_at_most(&mut self, limit: Option<Duration>);
    /// Never uses the present connection again, nor what was begun on it: the next `mend` makes a new one.
    fn abandon(&mut self);
    /// Sees to it that there is a connection to work with: a new one where the last was abandoned or has ended.
    fn mend(&mut self) -> Result<()>;
}
