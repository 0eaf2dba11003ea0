//! Conversations: the lists, and the commands that move one along its three axes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_model::conversation::{Counts, Rating, VisitorConversation, VisitorMember};
use yingda_model::error::{Checks, Conflict};
use yingda_model::member::{MemberName, MemberState};
use yingda_model::queue::QueuePlace;
use yingda_model::{
    Axes, Channel, Content, Conversation, ConversationId, Ctx, Customer, CustomerId, Error, Event, Grants,
    Handler, Member, MemberId, NoticeCode, Page, PageRequest, Permission, QueueId, Result, Scope, Status,
    Subject, Timestamp, Visibility,
};
use yingda_store::conversations::{Filter, Record};
use yingda_store::{Store, Tx, Unit, agents, conversations, members, queues, teams};

use crate::change::{Admission, Change, Saying};
use crate::messages::{acting_member, agent_author};
use crate::waits::Waits;

/// Which list an agent looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Those that I have.
    Mine,
    /// Those that wait for a person.
    Queue,
    /// All that I may see.
    All,
}

impl View {
    /// Whether a conversation that stands so belongs to this view of a member's.
    pub fn holds(self, axes: &Axes, me: Option<MemberId>) -> bool {
        match self {
            Self::Mine => axes.member_id.is_some() && axes.member_id == me,
            Self::Queue => axes.queue_id.is_some(),
            Self::All => true,
        }
    }
}

/// One page of a list.
pub async fn list(
    store: &Store,
    ctx: &Ctx,
    view: View,
    filter: Filter,
    page: PageRequest,
) -> Result<Page<Conversation>> {
    let reach = ctx.reach(Permission::ConversationRead)?;
    check_cursor(&page)?;
    let me = ctx.actor.member().map(|member| member.id);
    let limit = page.limit;
    let typed = filter.search.as_deref().is_some_and(|text| !text.trim().is_empty());
    let search = filter.search.map(|text| yingda_language::normalize::fold(&text));
    if typed && search.as_deref().is_some_and(str::is_empty) {
        // Signs alone stand in no name.
        return Ok(Page { items: Vec::new(), next: None });
    }
    let filter = Filter { search, ..filter };
    let items = store
        .read(move |tx| {
            Ok(match (view, me) {
                (View::Mine, Some(me)) => conversations::list_of_member(tx, me, &filter, &page)?,
                (View::Mine, None) => Vec::new(),
                (View::Queue, _) => conversations::list_queued(tx, &reach, &filter, &page)?,
                (View::All, _) => conversations::list(tx, &reach, &filter, &page)?,
            })
        })
        .await?;
    Ok(Page::cut(items, limit, |c| {
        let at = if view == View::Queue { c.queued_at.unwrap_or(c.opened_at) } else { c.last_message_at };
        format!("{}.{}", at.millis(), c.id)
    }))
}

/// A cursor of these lists: a time and a conversation.
fn check_cursor(page: &PageRequest) -> Result<()> {
    let Some(cursor) = &page.cursor else { return Ok(()) };
    let valid = cursor
        .split_once('.')
        .is_some_and(|(at, id)| at.parse::<i64>().is_ok() && id.parse::<ConversationId>().is_ok());
    let mut checks = Checks::default();
    checks.check(valid, "cursor", "invalid", "must be the `next` of an earlier answer");
    checks.finish()
}

/// How many stand where.
pub async fn counts(store: &Store, ctx: &Ctx) -> Result<Counts> {
    let reach = ctx.reach(Permission::ConversationRead)?;
    store.read(move |tx| Ok(conversations::counts(tx, &reach)?)).await
}

/// One conversation.
pub async fn lookup(store: &Store, ctx: &Ctx, id: ConversationId) -> Result<Conversation> {
    let reach = ctx.reach(Permission::ConversationRead)?;
    let found = store.read(move |tx| Ok(conversations::lookup(tx, id)?)).await?;
    found
        .map(|record| record.conversation)
        .filter(|conversation| reach.covers(&conversation.subject()))
        .ok_or_else(|| Error::not_found("conversation", id))
}

/// All conversations of a customer that the actor may see, newest first.
pub async fn of_customer(store: &Store, ctx: &Ctx, customer: CustomerId) -> Result<Page<Conversation>> {
    let reach = ctx.reach(Permission::ConversationRead)?;
    let items = store.read(move |tx| Ok(conversations::of_customer(tx, customer, &reach, 200)?)).await?;
    Ok(Page::whole(items))
}

/// Rated conversations, the newest rating first.
pub async fn list_rated(store: &Store, ctx: &Ctx, page: PageRequest) -> Result<Page<Conversation>> {
    let reach = ctx.reach(Permission::ReportRead)?;
    check_cursor(&page)?;
    let limit = page.limit;
    let items = store.read(move |tx| Ok(conversations::list_rated(tx, &reach, &page)?)).await?;
    Ok(Page::cut(items, limit, |c| {
        let at = c.rating.as_ref().map_or(c.last_message_at, |rating| rating.at);
        format!("{}.{}", at.millis(), c.id)
    }))
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
        if held.is_some() {
            ctx_in.require(Permission::ConversationAssign, &change.conversation().subject())?;
        }
        admit(tx, change, &member, "claimed")
    })
    .await
}

fn admit(tx: &mut Tx<'_>, change: &mut Change<'_>, member: &MemberName, reason: &str) -> Result<()> {
    if change.assign(tx, member, Admission::Room, vec![reason.into()])? {
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
        give_to_member(tx, change, to, "assigned")
    })
    .await
}

fn give_to_member(tx: &mut Tx<'_>, change: &mut Change<'_>, to: MemberId, reason: &str) -> Result<()> {
    let member = members::lookup(tx, to)?.filter(|member| member.state == MemberState::Active);
    let Some(member) = member else {
        return Err(Error::invalid("/member_id", "unknown", "there is no such member"));
    };
    if change.conversation().occupies_agent()
        && change.conversation().member.as_ref().is_some_and(|held| held.id == to)
    {
        return Ok(());
    }
    if !may_answer(tx, &member, &change.conversation().subject())? {
        return Err(Error::invalid(
            "/member_id",
            "not_allowed",
            "this member can't answer this conversation",
        ));
    }
    admit(tx, change, &MemberName { id: to, name: member.name }, reason)
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
    Queue {
        /// Which.
        queue_id: QueueId,
    },
    /// A colleague.
    Member {
        /// Who.
        member_id: MemberId,
    },
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
            Destination::Member { member_id } => give_to_member(tx, change, member_id, "transferred"),
            Destination::Queue { queue_id } => {
                let known = queues::lookup(tx, queue_id)?
                    .filter(|queue| queue.brand_id == change.conversation().brand_id);
                if known.is_none() {
                    return Err(Error::invalid(
                        "/to/queue_id",
                        "unknown",
                        "there is no such queue in this brand",
                    ));
                }
                change.queue(tx, queue_id)
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
        admit(tx, change, &member, "reopened")
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

fn journal_read(tx: &mut Tx<'_>, change: &Change<'_>, by: &str, seq: i64) -> Result<()> {
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
        admit(tx, change, &member, "claimed_next")
    })
    .await
}

// What customers do -----------------------------------------------------------------------------------------------------

async fn customer_command<F>(
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
    customer_command(store, ctx, "widget_end", customer, id, |tx, change| {
        if change.conversation().status == Status::Resolved {
            return Ok(());
        }
        change.resolve(tx, NoticeCode::ResolvedByCustomer)
    })
    .await
}

/// What a customer thinks of a conversation.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingIn {
    /// 1 to 5.
    pub score: i64,
    #[serde(default)]
    pub comment: Option<String>,
}

/// The customer rates a conversation; a later rating replaces an earlier one.
pub async fn rate(
    store: &Store,
    ctx: &Ctx,
    customer: &Customer,
    id: ConversationId,
    input: RatingIn,
) -> Result<Conversation> {
    let mut checks = Checks::default();
    checks.check((1..=5).contains(&input.score), "/score", "out_of_range", "must be 1 to 5");
    let comment = input.comment.unwrap_or_default();
    checks.text(&comment, "/comment", 0, 1_000);
    checks.finish()?;
    let ctx_in = ctx.clone();
    customer_command(store, ctx, "widget_rate", customer, id, move |tx, change| {
        if change.conversation().status != Status::Resolved {
            return Err(Conflict::Other("only a conversation that has ended can be rated").into());
        }
        let rating = Rating { score: input.score, comment: comment.trim().to_owned(), at: ctx_in.now };
        let same = change
            .conversation()
            .rating
            .as_ref()
            .is_some_and(|old| (old.score, &old.comment) == (rating.score, &rating.comment));
        if same {
            return Ok(());
        }
        let params = [("score".to_owned(), rating.score.to_string())].into();
        let first = change.conversation().rating.is_none();
        change.record.conversation.rating = Some(rating);
        let c = change.conversation();
        let event = Event::ConversationRated {
            conversation_id: c.id,
            customer_id: c.customer.id,
            score: input.score,
            after: c.axes(),
        };
        let entry = yingda_model::Entry::new(c.id, event).of_brand(c.brand_id).with_personal(&comment);
        tx.append(entry)?;
        if first { change.notice(tx, NoticeCode::Rating, params) } else { Ok(()) }
    })
    .await
}

/// The customer has read up to a message.
pub async fn read_by_customer(
    store: &Store,
    ctx: &Ctx,
    customer: &Customer,
    id: ConversationId,
    seq: i64,
) -> Result<()> {
    customer_command(store, ctx, "widget_read", customer, id, move |tx, change| {
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
            current.map(|record| visitor_view(tx, &record)).transpose()
        })
        .await
}

/// A conversation as its customer sees it.
pub(crate) fn visitor_view(tx: &mut Tx<'_>, record: &Record) -> Result<VisitorConversation> {
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

/// Whether the actor may act on conversations beyond their own.
pub fn supervises(ctx: &Ctx) -> bool {
    ctx.reach(Permission::ConversationAssign)
        .ok()
        .and_then(|reach| reach.scope)
        .is_some_and(|scope| scope > Scope::Own)
}
