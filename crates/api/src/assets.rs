//! The web app and the widget, as files inside the binary. A page of the web app answers every address that is not
//! something else, so that reloading works; without a front end built in, those addresses are simply not there.

use std::borrow::Cow;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};

use crate::AppState;
use crate::problem::Rejection;

/// The agents' app.
#[derive(Embed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Web;

/// What customers' pages embed.
#[derive(Embed)]
#[folder = "../../widget/dist"]
#[allow_missing = true]
struct Widget;

/// A hash is part of these names: what they hold never changes.
const HASHED: &str = "assets/";
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// Everything that is not an endpoint: a file, or a page of the web app.
pub(crate) async fn serve(State(state): State<AppState>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return nothing();
    }
    let path = request.uri().path().trim_start_matches('/');
    if let Some(file) = Web::get(path).filter(|_| path != "index.html") {
        return answer(path, file, request.headers());
    }
    if !is_page(path, request.headers()) {
        return nothing();
    }
    match Web::get("index.html") {
        Some(file) => answer("index.html", under(file, state.settings().base_path()), request.headers()),
        None => missing("the web app is not part of this build: run `make build`"),
    }
}

/// `GET /widget.js`, the one file that pages of other sites load.
pub(crate) async fn widget(headers: HeaderMap) -> Response {
    let Some(file) = Widget::get("widget.js") else {
        return missing("the widget is not part of this build: run `make build`");
    };
    let mut response = answer("widget.js", file, &headers);
    let anybody = HeaderValue::from_static("cross-origin");
    response.headers_mut().insert(HeaderName::from_static("cross-origin-resource-policy"), anybody);
    response
}

/// The page's own addresses begin at its `<base>`, wherever in the app it was opened.
const BASE: &str = "<base href=\"/\"";

/// The app's page for the path that the product is served under.
fn under(mut page: EmbeddedFile, base: &str) -> EmbeddedFile {
    if let Ok(text) = std::str::from_utf8(&page.data)
        && !base.is_empty()
    {
        page.data = text.replacen(BASE, &format!("<base href=\"{base}/\""), 1).into_bytes().into();
    }
    page
}

fn nothing() -> Response {
    missing("there is nothing at this address")
}

fn missing(detail: &str) -> Response {
    Rejection::new(StatusCode::NOT_FOUND, "not_found", detail).into_response()
}

/// Whether a browser asks for a page: no endpoint, no file name, and HTML is welcome.
fn is_page(path: &str, headers: &HeaderMap) -> bool {
    let endpoint = ["api/", "widget/", "health/", "demo/"].iter().any(|prefix| path.starts_with(prefix));
    let file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or("*/*");
    !endpoint && !file && (accept.contains("text/html") || accept.contains("*/*"))
}

fn answer(path: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let hash = file.metadata.sha256_hash();
    let [tag, ..] = hash.as_chunks::<8>().0 else { return nothing() };
    // Weak, because the same file also leaves compressed.
    let tag = format!("W/\"{:016x}\"", u64::from_be_bytes(*tag));
    let caching = if path.starts_with(HASHED) { FOREVER } else { ASK_AGAIN };
    let known = headers.get(IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag)) {
        return (StatusCode::NOT_MODIFIED, [(ETAG, tag)], [(CACHE_CONTROL, caching)]).into_response();
    }
    let body = match file.data {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    };
    ([(CONTENT_TYPE, media_type(path))], [(ETAG, tag)], [(CACHE_CONTROL, caching)], body).into_response()
}

/// The kinds of file that the front ends' builds make.
fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_endpoints_and_files() {
        let mut browser = HeaderMap::new();
        browser.insert(ACCEPT, HeaderValue::from_static("text/html,application/xhtml+xml"));
        for (path, page) in [
            ("", true),
            ("inbox/cnv_1", true),
            ("login", true),
            ("api/v1/nothing", false),
            ("widget/v1/nothing", false),
            ("assets/gone-1a2b.js", false),
            ("favicon.ico", false),
        ] {
            assert_eq!(is_page(path, &browser), page, "{path}");
        }
        browser.insert(ACCEPT, HeaderValue::from_static("application/json"));
        assert!(!is_page("inbox", &browser));
    }
}
