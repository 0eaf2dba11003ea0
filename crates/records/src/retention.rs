//! Retention: what is older than the company keeps it is erased, a little at once.

use std::time::Duration;

use yingda_model::{Ctx, Entry, ErasureReason, Event, Result};
use yingda_store::{Store, Unit, conversations, erasures};

use crate::erasure::{erase_conversation, erase_profile};

/// Things of one kind erased at once.
const SOME: usize = 100;

/// How long each kind is kept; none: for ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// Resolved conversations in which nothing was said since, with everything in them.
    pub conversations: Option<Duration>,
    /// Files sent in resolved conversations in which nothing was said since.
    pub attachments: Option<Duration>,
    /// Customers of whom no conversation and no order is left and whom no shop knows.
    pub visitors: Option<Duration>,
    /// Questions that the bot could not answer and that nobody has asked since.
    pub unanswered: Option<Duration>,
    /// Entries of the journal: they are not erased but archived.
    pub journal: Option<Duration>,
}

/// What was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    pub conversations: usize,
    /// Conversations whose files went.
    pub attachments: usize,
    pub visitors: usize,
    pub unanswered: usize,
    /// Whether there may be more of any kind.
    pub more: bool,
}

impl Swept {
    /// Whether nothing was erased.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds what another sweep has erased; whether there is more says the later one.
    pub fn add(&mut self, later: Self) {
        self.conversations += later.conversations;
        self.attachments += later.attachments;
        self.visitors += later.visitors;
        self.unanswered += later.unanswered;
        self.more = later.more;
    }
}

/// Erases some of what is too old.
///
/// # Errors
/// When the store can't be reached: what was erased is erased, and the rest is for the next time.
pub async fn sweep(store: &Store, ctx: &Ctx, retention: &Retention) -> Result<Swept> {
    let mut swept = Swept::default();
    if let Some(age) = retention.conversations {
        swept.conversations = sweep_conversations(store, ctx, age).await?;
    }
    if let Some(age) = retention.attachments {
        swept.attachments = sweep_attachments(store, ctx, age).await?;
    }
    if let Some(age) = retention.visitors {
        swept.visitors = sweep_visitors(store, ctx, age).await?;
    }
    if let Some(age) = retention.unanswered {
        let before = ctx.now.minus(age);
        let work = move |tx: &mut yingda_store::Tx<'_>| Ok(erasures::erase_unanswered(tx, before, SOME)?);
        swept.unanswered = store.write(ctx, Unit::quiet("unanswered_erase"), work).await? as usize;
    }
    let most = swept.conversations.max(swept.attachments).max(swept.visitors).max(swept.unanswered);
    swept.more = most == SOME;
    Ok(swept)
}

async fn sweep_conversations(store: &Store, ctx: &Ctx, age: Duration) -> Result<usize> {
    let before = ctx.now.minus(age);
    let old = store.read(move |tx| Ok(erasures::old_conversations(tx, before, SOME)?)).await?;
    for (id, customer) in &old {
        erase_conversation(store, ctx, *id, *customer, ErasureReason::Age).await?;
    }
    Ok(old.len())
}

async fn sweep_attachments(store: &Store, ctx: &Ctx, age: Duration) -> Result<usize> {
    let before = ctx.now.minus(age);
    let old = store.read(move |tx| Ok(erasures::old_attachments(tx, before, SOME)?)).await?;
    for id in &old {
        let id = *id;
        store
            .write(ctx, Unit::on("attachments_erase", id), move |tx| {
                // It may have been opened again.
                let resolved = conversations::lookup(tx, id)?
                    .is_some_and(|record| record.conversation.status == yingda_model::Status::Resolved);
                if resolved {
                    let attachments = erasures::erase_attachments(tx, id)?;
                    tx.append(Entry::new(id, Event::AttachmentsErased { conversation_id: id, attachments }))?;
                }
                Ok(())
            })
            .await?;
    }
    Ok(old.len())
}

async fn sweep_visitors(store: &Store, ctx: &Ctx, age: Duration) -> Result<usize> {
    let before = ctx.now.minus(age);
    let old = store.read(move |tx| Ok(erasures::old_visitors(tx, before, SOME)?)).await?;
    for id in &old {
        erase_profile(store, ctx, *id, ErasureReason::Age).await?;
    }
    Ok(old.len())
}
