//! Logins that have not ended. Only a hash of each session's token is stored, so that a stolen copy of the database
//! logs nobody in.

use yingda_model::context::MemberActor;
use yingda_model::{MemberId, SessionId, Timestamp};

use crate::error::Result;
use crate::tx::Tx;
use crate::value::word;
use crate::{members, params};

/// A login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub member_id: MemberId,
    /// What a page must send beside the cookie.
    pub csrf_token: String,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
    pub expires_at: Timestamp,
}

/// Stores a new session under the hash of its token.
pub fn create(tx: &mut Tx<'_>, session: &Session, token_hash: [u8; 32]) -> Result<()> {
    tx.execute(
        "INSERT INTO sessions (id, token_hash, csrf_token, member_id, created_at, last_used_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            word(session.id),
            token_hash,
            &session.csrf_token,
            word(session.member_id),
            session.created_at,
            session.last_used_at,
            session.expires_at
        ],
    )?;
    Ok(())
}

/// The session of a token and who it belongs to; none when it has ended or the member may not log in.
pub fn find_by_token(
    tx: &mut Tx<'_>,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<(Session, MemberActor)>> {
    let row = tx.row(
        "SELECT id, member_id, csrf_token, created_at, last_used_at, expires_at FROM sessions \
         WHERE token_hash = $1 AND expires_at > $2",
        params![token_hash, now],
    )?;
    let Some(row) = row else { return Ok(None) };
    let session = Session {
        id: row.parse("id")?,
        member_id: row.parse("member_id")?,
        csrf_token: row.get("csrf_token")?,
        created_at: row.get("created_at")?,
        last_used_at: row.get("last_used_at")?,
        expires_at: row.get("expires_at")?,
    };
    Ok(members::actor(tx, session.member_id)?.map(|actor| (session, actor)))
}

/// Notes a use and moves the end.
pub fn touch(tx: &mut Tx<'_>, id: SessionId, now: Timestamp, expires_at: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE sessions SET last_used_at = $2, expires_at = $3 WHERE id = $1",
        params![word(id), now, expires_at],
    )?;
    Ok(())
}

/// Ends a session; false when it had ended before.
pub fn delete(tx: &mut Tx<'_>, id: SessionId) -> Result<bool> {
    Ok(tx.execute("DELETE FROM sessions WHERE id = $1", params![word(id)])? == 1)
}

/// Ends all sessions of a member, but for one; answers which.
pub fn delete_of_member(
    tx: &mut Tx<'_>,
    member: MemberId,
    except: Option<SessionId>,
) -> Result<Vec<SessionId>> {
    let except = except.map(|id| id.to_string()).unwrap_or_default();
    let ended = tx.list(
        "SELECT id FROM sessions WHERE member_id = $1 AND id <> $2 ORDER BY id",
        params![word(member), &except],
        |row| row.parse("id"),
    )?;
    tx.execute("DELETE FROM sessions WHERE member_id = $1 AND id <> $2", params![word(member), &except])?;
    Ok(ended)
}

/// Who is logged in anywhere.
pub fn members(tx: &mut Tx<'_>) -> Result<Vec<MemberId>> {
    tx.list("SELECT DISTINCT member_id FROM sessions ORDER BY member_id", &[], |row| row.parse("member_id"))
}

/// Removes sessions that have expired; answers how many.
pub fn forget_expired(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM sessions WHERE expires_at <= $1", params![now])
}
