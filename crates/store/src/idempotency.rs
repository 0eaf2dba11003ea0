//! Idempotency keys: a write with a key is done once; a retry gets the first answer.

use serde::Serialize;
use serde::de::DeserializeOwned;
use yingda_model::{Ctx, Error as ModelError, Result as ModelResult, Timestamp};

use crate::error::{Error, Result};
use crate::params;
use crate::tx::{Fatal, Tx};
use crate::writer::key_reused;

/// Runs the work, or answers what it answered the first time under the same key.
pub(crate) fn once<T, F>(tx: &mut Tx<'_>, ctx: &Ctx, unit: &'static str, work: &mut F) -> ModelResult<T>
where
    T: Serialize + DeserializeOwned,
    F: FnMut(&mut Tx<'_>) -> ModelResult<T>,
{
    let Some(idempotency) = &ctx.idempotency else {
        return work(tx);
    };
    let actor = ctx.actor.label();
    let found = tx.row(
        "SELECT fingerprint, result FROM idempotency WHERE actor = $1 AND key = $2 AND unit = $3",
        params![&actor, &idempotency.key, unit],
    )?;
    if let Some(row) = found {
        if row.get::<String>("fingerprint")? != idempotency.fingerprint {
            return Err(key_reused());
        }
        return Ok(row.json("result")?);
    }
    let value = work(tx)?;
    let result = serde_json::to_string(&value).map_err(ModelError::internal)?;
    let stored = tx.execute(
        "INSERT INTO idempotency (actor, key, unit, fingerprint, result, at) VALUES ($1, $2, $3, $4, $5, $6)",
        params![&actor, &idempotency.key, unit, &idempotency.fingerprint, result, ctx.now],
    );
    if let Err(Error::Unique(_)) = stored {
        // The same request is in flight elsewhere: do the unit again, and find its answer.
        tx.fatal = Some(Fatal::Retry);
    }
    stored?;
    Ok(value)
}

/// Forgets keys older than a time, a few at once; answers how many.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.execute(
        "DELETE FROM idempotency WHERE actor || ' ' || key || ' ' || unit IN (SELECT actor || ' ' || key || ' ' || unit \
         FROM idempotency WHERE at < $1 ORDER BY at LIMIT 500)",
        params![before],
    )
}
