//! Canned replies: those of a brand and those of one member.

use yingda_model::permission::Reach;
use yingda_model::{CannedReply, CannedReplyId, MemberId};

use crate::customers::{escape, of_brands};
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, optional_word, word};

/// Stores a new reply. `search` is the folded text that lists look in.
pub fn create(tx: &mut Tx<'_>, reply: &CannedReply, search: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO canned_replies (id, brand_id, shortcut, title, text, search, shared, member_id, created_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            word(reply.id),
            word(reply.brand_id),
            &reply.shortcut,
            &reply.title,
            &reply.text,
            search,
            reply.shared,
            &optional_word(reply.member_id),
            reply.created_at,
            reply.version
        ],
    )?;
    Ok(())
}

/// A reply by id.
pub fn lookup(tx: &mut Tx<'_>, id: CannedReplyId) -> Result<Option<CannedReply>> {
    tx.row("SELECT * FROM canned_replies WHERE id = $1", params![word(id)])?
        .as_ref()
        .map(canned_reply)
        .transpose()
}

/// Replies by shortcut: the shared ones of the reader's brands and the member's own, whose folded text contains
/// `search`. The cursor is shortcut and id of the last one seen.
pub fn list(
    tx: &mut Tx<'_>,
    reach: &Reach,
    member: Option<MemberId>,
    search: &str,
    after: (&str, &str),
    limit: usize,
) -> Result<Vec<CannedReply>> {
    tx.list(
        "SELECT * FROM canned_replies WHERE ((shared AND (CAST($1 AS TEXT) IS NULL OR $1 LIKE '%' || brand_id || '%')) \
         OR (NOT shared AND member_id = $2)) \
         AND (CAST($3 AS TEXT) IS NULL OR search LIKE '%' || $3 || '%' ESCAPE '\\') \
         AND (shortcut > $4 OR (shortcut = $4 AND id > $5)) ORDER BY shortcut, id LIMIT $6",
        params![
            &of_brands(reach),
            &optional_word(member),
            (!search.is_empty()).then(|| escape(search)),
            after.0,
            after.1,
            limit
        ],
        canned_reply,
    )
}

/// Stores what changed, if the row is still at the version before; answers whether it was.
pub fn update(tx: &mut Tx<'_>, reply: &CannedReply, search: &str) -> Result<bool> {
    let touched = tx.execute(
        "UPDATE canned_replies SET shortcut = $2, title = $3, text = $4, search = $5, shared = $6, member_id = $7, \
         version = version + 1 WHERE id = $1 AND version = $8",
        params![
            word(reply.id),
            &reply.shortcut,
            &reply.title,
            &reply.text,
            search,
            reply.shared,
            &optional_word(reply.member_id),
            reply.version
        ],
    )?;
    Ok(touched == 1)
}

/// Removes a reply.
pub fn delete(tx: &mut Tx<'_>, id: CannedReplyId) -> Result<()> {
    tx.execute("DELETE FROM canned_replies WHERE id = $1", params![word(id)])?;
    Ok(())
}

fn canned_reply(row: &Row) -> Result<CannedReply> {
    Ok(CannedReply {
        id: row.parse("id")?,
        brand_id: row.parse("brand_id")?,
        shortcut: row.get("shortcut")?,
        title: row.get("title")?,
        text: row.get("text")?,
        shared: row.get("shared")?,
        member_id: row.parse_optional("member_id")?,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    })
}
