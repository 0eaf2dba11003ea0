//! Identities: which customer a device speaks for.
//!
//! Two rules keep customers apart. An actor with an external id, which only a signed identity gives, is the customer of
//! that external id and nobody else. An actor without one is the anonymous customer of their own device: a device never
//! leads to a customer with an external id, so an old token on a shared computer shows nothing after logging out.
//!
//! How an anonymous visitor becomes somebody is told in `sign_ins`.

use std::sync::Arc;

use serde::Serialize;
use yingda_model::context::CustomerActor;
use yingda_model::{Channel, Conflict, Ctx, Customer, CustomerId, Entry, Error, Event, Result, Timestamp};
use yingda_store::{Store, Tx, Unit, customers, visitors};

use crate::profiles::{Profile, anonymous_name, search_text};

/// How old `last_seen_at` may grow before it is written again.
const SEEN_EVERY: std::time::Duration = std::time::Duration::from_secs(60);
/// How often coming in is tried again when another device comes in at the same moment.
pub(crate) const ATTEMPTS: usize = 5;

/// Somebody who comes in on a device; shared by the units that take care of them.
pub(crate) struct Visit {
    pub ctx: Ctx,
    pub channel: Channel,
    pub actor: CustomerActor,
    pub profile: Profile,
    /// The id of the customer, should they be new.
    pub fresh: CustomerId,
}

impl Visit {
    pub fn new(ctx: &Ctx, channel: &Channel, actor: CustomerActor, profile: &Profile) -> Self {
        let (channel, profile) = (channel.clone(), profile.clone());
        Self { ctx: ctx.clone(), channel, actor, profile, fresh: ctx.id() }
    }
}

#[derive(Serialize)]
struct Personal<'a> {
    name: &'a str,
    external_id: Option<&'a str>,
    email: Option<&'a str>,
    phone: Option<&'a str>,
}

/// The customer for whom a device speaks, if there is one yet.
pub fn find(tx: &mut Tx<'_>, channel: &Channel, actor: &CustomerActor) -> Result<Option<Customer>> {
    match &actor.external_id {
        Some(external_id) => Ok(customers::find_by_external_id(tx, channel.brand_id, external_id)?),
        None => guest(tx, channel, actor),
    }
}

/// The customer for whom a device speaks, brought to life when there is none, inside the caller's unit of work.
///
/// A unit names its journal partitions before it begins, so the caller looks first: `expected` is the id of the customer
/// whom `find` showed, or a new id, and the unit is also `on` that id.
///
/// # Errors
/// `Conflict::StaleVersion` when another device was faster and the customer is not the expected one: look again.
pub fn resolve(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    channel: &Channel,
    actor: &CustomerActor,
    profile: &Profile,
    expected: CustomerId,
) -> Result<Customer> {
    if let Some(mut customer) = find(tx, channel, actor)? {
        if customer.id != expected {
            return Err(Conflict::StaleVersion.into());
        }
        seen(tx, ctx, &mut customer)?;
        return Ok(customer);
    }
    create(tx, ctx, channel, actor, profile, expected)
}

/// The customer for whom a device speaks, brought to life when there is none, in a unit of its own. Most who come in here
/// are new, so it looks for them only when they turn out not to be.
pub async fn enter(
    store: &Store,
    ctx: &Ctx,
    channel: &Channel,
    actor: &CustomerActor,
    profile: &Profile,
) -> Result<Customer> {
    let visit = Arc::new(Visit::new(ctx, channel, actor.clone(), profile));
    let mut id = visit.fresh;
    for _ in 0..ATTEMPTS {
        let this = Arc::clone(&visit);
        let done = store.write(ctx, Unit::on("customer_enter", id).and(actor.visitor), move |tx| {
            resolve(tx, &this.ctx, &this.channel, &this.actor, &this.profile, id)
        });
        match done.await {
            Err(Error::Conflict(Conflict::StaleVersion)) => {}
            answer => return answer,
        }
        let this = Arc::clone(&visit);
        let found = store.read(move |tx| find(tx, &this.channel, &this.actor)).await?;
        id = found.map_or(visit.fresh, |customer| customer.id);
    }
    Err(Conflict::StaleVersion.into())
}

/// The anonymous customer of a device.
pub fn guest(tx: &mut Tx<'_>, channel: &Channel, actor: &CustomerActor) -> Result<Option<Customer>> {
    let Some(id) = visitors::lookup(tx, channel.id, actor.visitor)? else {
        return Ok(None);
    };
    Ok(customers::lookup(tx, id)?.filter(|customer| customer.external_id.is_none()))
}

fn seen(tx: &mut Tx<'_>, ctx: &Ctx, customer: &mut Customer) -> Result<()> {
    if stale(customer, ctx.now) {
        customers::update_last_seen(tx, customer.id, ctx.now)?;
        customer.last_seen_at = Some(ctx.now);
    }
    Ok(())
}

fn stale(customer: &Customer, now: Timestamp) -> bool {
    customer.last_seen_at.is_none_or(|at| now.since(at) >= SEEN_EVERY)
}

pub(crate) fn create(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    channel: &Channel,
    actor: &CustomerActor,
    profile: &Profile,
    id: CustomerId,
) -> Result<Customer> {
    let customer = Customer {
        id,
        brand_id: channel.brand_id,
        name: profile.name.clone().unwrap_or_else(|| anonymous_name(id, profile.locale)),
        external_id: actor.external_id.clone(),
        email: profile.email.clone(),
        phone: profile.phone.clone(),
        tier: None,
        locale: profile.locale,
        attributes: std::collections::BTreeMap::new(),
        note: String::new(),
        conversation_count: 0,
        known: actor.external_id.is_some(),
        created_at: ctx.now,
        last_seen_at: Some(ctx.now),
        version: 1,
    };
    match customers::create(tx, &customer, &search_text(&customer)) {
        // Another device of the same customer came first.
        Err(yingda_store::Error::Unique(_)) => return Err(Conflict::StaleVersion.into()),
        stored => stored?,
    }
    visitors::update_customer(tx, channel.id, actor.visitor, id, ctx.now)?;
    let event = Event::CustomerCreated { customer_id: id, channel_id: Some(channel.id) };
    append(tx, event, &customer)?;
    Ok(customer)
}

pub(crate) fn append(tx: &mut Tx<'_>, event: Event, customer: &Customer) -> Result<()> {
    let personal = Personal {
        name: &customer.name,
        external_id: customer.external_id.as_deref(),
        email: customer.email.as_deref(),
        phone: customer.phone.as_deref(),
    };
    tx.append(Entry::new(customer.id, event).of_brand(customer.brand_id).with_personal(&personal))
}
