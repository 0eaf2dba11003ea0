//! Canned replies.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_conversations::canned_replies::{self, CannedReplyIn, CannedReplyPatch};
use yingda_model::page::Page as PageOut;
use yingda_model::{CannedReply, CannedReplyId};

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Json, Path, Query};
use crate::openapi::Problems;
use crate::page::{Page, PageQuery};
use crate::problem::Answer;

/// Which replies.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CannedReplyFilter {
    /// A part of the shortcut, the title or the text.
    q: Option<String>,
}

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list, create)).routes(routes!(update, delete))
}

/// Canned replies
///
/// The shared ones of the caller's brands and the caller's own, by shortcut.
#[utoipa::path(get, path = "/canned-replies", operation_id = "canned_reply_list", tag = "Conversations",
    params(CannedReplyFilter, PageQuery), responses((status = 200, body = PageOut<CannedReply>), Problems))]
async fn list(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Query(filter): Query<CannedReplyFilter>,
    Page(page): Page,
) -> Answer<Json<PageOut<CannedReply>>> {
    Ok(Json(canned_replies::list(state.store(), &ctx, filter.q.as_deref(), page).await?))
}

/// Write a canned reply
#[utoipa::path(post, path = "/canned-replies", operation_id = "canned_reply_create", tag = "Conversations",
    request_body = CannedReplyIn, responses((status = 201, body = CannedReply), Problems))]
async fn create(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Json(input): Json<CannedReplyIn>,
) -> Answer<(StatusCode, Json<CannedReply>)> {
    Ok((StatusCode::CREATED, Json(canned_replies::create(state.store(), &ctx, input).await?)))
}

/// Change a canned reply
#[utoipa::path(patch, path = "/canned-replies/{id}", operation_id = "canned_reply_update", tag = "Conversations",
    params(("id" = CannedReplyId, Path)), request_body = CannedReplyPatch,
    responses((status = 200, body = CannedReply), Problems))]
async fn update(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<CannedReplyId>,
    Json(patch): Json<CannedReplyPatch>,
) -> Answer<Json<CannedReply>> {
    Ok(Json(canned_replies::update(state.store(), &ctx, id, patch).await?))
}

/// Remove a canned reply
#[utoipa::path(delete, path = "/canned-replies/{id}", operation_id = "canned_reply_delete", tag = "Conversations",
    params(("id" = CannedReplyId, Path)), responses((status = 204), Problems))]
async fn delete(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<CannedReplyId>,
) -> Answer<StatusCode> {
    canned_replies::delete(state.store(), &ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
