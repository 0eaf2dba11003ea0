//! `yingda health`: whether the server of this machine can serve, for containers that have no other program to ask with.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use serde_json::Value;

use crate::check::chain;
use crate::config::{Config, ServeArgs, variables};

const PATIENCE: Duration = Duration::from_secs(5);

/// Runs the command. The exit code is 0 when the server is ready, 1 when it is not, 2 when an option is wrong.
pub async fn run(args: ServeArgs) -> ExitCode {
    let config = match Config::load(&args, variables()) {
        Ok(config) => config,
        Err(error) => return tell(&format!("error: {error}"), 2),
    };
    match ask(&format!("{}/health/ready", config.local_url(config.listen))).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => tell(&format!("not ready: {why}"), 1),
    }
}

fn tell(what: &str, code: u8) -> ExitCode {
    _ = writeln!(io::stderr(), "{what}");
    ExitCode::from(code)
}

async fn ask(url: &str) -> Result<(), String> {
    // The certificate is for the public name, and this is the machine itself.
    let client =
        reqwest::Client::builder().timeout(PATIENCE).no_proxy().tls_danger_accept_invalid_certs(true);
    let client = client.build().map_err(|error| chain(&error))?;
    let answer = client.get(url).send().await.map_err(|error| chain(&error))?;
    if answer.status().is_success() {
        return Ok(());
    }
    let status = answer.status();
    let problem: Option<Value> =
        answer.bytes().await.ok().and_then(|body| serde_json::from_slice(&body).ok());
    let detail = problem.and_then(|problem| problem["detail"].as_str().map(str::to_owned));
    Err(detail.unwrap_or_else(|| format!("status {status}")))
}
