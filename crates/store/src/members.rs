//! People who work here: what the table says of them, their teams and their password's hash. Presence and load are
//! changed by conversations, not here.

use std::collections::HashMap;

use yingda_model::context::MemberActor;
use yingda_model::permission::Reach;
use yingda_model::{BrandId, Member, MemberId, PageRequest, Role, Scope, TeamId, Timestamp};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, optional_word, word};

/// What a login is checked against.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Who.
    pub id: MemberId,
    /// A PHC string.
    pub password_hash: String,
    /// Whether they may log in at all.
    pub active: bool,
}

fn read(row: &Row) -> Result<Member> {
    Ok(Member {
        id: row.parse("id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        role: row.parse("role")?,
        state: row.parse("state")?,
        team_ids: Vec::new(),
        locale: row.parse("locale")?,
        capacity: row.get("capacity")?,
        presence: row.parse("presence")?,
        active: row.get("active")?,
        last_seen_at: row.get::<Option<Timestamp>>("last_seen_at")?,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    })
}

/// What a search in members looks at.
fn search_text(member: &Member) -> String {
    format!("{} {}", member.name, member.email).to_lowercase()
}

/// Stores a new member and their teams.
pub fn create(tx: &mut Tx<'_>, member: &Member, password_hash: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO members (id, name, email, search, password_hash, role, state, locale, capacity, presence, active, \
         created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        params![
            word(member.id),
            &member.name,
            &member.email,
            search_text(member),
            password_hash,
            word(member.role),
            word(member.state),
            word(member.locale),
            member.capacity,
            word(member.presence),
            member.active,
            member.created_at,
            member.version
        ],
    )?;
    add_teams(tx, member.id, &member.team_ids)
}

/// A member.
pub fn lookup(tx: &mut Tx<'_>, id: MemberId) -> Result<Option<Member>> {
    let row = tx.row(
        "SELECT id, name, email, role, state, locale, capacity, presence, active, last_seen_at, created_at, version \
         FROM members WHERE id = $1",
        params![word(id)],
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Member { team_ids: teams_of(tx, id)?, ..read(&row)? }))
}

/// Whether an e-mail address belongs to somebody.
pub fn has_email(tx: &mut Tx<'_>, email: &str) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) AS n FROM members WHERE email = $1", params![email])? > 0)
}

/// To whom an e-mail address belongs.
pub fn find_by_email(tx: &mut Tx<'_>, email: &str) -> Result<Option<MemberId>> {
    let row = tx.row("SELECT id FROM members WHERE email = $1", params![email])?;
    row.map(|row| row.parse("id")).transpose()
}

/// What a login with an e-mail address is checked against.
pub fn find_credentials(tx: &mut Tx<'_>, email: &str) -> Result<Option<Credentials>> {
    let row = tx.row("SELECT id, password_hash, state FROM members WHERE email = $1", params![email])?;
    row.map(|row| {
        Ok(Credentials {
            id: row.parse("id")?,
            password_hash: row.get("password_hash")?,
            active: row.get::<String>("state")? == "active",
        })
    })
    .transpose()
}

/// A member's password, as a PHC string.
pub fn password_hash(tx: &mut Tx<'_>, id: MemberId) -> Result<Option<String>> {
    let row = tx.row("SELECT password_hash FROM members WHERE id = $1", params![word(id)])?;
    row.map(|row| row.get("password_hash")).transpose()
}

/// Which members a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A part of name or e-mail address.
    pub search: Option<String>,
    /// How far the reader's permission goes.
    pub reach: Reach,
}

/// A page of members in the order in which they came; one more than asked for, to know whether there are more.
pub fn list(tx: &mut Tx<'_>, filter: &Filter, page: &PageRequest) -> Result<Vec<Member>> {
    let search = filter.search.as_ref().map(|text| text.to_lowercase());
    let everybody = filter.reach.scope == Some(Scope::All);
    let brands = filter.reach.brands.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let mut members = tx.list(
        "SELECT id, name, email, role, state, locale, capacity, presence, active, last_seen_at, created_at, version \
         FROM members WHERE id > $1 \
         AND (CAST($2 AS TEXT) IS NULL OR search LIKE '%' || CAST($2 AS TEXT) || '%' ESCAPE '\\') \
         AND ($3 OR id = $4 OR EXISTS (SELECT 1 FROM team_members JOIN teams ON teams.id = team_members.team_id \
         WHERE team_members.member_id = members.id AND CAST($5 AS TEXT) LIKE '%' || teams.brand_id || '%')) \
         ORDER BY id LIMIT $6",
        params![
            page.cursor.clone().unwrap_or_default(),
            search.map(|text| like(&text)),
            everybody,
            filter.reach.member.map(|id| id.to_string()).unwrap_or_default(),
            brands,
            page.limit + 1
        ],
        read,
    )?;
    let mut teams = teams_between(tx, members.first(), members.last())?;
    for member in &mut members {
        member.team_ids = teams.remove(&member.id).unwrap_or_default();
    }
    Ok(members)
}

/// Escapes what `LIKE … ESCAPE '\'` would take for a pattern.
fn like(text: &str) -> String {
    text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}

/// Stores new values over the given version; false when that is no longer the newest.
pub fn update(tx: &mut Tx<'_>, member: &Member) -> Result<bool> {
    let touched = tx.execute(
        "UPDATE members SET name = $3, search = $4, role = $5, state = $6, locale = $7, capacity = $8, presence = $9, \
         version = version + 1 WHERE id = $1 AND version = $2",
        params![
            word(member.id),
            member.version,
            &member.name,
            search_text(member),
            word(member.role),
            word(member.state),
            word(member.locale),
            member.capacity,
            word(member.presence)
        ],
    )?;
    Ok(touched == 1)
}

/// Puts a member into exactly these teams.
pub fn set_teams(tx: &mut Tx<'_>, id: MemberId, teams: &[TeamId]) -> Result<()> {
    tx.execute("DELETE FROM team_members WHERE member_id = $1", params![word(id)])?;
    add_teams(tx, id, teams)
}

fn add_teams(tx: &mut Tx<'_>, id: MemberId, teams: &[TeamId]) -> Result<()> {
    for team in teams {
        tx.execute(
            "INSERT INTO team_members (team_id, member_id) VALUES ($1, $2) ON CONFLICT (team_id, member_id) DO NOTHING",
            params![word(team), word(id)],
        )?;
    }
    Ok(())
}

/// Stores a new password.
pub fn update_password(tx: &mut Tx<'_>, id: MemberId, password_hash: &str) -> Result<()> {
    tx.execute("UPDATE members SET password_hash = $2 WHERE id = $1", params![word(id), password_hash])?;
    Ok(())
}

/// Notes that a member was here.
pub fn touch(tx: &mut Tx<'_>, id: MemberId, now: Timestamp) -> Result<()> {
    tx.execute("UPDATE members SET last_seen_at = $2 WHERE id = $1", params![word(id), now])?;
    Ok(())
}

/// How many members there are; none before the product is set up.
pub fn count(tx: &mut Tx<'_>) -> Result<i64> {
    tx.count("SELECT COUNT(*) AS n FROM members", &[])
}

/// How many members other than this one may log in as administrators.
pub fn count_other_administrators(tx: &mut Tx<'_>, except: MemberId) -> Result<i64> {
    tx.count(
        "SELECT COUNT(*) AS n FROM members WHERE role = $1 AND state = 'active' AND id <> $2",
        params![word(Role::Administrator), word(except)],
    )
}

/// A member as the checks see them; none when they may not log in.
pub fn actor(tx: &mut Tx<'_>, id: MemberId) -> Result<Option<MemberActor>> {
    let row =
        tx.row("SELECT id, name, role FROM members WHERE id = $1 AND state = 'active'", params![word(id)])?;
    let Some(row) = row else { return Ok(None) };
    let (teams, brands) = teams_and_brands(tx, id)?;
    Ok(Some(MemberActor { id, name: row.get("name")?, role: row.parse("role")?, teams, brands }))
}

fn teams_and_brands(tx: &mut Tx<'_>, id: MemberId) -> Result<(Vec<TeamId>, Vec<BrandId>)> {
    let rows = tx.list(
        "SELECT teams.id, teams.brand_id FROM team_members JOIN teams ON teams.id = team_members.team_id \
         WHERE team_members.member_id = $1 ORDER BY teams.id",
        params![word(id)],
        |row| Ok((row.parse::<TeamId>("id")?, row.parse::<BrandId>("brand_id")?)),
    )?;
    let (teams, mut brands): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    if teams.is_empty() {
        // Who has no team belongs to the company's only brand, as long as there is but one.
        let all = tx.list("SELECT id FROM brands ORDER BY id LIMIT 2", &[], |row| row.parse("id"))?;
        if let [only] = all.as_slice() {
            brands.push(*only);
        }
    }
    brands.sort_unstable();
    brands.dedup();
    Ok((teams, brands))
}

fn teams_of(tx: &mut Tx<'_>, id: MemberId) -> Result<Vec<TeamId>> {
    tx.list(
        "SELECT team_id FROM team_members WHERE member_id = $1 ORDER BY team_id",
        params![word(id)],
        |row| row.parse("team_id"),
    )
}

/// The teams of all members between two, in one query instead of one each.
fn teams_between(
    tx: &mut Tx<'_>,
    first: Option<&Member>,
    last: Option<&Member>,
) -> Result<HashMap<MemberId, Vec<TeamId>>> {
    let rows = tx.list(
        "SELECT member_id, team_id FROM team_members WHERE member_id >= $1 AND member_id <= $2 ORDER BY team_id",
        params![optional_word(first.map(|member| member.id)), optional_word(last.map(|member| member.id))],
        |row| Ok((row.parse("member_id")?, row.parse("team_id")?)),
    )?;
    let mut teams: HashMap<MemberId, Vec<TeamId>> = HashMap::new();
    for (member, team) in rows {
        teams.entry(member).or_default().push(team);
    }
    Ok(teams)
}
