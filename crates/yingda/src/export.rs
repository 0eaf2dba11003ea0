//! Whether spans leave the process: only where the program can and the operator wants it.

use std::error::Error as StdError;
use std::sync::Arc;

use yingda_model::Traces;
use yingda_model::trace::Untraced;

use crate::config::Config;
use crate::logging::Exporter;
#[cfg(feature = "telemetry")]
use crate::telemetry::Telemetry;

/// The way out for spans, if there is one.
#[derive(Default)]
pub struct Export {
    #[cfg(feature = "telemetry")]
    telemetry: Option<Telemetry>,
}

#[cfg(feature = "telemetry")]
impl Export {
    /// As the options say.
    ///
    /// # Errors
    /// When the exporter can't be made.
    pub fn of(config: &Config, node: &str) -> Result<Self, Box<dyn StdError + Send + Sync>> {
        let share = f64::from(config.telemetry_percent) / 100.0;
        let endpoint = config.telemetry_endpoint.as_deref();
        let telemetry = endpoint.map(|endpoint| Telemetry::new(endpoint, share, node)).transpose()?;
        Ok(Self { telemetry })
    }

    /// What takes the spans from the program.
    pub fn exporter(&self) -> Option<Exporter> {
        self.telemetry.as_ref().map(Telemetry::exporter)
    }

    /// What joins spans across the journal.
    pub fn traces(&self) -> Arc<dyn Traces> {
        if self.telemetry.is_some() { Telemetry::traces() } else { Arc::new(Untraced) }
    }

    /// Sends what is left; waits for it.
    pub fn stop(self) {
        if let Some(telemetry) = self.telemetry {
            telemetry.stop();
        }
    }
}

#[cfg(not(feature = "telemetry"))]
#[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the same as with the feature")]
impl Export {
    /// None: `Config` has refused what this program can't do.
    pub fn of(_: &Config, _: &str) -> Result<Self, Box<dyn StdError + Send + Sync>> {
        Ok(Self::default())
    }

    /// Nothing takes spans.
    pub fn exporter(&self) -> Option<Exporter> {
        None
    }

    /// Nothing joins them.
    pub fn traces(&self) -> Arc<dyn Traces> {
        Arc::new(Untraced)
    }

    /// Nothing is left.
    pub fn stop(self) {}
}
