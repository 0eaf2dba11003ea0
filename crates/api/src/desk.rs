//! The services that live as long as the process and the background work behind them: knowledge in memory, the feed, the
//! reception for visitors, bot and router.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::metrics::histogram::Histogram;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use yingda_conversations::visitors::Reception;
use yingda_conversations::{Bot, Doors, Feed, Router, presence, snoozes};
use yingda_insight::Counter;
use yingda_knowledge::Knowledge;
use yingda_language::Segmenter;
use yingda_model::{Actor, Environment, Error, Result, Secret, SecretKind};
use yingda_store::consumers::Consumer;
use yingda_store::{Store, Tx, Unit, secrets, tallies};
use yingda_vault::Vault;

use crate::settings::Settings;
use crate::tasks::Tasks;

/// How long what is counted may gather before it is stored.
const GATHER: Duration = Duration::from_millis(250);

/// What handlers need of the long-lived services.
pub(crate) struct Desk {
    pub knowledge: Knowledge,
    pub feed: Feed,
    pub reception: Reception,
    pub connections: UnboundedSender<presence::Connection>,
    /// How long the bot took for its answers.
    pub answers: Histogram,
}

impl Desk {
    /// Starts the services and their background work.
    pub async fn open(
        store: &Store,
        vault: &Vault,
        environment: &Environment,
        settings: &Settings,
        tasks: &Tasks,
    ) -> Result<Self> {
        let segmenter = Segmenter::new();
        let warming = segmenter.clone();
        tokio::task::spawn_blocking(move || warming.warm()).await.map_err(Error::internal)?;
        let knowledge = Knowledge::load(store.clone(), segmenter, yingda_dialogue::Policy::default()).await?;
        let feed = Feed::new(store.clone());
        let key = visitor_key(store, vault, environment).await?;
        let doors = Doors::new(store.clone(), vault.clone());
        let reception = Reception::new(store.clone(), doors, feed.clone(), key);
        let (connections, changes) = unbounded_channel();
        let desk = Self { knowledge, feed, reception, connections, answers: Bot::times() };
        desk.start(store, environment, settings, tasks, changes);
        Ok(desk)
    }

    fn start(
        &self,
        store: &Store,
        environment: &Environment,
        settings: &Settings,
        tasks: &Tasks,
        changes: UnboundedReceiver<presence::Connection>,
    ) {
        let stop = tasks.stop();
        let (feed, stopped) = (self.feed.clone(), stop.clone());
        tasks.spawn("feed", move || feed.clone().run(stopped.clone()));
        let (knowledge, of, stopped) = (self.knowledge.clone(), environment.clone(), stop.clone());
        tasks.spawn("knowledge", move || knowledge.clone().follow(of.clone(), stopped.clone()));
        let (from, of, stopped) = (store.clone(), environment.clone(), stop.clone());
        tasks.spawn("snoozes", move || snoozes::wake_due(from.clone(), of.clone(), stopped.clone()));
        let (from, of, stopped) = (store.clone(), environment.clone(), stop.clone());
        let changes = Arc::new(Mutex::new(Some(changes)));
        tasks.spawn("presence", move || {
            // After a panic there is nobody to tell any more: connections that close then stay present until a restart.
            let changes = changes.lock().unwrap_or_else(PoisonError::into_inner).take();
            let (from, of, stopped) = (from.clone(), of.clone(), stopped.clone());
            async move {
                if let Some(changes) = changes {
                    presence::watch_connections(from, of, changes, stopped).await;
                }
            }
        });
        let (of, stopped, node) = (environment.clone(), stop.clone(), settings.node.clone());
        let (from, knowledge, took) = (store.clone(), self.knowledge.clone(), self.answers.clone());
        tasks.spawn("bot", move || {
            let (store, environment, took) = (from.clone(), of.clone(), took.clone());
            let bot = Bot { store, knowledge: knowledge.clone(), environment, took };
            Consumer { name: "bot", node: node.clone() }.run(from.clone(), of.clone(), bot, stopped.clone())
        });
        let router = (store.clone(), environment.clone(), settings.node.clone(), stop.clone());
        tasks.spawn("router", move || {
            let (store, environment, node, stop) = router.clone();
            let router = Router { store: store.clone(), environment: environment.clone() };
            Consumer { name: "router", node }.run(store, environment, router, stop)
        });
        let counter = (store.clone(), environment.clone(), settings.node.clone(), stop);
        tasks.spawn(tallies::CONSUMER, move || {
            let (store, environment, node, stop) = counter.clone();
            let counter = Counter { store: store.clone(), environment: environment.clone(), gather: GATHER };
            Consumer { name: tallies::CONSUMER, node }.run(store, environment, counter, stop)
        });
    }
}

/// The key that signs visitors' tokens. The first server brings it to life; all others get that one.
async fn visitor_key(store: &Store, vault: &Vault, environment: &Environment) -> Result<[u8; 32]> {
    let ctx = environment.ctx(Actor::System);
    let (owner, kind) = (secrets::DEPLOYMENT, SecretKind::VisitorTokens);
    let kept = store.read(move |tx| Ok(secrets::lookup(tx, owner, kind)?)).await?;
    let sealed = if let Some(sealed) = kept {
        sealed
    } else {
        let fresh: [u8; 32] = ctx.random();
        let fresh = Secret::new(fresh.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
        let made = vault.seal(store, &ctx, owner, kind, &fresh).await?;
        // The unit names a subject, so that two servers that begin at once come one after the other.
        let keep = move |tx: &mut Tx<'_>| {
            if secrets::lookup(tx, owner, kind)?.is_some() { Ok(()) } else { secrets::put(tx, &made) }
        };
        store.write(&ctx, Unit::on("visitor_key", owner), keep).await?;
        let kept = store.read(move |tx| Ok(secrets::lookup(tx, owner, kind)?)).await?;
        kept.ok_or_else(|| Error::internal("the key of visitors' tokens was not kept"))?
    };
    let text = vault.open(&sealed).await?;
    let digits = text.expose();
    let byte = |index: usize| u8::from_str_radix(digits.get(index * 2..index * 2 + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
    bytes
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Error::internal("the key of visitors' tokens is not 32 bytes"))
}
