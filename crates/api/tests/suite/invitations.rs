//! Invitations by link.

use std::time::Duration;

use serde_json::{Value, json};
use yingda_model::Role;
use yingda_testkit::{Client, TestApp, for_each_app};

use crate::authorisation::{Case, case};

pub fn cases() -> Vec<Case> {
    let administrator = &[Role::Administrator];
    vec![
        case("invitation_create").roles(administrator).body(|app| form(app, "new@example.com")),
        case("invitation_list").roles(administrator),
        case("invitation_delete").roles(administrator).id(|_| "inv_00000000000070008000000000000000".into()),
        case("invitation_lookup").anybody().id(|_| "nothing".into()),
        case("invitation_accept")
            .anybody()
            .id(|_| "nothing".into())
            .body(|_| json!({ "name": "X", "password": "0123456789", "locale": "en" })),
    ]
}

fn form(app: &TestApp, email: &str) -> Value {
    json!({ "email": email, "name": "Mia", "role": "agent", "team_ids": [app.company.team.id] })
}

/// Invites somebody; answers the link's path in the API, and the invitation's id.
async fn invite(app: &TestApp, ada: &Client, email: &str) -> (String, String) {
    let made = ada.post("/api/v1/invitations", form(app, email)).await;
    assert_eq!(made.status, 201, "{}", made.json);
    let token = made.json["url"].as_str().expect("a link").rsplit('/').next().expect("a token").to_owned();
    (format!("/api/v1/invitations/by-token/{token}"), made.json["id"].as_str().expect("an id").to_owned())
}

#[tokio::test]
async fn a_stranger_with_the_link_becomes_a_member_once() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let (link, id) = invite(app, &ada, "Mia@example.com").await;
        let mut mia = app.anonymous();
        let details = mia.get(&link).await;
        assert_eq!((details.status, &details.json["email"]), (200, &json!("mia@example.com")));
        assert_eq!(details.json["company"], "Xinghe");

        let choice = json!({ "name": "米娅", "password": "a long password", "locale": "zh-CN" });
        let joined = mia.post(&format!("{link}/accept"), choice.clone()).await;
        assert_eq!(joined.status, 200, "{}", joined.json);
        mia.use_csrf(&joined);
        assert_eq!(joined.json["member"]["team_ids"], json!([app.company.team.id]));
        assert_eq!(mia.get("/api/v1/session").await.json["member"]["name"], "米娅");

        let twice = app.anonymous().post(&format!("{link}/accept"), choice).await;
        assert_eq!((twice.status, twice.code()), (409, "conflict"));
        let listed = ada.get("/api/v1/invitations").await;
        assert_eq!(listed.json["items"][0]["id"], json!(id));
        assert_eq!(listed.json["items"][0]["accepted_at"], json!(app.environment.now()));
        assert!(listed.json["items"][0]["url"].is_null());
    })
    .await;
}

#[tokio::test]
async fn a_link_ends_after_seven_days_or_when_taken_back() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let (link, id) = invite(app, &ada, "mia@example.com").await;
        assert_eq!(ada.delete(&format!("/api/v1/invitations/{id}")).await.status, 204);
        assert_eq!(app.anonymous().get(&link).await.status, 404);

        let (link, _) = invite(app, &ada, "mia@example.com").await;
        app.environment.advance(Duration::from_hours(7 * 24));
        let choice = json!({ "name": "Mia", "password": "a long password", "locale": "en" });
        let late = app.anonymous().post(&format!("{link}/accept"), choice).await;
        assert_eq!((late.status, late.code()), (409, "conflict"));
        assert!(late.json["detail"].as_str().expect("text").contains("expired"));
    })
    .await;
}

#[tokio::test]
async fn members_are_not_invited_again_and_faults_are_told_together() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let taken = ada.post("/api/v1/invitations", form(app, "ANN@example.com")).await;
        assert_eq!((taken.status, &taken.json["errors"][0]["pointer"]), (409, &json!("/email")));
        let wrong = json!({ "email": "no address", "name": " ", "role": "agent", "team_ids": [] });
        let answer = ada.post("/api/v1/invitations", wrong).await;
        let pointers: Vec<_> =
            answer.json["errors"].as_array().expect("errors").iter().map(|e| e["pointer"].clone()).collect();
        assert_eq!((answer.status, pointers), (422, vec![json!("/email"), json!("/name")]));
    })
    .await;
}
