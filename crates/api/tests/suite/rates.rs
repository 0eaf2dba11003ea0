//! Who may ask how often.

use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use serde_json::json;
use yingda_testkit::for_each_app;

#[tokio::test]
async fn guessing_at_one_address_is_slowed_down() {
    for_each_app(async |app| {
        let nobody = app.anonymous();
        let guess = json!({ "email": "ann@example.com", "password": "a guess" });
        for _ in 0..20 {
            assert_eq!(nobody.post("/api/v1/session", guess.clone()).await.status, 401);
        }
        let slowed = nobody.post("/api/v1/session", guess.clone()).await;
        assert_eq!((slowed.status, slowed.code()), (429, "rate_limited"));
        let wait: u64 = slowed.headers[RETRY_AFTER].to_str().expect("text").parse().expect("seconds");
        assert!((1..=3).contains(&wait), "{wait}");
        // Others can log in, and after the wait so can she.
        app.login(&app.company.colleague).await;
        app.environment.advance(Duration::from_secs(wait));
        assert_eq!(nobody.post("/api/v1/session", guess).await.status, 401);
    })
    .await;
}
