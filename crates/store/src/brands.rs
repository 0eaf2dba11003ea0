//! Brands of the company. What belongs to a brand stands with what belongs: teams, channels, knowledge.

use yingda_model::member::Brand;
use yingda_model::{BrandId, Timestamp};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, word};

fn read(row: &Row) -> Result<Brand> {
    Ok(Brand {
        id: row.parse("id")?,
        name: row.get("name")?,
        locale: row.parse("locale")?,
        time_zone: row.get("time_zone")?,
        created_at: row.get::<Timestamp>("created_at")?,
        version: row.get("version")?,
    })
}

/// Stores a new brand.
pub fn create(tx: &mut Tx<'_>, brand: &Brand) -> Result<()> {
    tx.execute(
        "INSERT INTO brands (id, name, locale, time_zone, created_at, version) VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            word(brand.id),
            &brand.name,
            word(brand.locale),
            &brand.time_zone,
            brand.created_at,
            brand.version
        ],
    )?;
    Ok(())
}

/// A brand.
pub fn lookup(tx: &mut Tx<'_>, id: BrandId) -> Result<Option<Brand>> {
    let row = tx.row(
        "SELECT id, name, locale, time_zone, created_at, version FROM brands WHERE id = $1",
        params![word(id)],
    )?;
    row.as_ref().map(read).transpose()
}

/// All brands, oldest first.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Brand>> {
    tx.list(
        "SELECT id, name, locale, time_zone, created_at, version FROM brands ORDER BY created_at, id",
        &[],
        read,
    )
}

/// Stores new values over the given version; false when that is no longer the newest.
pub fn update(tx: &mut Tx<'_>, brand: &Brand) -> Result<bool> {
    let touched = tx.execute(
        "UPDATE brands SET name = $3, locale = $4, time_zone = $5, version = version + 1 WHERE id = $1 AND version = $2",
        params![word(brand.id), brand.version, &brand.name, word(brand.locale), &brand.time_zone],
    )?;
    Ok(touched == 1)
}
