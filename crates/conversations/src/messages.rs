//! Messages: what customers send in, what agents answer, and what either may read.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_model::error::{Checks, Conflict};
use yingda_model::member::MemberName;
use yingda_model::{
    Actor, Author, AuthorKind, Channel, Content, ConversationId, Ctx, Customer, Error, Handler, Locale,
    Message, Permission, Result, Scope, Status, Timestamp, Visibility,
};
use yingda_store::conversations::Record;
use yingda_store::{Store, Tx, Unit, blobs, conversations, messages, queues};

use crate::change::{Admission, Change, Opening, Saying, beginning};

/// How long after its end a conversation is continued rather than followed by a new one.
pub const REOPEN_WITHIN: std::time::Duration = std::time::Duration::from_secs(24 * 3_600);
/// Characters of the longest client id.
const MAX_CLIENT_ID: usize = 64;
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
    let content = settle_attachment(tx, conversation_id, &ctx.actor.label(), inbound.content.clone())?;
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
    if change.assign(tx, &member, Admission::Available, vec!["had_it_before".into()])? {
        return Ok(());
    }
    match queues::of_channel(tx, change.conversation().channel.id)? {
        Some(queue) => change.queue(tx, queue),
        None => Ok(()),
    }
}

/// Puts the stored facts of a file in place of what the sender claims, and binds it to the conversation.
fn settle_attachment(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    owner: &str,
    mut content: Content,
) -> Result<Content> {
    let Some(claimed) = content.attachment_mut() else { return Ok(content) };
    let blob = blobs::lookup(tx, claimed.id)?.filter(|blob| blob.owner == owner);
    let Some(blob) = blob else {
        return Err(Error::invalid("/content/attachment/id", "unknown", "upload the file first"));
    };
    if !blobs::bind(tx, blob.attachment.id, conversation)? {
        return Err(Error::invalid(
            "/content/attachment/id",
            "used",
            "the file was sent in another conversation",
        ));
    }
    *claimed = blob.attachment;
    Ok(content)
}

fn check_client_id(client_id: &str) -> Result<()> {
    let mut checks = Checks::default();
    checks.text(client_id, "/client_id", 1, MAX_CLIENT_ID);
    checks.finish()
}

/// What an agent sends.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageIn {
    /// The sender's own id for it, which makes a retry harmless.
    pub client_id: String,
    pub content: Content,
    /// `internal` is a note among colleagues.
    #[serde(default)]
    pub visibility: Visibility,
}

/// An agent's reply or note.
///
/// # Errors
/// When the actor may not reply here, has not claimed the conversation, or it is resolved.
pub async fn create(store: &Store, ctx: &Ctx, id: ConversationId, input: MessageIn) -> Result<Message> {
    ctx.reach(Permission::ConversationReply)?;
    check_client_id(&input.client_id)?;
    input.content.validate(false)?;
    let ctx_in = ctx.clone();
    store.write(ctx, Unit::on("message_create", id), move |tx| create_in(tx, &ctx_in, id, &input)).await
}

fn create_in(tx: &mut Tx<'_>, ctx: &Ctx, id: ConversationId, input: &MessageIn) -> Result<Message> {
    let mut change = Change::load(tx, ctx, id)?;
    ctx.require(Permission::ConversationRead, &change.conversation().subject())
        .map_err(|_| Error::not_found("conversation", id))?;
    if let Some(message) = messages::find_by_client_id(tx, id, &ctx.actor.label(), &input.client_id)? {
        return Ok(message);
    }
    if input.visibility == Visibility::Public {
        check_may_speak(ctx, &change)?;
        if change.conversation().status == Status::Snoozed {
            change.wake(tx)?;
        }
    }
    let content = settle_attachment(tx, id, &ctx.actor.label(), input.content.clone())?;
    let message = change.say(
        tx,
        Saying {
            author: agent_author(ctx),
            visibility: input.visibility,
            content,
            client_id: Some(input.client_id.clone()),
            evidence: None,
        },
    )?;
    change.save(tx)?;
    Ok(message)
}

fn check_may_speak(ctx: &Ctx, change: &Change<'_>) -> Result<()> {
    let conversation = change.conversation();
    if conversation.status == Status::Resolved {
        return Err(Conflict::AlreadyResolved.into());
    }
    let mine = conversation.handler == Handler::Agent
        && conversation.member.as_ref().map(|member| member.id) == ctx.actor.member().map(|member| member.id);
    // A supervisor may speak in a colleague's conversation, nobody over the bot's head or the queue's.
    let supervises = conversation.handler == Handler::Agent
        && ctx.reach(Permission::ConversationReply)?.scope.is_some_and(|scope| scope > Scope::Own);
    if mine || supervises { Ok(()) } else { Err(Conflict::NotAssigned.into()) }
}

/// The actor as an author.
pub(crate) fn agent_author(ctx: &Ctx) -> Author {
    let member = ctx.actor.member();
    Author {
        kind: AuthorKind::Agent,
        id: Some(member.map_or_else(|| ctx.actor.label(), |member| member.id.to_string())),
        name: member.map(|member| member.name.clone()),
    }
}

/// The member who acts, as conversations name them.
pub(crate) fn acting_member(ctx: &Ctx) -> Result<MemberName> {
    match &ctx.actor {
        Actor::Member(member) => Ok(MemberName { id: member.id, name: member.name.clone() }),
        _ => Err(Conflict::Other("only a member can take a conversation").into()),
    }
}

/// Where a list of messages starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Those after a number, oldest first.
    After(i64),
    /// The last ones before a number.
    Before(i64),
    /// The last ones.
    Last,
}

/// Messages, oldest first, and whether there are more in the direction asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Messages {
    pub items: Vec<Message>,
    pub more: bool,
}

/// Messages of a conversation, notes included.
pub async fn list(
    store: &Store,
    ctx: &Ctx,
    id: ConversationId,
    place: Place,
    limit: usize,
) -> Result<Messages> {
    let reach = ctx.reach(Permission::ConversationRead)?;
    let limit = limit.clamp(1, 500);
    store
        .read(move |tx| {
            let record =
                conversations::lookup(tx, id)?.filter(|record| reach.covers(&record.conversation.subject()));
            if record.is_none() {
                return Err(Error::not_found("conversation", id));
            }
            page(tx, id, place, limit)
        })
        .await
}

fn page(tx: &mut Tx<'_>, id: ConversationId, place: Place, limit: usize) -> Result<Messages> {
    let mut items = match place {
        Place::After(seq) => messages::after(tx, id, seq, limit + 1)?,
        Place::Before(seq) => messages::before(tx, id, seq, limit + 1)?,
        Place::Last => messages::before(tx, id, i64::MAX, limit + 1)?,
    };
    let more = items.len() > limit;
    match place {
        Place::After(_) => items.truncate(limit),
        Place::Before(_) | Place::Last if more => _ = items.remove(0),
        _ => {}
    }
    Ok(Messages { items, more })
}

/// What a customer sees of a message: no evidence.
pub fn for_customer(mut message: Message) -> Message {
    message.evidence = None;
    message
}

/// What a customer has missed of one of their conversations: public messages after a number, oldest first.
pub async fn missed(
    store: &Store,
    ctx: &Ctx,
    customer: &Customer,
    id: ConversationId,
    after: i64,
    limit: usize,
) -> Result<Vec<Message>> {
    ctx.customer()?;
    let customer_id = customer.id;
    store
        .read(move |tx| {
            let own = conversations::lookup(tx, id)?
                .filter(|record| record.conversation.customer.id == customer_id);
            if own.is_none() {
                return Err(Error::not_found("conversation", id));
            }
            let missed = messages::public_after(tx, id, after, limit)?;
            Ok(missed.into_iter().map(for_customer).collect())
        })
        .await
}

/// A customer's public messages on a channel, over all their conversations, before a place.
pub async fn history(
    store: &Store,
    ctx: &Ctx,
    channel: &Channel,
    customer: &Customer,
    before: Option<(ConversationId, i64)>,
    limit: usize,
) -> Result<Messages> {
    ctx.customer()?;
    let (channel, customer, limit) = (channel.id, customer.id, limit.clamp(1, 200));
    let mut items =
        store.read(move |tx| Ok(messages::history(tx, channel, customer, before, limit + 1)?)).await?;
    let more = items.len() > limit;
    if more {
        items.remove(0);
    }
    Ok(Messages { items: items.into_iter().map(for_customer).collect(), more })
}
