//! `yingda copy`: everything in a store into another, empty one, from SQLite to PostgreSQL or back. No server may be
//! running on the first.

use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use tokio::task::spawn_blocking;
use yingda_model::{Actor, Environment};
use yingda_store::{Address, copy};

use crate::backup::{fail, say};
use crate::check::{self, chain};
use crate::config::StoreArgs;

/// Copies a store.
#[derive(Debug, Args)]
pub struct CopyArgs {
    /// The empty store to fill: sqlite:PATH or postgres://USER@HOST/DATABASE
    #[arg(long)]
    to: Address,
    #[command(flatten)]
    store: StoreArgs,
}

/// Runs the command. The exit code is 0 when everything was copied, compared and checked, 1 when the check found faults that
/// came with it, 2 when nothing was copied.
pub async fn run(args: CopyArgs) -> ExitCode {
    let from = match args.store.address() {
        Ok(address) => address,
        Err(error) => return fail(&error.to_string()),
    };
    let began = Instant::now();
    let ctx = Environment::default().ctx(Actor::System);
    let to = args.to.clone();
    match spawn_blocking(move || copy::copy(&from, &to, &ctx)).await {
        Ok(Ok(copied)) => say(&format!(
            "copied and compared {} rows of {} tables and {} journal entries in {:.1} s",
            copied.rows,
            copied.tables,
            copied.entries,
            began.elapsed().as_secs_f64()
        )),
        Ok(Err(error)) => return fail(&chain(&error)),
        Err(error) => return fail(&chain(&error)),
    }
    match check::check(args.to, None).await {
        Ok(findings) => check::tell(&findings),
        Err(trouble) => fail(&format!("the new store can't be opened: {trouble}")),
    }
}
