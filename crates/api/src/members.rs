//! Members, as people and programs see and change them.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_access::members::{self, MemberPatch, MemberSelfPatch};
use yingda_model::page::Page as PageOut;
use yingda_model::{Member, MemberId};

use crate::AppState;
use crate::authentication::{Caller, LoggedIn};
use crate::extract::{Json, Path, Query};
use crate::openapi::Problems;
use crate::page::{Page, PageQuery};
use crate::problem::Answer;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list)).routes(routes!(update_self)).routes(routes!(update))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Search {
    /// A part of name or e-mail address.
    #[param(max_length = 200)]
    q: Option<String>,
}

/// Members
#[utoipa::path(get, path = "/members", operation_id = "member_list", tag = "Members",
    params(Search, PageQuery), responses((status = 200, body = PageOut<Member>), Problems))]
async fn list(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Query(search): Query<Search>,
    Page(page): Page,
) -> Answer<Json<PageOut<Member>>> {
    Ok(Json(members::list(state.store(), &ctx, search.q, page).await?))
}

/// Change a member
#[utoipa::path(patch, path = "/members/{id}", operation_id = "member_update", tag = "Members",
    params(("id" = MemberId, Path)), request_body = MemberPatch,
    responses((status = 200, body = Member), Problems))]
async fn update(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<MemberId>,
    Json(patch): Json<MemberPatch>,
) -> Answer<Json<Member>> {
    Ok(Json(members::update(state.store(), &ctx, id, patch).await?))
}

/// Change my own name and language
#[utoipa::path(patch, path = "/members/me", operation_id = "member_update_self", tag = "Members",
    security(("session" = [])), request_body = MemberSelfPatch,
    responses((status = 200, body = Member), Problems))]
async fn update_self(
    State(state): State<AppState>,
    LoggedIn { ctx, .. }: LoggedIn,
    Json(patch): Json<MemberSelfPatch>,
) -> Answer<Json<Member>> {
    Ok(Json(members::update_self(state.store(), &ctx, patch).await?))
}
