//! `yingda log-level`: asks a running server how much it logs, and tells it otherwise.

use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use serde_json::json;
use yingda_api::LogLevelOut;

use crate::backup::{fail, say};
use crate::remote::{Refusal, Remote};

/// Shows or changes how much a running server logs. Of several servers on one database it reaches the one at the address.
#[derive(Debug, Args)]
pub struct LogLevelArgs {
    /// error, warn, info, debug or trace, or such as info,yingda_store=debug; without it the level is shown
    level: Option<String>,
    /// After how many minutes the level falls back; without it when the server starts again
    #[arg(long, requires = "level")]
    minutes: Option<u32>,
    /// Where the server is
    #[arg(long, env = "YINGDA_URL", default_value = "http://127.0.0.1:8080")]
    url: String,
    /// An administrator's API token
    #[arg(long, env = "YINGDA_TOKEN", hide_env_values = true)]
    token: Option<String>,
}

/// Runs the command. The exit code is 0 when the server has answered, 2 when it has not.
pub async fn run(args: LogLevelArgs) -> ExitCode {
    match ask(args).await {
        Ok(told) => {
            say(&told);
            ExitCode::SUCCESS
        }
        Err(refusal) => fail(&refusal.to_string()),
    }
}

async fn ask(args: LogLevelArgs) -> Result<String, Refusal> {
    let remote = Remote::new(&args.url, args.token)?;
    let path = "/api/v1/server/log-level";
    let now: LogLevelOut = match args.level {
        Some(level) => remote.put(path, &json!({ "level": level, "minutes": args.minutes })).await?,
        None => remote.get(path).await?,
    };
    let until = match (now.until, now.level == now.configured) {
        (Some(until), _) => {
            let until = Timestamp::from_millisecond(until.millis()).unwrap_or_default();
            format!(" until {until:.0}, then {}", now.configured)
        }
        (None, true) => String::new(),
        (None, false) => format!(" until it starts again, then {}", now.configured),
    };
    Ok(format!("server {} logs {}{until}", now.server, now.level))
}
