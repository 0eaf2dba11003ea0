//! Conversations, messages, agents and ratings over HTTP; what the services promise is tested beside them.

use serde_json::json;
use yingda_model::Role;
use yingda_testkit::for_each_app;

use crate::authorisation::{Case, case};

const NOBODY: &str = "cnv_00000000000000000000000000000000";
const NO_MEMBER: &str = "mem_00000000000000000000000000000000";

pub fn cases() -> Vec<Case> {
    let doers = &[Role::Administrator, Role::Supervisor, Role::Agent];
    let reporters = &[Role::Administrator, Role::Supervisor, Role::KnowledgeManager, Role::Analyst];
    let mut cases = vec![
        case("conversation_list").roles(Role::ALL),
        case("conversation_counts").roles(Role::ALL),
        case("conversation_next").roles(doers),
        case("rating_list").roles(reporters),
        case("agent_list").roles(Role::ALL),
        case("presence_update").roles(doers).body(|_| json!({ "presence": "away" })),
        case("presence_update_member")
            .roles(doers)
            .id(|_| NO_MEMBER.into())
            .body(|_| json!({ "presence": "away" })),
        case("customer_conversations").roles(Role::ALL).id(|_| "cus_00000000000000000000000000000000".into()),
    ];
    let of_conversation = |name| case(name).id(|_| NOBODY.into());
    for name in ["conversation_lookup", "conversation_export", "message_list"] {
        cases.push(of_conversation(name).roles(Role::ALL));
    }
    cases.push(of_conversation("conversation_read").roles(Role::ALL).body(|_| json!({ "seq": 1 })));
    for name in
        ["conversation_claim", "conversation_hand_back", "conversation_resolve", "conversation_reopen"]
    {
        cases.push(of_conversation(name).roles(doers));
    }
    cases.extend([
        of_conversation("conversation_assign").roles(doers).body(|_| json!({ "member_id": NO_MEMBER })),
        of_conversation("conversation_transfer")
            .roles(doers)
            .body(|_| json!({ "to": { "member_id": NO_MEMBER }, "note": null })),
        of_conversation("conversation_snooze").roles(doers).body(|_| json!({ "until": 1 })),
        of_conversation("message_create")
            .roles(doers)
            .body(|_| json!({ "client_id": "a", "content": { "kind": "text", "text": "x" } })),
    ]);
    cases
}

#[tokio::test]
async fn a_customer_is_served_over_http_from_question_to_rating() {
    for_each_app(async |app| {
        let key = app.company.channel.key.clone();
        let visitor = app.anonymous();
        let session = visitor.post("/widget/v1/sessions", json!({ "channel_key": key, "consent": true })).await;
        assert_eq!(session.status, 200, "{:?}", session.json);
        let token = session.json["token"].as_str().expect("a token");
        let visitor = visitor.with(axum::http::header::AUTHORIZATION, &format!("Bearer {token}"));
        let sent = json!({ "client_id": "a", "content": { "kind": "text", "text": "转人工" } });
        let first = visitor.post("/widget/v1/messages", sent.clone()).await;
        let again = visitor.post("/widget/v1/messages", sent).await;
        assert_eq!((first.status, &first.json), (201, &again.json), "a retry is harmless");
        let id = first.json["conversation_id"].as_str().expect("a conversation").to_owned();

        let agent = app.login(&app.company.agent).await;
        let claimed = agent.post(&format!("/api/v1/conversations/{id}/claim"), json!({})).await;
        assert_eq!((claimed.status, &claimed.json["handler"]), (200, &json!("agent")), "{:?}", claimed.json);
        let reply = json!({ "client_id": "r", "content": { "kind": "text", "text": "您好" } });
        assert_eq!(agent.post(&format!("/api/v1/conversations/{id}/messages"), reply).await.status, 201);
        let note = json!({ "client_id": "n", "content": { "kind": "text", "text": "内部" }, "visibility": "internal" });
        assert_eq!(agent.post(&format!("/api/v1/conversations/{id}/messages"), note).await.status, 201);
        assert_eq!(agent.post(&format!("/api/v1/conversations/{id}/resolve"), json!({})).await.status, 200);

        let seen = visitor.get("/widget/v1/messages").await.json.to_string();
        assert!(seen.contains("您好") && !seen.contains("内部") && seen.contains("rating_request"));
        let rating = json!({ "score": 4, "comment": "不错" });
        assert_eq!(visitor.post(&format!("/widget/v1/conversations/{id}/rating"), rating).await.status, 204);
        let ratings = app.login(&app.company.supervisor).await.get("/api/v1/ratings").await;
        assert_eq!(ratings.json["items"][0]["score"], json!(4));
        let text = visitor.get(&format!("/widget/v1/conversations/{id}/transcript")).await;
        assert_eq!(text.status, 200);
    })
    .await;
}

#[tokio::test]
async fn tokens_that_are_forged_or_missing_are_refused_with_a_reason() {
    for_each_app(async |app| {
        let nobody = app.anonymous();
        assert_eq!(nobody.get("/widget/v1/messages").await.code(), "unauthenticated");
        let forged = nobody.with(axum::http::header::AUTHORIZATION, "Bearer eyJhbGciOiJub25lIn0.e30.");
        let answer = forged.get("/widget/v1/messages").await;
        assert_eq!((answer.status, answer.code()), (401, "token_invalid"));
        let identity = json!({ "channel_key": app.company.channel.key, "identity": "not.a.jwt" });
        let answer = nobody.post("/widget/v1/sessions", identity).await;
        assert_eq!((answer.status, answer.code()), (401, "token_invalid"));
        let unknown = nobody.post("/widget/v1/sessions", json!({ "channel_key": "wk_nothing" })).await;
        assert_eq!(unknown.code(), "not_found");
    })
    .await;
}
