//! Queues and how they stand at the moment of reading.

use yingda_model::{ChannelId, Queue, QueueId, TeamId};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, word};

/// Stores a new queue.
pub fn create(tx: &mut Tx<'_>, queue: &Queue) -> Result<()> {
    tx.execute(
        "INSERT INTO queues (id, brand_id, team_id, name, created_at, version) VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            word(queue.id),
            word(queue.brand_id),
            word(queue.team_id),
            &queue.name,
            queue.created_at,
            queue.version
        ],
    )?;
    Ok(())
}

/// A queue by id, with its numbers.
pub fn lookup(tx: &mut Tx<'_>, id: QueueId) -> Result<Option<Queue>> {
    let id = id.to_string();
    Ok(read(tx, Some(&id))?.into_iter().next())
}

/// All queues by name, with their numbers: a company has a handful.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Queue>> {
    read(tx, None)
}

fn read(tx: &mut Tx<'_>, id: Option<&str>) -> Result<Vec<Queue>> {
    tx.list(
        "SELECT q.id, q.brand_id, q.team_id, q.name, q.created_at, q.version, \
         (SELECT COUNT(*) FROM conversations c WHERE c.queue_id = q.id AND c.handler = 'queue' AND c.status = 'open') \
           AS waiting, \
         (SELECT MIN(c.queued_at) FROM conversations c \
           WHERE c.queue_id = q.id AND c.handler = 'queue' AND c.status = 'open') AS longest_wait_since, \
         (SELECT COUNT(*) FROM team_members t JOIN members m ON m.id = t.member_id \
           WHERE t.team_id = q.team_id AND m.state = 'active' AND m.presence = 'online') AS agents_online, \
         (SELECT CAST(COALESCE(SUM(CASE WHEN m.capacity > m.active THEN m.capacity - m.active ELSE 0 END), 0) AS BIGINT) \
           FROM team_members t JOIN members m ON m.id = t.member_id \
           WHERE t.team_id = q.team_id AND m.state = 'active' AND m.presence = 'online') AS free_capacity \
         FROM queues q WHERE (CAST($1 AS TEXT) IS NULL OR q.id = $1) ORDER BY q.name, q.id",
        params![id],
        queue,
    )
}

/// Stores what changed, if the row is still at the version before; answers whether it was.
pub fn update(tx: &mut Tx<'_>, queue: &Queue) -> Result<bool> {
    let touched = tx.execute(
        "UPDATE queues SET name = $2, team_id = $3, version = version + 1 WHERE id = $1 AND version = $4",
        params![word(queue.id), &queue.name, word(queue.team_id), queue.version],
    )?;
    Ok(touched == 1)
}

/// Keeps a queue as it is until the unit ends: nobody can remove it meanwhile. Answers its team.
pub fn hold(tx: &mut Tx<'_>, id: QueueId) -> Result<Option<TeamId>> {
    let sql = tx.backend().either(
        "SELECT team_id FROM queues WHERE id = $1",
        "SELECT team_id FROM queues WHERE id = $1 FOR SHARE",
    );
    tx.row(sql, params![word(id)])?.map(|row| row.parse("team_id")).transpose()
}

/// Waits for those who hold a queue and lets nobody hold it until the unit ends; false when it is not there.
pub fn lock(tx: &mut Tx<'_>, id: QueueId) -> Result<bool> {
    let sql = tx
        .backend()
        .either("SELECT id FROM queues WHERE id = $1", "SELECT id FROM queues WHERE id = $1 FOR UPDATE");
    Ok(tx.row(sql, params![word(id)])?.is_some())
}

/// How many conversations that are not resolved stand in a queue.
pub fn count_conversations(tx: &mut Tx<'_>, id: QueueId) -> Result<i64> {
    tx.count(
        "SELECT COUNT(*) AS n FROM conversations WHERE queue_id = $1 AND handler = 'queue' AND status <> 'resolved'",
        params![word(id)],
    )
}

/// Removes a queue in which nothing waits, and what was measured about it.
pub fn delete(tx: &mut Tx<'_>, id: QueueId) -> Result<()> {
    tx.execute("DELETE FROM handling_times WHERE queue_id = $1", params![word(id)])?;
    tx.execute("DELETE FROM queues WHERE id = $1", params![word(id)])?;
    Ok(())
}

fn queue(row: &Row) -> Result<Queue> {
    Ok(Queue {
        id: row.parse("id")?,
        brand_id: row.parse("brand_id")?,
        team_id: row.parse("team_id")?,
        name: row.get("name")?,
        waiting: row.get("waiting")?,
        longest_wait_since: row.get("longest_wait_since")?,
        agents_online: row.get("agents_online")?,
        free_capacity: row.get("free_capacity")?,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    })
}

/// The team that works on a queue.
pub fn team_of(tx: &mut Tx<'_>, id: QueueId) -> Result<Option<TeamId>> {
    tx.row("SELECT team_id FROM queues WHERE id = $1", params![word(id)])?
        .map(|row| row.parse("team_id"))
        .transpose()
}

/// The queue in which a channel's hand-offs wait.
pub fn of_channel(tx: &mut Tx<'_>, channel: ChannelId) -> Result<Option<QueueId>> {
    tx.row("SELECT queue_id FROM channels WHERE id = $1", params![word(channel)])?
        .map(|row| row.parse("queue_id"))
        .transpose()
}
