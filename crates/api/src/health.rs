//! Whether the process lives, and whether it can serve: for whoever starts, watches and replaces it.

use axum::extract::State;
use serde::Serialize;
use yingda_model::Error;

use crate::AppState;
use crate::extract::Json;
use crate::problem::Answer;

/// A word that is always the same.
#[derive(Serialize)]
pub(crate) struct Health {
    status: &'static str,
}

/// `GET /health/live`: the process answers.
pub(crate) async fn live() -> Json<Health> {
    Json(Health { status: "live" })
}

/// `GET /health/ready`: the database answers, and the process is not about to end.
pub(crate) async fn ready(State(state): State<AppState>) -> Answer<Json<Health>> {
    if *state.stop().borrow() {
        return Err(Error::Unavailable("the server is stopping".into()).into());
    }
    state.store().read(|tx| Ok(yingda_store::facts::lookup(tx, "ready")?)).await?;
    Ok(Json(Health { status: "ready" }))
}
