//! Agents: the part of a member's row that changes with their work, kept apart from who they are.

use yingda_model::member::MemberName;
use yingda_model::permission::Reach;
use yingda_model::{Agent, MemberId, Presence, QueueId, Role, TeamId, Timestamp};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, word};

fn agent(row: &Row) -> Result<Agent> {
    let teams: String = row.get("team_ids")?;
    Ok(Agent {
        member: MemberName { id: row.parse("id")?, name: row.get("name")? },
        presence: row.parse("presence")?,
        active: row.get("active")?,
        capacity: row.get("capacity")?,
        idle_since: row.get("idle_since")?,
        team_ids: teams.split(' ').filter_map(|id| id.parse().ok()).collect(),
    })
}

/// One agent.
pub fn lookup(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Agent>> {
    let sql = tx.backend().either(
        "SELECT m.id, m.name, m.presence, m.active, m.capacity, m.idle_since, COALESCE((SELECT group_concat(t.team_id, ' ') \
         FROM team_members t WHERE t.member_id = m.id), '') AS team_ids FROM members m WHERE m.id = $1 AND m.state = 'active'",
        "SELECT m.id, m.name, m.presence, m.active, m.capacity, m.idle_since, COALESCE((SELECT string_agg(t.team_id, ' ') \
         FROM team_members t WHERE t.member_id = m.id), '') AS team_ids FROM members m WHERE m.id = $1 AND m.state = 'active'",
    );
    tx.row(sql, params![word(member)])?.as_ref().map(agent).transpose()
}

/// The members of a team who can log in.
pub fn of_team(tx: &mut Tx<'_>, team: TeamId) -> Result<Vec<Agent>> {
    let sql = tx.backend().either(
        "SELECT m.id, m.name, m.presence, m.active, m.capacity, m.idle_since, COALESCE((SELECT group_concat(t.team_id, ' ') \
         FROM team_members t WHERE t.member_id = m.id), '') AS team_ids FROM team_members tm JOIN members m ON m.id = tm.member_id \
         WHERE tm.team_id = $1 AND m.state = 'active' ORDER BY m.id",
        "SELECT m.id, m.name, m.presence, m.active, m.capacity, m.idle_since, COALESCE((SELECT string_agg(t.team_id, ' ') \
         FROM team_members t WHERE t.member_id = m.id), '') AS team_ids FROM team_members tm JOIN members m ON m.id = tm.member_id \
         WHERE tm.team_id = $1 AND m.state = 'active' ORDER BY m.id",
    );
    tx.list(sql, params![word(team)], agent)
}

/// Everybody who has a team and can log in.
pub fn list(tx: &mut Tx<'_>, reach: &Reach) -> Result<Vec<Agent>> {
    let sql = tx.backend().either(
        "SELECT m.id, m.name, m.presence, m.active, m.capacity, m.idle_since, COALESCE((SELECT group_concat(t.team_id, ' ') \
         FROM team_members t WHERE t.member_id = m.id), '') AS team_ids FROM members m WHERE m.state = 'active' ORDER BY m.name, m.id",
        "SELECT m.id, m.name, m.presence, m.active, m.capacity, m.idle_since, COALESCE((SELECT string_agg(t.team_id, ' ') \
         FROM team_members t WHERE t.member_id = m.id), '') AS team_ids FROM members m WHERE m.state = 'active' ORDER BY m.name, m.id",
    );
    let teams = teams_within(tx, reach)?;
    let all = tx.list(sql, &[], agent)?;
    Ok(all
        .into_iter()
        .filter(|agent| !agent.team_ids.is_empty() && agent.team_ids.iter().any(|team| teams.contains(team)))
        .collect())
}

fn teams_within(tx: &mut Tx<'_>, reach: &Reach) -> Result<Vec<TeamId>> {
    let teams: Vec<(TeamId, yingda_model::BrandId)> =
        tx.list("SELECT id, brand_id FROM teams", &[], |row| Ok((row.parse("id")?, row.parse("brand_id")?)))?;
    Ok(teams
        .into_iter()
        .filter(|(team, brand)| {
            reach.covers(&yingda_model::Subject {
                brand: Some(*brand),
                team: Some(*team),
                owner: reach.member,
            })
        })
        .map(|(team, _)| team)
        .collect())
}

/// Open conversations that agents have, by team.
pub fn active_by_team(tx: &mut Tx<'_>) -> Result<Vec<(TeamId, i64)>> {
    // By who has some, because everything that was ever theirs has their name on it.
    tx.list(
        "SELECT t.id AS team_id, COALESCE(a.n, 0) AS n FROM teams t LEFT JOIN \
         (SELECT team_id, COUNT(*) AS n FROM conversations WHERE status = 'open' \
         AND member_id IN (SELECT id FROM members WHERE active > 0) GROUP BY team_id) a ON a.team_id = t.id ORDER BY t.id",
        &[],
        |row| Ok((row.parse("team_id")?, row.get("n")?)),
    )
}

/// One member's place in one team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    pub member: MemberId,
    pub team: TeamId,
    pub role: Role,
    pub presence: Presence,
    pub active: i64,
    pub capacity: i64,
}

/// Everybody who has a team and can log in, once for each of their teams.
pub fn posts(tx: &mut Tx<'_>) -> Result<Vec<Post>> {
    tx.list(
        "SELECT m.id, t.team_id, m.role, m.presence, m.active, m.capacity FROM team_members t \
         JOIN members m ON m.id = t.member_id WHERE m.state = 'active' ORDER BY m.id, t.team_id",
        &[],
        |row| {
            Ok(Post {
                member: row.parse("id")?,
                team: row.parse("team_id")?,
                role: row.parse("role")?,
                presence: row.parse("presence")?,
                active: row.get("active")?,
                capacity: row.get("capacity")?,
            })
        },
    )
}

/// The queues on which a member works, the one with the longest wait first.
pub fn queues_of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<QueueId>> {
    tx.list(
        "SELECT q.id, MIN(c.queued_at) AS since FROM queues q JOIN team_members t ON t.team_id = q.team_id \
         JOIN conversations c ON c.queue_id = q.id WHERE t.member_id = $1 GROUP BY q.id ORDER BY since, q.id",
        params![word(member)],
        |row| row.parse("id"),
    )
}

/// Queues in which somebody waits.
pub fn queues_waiting(tx: &mut Tx<'_>) -> Result<Vec<QueueId>> {
    tx.list(
        "SELECT queue_id, MIN(queued_at) AS since FROM conversations WHERE queue_id IS NOT NULL GROUP BY queue_id ORDER BY since",
        &[],
        |row| row.parse("queue_id"),
    )
}

/// Says whether a member takes new work; answers false when nothing changed.
pub fn set_presence(tx: &mut Tx<'_>, member: MemberId, presence: Presence, now: Timestamp) -> Result<bool> {
    let touched = tx.execute(
        "UPDATE members SET presence = $2, idle_since = CASE WHEN $2 = 'online' THEN $3 ELSE idle_since END, \
         last_seen_at = $3 WHERE id = $1 AND presence <> $2 AND state = 'active'",
        params![word(member), word(presence), now],
    )?;
    Ok(touched == 1)
}

/// Gives a member one more conversation, if they are there and have room; false otherwise. The row's lock makes this
/// safe against two givers at once.
pub fn occupy_available(tx: &mut Tx<'_>, member: MemberId, now: Timestamp) -> Result<bool> {
    let touched = tx.execute(
        "UPDATE members SET active = active + 1, idle_since = $2 WHERE id = $1 AND active < capacity AND presence = 'online' \
         AND state = 'active'",
        params![word(member), now],
    )?;
    Ok(touched == 1)
}

/// The same by a person's decision: presence does not matter, capacity does.
pub fn occupy_with_room(tx: &mut Tx<'_>, member: MemberId, now: Timestamp) -> Result<bool> {
    let touched = tx.execute(
        "UPDATE members SET active = active + 1, idle_since = $2 WHERE id = $1 AND active < capacity AND state = 'active'",
        params![word(member), now],
    )?;
    Ok(touched == 1)
}

/// The same where the work comes back by itself (a snoozed conversation wakes): nothing is refused.
pub fn occupy(tx: &mut Tx<'_>, member: MemberId, now: Timestamp) -> Result<()> {
    tx.send(
        "UPDATE members SET active = active + 1, idle_since = $2 WHERE id = $1",
        params![word(member), now],
    )?;
    Ok(())
}

/// Takes one conversation off a member.
pub fn release(tx: &mut Tx<'_>, member: MemberId, now: Timestamp) -> Result<()> {
    tx.send(
        "UPDATE members SET active = CASE WHEN active > 0 THEN active - 1 ELSE 0 END, idle_since = $2 WHERE id = $1",
        params![word(member), now],
    )?;
    Ok(())
}

/// Members who are said to be there.
pub fn present(tx: &mut Tx<'_>) -> Result<Vec<MemberId>> {
    tx.list("SELECT id FROM members WHERE presence <> 'offline' AND state = 'active'", &[], |row| {
        row.parse("id")
    })
}

/// How many of a team are online and how many conversations they can hold together.
pub fn strength(tx: &mut Tx<'_>, team: TeamId) -> Result<(i64, i64)> {
    let row = tx.row(
        "SELECT COUNT(*) AS online, CAST(COALESCE(SUM(m.capacity), 0) AS BIGINT) AS capacity FROM team_members t \
         JOIN members m ON m.id = t.member_id WHERE t.team_id = $1 AND m.presence = 'online' AND m.state = 'active'",
        params![word(team)],
    )?;
    row.map_or(Ok((0, 0)), |row| Ok((row.get("online")?, row.get("capacity")?)))
}
