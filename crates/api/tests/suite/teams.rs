//! Teams.

use serde_json::json;
use yingda_model::Role;
use yingda_testkit::for_each_app;

use crate::authorisation::{Case, case};

pub fn cases() -> Vec<Case> {
    let administrator = &[Role::Administrator];
    vec![
        case("team_list").roles(Role::ALL),
        case("team_create")
            .roles(administrator)
            .body(|app| json!({ "brand_id": app.company.brand.id, "name": "New" })),
        case("team_update")
            .roles(administrator)
            .id(|app| app.company.team.id.to_string())
            .body(|_| json!({ "version": 0 })),
        case("team_delete").roles(administrator).id(|app| app.company.team.id.to_string()),
    ]
}

#[tokio::test]
async fn a_team_is_made_renamed_and_removed() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let made =
            ada.post("/api/v1/teams", json!({ "brand_id": app.company.brand.id, "name": "Night" })).await;
        assert_eq!(made.status, 201, "{}", made.json);
        let twin =
            ada.post("/api/v1/teams", json!({ "brand_id": app.company.brand.id, "name": "Night" })).await;
        assert_eq!((twin.status, &twin.json["errors"][0]["pointer"]), (409, &json!("/name")));
        let path = format!("/api/v1/teams/{}", made.json["id"].as_str().expect("an id"));
        let renamed = ada.patch(&path, json!({ "name": "Late", "version": 1 })).await;
        assert_eq!((renamed.status, &renamed.json["name"]), (200, &json!("Late")));
        assert_eq!(ada.delete(&path).await.status, 204);
        assert_eq!(ada.delete(&path).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn a_team_in_use_stays_and_says_by_what() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let answer = ada.delete(&format!("/api/v1/teams/{}", app.company.team.id)).await;
        assert_eq!((answer.status, answer.code()), (409, "conflict"));
        assert_eq!(answer.json["detail"], "it is in use by the queues General and 5 members");
    })
    .await;
}
