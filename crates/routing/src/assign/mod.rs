//! The assignment of one piece of work to the longest-idle person who may and can take it.
//!
//! Order among waiting work (priority, age) is not decided here: the caller offers the work whose turn it is.

use std::cmp::Ordering;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use yingda_model::member::Presence;
use yingda_model::{Agent, MemberId, TeamId, Timestamp};

/// Work that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The team of the queue it waits in; only its members may take it.
    pub team_id: TeamId,
}

/// What becomes of the work now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Decision {
    /// `member_id` takes it.
    Assign {
        member_id: MemberId,
        /// How long they had been idle, in milliseconds; `None` when that is not known.
        idle_ms: Option<u64>,
        /// Everybody else, and why not they.
        passed_over: Vec<PassedOver>,
    },
    /// Nobody can take it now.
    Wait { reason: WaitReason, passed_over: Vec<PassedOver> },
}

/// An agent who did not get the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    pub member_id: MemberId,
    pub refusal: Refusal,
}

/// Why an agent did not get the work: the first that holds, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Not a member of the queue's team.
    OtherTeam,
    Offline,
    Away,
    /// Has as much work as they may have.
    Full,
    /// Could have taken it, but someone else had been idle longer.
    LessIdle,
}

/// Why the work waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitReason {
    /// Nobody of the team is online.
    NobodyOnline,
    /// Everybody of the team who is online is full.
    EverybodyFull,
}

/// Decides who takes `work` now, among `agents` in any order.
///
/// The longest idle (earliest `idle_since`) first; whoever's idleness is unknown comes after those with a known one.
/// Ties go to the one with less work, then to the smaller id, so that the same input gives the same answer.
pub fn assign(work: &Work, agents: &[Agent], now: Timestamp) -> Decision {
    let free = |agent: &&Agent| refusal(work, agent).is_none();
    let chosen = agents.iter().filter(free).min_by(|a, b| by_idleness(a, b));
    let chosen_id = chosen.map(|agent| agent.member.id);
    let passed_over: Vec<PassedOver> = agents
        .iter()
        .filter(|agent| Some(agent.member.id) != chosen_id)
        .map(|agent| PassedOver {
            member_id: agent.member.id,
            refusal: refusal(work, agent).unwrap_or(Refusal::LessIdle),
        })
        .collect();
    match chosen {
        Some(agent) => Decision::Assign {
            member_id: agent.member.id,
            idle_ms: agent.idle_since.map(|since| millis(now.since(since))),
            passed_over,
        },
        None => Decision::Wait { reason: wait_reason(&passed_over), passed_over },
    }
}

fn refusal(work: &Work, agent: &Agent) -> Option<Refusal> {
    if !agent.team_ids.contains(&work.team_id) {
        return Some(Refusal::OtherTeam);
    }
    match agent.presence {
        Presence::Offline => Some(Refusal::Offline),
        Presence::Away => Some(Refusal::Away),
        Presence::Online => (agent.active >= agent.capacity).then_some(Refusal::Full),
    }
}

fn wait_reason(passed_over: &[PassedOver]) -> WaitReason {
    if passed_over.iter().any(|one| one.refusal == Refusal::Full) {
        WaitReason::EverybodyFull
    } else {
        WaitReason::NobodyOnline
    }
}

fn by_idleness(a: &Agent, b: &Agent) -> Ordering {
    let unknown_last = |agent: &Agent| (agent.idle_since.is_none(), agent.idle_since);
    unknown_last(a)
        .cmp(&unknown_last(b))
        .then_with(|| a.active.cmp(&b.active))
        .then_with(|| a.member.id.cmp(&b.member.id))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
