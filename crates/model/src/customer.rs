//! Customers and what the shop knows about them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text_enum::text_enum;
use crate::{BrandId, CustomerId, Locale, OrderId, Timestamp};

/// A customer of a brand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CustomerOut)]
pub struct Customer {
    pub id: CustomerId,
    pub brand_id: BrandId,
    pub name: String,
    /// The shop's own id, from a signed identity or an import.
    pub external_id: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub tier: Option<String>,
    pub locale: Locale,
    pub attributes: BTreeMap<String, String>,
    /// What agents want colleagues to know.
    pub note: String,
    pub conversation_count: i64,
    /// Whether a signed identity says who this is.
    pub known: bool,
    pub created_at: Timestamp,
    pub last_seen_at: Option<Timestamp>,
    pub version: i64,
}

/// A customer, as lists name them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CustomerName {
    pub id: CustomerId,
    pub name: String,
    pub tier: Option<String>,
    pub known: bool,
}

text_enum! {
    /// Why something was erased.
    ErasureReason {
        /// It was older than the company keeps it.
        Age = "age",
        /// The customer wanted it.
        Request = "request",
    }
}

text_enum! {
    /// Where an order stands.
    OrderStatus {
        Paid = "paid",
        Shipped = "shipped",
        Delivered = "delivered",
        Returned = "returned",
        Cancelled = "cancelled",
    }
}

/// An order of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = OrderOut)]
pub struct Order {
    pub id: OrderId,
    pub number: String,
    pub status: OrderStatus,
    pub items: Vec<OrderItem>,
    /// In the smallest unit of the currency (fen, cents).
    pub total_minor: i64,
    /// ISO 4217.
    pub currency: String,
    pub tracking: Option<String>,
    pub placed_at: Timestamp,
}

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderItem {
    pub sku: String,
    pub name: String,
    pub quantity: i64,
    /// For one piece, in the smallest unit of the currency.
    pub price_minor: i64,
}
