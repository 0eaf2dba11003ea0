//! The whole product in process: its real router on a fresh store with a small company, and clients that speak to it.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use yingda_api::{App, Settings};
use yingda_model::Role;
use yingda_model::context::MemberActor;
use yingda_store::Store;

use crate::{Company, PASSWORD, TestEnvironment, company, for_each_database, vault};

/// A running product under test.
pub struct TestApp {
    pub app: App,
    pub store: Store,
    pub environment: TestEnvironment,
    pub company: Company,
    router: Router,
}

/// Runs a test's body on each database with a product that has a small company.
pub async fn for_each_app(test: impl AsyncFn(&TestApp)) {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let app = TestApp::start(store, environment, company, Settings::default()).await;
        test(&app).await;
        app.app.stop().await;
    })
    .await;
}

impl TestApp {
    /// Starts the product.
    pub async fn start(
        store: Store,
        environment: TestEnvironment,
        company: Company,
        settings: Settings,
    ) -> Self {
        let vault = vault(&store, &environment).await;
        let app = App::start(store.clone(), vault, environment.environment(), settings).await;
        let app = app.expect("it starts");
        let router = app.router();
        Self { app, store, environment, company, router }
    }

    /// A client that is nobody.
    pub fn anonymous(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// A client that has logged in as a member of the company.
    pub async fn login(&self, member: &MemberActor) -> Client {
        let mut client = self.anonymous();
        let login = json!({ "email": self.company.email(member), "password": PASSWORD });
        let answer = client.post("/api/v1/session", login).await;
        assert_eq!(answer.status, 200, "{}", answer.json);
        client.use_csrf(&answer);
        client
    }

    /// A program with a token of a role.
    pub async fn token(&self, role: Role) -> Client {
        let secret = self.secret(role).await;
        self.anonymous().with(AUTHORIZATION, &format!("Bearer {secret}"))
    }

    /// The secret of a new API token of a role.
    pub async fn secret(&self, role: Role) -> String {
        let administrator = self.login(&self.company.administrator).await;
        let wanted = json!({ "name": "test", "role": role, "expires_at": null });
        let answer = administrator.post("/api/v1/tokens", wanted).await;
        assert_eq!(answer.status, 201, "{}", answer.json);
        answer.json["secret"].as_str().expect("a secret").to_owned()
    }
}

/// Somebody who sends requests. Keeps the session's cookie as a browser does.
#[derive(Clone)]
pub struct Client {
    router: Router,
    headers: HeaderMap,
    cookie: Arc<Mutex<Option<String>>>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// The body as JSON; null when it is something else.
    pub json: Value,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The code of a problem document.
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }
}

impl Client {
    /// A client that is nobody, of any product.
    pub fn new(router: Router) -> Self {
        Self { router, headers: HeaderMap::new(), cookie: Arc::default() }
    }

    /// The same client with one more header on every request.
    pub fn with(&self, name: impl Into<HeaderName>, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.insert(name.into(), HeaderValue::from_str(value).expect("a header"));
        client
    }

    /// The session's cookie, as a browser would send it.
    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sends the token of an answer that began a session from now on.
    pub fn use_csrf(&mut self, answer: &Answer) {
        let token = answer.json["csrf_token"].as_str().expect("a CSRF token");
        *self = self.with(HeaderName::from_static("x-csrf-token"), token);
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// Sends a request with a JSON body or none.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let request = match body {
            Some(body) => request.header(CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        self.raw(request.expect("a request")).await
    }

    /// Posts bytes of a media type.
    pub async fn upload(&self, path: &str, media_type: &str, bytes: Vec<u8>) -> Answer {
        let request = Request::builder().method(Method::POST).uri(path).header(CONTENT_TYPE, media_type);
        self.raw(request.body(Body::from(bytes)).expect("a request")).await
    }

    /// Sends any request, with the client's headers added.
    pub async fn raw(&self, mut request: Request<Body>) -> Answer {
        let headers = request.headers_mut();
        headers.extend(self.headers.clone());
        if let Some(cookie) = &*self.cookie.lock().unwrap_or_else(PoisonError::into_inner) {
            headers.insert(COOKIE, HeaderValue::from_str(cookie).expect("a cookie"));
        }
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        if let Some(cookie) = parts.headers.get(SET_COOKIE) {
            let cookie = cookie.to_str().expect("a cookie").split(';').next().map(str::to_owned);
            *self.cookie.lock().unwrap_or_else(PoisonError::into_inner) = cookie;
        }
        let bytes = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status.as_u16(), headers: parts.headers, json, bytes }
    }
}
