//! API tokens.

use std::time::Duration;

use axum::http::header::AUTHORIZATION;
use serde_json::json;
use yingda_model::Role;
use yingda_testkit::for_each_app;

use crate::authorisation::{Case, case};

pub fn cases() -> Vec<Case> {
    let administrator = &[Role::Administrator];
    vec![
        case("token_list").roles(administrator),
        case("token_create")
            .roles(administrator)
            .body(|_| json!({ "name": "x", "role": "analyst", "expires_at": null })),
        case("token_delete").roles(administrator).id(|_| "tok_00000000000070008000000000000000".into()),
    ]
}

#[tokio::test]
async fn a_token_acts_with_its_role_until_it_is_removed() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let made = ada
            .post("/api/v1/tokens", json!({ "name": "report", "role": "analyst", "expires_at": null }))
            .await;
        assert_eq!(made.status, 201);
        let secret = made.json["secret"].as_str().expect("a secret");
        assert!(secret.starts_with("yd_") && secret.len() == 46, "{secret}");
        assert!(secret.starts_with(made.json["hint"].as_str().expect("a hint").trim_end_matches('…')));
        assert_eq!(made.json["created_by"], json!(app.company.administrator.id));

        // No CSRF token is asked of programs; what the role may not do stays forbidden.
        let program = app.anonymous().with(AUTHORIZATION, &format!("Bearer {secret}"));
        assert_eq!(program.get("/api/v1/members").await.json["items"].as_array().map(Vec::len), Some(6));
        let refused =
            program.post("/api/v1/teams", json!({ "brand_id": app.company.brand.id, "name": "x" })).await;
        assert_eq!((refused.status, refused.code()), (403, "forbidden"));
        // A program is no person.
        assert_eq!(program.get("/api/v1/session").await.status, 401);

        let listed = ada.get("/api/v1/tokens").await;
        assert!(listed.json["items"][0]["secret"].is_null());
        assert_eq!(listed.json["items"][0]["last_used_at"], json!(app.environment.now()));
        assert_eq!(
            ada.delete(&format!("/api/v1/tokens/{}", made.json["id"].as_str().expect("id"))).await.status,
            204
        );
        let gone = program.get("/api/v1/members").await;
        assert_eq!((gone.status, gone.code()), (401, "token_invalid"));
    })
    .await;
}

#[tokio::test]
async fn a_token_expires_and_notes_its_use_once_a_minute() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let past = json!({ "name": "x", "role": "agent", "expires_at": app.environment.now() });
        assert_eq!(ada.post("/api/v1/tokens", past).await.json["errors"][0]["pointer"], "/expires_at");
        let soon = app.environment.now().plus(Duration::from_secs(100));
        let made =
            ada.post("/api/v1/tokens", json!({ "name": "x", "role": "agent", "expires_at": soon })).await;
        let secret = made.json["secret"].as_str().expect("a secret");
        let program = app.anonymous().with(AUTHORIZATION, &format!("Bearer {secret}"));

        let began = app.environment.now();
        let mut used = Vec::new();
        for _ in 0..3 {
            assert_eq!(program.get("/api/v1/roles").await.status, 200);
            used.push(ada.get("/api/v1/tokens").await.json["items"][0]["last_used_at"].clone());
            app.environment.advance(Duration::from_secs(40));
        }
        let third = began.plus(Duration::from_secs(80));
        assert_eq!(used, [json!(began), json!(began), json!(third)]);
        let late = program.get("/api/v1/roles").await;
        assert_eq!((late.status, late.code()), (401, "token_expired"));
    })
    .await;
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    for_each_app(async |app| {
        for wrong in ["Bearer nonsense", "Bearer yd_nonsense", "Basic YTpi", "Bearer"] {
            let answer = app.anonymous().with(AUTHORIZATION, wrong).get("/api/v1/members").await;
            assert_eq!((answer.status, answer.code()), (401, "token_invalid"), "{wrong}");
        }
    })
    .await;
}
