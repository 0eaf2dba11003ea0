//! State and journal, committed together: the only crate that names a database library.
//!
//! A unit of work is a synchronous closure over a transaction: `store.write(…).await`, `store.read(…).await`. It has no
//! await and no side effect but its statements, so it can be done again. Engines never run inside one. Each SQL text
//! exists once for both databases. What this crate deliberately does not know: permissions, channels, HTTP.

mod address;
mod connection;
mod cursors;
mod empty;
mod error;
mod hex;
mod idempotency;
mod migrations;
mod outage;
mod postgresql;
mod readers;
mod sqlite;
#[cfg(test)]
mod statements;
mod statistics;
mod tail;
mod trial;
mod tx;
mod unit;
mod writer;

pub mod agents;
pub mod alarms;
pub mod archive;
pub mod backups;
pub mod blobs;
pub mod brands;
pub mod canned_replies;
pub mod channels;
pub mod checks;
pub mod consumers;
pub mod conversations;
pub mod copy;
pub mod customers;
pub mod diagnosis;
pub mod erasures;
pub mod facts;
pub mod faq;
pub mod inboxes;
pub mod invitations;
pub mod journal;
pub mod journal_archives;
pub mod leases;
pub mod logos;
pub mod members;
pub mod messages;
pub mod orders;
pub mod outbox;
pub mod partitions;
pub mod queues;
pub mod scratch;
pub mod secrets;
pub mod sessions;
pub mod set_aside;
pub mod tallies;
pub mod teams;
pub mod tokens;
pub mod unanswered;
pub mod upgrade;
pub mod usage;
pub mod value;
pub mod visitors;

use std::fs::{DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Sender, unbounded};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{Semaphore, oneshot, watch};
use tracing::Instrument as _;
use yingda_model::trace::TARGET;
use yingda_model::{Ctx, Error as ModelError, Result as ModelResult, Timestamp};

pub use address::Address;
pub use connection::Backend;
pub use error::{Error, Result};
pub use idempotency::forget as forget_idempotency;
pub use postgresql::encryption::Encryption;
pub use statistics::Statistics;
pub use tx::Tx;
pub use unit::Unit;

use connection::Connection;
use journal::Recorded;
use outage::Outage;
use postgresql::Postgresql;
use readers::{ReadJob, read_if_there};
use sqlite::Sqlite;
use tail::Tail;
use writer::{Job, UnitJob, Writer};

/// Units that may wait for a writer before callers are made to wait themselves.
const WAITING: usize = 4_096;
/// Writers on PostgreSQL; each has its share of the partitions. More would commit smaller groups.
const POSTGRES_WRITERS: usize = 4;

/// How long an answer of a database that is far is waited for. A statement of a server that takes longer is a fault.
const WAIT: Duration = Duration::from_secs(4);

/// The store. Cheap to clone; closes when the last clone is gone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    backend: Backend,
    writers: Vec<Sender<Box<dyn Job>>>,
    readers: Sender<ReadJob>,
    waiting: Semaphore,
    tail: Arc<Tail>,
    statistics: Arc<Statistics>,
    outage: Arc<Outage>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// While it is held, the journal is looked at that other processes may have moved.
    looking: Option<Sender<()>>,
    /// Held while this process owns the file.
    _lock: Option<File>,
}

impl Store {
    /// Opens a store and brings its schema up to date.
    ///
    /// # Errors
    /// When the database can't be reached, is newer than this program, or (SQLite) another process holds it.
    pub fn open(address: &Address, now: Timestamp) -> Result<Self> {
        Self::open_with(address, now, Some(WAIT))
    }

    /// Opens a store for a command that reads everything: no statement is given up because it takes long.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_for_long(address: &Address, now: Timestamp) -> Result<Self> {
        Self::open_with(address, now, None)
    }

    fn open_with(address: &Address, now: Timestamp, wait: Option<Duration>) -> Result<Self> {
        let lock = match address {
            Address::Sqlite(path) => Some(lock(path)?),
            Address::Postgres(_) => None,
        };
        let mut first = connect(address, false)?;
        let steps = migrations::run(&mut *first, now)?;
        if steps > 0 {
            tracing::info!(store.steps = steps, "brought the schema up to date");
        }
        if first.backend() == Backend::Sqlite {
            // Nobody else can hold anything in a file that this process has just locked.
            first.execute("UPDATE leases SET expires_at = 0", &[])?;
        }
        partitions::prepare(&mut *first, now)?;
        let positions = journal::positions(&mut Tx::new(&mut *first, None, &[]))?;
        let tail = Arc::new(Tail::new(&positions));
        let statistics = Arc::new(Statistics::default());
        let backend = first.backend();
        let mut threads = Vec::new();
        let outage = Arc::new(Outage::new(backend, Arc::clone(&statistics)));
        let mut open = |read_only| {
            let mut connection = connect(address, read_only)?;
            connection.wait_at_most(wait);
            Ok(connection)
        };
        first.wait_at_most(wait);
        let mut connections = vec![first];
        if backend == Backend::Postgres {
            for _ in 1..POSTGRES_WRITERS {
                connections.push(open(false)?);
            }
        }
        let mut writers = Vec::new();
        for (index, connection) in connections.into_iter().enumerate() {
            let (sender, jobs) = unbounded();
            writers.push(sender);
            let (tail, statistics, outage) =
                (Arc::clone(&tail), Arc::clone(&statistics), Arc::clone(&outage));
            let writer = Writer { connection, jobs, tail, statistics, outage };
            threads.push(spawn(&format!("store-writer-{index}"), move || writer.run())?);
        }
        let readers = readers::start(&mut open, &outage, &mut threads)?;
        let looking = match backend {
            Backend::Sqlite => None,
            Backend::Postgres => Some(readers::start_looking(&readers, &tail, &mut threads)?),
        };
        Ok(Self(Arc::new(Inner {
            backend,
            writers,
            readers,
            waiting: Semaphore::new(WAITING),
            tail,
            statistics,
            outage,
            threads: Mutex::new(threads),
            looking,
            _lock: lock,
        })))
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        self.0.backend
    }

    /// Whether the database can't be used at the moment; the log has said so.
    pub fn is_away(&self) -> bool {
        self.0.outage.is_on()
    }

    /// When the last outage was over, and how long it had lasted.
    pub fn last_outage(&self) -> Option<(Instant, Duration)> {
        self.0.outage.last()
    }

    /// What is counted and timed.
    pub fn statistics(&self) -> &Statistics {
        &self.0.statistics
    }

    /// Units of work that wait for a writer.
    pub fn waiting_writes(&self) -> usize {
        self.0.writers.iter().map(Sender::len).sum()
    }

    /// Reads that wait for their turn.
    pub fn waiting_reads(&self) -> usize {
        self.0.readers.len()
    }

    /// Runs a unit of work: its state changes and its journal entries commit together or not at all. The answer comes
    /// after COMMIT, or at once while the database can't be reached. The closure may run more than once.
    pub async fn write<T, F>(&self, ctx: &Ctx, unit: Unit, work: F) -> ModelResult<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> ModelResult<T> + Send + 'static,
    {
        self.0.outage.check()?;
        let _permit = self.0.waiting.acquire().await.map_err(|_| ModelError::from(Error::Closed))?;
        let count = self.0.backend.partitions();
        let mut partitions: Vec<i64> =
            unit.subjects.iter().map(|subject| journal::partition_of(subject, count)).collect();
        partitions.sort_unstable();
        partitions.dedup();
        let writer =
            partitions.first().map_or(0, |first| usize::try_from(*first).unwrap_or(0) % self.0.writers.len());
        let (reply, answer) = oneshot::channel();
        let usage = usage::counted();
        let job = UnitJob {
            name: unit.name,
            partitions,
            ctx: ctx.clone(),
            work,
            result: None,
            usage: usage.clone(),
            queued: Instant::now(),
            reply,
        };
        let span = tracing::trace_span!(target: TARGET, "unit", otel.name = unit.name);
        self.0.writers[writer].send(Box::new(job)).map_err(|_| ModelError::from(Error::Closed))?;
        let answered = usage::timed(usage.as_ref(), answer).instrument(span).await;
        answered.map_err(|_| ModelError::from(Error::Closed))?
    }

    /// Reads. On SQLite all statements see the same snapshot; on PostgreSQL each sees the newest. The closure runs once
    /// more where the connection was lost in it; while the database can't be reached, the answer comes at once.
    pub async fn read<T, F>(&self, work: F) -> ModelResult<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> ModelResult<T> + Send + 'static,
    {
        self.0.outage.check()?;
        let (reply, answer) = oneshot::channel();
        let usage = usage::counted();
        let counting = usage.clone();
        let (queued, statistics) = (Instant::now(), Arc::clone(&self.0.statistics));
        let job: ReadJob = Box::new(move |connection, outage| {
            statistics.read_waited(queued);
            let began = Instant::now();
            let (result, statements) = read_if_there(connection, outage, work);
            statistics.read(began);
            if let Some(usage) = counting {
                usage.add_statements(statements);
            }
            _ = reply.send(result);
        });
        self.0.readers.send(job).map_err(|_| ModelError::from(Error::Closed))?;
        usage::timed(usage.as_ref(), answer).await.map_err(|_| ModelError::from(Error::Closed))?
    }

    /// Wakes at each change of the journal that this process knows of.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.0.tail.watch()
    }

    /// The last known position of each partition.
    pub fn positions(&self) -> Vec<(i64, i64)> {
        self.0.tail.positions()
    }

    /// Asks the database how far the journal is, in case another process has written.
    pub async fn refresh(&self) -> ModelResult<()> {
        let positions = self.read(|tx| Ok(journal::positions(tx)?)).await?;
        self.0.tail.learn(&positions);
        Ok(())
    }

    /// Journal entries of a partition after a position, in order: from memory when it has them.
    pub async fn entries_after(
        &self,
        partition: i64,
        position: i64,
        limit: usize,
    ) -> ModelResult<Vec<Arc<Recorded>>> {
        if let Some(entries) = self.0.tail.after(partition, position, limit) {
            return Ok(entries);
        }
        let entries = self.read(move |tx| Ok(journal::after(tx, partition, position, limit)?)).await?;
        Ok(entries.into_iter().map(Arc::new).collect())
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Closing the channels ends the threads once they have answered what they took.
        self.writers.clear();
        self.looking = None;
        self.readers = unbounded().0;
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.thread().id() != std::thread::current().id() {
                _ = thread.join();
            }
        }
    }
}

fn connect(address: &Address, read_only: bool) -> Result<Box<dyn Connection>> {
    Ok(match address {
        Address::Sqlite(path) => Box::new(Sqlite::open(path, read_only)?),
        Address::Postgres(url) => Box::new(Postgresql::connect(url)?),
    })
}

/// Makes a folder, and those above it, where there is none: what is in it is nobody's business but its owner's.
pub fn private_folder(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn lock(path: &Path) -> Result<File> {
    let unavailable = |error: std::io::Error| Error::Unavailable(Box::new(error));
    if let Some(folder) = path.parent() {
        private_folder(folder).map_err(unavailable)?;
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = File::options().create(true).truncate(false).write(true).open(name).map_err(unavailable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(Error::Unavailable(format!("another process holds {}", path.display()).into()))
        }
        Err(TryLockError::Error(error)) => Err(unavailable(error)),
    }
}

pub(crate) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    let thread = std::thread::Builder::new().name(name.into()).spawn(work);
    thread.map_err(|error| Error::Unavailable(Box::new(error)))
}
