//! Leases: work that only one process may do at a time.
//!
//! A lease is a row with a holder, an end told by the database's clock, and a fence that grows with each new holder.
//! The holder stops before the end, and every write of its checks the fence.

use std::time::{Duration, Instant};

use yingda_model::{Ctx, Result as ModelResult};

use crate::error::Result;
use crate::tx::Tx;
use crate::{Store, Unit, params};

/// How long a lease lasts without renewal.
pub const TERM: Duration = Duration::from_secs(6);
/// How long before its end a holder stops.
const MARGIN: Duration = Duration::from_secs(2);

/// A lease that this process holds.
#[derive(Clone, Debug)]
pub struct Lease {
    name: &'static str,
    holder: String,
    /// Grows with each new holder.
    pub fence: i64,
    until: Instant,
}

impl Lease {
    /// Takes a lease, or renews it; none when somebody else holds it.
    pub async fn acquire(
        store: &Store,
        ctx: &Ctx,
        name: &'static str,
        holder: &str,
    ) -> ModelResult<Option<Self>> {
        // Measured before asking, so that our end comes before the database's.
        let until = Instant::now() + TERM;
        let wanted = holder.to_owned();
        let fence =
            store.write(ctx, Unit::quiet("lease_acquire"), move |tx| Ok(acquire(tx, name, &wanted)?)).await?;
        store.statistics().lease_held(name, fence.map(|_| until));
        Ok(fence.map(|fence| Self { name, holder: holder.to_owned(), fence, until }))
    }

    /// Whether the holder may still act.
    pub fn is_valid(&self) -> bool {
        Instant::now() + MARGIN < self.until
    }

    /// Gives it back, so that another process need not wait for its end.
    pub async fn release(self, store: &Store, ctx: &Ctx) -> ModelResult<()> {
        store.statistics().lease_held(self.name, None);
        store
            .write(ctx, Unit::quiet("lease_release"), move |tx| {
                tx.execute(
                    "UPDATE leases SET expires_at = 0 WHERE name = $1 AND holder = $2 AND fence = $3",
                    params![self.name, &self.holder, self.fence],
                )?;
                Ok(())
            })
            .await
    }
}

/// Milliseconds since 1970 by the database's own clock.
fn clock(tx: &mut Tx<'_>) -> Result<i64> {
    let sql = tx.backend().either(
        "SELECT CAST(unixepoch('subsec') * 1000 AS BIGINT) AS n",
        "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT) AS n",
    );
    tx.count(sql, &[])
}

fn acquire(tx: &mut Tx<'_>, name: &str, holder: &str) -> Result<Option<i64>> {
    let now = clock(tx)?;
    let expires = now + i64::try_from(TERM.as_millis()).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO leases (name, holder, fence, expires_at) VALUES ($1, '', 0, 0) ON CONFLICT (name) DO NOTHING",
        params![name],
    )?;
    // One that would end later than a new one was given by a clock that has been set back since.
    let taken = tx.row(
        "UPDATE leases SET fence = CASE WHEN holder = $2 THEN fence ELSE fence + 1 END, holder = $2, expires_at = $3 \
         WHERE name = $1 AND (holder = $2 OR expires_at < $4 OR expires_at > $3) RETURNING fence",
        params![name, holder, expires, now],
    )?;
    taken.map(|row| row.get("fence")).transpose()
}

/// Whether a process holds any lease now: a server is running.
pub(crate) fn held(tx: &mut Tx<'_>) -> Result<bool> {
    let now = clock(tx)?;
    Ok(tx.count("SELECT COUNT(*) AS n FROM leases WHERE expires_at > $1", params![now])? > 0)
}
