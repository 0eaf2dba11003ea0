//! Erasing a customer: everything that they said and that was said to them, their files, devices, orders and profile. The
//! journal keeps that it happened, with opaque ids.

use yingda_conversations::conversations;
use yingda_model::{
    Actor, Conflict, ConversationId, Ctx, CustomerId, Entry, ErasureReason, Error, Event, Permission, Result,
    Subject,
};
use yingda_store::{Store, Unit, customers, erasures};

/// How often it is tried again because the customer has just begun another conversation.
const ROUNDS: usize = 5;

/// Erases a customer because they want it. They stand on the list of the forgotten before anything goes, so that what is
/// cut off is finished later.
///
/// # Errors
/// When the actor may not, there is no such customer, or the customer goes on writing.
pub async fn erase(store: &Store, ctx: &Ctx, id: CustomerId) -> Result<()> {
    let reach = ctx.reach(Permission::CustomerErase)?;
    let now = ctx.now;
    let noted = store
        .write(ctx, Unit::on("customer_erase", id), move |tx| {
            let known = customers::lookup(tx, id)?
                .is_some_and(|customer| reach.covers(&Subject::brand(customer.brand_id)));
            if known {
                erasures::note(tx, id, now)?;
            }
            Ok(known)
        })
        .await?;
    if !noted {
        return Err(Error::not_found("customer", id));
    }
    finish(store, ctx, id, ErasureReason::Request).await
}

/// Erases what is left of a customer.
pub(crate) async fn finish(store: &Store, ctx: &Ctx, id: CustomerId, reason: ErasureReason) -> Result<()> {
    // A key of the caller's would make the second conversation's end the answer to the first's.
    let mut ctx = ctx.clone();
    ctx.idempotency = None;
    let ctx = &ctx;
    for _ in 0..ROUNDS {
        let left = store.read(move |tx| Ok(erasures::conversations_of(tx, id)?)).await?;
        for (conversation, resolved) in left {
            if !resolved {
                end(store, ctx, conversation).await?;
            }
            erase_conversation(store, ctx, conversation, id, reason).await?;
        }
        if erase_profile(store, ctx, id, reason).await? {
            return Ok(());
        }
    }
    Err(Conflict::Other("the customer goes on writing: try again").into())
}

/// Ends a conversation, for whoever has it and for the router.
async fn end(store: &Store, ctx: &Ctx, id: ConversationId) -> Result<()> {
    let mut ctx = ctx.clone();
    ctx.actor = Actor::System;
    match conversations::resolve(store, &ctx, id).await {
        // It has just ended, or gone.
        Ok(_) | Err(Error::Conflict(Conflict::AlreadyResolved) | Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Erases a resolved conversation; whether it was there.
pub(crate) async fn erase_conversation(
    store: &Store,
    ctx: &Ctx,
    id: ConversationId,
    customer: CustomerId,
    reason: ErasureReason,
) -> Result<bool> {
    store
        .write(ctx, Unit::on("conversation_erase", id), move |tx| {
            let Some(erased) = erasures::erase_conversation(tx, id)? else { return Ok(false) };
            let event = Event::ConversationErased {
                conversation_id: id,
                customer_id: customer,
                messages: erased.messages,
                attachments: erased.attachments,
                reason,
            };
            tx.append(Entry::new(id, event))?;
            Ok(true)
        })
        .await
}

/// Erases a customer without conversations; false when they have one.
pub(crate) async fn erase_profile(
    store: &Store,
    ctx: &Ctx,
    id: CustomerId,
    reason: ErasureReason,
) -> Result<bool> {
    store
        .write(ctx, Unit::on("customer_erase_profile", id), move |tx| {
            let gone = erasures::erase_customer(tx, id)?;
            if gone {
                tx.append(Entry::new(id, Event::CustomerErased { customer_id: id, reason }))?;
            }
            // Nobody is left where nobody was.
            Ok(gone || customers::lookup(tx, id)?.is_none())
        })
        .await
}

/// Finishes what was cut off, and erases again whom a backup has brought back; answers how many.
///
/// # Errors
/// When the store can't be reached.
pub async fn finish_all(store: &Store, ctx: &Ctx) -> Result<usize> {
    let left = store.read(|tx| Ok(erasures::unfinished(tx)?)).await?;
    for id in &left {
        finish(store, ctx, *id, ErasureReason::Request).await?;
    }
    Ok(left.len())
}
