//! Staying in step: reads the journal's `faq.*` entries of all processes, writes down how often entries were answered
//! with, and keeps the list of unanswered questions within its limit.
//!
//! Not a leased consumer: each process has its own memory to keep, so each follows from where it began, without a
//! stored cursor.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use yingda_model::{Actor, Environment, Event, FaqId, Result};
use yingda_store::{Tx, Unit};

use crate::Knowledge;

/// Entries read at once.
const BATCH: usize = 256;
/// How long to wait for a signal before looking at what other processes wrote, and writing down what was counted.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often the list of unanswered questions is brought back to its limit.
const PRUNE_EVERY: Duration = Duration::from_mins(1);
/// Rows deleted in one unit of work.
const PRUNED_AT_ONCE: i64 = 1_000;
/// Open unanswered questions kept for each brand.
pub const MAX_UNANSWERED: usize = 100_000;

impl Knowledge {
    /// Keeps this memory in step until told to stop. Run it once for each process.
    pub async fn follow(self, environment: Environment, mut stop: watch::Receiver<bool>) {
        let mut moved = self.0.store.watch();
        let mut look_at = Instant::now() + LOOK_EVERY;
        let mut prune_at = Instant::now() + PRUNE_EVERY;
        while !*stop.borrow() {
            moved.borrow_and_update();
            note(self.catch_up().await);
            tokio::select! {
                _ = moved.changed() => {}
                _ = stop.changed() => {}
                () = sleep_until(look_at) => {
                    look_at = Instant::now() + LOOK_EVERY;
                    note(self.write_hits(&environment).await);
                    if prune_at <= Instant::now() {
                        prune_at = Instant::now() + PRUNE_EVERY;
                        note(self.prune(&environment, MAX_UNANSWERED).await.map(|_| ()));
                    }
                }
            }
        }
        note(self.write_hits(&environment).await);
    }

    /// Takes in what the journal has that memory has not.
    pub async fn catch_up(&self) -> Result<()> {
        let mut positions = self.0.positions.lock().await;
        for (partition, head) in self.0.store.positions() {
            let mut position = positions.get(&partition).copied().unwrap_or(0);
            while position < head {
                let entries = self.0.store.entries_after(partition, position, BATCH).await?;
                let Some(last) = entries.last() else { break };
                let mut changed: Vec<FaqId> =
                    entries.iter().filter_map(|entry| changed_entry(&entry.event)).collect();
                changed.sort_unstable();
                changed.dedup();
                let newest = entries
                    .iter()
                    .filter(|entry| changed_entry(&entry.event).is_some())
                    .map(|entry| entry.at)
                    .max();
                if let Some(newest) = newest {
                    self.refresh(changed, newest).await?;
                }
                position = last.position;
                positions.insert(partition, position);
            }
        }
        Ok(())
    }

    /// Writes down the answers counted since the last time. What a process that dies has counted in its last second
    /// is lost: `hits` is a statistic, the journal has every answer.
    pub async fn write_hits(&self, environment: &Environment) -> Result<()> {
        let taken = self.take_hits();
        if taken.is_empty() {
            return Ok(());
        }
        let counted = taken.clone();
        let ctx = environment.ctx(Actor::System);
        let written = self
            .0
            .store
            .write(&ctx, Unit::quiet("faq_add_hits"), move |tx| {
                // In the order of ids, so that two processes never wait for each other in a circle.
                for (id, hits) in &counted {
                    yingda_store::faq::add_hits(tx, *id, *hits)?;
                }
                Ok(())
            })
            .await;
        if written.is_err() {
            self.give_hits_back(taken);
        }
        written
    }

    /// Brings the list of unanswered questions back to a limit for each brand; answers how many were forgotten.
    pub async fn prune(&self, environment: &Environment, limit: usize) -> Result<u64> {
        let mut gone = 0;
        let excess = self.0.store.read(move |tx| Ok(yingda_store::unanswered::excess(tx, limit)?)).await?;
        for (brand, mut left) in excess {
            while left > 0 {
                let count = left.min(PRUNED_AT_ONCE);
                let ctx = environment.ctx(Actor::System);
                let unit = Unit::quiet("unanswered_forget");
                let forget = move |tx: &mut Tx<'_>| Ok(yingda_store::unanswered::forget(tx, brand, count)?);
                gone += self.0.store.write(&ctx, unit, forget).await?;
                left -= count;
            }
        }
        if gone > 0 {
            tracing::info!(unanswered.forgotten = gone, "forgot the rarest unanswered questions");
        }
        Ok(gone)
    }
}

fn changed_entry(event: &Event) -> Option<FaqId> {
    match event {
        Event::FaqCreated { faq_id } | Event::FaqUpdated { faq_id } | Event::FaqDeleted { faq_id } => {
            Some(*faq_id)
        }
        _ => None,
    }
}

fn note(result: Result<()>) {
    if let Err(error) = result {
        let error = &error as &dyn std::error::Error;
        tracing::error!(error, "knowledge in memory may lag behind the store");
    }
}
