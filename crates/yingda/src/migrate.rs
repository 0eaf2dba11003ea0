//! `yingda migrate`: says what a new version will do to a store, backs it up, and does it. A server does the same at its
//! start; this is for whoever wants to see it first.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use tokio::task::spawn_blocking;
use yingda_model::{Clock as _, SystemClock};
use yingda_store::upgrade;

use crate::backup::{fail, say};
use crate::check::chain;
use crate::config::StoreArgs;

/// Brings a store to this version.
#[derive(Debug, Args)]
pub struct MigrateArgs {
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// Make no backup before: there is one already
    #[arg(long, conflicts_with = "backup_to")]
    no_backup: bool,
    /// Folder for the backup that is made before
    #[arg(long, value_name = "FOLDER", default_value = "backups")]
    backup_to: PathBuf,
    #[command(flatten)]
    store: StoreArgs,
}

/// Runs the command. The exit code is 0 when the store is at this version, 2 when nothing was done.
pub async fn run(args: MigrateArgs) -> ExitCode {
    match spawn_blocking(move || migrate(&args)).await {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(trouble)) => fail(&trouble),
        Err(error) => fail(&chain(&error)),
    }
}

fn migrate(args: &MigrateArgs) -> Result<(), String> {
    let address = args.store.address().map_err(|error| error.to_string())?;
    let plan = upgrade::plan(&address).map_err(|error| chain(&error))?;
    if plan.fresh {
        return Err("there is no store yet: `yingda serve` makes one".into());
    }
    if plan.steps.is_empty() {
        say("the store is at this version already");
        return Ok(());
    }
    for (number, name) in &plan.steps {
        say(&format!("schema step {number}: {name}"));
    }
    if args.dry_run {
        return Ok(());
    }
    let now = SystemClock.now();
    if !args.no_backup {
        let file = upgrade::back_up(&address, &args.backup_to, now).map_err(|error| chain(&error))?;
        if let Some(file) = file {
            say(&format!("backed up to {}", file.display()));
        }
    }
    let steps = upgrade::run(&address, now).map_err(|error| chain(&error))?;
    say(&format!("took {steps} steps"));
    Ok(())
}
