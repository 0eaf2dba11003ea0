//! Channels as administrators configure them. How customers' requests find them is a matter of `doors`.

use serde::Deserialize;
use utoipa::ToSchema;
use yingda_channels::web::origin;
use yingda_model::channel::{ChannelKind, logo_hash};
use yingda_model::error::Checks;
use yingda_model::permission::Reach;
use yingda_model::{
    BrandId, Channel, ChannelId, ChannelSettings, Conflict, Ctx, Entry, Error, Event, Permission, QueueId,
    Result, Scope, Secret, SecretKind, Subject,
};
use yingda_store::{Store, Tx, Unit, channels, logos, queues, secrets};
use yingda_vault::Vault;

/// Origins of one channel.
const MAX_ORIGINS: usize = 50;

/// A new web channel.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelIn {
    pub brand_id: BrandId,
    pub name: String,
    /// Where hand-offs wait.
    pub queue_id: QueueId,
    #[serde(default)]
    pub settings: Option<ChannelSettings>,
    /// Origins that may embed it; empty: this server only; `*`: any.
    #[serde(default)]
    pub allowed_origins: Option<Vec<String>>,
}

/// What changes about a channel. What is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelPatch {
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub queue_id: Option<QueueId>,
    #[serde(default)]
    pub enabled: Option<bool>,
    #[serde(default)]
    pub settings: Option<ChannelSettings>,
    #[serde(default)]
    pub allowed_origins: Option<Vec<String>>,
    /// The version that was read.
    pub version: i64,
}

/// The channels of the actor's brands, oldest first.
pub async fn list(store: &Store, vault: &Vault, ctx: &Ctx, public_url: &str) -> Result<Vec<Channel>> {
    let reach = readable(ctx)?;
    let all = store.read(|tx| Ok(channels::list(tx)?)).await?;
    let mut within = Vec::new();
    for channel in all.into_iter().filter(|channel| reach.covers(&Subject::brand(channel.brand_id))) {
        within.push(shown(store, vault, ctx, channel, public_url).await?);
    }
    Ok(within)
}

/// A channel by id.
pub async fn lookup(
    store: &Store,
    vault: &Vault,
    ctx: &Ctx,
    id: ChannelId,
    public_url: &str,
) -> Result<Channel> {
    shown(store, vault, ctx, find(store, ctx, id).await?, public_url).await
}

/// Sets up a web channel with a public key and a secret of its own.
pub async fn create(
    store: &Store,
    vault: &Vault,
    ctx: &Ctx,
    input: ChannelIn,
    public_url: &str,
) -> Result<Channel> {
    ctx.require(Permission::ChannelManage, &Subject::brand(input.brand_id))?;
    let mut channel = Channel {
        id: ctx.id(),
        brand_id: input.brand_id,
        kind: ChannelKind::Web,
        name: input.name.trim().to_owned(),
        key: format!("wk_{}", hex(&ctx.random::<16>())),
        queue_id: input.queue_id,
        enabled: true,
        settings: input.settings.unwrap_or_default(),
        allowed_origins: input.allowed_origins.unwrap_or_default(),
        identity_secret: None,
        snippet: String::new(),
        created_at: ctx.now,
        version: 1,
    };
    validate(&mut channel)?;
    let sealed = vault.seal(store, ctx, channel.id, SecretKind::Identity, &new_secret(ctx)).await?;
    let unit = Unit::on("channel_create", channel.id);
    let work = move |tx: &mut Tx<'_>| {
        check_queue(tx, &channel)?;
        check_logo(tx, &channel)?;
        channels::create(tx, &channel)?;
        secrets::put(tx, &sealed)?;
        let event = Event::ChannelCreated { channel_id: channel.id };
        tx.append(Entry::new(channel.id, event).of_brand(channel.brand_id))?;
        Ok(channel.clone())
    };
    let created = store.write(ctx, unit, work).await?;
    shown(store, vault, ctx, created, public_url).await
}

/// Changes a channel.
pub async fn update(
    store: &Store,
    vault: &Vault,
    ctx: &Ctx,
    id: ChannelId,
    patch: ChannelPatch,
    public_url: &str,
) -> Result<Channel> {
    ctx.reach(Permission::ChannelManage)?;
    let before = find(store, ctx, id).await?;
    ctx.require(Permission::ChannelManage, &Subject::brand(before.brand_id))?;
    let mut after = patch.apply(&before);
    validate(&mut after)?;
    let fields = differences(&before, &after);
    let work = move |tx: &mut Tx<'_>| {
        if patch.version != before.version {
            return Err(Conflict::StaleVersion.into());
        }
        if fields.is_empty() {
            return Ok(before.clone());
        }
        check_queue(tx, &after)?;
        check_logo(tx, &after)?;
        if !channels::update(tx, &after)? {
            return Err(Conflict::StaleVersion.into());
        }
        let event = Event::ChannelUpdated { channel_id: id, fields: fields.clone() };
        tx.append(Entry::new(id, event).of_brand(after.brand_id))?;
        Ok(Channel { version: after.version + 1, ..after.clone() })
    };
    let updated = store.write(ctx, Unit::on("channel_update", id), work).await?;
    shown(store, vault, ctx, updated, public_url).await
}

/// Gives a channel a new identity secret. The shop's pages can't vouch for anybody until they sign with it.
pub async fn rotate_secret(
    store: &Store,
    vault: &Vault,
    ctx: &Ctx,
    id: ChannelId,
    public_url: &str,
) -> Result<Channel> {
    ctx.reach(Permission::ChannelManage)?;
    let channel = find(store, ctx, id).await?;
    ctx.require(Permission::ChannelManage, &Subject::brand(channel.brand_id))?;
    let sealed = vault.seal(store, ctx, id, SecretKind::Identity, &new_secret(ctx)).await?;
    let work = move |tx: &mut Tx<'_>| {
        secrets::put(tx, &sealed)?;
        channels::touch(tx, id)?;
        let event = Event::ChannelUpdated { channel_id: id, fields: vec!["identity_secret".into()] };
        tx.append(Entry::new(id, event).of_brand(channel.brand_id))?;
        channels::lookup(tx, id)?.ok_or_else(|| Error::not_found("channel", id))
    };
    let rotated = store.write(ctx, Unit::on("channel_rotate_secret", id), work).await?;
    shown(store, vault, ctx, rotated, public_url).await
}

impl ChannelPatch {
    fn apply(&self, before: &Channel) -> Channel {
        let mut after = before.clone();
        if let Some(name) = &self.name {
            name.trim().clone_into(&mut after.name);
        }
        after.queue_id = self.queue_id.unwrap_or(after.queue_id);
        after.enabled = self.enabled.unwrap_or(after.enabled);
        if let Some(settings) = &self.settings {
            after.settings.clone_from(settings);
        }
        if let Some(origins) = &self.allowed_origins {
            after.allowed_origins.clone_from(origins);
        }
        after
    }
}

fn differences(before: &Channel, after: &Channel) -> Vec<String> {
    let fields = [
        ("name", before.name != after.name),
        ("queue_id", before.queue_id != after.queue_id),
        ("enabled", before.enabled != after.enabled),
        ("settings", before.settings != after.settings),
        ("allowed_origins", before.allowed_origins != after.allowed_origins),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.to_owned()).collect()
}

/// Checks a channel and brings its origins into the form that browsers send.
fn validate(channel: &mut Channel) -> Result<()> {
    let mut checks = Checks::default();
    checks.text(&channel.name, "/name", 1, 60);
    checks.also(channel.settings.validate())?;
    checks.check(
        channel.allowed_origins.len() <= MAX_ORIGINS,
        "/allowed_origins",
        "too_many",
        "at most 50 origins",
    );
    let mut origins = Vec::new();
    for (index, typed) in channel.allowed_origins.iter().enumerate() {
        let normal = origin::normalize(typed);
        checks.check(
            normal.is_some(),
            &format!("/allowed_origins/{index}"),
            "invalid",
            "must be like https://shop.example or https://shop.example:8443, without a path, or *",
        );
        origins.extend(normal.filter(|origin| !origins.contains(origin)));
    }
    channel.allowed_origins = origins;
    checks.finish()
}

fn check_queue(tx: &mut Tx<'_>, channel: &Channel) -> Result<()> {
    match queues::lookup(tx, channel.queue_id)? {
        Some(queue) if queue.brand_id == channel.brand_id => Ok(()),
        _ => Err(Error::invalid("/queue_id", "unknown", "there is no such queue in this brand")),
    }
}

fn check_logo(tx: &mut Tx<'_>, channel: &Channel) -> Result<()> {
    let Some(hash) = channel.settings.logo.as_deref().and_then(logo_hash) else { return Ok(()) };
    if logos::exists(tx, hash)? {
        Ok(())
    } else {
        Err(Error::invalid("/settings/logo", "unknown", "upload the picture first"))
    }
}

/// How far the actor sees channels and queues: everybody who works with conversations sees those of their brands.
pub(crate) fn readable(ctx: &Ctx) -> Result<Reach> {
    let reach = ctx.reach(Permission::ConversationRead)?;
    Ok(Reach { scope: reach.scope.map(|scope| scope.max(Scope::Brand)), ..reach })
}

async fn find(store: &Store, ctx: &Ctx, id: ChannelId) -> Result<Channel> {
    let reach = readable(ctx)?;
    let found = store.read(move |tx| Ok(channels::lookup(tx, id)?)).await?;
    found
        .filter(|channel| reach.covers(&Subject::brand(channel.brand_id)))
        .ok_or_else(|| Error::not_found("channel", id))
}

/// A channel with its snippet, and with its secret for those who may manage it. Answers that are remembered for a retry
/// hold neither.
async fn shown(
    store: &Store,
    vault: &Vault,
    ctx: &Ctx,
    mut channel: Channel,
    public_url: &str,
) -> Result<Channel> {
    let public_url = public_url.trim_end_matches('/');
    channel.snippet =
        format!(r#"<script async src="{public_url}/widget.js" data-channel="{}"></script>"#, channel.key);
    if ctx.require(Permission::ChannelManage, &Subject::brand(channel.brand_id)).is_ok() {
        channel.identity_secret = identity_secret(store, vault, channel.id).await?;
    }
    Ok(channel)
}

/// The secret that a channel's shop signs identities with, opened.
pub(crate) async fn identity_secret(store: &Store, vault: &Vault, id: ChannelId) -> Result<Option<Secret>> {
    let kept = store.read(move |tx| Ok(secrets::lookup(tx, &id.to_string(), SecretKind::Identity)?)).await?;
    match kept {
        Some(sealed) => Ok(Some(vault.open(&sealed).await?)),
        None => Ok(None),
    }
}

fn new_secret(ctx: &Ctx) -> Secret {
    Secret::new(format!("ws_{}", hex(&ctx.random::<32>())))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
