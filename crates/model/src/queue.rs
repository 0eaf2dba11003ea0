//! Queues: where conversations wait for a person.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{BrandId, QueueId, TeamId, Timestamp};

/// A queue and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = QueueOut)]
pub struct Queue {
    pub id: QueueId,
    pub brand_id: BrandId,
    /// Who works on it.
    pub team_id: TeamId,
    pub name: String,
    pub waiting: i64,
    pub longest_wait_since: Option<Timestamp>,
    pub agents_online: i64,
    pub free_capacity: i64,
    pub created_at: Timestamp,
    pub version: i64,
}

/// A waiting customer's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueuePlace {
    /// 1 is next.
    pub position: i64,
    /// Seconds, from recent handling times; null when nobody can tell.
    pub estimated_wait_seconds: Option<i64>,
}
