//! Who gets the work, on examples and over random staffs.

use proptest::prelude::*;
use uuid::Uuid;
use yingda_model::member::{MemberName, Presence};
use yingda_model::{Agent, Id, MemberId, TeamId, Timestamp};

use super::{Decision, PassedOver, Refusal, WaitReason, Work, assign};

const NOW: Timestamp = Timestamp::from_millis(100_000);

fn member(number: u128) -> MemberId {
    MemberId::from_uuid(Uuid::from_u128(number))
}

fn team(number: u128) -> TeamId {
    TeamId::from_uuid(Uuid::from_u128(number))
}

fn work() -> Work {
    Work { team_id: team(1) }
}

fn agent(number: u128, presence: Presence, active: i64, capacity: i64, idle_since: Option<i64>) -> Agent {
    Agent {
        member: MemberName { id: member(number), name: format!("agent {number}") },
        presence,
        active,
        capacity,
        idle_since: idle_since.map(Timestamp::from_millis),
        team_ids: vec![team(1)],
    }
}

fn taken_by(decision: &Decision) -> Option<MemberId> {
    match decision {
        Decision::Assign { member_id, .. } => Some(*member_id),
        Decision::Wait { .. } => None,
    }
}

#[test]
fn the_longest_idle_gets_it_and_the_others_learn_why_not() {
    let mut stranger = agent(5, Presence::Online, 0, 3, Some(1));
    stranger.team_ids = vec![team(2)];
    let agents = [
        agent(1, Presence::Online, 1, 3, Some(50_000)),
        agent(2, Presence::Online, 2, 3, Some(40_000)),
        agent(3, Presence::Away, 0, 3, Some(10)),
        agent(4, Presence::Online, 3, 3, Some(20)),
        stranger,
        agent(6, Presence::Offline, 0, 3, None),
    ];
    let passed = |number, refusal| PassedOver { member_id: member(number), refusal };
    assert_eq!(
        assign(&work(), &agents, NOW),
        Decision::Assign {
            member_id: member(2),
            idle_ms: Some(60_000),
            passed_over: vec![
                passed(1, Refusal::LessIdle),
                passed(3, Refusal::Away),
                passed(4, Refusal::Full),
                passed(5, Refusal::OtherTeam),
                passed(6, Refusal::Offline),
            ],
        }
    );
}

#[test]
fn it_waits_when_nobody_is_free_and_says_why() {
    let reason = |agents: &[Agent]| match assign(&work(), agents, NOW) {
        Decision::Wait { reason, .. } => Some(reason),
        Decision::Assign { .. } => None,
    };
    assert_eq!(reason(&[]), Some(WaitReason::NobodyOnline));
    assert_eq!(reason(&[agent(1, Presence::Away, 0, 3, None)]), Some(WaitReason::NobodyOnline));
    assert_eq!(reason(&[agent(1, Presence::Online, 3, 3, None)]), Some(WaitReason::EverybodyFull));
    assert_eq!(reason(&[agent(1, Presence::Online, 0, 0, None)]), Some(WaitReason::EverybodyFull));
    assert_eq!(reason(&[agent(1, Presence::Online, 4, 3, None)]), Some(WaitReason::EverybodyFull));
}

#[test]
fn ties_go_to_less_work_then_to_the_smaller_id_and_unknown_idleness_last() {
    let agents = [
        agent(4, Presence::Online, 0, 3, None),
        agent(3, Presence::Online, 1, 3, Some(7)),
        agent(2, Presence::Online, 0, 3, Some(7)),
        agent(1, Presence::Online, 0, 3, Some(7)),
    ];
    for (left, wanted) in [(4, 1), (3, 2), (2, 3), (1, 4)] {
        assert_eq!(taken_by(&assign(&work(), &agents[..left], NOW)), Some(member(wanted)));
    }
}

fn staff() -> impl Strategy<Value = Vec<Agent>> {
    let presence =
        prop_oneof![3 => Just(Presence::Online), 1 => Just(Presence::Away), 1 => Just(Presence::Offline)];
    let one = (
        presence,
        0..5_i64,
        0..5_i64,
        proptest::option::of(0..20_i64),
        proptest::collection::vec(1..3_u128, 0..2),
    );
    proptest::collection::vec(one, 0..12).prop_map(|staff| {
        let agents = staff.into_iter().enumerate();
        agents
            .map(|(number, (presence, active, capacity, idle_since, teams))| Agent {
                team_ids: teams.into_iter().map(team).collect(),
                ..agent(number as u128, presence, active, capacity, idle_since)
            })
            .collect()
    })
}

fn may_take(agent: &Agent) -> bool {
    agent.presence == Presence::Online && agent.active < agent.capacity && agent.team_ids.contains(&team(1))
}

proptest! {
    #[test]
    fn only_the_longest_idle_who_may_take_it_gets_it(agents in staff()) {
        let decision = assign(&work(), &agents, NOW);
        let free: Vec<&Agent> = agents.iter().filter(|agent| may_take(agent)).collect();
        match taken_by(&decision) {
            None => prop_assert!(free.is_empty(), "waits only when nobody is free"),
            Some(id) => {
                let taker = free.iter().find(|agent| agent.member.id == id);
                prop_assert!(taker.is_some(), "within capacity, online, of the team");
                let since = taker.and_then(|agent| agent.idle_since);
                let earliest = free.iter().filter_map(|agent| agent.idle_since).min();
                prop_assert_eq!(since, earliest);
            }
        }
    }

    #[test]
    fn order_of_input_does_not_matter(agents in staff().prop_shuffle(), seed in any::<prop::sample::Index>()) {
        let mut turned = agents.clone();
        if !turned.is_empty() {
            turned.rotate_left(seed.index(agents.len()));
        }
        prop_assert_eq!(taken_by(&assign(&work(), &agents, NOW)), taken_by(&assign(&work(), &turned, NOW)));
    }

    /// A queue that is handed out piece by piece never fills anybody beyond capacity, and stops only when all are full.
    #[test]
    fn handing_out_a_queue_keeps_every_limit(mut agents in staff(), waiting in 0..40_usize) {
        let before: Vec<i64> = agents.iter().map(|agent| agent.active).collect();
        for step in 0..waiting {
            let Some(id) = taken_by(&assign(&work(), &agents, NOW)) else { break };
            for agent in agents.iter_mut().filter(|agent| agent.member.id == id) {
                agent.active += 1;
                agent.idle_since = Some(Timestamp::from_millis(1_000 + step as i64));
            }
        }
        for (agent, before) in agents.iter().zip(before) {
            prop_assert!(agent.active <= agent.capacity.max(before));
        }
        let given: i64 = agents.iter().map(|agent| agent.active).sum();
        prop_assert!(given >= 0);
    }

    #[test]
    fn everybody_is_explained_once(agents in staff()) {
        let (taken, passed_over) = match assign(&work(), &agents, NOW) {
            Decision::Assign { member_id, passed_over, .. } => (Some(member_id), passed_over),
            Decision::Wait { passed_over, .. } => (None, passed_over),
        };
        let mut named: Vec<MemberId> = passed_over.iter().map(|one| one.member_id).chain(taken).collect();
        named.sort_unstable();
        prop_assert_eq!(named, agents.iter().map(|agent| agent.member.id).collect::<Vec<_>>());
    }
}
