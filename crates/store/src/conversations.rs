//! Conversations: rows, the lists that agents look at, and the counts above them.
//!
//! A unit of work on a conversation holds the lock of its journal partition, so read-then-write on one conversation is
//! safe without further locks.

use yingda_model::channel::ChannelName;
use yingda_model::conversation::{Preview, Rating};
use yingda_model::customer::CustomerName;
use yingda_model::member::MemberName;
use yingda_model::{
    ChannelId, Conversation, ConversationId, CustomerId, Locale, MemberId, QueueId, Timestamp,
};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, optional_word, word};

/// A conversation with what only the services need.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub conversation: Conversation,
    pub thread: String,
    pub locale: Locale,
    /// The last message that the bot has dealt with.
    pub bot_seq: i64,
    /// The bot's memory, as JSON.
    pub bot_state: String,
    /// When the agent who has it got it.
    pub assigned_at: Option<Timestamp>,
    /// Since when a person's first word is awaited; none once it was said.
    pub awaited_since: Option<Timestamp>,
}

/// A statement that reads whole conversations: its rest after the joins.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.brand_id, c.team_id, c.channel_id, c.customer_id, c.thread, c.status, c.handler, c.turn, \
             c.member_id, c.queue_id, c.last_seq, c.read_seq, c.customer_read_seq, c.bot_seq, c.bot_state, \
             c.preview_author, c.preview_text, c.preview_at, c.opened_at, c.last_message_at, c.waiting_since, \
             c.queued_at, c.assigned_at, c.awaited_since, c.resolved_at, c.snoozed_until, c.rating_score, c.rating_comment, c.rated_at, \
             c.previous_id, c.locale, c.version, ch.kind AS channel_kind, ch.name AS channel_name, \
             cu.name AS customer_name, cu.tier AS customer_tier, cu.known AS customer_known, m.name AS member_name \
             FROM conversations c JOIN channels ch ON ch.id = c.channel_id JOIN customers cu ON cu.id = c.customer_id \
             LEFT JOIN members m ON m.id = c.member_id ",
            $rest
        )
    };
}

pub(crate) use select;

pub(crate) fn record(row: &Row) -> Result<Record> {
    let (last_seq, read_seq): (i64, i64) = (row.get("last_seq")?, row.get("read_seq")?);
    let member: Option<MemberId> = row.parse_optional("member_id")?;
    let name: Option<String> = row.get("member_name")?;
    let rating = match (row.get::<Option<i64>>("rating_score")?, row.get::<Option<Timestamp>>("rated_at")?) {
        (Some(score), Some(at)) => Some(Rating {
            score,
            comment: row.get::<Option<String>>("rating_comment")?.unwrap_or_default(),
            at,
        }),
        _ => None,
    };
    let preview_author: String = row.get("preview_author")?;
    let preview = match preview_author.parse() {
        Ok(author_kind) => {
            Some(Preview { author_kind, text: row.get("preview_text")?, at: row.get("preview_at")? })
        }
        Err(_) => None,
    };
    let conversation = Conversation {
        id: row.parse("id")?,
        brand_id: row.parse("brand_id")?,
        team_id: row.parse("team_id")?,
        channel: ChannelName {
            id: row.parse("channel_id")?,
            kind: row.parse("channel_kind")?,
            name: row.get("channel_name")?,
        },
        customer: CustomerName {
            id: row.parse("customer_id")?,
            name: row.get("customer_name")?,
            tier: row.get("customer_tier")?,
            known: row.get("customer_known")?,
        },
        status: row.parse("status")?,
        handler: row.parse("handler")?,
        member: member.map(|id| MemberName { id, name: name.unwrap_or_default() }),
        queue_id: row.parse_optional("queue_id")?,
        turn: row.parse("turn")?,
        last_seq,
        read_seq,
        customer_read_seq: row.get("customer_read_seq")?,
        unread: (last_seq - read_seq).max(0),
        preview,
        opened_at: row.get("opened_at")?,
        waiting_since: row.get("waiting_since")?,
        queued_at: row.get("queued_at")?,
        resolved_at: row.get("resolved_at")?,
        snoozed_until: row.get("snoozed_until")?,
        rating,
        previous_id: row.parse_optional("previous_id")?,
        last_message_at: row.get("last_message_at")?,
        version: row.get("version")?,
    };
    Ok(Record {
        conversation,
        thread: row.get("thread")?,
        locale: row.parse("locale")?,
        bot_seq: row.get("bot_seq")?,
        bot_state: row.get("bot_state")?,
        assigned_at: row.get("assigned_at")?,
        awaited_since: row.get("awaited_since")?,
    })
}

/// Stores a new conversation; false when the customer's thread has one that is not resolved.
pub fn create(tx: &mut Tx<'_>, record: &Record) -> Result<bool> {
    let c = &record.conversation;
    let created = tx.execute(
        "INSERT INTO conversations (id, brand_id, team_id, channel_id, customer_id, thread, status, handler, turn, member_id, \
         queue_id, last_seq, read_seq, customer_read_seq, bot_seq, bot_state, preview_author, preview_text, preview_at, \
         opened_at, last_message_at, previous_id, locale, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, NULL, \
         0, 0, 0, 0, $10, '', '', $11, $11, $11, $12, $13, 1) ON CONFLICT DO NOTHING",
        params![
            word(c.id),
            word(c.brand_id),
            word(c.team_id),
            word(c.channel.id),
            word(c.customer.id),
            &record.thread,
            word(c.status),
            word(c.handler),
            word(c.turn),
            &record.bot_state,
            c.opened_at,
            optional_word(c.previous_id),
            word(record.locale),
        ],
    )?;
    if created == 0 {
        return Ok(false);
    }
    tx.send(
        "UPDATE customers SET conversation_count = conversation_count + 1 WHERE id = $1",
        params![word(c.customer.id)],
    )?;
    Ok(true)
}

/// Stores everything about a conversation that can change, and makes its version one higher.
pub fn update(tx: &mut Tx<'_>, record: &mut Record) -> Result<()> {
    let c = &mut record.conversation;
    c.version += 1;
    c.unread = (c.last_seq - c.read_seq).max(0);
    let (author, text, at) = match &c.preview {
        Some(preview) => (preview.author_kind.as_str(), preview.text.as_str(), preview.at),
        None => ("", "", c.opened_at),
    };
    tx.send(
        "UPDATE conversations SET team_id = $2, status = $3, handler = $4, turn = $5, member_id = $6, queue_id = $7, \
         last_seq = $8, read_seq = $9, customer_read_seq = $10, bot_seq = $11, bot_state = $12, preview_author = $13, \
         preview_text = $14, preview_at = $15, last_message_at = $16, waiting_since = $17, queued_at = $18, \
         assigned_at = $19, resolved_at = $20, snoozed_until = $21, rating_score = $22, rating_comment = $23, \
         rated_at = $24, locale = $25, version = $26, awaited_since = $27 WHERE id = $1",
        params![
            word(c.id),
            word(c.team_id),
            word(c.status),
            word(c.handler),
            word(c.turn),
            optional_word(c.member.as_ref().map(|member| member.id)),
            optional_word(c.queue_id),
            c.last_seq,
            c.read_seq,
            c.customer_read_seq,
            record.bot_seq,
            &record.bot_state,
            author,
            text,
            at,
            c.last_message_at,
            c.waiting_since,
            c.queued_at,
            record.assigned_at,
            c.resolved_at,
            c.snoozed_until,
            c.rating.as_ref().map(|rating| rating.score),
            c.rating.as_ref().map(|rating| rating.comment.clone()),
            c.rating.as_ref().map(|rating| rating.at),
            word(record.locale),
            c.version,
            record.awaited_since,
        ],
    )?;
    Ok(())
}

/// One conversation.
pub fn lookup(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Record>> {
    tx.row(select!("WHERE c.id = $1"), params![word(id)])?.as_ref().map(record).transpose()
}

/// The conversation of a customer's thread that is not resolved.
pub fn find_open(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    customer: CustomerId,
    thread: &str,
) -> Result<Option<Record>> {
    tx.row(
        select!(
            "WHERE c.channel_id = $1 AND c.customer_id = $2 AND c.thread = $3 AND c.status <> 'resolved'"
        ),
        params![word(channel), word(customer), thread],
    )?
    .as_ref()
    .map(record)
    .transpose()
}

/// The conversation of a customer's thread that is not resolved, or else the newest.
pub fn find_current(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    customer: CustomerId,
    thread: &str,
) -> Result<Option<Record>> {
    tx.row(
        select!(
            "WHERE c.customer_id = $2 AND c.channel_id = $1 AND c.thread = $3 \
             ORDER BY CASE WHEN c.status <> 'resolved' THEN 0 ELSE 1 END, c.opened_at DESC, c.id DESC LIMIT 1"
        ),
        params![word(channel), word(customer), thread],
    )?
    .as_ref()
    .map(record)
    .transpose()
}

/// The conversation that has waited longest in a queue.
pub fn first_in_queue(tx: &mut Tx<'_>, queue: QueueId) -> Result<Option<Record>> {
    tx.row(select!("WHERE c.queue_id = $1 ORDER BY c.queued_at, c.id LIMIT 1"), params![word(queue)])?
        .as_ref()
        .map(record)
        .transpose()
}

/// Who waits in a queue, in order: conversation, channel and customer.
pub fn waiting_in(
    tx: &mut Tx<'_>,
    queue: QueueId,
    limit: usize,
) -> Result<Vec<(ConversationId, CustomerId)>> {
    tx.list(
        "SELECT id, customer_id FROM conversations WHERE queue_id = $1 ORDER BY queued_at, id LIMIT $2",
        params![word(queue), limit],
        |row| Ok((row.parse("id")?, row.parse("customer_id")?)),
    )
}

/// Conversations that a member has and that are not resolved.
pub fn held_by(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<ConversationId>> {
    tx.list(
        "SELECT id FROM conversations WHERE member_id = $1 AND status IN ('open', 'snoozed') ORDER BY id",
        params![word(member)],
        |row| row.parse("id"),
    )
}

/// How many wait before this one in its queue, itself included.
pub fn position(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Option<i64>> {
    let (Some(queue), Some(queued_at)) = (conversation.queue_id, conversation.queued_at) else {
        return Ok(None);
    };
    let before = tx.count(
        "SELECT COUNT(*) AS n FROM conversations WHERE queue_id = $1 AND (queued_at, id) <= ($2, $3)",
        params![word(queue), queued_at, word(conversation.id)],
    )?;
    Ok(Some(before))
}

/// Snoozed conversations whose time has come, and the time of the next one.
pub fn due(tx: &mut Tx<'_>, now: Timestamp) -> Result<(Vec<ConversationId>, Option<Timestamp>)> {
    let due = tx.list(
        "SELECT id FROM conversations WHERE snoozed_until IS NOT NULL AND snoozed_until <= $1 ORDER BY snoozed_until LIMIT 100",
        params![now],
        |row| row.parse("id"),
    )?;
    let next = tx
        .row(
            "SELECT MIN(snoozed_until) AS at FROM conversations WHERE snoozed_until IS NOT NULL AND snoozed_until > $1",
            params![now],
        )?
        .map_or(Ok(None), |row| row.get("at"))?;
    Ok((due, next))
}

/// Notes how long a conversation took to handle, and forgets what is too old to tell anything.
pub fn note_handling(
    tx: &mut Tx<'_>,
    queue: QueueId,
    conversation: ConversationId,
    ended: Timestamp,
    millis: i64,
) -> Result<()> {
    tx.send(
        "INSERT INTO handling_times (queue_id, conversation_id, ended_at, duration) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (queue_id, ended_at, conversation_id) DO NOTHING",
        params![word(queue), word(conversation), ended, millis],
    )?;
    tx.send(
        "DELETE FROM handling_times WHERE queue_id = $1 AND ended_at < $2",
        params![word(queue), ended.minus(std::time::Duration::from_secs(7 * 86_400))],
    )?;
    Ok(())
}

/// How long the last conversations of a queue took to handle, in milliseconds.
pub fn handling_times(tx: &mut Tx<'_>, queue: QueueId, limit: usize) -> Result<Vec<i64>> {
    tx.list(
        "SELECT duration FROM handling_times WHERE queue_id = $1 ORDER BY ended_at DESC LIMIT $2",
        params![word(queue), limit],
        |row| row.get("duration"),
    )
}
