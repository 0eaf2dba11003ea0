//! One line in the log for each request, one observation in the metrics, and the trace that joins both to a problem
//! document. Never who asked, from where, or what they sent.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;
use tracing::field::Empty;
use tracing::{Instrument as _, Span};
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};
use yingda_model::trace::{TARGET, traceparent};
use yingda_model::{Actor, Limit};
use yingda_store::usage;

use crate::AppState;
use crate::problem::render;

/// The name of each operation, by method and route.
#[derive(Clone, Default)]
pub struct Operations(Arc<HashMap<(Method, String), String>>);

impl Operations {
    /// From the document that describes them.
    pub fn of(document: &OpenApi) -> Self {
        let mut names = HashMap::new();
        for (path, item) in &document.paths.paths {
            for (method, operation) in operations(item) {
                if let Some(name) = &operation.operation_id {
                    names.insert((method, path.clone()), name.clone());
                }
            }
        }
        Self(Arc::new(names))
    }

    fn name(&self, method: &Method, route: &str) -> &str {
        self.0.get(&(method.clone(), route.to_owned())).map_or("other", String::as_str)
    }
}

/// The operations of one path.
pub(crate) fn operations(item: &PathItem) -> impl Iterator<Item = (Method, &Operation)> {
    [
        (Method::GET, &item.get),
        (Method::POST, &item.post),
        (Method::PUT, &item.put),
        (Method::PATCH, &item.patch),
        (Method::DELETE, &item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| operation.as_ref().map(|operation| (method, operation)))
}

/// The outermost layer: gives the request its context, the error its document, and tells what happened.
pub(crate) async fn request(
    State((state, operations)): State<(AppState, Operations)>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let operation = route.as_deref().map_or("file", |route| operations.name(&method, route));
    let span = span(&method, operation, route.as_deref());
    let caller = caller(&request, &state.settings().trace_callers);
    let mut ctx = state.environment().ctx(Actor::Anonymous);
    if let Some(word) = state.environment().traces.join(&span, caller.as_deref()).or(caller) {
        ctx = ctx.within(word);
    }
    let trace = ctx.trace.clone();
    request.extensions_mut().insert(ctx);
    let (response, usage) = usage::measured(next.run(request)).instrument(span.clone()).await;
    let response = render(response, &trace);
    span.record("http.response.status_code", response.status().as_u16());
    if let Some(limit) = response.extensions().get::<Limit>() {
        state.metrics().refused(*limit);
    }
    let status = response.status().as_u16();
    let took = started.elapsed();
    state.metrics().request(operation, status, took);
    let Some(route) = route else { return response };
    let (elapsed_ms, db_ms, statements) =
        (milliseconds(took), milliseconds(usage.time()), usage.statements());
    if route.starts_with("/health") || route == "/metrics" {
        tracing::debug!(http.method = %method, http.route = route, http.status = status, http.elapsed_ms = elapsed_ms, db.statements = statements, db.elapsed_ms = db_ms, trace, "answered a request");
    } else {
        tracing::info!(http.method = %method, http.route = route, http.status = status, http.elapsed_ms = elapsed_ms, db.statements = statements, db.elapsed_ms = db_ms, trace, "answered a request");
    }
    response
}

fn span(method: &Method, operation: &str, route: Option<&str>) -> Span {
    // Probes and Prometheus come all the time and tell nothing.
    if matches!(route, Some("/health/live" | "/health/ready" | "/metrics")) {
        return Span::none();
    }
    tracing::trace_span!(
        target: TARGET, "request", otel.name = operation, otel.kind = "server", http.request.method = %method,
        http.route = route, http.response.status_code = Empty,
    )
}

/// The trace of a caller that the operator believes.
fn caller(request: &Request, believed: &[IpNet]) -> Option<String> {
    let ConnectInfo(connected) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    let address = connected.ip().to_canonical();
    if !believed.iter().any(|network| network.contains(&address)) {
        return None;
    }
    traceparent(request.headers().get("traceparent")?.to_str().ok()?).map(str::to_owned)
}

/// Hundredths of a millisecond are enough to read.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}
