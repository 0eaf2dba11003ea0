//! The shop vouches for who is logged in.

use yingda_model::error::Unauthenticated;
use yingda_model::{Conversation, Customer, Error, Result};
use yingda_store::{Unit, conversations, visitors};
use yingda_testkit::for_each_database;

use crate::world::{World, conversation, logged_in};

fn refused_as_replayed(answer: &Result<Customer>) -> bool {
    matches!(answer, Err(Error::Unauthenticated(Unauthenticated::TokenReplayed)))
}

async fn open(world: &World, customer: &Customer) -> Conversation {
    let record = conversation(world, customer);
    let opened = record.conversation.clone();
    let ctx = world.environment.system();
    let stored =
        world.store.write(&ctx, Unit::quiet("test"), move |tx| Ok(conversations::create(tx, &record)?));
    assert!(stored.await.expect("stores"));
    opened
}

async fn customer_of(world: &World, opened: &Conversation) -> yingda_model::CustomerId {
    let id = opened.id;
    let record = world.store.read(move |tx| Ok(conversations::lookup(tx, id)?)).await.expect("reads");
    record.expect("is there").conversation.customer.id
}

#[tokio::test(flavor = "multi_thread")]
async fn two_devices_of_one_customer_are_one_customer() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let (phone, laptop) = (world.device(), world.device());
        let first = world.sign_in(&phone, "xh-1001", "phone").await.expect("signs in");
        let second = world.sign_in(&laptop, "xh-1001", "laptop").await.expect("signs in");
        assert_eq!(first.id, second.id);
        assert!(second.known);
        assert_eq!((second.name.as_str(), second.email.as_deref()), ("林小雨", Some("lin@example.com")));
        let other = world.sign_in(&world.device(), "xh-1002", "other").await.expect("signs in");
        assert_ne!(other.id, first.id);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_token_signs_in_one_device() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let (device, thief) = (world.device(), world.device());
        world.sign_in(&device, "xh-1001", "token").await.expect("signs in");
        world.sign_in(&device, "xh-1001", "token").await.expect("reloads the page");
        assert!(refused_as_replayed(&world.sign_in(&thief, "xh-1001", "token").await));
        let guest = world.enter(&thief).await.expect("enters");
        assert!(guest.external_id.is_none(), "nothing was left behind by the refused token");
        // Once expired, the row is swept and the token can't be verified any more.
        world.environment.advance(std::time::Duration::from_secs(601));
        world.sign_in(&world.device(), "xh-1002", "later").await.expect("signs in");
        let swept = world.environment.now();
        let system = world.environment.system();
        let left = world.store.write(&system, Unit::quiet("test"), move |tx| {
            Ok(visitors::delete_expired_identity_tokens(tx, swept)?)
        });
        assert_eq!(left.await.expect("sweeps"), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_conversation_goes_with_who_signs_in() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let known = world.sign_in(&world.device(), "xh-1001", "phone").await.expect("signs in");
        let laptop = world.device();
        let guest = world.enter(&laptop).await.expect("enters");
        let opened = open(&world, &guest).await;
        let signed_in = world.sign_in(&laptop, "xh-1001", "laptop").await.expect("signs in");
        assert_eq!(signed_in.id, known.id);
        assert_eq!(customer_of(&world, &opened).await, known.id);
        assert_eq!(signed_in.conversation_count, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stays_when_they_have_one_open_themselves() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let known = world.sign_in(&world.device(), "xh-1001", "phone").await.expect("signs in");
        let own = open(&world, &known).await;
        let laptop = world.device();
        let guest = world.enter(&laptop).await.expect("enters");
        let opened = open(&world, &guest).await;
        world.sign_in(&laptop, "xh-1001", "laptop").await.expect("signs in");
        assert_eq!(customer_of(&world, &opened).await, guest.id);
        assert_eq!(customer_of(&world, &own).await, known.id);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_over_what_another_customer_left_on_the_device() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let device = world.device();
        let lin = world.sign_in(&device, "xh-1001", "lin").await.expect("signs in");
        let opened = open(&world, &lin).await;
        let emma = world.sign_in(&device, "xh-1002", "emma").await.expect("signs in");
        assert_ne!(emma.id, lin.id);
        assert_eq!(customer_of(&world, &opened).await, lin.id);
        let lin_again = world.enter(&logged_in(&device, "xh-1001")).await.expect("enters");
        assert_eq!(lin_again.id, lin.id);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_that_sign_in_at_once_become_one_customer() {
    for_each_database(async |store, environment| {
        let world = World::new(store, environment).await;
        let devices: Vec<_> = (0..3).map(|_| world.device()).collect();
        for device in &devices {
            world.enter(device).await.expect("enters");
        }
        let (one, two, three) = tokio::join!(
            world.sign_in(&devices[0], "xh-1001", "a"),
            world.sign_in(&devices[1], "xh-1001", "b"),
            world.sign_in(&devices[2], "xh-1001", "c"),
        );
        let ids = [one, two, three].map(|customer| customer.expect("signs in").id);
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    })
    .await;
}
