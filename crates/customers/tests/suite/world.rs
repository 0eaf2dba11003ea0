//! A company and the devices of its customers.

use std::time::Duration;

use yingda_customers::{IdentityToken, Profile, identify};
use yingda_model::context::CustomerActor;
use yingda_model::conversation::Preview;
use yingda_model::{Actor, Ctx, Customer, Locale, Result, VisitorId};
use yingda_store::Store;
use yingda_testkit::{Company, TestEnvironment, company};

/// What most stories begin with.
pub struct World {
    pub store: Store,
    pub environment: TestEnvironment,
    pub company: Company,
}

impl World {
    pub async fn new(store: Store, environment: TestEnvironment) -> Self {
        let company = company(&store, &environment).await;
        Self { store, environment, company }
    }

    /// A browser that has never been here.
    pub fn device(&self) -> CustomerActor {
        let visitor: VisitorId = self.environment.system().id();
        CustomerActor { channel: self.company.channel.id, visitor, external_id: None, customer: None }
    }

    pub fn ctx(&self, device: &CustomerActor) -> Ctx {
        self.environment.ctx(Actor::Customer(device.clone()))
    }

    pub async fn enter(&self, device: &CustomerActor) -> Result<Customer> {
        let profile = Profile::anonymous(Locale::ZhCn);
        let ctx = self.ctx(device);
        yingda_customers::identities::enter(&self.store, &ctx, &self.company.channel, device, &profile).await
    }

    /// Signs in, with a token of this id.
    pub async fn sign_in(&self, device: &CustomerActor, external_id: &str, jti: &str) -> Result<Customer> {
        let token = IdentityToken {
            external_id: external_id.into(),
            jti: jti.into(),
            expires_at: self.environment.now().plus(Duration::from_secs(600)),
        };
        let profile = Profile::new(Some("林小雨"), Some("lin@example.com"), None, Locale::ZhCn);
        let ctx = self.ctx(device);
        identify(&self.store, &ctx, &self.company.channel, device.visitor, &token, &profile, None).await
    }
}

/// The same device, logged in at the shop.
pub fn logged_in(device: &CustomerActor, external_id: &str) -> CustomerActor {
    CustomerActor { external_id: Some(external_id.into()), ..device.clone() }
}

/// An open conversation's row.
pub fn conversation(world: &World, customer: &Customer) -> yingda_store::conversations::Record {
    use yingda_model::{AuthorKind, Conversation, Handler, Status, Turn};
    let ctx = world.environment.system();
    let company = &world.company;
    let conversation = Conversation {
        id: ctx.id(),
        brand_id: company.brand.id,
        team_id: company.team.id,
        channel: yingda_model::channel::ChannelName {
            id: company.channel.id,
            kind: company.channel.kind,
            name: company.channel.name.clone(),
        },
        customer: yingda_model::customer::CustomerName {
            id: customer.id,
            name: customer.name.clone(),
            tier: None,
            known: customer.known,
        },
        status: Status::Open,
        handler: Handler::Bot,
        member: None,
        queue_id: None,
        turn: Turn::Us,
        last_seq: 0,
        read_seq: 0,
        customer_read_seq: 0,
        unread: 0,
        preview: Some(Preview { author_kind: AuthorKind::Customer, text: "在吗".into(), at: ctx.now }),
        opened_at: ctx.now,
        waiting_since: Some(ctx.now),
        queued_at: None,
        resolved_at: None,
        snoozed_until: None,
        rating: None,
        previous_id: None,
        last_message_at: ctx.now,
        version: 1,
    };
    yingda_store::conversations::Record {
        conversation,
        thread: String::new(),
        locale: Locale::ZhCn,
        bot_seq: 0,
        bot_state: "{}".into(),
        assigned_at: None,
        awaited_since: None,
    }
}
