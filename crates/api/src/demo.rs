//! The demo shop: a page that embeds the widget by its real snippet, and a login that signs a real identity. Only with
//! `--demo`. The shop itself is written in `demo/`; what it sells stands in the demo company's files.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Duration;
use yingda_channels::web::Identity;
use yingda_conversations::channels;
use yingda_model::{Actor, Channel, Ctx, Error};

use crate::AppState;
use crate::authentication::Anonymous;
use crate::extract::Json;
use crate::peer::Peer;
use crate::problem::Answer;

const PAGE: &str = include_str!("demo/index.html");
const SCRIPT: &str = include_str!("demo/app.js");
const STYLE: &str = include_str!("demo/style.css");
const SHOP: &str = include_str!("../../../demo/shop.json");

/// Stricter than the rest of the product: the page has no inline style either.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'",
);
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
/// How long the shop vouches for a customer who has just logged in.
const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// The shop's addresses.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/demo", get(page))
        .route("/demo/app.js", get(async || text("text/javascript; charset=utf-8", SCRIPT)))
        .route("/demo/style.css", get(async || text("text/css; charset=utf-8", STYLE)))
        .route("/demo/shop.json", get(async || text("application/json", CATALOGUE.as_str())))
        .route("/demo/login", post(login))
}

/// Who wants to be whom.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LoginIn {
    /// 1, 2 or 3.
    customer: i64,
}

/// The shop's word for who is logged in.
#[derive(Serialize)]
struct LoginOut {
    identity: String,
    name: String,
}

async fn page(State(state): State<AppState>, Anonymous(ctx): Anonymous) -> Answer<Response> {
    let channel = channel(&state, &ctx).await?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, ASK_AGAIN),
    ];
    Ok((headers, PAGE.replace("{snippet}", &channel.snippet)).into_response())
}

async fn login(
    State(state): State<AppState>,
    Anonymous(ctx): Anonymous,
    Peer(peer): Peer,
    Json(input): Json<LoginIn>,
) -> Answer<axum::Json<LoginOut>> {
    state.rates().public(peer)?;
    let customer = find_customer(input.customer)
        .ok_or_else(|| Error::invalid("/customer", "unknown", "must be 1, 2 or 3"))?;
    let channel = channel(&state, &ctx).await?;
    let text = |field: &str| customer[field].as_str().map(str::to_owned);
    let name = text("name").unwrap_or_default();
    let identity = Identity {
        external_id: text("external_id").unwrap_or_default(),
        name: Some(name.clone()),
        email: text("email"),
        phone: text("phone"),
        jti: ctx.random::<16>().iter().map(|byte| format!("{byte:02x}")).collect(),
        expires_at: ctx.now.plus(LIFETIME),
    };
    let secret = channel.identity_secret.ok_or_else(|| Error::not_found("secret of channel", channel.id))?;
    Ok(axum::Json(LoginOut { identity: identity.sign(secret.expose())?, name }))
}

/// The channel of the demo company.
async fn channel(state: &AppState, ctx: &Ctx) -> Answer<Channel> {
    // The page is anybody's; that it knows its own channel is the server's doing. An address without a host makes the
    // snippet load the widget from wherever the page came.
    let (ctx, base) = (ctx.acting(Actor::System), state.settings().base_path());
    let all = channels::list(state.store(), state.vault(), &ctx, base).await?;
    let enabled = all.into_iter().find(|channel| channel.enabled);
    Ok(enabled.ok_or_else(|| Error::not_found("channel", "of the demo shop"))?)
}

fn find_customer(number: i64) -> Option<&'static Value> {
    let login = FILE["logins"].as_array()?.iter().find(|login| login["number"] == number)?;
    FILE["customers"].as_array()?.iter().find(|customer| customer["external_id"] == login["external_id"])
}

static FILE: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(SHOP).unwrap_or_default());

/// What the page shows: products, and the three people with their orders. Addresses and numbers stay here.
static CATALOGUE: LazyLock<String> = LazyLock::new(|| {
    let people: Vec<Value> =
        (1..=3).filter_map(|number| Some(person(number, find_customer(number)?))).collect();
    serde_json::json!({ "currency": FILE["currency"], "products": FILE["products"], "people": people })
        .to_string()
});

fn person(number: i64, customer: &Value) -> Value {
    let city = ["城市", "city"].iter().find_map(|name| customer["attributes"][*name].as_str());
    let orders = FILE["orders"].as_array().into_iter().flatten();
    let mut orders: Vec<&Value> =
        orders.filter(|order| order["customer"] == customer["external_id"]).collect();
    orders.sort_by_key(|order| order["days_ago"].as_i64());
    serde_json::json!({
        "number": number, "name": customer["name"], "tier": customer["tier"], "city": city, "orders": orders
    })
}

fn text(kind: &'static str, body: &'static str) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static(kind)), (CACHE_CONTROL, ASK_AGAIN)], body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shop_has_products_and_three_people_with_orders() {
        let shop: Value = serde_json::from_str(&CATALOGUE).expect("is JSON");
        assert!(shop["products"].as_array().is_some_and(|products| products.len() > 20));
        let people = shop["people"].as_array().expect("people");
        assert_eq!(people.len(), 3);
        assert!(people.iter().all(|person| person["orders"][0]["number"].is_string()));
        assert!(!CATALOGUE.contains("@example.com"));
        assert!(PAGE.contains("{snippet}") && !PAGE.contains("onclick") && !PAGE.contains("style="));
    }
}
