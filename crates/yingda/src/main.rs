//! The `yingda` program: its command line. Each command stands in a module of its own.

mod admin;
mod backup;
mod bucket;
mod check;
mod config;
mod copy;
mod demo;
mod doctor;
mod export;
mod health;
mod import;
mod log_level;
mod logging;
mod migrate;
mod place;
mod records;
mod remote;
mod replay;
mod restore;
mod retention;
mod schedule;
mod serve;
mod signals;
mod support;
#[cfg(feature = "telemetry")]
mod telemetry;
mod vault;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;

// Many small values live for one request and die on another thread.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Customer service that answers first, hands over to people, and learns.
#[derive(Debug, Parser)]
#[command(version)]
enum Command {
    /// Run the server
    Serve(config::ServeArgs),
    /// Ask the server on this machine whether it is ready, with the options that it was started with
    Health(config::ServeArgs),
    /// Explain every option: its name, variable, flag, default, unit and an example
    Config(config::ConfigArgs),
    /// Print the OpenAPI document of the server
    Openapi,
    /// Bring knowledge into a running server
    Import(import::ImportArgs),
    /// Play real questions as concurrent customers
    Replay(replay::ReplayArgs),
    /// Verify a store
    Check(check::CheckArgs),
    /// Write everything in a store to a file; the server may be running
    Backup(backup::BackupArgs),
    /// Bring a backup back into an empty store
    Restore(restore::RestoreArgs),
    /// Copy everything into another, empty store, also of the other database
    Copy(copy::CopyArgs),
    /// Bring a store to this version, after a backup
    Migrate(migrate::MigrateArgs),
    /// Look whether everything that a server needs is in order, and say how to mend what is not
    Doctor(doctor::DoctorArgs),
    /// Gather what somebody needs who helps from far away: no personal data, no secrets
    SupportBundle(support::SupportArgs),
    /// Reset a password, let somebody in again, make an administrator, end logins
    Admin(admin::AdminArgs),
    /// Show or change how much a running server logs
    LogLevel(log_level::LogLevelArgs),
    /// The keys that seal the store's secrets: look at them, replace them
    Vault(vault::VaultArgs),
}

#[tokio::main]
async fn main() -> ExitCode {
    // Fails only where one is installed already.
    _ = rustls::crypto::ring::default_provider().install_default();
    match Command::parse() {
        Command::Serve(args) => serve::run(args).await,
        Command::Health(args) => health::run(args).await,
        Command::Config(args) => print(&config::describe(args)),
        Command::Openapi => print(&(yingda_api::openapi().to_pretty_json().unwrap_or_default() + "\n")),
        Command::Import(args) => import::run(args).await,
        Command::Replay(args) => replay::run(args).await,
        Command::Check(args) => check::run(args).await,
        Command::Backup(args) => backup::run(args).await,
        Command::Restore(args) => restore::run(args).await,
        Command::Copy(args) => copy::run(args).await,
        Command::Migrate(args) => migrate::run(args).await,
        Command::Doctor(args) => doctor::run(args).await,
        Command::SupportBundle(args) => support::run(args).await,
        Command::Admin(args) => admin::run(args).await,
        Command::LogLevel(args) => log_level::run(args).await,
        Command::Vault(args) => vault::run(args).await,
    }
}

/// Writes to standard output; whoever reads it may have gone.
fn print(text: &str) -> ExitCode {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
