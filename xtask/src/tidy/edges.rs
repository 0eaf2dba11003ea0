//! Which crate may use which: the table of ARCHITECTURE.md as code. What a crate may use, it may use with all that
//! this one may use in turn. Also keeps I/O out of the engines and the database libraries inside `store`.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Finding,
    metadata::{Dependency, Kind, Package},
};

/// crate → what it may use directly.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    // Engines: pure, no I/O.
    ("language", &["model"]),
    ("rules", &["model"]),
    ("dialogue", &["model", "language", "rules"]),
    ("routing", &["model"]),
    ("forecast", &["model"]),
    // Edges to the world.
    ("store", &["model"]),
    ("providers", &["model"]),
    ("channels", &["model"]),
    // What must be kept and never shown.
    ("vault", &["store"]),
    // Services.
    ("access", &["model", "store", "vault"]),
    ("alarms", &["store"]),
    ("releases", &["store"]),
    ("customers", &["store", "language"]),
    ("knowledge", &["store", "language", "dialogue", "releases"]),
    (
        "conversations",
        &[
            "customers",
            "knowledge",
            "dialogue",
            "routing",
            "rules",
            "releases",
            "providers",
            "channels",
            "vault",
        ],
    ),
    ("records", &["conversations"]),
    ("tickets", &["conversations", "routing"]),
    ("insight", &["store", "language", "forecast"]),
    ("quality", &["store", "language", "dialogue"]),
    // Doors.
    (
        "api",
        &[
            "access",
            "alarms",
            "customers",
            "knowledge",
            "conversations",
            "tickets",
            "channels",
            "insight",
            "quality",
            "records",
        ],
    ),
    ("yingda", &["api"]),
    // For tests and measurements, never in the product.
    ("testkit", &["yingda", "api"]),
    ("bench", &["store"]),
];

const ENGINES: [&str; 6] = ["model", "language", "rules", "dialogue", "routing", "forecast"];
/// What would give an engine a clock, a socket or a thread of its own.
const IMPURE: [&str; 7] =
    ["tokio", "futures", "axum", "reqwest", "tracing-subscriber", "governor", "tempfile"];
const DATABASES: [&str; 4] = ["rusqlite", "postgres", "tokio-postgres", "sqlx"];

pub fn check(package: &Package) -> Vec<Finding> {
    let path = format!("{}/Cargo.toml", package.folder);
    let room = room(&package.name);
    let Some(allowed) = closure(room) else {
        if room == "xtask" {
            return Vec::new();
        }
        return vec![Finding::error(
            &path,
            format!("crate `{room}` has no row in the table of xtask/src/tidy/edges.rs"),
        )];
    };
    let judge = |dependency: &Dependency| Some(Finding::error(&path, complaint(room, dependency, &allowed)?));
    package.dependencies.iter().filter_map(judge).collect()
}

fn complaint(room: &str, dependency: &Dependency, allowed: &BTreeSet<&str>) -> Option<String> {
    let name = dependency.name.as_str();
    if DATABASES.contains(&name) {
        // The measurements name one too: the machine's limit is a database without the store around it.
        return (!["store", "bench"].contains(&room))
            .then(|| format!("`{name}`: only `store` names a database library"));
    }
    if ENGINES.contains(&room) && dependency.kind != Kind::Dev && IMPURE.contains(&name) {
        return Some(format!("`{name}`: `{room}` is pure and does no I/O"));
    }
    let used = own_room(name)?;
    if used == "testkit" {
        return (dependency.kind != Kind::Dev)
            .then(|| "`testkit` is for tests: make it a dev-dependency".to_owned());
    }
    // The kit's users are in its own tests too; cargo allows that circle for dev-dependencies alone.
    (!allowed.contains(used) && used != room).then(|| format!("`{room}` may not use `{used}`"))
}

/// `yingda-store` is the room `store`; the binary is the room `yingda`.
fn room(package: &str) -> &str {
    package.strip_prefix("yingda-").unwrap_or(package)
}

fn own_room(package: &str) -> Option<&str> {
    (package == "yingda" || package.starts_with("yingda-")).then(|| room(package))
}

fn closure(room: &str) -> Option<BTreeSet<&'static str>> {
    let table: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut open: Vec<&str> = table.get(room)?.to_vec();
    let mut allowed = BTreeSet::new();
    while let Some(next) = open.pop() {
        if allowed.insert(next) {
            open.extend(table[next]);
        }
    }
    Some(allowed)
}

#[cfg(test)]
mod tests {
    use super::{super::metadata::member, *};

    fn complaints(name: &str, dependencies: &[(&str, Kind)]) -> Vec<String> {
        check(&member(name, "crates/x", dependencies)).into_iter().map(|finding| finding.text).collect()
    }

    #[test]
    fn a_crate_may_use_what_the_table_says_and_what_follows_from_it() {
        assert!(
            complaints("yingda-customers", &[("yingda-store", Kind::Normal), ("serde", Kind::Normal)])
                .is_empty()
        );
        assert!(complaints("yingda-api", &[("yingda-model", Kind::Normal)]).is_empty());
    }

    #[test]
    fn a_crate_may_not_use_what_stands_above_or_beside_it() {
        assert_eq!(
            complaints("yingda-store", &[("yingda-api", Kind::Normal)]),
            ["`store` may not use `api`"]
        );
        assert_eq!(
            complaints("yingda-customers", &[("yingda-knowledge", Kind::Dev)]),
            ["`customers` may not use `knowledge`"]
        );
    }

    #[test]
    fn engines_do_no_input_or_output() {
        assert!(
            complaints("yingda-language", &[("tokio", Kind::Dev), ("jieba-rs", Kind::Normal)]).is_empty()
        );
        assert_eq!(complaints("yingda-routing", &[("tokio", Kind::Normal)]).len(), 1);
    }

    #[test]
    fn database_libraries_stay_inside_the_store() {
        assert!(
            complaints("yingda-store", &[("rusqlite", Kind::Normal), ("postgres", Kind::Normal)]).is_empty()
        );
        assert_eq!(complaints("yingda-api", &[("rusqlite", Kind::Dev)]).len(), 1);
    }

    #[test]
    fn the_test_kit_is_for_tests_and_may_use_everything() {
        assert!(complaints("yingda-api", &[("yingda-testkit", Kind::Dev)]).is_empty());
        assert_eq!(complaints("yingda-api", &[("yingda-testkit", Kind::Normal)]).len(), 1);
        assert!(complaints("yingda-testkit", &[("yingda-store", Kind::Normal)]).is_empty());
    }

    #[test]
    fn a_new_crate_needs_a_row() {
        assert_eq!(complaints("yingda-attic", &[]).len(), 1);
    }
}
