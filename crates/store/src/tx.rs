//! What a unit of work sees: statements, rows, and the journal to append to.

use yingda_model::{Ctx, Entry, Result as ModelResult};

use crate::connection::{Backend, Connection};
use crate::error::{Error, Result};
use crate::journal::{Pending, partition_of};
use crate::value::{Row, Value};

/// A transaction that a unit of work runs in.
pub struct Tx<'a> {
    connection: &'a mut dyn Connection,
    /// None for reads, which append nothing.
    ctx: Option<&'a Ctx>,
    pub(crate) partitions: &'a [i64],
    pub(crate) entries: Vec<Pending>,
    /// A failure after which the whole transaction must be given up.
    pub(crate) fatal: Option<Fatal>,
    /// How many were run.
    pub(crate) statements: u64,
}

/// Why a shared transaction can't go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fatal {
    /// Another transaction came first.
    Retry,
    /// The database failed, for this reason.
    Unavailable(String),
    /// Its disk is full or fails, for this reason.
    Full(String),
}

impl<'a> Tx<'a> {
    pub(crate) fn new(
        connection: &'a mut dyn Connection,
        ctx: Option<&'a Ctx>,
        partitions: &'a [i64],
    ) -> Self {
        Self { connection, ctx, partitions, entries: Vec::new(), fatal: None, statements: 0 }
    }

    /// Which database this is, for the few statements that need two forms.
    pub fn backend(&self) -> Backend {
        self.connection.backend()
    }

    fn note<T>(&mut self, result: Result<T>) -> Result<T> {
        self.statements += 1;
        match &result {
            Err(Error::Retry) => self.fatal = Some(Fatal::Retry),
            Err(Error::Unavailable(cause)) => self.fatal = Some(Fatal::Unavailable(cause.to_string())),
            Err(Error::Full(cause)) => self.fatal = Some(Fatal::Full(cause.to_string())),
            _ => {}
        }
        result
    }

    /// Runs a statement; answers how many rows it touched.
    pub fn execute(&mut self, sql: &'static str, params: &[Value]) -> Result<u64> {
        let result = self.connection.execute(sql, params);
        self.note(result)
    }

    /// Runs a statement whose answer the unit does not need, without waiting for it where waiting costs. Its failure
    /// fails the unit, later: not for statements whose constraints the unit wants to hear of.
    pub fn send(&mut self, sql: &'static str, params: &[Value]) -> Result<()> {
        let result = self.connection.send(sql, params);
        self.note(result)
    }

    /// All rows of a query.
    pub fn rows(&mut self, sql: &'static str, params: &[Value]) -> Result<Vec<Row>> {
        let result = self.connection.query(sql, params);
        self.note(result)
    }

    /// The first row of a query, if there is one.
    pub fn row(&mut self, sql: &'static str, params: &[Value]) -> Result<Option<Row>> {
        Ok(self.rows(sql, params)?.into_iter().next())
    }

    /// A query whose rows each become a value.
    pub fn list<T>(
        &mut self,
        sql: &'static str,
        params: &[Value],
        read: impl Fn(&Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.rows(sql, params)?.iter().map(read).collect()
    }

    /// A number from a query that answers one row with a column `n`.
    pub fn count(&mut self, sql: &'static str, params: &[Value]) -> Result<i64> {
        self.row(sql, params)?.map_or(Ok(0), |row| row.get("n"))
    }

    /// Appends to the journal; the entry gets its place when the transaction commits.
    ///
    /// # Errors
    /// When the unit did not name the partition of the entry's subject, or runs as a read.
    pub fn append(&mut self, entry: Entry) -> ModelResult<()> {
        let Some(ctx) = self.ctx else {
            return Err(yingda_model::Error::internal("a read can't append to the journal"));
        };
        let partition = partition_of(&entry.subject, self.connection.backend().partitions());
        if !self.partitions.contains(&partition) {
            return Err(yingda_model::Error::internal(format!(
                "the unit did not name the partition of {}",
                entry.subject
            )));
        }
        self.entries.push(Pending::new(ctx, partition, entry)?);
        Ok(())
    }
}
