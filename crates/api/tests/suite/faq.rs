//! FAQ entries and unanswered questions.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::json;
use yingda_model::{Id as _, Role, Timestamp, UnansweredId, id::uuid_v7};
use yingda_testkit::{Answer, Client, TestApp, for_each_app};

use crate::authorisation::{Case, case};

const NOBODYS: &str = "?format=csv&brand_id=brd_00000000000070008000000000000000";

pub fn cases() -> Vec<Case> {
    let writers = &[Role::Administrator, Role::KnowledgeManager];
    let entry = |_: &TestApp| "faq_00000000000070008000000000000000".to_owned();
    vec![
        case("faq_list").roles(Role::ALL),
        case("faq_categories").roles(Role::ALL),
        case("faq_export").roles(Role::ALL).query("?brand_id=brd_00000000000070008000000000000000"),
        case("faq_lookup").roles(Role::ALL).id(entry),
        case("faq_try")
            .roles(Role::ALL)
            .body(|app| json!({ "brand_id": app.company.brand.id, "text": "hello" })),
        case("faq_create").roles(writers).body(
            |app| json!({ "brand_id": app.company.brand.id, "question": "", "answer": "a", "locale": "en" }),
        ),
        case("faq_update").roles(writers).id(entry).body(|_| json!({ "version": 0 })),
        case("faq_delete").roles(writers).id(entry),
        case("faq_import").roles(writers).query(NOBODYS),
        case("unanswered_list").roles(Role::ALL),
        case("unanswered_dismiss").roles(writers).id(|_| question()),
        case("unanswered_reopen").roles(writers).id(|_| question()),
    ]
}

/// A question that is not there.
fn question() -> String {
    UnansweredId::from_uuid(uuid_v7(Timestamp::from_millis(1), [0; 10])).to_string()
}

async fn import(app: &TestApp, client: &Client, more: &str, file: &str) -> Answer {
    let path = format!("/api/v1/faq/import?brand_id={}&format=csv{more}", app.company.brand.id);
    let request = Request::builder().method(Method::POST).uri(path).header("content-type", "text/csv");
    client.raw(request.body(Body::from(file.to_owned())).expect("a request")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_made_tried_and_brought_up_to_date() {
    for_each_app(async |app| {
        let kim = app.login(&app.company.knowledge_manager).await;
        let entry = json!({
            "brand_id": app.company.brand.id, "question": "怎么退货？", "similar": ["能退吗"], "answer": "可以。",
            "category": "售后", "locale": "zh-CN", "enabled": true, "unanswered_id": null,
        });
        let made = kim.post("/api/v1/faq", entry.clone()).await;
        assert_eq!((made.status, &made.json["version"]), (201, &json!(1)), "{}", made.json);
        let twin = kim.post("/api/v1/faq", entry).await;
        assert_eq!((twin.status, &twin.json["errors"][0]["pointer"]), (409, &json!("/question")));

        let question = json!({ "brand_id": app.company.brand.id, "text": "能退吗？", "locale": null });
        let tried = kim.post("/api/v1/faq/try", question).await;
        assert_eq!((tried.status, &tried.json["evidence"]["action"]), (200, &json!("answer")), "{}", tried.json);
        assert_eq!(tried.json["reply"]["faq_id"], made.json["id"]);

        let path = format!("/api/v1/faq/{}", made.json["id"].as_str().expect("an id"));
        let wrong = kim.patch(&path, json!({ "similar": ["", "怎么 退货"], "version": 1 })).await;
        let pointers = wrong.json["errors"].as_array().expect("errors").iter().map(|error| &error["pointer"]);
        assert_eq!(pointers.collect::<Vec<_>>(), ["/similar/0", "/similar/1"]);
        let found = kim.get("/api/v1/faq?q=%E8%83%BD%E9%80%80&enabled=true&locale=zh-CN").await;
        assert_eq!(found.json["items"][0]["id"], made.json["id"]);
        assert_eq!(kim.delete(&path).await.status, 204);
        assert_eq!(kim.get(&path).await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_bad_rows_is_refused_row_by_row() {
    for_each_app(async |app| {
        let kim = app.login(&app.company.knowledge_manager).await;
        let file = "question,answer\nq1,a1\n,a2\nq3,\n";
        let refused = import(app, &kim, "", file).await;
        let pointers: Vec<_> = refused.json["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .map(|error| &error["pointer"])
            .collect();
        assert_eq!((refused.status, pointers), (422, vec![&json!("/3/question"), &json!("/4/answer")]));
        let done = import(app, &kim, "&skip_bad=true", file).await;
        assert_eq!((done.status, &done.json["created"], &done.json["skipped"]), (200, &json!(1), &json!(2)));
        let export = kim.get(&format!("/api/v1/faq/export?brand_id={}", app.company.brand.id)).await;
        assert_eq!(export.headers["content-type"], "text/csv; charset=utf-8");
        let text = String::from_utf8(export.bytes).expect("UTF-8");
        assert_eq!(text, "\u{FEFF}question,similar,answer,category,locale,enabled\nq1,,a1,,en,true\n");
        let large = import(app, &kim, "", &"x".repeat(yingda_knowledge::import::MAX_BYTES + 1)).await;
        assert_eq!((large.status, large.code()), (413, "too_large"));
    })
    .await;
}
