//! The header `Idempotency-Key`: with it a write that is sent twice is done once. The store remembers the answer; here
//! the key is read and the request gets the fingerprint by which a key that is used for something else is noticed.

use std::fmt::Write as _;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ObjectBuilder, Type};
use yingda_model::{Error, Idempotency};

use crate::AppState;
use crate::problem::Rejection;

const HEADER: &str = "idempotency-key";
/// Characters of the longest key.
const LONGEST: usize = 128;

/// The header, as the document describes it.
pub(crate) fn parameter() -> Parameter {
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(LONGEST))
        .pattern(Some("^[!-~]+$"))
        .build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .description(Some("The caller's own name for this write: sent twice, it is done once"))
        .schema(Some(text))
        .build()
}

/// Reads the key of a write.
pub(crate) async fn read(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let Some(key) = request.headers().get(HEADER).cloned() else { return next.run(request).await };
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let key = key.to_str().unwrap_or_default().trim().to_owned();
    if key.is_empty() || key.len() > LONGEST || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        let error =
            Error::invalid("Idempotency-Key", "invalid", "must have 1 to 128 visible ASCII characters");
        return Rejection::from(error).into_response();
    }
    let (parts, body) = request.into_parts();
    // The route's own limit is checked when the handler takes the body.
    let Ok(bytes) = axum::body::to_bytes(body, state.settings().limits.upload_bytes).await else {
        let detail = "the body is larger than this address takes";
        return Rejection::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail).into_response();
    };
    let mut hash = Sha256::new();
    for part in [parts.method.as_str(), parts.uri.path(), parts.uri.query().unwrap_or_default()] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.update(&bytes);
    let fingerprint = hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a String can't fail.
        _ = write!(text, "{byte:02x}");
        text
    });
    request = Request::from_parts(parts, bytes.into());
    request.extensions_mut().insert(Idempotency { key, fingerprint });
    next.run(request).await
}
