//! Recovery: what somebody at the machine's command line does when nobody can log in who may. Not for the API: each call
//! wants the command line as its actor.

use yingda_model::error::Checks;
use yingda_model::member::MemberState;
use yingda_model::{
    Actor, Ctx, Entry, Error, Event, Locale, Member, MemberId, Presence, Result, Role, Unauthenticated,
};
use yingda_store::{Store, Tx, Unit, members, sessions as logins};

use crate::checks::{check_email, check_name, email};
use crate::members::DEFAULT_CAPACITY;
use crate::{passwords, secrets, sessions};

/// Letters of a password that is made here: 120 random bits.
const PASSWORD: usize = 20;

/// Gives a member a new password, ends their logins, and lets them in again should they be disabled. Answers the password
/// where none was given.
pub async fn reset_password(
    store: &Store,
    ctx: &Ctx,
    address: &str,
    password: Option<String>,
) -> Result<Option<String>> {
    check_actor(ctx)?;
    let id = find(store, address).await?;
    let (password, made) = password_or_new(ctx, password)?;
    let hash = passwords::hash(ctx, &password).await?;
    store
        .write(ctx, Unit::on("password_reset", id), move |tx| {
            members::update_password(tx, id, &hash)?;
            tx.append(Entry::new(id, Event::PasswordUpdated { member_id: id }))?;
            sessions::end_all(tx, id, None)?;
            activate(tx, id)
        })
        .await?;
    Ok(made)
}

/// Lets a member in again who was disabled.
pub async fn unlock(store: &Store, ctx: &Ctx, address: &str) -> Result<()> {
    check_actor(ctx)?;
    let id = find(store, address).await?;
    store.write(ctx, Unit::on("member_unlock", id), move |tx| activate(tx, id)).await
}

/// Makes an administrator. Answers the password where none was given.
///
/// # Errors
/// When there is a member with this address: reset their password instead.
pub async fn create_administrator(
    store: &Store,
    ctx: &Ctx,
    name: &str,
    address: &str,
    password: Option<String>,
) -> Result<Option<String>> {
    check_actor(ctx)?;
    let address = email(address);
    let mut checks = Checks::default();
    check_name(&mut checks, name, "name");
    check_email(&mut checks, &address, "email");
    checks.finish()?;
    let (password, made) = password_or_new(ctx, password)?;
    let hash = passwords::hash(ctx, &password).await?;
    let member = Member {
        id: ctx.id(),
        name: name.trim().to_owned(),
        email: address,
        role: Role::Administrator,
        state: MemberState::Active,
        team_ids: Vec::new(),
        locale: Locale::default(),
        capacity: DEFAULT_CAPACITY,
        presence: Presence::Offline,
        active: 0,
        last_seen_at: None,
        created_at: ctx.now,
        version: 1,
    };
    store
        .write(ctx, Unit::on("administrator_create", member.id), move |tx| {
            members::create(tx, &member, &hash).map_err(|error| error.taken("members", "email"))?;
            let (member_id, role) = (member.id, member.role);
            tx.append(Entry::new(member_id, Event::MemberCreated { member_id, role }))
        })
        .await?;
    Ok(made)
}

/// Ends the logins of a member, or of everybody; answers how many there were.
pub async fn end_logins(store: &Store, ctx: &Ctx, address: Option<&str>) -> Result<u64> {
    check_actor(ctx)?;
    let who = match address {
        Some(address) => vec![find(store, address).await?],
        None => store.read(|tx| Ok(logins::members(tx)?)).await?,
    };
    let mut ended = 0;
    for id in who {
        ended +=
            store.write(ctx, Unit::on("logins_end", id), move |tx| sessions::end_all(tx, id, None)).await?;
    }
    Ok(ended)
}

fn check_actor(ctx: &Ctx) -> Result<()> {
    if matches!(ctx.actor, Actor::CommandLine) { Ok(()) } else { Err(Unauthenticated::Missing.into()) }
}

async fn find(store: &Store, address: &str) -> Result<MemberId> {
    let wanted = email(address);
    let found = store.read(move |tx| Ok(members::find_by_email(tx, &wanted)?)).await?;
    found.ok_or_else(|| Error::not_found("member with the address", address))
}

fn password_or_new(ctx: &Ctx, password: Option<String>) -> Result<(String, Option<String>)> {
    let Some(password) = password else {
        let made: String = secrets::make(ctx).chars().take(PASSWORD).collect();
        return Ok((made.clone(), Some(made)));
    };
    let mut checks = Checks::default();
    passwords::check(&mut checks, &password, "password");
    checks.finish()?;
    Ok((password, None))
}

fn activate(tx: &mut Tx<'_>, id: MemberId) -> Result<()> {
    let member = members::lookup(tx, id)?.ok_or_else(|| Error::not_found("member", id))?;
    if member.state == MemberState::Active {
        return Ok(());
    }
    members::update(tx, &Member { state: MemberState::Active, ..member })?;
    tx.append(Entry::new(id, Event::MemberUpdated { member_id: id, fields: vec!["state".into()] }))
}
