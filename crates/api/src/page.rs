//! Which page of a list is wanted: `?cursor=&limit=`.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Deserialize;
use utoipa::IntoParams;
use yingda_model::{Error, PageRequest};

use crate::extract::Query;
use crate::problem::Rejection;

/// For the OpenAPI document; handlers take `Page`.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Where the last page ended: the `next` of its answer.
    cursor: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
}

/// The wanted page.
pub struct Page(pub PageRequest);

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let Query(query) = Query::<PageQuery>::from_request_parts(parts, state).await?;
        let limit = query.limit.map(|limit| limit as usize);
        if limit.is_some_and(|limit| !(1..=PageRequest::MAX_LIMIT).contains(&limit)) {
            return Err(Error::invalid("limit", "out_of_range", "must lie between 1 and 200").into());
        }
        let cursor = query.cursor.filter(|cursor| !cursor.is_empty());
        if cursor.as_ref().is_some_and(|cursor| cursor.len() > 300 || cursor.contains('\0')) {
            return Err(Error::invalid("cursor", "invalid", "must be the `next` of an earlier answer").into());
        }
        Ok(Self(PageRequest::new(cursor, limit)))
    }
}
