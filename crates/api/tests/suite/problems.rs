//! What errors look like.

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{Method, Request};
use serde_json::json;
use yingda_testkit::{Answer, TestApp, for_each_app};

fn assert_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.code()), (status, code), "{}", answer.json);
    assert_eq!(answer.headers[CONTENT_TYPE], "application/problem+json");
    assert_eq!(answer.json["type"], json!(format!("urn:yingda:problem:{code}")));
    assert_eq!(answer.json["status"], json!(status));
    assert_eq!(answer.json["trace"].as_str().map(str::len), Some(16));
    let keys: Vec<_> = answer.json.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys, ["code", "detail", "errors", "status", "title", "trace", "type"]);
}

async fn post(app: &TestApp, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post(path).header(CONTENT_TYPE, kind).body(body.into()).expect("a request");
    app.login(&app.company.administrator).await.raw(request).await
}

fn errors(answer: &Answer) -> Vec<(&str, &str)> {
    let errors = answer.json["errors"].as_array().expect("errors");
    errors.iter().map(|e| (e["pointer"].as_str().expect("text"), e["code"].as_str().expect("text"))).collect()
}

#[tokio::test]
async fn a_body_that_does_not_fit_says_where() {
    for_each_app(async |app| {
        let team = "/api/v1/teams";
        let json_type = "application/json";
        let cases = [
            ("a field is missing", json!({ "name": "x" }), ("/brand_id", "required")),
            (
                "a field is unknown",
                json!({ "brand_id": app.company.brand.id, "name": "x", "colour": 1 }),
                ("/colour", "unknown_field"),
            ),
            (
                "a field has the wrong type",
                json!({ "brand_id": app.company.brand.id, "name": 7 }),
                ("/name", "invalid"),
            ),
            (
                "an id is of another kind",
                json!({ "brand_id": app.company.team.id, "name": "x" }),
                ("/brand_id", "invalid"),
            ),
        ];
        for (what, body, expected) in cases {
            let answer = post(app, team, json_type, body.to_string()).await;
            assert_problem(&answer, 422, "invalid");
            assert_eq!(errors(&answer), [expected], "{what}");
        }
        assert_problem(&post(app, team, json_type, "{\"name\": ").await, 400, "malformed");
        assert_problem(&post(app, team, json_type, b"{\"name\": \"\xff\"}".to_vec()).await, 400, "malformed");
        assert_problem(&post(app, team, json_type, "{} {}").await, 422, "invalid");
        assert_problem(&post(app, team, "text/plain", "{}").await, 415, "unsupported_media_type");
        let large = format!("{{\"name\": \"{}\"}}", "x".repeat(1024 * 1024));
        assert_problem(&post(app, team, json_type, large).await, 413, "too_large");
    })
    .await;
}

#[tokio::test]
async fn addresses_methods_and_queries_that_are_wrong_get_a_problem_too() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        assert_problem(&ada.get("/api/v1/nothing").await, 404, "not_found");
        let wrong_method = ada.send(Method::DELETE, "/api/v1/teams", None).await;
        assert_problem(&wrong_method, 405, "method_not_allowed");
        assert_eq!(wrong_method.headers[ALLOW], "GET,HEAD,POST");
        assert_problem(&ada.delete("/api/v1/teams/no-id").await, 404, "not_found");
        for query in ["limit=0", "limit=201", "limit=many"] {
            let answer = ada.get(&format!("/api/v1/members?{query}")).await;
            assert_problem(&answer, 422, "invalid");
            assert_eq!(errors(&answer)[0].0, "limit");
        }
        let misspelt = ada.get("/api/v1/conversations?stauts=resolved&view=all").await;
        assert_problem(&misspelt, 422, "invalid");
        assert_eq!(errors(&misspelt), [("stauts", "unknown_parameter")]);
        assert_problem(&app.anonymous().get("/api/v1/members").await, 401, "unauthenticated");
    })
    .await;
}

#[tokio::test]
async fn the_character_that_no_database_takes_is_refused_at_the_door() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        assert_problem(&ada.get("/api/v1/members?q=a%00b").await, 422, "invalid");
        let login = json!({ "email": "a\u{0}@b.c", "password": "x" });
        assert_problem(&app.anonymous().post("/api/v1/session", login).await, 422, "invalid");
        let hello = json!({ "channel_key": "wk_\u{0}", "locale": "en" });
        assert_problem(&app.anonymous().post("/widget/v1/sessions", hello).await, 422, "invalid");
        for list in ["faq?category=%00", "conversations?q=%00", "customers?q=%00", "canned-replies?q=%00"] {
            assert_problem(&ada.get(&format!("/api/v1/{list}")).await, 422, "invalid");
        }
        assert_eq!(ada.get("/api/v1/invitations/by-token/%00").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn a_query_that_is_too_long_is_refused_by_every_list() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let long = "x".repeat(60_000);
        for list in ["members", "faq", "conversations", "customers", "canned-replies"] {
            let answer = ada.get(&format!("/api/v1/{list}?q={long}")).await;
            assert_problem(&answer, 422, "invalid");
            assert_eq!(errors(&answer), [("q", "too_long")], "{list}");
            let signs = ada.get(&format!("/api/v1/{list}?q={}", "%25_%5C".repeat(66))).await;
            assert_eq!(signs.status, 200, "{list}: {}", signs.json);
        }
        let category = ada.get(&format!("/api/v1/faq?category={long}")).await;
        assert_eq!(errors(&category), [("category", "too_long")]);
    })
    .await;
}

#[tokio::test]
async fn a_cursor_that_no_list_has_answered_never_starts_again() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let lists = [
            "members",
            "tokens",
            "invitations",
            "faq",
            "unanswered",
            "conversations",
            "ratings",
            "customers",
            "canned-replies",
        ];
        for list in lists {
            for cursor in ["zzz", "1.zzz", "%00", &"9".repeat(400)] {
                let answer = ada.get(&format!("/api/v1/{list}?cursor={cursor}")).await;
                assert_problem(&answer, 422, "invalid");
                assert_eq!(errors(&answer), [("cursor", "invalid")], "{list} after {cursor}");
            }
        }
        let others = format!("/api/v1/tokens?cursor={}", app.company.agent.id);
        assert_eq!(errors(&ada.get(&others).await), [("cursor", "invalid")]);
    })
    .await;
}

#[tokio::test]
async fn every_answer_tells_the_browser_what_to_keep_to() {
    for_each_app(async |app| {
        for path in ["/api/v1/setup", "/api/v1/nothing", "/docs", "/metrics"] {
            let answer = app.anonymous().get(path).await;
            assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
            let policy = answer.headers["content-security-policy"].to_str().expect("text");
            assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        }
    })
    .await;
}
