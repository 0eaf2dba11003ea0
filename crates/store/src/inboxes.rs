//! Inboxes: the lists of conversations, and the counts above them, as far as a reader's permission reaches.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use yingda_model::conversation::Counts;
use yingda_model::permission::Reach;
use yingda_model::{
    Conversation, CustomerId, Handler, MemberId, PageRequest, QueueId, Scope, Status, TeamId,
};

use crate::conversations::{record, select};
use crate::error::Result;
use crate::tx::Tx;
use crate::value::{Value, optional_word, word};
use crate::{params, teams};

/// Which conversations a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub status: Option<Status>,
    pub handler: Option<Handler>,
    pub queue_id: Option<QueueId>,
    /// Folded text to find in the customer's name and contact.
    pub search: Option<String>,
}

impl Filter {
    fn values(&self) -> [Value; 3] {
        [
            optional_word(self.handler),
            optional_word(self.queue_id),
            self.search.as_ref().map_or(Value::Null, |text| Value::Text(format!("%{}%", escaped(text)))),
        ]
    }
}

/// A text as part of a LIKE pattern.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn cursor(page: &PageRequest, start: i64) -> (i64, String) {
    let parsed = page.cursor.as_deref().and_then(|cursor| {
        let (at, id) = cursor.split_once('.')?;
        Some((at.parse().ok()?, id.to_owned()))
    });
    // `~` sorts after every id.
    parsed.unwrap_or_else(|| (start, if start == 0 { String::new() } else { "~".into() }))
}

/// Conversations within reach that stand so, by last activity, newest first; one more than the page holds.
///
/// However many there are, each way in which a conversation can be within reach is read from the end of an index of its own.
pub fn list(
    tx: &mut Tx<'_>,
    reach: &Reach,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Vec<Conversation>> {
    if reach.scope == Some(Scope::All) {
        return list_all(tx, filter, page);
    }
    let mut found = Vec::new();
    if let Some(member) = reach.member {
        found = list_of_member(tx, member, filter, page)?;
    }
    for team in teams_within(tx, reach)? {
        found.extend(list_of_team(tx, team, filter, page)?);
    }
    found.sort_unstable_by_key(|c| Reverse((c.last_message_at, c.id)));
    found.dedup_by_key(|c| c.id);
    found.truncate(page.limit + 1);
    Ok(found)
}

/// The teams whose conversations are within reach.
fn teams_within(tx: &mut Tx<'_>, reach: &Reach) -> Result<BTreeSet<TeamId>> {
    let mut within = BTreeSet::new();
    if matches!(reach.scope, Some(Scope::Team | Scope::Brand)) {
        within.extend(reach.teams.iter().copied());
    }
    if reach.scope == Some(Scope::Brand) {
        for brand in &reach.brands {
            within.extend(teams::of_brand(tx, *brand)?);
        }
    }
    Ok(within)
}

fn list_all(tx: &mut Tx<'_>, filter: &Filter, page: &PageRequest) -> Result<Vec<Conversation>> {
    let [handler, queue, search] = filter.values();
    let (at, id) = cursor(page, i64::MAX);
    let status = word(filter.status.unwrap_or(Status::Open));
    tx.list(
        select!(
            "WHERE c.status = $1 AND (c.last_message_at, c.id) < ($2, $3) \
             AND (CAST($4 AS TEXT) IS NULL OR c.handler = $4) AND (CAST($5 AS TEXT) IS NULL OR c.queue_id = $5) \
             AND (CAST($6 AS TEXT) IS NULL OR cu.search LIKE $6 ESCAPE '\\') \
             ORDER BY c.last_message_at DESC, c.id DESC LIMIT $7"
        ),
        params![status, at, id, handler, queue, search, page.limit + 1],
        |row| Ok(record(row)?.conversation),
    )
}

fn list_of_team(
    tx: &mut Tx<'_>,
    team: TeamId,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Vec<Conversation>> {
    let [handler, queue, search] = filter.values();
    let (at, id) = cursor(page, i64::MAX);
    let status = word(filter.status.unwrap_or(Status::Open));
    tx.list(
        select!(
            "WHERE c.team_id = $1 AND c.status = $2 AND (c.last_message_at, c.id) < ($3, $4) \
             AND (CAST($5 AS TEXT) IS NULL OR c.handler = $5) AND (CAST($6 AS TEXT) IS NULL OR c.queue_id = $6) \
             AND (CAST($7 AS TEXT) IS NULL OR cu.search LIKE $7 ESCAPE '\\') \
             ORDER BY c.last_message_at DESC, c.id DESC LIMIT $8"
        ),
        params![word(team), status, at, id, handler, queue, search, page.limit + 1],
        |row| Ok(record(row)?.conversation),
    )
}

/// The conversations of one member that stand so, by last activity, newest first; one more than the page holds.
pub fn list_of_member(
    tx: &mut Tx<'_>,
    member: MemberId,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Vec<Conversation>> {
    let [handler, queue, search] = filter.values();
    let (at, id) = cursor(page, i64::MAX);
    let status = word(filter.status.unwrap_or(Status::Open));
    tx.list(
        select!(
            "WHERE c.member_id = $1 AND c.status = $2 AND (c.last_message_at, c.id) < ($3, $4) \
             AND (CAST($5 AS TEXT) IS NULL OR c.handler = $5) AND (CAST($6 AS TEXT) IS NULL OR c.queue_id = $6) \
             AND (CAST($7 AS TEXT) IS NULL OR cu.search LIKE $7 ESCAPE '\\') \
             ORDER BY c.last_message_at DESC, c.id DESC LIMIT $8"
        ),
        params![word(member), status, at, id, handler, queue, search, page.limit + 1],
        |row| Ok(record(row)?.conversation),
    )
}

/// What waits within reach, longest first; one more than the page holds.
pub fn list_queued(
    tx: &mut Tx<'_>,
    reach: &Reach,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Vec<Conversation>> {
    let [scope, me, teams, brands] = reach_values(reach);
    let [_, queue, search] = filter.values();
    let (at, id) = cursor(page, 0);
    tx.list(
        select!(
            "WHERE c.queue_id IS NOT NULL AND (c.queued_at, c.id) > ($1, $2) \
             AND ($3 = 'all' OR (c.member_id = $4 AND $4 <> '') OR ($3 IN ('team', 'brand') AND $5 LIKE '%' || c.team_id || '%') \
             OR ($3 = 'brand' AND $6 LIKE '%' || c.brand_id || '%')) \
             AND (CAST($7 AS TEXT) IS NULL OR c.queue_id = $7) \
             AND (CAST($8 AS TEXT) IS NULL OR cu.search LIKE $8 ESCAPE '\\') ORDER BY c.queued_at, c.id LIMIT $9"
        ),
        params![at, id, scope, me, teams, brands, queue, search, page.limit + 1],
        |row| Ok(record(row)?.conversation),
    )
}

/// How many stand where, within reach.
pub fn counts(tx: &mut Tx<'_>, reach: &Reach) -> Result<Counts> {
    let [scope, me, teams, brands] = reach_values(reach);
    let rows = tx.rows(
        "SELECT status, handler, CASE WHEN member_id = $2 THEN 1 ELSE 0 END AS mine, \
         CASE WHEN last_seq > read_seq THEN 1 ELSE 0 END AS unread, COUNT(*) AS n FROM conversations \
         WHERE status IN ('open', 'snoozed') AND ($1 = 'all' OR (member_id = $2 AND $2 <> '') \
         OR ($1 IN ('team', 'brand') AND $3 LIKE '%' || team_id || '%') OR ($1 = 'brand' AND $4 LIKE '%' || brand_id || '%')) \
         GROUP BY 1, 2, 3, 4",
        params![scope, me, teams, brands],
    )?;
    let mut counts = Counts::default();
    for row in rows {
        let n: i64 = row.get("n")?;
        let status: Status = row.parse("status")?;
        if status == Status::Snoozed {
            counts.snoozed += n;
            continue;
        }
        counts.open += n;
        match row.parse("handler")? {
            Handler::Queue => counts.queue += n,
            Handler::Bot => counts.bot += n,
            Handler::Agent => {}
        }
        if row.get::<i64>("mine")? == 1 {
            counts.mine += n;
            counts.mine_unread += n * row.get::<i64>("unread")?;
        }
    }
    Ok(counts)
}

/// All conversations of a customer, newest first.
pub fn of_customer(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    reach: &Reach,
    limit: usize,
) -> Result<Vec<Conversation>> {
    let [scope, me, teams, brands] = reach_values(reach);
    tx.list(
        select!(
            "WHERE c.customer_id = $1 AND ($2 = 'all' OR (c.member_id = $3 AND $3 <> '') \
             OR ($2 IN ('team', 'brand') AND $4 LIKE '%' || c.team_id || '%') \
             OR ($2 = 'brand' AND $5 LIKE '%' || c.brand_id || '%')) ORDER BY c.opened_at DESC, c.id DESC LIMIT $6"
        ),
        params![word(customer), scope, me, teams, brands, limit],
        |row| Ok(record(row)?.conversation),
    )
}

/// Rated conversations within reach, newest rating first; one more than the page holds.
pub fn list_rated(tx: &mut Tx<'_>, reach: &Reach, page: &PageRequest) -> Result<Vec<Conversation>> {
    let [scope, me, teams, brands] = reach_values(reach);
    let (at, id) = cursor(page, i64::MAX);
    tx.list(
        select!(
            "WHERE c.rated_at IS NOT NULL AND (c.rated_at, c.id) < ($1, $2) \
             AND ($3 = 'all' OR (c.member_id = $4 AND $4 <> '') OR ($3 IN ('team', 'brand') AND $5 LIKE '%' || c.team_id || '%') \
             OR ($3 = 'brand' AND $6 LIKE '%' || c.brand_id || '%')) ORDER BY c.rated_at DESC, c.id DESC LIMIT $7"
        ),
        params![at, id, scope, me, teams, brands, page.limit + 1],
        |row| Ok(record(row)?.conversation),
    )
}

/// The reach of a permission as parameters: scope, the member, and their teams and brands as lists in one text.
fn reach_values(reach: &Reach) -> [Value; 4] {
    let joined = |ids: Vec<String>| Value::Text(ids.join(" "));
    [
        word(reach.scope.map_or("none", Scope::as_str)),
        Value::Text(reach.member.map(|member| member.to_string()).unwrap_or_default()),
        joined(reach.teams.iter().map(ToString::to_string).collect()),
        joined(reach.brands.iter().map(ToString::to_string).collect()),
    ]
}
