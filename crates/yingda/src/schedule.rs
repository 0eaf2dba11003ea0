//! Backups by the clock: one process of a deployment makes one when it is time, and takes away those that the rule does
//! not keep. Files that are named otherwise are left alone.

use std::error::Error as StdError;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::fmt::strtime;
use yingda_model::{Actor, Environment, Result};
use yingda_store::archive::Summary;
use yingda_store::{Address, Store, Tx, Unit, backups};

use crate::place::{Place, Trouble};
use crate::retention::{Rule, superfluous};

/// How often it is looked whether it is time.
pub const LOOK_EVERY: Duration = Duration::from_secs(60);
/// After so long whoever has begun a backup is taken to have failed.
const PATIENCE: Duration = Duration::from_secs(3_600);
/// The names of the files that are made here.
const NAME: &str = "yingda-%Y%m%dT%H%M%SZ.backup";

/// When backups are made, where they lie, and which are kept.
#[derive(Clone, Debug)]
pub struct Schedule {
    pub place: Place,
    pub every: Duration,
    pub rule: Rule,
}

impl Schedule {
    /// Makes a backup if it is time and nobody else does.
    pub async fn look(&self, address: &Address, store: &Store, environment: &Environment) {
        let ctx = environment.ctx(Actor::System);
        match self.begin(store, environment).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                let error = &error as &dyn StdError;
                return tracing::error!(error, "could not look whether it is time for a backup");
            }
        }
        let began = Instant::now();
        let made = match self.make(address, ctx.now).await {
            Ok((file, summary)) => {
                let (bytes, seconds) = (summary.bytes, began.elapsed().as_secs());
                let place = self.place.to_string();
                tracing::info!(
                    backup.place = place,
                    backup.file = file,
                    backup.bytes = bytes,
                    backup.seconds = seconds,
                    "made a backup"
                );
                true
            }
            Err(error) => {
                let error = &*error as &dyn StdError;
                tracing::error!(error, "a backup could not be made: trying again in an hour");
                false
            }
        };
        let (begun, now) = (ctx.now, environment.clock.now());
        let noted = store.write(&ctx, Unit::quiet("backup_note"), move |tx| {
            Ok(if made { backups::finish(tx, begun) } else { backups::fail(tx, now) }?)
        });
        if let Err(error) = noted.await {
            tracing::error!(error = &error as &dyn StdError, "could not note what became of a backup");
        }
    }

    /// Whether it is time and this process is the one to do it.
    async fn begin(&self, store: &Store, environment: &Environment) -> Result<bool> {
        let ctx = environment.ctx(Actor::System);
        let (now, every) = (ctx.now, self.every);
        let due = move |tx: &mut Tx<'_>| -> Result<bool> {
            let last = backups::lookup(tx)?;
            let ago = |at| now.since(at);
            Ok(last.done.is_none_or(|at| ago(at) >= every)
                && last.begun.is_none_or(|at| ago(at) >= PATIENCE.min(every)))
        };
        if !store.read(due).await? {
            return Ok(false);
        }
        // The unit names a subject, so that two processes come one after the other.
        store
            .write(&ctx, Unit::on("backup_begin", "backup"), move |tx| {
                if !due(tx)? {
                    return Ok(false);
                }
                backups::begin(tx, now)?;
                Ok(true)
            })
            .await
    }

    async fn make(
        &self,
        address: &Address,
        now: yingda_model::Timestamp,
    ) -> Result<(String, Summary), Trouble> {
        let name = strtime::format(NAME, Timestamp::from_millisecond(now.millis())?)?;
        let summary = self.place.make(&name, address, now).await?;
        self.prune().await?;
        Ok((name, summary))
    }

    /// Takes away what the rule does not keep, and what an attempt has left that was cut off.
    async fn prune(&self) -> Result<(), Trouble> {
        let names = self.place.names().await?;
        let times: Vec<Timestamp> = names.iter().filter_map(|name| time_of(name)).collect();
        for time in superfluous(times, self.rule) {
            if let Ok(name) = strtime::format(NAME, time) {
                self.place.remove(&name).await?;
            }
        }
        for name in names {
            if name.strip_suffix(".part").and_then(time_of).is_some() {
                self.place.remove(&name).await?;
            }
        }
        Ok(())
    }

    /// When the newest that lies there was made.
    pub async fn newest(&self) -> Result<Option<yingda_model::Timestamp>, Trouble> {
        let names = self.place.names().await?;
        let newest = names.iter().filter_map(|name| time_of(name)).max();
        Ok(newest.map(|time| yingda_model::Timestamp::from_millis(time.as_millisecond())))
    }
}

fn time_of(name: &str) -> Option<Timestamp> {
    let parsed = strtime::parse(NAME, name).ok()?;
    Some(parsed.to_datetime().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use tokio::task::spawn_blocking;
    use yingda_testkit::for_two_of_each_database;

    use super::*;

    fn schedule(folder: &Path) -> Schedule {
        let rule = Rule { days: 2, weeks: 0, months: 0 };
        Schedule { place: Place::Folder(folder.to_owned()), every: Duration::from_secs(24 * 3_600), rule }
    }

    fn names(folder: &Path) -> std::io::Result<Vec<String>> {
        let entries = std::fs::read_dir(folder)?;
        Ok(entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect())
    }

    #[test]
    fn a_name_is_a_time() {
        let time: Timestamp = "2026-11-21T15:43:00Z".parse().expect("a time");
        let name = strtime::format(NAME, time).expect("a name");
        assert_eq!((name.as_str(), time_of(&name)), ("yingda-20261121T154300Z.backup", Some(time)));
        assert_eq!(time_of("monday.backup"), None);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_backup_a_day_by_one_of_two_processes_and_old_ones_go() {
        for_two_of_each_database(async |address, _| {
            let folder = tempfile::tempdir().expect("a folder");
            let schedule = schedule(folder.path());
            let environment = yingda_testkit::TestEnvironment::default();
            let (opened, now) = (address.clone(), environment.now());
            let store =
                spawn_blocking(move || Store::open(&opened, now)).await.expect("no panic").expect("opens");
            std::fs::write(folder.path().join("mine.backup"), "kept").expect("written");
            for day in 0..4 {
                let inner = environment.environment();
                tokio::join!(
                    schedule.look(&address, &store, &inner),
                    schedule.look(&address, &store, &inner)
                );
                schedule.look(&address, &store, &inner).await;
                let made = names(folder.path()).expect("names").len() - 1;
                assert_eq!(made, (day + 1).min(2), "day {day}");
                environment.advance(Duration::from_secs(24 * 3_600));
            }
            assert!(folder.path().join("mine.backup").exists());
            spawn_blocking(move || drop(store)).await.expect("closed");
        })
        .await;
    }
}
