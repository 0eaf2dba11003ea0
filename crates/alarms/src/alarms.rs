//! What people do with alarms: see them, say that they see to one, and have peace from one for a while.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_model::member::MemberName;
use yingda_model::{Alarm, AlarmId, Ctx, Entry, Error, Event, Page, Permission, Result, Timestamp};
use yingda_store::alarms::{self, Record};
use yingda_store::{Store, Unit};

/// For how long an alarm shall be quiet.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MuteIn {
    /// 1 to 168; 0 ends it.
    #[schema(minimum = 0, maximum = 168)]
    pub hours: u32,
}

/// The most hours that an alarm is quiet.
const MOST_HOURS: u32 = 168;

/// The alarms that are on, the worst first.
pub async fn list(store: &Store, ctx: &Ctx) -> Result<Page<Alarm>> {
    ctx.require_all(Permission::AlarmManage)?;
    let now = ctx.now;
    let records = store.read(|tx| Ok(alarms::list(tx)?)).await?;
    let on = records.into_iter().filter(|record| record.cleared_at.is_none()).map(|record| record.alarm);
    let quiet = |alarm: Alarm| Alarm { muted_until: alarm.muted_until.filter(|until| *until > now), ..alarm };
    Ok(Page::whole(on.map(quiet).collect()))
}

/// Says that the actor sees to it.
pub async fn acknowledge(store: &Store, ctx: &Ctx, id: AlarmId) -> Result<Alarm> {
    let by = ctx.actor.member().map(|member| MemberName { id: member.id, name: member.name.clone() });
    let now = ctx.now;
    change(store, ctx, id, "alarm_acknowledge", Event::AlarmAcknowledged { alarm_id: id }, move |alarm| {
        (alarm.acknowledged_by, alarm.acknowledged_at) = (by.clone(), Some(now));
    })
    .await
}

/// Makes an alarm quiet for some hours, also when it comes again meanwhile.
pub async fn mute(store: &Store, ctx: &Ctx, id: AlarmId, input: MuteIn) -> Result<Alarm> {
    if input.hours > MOST_HOURS {
        return Err(Error::invalid("/hours", "too_large", format!("must be at most {MOST_HOURS}")));
    }
    let until = (input.hours > 0).then(|| ctx.now.plus(Duration::from_secs(u64::from(input.hours) * 3_600)));
    let event = Event::AlarmMuted { alarm_id: id, until: until.map_or(0, Timestamp::millis) };
    change(store, ctx, id, "alarm_mute", event, move |alarm| alarm.muted_until = until).await
}

async fn change(
    store: &Store,
    ctx: &Ctx,
    id: AlarmId,
    unit: &'static str,
    event: Event,
    mut change: impl FnMut(&mut Alarm) + Send + 'static,
) -> Result<Alarm> {
    ctx.require_all(Permission::AlarmManage)?;
    store
        .write(ctx, Unit::on(unit, "alarms"), move |tx| {
            let found: Option<Record> = alarms::lookup(tx, id)?;
            let record = found.filter(|record| record.cleared_at.is_none());
            let mut record = record.ok_or_else(|| Error::not_found("alarm", id))?;
            change(&mut record.alarm);
            alarms::put(tx, &record)?;
            tx.append(Entry::new("alarms", event.clone()))?;
            Ok(record.alarm)
        })
        .await
}
