//! A device speaks for one customer, and never for another's.

use std::time::Duration;

use yingda_customers::{Profile, consents, identities};
use yingda_model::locale::Bilingual;
use yingda_model::{Conflict, Error, Locale};
use yingda_store::Unit;
use yingda_testkit::for_each_database;

use crate::world::{World, logged_in};

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_device_stays_the_same_customer() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let (device, other) = (world.device(), world.device());
        let first = world.enter(&device).await.expect("enters");
        assert!(first.name.starts_with("访客 ") && !first.known && first.external_id.is_none());
        world.environment.advance(Duration::from_secs(3_600));
        let again = world.enter(&device).await.expect("enters");
        assert_eq!(again.id, first.id);
        assert_eq!(again.last_seen_at, Some(world.environment.now()));
        assert_ne!(world.enter(&other).await.expect("enters").id, first.id);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_anonymous_token_never_leads_to_a_known_customer() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let device = world.device();
        let guest = world.enter(&device).await.expect("enters");
        let known = world.sign_in(&device, "xh-1001", "one").await.expect("signs in");
        assert_eq!(known.id, guest.id, "the anonymous customer has become somebody");
        let stranger = world.enter(&device).await.expect("enters after logging out");
        assert_ne!(stranger.id, known.id);
        assert_eq!(stranger.email, None);
        let back = world.enter(&logged_in(&device, "xh-1001")).await.expect("enters");
        assert_eq!(back.id, known.id);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_expected_another_customer_is_told_so() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let device = world.device();
        world.enter(&device).await.expect("enters");
        let ctx = world.ctx(&device);
        let (channel, expected, inner) = (world.company.channel.clone(), ctx.id(), ctx.clone());
        let unit = Unit::on("test", expected);
        let refused = world
            .store
            .write(&ctx, unit, move |tx| {
                let profile = Profile::anonymous(Locale::En);
                identities::resolve(tx, &inner, &channel, &device, &profile, expected)
            })
            .await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::StaleVersion))), "{refused:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_that_enter_at_once_become_one_customer() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let device = world.device();
        let (one, two, three) =
            tokio::join!(world.enter(&device), world.enter(&device), world.enter(&device));
        let ids = [one, two, three].map(|customer| customer.expect("enters").id);
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_wording_asks_for_consent_again() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let device = world.device();
        let mut channel = world.company.channel.clone();
        let given = async |channel: &yingda_model::Channel| {
            let (channel, visitor) = (channel.clone(), device.visitor);
            world.store.read(move |tx| consents::given(tx, &channel, visitor)).await.expect("reads")
        };
        assert!(given(&channel).await, "nothing is asked");
        channel.settings.consent = Some(Bilingual::new("我们保存对话。", "We keep the conversation."));
        assert!(!given(&channel).await);
        for _ in 0..2 {
            consents::create(&world.store, &world.ctx(&device), &channel, device.visitor)
                .await
                .expect("agrees");
        }
        assert!(given(&channel).await);
        channel.settings.consent = Some(Bilingual::new("我们保存对话两年。", "We keep the conversation."));
        assert!(!given(&channel).await);
        let journal = world.store.entries_after(0, 0, 1_000).await.expect("reads");
        if world.store.backend() == yingda_store::Backend::Sqlite {
            let names = journal.iter().filter(|entry| entry.event.name() == "customer.consented");
            assert_eq!(names.count(), 1);
        }
    })
    .await;
}
