//! Archives: everything comes back, and nothing that is not whole is let in.

use std::path::Path;

use tokio::task::spawn_blocking;
use yingda_model::Timestamp;
use yingda_store::archive::{self, Summary};
use yingda_store::{Address, Store, Unit, journal, params};
use yingda_testkit::{TestEnvironment, for_two_of_each_database};

use crate::units::{event, member};

const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);

pub async fn open(address: &Address) -> Store {
    let address = address.clone();
    spawn_blocking(move || Store::open(&address, NOW)).await.expect("no panic").expect("the store opens")
}

pub async fn close(store: Store) {
    spawn_blocking(move || drop(store)).await.expect("closed");
}

async fn backup(address: &Address, file: &Path) -> yingda_store::Result<Summary> {
    let (address, file) = (address.clone(), file.to_path_buf());
    spawn_blocking(move || archive::backup(&address, &file, NOW)).await.expect("no panic")
}

async fn restore(file: &Path, address: &Address) -> yingda_store::Result<Summary> {
    let (address, file) = (address.clone(), file.to_path_buf());
    spawn_blocking(move || archive::restore(&file, &address, NOW)).await.expect("no panic")
}

async fn write(store: &Store, environment: &TestEnvironment, names: std::ops::Range<u32>) {
    let ctx = environment.system();
    for name in names {
        let unit = Unit::on("test_put", member((name % 200) as u8));
        let work = move |tx: &mut yingda_store::Tx<'_>| {
            let name_text = format!("名字 {name}");
            tx.execute("INSERT INTO facts (name, value) VALUES ($1, 'x')", params![&name_text])?;
            tx.append(event(member((name % 200) as u8)).with_personal(&name_text))
        };
        store.write(&ctx, unit, work).await.expect("stored");
    }
}

/// All facts, and the last position of each partition whose chain fits.
pub async fn contents(store: &Store) -> (Vec<String>, Vec<(i64, i64)>) {
    let names = store
        .read(|tx| Ok(tx.list("SELECT name FROM facts ORDER BY name", &[], |row| row.get("name"))?))
        .await
        .expect("the facts");
    let mut positions = Vec::new();
    for (partition, _) in store.positions() {
        let (last, _, _, faults) = store
            .read(move |tx| Ok(journal::verify(tx, partition, (0, [0; 32]), 10_000)?))
            .await
            .expect("the journal");
        assert!(faults.is_empty(), "{faults:?}");
        positions.push((partition, last));
    }
    (names, positions)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_backed_up_while_it_changed_comes_back_whole() {
    for_two_of_each_database(async |from, to| {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("backup");
        let environment = TestEnvironment::default();
        let store = open(&from).await;
        write(&store, &environment, 0..300).await;
        let (made, ()) = tokio::join!(backup(&from, &file), write(&store, &environment, 300..400));
        let made = made.expect("backed up");
        close(store).await;
        let restored = restore(&file, &to).await.expect("restored");
        assert_eq!(restored, made);
        let store = open(&to).await;
        let (names, positions) = contents(&store).await;
        assert!((300..=400).contains(&names.len()), "{} facts", names.len());
        let entries: i64 = positions.iter().map(|(_, position)| position).sum();
        assert_eq!(entries, i64::try_from(names.len()).expect("few"), "one moment for all tables");
        write(&store, &environment, 1_000..1_010).await;
        assert_eq!(contents(&store).await.0.len(), names.len() + 10, "it goes on from there");
        close(store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_that_was_cut_or_changed_restores_nothing() {
    for_two_of_each_database(async |from, to| {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("backup");
        let store = open(&from).await;
        write(&store, &TestEnvironment::default(), 0..20).await;
        close(store).await;
        backup(&from, &file).await.expect("backed up");
        let whole = std::fs::read(&file).expect("the file");
        let mut damaged: Vec<Vec<u8>> = [0, 10, 40, whole.len() / 2, whole.len() - 1]
            .map(|length| whole[..length].to_vec())
            .into_iter()
            .collect();
        for at in [0, 20, whole.len() / 2, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            damaged.push(changed);
        }
        for bytes in damaged {
            std::fs::write(&file, bytes).expect("written");
            let refused = restore(&file, &to).await.expect_err("refused");
            let why = std::error::Error::source(&refused).expect("a reason").to_string();
            assert!(why.contains("cut short") || why.contains("not an archive"), "{why}");
        }
        std::fs::write(&file, whole).expect("written");
        restore(&file, &to).await.expect("nothing stands in the way");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_a_file_nor_a_store_is_overwritten() {
    for_two_of_each_database(async |from, to| {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("backup");
        close(open(&from).await).await;
        backup(&from, &file).await.expect("backed up");
        backup(&from, &file).await.expect_err("there is one already");
        close(open(&to).await).await;
        restore(&file, &to).await.expect_err("something is there already");
        assert_eq!(
            std::fs::read_dir(folder.path()).expect("the folder").count(),
            1,
            "nothing half-made is left"
        );
    })
    .await;
}
