//! A running server as the command line reaches it: over its public API, with a token where one is needed.
//!
//! Over https the machine's own authorities are believed. Knows nothing of single operations.

use std::fmt;
use std::time::Duration;

use reqwest::{Method, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use yingda_model::FieldError;

/// How long a request may take; an import of the largest file takes seconds.
const PATIENCE: Duration = Duration::from_mins(2);

/// A running server.
#[derive(Clone)]
pub struct Remote {
    client: reqwest::Client,
    base: String,
    origin: String,
    token: Option<String>,
}

/// Why the server did not do it.
#[derive(Debug)]
pub enum Refusal {
    /// The address is of no use.
    Address(String),
    /// Nobody answers there.
    Unreachable(String, reqwest::Error),
    /// It answered with a problem document.
    Problem(Box<Problem>),
    /// It answered with something else.
    Strange(String),
}

/// What a problem document says.
#[derive(Clone, Debug, Deserialize)]
pub struct Problem {
    pub code: String,
    #[serde(default)]
    pub detail: Option<String>,
    #[serde(default)]
    pub errors: Vec<FieldError>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(url) => {
                write!(f, "{url} is not an address like http://127.0.0.1:8080 or https://service.example.com")
            }
            Self::Unreachable(url, error) => write!(f, "no server answers at {url}: {}", root(error)),
            Self::Problem(problem) => {
                write!(f, "{}", problem.detail.as_deref().unwrap_or(&problem.code))?;
                match problem.code.as_str() {
                    "unauthenticated" | "token_invalid" | "token_expired" => write!(
                        f,
                        "\nhint: make an API token in the settings and pass it as --token or YINGDA_TOKEN"
                    ),
                    _ => Ok(()),
                }
            }
            Self::Strange(what) => write!(f, "the server's answer can't be understood: {what}"),
        }
    }
}

fn root(error: &reqwest::Error) -> String {
    let mut source: &dyn std::error::Error = error;
    while let Some(next) = source.source() {
        source = next;
    }
    source.to_string()
}

impl Remote {
    /// A server at an address, asked with a token or without.
    pub fn new(url: &str, token: Option<String>) -> Result<Self, Refusal> {
        let base = url.trim_end_matches('/').to_owned();
        let wrong = || Refusal::Address(url.to_owned());
        let parsed = reqwest::Url::parse(&base).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let origin = parsed.ok_or_else(wrong)?.origin().ascii_serialization();
        let client = reqwest::Client::builder().timeout(PATIENCE).connect_timeout(Duration::from_secs(5));
        Ok(Self { client: client.build().map_err(|_| wrong())?, base, origin, token })
    }

    /// As a page of the server itself would be named.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The address of its WebSocket.
    pub fn realtime(&self) -> String {
        format!("ws{}/realtime", self.base.trim_start_matches("http"))
    }

    /// Asks for something as JSON.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Refusal> {
        json(self.send(Method::GET, path, None).await?).await
    }

    /// Asks for something as text.
    pub async fn text(&self, path: &str) -> Result<String, Refusal> {
        let response = self.send(Method::GET, path, None).await?;
        response.text().await.map_err(|error| Refusal::Strange(root(&error)))
    }

    /// Sends JSON.
    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &serde_json::Value,
    ) -> Result<T, Refusal> {
        let body = body.to_string().into_bytes();
        json(self.send(Method::POST, path, Some(("application/json", body))).await?).await
    }

    /// Puts JSON in the place of what is there.
    pub async fn put<T: DeserializeOwned>(&self, path: &str, body: &serde_json::Value) -> Result<T, Refusal> {
        let body = body.to_string().into_bytes();
        json(self.send(Method::PUT, path, Some(("application/json", body))).await?).await
    }

    /// Sends bytes of a kind.
    pub async fn upload<T: DeserializeOwned>(
        &self,
        path: &str,
        media_type: &'static str,
        body: Vec<u8>,
    ) -> Result<T, Refusal> {
        json(self.send(Method::POST, path, Some((media_type, body))).await?).await
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<(&'static str, Vec<u8>)>,
    ) -> Result<Response, Refusal> {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some((media_type, body)) = body {
            request = request.header(reqwest::header::CONTENT_TYPE, media_type).body(body);
        }
        let response =
            request.send().await.map_err(|error| Refusal::Unreachable(self.base.clone(), error))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let body = response.bytes().await.unwrap_or_default();
        match serde_json::from_slice(&body) {
            Ok(problem) => Err(Refusal::Problem(Box::new(problem))),
            Err(_) => Err(Refusal::Strange(format!("status {status}"))),
        }
    }
}

async fn json<T: DeserializeOwned>(response: Response) -> Result<T, Refusal> {
    let body = response.bytes().await.map_err(|error| Refusal::Strange(root(&error)))?;
    serde_json::from_slice(&body).map_err(|error| Refusal::Strange(error.to_string()))
}
