//! Customers and their orders.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_customers::customers::{self, CustomerPatch};
use yingda_customers::orders;
use yingda_model::page::Page as PageOut;
use yingda_model::{Customer, CustomerId, Order};
use yingda_records::erasure;

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Json, Path, Query};
use crate::openapi::Problems;
use crate::page::{Page, PageQuery};
use crate::problem::Answer;

/// Which customers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CustomerFilter {
    /// A part of the name, the address, the number or the shop's own id.
    q: Option<String>,
}

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(lookup, update, erase))
        .routes(routes!(list_orders))
}

/// Customers
///
/// The newest first.
#[utoipa::path(get, path = "/customers", operation_id = "customer_list", tag = "Customers",
    params(CustomerFilter, PageQuery), responses((status = 200, body = PageOut<Customer>), Problems))]
async fn list(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Query(filter): Query<CustomerFilter>,
    Page(page): Page,
) -> Answer<Json<PageOut<Customer>>> {
    Ok(Json(customers::list(state.store(), &ctx, filter.q.as_deref(), page).await?))
}

/// A customer
#[utoipa::path(get, path = "/customers/{id}", operation_id = "customer_lookup", tag = "Customers",
    params(("id" = CustomerId, Path)), responses((status = 200, body = Customer), Problems))]
async fn lookup(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<CustomerId>,
) -> Answer<Json<Customer>> {
    Ok(Json(customers::lookup(state.store(), &ctx, id).await?))
}

/// Change what is known about a customer
#[utoipa::path(patch, path = "/customers/{id}", operation_id = "customer_update", tag = "Customers",
    params(("id" = CustomerId, Path)), request_body = CustomerPatch,
    responses((status = 200, body = Customer), Problems))]
async fn update(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<CustomerId>,
    Json(patch): Json<CustomerPatch>,
) -> Answer<Json<Customer>> {
    Ok(Json(customers::update(state.store(), &ctx, id, patch).await?))
}

/// Erase a customer
///
/// Everything that is kept of them goes: conversations with messages and files, orders, devices, profile, and their words in
/// the journal. Open conversations are resolved first. It can't be undone, and no backup brings them back.
#[utoipa::path(delete, path = "/customers/{id}", operation_id = "customer_erase", tag = "Customers",
    params(("id" = CustomerId, Path)), responses((status = 204), Problems))]
async fn erase(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<CustomerId>,
) -> Answer<StatusCode> {
    erasure::erase(state.store(), &ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A customer's orders
///
/// The newest first.
#[utoipa::path(get, path = "/customers/{id}/orders", operation_id = "customer_orders", tag = "Customers",
    params(("id" = CustomerId, Path), PageQuery), responses((status = 200, body = PageOut<Order>), Problems))]
async fn list_orders(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<CustomerId>,
    Page(page): Page,
) -> Answer<Json<PageOut<Order>>> {
    Ok(Json(orders::list(state.store(), &ctx, id, page).await?))
}
