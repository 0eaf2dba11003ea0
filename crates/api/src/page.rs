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
        if cursor.as_ref().is_some_and(|cursor| !is_cursor(cursor)) {
            return Err(Error::invalid("cursor", "invalid", "must be the `next` of an earlier answer").into());
        }
        Ok(Self(PageRequest::new(cursor, limit)))
    }
}

/// Bytes of the longest cursor.
const LONGEST: usize = 300;

/// Whether any list ends a page like this: `ID`, `NUMBER.ID`, or `WORD:WORD` of lists that are sorted by words. Anything
/// else is refused here, so that no list can take it for its beginning; which list it is of, the list itself knows.
fn is_cursor(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    if text.contains(':') {
        return true;
    }
    match text.split_once('.') {
        Some((number, id)) => number.parse::<i64>().is_ok() && is_id(id),
        None => is_id(text),
    }
}

/// Whether a text is an id of any kind.
fn is_id(text: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.split_once('_').is_some_and(|(prefix, digits)| {
        prefix.bytes().all(|byte| byte.is_ascii_lowercase())
            && digits.len() == 32
            && digits.bytes().all(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_list_answers_is_a_cursor() {
        let id = "cnv_00000000000070008000000000000000";
        for good in [id, &format!("17.{id}"), &format!("hello:{id}"), "1700000000000:A-1.2"] {
            assert!(is_cursor(good), "{good}");
        }
        let long = format!("{}:{id}", "x".repeat(LONGEST));
        for bad in
            ["zzz", "1", "17.", "17.zzz", ".", &format!("x.{id}"), &id[..35], &id.to_uppercase(), &long]
        {
            assert!(!is_cursor(bad), "{bad}");
        }
    }
}
