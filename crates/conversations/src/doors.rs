//! Doors: the channels through which customers come in, kept in memory for a moment because every request needs one.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use yingda_model::{Channel, ChannelId, Error, Result, Timestamp};
use yingda_store::{Store, channels};

/// How long a door trusts what it has read, should another process have changed it.
const FRESH: Duration = Duration::from_secs(1);

/// A channel, and when it was read.
type Read = (Timestamp, Arc<Channel>);

/// Channels as customers' requests need them: with their secrets, from memory where what was read is fresh.
#[derive(Clone)]
pub struct Doors {
    store: Store,
    read: Arc<RwLock<HashMap<String, Read>>>,
}

impl Doors {
    /// Doors of a store, none read yet.
    pub fn new(store: Store) -> Self {
        Self { store, read: Arc::default() }
    }

    /// The enabled channel whose public key a page embeds.
    pub async fn find_by_key(&self, now: Timestamp, key: &str) -> Result<Arc<Channel>> {
        if let Some(channel) = self.fresh(now, key) {
            return Ok(channel);
        }
        let wanted = key.to_owned();
        let found = self.store.read(move |tx| Ok(channels::find_by_key(tx, &wanted)?)).await?;
        self.keep(now, key, found.filter(|channel| channel.enabled))
            .ok_or_else(|| Error::not_found("channel", key))
    }

    /// The enabled channel with an id.
    pub async fn lookup(&self, now: Timestamp, id: ChannelId) -> Result<Arc<Channel>> {
        let name = id.to_string();
        if let Some(channel) = self.fresh(now, &name) {
            return Ok(channel);
        }
        let found = self.store.read(move |tx| Ok(channels::lookup(tx, id)?)).await?;
        self.keep(now, &name, found.filter(|channel| channel.enabled))
            .ok_or_else(|| Error::not_found("channel", id))
    }

    /// Forgets what was read, because this process has just changed it.
    pub fn forget(&self) {
        self.read.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn fresh(&self, now: Timestamp, name: &str) -> Option<Arc<Channel>> {
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
        let (at, channel) = read.get(name)?;
        (*at <= now && now.since(*at) < FRESH).then(|| Arc::clone(channel))
    }

    /// Only what exists is kept, so that guessed keys can't fill the memory.
    fn keep(&self, now: Timestamp, name: &str, found: Option<Channel>) -> Option<Arc<Channel>> {
        let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
        let Some(channel) = found.map(Arc::new) else {
            read.remove(name);
            return None;
        };
        read.insert(name.to_owned(), (now, Arc::clone(&channel)));
        Some(channel)
    }
}
