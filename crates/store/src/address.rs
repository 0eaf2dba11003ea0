//! Where a store is, as people write it.

use std::path::PathBuf;

use crate::postgresql::encryption::{self, Encryption};

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A file.
    Sqlite(PathBuf),
    /// A PostgreSQL URL.
    Postgres(String),
}

impl std::str::FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return Ok(Self::Sqlite(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            encryption::split(text)?;
            return Ok(Self::Postgres(text.into()));
        }
        Err("expected sqlite:PATH or postgres://USER@HOST/DATABASE".into())
    }
}

impl Address {
    /// How what is said to it is protected on its way.
    pub fn encryption(&self) -> Encryption {
        match self {
            Self::Sqlite(_) => Encryption::None,
            Self::Postgres(url) => {
                encryption::split(url).map_or(Encryption::None, |(_, encryption)| encryption)
            }
        }
    }
}
