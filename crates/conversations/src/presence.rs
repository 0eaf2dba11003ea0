//! Presence: whether an agent takes new work, said by themselves, by a supervisor, or by a connection that has gone.

use std::collections::HashMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use utoipa::ToSchema;
use yingda_model::{
    Actor, Agent, Ctx, Entry, Environment, Error, Event, MemberId, Page, Permission, Presence, Result,
    Subject,
};
use yingda_store::{Store, Unit, agents};

/// How long an agent whose last connection has gone is still taken to be there.
pub const GRACE: Duration = Duration::from_secs(60);

/// Whether to take new work.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PresenceIn {
    pub presence: Presence,
}

/// The colleagues of the actor's teams and brands, with their load.
pub async fn list(store: &Store, ctx: &Ctx) -> Result<Page<Agent>> {
    let reach = ctx.reach(Permission::MemberRead)?;
    Ok(Page::whole(store.read(move |tx| Ok(agents::list(tx, &reach)?)).await?))
}

/// Says whether a member takes new work: oneself, or another for those who may.
pub async fn update(store: &Store, ctx: &Ctx, member: MemberId, presence: Presence) -> Result<Agent> {
    ctx.reach(Permission::PresenceManage)?;
    let subject = store
        .read(move |tx| {
            let agent = agents::lookup(tx, member)?.ok_or_else(|| Error::not_found("member", member))?;
            let team = agent.team_ids.first().copied();
            let brand = match team {
                Some(team) => yingda_store::teams::lookup(tx, team)?.map(|team| team.brand_id),
                None => None,
            };
            Ok(Subject { brand, team, owner: Some(member) })
        })
        .await?;
    ctx.require(Permission::PresenceManage, &subject)?;
    let now = ctx.now;
    store
        .write(ctx, Unit::on("presence_update", member), move |tx| {
            if agents::set_presence(tx, member, presence, now)? {
                tx.append(Entry::new(member, Event::PresenceChanged { member_id: member, presence }))?;
            }
            agents::lookup(tx, member)?.ok_or_else(|| Error::not_found("member", member))
        })
        .await
}

/// A connection that came or went.
#[derive(Clone, Copy, Debug)]
pub enum Connection {
    Opened(MemberId),
    Closed(MemberId),
}

/// Takes agents offline whose last connection has been gone for [`GRACE`]; at start also those who were there when the
/// product stopped and do not come back.
pub async fn watch_connections(
    store: Store,
    environment: Environment,
    mut connections: mpsc::UnboundedReceiver<Connection>,
    mut stop: watch::Receiver<bool>,
) {
    let mut open: HashMap<MemberId, usize> = HashMap::new();
    let mut leaving: HashMap<MemberId, Instant> = HashMap::new();
    match store.read(|tx| Ok(agents::present(tx)?)).await {
        Ok(present) => leaving.extend(present.into_iter().map(|member| (member, Instant::now() + GRACE))),
        Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "presence could not be read"),
    }
    loop {
        let next = leaving.values().min().copied();
        tokio::select! {
            changed = connections.recv() => match changed {
                Some(Connection::Opened(member)) => {
                    *open.entry(member).or_default() += 1;
                    leaving.remove(&member);
                }
                Some(Connection::Closed(member)) => {
                    let left = open.entry(member).or_default();
                    *left = left.saturating_sub(1);
                    if *left == 0 {
                        open.remove(&member);
                        leaving.insert(member, Instant::now() + GRACE);
                    }
                }
                None => return,
            },
            () = sleep_until(next) => {
                let gone: Vec<_> = leaving.iter().filter(|(_, at)| **at <= Instant::now()).map(|(member, _)| *member).collect();
                for member in gone {
                    leaving.remove(&member);
                    take_offline(&store, &environment, member).await;
                }
            }
            _ = stop.changed() => return,
        }
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

async fn take_offline(store: &Store, environment: &Environment, member: MemberId) {
    let ctx = environment.ctx(Actor::System);
    match update(store, &ctx, member, Presence::Offline).await {
        Ok(_) | Err(Error::NotFound { .. }) => {}
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "an agent could not be taken offline");
        }
    }
}
