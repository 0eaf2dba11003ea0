//! Consumers: everything that happens because of something reads the journal from its own cursor.
//!
//! At least once, in order within a partition, restartable. A handler must be idempotent: after a crash it sees again
//! what came after the last stored cursor. A handler that adds up can't be: it takes the entries with [`take`] in the unit
//! that stores what came of them, and so sees each exactly once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tracing::Instrument as _;
use yingda_model::trace::TARGET;
use yingda_model::{Actor, Environment, Result as ModelResult, Timestamp};

use crate::error::Result;
use crate::journal::Recorded;
use crate::leases::{Lease, TERM};
use crate::{Store, Tx, Unit, params};

/// Entries of one partition given to a handler at once.
const BATCH: usize = 256;
/// How often a moving cursor is stored.
const STORE_EVERY: Duration = Duration::from_secs(2);
/// How long a consumer waits for a signal before it looks by itself.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What a consumer does with entries.
pub trait Handler: Send {
    /// Whether the handler moves the cursors itself, with [`take`].
    const TAKES: bool = false;

    /// Called when this process becomes the one that handles, before the cursors are read.
    fn start(&mut self) -> impl Future<Output = ModelResult<()>> + Send {
        async { Ok(()) }
    }

    /// Takes entries, those of one partition in order. An error makes the same entries come again later.
    fn handle(&mut self, entries: &[Arc<Recorded>]) -> impl Future<Output = ModelResult<()>> + Send;
}

/// A consumer's name and where it begins when it has no cursor yet.
#[derive(Clone, Debug)]
pub struct Consumer {
    /// Also the name of its lease.
    pub name: &'static str,
    /// This process among others.
    pub node: String,
}

impl Consumer {
    /// Reads the journal until told to stop; holds the consumer's lease while it does.
    pub async fn run(
        self,
        store: Store,
        environment: Environment,
        mut handler: impl Handler,
        mut stop: watch::Receiver<bool>,
    ) {
        let mut moved = store.watch();
        store.statistics().consumer(self.name);
        while !*stop.borrow() {
            let ctx = environment.ctx(Actor::System);
            match Lease::acquire(&store, &ctx, self.name, &self.node).await {
                Ok(Some(lease)) => {
                    self.hold(&store, &environment, &mut handler, lease, &mut moved, &mut stop).await;
                }
                Ok(None) => {}
                Err(error) => log(&store, self.name, &error),
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                // Not `changed`: the change may have been seen while the lease was held.
                _ = stop.wait_for(|stop| *stop) => {}
            }
        }
    }

    async fn hold<H: Handler>(
        &self,
        store: &Store,
        environment: &Environment,
        handler: &mut H,
        mut lease: Lease,
        moved: &mut watch::Receiver<u64>,
        stop: &mut watch::Receiver<bool>,
    ) {
        if let Err(error) = handler.start().await {
            log(store, self.name, &error);
        }
        let mut cursors = match self.load(store).await {
            Ok(positions) => {
                Cursors { positions, dirty: HashMap::new(), stored: Instant::now(), taken: H::TAKES }
            }
            Err(error) => return log(store, self.name, &error),
        };
        let mut renewed = Instant::now();
        let mut pause = Duration::ZERO;
        while !*stop.borrow() {
            if renewed.elapsed() > TERM / 3 {
                let ctx = environment.ctx(Actor::System);
                match Lease::acquire(store, &ctx, self.name, &self.node).await {
                    Ok(Some(held)) if held.fence == lease.fence => (lease, renewed) = (held, Instant::now()),
                    Ok(_) => return,
                    Err(error) => log(store, self.name, &error),
                }
            }
            if !lease.is_valid() {
                return;
            }
            moved.borrow_and_update();
            match self.pass(store, environment, handler, &mut cursors).await {
                Ok(true) => pause = Duration::ZERO,
                Ok(false) => {
                    pause = Duration::ZERO;
                    if !self.save(store, environment, &mut cursors, &lease, false).await {
                        return;
                    }
                    self.idle(moved, stop, !cursors.dirty.is_empty()).await;
                }
                Err(error) => {
                    log(store, self.name, &error);
                    pause = (pause * 2).clamp(Duration::from_millis(100), Duration::from_secs(5));
                    tokio::time::sleep(pause).await;
                }
            }
            if cursors.stored.elapsed() > STORE_EVERY
                && !self.save(store, environment, &mut cursors, &lease, true).await
            {
                return;
            }
        }
        self.save(store, environment, &mut cursors, &lease, true).await;
        if let Err(error) = lease.release(store, &environment.ctx(Actor::System)).await {
            log(store, self.name, &error);
        }
    }

    /// One look at every partition; true when there was something. What all of them have is handled at once, so that
    /// a handler can work on many aggregates side by side.
    async fn pass(
        &self,
        store: &Store,
        environment: &Environment,
        handler: &mut impl Handler,
        cursors: &mut Cursors,
    ) -> ModelResult<bool> {
        let mut found = Vec::new();
        let mut reached = Vec::new();
        for (partition, head) in store.positions() {
            let position = cursors.positions.get(&partition).copied().unwrap_or(0);
            if head <= position {
                continue;
            }
            let entries = store.entries_after(partition, position, BATCH).await?;
            if let Some(last) = entries.last() {
                reached.push((partition, last.position));
                found.extend(entries);
            }
        }
        let Some(first) = found.first() else { return Ok(false) };
        // Entries of many traces may be handled at once: the first stands for them.
        let span =
            tracing::trace_span!(target: TARGET, "consumer", otel.name = self.name, entries = found.len());
        environment.traces.join(&span, Some(&first.trace));
        let began = Instant::now();
        handler.handle(&found).instrument(span).await?;
        store.statistics().consumer_handled(self.name, began);
        cursors.positions.extend(reached.iter().copied());
        if !cursors.taken {
            cursors.dirty.extend(reached);
        }
        Ok(true)
    }

    async fn idle(&self, moved: &mut watch::Receiver<u64>, stop: &mut watch::Receiver<bool>, dirty: bool) {
        let wait = if dirty { STORE_EVERY } else { LOOK_EVERY };
        tokio::select! {
            _ = moved.changed() => {}
            _ = stop.changed() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }

    async fn load(&self, store: &Store) -> ModelResult<HashMap<i64, i64>> {
        let name = self.name;
        let rows = store
            .read(move |tx| {
                Ok(tx.list(
                    "SELECT partition, position FROM cursors WHERE consumer = $1",
                    params![name],
                    |row| Ok((row.get("partition")?, row.get("position")?)),
                )?)
            })
            .await?;
        Ok(rows.into_iter().collect())
    }

    /// Stores the cursors; false when somebody else has taken over.
    async fn save(
        &self,
        store: &Store,
        environment: &Environment,
        cursors: &mut Cursors,
        lease: &Lease,
        now: bool,
    ) -> bool {
        if cursors.dirty.is_empty() || !(now || cursors.stored.elapsed() > STORE_EVERY) {
            return true;
        }
        let (name, fence) = (self.name, lease.fence);
        let dirty: Vec<(i64, i64)> =
            cursors.dirty.iter().map(|(partition, position)| (*partition, *position)).collect();
        let ctx = environment.ctx(Actor::System);
        let saved = store
            .write(&ctx, Unit::quiet("cursor_save"), move |tx| {
                for (partition, position) in &dirty {
                    tx.send(
                        "INSERT INTO cursors (consumer, partition, position, fence) VALUES ($1, $2, $3, $4) \
                         ON CONFLICT (consumer, partition) DO UPDATE SET position = EXCLUDED.position, fence = EXCLUDED.fence \
                         WHERE cursors.fence <= EXCLUDED.fence",
                        params![name, *partition, *position, fence],
                    )?;
                }
                let newer = tx.count(
                    "SELECT COUNT(*) AS n FROM cursors WHERE consumer = $1 AND fence > $2",
                    params![name, fence],
                )?;
                Ok(newer == 0)
            })
            .await;
        cursors.stored = Instant::now();
        match saved {
            Ok(held) => {
                cursors.dirty.clear();
                held
            }
            Err(error) => {
                log(store, self.name, &error);
                true
            }
        }
    }
}

struct Cursors {
    positions: HashMap<i64, i64>,
    dirty: HashMap<i64, i64>,
    stored: Instant,
    /// Whether the handler stores them.
    taken: bool,
}

/// Takes entries inside the unit that stores what comes of them: moves the consumer's cursors and answers the entries that
/// no unit has taken before. Two units that take at once wait for each other.
pub fn take(tx: &mut Tx<'_>, consumer: &str, entries: &[Arc<Recorded>]) -> Result<Vec<Arc<Recorded>>> {
    let mut ends: BTreeMap<i64, i64> = BTreeMap::new();
    for entry in entries {
        let end = ends.entry(entry.partition).or_default();
        *end = entry.position.max(*end);
    }
    for partition in ends.keys() {
        // A row that is not there could not be locked.
        tx.send(
            "INSERT INTO cursors (consumer, partition, position, fence) VALUES ($1, $2, 0, 0) \
             ON CONFLICT (consumer, partition) DO NOTHING",
            params![consumer, *partition],
        )?;
    }
    let sql = tx.backend().either(
        "SELECT partition, position FROM cursors WHERE consumer = $1 ORDER BY partition",
        "SELECT partition, position FROM cursors WHERE consumer = $1 ORDER BY partition FOR UPDATE",
    );
    let before: HashMap<i64, i64> = tx
        .list(sql, params![consumer], |row| Ok((row.get("partition")?, row.get("position")?)))?
        .into_iter()
        .collect();
    let reached = |partition: i64| before.get(&partition).copied().unwrap_or(0);
    for (partition, end) in ends {
        if end > reached(partition) {
            tx.send(
                "UPDATE cursors SET position = $3 WHERE consumer = $1 AND partition = $2",
                params![consumer, partition, end],
            )?;
        }
    }
    Ok(entries.iter().filter(|entry| entry.position > reached(entry.partition)).cloned().collect())
}

/// Makes a consumer begin anew. Only where it does not run: what it has read stays in its memory.
pub fn forget(tx: &mut Tx<'_>, consumer: &str) -> Result<()> {
    tx.execute("DELETE FROM cursors WHERE consumer = $1", params![consumer])?;
    Ok(())
}

/// When the oldest entry was made that a consumer has not read, as its stored cursors say; none when there is none.
pub fn oldest_unread(tx: &mut Tx<'_>, consumer: &str) -> Result<Option<Timestamp>> {
    let row = tx.row(
        "SELECT MIN(j.at) AS at FROM journal_heads h LEFT JOIN cursors c ON c.partition = h.partition AND c.consumer = $1 \
         JOIN journal j ON j.partition = h.partition AND j.position = COALESCE(c.position, 0) + 1",
        params![consumer],
    )?;
    row.map_or(Ok(None), |row| row.get("at"))
}

/// How far a consumer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Entries that it has read, over all partitions.
    pub read: i64,
    /// Entries that it has not.
    pub behind: i64,
}

/// How far a consumer is, as its stored cursors say.
pub fn progress(tx: &mut Tx<'_>, consumer: &str) -> Result<Progress> {
    let row = tx.row(
        "SELECT CAST(COALESCE(SUM(c.position), 0) AS BIGINT) AS done, CAST(COALESCE(SUM(h.position), 0) AS BIGINT) AS total \
         FROM journal_heads h LEFT JOIN cursors c ON c.partition = h.partition AND c.consumer = $1",
        params![consumer],
    )?;
    let Some(row) = row else { return Ok(Progress::default()) };
    let (read, total): (i64, i64) = (row.get("done")?, row.get("total")?);
    Ok(Progress { read, behind: (total - read).max(0) })
}

/// While the database is away, its own line in the log says enough.
fn log(store: &Store, consumer: &'static str, error: &yingda_model::Error) {
    store.statistics().consumer_failed(consumer);
    if store.is_away() {
        return;
    }
    tracing::error!(
        consumer.name = consumer,
        error = error as &dyn std::error::Error,
        "a consumer failed and will try again"
    );
}
