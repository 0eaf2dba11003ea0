//! The product in one process: services, background work and the router that they stand behind.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::serve::{Listener, ListenerExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use yingda_access::sessions;
use yingda_conversations::attachments;
use yingda_model::{Actor, Environment, Result};
use yingda_store::Store;
use yingda_vault::Vault;

use crate::certificates::Certificates;
use crate::desk::Desk;
use crate::encrypted::Encrypted;
use crate::metrics::Metrics;
use crate::open_connections::OpenConnections;
use crate::rates::Rates;
use crate::routes;
use crate::serving;
use crate::settings::Settings;
use crate::state::{AppState, Shared};
use crate::tasks::Tasks;
use crate::watcher;

/// How long requests and background work may take to end.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often the certificate's files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// How late the log may fall back to its level.
const FALL_BACK_WITHIN: Duration = Duration::from_secs(1);

/// A running product.
pub struct App {
    state: AppState,
    tasks: Tasks,
    /// Ends connections first, so that background work still sees what they leave.
    stop_serving: watch::Sender<bool>,
    stop_working: watch::Sender<bool>,
}

impl App {
    /// Starts the services and their background work on an open store and its vault.
    pub async fn start(
        store: Store,
        vault: Vault,
        environment: Environment,
        settings: Settings,
    ) -> Result<Self> {
        let (stop_serving, stop) = watch::channel(false);
        let (stop_working, stopped) = watch::channel(false);
        let tasks = Tasks::new(stopped);
        let desk = Desk::open(&store, &vault, &environment, &settings, &tasks).await?;
        let connections = OpenConnections::new(settings.limits.connections);
        let state = AppState::new(Shared {
            rates: Rates::new(&settings.limits, &environment),
            metrics: Metrics::new(&store, &desk.feed, &desk.answers, &connections, &environment, &settings),
            connections,
            desk,
            stop,
            store,
            vault,
            environment,
            settings,
        });
        start_housekeeping(&state, &tasks);
        watcher::start(&state, &tasks);
        Ok(Self { state, tasks, stop_serving, stop_working })
    }

    /// What handlers share.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Background work of this process.
    pub fn tasks(&self) -> &Tasks {
        &self.tasks
    }

    /// Everything that answers.
    pub fn router(&self) -> Router {
        routes::router(self.state.clone())
    }

    /// Tells connections to end; `serve` then returns.
    pub fn stopper(&self) -> impl Fn() + Clone + Send + Sync + 'static + use<> {
        let stop = self.stop_serving.clone();
        move || {
            stop.send_replace(true);
        }
    }

    /// Answers requests until told to stop: then takes no new ones and finishes those that have begun.
    pub async fn serve(&self, port: TcpListener) -> io::Result<()> {
        self.answer(port.tap_io(|socket| without_delay(socket))).await;
        Ok(())
    }

    /// The same over TLS.
    pub async fn serve_encrypted(&self, port: TcpListener, certificates: Certificates) -> io::Result<()> {
        let port = Encrypted::new(port, &certificates).map_err(io::Error::other)?;
        let stop = self.tasks.stop();
        self.tasks.spawn("certificates", move || certificates.clone().follow(LOOK_EVERY, stop.clone()));
        self.answer(port).await;
        Ok(())
    }

    async fn answer(&self, port: impl Listener<Addr = SocketAddr>) {
        let mut overdue = self.state.stop();
        let connections = self.state.connections().clone();
        tokio::select! {
            () = serving::serve(port, self.router(), connections, self.state.stop()) => {}
            () = async {
                _ = overdue.wait_for(|stop| *stop).await;
                tokio::time::sleep(PATIENCE).await;
            } => tracing::warn!("some connections did not end in time"),
        }
    }

    /// Ends connections and background work. The store closes when the last clone of it is gone.
    pub async fn stop(self) {
        self.stop_serving.send_replace(true);
        self.stop_working.send_replace(true);
        self.tasks.ended(PATIENCE).await;
    }
}

/// Small frames must not wait for each other's acknowledgement.
pub(crate) fn without_delay(socket: &TcpStream) {
    if let Err(error) = socket.set_nodelay(true) {
        tracing::debug!(error = &error as &dyn std::error::Error, "a socket took no TCP_NODELAY");
    }
}

/// Forgets what nobody needs any more.
fn start_housekeeping(state: &AppState, tasks: &Tasks) {
    let minute = Duration::from_mins(1);
    let counters = state.clone();
    tasks.every("rates_tidy", minute, move || {
        counters.rates().tidy();
        async {}
    });
    let (log, clock) = (state.settings().log.clone(), state.environment().clock.clone());
    tasks.every("log_level", FALL_BACK_WITHIN, move || {
        log.fall_back(clock.forward());
        async {}
    });
    let state = state.clone();
    tasks.every("forget", 10 * minute, move || forget(state.clone()));
}

/// How long the answers to writes with an idempotency key are remembered.
const REMEMBERED: Duration = Duration::from_hours(24);

async fn forget(state: AppState) {
    let ctx = state.environment().ctx(Actor::System);
    let before = ctx.now.minus(REMEMBERED);
    let keys = state.store().write(&ctx, yingda_store::Unit::quiet("idempotency_forget"), move |tx| {
        Ok(yingda_store::forget_idempotency(tx, before)?)
    });
    let now = ctx.now;
    let aside = state.store().write(&ctx, yingda_store::Unit::quiet("set_aside_forget"), move |tx| {
        Ok(yingda_store::set_aside::forget(tx, now)?)
    });
    let failures = [
        keys.await.err(),
        aside.await.err(),
        sessions::forget_expired(state.store(), &ctx).await.err(),
        attachments::forget_unsent(state.store(), &ctx).await.err(),
    ];
    for error in failures.into_iter().flatten() {
        tracing::warn!(error = &error as &dyn std::error::Error, "old rows could not be removed");
    }
}
