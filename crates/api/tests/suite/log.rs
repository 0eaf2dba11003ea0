//! The log: its level is changed from afar, and its newest lines are read with personal data hidden.

use std::sync::{Arc, Mutex};

use serde_json::json;
use yingda_api::{Log, LogLines, Settings};
use yingda_model::{Event, Role};
use yingda_testkit::{TestApp, company, for_each_database};

use crate::authorisation::{Case, case};

pub fn cases() -> Vec<Case> {
    let administrator = &[Role::Administrator];
    vec![
        case("log_level_lookup").roles(administrator),
        case("log_level_update").roles(administrator).body(|_| json!({ "level": "info" })),
        case("log_read").roles(administrator),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_is_changed_for_a_while_and_stands_in_the_journal() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let (lines, applied) = (LogLines::default(), Arc::new(Mutex::new(Vec::new())));
        let told = Arc::clone(&applied);
        let log = Log::new("info", lines.clone(), move |level| {
            told.lock().expect("a lock").push(level.to_owned());
            Ok(())
        });
        let settings = Settings { log, node: "one".into(), ..Settings::default() };
        let app = TestApp::start(store, environment, company, settings).await;
        let ada = app.login(&app.company.administrator).await;
        let path = "/api/v1/server/log-level";
        let now = ada.get(path).await.json;
        assert_eq!(now, json!({ "level": "info", "configured": "info", "until": null, "server": "one" }));

        let changed = ada.put(path, json!({ "level": "info,yingda_store=debug", "minutes": 10 })).await;
        assert_eq!(
            (changed.status, &changed.json["level"]),
            (200, &json!("info,yingda_store=debug")),
            "{changed:?}"
        );
        let until = app.environment.now().plus(std::time::Duration::from_secs(600));
        assert_eq!(changed.json["until"], json!(until));
        for bad in
            [json!({ "level": "loud" }), json!({ "level": "debug", "minutes": 0 }), json!({ "level": "" })]
        {
            assert_eq!(ada.put(path, bad).await.status, 422);
        }
        assert_eq!(*applied.lock().expect("a lock"), ["info,yingda_store=debug"]);
        let mut journalled = Vec::new();
        for (partition, _) in app.store.positions() {
            let entries = app.store.entries_after(partition, 0, 1_000).await.expect("read");
            journalled.extend(entries.iter().map(|entry| entry.event.clone()));
        }
        let event = Event::LogLevelChanged {
            server: "one".into(),
            level: "info,yingda_store=debug".into(),
            minutes: Some(10),
        };
        assert!(journalled.contains(&event), "{journalled:?}");

        lines.push("called 13812345678 for zhang.san@example.com\n");
        let read = ada.get("/api/v1/server/log").await.json;
        assert_eq!(read["lines"], json!(["called 138****5678 for z****@example.com"]));
        app.app.stop().await;
    })
    .await;
}
