//! What the widget calls: sessions, and over HTTP what the realtime protocol can't carry or a page without sockets needs.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_conversations::messages::{self, Messages};
use yingda_conversations::ratings::{self, RatingIn};
use yingda_conversations::receiving::Inbound;
use yingda_conversations::visitors::{VisitorSessionIn, VisitorSessionOut};
use yingda_conversations::{attachments, logos, transcript, visitor_conversations};
use yingda_model::{Attachment, AttachmentId, Content, ConversationId, Error, Locale, Message};

use crate::AppState;
use crate::authentication::Anonymous;
use crate::cors::{self, check_origin};
use crate::extract::{Body, Json, Path, Query};
use crate::messages::Reader;
use crate::openapi::Problems;
use crate::peer::Peer;
use crate::problem::Answer;
use crate::rates::MayUpload;
use crate::settings::Limits;
use crate::visitors::{TokenQuery, Visiting, VisitingCustomer};

pub(crate) fn routes(limits: &Limits) -> OpenApiRouter<AppState> {
    let most = limits.upload_bytes.min(attachments::MAX_SIZE);
    let uploads =
        OpenApiRouter::default().routes(routes!(create_attachment)).layer(DefaultBodyLimit::max(most));
    OpenApiRouter::default()
        .routes(routes!(create_session))
        .routes(routes!(list_messages, create_message))
        .routes(routes!(lookup_attachment))
        .routes(routes!(lookup_logo))
        .routes(routes!(rate))
        .routes(routes!(end))
        .routes(routes!(read))
        .routes(routes!(export))
        .routes(routes!(consent))
        .merge(uploads)
        .layer(axum::middleware::from_fn(cors::layer))
}

/// Begin or continue a visit
#[utoipa::path(post, path = "/sessions", operation_id = "widget_session_create", tag = "Widget", security(()),
    request_body = VisitorSessionIn, responses((status = 200, body = VisitorSessionOut), Problems))]
async fn create_session(
    State(state): State<AppState>,
    Anonymous(ctx): Anonymous,
    Peer(peer): Peer,
    headers: HeaderMap,
    Json(input): Json<VisitorSessionIn>,
) -> Answer<Json<VisitorSessionOut>> {
    state.rates().public(peer)?;
    let channel = state.reception().doors().find_by_key(ctx.now, &input.channel_key).await?;
    check_origin(&headers, &channel, state.settings())?;
    Ok(Json(state.reception().open(&ctx, input).await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct HistoryQuery {
    /// The conversation of the oldest message seen.
    before_conversation: Option<ConversationId>,
    /// Its number in that conversation.
    before: Option<i64>,
    limit: Option<usize>,
}

/// A customer's messages over all their conversations, oldest first
#[utoipa::path(get, path = "/messages", operation_id = "widget_message_list", tag = "Widget", security(("visitor" = [])),
    params(HistoryQuery), responses((status = 200, body = Messages), Problems))]
async fn list_messages(
    State(state): State<AppState>,
    Visiting(visitor): Visiting,
    Query(query): Query<HistoryQuery>,
) -> Answer<Json<Messages>> {
    let Some(customer) = &visitor.customer else {
        return Ok(Json(Messages { items: Vec::new(), more: false }));
    };
    let before =
        query.before_conversation.map(|conversation| (conversation, query.before.unwrap_or(i64::MAX)));
    let limit = query.limit.unwrap_or(50);
    let mut found =
        messages::history(state.store(), &visitor.ctx, &visitor.channel, customer, before, limit).await?;
    found.items.iter_mut().for_each(|message| Reader::Customer.address(message));
    Ok(Json(found))
}

/// What a customer sends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct VisitorMessageIn {
    /// The device's own id for it, which makes a retry harmless.
    client_id: String,
    content: Content,
    locale: Option<String>,
}

/// What became of it.
#[derive(Serialize, ToSchema)]
struct VisitorMessageOut {
    conversation_id: ConversationId,
    message: Message,
}

/// Send a message without a WebSocket
#[utoipa::path(post, path = "/messages", operation_id = "widget_message_create", tag = "Widget", security(("visitor" = [])),
    request_body = VisitorMessageIn, responses((status = 201, body = VisitorMessageOut), Problems))]
async fn create_message(
    State(state): State<AppState>,
    Visiting(mut visitor): Visiting,
    Json(input): Json<VisitorMessageIn>,
) -> Answer<(StatusCode, Json<VisitorMessageOut>)> {
    let locale = input.locale.as_deref().map_or(Locale::ZhCn, Locale::nearest);
    let inbound =
        Inbound { client_id: input.client_id, content: input.content, locale, thread: String::new() };
    let ctx = visitor.ctx.clone();
    let customer = state.reception().admit(&ctx, &mut visitor, &inbound).await?;
    let received = state.reception().receive(&ctx, &visitor, &customer, None, inbound).await?;
    let mut message = received.message;
    Reader::Customer.address(&mut message);
    let out = VisitorMessageOut { conversation_id: received.conversation_id, message };
    Ok((StatusCode::CREATED, Json(out)))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct NameQuery {
    /// The file's name.
    name: Option<String>,
}

/// Upload a file, to be sent in a message
///
/// At most 20 MiB, and 100 files or 200 MiB of one customer in a day. Forgotten when it is not sent within a day.
#[utoipa::path(post, path = "/attachments", operation_id = "widget_attachment_create", tag = "Widget",
    security(("visitor" = [])), params(NameQuery), request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Attachment), Problems))]
async fn create_attachment(
    State(state): State<AppState>,
    Visiting(mut visitor): Visiting,
    _: MayUpload,
    Query(query): Query<NameQuery>,
    headers: HeaderMap,
    Body(content): Body,
) -> Answer<(StatusCode, Json<Attachment>)> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
    let name = query.name.unwrap_or_else(|| "file".into());
    let content: Arc<[u8]> = content.to_vec().into();
    let attachment = state.reception().attach(&mut visitor, &name, &kind, content).await?;
    Ok((StatusCode::CREATED, Json(attachment)))
}

/// A file of the customer's conversations
#[utoipa::path(get, path = "/attachments/{id}", operation_id = "widget_attachment_lookup", tag = "Widget",
    security(("visitor" = [])), params(("id" = AttachmentId, Path), TokenQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), Problems))]
async fn lookup_attachment(
    State(state): State<AppState>,
    Visiting(visitor): Visiting,
    Path(id): Path<AttachmentId>,
) -> Answer<Response> {
    let file = attachments::lookup(state.store(), &visitor.ctx, id).await?;
    crate::attachments::download(file)
}

/// A company's logo
#[utoipa::path(get, path = "/logos/{hash}", operation_id = "widget_logo_lookup", tag = "Widget", security(()),
    params(("hash" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "image/*"), Problems))]
async fn lookup_logo(State(state): State<AppState>, Path(hash): Path<String>) -> Answer<Response> {
    let logo = logos::lookup(state.store(), hash).await?;
    let kind = HeaderValue::from_str(&logo.media_type).map_err(Error::internal)?;
    // Under another hash it is another picture.
    let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
    Ok(([(CONTENT_TYPE, kind), (CACHE_CONTROL, kept)], logo.content).into_response())
}

/// Rate a conversation
#[utoipa::path(post, path = "/conversations/{id}/rating", operation_id = "widget_rate", tag = "Widget",
    security(("visitor" = [])), params(("id" = ConversationId, Path)), request_body = RatingIn,
    responses((status = 204), Problems))]
async fn rate(
    State(state): State<AppState>,
    VisitingCustomer(visitor, customer): VisitingCustomer,
    Path(id): Path<ConversationId>,
    Json(input): Json<RatingIn>,
) -> Answer<StatusCode> {
    ratings::create(state.store(), &visitor.ctx, &customer, id, input).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a conversation
#[utoipa::path(post, path = "/conversations/{id}/end", operation_id = "widget_end", tag = "Widget",
    security(("visitor" = [])), params(("id" = ConversationId, Path)), responses((status = 204), Problems))]
async fn end(
    State(state): State<AppState>,
    VisitingCustomer(visitor, customer): VisitingCustomer,
    Path(id): Path<ConversationId>,
) -> Answer<StatusCode> {
    visitor_conversations::end(state.store(), &visitor.ctx, &customer, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Up to where somebody has read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadIn {
    pub seq: i64,
}

/// Say how far the customer has read
#[utoipa::path(put, path = "/conversations/{id}/read", operation_id = "widget_read", tag = "Widget",
    security(("visitor" = [])), params(("id" = ConversationId, Path)), request_body = ReadIn,
    responses((status = 204), Problems))]
async fn read(
    State(state): State<AppState>,
    VisitingCustomer(visitor, customer): VisitingCustomer,
    Path(id): Path<ConversationId>,
    Json(input): Json<ReadIn>,
) -> Answer<StatusCode> {
    visitor_conversations::read(state.store(), &visitor.ctx, &customer, id, input.seq).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TranscriptQuery {
    /// A BCP 47 tag.
    pub locale: Option<String>,
    /// An IANA time zone.
    pub zone: Option<String>,
}

impl TranscriptQuery {
    pub fn locale(&self) -> Locale {
        self.locale.as_deref().map_or(Locale::ZhCn, Locale::nearest)
    }

    /// The wanted zone; China's where none is asked for.
    pub fn zone(&self) -> Result<TimeZone, Error> {
        TimeZone::get(self.zone.as_deref().unwrap_or("Asia/Shanghai"))
            .map_err(|_| Error::invalid("zone", "unknown", "must be an IANA time zone such as Asia/Shanghai"))
    }
}

/// A conversation as text
#[utoipa::path(get, path = "/conversations/{id}/transcript", operation_id = "widget_transcript", tag = "Widget",
    security(("visitor" = [])), params(("id" = ConversationId, Path), TranscriptQuery, TokenQuery),
    responses((status = 200, body = String, content_type = "text/plain"), Problems))]
async fn export(
    State(state): State<AppState>,
    VisitingCustomer(visitor, customer): VisitingCustomer,
    Path(id): Path<ConversationId>,
    Query(query): Query<TranscriptQuery>,
) -> Answer<Response> {
    let zone = query.zone()?;
    let text =
        transcript::for_customer(state.store(), &visitor.ctx, &customer, id, query.locale(), &zone).await?;
    Ok(text_file(text, &format!("{id}.txt")))
}

/// A text to download.
pub(crate) fn text_file(text: String, name: &str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    response
}

/// Agree to the notice
#[utoipa::path(post, path = "/consent", operation_id = "widget_consent", tag = "Widget", security(("visitor" = [])),
    responses((status = 204), Problems))]
async fn consent(State(state): State<AppState>, Visiting(visitor): Visiting) -> Answer<StatusCode> {
    state.reception().consent(&visitor).await?;
    Ok(StatusCode::NO_CONTENT)
}
