//! Who is asking. `Caller` for people with a session and programs with a token, `Anonymous` for endpoints that anybody
//! may call. What a caller may do is not decided here: services check that through the `Ctx`.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use yingda_access::sessions::Authenticated;
use yingda_access::{equal, sessions, tokens};
use yingda_model::{Actor, Ctx, Error, Idempotency, Unauthenticated};

use crate::AppState;
use crate::cookies::session_token;
use crate::problem::Rejection;

const CSRF_HEADER: &str = "x-csrf-token";

/// A person with a session or a program with a token.
pub struct Caller(pub Ctx);

/// A person with a session, and the session.
pub struct LoggedIn {
    /// Who asks.
    pub ctx: Ctx,
    /// With which session.
    pub authenticated: Authenticated,
}

/// Anybody.
pub struct Anonymous(pub Ctx);

impl FromRequestParts<AppState> for Caller {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Rejection> {
        let ctx = request_ctx(parts, state);
        let Some(token) = bearer(&parts.headers)? else {
            return Ok(Self(LoggedIn::from_request_parts(parts, state).await?.ctx));
        };
        let actor = tokens::authenticate(state.store(), &ctx, token).await?;
        Ok(Self(with_key(&ctx, actor, parts)))
    }
}

impl FromRequestParts<AppState> for LoggedIn {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Rejection> {
        let ctx = request_ctx(parts, state);
        let token = session_token(&parts.headers).ok_or(Error::from(Unauthenticated::Missing))?;
        let authenticated = sessions::authenticate(state.store(), &ctx, token).await?;
        check_csrf(&parts.method, &parts.headers, &authenticated.session.csrf_token)?;
        let ctx = with_key(&ctx, Actor::Member(authenticated.actor.clone()), parts);
        Ok(Self { ctx, authenticated })
    }
}

impl FromRequestParts<AppState> for Anonymous {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Rejection> {
        // No idempotency key: strangers would share one space of keys, and read each other's answers.
        Ok(Self(request_ctx(parts, state)))
    }
}

/// The context that the request began with: its time and trace, and nobody.
pub(crate) fn request_ctx(parts: &Parts, state: &AppState) -> Ctx {
    parts.extensions.get::<Ctx>().cloned().unwrap_or_else(|| state.environment().ctx(Actor::Anonymous))
}

/// The same request, done by an actor, under the idempotency key that it brought.
pub(crate) fn with_key(ctx: &Ctx, actor: Actor, parts: &Parts) -> Ctx {
    let mut ctx = ctx.acting(actor);
    ctx.idempotency = parts.extensions.get::<Idempotency>().cloned();
    ctx
}

/// What stands after `Authorization: Bearer`.
///
/// # Errors
/// When the header is there but says something else.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Rejection> {
    let Some(value) = headers.get(AUTHORIZATION) else { return Ok(None) };
    let token = value.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    token.map(Some).ok_or_else(|| Error::from(Unauthenticated::TokenInvalid).into())
}

/// Other sites can make a browser send the cookie, but they can't read the token that must come with it.
fn check_csrf(method: &Method, headers: &HeaderMap, expected: &str) -> Result<(), Rejection> {
    let sent = headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if method.is_safe() || equal(sent, expected) {
        return Ok(());
    }
    let detail = "send the session's csrf_token in the header X-CSRF-Token";
    Err(Rejection::new(StatusCode::FORBIDDEN, "csrf", detail))
}
