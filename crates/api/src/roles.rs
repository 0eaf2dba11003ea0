//! Roles and what they are made of.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_access::roles;
use yingda_model::member::RoleOut;
use yingda_model::page::Page as PageOut;

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::Json;
use crate::openapi::Problems;
use crate::problem::Answer;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list))
}

/// Roles and their permissions
#[utoipa::path(get, path = "/roles", operation_id = "role_list", tag = "Members",
    responses((status = 200, body = PageOut<RoleOut>), Problems))]
async fn list(Caller(ctx): Caller) -> Answer<Json<PageOut<RoleOut>>> {
    Ok(Json(PageOut::whole(roles::list(&ctx)?)))
}
