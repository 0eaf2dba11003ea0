//! What a customer's connection may do: send, type, read, and watch their own conversations.

use std::collections::HashMap;

use serde_json::json;
use yingda_conversations::feed::{Connection, Notice, Typing};
use yingda_conversations::receiving::Inbound;
use yingda_conversations::visitor_conversations;
use yingda_model::{AuthorKind, ConversationId, Ctx, Error, Locale, Message, Result, Status};

use super::frames::{ClientFrame, Out, Subscribe, Topic};
use super::replay::Replay;
use crate::AppState;
use yingda_conversations::visitors::Visitor;

/// A customer's side of a connection.
pub(super) struct Customer {
    visitor: Visitor,
    /// Their open conversation, as far as this connection knows.
    conversation: Option<ConversationId>,
    subscribed: bool,
    /// What is still to be told before anything that comes live.
    replay: Option<Replay>,
}

impl Customer {
    pub fn new(visitor: Visitor) -> Self {
        Self { visitor, conversation: None, subscribed: false, replay: None }
    }

    /// Whether they still speak for whom they spoke, on a channel that is still open.
    pub async fn is_still_let_in(&mut self, state: &AppState) -> bool {
        let ctx = state.environment().ctx(yingda_model::Actor::Anonymous);
        match state.reception().look_again(&ctx, &mut self.visitor).await {
            Ok(same) => same,
            // The store is away: that does not end a visit.
            Err(Error::Unavailable(_) | Error::Internal(_)) => true,
            Err(_) => false,
        }
    }

    pub async fn answer(
        &mut self,
        state: &AppState,
        ctx: &Ctx,
        connection: &Connection,
        frame: ClientFrame,
        replayed: &mut HashMap<ConversationId, i64>,
    ) -> Result<Vec<Out>> {
        let ctx = ctx.acting(self.visitor.ctx.actor.clone());
        match frame {
            ClientFrame::Ping { id } => Ok(vec![Out::pong(&id)]),
            ClientFrame::Subscribe(subscribe) => {
                self.subscribe(state, &ctx, connection, subscribe, replayed).await
            }
            ClientFrame::Unsubscribe(subscribe) => {
                self.subscribed = false;
                self.replay = None;
                Ok(vec![Out::ack(&subscribe.id)])
            }
            ClientFrame::Send { id, client_id, content, locale, .. } => {
                let inbound = Inbound {
                    client_id,
                    content,
                    locale: locale.unwrap_or(Locale::ZhCn),
                    thread: String::new(),
                };
                let reception = state.reception();
                let customer = reception.admit(&ctx, &mut self.visitor, &inbound).await?;
                let received =
                    reception.receive(&ctx, &self.visitor, &customer, self.conversation, inbound).await?;
                self.conversation = Some(received.conversation_id);
                Ok(vec![Out::stored(&id, &received.message)])
            }
            ClientFrame::Typing { conversation_id, on, .. } => {
                self.type_in(state, connection, conversation_id, on);
                Ok(Vec::new())
            }
            ClientFrame::Read { id, conversation_id, seq } => {
                let customer = self.visitor.known_customer("conversation", conversation_id)?;
                visitor_conversations::read(state.store(), &ctx, customer, conversation_id, seq).await?;
                Ok(vec![Out::ack(&id)])
            }
            ClientFrame::Presence { .. } => {
                Err(Error::invalid("/type", "invalid", "customers have no presence"))
            }
            ClientFrame::Hello { .. } => Err(Error::invalid("/type", "invalid", "hello was said already")),
        }
    }

    fn type_in(&self, state: &AppState, connection: &Connection, conversation_id: ConversationId, on: bool) {
        // Only in the conversation that this connection has written to or subscribed to: others may not be theirs.
        if let (Some(customer), true) = (&self.visitor.customer, self.conversation == Some(conversation_id)) {
            let typing =
                Typing { conversation_id, by: AuthorKind::Customer, name: Some(customer.name.clone()), on };
            state.feed().typing(connection, customer.id, &typing);
        }
    }

    async fn subscribe(
        &mut self,
        state: &AppState,
        ctx: &Ctx,
        connection: &Connection,
        subscribe: Subscribe,
        replayed: &mut HashMap<ConversationId, i64>,
    ) -> Result<Vec<Out>> {
        if subscribe.topic != Topic::Own {
            return Err(Error::invalid("/topic", "invalid", "customers subscribe to self"));
        }
        // From here on the feed is told; what comes while the missed messages are read waits behind them.
        self.subscribed = true;
        let Some(customer) = self.visitor.customer.clone() else {
            return Ok(vec![Out::subscribed(&subscribe.id, Topic::Own, serde_json::Value::Null, 0)]);
        };
        connection.identify(customer.id);
        let current =
            visitor_conversations::current(state.store(), ctx, &self.visitor.channel, &customer).await?;
        let last_seq = current.as_ref().map_or(0, |conversation| conversation.last_seq);
        let mut out = vec![Out::subscribed(&subscribe.id, Topic::Own, &current, last_seq)];
        let mut wanted = Vec::new();
        if let Some(seen) = subscribe.conversation_id {
            wanted.push((seen, subscribe.after.unwrap_or(0)));
        }
        if let Some(current) = &current {
            self.conversation = Some(current.id);
            if subscribe.conversation_id.is_some_and(|seen| seen != current.id) {
                wanted.push((current.id, 0));
            }
        }
        for (conversation, after) in &wanted {
            // A client that claims more than there is must not be kept from what comes.
            if *after <= last_seq {
                let told = replayed.entry(*conversation).or_insert(0);
                *told = (*after).max(*told);
            }
        }
        self.replay = Some(Replay::new(customer, wanted));
        // The first portion with the answer, so that a conversation that is not theirs is refused by it.
        out.extend(self.go_on(state, ctx, replayed).await?);
        Ok(out)
    }

    /// Whether there is something to be told before anything that comes live.
    pub fn is_behind(&self) -> bool {
        self.replay.is_some()
    }

    /// More of what was missed, as this customer.
    pub async fn catch_up(
        &mut self,
        state: &AppState,
        ctx: &Ctx,
        replayed: &mut HashMap<ConversationId, i64>,
    ) -> Result<Vec<Out>> {
        let ctx = ctx.acting(self.visitor.ctx.actor.clone());
        self.go_on(state, &ctx, replayed).await
    }

    async fn go_on(
        &mut self,
        state: &AppState,
        ctx: &Ctx,
        replayed: &mut HashMap<ConversationId, i64>,
    ) -> Result<Vec<Out>> {
        let Some(mut replay) = self.replay.take() else { return Ok(Vec::new()) };
        let missed = replay.next(state, ctx).await?;
        if let Some(Message { conversation_id, seq, .. }) = missed.last() {
            let told = replayed.entry(*conversation_id).or_insert(0);
            *told = (*seq).max(*told);
            self.replay = Some(replay);
        }
        Ok(missed.into_iter().map(|message| Out::message(Topic::Own, message)).collect())
    }

    /// What of a notice this customer is told.
    pub fn tell(&mut self, notice: Notice) -> Option<Out> {
        if !self.subscribed {
            return None;
        }
        match notice {
            Notice::Message(message) => Some(Out::message(Topic::Own, (*message).clone())),
            Notice::VisitorConversation(conversation) => {
                if conversation.status != Status::Resolved {
                    self.conversation = Some(conversation.id);
                }
                Some(Out::event(Topic::Own, "conversation.changed", &*conversation))
            }
            Notice::QueueMoved(conversation_id, place) => Some(Out::event(
                Topic::Own,
                "queue.moved",
                json!({
                    "conversation_id": conversation_id,
                    "position": place.position,
                    "estimated_wait_seconds": place.estimated_wait_seconds,
                }),
            )),
            Notice::Typing(typing) => Some(Out::typing(Topic::Own, &typing)),
            Notice::Read { conversation_id, by, seq } => Some(Out::event(
                Topic::Own,
                "read",
                json!({ "conversation_id": conversation_id, "by": by, "seq": seq }),
            )),
            Notice::Online(online) => {
                Some(Out::event(Topic::Own, "queue.online", json!({ "online": online })))
            }
            Notice::Conversation(_)
            | Notice::Gone(_)
            | Notice::Inbox(_)
            | Notice::Viewing(..)
            | Notice::Agent(_)
            | Notice::Counts(_)
            | Notice::Numbers
            | Notice::Alarms
            | Notice::AccessChanged => None,
        }
    }
}
