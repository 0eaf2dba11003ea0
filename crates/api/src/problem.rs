//! How errors leave the API: RFC 9457 problem documents with a stable `type`. The one place where an error gets its
//! HTTP status. What caused an internal one is logged here, once, and never sent.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_model::error::FieldError;
use yingda_model::{Conflict, Error, Limit};

/// A problem document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `urn:yingda:problem:` and the code.
    pub r#type: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong and what to do, for a person.
    pub detail: String,
    /// The stable word that clients act on.
    pub code: String,
    /// What is wrong with which field.
    pub errors: Vec<FieldError>,
    /// Joins this answer to the server's log.
    pub trace: String,
}

/// What a handler answers.
pub type Answer<T> = Result<T, Rejection>;

/// Why a request is not answered with what it asked for.
#[derive(Debug)]
pub struct Rejection {
    status: StatusCode,
    code: &'static str,
    detail: String,
    errors: Vec<FieldError>,
    retry_after: Option<Duration>,
    limit: Option<Limit>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Rejection {
    /// A fault that only HTTP knows.
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let (errors, detail) = (Vec::new(), detail.into());
        Self { status, code, detail, errors, retry_after: None, limit: None, source: None }
    }

    /// The limit that was met.
    pub(crate) fn limit(&self) -> Option<Limit> {
        self.limit
    }

    /// A body or query that can't be read at all.
    pub(crate) fn malformed(pointer: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let errors = vec![FieldError::new(pointer, "malformed", detail.clone())];
        Self { errors, ..Self::new(StatusCode::BAD_REQUEST, "malformed", detail) }
    }

    /// The document, for an answer or a frame of the realtime protocol.
    pub(crate) fn document(&self, trace: &str) -> Problem {
        Problem {
            r#type: format!("urn:yingda:problem:{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            code: self.code.to_owned(),
            errors: self.errors.clone(),
            trace: trace.to_owned(),
        }
    }

    /// Writes what caused it to the log, where there is more to know than the caller is told.
    pub(crate) fn log(&self, trace: &str) {
        let Some(source) = &self.source else { return };
        let error: &dyn StdError = &**source;
        let chain = std::iter::successors(error.source(), |cause| (*cause).source());
        let causes = chain.map(ToString::to_string).collect::<Vec<_>>().join(": ");
        if self.status == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(trace, error.message = %error, error.causes = causes, "a request failed");
        } else {
            tracing::warn!(trace, error.message = %error, error.causes = causes, "a request could not be served");
        }
    }
}

impl From<Error> for Rejection {
    fn from(error: Error) -> Self {
        let mut rejection = Self::new(status(&error), error.code(), error.to_string());
        rejection.limit = error.limit();
        match error {
            Error::Invalid(errors) => {
                "some fields are not valid".clone_into(&mut rejection.detail);
                rejection.errors = errors;
            }
            Error::Conflict(Conflict::Taken(field)) => {
                let detail = rejection.detail.clone();
                rejection.errors.push(FieldError::new(&format!("/{field}"), "taken", detail));
            }
            Error::RateLimited { retry_after, .. } => rejection.retry_after = Some(retry_after),
            Error::Unavailable(source) => {
                rejection.retry_after = Some(Duration::from_secs(1));
                rejection.source = Some(source);
            }
            Error::Internal(source) => rejection.source = Some(source),
            _ => {}
        }
        rejection
    }
}

fn status(error: &Error) -> StatusCode {
    match error {
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
        Error::Forbidden { .. } => StatusCode::FORBIDDEN,
        Error::NotFound { .. } => StatusCode::NOT_FOUND,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Error::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A rejection on its way through the layers, until `render` knows the request's trace.
#[derive(Clone)]
struct Pending(Arc<Mutex<Option<Rejection>>>);

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(Pending(Arc::new(Mutex::new(Some(self)))));
        response
    }
}

/// Gives every error its document: what handlers rejected, and what routing refused before any handler. The limit that was
/// met is an extension of the answer.
pub(crate) fn render(mut response: Response, trace: &str) -> Response {
    let pending = response.extensions_mut().remove::<Pending>();
    let rejection =
        pending.and_then(|pending| pending.0.lock().unwrap_or_else(PoisonError::into_inner).take());
    let Some(rejection) = rejection.or_else(|| bare(&response)) else { return response };
    rejection.log(trace);
    let body = serde_json::to_vec(&rejection.document(trace)).unwrap_or_default();
    let mut answer = (rejection.status, body).into_response();
    let headers = answer.headers_mut();
    keep(response.headers_mut(), headers);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(wait) = rejection.retry_after {
        headers.insert(
            RETRY_AFTER,
            wait.as_secs_f64().ceil().max(1.0).to_string().parse().unwrap_or(HeaderValue::from_static("1")),
        );
    }
    if let Some(limit) = rejection.limit {
        answer.extensions_mut().insert(limit);
    }
    answer
}

/// Moves the headers that layers and routing have set (`Allow`, CORS, `Vary`), but not those of the old body.
fn keep(from: &mut HeaderMap, to: &mut HeaderMap) {
    for name in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING] {
        from.remove(name);
    }
    to.extend(from.drain());
}

/// The rejection that a bare error status of routing or extraction stands for.
fn bare(response: &Response) -> Option<Rejection> {
    let status = response.status();
    let described = response.headers().get(CONTENT_TYPE).is_some_and(|kind| {
        kind.as_bytes().starts_with(b"application/") || kind.as_bytes().starts_with(b"text/html")
    });
    if described || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => ("not_found", "there is nothing at this address"),
        StatusCode::METHOD_NOT_ALLOWED => ("method_not_allowed", "this address does not take this method"),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "the body is larger than this address takes"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("unsupported_media_type", "the body has the wrong media type"),
        status if status.is_client_error() => ("malformed", "the request can't be read"),
        _ => ("internal", "something went wrong on our side"),
    };
    Some(Rejection::new(status, code, detail))
}
