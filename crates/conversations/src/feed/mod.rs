//! The feed: what happens, told at once to those who look at it, on this node.
//!
//! A connection says what it looks at; a follower of the journal tells it what changed there. Nothing here is a second
//! source of truth: a client that was away reads what it missed from the store by its last number.

mod changes;
mod follower;
mod numbers;
mod subscriptions;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, mpsc, watch};
use yingda_model::conversation::{Counts, VisitorConversation};
use yingda_model::member::MemberName;
use yingda_model::queue::QueuePlace;
use yingda_model::{
    Agent, AuthorKind, Axes, Conversation, ConversationId, Ctx, CustomerId, Error, Limit, MemberId, Message,
    Permission, QueueId, Result, Status, VisitorId,
};
use yingda_store::Store;
use yingda_store::inboxes::Filter;

use crate::inboxes::View;
use changes::{Changes, Online};
use subscriptions::{Party, Subscriptions};

/// Outgoing notices that may wait for one connection.
pub const WAITING: usize = 1_024;

/// Who is connected, and what waits for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    pub customers: Crowd,
    /// Members.
    pub agents: Crowd,
    /// Programs with a token.
    pub programs: Crowd,
    /// Connections that were let go since the start because too much waited for them.
    pub overflowed: u64,
}

/// Connections of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    pub connections: usize,
    /// Notices that wait to be written, and the most that wait for one connection.
    pub waiting: usize,
    pub most_waiting: usize,
}

/// Something to tell a connection.
#[derive(Clone, Debug)]
pub enum Notice {
    /// A message in a conversation that it looks at.
    Message(Arc<Message>),
    /// A conversation as its customer sees it.
    VisitorConversation(Arc<VisitorConversation>),
    /// A conversation that an agent has open.
    Conversation(Arc<Conversation>),
    /// A conversation that an agent had open has left their reach: nothing more is told of it.
    Gone(ConversationId),
    /// A conversation that belongs to an agent's list, or has just left it.
    Inbox(Arc<Conversation>),
    /// The place in the queue.
    QueueMoved(ConversationId, QueuePlace),
    /// Somebody types.
    Typing(Typing),
    /// Somebody has read up to a message.
    Read { conversation_id: ConversationId, by: AuthorKind, seq: i64 },
    /// Who has a conversation open.
    Viewing(ConversationId, Arc<Vec<MemberName>>),
    /// A colleague's presence or load.
    Agent(Arc<Agent>),
    /// How many stand where.
    Counts(Counts),
    /// There are newer numbers than before.
    Numbers,
    /// Alarms are not as they were.
    Alarms,
    /// Whether a person can be reached.
    Online(bool),
    /// What this agent may do has changed, or whether they may at all: whoever holds the connection looks again.
    AccessChanged,
}

/// Somebody types, or stopped.
#[derive(Clone, Debug)]
pub struct Typing {
    pub conversation_id: ConversationId,
    pub by: AuthorKind,
    pub name: Option<String>,
    pub on: bool,
}

/// What an agent's list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbox {
    pub view: View,
    pub filter: Filter,
}

impl Inbox {
    /// Whether it shows a conversation that stands so to a member.
    fn shows(&self, axes: &Axes, me: Option<MemberId>) -> bool {
        let status = match self.view {
            View::Queue => true,
            _ => self.filter.status.unwrap_or(Status::Open) == axes.status,
        };
        status
            && self.view.holds(axes, me)
            && self.filter.handler.is_none_or(|handler| handler == axes.handler)
            && self.filter.queue_id.is_none_or(|queue| axes.queue_id == Some(queue))
    }
}

/// Live connections and what they look at. Cheap to clone.
#[derive(Clone)]
pub struct Feed(Arc<Inner>);

struct Inner {
    store: Store,
    subscriptions: Mutex<Subscriptions>,
    changes: Mutex<Changes>,
    /// Wakes whoever tells changes.
    changed: Notify,
    online: Mutex<Online>,
    /// Wakes whoever counts.
    recount: Notify,
    /// Wakes whoever tells of newer numbers.
    counted: Notify,
    /// How far the follower of the journal is, over all partitions.
    followed: AtomicI64,
}

/// A live connection; leaves the feed when dropped.
pub struct Connection {
    feed: Feed,
    id: u64,
    notices: mpsc::Receiver<Notice>,
}

impl Feed {
    /// A feed without connections.
    pub fn new(store: Store) -> Self {
        Self(Arc::new(Inner {
            store,
            subscriptions: Mutex::default(),
            changes: Mutex::default(),
            changed: Notify::new(),
            online: Mutex::default(),
            recount: Notify::new(),
            counted: Notify::new(),
            followed: AtomicI64::new(0),
        }))
    }

    /// Tells connections what happens from now on, until told to stop.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        tokio::join!(
            self.follow(stop.clone()),
            self.tell_changes(stop.clone()),
            self.tell_numbers(stop.clone()),
            self.count(stop)
        );
    }

    fn changes(&self) -> MutexGuard<'_, Changes> {
        self.0.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn online(&self) -> MutexGuard<'_, Online> {
        self.0.online.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn subscriptions(&self) -> MutexGuard<'_, Subscriptions> {
        self.0.subscriptions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who is connected now, and what waits for them.
    pub fn census(&self) -> Census {
        self.subscriptions().census()
    }

    /// Entries of the journal that this process has and connections have not been told of.
    pub fn behind(&self) -> i64 {
        let known: i64 = self.0.store.positions().iter().map(|(_, position)| position).sum();
        (known - self.0.followed.load(Ordering::Relaxed)).max(0)
    }

    /// Lets a connection in. An agent looks at nothing yet; a customer at their own conversations.
    ///
    /// # Errors
    /// When the customer has too many connections already, or the actor is neither.
    pub fn connect(&self, ctx: &Ctx, queue: Option<QueueId>) -> Result<Connection> {
        let party = match &ctx.actor {
            yingda_model::Actor::Customer(customer) => Party::Customer {
                customer: customer.customer,
                visitor: customer.visitor,
                vouched: customer.external_id.is_some(),
                queue,
            },
            _ => Party::Agent {
                member: ctx
                    .actor
                    .member()
                    .map(|member| MemberName { id: member.id, name: member.name.clone() }),
                reach: Box::new(ctx.reach(Permission::ConversationRead)?),
                colleagues: Box::new(ctx.reach(Permission::MemberRead).unwrap_or_default()),
            },
        };
        let (sender, notices) = mpsc::channel(WAITING);
        let id = self
            .subscriptions()
            .connect(party, sender)
            .ok_or_else(|| Error::rate_limited(Limit::CustomerConnections, Duration::from_secs(10)))?;
        Ok(Connection { feed: self.clone(), id, notices })
    }

    /// A visitor has become a customer: all connections of that device are theirs from now on.
    pub fn identify(&self, visitor: VisitorId, customer: CustomerId) {
        self.subscriptions().identify_visitor(visitor, customer);
    }

    /// Somebody types: told to everybody else who looks at the conversation.
    pub fn typing(&self, from: &Connection, customer: CustomerId, typing: &Typing) {
        let mut subscriptions = self.subscriptions();
        subscriptions.tell_conversation(
            typing.conversation_id,
            Some(from.id),
            None,
            &Notice::Typing(typing.clone()),
        );
        if typing.by != AuthorKind::Customer {
            subscriptions.tell_customer(customer, Some(from.id), &Notice::Typing(typing.clone()));
        }
    }

    fn tell_viewers(&self, conversation: ConversationId) {
        let mut subscriptions = self.subscriptions();
        let viewers = Arc::new(subscriptions.viewers(conversation));
        subscriptions.tell_conversation(conversation, None, None, &Notice::Viewing(conversation, viewers));
    }
}

impl Connection {
    /// The next thing to tell; none when the connection was too slow and is to be closed.
    pub async fn next(&mut self) -> Option<Notice> {
        self.notices.recv().await
    }

    /// The next thing to tell, if it waits already.
    pub fn try_next(&mut self) -> Option<Notice> {
        self.notices.try_recv().ok()
    }

    /// From now on this connection is this customer's.
    pub fn identify(&self, customer: CustomerId) {
        self.feed.subscriptions().identify(self.id, customer);
    }

    /// Looks at a conversation; the caller has checked that the actor may.
    pub fn open(&self, conversation: ConversationId) -> Result<()> {
        if !self.feed.subscriptions().open(self.id, conversation) {
            return Err(too_many_subscriptions());
        }
        self.feed.tell_viewers(conversation);
        Ok(())
    }

    /// Looks away from a conversation.
    pub fn close(&self, conversation: ConversationId) {
        self.feed.subscriptions().close(self.id, conversation);
        self.feed.tell_viewers(conversation);
    }

    /// Whether this connection looks at a conversation.
    pub fn is_open(&self, conversation: ConversationId) -> bool {
        self.feed.subscriptions().is_open(self.id, conversation)
    }

    /// Looks at a list, or no longer.
    pub fn inbox(&self, inbox: Inbox, on: bool) -> Result<()> {
        let kept = self.feed.subscriptions().inbox(self.id, inbox, on);
        if kept { Ok(()) } else { Err(too_many_subscriptions()) }
    }

    /// Looks at colleagues, or no longer.
    pub fn agents(&self, on: bool) {
        self.feed.subscriptions().agents(self.id, on);
    }

    /// Looks at the counts, or no longer.
    pub fn counts(&self, on: bool) {
        self.feed.subscriptions().counts(self.id, on);
        self.feed.0.recount.notify_one();
    }

    /// Looks at alarms, or no longer; the caller has checked that the actor may.
    pub fn alarms(&self, on: bool) {
        self.feed.subscriptions().alarms(self.id, on);
    }

    /// Looks at numbers, or no longer; the caller has checked that the actor may.
    pub fn numbers(&self, on: bool) {
        self.feed.subscriptions().numbers(self.id, on);
        self.feed.0.counted.notify_one();
    }
}

fn too_many_subscriptions() -> Error {
    Error::rate_limited(Limit::Subscriptions, Duration::from_secs(1))
}

impl Drop for Connection {
    fn drop(&mut self) {
        let viewed = self.feed.subscriptions().disconnect(self.id);
        for conversation in viewed {
            self.feed.tell_viewers(conversation);
        }
    }
}
