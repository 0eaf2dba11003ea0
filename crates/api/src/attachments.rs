//! Attachments: a file as the whole body of a request, and back as a download that can do nothing to the page it came
//! from.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_conversations::attachments::{self, File, MAX_SIZE};
use yingda_model::{Attachment, AttachmentId, Ctx, Error};

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::{Body, Json, Path, Query};
use crate::openapi::Problems;
use crate::problem::Answer;
use crate::settings::Limits;

/// A reader of the conversation may keep a file for as long as they would keep the page.
const CACHING: HeaderValue = HeaderValue::from_static("private, max-age=3600");
/// A file opened by its address is on its own: no script, no form, no other address.
const ALONE: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'");
/// Browsers' own viewers of PDF refuse to work inside a sandbox.
const VIEWER: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
);

/// What the file is called.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AttachmentQuery {
    /// The file's name; folders in it are left out.
    pub name: Option<String>,
}

pub(crate) fn routes(limits: &Limits) -> OpenApiRouter<AppState> {
    let most = limits.upload_bytes.min(MAX_SIZE);
    let upload = OpenApiRouter::default().routes(routes!(create)).layer(DefaultBodyLimit::max(most));
    OpenApiRouter::default().routes(routes!(lookup)).merge(upload)
}

/// Upload a file
///
/// The file is the body and `Content-Type` says what it is. At most 20 MiB; forgotten when it is not sent within a day. What could run in a browser is kept as
/// `application/octet-stream`. Send it with `message_create`.
#[utoipa::path(post, path = "/attachments", operation_id = "attachment_create", tag = "Conversations",
    params(AttachmentQuery), request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Attachment), Problems))]
async fn create(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Query(query): Query<AttachmentQuery>,
    headers: HeaderMap,
    Body(content): Body,
) -> Answer<(StatusCode, Json<Attachment>)> {
    keep(&state, &ctx, query, &headers, &content).await
}

/// Download a file
#[utoipa::path(get, path = "/attachments/{id}", operation_id = "attachment_lookup", tag = "Conversations",
    params(("id" = AttachmentId, Path)),
    responses((status = 200, description = "The bytes", body = Vec<u8>, content_type = "application/octet-stream"), Problems))]
async fn lookup(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Path(id): Path<AttachmentId>,
) -> Answer<Response> {
    download(attachments::lookup(state.store(), &ctx, id).await?)
}

/// Keeps an uploaded file for whoever asks.
pub(crate) async fn keep(
    state: &AppState,
    ctx: &Ctx,
    query: AttachmentQuery,
    headers: &HeaderMap,
    content: &[u8],
) -> Answer<(StatusCode, Json<Attachment>)> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let name = query.name.unwrap_or_default();
    let attachment = attachments::create(state.store(), ctx, &name, kind, Arc::from(content)).await?;
    Ok((StatusCode::CREATED, Json(attachment)))
}

/// A file as an answer: shown in place where that is safe, saved otherwise.
pub(crate) fn download(file: File) -> Answer<Response> {
    let place = if file.shown { "inline" } else { "attachment" };
    let disposition =
        HeaderValue::from_str(&disposition(place, &file.attachment.name)).map_err(Error::internal)?;
    let kind = HeaderValue::from_str(&file.attachment.media_type).map_err(Error::internal)?;
    let policy = if file.attachment.media_type == "application/pdf" { VIEWER } else { ALONE };
    let headers = [
        (CONTENT_TYPE, kind),
        (CONTENT_DISPOSITION, disposition),
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, CACHING),
    ];
    Ok((headers, file.content).into_response())
}

/// RFC 6266: the name in letters that every browser reads, and the real one beside it.
fn disposition(place: &str, name: &str) -> String {
    let plain =
        |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            encoded.push(char::from(byte));
        } else {
            _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("{place}; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reaches_the_browser_whole_and_harmless() {
        assert_eq!(
            disposition("attachment", "发票 \"1\".pdf"),
            "attachment; filename=\"__ _1_.pdf\"; filename*=UTF-8''%E5%8F%91%E7%A5%A8%20%221%22.pdf"
        );
    }
}
