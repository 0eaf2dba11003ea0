//! What handlers share: the store, the environment, settings, limits, metrics, and the services that live as long as
//! the process.

use std::sync::Arc;

use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;
use yingda_conversations::Doors;
use yingda_conversations::visitors::Reception;
use yingda_conversations::{Feed, presence};
use yingda_knowledge::Knowledge;
use yingda_model::Environment;
use yingda_store::Store;
use yingda_vault::Vault;

use crate::desk::Desk;
use crate::metrics::Metrics;
use crate::open_connections::OpenConnections;
use crate::rates::Rates;
use crate::settings::Settings;

/// What handlers share. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

pub(crate) struct Shared {
    pub store: Store,
    pub vault: Vault,
    pub environment: Environment,
    pub settings: Settings,
    pub rates: Rates,
    pub metrics: Metrics,
    pub connections: OpenConnections,
    pub desk: Desk,
    pub stop: watch::Receiver<bool>,
}

impl AppState {
    pub(crate) fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// State and journal.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// What opens the secrets of the store.
    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// Clock and randomness.
    pub fn environment(&self) -> &Environment {
        &self.0.environment
    }

    /// What the operator decided.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Channels, as customers come in through them.
    pub fn doors(&self) -> &Doors {
        self.reception().doors()
    }

    /// Who may ask how often.
    pub(crate) fn rates(&self) -> &Rates {
        &self.0.rates
    }

    /// What is counted.
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// What the bot knows.
    pub fn knowledge(&self) -> &Knowledge {
        &self.0.desk.knowledge
    }

    /// Live connections and what they look at.
    pub(crate) fn feed(&self) -> &Feed {
        &self.0.desk.feed
    }

    /// Where visitors come in.
    pub(crate) fn reception(&self) -> &Reception {
        &self.0.desk.reception
    }

    /// Connections to this server.
    pub(crate) fn connections(&self) -> &OpenConnections {
        &self.0.connections
    }

    /// Where agents' comings and goings are told of.
    pub(crate) fn presences(&self) -> &UnboundedSender<presence::Connection> {
        &self.0.desk.connections
    }

    /// Turns true when the process is about to end: streams close, consumers stop.
    pub fn stop(&self) -> watch::Receiver<bool> {
        self.0.stop.clone()
    }
}
