//! Consumers and leases: everything is handled, at least once, by one at a time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;
use yingda_model::Error;
use yingda_store::consumers::{Consumer, Handler, Progress, progress, take};
use yingda_store::journal::Recorded;
use yingda_store::leases::Lease;
use yingda_store::{Store, Tx, Unit, set_aside};
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

/// Panics at one entry, and at every one while it is `broken`.
struct Panicking {
    seen: Seen,
    at: String,
    broken: watch::Receiver<bool>,
}

impl Handler for Panicking {
    async fn handle(&mut self, entries: &[Arc<Recorded>]) -> yingda_model::Result<()> {
        assert!(!*self.broken.borrow() && entries.iter().all(|entry| entry.subject != self.at), "on purpose");
        self.seen.0.lock().expect("no panic").extend(entries.iter().map(|entry| entry.subject.clone()));
        Ok(())
    }
}

async fn set_aside_in(store: &Store) -> Option<(String, i64)> {
    let newest = store.read(|tx| Ok(set_aside::newest(tx)?)).await.expect("a read");
    newest.map(|(entry, count)| (entry.subject, count))
}

#[tokio::test]
async fn an_entry_that_makes_a_consumer_panic_is_set_aside_once_another_was_handled() {
    for_each_database(async |store, environment| {
        append(&store, &environment, 0..9).await;
        let (seen, poison) = (Seen::default(), member(9).to_string());
        let (stop, stopped) = watch::channel(false);
        let (_held, broken) = watch::channel(false);
        let handler = Panicking { seen: seen.clone(), at: poison.clone(), broken };
        let consumer = Consumer { name: "test", node: "one".into() };
        let running = tokio::spawn(consumer.run(store.clone(), environment.environment(), handler, stopped));
        until(|| seen.list().len() >= 9).await;
        append(&store, &environment, 9..10).await;
        until(|| store.statistics().consumer_failures("test") > 0).await;
        assert_eq!(set_aside_in(&store).await, None, "nothing says yet that it is the entry");
        append(&store, &environment, 10..12).await;
        until(|| seen.list().len() >= 11).await;
        stop.send_replace(true);
        running.await.expect("the consumer has not ended");
        let expected: Vec<_> = expected(0..12).into_iter().filter(|subject| *subject != poison).collect();
        assert_eq!(seen.list(), expected, "all others once");
        assert_eq!(set_aside_in(&store).await, Some((poison, 1)));
        let later = environment.now().plus(Duration::from_hours(31 * 24));
        let ctx = environment.system();
        let forgotten =
            store.write(&ctx, Unit::quiet("test"), move |tx| Ok(set_aside::forget(tx, later)?)).await;
        assert_eq!(forgotten.expect("forgotten"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_consumer_that_can_handle_nothing_sets_nothing_aside_and_goes_on_when_it_can() {
    for_each_database(async |store, environment| {
        append(&store, &environment, 0..10).await;
        let seen = Seen::default();
        let (stop, stopped) = watch::channel(false);
        let (fault, broken) = watch::channel(true);
        let handler = Panicking { seen: seen.clone(), at: String::new(), broken };
        let consumer = Consumer { name: "test", node: "one".into() };
        let running = tokio::spawn(consumer.run(store.clone(), environment.environment(), handler, stopped));
        until(|| store.statistics().consumer_failures("test") > 0).await;
        append(&store, &environment, 10..12).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        fault.send_replace(false);
        until(|| seen.list().len() >= 12).await;
        stop.send_replace(true);
        running.await.expect("the consumer has not ended");
        assert_eq!((seen.list(), set_aside_in(&store).await), (expected(0..12), None));
    })
    .await;
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
