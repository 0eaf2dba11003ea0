//! Upgrades: stores of earlier versions are brought to this one, with a backup before, and all that they say is still read.

use std::path::Path;

use tokio::task::spawn_blocking;
use yingda_store::checks::FACTS;
use yingda_store::{Address, archive, diagnosis, upgrade};
use yingda_testkit::{TestEnvironment, for_two_of_each_database};

use crate::archive::{close, contents, open};

/// A small company with some conversations, as the first version with a schema left it.
const FIRST: &str = "tests/golden/schema-1.backup";

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    spawn_blocking(work).await.expect("no panic")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_the_first_version_becomes_a_store_of_this_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = Address::Sqlite(folder.path().join("yingda.db"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FIRST);
    let (to, now) = (address.clone(), TestEnvironment::default().now());
    blocking(move || archive::restore(&file, &to, now)).await.expect("restored");
    let store = open(&address).await;
    let (_, positions) = contents(&store).await;
    let entries: i64 = positions.iter().map(|(_, position)| position).sum();
    let read = store.entries_after(0, 0, 10_000).await.expect("every event is read");
    assert_eq!(i64::try_from(read.len()).expect("few"), entries);
    for fact in FACTS {
        let broken = store.read(move |tx| Ok(fact.broken(tx, 10)?)).await.expect("asked");
        assert!(broken.is_empty(), "{}: {broken:?}", fact.fault);
    }
    close(store).await;
    let again = address.clone();
    assert_eq!(blocking(move || upgrade::plan(&again)).await.expect("a plan").steps, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_store_says_what_it_lacks_and_is_backed_up_before_it_changes() {
    for_two_of_each_database(async |address, other| {
        let environment = TestEnvironment::default();
        let now = environment.now();
        let fresh = address.clone();
        assert!(blocking(move || upgrade::plan(&fresh)).await.expect("a plan").fresh);
        let first = address.clone();
        assert_eq!(blocking(move || upgrade::run_to(&first, 1, now)).await.expect("the first schema"), 1);

        let folder = tempfile::tempdir().expect("a folder");
        let (old, backups) = (address.clone(), folder.path().join("new/backups"));
        let (plan, file, steps, after) = blocking(move || {
            let plan = upgrade::plan(&old).expect("a plan");
            let file = upgrade::back_up(&old, &backups, now).expect("backed up").expect("a file");
            let steps = upgrade::run(&old, now).expect("upgraded");
            (plan, file, steps, upgrade::plan(&old).expect("a plan"))
        })
        .await;
        assert_eq!(plan.steps.first(), Some(&(2, "logos")));
        assert_eq!(plan.steps.len(), steps);
        assert_eq!(after.steps, []);
        let (backup, again) = (file.clone(), address.clone());
        let none = blocking(move || upgrade::back_up(&again, file.parent().expect("a folder"), now)).await;
        assert_eq!(none.expect("nothing to do"), None);
        blocking(move || archive::restore(&backup, &other, now)).await.expect("the backup is whole");
        close(open(&address).await).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_says_what_it_is_and_how_much_it_holds() {
    for_two_of_each_database(async |address, _| {
        close(open(&address).await).await;
        let looked = blocking(move || diagnosis::look(&address, true)).await.expect("looked");
        assert!(looked.product.starts_with("SQLite 3.") || looked.product.starts_with("PostgreSQL 1"));
        assert!(looked.bytes > 0 && looked.newest_entry.is_none());
        let heads = looked.rows.iter().find(|(table, _)| table == "journal_heads");
        assert!(heads.is_some_and(|(_, rows)| *rows > 0), "{:?}", looked.rows);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_servers_may_begin_on_an_empty_database_at_once() {
    for_two_of_each_database(async |address, _| {
        if matches!(address, Address::Sqlite(_)) {
            return;
        }
        let opening = (0..4).map(|_| open(&address));
        for store in futures::future::join_all(opening).await {
            close(store).await;
        }
    })
    .await;
}
