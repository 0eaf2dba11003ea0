//! Logging in and out, and what a logged-in person's pages need to know.

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_access::sessions::{self, Begun, PasswordIn, SessionIn, SessionOut};
use yingda_model::{Actor, Ctx, Error};

use crate::authentication::{Anonymous, LoggedIn};
use crate::extract::Json;
use crate::openapi::Problems;
use crate::peer::Peer;
use crate::problem::Answer;
use crate::{AppState, cookies};

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(create, lookup, delete)).routes(routes!(update_password))
}

/// The answer to whoever has just logged in: the cookie and the session.
pub(crate) async fn begun(state: &AppState, ctx: &Ctx, new: Begun) -> Answer<(HeaderMap, Json<SessionOut>)> {
    let authenticated = sessions::authenticate(state.store(), ctx, &new.token).await?;
    let ctx = ctx.acting(Actor::Member(authenticated.actor));
    let csrf_token = &authenticated.session.csrf_token;
    let session = sessions::lookup(state.store(), &ctx, csrf_token, state.settings().demo).await?;
    let cookie = cookies::set(&new.token, state.settings()).map_err(Error::internal)?;
    Ok((HeaderMap::from_iter([(SET_COOKIE, cookie)]), Json(session)))
}

/// Log in
#[utoipa::path(post, path = "/session", operation_id = "session_create", tag = "Session", security(()),
    request_body = SessionIn, responses((status = 200, body = SessionOut), Problems))]
async fn create(
    State(state): State<AppState>,
    Anonymous(ctx): Anonymous,
    Peer(peer): Peer,
    Json(input): Json<SessionIn>,
) -> Answer<(HeaderMap, Json<SessionOut>)> {
    state.rates().login(peer, &input.email)?;
    let new = sessions::create(state.store(), &ctx, input).await?;
    begun(&state, &ctx, new).await
}

/// Who is logged in
#[utoipa::path(get, path = "/session", operation_id = "session_lookup", tag = "Session", security(("session" = [])),
    responses((status = 200, body = SessionOut), Problems))]
async fn lookup(
    State(state): State<AppState>,
    LoggedIn { ctx, authenticated }: LoggedIn,
) -> Answer<Json<SessionOut>> {
    let csrf_token = &authenticated.session.csrf_token;
    Ok(Json(sessions::lookup(state.store(), &ctx, csrf_token, state.settings().demo).await?))
}

/// Log out
#[utoipa::path(delete, path = "/session", operation_id = "session_delete", tag = "Session", security(("session" = [])),
    responses((status = 204), Problems))]
async fn delete(
    State(state): State<AppState>,
    LoggedIn { ctx, authenticated }: LoggedIn,
) -> Answer<(StatusCode, HeaderMap)> {
    sessions::delete(state.store(), &ctx, authenticated.session.id).await?;
    let cookie = cookies::clear(state.settings()).map_err(Error::internal)?;
    Ok((StatusCode::NO_CONTENT, HeaderMap::from_iter([(SET_COOKIE, cookie)])))
}

/// Change my password
///
/// Ends all other sessions.
#[utoipa::path(put, path = "/session/password", operation_id = "password_update", tag = "Session",
    security(("session" = [])), request_body = PasswordIn, responses((status = 204), Problems))]
async fn update_password(
    State(state): State<AppState>,
    LoggedIn { ctx, authenticated }: LoggedIn,
    Peer(peer): Peer,
    Json(input): Json<PasswordIn>,
) -> Answer<StatusCode> {
    state.rates().login(peer, &authenticated.actor.id.to_string())?;
    sessions::update_password(state.store(), &ctx, authenticated.session.id, input).await?;
    Ok(StatusCode::NO_CONTENT)
}
