//! A write that is sent twice under one key is done once.

use axum::http::HeaderName;
use serde_json::json;
use yingda_testkit::for_each_app;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");

#[tokio::test]
async fn a_repeated_write_gets_the_first_answer() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await.with(KEY, "k1");
        let team = json!({ "brand_id": app.company.brand.id, "name": "Night" });
        let first = ada.post("/api/v1/teams", team.clone()).await;
        let second = ada.post("/api/v1/teams", team.clone()).await;
        assert_eq!((first.status, second.status), (201, 201));
        assert_eq!(first.json, second.json);

        let other = json!({ "brand_id": app.company.brand.id, "name": "Day" });
        let reused = ada.post("/api/v1/teams", other).await;
        assert_eq!((reused.status, reused.code()), (409, "idempotency_key_reused"));
        // The key is the actor's own.
        let program = app.token(yingda_model::Role::Administrator).await.with(KEY, "k1");
        assert_eq!(program.post("/api/v1/teams", team).await.status, 409, "the name is taken");
    })
    .await;
}

#[tokio::test]
async fn a_secret_is_not_remembered_with_the_answer() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await.with(KEY, "k2");
        let token = json!({ "name": "x", "role": "agent", "expires_at": null });
        let first = ada.post("/api/v1/tokens", token.clone()).await;
        let second = ada.post("/api/v1/tokens", token).await;
        assert_eq!(first.json["id"], second.json["id"]);
        assert!(first.json["secret"].is_string() && second.json["secret"].is_null());
    })
    .await;
}

#[tokio::test]
async fn a_key_must_be_short_and_plain() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        for wrong in [" ".to_owned(), "k".repeat(129)] {
            let answer = ada.with(KEY, &wrong).post("/api/v1/teams", json!({})).await;
            assert_eq!(
                (answer.status, &answer.json["errors"][0]["pointer"]),
                (422, &json!("Idempotency-Key"))
            );
        }
    })
    .await;
}
