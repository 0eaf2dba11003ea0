//! The outbox keeps order for each recipient and gives nothing up.

use std::time::Duration;

use yingda_store::outbox::{self, Parcel};
use yingda_store::{Store, Unit};
use yingda_testkit::{TestEnvironment, for_each_database};

async fn claim(store: &Store, environment: &TestEnvironment) -> Vec<String> {
    let now = environment.now();
    let mut ids: Vec<_> = store
        .write(&environment.system(), Unit::quiet("test_claim"), move |tx| {
            Ok(outbox::claim(tx, now, 10)?.into_iter().map(|parcel| parcel.id).collect::<Vec<_>>())
        })
        .await
        .expect("claimed");
    ids.sort();
    ids
}

#[tokio::test]
async fn the_oldest_of_each_recipient_goes_first_and_comes_back_until_it_arrives() {
    for_each_database(async |store, environment| {
        let now = environment.now();
        store
            .write(&environment.system(), Unit::quiet("test_create"), move |tx| {
                for (id, recipient) in [("a1", "a"), ("a2", "a"), ("b1", "b")] {
                    outbox::create(tx, id, recipient, "{}", now)?;
                }
                Ok(())
            })
            .await
            .expect("stored");
        assert_eq!(claim(&store, &environment).await, ["a1", "b1"]);
        assert!(claim(&store, &environment).await.is_empty(), "claimed ones are not given twice");
        environment.advance(outbox::CLAIM + Duration::from_secs(1));
        assert_eq!(claim(&store, &environment).await, ["a1", "b1"], "an unanswered claim comes back");
        let now = environment.now();
        store
            .write(&environment.system(), Unit::quiet("test_answer"), move |tx| {
                outbox::delete(tx, "a1")?;
                let failed =
                    Parcel { id: "b1".into(), recipient: "b".into(), payload: String::new(), attempts: 2 };
                Ok(outbox::delay(tx, &failed, "no route", now)?)
            })
            .await
            .expect("answered");
        assert_eq!(claim(&store, &environment).await, ["a2"], "b waits two seconds");
        environment.advance(Duration::from_secs(2));
        assert_eq!(claim(&store, &environment).await, ["b1"]);
    })
    .await;
}
