//! Consumers: everything that happens because of something reads the journal from its own cursor.
//!
//! At least once, in order within a partition, restartable. A handler must be idempotent: after a crash it sees again
//! what came after the last stored cursor. A handler that adds up can't be: it takes the entries with [`take`] in the unit
//! that stores what came of them, and so sees each exactly once.
//!
//! A handler that panics or fails is asked again. One entry that it can't handle does not stop it for ever: once another
//! one was handled after it, it is set aside, in the store and in the log.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tracing::Instrument as _;
use yingda_model::trace::TARGET;
use yingda_model::{Actor, Environment, Result as ModelResult};

pub use crate::cursors::{Progress, forget, oldest_unread, progress, take};
use crate::journal::Recorded;
use crate::leases::{Lease, TERM};
use crate::{Store, Unit, params, set_aside, trial};

/// Entries of one partition given to a handler at once.
const BATCH: usize = 256;
/// How often a moving cursor is stored.
const STORE_EVERY: Duration = Duration::from_secs(2);
/// How long a consumer waits for a signal before it looks by itself.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long a consumer waits after a failure, at first and at last.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// How long one rests that is stuck while nothing new comes, at first and at last.
const FIRST_REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_mins(1);

/// What a consumer does with entries.
pub trait Handler: Send {
    /// Whether the handler moves the cursors itself, with [`take`].
    const TAKES: bool = false;

    /// Called when this process becomes the one that handles, before the cursors are read.
    fn start(&mut self) -> impl Future<Output = ModelResult<()>> + Send {
        async { Ok(()) }
    }

    /// Takes entries, those of one partition in order. After an error or a panic the same entries come again, one by one.
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
            Ok(positions) => Cursors {
                positions,
                dirty: HashMap::new(),
                stored: Instant::now(),
                taken: H::TAKES,
                stuck: None,
            },
            Err(error) => return log(store, self.name, &error),
        };
        let mut renewed = Instant::now();
        let mut pause = Duration::ZERO;
        let mut came = true;
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
            let passed = if came || cursors.may_try() {
                moved.borrow_and_update();
                self.pass(store, environment, handler, &mut cursors).await
            } else {
                Ok(false)
            };
            match passed {
                Ok(true) => (pause, came) = (Duration::ZERO, true),
                Ok(false) => {
                    pause = Duration::ZERO;
                    if !self.save(store, environment, &mut cursors, &lease, false).await {
                        return;
                    }
                    came = self.idle(moved, stop, !cursors.dirty.is_empty()).await;
                }
                Err(error) => {
                    log(store, self.name, &error);
                    pause = (pause * 2).clamp(SHORTEST_PAUSE, LONGEST_PAUSE);
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

    /// One look at every partition; true when there may be more. What all of them have is handled at once, so that
    /// a handler can work on many aggregates side by side.
    async fn pass(
        &self,
        store: &Store,
        environment: &Environment,
        handler: &mut impl Handler,
        cursors: &mut Cursors,
    ) -> ModelResult<bool> {
        let mut found = Vec::new();
        for (partition, head) in store.positions() {
            let position = cursors.positions.get(&partition).copied().unwrap_or(0);
            if head <= position {
                continue;
            }
            found.extend(store.entries_after(partition, position, BATCH).await?);
        }
        let Some(first) = found.first() else { return Ok(false) };
        // Entries of many traces may be handled at once: the first stands for them.
        let span =
            tracing::trace_span!(target: TARGET, "consumer", otel.name = self.name, entries = found.len());
        environment.traces.join(&span, Some(&first.trace));
        let began = Instant::now();
        match trial::give(handler, &found).instrument(span).await {
            Ok(()) => {
                store.statistics().consumer_handled(self.name, began);
                cursors.stuck = None;
                cursors.pass(&found);
                Ok(true)
            }
            Err(error) if trial::passes(&error) => Err(error),
            Err(_) => {
                store.statistics().consumer_failed(self.name);
                self.try_each(store, environment, handler, cursors, found).await
            }
        }
    }

    /// Finds out which entries can't be handled, sets them aside, and goes on behind them; false when there it is stuck.
    async fn try_each(
        &self,
        store: &Store,
        environment: &Environment,
        handler: &mut impl Handler,
        cursors: &mut Cursors,
        mut found: Vec<Arc<Recorded>>,
    ) -> ModelResult<bool> {
        // Whatever comes after the one where it was stuck is handled after it, in whichever partition.
        if let Some(stuck) = &cursors.stuck {
            found.sort_by_key(|entry| entry.partition != stuck.partition);
        }
        let verdict = trial::hold(handler, &found).await?;
        if !verdict.at_fault.is_empty() {
            let (name, ctx) = (self.name, environment.ctx(Actor::System));
            let now = ctx.now;
            let entries: Vec<_> = verdict.at_fault.iter().map(|(entry, _)| Arc::clone(entry)).collect();
            let unit = Unit::quiet("set_aside");
            store.write(&ctx, unit, move |tx| Ok(set_aside::put(tx, name, &entries, now)?)).await?;
            store.statistics().set_aside(name, verdict.at_fault.len());
            for (entry, error) in &verdict.at_fault {
                tell(name, entry, error, "a consumer can't handle an entry of the journal: it is set aside");
            }
        }
        cursors.pass(&found[..verdict.dealt_with]);
        let Some((entry, error)) = verdict.stuck else {
            cursors.stuck = None;
            return Ok(true);
        };
        if cursors.is_stuck_at(&entry) {
            tell(
                self.name,
                &entry,
                &error,
                "a consumer can't handle an entry of the journal and will try again",
            );
        }
        Ok(false)
    }

    /// Waits; true when the journal has moved.
    async fn idle(
        &self,
        moved: &mut watch::Receiver<u64>,
        stop: &mut watch::Receiver<bool>,
        dirty: bool,
    ) -> bool {
        let wait = if dirty { STORE_EVERY } else { LOOK_EVERY };
        tokio::select! {
            _ = moved.changed() => true,
            _ = stop.changed() => false,
            () = tokio::time::sleep(wait) => false,
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
    stuck: Option<Stuck>,
}

/// An entry that can't be handled, with nothing after it that can.
struct Stuck {
    partition: i64,
    position: i64,
    pause: Duration,
    /// When it is tried again, should nothing come after it.
    again: Instant,
}

impl Cursors {
    fn may_try(&self) -> bool {
        self.stuck.as_ref().is_none_or(|stuck| stuck.again <= Instant::now())
    }

    /// Nothing goes on at an entry for now; true when that is new.
    fn is_stuck_at(&mut self, entry: &Recorded) -> bool {
        let place = (entry.partition, entry.position);
        let before = self.stuck.take().filter(|stuck| (stuck.partition, stuck.position) == place);
        let pause = before.as_ref().map_or(FIRST_REST, |before| (before.pause * 2).min(LONGEST_REST));
        let (partition, position) = place;
        self.stuck = Some(Stuck { partition, position, pause, again: Instant::now() + pause });
        before.is_none()
    }

    /// Entries are dealt with.
    fn pass(&mut self, entries: &[Arc<Recorded>]) {
        for entry in entries {
            self.positions.insert(entry.partition, entry.position);
            if !self.taken {
                self.dirty.insert(entry.partition, entry.position);
            }
        }
    }
}

/// Names the entry, and nothing of what is in it.
fn tell(consumer: &'static str, entry: &Recorded, error: &yingda_model::Error, what: &'static str) {
    tracing::error!(
        consumer.name = consumer,
        entry.name = entry.event.name(),
        entry.subject = entry.subject,
        entry.partition = entry.partition,
        entry.position = entry.position,
        trace = entry.trace,
        error = error as &dyn std::error::Error,
        "{what}"
    );
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
