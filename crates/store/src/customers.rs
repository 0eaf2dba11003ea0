//! Customers' rows. Who a visitor is, is decided in the service, not here.

use yingda_model::permission::Reach;
use yingda_model::{BrandId, Customer, CustomerId, PageRequest, Scope, Timestamp};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, Value, json, optional_word, word};

/// Stores a new customer. `search` is the folded text that lists look in.
pub fn create(tx: &mut Tx<'_>, customer: &Customer, search: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO customers (id, brand_id, name, search, external_id, email, phone, tier, locale, attributes, note, \
         known, conversation_count, created_at, last_seen_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        params![
            word(customer.id),
            word(customer.brand_id),
            &customer.name,
            search,
            customer.external_id.as_deref(),
            customer.email.as_deref(),
            customer.phone.as_deref(),
            customer.tier.as_deref(),
            word(customer.locale),
            &json(&customer.attributes)?,
            &customer.note,
            customer.known,
            customer.conversation_count,
            customer.created_at,
            customer.last_seen_at,
            customer.version
        ],
    )?;
    Ok(())
}

/// A customer by id.
pub fn lookup(tx: &mut Tx<'_>, id: CustomerId) -> Result<Option<Customer>> {
    tx.row("SELECT * FROM customers WHERE id = $1", params![word(id)])?.as_ref().map(customer).transpose()
}

/// The customer whom the shop knows by this id.
pub fn find_by_external_id(tx: &mut Tx<'_>, brand: BrandId, external_id: &str) -> Result<Option<Customer>> {
    tx.row(
        "SELECT * FROM customers WHERE brand_id = $1 AND external_id = $2",
        params![word(brand), external_id],
    )?
    .as_ref()
    .map(customer)
    .transpose()
}

/// Customers, newest first: those of the reader's brands whose folded text contains `search`. The cursor is the last id.
pub fn list(tx: &mut Tx<'_>, reach: &Reach, search: &str, page: &PageRequest) -> Result<Vec<Customer>> {
    tx.list(
        "SELECT * FROM customers WHERE (CAST($1 AS TEXT) IS NULL OR $1 LIKE '%' || brand_id || '%') \
         AND (CAST($2 AS TEXT) IS NULL OR search LIKE '%' || $2 || '%' ESCAPE '\\') \
         AND (CAST($3 AS TEXT) IS NULL OR id < $3) ORDER BY id DESC LIMIT $4",
        params![
            &of_brands(reach),
            (!search.is_empty()).then(|| escape(search)),
            page.cursor.as_deref(),
            page.limit + 1
        ],
        customer,
    )
}

/// Stores what changed, if the row is still at the version before; answers whether it was.
pub fn update(tx: &mut Tx<'_>, customer: &Customer, search: &str) -> Result<bool> {
    let touched = tx.execute(
        "UPDATE customers SET name = $2, search = $3, external_id = $4, email = $5, phone = $6, tier = $7, locale = $8, \
         attributes = $9, note = $10, known = $11, last_seen_at = $12, version = version + 1 \
         WHERE id = $1 AND version = $13",
        params![
            word(customer.id),
            &customer.name,
            search,
            customer.external_id.as_deref(),
            customer.email.as_deref(),
            customer.phone.as_deref(),
            customer.tier.as_deref(),
            word(customer.locale),
            &json(&customer.attributes)?,
            &customer.note,
            customer.known,
            customer.last_seen_at,
            customer.version
        ],
    )?;
    Ok(touched == 1)
}

/// Notes when the customer was here last.
pub fn update_last_seen(tx: &mut Tx<'_>, id: CustomerId, at: Timestamp) -> Result<()> {
    tx.send("UPDATE customers SET last_seen_at = $2 WHERE id = $1", params![word(id), at])?;
    Ok(())
}

/// Counts conversations that a customer has gained (or, when negative, lost to another).
pub fn add_conversations(tx: &mut Tx<'_>, id: CustomerId, gained: i64) -> Result<()> {
    tx.execute(
        "UPDATE customers SET conversation_count = conversation_count + $2 WHERE id = $1",
        params![word(id), gained],
    )?;
    Ok(())
}

/// How many customers there are.
pub fn count(tx: &mut Tx<'_>) -> Result<i64> {
    tx.count("SELECT COUNT(*) AS n FROM customers", &[])
}

/// The brands within reach as one text, in which a statement looks for a row's brand; null for all.
pub(crate) fn of_brands(reach: &Reach) -> Value {
    let brands = match reach.scope {
        Some(Scope::All) => None,
        Some(Scope::Brand) => {
            Some(reach.brands.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        }
        _ => Some(String::new()),
    };
    optional_word(brands)
}

/// A text that LIKE takes literally, with `\` as the escape.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

fn customer(row: &Row) -> Result<Customer> {
    Ok(Customer {
        id: row.parse("id")?,
        brand_id: row.parse("brand_id")?,
        name: row.get("name")?,
        external_id: row.get("external_id")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        tier: row.get("tier")?,
        locale: row.parse("locale")?,
        attributes: row.json("attributes")?,
        note: row.get("note")?,
        conversation_count: row.get("conversation_count")?,
        known: row.get("known")?,
        created_at: row.get("created_at")?,
        last_seen_at: row.get("last_seen_at")?,
        version: row.get("version")?,
    })
}
