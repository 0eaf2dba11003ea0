//! The first start: one administrator, one brand, team, queue and channel, so that a newcomer can embed at once.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_model::channel::ChannelKind;
use yingda_model::error::Checks;
use yingda_model::member::{Brand, DEFAULT_TIME_ZONE, MemberState, Team};
use yingda_model::{
    Channel, ChannelSettings, Conflict, Ctx, Entry, Event, Locale, Member, Presence, Queue, Result, Role,
    Secret, SecretKind,
};
use yingda_store::{Store, Tx, Unit, brands, channels, members, queues, teams};
use yingda_vault::Vault;

use crate::checks::{check_email, check_name, check_time_zone, email};
use crate::members::DEFAULT_CAPACITY;
use crate::sessions::{self, Begun};
use crate::{passwords, secrets};

/// Whether the product waits for its first administrator.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct SetupOut {
    pub required: bool,
    /// Whether this is the demo company.
    pub demo: bool,
}

/// The company and its first administrator.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupIn {
    pub company: String,
    pub name: String,
    pub email: String,
    /// At least 10 characters.
    pub password: String,
    pub locale: Locale,
    /// Where the company's days begin and end: a name of the IANA database; `Asia/Shanghai` when it is absent.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// Whether there is anybody yet.
pub async fn status(store: &Store, demo: bool) -> Result<SetupOut> {
    let required = store.read(|tx| Ok(members::count(tx)? == 0)).await?;
    Ok(SetupOut { required, demo })
}

/// Makes the company and logs its first administrator in.
pub async fn complete(store: &Store, vault: &Vault, ctx: &Ctx, input: SetupIn) -> Result<Begun> {
    let address = email(&input.email);
    let mut checks = Checks::default();
    check_name(&mut checks, &input.company, "/company");
    check_name(&mut checks, &input.name, "/name");
    check_email(&mut checks, &address, "/email");
    passwords::check(&mut checks, &input.password, "/password");
    let time_zone = input.time_zone.as_deref().unwrap_or(DEFAULT_TIME_ZONE);
    let time_zone = check_time_zone(&mut checks, time_zone, "/time_zone");
    checks.finish()?;
    if !status(store, false).await?.required {
        return Err(DONE.into());
    }
    let hash = passwords::hash(ctx, &input.password).await?;
    let company = Company::new(ctx, &input, address, time_zone);
    let secret = Secret::new(secrets::make(ctx));
    let sealed = vault.seal(store, ctx, company.channel.id, SecretKind::Identity, &secret).await?;
    let begun = sessions::begin(ctx, company.administrator.id);
    let stored = begun.clone();
    store
        .write(ctx, company.unit(), move |tx| {
            if members::count(tx)? > 0 {
                return Err(DONE.into());
            }
            company.insert(tx, &hash)?;
            yingda_store::secrets::put(tx, &sealed)?;
            sessions::insert(tx, &stored.session, &stored.token)
        })
        .await?;
    Ok(begun)
}

const DONE: Conflict = Conflict::Other("the company is set up already: log in");

struct Company {
    brand: Brand,
    team: Team,
    queue: Queue,
    channel: Channel,
    administrator: Member,
}

impl Company {
    fn new(ctx: &Ctx, input: &SetupIn, email: String, time_zone: String) -> Self {
        let (team_name, queue_name, channel_name) = match input.locale {
            Locale::ZhCn => ("客服", "在线咨询", "网站"),
            Locale::En => ("Support", "Live chat", "Website"),
        };
        let (created_at, version) = (ctx.now, 1);
        let name = input.company.trim().to_owned();
        let brand = Brand { id: ctx.id(), name, locale: input.locale, time_zone, created_at, version };
        let name = team_name.to_owned();
        let team = Team { id: ctx.id(), brand_id: brand.id, name, member_count: 1, created_at, version };
        let queue = Queue {
            id: ctx.id(),
            brand_id: brand.id,
            team_id: team.id,
            name: queue_name.into(),
            waiting: 0,
            longest_wait_since: None,
            agents_online: 0,
            free_capacity: 0,
            created_at,
            version,
        };
        let administrator = Member {
            id: ctx.id(),
            name: input.name.trim().to_owned(),
            email,
            role: Role::Administrator,
            state: MemberState::Active,
            team_ids: vec![team.id],
            locale: input.locale,
            capacity: DEFAULT_CAPACITY,
            presence: Presence::Offline,
            active: 0,
            last_seen_at: None,
            created_at,
            version,
        };
        let channel = web_channel(ctx, &queue, channel_name);
        Self { brand, team, queue, channel, administrator }
    }

    /// Names all whose journal this writes to, and the company, so that two can't set it up at once.
    fn unit(&self) -> Unit {
        Unit::on("setup_complete", "company")
            .and(self.administrator.id)
            .and(self.team.id)
            .and(self.queue.id)
            .and(self.channel.id)
    }

    fn insert(&self, tx: &mut Tx<'_>, password_hash: &str) -> Result<()> {
        brands::create(tx, &self.brand)?;
        teams::create(tx, &self.team)?;
        queues::create(tx, &self.queue)?;
        channels::create(tx, &self.channel)?;
        members::create(tx, &self.administrator, password_hash)?;
        let (brand, member_id) = (self.brand.id, self.administrator.id);
        let role = self.administrator.role;
        tx.append(Entry::new("company", Event::CompanySetUp { member_id }))?;
        tx.append(Entry::new(member_id, Event::MemberCreated { member_id, role }))?;
        let (team_id, queue_id, channel_id) = (self.team.id, self.queue.id, self.channel.id);
        tx.append(Entry::new(team_id, Event::TeamCreated { team_id }).of_brand(brand))?;
        tx.append(Entry::new(queue_id, Event::QueueCreated { queue_id }).of_brand(brand))?;
        tx.append(Entry::new(channel_id, Event::ChannelCreated { channel_id }).of_brand(brand))
    }
}

fn web_channel(ctx: &Ctx, queue: &Queue, name: &str) -> Channel {
    Channel {
        id: ctx.id(),
        brand_id: queue.brand_id,
        kind: ChannelKind::Web,
        name: name.into(),
        key: format!("wk_{}", &secrets::make(ctx)[..24]),
        queue_id: queue.id,
        enabled: true,
        settings: ChannelSettings::default(),
        allowed_origins: Vec::new(),
        identity_secret: None,
        snippet: String::new(),
        created_at: ctx.now,
        version: 1,
    }
}
