//! Teams inside brands. Who is in a team stands with the members.

use yingda_model::member::Team;
use yingda_model::{BrandId, TeamId, Timestamp};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, word};

fn read(row: &Row) -> Result<Team> {
    Ok(Team {
        id: row.parse("id")?,
        brand_id: row.parse("brand_id")?,
        name: row.get("name")?,
        member_count: row.get("member_count")?,
        created_at: row.get::<Timestamp>("created_at")?,
        version: row.get("version")?,
    })
}

/// Stores a new team.
pub fn create(tx: &mut Tx<'_>, team: &Team) -> Result<()> {
    tx.execute(
        "INSERT INTO teams (id, brand_id, name, created_at, version) VALUES ($1, $2, $3, $4, $5)",
        params![word(team.id), word(team.brand_id), &team.name, team.created_at, team.version],
    )?;
    Ok(())
}

/// A team.
pub fn lookup(tx: &mut Tx<'_>, id: TeamId) -> Result<Option<Team>> {
    let row = tx.row(
        "SELECT id, brand_id, name, created_at, version, \
         (SELECT COUNT(*) FROM team_members WHERE team_id = teams.id) AS member_count FROM teams WHERE id = $1",
        params![word(id)],
    )?;
    row.as_ref().map(read).transpose()
}

/// All teams, oldest first.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Team>> {
    tx.list(
        "SELECT id, brand_id, name, created_at, version, \
         (SELECT COUNT(*) FROM team_members WHERE team_id = teams.id) AS member_count FROM teams ORDER BY created_at, id",
        &[],
        read,
    )
}

/// Stores new values over the given version; false when that is no longer the newest.
pub fn update(tx: &mut Tx<'_>, team: &Team) -> Result<bool> {
    let touched = tx.execute(
        "UPDATE teams SET name = $3, version = version + 1 WHERE id = $1 AND version = $2",
        params![word(team.id), team.version, &team.name],
    )?;
    Ok(touched == 1)
}

/// What still needs a team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// The names of queues that it works on.
    pub queues: Vec<String>,
    /// How many members it has.
    pub members: i64,
    /// How many of its conversations are not resolved.
    pub conversations: i64,
}

/// What still needs a team. Resolved conversations keep the id of a team that is gone.
pub fn uses(tx: &mut Tx<'_>, id: TeamId) -> Result<Uses> {
    let queues =
        tx.list("SELECT name FROM queues WHERE team_id = $1 ORDER BY name", params![word(id)], |row| {
            row.get("name")
        })?;
    let members = tx.count("SELECT COUNT(*) AS n FROM team_members WHERE team_id = $1", params![word(id)])?;
    let conversations = tx.count(
        "SELECT COUNT(*) AS n FROM conversations WHERE team_id = $1 AND status <> 'resolved'",
        params![word(id)],
    )?;
    Ok(Uses { queues, members, conversations })
}

/// Removes a team that nothing needs any more.
pub fn delete(tx: &mut Tx<'_>, id: TeamId) -> Result<bool> {
    Ok(tx.execute("DELETE FROM teams WHERE id = $1", params![word(id)])? == 1)
}

/// The teams of a brand.
pub fn of_brand(tx: &mut Tx<'_>, brand: BrandId) -> Result<Vec<TeamId>> {
    tx.list("SELECT id FROM teams WHERE brand_id = $1 ORDER BY id", params![word(brand)], |row| {
        row.parse("id")
    })
}

/// The brands of some teams, each once; teams that do not exist have none.
pub fn brands_of(tx: &mut Tx<'_>, teams: &[TeamId]) -> Result<Vec<BrandId>> {
    let mut brands = Vec::new();
    for team in teams {
        let row = tx.row("SELECT brand_id FROM teams WHERE id = $1", params![word(team)])?;
        if let Some(brand) = row.map(|row| row.parse("brand_id")).transpose()? {
            brands.push(brand);
        }
    }
    brands.sort_unstable();
    brands.dedup();
    Ok(brands)
}
