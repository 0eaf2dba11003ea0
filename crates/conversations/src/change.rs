//! A change to one conversation inside a unit of work: what is said and how the three axes move, each journalled.
//!
//! The only place that moves an axis, so that an agent's load, the journal and the row can't disagree.

use std::collections::BTreeMap;
use std::time::Duration;

use yingda_dialogue::State as BotState;
use yingda_model::conversation::{Ending, HandoffReason, Preview};
use yingda_model::error::Conflict;
use yingda_model::member::MemberName;
use yingda_model::{
    Author, AuthorKind, Axes, Content, Conversation, ConversationId, Ctx, Entry, Error, Event, Evidence,
    Handler, Message, MessageId, NoticeCode, QueueId, Result, Status, Timestamp, Turn, Visibility,
};
use yingda_store::conversations::Record;
use yingda_store::{Tx, agents, conversations, messages, queues};

/// Characters of the last line that lists show.
const PREVIEW: usize = 120;
/// So many of the customer's last messages are looked at for words: clicks on buttons have none.
const LAST_SAID: usize = 5;

/// A conversation being changed.
pub(crate) struct Change<'a> {
    pub ctx: &'a Ctx,
    pub record: Record,
}

/// What is to be said.
pub(crate) struct Saying {
    pub author: Author,
    pub visibility: Visibility,
    pub content: Content,
    pub client_id: Option<String>,
    pub evidence: Option<Evidence>,
}

impl Saying {
    /// Something said to the customer.
    pub fn public(author: Author, content: Content) -> Self {
        Self { author, visibility: Visibility::Public, content, client_id: None, evidence: None }
    }
}

/// How an agent comes to a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// The router: only who is there and has room.
    Available,
    /// A person: only who has room.
    Room,
}

impl<'a> Change<'a> {
    /// Loads a conversation to change it.
    pub fn load(tx: &mut Tx<'_>, ctx: &'a Ctx, id: ConversationId) -> Result<Self> {
        let record = conversations::lookup(tx, id)?.ok_or_else(|| Error::not_found("conversation", id))?;
        Ok(Self { ctx, record })
    }

    pub fn conversation(&self) -> &Conversation {
        &self.record.conversation
    }

    fn axes(&self) -> Axes {
        self.record.conversation.axes()
    }

    /// Stores the row; the last thing a unit does with it.
    pub fn save(mut self, tx: &mut Tx<'_>) -> Result<Conversation> {
        conversations::update(tx, &mut self.record)?;
        Ok(self.record.conversation)
    }

    pub fn journal(&self, tx: &mut Tx<'_>, event: Event) -> Result<()> {
        tx.append(Entry::new(self.record.conversation.id, event).of_brand(self.record.conversation.brand_id))
    }

    /// Says something: stores the message, moves the turn and the clocks, and journals it.
    pub fn say(&mut self, tx: &mut Tx<'_>, saying: Saying) -> Result<Message> {
        let (before, now) = (self.axes(), self.ctx.now);
        let by_agent = saying.author.kind == AuthorKind::Agent && saying.visibility == Visibility::Public;
        let awaited = if by_agent { self.record.awaited_since.take() } else { None };
        let c = &mut self.record.conversation;
        let all_read = c.read_seq == c.last_seq;
        c.last_seq += 1;
        let message = Message {
            id: self.ctx.id::<MessageId>(),
            conversation_id: c.id,
            seq: c.last_seq,
            author: saying.author,
            visibility: saying.visibility,
            content: saying.content,
            client_id: saying.client_id,
            evidence: saying.evidence,
            created_at: now,
        };
        messages::create(tx, &message)?;
        self.take_note(&message, all_read);
        let c = &self.record.conversation;
        let (message_id, conversation_id, customer_id, seq, after) =
            (message.id, c.id, c.customer.id, message.seq, c.axes());
        let event = if message.author.kind == AuthorKind::Customer {
            Event::MessageReceived { message_id, conversation_id, customer_id, seq, before, after }
        } else {
            let first_reply_ms = awaited.map(|since| millis(now.since(since)));
            Event::MessageSent {
                message_id,
                conversation_id,
                customer_id,
                seq,
                before,
                after,
                first_reply_ms,
            }
        };
        tx.append(Entry::new(conversation_id, event).of_brand(c.brand_id).with_personal(&message))?;
        Ok(message)
    }

    fn take_note(&mut self, message: &Message, all_read: bool) {
        let now = self.ctx.now;
        let c = &mut self.record.conversation;
        let public = message.visibility == Visibility::Public;
        match message.author.kind {
            AuthorKind::Customer => {
                c.turn = Turn::Us;
                c.waiting_since = c.waiting_since.or(Some(now));
                c.customer_read_seq = message.seq;
            }
            AuthorKind::Agent | AuthorKind::Bot if public => {
                c.turn = Turn::Customer;
                c.waiting_since = None;
                c.read_seq = message.seq;
            }
            // A note of the agent's own or a notice leaves nothing new to read where nothing was.
            _ if all_read => c.read_seq = message.seq,
            _ => {}
        }
        if public && let Some(preview) = preview(message) {
            c.last_message_at = now;
            c.preview = Some(preview);
        }
    }

    /// Tells both sides what happened, in the stream of messages.
    pub fn notice(
        &mut self,
        tx: &mut Tx<'_>,
        code: NoticeCode,
        params: BTreeMap<String, String>,
    ) -> Result<()> {
        self.say(tx, Saying::public(Author::system(), Content::Notice { code, params }))?;
        Ok(())
    }

    /// Lets it wait for a person in a queue. `why` tells what brought it there if the bot has had it until now.
    pub fn queue(&mut self, tx: &mut Tx<'_>, queue: QueueId, why: Option<HandoffReason>) -> Result<()> {
        let team = queues::hold(tx, queue)?.ok_or_else(|| Error::not_found("queue", queue))?;
        let (online, _) = agents::strength(tx, team)?;
        let before = self.axes();
        let handoff = self.leave_bot(why);
        self.release(tx)?;
        let now = self.ctx.now;
        let c = &mut self.record.conversation;
        (c.status, c.handler, c.turn) = (Status::Open, Handler::Queue, Turn::Us);
        (c.team_id, c.queue_id, c.queued_at) = (team, Some(queue), Some(now));
        c.waiting_since = c.waiting_since.or(Some(now));
        (c.member, c.snoozed_until, c.resolved_at) = (None, None, None);
        self.record.bot_seq = self.record.conversation.last_seq;
        self.record.bot_state = empty_bot_state();
        // Whoever takes it wants to see what the customer said, not that the bot gave up.
        let said = messages::last_of_customer(tx, self.conversation().id, LAST_SAID)?;
        if let Some(preview) = said.iter().find_map(preview) {
            self.record.conversation.preview = Some(preview);
        }
        let c = self.conversation();
        let (conversation_id, customer_id, after) = (c.id, c.customer.id, c.axes());
        self.journal(
            tx,
            Event::ConversationQueued {
                conversation_id,
                customer_id,
                queue_id: queue,
                before,
                after,
                handoff,
            },
        )?;
        let code = if online > 0 { NoticeCode::HandoffQueued } else { NoticeCode::HandoffOffline };
        self.notice(tx, code, BTreeMap::new())
    }

    /// Gives it to an agent; false when the admission refuses them. `why` tells what brought it to people if the bot has
    /// had it until now; none when no customer waits for it.
    pub fn assign(
        &mut self,
        tx: &mut Tx<'_>,
        member: &MemberName,
        admission: Admission,
        reasons: Vec<String>,
        why: Option<HandoffReason>,
    ) -> Result<bool> {
        let before = self.axes();
        let transferred = before.member_id.is_some() && before.handler == Handler::Agent;
        let admitted = match admission {
            Admission::Available => agents::occupy_available(tx, member.id, self.ctx.now)?,
            Admission::Room => agents::occupy_with_room(tx, member.id, self.ctx.now)?,
        };
        if !admitted {
            return Ok(false);
        }
        let handoff = self.leave_bot(why);
        let waited_ms = self.conversation().queued_at.map(|since| millis(self.ctx.now.since(since)));
        self.release(tx)?;
        let c = &mut self.record.conversation;
        (c.status, c.handler, c.member) = (Status::Open, Handler::Agent, Some(member.clone()));
        (c.queue_id, c.queued_at, c.snoozed_until, c.resolved_at) = (None, None, None, None);
        self.record.assigned_at = Some(self.ctx.now);
        let c = self.conversation();
        let (conversation_id, customer_id, after) = (c.id, c.customer.id, c.axes());
        let member_id = member.id;
        self.journal(
            tx,
            Event::ConversationAssigned {
                conversation_id,
                customer_id,
                member_id,
                reasons,
                before,
                after,
                handoff,
                waited_ms,
            },
        )?;
        let code = if transferred { NoticeCode::Transferred } else { NoticeCode::AgentJoined };
        self.notice(tx, code, BTreeMap::from([("name".to_owned(), member.name.clone())]))?;
        Ok(true)
    }

    /// Gives it back to the bot.
    pub fn hand_back(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let before = self.axes();
        self.release(tx)?;
        let c = &mut self.record.conversation;
        (c.status, c.handler, c.turn, c.member) = (Status::Open, Handler::Bot, Turn::Customer, None);
        (c.queue_id, c.queued_at, c.waiting_since, c.snoozed_until) = (None, None, None, None);
        self.record.bot_seq = self.record.conversation.last_seq;
        self.record.bot_state = empty_bot_state();
        self.record.awaited_since = None;
        let c = self.conversation();
        let (conversation_id, customer_id, after) = (c.id, c.customer.id, c.axes());
        self.journal(tx, Event::ConversationHandedBack { conversation_id, customer_id, before, after })?;
        self.notice(tx, NoticeCode::HandedBack, BTreeMap::new())
    }

    /// Puts it away until a time; its agent keeps it and is free for others meanwhile.
    pub fn snooze(&mut self, tx: &mut Tx<'_>, until: Timestamp) -> Result<()> {
        let before = self.axes();
        if self.conversation().status == Status::Open {
            self.release(tx)?;
        }
        let c = &mut self.record.conversation;
        (c.status, c.snoozed_until) = (Status::Snoozed, Some(until));
        let (conversation_id, customer_id, after) = (c.id, c.customer.id, c.axes());
        let until = until.millis();
        self.journal(tx, Event::ConversationSnoozed { conversation_id, customer_id, until, before, after })
    }

    /// Takes it out again, to the agent who put it away.
    pub fn wake(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let before = self.axes();
        let member = self.conversation().member.as_ref().map(|member| member.id);
        if let Some(member) = member {
            agents::occupy(tx, member, self.ctx.now)?;
        }
        let c = &mut self.record.conversation;
        (c.status, c.snoozed_until) = (Status::Open, None);
        let (conversation_id, customer_id, after) = (c.id, c.customer.id, c.axes());
        self.journal(tx, Event::ConversationWoken { conversation_id, customer_id, before, after })
    }

    /// Ends it and, unless it goes on elsewhere, asks the customer what they think of it.
    pub fn resolve(&mut self, tx: &mut Tx<'_>, code: NoticeCode) -> Result<()> {
        if self.conversation().status == Status::Resolved {
            return Err(Conflict::AlreadyResolved.into());
        }
        let before = self.axes();
        let ending = Some(self.ending(code));
        self.note_handling(tx)?;
        self.release(tx)?;
        self.record.awaited_since = None;
        let c = &mut self.record.conversation;
        if c.handler == Handler::Queue {
            c.handler = Handler::Bot;
        }
        (c.status, c.turn, c.resolved_at) = (Status::Resolved, Turn::Customer, Some(self.ctx.now));
        (c.queue_id, c.queued_at, c.waiting_since, c.snoozed_until) = (None, None, None, None);
        let (conversation_id, customer_id, after) = (c.id, c.customer.id, c.axes());
        self.journal(
            tx,
            Event::ConversationResolved { conversation_id, customer_id, before, after, ending },
        )?;
        self.notice(tx, code, BTreeMap::new())?;
        if self.conversation().rating.is_none() && code != NoticeCode::Continued {
            self.say(tx, Saying::public(Author::system(), Content::RatingRequest {}))?;
        }
        let last = self.record.conversation.last_seq;
        self.record.conversation.read_seq = last;
        self.record.bot_seq = last;
        Ok(())
    }

    /// Opens it again. Who handles it next is the caller's decision.
    pub fn reopen(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let before = self.axes();
        let c = &mut self.record.conversation;
        (c.status, c.handler, c.member, c.resolved_at) = (Status::Open, Handler::Bot, None, None);
        self.record.bot_state = empty_bot_state();
        let c = self.conversation();
        let (conversation_id, customer_id, after) = (c.id, c.customer.id, c.axes());
        self.journal(tx, Event::ConversationReopened { conversation_id, customer_id, before, after })?;
        self.notice(tx, NoticeCode::Reopened, BTreeMap::new())
    }

    /// Who has it as it ends.
    fn ending(&self, code: NoticeCode) -> Ending {
        match self.conversation().handler {
            _ if code == NoticeCode::Continued => Ending::Continued,
            Handler::Queue => Ending::Abandoned,
            Handler::Bot if self.record.assigned_at.is_none() => Ending::BotOnly,
            Handler::Bot | Handler::Agent => Ending::Agent,
        }
    }

    /// Starts the clock of a person's first word when people get it from the bot; why they do.
    fn leave_bot(&mut self, why: Option<HandoffReason>) -> Option<HandoffReason> {
        let handoff = why.filter(|_| self.conversation().handler == Handler::Bot);
        if handoff.is_some() {
            self.record.awaited_since = Some(self.ctx.now);
        }
        handoff
    }

    /// Frees the agent who has it, if one does.
    fn release(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let c = &self.record.conversation;
        if let (true, Some(member)) = (c.occupies_agent(), &c.member) {
            agents::release(tx, member.id, self.ctx.now)?;
        }
        Ok(())
    }

    fn note_handling(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let c = &self.record.conversation;
        let (Some(assigned), true) = (self.record.assigned_at, c.occupies_agent()) else {
            return Ok(());
        };
        if let Some(queue) = queues::of_channel(tx, c.channel.id)? {
            let took = millis(self.ctx.now.since(assigned));
            conversations::note_handling(tx, queue, c.id, self.ctx.now, took)?;
        }
        Ok(())
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// What a bot that remembers nothing remembers.
pub(crate) fn empty_bot_state() -> String {
    serde_json::to_string(&BotState::default()).unwrap_or_else(|_| "{}".into())
}

/// What lists show of a message; none when it has no words.
fn preview(message: &Message) -> Option<Preview> {
    let words = message.content.words();
    let shown = words.chars().take(PREVIEW).map(|c| if c.is_control() { ' ' } else { c });
    (!words.is_empty()).then(|| Preview {
        author_kind: message.author.kind,
        text: shown.collect(),
        at: message.created_at,
    })
}
