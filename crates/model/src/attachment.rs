//! Files that travel with messages.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::AttachmentId;

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AttachmentOut)]
pub struct Attachment {
    pub id: AttachmentId,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Where the reader of the message gets it, relative to the server.
    #[serde(default)]
    pub url: String,
}
