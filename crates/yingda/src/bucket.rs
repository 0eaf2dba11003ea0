//! A bucket of an S3-compatible store: names below a prefix, listed, read to a file, written piece by piece, removed. What is
//! in them and which are kept is not decided here.

mod upload;

use std::fmt;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use reqwest::{Client, Method, Response, StatusCode};
use rusty_s3::actions::ListObjectsV2;
use rusty_s3::{Credentials, S3Action, UrlStyle};
use tokio::time::sleep;
use yingda_model::Secret;

/// How long a signed address is good: longer than any request takes.
const GOOD_FOR: Duration = Duration::from_secs(3_600);
/// How long a store may say nothing.
const SILENT: Duration = Duration::from_secs(60);
/// How often a request is tried that may succeed later, and how long the first pause is.
const ATTEMPTS: u32 = 4;
const PAUSE: Duration = Duration::from_millis(500);
/// Letters of a store's complaint that are passed on.
const TOLD: usize = 300;

/// How a store is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// None: Amazon's, of the region.
    pub endpoint: Option<String>,
    pub region: String,
    /// Whether the bucket stands in the path and not in the host's name.
    pub path_style: bool,
    pub key: Option<Secret>,
    pub secret: Option<Secret>,
}

/// Why a store has not done it.
#[derive(Debug, thiserror::Error)]
pub enum BucketError {
    #[error("{0}")]
    Configuration(String),
    #[error("the store of {place} can't be reached")]
    Unreachable { place: String, source: reqwest::Error },
    #[error("the store of {place} refuses: {status} {why}")]
    Refused { place: String, status: StatusCode, why: String },
    #[error("the answer of the store of {0} can't be understood")]
    Strange(String),
    #[error(transparent)]
    File(#[from] std::io::Error),
}

/// A bucket, below a prefix. Cheap to clone.
#[derive(Clone)]
pub struct Bucket {
    client: Client,
    target: rusty_s3::Bucket,
    credentials: Credentials,
    /// Ends with a slash, or is empty.
    prefix: String,
}

impl Bucket {
    /// The bucket of an address such as `s3://bucket/prefix`.
    ///
    /// # Errors
    /// When the address or how to reach it is of no use.
    pub fn new(address: &str, access: &Access) -> Result<Self, BucketError> {
        let wrong = |why: &str| BucketError::Configuration(format!("{address}: {why}"));
        let rest = address.strip_prefix("s3://").ok_or_else(|| wrong("expected s3://BUCKET/PREFIX"))?;
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if name.is_empty() {
            return Err(wrong("expected s3://BUCKET/PREFIX"));
        }
        let (Some(key), Some(secret)) = (&access.key, &access.secret) else {
            return Err(wrong("set YINGDA_BACKUP_S3_KEY and YINGDA_BACKUP_S3_SECRET"));
        };
        let endpoint = access.endpoint.clone();
        let endpoint = endpoint.unwrap_or_else(|| format!("https://s3.{}.amazonaws.com", access.region));
        let endpoint = endpoint.parse().map_err(|_| wrong("backup.s3_endpoint is not an address"))?;
        let style = if access.path_style { UrlStyle::Path } else { UrlStyle::VirtualHost };
        let target = rusty_s3::Bucket::new(endpoint, style, name.to_owned(), access.region.clone())
            .map_err(|error| wrong(&error.to_string()))?;
        let client = Client::builder().connect_timeout(Duration::from_secs(10)).read_timeout(SILENT).build();
        let client = client.map_err(|error| wrong(&error.to_string()))?;
        let prefix = prefix.trim_matches('/');
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        Ok(Self { client, target, credentials: Credentials::new(key.expose(), secret.expose()), prefix })
    }

    /// The bucket of an object's address, and the object's name in it.
    pub fn of_object(address: &str, access: &Access) -> Result<(Self, String), BucketError> {
        match address.trim_start_matches("s3://").rsplit_once('/') {
            Some((folder, name)) if !name.is_empty() => {
                Ok((Self::new(&format!("s3://{folder}"), access)?, name.to_owned()))
            }
            _ => Err(BucketError::Configuration(format!("{address}: expected s3://BUCKET/NAME"))),
        }
    }

    /// The names below the prefix, without those further down.
    pub async fn names(&self) -> Result<Vec<String>, BucketError> {
        let (mut names, mut next) = (Vec::new(), None::<String>);
        loop {
            let mut action = self.target.list_objects_v2(Some(&self.credentials));
            action.with_prefix(self.prefix.clone());
            if let Some(token) = next {
                action.with_continuation_token(token);
            }
            let url = action.sign(GOOD_FOR);
            let text = self.text(self.send(Method::GET, url.as_str(), None).await?).await?;
            let page = ListObjectsV2::parse_response(&text).map_err(|_| self.strange())?;
            let below = page.contents.iter().filter_map(|object| object.key.strip_prefix(&*self.prefix));
            names.extend(below.filter(|name| !name.contains('/')).map(str::to_owned));
            next = page.next_continuation_token;
            if next.is_none() {
                return Ok(names);
            }
        }
    }

    /// Whether there is something of this name.
    pub async fn has(&self, name: &str) -> Result<bool, BucketError> {
        let object = self.object(name);
        let url = self.target.head_object(Some(&self.credentials), &object).sign(GOOD_FOR);
        match self.send(Method::HEAD, url.as_str(), None).await {
            Ok(_) => Ok(true),
            Err(BucketError::Refused { status: StatusCode::NOT_FOUND, .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Takes something away; it does no harm when it is not there.
    pub async fn remove(&self, name: &str) -> Result<(), BucketError> {
        let object = self.object(name);
        let url = self.target.delete_object(Some(&self.credentials), &object).sign(GOOD_FOR);
        self.send(Method::DELETE, url.as_str(), None).await.map(drop)
    }

    /// Reads something into a new file, a little at a time.
    pub async fn read(&self, name: &str, file: &Path) -> Result<(), BucketError> {
        let object = self.object(name);
        let url = self.target.get_object(Some(&self.credentials), &object).sign(GOOD_FOR);
        let mut answer = self.send(Method::GET, url.as_str(), None).await?;
        let mut file = File::options().write(true).create_new(true).open(file)?;
        while let Some(bytes) = answer.chunk().await.map_err(|source| self.unreachable(source))? {
            file.write_all(&bytes)?;
        }
        Ok(file.sync_all()?)
    }

    fn object(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// Sends a signed request; tries again what may succeed later.
    async fn send(&self, method: Method, url: &str, body: Option<&[u8]>) -> Result<Response, BucketError> {
        let mut pause = PAUSE;
        for attempt in 1.. {
            let failed = match self.try_once(method.clone(), url, body).await {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed,
            };
            let passing = match &failed {
                BucketError::Unreachable { .. } => true,
                BucketError::Refused { status, .. } => {
                    status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS
                }
                _ => false,
            };
            if !passing || attempt >= ATTEMPTS {
                return Err(failed);
            }
            sleep(pause).await;
            pause *= 2;
        }
        Err(self.strange())
    }

    async fn try_once(
        &self,
        method: Method,
        url: &str,
        body: Option<&[u8]>,
    ) -> Result<Response, BucketError> {
        let mut request = self.client.request(method, url);
        if let Some(body) = body {
            request = request.body(body.to_vec());
        }
        let answer = request.send().await.map_err(|source| self.unreachable(source))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let text = answer.text().await.unwrap_or_default();
        Err(BucketError::Refused { place: self.place(), status, why: complaint(&text) })
    }

    async fn text(&self, answer: Response) -> Result<String, BucketError> {
        answer.text().await.map_err(|source| self.unreachable(source))
    }

    fn place(&self) -> String {
        format!("s3://{}/{}", self.target.name(), self.prefix)
    }

    /// A signed address is as good as a key while it lasts: it is not told.
    fn unreachable(&self, source: reqwest::Error) -> BucketError {
        BucketError::Unreachable { place: self.place(), source: source.without_url() }
    }

    fn strange(&self) -> BucketError {
        BucketError::Strange(self.place())
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bucket").field(&self.place()).finish()
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place())
    }
}

/// What a store says went wrong: its code and its message.
fn complaint(text: &str) -> String {
    let part = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        Some(rest.split_once("</")?.0.to_owned())
    };
    let words = [part("Code"), part("Message")].into_iter().flatten().collect::<Vec<_>>().join(": ");
    words.chars().take(TOLD).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access() -> Access {
        let secret = |text: &str| Some(Secret::new(text));
        Access {
            region: "eu-central-1".into(),
            key: secret("key"),
            secret: secret("hidden"),
            ..Access::default()
        }
    }

    #[test]
    fn an_address_names_a_bucket_and_what_stands_before_every_name() {
        _ = rustls::crypto::ring::default_provider().install_default();
        let of = |address: &str| {
            Bucket::new(address, &access()).map(|bucket| (bucket.to_string(), bucket.object("a")))
        };
        assert_eq!(of("s3://shop/backups/daily/").expect("good").1, "backups/daily/a");
        assert_eq!(of("s3://shop").expect("good"), ("s3://shop/".into(), "a".into()));
        for bad in ["s3://", "s3:///a", "/var/backups"] {
            assert!(of(bad).is_err(), "{bad}");
        }
        let (bucket, name) = Bucket::of_object("s3://shop/a/monday.backup", &access()).expect("good");
        assert_eq!((bucket.to_string().as_str(), name.as_str()), ("s3://shop/a/", "monday.backup"));
        assert!(Bucket::of_object("s3://shop", &access()).is_err());
        let without = Bucket::new("s3://shop", &Access { key: None, ..access() });
        assert!(without.expect_err("refused").to_string().contains("YINGDA_BACKUP_S3_KEY"));
        assert!(!format!("{bucket:?}").contains("hidden"));
    }

    #[test]
    fn a_complaint_is_told_without_its_markup() {
        let text =
            "<?xml version=\"1.0\"?><Error><Code>NoSuchBucket</Code><Message>There is none</Message></Error>";
        assert_eq!(complaint(text), "NoSuchBucket: There is none");
        assert_eq!(complaint("<html>"), "");
    }
}
