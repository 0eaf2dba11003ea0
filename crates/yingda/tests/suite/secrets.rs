//! Secrets stay sealed: nothing that the product writes to its folder holds one in the clear, and a server and its commands
//! say what is wrong with the key.

use std::path::Path;
use std::process::Command;

use reqwest::header::HeaderName;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;
use yingda_api::Settings;
use yingda_store::{Address, Store};
use yingda_testkit::{IDENTITY_SECRET, TestApp, TestEnvironment, company};
use yingda_vault::Key;

fn yingda(folder: &Path, words: &[&str], key: Option<&Key>) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yingda"));
    command.current_dir(folder).args(words).args(["--database", "sqlite:yingda.db"]);
    if let Some(key) = key {
        command.env("YINGDA_VAULT_KEY", key.to_text());
    }
    let output = command.output().expect("the program runs");
    let told = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&told).into_owned())
}

fn holds(folder: &Path, secrets: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let bytes = std::fs::read(entry.path()).unwrap_or_default();
        let within = |secret: &&String| bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        found.extend(
            secrets.iter().filter(within).map(|secret| format!("{}: {secret}", entry.path().display())),
        );
    }
    found
}

/// Makes a channel and gives another a new secret, each twice; answers all secrets that there were. The product has ended.
async fn change(app: TestApp) -> [String; 3] {
    let ada = app.login(&app.company.administrator).await;
    let retried = ada.with(HeaderName::from_static("idempotency-key"), "once");
    let input = json!({ "brand_id": app.company.brand.id, "name": "App", "queue_id": app.company.queue.id });
    let made = retried.post("/api/v1/channels", input.clone()).await.json;
    assert_eq!(retried.post("/api/v1/channels", input).await.json, made, "a retry gets the same answer");
    let path = format!("/api/v1/channels/{}/rotate-secret", app.company.channel.id);
    let rotated = retried.post(&path, json!({})).await.json;
    let secret = |answer: &Value| answer["identity_secret"].as_str().expect("a secret").to_owned();
    let secrets = [secret(&made), secret(&rotated), IDENTITY_SECRET.to_owned()];
    assert!(secrets[1].starts_with("ws_"));
    app.app.stop().await;
    secrets
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_written_in_the_clear_and_a_store_wants_its_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let environment = TestEnvironment::default();
    let address = Address::Sqlite(folder.path().join("yingda.db"));
    let (opened, now) = (address.clone(), environment.now());
    let store = spawn_blocking(move || Store::open(&opened, now)).await.expect("no panic").expect("opens");
    let company = company(&store, &environment).await;
    let secrets = change(TestApp::start(store, environment, company, Settings::default()).await).await;
    assert_eq!(holds(folder.path(), &secrets), Vec::<String>::new());

    let key = Key::new([7; 32]);
    let (code, told) = yingda(folder.path(), &["vault", "status"], Some(&key));
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains(&format!("secrets are sealed under {}", key.id())), "{told}");
    let (code, told) = yingda(folder.path(), &["vault", "status"], Some(&Key::new([8; 32])));
    assert_eq!((code, told.contains("nobody can open them")), (Some(1), true), "{told}");
    let (code, told) = yingda(folder.path(), &["serve", "--listen", "127.0.0.1:0"], None);
    assert_eq!(code, Some(1));
    assert!(told.contains("the vault has no key: ./data/vault.key is not there"), "{told}");

    let (code, told) = yingda(folder.path(), &["backup", "a.backup"], None);
    assert_eq!(code, Some(0), "a backup needs no key: {told}");
    std::fs::rename(folder.path().join("yingda.db"), folder.path().join("first.db")).expect("moved");
    let (code, told) = yingda(folder.path(), &["restore", "a.backup"], None);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("no backup holds") && told.contains("vault reset --yes"), "{told}");
    let (code, told) = yingda(folder.path(), &["vault", "reset", "--yes"], None);
    assert_eq!((code, told.matches("has a new identity secret").count()), (Some(0), 2), "{told}");
    assert_eq!(yingda(folder.path(), &["vault", "status"], None).0, Some(0));
}
