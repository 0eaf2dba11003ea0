//! Consumers and leases: everything is handled, at least once, by one at a time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;
use yingda_model::Error;
use yingda_store::consumers::{Consumer, Handler, Progress, progress, take};
use yingda_store::journal::Recorded;
use yingda_store::leases::Lease;
use yingda_store::{Store, Tx, Unit};
use yingda_testkit::{TestEnvironment, for_each_database};

use crate::units::{event, member};

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

struct Collect {
    seen: Seen,
    failures: u32,
}

impl Handler for Collect {
    async fn handle(&mut self, entries: &[Arc<Recorded>]) -> yingda_model::Result<()> {
        if self.failures > 0 {
            self.failures -= 1;
            return Err(Error::internal("on purpose"));
        }
        self.seen.0.lock().expect("no panic").extend(entries.iter().map(|entry| entry.subject.clone()));
        Ok(())
    }
}

impl Seen {
    fn list(&self) -> Vec<String> {
        let mut list = self.0.lock().expect("no panic").clone();
        list.sort();
        list
    }
}

async fn append(store: &Store, environment: &TestEnvironment, range: std::ops::Range<u8>) {
    for n in range {
        let ctx = environment.system();
        store
            .write(&ctx, Unit::on("test_append", member(n)), move |tx| tx.append(event(member(n))))
            .await
            .expect("stored");
    }
}

async fn until(check: impl Fn() -> bool) {
    while !check() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn expected(range: std::ops::Range<u8>) -> Vec<String> {
    let mut list: Vec<_> = range.map(|n| member(n).to_string()).collect();
    list.sort();
    list
}

#[tokio::test]
async fn a_consumer_goes_on_where_it_stopped_and_survives_failures() {
    for_each_database(async |store, environment| {
        append(&store, &environment, 0..10).await;
        let seen = Seen::default();
        let run = |failures| {
            let (stop, stopped) = watch::channel(false);
            let consumer = Consumer { name: "test", node: "one".into() };
            let handler = Collect { seen: seen.clone(), failures };
            (stop, tokio::spawn(consumer.run(store.clone(), environment.environment(), handler, stopped)))
        };
        let (stop, running) = run(2);
        until(|| seen.list().len() >= 10).await;
        stop.send_replace(true);
        running.await.expect("ended");
        append(&store, &environment, 10..20).await;
        let (stop, running) = run(0);
        until(|| seen.list().len() >= 20).await;
        stop.send_replace(true);
        running.await.expect("ended");
        assert_eq!(seen.list(), expected(0..20), "a consumer that was told to stop sees nothing twice");
    })
    .await;
}

#[tokio::test]
async fn entries_are_taken_once_however_often_they_come() {
    for_each_database(async |store, environment| {
        append(&store, &environment, 0..20).await;
        let mut entries = Vec::new();
        for (partition, _) in store.positions() {
            entries.extend(store.entries_after(partition, 0, 100).await.expect("entries"));
        }
        let take = async |entries: &[Arc<Recorded>], fail: bool| {
            let (ctx, came) = (environment.system(), entries.to_vec());
            let work = move |tx: &mut yingda_store::Tx<'_>| {
                let taken = take(tx, "test", &came)?;
                if fail { Err(Error::internal("on purpose")) } else { Ok(taken.len()) }
            };
            store.write(&ctx, Unit::quiet("test_take"), work).await
        };
        let progress = async || store.read(|tx| Ok(progress(tx, "test")?)).await.expect("a read");
        assert_eq!(progress().await, Progress { read: 0, behind: 20 });
        assert!(take(&entries, true).await.is_err());
        assert_eq!(progress().await.read, 0, "what fails takes nothing");
        let both = futures::future::join_all([take(&entries, false), take(&entries, false)]).await;
        let taken: usize = both.into_iter().map(|taken| taken.expect("taken")).sum();
        assert_eq!(taken, 20, "one took them all, the other none");
        append(&store, &environment, 20..21).await;
        assert_eq!(progress().await, Progress { read: 20, behind: 1 });
    })
    .await;
}

#[tokio::test]
async fn a_lease_from_before_the_clock_was_set_back_is_free() {
    for_each_database(async |store, environment| {
        let ctx = environment.system();
        Lease::acquire(&store, &ctx, "work", "one").await.expect("asked").expect("free");
        assert!(Lease::acquire(&store, &ctx, "work", "two").await.expect("asked").is_none());
        let later =
            |tx: &mut Tx<'_>| Ok(tx.execute("UPDATE leases SET expires_at = expires_at + 3600000", &[])?);
        store.write(&ctx, Unit::quiet("test_clock"), later).await.expect("an hour ahead");
        Lease::acquire(&store, &ctx, "work", "two").await.expect("asked").expect("free");
    })
    .await;
}

#[tokio::test]
async fn a_lease_has_one_holder_and_its_fence_grows() {
    for_each_database(async |store, environment| {
        let ctx = environment.system();
        let first = Lease::acquire(&store, &ctx, "work", "one").await.expect("asked").expect("free");
        assert!(first.is_valid());
        assert!(Lease::acquire(&store, &ctx, "work", "two").await.expect("asked").is_none());
        let renewed = Lease::acquire(&store, &ctx, "work", "one").await.expect("asked").expect("renewed");
        assert_eq!(renewed.fence, first.fence);
        let fence = first.fence;
        renewed.release(&store, &ctx).await.expect("released");
        let second = Lease::acquire(&store, &ctx, "work", "two").await.expect("asked").expect("free");
        assert!(second.fence > fence);
    })
    .await;
}
