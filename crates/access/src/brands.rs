//! Brands: who sees which, and their names.

use serde::Deserialize;
use utoipa::ToSchema;
use yingda_model::error::Checks;
use yingda_model::member::Brand;
use yingda_model::{BrandId, Conflict, Ctx, Entry, Error, Event, Locale, Permission, Result, Scope, Subject};
use yingda_store::{Store, Unit, brands};

use crate::checks::{check_name, check_time_zone};

/// What to change of a brand.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BrandPatch {
    pub name: Option<String>,
    pub locale: Option<Locale>,
    /// Where its days begin and end: a name of the IANA database.
    pub time_zone: Option<String>,
    /// The version that was read.
    pub version: i64,
}

/// Which brands an actor sees: all, when one of their permissions reaches everything, otherwise those of their teams.
pub(crate) fn visible(ctx: &Ctx) -> impl Fn(BrandId) -> bool + Send + 'static {
    let everything = ctx.actor.grants().0.values().any(|scope| *scope == Scope::All);
    let own = ctx.actor.member().map(|member| member.brands.clone()).unwrap_or_default();
    move |brand| everything || own.contains(&brand)
}

/// The brands that the actor sees.
pub async fn list(store: &Store, ctx: &Ctx) -> Result<Vec<Brand>> {
    ctx.reach(Permission::MemberRead)?;
    let visible = visible(ctx);
    store.read(move |tx| Ok(brands::list(tx)?.into_iter().filter(|brand| visible(brand.id)).collect())).await
}

/// Changes a brand.
pub async fn update(store: &Store, ctx: &Ctx, id: BrandId, patch: BrandPatch) -> Result<Brand> {
    ctx.require(Permission::ChannelManage, &Subject::brand(id))?;
    let mut checks = Checks::default();
    if let Some(name) = &patch.name {
        check_name(&mut checks, name, "/name");
    }
    let time_zone = patch.time_zone.as_ref().map(|name| check_time_zone(&mut checks, name, "/time_zone"));
    checks.finish()?;
    store
        .write(ctx, Unit::on("brand_update", id), move |tx| {
            let mut brand = brands::lookup(tx, id)?.ok_or_else(|| Error::not_found("brand", id))?;
            brand.name = patch.name.as_deref().map_or(brand.name, |name| name.trim().to_owned());
            brand.locale = patch.locale.unwrap_or(brand.locale);
            brand.time_zone = time_zone.clone().unwrap_or(brand.time_zone);
            brand.version = patch.version;
            if !brands::update(tx, &brand)? {
                return Err(Conflict::StaleVersion.into());
            }
            brand.version += 1;
            tx.append(Entry::new(id, Event::BrandUpdated { brand_id: id }).of_brand(id))?;
            Ok(brand)
        })
        .await
}
