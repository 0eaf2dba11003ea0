//! Brands of the company.

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_access::brands::{self, BrandPatch};
use yingda_model::BrandId;
use yingda_model::member::Brand;
use yingda_model::page::Page as PageOut;

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Json, Path};
use crate::openapi::Problems;
use crate::problem::Answer;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list)).routes(routes!(update))
}

/// Brands
#[utoipa::path(get, path = "/brands", operation_id = "brand_list", tag = "Company",
    responses((status = 200, body = PageOut<Brand>), Problems))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller) -> Answer<Json<PageOut<Brand>>> {
    Ok(Json(PageOut::whole(brands::list(state.store(), &ctx).await?)))
}

/// Change a brand
#[utoipa::path(patch, path = "/brands/{id}", operation_id = "brand_update", tag = "Company",
    params(("id" = BrandId, Path)), request_body = BrandPatch,
    responses((status = 200, body = Brand), Problems))]
async fn update(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<BrandId>,
    Json(patch): Json<BrandPatch>,
) -> Answer<Json<Brand>> {
    Ok(Json(brands::update(state.store(), &ctx, id, patch).await?))
}
