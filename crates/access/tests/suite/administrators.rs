//! Somebody must always be able to administrate.

use yingda_access::members::{self, MemberPatch};
use yingda_model::member::MemberState;
use yingda_model::{Conflict, Ctx, Error, PageRequest, Presence, Role};
use yingda_store::Store;
use yingda_testkit::{company, for_each_database};

fn role(role: Role, version: i64) -> MemberPatch {
    MemberPatch { role: Some(role), version, ..MemberPatch::default() }
}

#[tokio::test]
async fn the_last_administrator_can_neither_step_down_nor_be_disabled() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let ctx = environment.member(&company.administrator);
        let (ada, sam) = (company.administrator.id, company.supervisor.id);
        let disabled =
            MemberPatch { state: Some(MemberState::Disabled), version: 1, ..MemberPatch::default() };
        for patch in [role(Role::Agent, 1), disabled.clone()] {
            let refused = members::update(&store, &ctx, ada, patch).await.expect_err("she is the last");
            assert!(matches!(refused, Error::Conflict(Conflict::Other(_))), "{refused}");
        }
        members::update(&store, &ctx, sam, role(Role::Administrator, 1)).await.expect("a second one");
        let left = members::update(&store, &ctx, ada, disabled).await.expect("now she may go");
        assert_eq!((left.state, left.presence), (MemberState::Disabled, Presence::Offline));
    })
    .await;
}

/// The versions of Ada and Sam.
async fn versions(store: &Store, ctx: &Ctx) -> (i64, i64) {
    let all = members::list(store, ctx, None, PageRequest::default()).await.expect("lists");
    let version = |name: &str| all.items.iter().find(|m| m.name == name).expect("a member").version;
    (version("Ada"), version("Sam"))
}
#[tokio::test]
async fn two_administrators_can_not_remove_each_other_at_once() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let ctx = environment.member(&company.administrator);
        let (ada, sam) = (company.administrator.id, company.supervisor.id);
        members::update(&store, &ctx, sam, role(Role::Administrator, 1)).await.expect("a second one");
        for round in 0..8 {
            let versions = versions(&store, &ctx).await;
            let (one, other) = tokio::join!(
                members::update(&store, &ctx, ada, role(Role::Agent, versions.0)),
                members::update(&store, &ctx, sam, role(Role::Agent, versions.1)),
            );
            assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "round {round}");
            let (gone, version) =
                if let Ok(member) = one { (ada, member.version) } else { (sam, versions.1 + 1) };
            members::update(&store, &ctx, gone, role(Role::Administrator, version))
                .await
                .expect("back again");
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_but_an_administrator_changes_members() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        for who in [&company.supervisor, &company.agent, &company.knowledge_manager, &company.analyst] {
            let ctx = environment.member(who);
            let refused = members::update(&store, &ctx, who.id, role(Role::Administrator, 1)).await;
            assert!(matches!(refused, Err(Error::Forbidden { .. })), "{}", who.name);
        }
    })
    .await;
}
