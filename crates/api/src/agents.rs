//! Agents: who is there, how much they have, and whether they take more.

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_conversations::presence::{self, PresenceIn};
use yingda_model::page::Page as PageOut;
use yingda_model::{Agent, Error, MemberId};

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Json, Path};
use crate::openapi::Problems;
use crate::problem::Answer;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list)).routes(routes!(update)).routes(routes!(update_member))
}

/// Colleagues who take conversations
#[utoipa::path(get, path = "/agents", operation_id = "agent_list", tag = "Agents",
    responses((status = 200, body = PageOut<Agent>), Problems))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller) -> Answer<Json<PageOut<Agent>>> {
    Ok(Json(presence::list(state.store(), &ctx).await?))
}

/// Say whether oneself takes new work
#[utoipa::path(put, path = "/presence", operation_id = "presence_update", tag = "Agents", request_body = PresenceIn,
    responses((status = 200, body = Agent), Problems))]
async fn update(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Json(input): Json<PresenceIn>,
) -> Answer<Json<Agent>> {
    ctx.reach(yingda_model::Permission::PresenceManage)?;
    let member = ctx.actor.member().map(|member| member.id);
    let member = member.ok_or_else(|| Error::invalid("", "invalid", "a token has no presence"))?;
    Ok(Json(presence::update(state.store(), &ctx, member, input.presence).await?))
}

/// Say whether a colleague takes new work
#[utoipa::path(put, path = "/agents/{id}/presence", operation_id = "presence_update_member", tag = "Agents",
    params(("id" = MemberId, Path)), request_body = PresenceIn, responses((status = 200, body = Agent), Problems))]
async fn update_member(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<MemberId>,
    Json(input): Json<PresenceIn>,
) -> Answer<Json<Agent>> {
    Ok(Json(presence::update(state.store(), &ctx, id, input.presence).await?))
}
