//! What a session proves, and for how long.

use std::time::Duration;

use yingda_access::members::{self, MemberPatch};
use yingda_access::sessions::{self, SessionIn};
use yingda_model::member::Brand;
use yingda_model::{Role, Unauthenticated};
use yingda_store::{Unit, brands};
use yingda_testkit::{PASSWORD, company, for_each_database};

#[tokio::test]
async fn a_session_shows_the_member_as_they_are_now() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let login = SessionIn { email: "ann@example.com".into(), password: PASSWORD.into() };
        let begun = sessions::create(&store, &environment.anonymous(), login).await.expect("logs in");
        let nobody = environment.anonymous();
        let found = sessions::authenticate(&store, &nobody, &begun.token).await.expect("is known");
        assert_eq!(found.actor, company.agent);

        let ctx = environment.member(&company.administrator);
        let patch = MemberPatch {
            role: Some(Role::Analyst),
            team_ids: Some(Vec::new()),
            version: 1,
            ..MemberPatch::default()
        };
        members::update(&store, &ctx, company.agent.id, patch).await.expect("changes");
        let found = sessions::authenticate(&store, &nobody, &begun.token).await.expect("is known");
        assert_eq!(
            (found.actor.role, found.actor.teams, found.actor.brands),
            (Role::Analyst, vec![], vec![company.brand.id]),
            "without a team one belongs to the only brand"
        );
        let second = Brand { id: ctx.id(), name: "Second".into(), ..company.brand.clone() };
        store
            .write(&ctx, Unit::quiet("test_brand"), move |tx| Ok(brands::create(tx, &second)?))
            .await
            .expect("a second brand");
        let found = sessions::authenticate(&store, &nobody, &begun.token).await.expect("is known");
        assert!(found.actor.brands.is_empty(), "and to none of two");
    })
    .await;
}

#[tokio::test]
async fn what_has_expired_is_removed() {
    for_each_database(async |store, environment| {
        company(&store, &environment).await;
        for _ in 0..2 {
            let login = SessionIn { email: "ann@example.com".into(), password: PASSWORD.into() };
            sessions::create(&store, &environment.anonymous(), login).await.expect("logs in");
            environment.advance(Duration::from_hours(24));
        }
        environment.advance(Duration::from_hours(12 * 24));
        let removed = sessions::forget_expired(&store, &environment.system()).await.expect("forgets");
        assert_eq!(removed, 1);
    })
    .await;
}

#[tokio::test]
async fn a_word_that_was_never_issued_proves_nothing() {
    for_each_database(async |store, environment| {
        company(&store, &environment).await;
        let refused = sessions::authenticate(&store, &environment.anonymous(), "guess").await;
        let refused = refused.expect_err("it is a guess");
        assert_eq!(refused.code(), Unauthenticated::Missing.code());
    })
    .await;
}
