//! The disk: whether the data folder and the backups' folder can be written, how fast a write is safe, and what room is left.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use yingda_store::Address;

use super::Finding;
use crate::config::Config;
use crate::place::Place;
use crate::schedule::Schedule;

/// Room below which a disk is soon full.
const LITTLE: u64 = 2 * 1024 * 1024 * 1024;
/// Room below which nothing more fits.
const NONE: u64 = 100 * 1024 * 1024;
/// A safe write that takes longer holds everybody up.
const SLOW: Duration = Duration::from_millis(20);
/// Safe writes that are timed.
const WRITES: u32 = 10;

/// Looks at the folders that a server writes to.
pub fn examine(config: &Config) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Address::Sqlite(file) = config.address() {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        found.extend(folder_of("data folder", folder));
    }
    if let Ok(Some(Schedule { place: Place::Folder(_), .. })) = config.backups() {
        found.extend(folder_of("backup folder", &config.backup_folder()));
    }
    found
}

fn folder_of(what: &'static str, folder: &Path) -> Vec<Finding> {
    let shown = folder.display();
    let existing = existing(folder);
    let took = match write(&existing) {
        Ok(took) => took,
        Err(error) => {
            let how = format!("{shown} can't be written: {error}");
            return vec![Finding::wrong(
                what,
                how,
                "give it to the user who runs the server, or choose another",
            )];
        }
    };
    let speed = format!("{shown}, a safe write takes {:.1} ms", took.as_secs_f64() * 1_000.0);
    let writing = if took > SLOW {
        Finding::doubtful(
            what,
            speed,
            "put it on a local SSD: every acknowledged message waits for such a write",
        )
    } else {
        Finding::fine(what, speed)
    };
    vec![writing, room(what, &existing)]
}

/// The folder, or the nearest above it that is there.
fn existing(folder: &Path) -> PathBuf {
    folder.ancestors().find(|folder| folder.is_dir()).map_or_else(|| ".".into(), Path::to_path_buf)
}

/// How long it takes until a page is on the disk.
fn write(folder: &Path) -> io::Result<Duration> {
    let name = folder.join(format!(".yingda-doctor-{}", std::process::id()));
    let written = File::create(&name).and_then(|mut file| {
        let began = Instant::now();
        for _ in 0..WRITES {
            file.write_all(&[0; 4096])?;
            file.sync_data()?;
        }
        Ok(began.elapsed() / WRITES)
    });
    _ = fs::remove_file(&name);
    written
}

fn room(what: &'static str, folder: &Path) -> Finding {
    let statistics = match rustix::fs::statvfs(folder) {
        Ok(statistics) => statistics,
        Err(error) => {
            return Finding::doubtful(
                what,
                format!("the room that is left can't be told: {error}"),
                "look yourself",
            );
        }
    };
    let left = statistics.f_bavail.saturating_mul(statistics.f_frsize);
    let how = format!("{:.1} GB left on its disk", left as f64 / 1e9);
    let mend = "make room: when a disk is full, nothing more is acknowledged";
    if left < NONE {
        Finding::wrong(what, how, mend)
    } else if left < LITTLE {
        Finding::doubtful(what, how, mend)
    } else {
        Finding::fine(what, how)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    #[test]
    fn a_folder_that_can_be_made_is_fine_and_a_file_in_its_place_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let found = folder_of("data folder", &folder.path().join("not/there/yet"));
        assert!(found.iter().all(|finding| finding.level != Level::Wrong), "{found:?}");
        assert!(fs::read_dir(folder.path()).expect("a folder").next().is_none(), "nothing is left behind");
    }
}
