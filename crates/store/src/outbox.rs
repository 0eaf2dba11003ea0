//! The outbox: what must leave the house, in order for each recipient, until it has arrived.
//!
//! Put in the same transaction as the change that causes it. A sender claims what is due, sends it, and says how that
//! went; a claim that is never answered comes back by itself.

use std::time::Duration;

use yingda_model::Timestamp;

use crate::error::Result;
use crate::params;
use crate::tx::Tx;

/// Something to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Also the key by which the recipient can drop a second arrival.
    pub id: String,
    pub recipient: String,
    pub payload: String,
    pub attempts: i64,
}

/// How long a claim holds.
pub const CLAIM: Duration = Duration::from_secs(60);

/// Puts something behind what already waits for the recipient.
pub fn create(tx: &mut Tx<'_>, id: &str, recipient: &str, payload: &str, now: Timestamp) -> Result<()> {
    tx.execute(
        "INSERT INTO outbox (id, recipient, sequence, payload, attempts, due_at, claimed_until, created_at) \
         VALUES ($1, $2, (SELECT COALESCE(MAX(sequence), 0) + 1 FROM outbox WHERE recipient = $2), $3, 0, $4, 0, $4)",
        params![id, recipient, payload, now],
    )?;
    Ok(())
}

/// Claims what is due: for each recipient only the oldest, so that order is kept.
pub fn claim(tx: &mut Tx<'_>, now: Timestamp, limit: usize) -> Result<Vec<Parcel>> {
    let sql = tx.backend().either(
        "UPDATE outbox SET claimed_until = $2, attempts = attempts + 1 WHERE id IN (SELECT first.id FROM outbox first \
         WHERE first.due_at <= $1 AND first.claimed_until <= $1 AND NOT EXISTS (SELECT 1 FROM outbox earlier \
         WHERE earlier.recipient = first.recipient AND earlier.sequence < first.sequence) \
         ORDER BY first.due_at LIMIT $3) RETURNING id, recipient, payload, attempts",
        "UPDATE outbox SET claimed_until = $2, attempts = attempts + 1 WHERE id IN (SELECT first.id FROM outbox first \
         WHERE first.due_at <= $1 AND first.claimed_until <= $1 AND NOT EXISTS (SELECT 1 FROM outbox earlier \
         WHERE earlier.recipient = first.recipient AND earlier.sequence < first.sequence) \
         ORDER BY first.due_at LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING id, recipient, payload, attempts",
    );
    tx.list(sql, params![now, now.plus(CLAIM), limit], |row| {
        Ok(Parcel {
            id: row.get("id")?,
            recipient: row.get("recipient")?,
            payload: row.get("payload")?,
            attempts: row.get("attempts")?,
        })
    })
}

/// How the deliveries stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// What has not arrived yet.
    pub waiting: i64,
    /// What could be sent now.
    pub due: i64,
    /// Since when the oldest of all waits.
    pub oldest: Option<Timestamp>,
    /// What has failed at least once, and how often all of it together.
    pub failing: i64,
    pub failed_attempts: i64,
}

/// How the deliveries stand now.
pub fn standing(tx: &mut Tx<'_>, now: Timestamp) -> Result<Standing> {
    let row = tx.row(
        "SELECT COUNT(*) AS waiting, CAST(COALESCE(SUM(CASE WHEN due_at <= $1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS due, \
         MIN(created_at) AS oldest, CAST(COALESCE(SUM(CASE WHEN last_error IS NULL THEN 0 ELSE 1 END), 0) AS BIGINT) AS failing, \
         CAST(COALESCE(SUM(CASE WHEN last_error IS NULL THEN 0 ELSE attempts END), 0) AS BIGINT) AS failed_attempts FROM outbox",
        params![now],
    )?;
    let Some(row) = row else { return Ok(Standing::default()) };
    Ok(Standing {
        waiting: row.get("waiting")?,
        due: row.get("due")?,
        oldest: row.get("oldest")?,
        failing: row.get("failing")?,
        failed_attempts: row.get("failed_attempts")?,
    })
}

/// It has arrived.
pub fn delete(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    tx.execute("DELETE FROM outbox WHERE id = $1", params![id])?;
    Ok(())
}

/// It has not; try again later: 1 s, 2 s, 4 s … at most an hour.
pub fn delay(tx: &mut Tx<'_>, parcel: &Parcel, error: &str, now: Timestamp) -> Result<()> {
    let exponent = u32::try_from((parcel.attempts - 1).clamp(0, 12)).unwrap_or(12);
    let wait = Duration::from_secs(1 << exponent).min(Duration::from_secs(3_600));
    let shortened: String = error.chars().take(500).collect();
    tx.execute(
        "UPDATE outbox SET due_at = $2, claimed_until = 0, last_error = $3 WHERE id = $1",
        params![&parcel.id, now.plus(wait), shortened],
    )?;
    Ok(())
}
