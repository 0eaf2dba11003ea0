//! Idle customers: how much memory a server needs for each who has the widget open and says nothing.

use std::fs;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use clap::Args;

use crate::load::Load;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// Connects customers who say nothing.
#[derive(Debug, Args)]
pub struct SocketsArgs {
    /// The server, started with --demo and wide limits
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: String,
    /// Its process, on this machine
    #[arg(long)]
    pid: u32,
    /// Connections, after each of which the memory is told
    #[arg(long, value_delimiter = ',', default_value = "5000,20000")]
    connections: Vec<usize>,
}

/// Runs the command.
pub async fn run(args: &SocketsArgs) -> Result<(), Error> {
    let load = Load { url: args.url.clone(), customers: 0, window: 0, lasting: Duration::ZERO };
    let (http, channel) = load.prepare().await?;
    let mut sockets = Vec::new();
    // What the first connections bring to life belongs to the baseline.
    for _ in 0..50 {
        sockets.push(load.connect(&http, &channel).await?);
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (baseline, before) = (memory(args.pid)?, sockets.len());
    let mut out = io::stdout();
    writeln!(out, "baseline {:.1} MB with {before} connections", baseline / 1e6)?;
    for wanted in &args.connections {
        let began = Instant::now();
        while sockets.len() < wanted + before {
            sockets.push(load.connect(&http, &channel).await?);
        }
        let took = began.elapsed().as_secs_f64();
        tokio::time::sleep(Duration::from_secs(5)).await;
        let now = memory(args.pid)?;
        writeln!(
            out,
            "{wanted} idle connections: {:.1} MB, {:.1} kB for each over the baseline (opened in {took:.0} s)",
            now / 1e6,
            (now - baseline) / 1e3 / (sockets.len() - before) as f64
        )?;
    }
    Ok(())
}

/// Bytes of memory that a process holds.
fn memory(pid: u32) -> Result<f64, Error> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes * 1_024.0)
}
