//! Doors: the channels through which customers come in, kept in memory for a moment because every request needs one.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use yingda_model::{Channel, ChannelId, Error, Result, Timestamp};
use yingda_store::{Store, channels};
use yingda_vault::Vault;

use crate::channels::identity_secret;

/// How long a door trusts what it has read, should another process have changed it.
const FRESH: Duration = Duration::from_secs(1);

/// A channel, and when it was read.
type Read = (Timestamp, Arc<Channel>);

/// Channels as customers' requests need them: with their secrets, from memory where what was read is fresh.
#[derive(Clone)]
pub struct Doors {
    store: Store,
    vault: Vault,
    read: Arc<RwLock<HashMap<String, Read>>>,
}

impl Doors {
    /// Doors of a store and its vault, none read yet.
    pub fn new(store: Store, vault: Vault) -> Self {
        Self { store, vault, read: Arc::default() }
    }

    /// The enabled channel whose public key a page embeds.
    pub async fn find_by_key(&self, now: Timestamp, key: &str) -> Result<Arc<Channel>> {
        if let Some(channel) = self.fresh(now, key) {
            return Ok(channel);
        }
        let wanted = key.to_owned();
        let found = self.store.read(move |tx| Ok(channels::find_by_key(tx, &wanted)?)).await?;
        self.keep(now, key, self.opened(found).await?).ok_or_else(|| Error::not_found("channel", key))
    }

    /// The enabled channel with an id.
    pub async fn lookup(&self, now: Timestamp, id: ChannelId) -> Result<Arc<Channel>> {
        let name = id.to_string();
        if let Some(channel) = self.fresh(now, &name) {
            return Ok(channel);
        }
        let found = self.store.read(move |tx| Ok(channels::lookup(tx, id)?)).await?;
        self.keep(now, &name, self.opened(found).await?).ok_or_else(|| Error::not_found("channel", id))
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

    /// An enabled channel with its secret.
    async fn opened(&self, found: Option<Channel>) -> Result<Option<Channel>> {
        let Some(mut channel) = found.filter(|channel| channel.enabled) else { return Ok(None) };
        channel.identity_secret = identity_secret(&self.store, &self.vault, channel.id).await?;
        Ok(Some(channel))
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
