//! Tallies: what happened in each quarter of an hour, for each brand and team, as whoever adds up has written it.
//!
//! What is counted is not known here: the counts are opaque text.

use yingda_model::{BrandId, TeamId, Timestamp};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{optional_word, word};

/// The name of the consumer that adds up.
pub const CONSUMER: &str = "numbers";

/// When and where something happened, as far as it is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// When the quarter of an hour began.
    pub slot: Timestamp,
    pub brand: BrandId,
    /// None where the event did not tell.
    pub team: Option<TeamId>,
}

impl Place {
    fn team_word(&self) -> String {
        self.team.map(|team| team.to_string()).unwrap_or_default()
    }
}

/// The counts of a place, to add to them; none when nothing has happened there.
pub fn lookup(tx: &mut Tx<'_>, place: &Place) -> Result<Option<String>> {
    tx.row(
        "SELECT counts FROM tallies WHERE slot = $1 AND brand_id = $2 AND team_id = $3",
        params![place.slot, word(place.brand), place.team_word()],
    )?
    .map(|row| row.get("counts"))
    .transpose()
}

/// Stores the counts of a place.
pub fn put(tx: &mut Tx<'_>, place: &Place, counts: &str) -> Result<()> {
    tx.send(
        "INSERT INTO tallies (slot, brand_id, team_id, counts) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (slot, brand_id, team_id) DO UPDATE SET counts = EXCLUDED.counts",
        params![place.slot, word(place.brand), place.team_word(), counts],
    )
}

/// What was counted from one time on and before another, of one brand or team or of all, oldest first.
pub fn between(
    tx: &mut Tx<'_>,
    (from, to): (Timestamp, Timestamp),
    brand: Option<BrandId>,
    team: Option<TeamId>,
) -> Result<Vec<(Place, String)>> {
    tx.list(
        "SELECT slot, brand_id, team_id, counts FROM tallies WHERE slot >= $1 AND slot < $2 \
         AND (CAST($3 AS TEXT) IS NULL OR brand_id = $3) AND (CAST($4 AS TEXT) IS NULL OR team_id = $4) \
         ORDER BY slot, brand_id, team_id",
        params![from, to, optional_word(brand), optional_word(team)],
        |row| {
            let team: String = row.get("team_id")?;
            let team = if team.is_empty() { None } else { Some(row.parse("team_id")?) };
            Ok((Place { slot: row.get("slot")?, brand: row.parse("brand_id")?, team }, row.get("counts")?))
        },
    )
}

/// Forgets what was added up, to add it up anew: what happened before the journal begins stays, because nothing else
/// tells of it.
pub fn clear(tx: &mut Tx<'_>, journal_begins_at: Option<Timestamp>) -> Result<()> {
    tx.execute(
        "DELETE FROM tallies WHERE slot >= $1",
        params![journal_begins_at.map_or(i64::MIN, Timestamp::millis)],
    )?;
    Ok(())
}
