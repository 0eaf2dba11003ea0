//! `/docs`: the OpenAPI document as a page to read. A small script of our own renders it; no other host is asked.

use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};

use crate::extract::Path;
use crate::problem::{Answer, Rejection};
use yingda_model::Error;

/// `GET /docs`
pub(crate) async fn page() -> Html<&'static str> {
    Html(include_str!("docs/page.html"))
}

/// `GET /docs/{file}`
pub(crate) async fn file(Path(file): Path<String>) -> Answer<Response> {
    let (kind, text) = match &*file {
        "page.js" => ("text/javascript; charset=utf-8", include_str!("docs/page.js")),
        "page.css" => ("text/css; charset=utf-8", include_str!("docs/page.css")),
        _ => return Err(Rejection::from(Error::not_found("file", file))),
    };
    Ok(([(CONTENT_TYPE, kind)], text).into_response())
}
