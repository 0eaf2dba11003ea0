//! What the store counts and times while it works, for the metrics page. Recording is an atomic or a short lock; what can be
//! told at the moment of asking (how many wait, how far a consumer is) is not recorded but asked.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Upper bounds of the histograms of times, in seconds.
const SECONDS: [f64; 12] = [0.000_25, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// Upper bounds of the histogram of group sizes.
const SIZES: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// Which consumer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    consumer: &'static str,
}

/// What the store has counted and timed so far.
#[derive(Debug)]
pub struct Statistics {
    units: Counter,
    group: Histogram,
    transaction: Histogram,
    write_wait: Histogram,
    read_wait: Histogram,
    read: Histogram,
    outages: Counter,
    failures: Family<Of, Counter>,
    set_aside: Family<Of, Counter>,
    handling: Family<Of, Histogram, fn() -> Histogram>,
    consumers: Mutex<Vec<&'static str>>,
    /// Until when this process holds which lease.
    leases: Mutex<BTreeMap<&'static str, Instant>>,
}

impl Default for Statistics {
    fn default() -> Self {
        let seconds = || Histogram::new(SECONDS);
        Self {
            units: Counter::default(),
            group: Histogram::new(SIZES),
            transaction: seconds(),
            write_wait: seconds(),
            read_wait: seconds(),
            read: seconds(),
            outages: Counter::default(),
            failures: Family::default(),
            set_aside: Family::default(),
            handling: Family::new_with_constructor(seconds),
            consumers: Mutex::default(),
            leases: Mutex::default(),
        }
    }
}

impl Statistics {
    /// Lets a metrics page show what is counted here.
    pub fn register(&self, registry: &mut Registry) {
        let times = [
            ("store_transaction", "How long a shared transaction takes, COMMIT included", &self.transaction),
            ("store_write_wait", "How long a unit of work waits for its writer", &self.write_wait),
            ("store_read_wait", "How long a read waits for its turn", &self.read_wait),
            ("store_read", "How long a read takes", &self.read),
        ];
        for (name, help, histogram) in times {
            registry.register_with_unit(name, help, Unit::Seconds, histogram.clone());
        }
        let units = Unit::Other("units".into());
        registry.register_with_unit(
            "store_group",
            "Units of work in a shared transaction",
            units,
            self.group.clone(),
        );
        registry.register("store_units", "Units of work that were taken up", self.units.clone());
        registry.register("store_outages", "Times that the database went away", self.outages.clone());
        registry.register(
            "consumer_failures",
            "Times that a consumer of the journal failed and tried again",
            self.failures.clone(),
        );
        registry.register(
            "consumer_entries_set_aside",
            "Entries of the journal that a consumer has gone on without",
            self.set_aside.clone(),
        );
        registry.register_with_unit(
            "consumer_handling",
            "How long a consumer takes for the entries that it is given at once",
            Unit::Seconds,
            self.handling.clone(),
        );
    }

    /// Units of work that were taken up.
    pub fn units(&self) -> u64 {
        self.units.get()
    }

    pub(crate) fn group(&self, size: usize) {
        self.units.inc_by(size as u64);
        self.group.observe(size as f64);
    }

    pub(crate) fn transaction(&self, took: Duration) {
        self.transaction.observe(took.as_secs_f64());
    }

    pub(crate) fn write_waited(&self, since: Instant) {
        self.write_wait.observe(since.elapsed().as_secs_f64());
    }

    pub(crate) fn read_waited(&self, since: Instant) {
        self.read_wait.observe(since.elapsed().as_secs_f64());
    }

    pub(crate) fn read(&self, since: Instant) {
        self.read.observe(since.elapsed().as_secs_f64());
    }

    pub(crate) fn outage(&self) {
        self.outages.inc();
    }

    /// A consumer runs in this process, whether it holds its lease or waits for it.
    pub(crate) fn consumer(&self, name: &'static str) {
        let mut consumers = self.consumers.lock().unwrap_or_else(PoisonError::into_inner);
        if !consumers.contains(&name) {
            consumers.push(name);
        }
        drop(self.failures.get_or_create(&Of { consumer: name }));
        drop(self.set_aside.get_or_create(&Of { consumer: name }));
        drop(self.handling.get_or_create(&Of { consumer: name }));
    }

    pub(crate) fn consumer_failed(&self, name: &'static str) {
        self.failures.get_or_create(&Of { consumer: name }).inc();
    }

    pub(crate) fn set_aside(&self, name: &'static str, entries: usize) {
        self.set_aside.get_or_create(&Of { consumer: name }).inc_by(entries as u64);
    }

    pub(crate) fn consumer_handled(&self, name: &'static str, since: Instant) {
        self.handling.get_or_create(&Of { consumer: name }).observe(since.elapsed().as_secs_f64());
    }

    pub(crate) fn lease_held(&self, name: &'static str, until: Option<Instant>) {
        let mut leases = self.leases.lock().unwrap_or_else(PoisonError::into_inner);
        leases.insert(name, until.unwrap_or_else(Instant::now));
    }

    /// Times that a consumer could not handle what it was given.
    pub fn consumer_failures(&self, name: &'static str) -> u64 {
        self.failures.get_or_create(&Of { consumer: name }).get()
    }

    /// The consumers of this process, by name.
    pub fn consumers(&self) -> Vec<&'static str> {
        self.consumers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The leases that this process has ever asked for, and whether it holds each now.
    pub fn leases(&self) -> Vec<(&'static str, bool)> {
        let now = Instant::now();
        let leases = self.leases.lock().unwrap_or_else(PoisonError::into_inner);
        leases.iter().map(|(name, until)| (*name, now < *until)).collect()
    }
}
