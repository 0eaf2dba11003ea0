//! The watcher: reads how this server and the deployment stand, again and again, and lets alarms be judged by it.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use yingda_alarms::{Reading, judge};
use yingda_model::{Actor, AlarmKind, Limit, Timestamp};

use crate::AppState;
use crate::settings::Settings;
use crate::standing::Standing;
use crate::tasks::Tasks;

/// How often it is looked.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// Over how many looks refusals are counted: a minute.
const LOOKS: usize = 6;
/// A database is slow when this many looks in a row were.
const SLOW_LOOKS: usize = 3;
/// How long an outage that is over stays an alarm, and how long it must have lasted to be one.
const OUTAGE_TOLD: Duration = Duration::from_mins(10);
const OUTAGE: Duration = Duration::from_secs(2);

/// What was seen before.
#[derive(Default)]
struct Memory {
    /// How often each limit was met until then, the newest last.
    refusals: VecDeque<Vec<(Limit, u64)>>,
    /// How long the store took to say how it stands, the newest last.
    took: VecDeque<Duration>,
}

/// Begins to watch.
pub(crate) fn start(state: &AppState, tasks: &Tasks) {
    let (state, memory) = (state.clone(), Arc::new(Mutex::new(Memory::default())));
    tasks.every("alarms", LOOK_EVERY, move || look(state.clone(), Arc::clone(&memory)));
}

async fn look(state: AppState, memory: Arc<Mutex<Memory>>) {
    let ctx = state.environment().ctx(Actor::System);
    let began = Instant::now();
    // While the database is away there is nowhere to put an alarm: it is told when it is back.
    let Ok(standing) = Standing::look(state.store(), ctx.now).await else { return };
    let mut readings = of_all(state.settings(), &standing);
    {
        let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        push(&mut memory.took, began.elapsed(), SLOW_LOOKS);
        push(&mut memory.refusals, state.metrics().refusals(), LOOKS + 1);
        readings.extend(of_this(&state, &memory, ctx.now));
    }
    let server = &state.settings().server;
    if let Err(error) = judge(state.store(), &ctx, server, readings).await
        && !state.store().is_away()
    {
        tracing::error!(error = &error as &dyn std::error::Error, "alarms could not be judged");
    }
}

/// Takes one more in, and lets the oldest go.
fn push<T>(newest: &mut VecDeque<T>, one: T, most: usize) {
    newest.push_back(one);
    if newest.len() > most {
        newest.pop_front();
    }
}

/// What all servers see alike.
fn of_all(settings: &Settings, standing: &Standing) -> Vec<Reading> {
    let thresholds = &settings.alarms;
    let mut readings = Readings { server: "", found: Vec::new() };
    for lag in &standing.lags {
        let seconds = lag.age.as_secs_f64();
        readings.add(
            AlarmKind::ConsumerBehind,
            lag.consumer,
            seconds,
            thresholds.consumer_lag_seconds,
            Some(10.0),
        );
    }
    let outbox = &standing.outbox;
    let oldest = outbox.oldest.filter(|_| outbox.failing > 0);
    let minutes = oldest.map_or(0.0, |oldest| standing.at.since(oldest).as_secs_f64() / 60.0);
    readings.add(AlarmKind::DeliveriesFail, "", minutes, thresholds.deliveries_fail_minutes, None);
    if settings.makes_backups {
        let backups = &standing.backups;
        let hours = backups.done.map_or(0.0, |done| standing.at.since(done).as_secs_f64() / 3_600.0);
        readings.add(AlarmKind::BackupOld, "", hours, thresholds.backup_age_hours, Some(3.0));
        // One that was begun later has not failed yet, and the one before it has.
        let failed = backups.failed.is_some_and(|failed| backups.done.is_none_or(|done| failed > done));
        readings.add(AlarmKind::BackupFailed, "", f64::from(u8::from(failed)) * 2.0, 1, None);
    }
    readings.found
}

/// What is this server's own.
fn of_this(state: &AppState, memory: &Memory, now: Timestamp) -> Vec<Reading> {
    let settings = state.settings();
    let thresholds = &settings.alarms;
    let mut readings = Readings { server: &settings.server, found: Vec::new() };
    let mut disks = BTreeSet::new();
    for folder in &settings.folders {
        let Some(room) = folder.room().filter(|_| disks.insert(folder.disk())) else { continue };
        let percent = room.free as f64 * 100.0 / (room.size as f64).max(1.0);
        readings.add(AlarmKind::DiskLow, folder.name, percent, thresholds.disk_free_percent, Some(0.2));
    }
    if let Some(ends) = settings.certificates.as_ref().and_then(crate::Certificates::expires) {
        let days = (ends.millis() - now.millis()) as f64 / 86_400_000.0;
        readings.add(AlarmKind::CertificateExpires, "", days, thresholds.certificate_days, Some(0.2));
    }
    let outage = state
        .store()
        .last_outage()
        .filter(|(ended, lasted)| ended.elapsed() < OUTAGE_TOLD && *lasted > OUTAGE);
    let seconds = outage.map_or(0.0, |(_, lasted)| lasted.as_secs_f64());
    readings.add(AlarmKind::DatabaseAway, "", seconds, 1, Some(60.0));
    if memory.took.len() == SLOW_LOOKS {
        let fastest = memory.took.iter().min().copied().unwrap_or_default();
        readings.add(
            AlarmKind::DatabaseSlow,
            "",
            fastest.as_secs_f64() * 1_000.0,
            thresholds.database_slow_ms,
            Some(5.0),
        );
    }
    if let (Some(first), Some(last)) = (memory.refusals.front(), memory.refusals.back()) {
        for ((limit, before), (_, after)) in first.iter().zip(last) {
            let met = (after - before) as f64;
            readings.add(AlarmKind::LimitMet, limit.name(), met, thresholds.refusals_per_minute, None);
        }
    }
    readings.found
}

/// Readings of one server or of all.
struct Readings<'a> {
    server: &'a str,
    found: Vec<Reading>,
}

impl Readings<'_> {
    /// One more, unless nobody wants to know; `critical` is a multiple of the threshold.
    fn add(&mut self, kind: AlarmKind, subject: &str, value: f64, threshold: u32, critical: Option<f64>) {
        if threshold == 0 {
            return;
        }
        let threshold = f64::from(threshold);
        let critical = critical.map(|times| threshold * times);
        let (subject, server) = (subject.to_owned(), self.server.to_owned());
        self.found.push(Reading { kind, subject, server, value, threshold, critical });
    }
}
