//! Alarms: what the people who run the deployment should know of.

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_alarms::alarms::{self, MuteIn};
use yingda_model::page::Page as PageOut;
use yingda_model::{Alarm, AlarmId};

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Json, Path};
use crate::openapi::Problems;
use crate::problem::Answer;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list)).routes(routes!(acknowledge)).routes(routes!(mute))
}

/// Alarms that are on
///
/// The worst first. The realtime topic `alarms` tells when it is worth reading them again.
#[utoipa::path(get, path = "/alarms", operation_id = "alarm_list", tag = "Alarms",
    responses((status = 200, body = PageOut<Alarm>), Problems))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller) -> Answer<Json<PageOut<Alarm>>> {
    Ok(Json(alarms::list(state.store(), &ctx).await?))
}

/// Say that one sees to an alarm
#[utoipa::path(post, path = "/alarms/{id}/acknowledge", operation_id = "alarm_acknowledge", tag = "Alarms",
    params(("id" = AlarmId, Path)), responses((status = 200, body = Alarm), Problems))]
async fn acknowledge(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<AlarmId>,
) -> Answer<Json<Alarm>> {
    Ok(Json(alarms::acknowledge(state.store(), &ctx, id).await?))
}

/// Make an alarm quiet for some hours
///
/// Also when it goes and comes again meanwhile. No hours end it.
#[utoipa::path(post, path = "/alarms/{id}/mute", operation_id = "alarm_mute", tag = "Alarms",
    params(("id" = AlarmId, Path)), request_body = MuteIn, responses((status = 200, body = Alarm), Problems))]
async fn mute(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<AlarmId>,
    Json(input): Json<MuteIn>,
) -> Answer<Json<Alarm>> {
    Ok(Json(alarms::mute(state.store(), &ctx, id, input).await?))
}
