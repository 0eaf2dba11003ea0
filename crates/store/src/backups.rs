//! When backups by the clock were begun, made, and failed: one process of a deployment makes them, all may ask.

use yingda_model::Timestamp;

use crate::error::Result;
use crate::facts;
use crate::tx::Tx;

const BEGUN: &str = "backup_begun_at";
const DONE: &str = "backup_done_at";
const FAILED: &str = "backup_failed_at";

/// When it last happened, if ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backups {
    pub begun: Option<Timestamp>,
    /// When the last that is whole was begun.
    pub done: Option<Timestamp>,
    pub failed: Option<Timestamp>,
}

/// How the backups stand.
pub fn lookup(tx: &mut Tx<'_>) -> Result<Backups> {
    let mut at = |name| {
        let stored = facts::lookup(tx, name)?;
        Ok::<_, crate::Error>(stored.and_then(|text| text.parse().ok()).map(Timestamp::from_millis))
    };
    Ok(Backups { begun: at(BEGUN)?, done: at(DONE)?, failed: at(FAILED)? })
}

/// One was begun.
pub fn begin(tx: &mut Tx<'_>, at: Timestamp) -> Result<()> {
    put(tx, BEGUN, at)
}

/// The one that was begun then is whole.
pub fn finish(tx: &mut Tx<'_>, begun: Timestamp) -> Result<()> {
    put(tx, DONE, begun)
}

/// One could not be made.
pub fn fail(tx: &mut Tx<'_>, at: Timestamp) -> Result<()> {
    put(tx, FAILED, at)
}

fn put(tx: &mut Tx<'_>, name: &str, at: Timestamp) -> Result<()> {
    facts::put(tx, name, &at.millis().to_string())
}
