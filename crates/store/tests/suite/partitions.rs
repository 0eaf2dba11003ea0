//! Tables that are kept in stretches, on PostgreSQL.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::task::spawn_blocking;
use yingda_model::Timestamp;
use yingda_store::{Address, Store, Unit, archive, params, partitions};
use yingda_testkit::{TestEnvironment, for_two_of_each_database};

use crate::archive::{close, open};
use crate::units::{event, member};

const MONTH: Duration = Duration::from_secs(30 * 86_400);

/// Stretches with the rows in them, and how many rows there are where there is none.
async fn stretches(store: &Store) -> (BTreeMap<String, i64>, i64) {
    store
        .read(|tx| {
            let names: Vec<String> = tx.list(
                "SELECT CAST(inhrelid AS REGCLASS)::TEXT AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent \
                 WHERE c.relname IN ('messages', 'journal')",
                &[],
                |row| row.get("name"),
            )?;
            let mut filled = BTreeMap::new();
            for row in tx.rows(
                "SELECT CAST(tableoid AS REGCLASS)::TEXT AS name, COUNT(*) AS n FROM messages GROUP BY 1",
                &[],
            )? {
                filled.insert(row.get("name")?, row.get("n")?);
            }
            let rest = filled.remove("messages_rest").unwrap_or(0);
            for name in names.into_iter().filter(|name| name.starts_with("messages_") && name != "messages_rest") {
                filled.entry(name).or_insert(0);
            }
            Ok((filled, rest))
        })
        .await
        .expect("the catalogue")
}

async fn say(store: &Store, environment: &TestEnvironment, at: Timestamp, seq: i64) {
    let id = format!("cnv_{:012x}7000800000000000000{seq}", at.millis());
    store
        .write(&environment.system(), Unit::on("test_say", member(1)), move |tx| {
            tx.execute(
                "INSERT INTO messages (conversation_id, seq, id, author_kind, visibility, content, created_at) \
                 VALUES ($1, $2, $1, 'bot', 'public', '{}', 0)",
                params![&id, seq],
            )?;
            tx.append(event(member(1)))
        })
        .await
        .expect("said");
}

async fn keep(address: &Address, environment: &TestEnvironment) {
    let (address, now) = (address.clone(), environment.now());
    spawn_blocking(move || partitions::keep(&address, now)).await.expect("no panic").expect("kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_go_by_months_and_an_empty_month_goes_as_a_whole() {
    for_two_of_each_database(async |address, other| {
        let environment = TestEnvironment::default();
        let store = open(&address).await;
        keep(&address, &environment).await;
        if matches!(address, Address::Sqlite(_)) {
            // Nothing to do, and nothing done wrong, where there are none.
            return close(store).await;
        }
        let first = environment.now();
        say(&store, &environment, first, 1).await;
        environment.advance(MONTH);
        keep(&address, &environment).await;
        say(&store, &environment, environment.now(), 2).await;
        let old = Timestamp::from_millis(first.millis() - 400 * 86_400_000);
        say(&store, &environment, old, 3).await;
        let (months, rest) = stretches(&store).await;
        assert_eq!((months.values().filter(|rows| **rows == 1).count(), rest), (2, 1), "{months:?}");

        // A backup goes back into months, too, also those that nobody made ahead.
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to, file, now) =
            (address.clone(), other.clone(), folder.path().join("all.backup"), environment.now());
        spawn_blocking(move || {
            archive::backup(&from, &file, now).expect("backed up");
            archive::restore(&file, &to, now).expect("restored");
        })
        .await
        .expect("no panic");
        let restored = open(&other).await;
        let (months, rest) = stretches(&restored).await;
        assert_eq!((months.values().filter(|rows| **rows == 1).count(), rest), (3, 0), "{months:?}");
        close(restored).await;

        let before = stretches(&store).await.0.len();
        let forget = |tx: &mut yingda_store::Tx<'_>| Ok(tx.send("DELETE FROM messages WHERE seq = 1", &[])?);
        store.write(&environment.system(), Unit::quiet("test_forget"), forget).await.expect("forgotten");
        keep(&address, &environment).await;
        let (months, _) = stretches(&store).await;
        assert_eq!(months.len(), before - 1, "{months:?}");
        close(store).await;
    })
    .await;
}
