//! Blobs: the bytes of attachments, in chunks, in the same database as everything else.

use sha2::{Digest, Sha256};
use yingda_model::{Attachment, AttachmentId, ConversationId, Timestamp};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, optional_word, word};

/// Bytes of one stored chunk.
pub const CHUNK: usize = 256 * 1024;

/// A stored file's facts.
#[derive(Clone, Debug)]
pub struct Blob {
    pub attachment: Attachment,
    /// Who sent it: a customer's or member's id.
    pub owner: String,
    /// The conversation in which it was sent, once it was.
    pub conversation_id: Option<ConversationId>,
}

/// Makes a file of which nothing has arrived yet. `hash` is that of all its bytes.
pub fn create(
    tx: &mut Tx<'_>,
    attachment: &Attachment,
    owner: &str,
    hash: [u8; 32],
    now: Timestamp,
) -> Result<()> {
    tx.execute(
        "INSERT INTO blobs (id, name, media_type, size, hash, owner, conversation_id, complete, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, $8)",
        params![
            word(attachment.id),
            &attachment.name,
            &attachment.media_type,
            attachment.size,
            hash,
            owner,
            false,
            now
        ],
    )?;
    Ok(())
}

/// Stores a chunk of a file; harmless when it is there already.
pub fn add_chunk(tx: &mut Tx<'_>, id: AttachmentId, sequence: usize, chunk: &[u8]) -> Result<()> {
    tx.send(
        "INSERT INTO blob_chunks (blob_id, sequence, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        params![word(id), sequence, chunk],
    )
}

/// Says that all of a file has arrived; false when it is not there any more.
pub fn complete(tx: &mut Tx<'_>, id: AttachmentId) -> Result<bool> {
    Ok(tx.execute("UPDATE blobs SET complete = $2 WHERE id = $1", params![word(id), true])? == 1)
}

/// How many files an owner has made since a time, and of how many bytes.
pub fn made_since(tx: &mut Tx<'_>, owner: &str, since: Timestamp) -> Result<(i64, i64)> {
    let row = tx.row(
        "SELECT COUNT(*) AS files, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM blobs \
         WHERE owner = $1 AND created_at > $2",
        params![owner, since],
    )?;
    row.map_or(Ok((0, 0)), |row| Ok((row.get("files")?, row.get("bytes")?)))
}

/// Forgets a file that was made before a time and not sent since; whether there was one.
pub fn forget_unsent(tx: &mut Tx<'_>, before: Timestamp) -> Result<bool> {
    let found = tx.row(
        "SELECT id FROM blobs WHERE conversation_id IS NULL AND created_at < $1 ORDER BY created_at LIMIT 1",
        params![before],
    )?;
    let Some(id) = found.map(|row| row.get::<String>("id")).transpose()? else { return Ok(false) };
    // Nobody can have sent it meanwhile: the row says so once more.
    if tx.execute("DELETE FROM blobs WHERE id = $1 AND conversation_id IS NULL", params![&id])? == 1 {
        tx.execute("DELETE FROM blob_chunks WHERE blob_id = $1", params![&id])?;
    }
    Ok(true)
}

/// The facts of a file that is complete.
pub fn lookup(tx: &mut Tx<'_>, id: AttachmentId) -> Result<Option<Blob>> {
    tx.row(
        "SELECT id, name, media_type, size, owner, conversation_id FROM blobs WHERE id = $1 AND complete = $2",
        params![word(id), true],
    )?
    .as_ref()
    .map(blob)
    .transpose()
}

fn blob(row: &Row) -> Result<Blob> {
    Ok(Blob {
        attachment: Attachment {
            id: row.parse("id")?,
            name: row.get("name")?,
            media_type: row.get("media_type")?,
            size: row.get("size")?,
            url: String::new(),
        },
        owner: row.get("owner")?,
        conversation_id: row.parse_optional("conversation_id")?,
    })
}

/// A file's bytes.
pub fn content(tx: &mut Tx<'_>, id: AttachmentId) -> Result<Vec<u8>> {
    let chunks: Vec<Vec<u8>> = tx.list(
        "SELECT content FROM blob_chunks WHERE blob_id = $1 ORDER BY sequence",
        params![word(id)],
        |row| row.get("content"),
    )?;
    Ok(chunks.concat())
}

/// Binds a file to the conversation in which it was sent; false when it is bound to another.
pub fn bind(tx: &mut Tx<'_>, id: AttachmentId, conversation: ConversationId) -> Result<bool> {
    let touched = tx.execute(
        "UPDATE blobs SET conversation_id = $2 WHERE id = $1 AND (conversation_id IS NULL OR conversation_id = $2)",
        params![word(id), optional_word(Some(conversation))],
    )?;
    Ok(touched == 1)
}

/// Whether a file was sent to the customer of its conversation, not only in a note among colleagues.
pub fn is_public(tx: &mut Tx<'_>, id: AttachmentId, conversation: ConversationId) -> Result<bool> {
    let sent = tx.count(
        "SELECT COUNT(*) AS n FROM messages WHERE conversation_id = $1 AND visibility = 'public' \
         AND content LIKE '%\"' || $2 || '\"%'",
        params![word(conversation), word(id)],
    )?;
    Ok(sent > 0)
}

/// Files whose bytes are not what was stored.
pub fn verify(tx: &mut Tx<'_>, after: &str, limit: usize) -> Result<(Vec<String>, Option<String>)> {
    let rows = tx.rows(
        "SELECT id, size, hash FROM blobs WHERE id > $1 AND complete = $3 ORDER BY id LIMIT $2",
        params![after, limit, true],
    )?;
    let mut damaged = Vec::new();
    let mut last = None;
    for row in &rows {
        let (id, size, hash): (AttachmentId, i64, Vec<u8>) =
            (row.parse("id")?, row.get("size")?, row.get("hash")?);
        let content = content(tx, id)?;
        if content.len() as i64 != size || Sha256::digest(&content).as_slice() != hash {
            damaged.push(id.to_string());
        }
        last = Some(id.to_string());
    }
    Ok((damaged, last))
}
