//! The support bundle: what helps is in it, and nothing of anybody and no secret, wherever some was planted.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;
use yingda_api::{Log, LogLines, Settings};
use yingda_model::Role;
use yingda_store::{Address, Store, Unit};
use yingda_testkit::{IDENTITY_SECRET, TestApp, TestEnvironment, company};
use yingda_vault::Key;

/// What stands somewhere in the product, and must not come out.
const PLANTED: [&str; 6] = [
    "13812345678",
    "wang.fang@example.com",
    "Wang Fang",
    "my parcel is lost",
    "hunter2hunter2",
    "6222021234567890128",
];

fn bundle(folder: &Path, url: &str, token: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_yingda"))
        .current_dir(folder)
        .args(["support-bundle", "out.zip", "--database", "sqlite:yingda.db", "--token", token, "--url", url])
        .env("YINGDA_VAULT_KEY", Key::new([7; 32]).to_text())
        .env("YINGDA_PUBLIC_URL", "https://service.example.com")
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut zip = zip::ZipArchive::new(File::open(folder.join("out.zip")).expect("the file")).expect("a zip");
    let mut all = String::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).expect("a part");
        all += &part.name().expect("a name");
        all += "\n";
        part.read_to_string(&mut all).expect("text");
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_planted_does_not_come_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let environment = TestEnvironment::default();
    let (address, now) = (Address::Sqlite(folder.path().join("yingda.db")), environment.now());
    let opened = spawn_blocking(move || Store::open(&address, now)).await.expect("no panic");
    let store = opened.expect("opens");
    let company = company(&store, &environment).await;
    // In rows that are counted, and in a table's text.
    store
        .write(&environment.system(), Unit::quiet("test_plant"), |tx| {
            Ok(yingda_store::facts::put(tx, "planted", &PLANTED.join(" "))?)
        })
        .await
        .expect("planted");
    let lines = LogLines::default();
    for planted in ["call 13812345678", "mail wang.fang@example.com", "card 6222021234567890128"] {
        lines.push(planted);
    }
    let settings = Settings { log: Log::new("info", lines.clone(), |_| Ok(())), ..Settings::default() };
    let app = TestApp::start(store, environment, company, settings).await;
    let token = app.secret(Role::Administrator).await;
    lines.push(&format!("a token {token} and the key {}", Key::new([7; 32]).to_text()));
    let ada = app.login(&app.company.administrator).await;
    let customers = ada.get("/api/v1/customers").await;
    assert_eq!(customers.status, 200, "{}", customers.json);
    assert_eq!(
        ada.post("/api/v1/tokens", json!({ "name": PLANTED[2], "role": "agent", "expires_at": null }))
            .await
            .status,
        201
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (at, shown) = (folder.path().to_owned(), token.clone());
    let asked = url.clone();
    let text = tokio::select! {
        ended = app.app.serve(listener) => panic!("the product ended: {ended:?}"),
        text = spawn_blocking(move || bundle(&at, &asked, &shown)) => text.expect("no panic"),
    };
    for helpful in [
        "vault.key = (secret)",
        "public_url = https://service.example.com",
        "rows channels 1",
        "sealed under",
        "fine      database",
        "yingda_http_request_seconds_count",
        "call 138****5678",
    ] {
        assert!(text.contains(helpful), "{helpful} is missing in {text}");
    }
    let key = Key::new([7; 32]).to_text();
    for secret in PLANTED.iter().copied().chain([token.as_str(), key.as_str(), IDENTITY_SECRET]) {
        assert!(!text.contains(secret), "{secret} came out");
    }
    app.app.stop().await;
}
