//! Replies written once and used by `/` and a short word.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{BrandId, CannedReplyId, MemberId, Timestamp};

/// A reply written in advance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CannedReplyOut)]
pub struct CannedReply {
    pub id: CannedReplyId,
    pub brand_id: BrandId,
    /// What is typed after `/`.
    pub shortcut: String,
    pub title: String,
    pub text: String,
    /// Whether the whole brand has it, or only its author.
    pub shared: bool,
    pub member_id: Option<MemberId>,
    pub created_at: Timestamp,
    pub version: i64,
}
