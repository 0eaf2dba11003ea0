//! Coming back in from the command line.

use yingda_access::members::{self, MemberPatch};
use yingda_access::recovery;
use yingda_access::sessions::{self, SessionIn};
use yingda_model::member::MemberState;
use yingda_model::{Actor, Ctx, Error, Unauthenticated};
use yingda_store::Store;
use yingda_testkit::{TestEnvironment, company, for_each_database};

async fn login(
    store: &Store,
    environment: &TestEnvironment,
    email: &str,
    password: &str,
) -> Result<(), Error> {
    let input = SessionIn { email: email.into(), password: password.into() };
    sessions::create(store, &environment.anonymous(), input).await.map(drop)
}

fn console(environment: &TestEnvironment) -> Ctx {
    environment.ctx(Actor::CommandLine)
}

#[tokio::test]
async fn who_was_disabled_and_forgot_their_password_comes_in_again_and_old_logins_are_over() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let (ada, sam) = (environment.member(&company.administrator), &company.supervisor);
        let email = company.email(sam);
        let disabled =
            MemberPatch { state: Some(MemberState::Disabled), version: 1, ..MemberPatch::default() };
        members::update(&store, &ada, sam.id, disabled).await.expect("disabled");
        let shell = console(&environment);
        let made =
            recovery::reset_password(&store, &shell, &email.to_uppercase(), None).await.expect("reset");
        let password = made.expect("a password was made");
        assert!(password.len() >= 20);
        login(&store, &environment, &email, &password).await.expect("comes in");
        login(&store, &environment, &email, &password).await.expect("comes in on another device");
        assert_eq!(recovery::end_logins(&store, &shell, Some(&email)).await.expect("ended"), 2);
        assert_eq!(recovery::end_logins(&store, &shell, None).await.expect("ended"), 0);
        let given = Some("another good password".to_owned());
        assert_eq!(recovery::reset_password(&store, &shell, &email, given).await.expect("reset"), None);
        assert!(login(&store, &environment, &email, &password).await.is_err());
        login(&store, &environment, &email, "another good password").await.expect("comes in");
    })
    .await;
}

#[tokio::test]
async fn an_administrator_is_made_where_there_is_none_of_that_address() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let shell = console(&environment);
        let make = async |email: &str, password: Option<&str>| {
            recovery::create_administrator(&store, &shell, "Rescue", email, password.map(str::to_owned)).await
        };
        let password = make("Rescue@Example.com", None).await.expect("made").expect("a password");
        login(&store, &environment, "rescue@example.com", &password).await.expect("comes in");
        assert!(matches!(make("rescue@example.com", None).await, Err(Error::Conflict(_))));
        for (email, password) in [("nobody", None), ("b@example.com", Some("short"))] {
            assert!(matches!(make(email, password).await, Err(Error::Invalid(_))), "{email}");
        }
        let unknown = recovery::unlock(&store, &shell, "nobody@example.com").await;
        assert!(matches!(unknown, Err(Error::NotFound { .. })), "{unknown:?}");
        let ada = environment.member(&company.administrator);
        let refused = recovery::end_logins(&store, &ada, None).await;
        assert!(matches!(refused, Err(Error::Unauthenticated(Unauthenticated::Missing))), "{refused:?}");
    })
    .await;
}
