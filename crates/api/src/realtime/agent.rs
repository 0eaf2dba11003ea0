//! What an agent's connection may do: watch lists, conversations and colleagues, send, type, read, and be present.

use std::collections::HashMap;

use serde_json::json;
use tokio::sync::mpsc::UnboundedSender;
use yingda_conversations::feed::{Connection, Inbox, Notice, Typing};
use yingda_conversations::messages::{self, MessageIn, Place};
use yingda_conversations::{conversations, presence};
use yingda_model::{Actor, AuthorKind, ConversationId, Ctx, CustomerId, Error, MemberId, Permission, Result};
use yingda_store::inboxes::Filter;

use super::frames::{ClientFrame, Out, Subscribe, Topic};
use super::opening::Proof;
use crate::AppState;

/// Missed messages replayed at once.
const REPLAY: usize = 500;

/// An agent's side of a connection.
pub(super) struct Agent {
    actor: Actor,
    proof: Proof,
    /// Open conversations and whose they are.
    open: HashMap<ConversationId, CustomerId>,
    _present: Option<Present>,
}

/// Says that a member's connection is there, and when it has gone.
struct Present {
    member: MemberId,
    connections: UnboundedSender<presence::Connection>,
}

impl Drop for Present {
    fn drop(&mut self) {
        _ = self.connections.send(presence::Connection::Closed(self.member));
    }
}

impl Agent {
    pub fn new(state: &AppState, actor: Actor, proof: Proof) -> Self {
        let present = actor.member().map(|member| {
            let connections = state.presences().clone();
            _ = connections.send(presence::Connection::Opened(member.id));
            Present { member: member.id, connections }
        });
        Self { actor, proof, open: HashMap::new(), _present: present }
    }

    /// Whether the login or token still holds, with the same rights.
    pub async fn is_still_let_in(&self, state: &AppState) -> bool {
        let ctx = state.environment().ctx(Actor::Anonymous);
        match self.proof.actor(state, &ctx).await {
            Ok(actor) => actor == self.actor,
            // The store is away: that does not end a login.
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
        let ctx = ctx.acting(self.actor.clone());
        let store = state.store();
        match frame {
            ClientFrame::Ping { id } => Ok(vec![Out::pong(&id)]),
            ClientFrame::Subscribe(subscribe) => {
                self.subscribe(state, &ctx, connection, subscribe, replayed).await
            }
            ClientFrame::Unsubscribe(subscribe) => self.unsubscribe(connection, &subscribe),
            ClientFrame::Send { id, client_id, content, conversation_id, visibility, .. } => {
                let conversation = conversation_id.ok_or_else(|| required("/conversation_id"))?;
                let input = MessageIn { client_id, content, visibility };
                let message = messages::create(store, &ctx, conversation, input).await?;
                Ok(vec![Out::stored(&id, &message)])
            }
            ClientFrame::Typing { conversation_id, on, .. } => {
                self.type_in(state, &ctx, connection, conversation_id, on);
                Ok(Vec::new())
            }
            ClientFrame::Read { id, conversation_id, seq } => {
                conversations::read(store, &ctx, conversation_id, seq).await?;
                Ok(vec![Out::ack(&id)])
            }
            ClientFrame::Presence { id, presence } => {
                let member = ctx
                    .actor
                    .member()
                    .map(|member| member.id)
                    .ok_or_else(|| Error::invalid("/type", "invalid", "a token has no presence"))?;
                presence::update(store, &ctx, member, presence).await?;
                Ok(vec![Out::ack(&id)])
            }
            ClientFrame::Hello { .. } => Err(Error::invalid("/type", "invalid", "hello was said already")),
        }
    }

    fn type_in(
        &self,
        state: &AppState,
        ctx: &Ctx,
        connection: &Connection,
        conversation_id: ConversationId,
        on: bool,
    ) {
        let may = ctx.reach(Permission::ConversationReply).is_ok();
        if let (Some(customer), true) = (self.open.get(&conversation_id), may) {
            let name = ctx.actor.member().map(|member| member.name.clone());
            let typing = Typing { conversation_id, by: AuthorKind::Agent, name, on };
            state.feed().typing(connection, *customer, &typing);
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
        let id = subscribe.id.clone();
        let nothing = serde_json::Value::Null;
        match subscribe.topic {
            Topic::Own => Err(Error::invalid("/topic", "invalid", "agents have no topic self")),
            Topic::Conversation => self.open(state, ctx, connection, &subscribe, replayed).await,
            Topic::Inbox => {
                ctx.reach(Permission::ConversationRead)?;
                connection.inbox(inbox(&subscribe)?, true)?;
                Ok(vec![Out::subscribed(&id, Topic::Inbox, nothing, 0)])
            }
            Topic::Agents => {
                ctx.reach(Permission::MemberRead)?;
                connection.agents(true);
                Ok(vec![Out::subscribed(&id, Topic::Agents, nothing, 0)])
            }
            Topic::Counts => {
                ctx.reach(Permission::ConversationRead)?;
                connection.counts(true);
                Ok(vec![Out::subscribed(&id, Topic::Counts, nothing, 0)])
            }
            Topic::Alarms => {
                ctx.require_all(Permission::AlarmManage)?;
                connection.alarms(true);
                Ok(vec![Out::subscribed(&id, Topic::Alarms, nothing, 0)])
            }
            Topic::Numbers => {
                ctx.reach(Permission::ReportRead)?;
                connection.numbers(true);
                Ok(vec![Out::subscribed(&id, Topic::Numbers, nothing, 0)])
            }
        }
    }

    async fn open(
        &mut self,
        state: &AppState,
        ctx: &Ctx,
        connection: &Connection,
        subscribe: &Subscribe,
        replayed: &mut HashMap<ConversationId, i64>,
    ) -> Result<Vec<Out>> {
        let id = subscribe.conversation_id.ok_or_else(|| required("/conversation_id"))?;
        conversations::lookup(state.store(), ctx, id).await?;
        // The feed first, the store second: what comes between is told by the feed, after what the store had.
        connection.open(id)?;
        let conversation = conversations::lookup(state.store(), ctx, id).await?;
        self.open.insert(id, conversation.customer.id);
        let mut out =
            vec![Out::subscribed(&subscribe.id, Topic::Conversation, &conversation, conversation.last_seq)];
        let after = subscribe.after.unwrap_or(0);
        let mut missed = messages::list(state.store(), ctx, id, Place::After(after), REPLAY).await?;
        if missed.more {
            // Too many: the newest ones, so that what follows is without a gap; older ones come by pages.
            missed = messages::list(state.store(), ctx, id, Place::Last, REPLAY).await?;
        }
        let reached = missed.items.last().map_or(after.min(conversation.last_seq), |last| last.seq);
        let told = replayed.entry(id).or_insert(0);
        *told = reached.max(*told);
        out.extend(missed.items.into_iter().map(|message| Out::message(Topic::Conversation, message)));
        Ok(out)
    }

    fn unsubscribe(&mut self, connection: &Connection, subscribe: &Subscribe) -> Result<Vec<Out>> {
        match subscribe.topic {
            Topic::Own => {}
            Topic::Conversation => {
                let id = subscribe.conversation_id.ok_or_else(|| required("/conversation_id"))?;
                self.open.remove(&id);
                connection.close(id);
            }
            Topic::Inbox => connection.inbox(inbox(subscribe)?, false)?,
            Topic::Agents => connection.agents(false),
            Topic::Counts => connection.counts(false),
            Topic::Numbers => connection.numbers(false),
            Topic::Alarms => connection.alarms(false),
        }
        Ok(vec![Out::ack(&subscribe.id)])
    }

    /// What of a notice this agent is told.
    pub fn tell(notice: Notice) -> Option<Out> {
        let out = match notice {
            Notice::Message(message) => Out::message(Topic::Conversation, (*message).clone()),
            Notice::Conversation(conversation) => {
                Out::event(Topic::Conversation, "conversation.changed", &*conversation)
            }
            Notice::Gone(conversation_id) => Out::event(
                Topic::Conversation,
                "conversation.gone",
                json!({ "conversation_id": conversation_id }),
            ),
            Notice::Inbox(conversation) => Out::event(Topic::Inbox, "conversation.changed", &*conversation),
            Notice::Typing(typing) => Out::typing(Topic::Conversation, &typing),
            Notice::Read { conversation_id, by, seq } => Out::event(
                Topic::Conversation,
                "read",
                json!({ "conversation_id": conversation_id, "by": by, "seq": seq }),
            ),
            Notice::Viewing(conversation_id, members) => Out::event(
                Topic::Conversation,
                "viewing",
                json!({ "conversation_id": conversation_id, "members": *members }),
            ),
            Notice::Agent(agent) => Out::event(Topic::Agents, "agent.changed", &*agent),
            Notice::Counts(counts) => Out::event(Topic::Counts, "counts.changed", counts),
            Notice::Alarms => Out::event(Topic::Alarms, "alarms.changed", json!({})),
            Notice::Numbers => Out::event(Topic::Numbers, "numbers.changed", json!({})),
            Notice::VisitorConversation(_)
            | Notice::QueueMoved(..)
            | Notice::Online(_)
            | Notice::AccessChanged => {
                return None;
            }
        };
        Some(out)
    }
}

fn required(pointer: &str) -> Error {
    Error::invalid(pointer, "required", "must be given")
}

fn inbox(subscribe: &Subscribe) -> Result<Inbox> {
    Ok(Inbox {
        view: subscribe.view.ok_or_else(|| required("/view"))?,
        filter: Filter {
            status: subscribe.status,
            handler: subscribe.handler,
            queue_id: subscribe.queue_id,
            search: None,
        },
    })
}
