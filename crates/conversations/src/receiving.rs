//! Receiving: what customers say finds its conversation, or begins one.

use serde::{Deserialize, Serialize};
use yingda_model::conversation::HandoffReason;
use yingda_model::error::Conflict;
use yingda_model::{
    Author, AuthorKind, Channel, Content, ConversationId, Ctx, Customer, Error, Locale, Message, Result,
    Status, Timestamp, Visibility,
};
use yingda_store::conversations::Record;
use yingda_store::{Store, Tx, Unit, conversations, messages, queues};

use crate::beginning::{Opening, beginning};
use crate::change::{Admission, Change, Saying};
use crate::messages::{check_client_id, settle_attachment, settle_choice};

/// How long after its end a conversation is continued rather than followed by a new one.
pub const REOPEN_WITHIN: std::time::Duration = std::time::Duration::from_secs(24 * 3_600);
/// How often receiving looks again when the conversation changed under it.
const ATTEMPTS: usize = 8;

/// What came from a customer.
#[derive(Clone, Debug)]
pub struct Inbound {
    /// Their own id for it, which makes redelivery harmless.
    pub client_id: String,
    pub content: Content,
    pub locale: Locale,
    /// The channel's own thread; empty where a channel has one thread for each customer.
    pub thread: String,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Received {
    pub conversation_id: ConversationId,
    pub message: Message,
}

#[derive(Clone)]
enum Target {
    Continue(ConversationId),
    Begin(ConversationId, Box<Opening>),
}

/// Takes a customer's message: opens, continues or reopens the conversation, and stores the message. The answer comes
/// when it is durable. `known` is the conversation that the caller believes is open; it saves a read.
///
/// # Errors
/// When the content is not one that customers may send, or names an attachment that is not theirs.
pub async fn receive(
    store: &Store,
    ctx: &Ctx,
    channel: &Channel,
    customer: &Customer,
    known: Option<ConversationId>,
    inbound: Inbound,
) -> Result<Received> {
    check_client_id(&inbound.client_id)?;
    inbound.content.validate(true)?;
    let mut known = known;
    for _ in 0..ATTEMPTS {
        let target = match known.take() {
            Some(id) => Target::Continue(id),
            None => find_target(store, ctx, channel, customer, &inbound).await?,
        };
        let subject = match &target {
            Target::Continue(id) | Target::Begin(id, _) => *id,
        };
        let (ctx_in, customer_in, inbound_in) = (ctx.clone(), customer.clone(), inbound.clone());
        let received = store.write(ctx, Unit::on("message_receive", subject), move |tx| {
            receive_in(tx, &ctx_in, &customer_in, &target, &inbound_in)
        });
        match received.await {
            Err(Error::Conflict(Conflict::StaleVersion)) => {}
            answer => return answer,
        }
    }
    Err(Conflict::Other("the conversation changed at the same moment: send again").into())
}

async fn find_target(
    store: &Store,
    ctx: &Ctx,
    channel: &Channel,
    customer: &Customer,
    inbound: &Inbound,
) -> Result<Target> {
    let (channel_id, customer_id, thread) = (channel.id, customer.id, inbound.thread.clone());
    let queue_id = channel.queue_id;
    let (current, team) = store
        .read(move |tx| {
            let current = conversations::find_current(tx, channel_id, customer_id, &thread)?;
            Ok((current, queues::team_of(tx, queue_id)?))
        })
        .await?;
    if let Some(record) = &current
        && (record.conversation.status != Status::Resolved || reopens(record, ctx.now))
    {
        return Ok(Target::Continue(record.conversation.id));
    }
    let opening = Opening {
        brand_id: channel.brand_id,
        team_id: team.ok_or_else(|| Error::not_found("queue", channel.queue_id))?,
        channel: yingda_model::channel::ChannelName {
            id: channel.id,
            kind: channel.kind,
            name: channel.name.clone(),
        },
        customer: yingda_model::customer::CustomerName {
            id: customer.id,
            name: customer.name.clone(),
            tier: customer.tier.clone(),
            known: customer.known,
        },
        thread: inbound.thread.clone(),
        locale: inbound.locale,
        previous_id: current.map(|record| record.conversation.id),
    };
    Ok(Target::Begin(ctx.id(), Box::new(opening)))
}

fn reopens(record: &Record, now: Timestamp) -> bool {
    record.conversation.resolved_at.is_some_and(|at| now.since(at) <= REOPEN_WITHIN)
}

/// Fails with `StaleVersion` when the conversation is not what the caller believed. An error and not an answer, because an
/// answer would be remembered under the caller's idempotency key.
fn receive_in(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    customer: &Customer,
    target: &Target,
    inbound: &Inbound,
) -> Result<Received> {
    let record = match target {
        Target::Continue(id) => conversations::lookup(tx, *id)?,
        Target::Begin(id, opening) => beginning(tx, ctx, *id, (**opening).clone())?,
    };
    let stale = || Error::from(Conflict::StaleVersion);
    let record = record.ok_or_else(stale)?;
    let conversation_id = record.conversation.id;
    if record.conversation.customer.id != customer.id {
        return Err(stale());
    }
    let author = customer.id.to_string();
    if let Some(message) = messages::find_by_client_id(tx, conversation_id, &author, &inbound.client_id)? {
        return Ok(Received { conversation_id, message });
    }
    let mut change = Change { ctx, record };
    match change.conversation().status {
        Status::Resolved if !reopens(&change.record, ctx.now) || has_another(tx, &change)? => {
            return Err(stale());
        }
        Status::Resolved => reopen_for_customer(tx, &mut change)?,
        Status::Snoozed => change.wake(tx)?,
        Status::Open => {}
    }
    if let Content::Feedback { message_id, .. } = &inbound.content
        && messages::lookup(tx, conversation_id, *message_id)?.is_none()
    {
        return Err(Error::invalid("/content/message_id", "unknown", "there is no such answer here"));
    }
    let content = settle_attachment(tx, conversation_id, &ctx.actor.label(), inbound.content.clone())?;
    let content = settle_choice(tx, change.conversation(), content)?;
    if let Some(locale) = yingda_language::detect(content.words()) {
        change.record.locale = locale;
    }
    let message = change.say(
        tx,
        Saying {
            author: Author {
                kind: AuthorKind::Customer,
                id: Some(customer.id.to_string()),
                name: Some(change.conversation().customer.name.clone()),
            },
            visibility: Visibility::Public,
            content,
            client_id: Some(inbound.client_id.clone()),
            evidence: None,
        },
    )?;
    change.save(tx)?;
    Ok(Received { conversation_id, message })
}

/// Whether the customer's thread has an open conversation other than this one.
fn has_another(tx: &mut Tx<'_>, change: &Change<'_>) -> Result<bool> {
    let c = change.conversation();
    let open = conversations::find_open(tx, c.channel.id, c.customer.id, &change.record.thread)?;
    Ok(open.is_some_and(|open| open.conversation.id != c.id))
}

/// A customer who comes back goes to the agent who had them, if that one is there and has room; else to the queue; and
/// to the bot when no person had been in it.
fn reopen_for_customer(tx: &mut Tx<'_>, change: &mut Change<'_>) -> Result<()> {
    let member = change.conversation().member.clone();
    change.reopen(tx)?;
    let Some(member) = member else { return Ok(()) };
    let why = Some(HandoffReason::Returned);
    if change.assign(tx, &member, Admission::Available, vec!["had_it_before".into()], why)? {
        return Ok(());
    }
    match queues::of_channel(tx, change.conversation().channel.id)? {
        Some(queue) => change.queue(tx, queue, why),
        None => Ok(()),
    }
}
