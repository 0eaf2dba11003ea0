//! API tokens: keys for programs, with a role and no teams. The key itself is shown once and stored as a hash.

use std::time::Duration;

use serde::Deserialize;
use utoipa::ToSchema;
use yingda_model::error::Checks;
use yingda_model::member::Token;
use yingda_model::{
    Actor, Ctx, Entry, Error, Event, Page, PageRequest, Permission, Result, Role, Secret, Timestamp, TokenId,
    Unauthenticated,
};
use yingda_store::{Store, Unit, tokens};

use crate::checks::{check_cursor, check_name};
use crate::secrets;

/// What every token begins with, so that people and leak scanners recognise one.
pub const PREFIX: &str = "yd_";
/// How often the time of last use is stored.
const TOUCH_EVERY: Duration = Duration::from_mins(1);

/// A new token.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenIn {
    pub name: String,
    pub role: Role,
    /// Never, when null.
    pub expires_at: Option<Timestamp>,
}

/// Makes a token. Its secret is in this answer only; a repeated request with the same idempotency key gets none.
pub async fn create(store: &Store, ctx: &Ctx, input: TokenIn) -> Result<Token> {
    ctx.require_all(Permission::TokenManage)?;
    let mut checks = Checks::default();
    check_name(&mut checks, &input.name, "/name");
    let ahead = input.expires_at.is_none_or(|at| at > ctx.now);
    checks.check(ahead, "/expires_at", "past", "must lie in the future");
    checks.finish()?;
    let secret = format!("{PREFIX}{}", secrets::make(ctx));
    let token = Token {
        id: ctx.id(),
        name: input.name.trim().to_owned(),
        role: input.role,
        hint: format!("{}…", &secret[..PREFIX.len() + 4]),
        secret: None,
        created_by: ctx.actor.member().map(|member| member.id),
        created_at: ctx.now,
        last_used_at: None,
        expires_at: input.expires_at,
    };
    let (id, hash) = (token.id, secrets::hash(&secret));
    let mut stored: Token = store
        .write(ctx, Unit::on("token_create", id), move |tx| {
            tokens::create(tx, &token, hash)?;
            tx.append(Entry::new(id, Event::TokenCreated { token_id: id, role: token.role }))?;
            Ok(token.clone())
        })
        .await?;
    stored.secret = (stored.id == id).then(|| Secret::new(secret));
    Ok(stored)
}

/// A page of tokens, oldest first.
pub async fn list(store: &Store, ctx: &Ctx, page: PageRequest) -> Result<Page<Token>> {
    ctx.require_all(Permission::TokenManage)?;
    check_cursor::<TokenId>(&page)?;
    store
        .read(move |tx| {
            let rows = tokens::list(tx, &page)?;
            Ok(Page::cut(rows, page.limit, |token| token.id.to_string()))
        })
        .await
}

/// Removes a token; it opens nothing from then on.
pub async fn delete(store: &Store, ctx: &Ctx, id: TokenId) -> Result<()> {
    ctx.require_all(Permission::TokenManage)?;
    store
        .write(ctx, Unit::on("token_delete", id), move |tx| {
            if !tokens::delete(tx, id)? {
                return Err(Error::not_found("token", id));
            }
            tx.append(Entry::new(id, Event::TokenDeleted { token_id: id }))
        })
        .await
}

/// Who a token is.
///
/// # Errors
/// `TokenInvalid` when it was never issued or is gone, `TokenExpired` past its time.
pub async fn authenticate(store: &Store, ctx: &Ctx, secret: &str) -> Result<Actor> {
    if !secret.starts_with(PREFIX) {
        return Err(Unauthenticated::TokenInvalid.into());
    }
    let hash = secrets::hash(secret);
    let token = store.read(move |tx| Ok(tokens::find_by_token(tx, hash)?)).await?;
    let token = token.ok_or(Unauthenticated::TokenInvalid)?;
    if token.expires_at.is_some_and(|at| at <= ctx.now) {
        return Err(Unauthenticated::TokenExpired.into());
    }
    if token.last_used_at.is_none_or(|at| ctx.now.since(at) >= TOUCH_EVERY) {
        touch(store, ctx, token.id).await;
    }
    Ok(Actor::Token { id: token.id, role: token.role })
}

/// Notes the use. A failure is no reason to turn the caller away.
async fn touch(store: &Store, ctx: &Ctx, id: TokenId) {
    let ctx = ctx.acting(Actor::System);
    let now = ctx.now;
    let touched =
        store.write(&ctx, Unit::quiet("token_touch"), move |tx| Ok(tokens::touch(tx, id, now)?)).await;
    if let Err(error) = touched {
        tracing::warn!(error = &error as &dyn std::error::Error, "a token's last use could not be stored");
    }
}
