//! Follows the journal and tells connections what changed in what they look at.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use yingda_model::{
    AuthorKind, Axes, ConversationId, CustomerId, Event, MemberId, Message, QueueId, Result, Subject,
    Visibility,
};
use yingda_store::journal::Recorded;
use yingda_store::{Backend, agents, conversations, queues, teams};

use super::subscriptions::team_subject;
use super::{Feed, Notice};
use crate::conversations::visitor_view;
use crate::messages::for_customer;
use crate::waits::Waits;
use yingda_model::queue::QueuePlace;

/// Entries read at once.
const BATCH: usize = 512;
/// How long to wait for a signal before looking by oneself.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The least time between two counts.
const COUNT_EVERY: Duration = Duration::from_millis(500);
/// Waiting customers who are told their place when a queue moves.
const TOLD: usize = 500;

/// What changed in a batch of entries.
#[derive(Default)]
struct Changes {
    conversations: BTreeMap<ConversationId, Changed>,
    queues: BTreeSet<QueueId>,
    members: BTreeSet<MemberId>,
    presence: bool,
}

struct Changed {
    customer: CustomerId,
    before: Option<Axes>,
    /// Whether more changed than that something was said.
    moved: bool,
}

impl Feed {
    /// Follows the journal from now on until told to stop.
    pub async fn follow(self, mut stop: watch::Receiver<bool>) {
        let mut moved = self.0.store.watch();
        let mut positions: HashMap<i64, i64> = self.0.store.positions().into_iter().collect();
        while !*stop.borrow() {
            moved.borrow_and_update();
            match self.pass(&mut positions).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(error, "the feed could not read the journal");
                    // Whoever is connected may have missed something: they come back and resume.
                    self.subscriptions().let_all_go();
                }
            }
            tokio::select! {
                _ = moved.changed() => {}
                _ = stop.changed() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {
                    if self.0.store.backend() == Backend::Postgres {
                        _ = self.0.store.refresh().await;
                    }
                }
            }
        }
    }

    /// Counts for those who look at counts, at most twice a second.
    pub async fn count(self, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.0.recount.notified() => {}
                _ = stop.changed() => return,
            }
            let counting = self.subscriptions().counting();
            let mut known: Vec<(yingda_model::permission::Reach, yingda_model::conversation::Counts)> =
                Vec::new();
            for (id, reach) in counting {
                let counts = if let Some((_, counts)) = known.iter().find(|(of, _)| *of == reach) {
                    *counts
                } else {
                    let asked = reach.clone();
                    match self.0.store.read(move |tx| Ok(conversations::counts(tx, &asked)?)).await {
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

    async fn pass(&self, positions: &mut HashMap<i64, i64>) -> Result<bool> {
        let mut found = Vec::new();
        for (partition, head) in self.0.store.positions() {
            let position = positions.entry(partition).or_insert(0);
            if head <= *position {
                continue;
            }
            let entries = self.0.store.entries_after(partition, *position, BATCH).await?;
            if let Some(last) = entries.last() {
                *position = last.position;
                found.extend(entries);
            }
        }
        self.tell(&found).await?;
        Ok(!found.is_empty())
    }

    async fn tell(&self, entries: &[Arc<Recorded>]) -> Result<()> {
        let mut changes = Changes::default();
        for entry in entries {
            self.note(entry, &mut changes);
        }
        if !changes.conversations.is_empty() {
            self.0.recount.notify_one();
        }
        self.tell_conversations(&changes).await?;
        for queue in &changes.queues {
            self.tell_queue(*queue).await?;
        }
        for member in &changes.members {
            self.tell_agent(*member).await?;
        }
        if changes.presence {
            self.tell_online().await?;
        }
        Ok(())
    }

    fn note(&self, entry: &Recorded, changes: &mut Changes) {
        match &entry.event {
            Event::MessageReceived { conversation_id, customer_id, before, after, .. }
            | Event::MessageSent { conversation_id, customer_id, before, after, .. } => {
                self.tell_message(entry, *conversation_id, *customer_id, after);
                changes.note(*conversation_id, *customer_id, Some(*before), before != after);
            }
            Event::ConversationRead { conversation_id, customer_id, by, seq, .. } => {
                let by = if by == "customer" { AuthorKind::Customer } else { AuthorKind::Agent };
                let notice = Notice::Read { conversation_id: *conversation_id, by, seq: *seq };
                let mut subscriptions = self.subscriptions();
                subscriptions.tell_conversation(*conversation_id, None, None, &notice);
                subscriptions.tell_customer(*customer_id, None, &notice);
                drop(subscriptions);
                changes.note(*conversation_id, *customer_id, None, by == AuthorKind::Customer);
            }
            Event::ConversationOpened { conversation_id, customer_id, .. }
            | Event::ConversationRated { conversation_id, customer_id, .. } => {
                changes.note(*conversation_id, *customer_id, None, true);
            }
            Event::ConversationReopened { conversation_id, customer_id, before, after }
            | Event::ConversationQueued { conversation_id, customer_id, before, after, .. }
            | Event::ConversationAssigned { conversation_id, customer_id, before, after, .. }
            | Event::ConversationHandedBack { conversation_id, customer_id, before, after }
            | Event::ConversationSnoozed { conversation_id, customer_id, before, after, .. }
            | Event::ConversationWoken { conversation_id, customer_id, before, after }
            | Event::ConversationResolved { conversation_id, customer_id, before, after } => {
                changes.note(*conversation_id, *customer_id, Some(*before), true);
                changes.queues.extend(before.queue_id.into_iter().chain(after.queue_id));
                changes.members.extend(before.member_id.into_iter().chain(after.member_id));
            }
            Event::ConversationMoved { conversation_id, customer_id, before, .. } => {
                changes.note(*conversation_id, *customer_id, Some(*before), true);
            }
            Event::PresenceChanged { member_id, .. } => {
                changes.members.insert(*member_id);
                changes.presence = true;
            }
            Event::MemberUpdated { member_id, .. } => {
                changes.members.insert(*member_id);
                self.subscriptions().tell_access(Some(*member_id));
            }
            Event::SessionDeleted { member_id, .. } | Event::PasswordUpdated { member_id } => {
                self.subscriptions().tell_access(Some(*member_id));
            }
            Event::CustomerIdentified { customer_id, .. } => {
                self.subscriptions().tell_identified(*customer_id);
            }
            Event::ChannelUpdated { .. } => self.subscriptions().tell_channel(),
            Event::TokenDeleted { .. } => self.subscriptions().tell_access(None),
            _ => {}
        }
    }

    fn tell_message(
        &self,
        entry: &Recorded,
        conversation: ConversationId,
        customer: CustomerId,
        axes: &Axes,
    ) {
        let mut subscriptions = self.subscriptions();
        let (agents, customers) =
            (subscriptions.has_conversation(conversation), subscriptions.has_customer(customer));
        if !agents && !customers {
            return;
        }
        let parsed = entry.personal.as_deref().map(serde_json::from_str::<Message>);
        let Some(Ok(message)) = parsed else { return };
        if customers && message.visibility == Visibility::Public {
            let notice = Notice::Message(Arc::new(for_customer(message.clone())));
            subscriptions.tell_customer(customer, None, &notice);
        }
        if agents {
            let subject = Subject { brand: entry.brand, team: Some(axes.team_id), owner: axes.member_id };
            subscriptions.tell_conversation(
                conversation,
                None,
                Some(&subject),
                &Notice::Message(Arc::new(message)),
            );
        }
    }

    async fn tell_conversations(&self, changes: &Changes) -> Result<()> {
        for (id, changed) in &changes.conversations {
            let (id, customer) = (*id, changed.customer);
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
                continue;
            }
            let found = self
                .0
                .store
                .read(move |tx| {
                    let Some(record) = conversations::lookup(tx, id)? else { return Ok(None) };
                    let view = if customers { Some(visitor_view(tx, &record)?) } else { None };
                    Ok(Some((record.conversation, view)))
                })
                .await?;
            let Some((conversation, view)) = found else { continue };
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
        let queues = self.subscriptions().queues();
        for queue in queues {
            let online = self.is_online(queue).await?;
            self.subscriptions().tell_customers_of(queue, &Notice::Online(online));
        }
        Ok(())
    }

    /// Whether somebody of a queue's team is online.
    pub async fn is_online(&self, queue: QueueId) -> Result<bool> {
        self.0
            .store
            .read(move |tx| {
                let Some(team) = queues::team_of(tx, queue)? else { return Ok(false) };
                Ok(agents::strength(tx, team)?.0 > 0)
            })
            .await
    }
}

impl Changes {
    fn note(&mut self, id: ConversationId, customer: CustomerId, before: Option<Axes>, moved: bool) {
        let changed = self.conversations.entry(id).or_insert(Changed { customer, before, moved: false });
        changed.before = changed.before.or(before);
        changed.moved |= moved;
    }
}
