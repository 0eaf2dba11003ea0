//! The files of the repository that rules look at. Reads the disk, judges nothing.

use std::{fs, path::Path};

/// Folders that hold what was built or installed, not what was written.
const SKIPPED: [&str; 8] =
    [".git", "target", "node_modules", "dist", "data", ".venv", "test-results", "snapshots"];

/// A source file with its path relative to the repository, `/` between folders.
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    pub fn is_rust(&self) -> bool {
        has_extension(&self.path, "rs")
    }
}

pub fn sources(root: &Path) -> Result<Vec<Source>, String> {
    let wanted = |path: &str| ["rs", "ts", "tsx"].iter().any(|extension| has_extension(path, extension));
    paths(root)?
        .into_iter()
        .filter(|path| wanted(path))
        .map(|path| Ok(Source { text: read(root, &path)?, path }))
        .collect()
}

pub fn package_locks(root: &Path) -> Result<Vec<String>, String> {
    Ok(paths(root)?.into_iter().filter(|path| path.ends_with("package-lock.json")).collect())
}

pub fn read(root: &Path, path: &str) -> Result<String, String> {
    fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"))
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

fn paths(root: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    walk(root, "", &mut found)?;
    found.sort();
    Ok(found)
}

fn walk(root: &Path, folder: &str, found: &mut Vec<String>) -> Result<(), String> {
    let entries = fs::read_dir(root.join(folder)).map_err(|error| format!("{folder}: {error}"))?;
    for entry in entries {
        let entry = entry.map_err(|error| format!("{folder}: {error}"))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let kind = entry.file_type().map_err(|error| format!("{path}: {error}"))?;
        if kind.is_dir() && !SKIPPED.contains(&name.as_str()) {
            walk(root, &path, found)?;
        } else if kind.is_file() {
            found.push(path);
        }
    }
    Ok(())
}
