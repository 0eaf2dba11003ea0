//! How long the pages of an agent's day take on a store that is full: lists, counts, opening a conversation.

use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::{Value, json};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// Asks a server for pages, one after the other.
#[derive(Debug, Args)]
pub struct PagesArgs {
    /// The server, of the demo company
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: String,
    /// Times that each page is asked for
    #[arg(long, default_value_t = 500)]
    times: usize,
}

struct Reader {
    http: reqwest::Client,
    url: String,
    cookie: String,
}

impl Reader {
    async fn login(url: &str, name: &str) -> Result<Self, Error> {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(120)).build()?;
        let login = json!({ "email": format!("{name}@demo.yingda"), "password": "yingda-demo-2026" });
        let answer =
            http.post(format!("{url}/api/v1/session")).json(&login).send().await?.error_for_status()?;
        let cookie =
            answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(Self { http, url: url.to_owned(), cookie })
    }

    async fn get(&self, path: &str) -> Result<(Value, f64), Error> {
        let began = Instant::now();
        let request = self.http.get(format!("{}/api/v1{path}", self.url)).header("cookie", &self.cookie);
        let body = request.send().await?.error_for_status()?.bytes().await?;
        let took = began.elapsed().as_secs_f64() * 1_000.0;
        Ok((serde_json::from_slice(&body)?, took))
    }
}

/// Runs the command.
pub async fn run(args: &PagesArgs) -> Result<(), Error> {
    for who in ["admin", "supervisor", "agent"] {
        let reader = Reader::login(&args.url, who).await?;
        for page in [
            "/conversations?view=all&status=open&limit=50",
            "/conversations?view=all&status=resolved&limit=50",
            "/conversations?view=queue&limit=50",
            "/conversations?view=mine&status=resolved&limit=50",
            "/conversations/counts",
        ] {
            measure(&reader, who, page, args.times, |_| page.to_owned()).await?;
        }
        let ids = some_ids(&reader).await?;
        let pick = |n: usize| ids[n * 7_919 % ids.len()].clone();
        if ids.is_empty() {
            continue;
        }
        measure(&reader, who, "/conversations/{id}", args.times, |n| format!("/conversations/{}", pick(n)))
            .await?;
        measure(&reader, who, "/conversations/{id}/messages", args.times, |n| {
            format!("/conversations/{}/messages?limit=50", pick(n))
        })
        .await?;
    }
    Ok(())
}

/// Conversations of all ages.
async fn some_ids(reader: &Reader) -> Result<Vec<String>, Error> {
    let mut ids = Vec::new();
    let mut cursor = String::new();
    for _ in 0..20 {
        let (page, _) =
            reader.get(&format!("/conversations?view=all&status=resolved&limit=100{cursor}")).await?;
        let items = page["items"].as_array().cloned().unwrap_or_default();
        ids.extend(items.iter().filter_map(|item| item["id"].as_str().map(str::to_owned)));
        let Some(next) = page["next"].as_str() else { break };
        // Leaps back by days: a cursor is a time and an id.
        let at: i64 = next.split('.').next().unwrap_or_default().parse()?;
        cursor = format!("&cursor={}.cnv_{}", at - 4 * 86_400_000, "f".repeat(32));
    }
    Ok(ids)
}

async fn measure(
    reader: &Reader,
    who: &str,
    name: &str,
    times: usize,
    path: impl Fn(usize) -> String,
) -> Result<(), Error> {
    let mut took = Vec::with_capacity(times);
    for n in 0..times {
        took.push(reader.get(&path(n)).await?.1);
    }
    let first = took.first().copied().unwrap_or(f64::NAN);
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took[((took.len() as f64 * share) as usize).min(took.len() - 1)];
    writeln!(
        io::stdout(),
        "{who:<11} {name:<52} p50 {:>7.1}  p99 {:>7.1}  max {:>7.1} ms, the first {first:.1}",
        at(0.5),
        at(0.99),
        at(1.0)
    )?;
    Ok(())
}
