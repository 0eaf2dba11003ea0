//! Orders: what a customer bought, as the shop told us. Read here, never changed.

use yingda_model::{Ctx, CustomerId, Error, Order, Page, PageRequest, Result};
use yingda_store::{Store, orders};

use crate::customers;

/// A customer's orders, newest first.
pub async fn list(store: &Store, ctx: &Ctx, id: CustomerId, page: PageRequest) -> Result<Page<Order>> {
    let after = page.cursor.as_deref().map(read_cursor).transpose()?;
    customers::lookup(store, ctx, id).await?;
    let limit = page.limit;
    let rows = store
        .read(move |tx| {
            let after = after.as_ref().map(|(placed_at, number)| (*placed_at, number.as_str()));
            Ok(orders::list(tx, id, after, limit + 1)?)
        })
        .await?;
    Ok(Page::cut(rows, page.limit, |order| format!("{}:{}", order.placed_at.millis(), order.number)))
}

fn read_cursor(cursor: &str) -> Result<(i64, String)> {
    let parsed = cursor.split_once(':').and_then(|(at, number)| Some((at.parse().ok()?, number.to_owned())));
    parsed.ok_or_else(|| Error::invalid("cursor", "invalid", "is not a cursor of this list"))
}
