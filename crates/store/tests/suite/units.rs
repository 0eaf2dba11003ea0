//! Units of work: all or nothing, each for itself, once for each key.

use futures::future::join_all;
use yingda_model::{Entry, Error, Event, Id, Idempotency, MemberId, Presence, uuid_v7};
use yingda_store::{Backend, Store, Tx, Unit, params};
use yingda_testkit::{TestEnvironment, for_each_database};

pub fn member(number: u8) -> MemberId {
    MemberId::from_uuid(uuid_v7(yingda_model::Timestamp::from_millis(1), [number; 10]))
}

pub fn event(member: MemberId) -> Entry {
    Entry::new(member, Event::PresenceChanged { member_id: member, presence: Presence::Online })
}

async fn facts(store: &Store) -> i64 {
    store.read(|tx| Ok(tx.count("SELECT COUNT(*) AS n FROM facts", &[])?)).await.expect("a count")
}

async fn put(
    store: &Store,
    environment: &TestEnvironment,
    name: String,
    fail: bool,
) -> yingda_model::Result<()> {
    let ctx = environment.system();
    store
        .write(&ctx, Unit::on("test_put", member(1)), move |tx| {
            tx.execute("INSERT INTO facts (name, value) VALUES ($1, 'x')", params![&name])?;
            tx.append(event(member(1)))?;
            if fail { Err(Error::not_found("thing", "x")) } else { Ok(()) }
        })
        .await
}

#[tokio::test]
async fn a_unit_that_fails_leaves_nothing_and_hurts_nobody() {
    for_each_database(async |store, environment| {
        let before = store.positions().iter().map(|(_, position)| position).sum::<i64>();
        let units = (0..60).map(|n| put(&store, &environment, format!("n{n}"), n % 3 == 0));
        let results = join_all(units).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 40);
        assert_eq!(facts(&store).await, 40);
        let after = store.positions().iter().map(|(_, position)| position).sum::<i64>();
        assert_eq!(after - before, 40, "entries go with their state");
    })
    .await;
}

#[tokio::test]
async fn a_unit_that_breaks_a_rule_of_the_database_fails_alone() {
    for_each_database(async |store, environment| {
        put(&store, &environment, "same".into(), false).await.expect("stored");
        let units = (0..20)
            .map(|n| put(&store, &environment, if n == 7 { "same".into() } else { format!("n{n}") }, false));
        let results = join_all(units).await;
        assert_eq!(results.iter().filter(|result| result.is_err()).count(), 1);
        assert_eq!(facts(&store).await, 20);
    })
    .await;
}

async fn send(store: &Store, environment: &TestEnvironment, name: String) -> yingda_model::Result<()> {
    let ctx = environment.system();
    store
        .write(&ctx, Unit::on("test_send", member(1)), move |tx| {
            tx.send("INSERT INTO facts (name, value) VALUES ($1, 'x')", params![&name])?;
            tx.append(event(member(1)))
        })
        .await
}

#[tokio::test]
async fn a_statement_sent_without_waiting_fails_its_own_unit() {
    for_each_database(async |store, environment| {
        send(&store, &environment, "same".into()).await.expect("stored");
        send(&store, &environment, "same".into()).await.expect_err("the row is there already");
        let units =
            (0..40).map(|n| send(&store, &environment, if n == 7 { "same".into() } else { format!("n{n}") }));
        let results = join_all(units).await;
        let failed: Vec<_> = (0..40).filter(|n| results[*n].is_err()).collect();
        assert_eq!(failed, [7]);
        assert_eq!(facts(&store).await, 40);
    })
    .await;
}

#[tokio::test]
async fn connections_that_break_lose_nothing_and_double_nothing() {
    for_each_database(async |store, environment| {
        if store.backend() == Backend::Sqlite {
            return;
        }
        let breaking = async {
            for _ in 0..12 {
                tokio::time::sleep(std::time::Duration::from_millis(30)).await;
                // This reader's own connection stays; the next one finds its own broken and makes a new one.
                _ = store
                    .read(|tx| {
                        Ok(tx.rows(
                            "SELECT pg_terminate_backend(pid) AS gone FROM pg_stat_activity \
                             WHERE datname = current_database() AND pid <> pg_backend_pid()",
                            &[],
                        )?)
                    })
                    .await;
            }
        };
        let writing = async {
            let mut stored = Vec::new();
            for round in 0..20 {
                let names = (0..30).map(|n| format!("r{round}n{n}"));
                let written =
                    join_all(names.clone().map(|name| put(&store, &environment, name, false))).await;
                stored.extend(names.zip(written).filter(|(_, result)| result.is_ok()).map(|(name, _)| name));
            }
            stored
        };
        let ((), stored) = tokio::join!(breaking, writing);
        let mut found = Err(Error::not_found("answer", "yet"));
        for _ in 0..10 {
            found = store
                .read(|tx| Ok(tx.list("SELECT name FROM facts", &[], |row| row.get::<String>("name"))?))
                .await;
            if found.is_ok() {
                break;
            }
        }
        let found = found.expect("the facts");
        assert!(stored.len() > 100, "only {} units got through", stored.len());
        assert!(stored.iter().all(|name| found.contains(name)), "an acknowledged unit is lost");
        let entries = store
            .read(|tx| {
                let subject = params![&member(1).to_string()];
                Ok(tx.count("SELECT COUNT(*) AS n FROM journal WHERE subject = $1", subject)?)
            })
            .await
            .expect("a count");
        assert_eq!(entries, i64::try_from(found.len()).expect("small"), "entries go with their state");
    })
    .await;
}

#[tokio::test]
async fn a_panic_fails_its_unit_and_the_writer_goes_on() {
    for_each_database(async |store, environment| {
        let ctx = environment.system();
        let panics = store.write(&ctx, Unit::on("test_panic", member(1)), |_| -> yingda_model::Result<()> {
            panic!("on purpose")
        });
        let (panicked, stored) = tokio::join!(panics, put(&store, &environment, "fine".into(), false));
        assert!(matches!(panicked, Err(Error::Internal(_))));
        stored.expect("stored");
        assert_eq!(facts(&store).await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_same_key_does_the_work_once_and_another_request_under_it_is_refused() {
    for_each_database(async |store, environment| {
        let mut ctx = environment.system();
        let keyed =
            |fingerprint: &str| Some(Idempotency { key: "k".into(), fingerprint: fingerprint.into() });
        ctx.idempotency = keyed("a");
        let write = |ctx: yingda_model::Ctx| {
            let store = store.clone();
            async move {
                store
                    .write(&ctx, Unit::on("test_once", member(2)), |tx| {
                        tx.execute("INSERT INTO facts (name, value) VALUES ('once', 'x')", &[])?;
                        Ok(42)
                    })
                    .await
            }
        };
        let answers = join_all((0..8).map(|_| write(ctx.clone()))).await;
        assert!(answers.into_iter().all(|answer| answer.is_ok_and(|value| value == 42)));
        assert_eq!(facts(&store).await, 1);
        ctx.idempotency = keyed("b");
        let other = write(ctx).await.expect_err("refused");
        assert_eq!(other.code(), "idempotency_key_reused");
    })
    .await;
}

#[tokio::test]
async fn an_entry_outside_the_units_partitions_is_a_fault() {
    for_each_database(async |store, environment| {
        let ctx = environment.system();
        let quiet = store.write(&ctx, Unit::quiet("test_quiet"), |tx| tx.append(event(member(3)))).await;
        assert!(matches!(quiet, Err(Error::Internal(_))));
        let read = store.read(|tx| tx.append(event(member(3)))).await;
        assert!(matches!(read, Err(Error::Internal(_))));
    })
    .await;
}

#[tokio::test]
async fn a_task_can_tell_what_it_asked_of_the_store() {
    for_each_database(async |store, environment| {
        let ctx = environment.system();
        let work = async {
            let count = |tx: &mut Tx<'_>| Ok(tx.count("SELECT COUNT(*) AS n FROM facts", &[])?);
            store.read(count).await.expect("read");
            let put = |tx: &mut Tx<'_>| Ok(yingda_store::facts::put(tx, "one", "1")?);
            store.write(&ctx, Unit::quiet("test_put"), put).await.expect("written");
        };
        let ((), usage) = yingda_store::usage::measured(work).await;
        assert_eq!(usage.statements(), 2);
        assert!(usage.time() > std::time::Duration::ZERO);
    })
    .await;
}
