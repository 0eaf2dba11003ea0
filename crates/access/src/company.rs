//! What is known of the company as a whole. It has no settings of its own yet: its name is its oldest brand's.

use yingda_model::Result;
use yingda_store::{Store, Tx, brands};

/// The company's name; empty before it is set up.
pub async fn name(store: &Store) -> Result<String> {
    store.read(name_in).await
}

pub(crate) fn name_in(tx: &mut Tx<'_>) -> Result<String> {
    Ok(brands::list(tx)?.into_iter().next().map(|brand| brand.name).unwrap_or_default())
}
