//! Where log lines go: standard error, for people or for programs, and the newest of them to memory, for administrators who are
//! far away. What they say is the business of those who write them; none of them names a person.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::filter::ParseError;
use tracing_subscriber::fmt::{MakeWriter, layer};
use tracing_subscriber::layer::{Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Registry, registry, reload};
use yingda_api::{Log, LogLines};

use crate::config::LogFormat;

/// What takes spans out of the process, with a filter of its own.
pub type Exporter = Box<dyn Layer<Registry> + Send + Sync>;

/// Starts the log, and beside it whatever takes spans; answers what changes its level and reads its lines.
///
/// # Errors
/// When the level can't be read.
pub fn start(
    level: &str,
    format: LogFormat,
    colour_wanted: bool,
    exporter: Option<Exporter>,
) -> Result<Log, ParseError> {
    let (filter, handle) = reload::Layer::new(EnvFilter::builder().parse(level)?);
    let lines = LogLines::default();
    // Whoever reads the log may go away: a line that can't be written is dropped, and what it was about goes on.
    let shown = layer().with_writer(io::stderr).log_internal_errors(false);
    let shown = match format {
        LogFormat::Text => shown.with_ansi(colour_wanted && io::stderr().is_terminal()).boxed(),
        LogFormat::Json => shown.json().flatten_event(true).with_current_span(false).boxed(),
    };
    let kept = layer().with_ansi(false).with_writer(Kept(lines.clone()));
    registry().with(exporter).with(shown.and_then(kept).with_filter(filter)).init();
    Ok(Log::new(level, lines, move |level| {
        let filter = EnvFilter::builder().parse(level).map_err(|error| error.to_string())?;
        handle.reload(filter).map_err(|error| error.to_string())
    }))
}

/// Writes lines to memory.
struct Kept(LogLines);

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line(self.0.clone())
    }
}

/// Takes one line.
struct Line(LogLines);

impl io::Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.push(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
