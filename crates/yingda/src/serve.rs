//! `yingda serve`: the server, from its first option to its last answered request.

use std::error::Error as StdError;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use sd_notify::NotifyState;
use tokio::net::TcpSocket;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;
use yingda_api::{App, Certificates, Log};
use yingda_language::Segmenter;
use yingda_model::permission::Reach;
use yingda_model::{Actor, Environment, Member, PageRequest, Result};
use yingda_store::members::{self, Filter};
use yingda_store::{Address, Store, upgrade};
use yingda_vault::Vault;

use crate::check::chain;
use crate::config::{Config, ServeArgs, Surroundings, risks, variables};
use crate::export::Export;
use crate::signals::Signals;
use crate::{demo, logging, records, schedule};

/// What ends the program early.
type Trouble = Box<dyn StdError + Send + Sync>;

/// Runs the command. The exit code is 0 after a signal, 1 when it could not run, 2 when an option is wrong.
pub async fn run(args: ServeArgs) -> ExitCode {
    let variables = variables();
    let colour = !variables.iter().any(|(name, value)| name == "NO_COLOR" && !value.is_empty());
    let config = match Config::load(&args, variables) {
        Ok(config) => config,
        Err(error) => return fail(&error, 2),
    };
    let node = node_name();
    let export = match Export::of(&config, &node) {
        Ok(export) => export,
        Err(trouble) => return fail(&format!("telemetry.endpoint: {trouble}"), 2),
    };
    let log = match logging::start(&config.log_level, config.log_format, colour, export.exporter()) {
        Ok(log) => log,
        Err(error) => return fail(&format!("log.level: {error}"), 2),
    };
    let certificates = match config.certificates() {
        Ok(certificates) => certificates,
        Err(error) => return fail(&chain(&error), 2),
    };
    for risk in risks(&config, Surroundings::of(&config)) {
        tracing::warn!("{risk}");
    }
    let environment = Environment { traces: export.traces(), ..Environment::default() };
    let served = serve(&config, certificates, log, environment, node).await;
    // Waits for the collector.
    if let Err(error) = spawn_blocking(move || export.stop()).await {
        tracing::warn!(error = &error as &dyn StdError, "the last spans could not be sent");
    }
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => fail(&chain(&*trouble), 1),
    }
}

fn fail(error: &impl ToString, code: u8) -> ExitCode {
    _ = writeln!(io::stderr(), "error: {}", error.to_string());
    ExitCode::from(code)
}

async fn serve(
    config: &Config,
    certificates: Option<Certificates>,
    log: Log,
    environment: Environment,
    node: String,
) -> Result<(), Trouble> {
    let schedule = config.backups()?;
    let socket = bind(config.listen)?;
    let listening = socket.local_addr()?;
    let store = open(config, &environment).await?;
    let vault = Vault::begin(&store, &environment.ctx(Actor::System), config.vault()).await?;
    if config.demo {
        let segmenter = Segmenter::new();
        demo::seed(&store, &vault, &environment, &segmenter).await?;
    }
    let settings = config.settings(listening, node.clone(), log, certificates.clone());
    let public_url = settings.public_url.clone();
    let (backups, records_environment) = (environment.clone(), environment.clone());
    let app = App::start(store.clone(), vault, environment, settings).await?;
    let listener = socket.listen(1024)?;
    if let Err(error) = announce(config, &public_url, &demo_logins(&store).await?) {
        tracing::debug!(error = &error as &dyn StdError, "nobody reads the standard output");
    }
    tracing::info!(listen = %listening, "serving");
    let (stop, ended) = (app.stopper(), app.tasks().stop());
    if let Some(schedule) = schedule {
        let (address, store, environment) = (config.address(), store.clone(), backups);
        app.tasks().every("backups", schedule::LOOK_EVERY, move || {
            let (schedule, address) = (schedule.clone(), address.clone());
            let (store, environment) = (store.clone(), environment.clone());
            async move { schedule.look(&address, &store, &environment).await }
        });
    }
    let records = config.records(node);
    let (kept, clock) = (store.clone(), records_environment);
    app.tasks().every("records", records::LOOK_EVERY, move || {
        let (records, store, environment) = (records.clone(), kept.clone(), clock.clone());
        async move { records.look(&store, &environment).await }
    });
    let signals = Arc::new(Mutex::new(Signals::listen()?));
    app.tasks().spawn("signals", move || Signals::obey(Arc::clone(&signals), stop.clone(), ended.clone()));
    tell_supervisor(NotifyState::Ready);
    match certificates {
        Some(certificates) => app.serve_encrypted(listener, certificates).await?,
        None => app.serve(listener).await?,
    }
    tell_supervisor(NotifyState::Stopping);
    app.stop().await;
    // The last clone of the store closes it, which waits for its threads.
    spawn_blocking(move || drop(store)).await?;
    tracing::info!("stopped");
    Ok(())
}

/// Tells systemd how far the server is, where it was started by it.
fn tell_supervisor(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(error = &error as &dyn StdError, "the supervisor could not be told");
    }
}

/// Takes the port, so that a taken one is told at once, but lets nobody in yet.
fn bind(address: SocketAddr) -> Result<TcpSocket, Trouble> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    socket.bind(address).map_err(|error| format!("can't listen on {address}: {error}"))?;
    Ok(socket)
}

/// A word that names this process among others that use the same database.
fn node_name() -> String {
    format!("{:016x}", u64::from_be_bytes(Environment::default().ctx(Actor::System).random()))
}

async fn open(config: &Config, environment: &Environment) -> Result<Store, Trouble> {
    let (address, now) = (config.address(), environment.clock.now());
    if matches!(address, Address::Sqlite(_)) {
        let (address, folder) = (address.clone(), config.backup_folder());
        if let Some(file) = spawn_blocking(move || upgrade::back_up(&address, &folder, now)).await?? {
            tracing::info!(backup.file = %file.display(), "made a backup before the schema is brought up to date");
        }
    }
    // A connection to PostgreSQL runs a runtime of its own, which must not start inside this one.
    Ok(spawn_blocking(move || Store::open(&address, now)).await??)
}

/// The members whose password is known to everybody.
async fn demo_logins(store: &Store) -> Result<Vec<Member>> {
    let filter = Filter { search: Some("@demo.yingda".into()), reach: Reach::everything() };
    store.read(move |tx| Ok(members::list(tx, &filter, &PageRequest::default())?)).await
}

/// Tells people where to go.
fn announce(config: &Config, url: &str, logins: &[Member]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "Yingda {}", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "  Workspace  {url}")?;
    if config.demo {
        writeln!(out, "  Demo shop  {url}/demo")?;
    }
    writeln!(out, "  API        {url}/docs")?;
    if config.demo && !logins.is_empty() {
        writeln!(out, "Logins of the demo company, all with the password {}", demo::PASSWORD)?;
    }
    for Member { email, role, name, .. } in logins.iter().filter(|_| config.demo) {
        writeln!(out, "  {email:<24} {:<18} {name}", role.as_str())?;
    }
    out.flush()
}
