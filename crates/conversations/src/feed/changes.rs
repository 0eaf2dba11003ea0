//! What changed, gathered while the follower reads on, and told as it stands: a conversation that changes ten times while
//! one is read is read once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::{StreamExt, TryStreamExt, stream};
use tokio::sync::watch;
use yingda_model::conversation::Counts;
use yingda_model::permission::Reach;
use yingda_model::queue::QueuePlace;
use yingda_model::{Agent, Axes, BrandId, ConversationId, CustomerId, MemberId, QueueId, Result, Subject};
use yingda_store::{agents, conversations, inboxes, queues, teams};

use super::{Feed, Notice};
use crate::visitor_conversations;
use crate::waits::Waits;

/// The least time between two counts.
const COUNT_EVERY: Duration = Duration::from_millis(500);
/// Waiting customers who are told their place when a queue moves.
const TOLD: usize = 500;
/// Conversations read side by side.
const SIDE_BY_SIDE: usize = 4;
/// How long it is trusted that somebody is there, should another process know better.
const ONLINE_FRESH: Duration = Duration::from_secs(1);

/// Whether somebody of a queue's team is online, as it was last read.
#[derive(Default)]
pub(super) struct Online {
    known: HashMap<QueueId, (Instant, bool)>,
    /// Grows with each change, so that what was read before it is not kept after it.
    generation: u64,
}

/// What changed and was not told yet.
#[derive(Default)]
pub(super) struct Changes {
    conversations: BTreeMap<ConversationId, Changed>,
    pub queues: BTreeSet<QueueId>,
    pub members: BTreeSet<MemberId>,
    pub presence: bool,
}

struct Changed {
    customer: CustomerId,
    before: Option<Axes>,
    /// Whether more changed than that something was said.
    moved: bool,
}

impl Changes {
    pub fn note(&mut self, id: ConversationId, customer: CustomerId, before: Option<Axes>, moved: bool) {
        let changed = self.conversations.entry(id).or_insert(Changed { customer, before, moved: false });
        changed.customer = customer;
        changed.before = changed.before.or(before);
        changed.moved |= moved;
    }
}

impl Feed {
    /// Tells changes until told to stop.
    pub(super) async fn tell_changes(&self, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.0.changed.notified() => {}
                _ = stop.changed() => return,
            }
            let changes = std::mem::take(&mut *self.changes());
            if let Err(error) = self.tell(changes).await {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "the feed could not read what changed");
                self.subscriptions().let_all_go();
            }
        }
    }

    async fn tell(&self, changes: Changes) -> Result<()> {
        if !changes.conversations.is_empty() {
            self.0.recount.notify_one();
        }
        stream::iter(changes.conversations)
            .map(|(id, changed)| self.tell_conversation(id, changed))
            .buffer_unordered(SIDE_BY_SIDE)
            .try_collect::<()>()
            .await?;
        for queue in changes.queues {
            self.tell_queue(queue).await?;
        }
        for member in changes.members {
            self.tell_agent(member).await?;
        }
        if changes.presence {
            self.tell_online().await?;
        }
        Ok(())
    }

    async fn tell_conversation(&self, id: ConversationId, changed: Changed) -> Result<()> {
        let customer = changed.customer;
        let (inboxes, agents, customers) = {
            let subscriptions = self.subscriptions();
            (
                subscriptions.has_inboxes(),
                subscriptions.has_conversation(id),
                subscriptions.has_customer(customer),
            )
        };
        let customers = customers && changed.moved;
        if !(inboxes || agents || customers) {
            return Ok(());
        }
        let found = self
            .0
            .store
            .read(move |tx| {
                let Some(record) = conversations::lookup(tx, id)? else { return Ok(None) };
                let view = if customers { Some(visitor_conversations::view(tx, &record)?) } else { None };
                Ok(Some((record.conversation, view)))
            })
            .await?;
        let Some((conversation, view)) = found else { return Ok(()) };
        let conversation = Arc::new(conversation);
        let mut subscriptions = self.subscriptions();
        subscriptions.tell_inboxes(
            &conversation,
            changed.before.as_ref(),
            &Notice::Inbox(Arc::clone(&conversation)),
        );
        let subject = conversation.subject();
        subscriptions.tell_conversation(id, None, Some(&subject), &Notice::Conversation(conversation));
        if let Some(view) = view {
            subscriptions.tell_customer(customer, None, &Notice::VisitorConversation(Arc::new(view)));
        }
        Ok(())
    }

    async fn tell_queue(&self, queue: QueueId) -> Result<()> {
        let (waiting, waits) = self
            .0
            .store
            .read(move |tx| Ok((conversations::waiting_in(tx, queue, TOLD)?, Waits::load(tx, queue)?)))
            .await?;
        let mut subscriptions = self.subscriptions();
        for (position, (conversation, customer)) in (1..).zip(waiting) {
            if subscriptions.has_customer(customer) {
                let place = QueuePlace { position, estimated_wait_seconds: waits.estimate(position) };
                subscriptions.tell_customer(customer, None, &Notice::QueueMoved(conversation, place));
            }
        }
        Ok(())
    }

    async fn tell_agent(&self, member: MemberId) -> Result<()> {
        if !self.subscriptions().has_agents() {
            return Ok(());
        }
        let found = self
            .0
            .store
            .read(move |tx| {
                let Some(agent) = agents::lookup(tx, member)? else { return Ok(None) };
                let Some(team) = agent.team_ids.first() else { return Ok(None) };
                Ok(teams::lookup(tx, *team)?.map(|team| (agent, team.brand_id)))
            })
            .await?;
        if let Some((agent, brand)) = found {
            let subject = team_subject(brand, &agent);
            self.subscriptions().tell_agents(Some(&subject), &Notice::Agent(Arc::new(agent)));
        }
        Ok(())
    }

    async fn tell_online(&self) -> Result<()> {
        {
            let mut online = self.online();
            online.known.clear();
            online.generation += 1;
        }
        let queues = self.subscriptions().queues();
        for queue in queues {
            let online = self.is_online(queue).await?;
            self.subscriptions().tell_customers_of(queue, &Notice::Online(online));
        }
        Ok(())
    }

    /// Counts for those who look at counts, at most twice a second.
    pub(super) async fn count(&self, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.0.recount.notified() => {}
                _ = stop.changed() => return,
            }
            let counting = self.subscriptions().counting();
            let mut known: Vec<(Reach, Counts)> = Vec::new();
            for (id, reach) in counting {
                let counts = if let Some((_, counts)) = known.iter().find(|(of, _)| *of == reach) {
                    *counts
                } else {
                    let asked = reach.clone();
                    match self.0.store.read(move |tx| Ok(inboxes::counts(tx, &asked)?)).await {
                        Ok(counts) => {
                            known.push((reach, counts));
                            counts
                        }
                        Err(_) => continue,
                    }
                };
                self.subscriptions().tell_counting(id, counts);
            }
            tokio::time::sleep(COUNT_EVERY).await;
        }
    }

    /// Whether somebody of a queue's team is online.
    pub async fn is_online(&self, queue: QueueId) -> Result<bool> {
        let (known, generation) = {
            let online = self.online();
            (online.known.get(&queue).copied(), online.generation)
        };
        if let Some((at, online)) = known
            && at.elapsed() < ONLINE_FRESH
        {
            return Ok(online);
        }
        let at = Instant::now();
        let online = self
            .0
            .store
            .read(move |tx| {
                let Some(team) = queues::team_of(tx, queue)? else { return Ok(false) };
                Ok(agents::strength(tx, team)?.0 > 0)
            })
            .await?;
        let mut kept = self.online();
        if kept.generation == generation {
            kept.known.insert(queue, (at, online));
        }
        Ok(online)
    }
}

/// A team as the subject of a permission.
fn team_subject(brand: BrandId, agent: &Agent) -> Subject {
    Subject { brand: Some(brand), team: agent.team_ids.first().copied(), owner: Some(agent.member.id) }
}
