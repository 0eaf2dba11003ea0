//! What `cargo metadata` says about packages and their dependencies, reduced to what rules ask.

use std::{path::Path, process::Command};

use serde_json::Value;

pub struct Package {
    pub name: String,
    /// Of this workspace, not from a registry.
    pub member: bool,
    pub licence: Option<String>,
    /// Folder relative to the repository; only of members.
    pub folder: String,
    pub dependencies: Vec<Dependency>,
}

pub struct Dependency {
    pub name: String,
    /// The name that sources use when the manifest renames it.
    pub rename: Option<String>,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Normal,
    Dev,
    Build,
}

pub fn read(root: &Path) -> Result<Vec<Package>, String> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    let document: Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    Ok(packages(&document))
}

fn packages(document: &Value) -> Vec<Package> {
    let root = text(document, "workspace_root").unwrap_or_default();
    let members: Vec<&str> = list(document, "workspace_members").iter().filter_map(Value::as_str).collect();
    list(document, "packages").iter().map(|package| one_package(package, &root, &members)).collect()
}

fn one_package(package: &Value, root: &str, members: &[&str]) -> Package {
    let manifest = text(package, "manifest_path").unwrap_or_default();
    let folder = manifest.trim_end_matches("/Cargo.toml").trim_start_matches(root).trim_start_matches('/');
    Package {
        name: text(package, "name").unwrap_or_default(),
        member: package["id"].as_str().is_some_and(|id| members.contains(&id)),
        licence: text(package, "license"),
        folder: folder.to_owned(),
        dependencies: list(package, "dependencies").iter().map(one_dependency).collect(),
    }
}

fn one_dependency(dependency: &Value) -> Dependency {
    Dependency {
        name: text(dependency, "name").unwrap_or_default(),
        rename: text(dependency, "rename"),
        kind: match dependency["kind"].as_str() {
            Some("dev") => Kind::Dev,
            Some("build") => Kind::Build,
            _ => Kind::Normal,
        },
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value[key].as_str().map(str::to_owned)
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
pub fn member(name: &str, folder: &str, dependencies: &[(&str, Kind)]) -> Package {
    let dependencies = dependencies
        .iter()
        .map(|&(name, kind)| Dependency { name: name.to_owned(), rename: None, kind })
        .collect();
    Package { name: name.to_owned(), member: true, licence: None, folder: folder.to_owned(), dependencies }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_members_and_their_dependencies() {
        let document = serde_json::json!({
            "workspace_root": "/repo",
            "workspace_members": ["path+file:///repo/crates/api#0.1.0"],
            "packages": [
                {
                    "id": "path+file:///repo/crates/api#0.1.0", "name": "yingda-api", "license": "Apache-2.0",
                    "manifest_path": "/repo/crates/api/Cargo.toml",
                    "dependencies": [
                        { "name": "axum", "rename": null, "kind": null },
                        { "name": "proptest", "rename": "props", "kind": "dev" },
                    ],
                },
                { "id": "registry#axum@0.8.0", "name": "axum", "manifest_path": "/far/axum/Cargo.toml" },
            ],
        });
        let found = packages(&document);
        assert_eq!((found[0].name.as_str(), found[0].member), ("yingda-api", true));
        assert_eq!(found[0].folder, "crates/api");
        assert_eq!(found[0].dependencies[0].kind, Kind::Normal);
        assert_eq!(found[0].dependencies[1].rename.as_deref(), Some("props"));
        assert!(!found[1].member);
    }
}
