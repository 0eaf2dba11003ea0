//! A link opens once.

use yingda_access::invitations::{self, InvitationAcceptIn, InvitationIn};
use yingda_access::teams::{self, TeamIn};
use yingda_model::{Locale, Role};
use yingda_testkit::{company, for_each_database};

fn choice() -> InvitationAcceptIn {
    InvitationAcceptIn { name: "Mia".into(), password: "a long password".into(), locale: Locale::En }
}

#[tokio::test]
async fn of_two_who_use_a_link_at_once_one_becomes_a_member() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let ctx = environment.member(&company.administrator);
        let wanted = InvitationIn {
            email: "mia@example.com".into(),
            name: "Mia".into(),
            role: Role::Agent,
            team_ids: vec![company.team.id],
        };
        let made = invitations::create(&store, &ctx, "https://x", wanted).await.expect("made");
        let url = made.url.expect("a link");
        let token = url.strip_prefix("https://x/invitations/").expect("the address of a page");
        let nobody = environment.anonymous();
        let (one, other) = tokio::join!(
            invitations::accept(&store, &nobody, token, choice()),
            invitations::accept(&store, &nobody, token, choice()),
        );
        assert!(one.is_ok() ^ other.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_team_that_went_away_meanwhile_is_left_out() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let ctx = environment.member(&company.administrator);
        let night = TeamIn { brand_id: company.brand.id, name: "Night".into() };
        let night = teams::create(&store, &ctx, night).await.expect("made");
        let wanted = InvitationIn {
            email: "mia@example.com".into(),
            name: "Mia".into(),
            role: Role::Agent,
            team_ids: vec![company.team.id, night.id],
        };
        let made = invitations::create(&store, &ctx, "", wanted).await.expect("made");
        teams::delete(&store, &ctx, night.id).await.expect("nobody is in it yet");
        let url = made.url.expect("a link");
        let token = url.rsplit('/').next().expect("a token");
        let begun =
            invitations::accept(&store, &environment.anonymous(), token, choice()).await.expect("joins");
        let id = begun.session.member_id;
        let member = store.read(move |tx| Ok(yingda_store::members::lookup(tx, id)?)).await.expect("reads");
        assert_eq!(member.expect("a member").team_ids, [company.team.id]);
    })
    .await;
}
