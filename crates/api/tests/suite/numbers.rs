//! The numbers over HTTP: a customer's day with the bot and an agent, as a supervisor then reads it.

use std::time::Duration;

use axum::http::header::AUTHORIZATION;
use serde_json::{Value, json};
use yingda_model::Role;
use yingda_testkit::{Client, TestApp, for_each_app};

use crate::authorisation::{Case, case};

const READERS: &[Role] = &[Role::Administrator, Role::Supervisor, Role::KnowledgeManager, Role::Analyst];

pub fn cases() -> Vec<Case> {
    vec![case("numbers_day").roles(READERS), case("numbers_export").roles(READERS)]
}

/// The numbers once everything that has happened is counted and the body is content with them.
async fn numbers(client: &Client, path: &str, enough: impl Fn(&Value) -> bool) -> Value {
    let counted = async {
        loop {
            let answer = client.get(path).await;
            assert_eq!(answer.status, 200, "{}", answer.json);
            if answer.json["behind"] == 0 && enough(&answer.json) {
                return answer.json;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), counted).await.expect("the numbers in time")
}

/// A visitor asks for a person; the conversation's id.
async fn hand_off(app: &TestApp, client: &Client) -> String {
    let session = json!({ "channel_key": app.company.channel.key, "consent": true });
    let answer = app.anonymous().post("/widget/v1/sessions", session).await;
    let token = answer.json["token"].as_str().expect("a token");
    let visitor = app.anonymous().with(AUTHORIZATION, &format!("Bearer {token}"));
    let message = json!({ "client_id": "1", "content": { "kind": "text", "text": "转人工" } });
    let answer = visitor.post("/widget/v1/messages", message).await;
    assert_eq!(answer.status, 201, "{}", answer.json);
    numbers(client, "/api/v1/numbers", |numbers| numbers["figures"]["queued"] == 1).await;
    answer.json["conversation_id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn a_supervisor_reads_what_happened_and_who_waits() {
    for_each_app(async |app| {
        let supervisor = app.login(&app.company.supervisor).await;
        let agent = app.login(&app.company.agent).await;
        let id = hand_off(app, &supervisor).await;
        let waiting = supervisor.get("/api/v1/numbers").await.json;
        assert_eq!(waiting["present"]["waiting"], 1);
        assert_eq!(waiting["present"]["agents"]["offline"], 3);
        assert_eq!(waiting["figures"]["handoffs"][0], json!({ "reason": "asked_for_human", "count": 1 }));

        app.environment.advance(Duration::from_secs(40));
        let claimed = agent.post(&format!("/api/v1/conversations/{id}/claim"), json!({})).await;
        assert_eq!(claimed.status, 200, "{}", claimed.json);
        app.environment.advance(Duration::from_secs(20));
        let message = json!({ "client_id": "a", "content": { "kind": "text", "text": "您好" }, "visibility": "public" });
        let said = agent.post(&format!("/api/v1/conversations/{id}/messages"), message).await;
        assert_eq!(said.status, 201, "{}", said.json);
        agent.post(&format!("/api/v1/conversations/{id}/resolve"), json!({})).await;

        let done = numbers(&supervisor, "/api/v1/numbers", |numbers| numbers["figures"]["resolved"] == 1).await;
        let figures = &done["figures"];
        assert_eq!((&figures["opened"], &figures["resolved_by_agent"]), (&json!(1), &json!(1)));
        assert_near(&figures["waits"]["median_ms"], 40_000);
        assert_near(&figures["first_replies"]["p90_ms"], 60_000);
        assert_eq!(done["present"]["waiting"], 0);
        assert_eq!(done["time_zone"], "Asia/Shanghai");
        assert_eq!(done["hours"].as_array().map(Vec::len), Some(24));
    })
    .await;
}

fn assert_near(value: &Value, wanted: i64) {
    let value = value.as_i64().expect("a number");
    assert!((value - wanted).abs() <= wanted / 50, "{value} is not {wanted}");
}

#[tokio::test]
async fn the_file_opens_in_a_spreadsheet_program_and_runs_nothing() {
    for_each_app(async |app| {
        let administrator = app.login(&app.company.administrator).await;
        let (team, brand) = (&app.company.team, &app.company.brand);
        let name = json!({ "name": "=cmd|'/c calc'!A1", "version": 1 });
        let renamed = administrator.patch(&format!("/api/v1/teams/{}", team.id), name).await;
        assert_eq!(renamed.status, 200, "{}", renamed.json);
        let path = format!("/api/v1/numbers/export?brand_id={}&team_id={}&locale=en", brand.id, team.id);
        let file = administrator.get(&path).await;
        assert_eq!(file.status, 200);
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        let text = String::from_utf8(file.bytes).expect("UTF-8");
        assert!(text.starts_with("\u{FEFF}Date,Hour,"), "{text}");
        assert!(text.contains(",'=cmd|'/c calc'!A1,"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn a_day_is_one_that_has_come_in_a_zone_that_there_is() {
    for_each_app(async |app| {
        let administrator = app.login(&app.company.administrator).await;
        for (date, code) in
            [("2199-01-01", "out_of_range"), ("yesterday", "invalid"), ("2026-02-30", "invalid")]
        {
            let answer = administrator.get(&format!("/api/v1/numbers?date={date}")).await;
            assert_eq!((answer.status, &answer.json["errors"][0]["code"]), (422, &json!(code)), "{date}");
        }
        let brand = format!("/api/v1/brands/{}", app.company.brand.id);
        let unknown = administrator.patch(&brand, json!({ "time_zone": "Mars/Olympus", "version": 1 })).await;
        assert_eq!((unknown.status, &unknown.json["errors"][0]["pointer"]), (422, &json!("/time_zone")));
        let moved = administrator.patch(&brand, json!({ "time_zone": "europe/berlin", "version": 1 })).await;
        assert_eq!(moved.json["time_zone"], "Europe/Berlin", "{}", moved.json);
        let numbers = administrator.get("/api/v1/numbers").await.json;
        assert_eq!((&numbers["time_zone"], &numbers["compared"]), (&json!("Europe/Berlin"), &Value::Null));
    })
    .await;
}
