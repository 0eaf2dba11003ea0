//! Tells those who look at numbers that there are newer ones. Sends no number: what somebody may see they read themselves.

use std::time::Duration;

use tokio::sync::watch;
use yingda_model::Result;
use yingda_store::consumers::{Progress, progress};
use yingda_store::tallies;

use super::{Feed, Notice};

/// The least time between two hints.
const HINT_EVERY: Duration = Duration::from_secs(2);
/// How soon to look again when not everything is counted yet.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

impl Feed {
    /// Tells of newer numbers until told to stop. Waits for whoever counts, on this node or another: a hint that came
    /// before the numbers would be the last of its kind on a quiet evening.
    pub(super) async fn tell_numbers(&self, mut stop: watch::Receiver<bool>) {
        let mut told = 0;
        loop {
            tokio::select! {
                () = self.0.counted.notified() => {}
                _ = stop.changed() => return,
            }
            if !self.subscriptions().has_numbers() {
                continue;
            }
            let mut pause = HINT_EVERY;
            match self.numbers_progress().await {
                Ok(progress) => {
                    if progress.read == told {
                        pause = LOOK_AGAIN;
                    } else {
                        told = progress.read;
                        self.subscriptions().tell_numbers(&Notice::Numbers);
                    }
                    if progress.behind > 0 {
                        self.0.counted.notify_one();
                    }
                }
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(error, "the feed could not read how far the numbers are");
                }
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stop.changed() => return,
            }
        }
    }

    async fn numbers_progress(&self) -> Result<Progress> {
        self.0.store.read(|tx| Ok(progress(tx, tallies::CONSUMER)?)).await
    }
}
