//! Logos: small pictures that everybody may see, each under the hash of its bytes.

use yingda_model::Timestamp;

use crate::error::Result;
use crate::params;
use crate::tx::Tx;

/// A picture and its media type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    pub media_type: String,
    pub content: Vec<u8>,
}

/// Stores a picture; harmless when it is there already.
pub fn create(tx: &mut Tx<'_>, hash: &str, logo: &Logo, now: Timestamp) -> Result<()> {
    tx.execute(
        "INSERT INTO logos (hash, media_type, content, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (hash) DO UPDATE SET created_at = EXCLUDED.created_at",
        params![hash, &logo.media_type, logo.content.as_slice(), now],
    )?;
    Ok(())
}

/// A picture by the hash of its bytes.
pub fn lookup(tx: &mut Tx<'_>, hash: &str) -> Result<Option<Logo>> {
    tx.row("SELECT media_type, content FROM logos WHERE hash = $1", params![hash])?
        .map(|row| Ok(Logo { media_type: row.get("media_type")?, content: row.get("content")? }))
        .transpose()
}

/// Whether there is a picture with this hash.
pub fn exists(tx: &mut Tx<'_>, hash: &str) -> Result<bool> {
    Ok(tx.row("SELECT hash FROM logos WHERE hash = $1", params![hash])?.is_some())
}

/// The hashes of pictures that are older than a time.
pub fn list_before(tx: &mut Tx<'_>, before: Timestamp) -> Result<Vec<String>> {
    tx.list("SELECT hash FROM logos WHERE created_at < $1", params![before], |row| row.get("hash"))
}

/// Forgets a picture.
pub fn delete(tx: &mut Tx<'_>, hash: &str) -> Result<()> {
    tx.execute("DELETE FROM logos WHERE hash = $1", params![hash])?;
    Ok(())
}
