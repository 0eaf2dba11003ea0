//! Queues as supervisors set them up, with how they stand. Who gets what waits in them is decided by the router.

use serde::Deserialize;
use utoipa::ToSchema;
use yingda_model::error::Checks;
use yingda_model::{
    BrandId, Conflict, Ctx, Entry, Error, Event, Permission, Queue, QueueId, Result, Subject, TeamId,
};
use yingda_store::{Store, Tx, Unit, channels, queues, teams};

use crate::channels::readable;

/// A new queue.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueIn {
    pub brand_id: BrandId,
    /// Who works on it.
    pub team_id: TeamId,
    pub name: String,
}

/// What changes about a queue. What is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueuePatch {
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub team_id: Option<TeamId>,
    /// The version that was read.
    pub version: i64,
}

/// The queues of the actor's brands, by name.
pub async fn list(store: &Store, ctx: &Ctx) -> Result<Vec<Queue>> {
    let reach = readable(ctx)?;
    let all = store.read(|tx| Ok(queues::list(tx)?)).await?;
    Ok(all.into_iter().filter(|queue| reach.covers(&Subject::brand(queue.brand_id))).collect())
}

/// Sets up a queue.
pub async fn create(store: &Store, ctx: &Ctx, input: QueueIn) -> Result<Queue> {
    ctx.require(Permission::QueueManage, &subject(input.brand_id, input.team_id))?;
    let queue = Queue {
        id: ctx.id(),
        brand_id: input.brand_id,
        team_id: input.team_id,
        name: input.name.trim().to_owned(),
        waiting: 0,
        longest_wait_since: None,
        agents_online: 0,
        free_capacity: 0,
        created_at: ctx.now,
        version: 1,
    };
    validate(&queue)?;
    let unit = Unit::on("queue_create", queue.id);
    let work = move |tx: &mut Tx<'_>| {
        check_team(tx, &queue)?;
        queues::create(tx, &queue).map_err(|error| error.taken("queues", "name"))?;
        journal(tx, &queue, Event::QueueCreated { queue_id: queue.id })?;
        queues::lookup(tx, queue.id)?.ok_or_else(|| Error::not_found("queue", queue.id))
    };
    store.write(ctx, unit, work).await
}

/// Changes a queue. What waits in it goes to the new team.
pub async fn update(store: &Store, ctx: &Ctx, id: QueueId, patch: QueuePatch) -> Result<Queue> {
    ctx.reach(Permission::QueueManage)?;
    let before = find(store, ctx, id).await?;
    ctx.require(Permission::QueueManage, &subject(before.brand_id, before.team_id))?;
    let name = patch.name.as_deref().map_or(before.name.as_str(), str::trim).to_owned();
    let after = Queue { name, team_id: patch.team_id.unwrap_or(before.team_id), ..before.clone() };
    ctx.require(Permission::QueueManage, &subject(after.brand_id, after.team_id))?;
    validate(&after)?;
    let work = move |tx: &mut Tx<'_>| {
        if patch.version != before.version {
            return Err(Conflict::StaleVersion.into());
        }
        if after == before {
            return Ok(before.clone());
        }
        check_team(tx, &after)?;
        if !queues::update(tx, &after).map_err(|error| error.taken("queues", "name"))? {
            return Err(Conflict::StaleVersion.into());
        }
        journal(tx, &after, Event::QueueUpdated { queue_id: id })?;
        queues::lookup(tx, id)?.ok_or_else(|| Error::not_found("queue", id))
    };
    store.write(ctx, Unit::on("queue_update", id), work).await
}

/// Removes a queue that no channel uses and in which nobody waits.
pub async fn delete(store: &Store, ctx: &Ctx, id: QueueId) -> Result<()> {
    ctx.reach(Permission::QueueManage)?;
    let queue = find(store, ctx, id).await?;
    ctx.require(Permission::QueueManage, &subject(queue.brand_id, queue.team_id))?;
    let work = move |tx: &mut Tx<'_>| {
        if !queues::lock(tx, id)? {
            return Err(Error::not_found("queue", id));
        }
        if let Some(channel) = channels::find_by_queue(tx, id)? {
            return Err(Conflict::InUse(format!("the channel {}", channel.name)).into());
        }
        match queues::count_conversations(tx, id)? {
            0 => {}
            1 => return Err(Conflict::InUse("1 waiting conversation".into()).into()),
            waiting => return Err(Conflict::InUse(format!("{waiting} waiting conversations")).into()),
        }
        queues::delete(tx, id)?;
        journal(tx, &queue, Event::QueueDeleted { queue_id: id })
    };
    store.write(ctx, Unit::on("queue_delete", id), work).await
}

fn subject(brand: BrandId, team: TeamId) -> Subject {
    Subject { brand: Some(brand), team: Some(team), owner: None }
}

async fn find(store: &Store, ctx: &Ctx, id: QueueId) -> Result<Queue> {
    let reach = readable(ctx)?;
    let found = store.read(move |tx| Ok(queues::lookup(tx, id)?)).await?;
    found
        .filter(|queue| reach.covers(&Subject::brand(queue.brand_id)))
        .ok_or_else(|| Error::not_found("queue", id))
}

fn validate(queue: &Queue) -> Result<()> {
    let mut checks = Checks::default();
    checks.text(&queue.name, "/name", 1, 60);
    checks.finish()
}

fn check_team(tx: &mut Tx<'_>, queue: &Queue) -> Result<()> {
    match teams::lookup(tx, queue.team_id)? {
        Some(team) if team.brand_id == queue.brand_id => Ok(()),
        _ => Err(Error::invalid("/team_id", "unknown", "there is no such team in this brand")),
    }
}

fn journal(tx: &mut Tx<'_>, queue: &Queue, event: Event) -> Result<()> {
    tx.append(Entry::new(queue.id, event).of_brand(queue.brand_id))
}
