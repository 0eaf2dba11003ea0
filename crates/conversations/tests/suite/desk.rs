//! A small company with its bot and router, driven by hand: consumers run until the journal is read.

use std::collections::HashMap;

use yingda_conversations::{Bot, Router, receiving};
use yingda_customers::{Profile, identities};
use yingda_knowledge::Knowledge;
use yingda_language::Segmenter;
use yingda_model::context::{CustomerActor, MemberActor};
use yingda_model::{
    Actor, Content, Conversation, ConversationId, Ctx, Customer, Faq, Locale, Message, Presence, VisitorId,
};
use yingda_store::consumers::Handler;
use yingda_store::{Store, Unit, conversations};
use yingda_testkit::{Company, TestEnvironment, company};

/// Everything that a story needs.
pub struct Desk {
    pub store: Store,
    pub environment: TestEnvironment,
    pub company: Company,
    bot: Bot,
    router: Router,
    positions: HashMap<i64, i64>,
}

/// Somebody at the widget.
pub struct Visitor {
    pub actor: CustomerActor,
    pub customer: Customer,
    sent: u32,
}

impl Desk {
    pub async fn open(store: Store, environment: TestEnvironment) -> Self {
        let company = company(&store, &environment).await;
        let desk_ctx = environment.system();
        let entries: Vec<Faq> = [
            ("怎么申请退货？", "签收后七天内，在订单页点“申请退货”。"),
            ("运费谁来出？", "质量问题我们出，其他情况由您承担。"),
            ("电子发票在哪里下载？", "订单完成后，在“我的发票”里下载。"),
        ]
        .into_iter()
        .map(|(question, answer)| entry(&desk_ctx, &company, question, answer))
        .collect();
        store
            .write(&desk_ctx, Unit::quiet("test_faq"), move |tx| {
                for entry in &entries {
                    let keys = yingda_store::faq::Keys {
                        question: yingda_language::normalize::fold(&entry.question),
                        search: yingda_language::normalize::fold(&entry.question),
                    };
                    yingda_store::faq::create(tx, entry, &keys)?;
                }
                Ok(())
            })
            .await
            .expect("entries are stored");
        let knowledge = Knowledge::load(store.clone(), Segmenter::new(), yingda_dialogue::Policy::default())
            .await
            .expect("knowledge loads");
        let bot = Bot {
            store: store.clone(),
            knowledge,
            environment: environment.environment(),
            took: Bot::times(),
        };
        let router = Router { store: store.clone(), environment: environment.environment() };
        Self { store, environment, company, bot, router, positions: HashMap::new() }
    }

    /// A new visitor who has not said anything yet.
    pub async fn visitor(&self) -> Visitor {
        let visitor: VisitorId = self.environment.system().id();
        let actor =
            CustomerActor { channel: self.company.channel.id, visitor, external_id: None, customer: None };
        let ctx = self.environment.ctx(Actor::Customer(actor.clone()));
        let profile = Profile::anonymous(Locale::ZhCn);
        let customer = identities::enter(&self.store, &ctx, &self.company.channel, &actor, &profile)
            .await
            .expect("a customer");
        Visitor { actor: CustomerActor { customer: Some(customer.id), ..actor }, customer, sent: 0 }
    }

    pub fn ctx(&self, visitor: &Visitor) -> Ctx {
        self.environment.ctx(Actor::Customer(visitor.actor.clone()))
    }

    pub fn member(&self, member: &MemberActor) -> Ctx {
        self.environment.member(member)
    }

    /// The visitor says something.
    pub async fn say(&self, visitor: &mut Visitor, text: &str) -> receiving::Received {
        self.send(visitor, Content::text(text)).await
    }

    pub async fn send(&self, visitor: &mut Visitor, content: Content) -> receiving::Received {
        visitor.sent += 1;
        let client_id = format!("c{}", visitor.sent);
        self.send_as(visitor, &client_id, content).await.expect("the message is received")
    }

    pub async fn send_as(
        &self,
        visitor: &Visitor,
        client_id: &str,
        content: Content,
    ) -> yingda_model::Result<receiving::Received> {
        let inbound = receiving::Inbound {
            client_id: client_id.into(),
            content,
            locale: Locale::ZhCn,
            thread: String::new(),
        };
        receiving::receive(
            &self.store,
            &self.ctx(visitor),
            &self.company.channel,
            &visitor.customer,
            None,
            inbound,
        )
        .await
    }

    /// Lets bot and router read the journal to its end.
    pub async fn settle(&mut self) {
        loop {
            let mut found = false;
            for (partition, head) in self.store.positions() {
                let position = self.positions.entry(partition).or_insert(0);
                if head > *position {
                    let entries =
                        self.store.entries_after(partition, *position, 1_000).await.expect("entries");
                    *position = entries.last().map_or(head, |entry| entry.position);
                    self.bot.handle(&entries).await.expect("the bot answers");
                    self.router.handle(&entries).await.expect("the router assigns");
                    found = true;
                }
            }
            if !found {
                return;
            }
        }
    }

    /// The same once more from the beginning, as after a crash before the cursors were stored.
    pub async fn settle_again(&mut self) {
        self.positions.clear();
        self.settle().await;
    }

    pub async fn presence(&self, member: &MemberActor, presence: Presence) {
        let ctx = self.member(member);
        yingda_conversations::presence::update(&self.store, &ctx, member.id, presence)
            .await
            .expect("presence");
    }

    pub async fn conversation(&self, id: ConversationId) -> Conversation {
        let found = self.store.read(move |tx| Ok(conversations::lookup(tx, id)?)).await.expect("a read");
        found.expect("the conversation is there").conversation
    }

    pub async fn messages(&self, id: ConversationId) -> Vec<Message> {
        self.store.read(move |tx| Ok(yingda_store::messages::after(tx, id, 0, 1_000)?)).await.expect("a read")
    }

    pub async fn load(&self, member: &MemberActor) -> i64 {
        let id = member.id;
        let agent =
            self.store.read(move |tx| Ok(yingda_store::agents::lookup(tx, id)?)).await.expect("a read");
        agent.expect("the agent is there").active
    }
}

fn entry(ctx: &Ctx, company: &Company, question: &str, answer: &str) -> Faq {
    Faq {
        id: ctx.id(),
        brand_id: company.brand.id,
        question: question.into(),
        similar: Vec::new(),
        answer: answer.into(),
        category: "售后".into(),
        locale: Locale::ZhCn,
        enabled: true,
        hits: 0,
        created_at: ctx.now,
        updated_at: ctx.now,
        updated_by: None,
        version: 1,
    }
}
