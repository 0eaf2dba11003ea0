//! The first start: whether an administrator is wanted, and the form that makes one.

use axum::extract::State;
use axum::http::HeaderMap;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_access::sessions::SessionOut;
use yingda_access::setup::{self, SetupIn, SetupOut};

use crate::AppState;
use crate::authentication::Anonymous;
use crate::extract::Json;
use crate::openapi::Problems;
use crate::peer::Peer;
use crate::problem::Answer;
use crate::session::begun;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(status, complete))
}

/// Whether the product waits for its first administrator
#[utoipa::path(get, path = "/setup", operation_id = "setup_status", tag = "Session", security(()),
    responses((status = 200, body = SetupOut), Problems))]
async fn status(
    State(state): State<AppState>,
    Anonymous(_): Anonymous,
    Peer(peer): Peer,
) -> Answer<Json<SetupOut>> {
    state.rates().public(peer)?;
    Ok(Json(setup::status(state.store(), state.settings().demo).await?))
}

/// Set the company up and log in
///
/// Makes a brand, a team, a queue and a web channel with the first administrator, once.
#[utoipa::path(post, path = "/setup", operation_id = "setup_complete", tag = "Session", security(()),
    request_body = SetupIn, responses((status = 200, body = SessionOut), Problems))]
async fn complete(
    State(state): State<AppState>,
    Anonymous(ctx): Anonymous,
    Peer(peer): Peer,
    Json(input): Json<SetupIn>,
) -> Answer<(HeaderMap, Json<SessionOut>)> {
    state.rates().login(peer, &input.email)?;
    let new = setup::complete(state.store(), state.vault(), &ctx, input).await?;
    begun(&state, &ctx, new).await
}
