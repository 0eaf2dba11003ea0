//! All endpoints in one place, and the layers around them.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa_axum::router::OpenApiRouter;
use yingda_model::Error;

use crate::observe::Operations;
use crate::parameters::{self, Parameters};
use crate::problem::Rejection;
use crate::settings::Limits;
use crate::{AppState, assets, base_path, docs, headers, health, idempotency, metrics, observe, openapi};
use crate::{agents as agents_family, conversations, messages, ratings, realtime, widget};
use crate::{
    alarms, attachments, brands, canned_replies, channels, customers, demo, invitations, members, numbers,
    queues, roles, session, setup, teams, tokens,
};

/// Every family that stands in the OpenAPI document.
pub(crate) fn api(limits: &Limits) -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::base())
        .nest("/api/v1", agents(limits))
        .nest("/widget/v1", widget::routes(limits))
}

/// What agents and programs call.
fn agents(limits: &Limits) -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .merge(setup::routes())
        .merge(session::routes())
        .merge(members::routes())
        .merge(invitations::routes())
        .merge(roles::routes())
        .merge(brands::routes())
        .merge(teams::routes())
        .merge(tokens::routes())
        .merge(conversations::routes())
        .merge(messages::routes())
        .merge(agents_family::routes())
        .merge(ratings::routes())
        .merge(numbers::routes())
        .merge(alarms::routes())
        .merge(channels::routes())
        .merge(queues::routes())
        .merge(canned_replies::routes())
        .merge(customers::routes())
        .merge(attachments::routes(limits))
        .merge(crate::faq::routes(limits))
        .merge(crate::unanswered::routes())
        .merge(crate::log::routes())
}

/// The whole router: the product below its base path, and beside it what is for the machines around it.
pub(crate) fn router(state: AppState) -> Router {
    let settings = state.settings();
    let base = settings.base_path().to_owned();
    let (api, document) = api(&settings.limits).split_for_parts();
    let operations = Operations::of(&document);
    let api = api.layer(from_fn_with_state(Parameters::of(&document), parameters::check));
    let demo = if settings.demo { demo::routes() } else { Router::new() };
    // Made when somebody asks for it.
    let text = Arc::new(LazyLock::new({
        let base = base.clone();
        move || openapi::text(&base)
    }));
    let product = Router::new()
        .merge(api)
        .merge(realtime::routes())
        .merge(demo)
        .route("/openapi.json", get(async move || openapi::answer(LazyLock::force(&text).clone())))
        .route("/docs", get(docs::page))
        .route("/docs/{file}", get(docs::file))
        .route("/widget.js", get(assets::widget))
        .fallback(assets::serve);
    if base.is_empty() {
        return layered(product.merge(machines()), &state, &operations);
    }
    let outside = layered(machines().fallback(elsewhere), &state, &operations);
    base_path::below(base, layered(product, &state, &operations), outside)
}

/// What probes and Prometheus ask of the process itself, not through the proxy in front: it has no base path.
fn machines() -> Router<AppState> {
    Router::new()
        .route("/metrics", get(metrics::show))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
}

/// An address outside the base path: most likely a proxy took the path off.
async fn elsewhere(State(state): State<AppState>) -> Rejection {
    let base = state.settings().base_path();
    let detail =
        format!("this server answers below {base}/: a proxy in front must pass the path on unchanged");
    Rejection::new(StatusCode::NOT_FOUND, "not_found", detail)
}

/// What holds for every request.
fn layered(router: Router<AppState>, state: &AppState, operations: &Operations) -> Router {
    let observed = (state.clone(), operations.clone());
    router
        .layer(from_fn_with_state(state.clone(), idempotency::read))
        .layer(DefaultBodyLimit::max(state.settings().limits.body_bytes))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .layer(from_fn_with_state(observed, observe::request))
        .with_state(state.clone())
}

/// A handler's panic is a fault of ours like any other.
fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    use axum::response::IntoResponse as _;
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without words");
    Rejection::from(Error::internal(text.to_owned())).into_response()
}
