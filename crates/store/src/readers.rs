//! Readers: threads that each read on a connection of their own. One whose connection has ended makes a new one, and a
//! read that it took along is done once more: a database that was restarted is noticed by nobody who only reads.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};
use yingda_model::Result as ModelResult;

use crate::connection::{Backend, Connection};
use crate::error::{Error, Result};
use crate::outage::Outage;
use crate::tail::Tail;
use crate::tx::{Fatal, Tx};
use crate::{journal, spawn};

/// Threads that read.
const READERS: usize = 4;
/// How often it is looked whether other processes have moved the journal.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// A read that has taken longer is not done again: whoever waits for it has waited long enough.
const AGAIN_WITHIN: Duration = Duration::from_secs(1);

/// A read, with the place where its answer goes.
pub(crate) type ReadJob = Box<dyn FnOnce(&mut dyn Connection, &Outage) + Send>;

/// Starts the threads; they end when nobody can send reads any more.
pub(crate) fn start(
    open: &mut impl FnMut(bool) -> Result<Box<dyn Connection>>,
    outage: &Arc<Outage>,
    threads: &mut Vec<JoinHandle<()>>,
) -> Result<Sender<ReadJob>> {
    let (sender, jobs): (Sender<ReadJob>, Receiver<ReadJob>) = unbounded();
    for index in 0..READERS {
        let mut connection = open(true)?;
        let (jobs, outage) = (jobs.clone(), Arc::clone(outage));
        let work = move || {
            for job in jobs {
                job(&mut *connection, &outage);
            }
        };
        threads.push(spawn(&format!("store-reader-{index}"), work)?);
    }
    Ok(sender)
}

/// Asks again and again how far the journal is: other processes write to it, too, and what became of a commit whose answer
/// was lost shows here. Also the one who finds out that a database is back.
pub(crate) fn start_looking(
    readers: &Sender<ReadJob>,
    tail: &Arc<Tail>,
    threads: &mut Vec<JoinHandle<()>>,
) -> Result<Sender<()>> {
    let (held, gone) = bounded::<()>(0);
    let (readers, tail) = (readers.clone(), Arc::clone(tail));
    let work = move || {
        while gone.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
            let tail = Arc::clone(&tail);
            let look: ReadJob = Box::new(move |connection, outage| {
                // A failure is told by the outage; the next look comes soon.
                if let (Ok(positions), _) = read(connection, outage, |tx| Ok(journal::positions(tx)?)) {
                    tail.learn(&positions);
                }
            });
            if readers.send(look).is_err() {
                return;
            }
        }
    };
    threads.push(spawn("store-looker", work)?);
    Ok(held)
}

/// Reads, unless the database is known to be away. Answers also how many statements were run.
pub(crate) fn read_if_there<T>(
    connection: &mut dyn Connection,
    outage: &Outage,
    work: impl FnMut(&mut Tx<'_>) -> ModelResult<T>,
) -> (ModelResult<T>, u64) {
    match outage.check() {
        Ok(()) => read(connection, outage, work),
        Err(away) => (Err(away.into()), 0),
    }
}

fn read<T>(
    connection: &mut dyn Connection,
    outage: &Outage,
    mut work: impl FnMut(&mut Tx<'_>) -> ModelResult<T>,
) -> (ModelResult<T>, u64) {
    let (began, far) = (Instant::now(), connection.backend() == Backend::Postgres);
    let mut statements = 0;
    let mut again = far;
    loop {
        if let Err(error) = connection.mend() {
            outage.begin(&error);
            return (Err(error.into()), statements);
        }
        let once = read_once(connection, &mut work);
        statements += once.statements;
        if !once.broken {
            outage.reached();
        } else if again && began.elapsed() < AGAIN_WITHIN {
            again = false;
            continue;
        }
        return (once.result, statements);
    }
}

struct Once<T> {
    result: ModelResult<T>,
    statements: u64,
    /// The connection has failed, and with it the read.
    broken: bool,
}

fn read_once<T>(
    connection: &mut dyn Connection,
    work: &mut impl FnMut(&mut Tx<'_>) -> ModelResult<T>,
) -> Once<T> {
    let failed = |error: Error, statements| Once { result: Err(error.into()), statements, broken: false };
    let snapshot = connection.backend() == Backend::Sqlite;
    if snapshot && let Err(error) = connection.batch("BEGIN") {
        return failed(error, 0);
    }
    let mut tx = Tx::new(connection, None, &[]);
    let result =
        catch_unwind(AssertUnwindSafe(|| work(&mut tx))).unwrap_or_else(|_| Err(Error::Panic("read").into()));
    let (broken, statements) = (matches!(tx.fatal, Some(Fatal::Unavailable(_))), tx.statements);
    if snapshot && let Err(error) = connection.batch("COMMIT") {
        connection.abandon();
        return failed(error, statements);
    }
    if broken {
        connection.abandon();
    }
    Once { result, statements, broken }
}
