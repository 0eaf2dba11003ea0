//! `yingda restore`: brings a backup back into an empty store, all of it or nothing, and verifies what came of it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use tokio::task::spawn_blocking;
use yingda_model::{Actor, Clock as _, Environment, SystemClock};
use yingda_records::{erasure, erasure_list};
use yingda_store::archive::{self, Summary};
use yingda_store::{Address, Store, private_folder};

use crate::backup::{fail, say, tell};
use crate::bucket::Bucket;
use crate::check::{self, chain};
use crate::config::{Config, StoreArgs};
use crate::place::Trouble;
use crate::vault;

/// What somebody must know who has the backup and not the key.
const WITHOUT_KEY: &str = "conversations, people and knowledge are all there. Without the key a server does not start: bring \
     it back, or give up what it sealed with `yingda vault reset --yes`: shops then need new identity secrets, and visitors \
     who have not logged in begin anew";

/// Brings a backup back.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// What `yingda backup` has made: a file, or s3://BUCKET/NAME
    file: String,
    /// The list of customers who are forgotten; without it, the one beside the backup
    #[arg(long, value_name = "FILE")]
    erasures: Option<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
}

/// The list that lies beside a backup, if there is one.
fn beside(file: &Path) -> Option<PathBuf> {
    let list = file.with_file_name(erasure_list::NAME);
    list.exists().then_some(list)
}

/// Forgets those whom the backup has brought back; says what came of it.
async fn forget(address: &Address, list: Option<PathBuf>) -> Result<String, String> {
    let Some(list) = list else {
        return Ok(format!("no {} beside the backup: nobody was forgotten since", erasure_list::NAME));
    };
    let (address, environment) = (address.clone(), Environment::default());
    let opened = spawn_blocking(move || Store::open_for_long(&address, SystemClock.now())).await;
    let store = opened.map_err(|error| chain(&error))?.map_err(|error| chain(&error))?;
    let ctx = environment.ctx(Actor::CommandLine);
    let forgotten = async {
        let named = erasure_list::take_over(&store, &ctx, list).await?;
        Ok::<_, yingda_model::Error>((named, erasure::finish_all(&store, &ctx).await?))
    };
    let forgotten = forgotten.await;
    // Closing joins the store's threads.
    _ = spawn_blocking(move || drop(store)).await;
    let (named, again) = forgotten.map_err(|error| chain(&error))?;
    Ok(format!("{again} customers forgotten again, of {named} on the list"))
}

/// Runs the command. The exit code is 0 when everything is back and right, 1 when the check found faults that the backup
/// brought with it, 2 when nothing was restored.
pub async fn run(args: RestoreArgs) -> ExitCode {
    let config = match args.store.config() {
        Ok(config) => config,
        Err(error) => return fail(&error.to_string()),
    };
    let address = config.address();
    let began = Instant::now();
    match bring_back(&args.file, &config).await {
        Ok(summary) => tell(&format!("restored {}", args.file), &summary, began),
        Err(trouble) => return fail(&chain(&*trouble)),
    }
    let (database, source) = (address.clone(), config.vault());
    if let Ok(Ok((told, whole))) = spawn_blocking(move || vault::look(&database, &source)).await
        && !whole
    {
        say(&format!("the key of the vault is missing, which no backup holds:\n{told}\n{WITHOUT_KEY}"));
    }
    let list = args.erasures.clone().or_else(|| beside(Path::new(&args.file)));
    match forget(&address, list).await {
        Ok(told) => say(&told),
        Err(trouble) => {
            return fail(&format!("restored, but customers who wanted to be forgotten are back: {trouble}"));
        }
    }
    match check::check(address, None).await {
        Ok(findings) => check::tell(&findings),
        Err(trouble) => fail(&format!("the restored store can't be opened: {trouble}")),
    }
}

async fn bring_back(from: &str, config: &Config) -> Result<Summary, Trouble> {
    let address = config.address();
    if !from.starts_with("s3://") {
        let file = PathBuf::from(from);
        return Ok(spawn_blocking(move || archive::restore(&file, &address, SystemClock.now())).await??);
    }
    let (bucket, name) = Bucket::of_object(from, &config.s3())?;
    // Beside the store, where there must be room for it anyway: it is read twice, first to see whether it is whole.
    let folder = config.folder().unwrap_or_else(std::env::temp_dir);
    private_folder(&folder)?;
    let file = folder.join(format!(".{name}.{}", std::process::id()));
    let fetched = bucket.read(&name, &file).await;
    let read = file.clone();
    let restored = match fetched {
        Ok(()) => spawn_blocking(move || archive::restore(&read, &address, SystemClock.now())).await,
        Err(error) => {
            _ = std::fs::remove_file(&file);
            return Err(error.into());
        }
    };
    _ = std::fs::remove_file(&file);
    Ok(restored??)
}
