//! Wakes snoozed conversations when their time has come.
//!
//! Sleeps until the next one is due; a journal entry that snoozes another makes it look again.

use std::time::Duration;

use tokio::sync::watch;
use yingda_model::{Actor, ConversationId, Environment, Result, Status, Timestamp};
use yingda_store::{Store, Unit, conversations};

use crate::change::Change;

/// The longest sleep, for clocks that are set.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// The shortest, so that a busy journal does not make it look at each entry.
const REST: Duration = Duration::from_millis(500);

/// Wakes conversations until told to stop.
pub async fn wake_due(store: Store, environment: Environment, mut stop: watch::Receiver<bool>) {
    let mut moved = store.watch();
    while !*stop.borrow() {
        moved.borrow_and_update();
        let wait = match wake_once(&store, &environment).await {
            Ok(Some(next)) => next.since(environment.clock.now()).min(LOOK_EVERY),
            Ok(None) => LOOK_EVERY,
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "snoozed conversations could not be woken"
                );
                LOOK_EVERY / 12
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = moved.changed() => tokio::time::sleep(REST).await,
            _ = stop.changed() => return,
        }
    }
}

/// Wakes what is due; answers when the next one will be.
pub async fn wake_once(store: &Store, environment: &Environment) -> Result<Option<Timestamp>> {
    let now = environment.clock.now();
    let (due, next) = store.read(move |tx| Ok(conversations::due(tx, now)?)).await?;
    let more = due.len() == 100;
    for id in due {
        wake(store, environment, id).await?;
    }
    Ok(if more { Some(now) } else { next })
}

async fn wake(store: &Store, environment: &Environment, id: ConversationId) -> Result<()> {
    let ctx = environment.ctx(Actor::System);
    let ctx_in = ctx.clone();
    store
        .write(&ctx, Unit::on("conversation_wake", id), move |tx| {
            let mut change = Change::load(tx, &ctx_in, id)?;
            let c = change.conversation();
            if c.status == Status::Snoozed && c.snoozed_until.is_some_and(|until| until <= ctx_in.now) {
                change.wake(tx)?;
                change.save(tx)?;
            }
            Ok(())
        })
        .await
}
