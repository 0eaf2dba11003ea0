//! Customers over HTTP; what the services promise is tested beside them.

use serde_json::json;
use yingda_model::Role;
use yingda_testkit::for_each_app;

use crate::authorisation::{Case, case};

const NOBODY: &str = "cus_00000000000000000000000000000000";

pub fn cases() -> Vec<Case> {
    let readers = &[Role::Administrator, Role::Supervisor, Role::Agent, Role::Analyst];
    let editors = &[Role::Administrator, Role::Supervisor, Role::Agent];
    vec![
        case("customer_list").roles(readers),
        case("customer_lookup").roles(readers).id(|_| NOBODY.into()),
        case("customer_orders").roles(readers).id(|_| NOBODY.into()),
        case("customer_erase").roles(&[Role::Administrator]).id(|_| NOBODY.into()),
        case("customer_update").roles(editors).id(|_| NOBODY.into()).body(|_| json!({ "version": 0 })),
    ]
}

#[tokio::test]
async fn nobody_is_told_from_nonsense() {
    for_each_app(async |app| {
        let ann = app.login(&app.company.agent).await;
        assert_eq!(ann.get("/api/v1/customers").await.json, json!({ "items": [], "next": null }));
        for path in [NOBODY, "cus_1", "brd_00000000000000000000000000000000"] {
            let answer = ann.get(&format!("/api/v1/customers/{path}")).await;
            assert_eq!((answer.status, answer.code()), (404, "not_found"), "{path}");
        }
        let unknown =
            ann.patch(&format!("/api/v1/customers/{NOBODY}"), json!({ "version": 1, "known": true })).await;
        assert_eq!((unknown.status, &unknown.json["errors"][0]["pointer"]), (422, &json!("/known")));
    })
    .await;
}
