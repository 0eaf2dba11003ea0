//! API tokens: keys for programs.

use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_access::tokens::{self, TokenIn};
use yingda_model::TokenId;
use yingda_model::member::Token;
use yingda_model::page::Page as PageOut;

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Json, Path};
use crate::openapi::Problems;
use crate::page::{Page, PageQuery};
use crate::problem::Answer;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list, create)).routes(routes!(delete))
}

/// API tokens
#[utoipa::path(get, path = "/tokens", operation_id = "token_list", tag = "Company",
    params(PageQuery), responses((status = 200, body = PageOut<Token>), Problems))]
async fn list(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Page(page): Page,
) -> Answer<Json<PageOut<Token>>> {
    Ok(Json(tokens::list(state.store(), &ctx, page).await?))
}

/// Make an API token
///
/// Its secret is in this answer only.
#[utoipa::path(post, path = "/tokens", operation_id = "token_create", tag = "Company",
    request_body = TokenIn, responses((status = 201, body = Token), Problems))]
async fn create(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Json(input): Json<TokenIn>,
) -> Answer<(StatusCode, Json<Token>)> {
    Ok((StatusCode::CREATED, Json(tokens::create(state.store(), &ctx, input).await?)))
}

/// Remove an API token
#[utoipa::path(delete, path = "/tokens/{id}", operation_id = "token_delete", tag = "Company",
    params(("id" = TokenId, Path)), responses((status = 204), Problems))]
async fn delete(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<TokenId>,
) -> Answer<StatusCode> {
    tokens::delete(state.store(), &ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
