//! Measures a running server: durable messages through its public WebSocket, beside what the machine's database can do with
//! the same rows without any of it; pages on a full store, which it also fills; memory for idle customers.
//!
//! `scripts/bench.sh` starts the servers; docs/benchmarks.md keeps the results.

mod limit;
mod load;
mod pages;
mod seed;
mod sockets;

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser};

/// Measures a server.
#[derive(Debug, Parser)]
enum Command {
    /// Durable messages a second, and the machine's limit
    Messages(MessagesArgs),
    /// Fill a store with ninety days of a busy shop
    Seed(seed::SeedArgs),
    /// The pages of an agent's day
    Pages(pages::PagesArgs),
    /// Memory for idle customers
    Sockets(sockets::SocketsArgs),
}

#[derive(Debug, Args)]
struct MessagesArgs {
    /// The server, started with --demo and wide limits
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: String,
    /// What the server's database is called in the report
    #[arg(long, default_value = "SQLite")]
    database: String,
    /// Customers at once
    #[arg(long, default_value_t = 400)]
    customers: usize,
    /// Messages that each customer has on the way
    #[arg(long, default_value_t = 8)]
    window: usize,
    /// Seconds of each measurement
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Leave the machine's limit out
    #[arg(long)]
    no_limit: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let command = Command::parse();
    // Fails only where one is installed already.
    _ = rustls::crypto::ring::default_provider().install_default();
    let done = match &command {
        Command::Messages(args) => run(args).await,
        Command::Seed(args) => seed::run(args),
        Command::Pages(args) => pages::run(args).await,
        Command::Sockets(args) => sockets::run(args).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: &MessagesArgs) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let lasting = Duration::from_secs(args.seconds);
    let mut out = io::stdout();
    let mut limit = None;
    if !args.no_limit {
        let units = tokio::task::spawn_blocking(move || limit::measure(lasting)).await??;
        writeln!(
            out,
            "plain SQLite units, the same rows, synchronous=FULL, 64 a commit   {:>9.0} /s",
            units.grouped
        )?;
        writeln!(
            out,
            "plain SQLite units, the same rows, synchronous=FULL, 1 a commit    {:>9.0} /s",
            units.single
        )?;
        limit = Some(units.grouped);
    }
    let load = load::Load { url: args.url.clone(), customers: args.customers, window: args.window, lasting };
    let measured = load.run().await?;
    let share = limit
        .map(|limit| format!("  {:.0}% of the limit", measured.rate() / limit * 100.0))
        .unwrap_or_default();
    writeln!(
        out,
        "{}, public WebSocket, {} customers, acknowledged                    {:>9.0} /s{share}",
        args.database,
        args.customers,
        measured.rate()
    )?;
    writeln!(
        out,
        "    from send to acknowledgement: p50 {:.1} ms, p99 {:.1} ms, max {:.1} ms; errors {}",
        measured.percentile(0.50),
        measured.percentile(0.99),
        measured.percentile(1.0),
        measured.errors
    )?;
    Ok(())
}
