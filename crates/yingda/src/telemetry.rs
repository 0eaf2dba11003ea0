//! Spans to an OpenTelemetry collector, over OTLP/HTTP with protobuf. Only in a build with the feature `telemetry`; what is
//! a span is decided where the work is done, by its target.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use opentelemetry::trace::{
    SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TracerProvider as _,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tokio::runtime::Handle;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::{Layer as _, Registry};
use yingda_model::trace::{self, Traces, traceparent};

use crate::logging::Exporter;

/// How long the collector may take for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Exports spans until it is stopped.
pub struct Telemetry(SdkTracerProvider);

impl Telemetry {
    /// Exports to an address such as `http://127.0.0.1:4318/v1/traces`; of all traces, this share.
    ///
    /// # Errors
    /// When the exporter can't be made.
    pub fn new(endpoint: &str, share: f64, node: &str) -> Result<Self, Box<dyn StdError + Send + Sync>> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Client::new()?)
            .with_endpoint(endpoint)
            .with_timeout(PATIENCE)
            .build()?;
        let resource = Resource::builder_empty().with_attributes([
            KeyValue::new("service.name", "yingda"),
            KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
            KeyValue::new("service.instance.id", node.to_owned()),
        ]);
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(share))))
            .with_resource(resource.build());
        Ok(Self(provider.build()))
    }

    /// What takes the spans from the program.
    pub fn exporter(&self) -> Exporter {
        let spans = Targets::new().with_target(trace::TARGET, LevelFilter::TRACE);
        let layer = tracing_opentelemetry::layer::<Registry>()
            .with_tracer(self.0.tracer("yingda"))
            .with_location(false)
            .with_threads(false);
        Box::new(layer.with_filter(spans))
    }

    /// What joins them across the journal.
    pub fn traces() -> Arc<dyn Traces> {
        Arc::new(W3c)
    }

    /// Sends what is left.
    pub fn stop(&self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(error = &error as &dyn StdError, "the last spans could not be sent");
        }
    }
}

/// Words are `traceparent`s.
struct W3c;

impl Traces for W3c {
    fn join(&self, span: &Span, word: Option<&str>) -> Option<String> {
        if let Some(parent) = word.and_then(parent) {
            // Fails where nothing exports this span, which then has nothing to join either.
            _ = span.set_parent(Context::new().with_remote_span_context(parent));
        }
        let context = span.context();
        let context = context.span().span_context().clone();
        context.is_valid().then(|| {
            format!(
                "00-{}-{}-{:02x}",
                context.trace_id(),
                context.span_id(),
                context.trace_flags().to_u8() & TraceFlags::SAMPLED.to_u8()
            )
        })
    }
}

fn parent(word: &str) -> Option<SpanContext> {
    let mut parts = traceparent(word)?.split('-').skip(1);
    let trace = TraceId::from_hex(parts.next()?).ok()?;
    let span = SpanId::from_hex(parts.next()?).ok()?;
    let flags = TraceFlags::new(u8::from_str_radix(parts.next()?, 16).ok()?);
    Some(SpanContext::new(trace, span, flags, true, opentelemetry::trace::TraceState::NONE))
}

/// The way to the collector: the exporter's thread has no runtime of its own, so requests run on the program's.
struct Client {
    client: reqwest::Client,
    runtime: Handle,
}

impl Client {
    fn new() -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder().timeout(PATIENCE).build()?;
        Ok(Self { client, runtime: Handle::current() })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}

impl HttpClient for Client {
    fn send_bytes<'a, 'b>(
        &'a self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'b>>
    where
        'a: 'b,
        Self: 'b,
    {
        let client = self.client.clone();
        let sending = self.runtime.spawn(async move {
            let answer = client.execute(request.try_into()?).await?;
            let status = answer.status();
            let mut response = Response::new(answer.bytes().await?);
            *response.status_mut() = status;
            Ok::<_, HttpError>(response)
        });
        Box::pin(async move { sending.await? })
    }
}
