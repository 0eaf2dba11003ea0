//! The numbers of a day, and the same as a file.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_insight::export::{self, Headings};
use yingda_insight::numbers::{self, Numbers, NumbersQuery};

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Json, Query};
use crate::openapi::Problems;
use crate::problem::Answer;

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(day)).routes(routes!(export))
}

/// The numbers of a day
///
/// What happened on a day, hour by hour, beside the same weekday a week before or else the day before; for today also how
/// things stand now. `docs/numbers.md` says what each number means. Counted from the journal, so a moment behind it: the
/// realtime topic `numbers` tells when there are newer ones.
#[utoipa::path(get, path = "/numbers", operation_id = "numbers_day", tag = "Numbers",
    params(NumbersQuery), responses((status = 200, body = Numbers), Problems))]
async fn day(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Query(query): Query<NumbersQuery>,
) -> Answer<Json<Numbers>> {
    Ok(Json(numbers::day(state.store(), &ctx, query).await?))
}

/// Export the hours of a day
///
/// A CSV file that spreadsheet programs open: a row for each hour that has begun; durations are in seconds.
#[utoipa::path(get, path = "/numbers/export", operation_id = "numbers_export", tag = "Numbers",
    params(NumbersQuery, Headings), responses((status = 200, body = String, content_type = "text/csv"), Problems))]
async fn export(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Query(query): Query<NumbersQuery>,
    Query(headings): Query<Headings>,
) -> Answer<impl IntoResponse> {
    let file = export::run(state.store(), &ctx, query, headings).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"numbers-{}.csv\"", file.date)),
    ];
    Ok((headers, file.content))
}
