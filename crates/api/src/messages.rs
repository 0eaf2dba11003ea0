//! Messages of a conversation, for agents and programs.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_conversations::messages::{self, MessageIn, Messages, Place};
use yingda_model::{ConversationId, Error, Message};

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Json, Path, Query};
use crate::openapi::Problems;
use crate::problem::Answer;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list, create))
}

/// Who reads a message: attachments are at different addresses for customers and agents.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reader {
    Customer,
    Agent,
}

impl Reader {
    /// Writes this reader's address of the attachment into a message.
    pub fn address(self, message: &mut Message) {
        if let Some(attachment) = message.content.attachment_mut() {
            let base = match self {
                Self::Customer => "/widget/v1/attachments/",
                Self::Agent => "/api/v1/attachments/",
            };
            attachment.url = format!("{base}{}", attachment.id);
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PlaceQuery {
    /// Messages after this number, oldest first.
    after: Option<i64>,
    /// The last messages before this number; without either, the last ones.
    before: Option<i64>,
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<usize>,
}

/// Messages, oldest first, notes included
#[utoipa::path(get, path = "/conversations/{id}/messages", operation_id = "message_list", tag = "Conversations",
    params(("id" = ConversationId, Path), PlaceQuery), responses((status = 200, body = Messages), Problems))]
async fn list(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ConversationId>,
    Query(query): Query<PlaceQuery>,
) -> Answer<Json<Messages>> {
    let place = match (query.after, query.before) {
        (Some(_), Some(_)) => {
            return Err(Error::invalid("before", "invalid", "give after or before, not both").into());
        }
        (Some(after), None) => Place::After(after),
        (None, Some(before)) => Place::Before(before),
        (None, None) => Place::Last,
    };
    let limit = query.limit.unwrap_or(50);
    if !(1..=500).contains(&limit) {
        return Err(Error::invalid("limit", "out_of_range", "must lie between 1 and 500").into());
    }
    let mut found = messages::list(state.store(), &ctx, id, place, limit).await?;
    found.items.iter_mut().for_each(|message| Reader::Agent.address(message));
    Ok(Json(found))
}

/// Reply to the customer, or leave a note
#[utoipa::path(post, path = "/conversations/{id}/messages", operation_id = "message_create", tag = "Conversations",
    params(("id" = ConversationId, Path)), request_body = MessageIn, responses((status = 201, body = Message), Problems))]
async fn create(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<ConversationId>,
    Json(input): Json<MessageIn>,
) -> Answer<(StatusCode, Json<Message>)> {
    let mut message = messages::create(state.store(), &ctx, id, input).await?;
    Reader::Agent.address(&mut message);
    Ok((StatusCode::CREATED, Json(message)))
}
