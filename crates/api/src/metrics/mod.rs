//! What Prometheus reads at `/metrics`: what was counted and timed as it happened, and how things stand when it asks. Names
//! and numbers only, nothing about anybody; docs/metrics.md lists them, and a test holds that list against this page.

mod present;
mod process;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use yingda_conversations::Feed;
use yingda_model::{AuthorKind, Environment, Error, Limit};
use yingda_store::Store;

use crate::AppState;
use crate::open_connections::OpenConnections;
use crate::problem::Answer;
use crate::settings::Settings;
use crate::standing::Standing;
use present::Present;
use process::Process;

/// Upper bounds of the histograms of times, in seconds.
const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// How long what the store was asked is good for.
const FRESH: Duration = Duration::from_secs(1);
/// How long the store may take to say how things stand; without its answer the page has the rest.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    operation: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Author {
    author: &'static str,
}

type Times<Of> = Family<Of, Histogram, fn() -> Histogram>;

fn times<Of: Clone + std::hash::Hash + Eq>() -> Times<Of> {
    Times::new_with_constructor(|| Histogram::new(SECONDS))
}

/// What the store last said about how things stand; shared with what writes the page.
type Last = Arc<Mutex<Option<Standing>>>;

/// The registry and what this crate counts itself.
pub struct Metrics {
    registry: Registry,
    requests: Times<Request>,
    accepted: Times<Author>,
    stalled: Counter,
    refused: HashMap<Limit, Counter>,
    last: Last,
    asked: tokio::sync::Mutex<Option<Instant>>,
}

impl Metrics {
    pub(crate) fn new(
        store: &Store,
        feed: &Feed,
        answers: &Histogram,
        connections: &OpenConnections,
        environment: &Environment,
        settings: &Settings,
    ) -> Self {
        let mut registry = Registry::default();
        let process = Process::of(environment.clock.now());
        registry.register_collector(Box::new(process));
        let ours = registry.sub_registry_with_prefix("yingda");
        ours.register("build", "This program", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        let (requests, accepted) = (times(), times());
        ours.register_with_unit("http_request", "How long requests took", Unit::Seconds, requests.clone());
        ours.register_with_unit(
            "message_accept",
            "How long it took from a frame with a message until the message was durable and acknowledged",
            Unit::Seconds,
            accepted.clone(),
        );
        for kind in [AuthorKind::Customer, AuthorKind::Agent] {
            drop(accepted.get_or_create(&Author { author: kind.as_str() }));
        }
        ours.register_with_unit(
            "bot_reply",
            "How long it took from a customer's message until the bot's answer was durable",
            Unit::Seconds,
            answers.clone(),
        );
        store.statistics().register(ours);
        let last = Last::default();
        let stalled = Counter::default();
        let refused = refusals(ours);
        ours.register_collector(Box::new(Present {
            store: store.clone(),
            feed: feed.clone(),
            connections: connections.clone(),
            folders: settings.folders.clone(),
            stalled: stalled.clone(),
            last: Arc::clone(&last),
        }));
        let asked = tokio::sync::Mutex::default();
        Self { registry, requests, accepted, stalled, refused, last, asked }
    }

    pub(crate) fn request(&self, operation: &str, status: u16, took: Duration) {
        let labels = Request { operation: operation.to_owned(), status };
        self.requests.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// A message that came by a frame is durable.
    pub(crate) fn accepted(&self, author: AuthorKind, took: Duration) {
        self.accepted.get_or_create(&Author { author: author.as_str() }).observe(took.as_secs_f64());
    }

    /// A connection was ended because its client does not read.
    pub(crate) fn stalled(&self) {
        self.stalled.inc();
    }

    /// Somebody met a limit.
    pub(crate) fn refused(&self, limit: Limit) {
        if let Some(counter) = self.refused.get(&limit) {
            counter.inc();
        }
    }

    /// How often each limit was met, in their order.
    pub(crate) fn refusals(&self) -> Vec<(Limit, u64)> {
        let met = |limit: &Limit| self.refused.get(limit).map_or(0, Counter::get);
        Limit::ALL.iter().map(|limit| (*limit, met(limit))).collect()
    }

    /// Asks the store how things stand, unless that was asked a moment ago.
    async fn ask(&self, state: &AppState) {
        let mut asked = self.asked.lock().await;
        if asked.is_some_and(|asked| asked.elapsed() < FRESH) {
            return;
        }
        let now = state.environment().clock.now();
        let standing = tokio::time::timeout(PATIENCE, Standing::look(state.store(), now)).await;
        let standing = standing.map_err(|_| Error::Unavailable("no answer in time".into())).flatten();
        if let Err(error) = &standing
            && !state.store().is_away()
        {
            let error = error as &dyn std::error::Error;
            tracing::warn!(error, "the store did not say how things stand");
        }
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = standing.ok();
        *asked = Some(Instant::now());
    }
}

/// A counter for each limit, so that the first refusal shows as a step.
fn refusals(registry: &mut Registry) -> HashMap<Limit, Counter> {
    #[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
    struct Of {
        limit: &'static str,
    }
    let family = Family::<Of, Counter>::default();
    registry.register("limit_refusals", "Times that a limit was met, by its name", family.clone());
    let counter = |limit: &Limit| family.get_or_create_owned(&Of { limit: limit.name() });
    Limit::ALL.iter().map(|limit| (*limit, counter(limit))).collect()
}

/// `GET /metrics`
pub(crate) async fn show(State(state): State<AppState>) -> Answer<Response> {
    let metrics = state.metrics();
    metrics.ask(&state).await;
    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, &metrics.registry).map_err(Error::internal)?;
    Ok(([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}
