//! Letting a client in: who they are by their token or cookie, and their place in the feed.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use yingda_access::{sessions, tokens};
use yingda_model::{Actor, Ctx, Error, Result, Unauthenticated};

use super::agent::Agent;
use super::customer::Customer;
use super::{Handshake, Party};
use crate::AppState;
use yingda_conversations::feed::Connection;

/// Finds out who it is and connects them to the feed.
pub(super) async fn open(
    state: &AppState,
    handshake: &Handshake,
    token: Option<String>,
) -> Result<(Party, Connection)> {
    let ctx = &handshake.ctx;
    match token {
        Some(token) if token.starts_with("yd_") => {
            let actor = tokens::authenticate(state.store(), ctx, &token).await?;
            open_agent(state, ctx, actor, Proof::Token(token))
        }
        Some(token) => open_customer(state, handshake, &token).await,
        None => {
            let token = handshake.session_token.clone().ok_or(Error::from(Unauthenticated::Missing))?;
            // A cookie comes along from any page; the origin says which page it was.
            if !handshake.same_origin {
                return Err(Unauthenticated::Missing.into());
            }
            let authenticated = sessions::authenticate(state.store(), ctx, &token).await?;
            open_agent(state, ctx, Actor::Member(authenticated.actor), Proof::Session(token))
        }
    }
}

/// By what an agent was let in; looked at again while they stay.
pub(super) enum Proof {
    Session(String),
    Token(String),
}

impl Proof {
    /// Who it is by this proof now.
    pub async fn actor(&self, state: &AppState, ctx: &Ctx) -> Result<Actor> {
        match self {
            Self::Session(token) => {
                Ok(Actor::Member(sessions::authenticate(state.store(), ctx, token).await?.actor))
            }
            Self::Token(token) => tokens::authenticate(state.store(), ctx, token).await,
        }
    }
}

fn open_agent(state: &AppState, ctx: &Ctx, actor: Actor, proof: Proof) -> Result<(Party, Connection)> {
    let connection = state.feed().connect(&ctx.acting(actor.clone()), None)?;
    Ok((Party::Agent(Box::new(Agent::new(state, actor, proof))), connection))
}

async fn open_customer(state: &AppState, handshake: &Handshake, token: &str) -> Result<(Party, Connection)> {
    let ctx = &handshake.ctx;
    let visitor = state.reception().authenticate(ctx, token).await?;
    let own = state.settings().origin();
    if !yingda_channels::web::origin::allowed(&visitor.channel, handshake.origin.as_deref(), own)
        && !handshake.same_origin
    {
        return Err(Unauthenticated::TokenInvalid.into());
    }
    let connection = state.feed().connect(&visitor.ctx, Some(visitor.channel.queue_id))?;
    Ok((Party::Customer(Box::new(Customer::new(visitor))), connection))
}

/// Whether the page that opened the socket is one of this server's.
pub(super) fn is_same_origin(headers: &HeaderMap, own: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let Some(origin) = text(ORIGIN) else {
        // Not a browser: nobody could have made it send a cookie that it does not mean to.
        return true;
    };
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    text(HOST) == Some(host) || origin == own
}
