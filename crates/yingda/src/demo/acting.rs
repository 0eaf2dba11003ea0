//! What happened in the company's first days, acted out: customers write, the bot answers, agents take over.

use std::collections::HashMap;
use std::time::Duration;

use serde::Deserialize;
use yingda_conversations::messages::{self, MessageIn, Place};
use yingda_conversations::ratings::{self, RatingIn};
use yingda_conversations::receiving::{self, Inbound};
use yingda_conversations::{Bot, presence};
use yingda_conversations::{conversations, visitor_conversations};
use yingda_customers::{Profile, identities};
use yingda_knowledge::Knowledge;
use yingda_model::context::{CustomerActor, MemberActor};
use yingda_model::{
    Actor, AuthorKind, Content, ConversationId, Ctx, Customer, Environment, Locale, Presence, Result,
    Timestamp, Visibility,
};
use yingda_store::Store;
use yingda_store::consumers::Handler as _;

use super::clock::PastClock;
use super::company::Company;
use super::{CONVERSATIONS, broken, unknown};

/// How long people take between two lines.
const PAUSE: Duration = Duration::from_secs(47);
/// Journal entries read at once.
const ENTRIES: usize = 1_000;

#[derive(Deserialize)]
struct Story {
    /// The shop's id of the customer; null for a stranger.
    customer: Option<String>,
    locale: Locale,
    hours_ago: u64,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    /// The customer writes.
    Say(String),
    /// The customer says whether the bot's last answer helped.
    Helpful(bool),
    /// An agent takes the conversation.
    Claim(String),
    /// That agent answers.
    Reply(String),
    /// That agent leaves a note for colleagues.
    Note(String),
    /// That agent ends it.
    Resolve,
    /// The customer ends it.
    End,
    /// The customer rates it.
    Rate(RatingIn),
}

/// Where the stories are played.
pub(super) struct Stage<'a> {
    store: &'a Store,
    environment: &'a Environment,
    clock: &'a PastClock,
    company: &'a Company,
    people: HashMap<String, Customer>,
    bot: Bot,
    /// How far the bot has read in each partition of the journal.
    read: HashMap<i64, i64>,
    lines: u32,
}

/// One story being played.
struct Scene {
    actor: Actor,
    customer: Customer,
    locale: Locale,
    conversation: Option<ConversationId>,
    agent: Option<MemberActor>,
}

impl<'a> Stage<'a> {
    pub fn new(
        store: &'a Store,
        knowledge: &Knowledge,
        environment: &'a Environment,
        clock: &'a PastClock,
        company: &'a Company,
        people: HashMap<String, Customer>,
    ) -> Self {
        let bot = Bot {
            store: store.clone(),
            knowledge: knowledge.clone(),
            environment: environment.clone(),
            took: Bot::times(),
        };
        let read = store.positions().into_iter().collect();
        Self { store, environment, clock, company, people, bot, read, lines: 0 }
    }

    /// Plays all stories, the oldest first.
    pub async fn play(mut self, now: Timestamp) -> Result<()> {
        let mut stories: Vec<Story> = serde_json::from_str(CONVERSATIONS).map_err(broken)?;
        stories.sort_by_key(|story| std::cmp::Reverse(story.hours_ago));
        for story in stories {
            self.clock.reach(now.minus(Duration::from_secs(story.hours_ago * 60 * 60)));
            let mut scene = self.enter(&story).await?;
            for step in story.steps {
                self.step(&mut scene, step).await?;
                self.clock.pass(PAUSE);
            }
            if let Some(agent) = &scene.agent {
                self.set_presence(agent, Presence::Offline).await?;
            }
        }
        Ok(())
    }

    async fn enter(&self, story: &Story) -> Result<Scene> {
        let ctx = self.environment.ctx(Actor::System);
        let channel = &self.company.channel;
        let mut actor = CustomerActor {
            channel: channel.id,
            visitor: ctx.id(),
            external_id: story.customer.clone(),
            customer: None,
        };
        let customer = if let Some(key) = &story.customer {
            self.people.get(key).cloned().ok_or_else(|| unknown("customer", key))?
        } else {
            let stranger = Profile::anonymous(story.locale);
            let ctx = ctx.acting(Actor::Customer(actor.clone()));
            identities::enter(self.store, &ctx, channel, &actor, &stranger).await?
        };
        actor.customer = Some(customer.id);
        Ok(Scene {
            actor: Actor::Customer(actor),
            customer,
            locale: story.locale,
            conversation: None,
            agent: None,
        })
    }

    async fn step(&mut self, scene: &mut Scene, step: Step) -> Result<()> {
        match step {
            Step::Say(text) => self.say(scene, Content::text(text)).await,
            Step::Helpful(helpful) => {
                let message_id = self.last_answer(scene).await?;
                self.say(scene, Content::Feedback { message_id, helpful }).await
            }
            Step::Claim(email) => {
                let agent = self.company.members.get(&email).ok_or_else(|| unknown("member", &email))?;
                self.set_presence(agent, Presence::Online).await?;
                scene.agent = Some(agent.clone());
                let id = scene.conversation()?;
                conversations::claim(self.store, &self.agent(scene)?, id).await.map(drop)
            }
            Step::Reply(text) => self.write(scene, text, Visibility::Public).await,
            Step::Note(text) => self.write(scene, text, Visibility::Internal).await,
            Step::Resolve => {
                conversations::resolve(self.store, &self.agent(scene)?, scene.conversation()?).await.map(drop)
            }
            Step::End => {
                let (ctx, id) = (self.customer(scene), scene.conversation()?);
                visitor_conversations::end(self.store, &ctx, &scene.customer, id).await.map(drop)
            }
            Step::Rate(rating) => {
                let (ctx, id) = (self.customer(scene), scene.conversation()?);
                ratings::create(self.store, &ctx, &scene.customer, id, rating).await.map(drop)
            }
        }
    }

    /// The customer writes, and the bot does what it does.
    async fn say(&mut self, scene: &mut Scene, content: Content) -> Result<()> {
        self.lines += 1;
        let inbound = Inbound {
            client_id: format!("demo-{}", self.lines),
            content,
            locale: scene.locale,
            thread: String::new(),
        };
        let ctx = self.customer(scene);
        let channel = &self.company.channel;
        let received =
            receiving::receive(self.store, &ctx, channel, &scene.customer, scene.conversation, inbound)
                .await?;
        scene.conversation = Some(received.conversation_id);
        self.clock.pass(Duration::from_millis(40));
        self.answer().await
    }

    /// Lets the bot read what it has not read yet.
    async fn answer(&mut self) -> Result<()> {
        for (partition, end) in self.store.positions() {
            let read = self.read.entry(partition).or_default();
            while *read < end {
                let entries = self.store.entries_after(partition, *read, ENTRIES).await?;
                let Some(last) = entries.last() else { break };
                *read = last.position;
                self.bot.handle(&entries).await?;
            }
        }
        Ok(())
    }

    async fn write(&self, scene: &Scene, text: String, visibility: Visibility) -> Result<()> {
        let ctx = self.agent(scene)?;
        let client_id = format!("demo-{}", ctx.now.millis());
        let input = MessageIn { client_id, content: Content::text(text), visibility };
        messages::create(self.store, &ctx, scene.conversation()?, input).await.map(drop)
    }

    async fn last_answer(&self, scene: &Scene) -> Result<yingda_model::MessageId> {
        let ctx = self.environment.ctx(Actor::System);
        let said = messages::list(self.store, &ctx, scene.conversation()?, Place::Last, 50).await?;
        let answer = said.items.iter().rev().find(|message| message.author.kind == AuthorKind::Bot);
        answer.map(|message| message.id).ok_or_else(|| unknown("answer", "to rate"))
    }

    async fn set_presence(&self, member: &MemberActor, presence: Presence) -> Result<()> {
        let ctx = self.environment.ctx(Actor::Member(member.clone()));
        presence::update(self.store, &ctx, member.id, presence).await.map(drop)
    }

    /// The customer of a scene, now.
    fn customer(&self, scene: &Scene) -> Ctx {
        self.environment.ctx(scene.actor.clone())
    }

    /// The agent of a scene, now.
    fn agent(&self, scene: &Scene) -> Result<Ctx> {
        let agent = scene.agent.clone().ok_or_else(|| unknown("agent", "in this conversation"))?;
        Ok(self.environment.ctx(Actor::Member(agent)))
    }
}

impl Scene {
    fn conversation(&self) -> Result<ConversationId> {
        self.conversation.ok_or_else(|| unknown("conversation", "yet"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_story_begins_with_the_customer() {
        let stories: Vec<Story> = serde_json::from_str(CONVERSATIONS).expect("is valid");
        assert!(stories.iter().all(|story| matches!(story.steps.first(), Some(Step::Say(_)))));
    }
}
