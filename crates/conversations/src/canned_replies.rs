//! Canned replies: shared by a brand, or a member's own. What others keep for themselves is nobody else's business, not
//! even an administrator's.

use serde::Deserialize;
use utoipa::ToSchema;
use yingda_language::normalize::fold;
use yingda_model::error::Checks;
use yingda_model::{
    BrandId, CannedReply, CannedReplyId, Conflict, Ctx, Entry, Error, Event, MemberId, Page, PageRequest,
    Permission, Result, Subject,
};
use yingda_store::{Store, Tx, Unit, brands, canned_replies};

/// Characters of the longest shortcut.
const MAX_SHORTCUT: usize = 32;

/// A new reply.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CannedReplyIn {
    pub brand_id: BrandId,
    /// What is typed after `/`.
    pub shortcut: String,
    pub title: String,
    pub text: String,
    /// Whether the whole brand has it, or only its author.
    pub shared: bool,
}

/// What changes about a reply. What is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CannedReplyPatch {
    #[serde(default)]
    pub shortcut: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub shared: Option<bool>,
    /// The version that was read.
    pub version: i64,
}

/// Replies that the actor can use, by shortcut; with `query` those whose shortcut, title or text contains it.
pub async fn list(
    store: &Store,
    ctx: &Ctx,
    query: Option<&str>,
    page: PageRequest,
) -> Result<Page<CannedReply>> {
    let reach = ctx.reach(Permission::CannedReplyRead)?;
    let after = page.cursor.as_deref().map(read_cursor).transpose()?.unwrap_or_default();
    let search = fold(query.unwrap_or_default());
    let (member, limit) = (acting(ctx), page.limit);
    let rows = store
        .read(move |tx| {
            let after = (after.0.as_str(), after.1.as_str());
            Ok(canned_replies::list(tx, &reach, member, &search, after, limit + 1)?)
        })
        .await?;
    Ok(Page::cut(rows, limit, |reply| format!("{}:{}", reply.shortcut, reply.id)))
}

/// Writes a reply.
pub async fn create(store: &Store, ctx: &Ctx, input: CannedReplyIn) -> Result<CannedReply> {
    let reply = CannedReply {
        id: ctx.id(),
        brand_id: input.brand_id,
        shortcut: input.shortcut.trim().trim_start_matches('/').to_ascii_lowercase(),
        title: input.title.trim().to_owned(),
        text: input.text.trim().to_owned(),
        shared: input.shared,
        member_id: acting(ctx),
        created_at: ctx.now,
        version: 1,
    };
    ctx.require(Permission::CannedReplyWrite, &subject(&reply))?;
    validate(&reply)?;
    let unit = Unit::on("canned_reply_create", reply.id);
    let work = move |tx: &mut Tx<'_>| {
        if brands::lookup(tx, reply.brand_id)?.is_none() {
            return Err(Error::invalid("/brand_id", "unknown", "there is no such brand"));
        }
        canned_replies::create(tx, &reply, &search_text(&reply)).map_err(taken)?;
        journal(tx, &reply, Event::CannedReplyCreated { canned_reply_id: reply.id })?;
        Ok(reply.clone())
    };
    store.write(ctx, unit, work).await
}

/// Changes a reply. Who shares their own gives it to the brand; who takes a shared one back has it alone.
pub async fn update(
    store: &Store,
    ctx: &Ctx,
    id: CannedReplyId,
    patch: CannedReplyPatch,
) -> Result<CannedReply> {
    ctx.reach(Permission::CannedReplyWrite)?;
    let before = find(store, ctx, id).await?;
    ctx.require(Permission::CannedReplyWrite, &subject(&before))?;
    let after = patch.apply(&before, acting(ctx));
    ctx.require(Permission::CannedReplyWrite, &subject(&after))?;
    validate(&after)?;
    let work = move |tx: &mut Tx<'_>| {
        if patch.version != before.version {
            return Err(Conflict::StaleVersion.into());
        }
        if !canned_replies::update(tx, &after, &search_text(&after)).map_err(taken)? {
            return Err(Conflict::StaleVersion.into());
        }
        journal(tx, &after, Event::CannedReplyUpdated { canned_reply_id: id })?;
        Ok(CannedReply { version: after.version + 1, ..after.clone() })
    };
    store.write(ctx, Unit::on("canned_reply_update", id), work).await
}

/// Removes a reply.
pub async fn delete(store: &Store, ctx: &Ctx, id: CannedReplyId) -> Result<()> {
    ctx.reach(Permission::CannedReplyWrite)?;
    let reply = find(store, ctx, id).await?;
    ctx.require(Permission::CannedReplyWrite, &subject(&reply))?;
    let work = move |tx: &mut Tx<'_>| {
        canned_replies::delete(tx, id)?;
        journal(tx, &reply, Event::CannedReplyDeleted { canned_reply_id: id })
    };
    store.write(ctx, Unit::on("canned_reply_delete", id), work).await
}

impl CannedReplyPatch {
    fn apply(&self, before: &CannedReply, member: Option<MemberId>) -> CannedReply {
        let mut after = before.clone();
        if let Some(shortcut) = &self.shortcut {
            after.shortcut = shortcut.trim().trim_start_matches('/').to_ascii_lowercase();
        }
        if let Some(title) = &self.title {
            title.trim().clone_into(&mut after.title);
        }
        if let Some(text) = &self.text {
            text.trim().clone_into(&mut after.text);
        }
        if let Some(shared) = self.shared.filter(|shared| *shared != before.shared) {
            after.shared = shared;
            after.member_id = member;
        }
        after
    }
}

fn acting(ctx: &Ctx) -> Option<MemberId> {
    ctx.actor.member().map(|member| member.id)
}

fn subject(reply: &CannedReply) -> Subject {
    let owner = reply.member_id.filter(|_| !reply.shared);
    Subject { brand: Some(reply.brand_id), team: None, owner }
}

async fn find(store: &Store, ctx: &Ctx, id: CannedReplyId) -> Result<CannedReply> {
    let reach = ctx.reach(Permission::CannedReplyRead)?;
    let member = acting(ctx);
    let visible = move |reply: &CannedReply| {
        if reply.shared { reach.covers(&Subject::brand(reply.brand_id)) } else { reply.member_id == member }
    };
    let found = store.read(move |tx| Ok(canned_replies::lookup(tx, id)?)).await?;
    found.filter(visible).ok_or_else(|| Error::not_found("canned reply", id))
}

fn validate(reply: &CannedReply) -> Result<()> {
    let mut checks = Checks::default();
    let letters =
        reply.shortcut.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    checks.check(
        letters && (1..=MAX_SHORTCUT).contains(&reply.shortcut.len()),
        "/shortcut",
        "invalid",
        "must have 1 to 32 letters a-z, digits, - and _",
    );
    checks.text(&reply.title, "/title", 1, 80);
    checks.text(&reply.text, "/text", 1, 4_000);
    let owned = reply.shared || reply.member_id.is_some();
    checks.check(owned, "/shared", "invalid", "only a member can have replies of their own");
    checks.finish()
}

fn taken(error: yingda_store::Error) -> Error {
    error.taken("canned_replies", "shortcut")
}

fn search_text(reply: &CannedReply) -> String {
    [&reply.shortcut, &reply.title, &reply.text].map(|text| fold(text)).join(" ")
}

fn journal(tx: &mut Tx<'_>, reply: &CannedReply, event: Event) -> Result<()> {
    tx.append(Entry::new(reply.id, event).of_brand(reply.brand_id))
}

fn read_cursor(cursor: &str) -> Result<(String, String)> {
    let parsed = cursor.split_once(':').filter(|(_, id)| id.parse::<CannedReplyId>().is_ok());
    let (shortcut, id) =
        parsed.ok_or_else(|| Error::invalid("cursor", "invalid", "is not a cursor of this list"))?;
    Ok((shortcut.to_owned(), id.to_owned()))
}
