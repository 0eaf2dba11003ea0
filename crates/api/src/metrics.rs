//! What Prometheus reads at `/metrics`: requests, the store's writers, the journal. Names and numbers only, nothing
//! about anybody.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry};
use yingda_model::Error;
use yingda_store::Store;

use crate::AppState;
use crate::problem::Answer;

/// Upper bounds of the latency histogram, in seconds.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    operation: String,
    status: u16,
}

type Latencies = Family<Request, Histogram, fn() -> Histogram>;

/// The registry and what this crate counts itself.
pub struct Metrics {
    registry: Mutex<Registry>,
    requests: Latencies,
}

impl Metrics {
    pub(crate) fn new(store: &Store) -> Self {
        let mut registry = Registry::with_prefix("yingda");
        let requests = Latencies::new_with_constructor(|| Histogram::new(BUCKETS));
        registry.register("http_request_seconds", "How long requests took", requests.clone());
        registry.register_collector(Box::new(StoreCollector(store.clone())));
        Self { registry: Mutex::new(registry), requests }
    }

    /// Adds a metric of a service; its name gets the product's prefix.
    pub fn register(&self, name: &str, help: &str, metric: impl Metric) {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner).register(name, help, metric);
    }

    pub(crate) fn request(&self, operation: &str, status: u16, took: Duration) {
        let labels = Request { operation: operation.to_owned(), status };
        self.requests.get_or_create(&labels).observe(took.as_secs_f64());
    }
}

/// Reads the store's counters when they are asked for.
struct StoreCollector(Store);

impl fmt::Debug for StoreCollector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreCollector")
    }
}

impl Collector for StoreCollector {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let statistics = self.0.statistics();
        let entries: i64 = self.0.positions().iter().map(|(_, position)| position).sum();
        let counters = [
            ("store_groups", "Shared transactions of the store's writers", statistics.groups()),
            ("store_units", "Units of work in them", statistics.units()),
        ];
        for (name, help, value) in counters {
            let counter = ConstCounter::new(value);
            counter.encode(encoder.encode_descriptor(name, help, None, counter.metric_type())?)?;
        }
        let journal = ConstGauge::new(entries);
        journal.encode(encoder.encode_descriptor(
            "journal_position",
            "Entries of the journal, over all partitions",
            None,
            journal.metric_type(),
        )?)
    }
}

/// `GET /metrics`
pub(crate) async fn show(State(state): State<AppState>) -> Answer<Response> {
    let registry = state.metrics().registry.lock().unwrap_or_else(PoisonError::into_inner);
    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, &registry).map_err(Error::internal)?;
    Ok(([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}
