//! What is not an endpoint of the API: health, metrics, documentation, the web app.

use yingda_testkit::for_each_app;

#[tokio::test]
async fn health_and_metrics_answer_whoever_watches() {
    for_each_app(async |app| {
        let nobody = app.anonymous();
        assert_eq!(nobody.get("/health/live").await.json["status"], "live");
        assert_eq!(nobody.get("/health/ready").await.json["status"], "ready");
        nobody.get("/api/v1/setup").await;
        let metrics = nobody.get("/metrics").await;
        let text = String::from_utf8(metrics.bytes).expect("text");
        for line in [
            "yingda_http_request_seconds_count{operation=\"setup_status\",status=\"200\"} 1",
            "yingda_store_units_total ",
            "yingda_journal_position ",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_process_that_ends_is_not_ready() {
    for_each_app(async |app| {
        (app.app.stopper())();
        let answer = app.anonymous().get("/health/ready").await;
        assert_eq!((answer.status, answer.code()), (503, "unavailable"));
        assert_eq!(app.anonymous().get("/health/live").await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn the_documentation_needs_no_other_host() {
    for_each_app(async |app| {
        let nobody = app.anonymous();
        for (path, kind) in [
            ("/docs", "text/html"),
            ("/docs/page.js", "text/javascript"),
            ("/docs/page.css", "text/css"),
            ("/openapi.json", "application/json"),
        ] {
            let answer = nobody.get(path).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(answer.headers["content-type"].to_str().expect("text").starts_with(kind), "{path}");
            let text = String::from_utf8(answer.bytes).expect("text");
            assert!(path == "/openapi.json" || !text.contains("://"), "{path} names another host");
        }
        assert_eq!(nobody.get("/docs/other").await.status, 404);
    })
    .await;
}
