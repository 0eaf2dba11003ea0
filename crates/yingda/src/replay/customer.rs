//! One customer: a visitor session and a WebSocket, as the widget has them (docs/realtime.md).

use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use yingda_dialogue::phrases::Phrase;
use yingda_model::{AuthorKind, Content, Locale, Message, NoticeCode};

use super::questions::Question;
use super::tally::{Outcome, Played};
use crate::remote::Remote;

/// How a customer comes in.
#[derive(Clone)]
pub struct Wanted {
    pub remote: Remote,
    pub channel: String,
    /// How long they wait for anything.
    pub patience: Duration,
}

/// A customer who is connected.
pub struct Customer {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    patience: Duration,
    sent: u64,
}

/// What a customer has heard since they asked.
#[derive(Default)]
struct Heard {
    /// The conversation and the question's place in it.
    ack: Option<(String, i64, Instant)>,
    replies: Vec<(Message, Instant)>,
}

impl Heard {
    /// The reply: the first word of ours after the question, by its place in the conversation.
    fn reply(&self) -> Option<(&Message, Instant)> {
        let (conversation, seq, _) = self.ack.as_ref()?;
        let later = self.replies.iter().filter(|(message, _)| {
            message.seq > *seq && message.conversation_id.to_string() == *conversation
        });
        later.min_by_key(|(message, _)| message.seq).map(|(message, at)| (message, *at))
    }
}

impl Customer {
    /// Comes in: a visitor session, a connection, and a subscription to the own conversation.
    pub async fn arrive(wanted: &Wanted) -> Result<Self, String> {
        let session = json!({
            "channel_key": wanted.channel, "visitor_token": null, "identity": null, "locale": "zh-CN", "consent": true,
        });
        let session: Value = wanted
            .remote
            .post("/widget/v1/sessions", &session)
            .await
            .map_err(|refusal| refusal.to_string())?;
        let token = session["token"].as_str().ok_or("the session has no token")?;
        let mut request =
            wanted.remote.realtime().into_client_request().map_err(|error| error.to_string())?;
        let origin = wanted.remote.origin().parse().map_err(|_| "the address can't be an origin")?;
        request.headers_mut().insert("origin", origin);
        // Without Nagle's delay: a small frame leaves at once.
        let connected =
            timeout_at(Instant::now() + wanted.patience, connect_async_with_config(request, None, true));
        let (socket, _) =
            connected.await.map_err(|_| "no connection in time")?.map_err(|error| error.to_string())?;
        let mut customer = Self { socket, patience: wanted.patience, sent: 0 };
        customer.say(&json!({ "type": "hello", "protocol": 1, "token": token })).await?;
        customer.wait_for("welcome").await?;
        customer.say(&json!({ "type": "subscribe", "id": "self", "topic": "self" })).await?;
        customer.wait_for("subscribed").await?;
        Ok(customer)
    }

    /// Asks a question that was due at a time, and waits for the reply.
    pub async fn ask(&mut self, question: Question, due: Instant) -> Played {
        self.sent += 1;
        let id = format!("q{}", self.sent);
        let frame = json!({
            "type": "send", "id": id, "client_id": id, "content": { "kind": "text", "text": question.text },
        });
        if let Err(trouble) = self.say(&frame).await {
            return Played::failed(question, trouble);
        }
        let mut heard = Heard::default();
        let outcome = self.listen(&id, &mut heard).await;
        Played {
            question,
            ack: heard.ack.as_ref().map(|(_, _, at)| at.duration_since(due)),
            reply: heard.reply().map(|(_, at)| at.duration_since(due)),
            outcome,
        }
    }

    /// Stays connected without saying anything; ends when the connection does.
    pub async fn rest(&mut self) {
        while self.hear().await.is_ok() {}
    }

    async fn listen(&mut self, id: &str, heard: &mut Heard) -> Outcome {
        let deadline = Instant::now() + self.patience;
        while heard.reply().is_none() {
            let frame = match timeout_at(deadline, self.hear()).await {
                Ok(Ok(frame)) => frame,
                Ok(Err(trouble)) => return Outcome::Failed(trouble),
                Err(_) => return Outcome::Silence,
            };
            match frame["type"].as_str() {
                Some("ack") if frame["id"] == id => {
                    let conversation = frame["conversation_id"].as_str().unwrap_or_default().to_owned();
                    let seq = frame["seq"].as_i64().unwrap_or(i64::MAX);
                    heard.ack = Some((conversation, seq, Instant::now()));
                }
                Some("error") => return Outcome::Failed(problem(&frame)),
                Some("event") if frame["name"] == "message.sent" => {
                    if let Ok(message) = serde_json::from_value::<Message>(frame["data"].clone())
                        && is_reply(&message)
                    {
                        heard.replies.push((message, Instant::now()));
                    }
                }
                _ => {}
            }
        }
        heard.reply().map_or(Outcome::Silence, |(message, _)| outcome(message))
    }

    async fn say(&mut self, frame: &Value) -> Result<(), String> {
        self.socket.send(Frame::text(frame.to_string())).await.map_err(|error| error.to_string())
    }

    async fn wait_for(&mut self, kind: &str) -> Result<(), String> {
        let deadline = Instant::now() + self.patience;
        loop {
            let frame =
                timeout_at(deadline, self.hear()).await.map_err(|_| format!("no {kind} in time"))??;
            match frame["type"].as_str() {
                Some(word) if word == kind => return Ok(()),
                Some("error") => return Err(problem(&frame)),
                _ => {}
            }
        }
    }

    /// The next frame with words in it; pings are answered on the way.
    async fn hear(&mut self) -> Result<Value, String> {
        loop {
            match self.socket.next().await {
                Some(Ok(Frame::Text(text))) => {
                    return serde_json::from_str(&text).map_err(|_| "a frame is not JSON".to_owned());
                }
                Some(Ok(Frame::Close(reason))) => {
                    let reason =
                        reason.map(|reason| format!(": {} {}", u16::from(reason.code), reason.reason));
                    return Err(format!("the server closed the connection{}", reason.unwrap_or_default()));
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error.to_string()),
                None => return Err("the connection ended".into()),
            }
        }
    }
}

fn problem(frame: &Value) -> String {
    let problem = &frame["problem"];
    let word = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
    format!("{}: {}", word("code"), word("detail"))
}

/// What the bot says, or that a person will: other notices are no reply.
fn is_reply(message: &Message) -> bool {
    match message.author.kind {
        AuthorKind::Bot => true,
        AuthorKind::System => handed_off(&message.content),
        AuthorKind::Agent | AuthorKind::Customer => false,
    }
}

fn outcome(message: &Message) -> Outcome {
    match &message.content {
        Content::Answer { title, .. } => Outcome::Answered { title: title.clone() },
        Content::Candidates { options, .. } => {
            Outcome::Offered { titles: options.iter().map(|option| option.label.clone()).collect() }
        }
        Content::Menu { .. } => Outcome::Unsure,
        Content::Text { text } if announces_handoff(text) => Outcome::HandedOff,
        content if handed_off(content) => Outcome::HandedOff,
        _ => Outcome::Courtesy,
    }
}

fn handed_off(content: &Content) -> bool {
    matches!(content, Content::Notice { code: NoticeCode::HandoffQueued | NoticeCode::HandoffOffline, .. })
}

/// The bot's sentence before a handoff; the notice that says the same comes after it.
fn announces_handoff(text: &str) -> bool {
    let phrases = [Phrase::HandoffAsked, Phrase::HandoffUnsure, Phrase::HandoffNotHelpful];
    phrases.iter().any(|phrase| Locale::ALL.iter().any(|locale| phrase.text(*locale) == text))
}
