//! Doors keep what they read for a moment, and never what is not there.

use std::time::Duration;

use yingda_conversations::Doors;
use yingda_conversations::channels::{self, ChannelPatch};
use yingda_model::Error;
use yingda_testkit::{for_each_database, vault};

use crate::desk::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_switched_off_lets_nobody_in() {
    for_each_database(async |store, environment| {
        let desk = Desk::open(store, environment).await;
        let vault = vault(&desk.store, &desk.environment).await;
        let [doors, here] = [(); 2].map(|()| Doors::new(desk.store.clone(), vault.clone()));
        let (key, id) = (desk.company.channel.key.clone(), desk.company.channel.id);
        for doors in [&doors, &here] {
            let found = doors.find_by_key(desk.environment.now(), &key).await.expect("is open");
            assert_eq!(found.id, id);
            assert!(found.identity_secret.is_some());
        }
        let administrator = desk.member(&desk.company.administrator);
        let off = ChannelPatch { enabled: Some(false), version: 1, ..ChannelPatch::default() };
        channels::update(&desk.store, &vault, &administrator, id, off, "").await.expect("switches off");
        here.forget();
        let refused = here.find_by_key(desk.environment.now(), &key).await;
        assert!(matches!(refused, Err(Error::NotFound { .. })), "this process knows at once");
        assert!(doors.find_by_key(desk.environment.now(), &key).await.is_ok(), "another one in a moment");
        desk.environment.advance(Duration::from_secs(1));
        assert!(doors.find_by_key(desk.environment.now(), &key).await.is_err());
        assert!(doors.lookup(desk.environment.now(), id).await.is_err());
        assert!(doors.find_by_key(desk.environment.now(), "wk_nothing").await.is_err());
    })
    .await;
}
