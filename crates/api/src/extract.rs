//! Bodies, queries and paths whose rejections say where the fault is.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequest, RawPathParams, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path as FieldPath, Segment};
use yingda_model::Error;
use yingda_model::error::FieldError;

use crate::problem::Rejection;

/// A JSON body.
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        if !is_json(request.headers()) {
            return Err(unsupported("send JSON with Content-Type: application/json"));
        }
        let bytes = Body::from_request(request, state).await?.0;
        parse(&bytes).map(Self)
    }
}

/// A JSON body or none.
impl<S: Send + Sync, T: DeserializeOwned> OptionalFromRequest<S> for Json<T> {
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, Rejection> {
        let headers = request.headers().clone();
        let bytes = Body::from_request(request, state).await?.0;
        if bytes.is_empty() {
            return Ok(None);
        }
        if !is_json(&headers) {
            return Err(unsupported("send JSON with Content-Type: application/json"));
        }
        parse(&bytes).map(|value| Some(Self(value)))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

pub(crate) fn unsupported(detail: &str) -> Rejection {
    Rejection::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
}

/// Databases take no U+0000 inside a text, and no text needs one.
const NUL: &str = "must not contain the character U+0000";

/// Whether a JSON text holds the escape of U+0000, and not an escaped backslash before `u0000`.
pub(crate) fn holds_nul(json: &[u8]) -> bool {
    let mut escapes = json.windows(6).enumerate().filter(|(_, window)| *window == b"\\u0000");
    escapes.any(|(at, _)| json[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0)
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Rejection> {
    if holds_nul(bytes) {
        return Err(Error::invalid("", "invalid", NUL).into());
    }
    let mut input = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut input).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        match inner.classify() {
            serde_json::error::Category::Data => unfit(&pointer, &inner.to_string()),
            _ => Rejection::malformed("", format!("the body is not valid JSON: {inner}")),
        }
    })?;
    input.end().map_err(|error| Rejection::malformed("", format!("the body is not valid JSON: {error}")))?;
    Ok(value)
}

/// Well-formed, but not what was asked for.
fn unfit(pointer: &str, message: &str) -> Rejection {
    // serde tells line and column; the pointer says it better.
    let message = message.split(" at line ").next().unwrap_or(message);
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
    let unknown = message.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
    let (pointer, code) = match (missing, unknown) {
        (Some(field), _) => (format!("{pointer}/{field}"), "required"),
        // The path of an unknown field already ends with it.
        (_, Some(field)) if !pointer.ends_with(&format!("/{field}")) => {
            (format!("{pointer}/{field}"), "unknown_field")
        }
        (_, Some(_)) => (pointer.to_owned(), "unknown_field"),
        _ => (pointer.to_owned(), "invalid"),
    };
    Error::Invalid(vec![FieldError::new(&pointer, code, message)]).into()
}

fn pointer(path: &FieldPath) -> String {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

/// The bytes of a body, no more than the route takes.
pub struct Body(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        match Bytes::from_request(request, state).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_))) => {
                let detail = "the body is larger than this address takes";
                Err(Rejection::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail))
            }
            Err(_) => Err(Rejection::malformed("", "the body ended before it was complete")),
        }
    }
}

/// Characters of the longest text in a query.
const LONGEST: usize = 200;
/// What has a rule of its own: `Page` looks at cursors, long names of files are shortened, not refused, and tokens are
/// checked by their signature.
const OTHERWISE_LIMITED: [&str; 3] = ["cursor", "name", "token"];

/// What is wrong with one parameter, whatever it means.
fn check_parameter(name: &str, value: &str) -> Result<(), Error> {
    if value.contains('\0') {
        return Err(Error::invalid(name, "invalid", NUL));
    }
    if !OTHERWISE_LIMITED.contains(&name) && value.chars().count() > LONGEST {
        let detail = format!("must have at most {LONGEST} characters");
        return Err(Error::invalid(name, "too_long", detail));
    }
    Ok(())
}

/// The query of the address. What no operation knows is refused in `parameters`.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            check_parameter(&name, &value)?;
        }
        let input = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
        serde_path_to_error::deserialize(input).map(Self).map_err(|error| {
            let field = error.path().to_string();
            let message = error.into_inner().to_string();
            let missing = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
            let (field, code) = missing.map_or((&*field, "invalid"), |missing| (missing, "required"));
            Error::Invalid(vec![FieldError::new(field, code, message.clone())]).into()
        })
    }
}

/// A part of the path, such as an id. An id of another kind or shape is something that does not exist.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: std::str::FromStr> FromRequestParts<S> for Path<T> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let nothing = || Error::not_found("thing with the id", "in this address");
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| nothing())?;
        let (_, text) = params.iter().last().ok_or_else(nothing)?;
        text.parse().map(Self).map_err(|_| Error::not_found("thing with the id", text).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_a_query_are_limited_and_cursors_and_names_elsewhere() {
        let code = |name: &str, value: &str| match check_parameter(name, value) {
            Err(Error::Invalid(errors)) => errors.first().map(|error| error.code.clone()),
            _ => None,
        };
        assert_eq!(code("q", &"图".repeat(LONGEST)), None);
        assert_eq!(code("q", &"图".repeat(LONGEST + 1)).as_deref(), Some("too_long"));
        assert_eq!(code("name", &"x".repeat(LONGEST + 1)), None);
        assert_eq!(code("name", "x\0").as_deref(), Some("invalid"));
    }

    #[test]
    fn only_a_real_nul_is_found() {
        assert!(holds_nul(br#"{"a": "x\u0000"}"#));
        assert!(holds_nul(br#"{"\u0000": 1}"#));
        assert!(holds_nul(br#"{"a": "\\\u0000"}"#), "after an escaped backslash");
        assert!(!holds_nul(br#"{"a": "\\u0000"}"#), "an escaped backslash before plain letters");
        assert!(!holds_nul(br#"{"a": "u0000"}"#));
    }
}
