//! Messages: what was said, in order, for each conversation.

use yingda_model::{Author, ChannelId, ConversationId, CustomerId, Message, MessageId};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, json, optional_word, word};

fn message(row: &Row) -> Result<Message> {
    Ok(Message {
        id: row.parse("id")?,
        conversation_id: row.parse("conversation_id")?,
        seq: row.get("seq")?,
        author: Author {
            kind: row.parse("author_kind")?,
            id: row.get("author_id")?,
            name: row.get("author_name")?,
        },
        visibility: row.parse("visibility")?,
        content: row.json("content")?,
        client_id: row.get("client_id")?,
        evidence: row.json_optional("evidence")?,
        created_at: row.get("created_at")?,
    })
}

/// Stores a message.
pub fn create(tx: &mut Tx<'_>, message: &Message) -> Result<()> {
    let evidence = match &message.evidence {
        Some(evidence) => json(evidence)?,
        None => optional_word(None::<String>),
    };
    tx.send(
        "INSERT INTO messages (conversation_id, seq, id, author_kind, author_id, author_name, visibility, content, client_id, \
         evidence, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            word(message.conversation_id),
            message.seq,
            word(message.id),
            word(message.author.kind),
            message.author.id.clone(),
            message.author.name.clone(),
            word(message.visibility),
            json(&message.content)?,
            message.client_id.clone(),
            evidence,
            message.created_at,
        ],
    )?;
    Ok(())
}

/// The message that an author has already sent under this id of theirs.
pub fn find_by_client_id(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    author: &str,
    client_id: &str,
) -> Result<Option<Message>> {
    tx.row(
        "SELECT conversation_id, seq, id, author_kind, author_id, author_name, visibility, content, client_id, evidence, \
         created_at FROM messages WHERE conversation_id = $1 AND author_id = $2 AND client_id = $3",
        params![word(conversation), author, client_id],
    )?
    .as_ref()
    .map(message)
    .transpose()
}

/// A message of a conversation by its id.
pub fn lookup(tx: &mut Tx<'_>, conversation: ConversationId, id: MessageId) -> Result<Option<Message>> {
    tx.row(
        "SELECT conversation_id, seq, id, author_kind, author_id, author_name, visibility, content, client_id, evidence, \
         created_at FROM messages WHERE conversation_id = $1 AND id = $2",
        params![word(conversation), word(id)],
    )?
    .as_ref()
    .map(message)
    .transpose()
}

/// Messages after a number, oldest first.
pub fn after(tx: &mut Tx<'_>, conversation: ConversationId, seq: i64, limit: usize) -> Result<Vec<Message>> {
    tx.list(
        "SELECT conversation_id, seq, id, author_kind, author_id, author_name, visibility, content, client_id, evidence, \
         created_at FROM messages WHERE conversation_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        params![word(conversation), seq, limit],
        message,
    )
}

/// Public messages after a number, oldest first.
pub fn public_after(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    seq: i64,
    limit: usize,
) -> Result<Vec<Message>> {
    tx.list(
        "SELECT conversation_id, seq, id, author_kind, author_id, author_name, visibility, content, client_id, evidence, \
         created_at FROM messages WHERE conversation_id = $1 AND seq > $2 AND visibility = 'public' ORDER BY seq LIMIT $3",
        params![word(conversation), seq, limit],
        message,
    )
}

/// The last messages before a number, oldest first.
pub fn before(tx: &mut Tx<'_>, conversation: ConversationId, seq: i64, limit: usize) -> Result<Vec<Message>> {
    let mut found = tx.list(
        "SELECT conversation_id, seq, id, author_kind, author_id, author_name, visibility, content, client_id, evidence, \
         created_at FROM messages WHERE conversation_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3",
        params![word(conversation), seq, limit],
        message,
    )?;
    found.reverse();
    Ok(found)
}

/// The last messages of the customer, newest first.
pub fn last_of_customer(tx: &mut Tx<'_>, conversation: ConversationId, limit: usize) -> Result<Vec<Message>> {
    tx.list(
        "SELECT conversation_id, seq, id, author_kind, author_id, author_name, visibility, content, client_id, evidence, \
         created_at FROM messages WHERE conversation_id = $1 AND author_kind = 'customer' ORDER BY seq DESC LIMIT $2",
        params![word(conversation), limit],
        message,
    )
}

/// The last public messages that a customer had on a channel before a place in one of their conversations, over all of
/// these, oldest first.
pub fn history(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    customer: CustomerId,
    before: Option<(ConversationId, i64)>,
    limit: usize,
) -> Result<Vec<Message>> {
    // Conversation ids sort by the time at which they were opened.
    let (conversation, seq) = match before {
        Some((conversation, seq)) => (conversation.to_string(), seq),
        None => ("~".to_owned(), 0),
    };
    let mut found = tx.list(
        "SELECT m.conversation_id, m.seq, m.id, m.author_kind, m.author_id, m.author_name, m.visibility, m.content, \
         m.client_id, m.evidence, m.created_at FROM messages m JOIN conversations c ON c.id = m.conversation_id \
         WHERE c.customer_id = $1 AND c.channel_id = $2 AND m.visibility = 'public' \
         AND (m.conversation_id, m.seq) < ($3, $4) ORDER BY m.conversation_id DESC, m.seq DESC LIMIT $5",
        params![word(customer), word(channel), conversation, seq, limit],
        message,
    )?;
    found.reverse();
    Ok(found)
}
