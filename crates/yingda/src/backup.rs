//! `yingda backup`: everything in a store as one file, as it was at one moment. The server may be running; it is not asked.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use tokio::task::spawn_blocking;
use yingda_model::{Clock as _, SystemClock};
use yingda_store::Address;
use yingda_store::archive::{self, Summary};

use crate::bucket::Bucket;
use crate::check::chain;
use crate::config::{Config, StoreArgs};
use crate::place::{self, Trouble};

/// Writes a backup.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The file to make, or s3://BUCKET/NAME; it must not be there yet
    file: String,
    #[command(flatten)]
    store: StoreArgs,
}

/// Runs the command. The exit code is 0 when the file is complete and on the disk, 2 when there is none.
pub async fn run(args: BackupArgs) -> ExitCode {
    let config = match args.store.config() {
        Ok(config) => config,
        Err(error) => return fail(&error.to_string()),
    };
    if let Address::Sqlite(path) = &config.address()
        && !path.exists()
    {
        return fail(&format!("there is no database at {}", path.display()));
    }
    let began = Instant::now();
    match make(&args.file, &config).await {
        Ok(summary) => {
            tell(&format!("backed up to {}", args.file), &summary, began);
            ExitCode::SUCCESS
        }
        Err(trouble) => fail(&chain(&*trouble)),
    }
}

async fn make(target: &str, config: &Config) -> Result<Summary, Trouble> {
    let (address, now) = (config.address(), SystemClock.now());
    if target.starts_with("s3://") {
        let (bucket, name) = Bucket::of_object(target, &config.s3())?;
        return place::upload(&bucket, &name, &address, now).await;
    }
    let file = PathBuf::from(target);
    Ok(spawn_blocking(move || archive::backup(&address, &file, now)).await??)
}

/// Says what was done, how much of it there was and how long it took.
pub fn tell(what: &str, summary: &Summary, began: Instant) {
    let Summary { tables, rows, bytes } = summary;
    let (megabytes, seconds) = (*bytes as f64 / 1e6, began.elapsed().as_secs_f64());
    say(&format!("{what}: {rows} rows of {tables} tables, {megabytes:.1} MB in {seconds:.1} s"));
}

/// Says something to whoever reads standard output.
pub fn say(what: &str) {
    _ = writeln!(io::stdout().lock(), "{what}");
}

/// Says why there is nothing.
pub fn fail(why: &str) -> ExitCode {
    _ = writeln!(io::stderr(), "error: {why}");
    ExitCode::from(2)
}
