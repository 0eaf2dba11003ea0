//! Logging in and out.

use std::time::Duration;

use axum::http::header::SET_COOKIE;
use serde_json::json;
use yingda_testkit::{PASSWORD, for_each_app};

use crate::authorisation::{Case, case};

pub fn cases() -> Vec<Case> {
    vec![
        case("session_create").anybody().body(|_| json!({ "email": "a@b.c", "password": "x" })),
        case("session_lookup").people(),
        case("password_update").people().body(|_| json!({ "current": "wrong", "new": "another password" })),
        case("session_delete").people(),
    ]
}

#[tokio::test]
async fn a_member_logs_in_looks_around_and_logs_out() {
    for_each_app(async |app| {
        let mut ann = app.anonymous();
        // Addresses are one in any case.
        let answer =
            ann.post("/api/v1/session", json!({ "email": " ANN@example.com", "password": PASSWORD })).await;
        assert_eq!(answer.status, 200, "{}", answer.json);
        let cookie = answer.headers[SET_COOKIE].to_str().expect("text").to_owned();
        for part in ["yingda_session=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=1209600"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert_eq!(answer.json["member"]["role"], "agent");
        assert_eq!(answer.json["permissions"]["conversation.reply"], "own");
        assert_eq!(answer.json["brands"][0]["name"], "Xinghe");
        assert_eq!(answer.json["demo"], false);
        ann.use_csrf(&answer);

        let session = ann.get("/api/v1/session").await;
        assert_eq!((session.status, &session.json), (200, &answer.json));

        let left = ann.delete("/api/v1/session").await;
        assert_eq!(left.status, 204);
        let cleared = left.headers[SET_COOKIE].to_str().expect("text");
        assert!(cleared.starts_with("yingda_session=;") && cleared.contains("Max-Age=0"), "{cleared}");

        // The old cookie opens nothing, wherever it was kept.
        let stolen =
            app.anonymous().with(axum::http::header::COOKIE, cookie.split(';').next().expect("a pair"));
        assert_eq!(stolen.get("/api/v1/session").await.status, 401);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    for_each_app(async |app| {
        let nobody = app.anonymous();
        let mut answers = Vec::new();
        for (email, password) in [("ann@example.com", "not her password"), ("ghost@example.com", PASSWORD)] {
            let answer =
                nobody.post("/api/v1/session", json!({ "email": email, "password": password })).await;
            assert_eq!((answer.status, answer.code()), (401, "invalid_credentials"));
            assert!(!answer.headers.contains_key(SET_COOKIE));
            answers.push(answer.json["detail"].clone());
        }
        assert_eq!(answers[0], answers[1]);
    })
    .await;
}

#[tokio::test]
async fn writes_with_a_cookie_need_the_csrf_token() {
    for_each_app(async |app| {
        let me = json!({ "name": "Ann B", "version": 1 });
        let ann = app.login(&app.company.agent).await;
        let forged = ann.with(axum::http::HeaderName::from_static("x-csrf-token"), "guessed");
        let answer = forged.patch("/api/v1/members/me", me.clone()).await;
        assert_eq!((answer.status, answer.code()), (403, "csrf"));
        // Reading needs none.
        assert_eq!(forged.get("/api/v1/session").await.status, 200);
        assert_eq!(ann.patch("/api/v1/members/me", me).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn a_session_lives_for_14_days_from_its_last_use() {
    for_each_app(async |app| {
        const DAY: Duration = Duration::from_hours(24);
        let ann = app.login(&app.company.agent).await;
        for _ in 0..3 {
            app.environment.advance(10 * DAY);
            assert_eq!(ann.get("/api/v1/session").await.status, 200);
        }
        app.environment.advance(14 * DAY);
        let answer = ann.get("/api/v1/session").await;
        assert_eq!((answer.status, answer.code()), (401, "unauthenticated"));
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    for_each_app(async |app| {
        let (here, elsewhere) = (app.login(&app.company.agent).await, app.login(&app.company.agent).await);
        let wrong = here
            .put("/api/v1/session/password", json!({ "current": "wrong", "new": "a long new one" }))
            .await;
        assert_eq!((wrong.status, &wrong.json["errors"][0]["pointer"]), (422, &json!("/current")));
        let short =
            here.put("/api/v1/session/password", json!({ "current": PASSWORD, "new": "short" })).await;
        assert_eq!((short.status, &short.json["errors"][0]["code"]), (422, &json!("too_short")));

        let new = json!({ "current": PASSWORD, "new": "a long new one" });
        assert_eq!(here.put("/api/v1/session/password", new).await.status, 204);
        assert_eq!(here.get("/api/v1/session").await.status, 200);
        assert_eq!(elsewhere.get("/api/v1/session").await.status, 401);

        let nobody = app.anonymous();
        let old = json!({ "email": "ann@example.com", "password": PASSWORD });
        assert_eq!(nobody.post("/api/v1/session", old).await.status, 401);
        let new = json!({ "email": "ann@example.com", "password": "a long new one" });
        assert_eq!(nobody.post("/api/v1/session", new).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn a_disabled_member_is_out_at_once() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let ann = app.login(&app.company.agent).await;
        let path = format!("/api/v1/members/{}", app.company.agent.id);
        assert_eq!(ada.patch(&path, json!({ "state": "disabled", "version": 1 })).await.status, 200);
        assert_eq!(ann.get("/api/v1/session").await.status, 401);
        let again = json!({ "email": "ann@example.com", "password": PASSWORD });
        let answer = app.anonymous().post("/api/v1/session", again).await;
        assert_eq!((answer.status, answer.code()), (401, "invalid_credentials"));
        // Enabled again, the old session stays ended.
        assert_eq!(ada.patch(&path, json!({ "state": "active", "version": 2 })).await.status, 200);
        assert_eq!(ann.get("/api/v1/session").await.status, 401);
    })
    .await;
}
