//! Who may: a row for every operation of the OpenAPI document. An operation without one fails the test, so that nobody
//! forgets to decide.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::Value;
use yingda_model::Role;
use yingda_testkit::{Client, TestApp, for_each_app};

use crate::{alarms, attachments, canned_replies, channels, conversations, customers, faq, invitations};
use crate::{log, members, numbers, queues, session, setup, teams, tokens, widget};

/// Every family's rows.
fn cases() -> Vec<Case> {
    let families = [
        setup::cases(),
        members::cases(),
        teams::cases(),
        tokens::cases(),
        invitations::cases(),
        faq::cases(),
        channels::cases(),
        queues::cases(),
        numbers::cases(),
        alarms::cases(),
        canned_replies::cases(),
        customers::cases(),
        attachments::cases(),
        conversations::cases(),
        widget::cases(),
        log::cases(),
        // The last, because it logs everybody out.
        session::cases(),
    ];
    families.into_iter().flatten().collect()
}

/// Who may, and a request that says no more than is needed to find out.
pub struct Case {
    operation: &'static str,
    who: Who,
    id: fn(&TestApp) -> String,
    body: Option<fn(&TestApp) -> Value>,
    query: &'static str,
}

enum Who {
    Anybody,
    /// Customers with a visitor's token.
    Visitors,
    /// Members of these roles, and programs with tokens of those; none where only a person's session will do.
    Roles {
        roles: &'static [Role],
        programs: Option<&'static [Role]>,
    },
}

/// A row for an operation; everybody is refused until it says who may.
pub fn case(operation: &'static str) -> Case {
    let who = Who::Roles { roles: &[], programs: Some(&[]) };
    Case { operation, who, id: |_| String::new(), body: None, query: "" }
}

#[expect(dead_code, reason = "not every family needs every word")]
impl Case {
    pub fn anybody(self) -> Self {
        Self { who: Who::Anybody, ..self }
    }

    pub fn visitors(self) -> Self {
        Self { who: Who::Visitors, ..self }
    }

    pub fn people(self) -> Self {
        Self { who: Who::Roles { roles: Role::ALL, programs: None }, ..self }
    }

    pub fn roles(self, roles: &'static [Role]) -> Self {
        Self { who: Who::Roles { roles, programs: Some(roles) }, ..self }
    }

    /// Where a token of a role reaches further than a person of that role. Stands after `roles`.
    pub fn programs(self, programs: &'static [Role]) -> Self {
        let Who::Roles { roles, .. } = self.who else { return self };
        Self { who: Who::Roles { roles, programs: Some(programs) }, ..self }
    }

    /// What stands in the path.
    pub fn id(self, id: fn(&TestApp) -> String) -> Self {
        Self { id, ..self }
    }

    pub fn body(self, body: fn(&TestApp) -> Value) -> Self {
        Self { body: Some(body), ..self }
    }

    pub fn query(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    async fn send(&self, app: &TestApp, client: &Client, route: &Route) -> u16 {
        let mut path = String::new();
        for part in route.path.split('/').skip(1) {
            path.push('/');
            path.push_str(&if part.starts_with('{') { (self.id)(app) } else { part.to_owned() });
        }
        path.push_str(self.query);
        let body = self.body.map(|body| body(app));
        client.send(route.method.clone(), &path, body).await.status
    }
}

struct Route {
    method: Method,
    path: String,
}

/// Every operation of the document.
fn operations() -> BTreeMap<String, Route> {
    let text = yingda_api::openapi().to_json().expect("it serialises");
    let document: Value = serde_json::from_str(&text).expect("it is JSON");
    let mut operations = BTreeMap::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let name = operation["operationId"].as_str().expect("a name").to_owned();
            let method = method.to_uppercase().parse().expect("a method");
            operations.insert(name, Route { method, path: path.clone() });
        }
    }
    operations
}

#[test]
fn every_operation_says_who_may() {
    let decided: Vec<_> = cases().iter().map(|case| case.operation).collect();
    let operations = operations();
    let undecided: Vec<_> = operations.keys().filter(|name| !decided.contains(&name.as_str())).collect();
    assert!(undecided.is_empty(), "no authorisation case for: {undecided:?}");
    let gone: Vec<_> = decided.iter().filter(|name| !operations.contains_key(**name)).collect();
    assert!(gone.is_empty(), "an authorisation case for what is not there: {gone:?}");
}

#[tokio::test]
async fn each_operation_lets_in_who_may_and_nobody_else() {
    for_each_app(async |app| {
        let operations = operations();
        let mut members = Vec::new();
        for role in Role::ALL {
            members.push((*role, app.login(app.company.of_role(*role)).await, app.token(*role).await));
        }
        for case in cases() {
            let Some(route) = operations.get(case.operation) else { continue };
            check(app, &case, route, &members).await;
        }
    })
    .await;
}

async fn check(app: &TestApp, case: &Case, route: &Route, members: &[(Role, Client, Client)]) {
    let name = case.operation;
    let stranger = case.send(app, &app.anonymous(), route).await;
    let (roles, programs) = match case.who {
        Who::Anybody => {
            assert_ne!(stranger, 403, "{name}: anybody may");
            return;
        }
        Who::Visitors => (&[] as &[Role], None),
        Who::Roles { roles, programs } => (roles, programs),
    };
    assert_eq!(stranger, 401, "{name}: a stranger");
    for (role, person, program) in members {
        let as_program = case.send(app, program, route).await;
        match programs {
            None => assert_eq!(as_program, 401, "{name}: a program is nobody here"),
            Some(programs) => {
                assert_may(name, &format!("a program of {role}"), programs.contains(role), as_program);
            }
        }
        let as_person = case.send(app, person, route).await;
        if matches!(case.who, Who::Visitors) {
            assert_eq!(as_person, 401, "{name}: {role} is no visitor");
        } else {
            assert_may(name, role.as_str(), roles.contains(role), as_person);
        }
    }
}

fn assert_may(name: &str, who: &str, may: bool, status: u16) {
    if may {
        assert!(!matches!(status, 401 | 403), "{name}: {who} may, got {status}");
    } else {
        assert_eq!(status, 403, "{name}: {who} may not");
    }
}
