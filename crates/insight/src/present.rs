//! The present: who waits and who is there, read as it stands. Not counted, so it has no past.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;
use yingda_model::permission::Reach;
use yingda_model::{BrandId, Grants, Permission, Presence, QueueId, Result, Subject, TeamId, Timestamp};
use yingda_store::agents::{self, Post};
use yingda_store::{Tx, queues, teams};

/// How things stand now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PresentOut)]
pub struct Present {
    /// Customers who wait for an agent.
    pub waiting: i64,
    /// Since when the one who has waited longest does.
    pub longest_wait_since: Option<Timestamp>,
    pub queues: Vec<QueueNow>,
    pub agents: AgentsNow,
}

/// How a queue stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = QueueNowOut)]
pub struct QueueNow {
    pub id: QueueId,
    pub name: String,
    pub waiting: i64,
    pub longest_wait_since: Option<Timestamp>,
}

/// Who of those who answer customers is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AgentsNowOut)]
pub struct AgentsNow {
    /// Online, with room for more.
    pub available: i64,
    /// Online, with as many conversations as they can hold.
    pub full: i64,
    pub away: i64,
    pub offline: i64,
    /// Conversations that those who are online have.
    pub active: i64,
    /// Conversations that those who are online can hold.
    pub capacity: i64,
}

/// Reads how things stand within reach, in a brand or team or everywhere.
pub(crate) fn read(
    tx: &mut Tx<'_>,
    reach: &Reach,
    brand: Option<BrandId>,
    team: Option<TeamId>,
) -> Result<Present> {
    let within = |in_brand: BrandId, in_team: TeamId| {
        let subject = Subject { brand: Some(in_brand), team: Some(in_team), owner: None };
        reach.covers(&subject)
            && brand.is_none_or(|brand| brand == in_brand)
            && team.is_none_or(|team| team == in_team)
    };
    let queues: Vec<QueueNow> = queues::list(tx)?
        .into_iter()
        .filter(|queue| within(queue.brand_id, queue.team_id))
        .map(|queue| QueueNow {
            id: queue.id,
            name: queue.name,
            waiting: queue.waiting,
            longest_wait_since: queue.longest_wait_since,
        })
        .collect();
    let brands: BTreeMap<TeamId, BrandId> =
        teams::list(tx)?.into_iter().map(|team| (team.id, team.brand_id)).collect();
    let posts = agents::posts(tx)?;
    let here =
        posts.into_iter().filter(|post| brands.get(&post.team).is_some_and(|of| within(*of, post.team)));
    Ok(Present {
        waiting: queues.iter().map(|queue| queue.waiting).sum(),
        longest_wait_since: queues.iter().filter_map(|queue| queue.longest_wait_since).min(),
        queues,
        agents: count(here),
    })
}

/// Counts those who answer customers, each once however many teams they have.
fn count(posts: impl Iterator<Item = Post>) -> AgentsNow {
    let mut seen = BTreeSet::new();
    let mut agents = AgentsNow::default();
    for post in posts {
        let answers = Grants::of(post.role).scope(Permission::ConversationReply).is_some();
        if !answers || !seen.insert(post.member) {
            continue;
        }
        match post.presence {
            Presence::Away => agents.away += 1,
            Presence::Offline => agents.offline += 1,
            Presence::Online => {
                agents.active += post.active;
                agents.capacity += post.capacity;
                if post.active < post.capacity { agents.available += 1 } else { agents.full += 1 }
            }
        }
    }
    agents
}
