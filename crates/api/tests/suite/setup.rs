//! The first start.

use serde_json::json;
use yingda_api::{App, Settings};
use yingda_store::Store;
use yingda_testkit::{Client, TestEnvironment, company, for_each_database, vault};

use crate::authorisation::{Case, case};

pub fn cases() -> Vec<Case> {
    vec![
        case("setup_status").anybody(),
        case("setup_complete").anybody().body(|_| {
            json!({ "company": "A", "name": "B", "email": "a@b.c", "password": "0123456789", "locale": "en" })
        }),
    ]
}

async fn start(store: &Store, environment: &TestEnvironment) -> App {
    let vault = vault(store, environment).await;
    let app = App::start(store.clone(), vault, environment.environment(), Settings::default()).await;
    app.expect("starts")
}

#[tokio::test]
async fn the_first_start_makes_an_administrator_and_all_that_a_first_chat_needs() {
    for_each_database(async |store, environment| {
        let app = start(&store, &environment).await;
        let nobody = Client::new(app.router());
        let status = nobody.get("/api/v1/setup").await;
        assert_eq!(status.json, json!({ "required": true, "demo": false }));
        let early = nobody.post("/api/v1/session", json!({ "email": "a@b.c", "password": "0123456789" })).await;
        assert_eq!((early.status, early.code()), (409, "setup_required"));

        let mut wanted =
            json!({ "company": "星河", "name": "周岚", "email": "lan@xinghe", "password": "short", "locale": "zh-CN" });
        let bad = nobody.post("/api/v1/setup", wanted.clone()).await;
        assert_eq!((bad.status, &bad.json["errors"][0]["pointer"]), (422, &json!("/password")));
        wanted["password"] = json!("a long password");
        let mut lan = Client::new(app.router());
        let done = lan.post("/api/v1/setup", wanted.clone()).await;
        assert_eq!(done.status, 200, "{}", done.json);
        assert_eq!(done.json["member"]["role"], "administrator");
        assert_eq!(done.json["brands"][0]["name"], "星河");
        assert_eq!(done.json["teams"][0]["member_count"], 1);
        lan.use_csrf(&done);
        assert_eq!(lan.get("/api/v1/session").await.status, 200);

        let again = nobody.post("/api/v1/setup", wanted).await;
        assert_eq!((again.status, again.code()), (409, "conflict"));
        assert_eq!(nobody.get("/api/v1/setup").await.json["required"], false);
        let rows = store
            .read(|tx| Ok((yingda_store::channels::list(tx)?, yingda_store::queues::list(tx)?)))
            .await
            .expect("reads");
        assert_eq!((rows.0.len(), rows.0[0].queue_id), (1, rows.1[0].id));
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn two_who_set_up_at_once_make_one_company() {
    for_each_database(async |store, environment| {
        let app = start(&store, &environment).await;
        let nobody = Client::new(app.router());
        let form = |name: &str| {
            json!({ "company": name, "name": name, "email": format!("{name}@x"), "password": "a long password", "locale": "en" })
        };
        let (one, other) =
            tokio::join!(nobody.post("/api/v1/setup", form("one")), nobody.post("/api/v1/setup", form("other")));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        app.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_company_that_is_there_needs_no_setup() {
    for_each_database(async |store, environment| {
        company(&store, &environment).await;
        let app = start(&store, &environment).await;
        let status = Client::new(app.router()).get("/api/v1/setup").await;
        assert_eq!(status.json["required"], false);
        app.stop().await;
    })
    .await;
}
