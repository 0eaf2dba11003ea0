//! Members: who they are, what they may do, which teams they are in. The last administrator can't be locked out.

use serde::Deserialize;
use utoipa::ToSchema;
use yingda_model::error::Checks;
use yingda_model::member::MemberState;
use yingda_model::{
    Conflict, Ctx, Entry, Error, Event, Locale, Member, MemberId, Page, PageRequest, Permission, Presence,
    Result, Role, TeamId, Unauthenticated,
};
use yingda_store::members::{self, Filter};
use yingda_store::{Store, Tx, Unit, teams};

use crate::checks::{check_cursor, check_name};
use crate::sessions;

/// How many conversations at once a new member takes.
pub const DEFAULT_CAPACITY: i64 = 5;
/// More conversations at once than anybody can follow.
const LARGEST_CAPACITY: i64 = 100;
/// Names the journal partition under whose lock administrators come and go, so that two of them can't remove each other.
const ADMINISTRATORS: &str = "administrators";

/// What to change of a member.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberPatch {
    pub name: Option<String>,
    pub role: Option<Role>,
    pub state: Option<MemberState>,
    /// All teams that the member shall be in.
    pub team_ids: Option<Vec<TeamId>>,
    /// How many conversations at once, 0 to 100.
    pub capacity: Option<i64>,
    pub locale: Option<Locale>,
    /// The version that was read.
    pub version: i64,
}

/// What members may change of themselves.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberSelfPatch {
    pub name: Option<String>,
    pub locale: Option<Locale>,
    /// The version that was read.
    pub version: i64,
}

/// A page of the members that the actor sees, in the order in which they came.
pub async fn list(
    store: &Store,
    ctx: &Ctx,
    search: Option<String>,
    page: PageRequest,
) -> Result<Page<Member>> {
    let reach = ctx.reach(Permission::MemberRead)?;
    check_cursor::<MemberId>(&page)?;
    let search = search.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let filter = Filter { search, reach };
    store
        .read(move |tx| {
            let rows = members::list(tx, &filter, &page)?;
            Ok(Page::cut(rows, page.limit, |member| member.id.to_string()))
        })
        .await
}

/// Changes a member.
///
/// # Errors
/// A conflict when it would leave nobody to administrate.
pub async fn update(store: &Store, ctx: &Ctx, id: MemberId, patch: MemberPatch) -> Result<Member> {
    ctx.require_all(Permission::MemberManage)?;
    patch.check()?;
    apply(store, ctx, id, patch).await
}

/// Changes the actor's own name and language.
pub async fn update_self(store: &Store, ctx: &Ctx, patch: MemberSelfPatch) -> Result<Member> {
    let me = ctx.actor.member().ok_or(Unauthenticated::Missing)?.id;
    let MemberSelfPatch { name, locale, version } = patch;
    let patch = MemberPatch { name, locale, version, ..MemberPatch::default() };
    patch.check()?;
    apply(store, ctx, me, patch).await
}

async fn apply(store: &Store, ctx: &Ctx, id: MemberId, patch: MemberPatch) -> Result<Member> {
    let mut unit = Unit::on("member_update", id);
    if patch.role.is_some() || patch.state.is_some() {
        unit = unit.and(ADMINISTRATORS);
    }
    // A team that is being deleted is held by the same lock.
    unit = patch.team_ids.iter().flatten().fold(unit, Unit::and);
    store
        .write(ctx, unit, move |tx| {
            let before = members::lookup(tx, id)?.ok_or_else(|| Error::not_found("member", id))?;
            let changed = patch.applied_to(&before);
            if loses_administrator(&before, &changed) && members::count_other_administrators(tx, id)? == 0 {
                return Err(LAST_ADMINISTRATOR.into());
            }
            if !members::update(tx, &changed)? {
                return Err(Conflict::StaleVersion.into());
            }
            if let Some(teams) = &patch.team_ids {
                check_teams(tx, teams)?;
                members::set_teams(tx, id, teams)?;
            }
            let member = members::lookup(tx, id)?.ok_or_else(|| Error::not_found("member", id))?;
            tell(tx, &before, &member)?;
            Ok(member)
        })
        .await
}

const LAST_ADMINISTRATOR: Conflict =
    Conflict::Other("this is the last administrator: make somebody else one first");

fn loses_administrator(before: &Member, after: &Member) -> bool {
    let counts = |member: &Member| member.role == Role::Administrator && member.state == MemberState::Active;
    counts(before) && !counts(after)
}

/// Fails unless all teams exist.
pub(crate) fn check_teams(tx: &mut Tx<'_>, wanted: &[TeamId]) -> Result<()> {
    let mut checks = Checks::default();
    for (index, team) in wanted.iter().enumerate() {
        let known = teams::lookup(tx, *team)?.is_some();
        checks.check(known, &format!("/team_ids/{index}"), "unknown", "there is no such team");
    }
    checks.finish()
}

/// Writes to the journal what changed, and ends the logins of a member who may not log in any more.
fn tell(tx: &mut Tx<'_>, before: &Member, after: &Member) -> Result<()> {
    let id = after.id;
    let fields = changed(before, after);
    if !fields.is_empty() {
        tx.append(Entry::new(id, Event::MemberUpdated { member_id: id, fields }))?;
    }
    if before.presence != after.presence {
        let event = Event::PresenceChanged { member_id: id, presence: after.presence };
        tx.append(Entry::new(id, event))?;
    }
    if after.state == MemberState::Disabled { sessions::end_all(tx, id, None).map(drop) } else { Ok(()) }
}

fn changed(before: &Member, after: &Member) -> Vec<String> {
    let fields = [
        ("name", before.name != after.name),
        ("role", before.role != after.role),
        ("state", before.state != after.state),
        ("team_ids", before.team_ids != after.team_ids),
        ("capacity", before.capacity != after.capacity),
        ("locale", before.locale != after.locale),
    ];
    fields.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name.to_owned()).collect()
}

impl MemberPatch {
    fn check(&self) -> Result<()> {
        let mut checks = Checks::default();
        if let Some(name) = &self.name {
            check_name(&mut checks, name, "/name");
        }
        let capacity = self.capacity.is_none_or(|capacity| (0..=LARGEST_CAPACITY).contains(&capacity));
        checks.check(capacity, "/capacity", "out_of_range", "must lie between 0 and 100");
        let teams = self.team_ids.as_ref().map_or(0, Vec::len);
        checks.check(teams <= 100, "/team_ids", "too_many", "must have at most 100 teams");
        checks.finish()
    }

    fn applied_to(&self, before: &Member) -> Member {
        let mut member = before.clone();
        if let Some(name) = &self.name {
            name.trim().clone_into(&mut member.name);
        }
        member.role = self.role.unwrap_or(member.role);
        member.state = self.state.unwrap_or(member.state);
        member.capacity = self.capacity.unwrap_or(member.capacity);
        member.locale = self.locale.unwrap_or(member.locale);
        member.version = self.version;
        if member.state == MemberState::Disabled {
            member.presence = Presence::Offline;
        }
        member
    }
}
