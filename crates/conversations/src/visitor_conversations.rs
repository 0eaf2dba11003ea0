//! Visitors' conversations: what customers see of their own, and what they may do with it beside speaking.

use yingda_customers::identities;
use yingda_model::context::CustomerActor;
use yingda_model::conversation::{VisitorConversation, VisitorMember};
use yingda_model::queue::QueuePlace;
use yingda_model::{
    Actor, Channel, Conversation, ConversationId, Ctx, Customer, Error, Handler, NoticeCode, Result, Status,
};
use yingda_store::conversations::Record;
use yingda_store::{Store, Tx, Unit, conversations, visitors};

use crate::change::Change;
use crate::conversations::journal_read;
use crate::waits::Waits;

pub(crate) async fn command<F>(
    store: &Store,
    ctx: &Ctx,
    name: &'static str,
    customer: &Customer,
    id: ConversationId,
    mut work: F,
) -> Result<Conversation>
where
    F: FnMut(&mut Tx<'_>, &mut Change<'_>) -> Result<()> + Send + 'static,
{
    ctx.customer()?;
    let (ctx_in, customer_id) = (ctx.clone(), customer.id);
    store
        .write(ctx, Unit::on(name, id), move |tx| {
            let mut change = Change::load(tx, &ctx_in, id)?;
            let before = change.record.clone();
            if change.conversation().customer.id != customer_id {
                return Err(Error::not_found("conversation", id));
            }
            work(tx, &mut change)?;
            if change.record == before { Ok(before.conversation) } else { change.save(tx) }
        })
        .await
}

/// The customer ends the chat.
pub async fn end(store: &Store, ctx: &Ctx, customer: &Customer, id: ConversationId) -> Result<Conversation> {
    command(store, ctx, "widget_end", customer, id, |tx, change| {
        if change.conversation().status == Status::Resolved {
            return Ok(());
        }
        change.resolve(tx, NoticeCode::ResolvedByCustomer)
    })
    .await
}

/// The customer has read up to a message.
pub async fn read(store: &Store, ctx: &Ctx, customer: &Customer, id: ConversationId, seq: i64) -> Result<()> {
    command(store, ctx, "widget_read", customer, id, move |tx, change| {
        let seq = seq.min(change.conversation().last_seq);
        if seq > change.conversation().customer_read_seq {
            change.record.conversation.customer_read_seq = seq;
            journal_read(tx, change, "customer", seq)?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}

/// The conversation that a customer has on a channel, or the last one if it can still be rated, as they see it.
pub async fn current(
    store: &Store,
    ctx: &Ctx,
    channel: &Channel,
    customer: &Customer,
) -> Result<Option<VisitorConversation>> {
    ctx.customer()?;
    let (channel, customer) = (channel.id, customer.id);
    store
        .read(move |tx| {
            let current = conversations::find_current(tx, channel, customer, "")?;
            current.map(|record| view(tx, &record)).transpose()
        })
        .await
}

/// Makes room for what a visitor has open, who is about to be known as a customer who has a conversation open, too: ends
/// the one that can be missed rather. Answers it if it is the visitor's, so that it can go with them.
///
/// A conversation with a person outweighs one with the bot, and what was open before what the visitor has just begun.
pub(crate) async fn make_room(
    store: &Store,
    ctx: &Ctx,
    channel: &Channel,
    actor: CustomerActor,
) -> Result<Option<ConversationId>> {
    let door = channel.clone();
    let both = store
        .read(move |tx| {
            let known = identities::find(tx, &door, &actor)?;
            let guest = identities::guest(tx, &door, &actor)?;
            let (Some(known), Some(guest)) = (known, guest) else { return Ok(None) };
            let theirs = visitors::open_conversation(tx, door.id, known.id)?;
            let new = visitors::open_conversation(tx, door.id, guest.id)?;
            Ok(theirs.zip(new))
        })
        .await?;
    let Some(((theirs, axes), (new, new_axes))) = both else { return Ok(None) };
    let keep_new = axes.handler == Handler::Bot && new_axes.handler != Handler::Bot;
    let ending = if keep_new { theirs } else { new };
    let ctx_in = ctx.acting(Actor::System);
    let work = move |tx: &mut Tx<'_>| {
        let mut change = Change::load(tx, &ctx_in, ending)?;
        if change.conversation().status == Status::Resolved {
            return Ok(());
        }
        change.resolve(tx, NoticeCode::Continued)?;
        change.save(tx).map(drop)
    };
    store.write(&ctx.acting(Actor::System), Unit::on("conversation_continue", ending), work).await?;
    Ok((!keep_new).then_some(new))
}

/// A conversation as its customer sees it.
pub(crate) fn view(tx: &mut Tx<'_>, record: &Record) -> Result<VisitorConversation> {
    let c = &record.conversation;
    Ok(VisitorConversation {
        id: c.id,
        status: if c.status == Status::Snoozed { Status::Open } else { c.status },
        handler: c.handler,
        member: c.member.as_ref().map(|member| VisitorMember { name: member.name.clone() }),
        last_seq: c.last_seq,
        read_seq: c.customer_read_seq,
        queue: place(tx, c)?,
        rating: c.rating.clone(),
        can_rate: c.status == Status::Resolved,
    })
}

fn place(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Option<QueuePlace>> {
    let (Some(queue), Some(position)) = (conversation.queue_id, conversations::position(tx, conversation)?)
    else {
        return Ok(None);
    };
    let estimated_wait_seconds = Waits::load(tx, queue)?.estimate(position);
    Ok(Some(QueuePlace { position, estimated_wait_seconds }))
}
