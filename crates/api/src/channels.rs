//! Channels: how customers reach us, how the widget looks, and the snippet to embed.

use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_conversations::channels::{self, ChannelIn, ChannelPatch};
use yingda_conversations::logos::{self, LogoOut};
use yingda_model::page::Page as PageOut;
use yingda_model::{Channel, ChannelId};

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Body, Json, Path};
use crate::openapi::Problems;
use crate::problem::Answer;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    let upload =
        OpenApiRouter::default().routes(routes!(create_logo)).layer(DefaultBodyLimit::max(logos::MAX_BYTES));
    OpenApiRouter::default()
        .merge(upload)
        .routes(routes!(list, create))
        .routes(routes!(lookup, update))
        .routes(routes!(rotate_secret))
}

/// Channels
#[utoipa::path(get, path = "/channels", operation_id = "channel_list", tag = "Channels",
    responses((status = 200, body = PageOut<Channel>), Problems))]
async fn list(State(state): State<AppState>, Caller(ctx): Caller) -> Answer<Json<PageOut<Channel>>> {
    let channels = channels::list(state.store(), state.vault(), &ctx, &state.settings().public_url).await?;
    Ok(Json(PageOut::whole(channels)))
}

/// Set up a web channel
#[utoipa::path(post, path = "/channels", operation_id = "channel_create", tag = "Channels",
    request_body = ChannelIn, responses((status = 201, body = Channel), Problems))]
async fn create(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Json(input): Json<ChannelIn>,
) -> Answer<(StatusCode, Json<Channel>)> {
    let channel =
        channels::create(state.store(), state.vault(), &ctx, input, &state.settings().public_url).await?;
    Ok((StatusCode::CREATED, Json(channel)))
}

/// A channel
#[utoipa::path(get, path = "/channels/{id}", operation_id = "channel_lookup", tag = "Channels",
    params(("id" = ChannelId, Path)), responses((status = 200, body = Channel), Problems))]
async fn lookup(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ChannelId>,
) -> Answer<Json<Channel>> {
    Ok(Json(channels::lookup(state.store(), state.vault(), &ctx, id, &state.settings().public_url).await?))
}

/// Change a channel
#[utoipa::path(patch, path = "/channels/{id}", operation_id = "channel_update", tag = "Channels",
    params(("id" = ChannelId, Path)), request_body = ChannelPatch,
    responses((status = 200, body = Channel), Problems))]
async fn update(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ChannelId>,
    Json(patch): Json<ChannelPatch>,
) -> Answer<Json<Channel>> {
    let channel =
        channels::update(state.store(), state.vault(), &ctx, id, patch, &state.settings().public_url).await?;
    state.doors().forget();
    Ok(Json(channel))
}

/// Make a new identity secret
///
/// Identities signed with the old one are refused from then on, and whoever came in by one has to come in again.
#[utoipa::path(post, path = "/channels/{id}/rotate-secret", operation_id = "channel_rotate_secret", tag = "Channels",
    params(("id" = ChannelId, Path)), responses((status = 200, body = Channel), Problems))]
async fn rotate_secret(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ChannelId>,
) -> Answer<Json<Channel>> {
    let channel =
        channels::rotate_secret(state.store(), state.vault(), &ctx, id, &state.settings().public_url).await?;
    state.doors().forget();
    Ok(Json(channel))
}

/// Upload a logo
///
/// The picture is the body: PNG, JPEG or WebP, at most 256 KiB. Name its path in a channel's settings; one that no channel names is
/// forgotten after a day.
#[utoipa::path(post, path = "/logos", operation_id = "logo_create", tag = "Channels",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = LogoOut), Problems))]
async fn create_logo(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Body(content): Body,
) -> Answer<(StatusCode, Json<LogoOut>)> {
    let logo = logos::create(state.store(), &ctx, content.to_vec()).await?;
    Ok((StatusCode::CREATED, Json(logo)))
}
