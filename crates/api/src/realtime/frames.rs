//! Frames of the protocol as types: what clients may say, and what the server says.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use yingda_conversations::feed::Typing;
use yingda_conversations::inboxes::View;
use yingda_model::{
    Content, ConversationId, Handler, Locale, Message, Presence, QueueId, Status, Timestamp, Visibility,
};

use crate::messages::Reader;
use crate::problem::Problem;

/// What a client may say.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum ClientFrame {
    Hello {
        protocol: i64,
        token: Option<String>,
    },
    Subscribe(Subscribe),
    Unsubscribe(Subscribe),
    Send {
        id: String,
        client_id: String,
        content: Content,
        conversation_id: Option<ConversationId>,
        #[serde(default)]
        visibility: Visibility,
        locale: Option<Locale>,
    },
    Typing {
        id: Option<String>,
        conversation_id: ConversationId,
        on: bool,
    },
    Read {
        id: String,
        conversation_id: ConversationId,
        seq: i64,
    },
    Presence {
        id: String,
        presence: Presence,
    },
    Ping {
        id: String,
    },
}

/// What to look at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Subscribe {
    pub id: String,
    pub topic: Topic,
    pub conversation_id: Option<ConversationId>,
    pub after: Option<i64>,
    pub view: Option<View>,
    pub status: Option<Status>,
    pub handler: Option<Handler>,
    pub queue_id: Option<QueueId>,
}

/// Kinds of things to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Topic {
    #[serde(rename = "self")]
    Own,
    Conversation,
    Inbox,
    Agents,
    Counts,
    Numbers,
    Alarms,
}

impl ClientFrame {
    /// Its type, as clients write it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Hello { .. } => "hello",
            Self::Subscribe(_) => "subscribe",
            Self::Unsubscribe(_) => "unsubscribe",
            Self::Send { .. } => "send",
            Self::Typing { .. } => "typing",
            Self::Read { .. } => "read",
            Self::Presence { .. } => "presence",
            Self::Ping { .. } => "ping",
        }
    }

    /// The client's name for this frame.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Hello { .. } => None,
            Self::Subscribe(subscribe) | Self::Unsubscribe(subscribe) => Some(&subscribe.id),
            Self::Typing { id, .. } => id.as_deref(),
            Self::Send { id, .. } | Self::Read { id, .. } | Self::Presence { id, .. } | Self::Ping { id } => {
                Some(id)
            }
        }
    }
}

/// The id of a frame that could not be read otherwise.
pub(super) fn id_of(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    value.get("id")?.as_str().filter(|id| id.chars().count() <= 64).map(str::to_owned)
}

/// For whom a frame is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Customer,
    Agent,
}

/// What the server says.
pub(super) enum Out {
    /// A frame as it is.
    Value(Value),
    /// A message event, written with the reader's addresses of attachments.
    Message { topic: Topic, message: Box<Message> },
}

#[derive(Serialize)]
struct Event<'a, T> {
    r#type: &'static str,
    topic: Topic,
    name: &'a str,
    data: T,
}

impl Out {
    pub fn welcome(connection: &str, shape: Shape, heartbeat: Duration, now: Timestamp) -> Self {
        let actor = match shape {
            Shape::Customer => "customer",
            Shape::Agent => "agent",
        };
        Self::Value(json!({
            "type": "welcome", "connection_id": connection, "actor": actor,
            "heartbeat_ms": heartbeat.as_millis() as u64, "now": now,
        }))
    }

    pub fn error(id: Option<String>, problem: Problem) -> Self {
        Self::Value(json!({ "type": "error", "id": id, "problem": problem }))
    }

    pub fn ack(id: &str) -> Self {
        Self::Value(json!({ "type": "ack", "id": id }))
    }

    pub fn pong(id: &str) -> Self {
        Self::Value(json!({ "type": "pong", "id": id }))
    }

    /// The message is durable.
    pub fn stored(id: &str, message: &Message) -> Self {
        Self::Value(json!({
            "type": "ack", "id": id, "conversation_id": message.conversation_id, "message_id": message.id,
            "seq": message.seq, "created_at": message.created_at,
        }))
    }

    pub fn subscribed(id: &str, topic: Topic, conversation: impl Serialize, last_seq: i64) -> Self {
        Self::Value(json!({
            "type": "subscribed", "id": id, "topic": topic, "conversation": conversation, "last_seq": last_seq,
        }))
    }

    pub fn event(topic: Topic, name: &'static str, data: impl Serialize) -> Self {
        Self::Value(json!({ "type": "event", "topic": topic, "name": name, "data": data }))
    }

    pub fn message(topic: Topic, message: Message) -> Self {
        Self::Message { topic, message: Box::new(message) }
    }

    pub fn typing(topic: Topic, typing: &Typing) -> Self {
        Self::event(
            topic,
            "typing",
            json!({
                "conversation_id": typing.conversation_id, "author": { "kind": typing.by, "name": typing.name }, "on": typing.on,
            }),
        )
    }

    /// The text of the frame.
    pub fn text(self, shape: Shape) -> String {
        match self {
            Self::Value(value) => value.to_string(),
            Self::Message { topic, mut message } => {
                let reader = match shape {
                    Shape::Customer => Reader::Customer,
                    Shape::Agent => Reader::Agent,
                };
                reader.address(&mut message);
                let received = message.author.kind == yingda_model::AuthorKind::Customer;
                let name = if received { "message.received" } else { "message.sent" };
                serde_json::to_string(&Event { r#type: "event", topic, name, data: &message })
                    .unwrap_or_default()
            }
        }
    }
}
