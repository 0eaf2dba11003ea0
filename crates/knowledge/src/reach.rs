//! How far the actor sees, as the store's filters want it, and where a page begins.

use std::str::FromStr;

use yingda_model::permission::Reach;
use yingda_model::{BrandId, Error, Result, Scope};

/// The brands whose knowledge the actor may see; none for all. Knowledge belongs to brands, so a narrower scope than
/// that covers nothing.
pub fn brands(reach: &Reach) -> Option<Vec<BrandId>> {
    match reach.scope {
        Some(Scope::All) => None,
        Some(Scope::Brand) => Some(reach.brands.clone()),
        _ => Some(Vec::new()),
    }
}

/// A cursor `NUMBER.ID`, as the lists here make them.
pub fn cursor<I: FromStr>(text: &str) -> Result<(i64, I)> {
    let parsed = text.split_once('.').and_then(|(number, id)| Some((number.parse().ok()?, id.parse().ok()?)));
    parsed.ok_or_else(|| Error::invalid("cursor", "invalid", "is not a cursor of this list"))
}
