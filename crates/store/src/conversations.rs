//! Conversations: rows, the lists that agents look at, and the counts above them.
//!
//! A unit of work on a conversation holds the lock of its journal partition, so read-then-write on one conversation is
//! safe without further locks.

use yingda_model::channel::ChannelName;
use yingda_model::conversation::{Counts, Preview, Rating};
use yingda_model::customer::CustomerName;
use yingda_model::member::MemberName;
use yingda_model::permission::Reach;
use yingda_model::{
    ChannelId, Conversation, ConversationId, CustomerId, Handler, Locale, MemberId, PageRequest, QueueId,
    Scope, Status, Timestamp,
};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, Value, optional_word, word};

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
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.brand_id, c.team_id, c.channel_id, c.customer_id, c.thread, c.status, c.handler, c.turn, \
             c.member_id, c.queue_id, c.last_seq, c.read_seq, c.customer_read_seq, c.bot_seq, c.bot_state, \
             c.preview_author, c.preview_text, c.preview_at, c.opened_at, c.last_message_at, c.waiting_since, \
             c.queued_at, c.assigned_at, c.resolved_at, c.snoozed_until, c.rating_score, c.rating_comment, c.rated_at, \
             c.previous_id, c.locale, c.version, ch.kind AS channel_kind, ch.name AS channel_name, \
             cu.name AS customer_name, cu.tier AS customer_tier, cu.known AS customer_known, m.name AS member_name \
             FROM conversations c JOIN channels ch ON ch.id = c.channel_id JOIN customers cu ON cu.id = c.customer_id \
             LEFT JOIN members m ON m.id = c.member_id ",
            $rest
        )
    };
}

fn record(row: &Row) -> Result<Record> {
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
         rated_at = $24, locale = $25, version = $26 WHERE id = $1",
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

/// All conversations of a customer, newest first.
pub fn of_customer(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    reach: &Reach,
    limit: usize,
) -> Result<Vec<Conversation>> {
    let [scope, me, teams, brands] = reach_values(reach);
    tx.list(
        select!(
            "WHERE c.customer_id = $1 AND ($2 = 'all' OR (c.member_id = $3 AND $3 <> '') \
             OR ($2 IN ('team', 'brand') AND $4 LIKE '%' || c.team_id || '%') \
             OR ($2 = 'brand' AND $5 LIKE '%' || c.brand_id || '%')) ORDER BY c.opened_at DESC, c.id DESC LIMIT $6"
        ),
        params![word(customer), scope, me, teams, brands, limit],
        |row| Ok(record(row)?.conversation),
    )
}

/// The reach of a permission as parameters: scope, the member, and their teams and brands as lists in one text.
fn reach_values(reach: &Reach) -> [Value; 4] {
    let joined = |ids: Vec<String>| Value::Text(ids.join(" "));
    [
        word(reach.scope.map_or("none", Scope::as_str)),
        Value::Text(reach.member.map(|member| member.to_string()).unwrap_or_default()),
        joined(reach.teams.iter().map(ToString::to_string).collect()),
        joined(reach.brands.iter().map(ToString::to_string).collect()),
    ]
}

/// Which conversations a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub status: Option<Status>,
    pub handler: Option<Handler>,
    pub queue_id: Option<QueueId>,
    /// Folded text to find in the customer's name and contact.
    pub search: Option<String>,
}

impl Filter {
    fn values(&self) -> [Value; 3] {
        [
            optional_word(self.handler),
            optional_word(self.queue_id),
            self.search.as_ref().map_or(Value::Null, |text| Value::Text(format!("%{}%", escaped(text)))),
        ]
    }
}

/// A text as part of a LIKE pattern.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn cursor(page: &PageRequest, start: i64) -> (i64, String) {
    let parsed = page.cursor.as_deref().and_then(|cursor| {
        let (at, id) = cursor.split_once('.')?;
        Some((at.parse().ok()?, id.to_owned()))
    });
    // `~` sorts after every id.
    parsed.unwrap_or_else(|| (start, if start == 0 { String::new() } else { "~".into() }))
}

/// Conversations within reach that stand so, by last activity, newest first; one more than the page holds.
pub fn list(
    tx: &mut Tx<'_>,
    reach: &Reach,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Vec<Conversation>> {
    let [scope, me, teams, brands] = reach_values(reach);
    let [handler, queue, search] = filter.values();
    let (at, id) = cursor(page, i64::MAX);
    tx.list(
        select!(
            "WHERE c.status = $1 AND (c.last_message_at, c.id) < ($2, $3) \
             AND ($4 = 'all' OR (c.member_id = $5 AND $5 <> '') OR ($4 IN ('team', 'brand') AND $6 LIKE '%' || c.team_id || '%') \
             OR ($4 = 'brand' AND $7 LIKE '%' || c.brand_id || '%')) \
             AND (CAST($8 AS TEXT) IS NULL OR c.handler = $8) AND (CAST($9 AS TEXT) IS NULL OR c.queue_id = $9) \
             AND (CAST($10 AS TEXT) IS NULL OR cu.search LIKE $10 ESCAPE '\\') \
             ORDER BY c.last_message_at DESC, c.id DESC LIMIT $11"
        ),
        params![
            word(filter.status.unwrap_or(Status::Open)),
            at,
            id,
            scope,
            me,
            teams,
            brands,
            handler,
            queue,
            search,
            page.limit + 1
        ],
        |row| Ok(record(row)?.conversation),
    )
}

/// The conversations of one member that stand so, by last activity, newest first; one more than the page holds.
pub fn list_of_member(
    tx: &mut Tx<'_>,
    member: MemberId,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Vec<Conversation>> {
    let [handler, queue, search] = filter.values();
    let (at, id) = cursor(page, i64::MAX);
    tx.list(
        select!(
            "WHERE c.member_id = $1 AND c.status = $2 AND (c.last_message_at, c.id) < ($3, $4) \
             AND (CAST($5 AS TEXT) IS NULL OR c.handler = $5) AND (CAST($6 AS TEXT) IS NULL OR c.queue_id = $6) \
             AND (CAST($7 AS TEXT) IS NULL OR cu.search LIKE $7 ESCAPE '\\') \
             ORDER BY c.last_message_at DESC, c.id DESC LIMIT $8"
        ),
        params![
            word(member),
            word(filter.status.unwrap_or(Status::Open)),
            at,
            id,
            handler,
            queue,
            search,
            page.limit + 1
        ],
        |row| Ok(record(row)?.conversation),
    )
}

/// What waits within reach, longest first; one more than the page holds.
pub fn list_queued(
    tx: &mut Tx<'_>,
    reach: &Reach,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Vec<Conversation>> {
    let [scope, me, teams, brands] = reach_values(reach);
    let [_, queue, search] = filter.values();
    let (at, id) = cursor(page, 0);
    tx.list(
        select!(
            "WHERE c.queue_id IS NOT NULL AND (c.queued_at, c.id) > ($1, $2) \
             AND ($3 = 'all' OR (c.member_id = $4 AND $4 <> '') OR ($3 IN ('team', 'brand') AND $5 LIKE '%' || c.team_id || '%') \
             OR ($3 = 'brand' AND $6 LIKE '%' || c.brand_id || '%')) \
             AND (CAST($7 AS TEXT) IS NULL OR c.queue_id = $7) \
             AND (CAST($8 AS TEXT) IS NULL OR cu.search LIKE $8 ESCAPE '\\') ORDER BY c.queued_at, c.id LIMIT $9"
        ),
        params![at, id, scope, me, teams, brands, queue, search, page.limit + 1],
        |row| Ok(record(row)?.conversation),
    )
}

/// How many stand where, within reach.
pub fn counts(tx: &mut Tx<'_>, reach: &Reach) -> Result<Counts> {
    let [scope, me, teams, brands] = reach_values(reach);
    let rows = tx.rows(
        "SELECT status, handler, CASE WHEN member_id = $2 THEN 1 ELSE 0 END AS mine, \
         CASE WHEN last_seq > read_seq THEN 1 ELSE 0 END AS unread, COUNT(*) AS n FROM conversations \
         WHERE status IN ('open', 'snoozed') AND ($1 = 'all' OR (member_id = $2 AND $2 <> '') \
         OR ($1 IN ('team', 'brand') AND $3 LIKE '%' || team_id || '%') OR ($1 = 'brand' AND $4 LIKE '%' || brand_id || '%')) \
         GROUP BY 1, 2, 3, 4",
        params![scope.clone(), me.clone(), teams.clone(), brands.clone()],
    )?;
    let mut counts = Counts::default();
    for row in rows {
        let n: i64 = row.get("n")?;
        let status: Status = row.parse("status")?;
        if status == Status::Snoozed {
            counts.snoozed += n;
            continue;
        }
        counts.open += n;
        match row.parse("handler")? {
            Handler::Queue => counts.queue += n,
            Handler::Bot => counts.bot += n,
            Handler::Agent => {}
        }
        if row.get::<i64>("mine")? == 1 {
            counts.mine += n;
            counts.mine_unread += n * row.get::<i64>("unread")?;
        }
    }
    counts.resolved = tx.count(
        "SELECT COUNT(*) AS n FROM conversations WHERE status = 'resolved' AND ($1 = 'all' OR (member_id = $2 AND $2 <> '') \
         OR ($1 IN ('team', 'brand') AND $3 LIKE '%' || team_id || '%') OR ($1 = 'brand' AND $4 LIKE '%' || brand_id || '%'))",
        params![scope, me, teams, brands],
    )?;
    Ok(counts)
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

/// Rated conversations within reach, newest rating first; one more than the page holds.
pub fn list_rated(tx: &mut Tx<'_>, reach: &Reach, page: &PageRequest) -> Result<Vec<Conversation>> {
    let [scope, me, teams, brands] = reach_values(reach);
    let (at, id) = cursor(page, i64::MAX);
    tx.list(
        select!(
            "WHERE c.rated_at IS NOT NULL AND (c.rated_at, c.id) < ($1, $2) \
             AND ($3 = 'all' OR (c.member_id = $4 AND $4 <> '') OR ($3 IN ('team', 'brand') AND $5 LIKE '%' || c.team_id || '%') \
             OR ($3 = 'brand' AND $6 LIKE '%' || c.brand_id || '%')) ORDER BY c.rated_at DESC, c.id DESC LIMIT $7"
        ),
        params![at, id, scope, me, teams, brands, page.limit + 1],
        |row| Ok(record(row)?.conversation),
    )
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
