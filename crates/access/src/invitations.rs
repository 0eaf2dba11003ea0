//! Invitations by link: a member makes one, a stranger opens it once within seven days and becomes a member. No mail
//! is sent: the link is shown to whoever made it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_model::error::Checks;
use yingda_model::member::{Invitation, MemberState};
use yingda_model::{
    Conflict, Ctx, Entry, Error, Event, InvitationId, Locale, Member, Page, PageRequest, Permission,
    Presence, Result, Role, TeamId, Timestamp,
};
use yingda_store::{Store, Unit, invitations, members, teams};

use crate::checks::{check_cursor, check_email, check_name, email};
use crate::members::{DEFAULT_CAPACITY, check_teams};
use crate::sessions::{self, Begun};
use crate::{company, passwords, secrets};

/// How long a link opens.
const LIFETIME: Duration = Duration::from_hours(7 * 24);

/// Who is invited, and as what.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationIn {
    pub email: String,
    pub name: String,
    pub role: Role,
    pub team_ids: Vec<TeamId>,
}

/// What the holder of a link sees.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct InvitationDetailsOut {
    pub email: String,
    pub name: String,
    pub company: String,
    pub expires_at: Timestamp,
}

/// What the holder of a link chooses.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationAcceptIn {
    pub name: String,
    /// At least 10 characters.
    pub password: String,
    pub locale: Locale,
}

/// Makes an invitation. `public_url` is where the product is reached, without a slash at its end. The link is in this
/// answer only; a repeated request with the same idempotency key gets none.
pub async fn create(store: &Store, ctx: &Ctx, public_url: &str, input: InvitationIn) -> Result<Invitation> {
    ctx.require_all(Permission::MemberManage)?;
    let address = email(&input.email);
    let mut checks = Checks::default();
    check_email(&mut checks, &address, "/email");
    check_name(&mut checks, &input.name, "/name");
    checks.check(input.team_ids.len() <= 100, "/team_ids", "too_many", "must have at most 100 teams");
    checks.finish()?;
    let token = secrets::make(ctx);
    let invitation = Invitation {
        id: ctx.id(),
        email: address,
        name: input.name.trim().to_owned(),
        role: input.role,
        team_ids: input.team_ids,
        url: None,
        created_at: ctx.now,
        expires_at: ctx.now.plus(LIFETIME),
        accepted_at: None,
        invited_by: ctx.actor.member().map(|member| member.id),
    };
    let (id, role, hash) = (invitation.id, invitation.role, secrets::hash(&token));
    let mut stored: Invitation = store
        .write(ctx, Unit::on("invitation_create", id), move |tx| {
            if members::has_email(tx, &invitation.email)? {
                return Err(Conflict::Taken("email").into());
            }
            check_teams(tx, &invitation.team_ids)?;
            invitations::create(tx, &invitation, hash)?;
            tx.append(Entry::new(id, Event::InvitationCreated { invitation_id: id, role }))?;
            Ok(invitation.clone())
        })
        .await?;
    stored.url = (stored.id == id).then(|| format!("{public_url}/invitations/{token}"));
    Ok(stored)
}

/// A page of invitations, newest first.
pub async fn list(store: &Store, ctx: &Ctx, page: PageRequest) -> Result<Page<Invitation>> {
    ctx.require_all(Permission::MemberManage)?;
    check_cursor::<InvitationId>(&page)?;
    store
        .read(move |tx| {
            let rows = invitations::list(tx, &page)?;
            Ok(Page::cut(rows, page.limit, |invitation| invitation.id.to_string()))
        })
        .await
}

/// Takes an invitation back; its link opens nothing from then on.
pub async fn delete(store: &Store, ctx: &Ctx, id: InvitationId) -> Result<()> {
    ctx.require_all(Permission::MemberManage)?;
    store
        .write(ctx, Unit::on("invitation_delete", id), move |tx| {
            if !invitations::delete(tx, id)? {
                return Err(Error::not_found("invitation", id));
            }
            tx.append(Entry::new(id, Event::InvitationDeleted { invitation_id: id }))
        })
        .await
}

/// What the holder of a link sees.
pub async fn lookup(store: &Store, ctx: &Ctx, token: &str) -> Result<InvitationDetailsOut> {
    let (invitation, company) = find(store, token).await?;
    usable(&invitation, ctx.now)?;
    let Invitation { email, name, expires_at, .. } = invitation;
    Ok(InvitationDetailsOut { email, name, company, expires_at })
}

/// Makes the holder of a link a member and logs them in.
pub async fn accept(store: &Store, ctx: &Ctx, token: &str, input: InvitationAcceptIn) -> Result<Begun> {
    let mut checks = Checks::default();
    check_name(&mut checks, &input.name, "/name");
    passwords::check(&mut checks, &input.password, "/password");
    checks.finish()?;
    let (invitation, _) = find(store, token).await?;
    usable(&invitation, ctx.now)?;
    let hash = passwords::hash(ctx, &input.password).await?;
    let member = member_of(ctx, &invitation, &input);
    let begun = sessions::begin(ctx, member.id);
    let (stored, now) = (begun.clone(), ctx.now);
    let unit = Unit::on("invitation_accept", invitation.id).and(member.id);
    let unit = invitation.team_ids.iter().fold(unit, Unit::and);
    store
        .write(ctx, unit, move |tx| {
            if !invitations::accept(tx, invitation.id, now)? {
                return Err(USED.into());
            }
            let mut member = member.clone();
            // A team may have gone since the invitation was made.
            let mut known = Vec::new();
            for team in &member.team_ids {
                known.extend(teams::lookup(tx, *team)?.map(|team| team.id));
            }
            member.team_ids = known;
            members::create(tx, &member, &hash).map_err(|error| error.taken("members", "email"))?;
            let (member_id, role, invitation_id) = (member.id, member.role, invitation.id);
            tx.append(Entry::new(invitation_id, Event::InvitationAccepted { invitation_id, member_id }))?;
            tx.append(Entry::new(member_id, Event::MemberCreated { member_id, role }))?;
            sessions::insert(tx, &stored.session, &stored.token)
        })
        .await?;
    Ok(begun)
}

const USED: Conflict = Conflict::Other("this invitation was used already: log in");

async fn find(store: &Store, token: &str) -> Result<(Invitation, String)> {
    let hash = secrets::hash(token);
    let found =
        store.read(move |tx| Ok((invitations::find_by_token(tx, hash)?, company::name_in(tx)?))).await?;
    // The token stays out of the answer, and so out of every log.
    let invitation = found.0.ok_or_else(|| Error::not_found("invitation", "with this link"))?;
    Ok((invitation, found.1))
}

fn usable(invitation: &Invitation, now: Timestamp) -> Result<()> {
    if invitation.accepted_at.is_some() {
        return Err(USED.into());
    }
    if invitation.expires_at <= now {
        return Err(Conflict::Other("this invitation has expired: ask for a new one").into());
    }
    Ok(())
}

fn member_of(ctx: &Ctx, invitation: &Invitation, input: &InvitationAcceptIn) -> Member {
    Member {
        id: ctx.id(),
        name: input.name.trim().to_owned(),
        email: invitation.email.clone(),
        role: invitation.role,
        state: MemberState::Active,
        team_ids: invitation.team_ids.clone(),
        locale: input.locale,
        capacity: DEFAULT_CAPACITY,
        presence: Presence::Offline,
        active: 0,
        last_seen_at: None,
        created_at: ctx.now,
        version: 1,
    }
}
