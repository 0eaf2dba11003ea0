//! Follows the journal: tells connections at once what needs no look into the store, and gathers the rest.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::watch;
use yingda_model::{
    AuthorKind, Axes, ConversationId, CustomerId, Event, Message, Result, Subject, Visibility,
};
use yingda_store::journal::Recorded;

use super::changes::Changes;
use super::{Feed, Notice};
use crate::messages::for_customer;

/// Entries read at once.
const BATCH: usize = 512;
/// How long to wait for a signal before looking by oneself.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl Feed {
    /// Follows the journal from now on until told to stop.
    pub(super) async fn follow(&self, mut stop: watch::Receiver<bool>) {
        let mut moved = self.0.store.watch();
        let mut positions: HashMap<i64, i64> = self.0.store.positions().into_iter().collect();
        self.follows(&positions);
        while !*stop.borrow() {
            moved.borrow_and_update();
            match self.pass(&mut positions).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => {
                    if !self.0.store.is_away() {
                        let error = &error as &dyn std::error::Error;
                        tracing::error!(error, "the feed could not read the journal");
                    }
                    // Whoever is connected may have missed something: they come back and resume.
                    self.subscriptions().let_all_go();
                }
            }
            tokio::select! {
                _ = moved.changed() => {}
                _ = stop.changed() => {}
                // After a failure nothing else may wake it.
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
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
        if found.is_empty() {
            return Ok(false);
        }
        {
            let mut changes = self.changes();
            for entry in found {
                self.note(&entry, &mut changes);
            }
        }
        self.follows(positions);
        self.0.changed.notify_one();
        self.0.counted.notify_one();
        Ok(true)
    }

    fn follows(&self, positions: &HashMap<i64, i64>) {
        self.0.followed.store(positions.values().sum(), Ordering::Relaxed);
    }

    fn note(&self, entry: &Recorded, changes: &mut Changes) {
        match &entry.event {
            Event::MessageReceived { conversation_id, customer_id, before, after, .. }
            | Event::MessageSent { conversation_id, customer_id, before, after, .. } => {
                self.tell_message(entry, *conversation_id, *customer_id, after);
                // Whose turn it is the customer knows from the message.
                let moved = Axes { turn: after.turn, ..*before } != *after;
                changes.note(*conversation_id, *customer_id, Some(*before), moved);
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
            | Event::ConversationResolved { conversation_id, customer_id, before, after, .. } => {
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
            Event::ConversationErased { conversation_id, .. } => {
                let notice = Notice::Gone(*conversation_id);
                self.subscriptions().tell_conversation(*conversation_id, None, None, &notice);
                self.0.recount.notify_one();
            }
            // Their devices come back as those of somebody new.
            Event::CustomerErased { customer_id, .. } => self.subscriptions().tell_identified(*customer_id),
            Event::ChannelUpdated { .. } => self.subscriptions().tell_channel(),
            Event::AlarmRaised { .. }
            | Event::AlarmCleared { .. }
            | Event::AlarmAcknowledged { .. }
            | Event::AlarmMuted { .. } => self.subscriptions().tell_alarms(),
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
}
