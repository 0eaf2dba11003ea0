//! Teams inside brands.

use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_access::teams::{self, TeamIn, TeamPatch};
use yingda_model::TeamId;
use yingda_model::member::Team;
use yingda_model::page::Page as PageOut;

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Json, Path};
use crate::openapi::Problems;
use crate::problem::Answer;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list, create)).routes(routes!(update, delete))
}

/// Teams
#[utoipa::path(get, path = "/teams", operation_id = "team_list", tag = "Company",
    responses((status = 200, body = PageOut<Team>), Problems))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller) -> Answer<Json<PageOut<Team>>> {
    Ok(Json(PageOut::whole(teams::list(state.store(), &ctx).await?)))
}

/// Make a team
#[utoipa::path(post, path = "/teams", operation_id = "team_create", tag = "Company",
    request_body = TeamIn, responses((status = 201, body = Team), Problems))]
async fn create(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Json(input): Json<TeamIn>,
) -> Answer<(StatusCode, Json<Team>)> {
    Ok((StatusCode::CREATED, Json(teams::create(state.store(), &ctx, input).await?)))
}

/// Change a team
#[utoipa::path(patch, path = "/teams/{id}", operation_id = "team_update", tag = "Company",
    params(("id" = TeamId, Path)), request_body = TeamPatch,
    responses((status = 200, body = Team), Problems))]
async fn update(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<TeamId>,
    Json(patch): Json<TeamPatch>,
) -> Answer<Json<Team>> {
    Ok(Json(teams::update(state.store(), &ctx, id, patch).await?))
}

/// Remove a team that nothing needs
#[utoipa::path(delete, path = "/teams/{id}", operation_id = "team_delete", tag = "Company",
    params(("id" = TeamId, Path)), responses((status = 204), Problems))]
async fn delete(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<TeamId>,
) -> Answer<StatusCode> {
    teams::delete(state.store(), &ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
