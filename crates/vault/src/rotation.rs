//! Rotation: everything is sealed anew under a newer key, in one unit; and what is left when a key is lost for good. Both
//! may be broken off at any moment and run again.

use std::path::PathBuf;

use tokio::task::spawn_blocking;
use yingda_model::{Ctx, Entry, Error, Event, Result, Secret, SecretKind};
use yingda_store::secrets::{self, Sealed};
use yingda_store::{Store, Tx, Unit};

use crate::error::VaultError;
use crate::key::{Key, Keys};
use crate::sealing;
use crate::source::Source;
use crate::vault::wrong;

/// What a rotation has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    pub from: String,
    /// The key under which everything is sealed now.
    pub to: String,
    pub secrets: usize,
    /// Where the keys were put that nothing in the store needs any more; none where they are not in a file.
    pub retired: Option<PathBuf>,
}

/// Seals everything anew under a newer key: the one after the store's in the source or, where that is a file, one that is
/// made. The old key is in the file until nothing needs it.
///
/// # Errors
/// When the store's key is not there, there is no newer one, or a secret does not open.
pub async fn rotate(store: &Store, ctx: &Ctx, source: &Source) -> Result<Rotation, VaultError> {
    let current = store.read(|tx| Ok(secrets::key(tx)?)).await?;
    let keys = read(source).await?;
    let (Some(current), Some(keys)) = (current.clone(), keys) else {
        let wanted = current.unwrap_or_else(|| "of the first start".into());
        return Err(VaultError::Missing { place: source.place(), wanted });
    };
    let Some(from) = keys.find(&current).cloned() else { return Err(wrong(source, &current, &keys)) };
    let left_over = keys.newest() == &from && keys.each().count() > 1;
    if left_over && matches!(source, Source::File(_)) {
        // An earlier rotation was broken off after it had sealed everything.
        return finish(source, &keys, &from, current.clone(), 0).await;
    }
    let to = match keys.newest() {
        newest if newest != &from => newest.clone(),
        _ if matches!(source, Source::File(_)) => add(source, &from, Key::make(ctx)).await?,
        _ => return Err(VaultError::NothingNewer { place: source.place(), current }),
    };
    let sealed = seal_anew(store, ctx, keys.clone(), to.clone(), current.clone()).await?;
    finish(source, &keys, &to, current, sealed).await
}

async fn add(source: &Source, from: &Key, to: Key) -> Result<Key, VaultError> {
    let (source, from, added) = (source.clone(), from.clone(), to.clone());
    blocking(move || source.write(&[&from, &added])).await?;
    Ok(to)
}

/// All secrets under the new key, or none.
async fn seal_anew(store: &Store, ctx: &Ctx, keys: Keys, to: Key, from: String) -> Result<usize> {
    let of = ctx.clone();
    let work = move |tx: &mut Tx<'_>| {
        if secrets::key(tx)?.as_deref() != Some(&from) {
            return Err(yingda_model::Conflict::StaleVersion.into());
        }
        secrets::put_key(tx, to.id())?;
        let kept = secrets::all(tx)?;
        for sealed in &kept {
            let secret = opened(&keys, sealed)?;
            secrets::put(tx, &sealing::seal(&of, &to, &sealed.owner, sealed.kind, &secret)?)?;
        }
        let event = Event::VaultRotated { from: from.clone(), to: to.id().to_owned() };
        tx.append(Entry::new("vault", event))?;
        Ok(kept.len())
    };
    store.write(ctx, Unit::on("vault_rotate", "vault"), work).await
}

fn opened(keys: &Keys, sealed: &Sealed) -> Result<Secret> {
    if sealed.key_id.is_empty() {
        return Ok(Secret::new(&sealed.content));
    }
    let key = keys.find(&sealed.key_id).ok_or_else(|| {
        Error::internal(format!(
            "the {} of {} is sealed under key {}",
            sealed.kind, sealed.owner, sealed.key_id
        ))
    })?;
    Ok(sealing::open(key, sealed)?)
}

/// Takes the keys out of the file that nothing needs any more.
async fn finish(
    source: &Source,
    keys: &Keys,
    to: &Key,
    from: String,
    secrets: usize,
) -> Result<Rotation, VaultError> {
    let old: Vec<Key> = keys.each().filter(|key| *key != to).cloned().collect();
    let (source, kept) = (source.clone(), to.clone());
    let retired = blocking(move || {
        let old: Vec<&Key> = old.iter().collect();
        let place = source.retire(&old)?;
        source.write(&[&kept])?;
        Ok(place)
    })
    .await?;
    Ok(Rotation { from, to: to.id().to_owned(), secrets, retired })
}

/// What giving up has cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reset {
    /// The key under which everything is sealed now.
    pub key: String,
    /// Whose secrets were made anew: channels, whose shops need the new ones.
    pub renewed: Vec<String>,
    /// Whether visitors' devices are strangers now.
    pub visitors: bool,
}

/// Gives up every secret that no key opens, for when a key is lost for good: identity secrets are made anew, and the key of
/// visitors' tokens at the next start. What opens is kept, under the newest key.
pub async fn reset(store: &Store, ctx: &Ctx, source: &Source) -> Result<Reset, VaultError> {
    let keys = if let Some(keys) = read(source).await? {
        keys
    } else {
        let (made, source) = (Key::make(ctx), source.clone());
        let key = made.clone();
        blocking(move || source.write(&[&key])).await?;
        Keys::of(made)
    };
    let (of, key) = (ctx.clone(), keys.newest().clone());
    let work = move |tx: &mut Tx<'_>| {
        secrets::put_key(tx, key.id())?;
        let mut lost = Vec::new();
        for sealed in secrets::all(tx)? {
            let secret = match (opened(&keys, &sealed), sealed.kind) {
                (Ok(secret), _) => secret,
                (Err(_), SecretKind::Identity) => {
                    lost.push(sealed.owner.clone());
                    fresh(&of)
                }
                (Err(_), SecretKind::VisitorTokens) => {
                    lost.push(sealed.owner.clone());
                    secrets::delete(tx, &sealed.owner, sealed.kind)?;
                    continue;
                }
            };
            secrets::put(tx, &sealing::seal(&of, &key, &sealed.owner, sealed.kind, &secret)?)?;
        }
        let event = Event::VaultReset { to: key.id().to_owned(), lost: lost.clone() };
        tx.append(Entry::new("vault", event))?;
        Ok((key.id().to_owned(), lost))
    };
    let (key, lost) = store.write(ctx, Unit::on("vault_reset", "vault"), work).await?;
    let (visitors, renewed): (Vec<_>, Vec<_>) =
        lost.into_iter().partition(|owner| owner == secrets::DEPLOYMENT);
    Ok(Reset { key, renewed, visitors: !visitors.is_empty() })
}

/// A secret that nobody can guess, in the form of a channel's.
fn fresh(ctx: &Ctx) -> Secret {
    let random: [u8; 32] = ctx.random();
    Secret::new(format!("ws_{}", random.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
}

async fn read(source: &Source) -> Result<Option<Keys>, VaultError> {
    let source = source.clone();
    blocking(move || source.read()).await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    spawn_blocking(work).await.map_err(Error::internal)?
}
