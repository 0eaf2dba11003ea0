//! What the shop knows: products, customers and their orders.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use serde::Deserialize;
use yingda_customers::customers::{self, CustomerIn};
use yingda_model::customer::{OrderItem, OrderStatus};
use yingda_model::{BrandId, Ctx, Customer, Locale, Order, Result, Timestamp};
use yingda_store::orders::Product;
use yingda_store::{Store, Unit, orders};

use super::{SHOP, broken, unknown};

#[derive(Deserialize)]
struct File {
    currency: String,
    products: Vec<ProductRow>,
    customers: Vec<CustomerRow>,
    orders: Vec<OrderRow>,
}

#[derive(Deserialize)]
struct ProductRow {
    sku: String,
    name: String,
    name_en: String,
    category: String,
    price_minor: i64,
}

#[derive(Deserialize)]
struct CustomerRow {
    external_id: String,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    tier: Option<String>,
    locale: Locale,
    attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct OrderRow {
    number: String,
    customer: String,
    status: OrderStatus,
    items: Vec<LineRow>,
    tracking: Option<String>,
    days_ago: u64,
}

#[derive(Deserialize)]
struct LineRow {
    sku: String,
    quantity: i64,
}

/// Makes it all; answers the customers by the shop's own ids.
pub(super) async fn make(
    store: &Store,
    ctx: &Ctx,
    brand: BrandId,
    now: Timestamp,
) -> Result<HashMap<String, Customer>> {
    let file: File = serde_json::from_str(SHOP).map_err(broken)?;
    let products = make_products(store, ctx, brand, &file).await?;
    let mut people = HashMap::new();
    for row in file.customers {
        let input = CustomerIn {
            brand_id: brand,
            name: row.name,
            external_id: row.external_id.clone(),
            email: row.email,
            phone: row.phone,
            tier: row.tier,
            locale: row.locale,
            attributes: row.attributes,
        };
        people.insert(row.external_id, customers::create(store, ctx, input).await?);
    }
    let mut made = Vec::new();
    for row in &file.orders {
        let customer = people.get(&row.customer).ok_or_else(|| unknown("customer", &row.customer))?;
        made.push((customer.id, order(ctx, row, &products, &file.currency, now)?));
    }
    let work = move |tx: &mut yingda_store::Tx<'_>| {
        for (customer, order) in &made {
            orders::create(tx, brand, *customer, order)?;
        }
        Ok(())
    };
    store.write(ctx, Unit::quiet("demo_orders"), work).await?;
    Ok(people)
}

async fn make_products(
    store: &Store,
    ctx: &Ctx,
    brand_id: BrandId,
    file: &File,
) -> Result<HashMap<String, Product>> {
    let product = |row: &ProductRow| Product {
        id: ctx.id(),
        brand_id,
        sku: row.sku.clone(),
        name: row.name.clone(),
        name_en: row.name_en.clone(),
        category: row.category.clone(),
        price_minor: row.price_minor,
        currency: file.currency.clone(),
    };
    let products: Vec<Product> = file.products.iter().map(product).collect();
    let stored = products.clone();
    let work = move |tx: &mut yingda_store::Tx<'_>| {
        for product in &stored {
            orders::create_product(tx, product)?;
        }
        Ok(())
    };
    store.write(ctx, Unit::quiet("demo_products"), work).await?;
    Ok(products.into_iter().map(|product| (product.sku.clone(), product)).collect())
}

fn order(
    ctx: &Ctx,
    row: &OrderRow,
    products: &HashMap<String, Product>,
    currency: &str,
    now: Timestamp,
) -> Result<Order> {
    let item = |line: &LineRow| {
        let product = products.get(&line.sku).ok_or_else(|| unknown("product", &line.sku))?;
        let (name, price_minor) = (product.name.clone(), product.price_minor);
        Ok(OrderItem { sku: line.sku.clone(), name, quantity: line.quantity, price_minor })
    };
    let items = row.items.iter().map(item).collect::<Result<Vec<_>>>()?;
    Ok(Order {
        id: ctx.id(),
        number: row.number.clone(),
        status: row.status,
        total_minor: items.iter().map(|item| item.price_minor * item.quantity).sum(),
        items,
        currency: currency.to_owned(),
        tracking: row.tracking.clone(),
        placed_at: now.minus(Duration::from_secs(row.days_ago * 24 * 60 * 60)),
    })
}
