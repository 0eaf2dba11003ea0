//! Invitations that make a stranger a member. Only a hash of each link's token is stored.

use yingda_model::member::Invitation;
use yingda_model::{InvitationId, PageRequest, Timestamp};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, json, optional_word, word};

fn read(row: &Row) -> Result<Invitation> {
    Ok(Invitation {
        id: row.parse("id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        role: row.parse("role")?,
        team_ids: row.json("team_ids")?,
        url: None,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        accepted_at: row.get("accepted_at")?,
        invited_by: row.parse_optional("invited_by")?,
    })
}

/// Stores a new invitation under the hash of its token.
pub fn create(tx: &mut Tx<'_>, invitation: &Invitation, token_hash: [u8; 32]) -> Result<()> {
    tx.execute(
        "INSERT INTO invitations (id, token_hash, email, name, role, team_ids, invited_by, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            word(invitation.id),
            token_hash,
            &invitation.email,
            &invitation.name,
            word(invitation.role),
            &json(&invitation.team_ids)?,
            optional_word(invitation.invited_by),
            invitation.created_at,
            invitation.expires_at
        ],
    )?;
    Ok(())
}

/// The invitation of a token, whatever became of it.
pub fn find_by_token(tx: &mut Tx<'_>, token_hash: [u8; 32]) -> Result<Option<Invitation>> {
    let row = tx.row(
        "SELECT id, email, name, role, team_ids, invited_by, created_at, expires_at, accepted_at FROM invitations \
         WHERE token_hash = $1",
        params![token_hash],
    )?;
    row.as_ref().map(read).transpose()
}

/// A page of invitations, newest first; one more than asked for, to know whether there are more.
pub fn list(tx: &mut Tx<'_>, page: &PageRequest) -> Result<Vec<Invitation>> {
    tx.list(
        "SELECT id, email, name, role, team_ids, invited_by, created_at, expires_at, accepted_at FROM invitations \
         WHERE (CAST($1 AS TEXT) IS NULL OR id < $1) ORDER BY id DESC LIMIT $2",
        params![page.cursor.clone(), page.limit + 1],
        read,
    )
}

/// Marks an invitation as used; false when it was before.
pub fn accept(tx: &mut Tx<'_>, id: InvitationId, now: Timestamp) -> Result<bool> {
    let touched = tx.execute(
        "UPDATE invitations SET accepted_at = $2 WHERE id = $1 AND accepted_at IS NULL",
        params![word(id), now],
    )?;
    Ok(touched == 1)
}

/// Removes an invitation; false when there was none.
pub fn delete(tx: &mut Tx<'_>, id: InvitationId) -> Result<bool> {
    Ok(tx.execute("DELETE FROM invitations WHERE id = $1", params![word(id)])? == 1)
}
