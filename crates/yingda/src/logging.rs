//! Where log lines go: standard error, for people or for programs. What they say is the business of those who write
//! them; none of them names a person.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

use crate::config::LogFormat;

/// Starts the log.
///
/// # Errors
/// When the level can't be read.
pub fn start(level: &str, format: LogFormat, colour_wanted: bool) -> Result<(), ParseError> {
    let filter = EnvFilter::builder().parse(level)?;
    // Whoever reads the log may go away: a line that can't be written is dropped, and what it was about goes on.
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).log_internal_errors(false);
    match format {
        LogFormat::Text => builder.with_ansi(colour_wanted && io::stderr().is_terminal()).init(),
        LogFormat::Json => builder.json().flatten_event(true).with_current_span(false).init(),
    }
    Ok(())
}
