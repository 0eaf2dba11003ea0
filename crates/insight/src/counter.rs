//! The consumer that adds up: reads the journal and stores tallies, together with how far it has read.

use std::sync::Arc;
use std::time::Duration;

use yingda_model::{Actor, Environment, Error, Result};
use yingda_store::consumers::{self, Handler};
use yingda_store::journal::Recorded;
use yingda_store::{Store, Tx, Unit, facts, journal_archives, tallies};

use crate::fold::Tallies;
use crate::tally::Tally;

/// The meaning of what is stored. Another one than the stored tallies have makes them be added up anew: raise it with
/// every change to `fold`.
const MEANING: &str = "1";
/// The fact that tells the meaning of the stored tallies.
const FACT: &str = "tallies_meaning";
/// As many entries as come when there is much to read.
const MANY: usize = 200;

/// The consumer.
pub struct Counter {
    pub store: Store,
    pub environment: Environment,
    /// How long to let entries gather when few come: one unit then stores what happened meanwhile.
    pub gather: Duration,
}

impl Handler for Counter {
    const TAKES: bool = true;

    async fn start(&mut self) -> Result<()> {
        let ctx = self.environment.ctx(Actor::System);
        self.store
            .write(&ctx, Unit::quiet("tallies_meaning"), |tx| {
                if facts::lookup(tx, FACT)?.as_deref() != Some(MEANING) {
                    let begins_at = journal_archives::begins_at(tx)?;
                    tallies::clear(tx, begins_at)?;
                    consumers::forget(tx, tallies::CONSUMER)?;
                    facts::put(tx, FACT, MEANING)?;
                }
                Ok(())
            })
            .await
    }

    async fn handle(&mut self, entries: &[Arc<Recorded>]) -> Result<()> {
        let ctx = self.environment.ctx(Actor::System);
        let came: Vec<_> = entries.to_vec();
        self.store.write(&ctx, Unit::quiet("tallies_add"), move |tx| add(tx, &came)).await?;
        if entries.len() < MANY {
            tokio::time::sleep(self.gather).await;
        }
        Ok(())
    }
}

fn add(tx: &mut Tx<'_>, entries: &[Arc<Recorded>]) -> Result<()> {
    let mut counted = Tallies::default();
    for entry in consumers::take(tx, tallies::CONSUMER, entries)? {
        counted.note(&entry);
    }
    for (place, more) in counted.0 {
        let mut tally: Tally = match tallies::lookup(tx, &place)? {
            Some(stored) => serde_json::from_str(&stored).map_err(Error::internal)?,
            None => Tally::default(),
        };
        tally.merge(&more);
        tallies::put(tx, &place, &serde_json::to_string(&tally).map_err(Error::internal)?)?;
    }
    Ok(())
}
