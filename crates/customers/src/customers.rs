//! Customers as members see and edit them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_language::normalize::fold;
use yingda_model::error::Checks;
use yingda_model::{
    BrandId, Conflict, Ctx, Customer, CustomerId, Entry, Error, Event, Locale, Page, PageRequest, Permission,
    Result, Subject,
};
use yingda_store::{Store, Unit, customers};

use crate::nullable::present;
use crate::profiles::{MAX_NAME, is_email, is_phone, search_text};

/// A customer whom the shop already knows.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerIn {
    pub brand_id: BrandId,
    pub name: String,
    /// The shop's own id.
    pub external_id: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub tier: Option<String>,
    pub locale: Locale,
    pub attributes: BTreeMap<String, String>,
}

/// What changes about a customer. What is absent stays; `null` clears.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub email: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub phone: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub tier: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<BTreeMap<String, String>>,
    /// The version that was read.
    pub version: i64,
}

/// Customers within reach, newest first; with `query` those whose name, address, number or shop id contains it.
pub async fn list(
    store: &Store,
    ctx: &Ctx,
    query: Option<&str>,
    page: PageRequest,
) -> Result<Page<Customer>> {
    let reach = ctx.reach(Permission::CustomerRead)?;
    if let Some(cursor) = &page.cursor {
        let known: Result<CustomerId, _> = cursor.parse();
        known.map_err(|_| Error::invalid("cursor", "invalid", "is not a cursor of this list"))?;
    }
    let search = fold(query.unwrap_or_default());
    if search.is_empty() && query.is_some_and(|query| !query.trim().is_empty()) {
        return Ok(Page::whole(Vec::new()));
    }
    let limit = page.limit;
    let rows = store.read(move |tx| Ok(customers::list(tx, &reach, &search, &page)?)).await?;
    Ok(Page::cut(rows, limit, |customer| customer.id.to_string()))
}

/// A customer by id.
pub async fn lookup(store: &Store, ctx: &Ctx, id: CustomerId) -> Result<Customer> {
    let reach = ctx.reach(Permission::CustomerRead)?;
    let found = store.read(move |tx| Ok(customers::lookup(tx, id)?)).await?;
    found
        .filter(|customer| reach.covers(&Subject::brand(customer.brand_id)))
        .ok_or_else(|| Error::not_found("customer", id))
}

/// Takes over a customer whom the shop already knows.
pub async fn create(store: &Store, ctx: &Ctx, input: CustomerIn) -> Result<Customer> {
    ctx.require(Permission::CustomerUpdate, &Subject::brand(input.brand_id))?;
    let customer = Customer {
        id: ctx.id(),
        brand_id: input.brand_id,
        name: input.name.trim().to_owned(),
        external_id: Some(input.external_id),
        email: input.email,
        phone: input.phone,
        tier: input.tier,
        locale: input.locale,
        attributes: input.attributes,
        note: String::new(),
        conversation_count: 0,
        known: false,
        created_at: ctx.now,
        last_seen_at: None,
        version: 1,
    };
    validate(&customer)?;
    let unit = Unit::on("customer_create", customer.id);
    let work = move |tx: &mut yingda_store::Tx<'_>| {
        customers::create(tx, &customer, &search_text(&customer))
            .map_err(|error| error.taken("external", "external_id"))?;
        let event = Event::CustomerCreated { customer_id: customer.id, channel_id: None };
        let entry = Entry::new(customer.id, event).of_brand(customer.brand_id);
        tx.append(entry.with_personal(&customer))?;
        Ok(customer.clone())
    };
    store.write(ctx, unit, work).await
}

/// Changes what we know about a customer.
pub async fn update(store: &Store, ctx: &Ctx, id: CustomerId, patch: CustomerPatch) -> Result<Customer> {
    ctx.reach(Permission::CustomerUpdate)?;
    let customer = lookup(store, ctx, id).await?;
    ctx.require(Permission::CustomerUpdate, &Subject::brand(customer.brand_id))?;
    let (changed, fields) = patch.apply(&customer);
    validate(&changed)?;
    let work = move |tx: &mut yingda_store::Tx<'_>| {
        if patch.version != customer.version {
            return Err(Conflict::StaleVersion.into());
        }
        if fields.is_empty() {
            return Ok(customer.clone());
        }
        if !customers::update(tx, &changed, &search_text(&changed))? {
            return Err(Conflict::StaleVersion.into());
        }
        let event = Event::CustomerUpdated { customer_id: id, fields: fields.clone() };
        tx.append(Entry::new(id, event).of_brand(changed.brand_id).with_personal(&patch))?;
        Ok(Customer { version: changed.version + 1, ..changed.clone() })
    };
    store.write(ctx, Unit::on("customer_update", id), work).await
}

impl CustomerPatch {
    /// The customer after the change, and the names of the fields that differ.
    fn apply(&self, before: &Customer) -> (Customer, Vec<String>) {
        let filled = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
        };
        let mut after = before.clone();
        if let Some(name) = &self.name {
            name.trim().clone_into(&mut after.name);
        }
        if let Some(email) = &self.email {
            after.email = filled(email);
        }
        if let Some(phone) = &self.phone {
            after.phone = filled(phone);
        }
        if let Some(tier) = &self.tier {
            after.tier = filled(tier);
        }
        if let Some(note) = &self.note {
            note.trim().clone_into(&mut after.note);
        }
        if let Some(attributes) = &self.attributes {
            after.attributes.clone_from(attributes);
        }
        let differences = [
            ("name", before.name != after.name),
            ("email", before.email != after.email),
            ("phone", before.phone != after.phone),
            ("tier", before.tier != after.tier),
            ("note", before.note != after.note),
            ("attributes", before.attributes != after.attributes),
        ];
        let fields = differences.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.to_owned());
        (after, fields.collect())
    }
}

fn validate(customer: &Customer) -> Result<()> {
    let mut checks = Checks::default();
    checks.text(&customer.name, "/name", 1, MAX_NAME);
    let email = customer.email.as_deref().is_none_or(is_email);
    checks.check(email, "/email", "invalid", "must be an e-mail address");
    let phone = customer.phone.as_deref().is_none_or(is_phone);
    checks.check(phone, "/phone", "invalid", "must be a telephone number of at most 32 characters");
    checks.text(customer.tier.as_deref().unwrap_or_default(), "/tier", 0, 40);
    checks.text(&customer.note, "/note", 0, 4_000);
    checks.check(customer.attributes.len() <= 50, "/attributes", "too_many", "at most 50 attributes");
    for (key, value) in &customer.attributes {
        let pointer = format!("/attributes/{}", key.replace('~', "~0").replace('/', "~1"));
        let key_length = key.trim().chars().count();
        checks.check(
            (1..=40).contains(&key_length),
            &pointer,
            "invalid",
            "its name must have 1 to 40 characters",
        );
        checks.text(value, &pointer, 0, 200);
    }
    checks.finish()
}
