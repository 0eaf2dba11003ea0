//! What begins a vault, and what refuses to.

use std::path::Path;

use tokio::task::spawn_blocking;
use yingda_model::{Secret, SecretKind};
use yingda_store::secrets::{self, Sealed};
use yingda_store::{Address, Store, Unit, archive, upgrade};
use yingda_testkit::{IDENTITY_SECRET, TestEnvironment, company, for_each_database};
use yingda_vault::{Key, Source, Vault, VaultError};

/// A small company with some conversations, as the first version with a schema left it: its secrets in the clear.
const FIRST: &str = "../store/tests/golden/schema-1.backup";

pub fn given(keys: &[&Key]) -> Source {
    Source::Given(Secret::new(keys.iter().map(|key| key.to_text()).collect::<Vec<_>>().join(",")))
}

pub async fn kept(store: &Store) -> Vec<Sealed> {
    store.read(|tx| Ok(secrets::all(tx)?)).await.expect("read")
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_key_that_sealed_opens_a_store() {
    for_each_database(async |store, environment| {
        let ctx = environment.system();
        let folder = tempfile::tempdir().expect("a folder");
        let company = company(&store, &environment).await;
        let sealed = kept(&store).await;
        assert_eq!((sealed.len(), &sealed[0].owner), (1, &company.channel.id.to_string()));
        assert!(!sealed[0].content.contains(IDENTITY_SECRET));

        let other = Vault::begin(&store, &ctx, given(&[&Key::new([9; 32])])).await;
        assert!(matches!(other, Err(VaultError::Wrong { .. })));
        let place = folder.path().join("vault.key");
        let missing = Vault::begin(&store, &ctx, Source::File(place.clone())).await;
        assert!(matches!(missing, Err(VaultError::Missing { .. })));
        assert!(!place.exists(), "a store with sealed secrets is given no new key");

        let keys = [&Key::new([9; 32]), &Key::new([7; 32])];
        let vault = Vault::begin(&store, &ctx, given(&keys)).await.expect("the key is among them");
        assert_eq!(vault.open(&sealed[0]).await.expect("opens").expose(), IDENTITY_SECRET);
        let moved = Sealed { owner: "chn_other".into(), ..sealed[0].clone() };
        assert!(vault.open(&moved).await.is_err(), "a row that was put in another's place");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_servers_that_begin_at_once_with_keys_of_their_own_one_is_refused() {
    for_each_database(async |store, environment| {
        let ctx = environment.system();
        let folders = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        let [one, other] = [0, 1].map(|index| Source::File(folders[index].path().join("vault.key")));
        let began = tokio::join!(Vault::begin(&store, &ctx, one), Vault::begin(&store, &ctx, other));
        let began = [began.0.is_ok(), began.1.is_ok()];
        assert_eq!(began.iter().filter(|began| **began).count(), 1, "{began:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_version_kept_in_the_clear_is_sealed_at_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("yingda.db");
    let address = Address::Sqlite(path.clone());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FIRST);
    let environment = TestEnvironment::default();
    let (to, now) = (address.clone(), environment.now());
    let store = spawn_blocking(move || {
        archive::restore(&file, &to, now).expect("restored");
        Store::open(&to, now).expect("opens")
    })
    .await
    .expect("no panic");
    let plain = kept(&store).await;
    assert!(!plain.is_empty() && plain.iter().all(|kept| kept.key_id.is_empty()), "{plain:?}");

    let source = Source::File(folder.path().join("vault.key"));
    let vault = Vault::begin(&store, &environment.system(), source.clone()).await.expect("begins");
    let sealed = kept(&store).await;
    assert_eq!(sealed.len(), plain.len());
    for (sealed, plain) in sealed.iter().zip(&plain) {
        assert_eq!(vault.open(sealed).await.expect("opens").expose(), plain.content);
    }
    Vault::begin(&store, &environment.system(), source)
        .await
        .expect("begins again with the key that was made");
    // What a checkpoint has not brought into the file yet stands in the log beside it.
    spawn_blocking(move || {
        drop(store);
        upgrade::run(&address, now).expect("checkpointed");
    })
    .await
    .expect("closed");
    let bytes = std::fs::read(&path).expect("the file");
    for plain in plain.iter().filter(|kept| kept.kind == SecretKind::Identity) {
        let found = bytes.windows(plain.content.len()).any(|window| window == plain.content.as_bytes());
        assert!(!found, "nothing is left in the file of the secret of {}", plain.owner);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sealed_under_a_key_that_was_replaced_is_not_kept() {
    for_each_database(async |store, environment| {
        company(&store, &environment).await;
        let (ctx, mut late) = (environment.system(), kept(&store).await.remove(0));
        late.key_id = Key::new([9; 32]).id().into();
        let put = store.write(&ctx, Unit::quiet("test_late"), move |tx| secrets::put(tx, &late)).await;
        assert!(put.is_err());
    })
    .await;
}
