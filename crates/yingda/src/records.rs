//! What a server does by the clock so that its records stay as the company wants them: erases what is too old, finishes what
//! was asked, archives the journal, and keeps the list of the forgotten beside the backups.

use std::error::Error as StdError;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tokio::task::spawn_blocking;
use yingda_model::{Actor, Ctx, Environment, Result};
use yingda_records::retention::{Retention, Swept, sweep};
use yingda_records::{erasure, erasure_list, journal_archive};
use yingda_store::leases::Lease;
use yingda_store::{Address, Store, partitions};

/// How often it is looked whether something is due.
pub const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How long one look may erase before it makes room for the next.
const AT_ONCE: Duration = Duration::from_secs(50);
/// The pause after a hundred things, so that customers don't wait behind them.
const PAUSE: Duration = Duration::from_millis(200);
/// Held by the process that does it.
const LEASE: &str = "records";

/// What is kept how long, and where files go.
#[derive(Clone, Debug)]
pub struct Records {
    pub address: Address,
    pub retention: Retention,
    /// Where archived stretches of the journal are put.
    pub journal_folder: PathBuf,
    /// Where backups are, and the list of the forgotten with them.
    pub backup_folder: PathBuf,
    /// This process among others.
    pub node: String,
}

impl Records {
    /// Does what is due.
    pub async fn look(&self, store: &Store, environment: &Environment) {
        // Every server has a folder of its own.
        told(
            "the list of the forgotten could not be written",
            erasure_list::write(store, &self.backup_folder).await,
        );
        let ctx = environment.ctx(Actor::System);
        let lease = Lease::acquire(store, &ctx, LEASE, &self.node).await;
        let Some(Some(lease)) = told("it could not be looked whether records are due", lease) else { return };
        told("who asked to be forgotten is not yet", erasure::finish_all(store, &ctx).await);
        let swept = self.sweep(store, environment).await;
        if let Some(swept) =
            told("what is too old could not be erased", swept).filter(|swept| !swept.is_empty())
        {
            let Swept { conversations, attachments, visitors, unanswered, .. } = swept;
            tracing::info!(
                erased.conversations = conversations,
                erased.attachments = attachments,
                erased.visitors = visitors,
                erased.unanswered = unanswered,
                "erased what was too old"
            );
        }
        self.keep_journal(store, &ctx).await;
        told("a lease could not be given back", lease.release(store, &ctx).await);
    }

    /// Erases for a while, as long as there is something, holding on to the lease.
    async fn sweep(&self, store: &Store, environment: &Environment) -> Result<Swept> {
        let began = Instant::now();
        let mut swept = Swept::default();
        loop {
            let ctx = environment.ctx(Actor::System);
            if Lease::acquire(store, &ctx, LEASE, &self.node).await?.is_none() {
                return Ok(swept);
            }
            swept.add(sweep(store, &ctx, &self.retention).await?);
            if !swept.more || began.elapsed() > AT_ONCE {
                return Ok(swept);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn keep_journal(&self, store: &Store, ctx: &Ctx) {
        if let Some(age) = self.retention.journal {
            let archived =
                journal_archive::archive(store, ctx, &self.address, &self.journal_folder, age).await;
            if let Some(Some(archived)) = told("the journal could not be archived", archived) {
                tracing::info!(
                    archive.file = archived.file,
                    archive.entries = archived.entries,
                    "archived the journal"
                );
            }
        }
        let (address, now) = (self.address.clone(), ctx.now);
        match spawn_blocking(move || partitions::keep(&address, now)).await {
            Ok(kept) => told("the stretches of tables could not be made", kept.map_err(Into::into)),
            Err(error) => {
                told("the stretches of tables could not be made", Err(yingda_model::Error::internal(error)))
            }
        };
    }
}

/// Tells a failure; what it would have been otherwise.
fn told<T>(what: &str, result: Result<T>) -> Option<T> {
    result.inspect_err(|error| tracing::error!(error = error as &dyn StdError, "{what}: trying again")).ok()
}
