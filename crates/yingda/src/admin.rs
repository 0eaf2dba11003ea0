//! `yingda admin`: for whoever has the machine when nobody can log in who may. Opens the store itself; with SQLite the
//! server must be stopped, with PostgreSQL it notices what changed.

use std::io::{self, BufRead as _};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use tokio::task::spawn_blocking;
use yingda_access::recovery;
use yingda_model::{Actor, Ctx, Environment, Error};
use yingda_store::{Address, Store};

use crate::backup::{fail, say};
use crate::check::chain;
use crate::config::StoreArgs;

/// What to do.
#[derive(Debug, Args)]
pub struct AdminArgs {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    store: StoreArgs,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Give a member a new password, end their logins and let them in again
    ResetPassword {
        #[command(flatten)]
        member: MemberArgs,
        #[command(flatten)]
        password: PasswordArgs,
    },
    /// Let a member in again who was disabled
    Unlock(MemberArgs),
    /// Make an administrator
    CreateAdministrator {
        #[command(flatten)]
        member: MemberArgs,
        /// Their name
        #[arg(long)]
        name: String,
        #[command(flatten)]
        password: PasswordArgs,
    },
    /// End the logins of a member, or of everybody
    EndLogins {
        /// Their e-mail address; everybody's logins end without it
        #[arg(long)]
        email: Option<String>,
    },
}

#[derive(Debug, Args)]
struct MemberArgs {
    /// Their e-mail address
    #[arg(long)]
    email: String,
}

#[derive(Debug, Args)]
struct PasswordArgs {
    /// Read the password from standard input; without it one is made and printed
    #[arg(long)]
    password_stdin: bool,
}

/// Runs the command. The exit code is 0 when it was done, 2 when nothing was.
pub async fn run(args: AdminArgs) -> ExitCode {
    let address = match args.store.address() {
        Ok(address) => address,
        Err(error) => return fail(&error.to_string()),
    };
    if let Address::Sqlite(path) = &address
        && !path.exists()
    {
        return fail(&format!("there is no database at {}", path.display()));
    }
    let ctx = Environment::default().ctx(Actor::CommandLine);
    let now = ctx.now;
    let store = match spawn_blocking(move || Store::open(&address, now)).await {
        Ok(Ok(store)) => store,
        Ok(Err(error)) => return fail(&chain(&error)),
        Err(error) => return fail(&chain(&error)),
    };
    let done = act(&store, &ctx, args.what).await;
    // Closing joins the store's threads.
    _ = spawn_blocking(move || drop(store)).await;
    match done {
        Ok(done) => {
            say(&done);
            ExitCode::SUCCESS
        }
        Err(Error::Invalid(errors)) => {
            let told = errors.iter().map(|error| format!("{}: {}", error.pointer, error.detail));
            fail(&told.collect::<Vec<_>>().join("; "))
        }
        Err(error) => fail(&chain(&error)),
    }
}

async fn act(store: &Store, ctx: &Ctx, what: What) -> Result<String, Error> {
    Ok(match what {
        What::ResetPassword { member: MemberArgs { email }, password } => {
            let made = recovery::reset_password(store, ctx, &email, password.read()?).await?;
            told(&format!("{email} has a new password, and all their logins have ended"), made)
        }
        What::Unlock(MemberArgs { email }) => {
            recovery::unlock(store, ctx, &email).await?;
            format!("{email} may log in")
        }
        What::CreateAdministrator { member: MemberArgs { email }, name, password } => {
            let made = recovery::create_administrator(store, ctx, &name, &email, password.read()?).await?;
            told(&format!("{email} is an administrator"), made)
        }
        What::EndLogins { email } => {
            let ended = recovery::end_logins(store, ctx, email.as_deref()).await?;
            format!("{ended} logins have ended")
        }
    })
}

fn told(done: &str, password: Option<String>) -> String {
    match password {
        Some(password) => format!("{done}\npassword: {password}"),
        None => done.to_owned(),
    }
}

impl PasswordArgs {
    fn read(&self) -> Result<Option<String>, Error> {
        if !self.password_stdin {
            return Ok(None);
        }
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map_err(Error::internal)?;
        Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
    }
}
