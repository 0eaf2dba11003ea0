//! Visitors: customers at the widget, from the first look at a page to the message that makes them a customer.
//!
//! A visitor holds a signed token that names their device and, where the shop vouches for them, who they are. Nothing is
//! stored of somebody who only looks.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_channels::web::{Identity, VisitorToken, Vouched};
use yingda_customers::consents;
use yingda_customers::sign_ins::{self, IdentityToken};
use yingda_customers::{Profile, identities};
use yingda_model::context::CustomerActor;
use yingda_model::conversation::VisitorConversation;
use yingda_model::error::Checks;
use yingda_model::{
    Actor, Attachment, Channel, ChannelSettings, Content, ConversationId, Ctx, Customer, CustomerId, Error,
    Locale, Result, Secret, Unauthenticated, VisitorId,
};
use yingda_store::{Store, brands};

use crate::receiving::{self, Inbound, Received};
use crate::{Doors, Feed, attachments, visitor_conversations};

/// What letting visitors in needs.
#[derive(Clone)]
pub struct Reception {
    store: Store,
    doors: Doors,
    feed: Feed,
    key: [u8; 32],
}

/// Somebody at the widget.
pub struct Visitor {
    /// Acting as them.
    pub ctx: Ctx,
    pub channel: Arc<Channel>,
    pub visitor: VisitorId,
    /// Once they are one.
    pub customer: Option<Customer>,
    vouched: Option<Vouched>,
    consented: bool,
}

/// What a widget says when its page opens.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitorSessionIn {
    /// The public key of the channel.
    pub channel_key: String,
    /// The token of the last time, kept on the device.
    pub visitor_token: Option<String>,
    /// The shop's signed word for who is logged in: a JWT (HS256) with `sub`, `exp`, `jti` and, where known, `name`,
    /// `email` and `phone`.
    pub identity: Option<String>,
    /// The language of the page, as a BCP 47 tag.
    #[serde(default)]
    pub locale: Option<String>,
    /// Whether the visitor has just agreed to the notice.
    #[serde(default)]
    pub consent: bool,
}

/// What a widget needs to begin.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct VisitorSessionOut {
    pub token: String,
    pub visitor_id: VisitorId,
    pub customer: Option<VisitorCustomer>,
    pub settings: ChannelSettings,
    pub company: String,
    /// Whether a person can be reached now.
    pub online: bool,
    pub conversation: Option<VisitorConversation>,
    /// Messages that the visitor has not read.
    pub unread: i64,
    /// Whether the visitor has agreed to the notice, or there is none.
    pub consented: bool,
}

/// A customer, as they see themself.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct VisitorCustomer {
    pub id: CustomerId,
    pub name: String,
    pub known: bool,
}

impl Reception {
    /// A reception that signs and checks tokens with `key`.
    pub fn new(store: Store, doors: Doors, feed: Feed, key: [u8; 32]) -> Self {
        Self { store, doors, feed, key }
    }

    /// The channels that it knows.
    pub fn doors(&self) -> &Doors {
        &self.doors
    }

    /// Who holds a visitor's token.
    ///
    /// # Errors
    /// When it was not issued here, was changed, has expired, or its channel is switched off.
    pub async fn authenticate(&self, ctx: &Ctx, token: &str) -> Result<Visitor> {
        let token = VisitorToken::verify(token, &self.key, ctx.now)?;
        let channel = self.doors.lookup(ctx.now, token.channel).await.map_err(|error| match error {
            Error::NotFound { .. } => Error::from(Unauthenticated::TokenInvalid),
            other => other,
        })?;
        if !still_vouched(token.vouched.as_ref(), &channel) {
            return Err(Unauthenticated::TokenExpired.into());
        }
        self.recognise(ctx, channel, token.visitor, token.vouched).await
    }

    /// Looks again at a visitor who is connected: their channel as it is now, and whether they still speak for whom they
    /// spoke; false when not.
    pub async fn look_again(&self, ctx: &Ctx, visitor: &mut Visitor) -> Result<bool> {
        let Actor::Customer(actor) = &visitor.ctx.actor else { return Ok(false) };
        let channel = match self.doors.lookup(ctx.now, actor.channel).await {
            Ok(channel) => channel,
            Err(Error::NotFound { .. }) => return Ok(false),
            Err(error) => return Err(error),
        };
        if !still_vouched(visitor.vouched.as_ref(), &channel) {
            return Ok(false);
        }
        let now = self.recognise(ctx, channel, visitor.visitor, visitor.vouched.clone()).await?;
        let before = visitor.customer.as_ref().map(|customer| customer.id);
        let same = before.is_none() || before == now.customer.as_ref().map(|customer| customer.id);
        if same {
            *visitor = now;
        }
        Ok(same)
    }

    async fn recognise(
        &self,
        ctx: &Ctx,
        channel: Arc<Channel>,
        visitor: VisitorId,
        vouched: Option<Vouched>,
    ) -> Result<Visitor> {
        let external_id = vouched.as_ref().map(|vouched| vouched.external_id.clone());
        let mut actor = CustomerActor { channel: channel.id, visitor, external_id, customer: None };
        let (looked, door) = (actor.clone(), Arc::clone(&channel));
        let (customer, consented) = self
            .store
            .read(move |tx| Ok((identities::find(tx, &door, &looked)?, consents::given(tx, &door, visitor)?)))
            .await?;
        actor.customer = customer.as_ref().map(|customer| customer.id);
        Ok(Visitor {
            ctx: ctx.acting(Actor::Customer(actor)),
            channel,
            visitor,
            customer,
            vouched,
            consented,
        })
    }

    /// Begins or continues a visit.
    ///
    /// # Errors
    /// When the channel is not known, or the signed identity is not good. A visitor token that is not good any more
    /// makes a new visitor.
    pub async fn open(&self, ctx: &Ctx, input: VisitorSessionIn) -> Result<VisitorSessionOut> {
        let channel = self.doors.find_by_key(ctx.now, &input.channel_key).await?;
        let before = input
            .visitor_token
            .as_deref()
            .and_then(|token| VisitorToken::verify(token, &self.key, ctx.now).ok())
            .filter(|token| token.channel == channel.id);
        let visitor = before.as_ref().map_or_else(|| ctx.id(), |token| token.visitor);
        let locale = input.locale.as_deref().map_or(Locale::ZhCn, Locale::nearest);
        let vouched = match &input.identity {
            Some(identity) => Some(self.sign_in(ctx, &channel, visitor, identity, locale).await?),
            None => before
                .and_then(|token| token.vouched)
                .filter(|vouched| still_vouched(Some(vouched), &channel)),
        };
        if input.consent {
            consents::create(&self.store, ctx, &channel, visitor).await?;
        }
        let token = VisitorToken::new(visitor, channel.id, vouched.clone(), ctx.now).sign(&self.key)?;
        let recognised = self.recognise(ctx, channel, visitor, vouched).await?;
        self.greet(recognised, token).await
    }

    async fn sign_in(
        &self,
        ctx: &Ctx,
        channel: &Channel,
        visitor: VisitorId,
        identity: &str,
        locale: Locale,
    ) -> Result<Vouched> {
        let secret = channel
            .identity_secret
            .as_ref()
            .map(Secret::expose)
            .ok_or(Error::from(Unauthenticated::TokenInvalid))?;
        let identity = Identity::verify(identity, secret, ctx.now)?;
        let profile = Profile::new(
            identity.name.as_deref(),
            identity.email.as_deref(),
            identity.phone.as_deref(),
            locale,
        );
        let token = IdentityToken {
            external_id: identity.external_id.clone(),
            jti: identity.jti.clone(),
            expires_at: identity.expires_at,
        };
        let taking = visitor_conversations::make_room(
            &self.store,
            ctx,
            channel,
            CustomerActor {
                channel: channel.id,
                visitor,
                external_id: Some(identity.external_id.clone()),
                customer: None,
            },
        )
        .await?;
        sign_ins::identify(&self.store, ctx, channel, visitor, &token, &profile, taking).await?;
        Ok(Vouched::new(identity.external_id, secret))
    }

    async fn greet(&self, visitor: Visitor, token: String) -> Result<VisitorSessionOut> {
        let brand = visitor.channel.brand_id;
        let company = self.store.read(move |tx| Ok(brands::lookup(tx, brand)?)).await?;
        let conversation = match &visitor.customer {
            Some(customer) => {
                visitor_conversations::current(&self.store, &visitor.ctx, &visitor.channel, customer).await?
            }
            None => None,
        };
        let unread = conversation
            .as_ref()
            .map_or(0, |conversation| (conversation.last_seq - conversation.read_seq).max(0));
        Ok(VisitorSessionOut {
            token,
            visitor_id: visitor.visitor,
            customer: visitor.customer.as_ref().map(|customer| VisitorCustomer {
                id: customer.id,
                name: customer.name.clone(),
                known: customer.known,
            }),
            settings: visitor.channel.settings.clone(),
            company: company.map(|brand| brand.name).unwrap_or_default(),
            online: self.feed.is_online(visitor.channel.queue_id).await?,
            conversation,
            unread,
            consented: visitor.consented,
        })
    }

    /// Lets a visitor say something: the first thing makes them a customer.
    ///
    /// # Errors
    /// When the channel shows a notice that they have not agreed to, or does not take files.
    pub async fn admit(&self, ctx: &Ctx, visitor: &mut Visitor, inbound: &Inbound) -> Result<Customer> {
        self.check_consent(visitor).await?;
        check_files(&visitor.channel, &inbound.content)?;
        self.enter(ctx, visitor, inbound.locale).await
    }

    /// The visitor says something, as the customer that [`Reception::admit`] answered. `known` is the conversation that
    /// the caller believes is open.
    pub async fn receive(
        &self,
        ctx: &Ctx,
        visitor: &Visitor,
        customer: &Customer,
        known: Option<ConversationId>,
        inbound: Inbound,
    ) -> Result<Received> {
        let ctx = ctx.acting(visitor.ctx.actor.clone());
        receiving::receive(&self.store, &ctx, &visitor.channel, customer, known, inbound).await
    }

    async fn check_consent(&self, visitor: &mut Visitor) -> Result<()> {
        if !visitor.consented {
            let (channel, id) = (Arc::clone(&visitor.channel), visitor.visitor);
            visitor.consented = self.store.read(move |tx| consents::given(tx, &channel, id)).await?;
        }
        let mut checks = Checks::default();
        checks.check(visitor.consented, "/consent", "required", "agree to the notice first");
        checks.finish()
    }

    /// Makes the visitor a customer, if they are not one yet.
    pub async fn enter(&self, ctx: &Ctx, visitor: &mut Visitor, locale: Locale) -> Result<Customer> {
        if let Some(customer) = &visitor.customer {
            return Ok(customer.clone());
        }
        let Actor::Customer(actor) = &visitor.ctx.actor else {
            return Err(Unauthenticated::Missing.into());
        };
        let ctx = ctx.acting(visitor.ctx.actor.clone());
        let profile = Profile::anonymous(locale);
        let customer = identities::enter(&self.store, &ctx, &visitor.channel, actor, &profile).await?;
        let actor = CustomerActor { customer: Some(customer.id), ..actor.clone() };
        visitor.ctx = visitor.ctx.acting(Actor::Customer(actor));
        visitor.customer = Some(customer.clone());
        // Before anything is stored for them: what comes of it must find all connections of this device.
        self.feed.identify(visitor.visitor, customer.id);
        Ok(customer)
    }

    /// The visitor agrees to the notice.
    pub async fn consent(&self, visitor: &Visitor) -> Result<()> {
        consents::create(&self.store, &visitor.ctx, &visitor.channel, visitor.visitor).await
    }

    /// The visitor uploads a file, to be sent in a message.
    pub async fn attach(
        &self,
        visitor: &mut Visitor,
        name: &str,
        media_type: &str,
        content: Arc<[u8]>,
    ) -> Result<Attachment> {
        self.check_consent(visitor).await?;
        if !visitor.channel.settings.attachments {
            return Err(Error::invalid("", "not_taken", "this channel takes no files"));
        }
        let ctx = visitor.ctx.clone();
        self.enter(&ctx, visitor, Locale::ZhCn).await?;
        attachments::create(&self.store, &visitor.ctx, name, media_type, content).await
    }
}

impl Visitor {
    /// The customer, to whom a thing must belong that exists only for customers.
    pub fn known_customer(&self, what: &'static str, id: impl ToString) -> Result<&Customer> {
        self.customer.as_ref().ok_or_else(|| Error::not_found(what, id))
    }
}

/// Whether the shop's word, where there is one, was given under the channel's secret of today.
fn still_vouched(vouched: Option<&Vouched>, channel: &Channel) -> bool {
    let secret = channel.identity_secret.as_ref().map(Secret::expose);
    vouched.is_none_or(|vouched| secret.is_some_and(|secret| vouched.holds(secret)))
}

fn check_files(channel: &Channel, content: &Content) -> Result<()> {
    let refused = content.attachment().is_some() && !channel.settings.attachments;
    let mut checks = Checks::default();
    checks.check(!refused, "/content/kind", "not_taken", "this channel takes no files");
    checks.finish()
}
