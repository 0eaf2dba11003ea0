//! Visitors: the devices of customers, what they agreed to, and the identity tokens they signed in with.

use yingda_model::{Axes, ChannelId, ConversationId, CustomerId, Timestamp, VisitorId};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, word};

/// The customer behind a device, if there is one yet.
pub fn lookup(tx: &mut Tx<'_>, channel: ChannelId, visitor: VisitorId) -> Result<Option<CustomerId>> {
    tx.row(
        "SELECT customer_id FROM visitors WHERE channel_id = $1 AND id = $2",
        params![word(channel), word(visitor)],
    )?
    .map(|row| row.parse("customer_id"))
    .transpose()
}

/// Says which customer is behind a device from now on.
pub fn update_customer(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    visitor: VisitorId,
    customer: CustomerId,
    now: Timestamp,
) -> Result<()> {
    tx.send(
        "INSERT INTO visitors (id, channel_id, customer_id, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (channel_id, id) DO UPDATE SET customer_id = EXCLUDED.customer_id",
        params![word(visitor), word(channel), word(customer), now],
    )?;
    Ok(())
}

/// Records that a visitor agreed to a text; false when they had before.
pub fn create_consent(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    visitor: VisitorId,
    text_hash: &str,
    now: Timestamp,
) -> Result<bool> {
    let stored = tx.execute(
        "INSERT INTO consents (channel_id, visitor_id, text_hash, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (channel_id, visitor_id, text_hash) DO NOTHING",
        params![word(channel), word(visitor), text_hash, now],
    )?;
    Ok(stored == 1)
}

/// When a visitor agreed to a text.
pub fn find_consent(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    visitor: VisitorId,
    text_hash: &str,
) -> Result<Option<Timestamp>> {
    tx.row(
        "SELECT at FROM consents WHERE channel_id = $1 AND visitor_id = $2 AND text_hash = $3",
        params![word(channel), word(visitor), text_hash],
    )?
    .map(|row| row.get("at"))
    .transpose()
}

/// Notes that a device signed in with a token; false when another device did so before.
pub fn use_identity_token(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    jti: &str,
    visitor: VisitorId,
    expires_at: Timestamp,
) -> Result<bool> {
    tx.execute(
        "INSERT INTO identity_tokens (channel_id, jti, visitor_id, expires_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (channel_id, jti) DO NOTHING",
        params![word(channel), jti, word(visitor), expires_at],
    )?;
    let first = tx.row(
        "SELECT visitor_id FROM identity_tokens WHERE channel_id = $1 AND jti = $2",
        params![word(channel), jti],
    )?;
    let first: Option<VisitorId> = first.map(|row| row.parse("visitor_id")).transpose()?;
    Ok(first == Some(visitor))
}

/// Forgets identity tokens that have expired, a few at once; answers how many.
pub fn delete_expired_identity_tokens(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64> {
    tx.execute(
        "DELETE FROM identity_tokens WHERE channel_id || ' ' || jti IN (SELECT channel_id || ' ' || jti \
         FROM identity_tokens WHERE expires_at < $1 ORDER BY expires_at LIMIT 100)",
        params![now],
    )
}

/// The conversation of a customer in a channel that is not resolved, and where it stands.
pub fn open_conversation(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    customer: CustomerId,
) -> Result<Option<(ConversationId, Axes)>> {
    tx.row(
        "SELECT id, status, handler, turn, team_id, queue_id, member_id FROM conversations \
         WHERE channel_id = $1 AND customer_id = $2 AND status <> 'resolved' ORDER BY opened_at DESC LIMIT 1",
        params![word(channel), word(customer)],
    )?
    .as_ref()
    .map(conversation)
    .transpose()
}

/// Where a customer's conversation stands that is resolved.
pub fn resolved_conversation(
    tx: &mut Tx<'_>,
    id: ConversationId,
    customer: CustomerId,
) -> Result<Option<Axes>> {
    tx.row(
        "SELECT id, status, handler, turn, team_id, queue_id, member_id FROM conversations \
         WHERE id = $1 AND customer_id = $2 AND status = 'resolved'",
        params![word(id), word(customer)],
    )?
    .as_ref()
    .map(|row| Ok(conversation(row)?.1))
    .transpose()
}

/// Gives a conversation to another customer: the one that its anonymous customer turned out to be.
pub fn move_conversation(tx: &mut Tx<'_>, conversation: ConversationId, customer: CustomerId) -> Result<()> {
    tx.execute(
        "UPDATE conversations SET customer_id = $2, version = version + 1 WHERE id = $1",
        params![word(conversation), word(customer)],
    )?;
    Ok(())
}

fn conversation(row: &Row) -> Result<(ConversationId, Axes)> {
    let axes = Axes {
        status: row.parse("status")?,
        handler: row.parse("handler")?,
        turn: row.parse("turn")?,
        team_id: row.parse("team_id")?,
        queue_id: row.parse_optional("queue_id")?,
        member_id: row.parse_optional("member_id")?,
    };
    Ok((row.parse("id")?, axes))
}
