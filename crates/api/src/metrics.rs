//! What Prometheus reads at `/metrics`: requests, the store's writers, the journal. Names and numbers only, nothing
//! about anybody.

use std::fmt;
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
use prometheus_client::registry::Registry;
use yingda_conversations::Feed;
use yingda_model::Error;
use yingda_store::Store;

use crate::AppState;
use crate::open_connections::OpenConnections;
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
    registry: Registry,
    requests: Latencies,
}

impl Metrics {
    pub(crate) fn new(store: &Store, feed: &Feed, connections: &OpenConnections) -> Self {
        let mut registry = Registry::with_prefix("yingda");
        let requests = Latencies::new_with_constructor(|| Histogram::new(BUCKETS));
        registry.register("http_request_seconds", "How long requests took", requests.clone());
        registry.register_collector(Box::new(Standing {
            store: store.clone(),
            feed: feed.clone(),
            connections: connections.clone(),
        }));
        Self { registry, requests }
    }

    pub(crate) fn request(&self, operation: &str, status: u16, took: Duration) {
        let labels = Request { operation: operation.to_owned(), status };
        self.requests.get_or_create(&labels).observe(took.as_secs_f64());
    }
}

/// How things stand at the moment, read when it is asked for.
struct Standing {
    store: Store,
    feed: Feed,
    connections: OpenConnections,
}

impl fmt::Debug for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Standing")
    }
}

impl Collector for Standing {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let statistics = self.store.statistics();
        let counters = [
            ("store_groups", "Shared transactions of the store's writers", statistics.groups()),
            ("store_units", "Units of work in them", statistics.units()),
            (
                "consumer_failures",
                "Times that a consumer could not handle what it was given",
                statistics.consumer_failures(),
            ),
            (
                "consumer_entries_set_aside",
                "Entries of the journal that a consumer has gone on without",
                statistics.entries_set_aside(),
            ),
            ("connections_refused", "Connections turned away for want of room", self.connections.refused()),
        ];
        for (name, help, value) in counters {
            let counter = ConstCounter::new(value);
            counter.encode(encoder.encode_descriptor(name, help, None, counter.metric_type())?)?;
        }
        let entries: i64 = self.store.positions().iter().map(|(_, position)| position).sum();
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let gauges = [
            ("journal_position", "Entries of the journal, over all partitions", entries),
            ("connections", "Open connections of any kind", number(self.connections.count())),
            ("realtime_connections", "Open WebSocket connections", number(self.feed.connections())),
        ];
        for (name, help, value) in gauges {
            let gauge = ConstGauge::new(value);
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)?;
        }
        Ok(())
    }
}

/// `GET /metrics`
pub(crate) async fn show(State(state): State<AppState>) -> Answer<Response> {
    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, &state.metrics().registry)
        .map_err(Error::internal)?;
    Ok(([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}
