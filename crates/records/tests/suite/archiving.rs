//! The journal moves into files that verify, and stays whole where it goes on.

use std::path::Path;

use yingda_model::{Event, Timestamp};
use yingda_records::journal_archive::{Archived, archive};
use yingda_store::journal_archives::{self, check};
use yingda_store::{Address, archive as backup, consumers, copy};
use yingda_testkit::{for_each_pair_of_databases, for_two_of_each_database};

use crate::shop::{DAY, Shop, close, open};

async fn say(shop: &Shop, count: usize) {
    for n in 0..count {
        let customer = shop.visitor().await;
        let conversation = shop.say(&customer, &format!("秘密 {n}")).await;
        shop.resolve(conversation).await;
    }
}

async fn archived(shop: &Shop, address: &Address, folder: &Path) -> Option<Archived> {
    archive(&shop.store, &shop.environment.system(), address, folder, DAY).await.expect("archived")
}

fn total(shop: &Shop) -> i64 {
    shop.store.positions().iter().map(|(_, position)| position).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn old_entries_go_into_files_that_follow_each_other() {
    for_two_of_each_database(async |address, other| {
        let folder = tempfile::tempdir().expect("a folder");
        let shop = Shop::on(&address).await;
        say(&shop, 5).await;
        let old = total(&shop);
        assert_eq!(archived(&shop, &address, folder.path()).await, None, "nothing is old yet");
        shop.environment.advance(DAY * 3);
        say(&shop, 3).await;
        let made = archived(&shop, &address, folder.path()).await.expect("a file");
        assert_eq!(made, Archived { file: "journal-00000001.archive".into(), entries: old });
        assert_eq!(archived(&shop, &address, folder.path()).await, None, "today's was done");
        assert_eq!(shop.faults().await, Vec::<String>::new());
        assert_eq!(total(&shop) - shop.rows("journal").await, old);

        shop.environment.advance(DAY * 3);
        say(&shop, 1).await;
        archived(&shop, &address, folder.path()).await.expect("a second file");
        let archives = shop.store.read(|tx| Ok(journal_archives::list(tx)?)).await.expect("a list");
        assert_eq!(check(&archives, folder.path()), (2, Vec::new()));
        assert!(archives.iter().all(|archive| archive.released));
        assert_eq!(shop.faults().await, Vec::<String>::new());

        // Words don't go into the files, and a file is not a backup.
        let first = folder.path().join("journal-00000001.archive");
        let (from, now) = (first.clone(), shop.environment.now());
        let restored = tokio::task::spawn_blocking(move || backup::restore(&from, &other, now)).await;
        assert!(restored.expect("no panic").is_err());
        let mut bytes = std::fs::read(&first).expect("readable");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&first, bytes).expect("writable");
        let (found, faults) = check(&archives, folder.path());
        assert_eq!((found, faults.len()), (2, 1), "{faults:?}");
        close(shop.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_consumer_has_not_read_stays() {
    for_two_of_each_database(async |address, _| {
        let folder = tempfile::tempdir().expect("a folder");
        let shop = Shop::on(&address).await;
        say(&shop, 4).await;
        let before = shop.rows("journal").await;
        // Reads one entry of a partition and no more.
        let first = shop.entries().await.into_iter().min_by_key(|entry| (entry.partition, entry.position));
        let first = [first.expect("an entry")];
        let behind = move |tx: &mut yingda_store::Tx<'_>| Ok(consumers::take(tx, "slow", &first)?.len());
        let unit = yingda_store::Unit::quiet("test_behind");
        shop.store.write(&shop.environment.system(), unit, behind).await.expect("a cursor");
        shop.environment.advance(DAY * 3);
        let made = archived(&shop, &address, folder.path()).await;
        assert!(made.is_none_or(|made| made.entries <= 1));
        assert!(shop.rows("journal").await >= before - 1);
        close(shop.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cut_off_between_file_and_release_is_finished() {
    for_two_of_each_database(async |address, _| {
        let folder = tempfile::tempdir().expect("a folder");
        let shop = Shop::on(&address).await;
        say(&shop, 4).await;
        shop.environment.advance(DAY * 3);
        let (from, to, now) = (address.clone(), folder.path().to_owned(), shop.environment.now());
        let midnight = Timestamp::from_millis(now.millis() - 86_400_000);
        let made = tokio::task::spawn_blocking(move || journal_archives::make(&from, &to, midnight, now))
            .await
            .expect("no panic")
            .expect("made")
            .expect("a file");
        let noted = move |tx: &mut yingda_store::Tx<'_>| Ok(journal_archives::create(tx, &made)?);
        let unit = yingda_store::Unit::quiet("test_note");
        assert!(shop.store.write(&shop.environment.system(), unit, noted).await.expect("noted"));
        assert_eq!(shop.faults().await, Vec::<String>::new());
        archived(&shop, &address, folder.path()).await;
        let archives = shop.store.read(|tx| Ok(journal_archives::list(tx)?)).await.expect("a list");
        assert!(archives.iter().all(|archive| archive.released) && !archives.is_empty());
        assert_eq!(shop.faults().await, Vec::<String>::new());
        close(shop.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_store_can_be_copied_and_its_copy_verifies() {
    for_each_pair_of_databases(async |from, to| {
        let folder = tempfile::tempdir().expect("a folder");
        let shop = Shop::on(&from).await;
        say(&shop, 4).await;
        shop.environment.advance(DAY * 3);
        archived(&shop, &from, folder.path()).await.expect("a file");
        say(&shop, 2).await;
        let ctx = shop.environment.system();
        close(shop.store).await;
        let target = to.clone();
        tokio::task::spawn_blocking(move || copy::copy(&from, &target, &ctx))
            .await
            .expect("no panic")
            .expect("copied");
        let copied = Shop { store: open(&to, &shop.environment).await, address: to, ..shop };
        assert_eq!(copied.faults().await, Vec::<String>::new());
        let entries = copied.entries().await;
        let origins = entries.iter().find_map(|entry| match &entry.event {
            Event::StoreCopied { origins, .. } => Some(origins.len()),
            _ => None,
        });
        assert!(origins.is_some_and(|origins| origins > 0));
        close(copied.store).await;
    })
    .await;
}
