//! The bot's loop: a consumer that reads what customers said, asks the dialogue engine what to do, and does it.
//!
//! One decision at a time for each conversation, many conversations at once. The engine runs on a snapshot, outside
//! every unit of work; the unit that stores its decision first checks that nothing has moved since.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::try_join_all;
use prometheus_client::metrics::histogram::Histogram;
use tracing::Instrument as _;
use yingda_dialogue::{Action, Choice, Decision, State, Turn, decide};
use yingda_knowledge::{Knowledge, reply, unanswered};
use yingda_model::conversation::HandoffReason;
use yingda_model::message::CustomerAction;
use yingda_model::trace::TARGET;
use yingda_model::{
    Actor, Author, Content, ConversationId, Ctx, Entry, Environment, Error, Event, Handler, Locale, Message,
    Result, Status, Visibility,
};
use yingda_store::consumers::Handler as Consumes;
use yingda_store::conversations::Record;
use yingda_store::journal::Recorded;
use yingda_store::unanswered::Seen;
use yingda_store::{Store, Tx, Unit, conversations, queues};

use crate::change::{Change, Saying};

/// Upper bounds of the histogram of the bot's times, in seconds.
const SECONDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];
/// Entries that the engine looks at.
const MATCHES: usize = 5;

/// The consumer.
pub struct Bot {
    pub store: Store,
    pub knowledge: Knowledge,
    pub environment: Environment,
    /// Seconds from a customer's message until the answer to it is durable.
    pub took: Histogram,
}

/// What a customer said, and the trace of it.
struct Said {
    message: Message,
    trace: String,
}

impl Consumes for Bot {
    async fn handle(&mut self, entries: &[Arc<Recorded>]) -> Result<()> {
        let mut waiting: BTreeMap<ConversationId, Vec<Said>> = BTreeMap::new();
        for entry in entries {
            if let Event::MessageReceived { conversation_id, after, .. } = &entry.event
                && after.handler == Handler::Bot
                && let Some(personal) = &entry.personal
            {
                let message: Message = serde_json::from_str(personal).map_err(Error::internal)?;
                waiting
                    .entry(*conversation_id)
                    .or_default()
                    .push(Said { message, trace: entry.trace.clone() });
            }
        }
        let seen = try_join_all(waiting.into_values().map(|messages| self.answer_all(messages))).await?;
        let ctx = self.environment.ctx(Actor::Bot);
        // A unit of its own: conversations that ask the same at once would lock each other's rows in a circle.
        unanswered::record(&self.store, &ctx, seen.into_iter().flatten().collect()).await
    }
}

impl Bot {
    /// Where the times of its answers are gathered.
    pub fn times() -> Histogram {
        Histogram::new(SECONDS)
    }

    /// Answers what one customer said, in order; what it could not answer.
    async fn answer_all(&self, messages: Vec<Said>) -> Result<Vec<Seen>> {
        let mut seen = Vec::new();
        for Said { message, trace } in messages {
            let span = tracing::trace_span!(target: TARGET, "answer");
            let ctx = self.environment.ctx(Actor::Bot);
            let ctx = ctx.within(self.environment.traces.join(&span, Some(&trace)).unwrap_or(trace));
            seen.extend(self.answer(&ctx, message).instrument(span).await?);
        }
        Ok(seen)
    }

    async fn answer(&self, ctx: &Ctx, message: Message) -> Result<Option<Seen>> {
        let id = message.conversation_id;
        let record = self.store.read(move |tx| Ok(conversations::lookup(tx, id)?)).await?;
        let Some(record) = record.filter(|record| is_waiting_for_bot(record, message.seq)) else {
            return Ok(None);
        };
        let decision = self.decide(&record, &message.content);
        let entry = match decision.action {
            Action::Answer { id } => Some(id),
            _ => None,
        };
        let seen = decision
            .leaves_unanswered()
            .then(|| {
                let c = &record.conversation;
                unanswered::seen(ctx, c.brand_id, &decision.question, record.locale, Some(c.id))
            })
            .flatten();
        if !self.store_decision(ctx, &record, &message, decision).await? {
            return Ok(None);
        }
        self.took.observe(self.environment.clock.now().since(message.created_at).as_secs_f64());
        if let Some(entry) = entry {
            self.knowledge.count_hit(entry);
        }
        Ok(seen)
    }

    fn decide(&self, record: &Record, content: &Content) -> Decision {
        let turn = turn(content, |id| self.knowledge.entry(id).is_some());
        let matches = match &turn {
            Turn::Text(text) if !text.is_empty() => {
                self.knowledge.search(record.conversation.brand_id, text, MATCHES)
            }
            _ => Vec::new(),
        };
        let state: State = serde_json::from_str(&record.bot_state).unwrap_or_default();
        decide(&turn, &state, &matches, self.knowledge.policy())
    }

    /// Stores what the bot does; false when the conversation has moved and there is nothing to do any more.
    async fn store_decision(
        &self,
        ctx: &Ctx,
        record: &Record,
        message: &Message,
        decision: Decision,
    ) -> Result<bool> {
        let c = &record.conversation;
        let locale = reply_locale(record, &message.content);
        let content = reply::content(&self.knowledge, &decision, locale)
            .unwrap_or_else(|| Content::text(yingda_dialogue::phrases::Phrase::Decline.text(locale)));
        let revision = self.knowledge.revision();
        let state = serde_json::to_string(&decision.state).map_err(Error::internal)?;
        let (ctx_in, id, seq) = (ctx.clone(), c.id, message.seq);
        self.store
            .write(ctx, Unit::on("bot_reply", id), move |tx| {
                let mut change = Change::load(tx, &ctx_in, id)?;
                if !is_waiting_for_bot(&change.record, seq) {
                    return Ok(false);
                }
                journal_decision(tx, &change, &decision, seq, revision)?;
                change.record.bot_seq = seq;
                change.record.bot_state.clone_from(&state);
                change.say(
                    tx,
                    Saying {
                        author: Author::bot(),
                        visibility: Visibility::Public,
                        content: content.clone(),
                        client_id: None,
                        evidence: Some(decision.evidence(revision)),
                    },
                )?;
                if decision.action == Action::Handoff
                    && let Some(queue) = queues::of_channel(tx, change.conversation().channel.id)?
                {
                    change.queue(tx, queue, Some(HandoffReason::of_bot(decision.reason)))?;
                }
                change.save(tx)?;
                Ok(true)
            })
            .await
    }
}

fn is_waiting_for_bot(record: &Record, seq: i64) -> bool {
    let c = &record.conversation;
    c.handler == Handler::Bot && c.status == Status::Open && record.bot_seq < seq
}

/// A click has no language of its own: the conversation's holds.
fn reply_locale(record: &Record, content: &Content) -> Locale {
    match content {
        Content::Text { text } => yingda_language::detect(text).unwrap_or(record.locale),
        _ => record.locale,
    }
}

fn turn(content: &Content, available: impl Fn(yingda_model::FaqId) -> bool) -> Turn {
    match content {
        Content::Choice { option_id, .. } => Turn::Choice(Choice::from_option(option_id, available)),
        Content::Feedback { helpful, .. } => Turn::Feedback { helpful: *helpful },
        Content::Action { action: CustomerAction::Handoff } => Turn::Handoff,
        Content::Image { text, .. } | Content::File { text, .. } => {
            Turn::Text(text.clone().unwrap_or_default())
        }
        other => Turn::Text(other.words().to_owned()),
    }
}

fn journal_decision(
    tx: &mut Tx<'_>,
    change: &Change<'_>,
    decision: &Decision,
    seq: i64,
    revision: u64,
) -> Result<()> {
    let c = change.conversation();
    let event = Event::BotDecided {
        conversation_id: c.id,
        in_reply_to: seq,
        action: decision.action.kind(),
        reason: decision.reason,
        matches: decision.matches.iter().map(|found| (found.faq_id, found.score)).collect(),
        thresholds: decision.thresholds,
        unsure_count: i64::from(decision.unsure_count),
        index_revision: i64::try_from(revision).unwrap_or(i64::MAX),
        team_id: Some(c.team_id),
    };
    tx.append(Entry::new(c.id, event).of_brand(c.brand_id).with_personal(&decision.question))
}
