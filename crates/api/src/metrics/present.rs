//! How things stand when Prometheus asks: nothing here is recorded while the product works.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Unit;
use yingda_conversations::Feed;
use yingda_conversations::feed::Crowd;
use yingda_store::Store;

use super::Last;
use crate::folders::Folder;
use crate::open_connections::OpenConnections;
use crate::standing::Standing;

/// Queues and teams that have a line of their own.
const LINES: usize = 100;

/// Labels and a value.
type Sample = (Vec<(&'static str, String)>, f64);

/// Where to look.
pub(super) struct Present {
    pub store: Store,
    pub feed: Feed,
    pub connections: OpenConnections,
    pub folders: Vec<Folder>,
    pub stalled: Counter,
    pub last: Last,
}

impl fmt::Debug for Present {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Present")
    }
}

impl Collector for Present {
    fn encode(&self, encoder: DescriptorEncoder) -> fmt::Result {
        let mut page = Page(encoder);
        self.store_here(&mut page)?;
        self.connections(&mut page)?;
        self.disks(&mut page)?;
        match &*self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner) {
            Some(standing) => standing_of(standing, &mut page),
            None => Ok(()),
        }
    }
}

impl Present {
    fn store_here(&self, page: &mut Page<'_>) -> fmt::Result {
        let waiting = [("write", self.store.waiting_writes()), ("read", self.store.waiting_reads())];
        let entries: i64 = self.store.positions().iter().map(|(_, position)| position).sum();
        page.gauges(
            "store_waiting",
            "Units of work and reads that wait for their turn",
            None,
            waiting.map(|(kind, count)| of("kind", kind, count as f64)),
        )?;
        page.gauge(
            "store_away",
            "Whether the database can't be used: 1 or 0",
            None,
            f64::from(self.store.is_away()),
        )?;
        page.gauge("journal_position", "Entries of the journal, over all partitions", None, entries as f64)?;
        page.gauges(
            "lease_held",
            "Whether this server holds a lease: 1 or 0. One server holds each",
            None,
            self.store
                .statistics()
                .leases()
                .into_iter()
                .map(|(name, held)| of("lease", name, f64::from(held))),
        )
    }

    fn connections(&self, page: &mut Page<'_>) -> fmt::Result {
        page.gauge("connections", "Open connections of any kind", None, self.connections.count() as f64)?;
        page.counters(
            "connections_refused",
            "Connections turned away for want of room",
            [(Vec::new(), self.connections.refused() as f64)],
        )?;
        let census = self.feed.census();
        let kinds = [("customer", census.customers), ("agent", census.agents), ("program", census.programs)];
        let each =
            |count: fn(Crowd) -> usize| kinds.map(|(kind, crowd)| of("kind", kind, count(crowd) as f64));
        page.gauges(
            "realtime_connections",
            "Open WebSocket connections",
            None,
            each(|crowd| crowd.connections),
        )?;
        page.gauges(
            "realtime_notices_waiting",
            "What waits to be written to connections",
            None,
            each(|crowd| crowd.waiting),
        )?;
        page.gauges(
            "realtime_notices_waiting_most",
            "The most that waits for one connection",
            None,
            each(|crowd| crowd.most_waiting),
        )?;
        page.gauge(
            "realtime_feed_lag_entries",
            "Entries of the journal of which this server's connections have not been told",
            None,
            self.feed.behind() as f64,
        )?;
        page.counters(
            "realtime_slow_clients",
            "Connections that were ended because their client reads too slowly: its queue was full, or a frame did not leave",
            [of("cause", "queue_full", census.overflowed as f64), of("cause", "write_stalled", self.stalled.get() as f64)],
        )
    }

    fn disks(&self, page: &mut Page<'_>) -> fmt::Result {
        let rooms: Vec<_> =
            self.folders.iter().filter_map(|folder| Some((folder.name, folder.room()?))).collect();
        page.gauges(
            "disk_free",
            "Room that is left on a folder's disk",
            Some(Unit::Bytes),
            rooms.iter().map(|(name, room)| of("folder", name, room.free as f64)),
        )?;
        page.gauges(
            "disk_size",
            "Size of a folder's disk",
            Some(Unit::Bytes),
            rooms.iter().map(|(name, room)| of("folder", name, room.size as f64)),
        )
    }
}

fn standing_of(standing: &Standing, page: &mut Page<'_>) -> fmt::Result {
    page.gauges(
        "consumer_lag_entries",
        "Entries of the journal that a consumer has not read, as its stored cursors say: up to two seconds of work is normal",
        None,
        standing.lags.iter().map(|lag| of("consumer", lag.consumer, lag.entries as f64)),
    )?;
    page.gauges(
        "consumer_lag",
        "Age of the oldest entry that a consumer has not read; 0 when it has read all",
        Some(Unit::Seconds),
        standing.lags.iter().map(|lag| of("consumer", lag.consumer, lag.age.as_secs_f64())),
    )?;
    queues(standing, page)?;
    deliveries(standing, page)?;
    page.gauge(
        "database_size",
        "Everything that the database keeps",
        Some(Unit::Bytes),
        standing.database_bytes as f64,
    )?;
    let Some(done) = standing.backups.done else { return Ok(()) };
    page.gauge(
        "backup_age",
        "Age of the newest backup that was made by the clock; missing where none was ever made",
        Some(Unit::Seconds),
        standing.at.since(done).as_secs_f64(),
    )
}

fn queues(standing: &Standing, page: &mut Page<'_>) -> fmt::Result {
    let queues = || standing.queues.iter().take(LINES);
    let labels =
        |queue: &yingda_model::Queue| vec![("queue", queue.id.to_string()), ("name", queue.name.clone())];
    page.gauges(
        "conversations_waiting",
        "Conversations that wait in a queue, for the first 100 queues by name",
        None,
        queues().map(|queue| (labels(queue), queue.waiting as f64)),
    )?;
    page.gauges(
        "conversations_longest_wait",
        "How long the first conversation of a queue has waited; 0 when none waits",
        Some(Unit::Seconds),
        queues().map(|queue| {
            let since = queue.longest_wait_since.unwrap_or(standing.at);
            (labels(queue), standing.at.since(since).as_secs_f64())
        }),
    )?;
    page.gauges(
        "agents_online",
        "Agents of a queue's team who are online",
        None,
        queues().map(|queue| (labels(queue), queue.agents_online as f64)),
    )?;
    page.gauges(
        "conversations_active",
        "Open conversations that agents of a team have, for the first 100 teams",
        None,
        standing.active.iter().take(LINES).map(|(team, count)| of("team", team, *count as f64)),
    )
}

fn deliveries(standing: &Standing, page: &mut Page<'_>) -> fmt::Result {
    let outbox = &standing.outbox;
    let states = [("waiting", outbox.waiting), ("due", outbox.due), ("failing", outbox.failing)];
    page.gauges(
        "outbox_parcels",
        "What must leave the house: all that waits, what is due now, and what has failed at least once",
        None,
        states.map(|(state, count)| of("state", state, count as f64)),
    )?;
    page.gauge(
        "outbox_failed_attempts",
        "How often what still waits has failed",
        None,
        outbox.failed_attempts as f64,
    )?;
    page.gauge(
        "outbox_oldest",
        "Age of the oldest that must leave the house; 0 when nothing waits",
        Some(Unit::Seconds),
        outbox.oldest.map_or(0.0, |oldest| standing.at.since(oldest).as_secs_f64()),
    )
}

fn of(label: &'static str, value: impl ToString, sample: f64) -> Sample {
    (vec![(label, value.to_string())], sample)
}

/// What the values are written to.
pub(super) struct Page<'a>(pub DescriptorEncoder<'a>);

impl Page<'_> {
    pub fn gauge(&mut self, name: &str, help: &str, unit: Option<Unit>, value: f64) -> fmt::Result {
        let gauge = ConstGauge::new(value);
        gauge.encode(self.0.encode_descriptor(name, help, unit.as_ref(), gauge.metric_type())?)
    }

    pub fn gauges(
        &mut self,
        name: &str,
        help: &str,
        unit: Option<Unit>,
        samples: impl IntoIterator<Item = Sample>,
    ) -> fmt::Result {
        let kind = ConstGauge::new(0.0).metric_type();
        let mut family = self.0.encode_descriptor(name, help, unit.as_ref(), kind)?;
        samples
            .into_iter()
            .try_for_each(|(labels, value)| ConstGauge::new(value).encode(family.encode_family(&labels)?))
    }

    pub fn counters(
        &mut self,
        name: &str,
        help: &str,
        samples: impl IntoIterator<Item = Sample>,
    ) -> fmt::Result {
        let kind = ConstCounter::new(0.0).metric_type();
        let mut family = self.0.encode_descriptor(name, help, None, kind)?;
        samples
            .into_iter()
            .try_for_each(|(labels, value)| ConstCounter::new(value).encode(family.encode_family(&labels)?))
    }
}
