//! The company itself: brand, teams, members, queues, channel and canned replies.

use std::collections::HashMap;

use serde::Deserialize;
use yingda_access::passwords;
use yingda_access::teams::{self, TeamIn};
use yingda_conversations::canned_replies::{self, CannedReplyIn};
use yingda_conversations::channels::{self, ChannelIn};
use yingda_conversations::queues::{self, QueueIn};
use yingda_model::context::MemberActor;
use yingda_model::member::{Brand, DEFAULT_TIME_ZONE, MemberState};
use yingda_model::{
    Actor, BrandId, Channel, ChannelSettings, Ctx, Entry, Event, Locale, Member, Presence, QueueId, Result,
    Role, TeamId,
};
use yingda_store::{Store, Unit, brands, members};
use yingda_vault::Vault;

use super::{COMPANY, broken, unknown};

/// Everybody's password, which the login page of the demo shows.
pub const PASSWORD: &str = "yingda-demo-2026";

/// What the rest of the demo builds on.
pub(super) struct Company {
    pub brand: BrandId,
    pub channel: Channel,
    /// By e-mail address.
    pub members: HashMap<String, MemberActor>,
}

#[derive(Deserialize)]
struct File {
    brand: BrandRow,
    teams: Vec<TeamRow>,
    queues: Vec<QueueRow>,
    members: Vec<MemberRow>,
    channels: Vec<ChannelRow>,
    canned_replies: Vec<ReplyRow>,
}

#[derive(Deserialize)]
struct BrandRow {
    name: String,
    locale: Locale,
}

#[derive(Deserialize)]
struct TeamRow {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct QueueRow {
    id: String,
    team: String,
    name: String,
}

#[derive(Deserialize)]
struct MemberRow {
    email: String,
    name: String,
    role: Role,
    teams: Vec<String>,
    capacity: i64,
    locale: Locale,
}

#[derive(Deserialize)]
struct ChannelRow {
    name: String,
    queue: String,
    allowed_origins: Vec<String>,
    settings: ChannelSettings,
}

#[derive(Deserialize)]
struct ReplyRow {
    shortcut: String,
    title: String,
    text: String,
    shared: bool,
    member: Option<String>,
}

/// Makes the company.
pub(super) async fn make(store: &Store, vault: &Vault, ctx: &Ctx) -> Result<Company> {
    let file: File = serde_json::from_str(COMPANY).map_err(broken)?;
    let brand = make_brand(store, ctx, &file.brand).await?;
    let mut team_ids = HashMap::new();
    for row in &file.teams {
        let team = teams::create(store, ctx, TeamIn { brand_id: brand, name: row.name.clone() }).await?;
        team_ids.insert(row.id.clone(), team.id);
    }
    let members = make_members(store, ctx, brand, &team_ids, &file.members).await?;
    let mut queue_ids = HashMap::new();
    for row in &file.queues {
        let team_id = *team_ids.get(&row.team).ok_or_else(|| unknown("team", &row.team))?;
        let queue =
            queues::create(store, ctx, QueueIn { brand_id: brand, team_id, name: row.name.clone() }).await?;
        queue_ids.insert(row.id.clone(), queue.id);
    }
    let mut channel = None;
    for row in file.channels {
        let made = make_channel(store, vault, ctx, brand, &queue_ids, row).await?;
        channel.get_or_insert(made);
    }
    make_replies(store, ctx, brand, &members, file.canned_replies).await?;
    let channel = channel.ok_or_else(|| unknown("channel", "at all"))?;
    Ok(Company { brand, channel, members })
}

async fn make_brand(store: &Store, ctx: &Ctx, row: &BrandRow) -> Result<BrandId> {
    let brand = Brand {
        id: ctx.id(),
        name: row.name.clone(),
        locale: row.locale,
        time_zone: DEFAULT_TIME_ZONE.into(),
        created_at: ctx.now,
        version: 1,
    };
    let id = brand.id;
    store.write(ctx, Unit::quiet("demo_brand"), move |tx| Ok(brands::create(tx, &brand)?)).await?;
    Ok(id)
}

async fn make_members(
    store: &Store,
    ctx: &Ctx,
    brand: BrandId,
    teams: &HashMap<String, TeamId>,
    rows: &[MemberRow],
) -> Result<HashMap<String, MemberActor>> {
    // All have the same password, so hashing it once is enough.
    let hash = passwords::hash(ctx, PASSWORD).await?;
    let mut actors = HashMap::new();
    for row in rows {
        let team = |key: &String| teams.get(key).copied().ok_or_else(|| unknown("team", key));
        let member = Member {
            id: ctx.id(),
            name: row.name.clone(),
            email: row.email.clone(),
            role: row.role,
            state: MemberState::Active,
            team_ids: row.teams.iter().map(team).collect::<Result<_>>()?,
            locale: row.locale,
            capacity: row.capacity,
            presence: Presence::Offline,
            active: 0,
            last_seen_at: None,
            created_at: ctx.now,
            version: 1,
        };
        let actor = MemberActor {
            id: member.id,
            name: member.name.clone(),
            role: member.role,
            teams: member.team_ids.clone(),
            brands: if member.team_ids.is_empty() { Vec::new() } else { vec![brand] },
        };
        let (hash, unit) = (hash.clone(), Unit::on("demo_member", member.id));
        let work = move |tx: &mut yingda_store::Tx<'_>| {
            members::create(tx, &member, &hash)?;
            let event = Event::MemberCreated { member_id: member.id, role: member.role };
            tx.append(Entry::new(member.id, event))
        };
        store.write(ctx, unit, work).await?;
        actors.insert(row.email.clone(), actor);
    }
    Ok(actors)
}

async fn make_channel(
    store: &Store,
    vault: &Vault,
    ctx: &Ctx,
    brand_id: BrandId,
    queues: &HashMap<String, QueueId>,
    row: ChannelRow,
) -> Result<Channel> {
    let queue_id = *queues.get(&row.queue).ok_or_else(|| unknown("queue", &row.queue))?;
    let (settings, allowed_origins) = (Some(row.settings), Some(row.allowed_origins));
    let input = ChannelIn { brand_id, name: row.name, queue_id, settings, allowed_origins };
    channels::create(store, vault, ctx, input, "").await
}

async fn make_replies(
    store: &Store,
    ctx: &Ctx,
    brand_id: BrandId,
    members: &HashMap<String, MemberActor>,
    rows: Vec<ReplyRow>,
) -> Result<()> {
    for row in rows {
        let author = match &row.member {
            Some(email) => {
                let member = members.get(email).ok_or_else(|| unknown("member", email))?;
                ctx.acting(Actor::Member(member.clone()))
            }
            None => ctx.clone(),
        };
        let ReplyRow { shortcut, title, text, shared, .. } = row;
        let input = CannedReplyIn { brand_id, shortcut, title, text, shared };
        canned_replies::create(store, &author, input).await?;
    }
    Ok(())
}
