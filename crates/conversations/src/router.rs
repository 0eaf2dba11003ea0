//! The router's loop: a consumer that reacts to work arriving, agents coming online and capacity coming free.
//!
//! Never polls. The engine chooses on a snapshot; the unit that stores the assignment checks again that the work still
//! waits and the agent still has room, and the loop decides anew when not.

use std::collections::BTreeSet;
use std::sync::Arc;

use yingda_model::{Actor, Ctx, Environment, Event, Handler, MemberId, Presence, QueueId, Result, Status};
use yingda_routing::{Decision, Work};
use yingda_store::consumers::Handler as Consumes;
use yingda_store::journal::Recorded;
use yingda_store::{Store, Unit, agents, conversations, queues};

use crate::change::{Admission, Change};

/// The consumer.
pub struct Router {
    pub store: Store,
    pub environment: Environment,
}

/// What has to be looked at.
#[derive(Default)]
struct Occasions {
    /// Members who may have left with conversations in their hands.
    changed: BTreeSet<MemberId>,
    queues: BTreeSet<QueueId>,
    members: BTreeSet<MemberId>,
    everything: bool,
}

impl Consumes for Router {
    async fn start(&mut self) -> Result<()> {
        self.look(Occasions { everything: true, ..Occasions::default() }).await
    }

    async fn handle(&mut self, entries: &[Arc<Recorded>]) -> Result<()> {
        let mut occasions = Occasions::default();
        for entry in entries {
            note(&mut occasions, &entry.event);
        }
        self.look(occasions).await
    }
}

fn note(occasions: &mut Occasions, event: &Event) {
    match event {
        Event::ConversationQueued { queue_id, before, .. } => {
            occasions.queues.insert(*queue_id);
            occasions.members.extend(before.member_id);
        }
        Event::PresenceChanged { member_id, presence: Presence::Online } => {
            occasions.members.insert(*member_id);
        }
        Event::ConversationResolved { before, .. }
        | Event::ConversationHandedBack { before, .. }
        | Event::ConversationSnoozed { before, .. }
        | Event::ConversationAssigned { before, .. }
            if before.handler == Handler::Agent && before.status == Status::Open =>
        {
            occasions.members.extend(before.member_id);
        }
        Event::MemberUpdated { member_id, .. } => {
            occasions.changed.insert(*member_id);
            occasions.everything = true;
        }
        Event::TeamUpdated { .. } | Event::QueueUpdated { .. } => {
            occasions.everything = true;
        }
        _ => {}
    }
}

impl Router {
    async fn look(&self, mut occasions: Occasions) -> Result<()> {
        let ctx = self.environment.ctx(Actor::System);
        for member in occasions.changed {
            self.take_back(&ctx, member).await?;
        }
        if occasions.everything {
            let waiting = self.store.read(|tx| Ok(agents::queues_waiting(tx)?)).await?;
            occasions.queues.extend(waiting);
        }
        for member in occasions.members {
            let theirs = self.store.read(move |tx| Ok(agents::queues_of(tx, member)?)).await?;
            for queue in theirs {
                self.dispatch(&ctx, queue).await?;
            }
        }
        for queue in occasions.queues {
            self.dispatch(&ctx, queue).await?;
        }
        Ok(())
    }

    /// Puts the open conversations of a member who has been disabled back into their queues.
    async fn take_back(&self, ctx: &Ctx, member: MemberId) -> Result<()> {
        let held = self
            .store
            .read(move |tx| {
                if agents::lookup(tx, member)?.is_some() {
                    return Ok(Vec::new());
                }
                Ok(conversations::held_by(tx, member)?)
            })
            .await?;
        for id in held {
            let ctx_in = ctx.clone();
            self.store
                .write(ctx, Unit::on("conversation_take_back", id), move |tx| {
                    let mut change = Change::load(tx, &ctx_in, id)?;
                    let still = change.conversation().member.as_ref().is_some_and(|held| held.id == member);
                    if !still || change.conversation().status == Status::Resolved {
                        return Ok(());
                    }
                    if let Some(queue) = queues::of_channel(tx, change.conversation().channel.id)? {
                        change.queue(tx, queue, None)?;
                        change.save(tx)?;
                    }
                    Ok(())
                })
                .await?;
        }
        Ok(())
    }

    /// Gives out what waits in a queue until nobody waits or nobody is free.
    async fn dispatch(&self, ctx: &Ctx, queue: QueueId) -> Result<()> {
        loop {
            let snapshot = self
                .store
                .read(move |tx| {
                    let Some(record) = conversations::first_in_queue(tx, queue)? else { return Ok(None) };
                    let Some(team) = queues::team_of(tx, queue)? else { return Ok(None) };
                    Ok(Some((record.conversation, Work { team_id: team }, agents::of_team(tx, team)?)))
                })
                .await?;
            let Some((conversation, work, team)) = snapshot else { return Ok(()) };
            let now = self.environment.clock.now();
            let Decision::Assign { member_id, idle_ms, passed_over } =
                yingda_routing::assign(&work, &team, now)
            else {
                return Ok(());
            };
            let Some(member) =
                team.into_iter().find(|agent| agent.member.id == member_id).map(|agent| agent.member)
            else {
                return Ok(());
            };
            let mut reasons = vec![format!("longest_idle:{}", idle_ms.unwrap_or(0))];
            reasons.extend(
                passed_over.iter().map(|passed| format!("{}:{}", passed.member_id, word(passed.refusal))),
            );
            let (ctx_in, id) = (ctx.clone(), conversation.id);
            self.store
                .write(ctx, Unit::on("conversation_assign", id), move |tx| {
                    let mut change = Change::load(tx, &ctx_in, id)?;
                    if change.conversation().queue_id != Some(queue) {
                        return Ok(());
                    }
                    if change.assign(tx, &member, Admission::Available, reasons.clone(), None)? {
                        change.save(tx)?;
                    }
                    Ok(())
                })
                .await?;
        }
    }
}

fn word(refusal: yingda_routing::Refusal) -> String {
    serde_json::to_value(refusal).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
