//! Which web pages may speak for a channel. The widget's endpoints take no cookies, so browsers of any page may read
//! their answers; whether the page may use the channel is decided by `check_origin`, on the server.

use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, HOST, HeaderValue, ORIGIN, VARY,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use yingda_channels::web::origin::allowed;
use yingda_model::Channel;

use crate::problem::Rejection;
use crate::settings::Settings;

/// Lets pages of other sites read the answers, and answers their browsers' preflights.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    let Some(origin) = request.headers().get(ORIGIN).cloned() else { return next.run(request).await };
    let preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key("access-control-request-method");
    let mut response =
        if preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.append(VARY, HeaderValue::from_static("origin"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
    if preflight {
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PUT"));
        headers.insert(
            ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("authorization, content-type, idempotency-key"),
        );
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
    response
}

/// Fails unless the page that sends the request may use the channel. What is not sent by a page (no `Origin`) passes.
pub(crate) fn check_origin(
    headers: &HeaderMap,
    channel: &Channel,
    settings: &Settings,
) -> Result<(), Rejection> {
    let origin = headers.get(ORIGIN).map(|origin| origin.to_str().unwrap_or("null"));
    if origin.is_some_and(|origin| is_own(origin, headers, settings))
        || allowed(channel, origin, settings.origin())
    {
        return Ok(());
    }
    let detail = "this site may not use the channel: add its origin to the channel's allowed origins";
    Err(Rejection::new(StatusCode::FORBIDDEN, "forbidden", detail))
}

/// Whether a page of this server sends the request, by whichever name it was reached.
pub(crate) fn is_own(origin: &str, headers: &HeaderMap, settings: &Settings) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    origin == settings.origin() || (authority.is_some() && authority == host)
}
