//! `yingda restore`: brings a backup back into an empty store, all of it or nothing, and verifies what came of it.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use tokio::task::spawn_blocking;
use yingda_model::{Clock as _, SystemClock};
use yingda_store::archive;

use crate::backup::{fail, tell};
use crate::check::{self, chain};
use crate::config::StoreArgs;

/// Brings a backup back.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// What `yingda backup` has made
    file: PathBuf,
    #[command(flatten)]
    store: StoreArgs,
}

/// Runs the command. The exit code is 0 when everything is back and right, 1 when the check found faults that the backup
/// brought with it, 2 when nothing was restored.
pub async fn run(args: RestoreArgs) -> ExitCode {
    let address = match args.store.address() {
        Ok(address) => address,
        Err(error) => return fail(&error.to_string()),
    };
    let began = Instant::now();
    let (file, database) = (args.file.clone(), address.clone());
    let restored = spawn_blocking(move || archive::restore(&file, &database, SystemClock.now())).await;
    match restored {
        Ok(Ok(summary)) => tell(&format!("restored {}", args.file.display()), &summary, began),
        Ok(Err(error)) => return fail(&chain(&error)),
        Err(error) => return fail(&chain(&error)),
    }
    match check::check(address).await {
        Ok(findings) => check::tell(&findings),
        Err(trouble) => fail(&format!("the restored store can't be opened: {trouble}")),
    }
}
