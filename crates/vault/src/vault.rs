//! The vault of one store: opened once at the start, it seals under the key that the store names and opens with any key that
//! it has. Keys that are added to its source while it runs are found when they are needed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use tokio::task::spawn_blocking;
use yingda_model::{Ctx, Error, Result, Secret, SecretKind};
use yingda_store::secrets::{self, Sealed};
use yingda_store::{Store, Tx, Unit};

use crate::error::VaultError;
use crate::key::{Key, Keys};
use crate::sealing;
use crate::source::Source;

/// How often the source is looked at again for a key that is not there.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// The vault of one store. Cheap to clone.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    source: Source,
    keys: ArcSwap<Keys>,
    looked: Mutex<Option<Instant>>,
}

impl Vault {
    /// The vault of a store, with the keys of a source. A file is made where there is none and nothing was sealed yet; what
    /// earlier versions kept in the clear is sealed.
    ///
    /// # Errors
    /// When there is no key, or not the one that the store's secrets need.
    pub async fn begin(store: &Store, ctx: &Ctx, source: Source) -> Result<Self, VaultError> {
        let wanted = store.read(|tx| Ok(secrets::key(tx)?)).await?;
        let (from, fresh) = (source.clone(), Key::make(ctx));
        let keys = spawn_blocking(move || keys(&from, wanted.as_deref(), fresh));
        let keys = keys.await.map_err(Error::internal)??;
        let current = settle(store, ctx, &keys).await?;
        let Some(key) = keys.find(&current) else { return Err(wrong(&source, &current, &keys)) };
        seal_what_is_plain(store, ctx, key).await?;
        Ok(Self(Arc::new(Inner { source, keys: ArcSwap::from_pointee(keys), looked: Mutex::new(None) })))
    }

    /// Seals a secret for the store to keep.
    pub async fn seal(
        &self,
        store: &Store,
        ctx: &Ctx,
        owner: impl ToString,
        kind: SecretKind,
        secret: &Secret,
    ) -> Result<Sealed> {
        let current = store.read(|tx| Ok(secrets::key(tx)?)).await?;
        let current = current.ok_or_else(|| Error::internal("the store names no key"))?;
        sealing::seal(ctx, &self.key(&current).await?, &owner.to_string(), kind, secret)
    }

    /// Opens a secret that the store has kept.
    pub async fn open(&self, sealed: &Sealed) -> Result<Secret> {
        let key = self.key(&sealed.key_id).await?;
        Ok(sealing::open(&key, sealed)?)
    }

    /// A key by its id; looks into the source again where it is not known yet.
    async fn key(&self, id: &str) -> Result<Key> {
        if let Some(key) = self.0.keys.load().find(id) {
            return Ok(key.clone());
        }
        self.look_again().await?;
        let keys = self.0.keys.load();
        let found = keys.find(id).cloned();
        found.ok_or_else(|| Error::Unavailable(Box::new(wrong(&self.0.source, id, &keys))))
    }

    async fn look_again(&self) -> Result<()> {
        {
            let mut looked = self.0.looked.lock().unwrap_or_else(PoisonError::into_inner);
            if looked.is_some_and(|at| at.elapsed() < LOOK_EVERY) {
                return Ok(());
            }
            *looked = Some(Instant::now());
        }
        let source = self.0.source.clone();
        let read = spawn_blocking(move || source.read()).await.map_err(Error::internal)?;
        if let Some(keys) = read.map_err(|error| Error::Unavailable(Box::new(error)))? {
            tracing::info!(vault.keys = keys.ids(), "read the vault's keys again");
            self.0.keys.store(Arc::new(keys));
        }
        Ok(())
    }
}

/// The keys of a source; makes one where nothing was sealed yet.
fn keys(source: &Source, wanted: Option<&str>, fresh: Key) -> Result<Keys, VaultError> {
    match (source.read()?, wanted) {
        (Some(keys), _) => Ok(keys),
        (None, Some(wanted)) => Err(VaultError::Missing { place: source.place(), wanted: wanted.to_owned() }),
        (None, None) => {
            source.write(&[&fresh])?;
            tracing::info!(
                vault.place = source.place(),
                "made a key for the vault: keep a copy, apart from the backups"
            );
            Ok(Keys::of(fresh))
        }
    }
}

/// The id of the key under which everything new is sealed: the store's, or, before it has one, the newest of these.
async fn settle(store: &Store, ctx: &Ctx, keys: &Keys) -> Result<String> {
    let newest = keys.newest().id().to_owned();
    // The unit names a subject, so that two servers that begin at once come one after the other.
    let settle = move |tx: &mut Tx<'_>| {
        if let Some(settled) = secrets::key(tx)? {
            return Ok(settled);
        }
        secrets::put_key(tx, &newest)?;
        Ok(newest.clone())
    };
    store.write(ctx, Unit::on("vault_begin", "vault"), settle).await
}

/// Seals what earlier versions kept in the clear.
async fn seal_what_is_plain(store: &Store, ctx: &Ctx, key: &Key) -> Result<()> {
    let plain = |sealed: &Sealed| sealed.key_id.is_empty();
    let (key, of) = (key.clone(), ctx.clone());
    let waiting =
        store.read(move |tx| Ok(secrets::all(tx)?.iter().filter(|kept| plain(kept)).count())).await?;
    if waiting == 0 {
        return Ok(());
    }
    let seal = move |tx: &mut Tx<'_>| {
        for kept in secrets::all(tx)?.into_iter().filter(plain) {
            let secret = Secret::new(kept.content);
            secrets::put(tx, &sealing::seal(&of, &key, &kept.owner, kept.kind, &secret)?)?;
        }
        Ok(())
    };
    store.write(ctx, Unit::on("vault_begin", "vault"), seal).await?;
    tracing::info!(vault.secrets = waiting, "sealed the secrets that an earlier version kept in the clear");
    Ok(())
}

pub(crate) fn wrong(source: &Source, wanted: &str, keys: &Keys) -> VaultError {
    VaultError::Wrong { place: source.place(), wanted: wanted.to_owned(), found: keys.ids() }
}
