//! Queues.

use serde_json::json;
use yingda_model::Role;
use yingda_testkit::{TestApp, for_each_app};

use crate::authorisation::{Case, case};

pub fn cases() -> Vec<Case> {
    let leaders = &[Role::Administrator, Role::Supervisor];
    let id = |app: &TestApp| app.company.queue.id.to_string();
    vec![
        case("queue_list").roles(Role::ALL),
        case("queue_create").roles(leaders).body(
            |app| json!({ "brand_id": app.company.brand.id, "team_id": app.company.team.id, "name": "New" }),
        ),
        case("queue_update").roles(leaders).id(id).body(|_| json!({ "version": 0 })),
        case("queue_delete").roles(leaders).id(id),
    ]
}

#[tokio::test]
async fn a_queue_is_made_renamed_and_removed() {
    for_each_app(async |app| {
        let sam = app.login(&app.company.supervisor).await;
        let input =
            json!({ "brand_id": app.company.brand.id, "team_id": app.company.team.id, "name": "Night" });
        let made = sam.post("/api/v1/queues", input.clone()).await;
        assert_eq!((made.status, &made.json["waiting"]), (201, &json!(0)), "{}", made.json);
        let twin = sam.post("/api/v1/queues", input).await;
        assert_eq!((twin.status, &twin.json["errors"][0]["pointer"]), (409, &json!("/name")));
        let path = format!("/api/v1/queues/{}", made.json["id"].as_str().expect("an id"));
        let renamed = sam.patch(&path, json!({ "name": "Late", "version": 1 })).await;
        assert_eq!((renamed.status, &renamed.json["version"]), (200, &json!(2)));
        let stranger = json!({ "team_id": "tem_00000000000000000000000000000000", "version": 2 });
        assert_eq!(sam.patch(&path, stranger).await.status, 422);
        assert_eq!(sam.delete(&path).await.status, 204);
        assert_eq!(sam.delete(&path).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn a_queue_in_use_stays_and_says_by_what() {
    for_each_app(async |app| {
        let sam = app.login(&app.company.supervisor).await;
        let answer = sam.delete(&format!("/api/v1/queues/{}", app.company.queue.id)).await;
        assert_eq!((answer.status, answer.code()), (409, "conflict"));
        assert_eq!(answer.json["detail"], "it is in use by the channel Shop");
    })
    .await;
}
