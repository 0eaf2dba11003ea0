//! Backups by the clock: one process of a deployment makes one when it is time, and takes away those that the rule does
//! not keep. Files that are named otherwise are left alone.

use std::error::Error as StdError;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::fmt::strtime;
use tokio::task::spawn_blocking;
use yingda_model::{Actor, Environment, Result};
use yingda_store::archive::{self, Summary};
use yingda_store::{Address, Store, Tx, Unit, facts};

use crate::retention::{Rule, superfluous};

/// How often it is looked whether it is time.
pub const LOOK_EVERY: Duration = Duration::from_secs(60);
/// After so long whoever has begun a backup is taken to have failed.
const PATIENCE: Duration = Duration::from_secs(3_600);
/// The names of the files that are made here.
const NAME: &str = "yingda-%Y%m%dT%H%M%SZ.backup";
/// When the last one was begun, and when the last that is whole.
const BEGUN: &str = "backup_begun_at";
const DONE: &str = "backup_done_at";

/// When backups are made, where they lie, and which are kept.
#[derive(Clone, Debug)]
pub struct Schedule {
    pub folder: PathBuf,
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
        match self.make(address, ctx.now).await {
            Ok((file, summary)) => {
                let (bytes, seconds) = (summary.bytes, began.elapsed().as_secs());
                tracing::info!(backup.file = %file.display(), backup.bytes = bytes, backup.seconds = seconds, "made a backup");
            }
            Err(error) => {
                let error = &*error as &dyn StdError;
                return tracing::error!(error, "a backup could not be made: trying again in an hour");
            }
        }
        let done = store.write(&ctx, Unit::quiet("backup_done"), move |tx| {
            Ok(facts::put(tx, DONE, &ctx.now.millis().to_string())?)
        });
        if let Err(error) = done.await {
            tracing::error!(error = &error as &dyn StdError, "could not note that a backup was made");
        }
    }

    /// Whether it is time and this process is the one to do it.
    async fn begin(&self, store: &Store, environment: &Environment) -> Result<bool> {
        let ctx = environment.ctx(Actor::System);
        let (now, every) = (ctx.now, self.every);
        let due = move |tx: &mut Tx<'_>| -> Result<bool> {
            let since = |text: Option<String>| {
                let at = text.and_then(|text| text.parse().ok()).map(yingda_model::Timestamp::from_millis);
                at.map(|at| now.since(at))
            };
            let (done, begun) = (since(facts::lookup(tx, DONE)?), since(facts::lookup(tx, BEGUN)?));
            Ok(done.is_none_or(|ago| ago >= every) && begun.is_none_or(|ago| ago >= PATIENCE.min(every)))
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
                facts::put(tx, BEGUN, &now.millis().to_string())?;
                Ok(true)
            })
            .await
    }

    async fn make(
        &self,
        address: &Address,
        now: yingda_model::Timestamp,
    ) -> Result<(PathBuf, Summary), Box<dyn StdError + Send + Sync>> {
        let time = Timestamp::from_millisecond(now.millis())?;
        let file = self.folder.join(strtime::format(NAME, time)?);
        let (this, address, target) = (self.clone(), address.clone(), file.clone());
        let summary = spawn_blocking(move || {
            yingda_store::private_folder(&this.folder)?;
            let summary = archive::backup(&address, &target, now)?;
            this.prune()?;
            Ok::<_, Box<dyn StdError + Send + Sync>>(summary)
        });
        Ok((file, summary.await??))
    }

    /// Takes away what the rule does not keep, and what an attempt has left that was cut off.
    fn prune(&self) -> std::io::Result<()> {
        let times: Vec<Timestamp> = names(&self.folder)?.iter().filter_map(|name| time_of(name)).collect();
        for time in superfluous(times, self.rule) {
            if let Ok(name) = strtime::format(NAME, time) {
                std::fs::remove_file(self.folder.join(name))?;
            }
        }
        for name in names(&self.folder)? {
            if name.strip_suffix(".part").and_then(time_of).is_some() {
                std::fs::remove_file(self.folder.join(name))?;
            }
        }
        Ok(())
    }
}

fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries = std::fs::read_dir(folder)?;
    Ok(entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect())
}

fn time_of(name: &str) -> Option<Timestamp> {
    let parsed = strtime::parse(NAME, name).ok()?;
    Some(parsed.to_datetime().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use yingda_testkit::for_two_of_each_database;

    use super::*;

    fn schedule(folder: &Path) -> Schedule {
        let rule = Rule { days: 2, weeks: 0, months: 0 };
        Schedule { folder: folder.to_owned(), every: Duration::from_secs(24 * 3_600), rule }
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
