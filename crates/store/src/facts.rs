//! Facts: single values about the deployment itself, such as when its last backup was made.
//!
//! Not for settings that people change, which are columns of what they belong to, and not for secrets.

use crate::error::{Error, Result};
use crate::params;
use crate::tx::Tx;

/// A fact by name.
pub fn lookup(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>> {
    tx.row("SELECT value FROM facts WHERE name = $1", params![name])?.map(|row| row.get("value")).transpose()
}

/// Stores a fact unless there is one of that name; answers the one that is stored now.
pub fn remember(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<String> {
    tx.execute(
        "INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
        params![name, value],
    )?;
    lookup(tx, name)?.ok_or_else(|| Error::Decode { column: "value".into() })
}

/// Stores a fact in place of the one of that name.
pub fn put(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value",
        params![name, value],
    )?;
    Ok(())
}
