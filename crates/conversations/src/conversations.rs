//! Conversations: the commands that move one along its three axes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_model::conversation::HandoffReason;
use yingda_model::error::{Checks, Conflict};
use yingda_model::member::{MemberName, MemberState};
use yingda_model::{
    Content, Conversation, ConversationId, Ctx, Error, Event, Grants, Handler, Member, MemberId, NoticeCode,
    Permission, QueueId, Result, Scope, Status, Subject, Timestamp, Visibility,
};
use yingda_store::{Store, Tx, Unit, agents, conversations, members, queues, teams};

use crate::change::{Admission, Change, Saying};
use crate::messages::{acting_member, agent_author};

/// One conversation.
pub async fn lookup(store: &Store, ctx: &Ctx, id: ConversationId) -> Result<Conversation> {
    let reach = ctx.reach(Permission::ConversationRead)?;
    let found = store.read(move |tx| Ok(conversations::lookup(tx, id)?)).await?;
    found
        .map(|record| record.conversation)
        .filter(|conversation| reach.covers(&conversation.subject()))
        .ok_or_else(|| Error::not_found("conversation", id))
}

/// Runs a command on a conversation that the actor can see and has a permission over.
async fn command<F>(
    store: &Store,
    ctx: &Ctx,
    name: &'static str,
    id: ConversationId,
    permission: Permission,
    mut work: F,
) -> Result<Conversation>
where
    F: FnMut(&mut Tx<'_>, &mut Change<'_>) -> Result<()> + Send + 'static,
{
    ctx.reach(permission)?;
    let ctx_in = ctx.clone();
    store
        .write(ctx, Unit::on(name, id), move |tx| {
            let mut change = Change::load(tx, &ctx_in, id)?;
            let before = change.record.clone();
            let subject = change.conversation().subject();
            ctx_in
                .require(Permission::ConversationRead, &subject)
                .map_err(|_| Error::not_found("conversation", id))?;
            work(tx, &mut change)?;
            if change.record == before { Ok(before.conversation) } else { change.save(tx) }
        })
        .await
}

fn check_open(conversation: &Conversation) -> Result<()> {
    if conversation.status == Status::Resolved { Err(Conflict::AlreadyResolved.into()) } else { Ok(()) }
}

/// Takes a conversation for oneself: from the queue or the bot, or from a colleague by those who may assign.
pub async fn claim(store: &Store, ctx: &Ctx, id: ConversationId) -> Result<Conversation> {
    ctx.reach(Permission::ConversationReply)?;
    let member = acting_member(ctx)?;
    let ctx_in = ctx.clone();
    command(store, ctx, "conversation_claim", id, Permission::ConversationReply, move |tx, change| {
        check_open(change.conversation())?;
        let held =
            change.conversation().member.as_ref().filter(|_| change.conversation().handler == Handler::Agent);
        if held.is_some_and(|held| held.id == member.id) {
            return if change.conversation().status == Status::Snoozed { change.wake(tx) } else { Ok(()) };
        }
        if let Some(held) = held
            && ctx_in.require(Permission::ConversationAssign, &change.conversation().subject()).is_err()
        {
            // Two saw it waiting; the other was faster.
            return Err(Conflict::HeldBy(held.name.clone()).into());
        }
        admit(tx, change, &member, "claimed", Some(HandoffReason::TakenOver))
    })
    .await
}

fn admit(
    tx: &mut Tx<'_>,
    change: &mut Change<'_>,
    member: &MemberName,
    reason: &str,
    why: Option<HandoffReason>,
) -> Result<()> {
    if change.assign(tx, member, Admission::Room, vec![reason.into()], why)? {
        Ok(())
    } else {
        Err(Conflict::OverCapacity.into())
    }
}

/// Gives a conversation to a member.
pub async fn assign(store: &Store, ctx: &Ctx, id: ConversationId, to: MemberId) -> Result<Conversation> {
    let ctx_in = ctx.clone();
    command(store, ctx, "conversation_assign", id, Permission::ConversationAssign, move |tx, change| {
        check_open(change.conversation())?;
        ctx_in.require(Permission::ConversationAssign, &change.conversation().subject())?;
        give_to_member(tx, change, to, "assigned", "/member_id")
    })
    .await
}

/// `field` is where the caller said whom.
fn give_to_member(
    tx: &mut Tx<'_>,
    change: &mut Change<'_>,
    to: MemberId,
    reason: &str,
    field: &'static str,
) -> Result<()> {
    let member = members::lookup(tx, to)?.filter(|member| member.state == MemberState::Active);
    let Some(member) = member else {
        return Err(Error::invalid(field, "unknown", "there is no such member"));
    };
    if change.conversation().occupies_agent()
        && change.conversation().member.as_ref().is_some_and(|held| held.id == to)
    {
        return Ok(());
    }
    if !may_answer(tx, &member, &change.conversation().subject())? {
        return Err(Error::invalid(field, "not_allowed", "this member can't answer this conversation"));
    }
    let member = MemberName { id: to, name: member.name };
    admit(tx, change, &member, reason, Some(HandoffReason::TakenOver))
}

/// Whether a member may reply at all, and belongs to the conversation's brand or to the whole company.
fn may_answer(tx: &mut Tx<'_>, member: &Member, subject: &Subject) -> Result<bool> {
    let grants = Grants::of(member.role);
    let Some(scope) = grants.scope(Permission::ConversationReply) else { return Ok(false) };
    let mut within = scope == Scope::All;
    for team in &member.team_ids {
        within |= teams::lookup(tx, *team)?.is_some_and(|team| Some(team.brand_id) == subject.brand);
    }
    Ok(within)
}

/// Where a conversation is handed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Destination {
    /// A queue.
    Queue(ToQueue),
    /// A colleague.
    Member(ToMember),
}

/// A queue that takes a conversation over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ToQueue {
    pub queue_id: QueueId,
}

/// A colleague who takes a conversation over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ToMember {
    pub member_id: MemberId,
}

/// Hands a conversation on to a queue or a colleague, with a note for whoever takes over.
pub async fn transfer(
    store: &Store,
    ctx: &Ctx,
    id: ConversationId,
    to: Destination,
    note: Option<String>,
) -> Result<Conversation> {
    ctx.reach(Permission::ConversationAssign)?;
    let note = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
    let mut checks = Checks::default();
    checks.text(note.as_deref().unwrap_or_default(), "/note", 0, 2_000);
    checks.finish()?;
    let ctx_in = ctx.clone();
    command(store, ctx, "conversation_transfer", id, Permission::ConversationAssign, move |tx, change| {
        check_open(change.conversation())?;
        ctx_in.require(Permission::ConversationAssign, &change.conversation().subject())?;
        if let Some(note) = &note {
            let visibility = Visibility::Internal;
            let content = Content::text(note.clone());
            let author = agent_author(&ctx_in);
            change.say(tx, Saying { author, visibility, content, client_id: None, evidence: None })?;
        }
        match to {
            Destination::Member(ToMember { member_id }) => {
                give_to_member(tx, change, member_id, "transferred", "/to/member_id")
            }
            Destination::Queue(ToQueue { queue_id }) => {
                let known = queues::lookup(tx, queue_id)?
                    .filter(|queue| queue.brand_id == change.conversation().brand_id);
                if known.is_none() {
                    return Err(Error::invalid(
                        "/to/queue_id",
                        "unknown",
                        "there is no such queue in this brand",
                    ));
                }
                change.queue(tx, queue_id, Some(HandoffReason::TakenOver))
            }
        }
    })
    .await
}

/// Gives a conversation back to the bot.
pub async fn hand_back(store: &Store, ctx: &Ctx, id: ConversationId) -> Result<Conversation> {
    let ctx_in = ctx.clone();
    command(store, ctx, "conversation_hand_back", id, Permission::ConversationAssign, move |tx, change| {
        check_open(change.conversation())?;
        ctx_in.require(Permission::ConversationAssign, &change.conversation().subject())?;
        change.hand_back(tx)
    })
    .await
}

/// Ends a conversation.
pub async fn resolve(store: &Store, ctx: &Ctx, id: ConversationId) -> Result<Conversation> {
    let ctx_in = ctx.clone();
    command(store, ctx, "conversation_resolve", id, Permission::ConversationResolve, move |tx, change| {
        ctx_in.require(Permission::ConversationResolve, &change.conversation().subject())?;
        change.resolve(tx, NoticeCode::Resolved)
    })
    .await
}

/// Opens a resolved conversation again, for oneself.
pub async fn reopen(store: &Store, ctx: &Ctx, id: ConversationId) -> Result<Conversation> {
    ctx.reach(Permission::ConversationResolve)?;
    let member = acting_member(ctx)?;
    let ctx_in = ctx.clone();
    command(store, ctx, "conversation_reopen", id, Permission::ConversationResolve, move |tx, change| {
        ctx_in.require(Permission::ConversationResolve, &change.conversation().subject())?;
        let c = change.conversation();
        if c.status != Status::Resolved {
            return Err(Conflict::Other("the conversation is not resolved").into());
        }
        let other = conversations::find_open(tx, c.channel.id, c.customer.id, &change.record.thread)?;
        if other.is_some() {
            return Err(Conflict::Other("the customer has a newer open conversation").into());
        }
        change.reopen(tx)?;
        admit(tx, change, &member, "reopened", None)
    })
    .await
}

/// The longest that a conversation may be put away.
const MAX_SNOOZE: std::time::Duration = std::time::Duration::from_secs(366 * 86_400);

/// Puts a conversation away until a time.
pub async fn snooze(store: &Store, ctx: &Ctx, id: ConversationId, until: Timestamp) -> Result<Conversation> {
    ctx.reach(Permission::ConversationResolve)?;
    let mut checks = Checks::default();
    checks.check(until > ctx.now, "/until", "past", "must lie in the future");
    checks.check(until <= ctx.now.plus(MAX_SNOOZE), "/until", "too_far", "must lie within a year");
    checks.finish()?;
    let ctx_in = ctx.clone();
    command(store, ctx, "conversation_snooze", id, Permission::ConversationResolve, move |tx, change| {
        check_open(change.conversation())?;
        ctx_in.require(Permission::ConversationResolve, &change.conversation().subject())?;
        if change.conversation().handler != Handler::Agent {
            return Err(Conflict::NotAssigned.into());
        }
        change.snooze(tx, until)
    })
    .await
}

/// Says how far the agent who has it has read. What others read changes nothing.
pub async fn read(store: &Store, ctx: &Ctx, id: ConversationId, seq: i64) -> Result<Conversation> {
    let conversation = lookup(store, ctx, id).await?;
    let me = ctx.actor.member().map(|member| member.id);
    let mine = conversation.member.as_ref().map(|member| member.id) == me;
    if !mine || seq <= conversation.read_seq {
        return Ok(conversation);
    }
    command(store, ctx, "conversation_read", id, Permission::ConversationRead, move |tx, change| {
        let seq = seq.min(change.conversation().last_seq);
        if seq > change.conversation().read_seq {
            change.record.conversation.read_seq = seq;
            journal_read(tx, change, "agent", seq)?;
        }
        Ok(())
    })
    .await
}

pub(crate) fn journal_read(tx: &mut Tx<'_>, change: &Change<'_>, by: &str, seq: i64) -> Result<()> {
    let c = change.conversation();
    let (conversation_id, customer_id, after) = (c.id, c.customer.id, c.axes());
    change.journal(tx, Event::ConversationRead { conversation_id, customer_id, by: by.into(), seq, after })
}

/// Claims the conversation that has waited longest in the queues of the actor's teams; none when nobody waits.
pub async fn next(store: &Store, ctx: &Ctx) -> Result<Option<Conversation>> {
    ctx.reach(Permission::ConversationReply)?;
    let member = acting_member(ctx)?.id;
    for _ in 0..8 {
        let first = store
            .read(move |tx| {
                for queue in agents::queues_of(tx, member)? {
                    if let Some(record) = conversations::first_in_queue(tx, queue)? {
                        return Ok(Some(record.conversation.id));
                    }
                }
                Ok(None)
            })
            .await?;
        let Some(id) = first else { return Ok(None) };
        match claim_waiting(store, ctx, id).await {
            Ok(conversation) => return Ok(Some(conversation)),
            // Somebody else was faster: take the next one.
            Err(Error::Conflict(Conflict::Other(_))) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

async fn claim_waiting(store: &Store, ctx: &Ctx, id: ConversationId) -> Result<Conversation> {
    let member = acting_member(ctx)?;
    command(store, ctx, "conversation_next", id, Permission::ConversationReply, move |tx, change| {
        if change.conversation().handler != Handler::Queue {
            return Err(Conflict::Other("it is not waiting any more").into());
        }
        admit(tx, change, &member, "claimed_next", None)
    })
    .await
}

// What customers do -----------------------------------------------------------------------------------------------------

/// Whether the actor may act on conversations beyond their own.
pub fn supervises(ctx: &Ctx) -> bool {
    ctx.reach(Permission::ConversationAssign)
        .ok()
        .and_then(|reach| reach.scope)
        .is_some_and(|scope| scope > Scope::Own)
}
