//! Channels: who sees the secret, and what may be typed.

use serde_json::json;
use yingda_model::Role;
use yingda_testkit::{IDENTITY_SECRET, TestApp, for_each_app};

use crate::authorisation::{Case, case};

pub fn cases() -> Vec<Case> {
    let administrator = &[Role::Administrator];
    let id = |app: &TestApp| app.company.channel.id.to_string();
    vec![
        case("channel_list").roles(Role::ALL),
        case("channel_lookup").roles(Role::ALL).id(id),
        case("channel_create").roles(administrator).body(|app| {
            json!({ "brand_id": app.company.brand.id, "name": "App", "queue_id": app.company.queue.id })
        }),
        case("channel_update").roles(administrator).id(id).body(|_| json!({ "version": 0 })),
        case("channel_rotate_secret").roles(administrator).id(id),
        case("logo_create").roles(administrator),
    ]
}

#[tokio::test]
async fn a_channel_is_set_up_and_embedded() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let input = json!({
            "brand_id": app.company.brand.id, "name": " App ", "queue_id": app.company.queue.id,
            "allowed_origins": ["https://Shop.Example/", "https://shop.example"]
        });
        let made = ada.post("/api/v1/channels", input).await;
        assert_eq!(made.status, 201, "{}", made.json);
        let key = made.json["key"].as_str().expect("a key");
        assert!(key.starts_with("wk_"));
        assert_eq!(made.json["name"], "App");
        assert_eq!(made.json["allowed_origins"], json!(["https://shop.example"]));
        let snippet = made.json["snippet"].as_str().expect("a snippet");
        assert!(snippet.contains("/widget.js\" data-channel=\"") && snippet.contains(key), "{snippet}");
        assert_eq!(ada.get("/api/v1/channels").await.json["items"].as_array().map(Vec::len), Some(2));
    })
    .await;
}

#[tokio::test]
async fn the_secret_is_for_those_who_manage_channels() {
    for_each_app(async |app| {
        let path = format!("/api/v1/channels/{}", app.company.channel.id);
        let ada = app.login(&app.company.administrator).await;
        let ann = app.login(&app.company.agent).await;
        assert_eq!(ada.get(&path).await.json["identity_secret"], IDENTITY_SECRET);
        assert_eq!(ann.get(&path).await.json["identity_secret"], json!(null));
        assert_eq!(ann.get("/api/v1/channels").await.json["items"][0]["identity_secret"], json!(null));
        let rotated = ada.post(&format!("{path}/rotate-secret"), json!({})).await;
        assert_eq!((rotated.status, &rotated.json["version"]), (200, &json!(2)));
        assert_ne!(rotated.json["identity_secret"], IDENTITY_SECRET);
    })
    .await;
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let path = format!("/api/v1/channels/{}", app.company.channel.id);
        let mut settings = ada.get(&path).await.json["settings"].clone();
        settings["color"] = json!("blue");
        settings["logo"] = json!("javascript:alert(1)");
        settings["title"] = json!({ "zh-CN": " ", "en": "" });
        let wrong = json!({
            "name": "", "settings": settings, "allowed_origins": ["*", "https://shop.example/path"], "version": 1
        });
        let answer = ada.patch(&path, wrong).await;
        let errors = answer.json["errors"].as_array().cloned().unwrap_or_default();
        let pointers: Vec<_> = errors.iter().filter_map(|error| error["pointer"].as_str()).collect();
        assert_eq!(answer.status, 422);
        assert_eq!(pointers, ["/name", "/settings/color", "/settings/logo", "/settings/title", "/allowed_origins/1"]);
        let missing = json!({ "queue_id": "que_00000000000000000000000000000000", "version": 1 });
        let answer = ada.patch(&path, missing).await;
        assert_eq!((answer.status, &answer.json["errors"][0]["pointer"]), (422, &json!("/queue_id")));
        let stale = ada.patch(&path, json!({ "name": "New", "version": 7 })).await;
        assert_eq!((stale.status, stale.code()), (409, "stale_version"));
    })
    .await;
}

#[tokio::test]
async fn a_logo_is_uploaded_shown_to_everybody_and_nothing_else_is() {
    for_each_app(async |app| {
        let ada = app.login(&app.company.administrator).await;
        let picture = b"\x89PNG\r\n\x1a\nrest of a picture".to_vec();
        let upload = async |bytes: Vec<u8>| ada.upload("/api/v1/logos", "image/png", bytes).await;
        let made = upload(picture.clone()).await;
        assert_eq!(made.status, 201, "{}", made.json);
        let logo = made.json["path"].as_str().expect("a path").to_owned();
        assert_eq!(upload(picture.clone()).await.json["path"], logo, "the same again");
        for (bytes, status) in [
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), 422),
            (Vec::new(), 422),
            ([&picture[..], &vec![0; 256 * 1024]].concat(), 413),
        ] {
            assert_eq!(upload(bytes).await.status, status);
        }
        let path = format!("/api/v1/channels/{}", app.company.channel.id);
        let mut settings = ada.get(&path).await.json["settings"].clone();
        settings["logo"] = json!(logo);
        let saved = ada.patch(&path, json!({ "settings": settings, "version": 1 })).await;
        assert_eq!((saved.status, &saved.json["settings"]["logo"]), (200, &json!(logo)));
        let shown = app.anonymous().get(&logo).await;
        assert_eq!((shown.status, shown.bytes), (200, picture));
        assert_eq!(shown.headers["content-type"], "image/png");
        settings["logo"] = json!(format!("/widget/v1/logos/{}", "0".repeat(64)));
        let unknown = ada.patch(&path, json!({ "settings": settings, "version": 2 })).await;
        assert_eq!((unknown.status, &unknown.json["errors"][0]["code"]), (422, &json!("unknown")));
    })
    .await;
}
