//! The log of this process, as somebody far away sees it: its level, which can be changed for a while, and its newest lines.
//! Where lines are written otherwise, and what they say, is not decided here.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yingda_model::error::Checks;
use yingda_model::{Ctx, Entry, Error, Event, Permission, Result, Timestamp};
use yingda_store::{Store, Unit};

use crate::AppState;
use crate::authentication::Caller;
use crate::extract::Json;
use crate::openapi::Problems;
use crate::problem::Answer;

/// Lines that are kept, and bytes of all of them.
const KEPT: (usize, usize) = (2_000, 1024 * 1024);
/// Letters of one line that are kept.
const LONGEST: usize = 4_000;
/// The longest time after which a level falls back by itself.
const LONGEST_MINUTES: u32 = 24 * 60;

/// Takes a level as `log.level` writes it.
type Apply = Box<dyn Fn(&str) -> Result<(), String> + Send + Sync>;

/// The log of this process. Cheap to clone.
#[derive(Clone)]
pub struct Log(Arc<Inner>);

struct Inner {
    /// What the operator has said.
    configured: String,
    apply: Apply,
    /// What was said since.
    changed: Mutex<Option<Changed>>,
    lines: LogLines,
}

/// A level that somebody has asked for.
#[derive(Clone)]
struct Changed {
    level: String,
    until: Option<Until>,
}

/// How long a level holds.
#[derive(Clone, Copy)]
struct Until {
    /// As people are told.
    shown: Timestamp,
    /// By the clock that only goes forward.
    forward: Duration,
}

/// The newest lines, oldest first.
#[derive(Clone, Default)]
pub struct LogLines(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    lines: VecDeque<String>,
    bytes: usize,
}

/// How the log of a server is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogLevelOut {
    /// As `log.level` writes it: `info`, or `info,yingda_store=debug`.
    pub level: String,
    /// What it falls back to.
    pub configured: String,
    /// When it falls back by itself; null: when the server starts again.
    pub until: Option<Timestamp>,
    /// The process that this is about, of several on one database.
    pub server: String,
}

/// How the log shall be.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogLevelIn {
    /// As `log.level` writes it: `info`, or `info,yingda_store=debug`.
    pub level: String,
    /// After how long it falls back by itself, at most a day; null: when the server starts again.
    #[serde(default)]
    pub minutes: Option<u32>,
}

/// The newest lines of a server's log.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LogOut {
    /// Oldest first, with what looks like personal data hidden.
    pub lines: Vec<String>,
    /// The process that wrote them, of several on one database.
    pub server: String,
}

pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(lookup_level, update_level)).routes(routes!(read))
}

/// The level of the log
///
/// Of the server that answers, where several share a database.
#[utoipa::path(get, path = "/server/log-level", operation_id = "log_level_lookup", tag = "Server",
    responses((status = 200, body = LogLevelOut), Problems))]
async fn lookup_level(State(state): State<AppState>, Caller(ctx): Caller) -> Answer<Json<LogLevelOut>> {
    ctx.require_all(Permission::ServerManage)?;
    Ok(Json(state.settings().log.level(&state.settings().node)))
}

/// Change the level of the log
///
/// At once, of the server that answers, where several share a database; it falls back after the minutes that are given or
/// when the server starts again. With the level that is configured it falls back now.
#[utoipa::path(put, path = "/server/log-level", operation_id = "log_level_update", tag = "Server",
    request_body = LogLevelIn, responses((status = 200, body = LogLevelOut), Problems))]
async fn update_level(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Json(input): Json<LogLevelIn>,
) -> Answer<Json<LogLevelOut>> {
    let settings = state.settings();
    Ok(Json(change_level(state.store(), &ctx, &settings.log, &settings.node, input).await?))
}

/// The newest lines of the log
///
/// Of the server that answers, where several share a database.
#[utoipa::path(get, path = "/server/log", operation_id = "log_read", tag = "Server",
    responses((status = 200, body = LogOut), Problems))]
async fn read(State(state): State<AppState>, Caller(ctx): Caller) -> Answer<Json<LogOut>> {
    ctx.require_all(Permission::ServerManage)?;
    let settings = state.settings();
    let lines = settings.log.0.lines.all().iter().map(|line| yingda_language::masking::mask(line)).collect();
    Ok(Json(LogOut { lines, server: settings.node.clone() }))
}

/// Changes the level, and says so in the journal.
async fn change_level(
    store: &Store,
    ctx: &Ctx,
    log: &Log,
    server: &str,
    input: LogLevelIn,
) -> Result<LogLevelOut> {
    ctx.require_all(Permission::ServerManage)?;
    let level = check_level(&input.level);
    let mut checks = Checks::default();
    checks.check(level.is_ok(), "/level", "invalid", level.as_ref().err().map_or("", String::as_str));
    let within = input.minutes.is_none_or(|minutes| (1..=LONGEST_MINUTES).contains(&minutes));
    checks.check(within, "/minutes", "invalid", "must lie between 1 and 1440");
    checks.finish()?;
    let level = level.unwrap_or_default();
    let minutes = input.minutes.map(i64::from);
    let event = Event::LogLevelChanged { server: server.to_owned(), level: level.clone(), minutes };
    let tell = move |tx: &mut yingda_store::Tx<'_>| tx.append(Entry::new("server", event.clone()));
    store.write(ctx, Unit::on("log_level_update", "server"), tell).await?;
    let until = input.minutes.map(|minutes| {
        let time = Duration::from_secs(u64::from(minutes) * 60);
        Until { shown: ctx.now.plus(time), forward: ctx.environment().clock.forward() + time }
    });
    log.change(&level, until).map_err(Error::internal)?;
    Ok(log.level(server))
}

/// A level, or levels by part, without spaces around; or what was expected.
pub fn check_level(text: &str) -> Result<String, String> {
    let word = |part: &str| {
        let (name, level) = part.rsplit_once('=').unwrap_or(("", part));
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
        let known = ["off", "error", "warn", "info", "debug", "trace"];
        name.trim().chars().all(plain) && known.contains(&level.trim().to_ascii_lowercase().as_str())
    };
    if text.len() <= 500 && text.split(',').all(word) {
        Ok(text.trim().to_owned())
    } else {
        Err("expected error, warn, info, debug or trace, or such as info,yingda_store=debug".into())
    }
}

impl Log {
    /// A log that is at a level, that `apply` gives another, and whose lines come to `lines`.
    pub fn new(
        configured: &str,
        lines: LogLines,
        apply: impl Fn(&str) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        let configured = configured.to_owned();
        Self(Arc::new(Inner { configured, apply: Box::new(apply), changed: Mutex::default(), lines }))
    }

    fn level(&self, server: &str) -> LogLevelOut {
        let changed = self.0.changed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (configured, server) = (self.0.configured.clone(), server.to_owned());
        match changed {
            Some(Changed { level, until }) => {
                LogLevelOut { level, configured, until: until.map(|until| until.shown), server }
            }
            None => LogLevelOut { level: configured.clone(), configured, until: None, server },
        }
    }

    fn change(&self, level: &str, until: Option<Until>) -> Result<(), String> {
        let mut changed = self.0.changed.lock().unwrap_or_else(PoisonError::into_inner);
        (self.0.apply)(level)?;
        *changed = (level != self.0.configured).then(|| Changed { level: level.to_owned(), until });
        tracing::info!(log.level = level, "the level of the log was changed");
        Ok(())
    }

    /// Goes back to the configured level when the time of another has passed; `now` is that of the clock that only goes
    /// forward.
    pub(crate) fn fall_back(&self, now: Duration) {
        let changed = self.0.changed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if changed.and_then(|changed| changed.until).is_none_or(|until| until.forward > now) {
            return;
        }
        if let Err(error) = self.change(&self.0.configured, None) {
            tracing::warn!(error, "the level of the log could not fall back");
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self::new("info", LogLines::default(), |_| Ok(()))
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log").field("configured", &self.0.configured).finish_non_exhaustive()
    }
}

impl LogLines {
    /// Keeps a line, and forgets the oldest when there are too many.
    pub fn push(&self, line: &str) {
        let line: String = line.trim_end().chars().take(LONGEST).collect();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += line.len();
        kept.lines.push_back(line);
        while kept.lines.len() > KEPT.0 || kept.bytes > KEPT.1 {
            kept.bytes -= kept.lines.pop_front().map_or(kept.bytes, |line| line.len());
        }
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).lines.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_words_that_a_filter_knows() {
        for good in ["debug", " info,yingda_store=debug ", "INFO,hyper::proto=off"] {
            assert_eq!(check_level(good).as_deref(), Ok(good.trim()));
        }
        for bad in ["loud", "", "info,[span{field=\"x\"}]=debug", "info;debug", &"info,".repeat(200)] {
            assert!(check_level(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_level_holds_until_its_time_and_then_falls_back() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let applied = Arc::clone(&told);
        let log = Log::new("info", LogLines::default(), move |level| {
            applied.lock().expect("a lock").push(level.to_owned());
            Ok(())
        });
        let until = Until { shown: Timestamp::from_millis(1_000), forward: Duration::from_secs(60) };
        log.change("debug", Some(until)).expect("changed");
        log.fall_back(Duration::from_secs(59));
        assert_eq!((log.level("a").level.as_str(), log.level("a").until), ("debug", Some(until.shown)));
        log.fall_back(Duration::from_secs(60));
        assert_eq!((log.level("a").level.as_str(), log.level("a").until), ("info", None));
        log.change("warn", None).expect("changed");
        log.fall_back(Duration::from_secs(86_400));
        assert_eq!(log.level("a").level, "warn", "without a time it stays");
        assert_eq!(*told.lock().expect("a lock"), ["debug", "info", "warn"]);
    }

    #[test]
    fn the_newest_lines_are_kept_within_bounds() {
        let lines = LogLines::default();
        for number in 0..KEPT.0 + 5 {
            lines.push(&format!("line {number}\n"));
        }
        assert_eq!((lines.all().len(), lines.all()[0].as_str()), (KEPT.0, "line 5"));
        for _ in 0..400 {
            lines.push(&"x".repeat(2 * LONGEST));
        }
        let all = lines.all();
        assert!(all.iter().map(String::len).sum::<usize>() <= KEPT.1 && all.len() > 100);
    }
}
