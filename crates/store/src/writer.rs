//! Group commit: one thread per writer takes the units that are waiting, runs each under a savepoint in one shared
//! transaction, commits once, and only then answers all of them.
//!
//! A panic or an error of one unit rolls back to its savepoint and fails that unit alone. When the database fails the
//! shared transaction, the group is done again unit by unit, so that one unit's trouble is not everybody's.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, TryRecvError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;
use yingda_model::{Conflict, Ctx, Error as ModelError, Result as ModelResult};

use crate::connection::{Backend, Connection};
use crate::error::{Error, Result};
use crate::idempotency;
use crate::journal::{self, Recorded};
use crate::outage::Outage;
use crate::params;
use crate::statistics::Statistics;
use crate::tail::Tail;
use crate::tx::{Fatal, Tx};
use crate::usage::Usage;

/// Units in one shared transaction at most. PostgreSQL keeps 64 savepoints of a transaction where others can see them
/// quickly.
const GROUP: (usize, usize) = (256, 60);
/// How often a unit is done again when other transactions come first or the connection breaks.
const ATTEMPTS: u32 = 6;
/// After so long no unit is done again: whoever waits for it has waited long enough.
const AGAIN_WITHIN: Duration = Duration::from_secs(3);
/// For how long after COMMIT a writer asks whether it had happened, when its answer was lost, and how often.
const ASK_FOR: Duration = Duration::from_secs(5);
const ASK_EVERY: Duration = Duration::from_millis(500);
/// A unit that takes longer holds everybody up; its name is logged.
const BUDGET: Duration = Duration::from_millis(50);

/// A unit of work on its way through a writer.
pub(crate) trait Job: Send {
    fn name(&self) -> &'static str;
    fn partitions(&self) -> &[i64];
    /// Since when it waits.
    fn queued(&self) -> Instant;
    /// Runs the unit; true when its changes are to be kept. Answers its journal entries and what broke the transaction.
    fn run(&mut self, connection: &mut dyn Connection) -> Ran;
    /// Fails the unit after it has run.
    fn fail(&mut self, error: Error);
    /// Answers the caller, after COMMIT or after the last failure.
    fn finish(self: Box<Self>, failure: Option<Error>);
}

/// What running a unit came to.
pub(crate) struct Ran {
    keep: bool,
    entries: Vec<journal::Pending>,
    fatal: Option<Fatal>,
}

/// A closure over a transaction with the place where its answer goes.
pub(crate) struct UnitJob<T, F> {
    pub name: &'static str,
    pub partitions: Vec<i64>,
    pub ctx: Ctx,
    pub work: F,
    pub result: Option<ModelResult<T>>,
    pub usage: Option<Arc<Usage>>,
    pub queued: Instant,
    pub reply: oneshot::Sender<ModelResult<T>>,
}

impl<T, F> Job for UnitJob<T, F>
where
    T: Serialize + DeserializeOwned + Send,
    F: FnMut(&mut Tx<'_>) -> ModelResult<T> + Send,
{
    fn name(&self) -> &'static str {
        self.name
    }

    fn partitions(&self) -> &[i64] {
        &self.partitions
    }

    fn queued(&self) -> Instant {
        self.queued
    }

    fn run(&mut self, connection: &mut dyn Connection) -> Ran {
        let started = Instant::now();
        let mut tx = Tx::new(connection, Some(&self.ctx), &self.partitions);
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            idempotency::once(&mut tx, &self.ctx, self.name, &mut self.work)
        }));
        let result = outcome.unwrap_or_else(|_| Err(Error::Panic(self.name).into()));
        if let Some(usage) = &self.usage {
            usage.add_statements(tx.statements);
        }
        let ran =
            Ran { keep: result.is_ok(), entries: std::mem::take(&mut tx.entries), fatal: tx.fatal.take() };
        self.result = Some(result);
        let elapsed = started.elapsed();
        if elapsed > BUDGET {
            let elapsed_ms = elapsed.as_millis() as u64;
            tracing::warn!(
                unit.name = self.name,
                unit.elapsed_ms = elapsed_ms,
                "a unit of work overstayed its budget"
            );
        }
        ran
    }

    fn fail(&mut self, error: Error) {
        self.result = Some(Err(error.into()));
    }

    fn finish(self: Box<Self>, failure: Option<Error>) {
        let answer = match failure {
            Some(failure) => Err(failure.into()),
            None => self.result.unwrap_or_else(|| Err(Error::Closed.into())),
        };
        // The caller may have gone; the work is done all the same.
        _ = self.reply.send(answer);
    }
}

/// A writer: its connection, its waiting units and where it tells what it has committed.
pub(crate) struct Writer {
    pub connection: Box<dyn Connection>,
    pub jobs: Receiver<Box<dyn Job>>,
    pub tail: Arc<Tail>,
    pub statistics: Arc<Statistics>,
    pub outage: Arc<Outage>,
}

enum Outcome {
    Committed(Vec<Recorded>),
    Failed(Error),
    /// The database can't be reached: there is no use in trying again at once.
    Away(Error),
    /// The connection broke at COMMIT and nobody could be asked since: doing it again could do it twice.
    Unknown(Error),
}

impl Writer {
    /// Works until nobody can send units any more.
    pub fn run(mut self) {
        while let Ok(first) = self.jobs.recv() {
            let mut group = vec![first];
            let most = match self.connection.backend() {
                Backend::Sqlite => GROUP.0,
                Backend::Postgres => GROUP.1,
            };
            while group.len() < most {
                match self.jobs.try_recv() {
                    Ok(job) => group.push(job),
                    Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
                }
            }
            for job in &group {
                self.statistics.write_waited(job.queued());
            }
            self.commit(group);
        }
    }

    fn commit(&mut self, mut group: Vec<Box<dyn Job>>) {
        // What has waited behind those who found out that the database is away.
        if let Err(away) = self.outage.check() {
            return self.refuse(group, &away);
        }
        self.statistics.group(group.len());
        let began = Instant::now();
        match self.attempt(&mut group) {
            Outcome::Committed(recorded) => self.answer(group, recorded),
            Outcome::Failed(_) if group.len() > 1 => {
                for job in group {
                    self.commit(vec![job]);
                }
            }
            Outcome::Failed(error) => self.retry(group, error, began),
            Outcome::Away(error) | Outcome::Unknown(error) => self.refuse(group, &error),
        }
    }

    fn answer(&self, group: Vec<Box<dyn Job>>, recorded: Vec<Recorded>) {
        self.tail.publish(recorded);
        for job in group {
            job.finish(None);
        }
    }

    fn retry(&mut self, mut group: Vec<Box<dyn Job>>, mut error: Error, began: Instant) {
        for attempt in 1..ATTEMPTS {
            let may_help = matches!(error, Error::Retry | Error::Unavailable(_));
            if !may_help || began.elapsed() > AGAIN_WITHIN {
                break;
            }
            std::thread::sleep(Duration::from_millis(5 << attempt));
            match self.attempt(&mut group) {
                Outcome::Committed(recorded) => return self.answer(group, recorded),
                Outcome::Failed(next) => error = next,
                Outcome::Away(error) | Outcome::Unknown(error) => return self.refuse(group, &error),
            }
        }
        self.refuse(group, &error);
    }

    /// Tells all callers that their units could not be stored.
    fn refuse(&self, group: Vec<Box<dyn Job>>, error: &Error) {
        if matches!(error, Error::Unavailable(_) | Error::Full(_)) {
            self.outage.begin(error);
        } else {
            let error = error as &dyn std::error::Error;
            tracing::error!(error, "units of work could not be stored");
        }
        for job in group {
            job.finish(Some(error_again(error)));
        }
    }

    fn attempt(&mut self, group: &mut [Box<dyn Job>]) -> Outcome {
        if let Err(error) = self.connection.mend() {
            return Outcome::Away(error);
        }
        let began = Instant::now();
        let transacted = self.transact(group);
        self.statistics.transaction(began.elapsed());
        match transacted {
            Ok(recorded) => {
                self.outage.end();
                Outcome::Committed(recorded)
            }
            Err(AttemptError::Before(error)) => {
                self.give_up(&error);
                if matches!(error, Error::Full(_)) { Outcome::Away(error) } else { Outcome::Failed(error) }
            }
            Err(AttemptError::AtCommit { error, recorded, transaction, began }) => {
                self.give_up(&error);
                match self.was_committed(transaction, began) {
                    Some(true) => Outcome::Committed(recorded),
                    Some(false) if matches!(error, Error::Full(_)) => Outcome::Away(error),
                    Some(false) => Outcome::Failed(error),
                    None => Outcome::Unknown(error),
                }
            }
        }
    }

    fn transact(&mut self, group: &mut [Box<dyn Job>]) -> Result<Vec<Recorded>, AttemptError> {
        let connection = &mut *self.connection;
        connection.send(connection.backend().either("BEGIN IMMEDIATE", "BEGIN"), &[])?;
        let mut partitions: Vec<i64> =
            group.iter().flat_map(|job| job.partitions().iter().copied()).collect();
        partitions.sort_unstable();
        partitions.dedup();
        let (mut heads, transaction) = journal::lock_heads(connection, &partitions)?;
        let pending = if let [alone] = group {
            // Nothing else to keep, so no savepoint.
            let Some(entries) = run(&mut **alone, connection)? else {
                connection.batch("ROLLBACK")?;
                return Ok(Vec::new());
            };
            entries
        } else {
            run_each(group, connection)?
        };
        let recorded = journal::write(connection, &mut heads, pending)?;
        let began = Instant::now();
        match connection.execute("COMMIT", &[]) {
            Ok(_) => Ok(recorded),
            Err(error) => Err(AttemptError::AtCommit { error, recorded, transaction, began }),
        }
    }

    /// Leaves the transaction, with its connection where that has failed: it may not answer, and what was begun on it must
    /// not be committed with what comes next.
    fn give_up(&mut self, error: &Error) {
        tracing::debug!(error = error as &dyn std::error::Error, "a shared transaction was given up");
        if matches!(error, Error::Unavailable(_)) || self.connection.batch("ROLLBACK").is_err() {
            self.connection.abandon();
        }
    }

    /// After a connection broke at COMMIT: whether it had happened; none when nobody could be asked in time.
    fn was_committed(&mut self, transaction: i64, began: Instant) -> Option<bool> {
        if self.connection.backend() == Backend::Sqlite {
            // The connection is the process itself: what failed has not happened.
            return Some(false);
        }
        loop {
            let asked =
                self.connection.mend().and_then(|()| transaction_status(&mut *self.connection, transaction));
            match asked {
                Ok(Some(status)) if status == "committed" => return Some(true),
                Ok(Some(status)) if status == "aborted" => return Some(false),
                // The server may not have noticed yet that its client is gone.
                Ok(Some(_)) => {}
                Err(error @ (Error::Retry | Error::Unavailable(_))) => {
                    // Whoever has come since need not wait for what became of these.
                    while let Ok(job) = self.jobs.try_recv() {
                        self.refuse(vec![job], &error);
                    }
                }
                Ok(None) | Err(_) => return None,
            }
            if began.elapsed() > ASK_FOR {
                return None;
            }
            std::thread::sleep(ASK_EVERY);
        }
    }
}

/// Runs a unit; its entries when its changes are to be kept.
fn run(job: &mut dyn Job, connection: &mut dyn Connection) -> Result<Option<Vec<journal::Pending>>> {
    let ran = job.run(connection);
    match ran.fatal {
        Some(Fatal::Retry) => Err(Error::Retry),
        Some(Fatal::Unavailable(cause)) => {
            Err(Error::Unavailable(format!("in the unit {}: {cause}", job.name()).into()))
        }
        Some(Fatal::Full(cause)) => Err(Error::Full(format!("in the unit {}: {cause}", job.name()).into())),
        None => Ok(ran.keep.then_some(ran.entries)),
    }
}

/// Runs the units of a group, each under a savepoint.
fn run_each(group: &mut [Box<dyn Job>], connection: &mut dyn Connection) -> Result<Vec<journal::Pending>> {
    let mut pending = Vec::new();
    connection.send("SAVEPOINT unit", &[])?;
    for job in group {
        let kept = run(&mut **job, connection)?;
        let released = match &kept {
            // The answer to the second one comes after the failures of what this unit has sent.
            Some(_) => {
                connection.send("RELEASE unit", &[]).and_then(|()| connection.execute("SAVEPOINT unit", &[]))
            }
            None => connection.batch("ROLLBACK TO unit").map(|()| 0),
        };
        match (released, kept) {
            (Ok(_), kept) => pending.extend(kept.unwrap_or_default()),
            (Err(error @ (Error::Retry | Error::Unavailable(_) | Error::Full(_))), _) => return Err(error),
            (Err(error), _) => {
                job.fail(error);
                connection.batch("ROLLBACK TO unit")?;
            }
        }
    }
    Ok(pending)
}

/// What became of a PostgreSQL transaction: `committed`, `aborted`, `in progress`, or none when it is too long ago.
fn transaction_status(connection: &mut dyn Connection, transaction: i64) -> Result<Option<String>> {
    let sql =
        connection.backend().either("SELECT NULL AS status WHERE $1 = 0", "SELECT txid_status($1) AS status");
    let rows = connection.query(sql, params![transaction])?;
    rows.first().map_or(Ok(None), |row| row.get("status"))
}

enum AttemptError {
    Before(Error),
    AtCommit { error: Error, recorded: Vec<Recorded>, transaction: i64, began: Instant },
}

impl From<Error> for AttemptError {
    fn from(error: Error) -> Self {
        Self::Before(error)
    }
}

/// The same kind of error once more, for each of several callers.
fn error_again(error: &Error) -> Error {
    match error {
        Error::Retry => Error::Retry,
        Error::Unavailable(source) => Error::Unavailable(source.to_string().into()),
        Error::Full(source) => Error::Full(source.to_string().into()),
        other => Error::Statement(other.to_string().into()),
    }
}

/// What a caller gets when the same key came with another request.
pub(crate) fn key_reused() -> ModelError {
    Conflict::IdempotencyKeyReused.into()
}
