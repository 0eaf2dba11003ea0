//! Secrets as they are kept: sealed, each under a key that is named and not known here. Who seals and opens them is the
//! vault; nothing in this crate can.

use yingda_model::{Conflict, Result as ModelResult, SecretKind};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, word};
use crate::{Address, connect, facts};

/// The fact that names the key under which everything new is sealed.
const KEY: &str = "vault_key";
/// Whose the secrets of the deployment itself are.
pub const DEPLOYMENT: &str = "deployment";

/// A secret as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The id of what it belongs to.
    pub owner: String,
    pub kind: SecretKind,
    /// Which key opens it; empty: it comes from an earlier version and was never sealed.
    pub key_id: String,
    pub content: String,
}

/// Which keys a store needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// The key under which everything new is sealed; none before the first start of a server.
    pub key: Option<String>,
    /// How many secrets each key opens.
    pub sealed: Vec<(String, i64)>,
}

/// The id of the key under which everything new is sealed.
pub fn key(tx: &mut Tx<'_>) -> Result<Option<String>> {
    facts::lookup(tx, KEY)
}

/// From now on everything new is sealed under this key.
pub fn put_key(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    facts::put(tx, KEY, id)
}

/// Keeps a secret in place of the one that was there.
///
/// # Errors
/// When the key has been replaced in the meantime: what is sealed under the old one could soon be opened by nobody.
pub fn put(tx: &mut Tx<'_>, sealed: &Sealed) -> ModelResult<()> {
    if key(tx)?.as_deref() != Some(&sealed.key_id) {
        return Err(Conflict::StaleVersion.into());
    }
    tx.execute(
        "INSERT INTO secrets (owner, kind, key_id, content) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (owner, kind) DO UPDATE SET key_id = EXCLUDED.key_id, content = EXCLUDED.content",
        params![&sealed.owner, word(sealed.kind), &sealed.key_id, &sealed.content],
    )?;
    Ok(())
}

/// A secret of an owner.
pub fn lookup(tx: &mut Tx<'_>, owner: &str, kind: SecretKind) -> Result<Option<Sealed>> {
    tx.row("SELECT * FROM secrets WHERE owner = $1 AND kind = $2", params![owner, word(kind)])?
        .as_ref()
        .map(sealed)
        .transpose()
}

/// All secrets of a kind.
pub fn list(tx: &mut Tx<'_>, kind: SecretKind) -> Result<Vec<Sealed>> {
    tx.list("SELECT * FROM secrets WHERE kind = $1 ORDER BY owner", params![word(kind)], sealed)
}

/// Everything that is kept: a company has a handful.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Sealed>> {
    tx.list("SELECT * FROM secrets ORDER BY owner, kind", &[], sealed)
}

/// Forgets a secret.
pub fn delete(tx: &mut Tx<'_>, owner: &str, kind: SecretKind) -> Result<()> {
    tx.execute("DELETE FROM secrets WHERE owner = $1 AND kind = $2", params![owner, word(kind)])?;
    Ok(())
}

/// Which keys a store needs, also beside a server that has it open.
///
/// # Errors
/// When it can't be read.
pub fn condition(address: &Address) -> Result<Condition> {
    if let Address::Sqlite(path) = address
        && !path.exists()
    {
        return Ok(Condition::default());
    }
    let mut connection = connect(address, true)?;
    if !connection.tables()?.iter().any(|table| table.name == "secrets") {
        return Ok(Condition::default());
    }
    let mut tx = Tx::new(&mut *connection, None, &[]);
    let key = key(&mut tx)?;
    let sql = "SELECT key_id, COUNT(*) AS n FROM secrets GROUP BY key_id ORDER BY key_id";
    let sealed = tx.list(sql, &[], |row| Ok((row.get("key_id")?, row.get("n")?)))?;
    Ok(Condition { key, sealed })
}

fn sealed(row: &Row) -> Result<Sealed> {
    Ok(Sealed {
        owner: row.get("owner")?,
        kind: row.parse("kind")?,
        key_id: row.get("key_id")?,
        content: row.get("content")?,
    })
}
