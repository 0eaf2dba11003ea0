//! Teams: made, renamed, and removed when nothing needs them any more.

use serde::Deserialize;
use utoipa::ToSchema;
use yingda_model::error::Checks;
use yingda_model::member::Team;
use yingda_model::{BrandId, Conflict, Ctx, Entry, Error, Event, Permission, Result, Subject, TeamId};
use yingda_store::teams::Uses;
use yingda_store::{Store, Unit, brands, teams};

use crate::brands::visible;
use crate::checks::check_name;

/// A new team.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamIn {
    pub brand_id: BrandId,
    pub name: String,
}

/// What to change of a team.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamPatch {
    pub name: Option<String>,
    /// The version that was read.
    pub version: i64,
}

/// The teams of the brands that the actor sees.
pub async fn list(store: &Store, ctx: &Ctx) -> Result<Vec<Team>> {
    ctx.reach(Permission::MemberRead)?;
    let visible = visible(ctx);
    store
        .read(move |tx| Ok(teams::list(tx)?.into_iter().filter(|team| visible(team.brand_id)).collect()))
        .await
}

/// Makes a team.
pub async fn create(store: &Store, ctx: &Ctx, input: TeamIn) -> Result<Team> {
    ctx.require(Permission::TeamManage, &Subject::brand(input.brand_id))?;
    let mut checks = Checks::default();
    check_name(&mut checks, &input.name, "/name");
    checks.finish()?;
    let team = Team {
        id: ctx.id(),
        brand_id: input.brand_id,
        name: input.name.trim().to_owned(),
        member_count: 0,
        created_at: ctx.now,
        version: 1,
    };
    store
        .write(ctx, Unit::on("team_create", team.id), move |tx| {
            if brands::lookup(tx, team.brand_id)?.is_none() {
                return Err(Error::invalid("/brand_id", "unknown", "there is no such brand"));
            }
            teams::create(tx, &team).map_err(|error| error.taken("teams", "name"))?;
            let event = Event::TeamCreated { team_id: team.id };
            tx.append(Entry::new(team.id, event).of_brand(team.brand_id))?;
            Ok(team.clone())
        })
        .await
}

/// Changes a team.
pub async fn update(store: &Store, ctx: &Ctx, id: TeamId, patch: TeamPatch) -> Result<Team> {
    ctx.reach(Permission::TeamManage)?;
    let mut checks = Checks::default();
    if let Some(name) = &patch.name {
        check_name(&mut checks, name, "/name");
    }
    checks.finish()?;
    let acting = ctx.clone();
    store
        .write(ctx, Unit::on("team_update", id), move |tx| {
            let mut team = teams::lookup(tx, id)?.ok_or_else(|| Error::not_found("team", id))?;
            acting.require(Permission::TeamManage, &Subject::brand(team.brand_id))?;
            team.name = patch.name.as_deref().map_or(team.name, |name| name.trim().to_owned());
            team.version = patch.version;
            if !teams::update(tx, &team).map_err(|error| error.taken("teams", "name"))? {
                return Err(Conflict::StaleVersion.into());
            }
            team.version += 1;
            tx.append(Entry::new(id, Event::TeamUpdated { team_id: id }).of_brand(team.brand_id))?;
            Ok(team)
        })
        .await
}

/// Removes a team that nothing needs any more.
pub async fn delete(store: &Store, ctx: &Ctx, id: TeamId) -> Result<()> {
    ctx.reach(Permission::TeamManage)?;
    let acting = ctx.clone();
    store
        .write(ctx, Unit::on("team_delete", id), move |tx| {
            let team = teams::lookup(tx, id)?.ok_or_else(|| Error::not_found("team", id))?;
            acting.require(Permission::TeamManage, &Subject::brand(team.brand_id))?;
            let uses = teams::uses(tx, id)?;
            if let Some(by) = describe(&uses) {
                return Err(Conflict::InUse(by).into());
            }
            teams::delete(tx, id)?;
            tx.append(Entry::new(id, Event::TeamDeleted { team_id: id }).of_brand(team.brand_id))
        })
        .await
}

/// What needs a team, as the end of a sentence.
fn describe(uses: &Uses) -> Option<String> {
    let mut by = Vec::new();
    if !uses.queues.is_empty() {
        by.push(format!("the queues {}", uses.queues.join(", ")));
    }
    if uses.members > 0 {
        by.push(format!("{} members", uses.members));
    }
    if uses.conversations > 0 {
        by.push(format!("{} conversations that are not resolved", uses.conversations));
    }
    if by.is_empty() { None } else { Some(by.join(" and ")) }
}
