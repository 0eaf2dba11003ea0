//! Logins with a password. A session lasts 14 days from its last use and ends at once when the password changes or the
//! member is disabled. Its token is a random word of which only a hash is stored.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_model::context::MemberActor;
use yingda_model::error::Checks;
use yingda_model::member::{Brand, Team};
use yingda_model::{
    Actor, Conflict, Ctx, Entry, Error, Event, Grants, Member, MemberId, Result, SessionId, Timestamp,
    Unauthenticated,
};
use yingda_store::sessions::{self, Session};
use yingda_store::{Store, Tx, Unit, brands, members, teams};

use crate::brands::visible;
use crate::checks::email;
use crate::{passwords, secrets};

/// How long a session lasts after its last use.
pub const LIFETIME: Duration = Duration::from_hours(14 * 24);
/// How often a session's use is stored.
const TOUCH_EVERY: Duration = Duration::from_mins(1);

/// An address and a password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionIn {
    pub email: String,
    pub password: String,
}

/// An old and a new password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordIn {
    pub current: String,
    /// At least 10 characters.
    pub new: String,
}

/// Who is logged in, and what they may do and see.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SessionOut {
    pub member: Member,
    #[schema(value_type = std::collections::BTreeMap<String, yingda_model::Scope>)]
    pub permissions: Grants,
    /// Goes into the header `X-CSRF-Token` of every write.
    pub csrf_token: String,
    pub brands: Vec<Brand>,
    pub teams: Vec<Team>,
    /// Whether this is the demo company.
    pub demo: bool,
}

/// A session that has just begun: the only time that its token is known.
#[derive(Clone)]
pub struct Begun {
    /// Goes into the cookie.
    pub token: String,
    /// The session.
    pub session: Session,
}

/// What a session's token proves.
#[derive(Clone, Debug)]
pub struct Authenticated {
    /// The session.
    pub session: Session,
    /// Who it belongs to.
    pub actor: MemberActor,
}

/// Logs in.
///
/// # Errors
/// `SetupRequired` while nobody can log in at all; `Credentials` when address or password is wrong or the member is
/// disabled, without telling which.
pub async fn create(store: &Store, ctx: &Ctx, input: SessionIn) -> Result<Begun> {
    let address = email(&input.email);
    let (known, anybody) =
        store.read(move |tx| Ok((members::find_credentials(tx, &address)?, members::count(tx)? > 0))).await?;
    if !anybody {
        return Err(Conflict::SetupRequired.into());
    }
    let hash = known.as_ref().map(|known| known.password_hash.clone());
    let right = passwords::verify(hash.clone(), &input.password).await?;
    let (Some(known), true) = (known, right) else { return Err(Unauthenticated::Credentials.into()) };
    let begun = begin(ctx, known.id);
    let (session, token) = (begun.session.clone(), begun.token.clone());
    let id = known.id;
    store
        .write(ctx, Unit::on("session_create", id), move |tx| {
            // The password was checked outside: it must still be the one, and the member still welcome.
            let active = members::actor(tx, id)?.is_some();
            if !active || members::password_hash(tx, id)? != hash {
                return Err(Unauthenticated::Credentials.into());
            }
            insert(tx, &session, &token)
        })
        .await?;
    Ok(begun)
}

/// A session that is not stored yet.
pub(crate) fn begin(ctx: &Ctx, member_id: MemberId) -> Begun {
    let session = Session {
        id: ctx.id(),
        member_id,
        csrf_token: secrets::make(ctx),
        created_at: ctx.now,
        last_used_at: ctx.now,
        expires_at: ctx.now.plus(LIFETIME),
    };
    Begun { token: secrets::make(ctx), session }
}

/// Stores a session in a unit that has named its member as a subject.
pub(crate) fn insert(tx: &mut Tx<'_>, session: &Session, token: &str) -> Result<()> {
    sessions::create(tx, session, secrets::hash(token))?;
    members::touch(tx, session.member_id, session.created_at)?;
    let (session_id, member_id) = (session.id, session.member_id);
    tx.append(Entry::new(member_id, Event::SessionCreated { session_id, member_id }))
}

/// Whose session a token is.
///
/// # Errors
/// `Missing` when it has ended, was never begun, or its member is disabled: log in again.
pub async fn authenticate(store: &Store, ctx: &Ctx, token: &str) -> Result<Authenticated> {
    let (hash, now) = (secrets::hash(token), ctx.now);
    let found = store.read(move |tx| Ok(sessions::find_by_token(tx, hash, now)?)).await?;
    let (session, actor) = found.ok_or(Unauthenticated::Missing)?;
    if now.since(session.last_used_at) >= TOUCH_EVERY {
        touch(store, ctx, &session).await;
    }
    Ok(Authenticated { session, actor })
}

/// Notes the use and moves the end. A failure is no reason to turn the caller away.
async fn touch(store: &Store, ctx: &Ctx, session: &Session) {
    let ctx = ctx.acting(Actor::System);
    let (id, member, now) = (session.id, session.member_id, ctx.now);
    let touched = store
        .write(&ctx, Unit::quiet("session_touch"), move |tx| {
            sessions::touch(tx, id, now, now.plus(LIFETIME))?;
            Ok(members::touch(tx, member, now)?)
        })
        .await;
    if let Err(error) = touched {
        tracing::warn!(error = &error as &dyn std::error::Error, "a session's last use could not be stored");
    }
}

/// Who is logged in, as their own pages show it.
pub async fn lookup(store: &Store, ctx: &Ctx, csrf_token: &str, demo: bool) -> Result<SessionOut> {
    let me = ctx.actor.member().ok_or(Unauthenticated::Missing)?.id;
    let (permissions, csrf_token, visible) = (ctx.actor.grants(), csrf_token.to_owned(), visible(ctx));
    store
        .read(move |tx| {
            let member = members::lookup(tx, me)?.ok_or(Unauthenticated::Missing)?;
            let brands = brands::list(tx)?.into_iter().filter(|brand| visible(brand.id)).collect();
            let teams = teams::list(tx)?.into_iter().filter(|team| visible(team.brand_id)).collect();
            let (permissions, csrf_token) = (permissions.clone(), csrf_token.clone());
            Ok(SessionOut { member, permissions, csrf_token, brands, teams, demo })
        })
        .await
}

/// Logs out.
pub async fn delete(store: &Store, ctx: &Ctx, id: SessionId) -> Result<()> {
    let me = ctx.actor.member().ok_or(Unauthenticated::Missing)?.id;
    store
        .write(ctx, Unit::on("session_delete", me), move |tx| {
            if sessions::delete(tx, id)? {
                tx.append(Entry::new(me, Event::SessionDeleted { session_id: id, member_id: me }))?;
            }
            Ok(())
        })
        .await
}

/// Changes the actor's own password and ends their other sessions.
pub async fn update_password(store: &Store, ctx: &Ctx, keep: SessionId, input: PasswordIn) -> Result<()> {
    let me = ctx.actor.member().ok_or(Unauthenticated::Missing)?.id;
    let mut checks = Checks::default();
    passwords::check(&mut checks, &input.new, "/new");
    checks.check(input.new != input.current, "/new", "unchanged", "must differ from the current password");
    checks.finish()?;
    let old = store.read(move |tx| Ok(members::password_hash(tx, me)?)).await?;
    if !passwords::verify(old.clone(), &input.current).await? {
        return Err(Error::invalid("/current", "wrong", "the current password is wrong"));
    }
    let new = passwords::hash(ctx, &input.new).await?;
    store
        .write(ctx, Unit::on("password_update", me), move |tx| {
            if members::password_hash(tx, me)? != old {
                return Err(Conflict::StaleVersion.into());
            }
            members::update_password(tx, me, &new)?;
            tx.append(Entry::new(me, Event::PasswordUpdated { member_id: me }))?;
            end_all(tx, me, Some(keep)).map(drop)
        })
        .await
}

/// Ends all sessions of a member, but for one, in a unit that has named the member as a subject; answers how many.
pub(crate) fn end_all(tx: &mut Tx<'_>, member_id: MemberId, except: Option<SessionId>) -> Result<u64> {
    let ended = sessions::delete_of_member(tx, member_id, except)?;
    for session_id in &ended {
        tx.append(Entry::new(member_id, Event::SessionDeleted { session_id: *session_id, member_id }))?;
    }
    Ok(ended.len() as u64)
}

/// Removes sessions that have expired.
pub async fn forget_expired(store: &Store, ctx: &Ctx) -> Result<u64> {
    let now: Timestamp = ctx.now;
    store.write(ctx, Unit::quiet("session_forget"), move |tx| Ok(sessions::forget_expired(tx, now)?)).await
}
