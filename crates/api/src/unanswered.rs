//! Questions that the bot could not answer.

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_knowledge::unanswered::{self, UnansweredFilter};
use yingda_model::page::Page as PageOut;
use yingda_model::{Unanswered, UnansweredId};

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Json, Path, Query};
use crate::openapi::Problems;
use crate::page::{Page, PageQuery};
use crate::problem::Answer;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list)).routes(routes!(dismiss)).routes(routes!(reopen))
}

/// Unanswered questions
///
/// The most frequent first, with personal data masked.
#[utoipa::path(get, path = "/unanswered", operation_id = "unanswered_list", tag = "Knowledge",
    params(UnansweredFilter, PageQuery), responses((status = 200, body = PageOut<Unanswered>), Problems))]
async fn list(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Query(filter): Query<UnansweredFilter>,
    Page(page): Page,
) -> Answer<Json<PageOut<Unanswered>>> {
    Ok(Json(unanswered::list(state.store(), &ctx, filter, page).await?))
}

/// Dismiss an unanswered question
#[utoipa::path(post, path = "/unanswered/{id}/dismiss", operation_id = "unanswered_dismiss", tag = "Knowledge",
    params(("id" = UnansweredId, Path)), responses((status = 200, body = Unanswered), Problems))]
async fn dismiss(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<UnansweredId>,
) -> Answer<Json<Unanswered>> {
    Ok(Json(unanswered::dismiss(state.store(), &ctx, id).await?))
}

/// Take back that a question was dismissed
#[utoipa::path(post, path = "/unanswered/{id}/reopen", operation_id = "unanswered_reopen", tag = "Knowledge",
    params(("id" = UnansweredId, Path)), responses((status = 200, body = Unanswered), Problems))]
async fn reopen(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<UnansweredId>,
) -> Answer<Json<Unanswered>> {
    Ok(Json(unanswered::reopen(state.store(), &ctx, id).await?))
}
