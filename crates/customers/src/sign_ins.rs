//! Signing in: a device comes with the shop's word for who is logged in on it.
//!
//! When the shop's customer is new to us, the device's anonymous customer becomes that customer. When we know that
//! customer already, they win: the device is theirs from now on, and the conversation that is open on it moves to them
//! unless they have one open themselves. What was resolved before stays where it was, because someone else may have
//! written it on the same device.

use std::sync::Arc;

use yingda_model::context::CustomerActor;
use yingda_model::{
    Axes, Channel, Conflict, ConversationId, Ctx, Customer, CustomerId, Entry, Error, Event, Result,
    Timestamp, Unauthenticated, VisitorId,
};
use yingda_store::{Store, Tx, Unit, customers, visitors};

use crate::identities::{ATTEMPTS, Visit, append, create, find, guest};
use crate::profiles::{Profile, search_text};

/// The shop's word for who is logged in on a device, already verified by the channel; good for one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityToken {
    /// The shop's id of the customer.
    pub external_id: String,
    /// The token's own id.
    pub jti: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Signs a device in: uses up the identity token and answers the customer whom the shop vouches for. Their open
/// conversation on the device goes with them, as `taking` does whatever its state, should it be the device's.
///
/// # Errors
/// `Unauthenticated::TokenReplayed` when another device has used the token.
pub async fn identify(
    store: &Store,
    ctx: &Ctx,
    channel: &Channel,
    visitor: VisitorId,
    token: &IdentityToken,
    profile: &Profile,
    taking: Option<ConversationId>,
) -> Result<Customer> {
    let external_id = Some(token.external_id.clone());
    let actor = CustomerActor { channel: channel.id, visitor, external_id, customer: None };
    let visit = Arc::new(Visit::new(ctx, channel, actor, profile));
    for _ in 0..ATTEMPTS {
        let this = Arc::clone(&visit);
        let plan = store.read(move |tx| Plan::make(tx, &this, taking)).await?;
        let mut unit = Unit::on("customer_identify", plan.customer).and(visitor);
        if let Some(moving) = &plan.moving {
            unit = unit.and(moving.conversation);
        }
        let this = Arc::clone(&visit);
        let token = token.clone();
        let done = store.write(ctx, unit, move |tx| {
            use_identity_token(tx, &this.ctx, &this.channel, visitor, &token)?;
            if Plan::make(tx, &this, taking)? != plan {
                return Err(Conflict::StaleVersion.into());
            }
            plan.carry_out(tx, &this)
        });
        match done.await {
            Err(Error::Conflict(Conflict::StaleVersion)) => {}
            answer => return answer,
        }
    }
    Err(Conflict::StaleVersion.into())
}

/// Notes that a device signs in with this token, and forgets tokens that have expired.
///
/// # Errors
/// `Unauthenticated::TokenReplayed` when another device has used it.
pub fn use_identity_token(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    channel: &Channel,
    visitor: VisitorId,
    token: &IdentityToken,
) -> Result<()> {
    visitors::delete_expired_identity_tokens(tx, ctx.now)?;
    if visitors::use_identity_token(tx, channel.id, &token.jti, visitor, token.expires_at)? {
        Ok(())
    } else {
        Err(Unauthenticated::TokenReplayed.into())
    }
}

/// What signing in will do, made before the unit of work and made again inside it.
#[derive(Clone, Debug, PartialEq)]
struct Plan {
    /// Who the device will speak for.
    customer: CustomerId,
    /// What that customer is to us.
    standing: Standing,
    /// The open conversation that goes with the device.
    moving: Option<Moving>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// We know them.
    Known,
    /// They were anonymous until now.
    Guest,
    /// They are new.
    New,
}

#[derive(Clone, Debug, PartialEq)]
struct Moving {
    conversation: ConversationId,
    from: CustomerId,
    axes: Axes,
}

impl Plan {
    fn make(tx: &mut Tx<'_>, visit: &Visit, taking: Option<ConversationId>) -> Result<Self> {
        let known = find(tx, &visit.channel, &visit.actor)?;
        let guest = guest(tx, &visit.channel, &visit.actor)?;
        let (customer, standing) = match (&known, &guest) {
            (Some(known), _) => (known.id, Standing::Known),
            (None, Some(guest)) => (guest.id, Standing::Guest),
            (None, None) => (visit.fresh, Standing::New),
        };
        let moving = match (known, guest) {
            (Some(known), Some(guest)) => Moving::find(tx, &visit.channel, guest.id, known.id, taking)?,
            _ => None,
        };
        Ok(Self { customer, standing, moving })
    }

    fn carry_out(&self, tx: &mut Tx<'_>, visit: &Visit) -> Result<Customer> {
        let Visit { ctx, channel, actor, profile, .. } = visit;
        if self.standing == Standing::New {
            return create(tx, ctx, channel, actor, profile, self.customer);
        }
        if let Some(moving) = &self.moving {
            moving.carry_out(tx, channel, self.customer)?;
        }
        let missing = || Error::internal("a customer vanished while signing in");
        let mut customer = customers::lookup(tx, self.customer)?.ok_or_else(missing)?;
        let first = !customer.known;
        let changed = profile.apply(&mut customer);
        customer.external_id.clone_from(&actor.external_id);
        customer.known = true;
        customer.last_seen_at = Some(ctx.now);
        if first || !changed.is_empty() {
            update(tx, &mut customer)?;
        } else {
            customers::update_last_seen(tx, customer.id, ctx.now)?;
        }
        let bound = visitors::lookup(tx, channel.id, actor.visitor)?;
        if first || bound != Some(customer.id) {
            visitors::update_customer(tx, channel.id, actor.visitor, customer.id, ctx.now)?;
            let event = Event::CustomerIdentified { customer_id: customer.id, channel_id: channel.id };
            append(tx, event, &customer)?;
        } else if !changed.is_empty() {
            append(tx, Event::CustomerUpdated { customer_id: customer.id, fields: changed }, &customer)?;
        }
        Ok(customer)
    }
}

impl Moving {
    fn find(
        tx: &mut Tx<'_>,
        channel: &Channel,
        from: CustomerId,
        to: CustomerId,
        taking: Option<ConversationId>,
    ) -> Result<Option<Self>> {
        if let Some(id) = taking
            && let Some(axes) = visitors::resolved_conversation(tx, id, from)?
        {
            return Ok(Some(Self { conversation: id, from, axes }));
        }
        if visitors::open_conversation(tx, channel.id, to)?.is_some() {
            return Ok(None);
        }
        let open = visitors::open_conversation(tx, channel.id, from)?;
        Ok(open.map(|(conversation, axes)| Self { conversation, from, axes }))
    }

    fn carry_out(&self, tx: &mut Tx<'_>, channel: &Channel, to: CustomerId) -> Result<()> {
        match visitors::move_conversation(tx, self.conversation, to) {
            // They have begun one themselves at this moment.
            Err(yingda_store::Error::Unique(_)) => return Err(Conflict::StaleVersion.into()),
            moved => moved?,
        }
        customers::add_conversations(tx, self.from, -1)?;
        customers::add_conversations(tx, to, 1)?;
        let event = Event::ConversationMoved {
            conversation_id: self.conversation,
            customer_id: to,
            from_customer_id: self.from,
            before: self.axes,
            after: self.axes,
        };
        tx.append(Entry::new(self.conversation, event).of_brand(channel.brand_id))
    }
}

fn update(tx: &mut Tx<'_>, customer: &mut Customer) -> Result<()> {
    match customers::update(tx, customer, &search_text(customer)) {
        Ok(true) => customer.version += 1,
        Ok(false) | Err(yingda_store::Error::Unique(_)) => return Err(Conflict::StaleVersion.into()),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
