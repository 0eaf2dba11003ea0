//! The folders that a server writes to, and what room their disks have.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// A folder and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// `data`, `backups` or `journal`.
    pub name: &'static str,
    pub path: PathBuf,
}

/// The room on a disk, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What this user may still fill.
    pub free: u64,
    pub size: u64,
}

impl Folder {
    /// The room on its disk; none when that can't be told.
    pub fn room(&self) -> Option<Room> {
        let disk = rustix::fs::statvfs(self.there()).ok()?;
        let bytes = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
        Some(Room { free: bytes(disk.f_bavail), size: bytes(disk.f_blocks) })
    }

    /// Which disk it lies on.
    pub(crate) fn disk(&self) -> Option<u64> {
        std::fs::metadata(self.there()).ok().map(|folder| folder.dev())
    }

    /// Itself; one that is not there yet will lie on the disk of the one above it.
    fn there(&self) -> &Path {
        self.path.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_yet_has_room_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let room = Folder { name: "data", path: folder.path().join("not/yet") }.room().expect("room");
        assert!(room.size > 0 && room.free <= room.size, "{room:?}");
    }
}
