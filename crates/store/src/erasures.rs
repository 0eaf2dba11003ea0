//! Erasing: everything that is kept of a conversation or a customer, and the list of the customers for whom it was asked.
//!
//! Rows go; entries of the journal stay, with opaque ids and commitments, and lose the words. Who may ask, and when what
//! is old enough, is not decided here.

use yingda_model::{ConversationId, CustomerId, Timestamp};

use crate::error::Result;
use crate::tx::Tx;
use crate::value::word;
use crate::{journal, params};

/// How much of a conversation there was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    pub messages: i64,
    pub attachments: i64,
}

/// Erases a conversation that is resolved; none when it is not, or not there.
pub fn erase_conversation(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Erased>> {
    let row = tx.row(
        "DELETE FROM conversations WHERE id = $1 AND status = 'resolved' RETURNING customer_id",
        params![word(id)],
    )?;
    let Some(row) = row else { return Ok(None) };
    let customer: CustomerId = row.parse("customer_id")?;
    let messages = tx.execute("DELETE FROM messages WHERE conversation_id = $1", params![word(id)])?;
    let attachments = erase_attachments(tx, id)?;
    tx.send(
        "UPDATE conversations SET previous_id = NULL WHERE customer_id = $1 AND previous_id = $2",
        params![word(customer), word(id)],
    )?;
    tx.send(
        "UPDATE customers SET conversation_count = conversation_count - 1 WHERE id = $1 AND conversation_count > 0",
        params![word(customer)],
    )?;
    journal::erase_personal(tx, &id.to_string())?;
    Ok(Some(Erased { messages: i64::try_from(messages).unwrap_or(i64::MAX), attachments }))
}

/// Erases the files that were sent in a conversation; answers how many.
pub fn erase_attachments(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<i64> {
    tx.send(
        "DELETE FROM blob_chunks WHERE blob_id IN (SELECT id FROM blobs WHERE conversation_id = $1)",
        params![word(conversation)],
    )?;
    let files = tx.execute("DELETE FROM blobs WHERE conversation_id = $1", params![word(conversation)])?;
    Ok(i64::try_from(files).unwrap_or(i64::MAX))
}

/// Erases a customer of whom no conversation is left; false when there is one, or no such customer.
pub fn erase_customer(tx: &mut Tx<'_>, id: CustomerId) -> Result<bool> {
    let gone = tx.execute(
        "DELETE FROM customers WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM conversations WHERE customer_id = $1)",
        params![word(id)],
    )?;
    if gone == 0 {
        return Ok(false);
    }
    // What they sent and never said, what they agreed to, and how they came in.
    let devices: Vec<(String, String)> =
        tx.list("SELECT channel_id, id FROM visitors WHERE customer_id = $1", params![word(id)], |row| {
            Ok((row.get("channel_id")?, row.get("id")?))
        })?;
    for (channel, visitor) in &devices {
        tx.send("DELETE FROM consents WHERE channel_id = $1 AND visitor_id = $2", params![channel, visitor])?;
        tx.send(
            "DELETE FROM identity_tokens WHERE channel_id = $1 AND visitor_id = $2",
            params![channel, visitor],
        )?;
        forget_owner(tx, visitor)?;
    }
    forget_owner(tx, &id.to_string())?;
    tx.send("DELETE FROM visitors WHERE customer_id = $1", params![word(id)])?;
    tx.send("DELETE FROM orders WHERE customer_id = $1", params![word(id)])?;
    journal::erase_personal(tx, &id.to_string())?;
    Ok(true)
}

/// Forgets files that somebody has sent nowhere, and the answers to what they asked.
fn forget_owner(tx: &mut Tx<'_>, owner: &str) -> Result<()> {
    tx.send(
        "DELETE FROM blob_chunks WHERE blob_id IN (SELECT id FROM blobs WHERE owner = $1 AND conversation_id IS NULL)",
        params![owner],
    )?;
    tx.send("DELETE FROM blobs WHERE owner = $1 AND conversation_id IS NULL", params![owner])?;
    tx.send("DELETE FROM idempotency WHERE actor = $1", params![owner])
}

/// Conversations of a customer, those that are not resolved first.
pub fn conversations_of(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Vec<(ConversationId, bool)>> {
    tx.list(
        "SELECT id, status FROM conversations WHERE customer_id = $1 ORDER BY status, id",
        params![word(customer)],
        |row| Ok((row.parse("id")?, row.get::<String>("status")? == "resolved")),
    )
}

/// Resolved conversations in which nothing was said since a time, the oldest first.
pub fn old_conversations(
    tx: &mut Tx<'_>,
    before: Timestamp,
    limit: usize,
) -> Result<Vec<(ConversationId, CustomerId)>> {
    tx.list(
        "SELECT id, customer_id FROM conversations WHERE status = 'resolved' AND last_message_at < $1 \
         ORDER BY last_message_at, id LIMIT $2",
        params![before, limit],
        |row| Ok((row.parse("id")?, row.parse("customer_id")?)),
    )
}

/// Resolved conversations with files that were sent before a time and in which nothing was said since.
pub fn old_attachments(tx: &mut Tx<'_>, before: Timestamp, limit: usize) -> Result<Vec<ConversationId>> {
    tx.list(
        "SELECT DISTINCT c.id FROM blobs b JOIN conversations c ON c.id = b.conversation_id \
         WHERE b.conversation_id IS NOT NULL AND b.created_at < $1 AND c.status = 'resolved' \
         AND c.last_message_at < $1 LIMIT $2",
        params![before, limit],
        |row| row.parse("id"),
    )
}

/// Customers of whom no conversation and no order is left, whom no shop knows, and who were not seen since a time.
pub fn old_visitors(tx: &mut Tx<'_>, before: Timestamp, limit: usize) -> Result<Vec<CustomerId>> {
    tx.list(
        "SELECT id FROM customers c WHERE external_id IS NULL AND last_seen_at < $1 \
         AND NOT EXISTS (SELECT 1 FROM conversations x WHERE x.customer_id = c.id) \
         AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id) ORDER BY last_seen_at LIMIT $2",
        params![before, limit],
        |row| row.parse("id"),
    )
}

/// Forgets questions that the bot could not answer and that nobody has asked since a time; answers how many.
pub fn erase_unanswered(tx: &mut Tx<'_>, before: Timestamp, limit: usize) -> Result<u64> {
    tx.execute(
        "DELETE FROM unanswered WHERE id IN (SELECT id FROM unanswered WHERE last_seen_at < $1 \
         ORDER BY last_seen_at LIMIT $2)",
        params![before, limit],
    )
}

/// Puts a customer on the list of those who asked to be forgotten.
pub fn note(tx: &mut Tx<'_>, customer: CustomerId, at: Timestamp) -> Result<()> {
    tx.send(
        "INSERT INTO erasures (customer_id, at) VALUES ($1, $2) ON CONFLICT (customer_id) DO NOTHING",
        params![word(customer), at],
    )
}

/// The list of those who asked to be forgotten, in order.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<(CustomerId, Timestamp)>> {
    tx.list("SELECT customer_id, at FROM erasures ORDER BY at, customer_id", &[], |row| {
        Ok((row.parse("customer_id")?, row.get("at")?))
    })
}

/// Those on the list who are still, or again, here.
pub fn unfinished(tx: &mut Tx<'_>) -> Result<Vec<CustomerId>> {
    tx.list(
        "SELECT e.customer_id FROM erasures e JOIN customers c ON c.id = e.customer_id ORDER BY e.at, e.customer_id",
        &[],
        |row| row.parse("customer_id"),
    )
}
