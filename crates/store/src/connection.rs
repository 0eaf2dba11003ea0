//! What a database connection must do for this crate; the only place where the two databases differ in kind.
//!
//! Statements are `&'static str` with `$1, $2 …`, so that each is prepared once per connection.

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
    /// Prepares a statement without running it.
    #[cfg(test)]
    fn check(&mut self, sql: &str) -> Result<()>;
    /// Makes a new connection in place of a broken one.
    fn reconnect(&mut self) -> Result<()>;
}
