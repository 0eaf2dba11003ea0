//! Copies: the same rows and the same journal in the other database, and nothing where something is wrong.

use std::time::Duration;

use tokio::task::spawn_blocking;
use yingda_model::{Event, Timestamp};
use yingda_store::consumers::progress;
use yingda_store::copy::{self, Copied};
use yingda_store::{Address, Backend, Store, Tx, Unit, journal, params, tallies};
use yingda_testkit::{TestEnvironment, for_each_pair_of_databases};

use crate::archive::{close, contents, open};
use crate::units::{event, member};

async fn copied(from: &Address, to: &Address) -> yingda_store::Result<Copied> {
    let (from, to) = (from.clone(), to.clone());
    let ctx = TestEnvironment::default().system();
    spawn_blocking(move || copy::copy(&from, &to, &ctx)).await.expect("no panic")
}

/// One of many aggregates is named, with values that the databases might take for others.
async fn put(store: &Store, environment: &TestEnvironment, number: u32) {
    let subject = member((number % 50) as u8);
    let unit = Unit::on("test_put", subject).and(member((number % 7) as u8));
    let work = move |tx: &mut Tx<'_>| {
        let name = format!("名字 {number} '\"\\ \u{1f600}");
        tx.execute("INSERT INTO facts (name, value) VALUES ($1, '')", params![&name])?;
        tx.append(event(member((number % 7) as u8)))?;
        tx.append(event(subject).with_personal(&name))
    };
    store.write(&environment.system(), unit, work).await.expect("stored");
}

/// What the journal says of each aggregate, in order.
async fn histories(store: &Store) -> Vec<Vec<(Event, Option<String>, Timestamp)>> {
    let mut all = Vec::new();
    for number in 0..50 {
        let subject = member(number).to_string();
        let entries = store.read(move |tx| Ok(journal::of_subject(tx, &subject, 0, 1_000)?)).await;
        let entries = entries.expect("a history").into_iter();
        all.push(entries.map(|entry| (entry.event, entry.personal, entry.at)).collect());
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_there_and_the_chain_goes_on() {
    for_each_pair_of_databases(async |from, to| {
        let environment = TestEnvironment::default();
        let store = open(&from).await;
        for number in 0..300 {
            put(&store, &environment, number).await;
            // Clocks may go back: order within an aggregate must not.
            environment.advance(std::time::Duration::from_millis(u64::from(number % 3)));
        }
        let (names, _) = contents(&store).await;
        let before = histories(&store).await;
        close(store).await;
        let made = copied(&from, &to).await.expect("copied");
        assert_eq!((made.rows, made.entries), (300, 600));
        let store = open(&to).await;
        assert_eq!(contents(&store).await.0, names);
        assert_eq!(histories(&store).await, before);
        let last = store.read(|tx| Ok(journal::of_subject(tx, "store", 0, 10)?)).await.expect("an entry");
        let Some(Event::StoreCopied { entries, heads, .. }) = last.last().map(|entry| &entry.event) else {
            panic!("the journal does not say where it came from: {last:?}");
        };
        assert_eq!(*entries, 600);
        assert!(heads.iter().any(|head| head.chars().any(|digit| digit != '0')));
        put(&store, &environment, 1_000).await;
        contents(&store).await;
        close(store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_consumer_has_seen_it_does_not_see_again_and_the_rest_it_does() {
    for_each_pair_of_databases(async |from, to| {
        let environment = TestEnvironment::default();
        let store = open(&from).await;
        for number in 0..100 {
            put(&store, &environment, number).await;
        }
        let positions = store.positions();
        let work = move |tx: &mut Tx<'_>| {
            for (partition, position) in &positions {
                tx.execute(
                    "INSERT INTO cursors (consumer, partition, position, fence) VALUES ('all', $1, $2, 9), ('none', $1, 0, 9)",
                    params![*partition, *position],
                )?;
            }
            Ok(())
        };
        store.write(&environment.system(), Unit::quiet("test_cursors"), work).await.expect("stored");
        close(store).await;
        copied(&from, &to).await.expect("copied");
        let store = open(&to).await;
        let seen = async |consumer: &'static str| {
            let sum = move |tx: &mut Tx<'_>| {
                let sql = "SELECT CAST(COALESCE(SUM(position), 0) AS BIGINT) AS n FROM cursors WHERE consumer = $1 AND fence = 0";
                Ok(tx.count(sql, params![consumer])?)
            };
            store.read(sum).await.expect("the cursors")
        };
        assert_eq!((seen("all").await, seen("none").await), (200, 0));
        close(store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_counted_anew_where_entries_would_count_twice() {
    for_each_pair_of_databases(async |from, to| {
        let environment = TestEnvironment::default();
        let store = open(&from).await;
        for number in 0..100 {
            put(&store, &environment, number).await;
        }
        let ctx = environment.system();
        let (brand, slot) = (ctx.id(), ctx.now);
        // The last third was not counted when the server was stopped; on PostgreSQL that is in some partitions only.
        let (backend, positions) = (store.backend(), store.positions());
        let counted = move |tx: &mut Tx<'_>| {
            tallies::put(tx, &tallies::Place { slot, brand, team: None }, "{}")?;
            for (partition, position) in &positions {
                let read = match backend {
                    Backend::Sqlite => *position * 2 / 3,
                    Backend::Postgres if partition % 3 == 0 => 0,
                    Backend::Postgres => *position,
                };
                tx.execute(
                    "INSERT INTO cursors (consumer, partition, position, fence) VALUES ($1, $2, $3, 0)",
                    params![tallies::CONSUMER, *partition, read],
                )?;
            }
            Ok(())
        };
        store.write(&ctx, Unit::quiet("test_counted"), counted).await.expect("stored");
        close(store).await;
        copied(&from, &to).await.expect("copied");
        let store = open(&to).await;
        let (kept, progress) = store
            .read(move |tx| {
                let kept = tallies::between(tx, (slot, slot.plus(Duration::from_secs(1))), None, None)?;
                Ok((kept.len(), progress(tx, tallies::CONSUMER)?))
            })
            .await
            .expect("the numbers");
        // Many partitions into one: before what was counted stands what was not.
        if (backend, store.backend()) == (Backend::Postgres, Backend::Sqlite) {
            assert!(kept == 0 && progress.read == 0, "{kept} {progress:?}");
        } else {
            assert!(kept == 1 && progress.read > 0, "{kept} {progress:?}");
        }
        close(store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_added_up_is_copied_when_it_goes_on_exactly_and_else_begins_anew() {
    for_each_pair_of_databases(async |from, to| {
        let environment = TestEnvironment::default();
        let store = open(&from).await;
        for number in 0..100 {
            put(&store, &environment, number).await;
        }
        let positions = store.positions();
        let work = move |tx: &mut Tx<'_>| {
            tx.execute("INSERT INTO tallies (slot, brand_id, team_id, counts) VALUES (0, 'b', '', '{}')", &[])?;
            for (partition, position) in &positions {
                tx.execute(
                    "INSERT INTO cursors (consumer, partition, position, fence) VALUES ('numbers', $1, $2, 1)",
                    params![*partition, *position / 2],
                )?;
            }
            let seen: i64 = positions.iter().map(|(_, position)| position / 2).sum();
            Ok(seen)
        };
        let ctx = environment.system();
        let seen = store.write(&ctx, Unit::quiet("test_tallies"), work).await.expect("stored");
        close(store).await;
        copied(&from, &to).await.expect("copied");
        let store = open(&to).await;
        let look = |tx: &mut Tx<'_>| {
            let kept = tx.count("SELECT COUNT(*) AS n FROM tallies", &[])?;
            let sql = "SELECT CAST(COALESCE(SUM(position), 0) AS BIGINT) AS n FROM cursors WHERE consumer = 'numbers'";
            Ok((kept, tx.count(sql, &[])?))
        };
        let now = store.read(look).await.expect("looked");
        assert!(now == (1, seen) || now == (0, 0), "{now:?}, {seen} had been seen");
        close(store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_in_use_a_damaged_journal_and_a_full_target_are_refused() {
    for_each_pair_of_databases(async |from, to| {
        let environment = TestEnvironment::default();
        let store = open(&from).await;
        for number in 0..20 {
            put(&store, &environment, number).await;
        }
        let ctx = environment.system();
        let lease =
            yingda_store::leases::Lease::acquire(&store, &ctx, "bot", "somebody").await.expect("asked");
        assert!(copied(&from, &to).await.is_err(), "a server runs on it");
        lease.expect("a lease").release(&store, &ctx).await.expect("released");
        let damage = |tx: &mut Tx<'_>| {
            tx.execute("UPDATE journal SET actor = 'somebody else' WHERE position = 1", &[])?;
            Ok(())
        };
        store.write(&ctx, Unit::quiet("test_damage"), damage).await.expect("damaged");
        close(store).await;
        let refused = copied(&from, &to).await.expect_err("refused");
        let why = std::error::Error::source(&refused).expect("a reason").to_string();
        assert!(why.contains("damaged at"), "{why}");
        let store = open(&to).await;
        assert_eq!(contents(&store).await.0, Vec::<String>::new(), "nothing was left behind");
        close(store).await;
        assert!(copied(&from, &to).await.is_err(), "there is a store already");
    })
    .await;
}
