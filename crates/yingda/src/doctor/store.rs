//! The store: whether the database answers, fits, keeps what it says it keeps, and agrees about the time.

use std::time::Duration;

use tokio::runtime::Handle;
use yingda_model::{Clock as _, SystemClock, Timestamp};
use yingda_store::diagnosis::{self, Diagnosis};
use yingda_store::{Address, upgrade};

use super::Finding;
use crate::check::chain;
use crate::config::Config;
use crate::place::Place;

/// Clocks that differ by more than this give messages the wrong time.
const APART: Duration = Duration::from_secs(5);
/// Connections that one server takes: readers, writers, and one to begin with.
const CONNECTIONS: u32 = 12;
/// The oldest PostgreSQL that is tested.
const OLDEST: u32 = 14_00_00;

/// Looks at the database.
pub fn examine(config: &Config) -> Vec<Finding> {
    let address = config.address();
    if let Address::Sqlite(path) = &address
        && !path.exists()
    {
        return vec![Finding::fine(
            "database",
            format!("{} will be made at the first start", path.display()),
        )];
    }
    let plan = match upgrade::plan(&address) {
        Ok(plan) => plan,
        Err(error) => {
            let mend = "see that it runs, that `database` names it and its user may use it, and that this program is not older than it";
            return vec![Finding::wrong("database", chain(&error), mend)];
        }
    };
    let mut found = vec![schema(&plan)];
    match diagnosis::look(&address, false) {
        Ok(diagnosis) => {
            found.push(Finding::fine(
                "database",
                format!("{}, {:.1} MB", diagnosis.product, diagnosis.bytes as f64 / 1e6),
            ));
            found.extend(settings(&diagnosis));
            found.extend(clock(&diagnosis, SystemClock.now()));
            found.extend(consumers(&diagnosis));
        }
        Err(error) => found.push(Finding::wrong("database", chain(&error), "repair it, or restore a backup")),
    }
    found.extend(backups(config));
    found
}

fn schema(plan: &upgrade::Upgrade) -> Finding {
    if plan.fresh {
        return Finding::fine("schema", "will be made at the first start");
    }
    match plan.steps.len() {
        0 => Finding::fine("schema", "is that of this program"),
        steps => Finding::doubtful(
            "schema",
            format!("{steps} steps behind this program"),
            "the next start takes them; `yingda migrate` makes a backup first",
        ),
    }
}

/// What PostgreSQL must be set to, so that acknowledged means durable.
fn settings(diagnosis: &Diagnosis) -> Vec<Finding> {
    let mut found = Vec::new();
    for name in ["fsync", "full_page_writes"] {
        if diagnosis.setting(name) == Some("off") {
            let how = format!("{name} is off: what was acknowledged can be lost with the power");
            found.push(Finding::wrong("durability", how, "set it to on in postgresql.conf"));
        }
    }
    if let Some(encoding) = diagnosis.setting("server_encoding").filter(|encoding| *encoding != "UTF8") {
        let how = format!("the encoding is {encoding}");
        found.push(Finding::wrong("database", how, "make the database anew with ENCODING 'UTF8'"));
    }
    let collation = diagnosis.setting("collation").unwrap_or("C");
    if !["C", "POSIX", "C.UTF-8", "C.utf8"].contains(&collation) {
        found.push(Finding::doubtful(
            "database",
            format!("sorts by {collation}, which changes with the system's libraries"),
            "make the database with LC_COLLATE 'C' TEMPLATE template0",
        ));
    }
    let number = |name: &str| diagnosis.setting(name).and_then(|value| value.parse::<u32>().ok());
    if number("max_connections").is_some_and(|most| most < CONNECTIONS) {
        let how = format!("takes {} connections at most", number("max_connections").unwrap_or_default());
        found.push(Finding::wrong("database", how, "raise max_connections: each server takes 12"));
    }
    if number("server_version_num").is_some_and(|version| version < OLDEST) {
        found.push(Finding::doubtful(
            "database",
            "is older than what is tested",
            "use PostgreSQL 14 or newer",
        ));
    }
    found
}

/// Whether something that happened was left without what should have come of it.
fn consumers(diagnosis: &Diagnosis) -> Option<Finding> {
    let (newest, count) = diagnosis.set_aside.as_ref()?;
    let how = format!(
        "{count} entries of the journal could not be handled in the last 30 days; the newest by {}: {} of {} (trace {})",
        newest.consumer, newest.name, newest.subject, newest.trace
    );
    let mend = "see to it by hand (a customer may be without an answer), and report what the log says with that trace";
    Some(Finding::doubtful("consumers", how, mend))
}

fn clock(diagnosis: &Diagnosis, now: Timestamp) -> Vec<Finding> {
    let ahead = diagnosis.clock.since(now).max(now.since(diagnosis.clock));
    let mut found = Vec::new();
    if ahead > APART {
        found.push(Finding::doubtful(
            "clock",
            format!("the database's clock is {} s apart from this machine's", ahead.as_secs()),
            "let both follow NTP",
        ));
    }
    let before = diagnosis.newest_entry.map(|newest| newest.since(now));
    if let Some(before) = before.filter(|before| *before > APART) {
        found.push(Finding::doubtful(
            "clock",
            format!("it is {} s before the newest entry of the journal", before.as_secs()),
            "set this machine's clock: let it follow NTP",
        ));
    }
    if found.is_empty() {
        found.push(Finding::fine("clock", "agrees with the database and its journal"));
    }
    found
}

fn backups(config: &Config) -> Option<Finding> {
    let mend =
        "see that backup.folder and backup.s3_* are right, and that the bucket may be listed and written";
    let schedule = match config.backups() {
        Ok(schedule) => schedule?,
        Err(error) => return Some(Finding::wrong("backups", chain(&error), mend)),
    };
    let newest = match Handle::current().block_on(schedule.newest()) {
        Ok(newest) => newest,
        // A folder is made with the first backup.
        Err(_) if matches!(schedule.place, Place::Folder(_)) => return None,
        Err(error) => return Some(Finding::wrong("backups", chain(&*error), mend)),
    };
    let Some(newest) = newest else {
        return Some(Finding::fine("backups", format!("none yet in {}", schedule.place)));
    };
    let age = SystemClock.now().since(newest);
    let how = format!("the newest in {} is {:.1} hours old", schedule.place, age.as_secs_f64() / 3_600.0);
    Some(if age > schedule.every * 2 {
        Finding::doubtful("backups", how, "see in the server's log why none was made")
    } else {
        Finding::fine("backups", how)
    })
}

#[cfg(test)]
mod tests {
    use yingda_store::set_aside::SetAside;

    use super::super::Level;
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn diagnosis(settings: &[(&str, &str)]) -> Diagnosis {
        let settings =
            settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Diagnosis {
            product: String::new(),
            settings,
            clock: NOW,
            newest_entry: None,
            set_aside: None,
            bytes: 0,
            rows: Vec::new(),
        }
    }

    #[test]
    fn what_could_lose_something_is_wrong() {
        let bad = diagnosis(&[
            ("fsync", "off"),
            ("server_encoding", "SQL_ASCII"),
            ("collation", "zh_CN.UTF-8"),
            ("max_connections", "5"),
        ]);
        let levels: Vec<Level> = settings(&bad).into_iter().map(|finding| finding.level).collect();
        assert_eq!(levels, [Level::Wrong, Level::Wrong, Level::Doubtful, Level::Wrong]);
        assert_eq!(
            settings(&diagnosis(&[("fsync", "on"), ("collation", "C"), ("server_version_num", "150006")])),
            []
        );
    }

    #[test]
    fn what_a_consumer_has_gone_on_without_is_told() {
        assert_eq!(consumers(&diagnosis(&[])), None);
        let entry = SetAside {
            consumer: "bot".into(),
            subject: "cnv_00000000000070008000000000000000".into(),
            name: "message.received".into(),
            trace: "4711".into(),
            at: NOW,
        };
        let aside = Diagnosis { set_aside: Some((entry, 2)), ..diagnosis(&[]) };
        assert_eq!(consumers(&aside).map(|finding| finding.level), Some(Level::Doubtful));
    }

    #[test]
    fn a_clock_behind_the_journal_is_told() {
        let late = Diagnosis { newest_entry: Some(NOW.plus(Duration::from_secs(3_600))), ..diagnosis(&[]) };
        assert_eq!(clock(&late, NOW)[0].level, Level::Doubtful);
        let apart = Diagnosis { clock: NOW.minus(Duration::from_secs(60)), ..diagnosis(&[]) };
        assert_eq!(clock(&apart, NOW)[0].level, Level::Doubtful);
        assert_eq!(clock(&diagnosis(&[]), NOW)[0].level, Level::Fine);
    }
}
