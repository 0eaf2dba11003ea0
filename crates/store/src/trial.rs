//! Trials: entries are given to a handler one by one after it has failed with all of them, so that one that can't be
//! handled hinders none that come after it.
//!
//! An entry is at fault only when another one is handled after it and it still can't be: while none is, the fault lies
//! elsewhere, and nothing is set aside. What a handler says of a store that is away counts neither way.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use yingda_model::{Error as ModelError, Result as ModelResult};

use crate::consumers::Handler;
use crate::error::Error;
use crate::journal::Recorded;

/// How often an entry is tried before the next one is.
const TRIES: u32 = 3;
/// What is waited between.
const PAUSE: Duration = Duration::from_millis(100);
/// So many that fail one after the other are not at fault, each by itself.
const TOO_MANY: usize = 3;

/// What came of a trial.
pub(crate) struct Verdict {
    /// How many of the entries, from the first on, are dealt with: handled, or at fault.
    pub dealt_with: usize,
    /// Those at fault, and what the handler said of each.
    pub at_fault: Vec<(Arc<Recorded>, ModelError)>,
    /// Why the others are not dealt with.
    pub stuck: Option<(Arc<Recorded>, ModelError)>,
}

/// Gives entries to a handler; a panic is an error like any other.
pub(crate) async fn give(handler: &mut impl Handler, entries: &[Arc<Recorded>]) -> ModelResult<()> {
    let handled = AssertUnwindSafe(handler.handle(entries)).catch_unwind().await;
    // The panic's own words are on the standard error; they can quote what a customer wrote.
    handled.unwrap_or_else(|_: Box<dyn Any + Send>| Err(Error::Panic("handler").into()))
}

/// Whether an error says nothing about the entry.
pub(crate) fn passes(error: &ModelError) -> bool {
    matches!(error, ModelError::Unavailable(_) | ModelError::RateLimited { .. })
}

/// Tries entries one by one.
///
/// # Errors
/// When the store is away: then all of them are to be given again.
pub(crate) async fn hold<H: Handler>(handler: &mut H, entries: &[Arc<Recorded>]) -> ModelResult<Verdict> {
    let mut verdict = Verdict { dealt_with: 0, at_fault: Vec::new(), stuck: None };
    let mut failed = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        match one(handler, entry).await {
            Ok(()) => {
                for (entry, error) in failed.drain(..) {
                    // What was wrong may be over. A handler that takes has gone on behind the entry already.
                    if H::TAKES || still_fails(handler, &entry).await? {
                        verdict.at_fault.push((entry, error));
                    }
                }
                verdict.dealt_with = index + 1;
            }
            Err(error) if passes(&error) => return Err(error),
            Err(error) => failed.push((Arc::clone(entry), error)),
        }
        if failed.len() == TOO_MANY {
            break;
        }
    }
    verdict.stuck = failed.into_iter().next();
    Ok(verdict)
}

async fn still_fails(handler: &mut impl Handler, entry: &Arc<Recorded>) -> ModelResult<bool> {
    match one(handler, entry).await {
        Err(error) if passes(&error) => Err(error),
        handled => Ok(handled.is_err()),
    }
}

async fn one(handler: &mut impl Handler, entry: &Arc<Recorded>) -> ModelResult<()> {
    let alone = std::slice::from_ref(entry);
    let mut handled = give(handler, alone).await;
    for _ in 1..TRIES {
        match &handled {
            Err(error) if !passes(error) => tokio::time::sleep(PAUSE).await,
            _ => break,
        }
        handled = give(handler, alone).await;
    }
    handled
}
