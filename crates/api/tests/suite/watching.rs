//! The dashboard and the alerts that come with the product ask for nothing that the server does not say.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use yingda_testkit::for_each_app;

fn kept(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every name of ours in a text.
fn named(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with("yingda_")).collect()
}

/// The names under which the exposition has values.
fn exported(exposition: &str) -> BTreeSet<&str> {
    let values = exposition.lines().filter(|line| !line.starts_with('#'));
    values.filter_map(|line| line.split(['{', ' ']).next()).collect()
}

#[tokio::test]
async fn dashboard_and_alerts_name_only_what_is_exported() {
    let (dashboard, alerts) = (kept("grafana/yingda.json"), kept("prometheus/alerts.yml"));
    for_each_app(async |app| {
        app.anonymous().get("/api/v1/setup").await;
        let exposition = String::from_utf8(app.anonymous().get("/metrics").await.bytes).expect("text");
        let exported = exported(&exposition);
        for (file, text) in [("yingda.json", &dashboard), ("alerts.yml", &alerts)] {
            let unknown: Vec<_> = named(text).difference(&exported).copied().collect();
            assert!(unknown.is_empty(), "{file} names {unknown:?}; there are {exported:?}");
        }
    })
    .await;
}

#[test]
fn every_panel_has_a_title_a_unit_and_a_question_for_a_metric_of_ours() {
    let dashboard: Value = serde_json::from_str(&kept("grafana/yingda.json")).expect("JSON");
    let panels = dashboard["panels"].as_array().expect("panels");
    let ids: BTreeSet<_> = panels.iter().map(|panel| panel["id"].as_u64()).collect();
    assert_eq!(ids.len(), panels.len(), "each has an id of its own");
    for panel in panels.iter().filter(|panel| panel["type"] != "row") {
        let title = panel["title"].as_str().expect("a title");
        assert!(panel["fieldConfig"]["defaults"]["unit"].is_string(), "{title}");
        for target in panel["targets"].as_array().expect("targets") {
            let asked = target["expr"].as_str().expect("a question");
            assert!(!named(asked).is_empty() || asked.contains("up{job=\"yingda\""), "{title}: {asked}");
        }
    }
}
