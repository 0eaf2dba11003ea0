//! Conversations: lists, and the commands that move one.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_conversations::conversations::{self, Destination};
use yingda_conversations::inboxes::{self, View};
use yingda_conversations::transcript;
use yingda_model::conversation::Counts;
use yingda_model::page::Page as PageOut;
use yingda_model::{
    Conversation, ConversationId, CustomerId, Error, Handler, MemberId, QueueId, Status, Timestamp,
};
use yingda_store::inboxes::Filter;

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Json, Path, Query};
use crate::openapi::Problems;
use crate::page::{Page, PageQuery};
use crate::problem::Answer;
use crate::widget::{ReadIn, TranscriptQuery, text_file};

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(counts))
        .routes(routes!(next))
        .routes(routes!(lookup))
        .routes(routes!(claim))
        .routes(routes!(assign))
        .routes(routes!(transfer))
        .routes(routes!(hand_back))
        .routes(routes!(resolve))
        .routes(routes!(reopen))
        .routes(routes!(snooze))
        .routes(routes!(read))
        .routes(routes!(export))
        .routes(routes!(of_customer))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Which list; all that the caller may see when not given.
    #[param(inline)]
    view: Option<View>,
    /// `open` when not given.
    status: Option<Status>,
    handler: Option<Handler>,
    queue_id: Option<QueueId>,
    /// Part of the customer's name or contact.
    q: Option<String>,
}

/// Conversations: mine and all by last activity, newest first; the queue by waiting time, longest first
#[utoipa::path(get, path = "/conversations", operation_id = "conversation_list", tag = "Conversations",
    params(ListQuery, PageQuery), responses((status = 200, body = PageOut<Conversation>), Problems))]
async fn list(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Query(query): Query<ListQuery>,
    Page(page): Page,
) -> Answer<Json<PageOut<Conversation>>> {
    let filter = Filter {
        status: query.status,
        handler: query.handler,
        queue_id: query.queue_id,
        search: query.q.filter(|q| !q.trim().is_empty()),
    };
    let view = query.view.unwrap_or(View::All);
    Ok(Json(inboxes::list(state.store(), &ctx, view, filter, page).await?))
}

/// How many stand where
#[utoipa::path(get, path = "/conversations/counts", operation_id = "conversation_counts", tag = "Conversations",
    responses((status = 200, body = Counts), Problems))]
async fn counts(State(state): State<AppState>, Caller(ctx): Caller) -> Answer<Json<Counts>> {
    Ok(Json(inboxes::counts(state.store(), &ctx).await?))
}

/// Take the one that has waited longest
#[utoipa::path(post, path = "/conversations/next", operation_id = "conversation_next", tag = "Conversations",
    responses((status = 200, body = Conversation), Problems))]
async fn next(State(state): State<AppState>, Caller(ctx): Caller) -> Answer<Json<Conversation>> {
    let next = conversations::next(state.store(), &ctx).await?;
    Ok(Json(next.ok_or_else(|| Error::not_found("conversation", "that waits"))?))
}

/// One conversation
#[utoipa::path(get, path = "/conversations/{id}", operation_id = "conversation_lookup", tag = "Conversations",
    params(("id" = ConversationId, Path)), responses((status = 200, body = Conversation), Problems))]
async fn lookup(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ConversationId>,
) -> Answer<Json<Conversation>> {
    Ok(Json(conversations::lookup(state.store(), &ctx, id).await?))
}

/// Take it
#[utoipa::path(post, path = "/conversations/{id}/claim", operation_id = "conversation_claim", tag = "Conversations",
    params(("id" = ConversationId, Path)), responses((status = 200, body = Conversation), Problems))]
async fn claim(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ConversationId>,
) -> Answer<Json<Conversation>> {
    Ok(Json(conversations::claim(state.store(), &ctx, id).await?))
}

/// Who shall have it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AssignIn {
    /// Nobody given: the caller.
    member_id: Option<MemberId>,
}

/// Give it to a member
#[utoipa::path(post, path = "/conversations/{id}/assign", operation_id = "conversation_assign", tag = "Conversations",
    params(("id" = ConversationId, Path)), request_body = AssignIn,
    responses((status = 200, body = Conversation), Problems))]
async fn assign(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ConversationId>,
    Json(input): Json<AssignIn>,
) -> Answer<Json<Conversation>> {
    let answer = match input.member_id {
        Some(member) => conversations::assign(state.store(), &ctx, id, member).await?,
        None => conversations::claim(state.store(), &ctx, id).await?,
    };
    Ok(Json(answer))
}

/// Where it goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TransferIn {
    #[schema(inline)]
    to: Destination,
    /// For the colleague who takes over; never shown to the customer.
    note: Option<String>,
}

/// Hand it on to a queue or a colleague
#[utoipa::path(post, path = "/conversations/{id}/transfer", operation_id = "conversation_transfer", tag = "Conversations",
    params(("id" = ConversationId, Path)), request_body = TransferIn,
    responses((status = 200, body = Conversation), Problems))]
async fn transfer(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ConversationId>,
    Json(input): Json<TransferIn>,
) -> Answer<Json<Conversation>> {
    Ok(Json(conversations::transfer(state.store(), &ctx, id, input.to, input.note).await?))
}

/// Give it back to the bot
#[utoipa::path(post, path = "/conversations/{id}/hand-back", operation_id = "conversation_hand_back", tag = "Conversations",
    params(("id" = ConversationId, Path)), responses((status = 200, body = Conversation), Problems))]
async fn hand_back(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ConversationId>,
) -> Answer<Json<Conversation>> {
    Ok(Json(conversations::hand_back(state.store(), &ctx, id).await?))
}

/// End it
#[utoipa::path(post, path = "/conversations/{id}/resolve", operation_id = "conversation_resolve", tag = "Conversations",
    params(("id" = ConversationId, Path)), responses((status = 200, body = Conversation), Problems))]
async fn resolve(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ConversationId>,
) -> Answer<Json<Conversation>> {
    Ok(Json(conversations::resolve(state.store(), &ctx, id).await?))
}

/// Open it again, for oneself
#[utoipa::path(post, path = "/conversations/{id}/reopen", operation_id = "conversation_reopen", tag = "Conversations",
    params(("id" = ConversationId, Path)), responses((status = 200, body = Conversation), Problems))]
async fn reopen(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ConversationId>,
) -> Answer<Json<Conversation>> {
    Ok(Json(conversations::reopen(state.store(), &ctx, id).await?))
}

/// Until when.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SnoozeIn {
    /// Epoch milliseconds.
    until: Timestamp,
}

/// Put it away until a time
#[utoipa::path(post, path = "/conversations/{id}/snooze", operation_id = "conversation_snooze", tag = "Conversations",
    params(("id" = ConversationId, Path)), request_body = SnoozeIn,
    responses((status = 200, body = Conversation), Problems))]
async fn snooze(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ConversationId>,
    Json(input): Json<SnoozeIn>,
) -> Answer<Json<Conversation>> {
    Ok(Json(conversations::snooze(state.store(), &ctx, id, input.until).await?))
}

/// Say how far the agent who has it has read
#[utoipa::path(put, path = "/conversations/{id}/read", operation_id = "conversation_read", tag = "Conversations",
    params(("id" = ConversationId, Path)), request_body = ReadIn,
    responses((status = 200, body = Conversation), Problems))]
async fn read(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ConversationId>,
    Json(input): Json<ReadIn>,
) -> Answer<Json<Conversation>> {
    Ok(Json(conversations::read(state.store(), &ctx, id, input.seq).await?))
}

/// A conversation as text
#[utoipa::path(get, path = "/conversations/{id}/transcript", operation_id = "conversation_export", tag = "Conversations",
    params(("id" = ConversationId, Path), TranscriptQuery),
    responses((status = 200, body = String, content_type = "text/plain"), Problems))]
async fn export(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ConversationId>,
    Query(query): Query<TranscriptQuery>,
) -> Answer<Response> {
    let zone = query.zone()?;
    let text = transcript::for_agent(state.store(), &ctx, id, query.locale(), &zone).await?;
    Ok(text_file(text, &format!("{id}.txt")))
}

/// All conversations of a customer, newest first
#[utoipa::path(get, path = "/customers/{id}/conversations", operation_id = "customer_conversations", tag = "Customers",
    params(("id" = CustomerId, Path)), responses((status = 200, body = PageOut<Conversation>), Problems))]
async fn of_customer(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<CustomerId>,
) -> Answer<Json<PageOut<Conversation>>> {
    Ok(Json(inboxes::of_customer(state.store(), &ctx, id).await?))
}
