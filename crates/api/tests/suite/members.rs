//! Members and roles.

use serde_json::json;
use yingda_model::Role;
use yingda_testkit::for_each_app;

use crate::authorisation::{Case, case};

pub fn cases() -> Vec<Case> {
    vec![
        case("member_list").roles(Role::ALL),
        case("member_update")
            .roles(&[Role::Administrator])
            .id(|app| app.company.colleague.id.to_string())
            .body(|_| json!({ "version": 0 })),
        case("member_update_self").people().body(|_| json!({ "version": 0 })),
        case("role_list").roles(Role::ALL),
        case("brand_list").roles(Role::ALL),
        case("brand_update")
            .roles(&[Role::Administrator])
            .id(|app| app.company.brand.id.to_string())
            .body(|_| json!({ "version": 0 })),
    ]
}

#[tokio::test]
async fn members_are_listed_searched_and_paged() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let all = ada.get("/api/v1/members").await;
        let rows = all.json["items"].as_array().expect("items");
        let mut names: Vec<_> = rows.iter().map(|row| row["name"].as_str().expect("a name")).collect();
        names.sort_unstable();
        assert_eq!(names, ["Ada", "Ann", "Ben", "Kim", "Lin", "Sam"]);
        let ann = rows.iter().find(|row| row["name"] == "Ann").expect("Ann");
        assert_eq!(ann["team_ids"], json!([app.company.team.id]));

        let first = ada.get("/api/v1/members?limit=4").await;
        let next = first.json["next"].as_str().expect("more").to_owned();
        let second = ada.get(&format!("/api/v1/members?limit=4&cursor={next}")).await;
        assert_eq!(second.json["items"].as_array().map(Vec::len), Some(2));
        assert!(second.json["next"].is_null());

        let found = ada.get("/api/v1/members?q=BEN%40").await;
        assert_eq!(found.json["items"][0]["name"], "Ben");
        // Signs that SQL takes for patterns are letters like others.
        assert_eq!(ada.get("/api/v1/members?q=%25").await.json["items"], json!([]));

        // An agent sees the people of their brand; the administrator is in none of its teams.
        let ann = app.login(&app.company.agent).await;
        assert_eq!(ann.get("/api/v1/members").await.json["items"].as_array().map(Vec::len), Some(5));
    })
    .await;
}

#[tokio::test]
async fn a_stale_version_is_told() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let path = format!("/api/v1/members/{}", app.company.agent.id);
        let done = ada.patch(&path, json!({ "capacity": 9, "role": "supervisor", "version": 1 })).await;
        assert_eq!((done.status, &done.json["capacity"], &done.json["version"]), (200, &json!(9), &json!(2)));
        let stale = ada.patch(&path, json!({ "name": "Anne", "version": 1 })).await;
        assert_eq!((stale.status, stale.code()), (409, "stale_version"));
    })
    .await;
}

#[tokio::test]
async fn a_brand_is_renamed_and_teams_are_checked() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let path = format!("/api/v1/brands/{}", app.company.brand.id);
        let done = ada.patch(&path, json!({ "name": " Galaxy ", "locale": "en", "version": 1 })).await;
        assert_eq!(
            (done.status, &done.json["name"], &done.json["locale"]),
            (200, &json!("Galaxy"), &json!("en"))
        );
        let path = format!("/api/v1/members/{}", app.company.agent.id);
        let unknown = "tem_00000000000070008000000000000000";
        let bad = ada.patch(&path, json!({ "team_ids": [app.company.team.id, unknown], "version": 1 })).await;
        assert_eq!((bad.status, &bad.json["errors"][0]["pointer"]), (422, &json!("/team_ids/1")));
        let none = ada.patch(&path, json!({ "team_ids": [], "version": 1 })).await;
        assert_eq!((none.status, &none.json["team_ids"]), (200, &json!([])));
    })
    .await;
}
