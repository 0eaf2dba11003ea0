//! Canned replies: shared and one's own.

use serde_json::{Value, json};
use yingda_model::Role;
use yingda_testkit::{TestApp, for_each_app};

use crate::authorisation::{Case, case};

const NOBODYS: &str = "cnr_00000000000000000000000000000000";

pub fn cases() -> Vec<Case> {
    let writers = &[Role::Administrator, Role::Supervisor, Role::Agent, Role::KnowledgeManager];
    vec![
        case("canned_reply_list").roles(Role::ALL),
        case("canned_reply_create").roles(writers).body(|app| reply(app, "hello", false)),
        case("canned_reply_update").roles(writers).id(|_| NOBODYS.into()).body(|_| json!({ "version": 0 })),
        case("canned_reply_delete").roles(writers).id(|_| NOBODYS.into()),
    ]
}

fn reply(app: &TestApp, shortcut: &str, shared: bool) -> Value {
    let brand = app.company.brand.id;
    json!({ "brand_id": brand, "shortcut": shortcut, "title": "开场问候", "text": "您好！100% 为您服务", "shared": shared })
}

fn shortcuts(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().into_iter().flatten();
    items.filter_map(|item| item["shortcut"].as_str()).collect()
}

#[tokio::test]
async fn shared_replies_are_everybodys_and_own_ones_nobody_elses() {
    for_each_app(async |app| {
        let (sam, ann) = (app.login(&app.company.supervisor).await, app.login(&app.company.agent).await);
        let ben = app.login(&app.company.colleague).await;
        assert_eq!(sam.post("/api/v1/canned-replies", reply(app, "/Hello", true)).await.status, 201);
        assert_eq!(ann.post("/api/v1/canned-replies", reply(app, "shared", true)).await.status, 403);
        let own = ann.post("/api/v1/canned-replies", reply(app, "hello", false)).await;
        assert_eq!(own.status, 201, "{}", own.json);
        assert_eq!(shortcuts(&ann.get("/api/v1/canned-replies").await.json), ["hello", "hello"]);
        assert_eq!(shortcuts(&ben.get("/api/v1/canned-replies").await.json), ["hello"]);
        let path = format!("/api/v1/canned-replies/{}", own.json["id"].as_str().expect("an id"));
        assert_eq!(sam.patch(&path, json!({ "title": "x", "version": 1 })).await.status, 404);
        let twin = ann.post("/api/v1/canned-replies", reply(app, "HELLO", false)).await;
        assert_eq!((twin.status, &twin.json["errors"][0]["pointer"]), (409, &json!("/shortcut")));
        let changed = ann.patch(&path, json!({ "title": "再见", "version": 1 })).await;
        assert_eq!((changed.status, &changed.json["version"]), (200, &json!(2)));
        assert_eq!(ann.patch(&path, json!({ "shared": true, "version": 2 })).await.status, 403);
        assert_eq!(ann.delete(&path).await.status, 204);
    })
    .await;
}

#[tokio::test]
async fn replies_are_found_by_any_part_and_come_in_pages() {
    for_each_app(async |app| {
        let sam = app.login(&app.company.supervisor).await;
        for shortcut in ["c", "a", "b"] {
            sam.post("/api/v1/canned-replies", reply(app, shortcut, true)).await;
        }
        let found = sam.get("/api/v1/canned-replies?q=%E9%97%AE%E5%80%99&limit=2").await.json;
        assert_eq!(shortcuts(&found), ["a", "b"]);
        let next = format!("/api/v1/canned-replies?limit=2&cursor={}", found["next"].as_str().expect("more"));
        let last = sam.get(&next).await.json;
        assert_eq!((shortcuts(&last), &last["next"]), (vec!["c"], &json!(null)));
        assert!(shortcuts(&sam.get("/api/v1/canned-replies?q=nothing").await.json).is_empty());
        assert_eq!(sam.get("/api/v1/canned-replies?cursor=nonsense").await.status, 422);
        let wrong = sam.post("/api/v1/canned-replies", reply(app, "你 好", true)).await;
        assert_eq!((wrong.status, &wrong.json["errors"][0]["pointer"]), (422, &json!("/shortcut")));
    })
    .await;
}
