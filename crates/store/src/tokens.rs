//! Keys for programs. Only a hash of each is stored.

use yingda_model::member::Token;
use yingda_model::{PageRequest, Timestamp, TokenId};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, optional_word, word};

fn read(row: &Row) -> Result<Token> {
    Ok(Token {
        id: row.parse("id")?,
        name: row.get("name")?,
        role: row.parse("role")?,
        hint: row.get("hint")?,
        secret: None,
        created_by: row.parse_optional("created_by")?,
        created_at: row.get("created_at")?,
        last_used_at: row.get("last_used_at")?,
        expires_at: row.get("expires_at")?,
    })
}

/// Stores a new token under its hash.
pub fn create(tx: &mut Tx<'_>, token: &Token, token_hash: [u8; 32]) -> Result<()> {
    tx.execute(
        "INSERT INTO tokens (id, name, role, hint, token_hash, created_by, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            word(token.id),
            &token.name,
            word(token.role),
            &token.hint,
            token_hash,
            optional_word(token.created_by),
            token.created_at,
            token.expires_at
        ],
    )?;
    Ok(())
}

/// The token with a hash, expired or not.
pub fn find_by_token(tx: &mut Tx<'_>, token_hash: [u8; 32]) -> Result<Option<Token>> {
    let row = tx.row(
        "SELECT id, name, role, hint, created_by, created_at, last_used_at, expires_at FROM tokens WHERE token_hash = $1",
        params![token_hash],
    )?;
    row.as_ref().map(read).transpose()
}

/// A page of tokens, oldest first; one more than asked for, to know whether there are more.
pub fn list(tx: &mut Tx<'_>, page: &PageRequest) -> Result<Vec<Token>> {
    tx.list(
        "SELECT id, name, role, hint, created_by, created_at, last_used_at, expires_at FROM tokens \
         WHERE id > $1 ORDER BY id LIMIT $2",
        params![page.cursor.clone().unwrap_or_default(), page.limit + 1],
        read,
    )
}

/// Notes a use.
pub fn touch(tx: &mut Tx<'_>, id: TokenId, now: Timestamp) -> Result<()> {
    tx.execute("UPDATE tokens SET last_used_at = $2 WHERE id = $1", params![word(id), now])?;
    Ok(())
}

/// Removes a token; false when there was none.
pub fn delete(tx: &mut Tx<'_>, id: TokenId) -> Result<bool> {
    Ok(tx.execute("DELETE FROM tokens WHERE id = $1", params![word(id)])? == 1)
}
