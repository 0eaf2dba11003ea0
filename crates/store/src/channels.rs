//! Configured channels. A row comes without its secret, which is kept sealed elsewhere, and without its snippet.

use yingda_model::{Channel, ChannelId, QueueId};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, json, word};

/// Stores a new channel.
pub fn create(tx: &mut Tx<'_>, channel: &Channel) -> Result<()> {
    tx.execute(
        "INSERT INTO channels (id, brand_id, kind, name, key, queue_id, enabled, settings, allowed_origins, \
         created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            word(channel.id),
            word(channel.brand_id),
            word(channel.kind),
            &channel.name,
            &channel.key,
            word(channel.queue_id),
            channel.enabled,
            &json(&channel.settings)?,
            &json(&channel.allowed_origins)?,
            channel.created_at,
            channel.version
        ],
    )?;
    Ok(())
}

/// A channel by id.
pub fn lookup(tx: &mut Tx<'_>, id: ChannelId) -> Result<Option<Channel>> {
    tx.row("SELECT * FROM channels WHERE id = $1", params![word(id)])?.as_ref().map(channel).transpose()
}

/// The channel whose public key a page embeds.
pub fn find_by_key(tx: &mut Tx<'_>, key: &str) -> Result<Option<Channel>> {
    tx.row("SELECT * FROM channels WHERE key = $1", params![key])?.as_ref().map(channel).transpose()
}

/// All channels, oldest first: a company has a handful.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Channel>> {
    tx.list("SELECT * FROM channels ORDER BY id", &[], channel)
}

/// A channel whose hand-offs wait in a queue.
pub fn find_by_queue(tx: &mut Tx<'_>, queue: QueueId) -> Result<Option<Channel>> {
    tx.row("SELECT * FROM channels WHERE queue_id = $1 ORDER BY id LIMIT 1", params![word(queue)])?
        .as_ref()
        .map(channel)
        .transpose()
}

/// Stores what changed, if the row is still at the version before; answers whether it was.
pub fn update(tx: &mut Tx<'_>, channel: &Channel) -> Result<bool> {
    let touched = tx.execute(
        "UPDATE channels SET name = $2, queue_id = $3, enabled = $4, settings = $5, allowed_origins = $6, \
         version = version + 1 WHERE id = $1 AND version = $7",
        params![
            word(channel.id),
            &channel.name,
            word(channel.queue_id),
            channel.enabled,
            &json(&channel.settings)?,
            &json(&channel.allowed_origins)?,
            channel.version
        ],
    )?;
    Ok(touched == 1)
}

/// Counts a change of what belongs to a channel as one of its own.
pub fn touch(tx: &mut Tx<'_>, id: ChannelId) -> Result<()> {
    tx.execute("UPDATE channels SET version = version + 1 WHERE id = $1", params![word(id)])?;
    Ok(())
}

fn channel(row: &Row) -> Result<Channel> {
    Ok(Channel {
        id: row.parse("id")?,
        brand_id: row.parse("brand_id")?,
        kind: row.parse("kind")?,
        name: row.get("name")?,
        key: row.get("key")?,
        queue_id: row.parse("queue_id")?,
        enabled: row.get("enabled")?,
        settings: row.json("settings")?,
        allowed_origins: row.json("allowed_origins")?,
        identity_secret: None,
        snippet: String::new(),
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    })
}
