//! `yingda replay`: plays real questions as concurrent customers through the public WebSocket of a running server.
//!
//! Open loop: each question has its time, and latencies count from it, so that a server that keeps customers waiting
//! can't hide it (coordinated omission). A customer waits for the bot's reply before the next question; where all are
//! busy, questions wait, and the waiting counts.

mod customer;
mod questions;
mod tally;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use futures::future::pending;
use serde::Deserialize;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};
use yingda_model::Page;

use crate::remote::Remote;
use customer::{Customer, Wanted};
use questions::Question;
use tally::{Outcome, Played, Tally};

/// Rows: {"text": …}, and to judge the bot {"expect": …}: the standard question that answers it, "handoff", or null
/// for what the bot should not answer.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// A JSONL file
    file: PathBuf,
    /// Questions a second
    #[arg(long, value_parser = rate)]
    rate: f64,
    /// Customers at once
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    customers: u16,
    /// Questions that a customer asks before a new one takes their place; 0 for as many as come
    #[arg(long, default_value_t = 0)]
    turns: u32,
    /// The key of the channel they come through (wk_…)
    #[arg(long)]
    channel: Option<String>,
    /// Where the server is
    #[arg(long, env = "YINGDA_URL", default_value = "http://127.0.0.1:8080")]
    url: String,
    /// An API token that may see channels; finds the channel where --channel is not given
    #[arg(long, env = "YINGDA_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Only the first so many questions
    #[arg(long)]
    limit: Option<usize>,
    /// Seconds to wait for a reply
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
    /// Print one JSON object, with every question that was not treated as expected
    #[arg(long)]
    json: bool,
}

fn rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.001..=1_000_000.0).contains(&rate) { Ok(rate) } else { Err("must be from 0.001 to 1000000".into()) }
}

/// Runs the command. The exit code is 0 when every question got a reply, 1 when not, 2 when it could not play.
pub async fn run(args: ReplayArgs) -> ExitCode {
    match play(&args).await {
        Ok(tally) => {
            let text = if args.json { tally.as_json() } else { tally.to_string() };
            _ = writeln!(io::stdout(), "{text}");
            if tally.all_replied() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(lines) => {
            for line in lines {
                _ = writeln!(io::stderr(), "error: {line}");
            }
            ExitCode::from(2)
        }
    }
}

async fn play(args: &ReplayArgs) -> Result<Tally, Vec<String>> {
    let name = args.file.display().to_string();
    let text = std::fs::read_to_string(&args.file).map_err(|error| vec![format!("{name}: {error}")])?;
    let mut questions = questions::read(&name, &text)?;
    questions.truncate(args.limit.unwrap_or(usize::MAX));
    let remote = Remote::new(&args.url, args.token.clone()).map_err(|refusal| vec![refusal.to_string()])?;
    let channel = channel(&remote, args).await.map_err(|trouble| vec![trouble])?;
    let wanted = Wanted { remote, channel, patience: Duration::from_secs(args.timeout) };
    // The first customers come before the clock starts: their arrival is not what is measured.
    let count = usize::from(args.customers).min(questions.len());
    let mut crowd = Vec::with_capacity(count);
    for _ in 0..count {
        crowd.push(Customer::arrive(&wanted).await.map_err(|trouble| vec![trouble])?);
    }
    Ok(perform(args, &wanted, crowd, questions).await)
}

/// A question and when it is to be asked.
struct Due {
    question: Question,
    at: Instant,
}

async fn perform(
    args: &ReplayArgs,
    wanted: &Wanted,
    crowd: Vec<Customer>,
    questions: Vec<Question>,
) -> Tally {
    let (asking, waiting) = mpsc::unbounded_channel::<Due>();
    let waiting = Arc::new(Mutex::new(waiting));
    let (telling, mut told) = mpsc::unbounded_channel();
    let mut actors = JoinSet::new();
    for customer in crowd {
        actors.spawn(act(wanted.clone(), customer, args.turns, Arc::clone(&waiting), telling.clone()));
    }
    drop(telling);
    let began = Instant::now();
    let pace = Duration::from_secs_f64(1.0 / args.rate);
    actors.spawn(async move {
        for (place, question) in questions.into_iter().enumerate() {
            let at = began + pace.mul_f64(place as f64);
            sleep_until(at).await;
            if asking.send(Due { question, at }).is_err() {
                break;
            }
        }
    });
    let mut tally = Tally::new(args.rate, usize::from(args.customers));
    while let Some(played) = told.recv().await {
        tally.add(played);
    }
    while actors.join_next().await.is_some() {}
    tally.end(began.elapsed());
    tally
}

/// One place in the crowd: takes questions until there are no more. After a handoff, a failure or enough turns a new
/// customer takes it.
async fn act(
    wanted: Wanted,
    customer: Customer,
    turns: u32,
    waiting: Arc<Mutex<mpsc::UnboundedReceiver<Due>>>,
    telling: mpsc::UnboundedSender<Played>,
) {
    let mut present = Some(customer);
    let mut asked = 0;
    loop {
        if present.is_none() {
            // An arrival that fails is tried again with the next question, and told as that question's error.
            (present, asked) = (Customer::arrive(&wanted).await.ok(), 0);
        }
        let next = async { waiting.lock().await.recv().await };
        let due = tokio::select! {
            due = next => due,
            // Whoever waits long still answers the server's pings; a connection that breaks meanwhile is made anew.
            () = rest(&mut present) => {
                present = None;
                continue;
            }
        };
        let Some(Due { question, at }) = due else { break };
        let played = match &mut present {
            Some(customer) => customer.ask(question, at).await,
            None => Played::failed(question, "a customer could not come in".into()),
        };
        asked += 1;
        let leaves = !matches!(
            played.outcome,
            Outcome::Answered { .. } | Outcome::Offered { .. } | Outcome::Unsure | Outcome::Courtesy
        );
        if leaves || asked == turns {
            present = None;
        }
        if telling.send(played).is_err() {
            break;
        }
    }
}

/// Ends when the customer has lost the connection.
async fn rest(present: &mut Option<Customer>) {
    match present {
        Some(customer) => customer.rest().await,
        None => pending().await,
    }
}

#[derive(Deserialize)]
struct Key {
    key: String,
    enabled: bool,
}

/// The channel that was named, the demo shop's, or the only one that is enabled.
async fn channel(remote: &Remote, args: &ReplayArgs) -> Result<String, String> {
    if let Some(key) = &args.channel {
        return Ok(key.clone());
    }
    if let Ok(page) = remote.text("/demo").await
        && let Some((_, rest)) = page.split_once("data-channel=\"")
        && let Some((key, _)) = rest.split_once('"')
        && key.starts_with("wk_")
    {
        return Ok(key.to_owned());
    }
    let unknown =
        "say with --channel which channel the customers come through (wk_…, in the channel's settings)";
    if args.token.is_none() {
        return Err(unknown.into());
    }
    let page: Page<Key> = remote.get("/api/v1/channels").await.map_err(|refusal| refusal.to_string())?;
    let mut keys = page.items.into_iter().filter(|channel| channel.enabled).map(|channel| channel.key);
    match (keys.next(), keys.next()) {
        (Some(key), None) => Ok(key),
        _ => Err(unknown.into()),
    }
}
