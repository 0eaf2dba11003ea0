//! How the deployment stands, as the store tells it: what metrics show and alarms judge.

use std::time::Duration;

use yingda_model::{Queue, Result, TeamId, Timestamp};
use yingda_store::backups::{self, Backups};
use yingda_store::{Store, agents, consumers, diagnosis, outbox, queues};

/// How the deployment stood at a moment.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub at: Timestamp,
    pub lags: Vec<Lag>,
    pub queues: Vec<Queue>,
    /// Open conversations of agents, by team.
    pub active: Vec<(TeamId, i64)>,
    pub outbox: outbox::Standing,
    pub backups: Backups,
    pub database_bytes: i64,
}

/// How far a consumer is behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lag {
    pub consumer: &'static str,
    pub entries: i64,
    /// Of the oldest entry that it has not read.
    pub age: Duration,
}

impl Standing {
    /// Asks the store.
    pub async fn look(store: &Store, at: Timestamp) -> Result<Self> {
        let names = store.statistics().consumers();
        store
            .read(move |tx| {
                let mut lags = Vec::new();
                for consumer in names.iter().copied() {
                    let entries = consumers::progress(tx, consumer)?.behind;
                    let oldest = consumers::oldest_unread(tx, consumer)?;
                    let age = oldest.map_or(Duration::ZERO, |oldest| at.since(oldest));
                    lags.push(Lag { consumer, entries, age });
                }
                Ok(Self {
                    at,
                    lags,
                    queues: queues::list(tx)?,
                    active: agents::active_by_team(tx)?,
                    outbox: outbox::standing(tx, at)?,
                    backups: backups::lookup(tx)?,
                    database_bytes: diagnosis::size(tx)?,
                })
            })
            .await
    }
}
