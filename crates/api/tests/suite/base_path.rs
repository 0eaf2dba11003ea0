//! The product below a path of a host that it shares with others.

use serde_json::json;
use yingda_api::Settings;
use yingda_testkit::{PASSWORD, TestApp, company, for_each_database};

async fn below_support(body: impl AsyncFn(&TestApp)) {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let public_url = "https://example.com/support".into();
        let settings = Settings { public_url, demo: true, ..Settings::default() };
        let app = TestApp::start(store, environment, company, settings).await;
        body(&app).await;
        app.app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn everything_for_people_and_programs_is_below_it() {
    below_support(async |app| {
        let nobody = app.anonymous();
        for path in ["/api/v1/setup", "/docs", "/docs/page.js", "/demo", "/demo/shop.json"] {
            assert_eq!(nobody.get(&format!("/support{path}")).await.status, 200, "{path}");
            let outside = nobody.get(path).await;
            assert_eq!((outside.status, outside.code()), (404, "not_found"), "{path}");
            assert!(outside.json["detail"].as_str().is_some_and(|text| text.contains("/support/")));
        }
        let document = nobody.get("/support/openapi.json").await.json;
        assert_eq!(document["servers"], json!([{ "url": "/support" }]));
        let shop = String::from_utf8(nobody.get("/support/demo").await.bytes).expect("text");
        assert!(shop.contains(r#"src="/support/widget.js""#), "{shop}");
        assert_eq!(nobody.get("/supporters").await.status, 404);
        // Rules that go by the operation hold below the path too.
        let misspelt = nobody.get("/support/api/v1/setup?nothing=1").await;
        assert_eq!((misspelt.status, misspelt.code()), (422, "invalid"));
    })
    .await;
}

#[tokio::test]
async fn machines_ask_beside_it() {
    below_support(async |app| {
        let nobody = app.anonymous();
        assert_eq!(nobody.get("/health/live").await.status, 200);
        assert_eq!(nobody.get("/health/ready").await.status, 200);
        assert_eq!(nobody.get("/support/api/v1/setup").await.status, 200);
        let metrics = String::from_utf8(nobody.get("/metrics").await.bytes).expect("text");
        // The operation has the same name wherever it is served.
        assert!(metrics.contains(r#"operation="setup_status""#), "{metrics}");
    })
    .await;
}

#[tokio::test]
async fn the_session_and_what_is_handed_over_stay_below_it() {
    below_support(async |app| {
        let mut client = app.anonymous();
        let login = json!({ "email": app.company.email(&app.company.administrator), "password": PASSWORD });
        let session = client.post("/support/api/v1/session", login).await;
        assert_eq!(session.status, 200, "{}", session.json);
        let cookie = session.headers["set-cookie"].to_str().expect("text");
        assert!(cookie.contains("; Path=/support; ") && cookie.ends_with("; Secure"), "{cookie}");
        assert_eq!(session.headers["strict-transport-security"], "max-age=31536000");
        client.use_csrf(&session);
        let invitation =
            json!({ "email": "new@example.com", "name": "Mia", "role": "agent", "team_ids": [] });
        let invited = client.post("/support/api/v1/invitations", invitation).await;
        let url = invited.json["url"].as_str().expect("a link");
        assert!(url.starts_with("https://example.com/support/invitations/"), "{url}");
        let channels = client.get("/support/api/v1/channels").await.json;
        let snippet = channels["items"][0]["snippet"].as_str().expect("a snippet");
        assert!(snippet.contains(r#"src="https://example.com/support/widget.js""#), "{snippet}");
    })
    .await;
}

#[tokio::test]
async fn pages_of_the_host_are_the_servers_own() {
    below_support(async |app| {
        let visit = json!({ "channel_key": app.company.channel.key, "consent": true });
        let from = |origin: &str| app.anonymous().with(axum::http::header::ORIGIN, origin);
        let own = from("https://example.com").post("/support/widget/v1/sessions", visit.clone()).await;
        assert_eq!(own.status, 200, "{}", own.json);
        let other = from("https://example.org").post("/support/widget/v1/sessions", visit).await;
        assert_eq!((other.status, other.code()), (403, "forbidden"));
    })
    .await;
}
