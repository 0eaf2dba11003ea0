//! Judging: readings against the alarms that stand. Raises, changes and clears them in one unit that all servers take one
//! after the other, so that each alarm is told once however many servers see it.

use std::time::Duration;

use yingda_model::{Alarm, Ctx, Entry, Event, Result, Severity};
use yingda_store::alarms::{self, Record};
use yingda_store::{Store, Tx, Unit};

use crate::reading::Reading;

/// How often a server says that an alarm of its own is still so.
const RENEW: Duration = Duration::from_secs(60);
/// After so long without a word from its server, an alarm is over: the server is gone.
const SILENT: Duration = Duration::from_mins(10);
/// The aggregate whose journal has all of it.
const SUBJECT: &str = "alarms";

/// What becomes of an alarm.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    /// It is new, worse or better.
    Raise(Record),
    /// Its value has moved, or it was said again.
    Renew(Record),
    Clear(Record),
    /// It was over and is no longer muted.
    Forget(Record),
}

/// Judges what one server has read. Writes only where something changes.
pub async fn judge(store: &Store, ctx: &Ctx, server: &str, readings: Vec<Reading>) -> Result<()> {
    let (seen, own, now) = (readings.clone(), server.to_owned(), ctx.clone());
    let changes = store.read(move |tx| Ok(!steps(&now, &own, &seen, &alarms::list(tx)?).is_empty())).await?;
    if !changes {
        return Ok(());
    }
    let (own, ctx_in) = (server.to_owned(), ctx.clone());
    store
        .write(ctx, Unit::on("alarms_judge", SUBJECT), move |tx| {
            let standing = alarms::list(tx)?;
            for step in steps(&ctx_in, &own, &readings, &standing) {
                take(tx, step)?;
            }
            Ok(())
        })
        .await
}

fn take(tx: &mut Tx<'_>, step: Step) -> Result<()> {
    match step {
        Step::Raise(record) => {
            alarms::put(tx, &record)?;
            let Alarm { id: alarm_id, kind, subject, server, severity, .. } = record.alarm;
            let event = Event::AlarmRaised { alarm_id, kind, about: subject, server, severity };
            tx.append(Entry::new(SUBJECT, event))
        }
        Step::Renew(record) => Ok(alarms::put(tx, &record)?),
        Step::Clear(record) => {
            let event = Event::AlarmCleared { alarm_id: record.alarm.id, kind: record.alarm.kind };
            if record.alarm.muted_until.is_some() {
                alarms::put(tx, &record)?;
            } else {
                alarms::delete(tx, record.alarm.id)?;
            }
            tx.append(Entry::new(SUBJECT, event))
        }
        Step::Forget(record) => Ok(alarms::delete(tx, record.alarm.id)?),
    }
}

fn steps(ctx: &Ctx, server: &str, readings: &[Reading], standing: &[Record]) -> Vec<Step> {
    let of = |reading: &Reading| {
        standing.iter().find(|record| {
            let alarm = &record.alarm;
            (alarm.kind, &alarm.subject, &alarm.server) == (reading.kind, &reading.subject, &reading.server)
        })
    };
    let mut steps: Vec<Step> =
        readings.iter().filter_map(|reading| step(ctx, reading, of(reading))).collect();
    let read: Vec<_> = readings.iter().filter_map(of).map(|record| record.alarm.id).collect();
    let rest = standing.iter().filter(|record| !read.contains(&record.alarm.id));
    steps.extend(rest.filter_map(|record| leftover(ctx, server, record)));
    steps
}

fn step(ctx: &Ctx, reading: &Reading, known: Option<&Record>) -> Option<Step> {
    let on = known.filter(|record| record.cleared_at.is_none());
    let before = on.map(|record| record.alarm.severity);
    match (reading.severity(before), known) {
        (None, None) => None,
        (None, Some(record)) => over(ctx, record),
        (Some(severity), _) if before == Some(severity) => renewed(ctx, reading, on?),
        (Some(severity), known) => Some(Step::Raise(raised(ctx, reading, severity, known))),
    }
}

/// A new alarm, or a known one that is worse, better, or so again. Somebody who has seen it has seen it better than worse.
fn raised(ctx: &Ctx, reading: &Reading, severity: Severity, known: Option<&Record>) -> Record {
    let was = known.filter(|record| record.cleared_at.is_none()).map(|record| &record.alarm);
    let seen = was.filter(|alarm| severity < alarm.severity);
    let alarm = Alarm {
        id: known.map_or_else(|| ctx.id(), |record| record.alarm.id),
        kind: reading.kind,
        subject: reading.subject.clone(),
        server: reading.server.clone(),
        severity,
        value: reading.value,
        threshold: reading.threshold,
        raised_at: was.map_or(ctx.now, |alarm| alarm.raised_at),
        acknowledged_by: seen.and_then(|alarm| alarm.acknowledged_by.clone()),
        acknowledged_at: seen.and_then(|alarm| alarm.acknowledged_at),
        muted_until: known.and_then(|record| record.alarm.muted_until).filter(|until| *until > ctx.now),
    };
    Record { alarm, seen_at: ctx.now, cleared_at: None }
}

fn renewed(ctx: &Ctx, reading: &Reading, record: &Record) -> Option<Step> {
    let due = ctx.now.since(record.seen_at) >= RENEW;
    if !due && !reading.has_moved_from(record.alarm.value) {
        return None;
    }
    let mut record = record.clone();
    (record.alarm.value, record.alarm.threshold) = (reading.value, reading.threshold);
    record.seen_at = ctx.now;
    Some(Step::Renew(record))
}

/// An alarm whose reading is fine, or that nobody reads any more.
fn over(ctx: &Ctx, record: &Record) -> Option<Step> {
    let muted_until = record.alarm.muted_until.filter(|until| *until > ctx.now);
    if record.cleared_at.is_none() {
        let alarm =
            Alarm { muted_until, acknowledged_by: None, acknowledged_at: None, ..record.alarm.clone() };
        return Some(Step::Clear(Record { alarm, seen_at: record.seen_at, cleared_at: Some(ctx.now) }));
    }
    muted_until.is_none().then(|| Step::Forget(record.clone()))
}

/// What was not read this time: on this server or by all it is over; another server has its own word, as long as it is there.
fn leftover(ctx: &Ctx, server: &str, record: &Record) -> Option<Step> {
    let of = &record.alarm.server;
    if of.is_empty() || of == server || ctx.now.since(record.seen_at) >= SILENT {
        return over(ctx, record);
    }
    None
}
