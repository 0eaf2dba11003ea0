//! What the metrics say of what happens, and that the dashboard, the alerts and the paper which come with the product name
//! just what the server says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use yingda_api::{Folder, Settings};
use yingda_store::{Unit, backups, outbox};
use yingda_testkit::{TestApp, company, for_each_database};

use crate::realtime::{customer, hear, say, send, serving};

fn kept(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

async fn exposition(app: &TestApp) -> String {
    String::from_utf8(app.anonymous().get("/metrics").await.bytes).expect("text")
}

/// Asks again until a line is there: cursors are stored now and then, and what the store says is good for a second.
async fn until(app: &TestApp, line: &str) -> String {
    for _ in 0..200 {
        let page = exposition(app).await;
        if page.lines().any(|said| said == line) {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no line {line} in\n{}", exposition(app).await)
}

/// A product whose every metric has something to say.
async fn for_each_watched(test: impl AsyncFn(&TestApp)) {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let folder = tempfile::tempdir().expect("a folder");
        let folders = vec![Folder { name: "data", path: folder.path().to_owned() }];
        let settings = Settings { folders, ..Settings::default() };
        let app = TestApp::start(store, environment, company, settings).await;
        let ctx = app.environment.system();
        let made = ctx.now.minus(Duration::from_hours(3));
        let fill = app.store.write(&ctx, Unit::quiet("fill"), move |tx| {
            backups::finish(tx, made)?;
            outbox::create(tx, "one", "a shop", "{}", made)?;
            let parcel = outbox::claim(tx, ctx.now, 1)?.remove(0);
            Ok(outbox::delay(tx, &parcel, "no route", ctx.now)?)
        });
        fill.await.expect("stored");
        test(&app).await;
        app.app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn what_happens_shows_in_the_metrics() {
    for_each_watched(async |app| {
        serving(app, async |address| {
            let mut socket = customer(app, address).await;
            say(&mut socket, send("a", "转人工")).await;
            hear(&mut socket, "ack").await.expect("acknowledged");
            let guess = json!({ "email": "ann@example.com", "password": "a guess" });
            for _ in 0..21 {
                app.anonymous().post("/api/v1/session", guess.clone()).await;
            }
            let (queue, name) = (app.company.queue.id, &app.company.queue.name);
            until(app, &format!("yingda_conversations_waiting{{queue=\"{queue}\",name=\"{name}\"}} 1.0"))
                .await;
            for consumer in ["bot", "router", "numbers"] {
                until(app, &format!("yingda_consumer_lag_entries{{consumer=\"{consumer}\"}} 0.0")).await;
            }
            let page = exposition(app).await;
            for line in [
                "yingda_realtime_connections{kind=\"customer\"} 1.0",
                "yingda_message_accept_seconds_count{author=\"customer\"} 1",
                "yingda_bot_reply_seconds_count 1",
                "yingda_limit_refusals_total{limit=\"logins_per_email\"} 1",
                "yingda_limit_refusals_total{limit=\"logins_per_address\"} 0",
                "yingda_http_request_seconds_count{operation=\"session_create\",status=\"429\"} 1",
                "yingda_lease_held{lease=\"bot\"} 1.0",
                "yingda_consumer_failures_total{consumer=\"bot\"} 0",
                "yingda_outbox_parcels{state=\"failing\"} 1.0",
                "yingda_outbox_parcels{state=\"due\"} 0.0",
                "yingda_outbox_oldest_seconds 10800.0",
                "yingda_backup_age_seconds 10800.0",
                "yingda_store_away 0.0",
            ] {
                assert!(page.lines().any(|said| said == line), "no line {line} in\n{page}");
            }
        })
        .await;
    })
    .await;
}

/// The trace that the server gives to a request with a `traceparent`.
async fn trace_of(address: &str, traceparent: &str) -> String {
    let mut socket = TcpStream::connect(address).await.expect("connected");
    let request = format!("GET /nothing.json HTTP/1.0\r\ntraceparent: {traceparent}\r\n\r\n");
    socket.write_all(request.as_bytes()).await.expect("asked");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("answered");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
    let problem: Value = serde_json::from_str(body).unwrap_or_else(|_| panic!("{answer}"));
    problem["trace"].as_str().expect("a trace").to_owned()
}

#[tokio::test]
async fn only_callers_that_the_operator_names_bring_their_trace() {
    let theirs = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    for (callers, believed) in [(vec!["127.0.0.0/8"], true), (vec!["10.0.0.0/8"], false)] {
        for_each_database(async |store, environment| {
            let company = company(&store, &environment).await;
            let trace_callers = callers.iter().map(|network| network.parse().expect("a network")).collect();
            let settings = Settings { trace_callers, ..Settings::default() };
            let app = TestApp::start(store, environment, company, settings).await;
            serving(&app, async |address| {
                assert_eq!(trace_of(address, theirs).await == theirs, believed);
                assert_eq!(trace_of(address, "not a trace").await.len(), 16);
            })
            .await;
            app.app.stop().await;
        })
        .await;
    }
}

/// What the exposition says of a metric: its kind, unit, labels and meaning.
#[derive(Debug, Default)]
struct Said {
    kind: String,
    unit: String,
    labels: BTreeSet<String>,
    help: String,
}

/// The metrics of an exposition by the name under which their values are asked for.
fn said(exposition: &str) -> BTreeMap<String, Said> {
    let mut families: BTreeMap<String, Said> = BTreeMap::new();
    let mut family = String::new();
    for line in exposition.lines() {
        let mut words = line.splitn(4, ' ');
        match (words.next(), words.next(), words.next(), words.next()) {
            (Some("#"), Some("HELP"), Some(name), Some(help)) => {
                name.clone_into(&mut family);
                help.trim_end_matches('.').clone_into(&mut families.entry(family.clone()).or_default().help);
            }
            (Some("#"), Some("TYPE"), Some(_), Some(kind)) => {
                kind.clone_into(&mut families.entry(family.clone()).or_default().kind);
            }
            (Some("#"), Some("UNIT"), Some(_), Some(unit)) => {
                unit.clone_into(&mut families.entry(family.clone()).or_default().unit);
            }
            (Some("#"), ..) => {}
            _ => {
                let labels =
                    line.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map(|(labels, _)| labels);
                let names = labels.unwrap_or_default().split(',').filter_map(|label| label.split_once('='));
                let said = families.entry(family.clone()).or_default();
                said.labels.extend(names.map(|(name, _)| name.to_owned()).filter(|name| name != "le"));
            }
        }
    }
    let full = |(name, said): (String, Said)| match said.kind.as_str() {
        "counter" => (format!("{name}_total"), said),
        "info" => (format!("{name}_info"), said),
        _ => (name, said),
    };
    families.into_iter().map(full).collect()
}

fn row(name: &str, said: &Said) -> String {
    let labels: Vec<_> = said.labels.iter().map(|label| format!("`{label}`")).collect();
    format!("| `{name}` | {} | {} | {} | {} |", said.kind, said.unit, labels.join(", "), said.help)
}

#[tokio::test]
async fn the_paper_lists_what_there_is() {
    let paper = kept("docs/metrics.md");
    let listed: Vec<_> = paper.lines().filter(|line| line.starts_with("| `")).map(str::to_owned).collect();
    for_each_watched(async |app| {
        app.anonymous().get("/api/v1/setup").await;
        app.login(&app.company.administrator).await;
        let page = until(app, "yingda_lease_held{lease=\"numbers\"} 1.0").await;
        let rows: Vec<_> = said(&page).iter().map(|(name, said)| row(name, said)).collect();
        assert!(rows == listed, "docs/metrics.md should list:\n{}", rows.join("\n"));
    })
    .await;
}

/// Every name of ours in a text.
fn named(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with("yingda_") || word.starts_with("process_")).collect()
}

/// The names under which the exposition has values.
fn exported(exposition: &str) -> BTreeSet<&str> {
    let values = exposition.lines().filter(|line| !line.starts_with('#'));
    values.filter_map(|line| line.split(['{', ' ']).next()).collect()
}

#[tokio::test]
async fn dashboard_and_alerts_name_only_what_is_exported() {
    let (dashboard, alerts) = (kept("deploy/grafana/yingda.json"), kept("deploy/prometheus/alerts.yml"));
    for_each_watched(async |app| {
        app.anonymous().get("/api/v1/setup").await;
        let exposition = until(app, "yingda_lease_held{lease=\"numbers\"} 1.0").await;
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
    let dashboard: Value = serde_json::from_str(&kept("deploy/grafana/yingda.json")).expect("JSON");
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
