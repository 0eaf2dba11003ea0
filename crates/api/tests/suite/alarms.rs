//! Alarms over HTTP and the socket: an administrator is told, sees to one, and others see nothing.

use serde_json::json;
use yingda_api::{Folder, Settings};
use yingda_model::Role;
use yingda_testkit::{TestApp, company, for_each_database};

use crate::authorisation::{Case, case};
use crate::realtime::{connect, hear, say, serving};

const NONE: &str = "alm_01a1b6ad8b4d7e43a4ca4c75cf3e2d90";

pub fn cases() -> Vec<Case> {
    let administrators = &[Role::Administrator];
    vec![
        case("alarm_list").roles(administrators),
        case("alarm_acknowledge").roles(administrators).id(|_| NONE.into()),
        case("alarm_mute").roles(administrators).id(|_| NONE.into()).body(|_| json!({ "hours": 1 })),
    ]
}

/// A product whose disk is always too full for somebody.
async fn for_each_alarmed(test: impl AsyncFn(&TestApp)) {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let folder = tempfile::tempdir().expect("a folder");
        let mut settings = Settings { server: "one".into(), ..Settings::default() };
        settings.folders = vec![Folder { name: "data", path: folder.path().to_owned() }];
        settings.alarms.disk_free_percent = 100;
        let app = TestApp::start(store, environment, company, settings).await;
        test(&app).await;
        app.app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn an_administrator_is_told_and_sees_to_it() {
    for_each_alarmed(async |app| {
        let administrator = app.login(&app.company.administrator).await;
        let listed = async {
            loop {
                let answer = administrator.get("/api/v1/alarms").await;
                assert_eq!(answer.status, 200, "{}", answer.json);
                if let Some(alarm) = answer.json["items"].get(0) {
                    return alarm.clone();
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        let alarm = tokio::time::timeout(std::time::Duration::from_secs(20), listed).await.expect("in time");
        assert_eq!(
            (&alarm["kind"], &alarm["subject"], &alarm["server"]),
            (&json!("disk_low"), &json!("data"), &json!("one"))
        );
        let path = format!("/api/v1/alarms/{}", alarm["id"].as_str().expect("an id"));
        serving(app, async |address| {
            let mut socket = connect(address, administrator.cookie().as_deref()).await;
            say(&mut socket, json!({ "type": "hello", "protocol": 1 })).await;
            hear(&mut socket, "welcome").await.expect("welcome");
            say(&mut socket, json!({ "type": "subscribe", "id": "a", "topic": "alarms" })).await;
            hear(&mut socket, "subscribed").await.expect("subscribed");
            let seen = administrator.post(&format!("{path}/acknowledge"), json!({})).await;
            assert_eq!(seen.json["acknowledged_by"]["id"], json!(app.company.administrator.id));
            let told = hear(&mut socket, "event").await.expect("told");
            assert_eq!((&told["topic"], &told["name"]), (&json!("alarms"), &json!("alarms.changed")));

            let agent = app.login(&app.company.agent).await;
            let mut theirs = connect(address, agent.cookie().as_deref()).await;
            say(&mut theirs, json!({ "type": "hello", "protocol": 1 })).await;
            hear(&mut theirs, "welcome").await.expect("welcome");
            say(&mut theirs, json!({ "type": "subscribe", "id": "a", "topic": "alarms" })).await;
            let refused = hear(&mut theirs, "error").await.expect("refused");
            assert_eq!(refused["problem"]["code"], "forbidden");
        })
        .await;
        let muted = administrator.post(&format!("{path}/mute"), json!({ "hours": 2 })).await;
        assert_eq!(muted.status, 200, "{}", muted.json);
        assert!(muted.json["muted_until"].is_number());
    })
    .await;
}
