//! Ratings that customers gave.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_conversations::ratings;
use yingda_model::customer::CustomerName;
use yingda_model::member::MemberName;
use yingda_model::page::Page as PageOut;
use yingda_model::{Conversation, ConversationId, Timestamp};

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::Json;
use crate::openapi::Problems;
use crate::page::{Page, PageQuery};
use crate::problem::Answer;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list))
}

/// A rating and what it is about.
#[derive(Serialize, ToSchema)]
struct RatingRowOut {
    conversation_id: ConversationId,
    customer: CustomerName,
    member: Option<MemberName>,
    /// 1 to 5.
    score: i64,
    comment: String,
    at: Timestamp,
}

/// Ratings, the newest first
#[utoipa::path(get, path = "/ratings", operation_id = "rating_list", tag = "Conversations", params(PageQuery),
    responses((status = 200, body = PageOut<RatingRowOut>), Problems))]
async fn list(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Page(page): Page,
) -> Answer<Json<PageOut<RatingRowOut>>> {
    let found = ratings::list(state.store(), &ctx, page).await?;
    let items = found.items.into_iter().filter_map(row).collect();
    Ok(Json(PageOut { items, next: found.next }))
}

fn row(conversation: Conversation) -> Option<RatingRowOut> {
    let rating = conversation.rating?;
    Some(RatingRowOut {
        conversation_id: conversation.id,
        customer: conversation.customer,
        member: conversation.member,
        score: rating.score,
        comment: rating.comment,
        at: rating.at,
    })
}
