//! The realtime protocol over one WebSocket endpoint, for customers and agents alike; docs/realtime.md is its contract.
//!
//! A connection is one task: it reads frames, tells notices of the feed, pings, and ends. What a frame does is decided in
//! the services; what is shown to whom, in the feed.

mod agent;
mod customer;
mod frames;
mod limit;
mod opening;
mod replay;

use std::collections::HashMap;
use std::future::ready;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, State};
use axum::http::header::ORIGIN;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::get;
use futures::{SinkExt as _, StreamExt as _};
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tracing::Instrument as _;
use yingda_conversations::feed::{Connection, Notice};
use yingda_model::trace::TARGET;
use yingda_model::{AuthorKind, ConversationId, Ctx, Error, Limit};

use crate::AppState;
use crate::extract::holds_nul;
use crate::peer::Peer;
use crate::problem::{Answer, Rejection};
use agent::Agent;
use customer::Customer;
use frames::{ClientFrame, Out, Shape};
use limit::Bucket;

/// Bytes of the longest frame.
const MAX_FRAME: usize = 64 * 1024;
/// How often the server pings.
const HEARTBEAT: Duration = Duration::from_secs(25);
/// How long a frame may take to leave.
const SEND_WITHIN: Duration = Duration::from_secs(15);
/// How long a client may take to say hello.
const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// Notices written at once.
const BATCH: usize = 64;

/// Close codes of the protocol.
mod close {
    pub const GOING_AWAY: u16 = 1001;
    pub const TOO_LARGE: u16 = 1009;
    pub const TRY_AGAIN: u16 = 1013;
    pub const NOT_AUTHENTICATED: u16 = 4001;
    pub const PROTOCOL: u16 = 4002;
    pub const SLOW_READER: u16 = 4008;
    pub const TOO_MANY: u16 = 4029;
}

/// The endpoint. It is not in the OpenAPI document, which has no words for it.
pub(crate) fn routes() -> axum::Router<AppState> {
    axum::Router::new().route("/realtime", get(upgrade))
}

/// What of the request the connection needs later: the cookie, and whether the page is our own.
struct Handshake {
    ctx: Ctx,
    session_token: Option<String>,
    same_origin: bool,
    origin: Option<String>,
}

impl FromRequestParts<AppState> for Handshake {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Rejection> {
        Ok(Self {
            ctx: crate::authentication::request_ctx(parts, state),
            session_token: crate::cookies::session_token(&parts.headers).map(str::to_owned),
            origin: parts.headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()).map(str::to_owned),
            same_origin: opening::is_same_origin(&parts.headers, state.settings().origin()),
        })
    }
}

async fn upgrade(
    State(state): State<AppState>,
    Peer(peer): Peer,
    handshake: Handshake,
    socket: WebSocketUpgrade,
) -> Answer<Response> {
    state.rates().public(peer)?;
    Ok(socket
        .max_message_size(MAX_FRAME)
        .max_frame_size(MAX_FRAME)
        .read_buffer_size(8 * 1024)
        .write_buffer_size(16 * 1024)
        .on_upgrade(move |socket| async move {
            let mut session = Session::new(state, socket, handshake);
            let ending = session.run().await;
            session.end(ending).await;
        }))
}

/// Who is at the other end, once they said hello.
enum Party {
    Customer(Box<Customer>),
    Agent(Box<Agent>),
}

impl Party {
    /// Whether there is something to be told before anything that comes live.
    fn is_behind(&self) -> bool {
        matches!(self, Self::Customer(customer) if customer.is_behind())
    }

    fn kind(&self) -> AuthorKind {
        match self {
            Self::Customer(_) => AuthorKind::Customer,
            Self::Agent(_) => AuthorKind::Agent,
        }
    }
}

/// Why a connection ends.
struct Ending {
    code: u16,
    reason: &'static str,
}

const GONE: Ending = Ending { code: 1000, reason: "" };

/// One connection.
struct Session {
    state: AppState,
    socket: WebSocket,
    handshake: Handshake,
    frames: Bucket,
    heard: Instant,
    shape: Shape,
    /// Up to which message of each conversation a replay has brought the client: what the feed tells of these again is
    /// not told twice.
    replayed: HashMap<ConversationId, i64>,
}

impl Session {
    fn new(state: AppState, socket: WebSocket, handshake: Handshake) -> Self {
        Self {
            state,
            socket,
            handshake,
            frames: Bucket::new(),
            heard: Instant::now(),
            shape: Shape::Agent,
            replayed: HashMap::new(),
        }
    }

    async fn run(&mut self) -> Ending {
        let hello = match timeout(HELLO_WITHIN, self.hello()).await {
            Ok(Ok(hello)) => hello,
            Ok(Err(ending)) => return ending,
            Err(_) => return Ending { code: close::PROTOCOL, reason: "say hello first" },
        };
        let (mut party, mut connection) = hello;
        let (mut stop, mut heartbeat) = (self.state.stop(), interval(HEARTBEAT));
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        heartbeat.reset();
        loop {
            let ended = tokio::select! {
                frame = self.socket.next() => match frame {
                    Some(Ok(frame)) => self.take(frame, &mut party, &connection).await,
                    Some(Err(error)) => Err(self.refuse_frame(&error).await),
                    None => Err(GONE),
                },
                () = ready(()), if party.is_behind() => self.catch_up(&mut party).await,
                notice = connection.next(), if !party.is_behind() => match notice {
                    Some(Notice::AccessChanged) => self.look_again(&mut party).await,
                    Some(notice) => self.tell(notice, &mut party, &mut connection).await,
                    None => Err(Ending { code: close::SLOW_READER, reason: "slow reader" }),
                },
                _ = heartbeat.tick() => self.beat(&mut party).await,
                _ = stop.changed() => Err(Ending { code: close::GOING_AWAY, reason: "the server is going away" }),
            };
            if let Err(ending) = ended {
                return ending;
            }
        }
    }

    async fn end(mut self, ending: Ending) {
        let frame = CloseFrame { code: ending.code, reason: ending.reason.into() };
        _ = timeout(Duration::from_secs(2), self.socket.send(Frame::Close(Some(frame)))).await;
    }

    /// Waits for the first frame and lets the client in.
    async fn hello(&mut self) -> Result<(Party, Connection), Ending> {
        let text = loop {
            match self.socket.next().await {
                Some(Ok(Frame::Text(text))) => break text,
                Some(Ok(Frame::Ping(_) | Frame::Pong(_))) => {}
                Some(Err(error)) => return Err(self.refuse_frame(&error).await),
                Some(Ok(Frame::Binary(_))) => return Err(self.refuse_binary().await),
                Some(Ok(Frame::Close(_))) | None => return Err(GONE),
            }
        };
        let opened = match serde_json::from_str::<ClientFrame>(&text) {
            Ok(ClientFrame::Hello { protocol: 1, token }) => {
                opening::open(&self.state, &self.handshake, token).await
            }
            Ok(ClientFrame::Hello { .. }) => {
                Err(Error::invalid("/protocol", "unknown", "this server speaks protocol 1"))
            }
            _ => Err(Error::invalid("/type", "invalid", "the first frame must be hello")),
        };
        let (party, connection) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                let code = match &error {
                    Error::RateLimited { .. } => close::TOO_MANY,
                    Error::Invalid(_) => close::PROTOCOL,
                    Error::Unavailable(_) | Error::Internal(_) => close::TRY_AGAIN,
                    _ => close::NOT_AUTHENTICATED,
                };
                self.send_error(None, error).await?;
                return Err(Ending { code, reason: "not let in" });
            }
        };
        self.shape = match party {
            Party::Customer(_) => Shape::Customer,
            Party::Agent(_) => Shape::Agent,
        };
        let now = self.state.environment().clock.now();
        let welcome = Out::welcome(&self.handshake.ctx.trace, self.shape, HEARTBEAT, now);
        self.send(vec![welcome]).await?;
        Ok((party, connection))
    }

    async fn take(&mut self, frame: Frame, party: &mut Party, connection: &Connection) -> Result<(), Ending> {
        self.heard = Instant::now();
        let text = match frame {
            Frame::Text(text) => text,
            Frame::Ping(_) | Frame::Pong(_) => return Ok(()),
            Frame::Binary(_) => return Err(self.refuse_binary().await),
            Frame::Close(_) => return Err(GONE),
        };
        if let Err(retry_after) = self.frames.take(Instant::now()) {
            let error = Error::rate_limited(Limit::Frames, retry_after);
            return self.send_error(frames::id_of(&text), error).await;
        }
        if holds_nul(text.as_bytes()) {
            let id = frames::id_of(&text);
            return self.send_error(id, Error::invalid("", "invalid", "must not contain U+0000")).await;
        }
        let frame = match serde_json::from_str::<ClientFrame>(&text) {
            Ok(frame) => frame,
            Err(error) => {
                let id = frames::id_of(&text);
                return self.send_error(id, Error::invalid("", "invalid", error.to_string())).await;
            }
        };
        let id = frame.id().map(str::to_owned);
        if let Some(id) = &id
            && id.chars().count() > 64
        {
            return self
                .send_error(None, Error::invalid("/id", "too_long", "must have at most 64 characters"))
                .await;
        }
        let span =
            tracing::trace_span!(target: TARGET, "frame", otel.name = frame.kind(), otel.kind = "server");
        let environment = self.state.environment();
        let mut ctx = environment.ctx(yingda_model::Actor::Anonymous);
        if let Some(word) = environment.traces.join(&span, None) {
            ctx = ctx.within(word);
        }
        let (began, is_message) = (Instant::now(), matches!(frame, ClientFrame::Send { .. }));
        let answer = match party {
            Party::Customer(customer) => {
                customer
                    .answer(&self.state, &ctx, connection, frame, &mut self.replayed)
                    .instrument(span)
                    .await
            }
            Party::Agent(agent) => {
                agent.answer(&self.state, &ctx, connection, frame, &mut self.replayed).instrument(span).await
            }
        };
        match answer {
            Ok(out) => {
                self.send(out).await?;
                if is_message {
                    self.state.metrics().accepted(party.kind(), began.elapsed());
                }
                Ok(())
            }
            Err(error) => self.send_error(id, error).await,
        }
    }

    /// Tells more of what was missed, as much as fits at once. Only when it has left, there is more.
    async fn catch_up(&mut self, party: &mut Party) -> Result<(), Ending> {
        let Party::Customer(customer) = party else { return Ok(()) };
        let ctx = self.state.environment().ctx(yingda_model::Actor::Anonymous);
        match customer.catch_up(&self.state, &ctx, &mut self.replayed).await {
            Ok(out) => self.send(out).await,
            // With a gap nothing can follow: the client comes back and asks from where it stands.
            Err(error) => {
                self.send_error(None, error).await?;
                Err(Ending { code: close::TRY_AGAIN, reason: "what was missed can't be read" })
            }
        }
    }

    /// Tells a notice, and those that wait behind it.
    async fn tell(
        &mut self,
        first: Notice,
        party: &mut Party,
        connection: &mut Connection,
    ) -> Result<(), Ending> {
        let mut out = Vec::new();
        let mut notice = Some(first);
        while let Some(next) = notice {
            if !self.is_replayed(&next) {
                out.extend(match party {
                    Party::Customer(customer) => customer.tell(next),
                    Party::Agent(_) => Agent::tell(next),
                });
            }
            notice = if out.len() < BATCH { connection.try_next() } else { None };
            if matches!(notice, Some(Notice::AccessChanged)) {
                self.send(out).await?;
                return self.look_again(party).await;
            }
        }
        self.send(out).await
    }

    fn is_replayed(&self, notice: &Notice) -> bool {
        let Notice::Message(message) = notice else { return false };
        self.replayed.get(&message.conversation_id).is_some_and(|seq| message.seq <= *seq)
    }

    async fn beat(&mut self, party: &mut Party) -> Result<(), Ending> {
        if self.heard.elapsed() > HEARTBEAT * 2 {
            return Err(Ending { code: close::GOING_AWAY, reason: "nothing was heard for too long" });
        }
        self.look_again(party).await?;
        self.write([Frame::Ping(Vec::new().into())]).await
    }

    /// Lets an agent go whose login has ended, or who may do other things now than when they came.
    async fn look_again(&mut self, party: &mut Party) -> Result<(), Ending> {
        match party {
            Party::Customer(customer) => {
                if customer.is_still_let_in(&self.state).await {
                    return Ok(());
                }
                Err(Ending { code: close::NOT_AUTHENTICATED, reason: "the visit has ended" })
            }
            Party::Agent(agent) if !agent.is_still_let_in(&self.state).await => {
                Err(Ending { code: close::NOT_AUTHENTICATED, reason: "the login has ended" })
            }
            Party::Agent(_) => Ok(()),
        }
    }

    async fn send_error(&mut self, id: Option<String>, error: Error) -> Result<(), Ending> {
        let rejection = Rejection::from(error);
        let trace = self.handshake.ctx.trace.clone();
        rejection.log(&trace);
        if let Some(limit) = rejection.limit() {
            self.state.metrics().refused(limit);
        }
        self.send(vec![Out::error(id, rejection.document(&trace))]).await
    }

    async fn send(&mut self, out: Vec<Out>) -> Result<(), Ending> {
        let shape = self.shape;
        self.write(out.into_iter().map(|out| Frame::Text(out.text(shape).into()))).await
    }

    async fn write(&mut self, frames: impl IntoIterator<Item = Frame>) -> Result<(), Ending> {
        let socket = &mut self.socket;
        let sending = async {
            for frame in frames {
                socket.feed(frame).await?;
            }
            socket.flush().await
        };
        match timeout(SEND_WITHIN, sending).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(GONE),
            Err(_) => {
                self.state.metrics().stalled();
                Err(Ending { code: close::SLOW_READER, reason: "slow reader" })
            }
        }
    }

    async fn refuse_binary(&mut self) -> Ending {
        _ = self.send_error(None, Error::invalid("", "invalid", "binary frames are not taken")).await;
        Ending { code: close::PROTOCOL, reason: "binary frames are not taken" }
    }

    /// A frame that could not even be read: too large, or not UTF-8.
    async fn refuse_frame(&mut self, error: &axum::Error) -> Ending {
        let text = error.to_string();
        if text.contains("too long") || text.contains("too big") || text.contains("Space limit") {
            let error = Error::TooLarge { what: "the frame", limit: MAX_FRAME as u64, unit: "bytes" };
            _ = self.send_error(None, error).await;
            return Ending { code: close::TOO_LARGE, reason: "the frame is too large" };
        }
        if text.contains("UTF-8") || text.contains("utf-8") || text.contains("Utf8") {
            _ = self.send_error(None, Error::invalid("", "invalid", "a text frame must be UTF-8")).await;
            return Ending { code: 1007, reason: "not UTF-8" };
        }
        GONE
    }
}
