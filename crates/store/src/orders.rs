//! What the shop sells and what a customer bought there; a copy for agents to look at, never the shop's own books.

use yingda_model::{BrandId, CustomerId, Order, ProductId};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, json, word};

/// Something that the shop sells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    pub id: ProductId,
    pub brand_id: BrandId,
    pub sku: String,
    pub name: String,
    pub name_en: String,
    pub category: String,
    /// In the smallest unit of the currency.
    pub price_minor: i64,
    /// ISO 4217.
    pub currency: String,
}

/// Stores a product.
pub fn create_product(tx: &mut Tx<'_>, product: &Product) -> Result<()> {
    tx.execute(
        "INSERT INTO products (id, brand_id, sku, name, name_en, category, price_minor, currency) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            word(product.id),
            word(product.brand_id),
            &product.sku,
            &product.name,
            &product.name_en,
            &product.category,
            product.price_minor,
            &product.currency
        ],
    )?;
    Ok(())
}

/// Stores an order of a customer.
pub fn create(tx: &mut Tx<'_>, brand: BrandId, customer: CustomerId, order: &Order) -> Result<()> {
    tx.execute(
        "INSERT INTO orders (id, brand_id, customer_id, number, status, items, total_minor, currency, tracking, placed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            word(order.id),
            word(brand),
            word(customer),
            &order.number,
            word(order.status),
            &json(&order.items)?,
            order.total_minor,
            &order.currency,
            order.tracking.as_deref(),
            order.placed_at
        ],
    )?;
    Ok(())
}

/// A customer's orders, newest first. The cursor is the number of the last order seen and when it was placed.
pub fn list(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    after: Option<(i64, &str)>,
    limit: usize,
) -> Result<Vec<Order>> {
    let (placed_at, number) = after.unwrap_or((i64::MAX, ""));
    tx.list(
        "SELECT * FROM orders WHERE customer_id = $1 AND (placed_at < $2 OR (placed_at = $2 AND number > $3)) \
         ORDER BY placed_at DESC, number LIMIT $4",
        params![word(customer), placed_at, number, limit],
        order,
    )
}

fn order(row: &Row) -> Result<Order> {
    Ok(Order {
        id: row.parse("id")?,
        number: row.get("number")?,
        status: row.parse("status")?,
        items: row.json("items")?,
        total_minor: row.get("total_minor")?,
        currency: row.get("currency")?,
        tracking: row.get("tracking")?,
        placed_at: row.get("placed_at")?,
    })
}
