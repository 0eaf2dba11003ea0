//! Queues, with how they stand.

use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_conversations::queues::{self, QueueIn, QueuePatch};
use yingda_model::page::Page as PageOut;
use yingda_model::{Queue, QueueId};

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Json, Path};
use crate::openapi::Problems;
use crate::problem::Answer;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list, create)).routes(routes!(update, delete))
}

/// Queues
#[utoipa::path(get, path = "/queues", operation_id = "queue_list", tag = "Channels",
    responses((status = 200, body = PageOut<Queue>), Problems))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller) -> Answer<Json<PageOut<Queue>>> {
    Ok(Json(PageOut::whole(queues::list(state.store(), &ctx).await?)))
}

/// Set up a queue
#[utoipa::path(post, path = "/queues", operation_id = "queue_create", tag = "Channels",
    request_body = QueueIn, responses((status = 201, body = Queue), Problems))]
async fn create(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Json(input): Json<QueueIn>,
) -> Answer<(StatusCode, Json<Queue>)> {
    Ok((StatusCode::CREATED, Json(queues::create(state.store(), &ctx, input).await?)))
}

/// Change a queue
#[utoipa::path(patch, path = "/queues/{id}", operation_id = "queue_update", tag = "Channels",
    params(("id" = QueueId, Path)), request_body = QueuePatch,
    responses((status = 200, body = Queue), Problems))]
async fn update(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<QueueId>,
    Json(patch): Json<QueuePatch>,
) -> Answer<Json<Queue>> {
    Ok(Json(queues::update(state.store(), &ctx, id, patch).await?))
}

/// Remove a queue that nothing needs
#[utoipa::path(delete, path = "/queues/{id}", operation_id = "queue_delete", tag = "Channels",
    params(("id" = QueueId, Path)), responses((status = 204), Problems))]
async fn delete(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<QueueId>,
) -> Answer<StatusCode> {
    queues::delete(state.store(), &ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
