//! Each database in turn: SQLite in a temporary folder, and a private PostgreSQL database where
//! `YINGDA_TEST_POSTGRES` names a server that may create some.

use std::future::Future;

use tokio::task::spawn_blocking;
use yingda_store::scratch::ScratchDatabase;
use yingda_store::{Address, Store};

use crate::TestEnvironment;

/// Runs a test's body on each database, each time with a fresh store and environment.
pub async fn for_each_database<F>(test: F)
where
    F: AsyncFn(Store, TestEnvironment),
{
    let folder = tempfile::tempdir().expect("a temporary folder");
    let address = Address::Sqlite(folder.path().join("yingda.db"));
    run(&test, address).await;

    let Some(server) = server() else { return };
    let (database, address) = spawn_blocking(move || {
        let database = ScratchDatabase::create(&server).expect("YINGDA_TEST_POSTGRES may create databases");
        let address = database.address().expect("YINGDA_TEST_POSTGRES names a database");
        (database, address)
    })
    .await
    .expect("a database");
    // Dropped outside the runtime, also when the test panics: the guard hands it to a thread of its own.
    let _guard = OnThread(Some(database));
    run(&test, address).await;
}

/// Runs a test's body on two addresses of each database where nothing is yet.
pub async fn for_two_of_each_database<F>(test: F)
where
    F: AsyncFn(Address, Address),
{
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [one, two] = ["one.db", "two.db"].map(|name| Address::Sqlite(folder.path().join(name)));
    within(test(one, two)).await;
    let Some(server) = server() else { return };
    let made = spawn_blocking(move || {
        [0, 1].map(|_| ScratchDatabase::create(&server).expect("YINGDA_TEST_POSTGRES may create databases"))
    });
    let databases = made.await.expect("two databases");
    let [one, two] = [0, 1].map(|index| databases[index].address().expect("YINGDA_TEST_POSTGRES names one"));
    let _guard = OnThread(Some(databases));
    within(test(one, two)).await;
}

/// Runs a test's body on an address of each database and one of each, in both directions, where nothing is yet.
pub async fn for_each_pair_of_databases<F>(test: F)
where
    F: AsyncFn(Address, Address),
{
    let server = server();
    let kinds = if server.is_some() { &[false, true][..] } else { &[false] };
    for from in kinds {
        for to in kinds {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let made = [*from, *to].map(|postgres| {
                let server = server.clone().filter(|_| postgres);
                spawn_blocking(move || {
                    server.map(|url| {
                        ScratchDatabase::create(&url).expect("YINGDA_TEST_POSTGRES may create databases")
                    })
                })
            });
            let [from, to] = made;
            let databases = [from.await.expect("a database"), to.await.expect("a database")];
            let address = |index: usize| match &databases[index] {
                Some(database) => database.address().expect("YINGDA_TEST_POSTGRES names one"),
                None => Address::Sqlite(folder.path().join(format!("{index}.db"))),
            };
            let (from, to) = (address(0), address(1));
            let _guard = OnThread(Some(databases));
            within(test(from, to)).await;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "where tests are told of a server; the product never reads it")]
fn server() -> Option<String> {
    std::env::var("YINGDA_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

async fn run<F>(test: &F, address: Address)
where
    F: AsyncFn(Store, TestEnvironment),
{
    let environment = TestEnvironment::default();
    let now = environment.now();
    let store = spawn_blocking(move || Store::open(&address, now))
        .await
        .expect("opening does not panic")
        .expect("the store opens");
    tell(&store);
    within(test(store, environment)).await;
}

#[expect(clippy::print_stderr, reason = "a failing test must say on which database it failed")]
fn tell(store: &Store) {
    eprintln!("on {:?}", store.backend());
}

/// A test that waits for something that never comes ends with a word instead of hanging.
async fn within(test: impl Future<Output = ()>) {
    let limit = std::time::Duration::from_mins(2);
    tokio::time::timeout(limit, test).await.expect("the test ends within two minutes");
}

struct OnThread<T: Send + 'static>(Option<T>);

impl<T: Send + 'static> Drop for OnThread<T> {
    fn drop(&mut self) {
        let held = self.0.take();
        _ = std::thread::spawn(move || drop(held)).join();
    }
}
