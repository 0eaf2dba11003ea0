//! Alarms: what should not be so. All servers read and write the same rows, so each alarm is told once.

use yingda_model::member::MemberName;
use yingda_model::{Alarm, AlarmId, Timestamp};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, word};

/// An alarm with what only servers need to know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub alarm: Alarm,
    /// When a server last said that it is so.
    pub seen_at: Timestamp,
    /// Since when it is over; it is kept because it is muted.
    pub cleared_at: Option<Timestamp>,
}

/// All there are, those that are over too: the worst and oldest first.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Record>> {
    tx.list(
        "SELECT a.*, m.name AS acknowledged_name FROM alarms a LEFT JOIN members m ON m.id = a.acknowledged_by \
         ORDER BY a.severity, a.raised_at, a.id",
        &[],
        record,
    )
}

/// An alarm by id.
pub fn lookup(tx: &mut Tx<'_>, id: AlarmId) -> Result<Option<Record>> {
    tx.row(
        "SELECT a.*, m.name AS acknowledged_name FROM alarms a LEFT JOIN members m ON m.id = a.acknowledged_by WHERE a.id = $1",
        params![word(id)],
    )?
    .as_ref()
    .map(record)
    .transpose()
}

/// Stores an alarm as it is now.
pub fn put(tx: &mut Tx<'_>, record: &Record) -> Result<()> {
    let alarm = &record.alarm;
    tx.execute(
        "INSERT INTO alarms (id, kind, subject, server, severity, value, threshold, raised_at, seen_at, cleared_at, \
         acknowledged_by, acknowledged_at, muted_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
         ON CONFLICT (id) DO UPDATE SET severity = EXCLUDED.severity, value = EXCLUDED.value, threshold = EXCLUDED.threshold, \
         raised_at = EXCLUDED.raised_at, seen_at = EXCLUDED.seen_at, cleared_at = EXCLUDED.cleared_at, \
         acknowledged_by = EXCLUDED.acknowledged_by, acknowledged_at = EXCLUDED.acknowledged_at, \
         muted_until = EXCLUDED.muted_until",
        params![
            word(alarm.id),
            alarm.kind.as_str(),
            &alarm.subject,
            &alarm.server,
            alarm.severity.as_str(),
            alarm.value,
            alarm.threshold,
            alarm.raised_at,
            record.seen_at,
            record.cleared_at,
            alarm.acknowledged_by.as_ref().map(|member| member.id.to_string()),
            alarm.acknowledged_at,
            alarm.muted_until
        ],
    )?;
    Ok(())
}

/// Removes an alarm that is over.
pub fn delete(tx: &mut Tx<'_>, id: AlarmId) -> Result<()> {
    tx.execute("DELETE FROM alarms WHERE id = $1", params![word(id)])?;
    Ok(())
}

fn record(row: &Row) -> Result<Record> {
    let by: Option<String> = row.get("acknowledged_by")?;
    let name: Option<String> = row.get("acknowledged_name")?;
    let acknowledged_by =
        by.and_then(|id| id.parse().ok()).zip(name).map(|(id, name)| MemberName { id, name });
    let alarm = Alarm {
        id: row.parse("id")?,
        kind: row.parse("kind")?,
        subject: row.get("subject")?,
        server: row.get("server")?,
        severity: row.parse("severity")?,
        value: row.get("value")?,
        threshold: row.get("threshold")?,
        raised_at: row.get("raised_at")?,
        acknowledged_by,
        acknowledged_at: row.get("acknowledged_at")?,
        muted_until: row.get("muted_until")?,
    };
    Ok(Record { alarm, seen_at: row.get("seen_at")?, cleared_at: row.get("cleared_at")? })
}
