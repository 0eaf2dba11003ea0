//! Pages of lists: a cursor is opaque to clients and names the last row seen.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// A page from rows of which one more than `limit` was asked for, and the cursor of a row.
    pub fn cut(mut items: Vec<T>, limit: usize, cursor: impl Fn(&T) -> String) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }

    /// The whole of a short list.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// Which page is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// Rows wanted, 1 to 200.
    pub limit: usize,
}

impl PageRequest {
    /// Rows of a page when the caller does not say.
    pub const DEFAULT_LIMIT: usize = 50;
    /// Rows of the largest page.
    pub const MAX_LIMIT: usize = 200;

    /// A request with the limit brought into its range.
    pub fn new(cursor: Option<String>, limit: Option<usize>) -> Self {
        Self { cursor, limit: limit.unwrap_or(Self::DEFAULT_LIMIT).clamp(1, Self::MAX_LIMIT) }
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::new(None, None)
    }
}
