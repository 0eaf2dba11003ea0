//! The journal: ordered, gap-free, bound by hashes, and able to forget.

use futures::future::join_all;
use yingda_store::{Store, Unit, journal, params};
use yingda_testkit::{TestEnvironment, for_each_database};

use crate::units::{event, member};

async fn fill(store: &Store, environment: &TestEnvironment) {
    let units = (0..50_u8).map(|n| {
        let ctx = environment.system();
        let store = store.clone();
        async move {
            store
                .write(&ctx, Unit::on("test_fill", member(n)).and(member(n / 2)), move |tx| {
                    tx.append(event(member(n)).with_personal(&format!("秘密 {n}")))?;
                    tx.append(event(member(n / 2)))
                })
                .await
        }
    });
    for result in join_all(units).await {
        result.expect("stored");
    }
}

async fn faults(store: &Store) -> Vec<&'static str> {
    let mut found = Vec::new();
    for (partition, _) in store.positions() {
        let verified = store.read(move |tx| Ok(journal::verify(tx, partition, (0, [0; 32]), 10_000)?)).await;
        let (last, hash, _, faults) = verified.expect("verified");
        found.extend(faults.iter().map(|fault| fault.what));
        let head = store.read(move |tx| Ok(journal::head_of(tx, partition)?)).await.expect("a head");
        if head != Some((last, hash)) {
            found.push("the head is not the last entry");
        }
    }
    found
}

#[tokio::test]
async fn positions_have_no_gaps_and_the_chain_holds() {
    for_each_database(async |store, environment| {
        fill(&store, &environment).await;
        assert_eq!(faults(&store).await, Vec::<&str>::new());
        let total: i64 = store.positions().iter().map(|(_, position)| position).sum();
        assert_eq!(total, 100);
        for (partition, head) in store.positions() {
            let entries = store.entries_after(partition, 0, 1_000).await.expect("entries");
            let positions: Vec<_> = entries.iter().map(|entry| entry.position).collect();
            assert_eq!(positions, (1..=head).collect::<Vec<_>>());
        }
    })
    .await;
}

#[tokio::test]
async fn a_changed_a_removed_and_a_forged_entry_are_found() {
    for_each_database(async |store, environment| {
        for tamper in [
            "UPDATE journal SET actor = 'nobody' WHERE position = 1",
            "DELETE FROM journal WHERE position = 1",
            "UPDATE journal SET personal = '\"anders\"' WHERE personal IS NOT NULL",
        ] {
            fill(&store, &environment).await;
            store
                .write(&environment.system(), Unit::quiet("test_tamper"), move |tx| {
                    tx.execute(tamper, &[])?;
                    Ok(())
                })
                .await
                .expect("tampered");
            assert!(!faults(&store).await.is_empty(), "{tamper}");
        }
    })
    .await;
}

#[tokio::test]
async fn forgetting_a_person_leaves_the_chain_whole() {
    for_each_database(async |store, environment| {
        fill(&store, &environment).await;
        let erased = store
            .write(&environment.system(), Unit::quiet("test_erase"), |tx| {
                Ok(journal::erase_personal(tx, &member(7).to_string())?)
            })
            .await
            .expect("erased");
        assert_eq!(erased, 1);
        assert_eq!(faults(&store).await, Vec::<&str>::new());
        let secret = store
            .read(|tx| {
                Ok(tx.count(
                    "SELECT COUNT(*) AS n FROM journal WHERE personal LIKE $1",
                    params!["%秘密 7\""],
                )?)
            })
            .await
            .expect("a count");
        assert_eq!(secret, 0);
    })
    .await;
}
