//! Keys are replaced while others work, at once or after having been broken off; and what is left when one is lost.

use std::fs;

use yingda_model::{Actor, Event, Secret, SecretKind};
use yingda_store::secrets;
use yingda_testkit::{IDENTITY_SECRET, company, for_each_database};
use yingda_vault::{Key, Source, Vault, VaultError, reset, rotate};

use crate::sealing::{given, kept};

#[tokio::test(flavor = "multi_thread")]
async fn a_key_in_a_file_is_replaced_under_a_running_server() {
    for_each_database(async |store, environment| {
        let ctx = environment.ctx(Actor::CommandLine);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("vault.key");
        fs::write(&path, Key::new([7; 32]).to_text()).expect("written");
        let channel = company(&store, &environment).await.channel.id;
        let source = Source::File(path.clone());
        let running = Vault::begin(&store, &ctx, source.clone()).await.expect("begins");

        let rotation = rotate(&store, &ctx, &source).await.expect("rotates");
        assert_eq!((rotation.from.as_str(), rotation.secrets), (Key::new([7; 32]).id(), 1));
        let sealed = kept(&store).await.remove(0);
        assert_eq!(sealed.key_id, rotation.to);
        assert_eq!(running.open(&sealed).await.expect("finds the key").expose(), IDENTITY_SECRET);
        let new = running.seal(&store, &ctx, channel, SecretKind::Identity, &Secret::new("new")).await;
        assert_eq!(new.expect("seals under the new key").key_id, rotation.to);
        let retired = fs::read_to_string(rotation.retired.expect("a file")).expect("there");
        assert_eq!(retired.trim(), Key::new([7; 32]).to_text());
        assert_eq!(fs::read_to_string(&path).expect("there").lines().count(), 1);
        let told = store.entries_after(0, 0, 100).await.expect("read");
        if store.backend().partitions() == 1 {
            assert!(told.iter().any(|entry| matches!(entry.event, Event::VaultRotated { .. })));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_that_was_broken_off_is_ended_by_the_next() {
    for_each_database(async |store, environment| {
        let ctx = environment.ctx(Actor::CommandLine);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("vault.key");
        let (old, new) = (Key::new([7; 32]), Key::new([8; 32]));
        fs::write(&path, format!("{}\n{}\n", old.to_text(), new.to_text())).expect("written");
        company(&store, &environment).await;
        let source = Source::File(path.clone());
        // Broken off before it sealed anything anew: the key that was made then is used now.
        let rotation = rotate(&store, &ctx, &source).await.expect("rotates");
        assert_eq!((rotation.to.as_str(), rotation.secrets), (new.id(), 1));
        // Broken off after that, with both keys still in the file.
        fs::write(&path, format!("{}\n{}\n", old.to_text(), new.to_text())).expect("written");
        let rotation = rotate(&store, &ctx, &source).await.expect("ends it");
        assert_eq!((rotation.to.as_str(), rotation.secrets), (new.id(), 0));
        assert_eq!(fs::read_to_string(&path).expect("there").trim(), new.to_text());
        let vault = Vault::begin(&store, &ctx, source).await.expect("begins");
        assert_eq!(vault.open(&kept(&store).await[0]).await.expect("opens").expose(), IDENTITY_SECRET);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_a_variable_is_replaced_by_the_one_after_it() {
    for_each_database(async |store, environment| {
        let ctx = environment.ctx(Actor::CommandLine);
        let (old, new) = (Key::new([7; 32]), Key::new([8; 32]));
        company(&store, &environment).await;
        let alone = rotate(&store, &ctx, &given(&[&old])).await;
        assert!(matches!(alone, Err(VaultError::NothingNewer { .. })));
        let rotation = rotate(&store, &ctx, &given(&[&old, &new])).await.expect("rotates");
        assert_eq!((rotation.to.as_str(), rotation.retired), (new.id(), None));
        let vault = Vault::begin(&store, &ctx, given(&[&new])).await.expect("the old key is not needed");
        assert_eq!(vault.open(&kept(&store).await[0]).await.expect("opens").expose(), IDENTITY_SECRET);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_key_a_store_is_given_new_secrets() {
    for_each_database(async |store, environment| {
        let ctx = environment.ctx(Actor::CommandLine);
        let company = company(&store, &environment).await;
        let vault = yingda_testkit::vault(&store, &environment).await;
        let (owner, plain) = (secrets::DEPLOYMENT, Secret::new("00"));
        let key = vault.seal(&store, &ctx, owner, SecretKind::VisitorTokens, &plain).await.expect("sealed");
        let keep = move |tx: &mut yingda_store::Tx<'_>| secrets::put(tx, &key);
        store.write(&ctx, yingda_store::Unit::quiet("test_keep"), keep).await.expect("kept");

        let folder = tempfile::tempdir().expect("a folder");
        let source = Source::File(folder.path().join("vault.key"));
        let lost = reset(&store, &ctx, &source).await.expect("resets");
        assert_eq!((&lost.renewed, lost.visitors), (&vec![company.channel.id.to_string()], true));
        let vault = Vault::begin(&store, &ctx, source.clone()).await.expect("begins");
        let sealed = kept(&store).await;
        assert_eq!(sealed.len(), 1, "the visitors' key is made by the next server");
        let secret = vault.open(&sealed[0]).await.expect("opens");
        assert!(secret.expose().starts_with("ws_") && secret.expose() != IDENTITY_SECRET);
        let again = reset(&store, &ctx, &source).await.expect("does no harm");
        assert!(again.renewed.is_empty() && !again.visitors);
        let same = vault.open(&kept(&store).await[0]).await.expect("opens");
        assert_eq!(same, secret);
    })
    .await;
}
