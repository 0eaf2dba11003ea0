//! `yingda vault`: looks at the keys that seal the store's secrets, replaces them, and gives up what a lost key had sealed.
//! Opens the store itself; with SQLite the server must be stopped for all but `status`.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use tokio::task::spawn_blocking;
use yingda_model::{Actor, Ctx, Environment};
use yingda_store::secrets::{self, Condition};
use yingda_store::{Address, Store};
use yingda_vault::{Key, Source, VaultError, reset, rotate};

use crate::backup::{fail, say};
use crate::check::chain;
use crate::config::StoreArgs;

/// What to do.
#[derive(Debug, Args)]
pub struct VaultArgs {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    store: StoreArgs,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Say which key seals the store's secrets and whether it is there
    Status,
    /// Seal everything anew under a newer key
    Rotate,
    /// Print a new key, for a variable or a key service
    NewKey,
    /// Give up what was sealed under a key that is lost for good
    Reset {
        /// Shops must be given new identity secrets, and visitors' devices become strangers
        #[arg(long)]
        yes: bool,
    },
}

/// Runs the command. The exit code is 0 when it was done, and for `status` when the key is there; 1 when the key is not
/// there; 2 when nothing could be done.
pub async fn run(args: VaultArgs) -> ExitCode {
    let ctx = Environment::default().ctx(Actor::CommandLine);
    if matches!(args.what, What::NewKey) {
        say(&Key::make(&ctx).to_text());
        return ExitCode::SUCCESS;
    }
    let config = match args.store.config() {
        Ok(config) => config,
        Err(error) => return fail(&error.to_string()),
    };
    let (address, source) = (config.address(), config.vault());
    if let Address::Sqlite(path) = &address
        && !path.exists()
    {
        return fail(&format!("there is no database at {}", path.display()));
    }
    match args.what {
        What::Reset { yes: false } => fail(
            "this gives up every secret that no key opens: add --yes. Try to find the key first, also beside the backups",
        ),
        What::Status => match spawn_blocking(move || look(&address, &source)).await {
            Ok(Ok((told, true))) => {
                say(&told);
                ExitCode::SUCCESS
            }
            Ok(Ok((told, false))) => {
                say(&told);
                ExitCode::FAILURE
            }
            Ok(Err(trouble)) => fail(&trouble),
            Err(error) => fail(&chain(&error)),
        },
        what => match change(address, &ctx, &source, what).await {
            Ok(told) => {
                say(&told);
                ExitCode::SUCCESS
            }
            Err(trouble) => fail(&trouble),
        },
    }
}

/// What is to be told about a store's keys, and whether all that it needs are there. Works beside a running server.
pub fn look(address: &Address, source: &Source) -> Result<(String, bool), String> {
    let Condition { key, sealed } = secrets::condition(address).map_err(|error| chain(&error))?;
    let keys = source.read().map_err(|error| chain(&error))?;
    let has = |id: &str| keys.as_ref().is_some_and(|keys| keys.find(id).is_some());
    let mut lines = vec![match &keys {
        Some(keys) => format!("{} has {}", source.place(), keys.ids()),
        None => format!("{} is not there", source.place()),
    }];
    let mut whole = true;
    match &key {
        Some(key) => {
            whole &= has(key);
            lines.push(format!(
                "the store seals under {key}{}",
                if has(key) { "" } else { ", which is not there" }
            ));
        }
        None => lines.push("the store has no key yet: the next start of a server gives it one".into()),
    }
    for (id, count) in &sealed {
        lines.push(if id.is_empty() {
            format!("{count} secrets are not sealed yet: the next start of a server does it")
        } else {
            whole &= has(id);
            let lost = if has(id) { "" } else { ", which is not there: nobody can open them" };
            format!("{count} secrets are sealed under {id}{lost}")
        });
    }
    Ok((lines.join("\n"), whole))
}

async fn change(address: Address, ctx: &Ctx, source: &Source, what: What) -> Result<String, String> {
    let now = ctx.now;
    let opened = spawn_blocking(move || Store::open(&address, now)).await;
    let store = opened.map_err(|error| chain(&error))?.map_err(|error| chain(&error))?;
    let told = match what {
        What::Rotate => turn(&store, ctx, source).await,
        _ => give_up(&store, ctx, source).await,
    };
    // Closing joins the store's threads.
    _ = spawn_blocking(move || drop(store)).await;
    told.map_err(|error| chain(&error))
}

async fn turn(store: &Store, ctx: &Ctx, source: &Source) -> Result<String, VaultError> {
    let rotation = rotate(store, ctx, source).await?;
    let told = format!("{} secrets are sealed under {} now", rotation.secrets, rotation.to);
    Ok(match rotation.retired {
        Some(old) => format!(
            "{told}\nthe key before is in {}: backups that were made before need it. Keep it with the copies of your keys, \
             and take it off this machine",
            old.display()
        ),
        None => format!(
            "{told}\nbackups that were made before need {}: keep it, and take it out of {}",
            rotation.from,
            source.place()
        ),
    })
}

async fn give_up(store: &Store, ctx: &Ctx, source: &Source) -> Result<String, VaultError> {
    let reset = reset(store, ctx, source).await?;
    let mut told = vec![format!("everything is sealed under {} now", reset.key)];
    for owner in &reset.renewed {
        told.push(format!("channel {owner} has a new identity secret: its shop must sign with it"));
    }
    if reset.visitors {
        told.push("visitors' devices are strangers now: those who have not logged in begin anew".into());
    }
    Ok(told.join("\n"))
}
