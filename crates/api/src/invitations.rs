//! Invitations: made and taken back by those who manage members, opened by whoever holds the link.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_access::invitations::{self, InvitationAcceptIn, InvitationDetailsOut, InvitationIn};
use yingda_access::sessions::SessionOut;
use yingda_model::InvitationId;
use yingda_model::member::Invitation;
use yingda_model::page::Page as PageOut;

use crate::AppState;
use crate::authentication::{Anonymous, Caller};
use crate::extract::{Json, Path};
use crate::openapi::Problems;
use crate::page::{Page, PageQuery};
use crate::peer::Peer;
use crate::problem::Answer;
use crate::session::begun;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(create, list))
        .routes(routes!(delete))
        .routes(routes!(lookup))
        .routes(routes!(accept))
}

/// Invite somebody
///
/// The link is in this answer only; no mail is sent.
#[utoipa::path(post, path = "/invitations", operation_id = "invitation_create", tag = "Members",
    request_body = InvitationIn, responses((status = 201, body = Invitation), Problems))]
async fn create(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Json(input): Json<InvitationIn>,
) -> Answer<(StatusCode, Json<Invitation>)> {
    let public_url = &state.settings().public_url;
    let invitation = invitations::create(state.store(), &ctx, public_url, input).await?;
    Ok((StatusCode::CREATED, Json(invitation)))
}

/// Invitations
#[utoipa::path(get, path = "/invitations", operation_id = "invitation_list", tag = "Members",
    params(PageQuery), responses((status = 200, body = PageOut<Invitation>), Problems))]
async fn list(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Page(page): Page,
) -> Answer<Json<PageOut<Invitation>>> {
    Ok(Json(invitations::list(state.store(), &ctx, page).await?))
}

/// Take an invitation back
#[utoipa::path(delete, path = "/invitations/{id}", operation_id = "invitation_delete", tag = "Members",
    params(("id" = InvitationId, Path)), responses((status = 204), Problems))]
async fn delete(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<InvitationId>,
) -> Answer<StatusCode> {
    invitations::delete(state.store(), &ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the holder of a link sees
#[utoipa::path(get, path = "/invitations/by-token/{token}", operation_id = "invitation_lookup", tag = "Session",
    security(()), params(("token" = String, Path)),
    responses((status = 200, body = InvitationDetailsOut), Problems))]
async fn lookup(
    State(state): State<AppState>,
    Anonymous(ctx): Anonymous,
    Peer(peer): Peer,
    Path(token): Path<String>,
) -> Answer<Json<InvitationDetailsOut>> {
    state.rates().public(peer)?;
    Ok(Json(invitations::lookup(state.store(), &ctx, &token).await?))
}

/// Become a member and log in
#[utoipa::path(post, path = "/invitations/by-token/{token}/accept", operation_id = "invitation_accept", tag = "Session",
    security(()), params(("token" = String, Path)), request_body = InvitationAcceptIn,
    responses((status = 200, body = SessionOut), Problems))]
async fn accept(
    State(state): State<AppState>,
    Anonymous(ctx): Anonymous,
    Peer(peer): Peer,
    Path(token): Path<String>,
    Json(input): Json<InvitationAcceptIn>,
) -> Answer<(HeaderMap, Json<SessionOut>)> {
    state.rates().login(peer, &token)?;
    let new = invitations::accept(state.store(), &ctx, &token, input).await?;
    begun(&state, &ctx, new).await
}
