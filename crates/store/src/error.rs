//! What a database can answer instead of rows, sorted by what the caller can do about it.

use yingda_model::{Conflict, Error as ModelError};

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A unique constraint or index refused the row; its name or its columns as the database tells them.
    #[error("unique constraint {0}")]
    Unique(String),
    /// Another transaction came first; doing the unit again is right.
    #[error("the transaction must be done again")]
    Retry,
    /// The database can't be reached, is full or broken.
    #[error("the database is not available")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database has no room left, or its disk fails: doing it again at once is of no use.
    #[error("the database's disk is full or fails")]
    Full(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The statement was wrong: a fault of ours.
    #[error("the database refused a statement")]
    Statement(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A stored value is not what it must be.
    #[error("stored value of column {column} is not valid")]
    Decode {
        /// The column.
        column: String,
    },
    /// The unit of work panicked.
    #[error("the unit of work {0} panicked")]
    Panic(&'static str),
    /// The store is closing.
    #[error("the store is closing")]
    Closed,
}

/// What the store answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Turns a violated unique constraint into a conflict over a field; leaves the rest.
    pub fn taken(self, constraint: &str, field: &'static str) -> ModelError {
        match self {
            Self::Unique(name) if name.contains(constraint) => Conflict::Taken(field).into(),
            other => other.into(),
        }
    }
}

impl From<Error> for ModelError {
    fn from(error: Error) -> Self {
        match error {
            Error::Unavailable(_) | Error::Full(_) | Error::Closed | Error::Retry => {
                Self::Unavailable(Box::new(error))
            }
            _ => Self::internal(error),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let code = error.sqlite_error_code();
        match code {
            Some(Code::ConstraintViolation) if unique(&error) => Self::Unique(error.to_string()),
            Some(Code::DiskFull | Code::SystemIoFailure) => Self::Full(Box::new(error)),
            Some(
                Code::CannotOpen
                | Code::ReadOnly
                | Code::DatabaseBusy
                | Code::DatabaseLocked
                | Code::DatabaseCorrupt
                | Code::NotADatabase
                | Code::OutOfMemory,
            ) => Self::Unavailable(Box::new(error)),
            _ => Self::Statement(Box::new(error)),
        }
    }
}

fn unique(error: &rusqlite::Error) -> bool {
    let extended = error.sqlite_error().map(|e| e.extended_code);
    matches!(
        extended,
        Some(rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
    )
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState as State;
        let Some(failure) = error.as_db_error() else {
            return Self::Unavailable(Box::new(error));
        };
        let code = failure.code();
        if *code == State::UNIQUE_VIOLATION {
            return Self::Unique(failure.constraint().unwrap_or_default().to_owned());
        }
        if [State::T_R_DEADLOCK_DETECTED, State::T_R_SERIALIZATION_FAILURE, State::LOCK_NOT_AVAILABLE]
            .contains(code)
        {
            return Self::Retry;
        }
        if [State::DISK_FULL, State::IO_ERROR].contains(code) {
            return Self::Full(failure.message().into());
        }
        // Classes 08 connection, 53 resources, 57 operator intervention, 58 system.
        if ["08", "53", "57", "58"].iter().any(|class| code.code().starts_with(class)) {
            return Self::Unavailable(Box::new(error));
        }
        // Not the error itself: its detail quotes the row, which can be personal.
        let constraint = failure.constraint().map(|name| format!(" ({name})")).unwrap_or_default();
        Self::Statement(format!("{}: {}{constraint}", code.code(), failure.message()).into())
    }
}
