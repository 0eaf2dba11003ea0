//! Files: up, down, and what a browser is told about them.

use axum::body::Body;
use axum::http::Request;
use yingda_model::Role;
use yingda_testkit::{Answer, Client, for_each_app};

use crate::authorisation::{Case, case};

const NOBODYS: &str = "att_00000000000000000000000000000000";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

pub fn cases() -> Vec<Case> {
    let writers = &[Role::Administrator, Role::Supervisor, Role::Agent];
    vec![
        case("attachment_create").roles(writers),
        case("attachment_lookup").roles(Role::ALL).id(|_| NOBODYS.into()),
    ]
}

async fn upload(client: &Client, name: &str, kind: &str, content: Vec<u8>) -> Answer {
    let address = format!("/api/v1/attachments?name={name}");
    let request = Request::post(address).header("content-type", kind).body(Body::from(content));
    client.raw(request.expect("a request")).await
}

#[tokio::test]
async fn a_picture_is_shown_in_place_and_anything_that_could_run_is_not() {
    for_each_app(async |app| {
        let ann = app.login(&app.company.agent).await;
        let picture = upload(&ann, "%E5%9B%BE.png", "image/png", PNG.to_vec()).await;
        assert_eq!(
            (picture.status, &picture.json["media_type"]),
            (201, &"image/png".into()),
            "{}",
            picture.json
        );
        let shown = ann.get(picture.json["url"].as_str().expect("an address")).await;
        assert_eq!(shown.bytes, PNG);
        let header = |answer: &Answer, name: &str| answer.headers[name].to_str().expect("text").to_owned();
        assert_eq!(header(&shown, "content-type"), "image/png");
        assert!(header(&shown, "content-disposition").starts_with("inline; "));
        assert!(header(&shown, "content-security-policy").contains("sandbox"));
        assert!(header(&shown, "cache-control").starts_with("private"));
        assert_eq!(header(&shown, "x-content-type-options"), "nosniff");
        let page = upload(&ann, "../evil.html", "text/html", b"<script>alert(1)</script>".to_vec()).await;
        assert_eq!(page.json["name"], "evil.html");
        let saved = ann.get(page.json["url"].as_str().expect("an address")).await;
        assert_eq!(header(&saved, "content-type"), "application/octet-stream");
        assert!(header(&saved, "content-disposition").starts_with("attachment; "));
    })
    .await;
}

#[tokio::test]
async fn a_file_that_was_not_sent_is_its_uploaders_alone() {
    for_each_app(async |app| {
        let (ann, ada) = (app.login(&app.company.agent).await, app.login(&app.company.administrator).await);
        let made = upload(&ann, "a.png", "image/png", PNG.to_vec()).await;
        let path = made.json["url"].as_str().expect("an address");
        assert_eq!(ann.get(path).await.status, 200);
        assert_eq!(ada.get(path).await.status, 404);
        assert_eq!(app.anonymous().get(path).await.status, 401);
    })
    .await;
}

#[tokio::test]
async fn too_much_and_nothing_are_refused() {
    for_each_app(async |app| {
        let ann = app.login(&app.company.agent).await;
        let large = upload(&ann, "a.bin", "application/octet-stream", vec![0; 20 * 1024 * 1024 + 1]).await;
        assert_eq!((large.status, large.code()), (413, "too_large"));
        let whole = upload(&ann, "a.bin", "application/octet-stream", vec![7; 20 * 1024 * 1024]).await;
        assert_eq!(whole.status, 201, "{}", whole.json);
        let read = ann.get(whole.json["url"].as_str().expect("an address")).await;
        assert_eq!(read.bytes.len(), 20 * 1024 * 1024);
        assert_eq!(upload(&ann, "a.bin", "text/plain", Vec::new()).await.status, 422);
    })
    .await;
}
