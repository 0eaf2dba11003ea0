//! FAQ entries: their administration, import and export, and trying a question.

use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_knowledge::attempt::{self, FaqTryIn, FaqTryOut};
use yingda_knowledge::export;
use yingda_knowledge::faq::{self, Category, FaqFilter, FaqIn, FaqPatch};
use yingda_knowledge::import::{self, FaqImportIn, FaqImportOut, MAX_BYTES};
use yingda_model::page::Page as PageOut;
use yingda_model::{BrandId, Faq, FaqId};

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Body, Json, Path, Query};
use crate::openapi::Problems;
use crate::page::{Page, PageQuery};
use crate::problem::Answer;
use crate::settings::Limits;

pub(crate) fn routes(limits: &Limits) -> OpenApiRouter<AppState> {
    let most = limits.upload_bytes.min(MAX_BYTES);
    let upload = OpenApiRouter::default().routes(routes!(import)).layer(DefaultBodyLimit::max(most));
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(categories))
        .routes(routes!(export))
        .routes(routes!(attempt))
        .routes(routes!(lookup, update, delete))
        .merge(upload)
}

/// FAQ entries
///
/// The last changed first.
#[utoipa::path(get, path = "/faq", operation_id = "faq_list", tag = "Knowledge",
    params(FaqFilter, PageQuery), responses((status = 200, body = PageOut<Faq>), Problems))]
async fn list(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Query(filter): Query<FaqFilter>,
    Page(page): Page,
) -> Answer<Json<PageOut<Faq>>> {
    Ok(Json(faq::list(state.knowledge(), &ctx, filter, page).await?))
}

/// Add a FAQ entry
///
/// A brand has each question once in a language; spacing, punctuation, case, width and script don't count.
#[utoipa::path(post, path = "/faq", operation_id = "faq_create", tag = "Knowledge",
    request_body = FaqIn, responses((status = 201, body = Faq), Problems))]
async fn create(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Json(input): Json<FaqIn>,
) -> Answer<(StatusCode, Json<Faq>)> {
    Ok((StatusCode::CREATED, Json(faq::create(state.knowledge(), &ctx, input).await?)))
}

/// A FAQ entry
#[utoipa::path(get, path = "/faq/{id}", operation_id = "faq_lookup", tag = "Knowledge",
    params(("id" = FaqId, Path)), responses((status = 200, body = Faq), Problems))]
async fn lookup(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<FaqId>,
) -> Answer<Json<Faq>> {
    Ok(Json(faq::lookup(state.knowledge(), &ctx, id).await?))
}

/// Change a FAQ entry
#[utoipa::path(patch, path = "/faq/{id}", operation_id = "faq_update", tag = "Knowledge",
    params(("id" = FaqId, Path)), request_body = FaqPatch,
    responses((status = 200, body = Faq), Problems))]
async fn update(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<FaqId>,
    Json(patch): Json<FaqPatch>,
) -> Answer<Json<Faq>> {
    Ok(Json(faq::update(state.knowledge(), &ctx, id, patch).await?))
}

/// Remove a FAQ entry
#[utoipa::path(delete, path = "/faq/{id}", operation_id = "faq_delete", tag = "Knowledge",
    params(("id" = FaqId, Path)), responses((status = 204), Problems))]
async fn delete(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<FaqId>,
) -> Answer<StatusCode> {
    faq::delete(state.knowledge(), &ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Categories in use
#[utoipa::path(get, path = "/faq/categories", operation_id = "faq_categories", tag = "Knowledge",
    responses((status = 200, body = PageOut<Category>), Problems))]
async fn categories(State(state): State<AppState>, Caller(ctx): Caller) -> Answer<Json<PageOut<Category>>> {
    Ok(Json(faq::categories(state.knowledge(), &ctx).await?))
}

/// Import FAQ entries from a file
///
/// The first row (CSV, XLSX) or the keys (JSONL) name the columns: `question`, `answer`, and perhaps `similar` (separated by
/// lines or `|`; in JSONL a list), `category`, `locale`, `enabled`; headings may be Chinese. A row whose question is stored
/// already changes that entry, as far as it has columns. With bad rows the answer is 422 with all of them, each with the
/// pointer `/LINE/FIELD`, and nothing is imported, unless `skip_bad` is set. With `dry_run` the answer is what would happen.
/// At most 20,000 rows and 20 MiB. 100 changes are written at once, more in several steps: after a failure or a conflict
/// between two of them the same import, run again, does the rest.
#[utoipa::path(post, path = "/faq/import", operation_id = "faq_import", tag = "Knowledge",
    params(FaqImportIn), request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = FaqImportOut), Problems))]
async fn import(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Query(order): Query<FaqImportIn>,
    Body(content): Body,
) -> Answer<Json<FaqImportOut>> {
    Ok(Json(import::run(state.knowledge(), &ctx, order, content.into()).await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OfBrand {
    brand_id: BrandId,
}

/// Export a brand's FAQ entries
///
/// A CSV file that spreadsheet programs open and the import reads.
#[utoipa::path(get, path = "/faq/export", operation_id = "faq_export", tag = "Knowledge",
    params(OfBrand), responses((status = 200, body = String, content_type = "text/csv"), Problems))]
async fn export(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Query(of): Query<OfBrand>,
) -> Answer<impl IntoResponse> {
    let file = export::run(state.knowledge(), &ctx, of.brand_id).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"faq.csv\""),
    ];
    Ok((headers, file))
}

/// Try a question
///
/// What the bot would do with it at the start of a conversation, and why. Stores nothing.
#[utoipa::path(post, path = "/faq/try", operation_id = "faq_try", tag = "Knowledge",
    request_body = FaqTryIn, responses((status = 200, body = FaqTryOut), Problems))]
async fn attempt(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Json(input): Json<FaqTryIn>,
) -> Answer<Json<FaqTryOut>> {
    Ok(Json(attempt::run(state.knowledge(), &ctx, &input)?))
}
