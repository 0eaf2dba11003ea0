//! Who is asking at the widget's endpoints: the visitor whose token came along, on a page that may use the channel.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Deserialize;
use utoipa::IntoParams;
use yingda_conversations::visitors::Visitor;
use yingda_model::{Customer, Error, Unauthenticated};

use crate::AppState;
use crate::authentication::{bearer, request_ctx, with_key};
use crate::cors::check_origin;
use crate::extract::Query;
use crate::peer::Peer;
use crate::problem::Rejection;

/// A visitor, with the token in the header or, for links, in the query.
pub(crate) struct Visiting(pub Visitor);

/// A visitor who is a customer already.
pub(crate) struct VisitingCustomer(pub Visitor, pub Customer);

/// A link can't carry a header.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TokenQuery {
    /// The visitor's token, where no `Authorization` can be sent.
    token: Option<String>,
}

impl FromRequestParts<AppState> for Visiting {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Rejection> {
        let Peer(peer) = Peer::from_request_parts(parts, state).await?;
        state.rates().public(peer)?;
        let ctx = request_ctx(parts, state);
        let in_query = if parts.method.is_safe() {
            Query::<TokenQuery>::from_request_parts(parts, state).await?.0.token
        } else {
            None
        };
        let in_header = bearer(&parts.headers)?.map(str::to_owned);
        let token = in_header.or(in_query).ok_or(Error::from(Unauthenticated::Missing))?;
        let mut visitor = state.reception().authenticate(&ctx, &token).await?;
        check_origin(&parts.headers, &visitor.channel, state.settings())?;
        visitor.ctx = with_key(&visitor.ctx, visitor.ctx.actor.clone(), parts);
        Ok(Self(visitor))
    }
}

impl FromRequestParts<AppState> for VisitingCustomer {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Rejection> {
        let Visiting(visitor) = Visiting::from_request_parts(parts, state).await?;
        let customer =
            visitor.customer.clone().ok_or_else(|| Error::not_found("conversation", "of this visitor"))?;
        Ok(Self(visitor, customer))
    }
}
