//! The demo shop, which is there only with the demo.

use serde_json::json;
use yingda_api::Settings;
use yingda_channels::web::Identity;
use yingda_testkit::{IDENTITY_SECRET, TestApp, company, for_each_app, for_each_database};

#[tokio::test]
async fn the_shop_embeds_the_widget_and_vouches_for_its_customers() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let settings = Settings { demo: true, ..Settings::default() };
        let app = TestApp::start(store, environment, company, settings).await;
        let page = app.anonymous().get("/demo").await;
        let text = String::from_utf8(page.bytes.clone()).expect("text");
        assert!(
            text.contains(r#"<script async src="/widget.js" data-channel="wk_testkit"></script>"#),
            "{text}"
        );
        let policy = page.headers["content-security-policy"].to_str().expect("text");
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{policy}");
        for file in ["app.js", "style.css", "shop.json"] {
            assert_eq!(app.anonymous().get(&format!("/demo/{file}")).await.status, 200, "{file}");
        }
        let login = app.anonymous().post("/demo/login", json!({ "customer": 1 })).await;
        let token = login.json["identity"].as_str().expect("an identity");
        let identity = Identity::verify(token, IDENTITY_SECRET, app.environment.now()).expect("is good");
        assert_eq!((identity.external_id.as_str(), &login.json["name"]), ("xh-1001", &json!(identity.name)));
        let again = app.anonymous().post("/demo/login", json!({ "customer": 1 })).await;
        assert_ne!(again.json["identity"], login.json["identity"], "each is good for one use");
        assert_eq!(app.anonymous().post("/demo/login", json!({ "customer": 4 })).await.status, 422);
        app.app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn without_the_demo_there_is_no_shop() {
    for_each_app(async |app| {
        assert_eq!(app.anonymous().post("/demo/login", json!({ "customer": 1 })).await.status, 404);
        assert_eq!(app.anonymous().get("/demo/app.js").await.status, 404);
    })
    .await;
}
